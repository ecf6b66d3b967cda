"""Postings as NumPy arrays: decoded once, weighed by the lengths of texts, and kept.

A field here is a zone of a document, known by one number: that of the document for its title,
and that plus the number of documents for its text. A place is a field and a position in it, as
one number, so that words which stand together are numbers close together.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from functools import cached_property
from typing import Generic, NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from searchkit.engines import scoring
from searchkit.engines.whoosh.postings import Postings
from searchkit.engines.whoosh.runs import Run
from searchkit.engines.whoosh.schema import ZONES, field_name

Table = NDArray[np.bool_]
"""For each document, or each field, whether it is in."""

Numbers = NDArray[np.intp]
Floats = NDArray[np.float64]

POSITION_BITS = 32
"""Bits of a place that are the position."""

KEPT_BYTES = 1 << 26


class TermArrays(NamedTuple):
    """The fields with a term, ascending, and what its occurrences there count for.

    A document with the term in title and text is there twice. `titles` of the fields are titles.
    """

    fields: Numbers
    documents: Numbers
    frequencies: Floats
    titles: int

    @property
    def nbytes(self) -> int:
        """The bytes of the arrays."""
        return self.fields.nbytes + self.documents.nbytes + self.frequencies.nbytes

    def in_titles(self) -> TermArrays:
        """Leave the texts out."""
        return TermArrays(*(array[: self.titles] for array in self[:3]), self.titles)


class Sized(Protocol):
    """What has a size to keep count of."""

    @property
    def nbytes(self) -> int:
        """The bytes it takes."""
        ...


AnySized = TypeVar("AnySized", bound=Sized)


class Kept(Generic[AnySized]):
    """Keep what was made last, as long as it does not take too many bytes in all."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._kept: OrderedDict[Hashable, AnySized] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], AnySized]) -> AnySized:
        """Give what is kept under a key, or make and keep it."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found
        made = self._kept[key] = make()
        self._size += made.nbytes
        while self._size > self._most and len(self._kept) > 1:
            self._size -= self._kept.popitem(last=False)[1].nbytes
        return made


class ArrayPostings:
    """The postings of one state of the index, as arrays."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        self._zone_starts = dict(zip(ZONES, (0, self.size), strict=True))
        self._terms: Kept[TermArrays] = Kept(KEPT_BYTES)
        self._places: Kept[NDArray[np.int64]] = Kept(KEPT_BYTES)

    @cached_property
    def size(self) -> int:
        """How many numbers of documents there are, those of deleted ones among them."""
        return len(self._postings.lengths(ZONES[0]))

    @cached_property
    def live(self) -> Table:
        """The documents that are not deleted."""
        table = np.ones(self.size, np.bool_)
        table[list(self._postings.deleted)] = False
        return table

    @cached_property
    def live_fields(self) -> Table:
        """The fields of those."""
        return np.tile(self.live, len(ZONES))

    @cached_property
    def norms(self) -> Floats:
        """What one occurrence in each field counts for."""
        return np.concatenate([self._zone_norms(zone) for zone in ZONES])

    def _zone_norms(self, zone: str) -> Floats:
        lengths, which = np.unique(np.asarray(self._postings.lengths(zone)), return_inverse=True)
        average = self._postings.average_length(zone)
        norms = [
            scoring.weighted_frequency(zone, 1.0, length, average) for length in lengths.tolist()
        ]
        return np.array(norms, np.float64)[which]

    def documents_of(self, fields: Numbers) -> Numbers:
        """Say whose the fields are."""
        return np.where(fields < self.size, fields, fields - self.size)

    def term(self, kind: str, term: str) -> TermArrays:
        """Read the postings of a term."""
        return self._terms.get((kind, term), lambda: self._read_term(kind, term))

    def _read_term(self, kind: str, term: str) -> TermArrays:
        by_zone = [self._fields(zone, kind, term) for zone in ZONES]
        fields = np.concatenate(by_zone)
        counts = [_counts(run) for zone in ZONES for run in self._runs(zone, kind, term)]
        frequencies = np.concatenate([np.empty(0), *counts]) * self.norms[fields]
        return TermArrays(fields, self.documents_of(fields), frequencies, len(by_zone[0]))

    def _fields(self, zone: str, kind: str, term: str) -> Numbers:
        runs = self._runs(zone, kind, term)
        start = self._zone_starts[zone]
        found = [np.asarray(run.documents, np.intp) + (run.first + start) for run in runs]
        return np.concatenate([np.empty(0, np.intp), *found])

    def _runs(self, zone: str, kind: str, term: str) -> Sequence[Run]:
        return self._postings.find(field_name(zone, kind), term).runs

    def places(self, kind: str, term: str) -> NDArray[np.int64]:
        """Give the places of a term, ascending."""
        return self._places.get((kind, term), lambda: self._read_places(kind, term))

    def _read_places(self, kind: str, term: str) -> NDArray[np.int64]:
        found = [np.empty(0, np.int64)]
        for zone in ZONES:
            for run in self._runs(zone, kind, term):
                if run.positions is not None:
                    fields = np.asarray(run.documents, np.int64)
                    fields += run.first + self._zone_starts[zone]
                    repeated = np.repeat(fields << POSITION_BITS, _counts(run))
                    found.append(repeated + np.asarray(run.positions))
        return np.concatenate(found)


def _counts(run: Run) -> NDArray[np.uint32]:
    """Say how often each document of a run has the term."""
    if run.frequencies is None:
        return np.ones(len(run.documents), np.uint32)
    return np.asarray(run.frequencies, np.uint32)
