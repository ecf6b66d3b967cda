"""Walk the roots: every file that could be a document, in the same order every time.

Roots come in the order given, and in a folder files before folders, by name. Hidden files and
folders are left out unless they are a root themselves, and so is what a `.searchkitignore` below
the root says; a folder that is ignored is not walked, and a link to a folder counts as one. A
link to a file or a folder is
followed, after everything that can be reached without links; no file and no folder is visited
twice, so a loop ends where it meets itself.
"""

from __future__ import annotations

import os
import stat
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from searchkit.documents.files import absolute, as_text, inside, reason
from searchkit.documents.ignoring import IGNORE_FILE, Ignoring, read_ignoring
from searchkit.errors import RequestError

_DENIED = "permission denied: make it readable, or ask its owner to"


@dataclass(frozen=True, slots=True)
class Root:
    """A folder or a single file that a person named; `folder` is where `metadata.toml` lies."""

    path: Path
    folder: Path

    @property
    def name(self) -> str:
        """What tells it from other roots in a document's id."""
        return self.folder.name


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A regular file; `path` opens it."""

    path: Path
    root: Root
    size: int
    mtime_ns: int

    @property
    def inside(self) -> str:
        """The path inside its root."""
        return inside(self.path, self.root.folder) or ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A file or folder that cannot be looked at, and why; `gone` when nothing is there to see."""

    path: Path
    reason: str
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Walk:
    """What a walk met. `ignored` counts the files and folders that were to be left alone."""

    roots: tuple[Root, ...]
    files: tuple[FoundFile, ...]
    refused: tuple[Refused, ...]
    ignored: int = 0


def walk(roots: Iterable[Path], without: Path | None = None) -> Walk:
    """Walk folders and single files, but for the folder `without`: that of the index itself.

    Raises RequestError where there is none of that name, and MetadataError for a mistake in a
    `.searchkitignore`.
    """
    walker = _Walker()
    if without is not None:
        walker.seen.add(os.path.realpath(without))
    named = tuple(dict.fromkeys(find_root(path) for path in roots))
    for root in named:
        walker.visit(root.path, root)
    walker.follow_links()
    return Walk(named, tuple(walker.files), tuple(walker.refused), walker.ignored)


def find_root(path: Path) -> Root:
    """Look at what a person named; RequestError where it is not there or cannot be opened."""
    try:
        full = absolute(path)
        status = full.stat()
    except FileNotFoundError:
        raise RequestError(
            f"there is no {as_text(path)}: give a folder or a file that exists"
        ) from None
    except (OSError, ValueError) as error:
        cause = reason(error) if isinstance(error, OSError) else str(error)
        cause = _DENIED if isinstance(error, PermissionError) else cause
        raise RequestError(f"{as_text(path)} cannot be opened: {cause}") from None
    if not stat.S_ISDIR(status.st_mode):
        return Root(full, full.parent)
    if not os.access(full, os.X_OK):
        # Nor can what lies in it and speaks of all the others.
        raise RequestError(f"{as_text(path)} cannot be opened: {_DENIED}")
    return Root(full, full)


@dataclass(slots=True)
class _Walker:
    """What has been met so far."""

    files: list[FoundFile] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    real_folders: dict[str, str] = field(default_factory=dict)
    links: deque[tuple[Path, Root, Ignoring | None]] = field(default_factory=deque)
    ignored: int = 0

    def visit(self, path: Path, root: Root, ignoring: Ignoring | None = None) -> None:
        """Visit a file or a folder, through links if it is one.

        `ignoring` is what the folders that it lies in say of what is in them.
        """
        try:
            status = path.stat()
        except FileNotFoundError:
            why = "a link to nothing" if path.is_symlink() else "no longer there"
            self.refused.append(Refused(path, why, gone=True))
        except OSError as error:
            self.refused.append(Refused(path, reason(error)))
        else:
            self._visit_known(path, root, ignoring, status)

    def follow_links(self) -> None:
        """Visit what links lead to, and the links met there."""
        while self.links:
            self.visit(*self.links.popleft())

    def _visit_known(
        self, path: Path, root: Root, ignoring: Ignoring | None, status: os.stat_result
    ) -> None:
        if stat.S_ISDIR(status.st_mode):
            self._visit_folder(path, root, ignoring)
        elif not stat.S_ISREG(status.st_mode):
            self.refused.append(Refused(path, "not a regular file", gone=True))
        elif self._is_new(path):
            self.files.append(FoundFile(path, root, status.st_size, status.st_mtime_ns))

    def _visit_folder(self, folder: Path, root: Root, ignoring: Ignoring | None) -> None:
        # A list of folders to come, not recursion: nothing bounds how deep they are nested.
        waiting = [(folder, ignoring)]
        while waiting:
            current, outer = waiting.pop()
            if self._is_new(current):
                entries, said = self._entries(current, outer)
                folders = self._visit_entries(current, root, entries, said)
                waiting += [(path, said) for path in reversed(folders)]

    def _visit_entries(
        self, folder: Path, root: Root, entries: Iterable[os.DirEntry[str]], said: Ignoring | None
    ) -> list[Path]:
        """Visit the files of a folder and give its folders."""
        folders = []
        place = self._real_place(folder / "x")[:-1]
        for entry in entries:
            path = folder / entry.name
            if said is not None and said.ignores(path, is_folder=_is_folder(entry)):
                self.ignored += 1
            elif entry.is_symlink():
                self.links.append((path, root, said))
            elif entry.is_dir(follow_symlinks=False):
                folders.append(path)
            elif entry.is_file(follow_symlinks=False):
                self._visit_file(entry, path, root, place + entry.name)
            else:
                self.visit(path, root)
        return folders

    def _visit_file(self, entry: os.DirEntry[str], path: Path, root: Root, real: str) -> None:
        """Visit what its folder says is a plain file, as most are; `real` is its real path."""
        try:
            status = entry.stat(follow_symlinks=False)
        except OSError:
            self.visit(path, root)
            return
        if real not in self.seen:
            self.seen.add(real)
            self.files.append(FoundFile(path, root, status.st_size, status.st_mtime_ns))

    def _entries(
        self, folder: Path, outer: Ignoring | None
    ) -> tuple[list[os.DirEntry[str]], Ignoring | None]:
        """List what is not hidden, in order, and read what is said of it."""
        try:
            with os.scandir(folder) as found:
                entries = list(found)
        except OSError as error:
            self.refused.append(Refused(folder, reason(error)))
            return [], outer
        said = outer
        if any(entry.name == IGNORE_FILE for entry in entries):
            said = read_ignoring(folder, outer)
        visible = (entry for entry in entries if not entry.name.startswith("."))
        return sorted(visible, key=lambda entry: entry.name), said

    def _is_new(self, path: Path) -> bool:
        # Not path.is_symlink(), which raises in a folder that may only be listed.
        real = os.path.realpath(path) if os.path.islink(path) else self._real_place(path)  # noqa: PTH114
        if real in self.seen:
            return False
        self.seen.add(real)
        return True

    def _real_place(self, path: Path) -> str:
        """Resolve the folder only, once for all that lies in it."""
        folder, name = os.path.split(path)
        if folder not in self.real_folders:
            self.real_folders[folder] = os.path.realpath(folder)
        return f"{self.real_folders[folder]}{os.sep}{name}"


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder or a link to one; a link that we may not follow is none."""
    if not entry.is_symlink():
        return entry.is_dir()
    return os.path.isdir(entry)  # noqa: PTH112  entry.is_dir raises for that one
