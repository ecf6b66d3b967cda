"""Read the documents that benchmarks run on."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Record(NamedTuple):
    """A document before any engine has seen it."""

    doc_id: str
    title: str
    text: str

    @property
    def size(self) -> int:
        """Count the bytes of its title and text."""
        return len(self.title.encode()) + len(self.text.encode())


def iter_records(path: Path) -> Iterator[Record]:
    """Yield the documents of a JSON Lines file, also compressed with xz, or of a folder with one.

    In a folder it is `docs.jsonl` or `docs.jsonl.xz`. A line is an object with an `id`, and
    with `title` and `text` where there are any.
    """
    if path.is_dir():
        plain = path / "docs.jsonl"
        path = plain if plain.exists() else path / "docs.jsonl.xz"
    opened = lzma.open if path.suffix == ".xz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        for line in file:
            if line.strip():
                fields = json.loads(line)
                yield Record(fields["id"], fields.get("title") or "", fields.get("text") or "")
