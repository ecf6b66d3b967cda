"""When words stand together, compared with what the words mean."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.query.proximity import iter_together
from searchkit.query.terms import Near

Places = list[set[int]]

_places = st.sets(st.integers(0, 15), max_size=6)


def together(near: Near, places: Places) -> list[tuple[int, ...]]:
    return list(iter_together(near, places))


def phrase(gaps: tuple[int, int] = (1, 1)) -> Near:
    return Near("fras", (), gaps)


def within(distance: int) -> Near:
    return Near("nära", (), distance=distance)


@pytest.mark.parametrize(
    ("near", "places", "expected"),
    [
        (phrase(), [{0, 5}, {1, 9}], [(0, 1)]),
        (phrase(), [{1}, {0}], []),
        (phrase(), [{0, 2}, {1, 3}, {2, 4}], [(0, 1, 2), (2, 3, 4)]),
        (phrase((0, 1)), [{3}, {3}], [(3, 3)]),
        (phrase((0, 1)), [{3}, {3, 4}, {4}], [(3, 3, 4)]),
        (phrase(), [{3}], [(3,)]),
        (phrase(), [{3}, set()], []),
        (phrase(), [], []),
        (within(2), [{5}, {3}], [(5, 3)]),
        (within(1), [{5}, {3}], []),
        (within(3), [{0, 9}, {2, 8}], [(0, 2), (9, 8)]),
        (within(8), [{5, 9}, {5}], [(5, 5)]),
        (within(8), [{5}, {5, 9}, {5, 7}], [(5, 5, 5)]),
        (within(4), [{1, 3}, {1, 3}], [(1, 3)]),
        (within(4), [{1}, {1}], []),
        (within(9), [{1, 3, 4}, {1, 3, 4}, {6}], [(1, 3, 6), (3, 4, 6)]),
        (within(4), [], []),
    ],
)
def test_occurrences_are_given_by_the_positions_of_their_words(
    near: Near, places: Places, expected: list[tuple[int, ...]]
) -> None:
    assert together(near, places) == expected


@given(st.lists(_places, min_size=1, max_size=4), st.sampled_from([(1, 1), (0, 1), (1, 3)]))
def test_a_phrase_is_the_earliest_chain_from_each_place_it_begins(
    places: Places, gaps: tuple[int, int]
) -> None:
    chains = [
        chain
        for chain in sorted(product(*places))
        if all(gaps[0] <= after - before <= gaps[1] for before, after in pairwise(chain))
    ]
    earliest = {chain[0]: chain for chain in reversed(chains)}
    assert together(phrase(gaps), places) == [earliest[first] for first in sorted(earliest)]


@st.composite
def some_equal(draw: st.DrawFn) -> Places:
    """Draw the places of several words, of which some may be asked for twice."""
    words = draw(st.lists(_places, min_size=1, max_size=3))
    return draw(st.lists(st.sampled_from(words), min_size=1, max_size=4))


@given(some_equal(), st.integers(1, 8))
def test_near_words_are_the_smallest_window_from_each_place_one_begins(
    places: Places, distance: int
) -> None:
    needed = Counter(frozenset(slot) for slot in places)
    windows = set()
    for begin in set().union(*places):
        ends = [
            end
            for end in range(begin, begin + distance + 1)
            if all(
                sum(begin <= place <= end for place in slot) >= copies
                for slot, copies in needed.items()
            )
        ]
        if ends:
            windows.add((begin, ends[0]))
    found = together(within(distance), places)
    assert sorted((min(window), max(window)) for window in found) == sorted(windows)


@given(st.lists(_places, min_size=1, max_size=4), st.integers(1, 8))
def test_a_window_holds_a_place_of_each_slot(places: Places, distance: int) -> None:
    for window in together(within(distance), places):
        assert len(window) == len(places)
        assert all(slot & set(window) for slot in places)
        assert max(window) - min(window) <= distance
