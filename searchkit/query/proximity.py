"""When words stand close together: phrases, hyphenated words, and `"..."~5`.

Pure arithmetic on word positions. Engines use it to find documents and the passages to mark
them, so that what is marked is what was found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from searchkit.query.terms import Near


def iter_together(near: Near, places: Sequence[Collection[int]]) -> Iterator[tuple[int, ...]]:
    """Yield the positions of each occurrence; `places` are those of the slots, in turn."""
    if not places or not all(places):
        return iter(())
    if near.distance is None:
        return _iter_in_order(places, near.gaps)
    return _iter_within(places, near.distance)


def count_together(near: Near, places: Sequence[Collection[int]]) -> int:
    """Count the occurrences; `places` are those of the slots, in turn, ascending."""
    if len(places) == 2 and near.distance is None:
        first, following = places[0], frozenset(places[1])
        fewest, most = near.gaps
        if fewest == most:
            return len(following.intersection([place + most for place in first]))
        gaps = range(fewest, most + 1)
        return sum(any(place + gap in following for gap in gaps) for place in first)
    return sum(1 for _ in iter_together(near, places))


def _iter_in_order(
    places: Sequence[Collection[int]], gaps: tuple[int, int]
) -> Iterator[tuple[int, ...]]:
    """Yield one chain for each position of the first slot that the others follow.

    Where there is a choice, it is the chain whose words stand earliest.
    """
    rest = [set(slot) for slot in places[1:]]
    for first in sorted(places[0]):
        chains: dict[int, tuple[int, ...]] = {first: (first,)}
        for following in rest:
            longer: dict[int, tuple[int, ...]] = {}
            for last, chain in chains.items():
                for position in range(last + gaps[0], last + gaps[1] + 1):
                    if position in following:
                        # Chains go on in order, so the first to get here is the earliest.
                        longer.setdefault(position, (*chain, position))
            chains = longer
        yield from islice(chains.values(), 1)


def _iter_within(places: Sequence[Collection[int]], distance: int) -> Iterator[tuple[int, ...]]:
    """Yield for each word the smallest window that begins there and holds every slot.

    Windows wider than the distance are left out.

    A word asked for twice needs two occurrences, so a slot given m times walks over the runs
    of m neighbouring positions rather than over single ones.
    """
    runs = [
        _runs(sorted(slot), copies)
        for slot, copies in Counter(frozenset(slot) for slot in places).items()
    ]
    at = [0] * len(runs)
    while all(index < len(slot) for index, slot in zip(at, runs, strict=True)):
        window = [slot[index] for index, slot in zip(at, runs, strict=True)]
        begin = min(run[0] for run in window)
        if max(run[-1] for run in window) - begin <= distance:
            yield tuple(position for run in window for position in run)
        # Where several slots stand at one place, it begins one window and not one for each.
        at = [index + (run[0] == begin) for index, run in zip(at, window, strict=True)]


def _runs(positions: list[int], length: int) -> list[tuple[int, ...]]:
    return [
        tuple(positions[start : start + length]) for start in range(len(positions) - length + 1)
    ]
