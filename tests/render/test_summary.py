"""What is said on standard error after the hits."""

from __future__ import annotations

import datetime

import pytest

from searchkit.query.dates import DateRange
from searchkit.render.summary import remarks, summary
from searchkit.results.model import SearchResults
from searchkit.values import replace

from .samples import BARE, HIT, results

FIRST, LAST = datetime.date(2021, 1, 1), datetime.date(2022, 12, 31)


def test_one_document_is_singular() -> None:
    assert summary(results(HIT), 0.0123) == ["1 document, 2 passages (0.01 s)"]


def test_documents_without_passages_are_counted_alone() -> None:
    assert summary(results(BARE, BARE), 1.5) == ["2 documents (1.50 s)"]


def test_a_limit_is_told() -> None:
    assert summary(replace(results(HIT), total=44), 0) == [
        "1 of 44 documents, 2 passages (0.00 s)"
    ]


def test_nothing_found_is_told() -> None:
    assert summary(SearchResults("xyzzy", 0), 0) == ["No document matches (0.00 s)"]


def test_related_words_are_offered() -> None:
    one = replace(results(), related_total=1, related_words=("personalavhopp",))
    assert summary(one, 0)[1] == "1 more uses related words (personalavhopp): add --related"


def test_only_some_of_many_related_words_are_named() -> None:
    many = replace(results(), related_total=3, related_words=tuple("abcdefg"))
    assert summary(many, 0)[1] == "3 more use related words (a, b, c, d, e, …): add --related"


def test_notices_and_suggestions_follow_the_counts() -> None:
    told = replace(
        results(),
        notices=("The quote was closed.",),
        suggestions=("personalomsättning", "lön"),
    )
    assert summary(told, 0)[1:] == [
        "The quote was closed.",
        "Did you mean: personalomsättning, lön",
    ]


@pytest.mark.parametrize(
    ("dates", "lines"),
    [
        (DateRange(FIRST, LAST), ["dates: 2021-01-01 to 2022-12-31"]),
        (DateRange(FIRST, None), ["dates: from 2021-01-01"]),
        (DateRange(None, LAST), ["dates: to 2022-12-31"]),
        (DateRange(LAST, LAST), ["dates: 2022-12-31"]),
        (DateRange(None, None), []),
    ],
)
def test_the_dates_asked_for_are_told(dates: DateRange, lines: list[str]) -> None:
    assert summary(replace(results(), dates=dates), 0)[1:] == lines


@pytest.mark.parametrize(
    ("count", "line"),
    [
        (1, "1 undated document matches and was left out: add --undated include"),
        (2, "2 undated documents match and were left out: add --undated include"),
    ],
)
def test_undated_documents_left_out_are_told(count: int, line: str) -> None:
    assert summary(replace(results(), undated_left_out=count), 0)[1:] == [line]


def test_a_control_character_in_a_notice_is_not_shown() -> None:
    assert summary(replace(results(), notices=("no \x1b[2J here",)), 0)[1] == "no �[2J here"


def test_remarks_are_the_same_without_the_counts() -> None:
    told = replace(results(HIT), notices=("The quote was closed.",))
    assert remarks(told) == ["The quote was closed."]
