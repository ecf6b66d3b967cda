"""The directory of an index, as Whoosh's storage: commits reach the disk, and no pickle runs code.

Whoosh pickles its table of contents: the list of segments. It is written with a checksum behind
it, flushed to the disk before it takes its name, and read by an unpickler that admits the
segment's class and nothing else.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import struct
from io import BytesIO
from pathlib import Path
from typing import Any
from zlib import crc32

from whoosh.filedb import filestore, structfile
from whoosh.reading import CorruptIndexError

from searchkit.durable import flush_names

_END = struct.Struct("<I8s")
_MAGIC = b"sk-toc-1"
_SEGMENTS = frozenset({("searchkit.engines.whoosh.codec", "FlatSegment")})
_DATES = frozenset({("datetime", "datetime"), ("datetime", "date"), ("_codecs", "encode")})
"""What may be made by its name. A date is pickled as bytes, and those as text to be encoded."""


class IndexStorage(filestore.FileStorage):  # type: ignore[misc]
    """A directory on a disk. Raises CorruptIndexError for a table of contents that was altered."""

    def open_file(self, name: str, **kwargs: Any) -> structfile.StructFile:
        if not name.endswith(".toc"):
            return super().open_file(name, **kwargs)
        data = Path(self.folder, name).read_bytes()
        content = data[: -_END.size]
        if data[-_END.size :] != _END.pack(crc32(content), _MAGIC):
            raise CorruptIndexError(f"{name} is cut short or has been altered")
        return _TableFile(BytesIO(content), name=name)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Give a file its name; a table of contents makes a commit, and is flushed first."""
        if newname.endswith(".toc"):
            path = Path(self.folder, oldname)
            content = path.read_bytes()
            with path.open("ab") as file:
                file.write(_END.pack(crc32(content), _MAGIC))
                file.flush()
                os.fsync(file.fileno())
        super().rename_file(oldname, newname, safe)
        with contextlib.suppress(OSError):
            # Some file systems refuse to. The commit is made, and must not be said to have failed.
            flush_names(Path(self.folder))
        for left_behind in Path(self.folder).glob("_*.toc.*"):
            # By a commit that was interrupted; Whoosh deletes no more than its segments.
            with contextlib.suppress(OSError):
                left_behind.unlink()


class _TableFile(structfile.StructFile):  # type: ignore[misc]
    """A table of contents, opened for reading."""

    def read_pickle(self) -> Any:
        return _Unpickler(self.file, _SEGMENTS).load()


def load_plain(data: bytes) -> Any:
    """Unpickle stored fields: plain values and dates; UnpicklingError for anything else."""
    return _Unpickler(BytesIO(data), _DATES).load()


class _Unpickler(pickle.Unpickler):
    """Makes numbers, strings and what holds them, and what else is admitted by name."""

    def __init__(self, file: Any, admitted: frozenset[tuple[str, str]]) -> None:
        super().__init__(file)
        self._admitted = admitted

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in self._admitted:
            raise pickle.UnpicklingError(f"{module}.{name} has no place in an index")
        return super().find_class(module, name)
