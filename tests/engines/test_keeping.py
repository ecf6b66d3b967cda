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


def test_a_node_is_looked_for_once() -> None:
    find = kept(Asked().look_for, 2)
    node, other = stem("lön"), stem("fack")
    assert [find(node), find(other), find(node)] == [1, 2, 1]


def test_of_too_many_nodes_the_first_is_looked_for_again() -> None:
    find = kept(Asked().look_for, 2)
    nodes = [stem("lön"), stem("fack"), stem("möte")]
    assert [find(node) for node in (*nodes, nodes[2], nodes[0])] == [1, 2, 3, 3, 4]


def test_what_was_used_last_stays_when_there_is_no_room_for_all() -> None:
    some: Kept[Bytes] = Kept(10_000)
    for key in ("lön", "fack"):
        some.put(key, Bytes(3_500))
    some.get("lön")
    some.put("möte", Bytes(3_500))
    assert [some.get(key) is not None for key in ("lön", "fack", "möte")] == [True, False, True]


def test_what_takes_all_the_room_is_kept_alone() -> None:
    some: Kept[Bytes] = Kept(10_000)
    some.put("lön", Bytes(1))
    some.put("och", Bytes(20_000))
    assert [some.get(key) is not None for key in ("lön", "och")] == [False, True]
