"""The protocols of inverting a batch of documents: texts go in, terms come out with their places.

`writing.inversion` does it in plain Python, `arrays.inversion` with NumPy. They give the same.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Protocol

from searchkit.language.analyzer import IndexAnalyzer

LARGEST_BATCH = 3_500_000
"""Words after which a batch is finished: some 250 MB with what becomes of it."""

Key = Hashable
"""Terms that are known to have the same postings have the same key, in all the kinds of one batch
and zone.
"""


class Group(Protocol):
    """The terms of one kind, in order.

    `numbers` and `places` are what the dictionary has of each term, both 0 for those that stand
    at several places: the terms `several`, whose runs are to be written first.
    """

    terms: Sequence[bytes]
    keys: Sequence[Key]
    numbers: list[int]
    places: list[int]
    several: Sequence[int]

    def encode(self, terms: Sequence[int]) -> tuple[list[int], list[bytes]]:
        """Give how many documents each of some terms has, and its run."""
        ...


class Inverted(Protocol):
    """A batch with its words turned inside out."""

    lengths: Sequence[int]
    """The number of words of each text."""

    def group(self, kind: str) -> Group:
        """Give the terms of a kind."""
        ...


class Inverting(Protocol):
    """One zone of a batch of documents, which are numbered from 0 as they are added."""

    @property
    def is_full(self) -> bool:
        """Whether what has been added should be written."""
        ...

    def add(self, text: str) -> None:
        """Add the text of the next document."""
        ...

    def invert(self, analyzer: IndexAnalyzer) -> Inverted:
        """Find the terms and bring their places together."""
        ...
