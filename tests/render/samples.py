"""Results for the renderers to render: a friendly hit, a bare one, and hostile text."""

from __future__ import annotations

from searchkit.documents.dates import PartialDate
from searchkit.results.model import Hit, Mark, Passage, SearchResults

HIT = Hit(
    rank=1,
    doc_id="002_1842171969dfd728.txt",
    score=2.17004,
    title="Protokoll styrelsemöte ST sektion Syd inom Migrationsverket",
    date=PartialDate(2022, 9, 28),
    date_evidence="Datum:",
    source="ST",
    type="protokoll",
    path="seeds/002_1842171969dfd728.txt",
    passages=(
        Passage(
            65,
            "Fredrik Bergman lyfter situationen vid Medborgarskap i Norrköping. "
            "Funktionen är ansträngd och har hög personalomsättning.",
            (Mark(103, 121, "exact"),),
            cut_after=True,
        ),
        Passage(
            67,
            "Personalomsättningen vid kontaktcenter inom NOA skapar problem.",
            (Mark(0, 20, "stem"),),
            cut_before=True,
            cut_after=True,
        ),
    ),
)

BARE = Hit(
    rank=2,
    doc_id="001.txt",
    score=1.0,
    title="",
    date=None,
    date_evidence="",
    source="",
    type="",
    path="seeds/001.txt",
    unmarked="in the title only",
)

HOSTILE_TEXTS = (
    "röd \x1b[31mtext\x1b[0m och \x1b]8;;http://ond.se\x07länk",
    "bakvänd \u202etxet\u202c och \u2066isolerad\u2069 \u200f\u061c",
    "nolla\x00 klocka\x07 C1\x9b31m \x85 rad\u2028slut\u2029",
    "första raden\nandra raden\r\ntredje\tmed tabb",
    "ord " * 500,
    "x" * 2000,
    "familj 👨‍👩‍👧 och flagga 🇸🇪 e\u0301",
    "漢字" * 60,
    "halv \ud83d surrogat",
    "mjuk\u00adstreck\u200boch\ufeffmer",
    '=HYPERLINK("http://ond.se"),"citat"',
    " \t ",
    "",
)


def results(*hits: Hit) -> SearchResults:
    return SearchResults("personalomsättning", len(hits), hits=hits)


def hostile_hit(text: str) -> Hit:
    """Make a hit with the text in each of its fields, all of it marked."""
    marks = (Mark(0, len(text), "exact"),) if text else ()
    return Hit(
        rank=1,
        doc_id=text,
        score=0.5,
        title=text,
        date=None,
        date_evidence=text,
        source=text,
        type=text,
        path=text,
        title_marks=marks,
        passages=(Passage(1, text, marks, cut_before=True, cut_after=True),),
        unmarked=text,
    )
