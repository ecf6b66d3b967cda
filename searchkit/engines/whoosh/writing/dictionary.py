"""Writing the terms of a segment, as `dictionary` says and reads them."""

from __future__ import annotations

import json
import struct
from array import array
from collections.abc import Sequence
from itertools import accumulate
from zlib import crc32

from searchkit.engines.whoosh.dictionary import END, MAGIC, PAGE, TYPECODES, File
from searchkit.engines.whoosh.flat import pack

TERMS_PER_PAGE = 64


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
        if self._terms:
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
        self._counts[self._field] += count
        self._field_ends[self._field] = self._at

    def abandon(self) -> None:
        """Close the file as it is."""
        self._file.close()

    def close(self) -> None:
        """Write the index and close the file."""
        self._finish_page()
        directory, sections, start = [], [], 0
        for name, (pages, firsts) in self._fields.items():
            starts = pack("Q", (*pages, self._field_ends[name]))
            ends = pack("I", accumulate(map(len, firsts)))
            section = b"".join((starts, ends, *firsts))
            directory.append([name, self._counts[name], len(firsts), start, len(section)])
            sections.append(section)
            start += len(section)
        head = json.dumps(directory).encode()
        index = b"".join((struct.pack("<I", len(head)), head, *sections))
        self._file.write(index)
        self._file.write(END.pack(self._at, crc32(index), MAGIC))
        self._file.close()


def _page(terms: Sequence[bytes], numbers: Sequence[int], places: Sequence[int]) -> bytes:
    ends = list(accumulate(map(len, terms)))
    size, number_size = _size_of(ends[-1]), _size_of(max(numbers))
    body = b"".join(
        (
            PAGE.pack(0, len(terms), size, number_size)[4:],
            pack(TYPECODES[size], ends),
            pack(TYPECODES[number_size], numbers),
            pack("I", places),
            *terms,
        )
    )
    return crc32(body).to_bytes(4, "little") + body


def _size_of(largest: int) -> int:
    """Give the bytes that numbers up to the largest need each."""
    return 1 if largest < 1 << 8 else 2 if largest < 1 << 16 else 4
