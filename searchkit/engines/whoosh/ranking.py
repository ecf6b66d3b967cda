"""The best documents of a query in plain Python, without scoring those that cannot be among them.

Where a query's score is a sum over its words, a word can add no more than its rarity allows.
The words that can add most are scored first. When what is left cannot lift a document that has
none of those words into the best ones any more, the rest is looked up only for the documents
that can still get there: the rule of MaxScore, Turtle and Flood, "Query evaluation: strategies
and optimizations" (1995), a term at a time.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence, Set

from searchkit.engines import scoring
from searchkit.engines.whoosh.conditions import passing
from searchkit.engines.whoosh.evaluator import Evaluator, Scores, add
from searchkit.query.request import Filters
from searchkit.query.terms import AllOf, AnyOf, Favoring, Near, OneOf, TermNode, Weighted

TOLERANCE = 1e-8
"""Scores are compared after rounding, and sums of floats differ in their last bits."""


class SetAnswer:
    """What answers one query, as a set of documents."""

    def __init__(self, evaluator: Evaluator, query: TermNode, filters: Filters) -> None:
        self._evaluator = evaluator
        self._query = query
        self._found = passing(filters, evaluator.matching(query), evaluator.columns)

    def __len__(self) -> int:
        return len(self._found)

    def __iter__(self) -> Iterator[int]:
        return iter(self._found)

    def scores(self, documents: Iterable[int]) -> Scores:
        return self._evaluator.scores(self._query, frozenset(documents))

    def best(self, count: int) -> Scores:
        scores = best_scores(self._evaluator, self._query, self._found, count)
        if len(scores) > count:
            lowest = heapq.nlargest(count, scores.values())[-1] - TOLERANCE
            return {doc: score for doc, score in scores.items() if score >= lowest}
        return scores


def best_scores(evaluator: Evaluator, node: TermNode, allowed: Set[int], count: int) -> Scores:
    """Score at least the best `count` of the documents allowed, all of which match the node."""
    addends = _addends(node, 1.0) if len(allowed) > count else None
    # What counts for nothing would put its documents before others that score 0, too.
    words = [(word, weight) for word, weight in addends or () if weight]
    if not words:
        return evaluator.scores(node, allowed)
    bounded = [
        (weight * scoring.highest_score(evaluator.rarity(word)), word, weight)
        for word, weight in words
    ]
    bounded.sort(key=lambda addend: -addend[0])
    scores: Scores = {}
    among = allowed
    for place, (_, word, weight) in enumerate(bounded, start=1):
        found = evaluator.scores(word, among)
        if weight != 1.0:
            found = {document: weight * score for document, score in found.items()}
        scores = add(scores, found)
        left = sum(bound for bound, _, _ in bounded[place:])
        if place < len(bounded) and len(scores) > count:
            lowest = heapq.nlargest(count, scores.values())[-1] - TOLERANCE
            # A document that has none of the words so far cannot get there any more.
            if left < lowest:
                scores = {doc: score for doc, score in scores.items() if score + left >= lowest}
                among = scores.keys()
    if len(scores) < count:
        return {**dict.fromkeys(allowed, 0.0), **scores}
    return scores


def _addends(node: TermNode, weight: float) -> list[tuple[OneOf | Near, float]] | None:
    """Give the words, with their weights, that a matching document's score is the sum of.

    None where a word counts only in the company of others.
    """
    match node:
        case Weighted(child, factor):
            return _addends(child, weight * factor)
        case Favoring(child, bonuses):
            return _all_of([_addends(child, weight), *(_optional(b, weight) for b in bonuses)])
        case AllOf(nodes):
            return _all_of([_addends(each, weight) for each in nodes])
        case AnyOf(nodes):
            return _all_of([_optional(each, weight) for each in nodes])
        case OneOf() | Near():
            return [(node, weight)]
        case _:
            return []


def _optional(node: TermNode, weight: float) -> list[tuple[OneOf | Near, float]] | None:
    """Give the words of a node that a document can match the query without."""
    match node:
        case Weighted(child, factor):
            return _optional(child, weight * factor)
        case AnyOf(nodes, least) if least <= 1:
            return _all_of([_optional(each, weight) for each in nodes])
        case OneOf() | Near():
            return [(node, weight)]
        case _:
            return None


def _all_of(
    found: Sequence[list[tuple[OneOf | Near, float]] | None],
) -> list[tuple[OneOf | Near, float]] | None:
    addends: list[tuple[OneOf | Near, float]] = []
    for some in found:
        if some is None:
            return None
        addends += some
    return addends
