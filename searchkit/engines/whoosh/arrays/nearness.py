"""Fields where words stand together, over the places of all documents at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from searchkit.engines.whoosh.arrays.postings import POSITION_BITS, ArrayPostings, Numbers, Table
from searchkit.query.proximity import count_together
from searchkit.query.terms import Near, OneOf, WeightedTerm

Places = NDArray[np.int64]

_POSITION = (1 << POSITION_BITS) - 1


class ArrayNearness:
    """Find out where the words of a phrase are together: what `proximity` says, at once."""

    def __init__(self, postings: ArrayPostings) -> None:
        self._postings = postings

    def fields(self, near: Near) -> Numbers:
        """Give the field of each occurrence, so that one with several is there as often."""
        if not near.slots:
            return np.empty(0, np.intp)
        within = self._with_all(near)
        slots = [self._places(slot, within) for slot in near.slots]
        if near.distance is None:
            return _firsts_in_order(slots, near.gaps) >> POSITION_BITS
        return _fields_within(near, slots)

    def _with_all(self, near: Near) -> Table:
        """Find the fields that have a word of every slot."""
        tables = []
        for slot in near.slots:
            table = np.zeros(2 * self._postings.size, np.bool_)
            for term in slot.terms:
                table[self._term(term, near.title_only)] = True
            tables.append(table)
        within = reduce(np.logical_and, tables)
        return within & self._postings.live_fields

    def _term(self, term: WeightedTerm, title_only: bool) -> Numbers:
        arrays = self._postings.term(term.kind, term.term)
        return arrays.fields[: arrays.titles] if title_only else arrays.fields

    def _places(self, slot: OneOf, within: Table) -> Places:
        """Give the places of a slot's words in some fields, ascending."""
        found = []
        for term in slot.terms:
            places = self._postings.places(term.kind, term.term)
            found.append(places[within[places >> POSITION_BITS]])
        if len(found) == 1:
            return found[0]
        return np.unique(np.concatenate([np.empty(0, np.int64), *found]))


def _firsts_in_order(slots: Sequence[Places], gaps: tuple[int, int]) -> Places:
    """Keep the places of the first slot that the others follow, each so far behind the last."""
    fewest, most = gaps
    *before, following = slots
    for slot in reversed(before):
        if not len(following):
            return following
        nearest = following.take(np.searchsorted(following, slot + fewest), mode="clip")
        # At the end, where there is none behind, it is one before.
        gap = nearest - slot
        following = slot[(gap >= fewest) & (gap <= most)]
    return following


def _fields_within(near: Near, slots: Sequence[Places]) -> Numbers:
    """Count field by field: any order, and words asked for twice, are not for arrays."""
    fields = np.unique(slots[0] >> POSITION_BITS)
    starts = fields << POSITION_BITS
    pieces = [np.split(slot & _POSITION, np.searchsorted(slot, starts))[1:] for slot in slots]
    counts = [
        count_together(near, [places.tolist() for places in field])
        for field in zip(*pieces, strict=True)
    ]
    return np.repeat(fields, np.array(counts, np.intp))
