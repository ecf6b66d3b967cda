"""Queries with mistakes: mended and said, or marked; and whatever else may be typed."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.errors import QueryError
from searchkit.query.nodes import And, Fuzzy, Node, Or, Phrase, Word
from searchkit.query.parser import ParsedQuery, parse

from .strategies import NASTY

TODAY = datetime.date(2022, 9, 28)
A, B, C = Word("a"), Word("b"), Word("c")


def read(text: str) -> ParsedQuery:
    return parse(text, today=TODAY)


def mistake(text: str) -> tuple[str, str]:
    """Give the message, and the piece of the query that is marked."""
    with pytest.raises(QueryError) as raised:
        read(text)
    assert raised.value.query == text
    return str(raised.value), text[raised.value.start : raised.value.end]


@pytest.mark.parametrize(
    ("typed", "node", "notice"),
    [
        (
            '"oavslutad fras',
            Phrase(("oavslutad", "fras")),
            'the quote that begins at "oavslutad fras was never closed: '
            "read as if it closed at the end",
        ),
        (
            "a (b (c",
            And((A, B, C)),
            "the bracket that begins at (b (c was never closed: read as if it closed at the end",
        ),
        ("a) b", And((A, B)), "a ) without its ( was left out"),
        ("a OR", A, "OR without a word to work on was left out"),
        ("| a", A, "| without a word to work on was left out"),
        ("(a AND) b", And((A, B)), "AND without a word to work on was left out"),
        ("a INTE", A, "INTE without a word to work on was left out"),
        ("a AND OR b", Or((A, B)), "AND without a word to work on was left out"),
        (
            "a - b",
            And((A, B)),
            "a - with nothing right after it was left out: -word is without the word",
        ),
        ("a ()", A, "brackets with nothing in them were left out"),
        ('a ""', A, "quotes with nothing between them were left out"),
        ("a *", A, "* has no word with it and was left out"),
        ("a ~", A, "~ has no word with it and was left out"),
        ("a =", A, "= has no word with it and was left out"),
        ("a ~=~5", A, "~=~5 has no word with it and was left out"),
        ("a title:*", A, "* has no word with it and was left out"),
        ('a source:""', A, "source: has no name with it and was left out"),
        (
            "rekrytrea~2",
            Fuzzy("rekrytrea"),
            "a number after word~ was left out: the length of the word decides how many typing "
            "errors are allowed",
        ),
        (
            '"a b"~',
            Phrase(("a", "b")),
            'a ~ without number after a phrase was left out: write "two words"~5',
        ),
    ],
)
def test_what_can_be_mended_is_and_said(typed: str, node: Node, notice: str) -> None:
    parsed = read(typed)
    assert parsed.node == node
    assert notice in parsed.notices


@pytest.mark.parametrize("typed", ["AND", "OR", "-", "NOT", "()", '""', "*", "~", "=", ")", "--"])
def test_signs_alone_are_no_query_and_that_is_said(typed: str) -> None:
    parsed = read(typed)
    assert parsed.node is None
    assert parsed.notices


@pytest.mark.parametrize("typed", ["", "  \t", "\x00"])
def test_nothing_typed_is_no_query_and_nothing_to_say(typed: str) -> None:
    assert read(typed) == ParsedQuery(None)


def test_a_minus_before_nothing_does_not_reach_the_next_word() -> None:
    assert read('-"" a').node == A
    assert read("NOT * a").node == A


def test_notices_stand_in_the_order_of_the_query_and_each_once() -> None:
    assert read(') a * ) "b').notices == (
        "a ) without its ( was left out",
        "* has no word with it and was left out",
        'the quote that begins at "b was never closed: read as if it closed at the end',
    )


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ("a författare:x", "författare:"),
        ('-ort:"Norrköping"', "ort:"),
        ("kund:(a b)", "kund:"),
        ("FÖRFATTARE:Nils", "FÖRFATTARE:"),
    ],
)
def test_an_unknown_field_is_a_mistake_that_names_the_known_ones(typed: str, marked: str) -> None:
    name = marked[:-1].lower()
    assert mistake(typed) == (
        f'There is no field "{name}". The fields are title, source, type and date (titel, källa, '
        "typ, datum); a word with a colon in it goes in quotes.",
        marked,
    )


def test_a_date_that_cannot_be_read_is_a_mistake_with_its_reason() -> None:
    message, marked = mistake("lön date:2022-13-45 x")
    assert message.startswith('Cannot read the date "2022-13-45": there is no month 13. ')
    assert message.endswith('a date with blanks goes in quotes: date:"september 2022".')
    assert marked == "date:2022-13-45"


@pytest.mark.parametrize(
    ("typed", "message", "marked"),
    [
        (
            "lön re*ra",
            "* stands at the beginning or the end of a word: write rekryt* or *omsättning",
            "*",
        ),
        (
            "*säker*",
            "*säker*: * can stand at one end: write rekryt* or *omsättning",
            "*säker*",
        ),
        (
            "säk~*",
            "säk~*: ~ and * do not go together: write rekryt* or *omsättning",
            "säk~*",
        ),
        ("=säk*", "=säk*: = takes the word as it is, without * and ~", "=säk*"),
        ("title:-ord", '"Without" goes before the field: -title:ord', "title:-ord"),
        (
            "source:Comp*",
            "source: takes a whole name, without - = ~ and *; any other goes in quotes.",
            "source:Comp*",
        ),
        (
            'type:"protokoll"~2',
            "type: takes a whole name or date; ~ is for words and phrases.",
            "~",
        ),
        (
            "source:(ST OR Voister)",
            "Brackets go around source:, not after it: (source:one OR source:another); a name or "
            "a date with blanks goes in quotes.",
            "source:(",
        ),
        (
            "title:(a source:ST)",
            "Only words and phrases go into title:( ); put the other field after it.",
            "source:ST",
        ),
        (
            "title:(a title:(b))",
            "Only words and phrases go into title:( ); put the other field after it.",
            "title:",
        ),
        (
            '"a b"~1001',
            "The words of a phrase can be at most 1000 words apart.",
            "~1001",
        ),
    ],
)
def test_what_cannot_be_guessed_is_a_mistake_with_its_place(
    typed: str, message: str, marked: str
) -> None:
    assert mistake(typed) == (message, marked)


def test_brackets_nest_fifty_deep() -> None:
    assert read("(" * 50 + "a" + ")" * 50) == ParsedQuery(A)


def test_brackets_nested_deeper_are_a_mistake_at_the_first_too_deep() -> None:
    with pytest.raises(QueryError, match="nested 50 deep, not deeper") as raised:
        read("(" * 10_000)
    assert (raised.value.start, raised.value.end) == (50, 51)


def test_a_tree_of_fifty_levels_reads_back_as_itself() -> None:
    node = read("-(a b OR " * 50 + "c" + ")" * 50).node
    assert read(str(node)).node == node


@pytest.mark.parametrize(
    ("typed", "count"), [("ord " * 10_000, 10_000), ("ord OR " * 9_999 + "x", 10_000)]
)
def test_ten_thousand_words_are_read(typed: str, count: int) -> None:
    node = read(typed).node
    assert isinstance(node, And | Or)
    assert len(node.nodes) == count


@pytest.mark.parametrize(
    "typed", ["-" * 100_000, ")" * 100_000, "NOT " * 100_000, "()" * 100_000, '"' * 100_000]
)
def test_a_hundred_thousand_signs_are_no_query(typed: str) -> None:
    assert read(typed).node is None


def test_a_word_of_a_million_characters_is_a_word() -> None:
    assert read("å" * 1_000_000).node == Word("å" * 1_000_000)


@given(st.text() | st.text(NASTY) | st.lists(st.sampled_from(
    ["a", "b", " ", "-", "(", ")", "|", '"', "*", "~5", "=", " OR ", " AND ", " NOT ", "title:",
     "källa:", "date:", "2022", "..", "EU:s", "x:"]
)).map("".join))  # fmt: skip
@settings(deadline=None, max_examples=500)
def test_any_text_is_a_tree_that_reads_back_or_a_query_error(text: str) -> None:
    try:
        node = read(text).node
    except QueryError as error:
        assert 0 <= error.start < error.end <= len(text)
    else:
        assert node is None or read(str(node)).node == node
