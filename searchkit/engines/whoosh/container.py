"""One file a segment: all that Whoosh and the codec write of it, with a directory at the end.

    magic | the files, one behind the other | directory: JSON, of each its place, length, checksum
    | where the directory begins u64 | checksum of the directory u32 | magic

An open segment is one mapped file, and goes on to answer when a later commit deletes its name.
The directory is checked when the file is opened, and a file in it when it is opened, unless
whoever reads it checks what it reads: the dictionary by its pages, postings by the term.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from zlib import crc32

from whoosh.filedb import filestore, structfile
from whoosh.reading import CorruptIndexError, ReaderClosed

_MAGIC = b"sk-segm1"
_END = struct.Struct("<QI8s")
_CHUNK_BYTES = 1 << 20


def assemble(storage: filestore.FileStorage, target: str, names: Iterable[str]) -> None:
    """Put files of a storage into one, flush it to the disk, and delete them."""
    names = sorted(names)
    directory = {}
    with Path(storage.folder, target).open("wb") as file:
        file.write(_MAGIC)
        for name in names:
            start, checksum = file.tell(), 0
            with Path(storage.folder, name).open("rb") as part:
                while chunk := part.read(_CHUNK_BYTES):
                    checksum = crc32(chunk, checksum)
                    file.write(chunk)
            directory[name] = [start, file.tell() - start, checksum]
        written = json.dumps(directory).encode()
        start = file.tell()
        file.write(written)
        file.write(_END.pack(start, crc32(written), _MAGIC))
        file.flush()
        os.fsync(file.fileno())
    for name in names:
        storage.delete_file(name)


class Container(filestore.Storage):  # type: ignore[misc]
    """The files in a segment's file, read only. Raises CorruptIndexError for a damaged one."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size < len(_MAGIC) + _END.size:
                raise CorruptIndexError(f"{path.name} is cut short")
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._name = path.name
        self._directory = self._read_directory(size)

    def _read_directory(self, size: int) -> dict[str, tuple[int, int, int]]:
        start, checksum, magic = _END.unpack(self._map[size - _END.size : size])
        written = self._map[start : size - _END.size]
        if magic != _MAGIC or self._map[: len(_MAGIC)] != _MAGIC or crc32(written) != checksum:
            raise CorruptIndexError(f"{self._name} is cut short or has been altered")
        return {name: (at, length, crc) for name, (at, length, crc) in json.loads(written).items()}

    def open_file(self, name: str, *, checked: bool = True, **_kwargs: Any) -> ContainedFile:
        """Open a file; `checked` False leaves it to the reader to check what it reads."""
        if name not in self._directory:
            raise NameError(f"{self._name} has no {name}")
        start, length, checksum = self._directory[name]
        if checked and crc32(self._map[start : start + length]) != checksum:
            raise CorruptIndexError(f"{name} in {self._name} has been altered")
        return ContainedFile(self._map, start, length, name)

    def verify(self) -> None:
        """Check every file."""
        for name in self._directory:
            self.open_file(name)

    def list(self) -> list[str]:
        return list(self._directory)

    def file_exists(self, name: str) -> bool:
        return name in self._directory

    def file_length(self, name: str) -> int:
        return self._directory[name][1]

    def close(self) -> None:
        self._map.close()


class ContainedFile(structfile.StructFile):  # type: ignore[misc]
    """A stretch of a mapped file, as Whoosh reads files."""

    def __init__(self, mapped: mmap.mmap, start: int, length: int, name: str) -> None:
        self._mapped = mapped
        self._start = start
        self._end = start + length
        self._at = start
        self.is_real = False
        self.is_closed = False
        self._name = name

    def get(self, position: int, length: int) -> bytes:
        begin = self._start + position
        end = begin + length
        return self._slice(begin, end if end < self._end else self._end)

    def read(self, length: int | None = None) -> bytes:
        end = self._end if length is None else min(self._at + length, self._end)
        data = self._slice(self._at, end)
        self._at = end
        return data

    def _slice(self, begin: int, end: int) -> bytes:
        try:
            return self._mapped[begin:end]
        except ValueError:
            # It was closed, by an update for example: no sign of damage.
            raise ReaderClosed from None

    def seek(self, position: int, whence: int = os.SEEK_SET) -> None:
        origin = {os.SEEK_SET: self._start, os.SEEK_CUR: self._at, os.SEEK_END: self._end}
        self._at = origin[whence] + position

    def tell(self) -> int:
        return self._at - self._start

    def forget(self) -> None:
        """Let go of the memory that what was read of the container takes, on Linux.

        Whoever reads on reads from the disk again, or from what the system has kept of it.
        """
        if sys.platform == "linux":
            self._mapped.madvise(mmap.MADV_DONTNEED)

    def close(self) -> None:
        self.is_closed = True


def open_contained(storage: Any, name: str, *, checked: bool) -> Any:
    """Open a file of a segment, whether it is in a container or still by itself."""
    inner = getattr(storage, "a", storage)
    if isinstance(inner, Container) and inner.file_exists(name):
        return inner.open_file(name, checked=checked)
    return storage.open_file(name)
