"""Runs under other numbers, and put together, without reading number by number what is in them."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from searchkit.engines.whoosh.flat import pack, unpack
from searchkit.engines.whoosh.runs import (
    ALL_ONES,
    HEADER,
    NO_VALUES,
    PACKED,
    SPAN,
    TYPECODES,
    Coded,
    Run,
    assemble,
    decode,
    encode_frequencies,
    encode_values,
    find_end,
)

_FIRST = array("H", (0,))


class Pieces(NamedTuple):
    """What `runs.assemble` makes a run of, with its documents as numbers."""

    first: int
    documents: array[int]
    frequency_code: int
    frequencies: bytes
    value_code: int
    values: bytes
    number: int


Moved = tuple[int, bytes]
"""A run as it is written, behind the number of its documents."""


def make_single(document: int, position: int | None) -> Pieces:
    """Give the pieces of a run of one document, and of one position if there are any."""
    if position is None:
        return Pieces(document, _FIRST, ALL_ONES, b"", NO_VALUES, b"", 0)
    size = 2 if position < SPAN else 4
    return Pieces(document, _FIRST, ALL_ONES, b"", size, position.to_bytes(size, "little"), 1)


def take_apart(data: bytes, by: int, longest: int) -> Iterator[Pieces | Moved]:
    """Undo what `runs.assemble` did, for runs behind each other, and add to their documents.

    A run of more documents than `longest` stays as it is written. No run may have weights, or
    values of a format of Whoosh's own.
    """
    for encoded in _iter_runs(data):
        first, last, code, value_code, number = HEADER.unpack_from(encoded)
        count = last + 1
        if count > longest:
            yield count, _move(encoded, by)
        elif code & PACKED:
            (run,) = decode(encoded)
            yield from_run(run._replace(first=first + by))
        else:
            middle = HEADER.size + 2 * count
            values = middle + code * count
            yield Pieces(
                first + by,
                unpack("H", encoded[HEADER.size : middle]),
                code,
                encoded[middle:values],
                value_code,
                encoded[values:],
                number,
            )


def _iter_runs(data: bytes) -> Iterator[bytes]:
    """Yield runs that lie behind each other as they are written."""
    at = 0
    while at < len(data):
        end = find_end(data, at)
        yield data[at:end]
        at = end


def from_run(run: Run) -> Pieces:
    """Encode a run that was decoded, but for its documents."""
    number, values = encode_values(run)
    return Pieces(run.first, array("H", run.documents), *encode_frequencies(run), *values, number)


def move_all(data: bytes, by: int) -> bytes:
    """Add to the documents of runs behind each other."""
    return b"".join([_move(run, by) for run in _iter_runs(data)]) if by else data


def _move(run: bytes, by: int) -> bytes:
    first = int.from_bytes(run[:4], "little")
    return (first + by).to_bytes(4, "little") + run[4:]


def join(some: Sequence[Pieces]) -> bytes:
    """Make one run of several, by document, that lie within a span."""
    first, documents = some[0].first, array("H", some[0].documents)
    for pieces in some[1:]:
        gap = pieces.first - first
        documents.extend([gap + document for document in pieces.documents])
    code = max([pieces.frequency_code for pieces in some])
    value_code = max([pieces.value_code for pieces in some])
    frequencies = b""
    if code:
        frequencies = b"".join([_widen(*_frequencies(pieces), code) for pieces in some])
    values = b"".join([_widen(pieces.value_code, pieces.values, value_code) for pieces in some])
    number = sum([pieces.number for pieces in some])
    return assemble(first, pack("H", documents), (code, frequencies), (value_code, values), number)


def _frequencies(pieces: Pieces) -> Coded:
    """Give the frequencies, also where all are 1."""
    code = pieces.frequency_code
    return (code, pieces.frequencies) if code else (1, b"\1" * len(pieces.documents))


def _widen(code: int, numbers: bytes, to: int) -> bytes:
    return numbers if code == to else pack(TYPECODES[to], unpack(TYPECODES[code], numbers))
