"""Write the terms of a segment: posting by posting as Whoosh does, or run by run.

`whoosh.terms` reads them, and tells how they lie.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any
from zlib import crc32

from whoosh import formats
from whoosh.codec import base

from searchkit.engines.whoosh.dictionary import LARGEST_PLACE, NO_POSITION, SINGLE
from searchkit.engines.whoosh.runs import SPAN, Run, encode
from searchkit.engines.whoosh.terms import POSTINGS, POSTINGS_HEADER, TERMS
from searchkit.engines.whoosh.writing.dictionary import DictionaryWriter


class FlatFieldWriter(base.FieldWriter):  # type: ignore[misc]
    """Write terms in order, posting by posting as Whoosh does, or run by run."""

    def __init__(self, storage: Any, segment: base.Segment) -> None:
        self._dictionary = DictionaryWriter(segment.create_file(storage, TERMS))
        self._file = segment.create_file(storage, POSTINGS)
        self._at = 0
        self._format: Any = None
        self._term = b""
        self._documents: list[int] = []
        self._weights: list[float] = []
        self._values: list[bytes] = []
        self.is_closed = False

    def start_field(self, fieldname: str, fieldobj: Any) -> None:
        self._dictionary.start_field(fieldname)
        self._format = fieldobj.format

    def start_term(self, text: bytes) -> None:
        self._term = text
        self._documents, self._weights, self._values = [], [], []

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int) -> None:
        self._documents.append(docnum)
        self._weights.append(weight)
        self._values.append(vbytes)

    def finish_term(self) -> None:
        runs = tuple(self._iter_runs())
        if not self.write_if_single(self._term, runs):
            place = self.write_run(b"".join(map(encode, runs)))
            self.write_term(self._term, len(self._documents), place)

    def write_run(self, data: bytes) -> int:
        """Write the encoded run of a term, or several behind each other, and give the place."""
        return self.write_runs((data,))[0]

    def write_runs(self, runs: Sequence[bytes]) -> list[int]:
        """Write the encoded runs of several terms, and give their places."""
        sizes = [POSTINGS_HEADER.size + len(run) for run in runs]
        *places, self._at = accumulate(sizes, initial=self._at)
        if places and places[-1] > LARGEST_PLACE:
            raise OverflowError("a segment cannot have more than 2 GB of postings")
        sized = [len(run).to_bytes(4, "little") + run for run in runs]
        self._file.write(b"".join([crc32(run).to_bytes(4, "little") + run for run in sized]))
        return places

    def write_term(self, term: bytes, documents: int, place: int) -> None:
        """Enter a term of the current field into the dictionary."""
        self._dictionary.add(term, documents, place)

    def write_terms(
        self, terms: Sequence[bytes], numbers: Sequence[int], places: Sequence[int]
    ) -> None:
        """Enter many terms of the current field, as `DictionaryWriter.extend` takes them."""
        self._dictionary.extend(terms, numbers, places)

    def write_single(self, term: bytes, document: int, position: int = NO_POSITION) -> None:
        """Enter a term of the current field that stands at one place only."""
        self._dictionary.add(term, document, position | SINGLE)

    def write_if_single(self, term: bytes, runs: Sequence[Run]) -> bool:
        """Enter a term if its postings are one place only; otherwise do nothing."""
        if len(runs) != 1 or len(runs[0].documents) != 1:
            return False
        first, documents, frequencies, _, weights, opaque = run = runs[0]
        positions = (NO_POSITION,) if run.positions is None else run.positions
        is_once = frequencies is None or frequencies[0] == 1
        if not is_once or weights or opaque is not None or len(positions) != 1:
            return False
        if run.positions is not None and positions[0] >= NO_POSITION:
            return False
        self.write_single(term, first + documents[0], positions[0])
        return True

    def _iter_runs(self) -> Iterator[Run]:
        start = 0
        while start < len(self._documents):
            first = self._documents[start]
            end = start
            while end < len(self._documents) and self._documents[end] - first < SPAN:
                end += 1
            yield self._run(first, start, end)
            start = end

    def _run(self, first: int, start: int, end: int) -> Run:
        documents = [number - first for number in self._documents[start:end]]
        weights, values = self._weights[start:end], self._values[start:end]
        format_ = self._format
        if isinstance(format_, formats.Positions) and _has_plain_positions(format_):
            places = [format_.decode_positions(value) for value in values]
            counts = [len(some) for some in places]
            positions = [position for some in places for position in some]
            return Run(first, documents, counts, positions, _unless_same(weights, counts))
        if not any(values):
            counts = [int(weight) for weight in weights]
            return Run(first, documents, counts, None, _unless_same(weights, counts))
        return Run(first, documents, None, None, weights, tuple(values))

    def close(self) -> None:
        self._dictionary.close()
        self._file.close()
        self.is_closed = True

    def abandon(self) -> None:
        """Let go of the files where they will not be finished; after `close`, do nothing."""
        if not self.is_closed:
            self._dictionary.abandon()
            self._file.close()
            self.is_closed = True


def _has_plain_positions(format_: formats.Positions) -> bool:
    """Tell positions from the formats that Whoosh derives from them, which hold more."""
    return not isinstance(format_, formats.Characters | formats.PositionBoosts)


def _unless_same(weights: Sequence[float], counts: Sequence[int]) -> Sequence[float] | None:
    return None if all(map(float.__eq__, map(float, weights), map(float, counts))) else weights
