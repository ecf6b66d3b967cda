"""Reading a Whoosh index: postings, lengths and columns, over all of its segments.

Documents are numbered through the segments as Whoosh does: a segment's offset plus the
number inside it. Documents that were deleted keep their numbers until a merge, but nothing
here tells of them except `iter_terms`.
"""

from __future__ import annotations

import heapq
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from whoosh.reading import TermNotFound

from searchkit.engines.whoosh.schema import ZONES, field_name


class Postings:
    """One state of the index, open for reading. Columns are read once, when first asked for."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        # The reader of an empty index has no columns, not even empty ones.
        self._leaves: list[tuple[Any, int]] = (
            list(reader.leaf_readers()) if reader.doc_count_all() else []
        )
        self._offsets = [offset for _, offset in self._leaves]
        self._columns: dict[str, Callable[[int], bytes]] = {}
        self._numbers: dict[str, Sequence[int]] = {}
        self.documents: int = reader.doc_count()

    def iter_frequencies(self, field: str, term: str) -> Iterator[tuple[int, float]]:
        """Yield each document with the term, and how often it has it."""
        for matcher, offset in self._matchers(field, term):
            while matcher.is_active():
                yield matcher.id() + offset, matcher.weight()
                matcher.next()

    def iter_positions(self, field: str, term: str) -> Iterator[tuple[int, list[int]]]:
        """Yield each document with the term, and its positions there."""
        for matcher, offset in self._matchers(field, term):
            while matcher.is_active():
                yield matcher.id() + offset, matcher.value_as("positions")
                matcher.next()

    def _matchers(self, field: str, term: str) -> Iterator[tuple[Any, int]]:
        for leaf, offset in self._leaves:
            try:
                yield leaf.postings(field, term.encode()), offset
            except TermNotFound:
                continue

    def positions_in(self, document: int, field: str, term: str) -> list[int]:
        """Give the positions of a term in one document; none where it is not there."""
        for matcher, offset in self._matchers(field, term):
            if offset <= document and matcher.is_active():
                matcher.skip_to(document - offset)
                if matcher.is_active() and matcher.id() + offset == document:
                    return list(matcher.value_as("positions"))
        return []

    def frequency(self, field: str, term: str) -> int:
        """Count the documents with the term."""
        return sum(_leaf_frequency(leaf, field, term.encode()) for leaf, _ in self._leaves)

    def iter_terms(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        """Yield the terms of a field that begin so, in order, with their document frequency.

        Deleted documents count until a merge.
        """
        streams = [
            (
                (term, info.doc_frequency())
                for term, info in leaf.iter_prefix(field, prefix.encode())
            )
            for leaf, _ in self._leaves
        ]
        for term, counted in groupby(heapq.merge(*streams), key=itemgetter(0)):
            yield term.decode(), sum(count for _, count in counted)

    def iter_documents(self) -> Iterator[int]:
        """Yield the numbers of all documents."""
        for leaf, offset in self._leaves:
            for number in leaf.all_doc_ids():
                yield number + offset

    def column(self, name: str) -> Callable[[int], bytes]:
        """Give the look-up from a document to its value in a column of bytes."""
        if name not in self._columns:
            self._columns[name] = self._read_column(name)
        return self._columns[name]

    def _read_column(self, name: str) -> Callable[[int], bytes]:
        columns = [leaf.column_reader(name, translate=False) for leaf, _ in self._leaves]
        if len(columns) == 1:
            return columns[0].__getitem__  # type: ignore[no-any-return]
        offsets = self._offsets

        def value(document: int) -> bytes:
            segment = bisect_right(offsets, document) - 1
            return columns[segment][document - offsets[segment]]  # type: ignore[no-any-return]

        return value

    def numbers(self, name: str) -> Sequence[int]:
        """Give the values of a column of numbers; those of deleted documents are among them."""
        if name not in self._numbers:
            values = array("I")
            for leaf, _ in self._leaves:
                values.extend(leaf.column_reader(name, translate=False).load())
            self._numbers[name] = values
        return self._numbers[name]

    def lengths(self, zone: str) -> Sequence[int]:
        """Give the number of words in a zone for each document."""
        return self.numbers(f"{zone}_length")

    def average_length(self, zone: str) -> float:
        """Average the words in a zone over the documents.

        Whoosh's own sum still counts the deleted ones, and is no longer exact after a merge.
        """
        lengths = self.lengths(zone)
        return sum(lengths[document] for document in self.iter_documents()) / (self.documents or 1)

    def stored_fields(self, document: int) -> dict[str, Any]:
        """Fetch what is stored of a document."""
        return self._reader.stored_fields(document)  # type: ignore[no-any-return]

    def number(self, doc_id: str) -> int | None:
        """Find the number of the document with this id."""
        return next((number for number, _ in self.iter_frequencies("doc_id", doc_id)), None)

    def words(self) -> int:
        """Count the distinct word forms in the texts."""
        return sum(1 for _ in self._reader.lexicon(field_name(ZONES[1], "exact")))

    def close(self) -> None:
        """Close the files."""
        self._reader.close()


def _leaf_frequency(leaf: Any, field: str, term: bytes) -> int:
    frequency = int(leaf.doc_frequency(field, term))
    if not frequency or not leaf.has_deletions():
        return frequency
    # Whoosh counts the deleted documents too.
    return sum(1 for _ in leaf.postings(field, term).all_ids())
