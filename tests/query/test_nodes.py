"""The query tree writes itself in the query language and stays flat."""

from __future__ import annotations

import datetime

import pytest

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
    all_of,
    any_of,
    negated,
)

A, B, C = Word("lön"), Word("vakans"), Word("facket")


@pytest.mark.parametrize(
    ("node", "written"),
    [
        (A, "lön"),
        (Exact("lön"), "=lön"),
        (Prefix("rekryt"), "rekryt*"),
        (Suffix("omsättning"), "*omsättning"),
        (Fuzzy("rekrytrea"), "rekrytrea~"),
        (Phrase(("digital", "transformation")), '"digital transformation"'),
        (Phrase(("digital", "transformation"), 5), '"digital transformation"~5'),
        (InTitle(A), "title:lön"),
        (InTitle(And((A, B))), "title:(lön vakans)"),
        (HasSource("Computer Sweden"), 'source:"Computer Sweden"'),
        (HasType("protokoll"), 'type:"protokoll"'),
        (HasDate(DateRange(datetime.date(2021, 1, 1))), "date:2021-01-01.."),
        (And((A, B, C)), "lön vakans facket"),
        (Or((A, B, C)), "lön OR vakans OR facket"),
        (Not(A), "-lön"),
        (Not(Or((A, B))), "-(lön OR vakans)"),
    ],
)
def test_a_node_writes_itself_in_the_query_language(node: Node, written: str) -> None:
    assert str(node) == written


def test_or_within_and_is_bracketed() -> None:
    assert str(And((A, Or((B, C))))) == "lön (vakans OR facket)"


def test_and_within_or_needs_no_brackets() -> None:
    assert str(Or((A, And((B, C))))) == "lön OR vakans facket"


def test_a_minus_within_a_title_is_bracketed() -> None:
    assert str(InTitle(Not(A))) == "title:(-lön)"


def test_all_of_takes_in_the_nodes_of_another_and() -> None:
    assert all_of([A, None, And((B, C))]) == And((A, B, C))


def test_any_of_takes_in_the_nodes_of_another_or() -> None:
    assert any_of([Or((A, B)), None, C]) == Or((A, B, C))


def test_one_node_alone_is_itself() -> None:
    assert all_of([None, A]) == A
    assert any_of([A]) == A


def test_nothing_gives_no_node() -> None:
    assert all_of([]) is None
    assert any_of([None]) is None


def test_without_twice_is_with() -> None:
    assert negated(negated(A)) == A
