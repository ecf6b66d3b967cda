"""Reading a Whoosh index: postings, lengths and columns, over all of its segments.

Documents are numbered through the segments as Whoosh does: a segment's offset plus the
number inside it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Any

from whoosh.reading import TermNotFound

from searchkit.engines.whoosh.schema import ZONES, field_name


class Postings:
    """One state of the index, open for reading."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self._leaves: list[tuple[Any, int]] = list(reader.leaf_readers())
        self._offsets = [offset for _, offset in self._leaves]
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

    def frequency(self, field: str, term: str) -> int:
        """Count the documents with the term, deleted ones among them until a merge."""
        return int(self._reader.doc_frequency(field, term.encode()))

    def iter_terms(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        """Yield the terms of a field that begin so, in order, with their document frequency."""
        for term, info in self._reader.iter_prefix(field, prefix.encode()):
            yield term.decode(), int(info.doc_frequency())

    def iter_documents(self) -> Iterator[int]:
        """Yield the numbers of all documents that are not deleted."""
        return iter(self._reader.all_doc_ids())

    def average_length(self, zone: str) -> float:
        """Average the words in a zone over the documents."""
        documents = self._reader.doc_count_all()
        return float(self._reader.field_length(field_name(zone, "stem"))) / (documents or 1)

    def lengths(self, zone: str) -> Callable[[int], int]:
        """Give the look-up from a document to the words in its zone."""
        return self.column(f"{zone}_length")

    def column(self, name: str) -> Callable[[int], Any]:
        """Give the look-up from a document to its value in a column."""
        columns = [leaf.column_reader(name) for leaf, _ in self._leaves]
        if len(columns) == 1:
            return columns[0].__getitem__  # type: ignore[no-any-return]
        offsets = self._offsets

        def value(document: int) -> Any:
            segment = bisect_right(offsets, document) - 1
            return columns[segment][document - offsets[segment]]

        return value

    def stored_fields(self, document: int) -> dict[str, Any]:
        """Fetch what is stored of a document."""
        return self._reader.stored_fields(document)  # type: ignore[no-any-return]

    def number(self, doc_id: str) -> int | None:
        """Find the number of the document with this id."""
        return next((number for number, _ in self.iter_ids_equal(doc_id)), None)

    def iter_ids_equal(self, doc_id: str) -> Iterator[tuple[int, float]]:
        """Yield the documents with this id: one, or none."""
        return self.iter_frequencies("doc_id", doc_id)

    def words(self) -> int:
        """Count the distinct word forms in the texts."""
        return sum(1 for _ in self._reader.lexicon(field_name(ZONES[1], "exact")))

    def close(self) -> None:
        """Close the files."""
        self._reader.close()
