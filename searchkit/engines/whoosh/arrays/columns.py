"""Conditions over tables of documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import count

import numpy as np
from numpy.typing import NDArray

from searchkit.engines.whoosh.arrays.postings import Numbers, Table
from searchkit.engines.whoosh.conditions import ordinals
from searchkit.engines.whoosh.postings import Postings
from searchkit.query.dates import DateRange


class TableColumns:
    """Keep those of the documents found whose columns say something."""

    def __init__(self, postings: Postings, size: int) -> None:
        self._postings = postings
        self._codes: defaultdict[str, _Codes] = defaultdict(lambda: _Codes(size))

    def named(self, found: Table, column: str, names: Iterable[str]) -> Table:
        value, codes = self._postings.column(column), self._codes[column]
        for document in codes.missing(found):
            codes.set(document, value(document).decode().casefold())
        return found & codes.among({name.casefold() for name in names})

    def dated(self, found: Table, dates: DateRange) -> Table:
        first, last = ordinals(dates)
        first_day, last_day = self._days("first_day"), self._days("last_day")
        return found & (first_day > 0) & (first_day <= last) & (last_day >= first)

    def undated(self, found: Table) -> Table:
        return found & (self._days("first_day") == 0)

    def _days(self, name: str) -> NDArray[np.uint32]:
        return np.asarray(self._postings.numbers(name), np.uint32)


class _Codes:
    """The values of one column, a number each: read when a document is first asked about."""

    def __init__(self, size: int) -> None:
        self._codes: Numbers = np.full(size, -1)
        self._numbers: defaultdict[str, int] = defaultdict(count().__next__)

    def missing(self, documents: Table) -> list[int]:
        """Name those of the documents whose values are not known yet."""
        return np.flatnonzero(documents & (self._codes < 0)).tolist()

    def set(self, document: int, value: str) -> None:
        """Enter the value of a document."""
        self._codes[document] = self._numbers[value]

    def among(self, values: set[str]) -> Table:
        """Find the documents with one of the values."""
        wanted = [self._numbers[value] for value in values]
        return np.isin(self._codes, wanted)
