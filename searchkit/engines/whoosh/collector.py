"""From what answers a query to the page of matches that was asked for: ordered, cut, scored."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Protocol

from searchkit.engines.base import Match, Matches
from searchkit.engines.whoosh.postings import Postings

_NEVER = 1 << 31
"""A day after all days."""


class Answer(Protocol):
    """The documents that answer one query, whichever way they are found and scored."""

    def __len__(self) -> int:
        """Count them."""
        ...

    def __iter__(self) -> Iterator[int]:
        """Yield their numbers."""
        ...

    def best(self, count: int) -> Mapping[int, float]:
        """Score the best so many, and all that may turn out as good as the last of them."""
        ...

    def scores(self, documents: Iterable[int]) -> Mapping[int, float]:
        """Score some of them."""
        ...


class Collector:
    """Collect the matches of one query, of which those from `offset` on are wanted.

    A `limit` of 0 is no limit, one below 0 only counts. Ids are looked up for those only that
    may be on the page.
    """

    def __init__(self, postings: Postings, sort: str, limit: int, offset: int) -> None:
        self._postings = postings
        self._sort = sort
        self._limit = limit
        self._offset = offset

    def collect(self, answer: Answer) -> Matches:
        """Count the documents and give the page."""
        total = len(answer)
        if self._limit < 0 or not total:
            return Matches(total)
        doc_id = self._postings.column("id_key")
        wanted = self._offset + self._limit if self._limit else total
        if self._sort == "relevance":
            scores = answer.best(wanted)
            # Sums of floats differ in their last bits with the order of segments.
            page = self._cut(scores, lambda number: (-round(scores[number], 9), doc_id(number)))
        else:
            page = self._sorted(answer, wanted, doc_id)
            scores = answer.scores(page)
        return Matches(total, tuple(Match(doc_id(at).decode(), scores[at]) for at in page))

    def _sorted(
        self, answer: Answer, wanted: int, doc_id: Callable[[int], bytes]
    ) -> list[int]:
        """Order as asked; equal documents by their id, undated ones last either way."""
        key = self._title_key() if self._sort == "title" else self._day_key()
        keys = dict(zip(answer, map(key, answer), strict=True))
        if wanted < len(keys):
            last = heapq.nsmallest(wanted, keys.values())[-1]
            keys = {number: own for number, own in keys.items() if own <= last}
        return self._cut(keys, lambda number: (keys[number], doc_id(number)))

    def _title_key(self) -> Callable[[int], Any]:
        return self._postings.column("title_key")

    def _day_key(self) -> Callable[[int], Any]:
        first_day = self._postings.numbers("first_day")
        if self._sort == "newest":
            return lambda number: -first_day[number]
        return lambda number: first_day[number] or _NEVER

    def _cut(self, documents: Iterable[int], key: Callable[[int], Any]) -> list[int]:
        """Give the documents of the page, in order."""
        if not self._limit:
            return sorted(documents, key=key)[self._offset :]
        return heapq.nsmallest(self._offset + self._limit, documents, key=key)[self._offset :]
