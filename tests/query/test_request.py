"""Requests: everything that one search asks for, checked."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from searchkit.errors import DateError, QueryError, RequestError
from searchkit.query.dates import DateRange
from searchkit.query.nodes import And, Node, Not, Or, Phrase, Prefix, Word
from searchkit.query.request import Filters, SearchRequest, build_request

TODAY = datetime.date(2022, 9, 28)


def build(text: str = "", **typed: Any) -> SearchRequest:
    return build_request(text, today=TODAY, **typed)


@pytest.mark.parametrize(
    "option",
    [
        *({"any_word": True}, {"exact": True}, {"related": True}, {"explain": True}),
        *({"sort": "title"}, {"limit": 7}, {"offset": 3}, {"passages": 5}),
    ],
)
def test_an_option_says_one_thing(option: dict[str, Any]) -> None:
    assert build(**option) == SearchRequest(**option)


@pytest.mark.parametrize(
    "option",
    [
        *({"sources": ("ST",)}, {"not_sources": ("ST",)}, {"types": ("brev",)}),
        *({"not_types": ("brev",)}, {"undated": "only"}),
    ],
)
def test_a_filter_says_one_thing(option: dict[str, Any]) -> None:
    assert build(**option) == SearchRequest(filters=Filters(**option))


def test_a_request_is_built_from_what_was_typed() -> None:
    request = build(
        '"ny lön',
        since="2021",
        sources=["ST", "Voister"],
        not_types=("protokoll",),
        undated="include",
        any_word=True,
        sort="newest",
        limit=0,
    )
    assert request == SearchRequest(
        query=Phrase(("ny", "lön")),
        filters=Filters(
            sources=("ST", "Voister"),
            not_types=("protokoll",),
            dates=DateRange(datetime.date(2021, 1, 1)),
            undated="include",
        ),
        any_word=True,
        sort="newest",
        limit=0,
        text='"ny lön',
        notices=(
            'the quote that begins at "ny lön was never closed: read as if it closed at the end',
        ),
    )


def test_nothing_typed_asks_for_every_document() -> None:
    assert build() == SearchRequest(query=None)


def test_since_until_and_date_narrow_one_another() -> None:
    request = build(since="2021-06-15", until="2022-06", date="2021..2023")
    assert str(request.filters.dates) == "2021-06-15..2022-06-30"


def test_dates_without_a_day_in_common_are_a_date_error() -> None:
    with pytest.raises(DateError, match="No day is both from 2023-01-01 on and until 2022-12-31"):
        build(since="2023", date="2022")


def test_a_date_that_cannot_be_read_is_a_date_error() -> None:
    with pytest.raises(DateError, match="there is no month 13"):
        build("x", date="2022-13-45")


def test_an_empty_date_is_a_date_error() -> None:
    with pytest.raises(DateError, match="it is empty"):
        build("x", since="")


def test_a_mistake_in_the_query_is_a_query_error() -> None:
    with pytest.raises(QueryError, match='There is no field "ort"'):
        build("ort:Norrköping")


@pytest.mark.parametrize(
    ("unwanted", "node"),
    [
        ("konsulter", Word("konsulter")),
        ("konsult*", Prefix("konsult")),
        ("digital transformation", Phrase(("digital", "transformation"))),
        ('"digital transformation"', Phrase(("digital", "transformation"))),
        ("OR", Phrase(("OR",))),
        ("-ord", Phrase(("-ord",))),
    ],
)
def test_a_word_to_do_without_is_added_to_the_query(unwanted: str, node: Node) -> None:
    assert build("rekrytera", not_words=[unwanted]).query == And((Word("rekrytera"), Not(node)))


def test_words_to_do_without_apply_to_the_whole_query() -> None:
    assert build("lön OR vakans", not_words=["facket", "ST"]).query == And(
        (Or((Word("lön"), Word("vakans"))), Not(Word("facket")), Not(Word("ST")))
    )


def test_words_to_do_without_can_stand_alone() -> None:
    assert build(not_words=["facket"]).query == Not(Word("facket"))


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"sort": "nyast"}, 'no sort "nyast": choose relevance, newest, oldest or title'),
        ({"undated": "all"}, 'no undated "all": choose exclude, include or only'),
        ({"limit": -1}, r"The limit cannot be -1: give a number from 0 \(all\) up"),
        ({"offset": -1}, r"The offset cannot be -1: give a number from 0 \(from the first\) up"),
        ({"passages": -2}, r"The passages cannot be -2: give a number from 0 \(none\) up"),
        ({"exact": True, "related": True}, "leave out exact or related"),
        ({"sources": [""]}, "A source cannot be empty"),
        ({"not_types": [" "]}, "A type cannot be empty"),
        ({"not_words": ['" "']}, "A word to do without cannot be empty"),
        ({"date": "2022", "undated": "only"}, 'leave out undated "only"'),
    ],
)
def test_what_cannot_be_asked_for_is_a_request_error(typed: dict[str, Any], message: str) -> None:
    with pytest.raises(RequestError, match=message):
        build("x", **typed)
