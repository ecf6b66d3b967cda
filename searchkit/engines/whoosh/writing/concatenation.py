"""Merge segments: their columns document by document, their postings run behind run.

A long run is copied as it stands, but for the number of its first document; short ones that
are neighbours become one, so that a word does not end up in as many pieces as there have been
updates. Only a segment with deleted documents has its postings taken apart.
"""

from __future__ import annotations

import struct
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from heapq import merge as merge_sorted
from itertools import chain, groupby, islice, repeat
from operator import itemgetter
from typing import Any

from whoosh.reading import SegmentReader

from searchkit.engines.whoosh.codec import FlatCodec, FlatSegment
from searchkit.engines.whoosh.columns import Numbers, SealedColumn
from searchkit.engines.whoosh.dictionary import Entry
from searchkit.engines.whoosh.runs import SPAN, Run, decode, encode, iter_encoded, move, move_all
from searchkit.engines.whoosh.schema import ZONES, make_schema
from searchkit.engines.whoosh.writing.columns import ColumnsWriter

LONG_RUN = 256
"""Documents from which a run is copied as it stands."""

_COPIED_AT_ONCE = 1_024
"""Documents whose columns are in memory when segments are merged."""

_DELETED = -1

_ORIGIN = struct.Struct("<HIi")

Found = tuple[bytes, int, Entry]
"""A term in a source: the term, the number of the source, what its dictionary has of it."""


def merge(storage: Any, indexname: str, segments: Sequence[FlatSegment]) -> FlatSegment:
    """Write segments into one, without their deleted documents."""
    codec, schema = FlatCodec(), make_schema()
    target = codec.new_segment(storage, indexname)
    with ExitStack() as stack:
        readers = [
            stack.enter_context(closing(SegmentReader(storage, schema, segment)))
            for segment in segments
        ]
        sources, total = [], 0
        for reader in readers:
            sources.append(_Source(reader, total))
            total += reader.doc_count()
        columns = ColumnsWriter(storage, target, schema)
        stack.callback(columns.abandon)
        for source in sources:
            source.copy_columns(columns, schema)
        columns.close()
        terms = codec.field_writer(storage, target)
        stack.callback(terms.abandon)
        _write_terms(terms, sources, schema)
        terms.close()
    target.create_compound_file(storage)
    return target


class _Source:
    """One of the segments, and the numbers that its documents get."""

    def __init__(self, reader: Any, base: int) -> None:
        self.reader = reader
        self.terms = reader.cursor("doc_id").reader
        self._base = base
        self._numbers: array[int] | None = None
        if reader.has_deletions():
            self._numbers = array("q", repeat(_DELETED, reader.doc_count_all()))
            for number, document in enumerate(reader.all_doc_ids(), start=base):
                self._numbers[document] = number

    def copy_columns(self, writer: ColumnsWriter, schema: Any) -> None:
        """Write the columns of the documents that are left behind those of earlier segments."""
        values = {
            name: _look_up(self.reader, name, field.column_type)
            for name, field in schema.items()
            if field.column_type
        }
        lengths = {zone: values.pop(f"{zone}_length") for zone in ZONES}
        left = iter(self.reader.all_doc_ids())
        while documents := list(islice(left, _COPIED_AT_ONCE)):
            writer.extend({name: list(map(value, documents)) for name, value in values.items()})
            for zone, length in lengths.items():
                writer.extend_lengths(zone, list(map(length, documents)))

    def iter_terms(self, name: str, number: int) -> Iterator[Found]:
        """Yield the terms of a field, each with the source's number."""
        for entry in self.terms.dictionary.iter_from(name):
            yield entry.term, number, entry

    def renumbered(self, document: int) -> int:
        """Give the new number of a document; _DELETED for one that is left behind."""
        return self._base + document if self._numbers is None else self._numbers[document]

    def moved(self, place: int) -> bytes | None:
        """Give the runs at a place under their new numbers, if that is all there is to do."""
        if self._numbers is not None:
            return None
        return move_all(self.terms.read(place), self._base)

    def encoded(self, entry: Entry) -> Iterator[tuple[int, bytes]]:
        """Yield the runs of a term under their new numbers, each with its documents counted."""
        if self._numbers is not None:
            for run in self.terms.runs(entry):
                renumbered = _renumber(run, self._numbers)
                if renumbered is not None:
                    yield len(renumbered.documents), encode(renumbered)
        elif entry.document >= 0:
            (run,) = self.terms.runs(entry)
            yield 1, encode(run._replace(first=self._base + entry.document))
        else:
            for count, encoded in iter_encoded(self.terms.read(entry.place)):
                yield count, move(encoded, self._base)


def _look_up(reader: Any, name: str, column: Any) -> Any:
    """Give the function from a document to its value, as it is to be written again."""
    opened = reader.column_reader(name, column, translate=False)
    if isinstance(column, Numbers):
        return opened.load().__getitem__
    return opened.sealed if isinstance(column, SealedColumn) else opened.__getitem__


