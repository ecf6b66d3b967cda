"""From a path to its text: one module a format, and the one table that says which.

A new format is a module here with a `read` function (see `base.Reader`) and its suffixes in
the table. A module is imported when the first file of its format is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from searchkit.documents.files import as_text
from searchkit.errors import UnreadableFile

if TYPE_CHECKING:
    from searchkit.documents.readers.base import RawDocument, Reader, Skip

_MODULES = {
    ".jsonl": "jsonl",
    ".markdown": "markdown",
    ".md": "markdown",
    ".text": "plain",
    ".txt": "plain",
}
_HOLDING_MANY = {"jsonl"}
_HARMLESS = {"jsonl", "markdown", "plain"}
"""Modules that are nothing but our own code on plain text: they cannot crash or hang."""

SUFFIXES = tuple(_MODULES)
"""The suffixes that can be read, lower case, in alphabetical order."""


def read(path: Path, skip: Skip) -> Iterator[RawDocument]:
    """Read the documents of one file, in the file's order.

    Raises UnreadableFile where the suffix has no reader or nothing in the file can be used;
    some readers only find that out when the first document is asked for. `skip` is called
    for a part that is left out, a broken line for instance, while the rest is read.
    """
    refusal = why_unread(path)
    if refusal:
        raise UnreadableFile(as_text(path), refusal)
    module = import_module(f"{__name__}.{_MODULES[path.suffix.lower()]}")
    reader: Reader = module.read
    return reader(path, skip)


def holds_many(path: PurePath) -> bool:
    """Tell whether files of this name hold many documents, each with a key."""
    return _MODULES.get(path.suffix.lower()) in _HOLDING_MANY


def may_crash(path: Path) -> bool:
    """Tell whether a file of this name is to be read in a process of its own."""
    return _MODULES.get(path.suffix.lower()) not in _HARMLESS


def why_unread(path: Path) -> str:
    """Say why no reader takes files of this name; empty when one does."""
    suffix = path.suffix.lower()
    if suffix in _MODULES:
        return ""
    return f"no reader for {as_text(suffix)}" if suffix else "no reader for a name without suffix"
