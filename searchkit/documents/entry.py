"""One file that can be read, and its reading: from an Entry to Documents."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from searchkit.documents.evidence import Found
from searchkit.documents.files import as_key, content_digest
from searchkit.documents.ids import record_id
from searchkit.documents.model import Document
from searchkit.documents.overrides import FILE_NAME, Override
from searchkit.documents.state import FileState
from searchkit.errors import UnreadableFile

if TYPE_CHECKING:
    from searchkit.documents.readers.base import RawDocument


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that can be read. `file` opens it; everything else about it is valid text.

    `key` is its path in its root, which names it in the `metadata.toml` there; `overrides` is
    what that says of it, by record, the file itself under `""`; `by_rules` is what the rules
    there say of it. `copies` are the files that have the same content, and no document of
    their own.
    """

    file: Path
    key: str
    state: FileState
    overrides: Mapping[str, Override] = field(default_factory=dict)
    by_rules: Mapping[str, Found] = field(default_factory=dict)
    copies: tuple[FileState, ...] = ()

    @property
    def path(self) -> str:
        """The path that its documents are stored with."""
        return self.state.path

    @property
    def doc_id(self) -> str:
        """The id of its document, where it holds one."""
        return self.state.doc_id

    def hashed(self) -> FileState:
        """Give the state to remember, with the content's hash; UnreadableFile if that fails.

        Ask before reading: should the file change in between, the next run will notice.
        """
        if self.state.digest:
            return self.state
        try:
            return self.state._replace(digest=content_digest(self.file))
        except UnreadableFile as error:
            raise UnreadableFile(self.path, error.reason) from error


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, or a part of one, that is not indexed.

    `state` is what to remember of a file that failed before and has not changed since; None
    where there is nothing to remember.
    """

    path: str
    reason: str
    state: FileState | None = None

    def __str__(self) -> str:
        return f"{self.path} ({self.reason})"


class Unnamed(NamedTuple):
    """A document as read, before it has an id: that depends on the documents of other files.

    `key` is empty for the document that the file itself is, and names a record in it; `own` is
    the id that a record brings along.
    """

    document: Document
    key: str
    own: str


def iter_unnamed(entry: Entry, skip: Callable[[Skipped], object]) -> Iterator[Unnamed]:
    """Read the documents of one file, with their metadata.

    `skip` is called for a part that is left out, such as a broken line of a JSON Lines file.
    Raises UnreadableFile when nothing in the file can be used.
    """
    from searchkit.documents.readers import read

    try:
        for raw in read(entry.file, lambda reason: skip(Skipped(entry.path, reason))):
            yield Unnamed(_document(entry, raw), raw.key, raw.headers.get("id", ""))
    except UnreadableFile as error:
        raise UnreadableFile(entry.path, error.reason) from error


def named(unnamed: Unnamed, entry: Entry, taken: Container[str]) -> Document:
    """Give a document its id, or its copies; `taken` are the ids of all others, for records."""
    document, key, own = unnamed
    if not key:
        return replace(document, also=tuple(copy.path for copy in entry.copies))
    doc_id = record_id(own, entry.doc_id, key, taken)
    # There may be many: `replace` takes three times as long.
    return Document(doc_id, document.path, document.text, document.metadata, document.notes)


def _document(entry: Entry, raw: RawDocument) -> Document:
    from searchkit.documents.metadata import describe, unread_headers

    metadata = describe(raw, _name(entry, raw), _said(entry, raw))
    notes = raw.notes + unread_headers(raw)
    if not raw.key:
        return Document(entry.doc_id, entry.path, raw.text, metadata, notes)
    path = raw.headers.get("path") or raw.headers.get("url") or entry.path
    return Document("", path, raw.text, metadata, notes)


def _name(entry: Entry, raw: RawDocument) -> str:
    """Give the name of the file that the document is, without its suffix; a record has none."""
    name = raw.headers.get("name", "") if raw.key else entry.file.name
    return as_key(PurePosixPath(name).stem) if name else ""


def _said(entry: Entry, raw: RawDocument) -> dict[str, Found]:
    """What is said of the record wins over what is said of its file, and that over the rules.

    A title is one document's: that of a mail is not that of its attachments.
    """
    whole = entry.overrides.get("", {})
    if raw.key:
        whole = {field: value for field, value in whole.items() if field != "title"}
    own = {**whole, **entry.overrides.get(raw.key, {})}
    return {**entry.by_rules, **{name: Found(text, FILE_NAME) for name, text in own.items()}}
