"""The lexicon: from a Swedish word form to its lemma, and how the word behaves in compounds.

Read from one file, mapped into memory: opening it costs nothing but the header, and a lookup
touches a page or two. The file is made by `lexicon_writer` when an index is built, and lies
beside the index.

    header    see HEADER: magic, version, where each section begins, checksums
    buckets   uint32 each: where in `records` the forms begin whose hash is this bucket's number
    records   per form: 0xFF, the form in UTF-8, 0xFE, the number of its lemma in three bytes of
              seven bits
    index     uint32 each: where in `entries` a lemma begins
    entries   per lemma: its kinds, its five costs, the lemma in UTF-8
    sieve     what may be a part of a compound (`sieve`)

0xFE and 0xFF are in no UTF-8 text, and the numbers keep below 0x80: a bucket can be searched with
`find`, which is faster than any structure walked in Python. A genitive whose form without -s has
the same lemma is not stored.
"""

from __future__ import annotations

import mmap
import struct
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from searchkit.errors import IndexDamaged
from searchkit.language.linking import PLACES
from searchkit.language.sieve import Sieve

MAGIC = b"SKLEXIC\n"
FORMAT_VERSION = 2
NUMBER_BYTES = 3

COSTS_PER_NAT = 16
ENTRY_BYTES = 1 + PLACES
"""The kinds and the costs, before the lemma."""

HEADER = struct.Struct("<8sHHIIBQQQQQI16s")
"""Magic, version, bits of the bucket number, forms, lemmas, lowest of all costs, begin of records,
index, entries and sieve, length of the file, CRC-32 of what follows the header, fingerprint of
what the file was made from.
"""
HEADER_CRC = struct.Struct("<I")
BODY_START = HEADER.size + HEADER_CRC.size

NOUN, VERB, ADJECTIVE, NAME = 1, 2, 4, 8

_REMEMBERED = 1 << 15
"""Lemmas kept: most lookups are of few. About 12 MB when full."""


class Entry(NamedTuple):
    """What the lexicon knows of a word.

    `costs` tells how rare the word is in compounds: as a first part, by its linking form, and as
    a last part (`linking`). Costs are negative natural logarithms of probabilities, so they add
    up.
    """

    lemma: str
    kinds: int
    costs: tuple[float, ...]


class Lexicon:
    """Look up word forms, given in lower case.

    `sieve` lets through all that may be a part of a compound; none costs less than `cheapest`.
    `path` is the file that `buffer` is of, for messages: it lies in a folder of the index.
    """

    def __init__(self, buffer: bytes | mmap.mmap, path: Path | None = None) -> None:
        self._path = path or Path("lexicon")
        self._buffer = buffer
        bits, lowest_cost, starts, fingerprint = self._read_header()
        records, index, entries, sieve = starts
        self.fingerprint: bytes = fingerprint
        self.cheapest = lowest_cost / COSTS_PER_NAT
        self._mask = (1 << bits) - 1
        self._records_start = records
        self._entries_start = entries
        view = memoryview(buffer)
        self._buckets = view[BODY_START:records].cast("I")
        self._index = view[index:entries].cast("I")
        self.sieve = Sieve(view[sieve:])
        self._entry = lru_cache(_REMEMBERED)(self._read_entry)

    @classmethod
    def open(cls, path: Path) -> Lexicon:
        """Map the file at `path`.

        Raises IndexDamaged when it is missing, cut short or of another version.
        """
        try:
            with path.open("rb") as file:
                buffer = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise damaged_file(path, f"cannot be opened: {error}") from error
        return cls(buffer, path)

    def verify(self) -> None:
        """Read the whole file and compare its checksum, in some ten milliseconds.

        Raises IndexDamaged.
        """
        *_, body_crc, _fingerprint = HEADER.unpack_from(self._buffer)
        if crc32(memoryview(self._buffer)[BODY_START:]) != body_crc:
            raise self._damaged("its contents have been altered")

    def lookup(self, form: str) -> Entry | None:
        """Give what is known of `form`, or None for a word that the dictionary does not have."""
        try:
            key = form.encode()
        except UnicodeEncodeError:
            return None
        number = self._number_of(key)
        if number is None and key[-1:] == b"s" and len(form) >= 3:
            number = self._number_of(key[:-1])
        return None if number is None else self._entry(number)

    def lemma(self, form: str) -> str | None:
        """Give the lemma of `form`, or None for a word that the dictionary does not have."""
        entry = self.lookup(form)
        return None if entry is None else entry.lemma

    def __contains__(self, form: str) -> bool:
        return self.lookup(form) is not None

    def _number_of(self, key: bytes) -> int | None:
        bucket = crc32(key) & self._mask
        buckets, records = self._buckets, self._records_start
        found = self._buffer.find(
            b"\xff" + key + b"\xfe", records + buckets[bucket], records + buckets[bucket + 1]
        )
        if found < 0:
            return None
        found += len(key) + 2
        number = self._buffer[found : found + NUMBER_BYTES]
        if len(number) < NUMBER_BYTES:
            raise self._damaged("a record is cut short")
        return number[0] | number[1] << 7 | number[2] << 14

    def _read_entry(self, number: int) -> Entry:
        if number + 1 >= len(self._index):
            raise self._damaged("a lemma is missing")
        start = self._entries_start + self._index[number]
        end = self._entries_start + self._index[number + 1]
        entry = self._buffer[start:end]
        if len(entry) < ENTRY_BYTES:
            raise self._damaged("a lemma is cut short")
        try:
            lemma = entry[ENTRY_BYTES:].decode()
        except UnicodeDecodeError as error:
            raise self._damaged("a lemma cannot be read") from error
        return Entry(lemma, entry[0], _costs(entry[1:ENTRY_BYTES]))

    def _read_header(self) -> tuple[int, int, list[int], bytes]:
        buffer = self._buffer
        if len(buffer) < BODY_START or buffer[: len(MAGIC)] != MAGIC:
            raise self._damaged("it is not a lexicon")
        header = HEADER.unpack_from(buffer)
        _, version, bits, _forms, _lemmas, lowest, *starts, length, _, fingerprint = header
        if version != FORMAT_VERSION:
            raise self._damaged(
                f"it has version {version}, this program reads version {FORMAT_VERSION}"
            )
        if crc32(buffer[: HEADER.size]) != HEADER_CRC.unpack_from(buffer, HEADER.size)[0]:
            raise self._damaged("its header has been altered")
        if length != len(buffer):
            raise self._damaged(f"it has {len(buffer)} bytes, and should have {length}")
        return bits, lowest, starts, fingerprint

    def _damaged(self, why: str) -> IndexDamaged:
        return damaged_file(self._path, why)


@lru_cache
def _costs(costs: bytes) -> tuple[float, ...]:
    """Read costs. Most lemmas are in no compound and have the same."""
    return tuple([cost / COSTS_PER_NAT for cost in costs])


def damaged_file(path: Path, why: str) -> IndexDamaged:
    """Make the error for a file in a folder of an index."""
    index = path.parent.parent
    return IndexDamaged(
        f"the index in {index} is damaged ({path.name}: {why}): run `searchkit index --rebuild`",
        str(index),
    )
