"""From a term tree to documents and scores over NumPy arrays, all of them in one go.

What is found and scored, and why, is told in the plain `evaluator`; the two agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce

import numpy as np

from searchkit.engines.whoosh.arrays.columns import RankedColumns
from searchkit.engines.whoosh.arrays.nearness import fields_together
from searchkit.engines.whoosh.arrays.postings import KEPT_BYTES, ArrayPostings, slot_key
from searchkit.engines.whoosh.arrays.ranked import Ranked, unscored
from searchkit.engines.whoosh.conditions import meeting, passing
from searchkit.engines.whoosh.evaluator import SCORED
from searchkit.engines.whoosh.keeping import Kept, kept
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

_KEPT_TREES = 4
"""Those asked for last; words and phrases are kept by the bytes they take."""


class ArrayEvaluator:
    """Evaluate term trees over one state of the index."""

    def __init__(self, postings: Postings) -> None:
        self._postings = ArrayPostings(postings)
        self._combiner = self._postings.combiner
        self._columns = RankedColumns(postings)
        self._tree = kept(self._evaluate, _KEPT_TREES)
        self._phrases: Kept[Ranked] = Kept(KEPT_BYTES)

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
                added = map(self._evaluate, bonuses)
                return reduce(self._combiner.add_where_both, added, self._evaluate(child))
            case AllOf(nodes):
                return self._all_of(nodes)
            case AnyOf(nodes, least):
                found = [self._evaluate(child) for child in nodes]
                documents, scores = [each[0] for each in found], [each[1] for each in found]
                return self._combiner.add_up(documents, scores, least)
            case Everything():
                return self._every()
            case Without(child):
                return self._combiner.leave_out(self._every(), self._evaluate(child))
            case _:
                return meeting(node, self._every(), self._columns)

    def _all_of(self, nodes: Sequence[TermNode]) -> Ranked:
        scored = [self._evaluate(node) for node in nodes if isinstance(node, SCORED)]
        scored.sort(key=lambda found: len(found.documents))
        found = reduce(self._combiner.keep_both, scored) if scored else self._every()
        for node in nodes:
            if isinstance(node, Without):
                found = self._combiner.leave_out(found, self._evaluate(node.node))
            elif not isinstance(node, (*SCORED, Everything)):
                found = meeting(node, found, self._columns)
        return found

    def _every(self) -> Ranked:
        return unscored(self._postings.every)

    def _phrase(self, near: Near) -> Ranked:
        slots = tuple(map(slot_key, near.slots))
        key = slots, near.gaps, near.distance, near.title_only
        return self._phrases.find(key, lambda: self._find_phrase(near))

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
        return _paired(self._found.where(np.isin(self._found.documents, list(documents))))

    def best(self, count: int) -> dict[int, float]:
        scores = self._found.scores
        if count >= len(scores):
            return _paired(self._found)
        # What np.partition does, after it has found out what it was given.
        ordered = scores.copy()
        ordered.partition(-count)
        lowest = ordered[-count] - TOLERANCE
        return _paired(self._found.where((scores >= lowest).nonzero()[0]))


def _paired(found: Ranked) -> dict[int, float]:
    return dict(zip(found.documents.tolist(), found.scores.tolist(), strict=True))
