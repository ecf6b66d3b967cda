"""Write files so that they last: whole or not at all, and still there after a power cut.

A file that has been written and renamed is on the disk only when both it and its folder have
been flushed; in between, a crash can leave the new name with nothing in it.
"""

from __future__ import annotations

import os
from pathlib import Path


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
