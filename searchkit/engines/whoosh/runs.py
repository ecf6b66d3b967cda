"""Postings as flat arrays: how the documents of one term, their frequencies and positions lie.

The postings of a term are one or more runs, by document. A run covers no more than 65,536
document numbers, so that a document takes two bytes, counted from the run's first; merging two
segments puts the runs of the second behind those of the first and moves their first documents.

    run      first document u32 | documents - 1 u16 | codes u8 u8 | values u32
             documents u16 each | frequencies | values

All numbers are little-endian. Frequencies take one, two or four bytes each, whatever the
largest needs, and none where all are 1. Values are the positions, at two or four bytes, with
as many to a document as its frequency says. Two other kinds serve fields that searchkit itself
does not have: weights that are no frequencies, and values of a format only Whoosh knows.

Of many numbers in a row, the high bytes say little: documents ascend, and texts are short. A run
of many documents has the low bytes as they are and the rest compressed, those of the positions
by themselves, as most queries need none.

    packed   ... values u32 | bytes of A u32 | bytes of B u32
             | documents, low bytes | A: documents, high bytes, and frequencies
             | positions, low bytes | B: positions, high bytes
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from searchkit.engines.whoosh.flat import (
    Parted,
    deflate,
    inflate,
    pack,
    part,
    put_together,
    unpack,
)

SPAN = 1 << 16
"""How many document numbers a run can tell apart."""

HEADER = struct.Struct("<IHBBI")

ALL_ONES, WEIGHTS = 0, 5
"""Codes of frequencies that are not the size of a number."""

NO_VALUES, OPAQUE = 0, 9
"""Codes of values that are not the size of a position."""

PACKED = 0x80
"""Added to the code of the frequencies of a packed run."""

PACKED_FROM = 256
"""Documents from which packing saves more than it costs to read."""

TYPECODES = {1: "B", 2: "H", 4: "I"}
_PACKED_LENGTHS = struct.Struct("<II")

Coded = tuple[int, bytes]
"""Numbers of a run, encoded, behind the code that says how."""


class Run(NamedTuple):
    """One run, decoded. Documents are counted from `first`.

    `frequencies` is None where all are 1. `weights` is there where they are not the
    frequencies, and `opaque` holds the values of another format.
    """

    first: int
    documents: Sequence[int]
    frequencies: Sequence[int] | None = None
    places: Sequence[int] | Parted | None = None
    weights: Sequence[float] | None = None
    opaque: tuple[bytes, ...] | None = None

    @property
    def positions(self) -> Sequence[int] | None:
        """The positions in all documents, one after the other; None where the field has none."""
        return self.places.values if isinstance(self.places, Parted) else self.places

    def numbers(self) -> Sequence[int]:
        """Give the documents by their numbers in the segment."""
        first = self.first
        return [first + document for document in self.documents] if first else self.documents

    def starts(self) -> list[int]:
        """Give the place of each document's first position, and last of all their number."""
        if self.frequencies is None:
            return list(range(len(self.documents) + 1))
        return list(accumulate(self.frequencies, initial=0))


def encode(run: Run) -> bytes:
    """Write a run; ValueError where its documents are too far apart."""
    if run.documents[-1] >= SPAN:
        raise ValueError("the documents of a run must lie within 65,536 numbers")
    frequencies = encode_frequencies(run)
    number, values = encode_values(run)
    return assemble(run.first, pack("H", run.documents), frequencies, values, number)


def assemble(
    first: int, documents: bytes, frequencies: Coded, values: Coded, number: int
) -> bytes:
    """Write a run from its numbers, encoded; `number` counts the values."""
    frequency_code, encoded_frequencies = frequencies
    value_code, encoded_values = values
    count = len(documents) // 2
    if count < PACKED_FROM or frequency_code == WEIGHTS or value_code == OPAQUE:
        header = HEADER.pack(first, count - 1, frequency_code, value_code, number)
        return b"".join((header, documents, encoded_frequencies, encoded_values))
    header = HEADER.pack(first, count - 1, frequency_code | PACKED, value_code, number)
    return header + _pack_run(documents, encoded_frequencies, encoded_values, value_code)


def _pack_run(documents: bytes, frequencies: bytes, values: bytes, size: int) -> bytes:
    low, high = part(documents, 2)
    low_values, high_values = part(values, size) if size else (b"", b"")
    head, tail = deflate(high + frequencies), deflate(high_values)
    return b"".join((_PACKED_LENGTHS.pack(len(head), len(tail)), low, head, low_values, tail))


