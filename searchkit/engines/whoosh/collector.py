"""From what answers a query to the page of matches that was asked for: ordered, cut, scored."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Protocol

from searchkit.engines.base import Match, Matches
from searchkit.engines.whoosh.postings import Postings

_NEVER = 1 << 31
"""A day after all days."""

_STEPS = 10**9
"""To the next of so many steps in 1, scores are rounded: sums of floats differ in their last bits
with the order of segments."""


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
        wanted = self._offset + self._limit if self._limit else total
        if self._sort == "relevance":
            scores = answer.best(wanted)
            page = self._page(
                {number: -int(_STEPS * score + 0.5) for number, score in scores.items()}
            )
        else:
            page = self._page(self._first(answer, wanted))
            scores = answer.scores([number for _, number in page])
        return Matches(total, tuple([Match(id.decode(), scores[number]) for id, number in page]))

    def _page(self, keys: Mapping[int, Any]) -> list[tuple[bytes, int]]:
        """Order documents by their keys, equal ones by id; give the page's ids and numbers."""
        doc_id = self._postings.column("id_key")
        rows = sorted([(key, doc_id(number), number) for number, key in keys.items()])
        last = self._offset + self._limit if self._limit else None
        return [(id, number) for _, id, number in rows[self._offset : last]]

    def _first(self, answer: Answer, wanted: int) -> dict[int, Any]:
        """Give so many in the order asked for, undated ones last, and the last one's equals."""
        key = self._title_key() if self._sort == "title" else self._day_key()
        keys = {number: key(number) for number in answer}
        if wanted >= len(keys):
            return keys
        last = heapq.nsmallest(wanted, keys.values())[-1]
        return {number: own for number, own in keys.items() if own <= last}

    def _title_key(self) -> Callable[[int], Any]:
        return self._postings.column("title_key")

    def _day_key(self) -> Callable[[int], Any]:
        first_day = self._postings.numbers("first_day")
        if self._sort == "newest":
            return lambda number: -first_day[number]
        return lambda number: first_day[number] or _NEVER
