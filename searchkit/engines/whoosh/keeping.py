"""Keep what was worked out, for when the same is asked for again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, Protocol, TypeVar

Answer = TypeVar("Answer")
Asked = TypeVar("Asked")


def kept(find: Callable[[Asked], Answer], most: int) -> Callable[[Asked], Answer]:
    """Keep what was found for the last nodes; one search counts, ranks and explains the same.

    They are known by what they are and not by what is in them: to hash the tree of a query may
    take as long as to answer it.
    """
    # The node is kept as well, so that no other comes to have its identity.
    found: dict[int, tuple[Asked, Answer]] = {}

    def find_once(node: Asked) -> Answer:
        known = found.get(id(node))
        if known is not None:
            return known[1]
        answer = find(node)
        found[id(node)] = node, answer
        if len(found) > most:
            found.pop(next(iter(found)), None)
        return answer

    return find_once


class Sized(Protocol):
    """What has a size to keep count of."""

    @property
    def nbytes(self) -> int:
        """The bytes it takes."""
        ...


AnySized = TypeVar("AnySized", bound=Sized)


_ENTRY_BYTES = 1 << 10
"""What it takes to keep something that has no size, about."""


class Kept(Generic[AnySized]):
    """Keep what was used last, as long as it does not take too many bytes in all."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._kept: OrderedDict[Hashable, AnySized] = OrderedDict()

    def find(self, key: Hashable, find: Callable[[], AnySized]) -> AnySized:
        """Give what is kept under a key, or find it and keep it."""
        known = self._kept.get(key)
        if known is not None:
            self._kept.move_to_end(key)
            return known
        found = self._kept[key] = find()
        self._size += found.nbytes + _ENTRY_BYTES
        while self._size > self._most and len(self._kept) > 1:
            self._size -= self._kept.popitem(last=False)[1].nbytes + _ENTRY_BYTES
        return found
