"""What the index remembers of a file, so that the next run knows whether it has changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class FileState:
    """One file as it was when it was last read.

    `path` is the document's path, the key among the states. `digest` is the hash of its
    content; empty for a file that has been met but not read. `doc_id` is the id of the file's
    document, and `records` are the ids of its documents where it holds many. `overrides` is
    the digest of what `metadata.toml` says of it. `reason` says why it could not be indexed;
    empty when it was.
    """

    path: str
    doc_id: str
    size: int
    mtime_ns: int
    digest: str = ""
    overrides: str = ""
    records: tuple[str, ...] = ()
    reason: str = ""

    @property
    def doc_ids(self) -> tuple[str, ...]:
        """The ids of all its documents in the index."""
        if self.reason:
            return ()
        return self.records or (self.doc_id,)

    def to_json(self) -> dict[str, object]:
        """Write it with plain values; `from_json` reads it back."""
        return {**asdict(self), "records": list(self.records)}

    @classmethod
    def from_json(cls, values: Mapping[str, object]) -> FileState:
        """Read what `to_json` wrote; ValueError for anything else."""
        records = values.get("records", [])
        if not isinstance(records, list):
            raise ValueError("records is not a list")
        return cls(
            path=_text(values, "path"),
            doc_id=_text(values, "doc_id"),
            size=_number(values, "size"),
            mtime_ns=_number(values, "mtime_ns"),
            digest=_text(values, "digest"),
            overrides=_text(values, "overrides"),
            records=tuple(str(record) for record in records),
            reason=_text(values, "reason"),
        )


def _text(values: Mapping[str, object], name: str) -> str:
    value = values.get(name)
    if not isinstance(value, str):
        raise ValueError(f"{name} is not a string")
    return value


def _number(values: Mapping[str, object], name: str) -> int:
    value = values.get(name)
    if not isinstance(value, int):
        raise ValueError(f"{name} is not a whole number")
    return value
