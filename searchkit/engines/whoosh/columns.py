"""Columns of our own, beside Whoosh's: numbers read at once, values that carry a checksum."""

from __future__ import annotations

from array import array
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

    class Reader(columns.NumericColumn.Reader):  # type: ignore[misc]
        """Whoosh's reader, but for reading everything."""

        def load(self) -> array[int]:
            values: array[int] = self._dbfile.get_array(self._basepos, "I", self._count)
            # Zeros at the end are not written.
            values.extend([0] * (self._doccount - self._count))
            return values


class SealedColumn(columns.VarBytesColumn):  # type: ignore[misc]
    """A column of bytes whose values carry a checksum each, checked as they are read.

    For values of which few are read at a time, and all of them together are large.
    """

    def __init__(self) -> None:
        super().__init__(write_offsets_cutoff=0)

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
