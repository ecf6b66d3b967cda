"""What the index remembers of a file, so that the next run knows whether it has changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class FileState(NamedTuple):
    """One file as it was when it was last read.

    `path` is the document's path, the key among the states. `digest` is the hash of its
    content; empty for a file that has been met but not read to its end. `doc_id` is the id of
    the file's document, and `records` are the ids of its documents where it holds others.
    `overrides` is the digest of what `metadata.toml` says of it. `reason` says why it could not
    be indexed; empty when it was. `copy_of` is the path of the file that it is a copy of: the
    document is that one's.

    A tuple, as there is one for each file of the archive and each run reads all of them.
    """

    path: str
    doc_id: str
    size: int
    mtime_ns: int
    digest: str = ""
    overrides: str = ""
    records: tuple[str, ...] = ()
    reason: str = ""
    copy_of: str = ""

    @property
    def doc_ids(self) -> tuple[str, ...]:
        """The ids of all its documents in the index."""
        if self.reason or self.copy_of:
            return ()
        return self.records or (self.doc_id,)

    @classmethod
    def from_json(cls, values: Sequence[object]) -> FileState:
        """Read a state back from the list that JSON makes of it; ValueError for anything else."""
        try:
            path, doc_id, size, mtime_ns, digest, overrides, records, reason, copy_of = values
        except (TypeError, ValueError):
            raise ValueError("not a file's state") from None
        if not (
            type(path) is type(doc_id) is type(digest) is type(overrides) is str
            and type(reason) is type(copy_of) is str
            and type(size) is type(mtime_ns) is int
            and type(records) is list
        ):
            raise ValueError("not a file's state")
        ids = tuple(map(str, records))
        return cls(path, doc_id, size, mtime_ns, digest, overrides, ids, reason, copy_of)
