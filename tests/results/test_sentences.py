"""Paragraphs and sentences of Swedish text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.results.sentences import Span, is_heading, iter_sentences, paragraph_around


def sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in iter_sentences(text, Span(0, len(text)))]


def paragraph(text: str, word: str, reach: int = 1000) -> str:
    span = paragraph_around(text, text.index(word), reach)
    return text[span.start : span.end]


def test_a_full_stop_and_a_capital_part_two_sentences() -> None:
    assert sentences("Frågan har lyfts. Facket är oroligt.") == [
        "Frågan har lyfts.",
        "Facket är oroligt.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Det gäller bl.a. Migrationsverket i Norrköping.",
        "Det gäller bl. a. Migrationsverket i Norrköping.",
        "Flera verk, t.ex. Arbetsförmedlingen, har vakanser.",
        "Flera verk (t.ex. Arbetsförmedlingen) har vakanser.",
        "Mötet börjar kl. 14 i Björken.",
        "Staten, dvs. Migrationsverket, betalar.",
        "Det kostade ca. 50 000 kr. i månaden.",
        "Där satt f.d. Invandrarverket.",
        "Den s.k. Saco-gruppen, ärende nr. 5, sade nej.",
        "Löner, förmåner m.m. tas upp sedan.",
        "De köpte 25 st. datorer.",
        "Lönen steg med 2.5 procent.",
        "Paus 14:30 – 15.00 Kaffe.",
        "Vi ses den 3. maj i Malmö.",
        "Ordförande är A. Andersson och J.P. Svensson.",
        "3. Arbetsmiljö och löner",
        "..... Paus i Björken",
        "Vi väntar … och hoppas.",
        "”Varför?” frågade hon.",
        "– Visst gör vi det! svarade de.",
    ],
)
def test_one_sentence_stays_one(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("– Det är svårt. Vi har tappat 25.", ["– Det är svårt.", "Vi har tappat 25."]),
        ("Det är klart. – Nej, inte alls.", ["Det är klart.", "– Nej, inte alls."]),
        ("Varför? Ingen vet! Så är det.", ["Varför?", "Ingen vet!", "Så är det."]),
        ("Hon sade: ”Vi slutar.” Sedan gick hon.", ["Hon sade: ”Vi slutar.”", "Sedan gick hon."]),
        ("Vi får se… Facket väntar.", ["Vi får se…", "Facket väntar."]),
        ("Vi får se ... sade hon. Facket väntar.", ["Vi får se ... sade hon.", "Facket väntar."]),
        ("Så var det 2022. Nu är det värre.", ["Så var det 2022.", "Nu är det värre."]),
        ("Sektion 6. Beslut kommer.", ["Sektion 6.", "Beslut kommer."]),
        ("Löner m.m. Sedan kaffe.", ["Löner m.m.", "Sedan kaffe."]),
        ("Hyllan är tom. Vi köper ny.", ["Hyllan är tom.", "Vi köper ny."]),
        ("De slutar. 25 personer har gått.", ["De slutar.", "25 personer har gått."]),
    ],
)
def test_sentences_are_parted(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


def test_an_initial_that_ends_a_sentence_is_not_seen() -> None:
    assert sentences("Vi tar plan B. Sedan går vi.") == ["Vi tar plan B. Sedan går vi."]


def test_a_line_is_a_paragraph() -> None:
    assert paragraph("Löner\nFacket är oroligt.\nSlut.", "oroligt") == "Facket är oroligt."


def test_a_line_in_lower_case_carries_on_the_one_before() -> None:
    text = "Rubrik\n\nDet säger kollegan och\npersonalstrategen Kristina.\n\nSlut"
    assert paragraph(text, "kollegan") == "Det säger kollegan och\npersonalstrategen Kristina."
    assert paragraph(text, "Kristina") == "Det säger kollegan och\npersonalstrategen Kristina."


def test_a_line_after_a_comma_carries_on() -> None:
    assert paragraph("Där var Anna,\nBo och Carl.", "Bo") == "Där var Anna,\nBo och Carl."


def test_a_line_in_lower_case_after_a_full_stop_is_a_new_paragraph() -> None:
    assert paragraph("Det är slut.\nit-enheten är tom.", "tom") == "it-enheten är tom."


def test_a_blank_line_parts_even_lower_case() -> None:
    assert paragraph("en rad\n\nen annan rad", "annan") == "en annan rad"


def test_a_form_feed_parts_paragraphs() -> None:
    assert paragraph("sida ett\fsida två", "två") == "sida två"


def test_a_paragraph_has_no_blanks_around_it() -> None:
    assert paragraph("\n  \t Facket sade nej. \n", "nej") == "Facket sade nej."


def test_a_paragraph_is_looked_for_no_further_than_its_reach() -> None:
    assert paragraph("lön " * 1000 + "facket " + "lön " * 1000, "facket", 12) == (
        "lön lön lön facket lön l"
    )


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Skapa åtgärdsplan", True),
        ("”Vi är Sveriges mest relevanta arbetsplats”", True),
        ("Datum: 2022-09-28", True),
        ("Facket är oroligt.", False),
        ("Hon sade: ”Vi slutar.”", False),
        ("Vad har detta fokus gett er?", False),
        ("Lön " * 30, False),
    ],
)
def test_a_heading_is_short_and_not_closed(text: str, heading: bool) -> None:
    assert is_heading(text, Span(0, len(text))) is heading


@settings(deadline=None)
@given(st.text(st.sampled_from("abÅ .!?…\n”–(1"), max_size=80), st.integers(0, 79))
def test_sentences_cover_a_paragraph_in_order(text: str, offset: int) -> None:
    within = paragraph_around(text, min(offset, len(text)), 1000)
    spans = list(iter_sentences(text, within))
    words = "".join("".join(text[span.start : span.end] for span in spans).split())
    assert words == "".join(text[within.start : within.end].split())
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert all(text[span.start : span.end].strip() for span in spans)


@settings(deadline=None)
@given(st.lists(st.sampled_from(["lön", "Facket.", "bl.a.", "Nej!", "\n", "–"]), max_size=60))
def test_sentences_are_the_same_from_wherever_one_reads(words: list[str]) -> None:
    text = " ".join(words)
    whole = {
        (span.start, span.end)
        for offset in range(len(text))
        for span in iter_sentences(text, paragraph_around(text, offset, 1000))
    }
    for offset in range(0, len(text), 7):
        near = paragraph_around(text, offset, 60)
        inner = list(iter_sentences(text, near))[1:-1]
        assert {(span.start, span.end) for span in inner} <= whole
