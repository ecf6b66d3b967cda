"""What an index was built from, so that the next run reads only what differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from searchkit.documents.entry import Skipped
from searchkit.documents.readers.base import MAX_DOCUMENT_BYTES
from searchkit.documents.state import FileState
from searchkit.storage import IndexDirectory


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation of the index was built from.

    `roots` and the paths of `files` are relative to the index directory's parent, or
    absolute. `skipped` are files, and lines of files, that are not in the index. `max_bytes`
    is how large a file of one document may be.
    """

    roots: tuple[str, ...] = ()
    files: tuple[FileState, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    max_bytes: int = MAX_DOCUMENT_BYTES

    def to_json(self) -> dict[str, Any]:
        """Write it with plain values."""
        return {
            "roots": list(self.roots),
            "files": [state.to_json() for state in self.files],
            "skipped": [[item.path, item.reason] for item in self.skipped],
            "max_bytes": self.max_bytes,
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Manifest:
        """Read what `to_json` wrote; ValueError, KeyError or TypeError for anything else."""
        return cls(
            tuple(values["roots"]),
            tuple(FileState.from_json(state) for state in values["files"]),
            tuple(Skipped(path, reason) for path, reason in values["skipped"]),
            int(values.get("max_bytes", MAX_DOCUMENT_BYTES)),
        )


def read_manifest(directory: IndexDirectory, generation: int) -> Manifest:
    """Read what a generation was built from; IndexDamaged when that cannot be done."""
    try:
        return Manifest.from_json(directory.read_manifest(generation))
    except (KeyError, ValueError, TypeError):
        raise directory.damaged("manifest.json cannot be read") from None
