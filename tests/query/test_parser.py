"""The query language: what is typed, and the tree it means."""

from __future__ import annotations

import datetime
import unicodedata

import pytest
from hypothesis import given, settings

from searchkit.query.dates import DateRange
from searchkit.query.nodes import (
    And,
    Exact,
    Fuzzy,
    HasDate,
    HasSource,
    HasType,
    InTitle,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Suffix,
    Word,
)
from searchkit.query.parser import ParsedQuery, parse

from .strategies import trees

TODAY = datetime.date(2022, 9, 28)
A, B, C = Word("a"), Word("b"), Word("c")
SEPTEMBER = DateRange(datetime.date(2022, 9, 1), datetime.date(2022, 9, 30))


def read(text: str) -> ParsedQuery:
    return parse(text, today=TODAY)


@pytest.mark.parametrize(
    ("typed", "node"),
    [
        ("rekrytera", Word("rekrytera")),
        ("rekryt*", Prefix("rekryt")),
        ("*omsättning", Suffix("omsättning")),
        ("rekrytrea~", Fuzzy("rekrytrea")),
        ("=rekrytering", Exact("rekrytering")),
        ('"digital transformation"', Phrase(("digital", "transformation"))),
        ('"digital transformation"~5', Phrase(("digital", "transformation"), 5)),
        ('"digital transformation"~0', Phrase(("digital", "transformation"))),
        ('"facket"', Phrase(("facket",))),
        ('"-a OR typ: b*"', Phrase(("-a", "OR", "typ:", "b*"))),
    ],
)
def test_signs_at_a_words_ends_say_how_it_is_matched(typed: str, node: Node) -> None:
    assert read(typed) == ParsedQuery(node)


@pytest.mark.parametrize("quoted", ["”ny lön”", "“ny lön”", "„ny lön“", '"ny  lön”'])
def test_typographic_quotes_are_quotes(quoted: str) -> None:
    assert read(quoted) == ParsedQuery(Phrase(("ny", "lön")))


@pytest.mark.parametrize(
    ("typed", "node"),
    [
        ("a b", And((A, B))),
        ("a AND b OCH c", And((A, B, C))),
        ("a OR b", Or((A, B))),
        ("a ELLER b", Or((A, B))),
        ("a|b", Or((A, B))),
        ("-a", Not(A)),
        ("NOT a", Not(A)),
        ("INTE a", Not(A)),
        ("-(a b)", Not(And((A, B)))),
        ('-"a b"', Not(Phrase(("a", "b")))),
        ("a -source:ST", And((A, Not(HasSource("ST"))))),
    ],
)
def test_operators_join_and_negate(typed: str, node: Node) -> None:
    assert read(typed) == ParsedQuery(node)


@pytest.mark.parametrize("typed", ["och", "eller", "inte", "and", "or", "not", "Or"])
def test_an_operator_in_lower_case_is_a_word(typed: str) -> None:
    assert read(typed) == ParsedQuery(Word(typed))


def test_not_binds_tighter_than_and_which_binds_tighter_than_or() -> None:
    assert read("-a b OR c") == ParsedQuery(Or((And((Not(A), B)), C)))


def test_brackets_group() -> None:
    assert read("a (b OR c)") == ParsedQuery(And((A, Or((B, C)))))


def test_nested_groups_of_one_kind_are_one_group() -> None:
    assert read("(a (b)) c") == ParsedQuery(And((A, B, C)))
    assert read("a OR (b OR c)") == ParsedQuery(Or((A, B, C)))


@pytest.mark.parametrize("typed", ["--a", "NOT NOT a", "-NOT a", "-(-a)", "INTE (INTE a)"])
def test_without_twice_is_with(typed: str) -> None:
    assert read(typed) == ParsedQuery(A)


@pytest.mark.parametrize(
    "word",
    [
        "it-säkerhet",
        "10-15:30",
        "e-post",
        "personal-",
        "a~b",
        "x=1",
        "a'b",
        "AMO:s",
        "DUA:s",
        "TV:n",
        "vd:ns",
        "EU:s-regler",
        "14:30",
        "5:2",
        "3:e",
        "TV4:s",
        "https://www.st.org/a:b",
        "C:\\temp",
        "§",
        "🙂",
    ],
)
def test_signs_within_a_word_are_part_of_it(word: str) -> None:
    assert read(word) == ParsedQuery(Word(word))


def test_a_hyphen_after_a_quote_is_no_minus() -> None:
    assert read('"it"-säkerhet') == ParsedQuery(And((Phrase(("it",)), Word("säkerhet"))))


@pytest.mark.parametrize(
    ("typed", "node"),
    [
        ("title:protokoll", InTitle(Word("protokoll"))),
        ("titel:proto*", InTitle(Prefix("proto"))),
        ('TITLE:"ny lön"~3', InTitle(Phrase(("ny", "lön"), 3))),
        ("title:(a OR b) c", And((InTitle(Or((A, B))), C))),
        ("title:(-a)", InTitle(Not(A))),
        ("source:ST", HasSource("ST")),
        ('Källa:"Computer  Sweden"', HasSource("Computer Sweden")),
        ("type:protokoll", HasType("protokoll")),
        ("typ:protokoll", HasType("protokoll")),
        ("date:2022-09", HasDate(SEPTEMBER)),
        ('datum:"september 2022"', HasDate(SEPTEMBER)),
        ("date:2022-09-01..2022-09", HasDate(SEPTEMBER)),
        ("date:idag..", HasDate(DateRange(TODAY))),
    ],
)
def test_a_field_takes_what_stands_right_after_its_colon(typed: str, node: Node) -> None:
    assert read(typed) == ParsedQuery(node)


def test_a_decomposed_field_name_is_the_same_name() -> None:
    assert read(unicodedata.normalize("NFD", "källa:ST")) == ParsedQuery(HasSource("ST"))


def test_words_are_composed_and_keep_their_case() -> None:
    assert read(unicodedata.normalize("NFD", "Åsikter")) == ParsedQuery(Word("Åsikter"))


def test_a_known_field_name_with_nothing_right_after_it_is_a_word_and_said() -> None:
    assert read("Datum: 2022") == ParsedQuery(
        And((Word("Datum:"), Word("2022"))),
        ("Datum: with nothing right after it was read as a word",),
    )


def test_another_word_with_a_colon_at_its_end_is_a_word() -> None:
    assert read("Plats: Norrköping") == ParsedQuery(And((Word("Plats:"), Word("Norrköping"))))


@pytest.mark.parametrize("typed", ["a\x00b", "a\x1bb", "a\u200bb", "\ufeffa\tb\n"])
def test_control_characters_are_blanks(typed: str) -> None:
    assert read(typed) == ParsedQuery(And((A, B)))


def test_bytes_that_are_no_text_are_blanks_and_said() -> None:
    assert read("a\udce5b") == ParsedQuery(
        And((A, B)), ("bytes that are not UTF-8 were read as blanks",)
    )


@given(trees)
@settings(deadline=None)
def test_every_tree_reads_back_as_itself(node: Node) -> None:
    assert read(str(node)) == ParsedQuery(node)
