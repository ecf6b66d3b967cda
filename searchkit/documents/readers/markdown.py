"""Read Markdown: text as it stands, and the headers of its front matter.

The text is kept whole, marks and front matter included, so that a line number is the line's
number in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from searchkit.documents.readers.base import RawDocument, Skip, read_text

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M)
_FRONT_MATTER_CHARACTERS = 4_000
_NAMES = {
    "title": "title",
    "titel": "title",
    "rubrik": "title",
    "date": "date",
    "datum": "date",
    "updated": "updated",
    "uppdaterad": "updated",
    "source": "source",
    "källa": "source",
    "type": "type",
    "typ": "type",
    "url": "url",
}


def read(path: Path, skip: Skip) -> Iterator[RawDocument]:
    """Read one document; UnreadableFile when there is no text in the file."""
    text, notes = read_text(path)
    block = _FRONT_MATTER.match(text, 0, _FRONT_MATTER_CHARACTERS)
    if block is None:
        yield RawDocument("", text, notes=notes)
    else:
        yield RawDocument("", text, _headers(block[1]), notes, begins=block.end())


def _headers(block: str) -> dict[str, str]:
    headers = {}
    for line in block.splitlines():
        name, colon, value = line.partition(":")
        known = _NAMES.get(name.strip().lower())
        value = value.strip().strip("\"'").strip()
        if colon and known and value:
            headers[known] = value
    return headers