def _renumber(run: Run, numbers: Sequence[int]) -> Run | None:
    """Give the documents of a run their new numbers; None where all of them are deleted."""
    new = [numbers[document] for document in run.numbers()]
    kept = [at for at, number in enumerate(new) if number != _DELETED]
    if not kept:
        return None
    frequencies = _frequencies(run)
    starts = run.starts()
    positions = run.positions
    return Run(
        new[kept[0]],
        [new[at] - new[kept[0]] for at in kept],
        [frequencies[at] for at in kept],
        None
        if positions is None
        else list(chain.from_iterable(positions[starts[at] : starts[at + 1]] for at in kept)),
    )


def _write_terms(writer: Any, sources: Sequence[_Source], schema: Any) -> None:
    """Write the fields in order. A field may have postings in common with the one before it."""
    names = sorted({name for source in sources for name in source.terms.indexed_field_names()})
    before = _Written(len(sources))
    for name in names:
        writer.start_field(name, schema[name])
        written = _Written(len(sources))
        streams = (source.iter_terms(name, number) for number, source in enumerate(sources))
        for term, same in groupby(merge_sorted(*streams), key=itemgetter(0)):
            found = tuple(same)
            _, number, entry = found[0]
            if len(found) == 1 and entry.document >= 0:
                document = sources[number].renumbered(entry.document)
                if document != _DELETED:
                    writer.write_single(term, document, entry.place)
                continue
            known = before.find(found)
            if known is None:
                known = _write_postings(writer, sources, found)
                written.add(found, known)
            if known[0]:
                writer.write_term(term, *known)
        before = written


def _write_postings(
    writer: Any, sources: Sequence[_Source], found: Sequence[Found]
) -> tuple[int, int]:
    """Write the postings of a term and give the number of its documents, and their place."""
    if len(found) == 1:
        # Most terms are in one source only.
        _, number, entry = found[0]
        moved = sources[number].moved(entry.place)
        if moved is not None:
            return entry.documents, writer.write_run(moved)
    runs = [run for _, number, entry in found for run in sources[number].encoded(entry)]
    documents = sum(count for count, _ in runs)
    return documents, writer.write_runs(_iter_joined(runs)) if documents else 0


def _iter_joined(runs: Iterable[tuple[int, bytes]]) -> Iterator[bytes]:
    """Make one run of short ones that are neighbours, and leave long ones as they are."""
    for long, neighbours in groupby(runs, key=lambda run: run[0] >= LONG_RUN):
        encoded = [run for _, run in neighbours]
        if long or len(encoded) == 1:
            yield from encoded
        else:
            yield from map(encode, _iter_joined_short(next(decode(run)) for run in encoded))


def _iter_joined_short(runs: Iterable[Run]) -> Iterator[Run]:
    joined: Run | None = None
    for run in runs:
        if joined is None:
            joined = run
        elif run.first + run.documents[-1] - joined.first < SPAN:
            joined = _join(joined, run)
        else:
            yield joined
            joined = run
    if joined is not None:
        yield joined


def _join(run: Run, other: Run) -> Run:
    gap = other.first - run.first
    positions = run.positions
    return Run(
        run.first,
        [*run.documents, *(gap + document for document in other.documents)],
        [*_frequencies(run), *_frequencies(other)],
        None if positions is None else [*positions, *(other.positions or ())],
    )


def _frequencies(run: Run) -> Sequence[int]:
    return run.frequencies or [1] * len(run.documents)


class _Written:
    """Where the postings of one field have gone, to be found by where they came from.

    Three arrays a source, sorted as the places in it are: few bytes for each of some millions of
    terms. What comes from single places only is not noted: it is as short as a note.
    """

    def __init__(self, sources: int) -> None:
        self._from = [array("I") for _ in range(sources)]
        self._documents = [array("I") for _ in range(sources)]
        self._to = [array("I") for _ in range(sources)]
        self._whole: list[list[bytes]] = [[] for _ in range(sources)]

    def add(self, found: Sequence[Found], written: tuple[int, int]) -> None:
        """Note where postings went, unless their places are out of order."""
        whole = _describe(found)
        for _, number, entry in found:
            known = self._from[number]
            if entry.document < 0 and (not known or entry.place > known[-1]):
                known.append(entry.place)
                self._documents[number].append(written[0])
                self._to[number].append(written[1])
                self._whole[number].append(whole)

    def find(self, found: Sequence[Found]) -> tuple[int, int] | None:
        """Find where the very same postings went; None where they have not been written."""
        for _, number, entry in found:
            if entry.document < 0:
                known = self._from[number]
                at = bisect_left(known, entry.place)
                if at == len(known) or known[at] != entry.place:
                    return None
                if self._whole[number][at] != _describe(found):
                    return None
                return self._documents[number][at], self._to[number][at]
        return None


def _describe(found: Sequence[Found]) -> bytes:
    """Tell where postings come from, in few bytes; nothing where that is one place."""
    if len(found) == 1:
        return b""
    return b"".join(
        _ORIGIN.pack(number, entry.place, entry.document) for _, number, entry in found
    )
