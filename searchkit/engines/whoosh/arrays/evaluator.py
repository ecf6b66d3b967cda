"""From a term tree to documents and scores over NumPy arrays, all of them in one go.

What is found and scored, and why, is told in the plain `evaluator`; the two agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce

import numpy as np

from searchkit.engines.whoosh.arrays.columns import RankedColumns
from searchkit.engines.whoosh.arrays.nearness import fields_together
from searchkit.engines.whoosh.arrays.postings import ArrayPostings
from searchkit.engines.whoosh.arrays.ranked import Ranked, added, in_all, unscored
from searchkit.engines.whoosh.conditions import meeting, passing
from searchkit.engines.whoosh.evaluator import SCORED
from searchkit.engines.whoosh.keeping import kept
from searchkit.engines.whoosh.postings import Postings
from searchkit.engines.whoosh.ranking import TOLERANCE
from searchkit.query.request import Filters
from searchkit.query.terms import (
    AllOf,
    AnyOf,
    Everything,
    Favoring,
    Near,
    OneOf,
    TermNode,
    Weighted,
    Without,
)

_KEPT_TREES, _KEPT_PHRASES = 4, 32


class ArrayEvaluator:
    """Evaluate term trees over one state of the index."""

    def __init__(self, postings: Postings) -> None:
        self._postings = ArrayPostings(postings)
        self._columns = RankedColumns(postings)
        self._tree = kept(self._evaluate, _KEPT_TREES)
        self._phrase = kept(self._find_phrase, _KEPT_PHRASES)

    def answer(self, query: TermNode, filters: Filters) -> RankedAnswer:
        """Answer a query."""
        return RankedAnswer(passing(filters, self._tree(query), self._columns))

    def _evaluate(self, node: TermNode) -> Ranked:
        match node:
            case OneOf():
                return self._postings.word(node)
            case Near():
                return self._phrase(node)
            case Weighted(child, weight):
                return self._evaluate(child).weighted(weight)
            case Favoring(child, bonuses):
                return reduce(Ranked.favoring, map(self._evaluate, bonuses), self._evaluate(child))
            case AllOf(nodes):
                return self._all_of(nodes)
            case AnyOf(nodes, least):
                found = [self._evaluate(child) for child in nodes]
                return added([each.documents for each in found], [each.scores for each in found], least)
            case Everything():
                return unscored(self._postings.every)
            case Without(child):
                return unscored(self._postings.every).without(self._evaluate(child).documents)
            case _:
                return meeting(node, unscored(self._postings.every), self._columns)

    def _all_of(self, nodes: Sequence[TermNode]) -> Ranked:
        scored = [self._evaluate(node) for node in nodes if isinstance(node, SCORED)]
        found = in_all(scored) if scored else unscored(self._postings.every)
        for node in nodes:
            if isinstance(node, Without):
                found = found.without(self._evaluate(node.node).documents)
            elif not isinstance(node, (*SCORED, Everything)):
                found = meeting(node, found, self._columns)
        return found

    def _find_phrase(self, near: Near) -> Ranked:
        return self._postings.occurrences(fields_together(near, self._postings))


class RankedAnswer:
    """What answers one query, all of it scored."""

    def __init__(self, found: Ranked) -> None:
        self._found = found

    def __len__(self) -> int:
        return len(self._found.documents)

    def __iter__(self) -> Iterator[int]:
        return iter(self._found.documents.tolist())

    def scores(self, documents: Iterable[int]) -> dict[int, float]:
        places = self._found.documents.searchsorted(sorted(documents))
        return _paired(Ranked(*(array[places] for array in self._found)))

    def best(self, count: int) -> dict[int, float]:
        scores = self._found.scores
        if count >= len(scores):
            return _paired(self._found)
        lowest = np.partition(scores, -count)[-count] - TOLERANCE
        return _paired(self._found.where(np.flatnonzero(scores >= lowest)))


def _paired(found: Ranked) -> dict[int, float]:
    return dict(zip(found.documents.tolist(), found.scores.tolist(), strict=True))
