"""Open ZIP archives and unpack their members within bounds.

What an archive says of itself is checked before anything is unpacked, and nothing unpacks to
more than was said. For archives, and for books and office packages, which are archives too.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from searchkit.documents.files import as_text
from searchkit.documents.readers.budget import (
    MAX_MEMBER_BYTES,
    MAX_MEMBERS,
    MAX_RATIO,
    SMALL_BYTES,
)
from searchkit.documents.sizes import as_size
from searchkit.errors import UnreadableFile

_CHUNK_BYTES = 1 << 20
_ENCRYPTED = 0x1
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Of the others, `zipfile` unpacks as much as it gets at a time, and not a chunk."""

DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, RuntimeError)
"""What `zipfile` raises for archives that are damaged, or made to look so."""

_END = b"PK\x05\x06"
_END_BYTES = 22
_MAX_COMMENT_BYTES = 0xFFFF
_MAX_DIRECTORY_BYTES = 32 * 2**20


def open_archive(path: Path, file: BinaryIO) -> zipfile.ZipFile:
    """Open an archive; the list of its members must be of a size that fits in memory."""
    if file.read(1) == b"":
        raise UnreadableFile(as_text(path), "no text in it")
    if has_too_many(file, MAX_MEMBERS):
        raise UnreadableFile(as_text(path), f"more than {MAX_MEMBERS} files in it")
    try:
        return zipfile.ZipFile(file)
    except DAMAGE:
        raise UnreadableFile(as_text(path), "damaged, or no ZIP archive") from None


def has_too_many(file: BinaryIO, most: int) -> bool:
    """Look at the record at the end of an archive, which says how long its list is."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _END_BYTES - _MAX_COMMENT_BYTES))
    tail = file.read()
    file.seek(0)
    place = tail.rfind(_END)
    if not 0 <= place <= len(tail) - _END_BYTES:
        return False
    members, directory = struct.unpack_from("<HI", tail, place + 10)
    return bool(members > most or directory > _MAX_DIRECTORY_BYTES)


def why_refused(info: zipfile.ZipInfo) -> str:
    """Say why a member is not to be unpacked; empty when it may be."""
    if info.flag_bits & _ENCRYPTED:
        return "encrypted"
    if info.compress_type not in METHODS:
        return "packed by a method that is not read"
    if info.file_size > MAX_MEMBER_BYTES:
        return f"larger than {as_size(MAX_MEMBER_BYTES)}"
    if info.file_size > max(SMALL_BYTES, MAX_RATIO * info.compress_size):
        return f"unpacks to more than {MAX_RATIO} times its size"
    return ""


def iter_chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """Unpack a member a piece at a time, never more than it declares.

    Raises UnreadableFile where it is damaged, and OSError for anything else.
    """
    try:
        with archive.open(info) as member:
            while chunk := member.read(_CHUNK_BYTES):
                yield chunk
    except DAMAGE:
        raise UnreadableFile(info.filename, "damaged") from None
