"""Write files so that they last: whole or not at all, and still there after a power cut.

A sealed file is a text with its checksum on a line behind it.

A file that has been written and renamed is on the disk only when both it and its folder have
been flushed; in between, a crash can leave the new name with nothing in it.
"""

from __future__ import annotations

import os
from pathlib import Path
from zlib import crc32


def write_whole(path: Path, text: str) -> None:
    """Replace a file: whoever reads it, now or after a crash, sees the old text or the new."""
    unfinished = path.with_name(path.name + ".new")
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    flush_names(path.parent)


def write_sealed(path: Path, text: str) -> None:
    """Replace a file by a text and its checksum."""
    write_whole(path, f"{text}\n{_checksum(text)}\n")


def read_sealed(path: Path) -> str:
    """Read a text with its checksum; ValueError where either has been altered, or is not there."""
    text, _, checksum = path.read_text(encoding="utf-8").removesuffix("\n").rpartition("\n")
    if checksum != _checksum(text):
        raise ValueError(f"{path.name} has been altered")
    return text


def _checksum(text: str) -> str:
    return f"{crc32(text.encode()):08x}"


def flush_folder(folder: Path) -> None:
    """Bring everything that lies right in a folder to the disk. What is there already is free."""
    for entry in list(os.scandir(folder)):
        if entry.is_file(follow_symlinks=False):
            _flush(entry.path, os.O_RDONLY)
    flush_names(folder)


def flush_names(folder: Path) -> None:
    """Bring to the disk which files a folder has; only where a folder can be opened for that."""
    if hasattr(os, "O_DIRECTORY"):
        _flush(folder, os.O_RDONLY | os.O_DIRECTORY)


def _flush(path: str | Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
