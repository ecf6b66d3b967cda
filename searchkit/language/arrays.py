"""What `sieve` does, for many words at once: with NumPy, in a tenth of the time.

Words of one length are the rows of a matrix, and the checksums of all their beginnings and ends
grow letter by letter, for all words together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

LONGEST = 40
"""Letters of the longest word that is sieved here. Few words are longer, and they take long."""

_EMPTY = 0xFFFFFFFF
"""The state of a checksum that has seen no letters; its complement is the checksum."""

_TABLE = np.array([crc32(bytes((byte ^ 0xFF,))) ^ 0xFF000000 for byte in range(256)], np.uint32)
"""What the lowest byte of a state becomes with the next letter (CRC-32, byte by byte)."""

Cuts = tuple[Sequence[int], int, int]
"""Where a word can be cut: where both pieces pass, from right to left; and at the bits that are
set, where the first one does, and where the last one does. Few words are asked for these.
"""

Numbers = NDArray[np.unsignedinteger[Any]]


def sieve_words(
    sieve: memoryview, words: Sequence[str], letters: Sequence[bytes]
) -> dict[str, Cuts]:
    """Tell where words can be cut, given their letters as the sieve counts them."""
    by_length: dict[int, list[tuple[str, bytes]]] = defaultdict(list)
    for word, written in zip(words, letters, strict=True):
        bare = written.rstrip(b"s")
        if 1 < len(bare) <= LONGEST:
            by_length[len(bare)].append((word, bare))
    bits = np.frombuffer(sieve, np.uint8)
    found: dict[str, Cuts] = {}
    for length, some in by_length.items():
        alike, rows = zip(*some, strict=True)
        matrix = np.frombuffer(b"".join(rows), np.uint8)
        columns = np.ascontiguousarray(matrix.reshape(-1, length).T)
        found.update(zip(alike, _cuts(bits, columns), strict=True))
    return found


def _cuts(sieve: Numbers, columns: Numbers) -> Iterator[Cuts]:
    """Sieve the beginnings and ends of the words whose letters are in `columns`."""
    begins, ends = _checksums(columns)
    begin_passes, end_passes = _passes(sieve, begins), _passes(sieve, ends)
    # Of three equal consonants one is dropped: a first part may have the next letter, too.
    doubled = np.zeros_like(begin_passes)
    doubled[:-1] = begin_passes[1:] & (columns[1:] == columns[:-1])
    both = (begin_passes | doubled)[1:-1] & end_passes[2:]
    firsts, lasts = _bits(begin_passes[:-1], 1), _bits(end_passes[1:], 1)
    return zip(_iter_places(both[::-1], len(both) + 1), firsts, lasts, strict=True)


def _checksums(columns: Numbers) -> tuple[Numbers, Numbers]:
    """Give the checksums of the first letters, up to each letter, and of the last, from each."""
    length, words = columns.shape
    states = np.full(columns.shape, _EMPTY, np.uint32)
    begins = np.empty(columns.shape, np.uint32)
    # An s at the end of a beginning counts nowhere.
    bare = np.full(words, _EMPTY, np.uint32)
    for at in range(length):
        seen = states[: at + 1]
        seen[:] = _TABLE[seen.astype(np.uint8) ^ columns[at]] ^ (seen >> np.uint32(8))
        bare = np.where(columns[at] == ord("s"), bare, states[0])
        begins[at] = bare
    return ~begins, ~states


def _passes(sieve: Numbers, numbers: Numbers) -> NDArray[np.bool_]:
    shift = np.uint32(33 - len(sieve).bit_length())
    bits = sieve[numbers >> shift] >> (numbers & np.uint32(7)).astype(np.uint8)
    passes: NDArray[np.bool_] = bits & np.uint8(1) != 0
    return passes


def _iter_places(passes: NDArray[np.bool_], first: int) -> Iterator[list[int]]:
    """Give the rows in which each word passes, counted down from `first`."""
    places: list[int] = (first - passes.T.nonzero()[1]).tolist()
    ends = accumulate(np.count_nonzero(passes, axis=0).tolist(), initial=0)
    return (places[start:end] for start, end in pairwise(ends))


def _bits(passes: NDArray[np.bool_], first: int) -> Sequence[int]:
    """Set a bit for each row in which a word passes, counted from `first`."""
    powers = np.uint64(1) << np.arange(first, first + len(passes), dtype=np.uint64)
    bits: list[int] = (powers @ passes).tolist()
    return bits
