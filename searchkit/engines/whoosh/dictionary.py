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
from functools import lru_cache
from itertools import accumulate
from typing import Any, NamedTuple, Protocol
from zlib import crc32

from whoosh.reading import CorruptIndexError

from searchkit.engines.whoosh.flat import pack, unpack

TERMS_PER_PAGE = 64
_PAGES_KEPT = 256
_PAGE = struct.Struct("<IHBB")
_END = struct.Struct("<QI8s")
_MAGIC = b"sk-terms"


SINGLE = 1 << 31
"""Set in the place of a term that stands at one place only; the rest is the position."""

LARGEST_PLACE = SINGLE - 1
NO_POSITION = LARGEST_PLACE
"""The position of a term in a field that has none."""

_TYPECODES = {1: "B", 2: "H", 4: "I"}


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


class DictionaryWriter:
    """Write terms in their order, field by field."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._at = 0
        self._fields: dict[str, tuple[array[int], list[bytes]]] = {}
        self._counts: dict[str, int] = {}
        self._field_ends: dict[str, int] = {}
        self._field = ""
        self._terms: list[bytes] = []
        self._numbers: list[int] = []
        self._places: list[int] = []

    def start_field(self, name: str) -> None:
        """Begin a field; a field is begun once."""
        self._finish_page()
        self._field = name
        self._fields[name] = (array("Q"), [])
        self._counts[name] = 0
        self._field_ends[name] = self._at

    def add(self, term: bytes, number: int, place: int) -> None:
        """Add the next term of the field. The module says what its number and place are."""
        self.extend((term,), (number,), (place,))

    def extend(
        self, terms: Sequence[bytes], numbers: Sequence[int], places: Sequence[int]
    ) -> None:
        """Add the next terms of the field, each with its number and its place."""
        self._terms += terms
        self._numbers += numbers
        self._places += places
        if len(self._terms) >= TERMS_PER_PAGE:
            whole = len(self._terms) // TERMS_PER_PAGE * TERMS_PER_PAGE
            self._write_pages(whole)
            del self._terms[:whole], self._numbers[:whole], self._places[:whole]

    def _finish_page(self) -> None:
        self._write_pages(len(self._terms))
        self._terms, self._numbers, self._places = [], [], []

    def _write_pages(self, count: int) -> None:
        """Write the first so many of the terms that wait."""
        pages = []
        for start in range(0, count, TERMS_PER_PAGE):
            page = slice(start, min(start + TERMS_PER_PAGE, count))
            starts, firsts = self._fields[self._field]
            starts.append(self._at)
            firsts.append(self._terms[start])
            pages.append(_page(self._terms[page], self._numbers[page], self._places[page]))
            self._at += len(pages[-1])
        self._file.write(b"".join(pages))
        self._counts[self._field] = self._counts.get(self._field, 0) + count
        self._field_ends[self._field] = self._at

    def close(self) -> None:
        """Write the index and close the file."""
        self._finish_page()
        directory, sections, start = [], [], 0
        for name, (pages, firsts) in self._fields.items():
            ends, end = array("I"), 0
            for first in firsts:
                end += len(first)
                ends.append(end)
            starts = pack("Q", (*pages, self._field_ends[name]))
            section = b"".join((starts, pack("I", ends), *firsts))
            directory.append([name, self._counts[name], len(firsts), start, len(section)])
            sections.append(section)
            start += len(section)
        head = json.dumps(directory).encode()
        index = b"".join((struct.pack("<I", len(head)), head, *sections))
        self._file.write(index)
        self._file.write(_END.pack(self._at, crc32(index), _MAGIC))
        self._file.close()


def _page(terms: Sequence[bytes], numbers: Sequence[int], places: Sequence[int]) -> bytes:
    ends = list(accumulate(map(len, terms)))
    size, number_size = _size_of(ends[-1]), _size_of(max(numbers))
    body = b"".join(
        (
            _PAGE.pack(0, len(terms), size, number_size)[4:],
            pack(_TYPECODES[size], ends),
            pack(_TYPECODES[number_size], numbers),
            pack("I", places),
            *terms,
        )
    )
    return crc32(body).to_bytes(4, "little") + body


def _size_of(largest: int) -> int:
    """Give the bytes that numbers up to the largest need each."""
    return 1 if largest < 1 << 8 else 2 if largest < 1 << 16 else 4


class DictionaryReader:
    """Look terms up. Raises CorruptIndexError where what it reads has been altered."""

    def __init__(self, file: File, length: int) -> None:
        self._file = file
        try:
            start, checksum, magic = _END.unpack(file.get(length - _END.size, _END.size))
            index = file.get(start, length - _END.size - start)
        except (struct.error, ValueError, OverflowError):
            raise CorruptIndexError("the terms are cut short") from None
        if magic != _MAGIC or crc32(index) != checksum:
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
        number = -1 if pages is None else pages.find(term)
        if pages is None or number < 0:
            return None
        page = self._page(*pages.extent(number))
        at = bisect_left(page.terms, term)
        return page.entry(at) if at < len(page.terms) and page.terms[at] == term else None

    def iter_from(self, field: str, term: bytes = b"") -> Iterator[Entry]:
        """Yield the terms from one on, in order."""
        pages = self._pages(field)
        if pages is None:
            return
        first = max(pages.find(term), 0)
        for number in range(first, len(pages)):
            page = self._page(*pages.extent(number))
            start = bisect_left(page.terms, term) if number == first else 0
            for at in range(start, len(page.terms)):
                yield page.entry(at)

    def _pages(self, field: str) -> _Field | None:
        if field not in self._fields:
            row = self._directory.get(field)
            if not row or not row[0]:
                return None
            _, count, start, length = row
            start += self._sections
            self._fields[field] = _Field(self._index[start : start + length], count)
        return self._fields[field]

    def _read_page(self, start: int, end: int) -> _Page:
        data = self._file.get(start, end - start)
        if crc32(data[4:]) != int.from_bytes(data[:4], "little") or len(data) < _PAGE.size:
            raise CorruptIndexError(f"the terms at {start} have been altered")
        _, count, size, number_size = _PAGE.unpack_from(data)
        numbers = _PAGE.size + size * count
        places = numbers + number_size * count
        text_start = places + 4 * count
        ends = unpack(_TYPECODES[size], data[_PAGE.size : numbers])
        text = data[text_start:]
        return _Page(
            [text[a:b] for a, b in zip((0, *ends), ends, strict=False)],
            unpack(_TYPECODES[number_size], data[numbers:places]),
            unpack("I", data[places:text_start]),
        )

    def close(self) -> None:
        """Close the file."""
        self._page.cache_clear()
        self._file.close()


class _Page(NamedTuple):
    """The terms of one page, and two numbers of each."""

    terms: list[bytes]
    numbers: Sequence[int]
    places: Sequence[int]

    def entry(self, at: int) -> Entry:
        number, place = self.numbers[at], self.places[at]
        if place & SINGLE:
            return Entry(self.terms[at], 1, place & ~SINGLE, number)
        return Entry(self.terms[at], number, place)


class _Field:
    """Where the pages of a field are, and the first term of each."""

    def __init__(self, section: bytes, count: int) -> None:
        ends = 8 * (count + 1)
        text = ends + 4 * count
        self._starts = unpack("Q", section[:ends])
        self._ends = unpack("I", section[ends:text])
        self._text = section[text:]
        self._count = count

    def __len__(self) -> int:
        return self._count

    def extent(self, number: int) -> tuple[int, int]:
        """Give where a page begins and ends."""
        return self._starts[number], self._starts[number + 1]

    def find(self, term: bytes) -> int:
        """Give the number of the page that the term would be on; -1 before the first."""
        return bisect_right(range(self._count), term, key=self._first) - 1

    def _first(self, number: int) -> bytes:
        return self._text[self._ends[number - 1] if number else 0 : self._ends[number]]
