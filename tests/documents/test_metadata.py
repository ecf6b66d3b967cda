"""What a document's title, source and type are found to be, and the seeds as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.documents.dates import PartialDate
from searchkit.documents.evidence import Found
from searchkit.documents.metadata import describe, unread_headers
from searchkit.documents.model import Metadata
from searchkit.documents.readers import read
from searchkit.documents.readers.base import RawDocument

SEEDS = Path(__file__).parents[2] / "seeds"
BODY = "\n\nMigrationsverket rekryterar. Många har slutat.\n"


def _describe(text: str, **headers: str) -> Metadata:
    return describe(RawDocument("", text, headers), "")


def _seed(name: str) -> Metadata:
    (path,) = SEEDS.glob(f"{name}_*.txt")
    (raw,) = read(path, pytest.fail)
    return describe(raw, path.stem)


# The seeds


def test_seed_000_begins_with_its_month_and_was_told_to_computer_sweden() -> None:
    assert _seed("000") == Metadata(
        title="Migrationsverkets it-enhet i Norrköping skakas om av flera tunga "
        "personalavhopp under senaste halvåret",
        date=PartialDate(2021, 6),
        source="Computer Sweden",
        evidence={"title": "first sentence", "date": "date", "source": "text"},
    )


def test_seed_001_has_a_title_and_nothing_else() -> None:
    assert _seed("001") == Metadata(
        title="”Vi är Sveriges mest relevanta arbetsplats”", evidence={"title": "first lines"}
    )


def test_seed_002_is_minutes_of_the_union_in_its_title() -> None:
    assert _seed("002") == Metadata(
        title="Protokoll styrelsemöte ST sektion Syd inom Migrationsverket",
        date=PartialDate(2022, 9, 28),
        source="ST",
        type="protokoll",
        evidence={"title": "first lines", "date": "Datum:", "source": "title", "type": "title"},
    )


def test_seed_003_says_when_but_not_where_it_was_published() -> None:
    assert _seed("003") == Metadata(
        title="Medvind för samverkan på Migrationsverket",
        date=PartialDate(2010, 4, 7),
        evidence={"title": "first lines", "date": "Publicerad:"},
    )


def test_seed_004_has_its_dates_run_together_and_its_source_in_the_photo_credit() -> None:
    assert _seed("004") == Metadata(
        title="Verksamhetsnära kultur högsta prio för Arbetsförmedlingen",
        date=PartialDate(2023, 8, 31),
        updated=PartialDate(2023, 10, 2),
        source="Voister",
        evidence={
            "title": "first lines",
            "date": "last lines",
            "updated": "Uppdaterad",
            "source": "photo credit and newsletter",
        },
    )


# Titles


@pytest.mark.parametrize(
    ("text", "title", "evidence"),
    [
        ("Facket kräver svar", "Facket kräver svar", "first lines"),
        ("Vad händer nu?", "Vad händer nu?", "first lines"),
        ("# Om lön #", "Om lön", "heading"),
        ("Dnr: 17\nRubrik: Om lön", "Om lön", "Rubrik:"),
        ("Datum: 2022-09-28\nFacket kräver svar", "Facket kräver svar", "first lines"),
        (
            "Publicerad den 5 maj 2017 av Karin\nFacket kräver svar",
            "Facket kräver svar",
            "first lines",
        ),
        ("2022-09-28 By i Kiruna utryms", "By i Kiruna utryms", "first lines"),
        ("Text till tal", "Text till tal", "first lines"),
        ("2022-09-28\n=====\nFacket kräver svar", "Facket kräver svar", "first lines"),
        ("PRESSMEDDELANDE\nVerket anställer", "Verket anställer", "first lines"),
        ("Protokoll\n§ 1 Mötet öppnas.", "Protokoll", "first lines"),
        ("Många slutar. Det oroar facket.", "Många slutar", "first sentence"),
        (
            "Många slutar bl.a. i Kiruna. Det oroar.",
            "Många slutar bl.a. i Kiruna",
            "first sentence",
        ),
    ],
)
def test_the_title_is_the_first_thing_that_reads_like_one(
    text: str, title: str, evidence: str
) -> None:
    found = _describe(text + BODY)
    assert (found.title, found.evidence["title"]) == (title, evidence)


def test_a_header_goes_before_what_the_text_says() -> None:
    found = _describe("# Rubrik", title="Ur huvudet", source="ST", type="Rapport", date="2021")
    assert found == Metadata(
        title="Ur huvudet",
        date=PartialDate(2021),
        source="ST",
        type="rapport",
        evidence=dict.fromkeys(("title", "date", "source", "type"), "header"),
    )


def test_a_long_title_is_cut_at_a_word() -> None:
    assert (
        _describe(BODY, title="mycket långt " * 200).title
        == "mycket långt " * 14 + "mycket långt…"
    )


def test_a_long_sentence_is_cut_at_a_word() -> None:
    assert _describe("mycket långt " * 900).title == "mycket långt " * 8 + "mycket långt…"


def test_a_word_without_end_is_cut_all_the_same() -> None:
    assert _describe("å" * 300).title == "å" * 119 + "…"


def test_text_without_letters_is_called_by_its_file_name() -> None:
    found = describe(RawDocument("", "1 2 3"), "tabell 7")
    assert (found.title, found.evidence) == ("tabell 7", {"title": "file name"})


def test_front_matter_is_not_looked_at_for_a_title() -> None:
    text = "---\ntags: it\n---\nFacket kräver svar\n"
    assert describe(RawDocument("", text, begins=17), "").title == "Facket kräver svar"


# Sources

CREDITED = "photo credit and newsletter"


@pytest.mark.parametrize(
    ("text", "source", "evidence"),
    [
        ("Rubrik\nKälla: Computer Sweden", "Computer Sweden", "Källa:"),
        ("Rubrik\nKälla: https://www.voister.se/artikel/17", "voister.se", "Källa:"),
        ("Protokoll årsmöte Vision avdelning 12", "Vision", "title"),
        ("Protokoll från styrelsemöte för Polisförbundet", "Polisförbundet", "title"),
        ("Pressmeddelande från Migrationsverket", "Migrationsverket", "title"),
        ("Rubrik\nFoto: Anna Ek/Publikt\nPublikts nyhetsbrev", "Publikt", CREDITED),
        ("Rubrik\nFoto: Anna Ek/Publikt\n© 2021 Publikt", "Publikt", CREDITED),
        ("Säger hon till Svensk Dag. När Svensk Dag ringer svarar han.", "Svensk Dag", "text"),
    ],
)
def test_a_source_is_known_where_the_text_supports_it(
    text: str, source: str, evidence: str
) -> None:
    found = _describe(text)
    assert (found.source, found.evidence["source"]) == (source, evidence)


@pytest.mark.parametrize(
    "text",
    [
        "Rubrik\nTabell 1\nKälla: SCB\nTabell 2\nKälla: TCO",
        "Protokoll styrelsemöte Norrköping",
        "Protokoll från styrelsemöte i Norrköping",
        "Rubrik\nFoto: Anna Ek/Bildbyrån\nPublikts nyhetsbrev",
        "Rubrik\nDet säger hon till Dagens Nyheter.",
        "Rubrik\nDet uppger hon för Polisen. När Polisen frågar svarar han inte.",
        "Rubrik\nMer om samverkan på Partsrådet.",
    ],
)
def test_a_source_is_empty_where_nothing_supports_it(text: str) -> None:
    assert _describe(text).source == ""


# Types


@pytest.mark.parametrize(
    ("text", "kind", "evidence"),
    [
        ("Rubrik\nTyp: Remissvar", "remissvar", "Typ:"),
        ("Mötesprotokoll 2022-09-28", "protokoll", "title"),
        ("STs styrelseprotokoll", "protokoll", "title"),
        ("Årsrapport 2021", "rapport", "title"),
        ("Rapport om konsulter i staten", "rapport", "title"),
        ("Intervju med Anna Ek", "intervju", "title"),
        ("PRESSMEDDELANDE\nVerket anställer", "pressmeddelande", "first lines"),
        ("DEBATT\nSluta hyra in konsulter", "debattartikel", "first lines"),
        ("Justerat protokoll nr 7\nStyrelsen", "protokoll", "first lines"),
    ],
)
def test_a_type_is_known_where_the_document_says_so(text: str, kind: str, evidence: str) -> None:
    found = _describe(text + BODY)
    assert (found.type, found.evidence["type"]) == (kind, evidence)


@pytest.mark.parametrize(
    "title",
    [
        "Ny rapport: konsulterna blir fler",
        "Rapport visar fler konsulter",
        "Kommunikationsprotokoll för myndigheter",
        "Hård debatt",
        "Hon läser protokoll på nätterna och sover",
        "Protokollet justerades aldrig",
    ],
)
def test_a_headline_about_a_type_is_not_of_that_type(title: str) -> None:
    assert _describe(title + BODY).type == ""


def test_an_agenda_within_minutes_is_a_heading() -> None:
    assert _describe("Styrelsen\n\nA\n\nB\n\nDagordning\n\n1. Val").type == ""


# What formats say about themselves


def _said(text: str, name: str = "", sure: bool = False, **headers: str) -> Metadata:
    origins = dict.fromkeys(headers, "Word properties")
    doubtful = frozenset() if sure else frozenset(headers)
    return describe(RawDocument("", text, headers, origins=origins, doubtful=doubtful), name)


def test_what_a_format_says_is_evidenced_by_where_it_says_it() -> None:
    said = {"title": "Lön", "date": "2021-06-15", "source": "ST", "type": "Rapport"}
    assert _said("Text", sure=True, **said, updated="2022").evidence == dict.fromkeys(
        (*said, "updated"), "Word properties"
    )


def test_a_doubtful_date_comes_after_the_text_and_before_the_file_name() -> None:
    name, header = "2023-03-03", "2020-12-12T10:00:00Z"
    texts = ("Datum: 2021-01-01\nText", "Rubrik\n2022-02-02\nText", "Rubrik\nText")
    found = [_said(text, name, date=header) for text in texts]
    assert [(str(data.date), data.evidence["date"]) for data in found] == [
        ("2021-01-01", "Datum:"),
        ("2022-02-02", "first lines"),
        ("2020-12-12", "Word properties"),
    ]


def test_a_doubtful_update_comes_after_a_labelled_one() -> None:
    text = "Rubrik\nUppdaterad 2 oktober 2023"
    assert _said(text, updated="2024-01-01").evidence["updated"] == "Uppdaterad"
    assert _said("Rubrik", updated="2024-01-01").evidence["updated"] == "Word properties"


@pytest.mark.parametrize(
    ("text", "title", "evidence"),
    [
        ("Rubrik: Om lön", "Om lön", "Rubrik:"),
        ("# Om lön", "Om lön", "heading"),
        ("Dnr 17\nFacket kräver\nsvar om lön", "Facket kräver svar", "Word properties"),
        ("Migrationsverket\nSida 1", "Facket kräver svar", "Word properties"),
        ("# Om lön\nFacket kräver svar", "Facket kräver svar", "Word properties"),
    ],
)
def test_a_doubtful_title_comes_after_a_marked_one_unless_the_text_shows_it(
    text: str, title: str, evidence: str
) -> None:
    found = _said(text + BODY, title="Facket kräver svar")
    assert (found.title, found.evidence["title"]) == (title, evidence)


@pytest.mark.parametrize(
    "title",
    [
        "Microsoft Word - Dokument1.doc",
        "Microsoft PowerPoint - möte",
        "untitled",
        "Namnlös",
        "Dokument1",
        "Document 12",
        "PowerPoint-presentation",
        "PowerPoint Presentation",
        "Presentation1",
        "Bok1",
        "Mall för protokoll",
        "Protokollsmall",
        "[Dokumentets rubrik]",
        "lönerapport slutversion.docx",
        "tmp3f2a",
        "LÖN 2022 v2",
        "2022-09-28",
    ],
)
@pytest.mark.parametrize("sure", [True, False])
def test_a_title_that_a_program_filled_in_says_nothing(title: str, sure: bool) -> None:
    found = _said("Facket kräver svar" + BODY, "lön 2022 v2", sure, title=title)
    assert found.title == "Facket kräver svar"


def test_a_title_is_not_shown_by_a_longer_word() -> None:
    assert _said("# Lönerapporten" + BODY, title="Löne").title == "Lönerapporten"


@pytest.mark.parametrize(
    "title", ["Presentation av den nya chefen", "Rapport 2022", "Dokumenthantering"]
)
def test_a_title_that_begins_like_one_filled_in_counts(title: str) -> None:
    assert _said("Text" + BODY, title=title).title == title


@pytest.mark.parametrize(
    "company", ["Migrationsverket", "Kiruna kommun", "Fackförbundet ST", "Polisen"]
)
def test_a_company_that_is_clearly_an_organisation_is_the_source(company: str) -> None:
    found = _said("Rubrik" + BODY, source=company)
    assert (found.source, found.evidence["source"]) == (company, "Word properties")


@pytest.mark.parametrize("company", ["Anna Ek", "Hemma", "ST", "Microsoft", "Anna på Polisen"])
def test_a_person_or_whatever_else_is_no_source(company: str) -> None:
    assert _said("Rubrik" + BODY, source=company).source == ""


def test_the_text_goes_before_a_doubtful_source() -> None:
    assert _said("Rubrik\nKälla: Publikt", source="Migrationsverket").source == "Publikt"


def test_a_doubtful_type_counts_if_it_is_a_type() -> None:
    assert [_said("Rubrik", type=kind).type for kind in ("Protokoll", "Rapport", "Viktigt")] == [
        "protokoll",
        "rapport",
        "",
    ]


# Overrides and notes


def test_an_override_wins_over_everything() -> None:
    raw = RawDocument("", "Datum: 2022-09-28\nTyp: Rapport", {"title": "Ur huvudet"})
    said = {"title": "Rättad", "date": "2016", "source": "Voister", "type": "intervju"}
    found = describe(raw, "", {name: Found(text, "metadata.toml") for name, text in said.items()})
    assert found == Metadata(
        title="Rättad",
        date=PartialDate(2016),
        source="Voister",
        type="intervju",
        evidence=dict.fromkeys(said, "metadata.toml"),
    )


def test_a_field_overridden_with_nothing_is_known_to_be_none() -> None:
    raw = RawDocument("", "Datum: 2022-09-28\nText")
    found = describe(raw, "", {"date": Found("", "metadata.toml")})
    assert (found.date, found.evidence["date"]) == (None, "metadata.toml")


def test_a_date_header_that_cannot_be_read_is_noted() -> None:
    raw = RawDocument("", "Text", {"date": "i fjol"})
    assert unread_headers(raw) == ("date left out: 'i fjol' is no date",)


@given(
    st.text(),
    st.text(max_size=50),
    st.dictionaries(st.sampled_from(["title", "date", "updated", "source", "type"]), st.text()),
)
def test_any_text_has_metadata_that_can_be_shown_on_one_line(
    text: str, name: str, headers: dict[str, str]
) -> None:
    found = describe(RawDocument("", text, headers), name)
    assert all("\n" not in value for value in (found.title, found.source, found.type))
    assert len(found.title) <= 200
