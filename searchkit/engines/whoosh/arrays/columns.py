"""Conditions over arrays of documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import count

import numpy as np

from searchkit.engines.whoosh.arrays.ranked import Numbers, Ranked
from searchkit.engines.whoosh.conditions import folded, ordinals
from searchkit.engines.whoosh.postings import Postings
from searchkit.query.dates import DateRange


class RankedColumns:
    """Keep those of the documents found whose columns say something."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        self._codes: dict[str, _Codes] = {}

    def named(
        self, found: Ranked, column: str, names: Iterable[str], *, inverse: bool = False
    ) -> Ranked:
        if column not in self._codes:
            self._codes[column] = _Codes(self._postings, column)
        return found.where(self._codes[column].among(found.documents, folded(names)) != inverse)

    def dated(self, found: Ranked, dates: DateRange | None, *, undated: bool = False) -> Ranked:
        first, last = ordinals(dates)
        first_day, last_day = self._days("first_day", found), self._days("last_day", found)
        mask = (first_day <= last) & (last_day >= first)
        if undated:
            mask |= first_day == 0
        return found.where(mask)

    def _days(self, name: str, found: Ranked) -> Numbers:
        return np.asarray(self._postings.numbers(name))[found.documents].astype(np.intp)


class _Codes:
    """The values of one column as numbers, each read when its document is first asked about."""

    def __init__(self, postings: Postings, column: str) -> None:
        self._value = postings.column(column)
        self._codes: Numbers = np.full(len(postings.numbers("first_day")), -1)
        self._numbers: defaultdict[str, int] = defaultdict(count().__next__)

    def among(self, documents: Numbers, values: Iterable[str]) -> np.ndarray:
        """Say which of the documents have one of the values."""
        unread = documents[self._codes[documents] < 0]
        for document in unread.tolist():
            self._codes[document] = self._numbers[self._value(document).decode().casefold()]
        return np.isin(self._codes[documents], [self._numbers[value] for value in values])
