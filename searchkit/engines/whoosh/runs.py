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
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

SPAN = 1 << 16
"""How many document numbers a run can tell apart."""

HEADER = struct.Struct("<IHBBI")

ALL_ONES, WEIGHTS = 0, 5
"""Codes of frequencies that are not the size of a number."""

NO_VALUES, OPAQUE = 0, 9
"""Codes of values that are not the size of a position."""

_TYPECODES = {1: "B", 2: "H", 4: "I"}


class Run(NamedTuple):
    """One run, decoded. Documents are counted from `first`.

    `frequencies` is None where all are 1. `positions` has those of all documents, one after
    the other; None where the field has none. `weights` is there where they are not the
    frequencies, and `opaque` holds the values of another format.
    """

    first: int
    documents: Sequence[int]
    frequencies: Sequence[int] | None = None
    positions: Sequence[int] | None = None
    weights: Sequence[float] | None = None
    opaque: tuple[bytes, ...] | None = None

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
    count = len(run.documents)
    if run.documents[-1] >= SPAN:
        raise ValueError("the documents of a run must lie within 65,536 numbers")
    frequency_code, frequencies = _encode_frequencies(run, count)
    value_code, number, values = _encode_values(run)
    return b"".join(
        (
            HEADER.pack(run.first, count - 1, frequency_code, value_code, number),
            pack("H", run.documents),
            frequencies,
            values,
        )
    )


def _encode_frequencies(run: Run, count: int) -> tuple[int, bytes]:
    frequencies = run.frequencies
    if run.weights is not None:
        return WEIGHTS, pack("f", run.weights) + pack("I", frequencies or [1] * count)
    most = 1 if frequencies is None else max(frequencies)
    if frequencies is None or (most == 1 and min(frequencies) == 1):
        return ALL_ONES, b""
    if most < 1 << 8:
        return 1, bytes(frequencies)
    size = 2 if most < 1 << 16 else 4
    return size, pack(_TYPECODES[size], frequencies)


def _encode_values(run: Run) -> tuple[int, int, bytes]:
    if run.opaque is not None:
        lengths = pack("I", [len(value) for value in run.opaque])
        return OPAQUE, len(run.opaque), lengths + b"".join(run.opaque)
    positions = run.positions
    if positions is None:
        return NO_VALUES, 0, b""
    short = isinstance(positions, array) and positions.typecode == "H"
    size = 2 if short or max(positions, default=0) < 1 << 16 else 4
    return size, len(positions), pack(_TYPECODES[size], positions)


def decode(data: bytes) -> Iterator[Run]:
    """Read the runs that lie behind each other; struct.error or ValueError where one is cut."""
    at = 0
    while at < len(data):
        first, last, frequency_code, value_code, number = HEADER.unpack_from(data, at)
        count = last + 1
        documents, at = _take(data, at + HEADER.size, "H", count)
        frequencies, weights = None, None
        if frequency_code == WEIGHTS:
            weights, at = _take(data, at, "f", count)
            frequencies, at = _take(data, at, "I", count)
        elif frequency_code != ALL_ONES:
            frequencies, at = _take(data, at, _TYPECODES[frequency_code], count)
        positions, opaque = None, None
        if value_code == OPAQUE:
            opaque, at = _take_opaque(data, at, number)
        elif value_code != NO_VALUES:
            positions, at = _take(data, at, _TYPECODES[value_code], number)
        yield Run(first, documents, frequencies, positions, weights, opaque)


def iter_encoded(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the runs that lie behind each other as they are, each with its documents counted."""
    at = 0
    while at < len(data):
        _, last, frequency_code, value_code, number = HEADER.unpack_from(data, at)
        count = last + 1
        size = 8 if frequency_code == WEIGHTS else frequency_code
        end = at + HEADER.size + (2 + size) * count
        if value_code == OPAQUE:
            _, end = _take_opaque(data, end, number)
        else:
            end += value_code * number
        yield count, data[at:end]
        at = end


def move(run: bytes, by: int) -> bytes:
    """Add to the numbers of a run's documents."""
    first = int.from_bytes(run[:4], "little")
    return (first + by).to_bytes(4, "little") + run[4:]


def move_all(data: bytes, by: int) -> bytes:
    """Add to the numbers of the documents of all runs."""
    if not by:
        return data
    _, last, frequency_code, value_code, number = HEADER.unpack_from(data)
    if value_code != OPAQUE and frequency_code != WEIGHTS:
        end = HEADER.size + (2 + frequency_code) * (last + 1) + value_code * number
        if end == len(data):
            return move(data, by)
    return b"".join(move(run, by) for _, run in iter_encoded(data))


def _take(data: bytes, start: int, typecode: str, count: int) -> tuple[array[int], int]:
    end = start + count * array(typecode).itemsize
    if end > len(data):
        raise ValueError("the postings are cut short")
    return unpack(typecode, data[start:end]), end


def _take_opaque(data: bytes, start: int, count: int) -> tuple[tuple[bytes, ...], int]:
    lengths, at = _take(data, start, "I", count)
    ends = list(accumulate(lengths, initial=at))
    return tuple(data[a:b] for a, b in pairwise(ends)), ends[-1]


def pack(typecode: str, values: Iterable[float]) -> bytes:
    """Write numbers as an array, little-endian."""
    packed = values if isinstance(values, array) and values.typecode == typecode else None
    if packed is None:
        packed = array(typecode, values)
    if sys.byteorder == "big":
        packed = array(typecode, packed)
        packed.byteswap()
    return packed.tobytes()


def unpack(typecode: str, data: bytes) -> array[int]:
    """Read numbers that were written as an array."""
    values: array[int] = array(typecode)
    values.frombytes(data)
    if sys.byteorder == "big":
        values.byteswap()
    return values
