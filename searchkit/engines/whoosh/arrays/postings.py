"""Postings as NumPy arrays: what words count for in which documents, and where they stand.

A field here is a zone of a document, known by one number: that of the document for its title,
and that plus how many documents there are for its text. A place is a field and a position in it,
as one number, so that words which stand together are numbers close together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searchkit.engines import scoring
from searchkit.engines.whoosh.arrays.ranked import (
    Combiner,
    Floats,
    Numbers,
    Ranked,
    joined,
    unscored,
)
from searchkit.engines.whoosh.evaluator import lookups
from searchkit.engines.whoosh.keeping import Kept
from searchkit.engines.whoosh.postings import Postings
from searchkit.engines.whoosh.runs import Run
from searchkit.engines.whoosh.schema import ZONES, field_name
from searchkit.query.terms import OneOf, WeightedTerm

Places = NDArray[np.int64]

POSITION_BITS = 32
"""Bits of a place that are the position."""

KEPT_BYTES = 1 << 26
"""What the words may take that are kept, and as much again their places, and phrases."""


class ArrayPostings:
    """The postings of one state of the index, as arrays."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        self._size = len(postings.lengths(ZONES[0]))
        self._starts = dict(zip(ZONES, (0, self._size), strict=True))
        self.combiner = Combiner(self._size)
        self._words: Kept[Ranked] = Kept(KEPT_BYTES)
        self._places: Kept[Places] = Kept(KEPT_BYTES)

    @cached_property
    def every(self) -> Numbers:
        """The numbers of all documents."""
        return np.flatnonzero(self._live)

    @cached_property
    def _live(self) -> NDArray[np.bool_]:
        table = np.ones(self._size, np.bool_)
        table[list(self._postings.deleted)] = False
        return table

    @cached_property
    def _live_fields(self) -> NDArray[np.bool_]:
        return np.tile(self._live, len(ZONES))

    @cached_property
    def _norms(self) -> Floats:
        """What one occurrence in each field counts for."""
        return np.concatenate([self._zone_norms(zone) for zone in ZONES])

    def _zone_norms(self, zone: str) -> Floats:
        lengths, which = np.unique(np.asarray(self._postings.lengths(zone)), return_inverse=True)
        average = self._postings.average_length(zone)
        norms = [scoring.weighted_frequency(zone, 1.0, int(each), average) for each in lengths]
        return np.array(norms, np.float64)[which]

    def word(self, word: OneOf) -> Ranked:
        """Score the documents with a word."""
        terms = tuple([(term.term, term.kind, term.weight) for term in word.terms])
        return self._words.find((terms, word.title_only), lambda: self._read_word(word))

    def _read_word(self, word: OneOf) -> Ranked:
        whole, parts = self._weighted(word, parts=False), self._weighted(word, parts=True)
        matching = len(whole.documents) or len(parts.documents)
        total = self.combiner.add_up(
            (whole.documents, parts.documents), (whole.scores, parts.scores)
        )
        return self._saturated(total, matching)

    def _weighted(self, word: OneOf, *, parts: bool) -> Ranked:
        """Weigh how often documents have a word, or only its part in compounds."""
        fields: list[Numbers] = []
        counts: list[Floats] = []
        for zone, term in lookups(word):
            if (term.kind == "part") == parts:
                for run in self._runs(zone, term):
                    first = run.first + self._starts[zone]
                    fields.append(np.asarray(run.documents, np.intp) + first)
                    counts.append(np.asarray(term.weight * _counts(run), np.float64))
        every = joined(fields, np.intp)
        total = self._added(every, joined(counts, np.float64) * self._norms[every])
        return total.where(self._live[total.documents]) if self._postings.deleted else total

    def occurrences(self, fields: Numbers) -> Ranked:
        """Score the documents with a phrase by the field of each of its occurrences."""
        if not len(fields):
            return unscored(fields)
        total = self._added(fields, self._norms[fields])
        return self._saturated(total, len(total.documents))

    def _added(self, fields: Numbers, frequencies: Floats) -> Ranked:
        """Add up what there is in the fields of each document."""
        documents = np.where(fields < self._size, fields, fields - self._size)
        return self.combiner.add_up((documents,), (frequencies,))

    def _saturated(self, total: Ranked, matching: int) -> Ranked:
        """Score weighted frequencies; see `scoring.word_scores`."""
        rarity = scoring.inverse_document_frequency(self._postings.documents, matching)
        documents, frequencies = total
        highest = scoring.highest_score(rarity)
        return Ranked(documents, highest * frequencies / (frequencies + scoring.K1))

    def places(self, slot: OneOf, *, title_only: bool) -> Places:
        """Give the places of a slot's words, ascending."""
        key = slot_key(slot), title_only
        return self._places.find(key, lambda: self._read_places(slot, title_only))

    def _read_places(self, slot: OneOf, title_only: bool) -> Places:
        found = [
            joined(list(self._iter_places(term, title_only)), np.int64) for term in slot.terms
        ]
        places = found[0] if len(found) == 1 else np.unique(joined(found, np.int64))
        if not self._postings.deleted:
            return places
        live: Places = places[self._live_fields[places >> POSITION_BITS]]
        return live

    def _iter_places(self, term: WeightedTerm, title_only: bool) -> Iterator[Places]:
        for zone in ZONES[:1] if title_only else ZONES:
            for run in self._runs(zone, term):
                if run.positions is not None:
                    fields = np.asarray(run.documents, np.int64) + run.first + self._starts[zone]
                    repeated = np.repeat(fields << POSITION_BITS, _counts(run))
                    yield repeated + np.asarray(run.positions)

    def _runs(self, zone: str, term: WeightedTerm) -> Sequence[Run]:
        return self._postings.find(field_name(zone, term.kind), term.term).runs


def slot_key(slot: OneOf) -> tuple[tuple[str, str], ...]:
    """Say which terms a slot has: what they count for is no matter where they stand."""
    return tuple([(term.term, term.kind) for term in slot.terms])


def _counts(run: Run) -> NDArray[np.integer[Any]]:
    """Say how often each document of a run has the term."""
    if run.frequencies is None:
        return np.ones(len(run.documents), np.uint8)
    return np.asarray(run.frequencies)
