"""From a path to its text: one module a format, and the one table that says which.

A new format is a module here with a `read` function (see `base.Reader`) and its suffixes in
the table. A module is imported when the first file of its format is read, and imports the
library that it needs, if it needs one, when it reads: what is not installed is a reason to
leave a file out, and one that says what to install.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from searchkit.documents.files import as_text
from searchkit.errors import UnreadableFile

if TYPE_CHECKING:
    from searchkit.documents.readers.base import RawDocument, Reader, Skip
    from searchkit.documents.readers.budget import Budget

_MODULES = {
    ".csv": "tables",
    ".docx": "docx",
    ".eml": "mail",
    ".epub": "epub",
    ".htm": "html",
    ".html": "html",
    ".jsonl": "jsonl",
    ".markdown": "markdown",
    ".mbox": "mbox",
    ".md": "markdown",
    ".mht": "mhtml",
    ".mhtml": "mhtml",
    ".odt": "odt",
    ".pdf": "pdf",
    ".pptx": "pptx",
    ".rtf": "rtf",
    ".text": "plain",
    ".tsv": "tables",
    ".txt": "plain",
    ".xhtml": "html",
    ".xlsx": "xlsx",
    ".zip": "zipfiles",
}
_HOLDING_FILES = {"mail", "mbox", "zipfiles"}
_HOLDING_MANY = {"jsonl", "tables", *_HOLDING_FILES}
_BOUNDING = {"jsonl", "mhtml", *_HOLDING_FILES}
_HARMLESS = {"jsonl", "markdown", "plain", "tables"}
"""Modules that are nothing but our own code on plain text: they cannot crash or hang."""

_LIBRARIES = {
    "epub": "lxml",
    "html": "trafilatura",
    "mhtml": "trafilatura",
    "pdf": "pypdfium2",
}
"""What a module needs of the packages that `searchkit[formats]` brings, as it is imported."""

_SAVE_AS = {
    suffix: better
    for better, suffixes in (
        (".docx", ".doc .docm .dot .dotx .pages .wpd"),
        (".xlsx", ".numbers .ods .xls .xlsb .xlsm"),
        (".pptx", ".key .odp .pps .ppsx .ppt .pptm"),
    )
    for suffix in suffixes.split()
}
"""Formats that have no reader, and the format that their own program can save them in."""

SUFFIXES = tuple(_MODULES)
"""The suffixes that can be read, lower case, in alphabetical order."""


def read(path: Path, skip: Skip, budget: Budget | None = None) -> Iterator[RawDocument]:
    """Read the documents of one file, in the file's order.

    Raises UnreadableFile where the suffix has no reader or nothing in the file can be used;
    some readers only find that out when the first document is asked for. `skip` is called
    for a part that is left out, a broken line for instance, while the rest is read.
    `budget` goes with a file that lies inside another: what may still be unpacked from that.
    """
    refusal = why_unread(path)
    if refusal:
        raise UnreadableFile(as_text(path), refusal)
    module = import_module(f"{__name__}.{_module(path)}")
    reader: Reader = module.read
    if budget is not None and _module(path) in _HOLDING_FILES:
        reader = partial(module.read, budget=budget)
    return reader(path, skip) if _module(path) not in _LIBRARIES else _guarded(reader, path, skip)


def holds_many(path: PurePath) -> bool:
    """Tell whether files of this name hold many documents, each with a key."""
    return _module(path) in _HOLDING_MANY


def bounds_itself(path: PurePath) -> bool:
    """Tell whether the reader of files of this name takes files of any size.

    It reads a piece at a time, or has a limit of its own that cannot be raised.
    """
    return _module(path) in _BOUNDING


def may_crash(path: PurePath) -> bool:
    """Tell whether a file of this name is to be read in a process of its own."""
    return _module(path) not in _HARMLESS


def why_unread(path: Path) -> str:
    """Say why no reader takes files of this name; empty when one does."""
    suffix = as_text(path.suffix.lower())
    if not suffix:
        return "no reader for a name without suffix"
    if suffix not in _MODULES:
        other = _SAVE_AS.get(suffix)
        return f"no reader for {suffix}" + (f": save it as {other}" if other else "")
    return "" if _is_installed(_LIBRARIES.get(_MODULES[suffix], "")) else _to_install(path)


def _module(path: PurePath) -> str:
    return _MODULES.get(path.suffix.lower(), "")


@cache
def _is_installed(library: str) -> bool:
    """Tell whether a package is there, without importing it."""
    return not library or find_spec(library) is not None


def _to_install(path: Path) -> str:
    return f"install searchkit[formats] to read {path.suffix.lower()}"


def _guarded(reader: Reader, path: Path, skip: Skip) -> Iterator[RawDocument]:
    """Read, and say what to install where a library is there but cannot be imported."""
    try:
        yield from reader(path, skip)
    except ImportError as error:
        raise UnreadableFile(as_text(path), _to_install(path)) from error
