"""Numbers as flat bytes, little-endian: whole, or their low bytes apart from the higher ones."""

from __future__ import annotations

import sys
import zlib
from array import array
from collections.abc import Iterable
from functools import cached_property

_MEMORY = 5
"""zlib's measure of it: little is soon made ready, and most of what is compressed is short."""


def pack(typecode: str, values: Iterable[float]) -> bytes:
    """Write numbers as an array."""
    packed = values if isinstance(values, array) and values.typecode == typecode else None
    if packed is None:
        packed = array(typecode, values)
    if sys.byteorder == "big":
        packed = array(typecode, packed)
        packed.byteswap()
    return packed.tobytes()


def unpack(typecode: str, data: bytes | bytearray) -> array[int]:
    """Read numbers that were written as an array."""
    values: array[int] = array(typecode)
    values.frombytes(data)
    if sys.byteorder == "big":
        values.byteswap()
    return values


def part(data: bytes, size: int) -> tuple[bytes, bytes]:
    """Part numbers of `size` bytes each: their lowest bytes, and then the others in turn."""
    return data[::size], b"".join(data[place::size] for place in range(1, size))


def put_together(typecode: str, low: bytes, high: bytes) -> array[int]:
    """Read numbers that were parted. Raises ValueError where bytes are missing."""
    size, count = array(typecode).itemsize, len(low)
    if len(high) != (size - 1) * count:
        raise ValueError("numbers are cut short")
    whole = bytearray(size * count)
    whole[::size] = low
    for place in range(1, size):
        whole[place::size] = high[(place - 1) * count : place * count]
    return unpack(typecode, whole)


def deflate(data: bytes) -> bytes:
    """Compress bytes that come in rows of the same, as the high bytes of numbers do.

    zlib that looks for nothing else is quicker than at its quickest, and leaves a seventh less.
    """
    compressor = zlib.compressobj(1, zlib.DEFLATED, zlib.MAX_WBITS, _MEMORY, zlib.Z_RLE)
    return compressor.compress(data) + compressor.flush()


def inflate(data: bytes) -> bytes:
    """Decompress; ValueError for what cannot be."""
    try:
        return zlib.decompress(data)
    except zlib.error as error:
        raise ValueError(f"numbers cannot be decompressed: {error}") from None


class Parted:
    """Numbers that are put together when they are asked for."""

    def __init__(self, typecode: str, low: bytes, compressed_high: bytes) -> None:
        self._typecode = typecode
        self._low = low
        self._high = compressed_high

    @cached_property
    def values(self) -> array[int]:
        """The numbers. Raises ValueError where they cannot be read."""
        return put_together(self._typecode, self._low, inflate(self._high))
