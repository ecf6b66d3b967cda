"""What every reader hands on, and the steps that all readers of text share."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from searchkit.documents.files import as_text, opened
from searchkit.documents.readers.decoding import decode
from searchkit.documents.sizes import as_size
from searchkit.errors import UnreadableFile

MAX_DOCUMENT_BYTES = 100 * 2**20
"""More than this is no document but a log or a dump, and would have to fit in memory.

A person can raise it for files, which `collect` then lets through; see `read_bytes`.
"""

Skip = Callable[[str], object]
"""Called with the reason, place included, for each part of a file that is left out."""


@dataclass(frozen=True, slots=True)
class RawDocument:
    r"""The text of one document and what its format says about it.

    `text` is in NFC with `\n` line ends and no NUL. `key` is empty where a file is one
    document and names the record where it is many; a document inside a file that is one
    itself, such as an attachment, has a key beside it. `headers` holds what the format itself
    states, under `title`, `date`, `updated`, `source`, `type`, `path`, `url` and `id`, as it
    was written, and under `name` what a document inside a file is called there.
    `begins` is the offset where the text proper begins, after any front matter. `notes` tell
    what had to be assumed, such as the character encoding. `origins` says for a header, in
    words for people, where the format has it (`JSON-LD`, `mail header`); without one it is a
    header and no more. `doubtful` are headers that say less than a labelled date or a title
    in the text.
    """

    key: str
    text: str
    headers: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    begins: int = 0
    origins: dict[str, str] = field(default_factory=dict)
    doubtful: frozenset[str] = frozenset()


class Reader(Protocol):
    """The one function that a module in this package offers.

    It raises UnreadableFile when nothing in the file can be used, and calls `skip` for a
    part that cannot while it goes on with the rest.
    """

    def __call__(self, path: Path, skip: Skip) -> Iterator[RawDocument]: ...


def read_text(path: Path) -> tuple[str, tuple[str, ...]]:
    """Read a whole file as text, with notes; UnreadableFile when it holds none."""
    data = read_bytes(path)
    try:
        text, notes = decode(data)
    except ValueError as error:
        raise UnreadableFile(as_text(path), str(error)) from None
    if not text.strip():
        raise UnreadableFile(as_text(path), "no text in it")
    return text, notes


def read_bytes(path: Path) -> bytes:
    """Read a whole file; UnreadableFile where it is neither small nor as large as it said.

    How large a file may be has been decided before it is read. Some hold more than the system
    says that they do, and some have no end; of those no more than a document's size is read.
    """
    with opened(path) as file:
        limit = max(os.fstat(file.fileno()).st_size, MAX_DOCUMENT_BYTES)
        data = file.read(limit + 1)
    if len(data) > limit:
        raise UnreadableFile(as_text(path), f"larger than {as_size(limit)} and growing")
    return data
