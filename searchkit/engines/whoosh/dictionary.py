"""The terms of a segment, sorted and paged: found by two binary searches, never loaded whole.

    page     checksum u32 | terms u16 | bytes of an end u8, of a number u8
             | ends of the terms' text | numbers | places u32 each | the text of the terms
    index    of each field: where its pages begin and the last ends u64, and their first terms
    end      where the index begins u64 | checksum of the index u32 | magic

A number is how many documents have the term, and a place that of its postings. Most terms stand
at one place in one document: there the number is the document's, and the place is the position,
with the highest bit set. Such a term has no other postings.

A page is checked when it is read, the index when the file is opened, so that an altered file
gives an error and never an answer. Reading a term touches the index and one page.
"""

from __future__ import annotations

import json
import struct
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any, NamedTuple, Protocol
from zlib import crc32

from whoosh.reading import CorruptIndexError

from searchkit.engines.whoosh.flat import unpack

_PAGES_KEPT = 256
PAGE = struct.Struct("<IHBB")
END = struct.Struct("<QI8s")
MAGIC = b"sk-terms"

SINGLE = 1 << 31
"""Set in the place of a term that stands at one place only; the rest is the position."""

LARGEST_PLACE = SINGLE - 1
NO_POSITION = LARGEST_PLACE
"""The position of a term in a field that has none."""

_SEARCHES_WORTH = 16
"""Terms that can be taken apart in the time of one search that does without."""

TYPECODES = {1: "B", 2: "H", 4: "I"}


class Entry(NamedTuple):
    """What the dictionary knows of a term: its documents, deleted ones too, and its postings.

    `document` is that of a term that stands at one place only, which `place` tells then; it is
    -1 for other terms.
    """

    term: bytes
    documents: int
    place: int
    document: int = -1


class File(Protocol):
    """What is needed of Whoosh's StructFile."""

    def get(self, position: int, length: int) -> bytes:
        """Read so many bytes from there."""
        ...

    def write(self, data: bytes) -> Any:
        """Write at the end."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


class DictionaryReader:
    """Look terms up. Raises CorruptIndexError where what it reads has been altered."""

    def __init__(self, file: File, length: int) -> None:
        self._file = file
        try:
            start, checksum, magic = END.unpack(file.get(length - END.size, END.size))
            index = file.get(start, length - END.size - start)
        except (struct.error, ValueError, OverflowError):
            raise CorruptIndexError("the terms are cut short") from None
        if magic != MAGIC or crc32(index) != checksum:
            raise CorruptIndexError("the index of the terms has been altered")
        self._index = index
        head = struct.unpack_from("<I", index)[0]
        self._sections = 4 + head
        self._directory = {name: row for name, *row in json.loads(index[4 : 4 + head])}
        self._fields: dict[str, _Field] = {}
        self._page = lru_cache(_PAGES_KEPT)(self._read_page)

    def names(self) -> list[str]:
        """Name the fields that have terms, in their order."""
        return [name for name, row in self._directory.items() if row[0]]

    def count(self, field: str) -> int:
        """Count the terms of a field."""
        row = self._directory.get(field)
        return row[0] if row else 0

    def find(self, field: str, term: bytes) -> Entry | None:
        """Find a term; None where it is not there."""
        pages = self._pages(field)
        number = -1 if pages is None else pages.firsts.find(term)
        if pages is None or number < 0:
            return None
        page = self._page(pages.starts[number], pages.starts[number + 1])
        at = page.terms.find(term)
        return page.entry(at, term) if page.terms[at] == term else None

    def iter_from(self, field: str, term: bytes = b"") -> Iterator[Entry]:
        """Yield the terms from one on, in order."""
        pages = self._pages(field)
        if pages is None:
            return
        first = max(pages.firsts.find(term), 0)
        for start, end in pairwise(pages.starts[first:]):
            page = self._page(start, end)
            terms = page.terms.all
            for at in range(bisect_left(terms, term), len(terms)):
                yield page.entry(at, terms[at])

    def iter_pages(self, field: str) -> Iterator[Page]:
        """Yield the terms of a field by the page, without remembering them."""
        pages = self._pages(field)
        for start, end in pairwise(pages.starts if pages else ()):
            yield self._read_page(start, end)

    def _pages(self, field: str) -> _Field | None:
        if field not in self._fields:
            row = self._directory.get(field)
            if not row or not row[0]:
                return None
            _, count, start, length = row
            section = self._index[self._sections + start : self._sections + start + length]
            ends = 8 * (count + 1)
            text = ends + 4 * count
            firsts = _Sorted(unpack("I", section[ends:text]), section[text:])
            self._fields[field] = _Field(unpack("Q", section[:ends]), firsts)
        return self._fields[field]

    def _read_page(self, start: int, end: int) -> Page:
        data = self._file.get(start, end - start)
        if crc32(data[4:]) != int.from_bytes(data[:4], "little") or len(data) < PAGE.size:
            raise CorruptIndexError(f"the terms at {start} have been altered")
        _, count, size, number_size = PAGE.unpack_from(data)
        numbers = PAGE.size + size * count
        places = numbers + number_size * count
        text_start = places + 4 * count
        return Page(
            _Sorted(unpack(TYPECODES[size], data[PAGE.size : numbers]), data[text_start:]),
            unpack(TYPECODES[number_size], data[numbers:places]),
            unpack("I", data[places:text_start]),
        )

    def close(self) -> None:
        """Close the file."""
        self._page.cache_clear()
        self._file.close()


class _Sorted:
    """Sorted terms, end to end: a few can be found without taking all of them apart."""

    def __init__(self, ends: array[int], text: bytes) -> None:
        ends.insert(0, 0)
        self._bounds = ends
        self._text = text
        self._searches = 0

    def __len__(self) -> int:
        return len(self._bounds) - 1

    def __getitem__(self, number: int) -> bytes:
        return self._text[self._bounds[number] : self._bounds[number + 1]]

    @cached_property
    def all(self) -> list[bytes]:
        """All of them."""
        return [self._text[start:end] for start, end in pairwise(self._bounds)]

    def find(self, term: bytes) -> int:
        """Give the number of the last that is not after `term`; -1 where all are."""
        if self._searches * _SEARCHES_WORTH > len(self):
            return bisect_right(self.all, term) - 1
        self._searches += 1
        # As `bisect_right` with a key, which would cost a call each step.
        bounds, text = self._bounds, self._text
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if term < text[bounds[middle] : bounds[middle + 1]]:
                high = middle
            else:
                low = middle + 1
        return low - 1


class Page(NamedTuple):
    """The terms of one page, and two numbers of each."""

    terms: _Sorted
    numbers: Sequence[int]
    places: Sequence[int]

    def entry(self, at: int, term: bytes) -> Entry:
        """Give what there is of the term that stands there."""
        number, place = self.numbers[at], self.places[at]
        if place & SINGLE:
            return Entry(term, 1, place & ~SINGLE, number)
        return Entry(term, number, place)


class _Field(NamedTuple):
    """Where the pages of a field begin, and the first term of each; at last where they end."""

    starts: Sequence[int]
    firsts: _Sorted
