"""Filters: tests on a document's columns, without a score."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable

from searchkit.engines.whoosh.postings import Postings
from searchkit.query.dates import DateRange
from searchkit.query.request import Filters
from searchkit.query.terms import Dated, FromSource, OfType, TermNode

Test = Callable[[int], bool]


def document_test(node: TermNode, postings: Postings) -> Test:
    """Make the test for a condition that stands in the query: `source:ST`."""
    match node:
        case FromSource(name):
            return _value_test("source", (name,), postings)
        case OfType(name):
            return _value_test("type", (name,), postings)
        case Dated(dates):
            return _date_test(dates, postings)
        case _:
            raise TypeError(f"not a condition: {node!r}")


def filter_tests(filters: Filters, postings: Postings) -> list[Test]:
    """Make the tests for the filters of a request; all of them must hold."""
    tests = []
    if filters.sources:
        tests.append(_value_test("source", filters.sources, postings))
    if filters.not_sources:
        tests.append(_inverse(_value_test("source", filters.not_sources, postings)))
    if filters.types:
        tests.append(_value_test("type", filters.types, postings))
    if filters.not_types:
        tests.append(_inverse(_value_test("type", filters.not_types, postings)))
    tests.extend(_date_tests(filters, postings))
    return tests


def _date_tests(filters: Filters, postings: Postings) -> list[Test]:
    first_day = postings.numbers("first_day")
    if filters.undated == "only":
        return [lambda document: first_day[document] == 0]
    if filters.dates is None:
        return []
    dated = _date_test(filters.dates, postings)
    if filters.undated == "include":
        return [lambda document: first_day[document] == 0 or dated(document)]
    return [dated]


def _value_test(column: str, names: Iterable[str], postings: Postings) -> Test:
    wanted = {name.casefold() for name in names}
    value = postings.column(column)
    return lambda document: value(document).decode().casefold() in wanted


def _date_test(dates: DateRange, postings: Postings) -> Test:
    """Test whether some day that the document's date can mean falls in the range."""
    first = (dates.first or datetime.date.min).toordinal()
    last = (dates.last or datetime.date.max).toordinal()
    first_day, last_day = postings.numbers("first_day"), postings.numbers("last_day")
    return lambda document: 0 < first_day[document] <= last and last_day[document] >= first


def _inverse(test: Test) -> Test:
    return lambda document: not test(document)
