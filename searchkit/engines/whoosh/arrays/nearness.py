"""Fields where words stand together: what `proximity` says, over the places of all documents."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np

from searchkit.engines.whoosh.arrays.postings import POSITION_BITS, ArrayPostings, Places
from searchkit.engines.whoosh.arrays.ranked import Numbers
from searchkit.query.proximity import count_together
from searchkit.query.terms import Near

_FEW = 16
"""How many times fewer places there must be to look each up among the others."""

_POSITION = (1 << POSITION_BITS) - 1


def fields_together(near: Near, postings: ArrayPostings) -> Numbers:
    """Give the field of each occurrence of a phrase: one with several is there as often."""
    slots = [postings.places(slot, title_only=near.title_only) for slot in near.slots]
    if not slots:
        return np.zeros(0, np.intp)
    if near.distance is not None:
        return _fields_within(near, slots)
    return _firsts_in_order(slots, near.gaps) >> POSITION_BITS


def _firsts_in_order(slots: Sequence[Places], gaps: tuple[int, int]) -> Places:
    """Keep the places of the first slot from which the others follow, each after the last."""
    fewest, most = gaps
    *before, following = slots
    for slot in reversed(before):
        found = [_in_both(slot, following - gap) for gap in range(fewest, most + 1)]
        following = found[0] if len(found) == 1 else np.unique(np.concatenate(found))
    return following


def _fields_within(near: Near, slots: Sequence[Places]) -> Numbers:
    """Count field by field: any order, and words asked for twice, are not for arrays."""
    fields = reduce(_in_both, [np.unique(slot >> POSITION_BITS) for slot in slots])
    counts = [
        count_together(near, [_positions(slot, field) for slot in slots])
        for field in fields.tolist()
    ]
    return np.repeat(fields, np.array(counts, np.intp))


def _positions(places: Places, field: int) -> list[int]:
    start, end = places.searchsorted((field << POSITION_BITS, (field + 1) << POSITION_BITS))
    found: list[int] = (places[start:end] & _POSITION).tolist()
    return found


def _in_both(some: Places, others: Places) -> Places:
    """Give what is in both of two ascending arrays."""
    if len(some) > len(others):
        return _in_both(others, some)
    if not len(some):
        return some
    if len(some) * _FEW < len(others):
        nearest = others.take(others.searchsorted(some), mode="clip")
        found: Places = some[(nearest == some).nonzero()[0]]
    else:
        every = np.concatenate((some, others))
        # This kind of sorting makes use of what is in order already.
        every.sort(kind="stable")
        found = every[(every[1:] == every[:-1]).nonzero()[0]]
    return found
