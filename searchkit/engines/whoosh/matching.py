"""From a term tree to the documents that match it: the walk that both evaluators share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import reduce
from operator import and_
from typing import Generic, TypeVar

from searchkit.engines.whoosh.conditions import Columns, Found, meeting
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

SCORED = (OneOf, Near, AllOf, AnyOf, Weighted, Favoring)
"""The nodes that give a score; the others are conditions."""

KEPT_NODES = 32
"""Nodes whose documents are kept; as a set they take up to 60 bytes each."""

Answer = TypeVar("Answer")
AnyNode = TypeVar("AnyNode", bound=TermNode)


def kept(find: Callable[[AnyNode], Answer]) -> Callable[[AnyNode], Answer]:
    """Keep what was found for the last nodes; one search counts, ranks and explains the same.

    They are known by what they are and not by what is in them: to hash a tree takes about as
    long as to evaluate one over arrays.
    """
    # The node is kept as well, so that no other comes to have its identity.
    found: dict[int, tuple[AnyNode, Answer]] = {}

    def find_once(node: AnyNode) -> Answer:
        known = found.get(id(node))
        if known is not None:
            return known[1]
        answer = find(node)
        found[id(node)] = node, answer
        if len(found) > KEPT_NODES:
            found.pop(next(iter(found)), None)
        return answer

    return find_once


class Matching(ABC, Generic[Found]):
    """Find the documents that match, whatever they are held in."""

    def __init__(self, every: Callable[[], Found], columns: Columns[Found]) -> None:
        self._every = every
        self.columns = columns
        self.matching = kept(self._find)

    @abstractmethod
    def having(self, word: OneOf | Near) -> Found:
        """Find the documents with a word or phrase."""

    @abstractmethod
    def at_least(self, least: int, found: Sequence[Found]) -> Found:
        """Find the documents that so many of the nodes have found, or any where it is below 2."""

    def _find(self, node: TermNode) -> Found:
        match node:
            case OneOf() | Near():
                return self.having(node)
            case AllOf(nodes):
                return self._all_of(nodes)
            case AnyOf(nodes, least):
                return self.at_least(least, [self.matching(child) for child in nodes])
            case Weighted(child) | Favoring(child):
                return self.matching(child)
            case Everything():
                return self._every()
            case Without(child):
                return self._every() ^ self.matching(child)
            case _:
                return meeting(node, self._every(), self.columns)

    def _all_of(self, nodes: Sequence[TermNode]) -> Found:
        scored = [self.matching(node) for node in nodes if isinstance(node, SCORED)]
        found = reduce(and_, scored) if scored else self._every()
        # Conditions look at document after document, and so at those only that are left.
        for node in nodes:
            if isinstance(node, Without):
                found = found ^ (found & self.matching(node.node))
            elif not isinstance(node, (*SCORED, Everything)):
                found = meeting(node, found, self.columns)
        return found
