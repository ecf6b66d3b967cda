"""The terms of a segment and their postings, looked up for Whoosh.

Terms go into a paged dictionary, those that stand at one place only with that place. The
postings of the others are runs behind a checksum and their length, in a file of their own:

    checksum u32 | length u32 | runs

Fields that hold frequencies or positions have them as numbers; the values of other formats are
kept as Whoosh encodes them.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator
from functools import cached_property
from typing import Any
from zlib import crc32

from whoosh import reading
from whoosh.codec import base
from whoosh.reading import CorruptIndexError, TermNotFound

from searchkit.engines.whoosh.container import ContainedFile, open_contained
from searchkit.engines.whoosh.dictionary import (
    NO_POSITION,
    DictionaryReader,
    Entry,
)
from searchkit.engines.whoosh.matcher import RunMatcher, iter_weights
from searchkit.engines.whoosh.runs import Run, decode

TERMS, POSTINGS = ".trm", ".pst"
POSTINGS_HEADER = struct.Struct("<II")


class FlatTermsReader(base.TermsReader):  # type: ignore[misc]
    """Look up terms and their postings. Raises CorruptIndexError for what was altered."""

    def __init__(self, storage: Any, segment: base.Segment) -> None:
        name = segment.make_filename(TERMS)
        file = open_contained(storage, name, checked=False)
        self._dictionary = DictionaryReader(file, storage.file_length(name))
        self._file = open_contained(storage, segment.make_filename(POSTINGS), checked=False)

    @property
    def dictionary(self) -> DictionaryReader:
        """The terms themselves, for who knows what they are for."""
        return self._dictionary

    def read(self, place: int) -> bytes:
        """Read the encoded runs at a place."""
        header = self._file.get(place, POSTINGS_HEADER.size)
        if len(header) == POSTINGS_HEADER.size:
            checksum, length = POSTINGS_HEADER.unpack(header)
            data: bytes = self._file.get(place + POSTINGS_HEADER.size, length)
            if len(data) == length and crc32(data, crc32(header[4:])) == checksum:
                return data
        raise CorruptIndexError(f"the postings at {place} have been altered")

    def forget(self) -> None:
        """Let go of the memory that what was read of the segment takes."""
        if isinstance(self._file, ContainedFile):
            self._file.forget()

    def runs(self, entry: Entry) -> tuple[Run, ...]:
        """Read the postings of a term."""
        if entry.document < 0:
            return tuple(decode(self.read(entry.place)))
        positions = None if entry.place == NO_POSITION else array("I", (entry.place,))
        return (Run(entry.document, array("H", (0,)), None, positions),)

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._dictionary.find(*term) is not None

    def cursor(self, fieldname: str, fieldobj: Any) -> FlatCursor:
        return FlatCursor(self, fieldname, fieldobj)

    def indexed_field_names(self) -> list[str]:
        return self._dictionary.names()

    def terms(self) -> Iterator[tuple[str, bytes]]:
        return (term for term, _ in self.items())

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        return (term for term, _ in self.items_from(fieldname, prefix))

    def items(self) -> Iterator[tuple[tuple[str, bytes], FlatTermInfo]]:
        for name in self._dictionary.names():
            yield from self._items(name, b"")

    def items_from(
        self, fieldname: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], FlatTermInfo]]:
        names = self._dictionary.names()
        yield from self._items(fieldname, prefix)
        # Whoosh goes on with the next field; who asks for one stops there.
        for name in names[names.index(fieldname) + 1 :] if fieldname in names else ():
            yield from self._items(name, b"")

    def _items(self, name: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], FlatTermInfo]]:
        for entry in self._dictionary.iter_from(name, prefix):
            yield (name, entry.term), FlatTermInfo(self, entry)

    def term_info(self, fieldname: str, text: bytes) -> FlatTermInfo:
        entry = self._dictionary.find(fieldname, text)
        if entry is None:
            raise TermNotFound(f"No term {fieldname}:{text!r}")
        return FlatTermInfo(self, entry)

    def frequency(self, fieldname: str, text: bytes) -> float:
        entry = self._dictionary.find(fieldname, text)
        return 0 if entry is None else FlatTermInfo(self, entry).weight()

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        entry = self._dictionary.find(fieldname, text)
        return 0 if entry is None else entry.documents

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> RunMatcher:
        info = self.term_info(fieldname, text)
        return RunMatcher(info.runs, format_, (fieldname, text), scorer, info)

    def close(self) -> None:
        self._dictionary.close()
        self._file.close()


class FlatTermInfo(reading.TermInfo):  # type: ignore[misc]
    """What Whoosh asks of a term; what the dictionary does not say is read when it is asked."""

    def __init__(self, reader: FlatTermsReader, entry: Entry) -> None:
        super().__init__(df=entry.documents)
        self._reader = reader
        self._entry = entry

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """The postings."""
        return self._reader.runs(self._entry)

    @cached_property
    def _run_weights(self) -> list[float]:
        return [weight for run in self.runs for weight in iter_weights(run)]

    def weight(self) -> float:
        return sum(self._run_weights)

    def max_weight(self) -> float:
        return max(self._run_weights)

    def min_length(self) -> int:
        """Give a length that no field of a document with the term is below."""
        return 1

    def max_length(self) -> int:
        """Give a length that none is above."""
        return (1 << 31) - 1

    def min_id(self) -> int:
        run = self.runs[0]
        return run.first + run.documents[0]

    def max_id(self) -> int:
        run = self.runs[-1]
        return run.first + run.documents[-1]


class FlatCursor(base.FieldCursor):  # type: ignore[misc]
    """Step through the terms of a field, as automata do.

    `reader` is where they are; nothing is read before the cursor is used.
    """

    def __init__(self, reader: FlatTermsReader, fieldname: str, fieldobj: Any) -> None:
        self.reader = reader
        self._name = fieldname
        self._field = fieldobj
        self._entries: Iterator[Entry] | None = None
        self._entry: Entry | None = None

    def first(self) -> Any:
        return self.find(b"")

    def find(self, term: Any) -> Any:
        start = term if isinstance(term, bytes) else self._field.to_bytes(term)
        self._entries = self.reader.dictionary.iter_from(self._name, start)
        return self.next()

    def next(self) -> Any:
        if self._entries is None:
            self.first()
        assert self._entries is not None
        self._entry = next(self._entries, None)
        return self.text()

    def text(self) -> Any:
        if self._entries is None:
            return self.first()
        return None if self._entry is None else self._field.from_bytes(self._entry.term)

    def term_info(self) -> FlatTermInfo | None:
        return None if self._entry is None else FlatTermInfo(self.reader, self._entry)

    def is_valid(self) -> bool:
        return self._entry is not None
