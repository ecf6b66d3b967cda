"""Give every document an id that people can type and that stays the same.

The id of a file is its path in its root; where another document has that id already, the
root's name goes before it (`arkiv/rapport.txt`), and then a number after it
(`arkiv/rapport.txt~2`). The id of a record in a file of many is its own, and that of a file in
a file names both (`brev.eml#bilaga.pdf`, `arkiv.zip#2022/rapport.pdf`). An id that has been
given is kept as long as its file is there, so that it never comes to mean another document.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count

from searchkit.documents.state import FileState


@dataclass(frozen=True, slots=True)
class Nameable:
    """What the id of a file is made of."""

    path: str
    key: str
    root: str


def assign_ids(files: Iterable[Nameable], kept: Mapping[str, FileState]) -> dict[str, str]:
    """Give an id to each path. `kept` are the known files that are still there, by path."""
    taken = {doc_id for state in kept.values() for doc_id in (state.doc_id, *state.records)}
    ids = {}
    for file in files:
        if file.path in kept:
            ids[file.path] = kept[file.path].doc_id
        else:
            ids[file.path] = _first_free(_file_ids(file), taken)
            taken.add(ids[file.path])
    return ids


def record_id(own: str, file_id: str, number: str, taken: Container[str]) -> str:
    """Give the id of a record: its own, or `arkiv.jsonl#17` where it has none or it is taken."""
    return _first_free(_record_ids(own, f"{file_id}#{own or number}"), taken)


def record_key(doc_id: str, file_id: str) -> str:
    """Give the key of a record in its file, from which `record_id` made its id.

    Empty for the document of the file itself.
    """
    return "" if doc_id == file_id else doc_id.removeprefix(f"{file_id}#")


def _file_ids(file: Nameable) -> Iterator[str]:
    yield file.key
    yield from _numbered(f"{file.root}/{file.key}")


def _record_ids(own: str, in_file: str) -> Iterator[str]:
    if own:
        yield own
    yield from _numbered(in_file)


def _numbered(doc_id: str) -> Iterator[str]:
    yield doc_id
    for number in count(2):
        yield f"{doc_id}~{number}"


def _first_free(ids: Iterator[str], taken: Container[str]) -> str:
    return next(doc_id for doc_id in ids if doc_id not in taken)
