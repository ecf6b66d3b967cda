"""Conditions: what a document's columns must say, without a score.

Written once for both evaluators. What differs is what holds the documents found, and with that
how their columns are looked at.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Set
from typing import Protocol, TypeVar

from searchkit.engines.whoosh.postings import Postings
from searchkit.query.dates import DateRange
from searchkit.query.request import Filters
from searchkit.query.terms import Dated, FromSource, OfType, TermNode

Found = TypeVar("Found")
"""Documents that were found, however they are held."""


class Columns(Protocol[Found]):
    """Keep those of the documents found whose columns say something."""

    def named(
        self, found: Found, column: str, names: Iterable[str], *, inverse: bool = False
    ) -> Found:
        """Keep those with one of the names, letter case aside, or those with none of them."""
        ...

    def dated(self, found: Found, dates: DateRange | None, *, undated: bool = False) -> Found:
        """Keep those with a date some day of which falls in the range, and maybe undated ones."""
        ...


def meeting(node: TermNode, found: Found, columns: Columns[Found]) -> Found:
    """Keep the documents that meet a condition that stands in the query: `source:ST`."""
    match node:
        case FromSource(name):
            return columns.named(found, "source", (name,))
        case OfType(name):
            return columns.named(found, "type", (name,))
        case Dated(dates):
            return columns.dated(found, dates)
        case _:
            raise TypeError(f"not a condition: {node!r}")


def passing(filters: Filters, found: Found, columns: Columns[Found]) -> Found:
    """Keep the documents that pass all filters of a request."""
    if filters.sources:
        found = columns.named(found, "source", filters.sources)
    if filters.not_sources:
        found = columns.named(found, "source", filters.not_sources, inverse=True)
    if filters.types:
        found = columns.named(found, "type", filters.types)
    if filters.not_types:
        found = columns.named(found, "type", filters.not_types, inverse=True)
    if filters.undated == "only":
        return columns.dated(found, None, undated=True)
    if filters.dates is None:
        return found
    return columns.dated(found, filters.dates, undated=filters.undated == "include")


class SetColumns:
    """Look at document after document."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings

    def named(
        self, found: Set[int], column: str, names: Iterable[str], *, inverse: bool = False
    ) -> Set[int]:
        wanted = folded(names)
        value = self._postings.column(column)
        return {
            document
            for document in found
            if (value(document).decode().casefold() in wanted) != inverse
        }

    def dated(
        self, found: Set[int], dates: DateRange | None, *, undated: bool = False
    ) -> Set[int]:
        first, last = ordinals(dates)
        first_day = self._postings.numbers("first_day")
        last_day = self._postings.numbers("last_day")
        return {
            document
            for document in found
            if (first_day[document] <= last and last_day[document] >= first)
            or (undated and not first_day[document])
        }


def folded(names: Iterable[str]) -> frozenset[str]:
    """Put letter case aside."""
    return frozenset(name.casefold() for name in names)


def ordinals(dates: DateRange | None) -> tuple[int, int]:
    """Give the first and the last day of a range as the columns have them.

    None is no day at all. A document without a date has 0 for both of its days, before any other.
    """
    if dates is None:
        return 1, 0
    first, last = dates.first or datetime.date.min, dates.last or datetime.date.max
    return first.toordinal(), last.toordinal()
