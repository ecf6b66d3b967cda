"""Read plain text: the whole file is one document."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from searchkit.documents.readers.base import RawDocument, Skip, read_text


def read(path: Path, skip: Skip) -> Iterator[RawDocument]:
    """Read one document; UnreadableFile when there is no text in the file."""
    text, notes = read_text(path)
    yield RawDocument("", text, notes=notes)
