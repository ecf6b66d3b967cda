"""Sort what a walk has met: what can be read, what is left out, what is out of reach."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from searchkit.documents.entry import Skipped
from searchkit.documents.files import absolute, as_text, inside
from searchkit.documents.overrides import FILE_NAME
from searchkit.documents.readers import bounds_itself, why_unread
from searchkit.documents.sizes import as_size, next_round_size
from searchkit.documents.state import FileState
from searchkit.documents.walk import FoundFile, Walk

_OURS = (FILE_NAME, "compounds.txt", "thesaurus.txt")
"""Files in a root folder that speak to us, and are no documents."""


def document_path(file: Path, base: Path) -> str:
    """Write the path of a file with `/`: relative to `base` when it lies in it, else absolute."""
    full = absolute(file)
    return as_text(inside(full, absolute(base)) or full)


@dataclass(frozen=True, slots=True)
class Sorted:
    """The files that can be read, by path, and those that are skipped.

    `unread` are the paths of files that are there, and that no reader takes.
    """

    files: dict[str, FoundFile] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)


def sort_out(found: Walk, base: Path, max_bytes: int) -> Sorted:
    """Part the files that have a reader, and are not too large for it, from the others."""
    folders = {root.folder for root in found.roots}
    result = Sorted(
        skipped=[Skipped(document_path(item.path, base), item.reason) for item in found.refused]
    )
    paths, by_suffix = _Paths(base), dict[str, str]()
    for file in found.files:
        path = paths.of(file.path)
        name = path.rpartition("/")[2]
        suffix = os.path.splitext(name)[1]  # noqa: PTH122  Path.suffix takes ten times as long
        if name in _OURS:
            why = "" if file.path.parent in folders else "it counts in a root folder only"
        else:
            if suffix not in by_suffix:
                by_suffix[suffix] = why_unread(file.path)
            why = by_suffix[suffix]
            if why:
                result.unread.add(path)
            elif file.size > max_bytes:
                why = _why_too_large(file, max_bytes)
        if not why and path in result.files:
            why = "its name cannot be told from another's"
        if why:
            result.skipped.append(Skipped(path, why))
        elif name not in _OURS:
            result.files[path] = file
    return result


def _why_too_large(file: FoundFile, max_bytes: int) -> str:
    if bounds_itself(file.path):
        return ""
    raised = f"raise it with --max-size {next_round_size(file.size)}"
    return f"{as_size(file.size)}: larger than {as_size(max_bytes)}; {raised}"


def find_unreachable(
    found: Walk, known: Mapping[str, FileState], given: Sorted, base: Path
) -> dict[str, FileState]:
    """Find the known files that are, or lie in, what could not be looked at.

    Those of a format whose library is no longer installed are there as well.
    """
    closed = [document_path(item.path, base) for item in found.refused if not item.gone]
    return {
        path: state
        for path, state in known.items()
        if path in given.unread
        or (
            path not in given.files
            and any(PurePosixPath(path).is_relative_to(item) for item in closed)
        )
    }


class _Paths:
    """Writes paths as `document_path` does; what a folder is called is worked out once."""

    def __init__(self, base: Path) -> None:
        self._base = base
        self._prefixes: dict[str, str] = {}

    def of(self, file: Path) -> str:
        """Write the path of a file that a walk has found."""
        folder, _, name = str(file).rpartition(os.sep)
        prefix = self._prefixes.get(folder)
        if prefix is None:
            whole = document_path(file, self._base)
            prefix = self._prefixes[folder] = whole[: len(whole) - len(as_text(name))]
        return prefix + (name if name.isascii() else as_text(name))
