"""Conditions: what a document's columns must say, without a score.

Written once for both evaluators. What differs is how the documents found are held, as a set or
as a table, and with that how columns are asked about them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Set
from typing import TYPE_CHECKING, Protocol, TypeVar

from searchkit.engines.whoosh.postings import Postings
from searchkit.query.dates import DateRange
from searchkit.query.request import Filters
from searchkit.query.terms import Dated, FromSource, OfType, TermNode

if TYPE_CHECKING:
    from numpy import bool_
    from numpy.typing import NDArray

Found = TypeVar("Found", Set[int], "NDArray[bool_]")
"""Documents: a set of their numbers, or a table that says for each number whether it is in.

Both have `|`, `&`, and `^`, which takes away what is within.
"""


class Columns(Protocol[Found]):
    """Keep those of the documents found whose columns say something."""

    def named(self, found: Found, column: str, names: Iterable[str]) -> Found:
        """Keep those with one of the names, letter case aside."""
        ...

    def dated(self, found: Found, dates: DateRange) -> Found:
        """Keep those that have a date some day of which falls in the range."""
        ...

    def undated(self, found: Found) -> Found:
        """Keep those without a date."""
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
        found = found ^ columns.named(found, "source", filters.not_sources)
    if filters.types:
        found = columns.named(found, "type", filters.types)
    if filters.not_types:
        found = found ^ columns.named(found, "type", filters.not_types)
    if filters.undated == "only":
        return columns.undated(found)
    if filters.dates is None:
        return found
    dated = columns.dated(found, filters.dates)
    return dated | columns.undated(found) if filters.undated == "include" else dated


class SetColumns:
    """Look at document after document."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings

    def named(self, found: Set[int], column: str, names: Iterable[str]) -> Set[int]:
        wanted = {name.casefold() for name in names}
        value = self._postings.column(column)
        return {document for document in found if value(document).decode().casefold() in wanted}

    def dated(self, found: Set[int], dates: DateRange) -> Set[int]:
        first, last = ordinals(dates)
        first_day = self._postings.numbers("first_day")
        last_day = self._postings.numbers("last_day")
        return {
            document
            for document in found
            if 0 < first_day[document] <= last and last_day[document] >= first
        }

    def undated(self, found: Set[int]) -> Set[int]:
        first_day = self._postings.numbers("first_day")
        return {document for document in found if not first_day[document]}


def ordinals(dates: DateRange) -> tuple[int, int]:
    """Give the first and the last day of a range as the columns have them."""
    first, last = dates.first or datetime.date.min, dates.last or datetime.date.max
    return first.toordinal(), last.toordinal()
