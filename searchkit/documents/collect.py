"""Compare the files under the roots with what the index remembers of them.

`scan` opens as few files as it can: one whose size and time are as remembered is unchanged,
and only a new time on the same size asks for a hash of the content. What has to be read is
read later, a file at a time, with `entry.iter_documents`.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from searchkit.documents.copies import Move, Regrouped, recognise
from searchkit.documents.entry import Entry, Skipped
from searchkit.documents.files import absolute, as_key, as_text, inside
from searchkit.documents.ids import Nameable, assign_ids
from searchkit.documents.overrides import (
    FILE_NAME,
    Override,
    Overrides,
    overrides_digest,
    read_overrides,
)
from searchkit.documents.readers import why_unread
from searchkit.documents.state import FileState
from searchkit.documents.walk import FoundFile, Walk, walk
from searchkit.errors import UnreadableFile

_OURS = (FILE_NAME, "compounds.txt", "thesaurus.txt")
"""Files in a root folder that speak to us, and are no documents."""


@dataclass(frozen=True, slots=True)
class Scan:
    """What has to be done to make the index agree with the files.

    `added`, `changed` and `moved` are to be read; `regrouped` are documents whose copies are
    others now, and that stay otherwise. `replaced` are files that have become copies, as they
    were, and `deleted` those that are gone. `unreachable` are known files in a folder, or
    behind a permission, that now keeps us out: nothing says that they are gone.
    `unused_overrides` names the keys of a `metadata.toml` that no file has.

    The states to remember: those of `unchanged` (their times may be new), of `copies`, of
    `unreachable`, of `skipped` where there is one, and `hashed()` of each entry that is read,
    with its copies. A new file may have taken over the id of a deleted one.
    """

    added: tuple[Entry, ...] = ()
    changed: tuple[Entry, ...] = ()
    moved: tuple[Move, ...] = ()
    unchanged: tuple[FileState, ...] = ()
    copies: tuple[FileState, ...] = ()
    regrouped: tuple[Regrouped, ...] = ()
    replaced: tuple[FileState, ...] = ()
    deleted: tuple[FileState, ...] = ()
    unreachable: tuple[FileState, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    unused_overrides: tuple[str, ...] = ()

    @property
    def to_read(self) -> tuple[Entry, ...]:
        """Give the files that have to be read, those first that have a document."""
        return (*self.changed, *(move.entry for move in self.moved), *self.added)

    @property
    def differing(self) -> int:
        """Count the files that are not as the index remembers them."""
        parts = (self.added, self.changed, self.moved, self.regrouped, self.deleted, self.replaced)
        return sum(map(len, parts))


def scan(roots: Iterable[Path], known: Mapping[str, FileState], base: Path) -> Scan:
    """Compare the roots with the known states, by path.

    `base` is the folder that paths are relative to where they can be. Raises RequestError for
    a root that does not exist and MetadataError for a mistake in a `metadata.toml`.
    """
    found = walk(roots)
    overrides = {root.folder: read_overrides(root.folder) for root in found.roots}
    files, skipped = _sort_out(found, base)
    unreachable = _unreachable(found, known, files, base)
    gone = known.keys() - files.keys() - unreachable.keys()
    said = _Sayings(overrides)
    verdicts = _Verdicts(files, known, said, skipped, list(unreachable.values()))
    verdicts.judge_all(gone)
    recognised = recognise(
        verdicts.added,
        verdicts.changed,
        (*verdicts.unchanged, *verdicts.unreachable),
        [state for path, state in known.items() if path in gone],
        known,
        verdicts.copies,
        lambda state: said.of_gone(base / state.path),
    )
    return Scan(
        added=tuple(recognised.added),
        changed=tuple(recognised.changed),
        moved=tuple(recognised.moved),
        unchanged=tuple(verdicts.unchanged),
        copies=tuple(recognised.copies),
        regrouped=tuple(recognised.regrouped),
        replaced=tuple(recognised.replaced),
        deleted=tuple(recognised.deleted),
        unreachable=tuple(verdicts.unreachable),
        skipped=tuple(verdicts.skipped),
        unused_overrides=tuple(
            _iter_unused(found, overrides, {move.old.path for move in recognised.moved}, base)
        ),
    )


def document_path(file: Path, base: Path) -> str:
    """Write the path of a file with `/`: relative to `base` when it lies in it, else absolute."""
    full = absolute(file)
    return as_text(inside(full, absolute(base)) or full)


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


def _sort_out(found: Walk, base: Path) -> tuple[dict[str, FoundFile], list[Skipped]]:
    """Part the files that have a reader, by path, from those that are skipped."""
    folders = {root.folder for root in found.roots}
    files: dict[str, FoundFile] = {}
    skipped = [Skipped(document_path(item.path, base), item.reason) for item in found.refused]
    paths, unread = _Paths(base), dict[str, str]()
    for file in found.files:
        path = paths.of(file.path)
        name = path.rpartition("/")[2]
        suffix = os.path.splitext(name)[1]  # noqa: PTH122  Path.suffix takes ten times as long
        if name in _OURS:
            why = "" if file.path.parent in folders else "it counts in a root folder only"
        elif suffix in unread:
            why = unread[suffix]
        else:
            why = unread[suffix] = why_unread(file.path)
        if not why and path in files:
            why = "its name cannot be told from another's"
        if why:
            skipped.append(Skipped(path, why))
        elif name not in _OURS:
            files[path] = file
    return files, skipped


def _unreachable(
    found: Walk, known: Mapping[str, FileState], files: Collection[str], base: Path
) -> dict[str, FileState]:
    """Find the known files that are, or lie in, what could not be looked at."""
    closed = [document_path(item.path, base) for item in found.refused if not item.gone]
    return {
        path: state
        for path, state in known.items()
        if path not in files and any(PurePosixPath(path).is_relative_to(item) for item in closed)
    }


class _Sayings:
    """What the `metadata.toml` of each root says of the files in it."""

    def __init__(self, overrides: Mapping[Path, Overrides]) -> None:
        self._by_file = {folder: said.by_file() for folder, said in overrides.items()}

    def of(self, file: FoundFile) -> Mapping[str, Override]:
        """Give what is said of a file, by record."""
        said = self._by_file[file.root.folder]
        return said.get(as_key(file.inside), {}) if said else {}

    def of_gone(self, file: Path) -> Mapping[str, Override]:
        """Give what is said of a file that is not there any more."""
        for folder, said in self._by_file.items():
            key = inside(absolute(file), folder)
            if key is not None:
                return said.get(as_key(key), {})
        return {}


@dataclass(slots=True)
class _Verdicts:
    """Judges one file after another."""

    files: Mapping[str, FoundFile]
    known: Mapping[str, FileState]
    said: _Sayings
    skipped: list[Skipped]
    unreachable: list[FileState]
    added: list[Entry] = field(default_factory=list)
    changed: list[Entry] = field(default_factory=list)
    unchanged: list[FileState] = field(default_factory=list)
    copies: dict[str, Entry] = field(default_factory=dict)

    def judge_all(self, gone: Collection[str]) -> None:
        """Decide what has become of each file; the ids of those that are gone are free again."""
        kept = {path: state for path, state in self.known.items() if path not in gone}
        new = ((path, file) for path, file in self.files.items() if path not in self.known)
        ids = assign_ids(
            (Nameable(path, as_key(file.inside), as_key(file.root.name)) for path, file in new),
            kept,
        )
        for path, file in self.files.items():
            old, said = self.known.get(path), self.said.of(file)
            if old is None:
                state = FileState(
                    path, ids[path], file.size, file.mtime_ns, overrides=overrides_digest(said)
                )
                self.added.append(_entry(file, state, said))
            else:
                self._judge(file, old, said)

    def _judge(self, file: FoundFile, old: FileState, said: Mapping[str, Override]) -> None:
        overrides = overrides_digest(said) if said else ""
        is_same = file.mtime_ns == old.mtime_ns and file.size == old.size and old.digest != ""
        if is_same and overrides == old.overrides:
            self._keep(file, old, said)
            return
        state = FileState(
            old.path,
            old.doc_id,
            file.size,
            file.mtime_ns,
            old.digest if is_same else "",
            overrides,
            copy_of=old.copy_of,
        )
        if file.size != old.size or overrides != old.overrides:
            self._read_again(_entry(file, state, said), old)
        else:
            self._judge_content(file, _entry(file, state, said), old)

    def _judge_content(self, file: FoundFile, entry: Entry, old: FileState) -> None:
        try:
            state = entry.hashed()
        except UnreadableFile as error:
            self.unreachable.append(old)
            self.skipped.append(Skipped(entry.path, error.reason))
            return
        if state.digest == old.digest:
            self._keep(file, old._replace(mtime_ns=file.mtime_ns), entry.overrides)
        else:
            self._read_again(_entry(file, state, entry.overrides), old)

    def _read_again(self, entry: Entry, old: FileState) -> None:
        # What failed before has no document in the index that could change.
        (self.changed if old.doc_ids else self.added).append(entry)

    def _keep(self, file: FoundFile, state: FileState, said: Mapping[str, Override]) -> None:
        if state.reason:
            self.skipped.append(Skipped(state.path, state.reason, state))
        elif state.copy_of:
            self.copies[state.path] = _entry(file, state, said)
        else:
            self.unchanged.append(state)


def _entry(file: FoundFile, state: FileState, said: Mapping[str, Override]) -> Entry:
    return Entry(file.path, as_key(file.inside), state, said)


def _iter_unused(
    found: Walk, overrides: Mapping[Path, Overrides], moved: Collection[str], base: Path
) -> Iterator[str]:
    """Name the keys that no file has; a root that is a single file says nothing of the others.

    What is said of a file that has moved moves with it.
    """
    if not any(said.by_key for said in overrides.values()):
        return
    present = {(file.root.folder, as_key(file.inside)) for file in found.files}
    for root in found.roots:
        if root.path != root.folder:
            continue
        present |= {
            (root.folder, as_key(key))
            for path in moved
            if (key := inside(absolute(base / path), root.folder)) is not None
        }
        for key in overrides[root.folder].by_key:
            names = [key, *(key[:place] for place, c in enumerate(key) if c == "#")]
            if not any((root.folder, name) in present for name in names):
                yield f"{as_text(overrides[root.folder].path)}: no file {key}"
