"""Reading an index: postings, lengths and columns, over all of its segments.

Documents are numbered through the segments as Whoosh does: a segment's offset plus the
number inside it. Documents that were deleted keep their numbers until a merge; postings,
columns and `iter_terms` still tell of them, and `deleted` says which they are.
"""

from __future__ import annotations

import heapq
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import chain, groupby, takewhile
from operator import itemgetter
from typing import Any

from searchkit.engines.whoosh.runs import Run
from searchkit.engines.whoosh.schema import ZONES, field_name

_TERMS_KEPT = 128
"""Terms whose postings are kept decoded."""
_COUNTS_KEPT = 4096
"""Terms of which it is remembered how many documents have them: less than a megabyte."""


class TermPostings:
    """The documents of one term in one field, deleted ones too, and what they have of it."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self.runs = runs
        self._starts: list[list[int] | None] = [None] * len(runs)
        self._firsts = [run.first + run.documents[0] for run in runs]

    @cached_property
    def documents(self) -> Sequence[int]:
        """The numbers of the documents, ascending."""
        return _joined([run.numbers() for run in self.runs])

    @cached_property
    def frequencies(self) -> Sequence[int]:
        """How often each of the documents has the term."""
        return _joined([run.frequencies or b"\1" * len(run.documents) for run in self.runs])

    def __len__(self) -> int:
        return sum(len(run.documents) for run in self.runs)

    def frequency(self, document: int) -> int:
        """Say how often a document has the term."""
        at = bisect_left(self.documents, document)
        found = at < len(self.documents) and self.documents[at] == document
        return self.frequencies[at] if found else 0

    def positions(self, document: int) -> Sequence[int]:
        """Give the positions of the term in a document, ascending; none where it is not there."""
        number = bisect_right(self._firsts, document) - 1
        if number < 0:
            return ()
        run = self.runs[number]
        wanted = document - run.first
        at = bisect_left(run.documents, wanted)
        if at == len(run.documents) or run.documents[at] != wanted or run.positions is None:
            return ()
        starts = self._starts[number]
        if starts is None:
            starts = self._starts[number] = run.starts()
        return run.positions[starts[at] : starts[at + 1]]


def _joined(pieces: Sequence[Sequence[int]]) -> Sequence[int]:
    return pieces[0] if len(pieces) == 1 else list(chain.from_iterable(pieces))


class Postings:
    """One state of the index, open for reading. Columns are read once, when first asked for."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        # The reader of an empty index has no columns, not even empty ones.
        self._leaves: list[tuple[Any, int]] = (
            list(reader.leaf_readers()) if reader.doc_count_all() else []
        )
        self._terms = [(leaf.cursor("doc_id").reader, offset) for leaf, offset in self._leaves]
        self._offsets = [offset for _, offset in self._leaves]
        self._columns: dict[str, Callable[[int], bytes]] = {}
        self._numbers: dict[str, Sequence[int]] = {}
        self.documents: int = reader.doc_count()
        self.find = lru_cache(_TERMS_KEPT)(self._find)
        self.frequency = lru_cache(_COUNTS_KEPT)(self._frequency)

    def _find(self, field: str, term: str) -> TermPostings:
        """Read the postings of a term, kept for when it is asked for again."""
        runs = []
        for terms, offset in self._terms:
            entry = terms.dictionary.find(field, term.encode())
            if entry is not None:
                found = terms.runs(entry)
                runs += [
                    run._replace(first=run.first + offset) if offset else run for run in found
                ]
        return TermPostings(runs)

    @cached_property
    def deleted(self) -> frozenset[int]:
        """The numbers of the documents that were deleted."""
        return frozenset(
            offset + document
            for leaf, offset in self._leaves
            for document in leaf.segment().deleted_docs()
        )

    def _frequency(self, field: str, term: str) -> int:
        """Count the documents with the term, and remember it."""
        if self.deleted:
            documents = self.find(field, term).documents
            return len(documents) - len(self.deleted.intersection(documents))
        encoded = term.encode()
        found = [terms.dictionary.find(field, encoded) for terms, _ in self._terms]
        return sum([entry.documents for entry in found if entry is not None])

    def iter_terms(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        """Yield the terms of a field that begin so, in order, with their document frequency.

        Deleted documents count until a merge.
        """
        start = prefix.encode()
        streams = [
            takewhile(lambda entry: entry.term.startswith(start), entries)
            for entries in (terms.dictionary.iter_from(field, start) for terms, _ in self._terms)
        ]
        merged = streams[0] if len(streams) == 1 else heapq.merge(*streams)
        for term, counted in groupby(merged, key=itemgetter(0)):
            yield term.decode(), sum(entry.documents for entry in counted)

    def iter_documents(self) -> Iterator[int]:
        """Yield the numbers of all documents."""
        for leaf, offset in self._leaves:
            for number in leaf.all_doc_ids():
                yield number + offset

    @cached_property
    def every(self) -> frozenset[int]:
        """The numbers of all documents."""
        return frozenset(self.iter_documents())

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
        """Average the words in a zone over the documents."""
        words: int = sum(leaf.field_length(zone) for leaf, _ in self._leaves)
        if self.deleted:
            words -= sum(map(self.lengths(zone).__getitem__, self.deleted))
        return words / (self.documents or 1)

    def number(self, doc_id: str) -> int | None:
        """Find the number of the document with this id."""
        # Not remembered: an update asks for the number of each document, and once.
        found = self._find("doc_id", doc_id).documents if self._terms else ()
        return next((number for number in found if number not in self.deleted), None)

    def segments(self) -> list[Any]:
        """Give what the table of contents says of each segment."""
        return [leaf.segment() for leaf, _ in self._leaves]

    def words(self) -> int:
        """Count the distinct word forms in the texts."""
        field = field_name(ZONES[1], "exact")
        if len(self._terms) == 1:
            return int(self._terms[0][0].dictionary.count(field))
        return sum(1 for _ in self.iter_terms(field, ""))

    def close(self) -> None:
        """Close the files."""
        self._reader.close()
