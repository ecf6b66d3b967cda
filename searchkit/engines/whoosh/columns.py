"""Columns of our own: numbers read at once, bytes written at once, some with a checksum each."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Sequence
from itertools import accumulate, islice, repeat
from typing import Any
from zlib import crc32

from whoosh import columns
from whoosh.reading import CorruptIndexError

from searchkit.engines.whoosh.storage import load_plain


class Numbers(columns.NumericColumn):  # type: ignore[misc]
    """A column of numbers from 0 to 2^32 - 1 that is read at once, 0 where there is none.

    Whoosh reads a column value by value, which for all documents takes longer than a search.
    """

    def __init__(self) -> None:
        super().__init__("I", default=0)

    class Writer(columns.NumericColumn.Writer):  # type: ignore[misc]
        """Whoosh's writer, and one for many documents in a row."""

        def extend(self, values: Sequence[int]) -> None:
            """Add the values of the next documents."""
            packed = array("I", values)
            if sys.byteorder == "little":
                packed.byteswap()
            self._dbfile.write(packed.tobytes())
            self._count += len(packed)

    class Reader(columns.NumericColumn.Reader):  # type: ignore[misc]
        """Whoosh's reader, but for reading everything."""

        def load(self) -> array[int]:
            values: array[int] = self._dbfile.get_array(self._basepos, "I", self._count)
            # Zeros at the end are not written.
            values.extend([0] * (self._doccount - self._count))
            return values


class Bytes(columns.VarBytesColumn):  # type: ignore[misc]
    """A column of bytes as Whoosh reads it, written with less ado."""

    class Writer(columns.ColumnWriter):  # type: ignore[misc]
        """Writes values, one or many at a time, and where each begins behind them."""

        def __init__(self, dbfile: Any, *_options: Any) -> None:
            super().__init__(dbfile)
            self._lengths = array("I")

        def fill(self, docnum: int) -> None:
            self._lengths.extend(repeat(0, docnum - len(self._lengths)))

        def add(self, docnum: int, value: bytes) -> None:
            self.fill(docnum)
            self.extend((value,))

        def extend(self, values: Sequence[bytes]) -> None:
            """Add the values of the next documents."""
            self._dbfile.write(b"".join(values))
            self._lengths.extend(map(len, values))

        def finish(self, doccount: int) -> None:
            self.fill(doccount)
            ends = accumulate(self._lengths, initial=0)
            starts = array("I", islice(ends, doccount))
            self._dbfile.write_array(self._lengths)
            self._dbfile.write_array(starts)
            self._dbfile.write(b"IIX")


class SealedColumn(Bytes):
    """A column of bytes whose values carry a checksum each, checked as they are read.

    For values of which few are read at a time, and all of them together are large.
    """

    @staticmethod
    def seal(value: bytes) -> bytes:
        """Put a value's checksum before it."""
        return crc32(value).to_bytes(4, "little") + value

    class Reader(columns.VarBytesColumn.Reader):  # type: ignore[misc]
        """Whoosh's reader; `sealed` gives a value with its checksum, for copying."""

        def sealed(self, docnum: int) -> bytes:
            value: bytes = super().__getitem__(docnum)
            return value

        def __getitem__(self, docnum: int) -> bytes:
            value = self.sealed(docnum)
            if value and crc32(value[4:]) != int.from_bytes(value[:4], "little"):
                raise CorruptIndexError(f"document {docnum} of a segment has been altered")
            return value[4:]


class PlainPickles(columns.PickleColumn):  # type: ignore[misc]
    """Stored fields, for schemas that have any: read without admitting a class."""

    class Reader(columns.PickleColumn.Reader):  # type: ignore[misc]
        """Whoosh's reader with an unpickler that only makes plain values."""

        def __getitem__(self, docnum: int) -> Any:
            value = self._child[docnum]
            return load_plain(value) if value else None
