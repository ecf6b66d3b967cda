"""From scores to the page of matches that was asked for: filtered, sorted, cut."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from typing import Any

from searchkit.engines.base import Match, Matches
from searchkit.engines.whoosh.conditions import Test
from searchkit.engines.whoosh.postings import Postings


def collect(
    scores: dict[int, float],
    tests: Iterable[Test],
    sort: str,
    limit: int,
    offset: int,
    postings: Postings,
) -> Matches:
    """Keep the documents that pass the tests and give those from `offset` on, in order."""
    for test in tests:
        scores = {document: score for document, score in scores.items() if test(document)}
    if limit < 0 or not scores:
        return Matches(len(scores))
    doc_id = postings.column("id_key")
    key = _sort_key(sort, scores, postings, doc_id)
    if limit:
        ordered = heapq.nsmallest(offset + limit, scores, key=key)[offset:]
    else:
        ordered = sorted(scores, key=key)[offset:]
    matches = tuple(Match(doc_id(document).decode(), scores[document]) for document in ordered)
    return Matches(len(scores), matches)


def _sort_key(
    sort: str, scores: dict[int, float], postings: Postings, doc_id: Callable[[int], bytes]
) -> Callable[[int], Any]:
    """Order as asked; equal documents by their id, undated ones last either way."""
    first_day = postings.numbers("first_day")
    match sort:
        case "newest":
            return lambda document: (-first_day[document], doc_id(document))
        case "oldest":
            return lambda document: (first_day[document] or 1 << 31, doc_id(document))
        case "title":
            title = postings.column("title_key")
            return lambda document: (title(document), doc_id(document))
        case _:
            # Sums of floats differ in their last bits with the order of segments.
            return lambda document: (-round(scores[document], 9), doc_id(document))
