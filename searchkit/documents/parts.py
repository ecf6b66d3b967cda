"""Read one file, a part of it at a time: what a reader process sends and the builder receives.

A part is small enough to be sent and held; a file of many documents is many parts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from searchkit.documents.entry import Entry, Skipped, Unnamed, iter_unnamed
from searchkit.documents.state import FileState
from searchkit.errors import UnreadableFile

_PART_CHARACTERS = 1 << 18


class Limits(NamedTuple):
    """What one file may cost: seconds from one part to the next, and memory in all."""

    seconds: float = 60
    megabytes: int = 1024

    @property
    def too_long(self) -> str:
        """The reason for leaving out a file that took too long."""
        return f"took longer than {self.seconds:g} s"

    @property
    def too_large(self) -> str:
        """The reason for leaving out a file that needed too much memory."""
        return f"needed more than {self.megabytes / 1024:g} GB of memory"


class Part(NamedTuple):
    """Some documents of a file, and what was left out of it; `state` comes with the last part."""

    documents: tuple[Unnamed, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    state: FileState | None = None

    @property
    def characters(self) -> int:
        """Count the text in it."""
        return sum(len(unnamed.document.text) for unnamed in self.documents)


def iter_parts(entry: Entry) -> Iterator[Part]:
    """Read a file to its end. What goes wrong in it is told in its last part, and not raised."""
    documents: list[Unnamed] = []
    skipped: list[Skipped] = []
    characters = 0
    try:
        state = entry.hashed()
        for unnamed in iter_unnamed(entry, skipped.append):
            documents.append(unnamed)
            characters += len(unnamed.document.text)
            if characters >= _PART_CHARACTERS:
                yield Part(tuple(documents), tuple(skipped))
                documents, characters = [], 0
                skipped.clear()
        last = Part(tuple(documents), tuple(skipped), state)
    except UnreadableFile as error:
        last = failed(entry, error.reason, documents, skipped)
    except MemoryError:
        raise
    except Exception as error:  # a reader stands on libraries, and they on files by anybody
        reason = f"the reader failed: {type(error).__name__}"
        last = failed(entry, reason, documents, skipped)
    yield last


def failed(
    entry: Entry,
    reason: str,
    documents: list[Unnamed] | None = None,
    skipped: list[Skipped] | None = None,
) -> Part:
    """Make the last part of a file that could not be read to its end.

    The file is tried again only when it has changed.
    """
    try:
        state = entry.hashed()
    except UnreadableFile:
        state = entry.state
    told = (*(skipped or ()), Skipped(entry.path, reason))
    return Part(tuple(documents or ()), told, state._replace(reason=reason))
