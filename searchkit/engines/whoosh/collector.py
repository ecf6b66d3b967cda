"""From a query to the page of matches that was asked for: filtered, ordered, cut, scored."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Set
from typing import Any

from searchkit.engines.base import Match, Matches
from searchkit.engines.whoosh.conditions import Test
from searchkit.engines.whoosh.evaluator import Evaluator
from searchkit.engines.whoosh.postings import Postings
from searchkit.engines.whoosh.ranking import TOLERANCE, best_scores
from searchkit.query.terms import TermNode


class Collector:
    """Collect the matches of one query, of which those from `offset` on are wanted.

    A `limit` of 0 is no limit, one below 0 only counts. Only documents on the page are scored,
    and those that might have been.
    """

    def __init__(
        self, evaluator: Evaluator, postings: Postings, sort: str, limit: int, offset: int
    ) -> None:
        self._evaluator = evaluator
        self._postings = postings
        self._sort = sort
        self._limit = limit
        self._offset = offset

    def collect(self, query: TermNode, tests: Iterable[Test]) -> Matches:
        """Count the documents that match and pass the tests, and give the page."""
        found = self._evaluator.matching(query)
        for test in tests:
            found = set(filter(test, found))
        if self._limit < 0 or not found:
            return Matches(len(found))
        doc_id = self._postings.column("id_key")
        page = (
            self._best(query, found, doc_id)
            if self._sort == "relevance"
            else self._sorted(query, found, doc_id)
        )
        matches = tuple(Match(doc_id(document).decode(), score) for document, score in page)
        return Matches(len(found), matches)

    def _best(
        self, query: TermNode, found: Set[int], doc_id: Callable[[int], bytes]
    ) -> list[tuple[int, float]]:
        wanted = self._offset + self._limit if self._limit else len(found)
        scores = best_scores(self._evaluator, query, found, wanted)
        if len(scores) > wanted:
            # Ids are looked up for those only that are as good as the last.
            lowest = heapq.nlargest(wanted, scores.values())[-1] - TOLERANCE
            scores = {doc: score for doc, score in scores.items() if score >= lowest}
        # Sums of floats differ in their last bits with the order of segments.
        page = self._cut(scores, lambda document: (-round(scores[document], 9), doc_id(document)))
        return [(document, scores[document]) for document in page]

    def _sorted(
        self, query: TermNode, found: Set[int], doc_id: Callable[[int], bytes]
    ) -> list[tuple[int, float]]:
        page = self._cut(found, self._sort_key(doc_id))
        scores = self._evaluator.scores(query, frozenset(page))
        return [(document, scores[document]) for document in page]

    def _sort_key(self, doc_id: Callable[[int], bytes]) -> Callable[[int], Any]:
        """Order as asked; equal documents by their id, undated ones last either way."""
        if self._sort == "title":
            title = self._postings.column("title_key")
            return lambda document: (title(document), doc_id(document))
        first_day = self._postings.numbers("first_day")
        if self._sort == "newest":
            return lambda document: (-first_day[document], doc_id(document))
        return lambda document: (first_day[document] or 1 << 31, doc_id(document))

    def _cut(self, documents: Iterable[int], key: Callable[[int], Any]) -> list[int]:
        """Give the documents of the page, in order."""
        if not self._limit:
            return sorted(documents, key=key)[self._offset :]
        return heapq.nsmallest(self._offset + self._limit, documents, key=key)[self._offset :]
