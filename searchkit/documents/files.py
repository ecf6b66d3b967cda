"""Open, hash and name files whatever they are called and whatever they turn out to be.

For the readers and for `collect`. Only regular files are ever opened: a named pipe would wait
for ever and a device would never end.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from searchkit.errors import MetadataError, UnreadableFile

_SURROGATE = re.compile("[\ud800-\udfff]")
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_CHUNK_BYTES = 1 << 20
_MOST_WRITTEN_BYTES = 50 << 20
"""No person writes more; a correction for each of 400,000 files takes so much."""


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a regular file for reading bytes; UnreadableFile for anything that goes wrong.

    What goes wrong later, while the file is read inside the `with`, counts too.
    """
    try:
        _refuse_special(path, path.stat())
        # O_NONBLOCK: should a pipe have taken the file's place since, opening must not wait.
        with os.fdopen(os.open(path, _FLAGS), "rb") as file:
            _refuse_special(path, os.fstat(file.fileno()))
            yield file
    except OSError as error:
        raise UnreadableFile(as_text(path), reason(error)) from error


def _refuse_special(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableFile(as_text(path), "not a regular file")


def read_source(path: Path) -> str:
    """Read the text of a file that people write for us; MetadataError when that cannot be done."""
    try:
        with opened(path) as file:
            source = file.read(_MOST_WRITTEN_BYTES + 1)
        if len(source) > _MOST_WRITTEN_BYTES:
            raise UnreadableFile(as_text(path), f"larger than {_MOST_WRITTEN_BYTES >> 20} MB")
        return source.decode("utf-8-sig")
    except UnreadableFile as error:
        raise MetadataError(f"cannot be read: {error.reason}", as_text(path)) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise MetadataError("not UTF-8; save it as UTF-8", as_text(path), line) from None


def reason(error: OSError) -> str:
    """Say in a few words why the system refused."""
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return "no longer there"
    if isinstance(error, PermissionError):
        return "permission denied"
    return (error.strerror or type(error).__name__).lower()


def content_digest(path: Path) -> str:
    """Hash what a file holds, a piece at a time: 32 hexadecimal digits."""
    digest = hashlib.blake2b(digest_size=16)
    with opened(path) as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def absolute(path: Path) -> Path:
    """Make a path absolute and without `..`, but do not follow links: they are names too."""
    return Path(os.path.abspath(path))  # noqa: PTH100  resolve() would follow them


def inside(path: Path, folder: Path) -> str | None:
    """Give the part of an absolute path below a folder; None when it is not in there.

    Works on strings: `Path.relative_to` is the slowest step of looking at forty thousand files.
    """
    text, prefix = str(path), os.path.join(folder, "")  # noqa: PTH118  to end in a separator
    if text.startswith(prefix):
        return text[len(prefix) :]
    return "." if path == folder else None


def as_text(path: str | Path) -> str:
    """Write a path with `/` and so that it can be encoded.

    A byte that is not UTF-8, which Python holds as a lone surrogate, becomes `%E5`: a
    replacement character would make different names look the same.
    """
    text = str(path).replace(os.sep, "/")
    return _SURROGATE.sub(lambda match: f"%{ord(match[0]) & 0xFF:02X}", text)


def as_key(path: str | Path) -> str:
    """Write a path as people would type it: as `as_text`, and in NFC.

    Some systems write å in file names as a and a ring. Such a key finds a document or an
    override; only the path itself opens the file.
    """
    return unicodedata.normalize("NFC", as_text(path))
