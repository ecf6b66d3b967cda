"""Open the packages that office programs write: ZIP archives of XML parts.

What an archive says of its sizes is not believed. Every part is unpacked piece by piece, and
the pieces of all parts together may only be so many: a bomb is refused when it has grown to
that, and not when it has filled the memory.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from searchkit.documents.files import as_text, opened
from searchkit.documents.readers.base import MAX_DOCUMENT_BYTES
from searchkit.documents.readers.markup import Event, MarkupError, Vocabulary, iter_events
from searchkit.documents.readers.unzipping import DAMAGE, METHODS, has_too_many
from searchkit.documents.sizes import as_size
from searchkit.errors import UnreadableFile

MAX_PARTS = 10_000
MAX_UNPACKED_BYTES = 2 * MAX_DOCUMENT_BYTES
"""Of all parts that are read together; markup is most of it."""

_CHUNK_BYTES = 1 << 16
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"

_RELATIONS = Vocabulary(frozenset({"Relationship"}))


@dataclass(frozen=True, slots=True)
class Relation:
    """A part that another part points to; `kind` is the last piece of its type's address."""

    key: str
    kind: str
    target: str


class Package:
    """An open package, and how much may still be unpacked from it."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._left = MAX_UNPACKED_BYTES
        self._relations: dict[str, tuple[Relation, ...]] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._archive.NameToInfo

    def events(self, name: str, wanted: Vocabulary) -> Iterator[Event]:
        """Read a part as XML; a part that is not there has nothing in it."""
        return iter_events(self._chunks(name), wanted) if name in self else iter(())

    def relations(self, name: str = "") -> tuple[Relation, ...]:
        """Give the parts that a part points to, in its order; without a name, the package."""
        if name not in self._relations:
            self._relations[name] = tuple(self._iter_relations(name))
        return self._relations[name]

    def _iter_relations(self, name: str) -> Iterator[Relation]:
        folder, _, base = name.rpartition("/")
        part = posixpath.join(folder, "_rels", f"{base}.rels")
        for event, _, said in self.events(part, _RELATIONS):
            if event == "start" and said.get("TargetMode") != "External":
                kind = said.get("Type", "").rpartition("/")[2]
                target = posixpath.join("/", folder, said.get("Target", ""))
                key = said.get("Id", "")
                yield Relation(key, kind, posixpath.normpath(target).lstrip("/"))

    def related(self, name: str, kind: str) -> list[str]:
        """Name the parts of one kind that a part points to."""
        return [relation.target for relation in self.relations(name) if relation.kind == kind]

    def main_part(self, element: str) -> str:
        """Name the part that holds the document: the one in which the element is found."""
        for name in self.related("", "officeDocument"):
            if self.holds(name, element):
                return name
        raise MarkupError("not what its name says")

    def holds(self, name: str, element: str) -> bool:
        """Tell whether an element is found in a part."""
        return any(True for _ in self.events(name, Vocabulary(frozenset({element}))))

    def _chunks(self, name: str) -> Iterator[bytes]:
        if self._archive.getinfo(name).compress_type not in METHODS:
            raise MarkupError("compressed as no office program does it")
        with self._archive.open(name) as part:
            while chunk := part.read(_CHUNK_BYTES):
                self._left -= len(chunk)
                if self._left < 0:
                    raise MarkupError(f"unpacks to more than {as_size(MAX_UNPACKED_BYTES)}")
                yield chunk


@contextmanager
def opened_package(path: Path) -> Iterator[Package]:
    """Open a package; UnreadableFile for anything that goes wrong, also later in the `with`."""
    with opened(path) as file:
        try:
            if has_too_many(file, MAX_PARTS):
                raise MarkupError(f"more than {MAX_PARTS} files in it")
            with zipfile.ZipFile(file) as archive:
                yield Package(archive)
        except MarkupError as error:
            raise UnreadableFile(as_text(path), str(error)) from error
        except DAMAGE as error:
            raise UnreadableFile(as_text(path), _why_broken(path, file)) from error


def _why_broken(path: Path, file: BinaryIO) -> str:
    """Say what a file is that is no archive, as far as one can tell."""
    suffix = path.suffix.lower()
    file.seek(0)
    data = file.read(MAX_DOCUMENT_BYTES)
    if not data.strip():
        return "no text in it"
    if not data.startswith(_COMPOUND_FILE):
        return f"damaged, or no {suffix} file"
    if _ENCRYPTED in data:
        return "needs a password"
    return f"in the format that Office used before 2007; save it as {suffix}"
