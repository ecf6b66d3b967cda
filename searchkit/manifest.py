"""What an index was built from, so that the next run reads only what differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from searchkit.documents.entry import Skipped
from searchkit.documents.readers.base import MAX_DOCUMENT_BYTES
from searchkit.documents.state import FileState
from searchkit.language.acronyms import Spelled
from searchkit.storage import IndexDirectory


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation of the index has been built from, as of its last batch.

    `roots` and the paths of `files` are relative to the index directory's parent, or
    absolute. `skipped` are files, and lines of files, that are not in the index. `stale` are
    ids of documents that no file has any more, and that the next batch takes out. `acronyms`
    are those the files spell out, counted. `fingerprint` is what it was analysed by, and
    `related` that of the related words it was given. `max_bytes` is how large a file may be
    whose reader has no bounds of its own.
    """

    roots: tuple[str, ...] = ()
    files: tuple[FileState, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    stale: tuple[str, ...] = ()
    acronyms: tuple[Spelled, ...] = ()
    fingerprint: str = ""
    related: str = ""
    max_bytes: int = MAX_DOCUMENT_BYTES

    def to_json(self) -> dict[str, Any]:
        """Write it with plain values: a list for each file, as there may be many."""
        return {
            "roots": list(self.roots),
            "files": list(self.files),
            "skipped": [[item.path, item.reason] for item in self.skipped],
            "stale": list(self.stale),
            "acronyms": list(self.acronyms),
            "fingerprint": self.fingerprint,
            "related": self.related,
            "max_bytes": self.max_bytes,
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Manifest:
        """Read what `to_json` wrote; ValueError, KeyError or TypeError for anything else."""
        return cls(
            tuple(values["roots"]),
            tuple(map(FileState.from_json, values["files"])),
            tuple(Skipped(path, reason) for path, reason in values["skipped"]),
            tuple(values["stale"]),
            tuple((acronym, meaning, count) for acronym, meaning, count in values["acronyms"]),
            str(values["fingerprint"]),
            str(values["related"]),
            int(values["max_bytes"]),
        )


def read_manifest(directory: IndexDirectory, generation: int) -> Manifest:
    """Read what a generation was built from; IndexDamaged when that cannot be done."""
    try:
        return Manifest.from_json(directory.read_manifest(generation))
    except (KeyError, ValueError, TypeError):
        raise directory.damaged("manifest.json cannot be read") from None
