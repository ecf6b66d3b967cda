"""Documents with their scores in two arrays, and how such are put together.

Documents are there once, in any order. Where they are is found in a table that has room for
every document of the index, is written for those at hand, and is read for these only, so that it
need not be cleared.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.intp]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


class Ranked(NamedTuple):
    """Documents, and the score of each."""

    documents: Numbers
    scores: Floats

    @property
    def nbytes(self) -> int:
        """The bytes of both arrays."""
        return self.documents.nbytes + self.scores.nbytes

    def where(self, mask: Mask | Numbers) -> Ranked:
        """Keep those that a mask says, or those at some places."""
        return Ranked(self.documents[mask], self.scores[mask])

    def weighted(self, weight: float) -> Ranked:
        """Multiply the scores."""
        return Ranked(self.documents, weight * self.scores)


def unscored(documents: Numbers) -> Ranked:
    """Score documents 0."""
    return Ranked(documents, np.zeros(len(documents)))


def joined(pieces: Sequence[NDArray[Any]], dtype: type[np.generic]) -> NDArray[Any]:
    """Put arrays behind each other."""
    if len(pieces) == 1:
        return pieces[0]
    return np.concatenate(pieces) if pieces else np.zeros(0, dtype)


class Combiner:
    """Put documents together that are numbered below a size."""

    def __init__(self, size: int) -> None:
        self._size = size

    def add_up(
        self, documents: Sequence[Numbers], scores: Sequence[Floats], least: int = 1
    ) -> Ranked:
        """Add up the scores of each document that is there at least so many times."""
        every = joined(documents, np.intp)
        places = np.arange(len(every))
        table = np.empty(self._size, np.intp)
        table[every] = places
        # The last place where a document is stands for all of them.
        last = table[every]
        is_last = last == places
        if least > 1:
            is_last &= np.bincount(last, minlength=len(every)) >= least
        weights = joined(scores, np.float64)
        totals = np.asarray(np.bincount(last, weights, len(every)), np.float64)
        return Ranked(every, totals).where(is_last.nonzero()[0])

    def add_where_both(self, found: Ranked, bonus: Ranked) -> Ranked:
        """Add to the scores of documents what another gives to the same ones."""
        if not len(bonus.documents):
            return found
        mine, theirs = self._places(found.documents, bonus.documents)
        scores = found.scores.copy()
        scores[mine] += bonus.scores[theirs]
        return Ranked(found.documents, scores)

    def keep_both(self, found: Ranked, other: Ranked) -> Ranked:
        """Keep the documents that are in both, with the sum of their scores."""
        mine, theirs = self._places(found.documents, other.documents)
        return Ranked(found.documents[mine], found.scores[mine] + other.scores[theirs])

    def leave_out(self, found: Ranked, other: Ranked) -> Ranked:
        """Keep the documents that are not in the other."""
        mask = np.ones(len(found.documents), np.bool_)
        mask[self._places(found.documents, other.documents)[0]] = False
        return found.where(mask)

    def _places(self, some: Numbers, others: Numbers) -> tuple[Numbers, Numbers]:
        """Say where the documents that are in both are, in one and in the other."""
        if len(some) > len(others):
            theirs, mine = self._places(others, some)
            return mine, theirs
        is_there = np.zeros(self._size, np.bool_)
        is_there[some] = True
        both = is_there[others].nonzero()[0]
        if not len(both):
            return both, both
        table = np.empty(self._size, np.intp)
        table[some] = np.arange(len(some))
        return table[others[both]], both
