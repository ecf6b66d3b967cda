"""Documents with their scores in two arrays, and how such are put together.

Documents ascend and are there once. What is done takes time by how many they are, and not by
how many there are in the index.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.intp]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

_FEW = 16
"""How many times fewer numbers there must be to look each up among the others."""


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
        return self if weight == 1.0 else Ranked(self.documents, weight * self.scores)

    def favoring(self, bonus: Ranked) -> Ranked:
        """Add the scores that another gives to the same documents."""
        mine, others = places_in_both(self.documents, bonus.documents)
        scores = self.scores.copy()
        scores[mine] += bonus.scores[others]
        return Ranked(self.documents, scores)

    def without(self, other: Numbers) -> Ranked:
        """Leave documents out."""
        mine, _ = places_in_both(self.documents, other)
        mask = np.ones(len(self.documents), np.bool_)
        mask[mine] = False
        return self.where(mask)


def unscored(documents: Numbers) -> Ranked:
    """Score documents 0."""
    return Ranked(documents, np.zeros(len(documents)))


def added(documents: Sequence[Numbers], scores: Sequence[Floats], least: int = 1) -> Ranked:
    """Add up the scores of each document, leaving out those that are there fewer times."""
    every = np.concatenate((np.zeros(0, np.intp), *documents))
    if not len(every):
        return unscored(every)
    # Pieces are in order, which this kind of sorting makes use of.
    order = every.argsort(kind="stable")
    every = every[order]
    starts = np.flatnonzero(np.concatenate(([True], every[1:] != every[:-1])))
    total = Ranked(every[starts], np.add.reduceat(np.concatenate(scores)[order], starts))
    if least < 2:
        return total
    return total.where(np.diff(starts, append=len(every)) >= least)


def in_all(found: Sequence[Ranked]) -> Ranked:
    """Keep what is in all, with the sum of the scores."""
    first, *others = sorted(found, key=lambda ranked: len(ranked.documents))
    for other in others:
        mine, theirs = places_in_both(first.documents, other.documents)
        first = Ranked(first.documents[mine], first.scores[mine] + other.scores[theirs])
    return first


def places_in_both(some: Numbers, others: Numbers) -> tuple[Numbers, Numbers]:
    """Say where the numbers that are in both of two ascending arrays are, in one and the other."""
    if len(some) > len(others):
        return places_in_both(others, some)[::-1]
    if not len(some):
        return some, some
    if len(some) * _FEW < len(others):
        at = others.searchsorted(some)
        same = np.flatnonzero(others.take(at, mode="clip") == some)
        return same, at[same]
    every = np.concatenate((some, others))
    order = every.argsort(kind="stable")
    every = every[order]
    same = np.flatnonzero(every[1:] == every[:-1])
    return order[same], order[same + 1] - len(some)


def in_both(some: Numbers, others: Numbers) -> Numbers:
    """Give the numbers that are in both of two ascending arrays."""
    if len(some) > len(others):
        return in_both(others, some)
    if len(some) * _FEW < len(others):
        return some[places_in_both(some, others)[0]]
    every = np.concatenate((some, others))
    every.sort(kind="stable")
    return every[1:][every[1:] == every[:-1]]
