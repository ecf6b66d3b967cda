"""What was worked out is kept for as long as it may be."""

from __future__ import annotations

from searchkit.engines.whoosh.keeping import Kept, kept
from searchkit.query.terms import OneOf

from .archive import stem


class Asked(list[OneOf]):
    """The nodes that were looked for; says how many there have been."""

    def look_for(self, node: OneOf) -> int:
        self.append(node)
        return len(self)


class Bytes:
    """Something of a size."""

    def __init__(self, nbytes: int) -> None:
        self.nbytes = nbytes


class Shelf:
    """Keeps things of so many bytes in 10,000; says which had to be looked for."""

    def __init__(self) -> None:
        self._kept: Kept[Bytes] = Kept(10_000)
        self.looked_for: list[str] = []

    def find(self, key: str, nbytes: int) -> int:
        def look_for() -> Bytes:
            self.looked_for.append(key)
            return Bytes(nbytes)

        return self._kept.find(key, look_for).nbytes


def test_a_node_is_looked_for_once() -> None:
    find = kept(Asked().look_for, 2)
    node, other = stem("lön"), stem("fack")
    assert [find(node), find(other), find(node)] == [1, 2, 1]


def test_of_too_many_nodes_the_first_is_looked_for_again() -> None:
    find = kept(Asked().look_for, 2)
    nodes = [stem("lön"), stem("fack"), stem("möte")]
    assert [find(node) for node in (*nodes, nodes[2], nodes[0])] == [1, 2, 3, 3, 4]


def test_what_was_used_last_stays_when_there_is_no_room_for_all() -> None:
    shelf = Shelf()
    for key in ("lön", "fack", "lön", "möte", "lön", "möte", "fack"):
        assert shelf.find(key, 3_500) == 3_500
    assert shelf.looked_for == ["lön", "fack", "möte", "fack"]


def test_what_takes_all_the_room_is_kept_alone() -> None:
    shelf = Shelf()
    for key, nbytes in (("lön", 1), ("och", 20_000), ("och", 20_000), ("lön", 1)):
        assert shelf.find(key, nbytes) == nbytes
    assert shelf.looked_for == ["lön", "och", "lön"]