def encode_frequencies(run: Run) -> Coded:
    """Encode how often each document has the term."""
    frequencies = run.frequencies
    if run.weights is not None:
        return WEIGHTS, pack("f", run.weights) + pack("I", frequencies or [1] * len(run.documents))
    most = 1 if frequencies is None else max(frequencies)
    if frequencies is None or (most == 1 and min(frequencies) == 1):
        return ALL_ONES, b""
    if most < 1 << 8:
        return 1, bytes(frequencies)
    size = 2 if most < 1 << 16 else 4
    return size, pack(TYPECODES[size], frequencies)


def encode_values(run: Run) -> tuple[int, Coded]:
    """Encode what each posting holds; how many values that is comes first."""
    if run.opaque is not None:
        lengths = pack("I", [len(value) for value in run.opaque])
        return len(run.opaque), (OPAQUE, lengths + b"".join(run.opaque))
    positions = run.positions
    if positions is None:
        return 0, (NO_VALUES, b"")
    short = isinstance(positions, array) and positions.typecode == "H"
    size = 2 if short or max(positions, default=0) < 1 << 16 else 4
    return len(positions), (size, pack(TYPECODES[size], positions))


def decode(data: bytes) -> Iterator[Run]:
    """Read the runs that lie behind each other; struct.error or ValueError where one is cut.

    Positions that are packed may raise ValueError later, when they are asked for.
    """
    at = 0
    while at < len(data):
        header = HEADER.unpack_from(data, at)
        read = _decode_packed if header[2] & PACKED else _decode_plain
        run, at = read(data, at, header)
        yield run


def _decode_plain(data: bytes, at: int, header: tuple[int, ...]) -> tuple[Run, int]:
    first, last, frequency_code, value_code, number = header
    count = last + 1
    documents, at = _take(data, at + HEADER.size, "H", count)
    frequencies, weights = None, None
    if frequency_code == WEIGHTS:
        weights, at = _take(data, at, "f", count)
        frequencies, at = _take(data, at, "I", count)
    elif frequency_code != ALL_ONES:
        frequencies, at = _take(data, at, TYPECODES[frequency_code], count)
    positions, opaque = None, None
    if value_code == OPAQUE:
        opaque, at = _take_opaque(data, at, number)
    elif value_code != NO_VALUES:
        positions, at = _take(data, at, TYPECODES[value_code], number)
    return Run(first, documents, frequencies, positions, weights, opaque), at


def _decode_packed(data: bytes, at: int, header: tuple[int, ...]) -> tuple[Run, int]:
    first, last, code, value_code, number = header
    count, size = last + 1, code & ~PACKED
    ends = _packed_ends(data, at, count, number if value_code else 0)
    if ends[-1] > len(data):
        raise ValueError("the postings are cut short")
    low, head, low_positions, tail = (data[a:b] for a, b in pairwise(ends))
    high = inflate(head)
    documents = put_together("H", low, high[:count])
    frequencies = unpack(TYPECODES[size], high[count:]) if size else None
    positions = Parted(TYPECODES[value_code], low_positions, tail) if value_code else None
    return Run(first, documents, frequencies, positions), ends[-1]


def _packed_ends(data: bytes, at: int, count: int, number: int) -> list[int]:
    """Say where the four pieces of a packed run begin, and where the last ends."""
    at += HEADER.size
    head, tail = _PACKED_LENGTHS.unpack_from(data, at)
    return list(accumulate((count, head, number, tail), initial=at + _PACKED_LENGTHS.size))


def find_end(data: bytes, at: int) -> int:
    """Say where the run ends that begins at a place."""
    _, last, code, value_code, number = HEADER.unpack_from(data, at)
    count: int = last + 1
    if code & PACKED:
        return _packed_ends(data, at, count, number if value_code else 0)[-1]
    size: int = 8 if code == WEIGHTS else code
    end = at + HEADER.size + (2 + size) * count
    if value_code == OPAQUE:
        return _take_opaque(data, end, number)[1]
    return end + int(value_code * number)


def _take(data: bytes, start: int, typecode: str, count: int) -> tuple[array[int], int]:
    end = start + count * array(typecode).itemsize
    if end > len(data):
        raise ValueError("the postings are cut short")
    return unpack(typecode, data[start:end]), end


def _take_opaque(data: bytes, start: int, count: int) -> tuple[tuple[bytes, ...], int]:
    lengths, at = _take(data, start, "I", count)
    ends = list(accumulate(lengths, initial=at))
    return tuple(data[a:b] for a, b in pairwise(ends)), ends[-1]
