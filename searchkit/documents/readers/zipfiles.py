"""Read ZIP archives: every member that some reader can read, in the archive's order."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from os import fstat
from pathlib import Path

from searchkit.documents.files import as_text, opened
from searchkit.documents.readers.base import RawDocument, Skip
from searchkit.documents.readers.budget import Budget
from searchkit.documents.readers.inside import (
    member_name,
    read_member,
    until_exhausted,
    why_left_out,
)
from searchkit.documents.readers.unzipping import iter_chunks, open_archive, why_refused
from searchkit.errors import UnreadableFile

_UTF8_NAME = 0x800
# In order: what the format says, what Windows in Sweden wrote, what others wrote.
_NAME_ENCODINGS = ("cp437", "cp850", "windows-1252")
_SWEDISH = frozenset("åäöÅÄÖéÉüÜ")


def read(path: Path, skip: Skip, budget: Budget | None = None) -> Iterator[RawDocument]:
    """Read the documents of an archive; UnreadableFile when there are none."""
    found = False
    with opened(path) as file:
        budget = budget or Budget.of(fstat(file.fileno()).st_size)
        documents = _iter_documents(open_archive(path, file), skip, budget)
        for document in until_exhausted(documents, budget, skip):
            found = True
            yield document
    if not found:
        raise UnreadableFile(as_text(path), "no text in it")


def _iter_documents(archive: zipfile.ZipFile, skip: Skip, budget: Budget) -> Iterator[RawDocument]:
    for info in archive.infolist():
        name = member_name(_name(info))
        if name.endswith("/") or _is_hidden(name):
            continue
        why = why_left_out(name) or why_refused(info)
        if why:
            budget.count()
            skip(f"{name}: {why}")
        else:
            yield from read_member(name, iter_chunks(archive, info), budget, skip)


def _name(info: zipfile.ZipInfo) -> str:
    """Give a member's name; one that is not marked as UTF-8 may be in any encoding.

    `zipfile` reads it as cp437. UTF-8 cannot be mistaken for anything else; among the others
    the one that makes most letters of Swedish wins.
    """
    name = info.orig_filename
    if info.flag_bits & _UTF8_NAME or name.isascii():
        return name
    try:
        data = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        readings = [data.decode(encoding, "replace") for encoding in _NAME_ENCODINGS]
        return max(readings, key=lambda text: sum(letter in _SWEDISH for letter in text))


def _is_hidden(name: str) -> bool:
    """Leave out, as in a folder, what is hidden; and what macOS adds to every archive."""
    parts = name.split("/")
    return parts[0] == "__MACOSX" or any(
        part.startswith(".") and part.strip(".") for part in parts
    )
