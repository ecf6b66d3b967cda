"""Find a document's own date among the dates that it mentions.

In order: what the format states, a label (`Datum:`, `Publicerad`), a date that stands by
itself in the first or last lines, what the format states and may be wrong about (when a file
was created), the file name. Running text mentions all sorts of dates and
is not asked; neither is the file's time stamp, which says when somebody copied it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from searchkit.documents.dates import PartialDate
from searchkit.documents.evidence import FEW_LINES, Edges, Found, Stated
from searchkit.documents.written_dates import WrittenDate, date_at, iter_dates

_LABELS = (
    "datum|dokumentdatum|mötesdatum|sammanträdesdatum|publiceringsdatum|utgivningsdatum"
    "|publicerades|publicerad|publicerat|utgiven|utgivet|skapad|skapat|date|published"
)
_UPDATE_LABELS = (
    "(?:senast )?uppdaterad|(?:senast )?uppdaterat|(?:senast )?ändrad|(?:senast )?ändrat"
    "|(?:last )?updated|last modified|uppdateringsdatum"
)
_WEEKDAY = r"(?i:(?:mån|tis|ons|tors|fre|lör|sön)dag(?:en)?)"
_LEAD_IN = rf"(?:{_WEEKDAY},?\s+)?(?:(?i:den)\s+)?"


class _Label(NamedTuple):
    pattern: re.Pattern[str]
    pieces: tuple[str, ...]
    """One of these is in every such label. Looking for them takes a hundredth of the time."""


def _label(names: str, *pieces: str) -> _Label:
    # A letter before the label makes it another word (sista ansökningsdatum); a digit does
    # not, for web pages run together: `31 augusti 2023Uppdaterad`.
    pattern = rf"(?<![^\W\d_])(?P<label>(?i:{names}))(?P<colon>\s?:)?\s{{0,5}}{_LEAD_IN}(?=\w)"
    return _Label(re.compile(pattern), pieces)


_DATE_LABEL = _label(_LABELS, "datum", "date", "publi", "utgiv", "skapa")
_UPDATE_LABEL = _label(_UPDATE_LABELS, "pdat", "ändra", "modified")

_STANDALONE_CHARACTERS = 160
_BYLINE_CHARACTERS = 40
_SENTENCE_END = (".", "!", "?", ":")
# A date after one of these is about something else than the document.
_OTHER_EVENT = re.compile(
    r"\b(?:nästa|sista|senast|före|inför\b|efter|fram till|träder|ikraft|gäller|giltig|ansök|anmäl"
    r"|född|hämtad|besökt|läst|juster|uppdat|ändra|https?)",
    re.I,
)
# In the title of these a date is the document's own.
_DATED_TITLE = re.compile(
    r"protokoll|minnesanteckningar|dagordning|kallelse|pressmeddelande|nyhetsbrev|remissvar", re.I
)
# So is a date that ends the title after nothing but one of these: `Styrelsemöte ST, 2017-05-05`,
# `Kiruna, den 5 maj 2017`. `Mötet flyttas till 5 maj 2017` is news.
_DATED_OPENING = re.compile(
    r"(?:(?i:\w*(?:möte|sammanträde)|pm)(?: [A-ZÅÄÖ]\w*)*,? (?:den )?|[A-ZÅÄÖ][\w-]+, den )$"
)
_LINE_START = re.compile(rf"{_LEAD_IN}")
_CLOCK = re.compile(r"[,\s]*(?:kl\.?\s*)?\d\d[.:]\d\d(?:[.:]\d\d)?")
_REMEMBERED = 8
"""Headers whose date is kept: each is asked for twice, and the next document may have the same."""
_COMPACT = re.compile(r"(\d{4})(?:(\d\d)(\d\d))?")

_NAME_DATE = re.compile(
    r"(?<![0-9a-z])(?P<y>(?:19|20)\d\d)(?:(?P<sep>[-_. ]?)(?P<m>\d\d)(?:(?P=sep)(?P<d>\d\d))?)"
    r"(?![0-9a-z])",
    re.I,
)
_NAME_SHORT_DATE = re.compile(r"(?<![0-9a-z])(\d\d)(\d\d)(\d\d)(?![0-9a-z])", re.I)
_NAME_YEAR = re.compile(
    r"(?:^|rapport|redovisning|berättelse|sou|prop)[-_. ]?((?:19|20)\d\d)(?=\D|$)", re.I
)
_NAME_WORD = re.compile(r"[^\W\d_]{3}")


def own_date(stated: Stated, lines: Edges, name: str) -> Found | None:
    """Find when the document was written or published; None when nothing says.

    `stated` is the date in the format and `name` the file name without its suffix; both may
    be empty.
    """
    return (
        from_header(stated.sure)
        or _labelled(lines, _DATE_LABEL)
        or _standalone(lines)
        or from_header(stated)
        or _in_name(name)
    )


def updated_date(stated: Stated, lines: Edges) -> Found | None:
    """Find when the document was last changed; only a label or the format says that."""
    return from_header(stated.sure) or _labelled(lines, _UPDATE_LABEL) or from_header(stated)


def from_header(stated: Stated) -> Found | None:
    """Read a date from a header: any form that a text may have, a bare year, or `20210615`.

    A weekday before it and a time after it are passed over.
    """
    date = _in_header(stated.value)
    return Found(date, stated.origin) if date else None


@lru_cache(_REMEMBERED)
def _in_header(value: str) -> str:
    written = next(iter_dates(value), None)
    if written is not None:
        return str(written.value)
    compact = _COMPACT.fullmatch(value)
    found = _valid("-".join(filter(None, compact.groups()))) if compact else None
    return found.value if found else ""


def after_leading_date(line: str) -> str:
    """Give what follows a date, labelled or not, that begins a line; else the whole line.

    >>> after_leading_date("date 2021-06 Migrationsverket skakas om")
    'Migrationsverket skakas om'
    """
    label = _DATE_LABEL.pattern.match(line)
    written = date_at(line, label.end()) if label else date_at(line, 0)
    labelled_or_iso = label or line[:4].isdigit()
    return line[written.end :].lstrip(" ,:–-") if written and labelled_or_iso else line


def _labelled(lines: Edges, label: _Label) -> Found | None:
    """Look for a label with a date after it, on the same line or the next.

    A colon or a capital makes it a label; so does standing first of all, as in `date 2021-06`.
    """
    for part in (lines.head, lines.tail):
        text = "\n".join(part)
        lowered = text.lower()
        if not any(piece in lowered for piece in label.pieces):
            continue
        for match in label.pattern.finditer(text):
            written = date_at(text, match.end())
            opens_text = part is lines.head and match.start() == 0
            if written and (match["colon"] or match["label"][0].isupper() or opens_text):
                return Found(str(written.value), match["label"] + (match["colon"] or "").strip())
    return None


def _standalone(lines: Edges) -> Found | None:
    for date in _iter_standalone(lines.head[:FEW_LINES], lines.first):
        return Found(date, "first lines")
    # Last lines may list other pages with their dates: several different ones tell nothing.
    last = set(_iter_standalone(lines.last))
    return Found(last.pop(), "last lines") if len(last) == 1 else None


def _iter_standalone(lines: Iterable[str], title: str = "") -> Iterator[str]:
    for line in lines:
        written = next(iter_dates(line[:_STANDALONE_CHARACTERS]), None)
        if written and _stands_alone(line, written, line == title):
            yield str(written.value)


def _stands_alone(line: str, date: WrittenDate, is_title: bool) -> bool:
    """Tell a date that dates the document from one that a sentence mentions."""
    start = _LINE_START.match(line)
    begins = date.start == (start.end() if start else 0)
    clock = _CLOCK.match(line, date.end)
    ends = (clock.end() if clock else date.end) == len(line)
    if begins and ends:
        return True
    if date.value.day is None or _OTHER_EVENT.search(line[: date.start]):
        return False
    if begins and line[:4].isdigit():  # a dateline; no sentence begins with 2010-04-07
        return True
    if len(line) > _STANDALONE_CHARACTERS or line.endswith(_SENTENCE_END):
        return False
    if is_title:
        opens = ends and _DATED_OPENING.match(line[: date.start])
        return begins or bool(opens or _DATED_TITLE.search(line))
    return begins or (ends and _is_byline(line[: date.start]))


def _is_byline(before: str) -> bool:
    return len(before) <= _BYLINE_CHARACTERS and not before.rstrip().endswith(_SENTENCE_END)


def _in_name(name: str) -> Found | None:
    for match in _NAME_DATE.finditer(name):
        year, month, day = match["y"], match["m"], match["d"]
        # 202106 may be any number; 20210615 and 2021-06 are hardly anything but dates.
        if match["sep"] or day:
            found = _valid("-".join(part for part in (year, month, day) if part))
            if found:
                return found
    return _short_in_name(name) or _year_in_name(name)


def _short_in_name(name: str) -> Found | None:
    """Read `220928 Protokoll`: six digits at one end of a name that has words in it."""
    for match in _NAME_SHORT_DATE.finditer(name):
        at_an_end = match.start() == 0 or match.end() == len(name)
        if at_an_end and _NAME_WORD.search(name):
            century = "19" if match[1] >= "50" else "20"
            return _valid(f"{century}{match[1]}-{match[2]}-{match[3]}")
    return None


def _year_in_name(name: str) -> Found | None:
    match = _NAME_YEAR.search(name)
    return _valid(match[1]) if match else None


def _valid(text: str, evidence: str = "file name") -> Found | None:
    try:
        return Found(str(PartialDate.parse(text)), evidence)
    except ValueError:
        return None
