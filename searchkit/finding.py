"""Finding the document that a person means: by its id, by its path, or by what a search printed.

The files of an index are known to its manifest. A record may have a path or an address of its
own, which only the record itself tells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from searchkit.documents.files import as_key
from searchkit.documents.ids import record_key
from searchkit.documents.model import Document
from searchkit.documents.sorting import document_path
from searchkit.documents.state import FileState
from searchkit.engines.base import Engine
from searchkit.errors import DocumentMissing, RequestError
from searchkit.hits import shown_path

_NAMED = 4
"""How many documents to name where one was meant."""


def find_id(name: str, engine: Engine, files: Sequence[FileState], base: Path) -> str:
    """Find the id of the document that is meant by a name that is no id itself.

    The name is a path, that of a file or a record's own, with `#` and a key where it holds
    several documents, or else the beginning of an id. `base` is what stored paths are relative
    to. Raises DocumentMissing when no document is meant, RequestError when several are.
    """
    finder = _Finder(engine, files, base)
    standing = finder.ids_in_file(name) or finder.ids_by_key(name) or finder.ids_by_own_path(name)
    ids = standing or tuple(islice(engine.iter_ids(name), _NAMED))
    if len(ids) == 1:
        return ids[0]
    # Some systems write å in file names as a and a ring, and people type either.
    if not ids and name != as_key(name):
        return find_id(as_key(name), engine, files, base)
    if ids:
        relation = "stand in" if standing else "begin with"
        named = ", ".join(ids[:_NAMED])
        raise RequestError(f"several documents {relation} {name}: {named}")
    raise DocumentMissing(f"there is no document {name}: `searchkit list` shows all", name)


def check_alone(
    name: str, document: Document, engine: Engine, files: Sequence[FileState], base: Path
) -> None:
    """Raise RequestError where the id of a document is another's path from the current folder."""
    ids = _Finder(engine, files, base).ids_in_file(name)
    if ids and document.doc_id not in ids:
        raise RequestError(
            f"{name} is the id of {shown_path(document.path, base)}, and the path of another "
            f"document: write that path, or ./{name}"
        )


class _Finder:
    """Looks for documents in the ways that a name may mean them; each gives all ids it finds."""

    def __init__(self, engine: Engine, files: Sequence[FileState], base: Path) -> None:
        self._engine = engine
        self._files = files
        self._by_path = {state.path: state for state in files}
        self._base = base

    def ids_in_file(self, path: str) -> tuple[str, ...]:
        """Give what stands in the file of that path, or of that id."""
        state = self._file(path)
        if state is None:
            return ()
        # A mail is meant by its file's name, and not what is attached to it.
        return (state.doc_id,) if state.doc_id in state.doc_ids else state.doc_ids

    def ids_by_key(self, name: str) -> tuple[str, ...]:
        """Give what a path with `#` and a key means; each `#` of the name may be the one."""
        for place, key in _iter_splits(name):
            state = self._file(place)
            found = None if state is None else _with_key(key, state)
            if found is not None:
                return (found,)
            if self._has_own_path(key, place):
                return (key,)
        return ()

    def ids_by_own_path(self, path: str) -> tuple[str, ...]:
        """Give the records that say that this is their path, or their address.

        All of them are read for that, which a mistyped id is not worth: it has no `/` in it.
        """
        if "/" not in path:
            return ()
        records = (doc_id for state in self._files for doc_id in state.records)
        return tuple(doc_id for doc_id in records if self._has_own_path(doc_id, path))

    def _file(self, path: str) -> FileState | None:
        named = (state for state in self._files if state.doc_id == path)
        state = self._by_path.get(self._stored(path)) or next(named, None)
        return self._by_path.get(state.copy_of) if state is not None and state.copy_of else state

    def _stored(self, path: str) -> str:
        """Give a path as the index has it, in whichever of its forms it was typed."""
        stored = document_path(Path(path), self._base)
        if stored in self._by_path or stored.isascii():
            return stored
        key = as_key(stored)
        return next((path for path in self._by_path if as_key(path) == key), stored)

    def _has_own_path(self, doc_id: str, path: str) -> bool:
        document = self._engine.get(doc_id, with_text=False)
        if document is None:
            return False
        if "://" in document.path:
            return document.path == path
        return shown_path(document.path, self._base) == shown_path(path, Path.cwd())


def _with_key(key: str, state: FileState) -> str | None:
    """Find what a file holds under a key; the id that a record brought along is one, too."""
    keys = ((doc_id, record_key(doc_id, state.doc_id)) for doc_id in state.doc_ids)
    return next((doc_id for doc_id, in_file in keys if key in (doc_id, in_file)), None)


def _iter_splits(name: str) -> Iterator[tuple[str, str]]:
    for place, character in enumerate(name):
        if character == "#":
            yield name[:place], name[place + 1 :]
