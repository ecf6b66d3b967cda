"""What the system refuses to whoever writes an index, and what to do about it."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from searchkit.errors import IndexUnwritable, SearchkitError

_GONE = "its folder has disappeared: put it back"
_REMEDIES = {
    errno.ENOENT: _GONE,
    errno.ENOSPC: "the disk is full: make room",
    errno.EDQUOT: "your quota of the disk is used up: make room",
    errno.EFBIG: "a file would become larger than is allowed: raise the limit (ulimit -f)",
    errno.EROFS: "the disk can only be read: make it writable, or choose another with --index",
    errno.EACCES: "permission denied: ask its owner, or choose another with --index",
    errno.EPERM: "permission denied: ask its owner, or choose another with --index",
    errno.EIO: "the disk reports an error: look to the disk",
}


@contextmanager
def refusals_named(directory: Path) -> Iterator[None]:
    """Raise IndexUnwritable for what the system refuses to a writer of this directory."""
    try:
        yield
    except SearchkitError:
        raise
    except Exception as error:
        if not directory.is_dir():
            # Whatever it is that was raised, this is why.
            raise _unwritable(directory, _GONE) from error
        if isinstance(error, OSError) and error.errno in _REMEDIES:
            raise _unwritable(directory, _REMEDIES[error.errno]) from error
        raise


def _unwritable(directory: Path, why: str) -> IndexUnwritable:
    return IndexUnwritable(
        f"the index in {directory} cannot be written: {why}, and run `searchkit index` again",
        str(directory),
    )
