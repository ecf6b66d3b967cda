"""Compare the files under the roots with what the index remembers of them.

`scan` opens as few files as it can: one whose size and time are as remembered is unchanged,
and only a new time on the same size asks for a hash of the content. What has to be read is
read later, a file at a time, with `entry.iter_documents`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from searchkit.documents.copies import Move, Regrouped, recognise
from searchkit.documents.entry import Entry, Skipped
from searchkit.documents.files import as_key
from searchkit.documents.ids import Nameable, assign_ids
from searchkit.documents.overrides import read_overrides
from searchkit.documents.readers.base import MAX_DOCUMENT_BYTES
from searchkit.documents.sayings import Said, Sayings, iter_unused
from searchkit.documents.sorting import find_unreachable, sort_out
from searchkit.documents.state import FileState
from searchkit.documents.walk import FoundFile, walk
from searchkit.errors import UnreadableFile


@dataclass(frozen=True, slots=True)
class Scan:
    """What has to be done to make the index agree with the files.

    `added`, `changed` and `moved` are to be read; `regrouped` are documents whose copies are
    others now, and that stay otherwise. `replaced` are files that have become copies, as they
    were, and `deleted` those that are gone. `unreachable` are known files in a folder, or
    behind a permission, that now keeps us out, or of a format that cannot be read any more:
    nothing says that they are gone. `unused_overrides` names the keys and the rules of a
    `metadata.toml` that no file has. `ignored` counts what a `.searchkitignore` leaves out:
    files, and folders with all that is in them.

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
    ignored: int = 0

    @property
    def to_read(self) -> tuple[Entry, ...]:
        """Give the files that have to be read, those first that have a document."""
        return (*self.changed, *(move.entry for move in self.moved), *self.added)

    @property
    def differing(self) -> int:
        """Count the files that are not as the index remembers them."""
        parts = (self.added, self.changed, self.moved, self.regrouped, self.deleted, self.replaced)
        return sum(map(len, parts))


def scan(
    roots: Iterable[Path],
    known: Mapping[str, FileState],
    base: Path,
    max_bytes: int = MAX_DOCUMENT_BYTES,
    without: Path | None = None,
) -> Scan:
    """Compare the roots with the known states, by path.

    `base` is the folder that paths are relative to where they can be. A file larger than
    `max_bytes` is skipped, unless its reader bounds itself; the folder `without` is not walked.
    Raises RequestError for a root that does not exist and MetadataError for a mistake in a
    `metadata.toml` or a `.searchkitignore`.
    """
    found = walk(roots, without)
    overrides = {root.folder: read_overrides(root.folder) for root in found.roots}
    given = sort_out(found, base, max_bytes)
    unreachable = find_unreachable(found, known, given, base)
    gone = known.keys() - given.files.keys() - unreachable.keys()
    said = Sayings(overrides)
    verdicts = _Verdicts(given.files, known, said, given.skipped, list(unreachable.values()))
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
            iter_unused(found, overrides, (base / move.old.path for move in recognised.moved))
        ),
        ignored=found.ignored,
    )


@dataclass(slots=True)
class _Verdicts:
    """Judges one file after another."""

    files: Mapping[str, FoundFile]
    known: Mapping[str, FileState]
    said: Sayings
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
                state = FileState(path, ids[path], file.size, file.mtime_ns, overrides=said.digest)
                self.added.append(_entry(file, state, said))
            else:
                self._judge(file, old, said)

    def _judge(self, file: FoundFile, old: FileState, said: Said) -> None:
        overrides = said.digest
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
            self._judge_content(file, state, old, said)

    def _judge_content(
        self, file: FoundFile, state: FileState, old: FileState, said: Said
    ) -> None:
        entry = _entry(file, state, said)
        try:
            state = entry.hashed()
        except UnreadableFile as error:
            self.unreachable.append(old)
            self.skipped.append(Skipped(entry.path, error.reason))
            return
        if state.digest == old.digest:
            self._keep(file, old._replace(mtime_ns=file.mtime_ns), said)
        else:
            self._read_again(_entry(file, state, said), old)

    def _read_again(self, entry: Entry, old: FileState) -> None:
        # What failed before has no document in the index that could change.
        (self.changed if old.doc_ids else self.added).append(entry)

    def _keep(self, file: FoundFile, state: FileState, said: Said) -> None:
        if state.reason:
            self.skipped.append(Skipped(state.path, state.reason, state))
        elif state.copy_of:
            self.copies[state.path] = _entry(file, state, said)
        else:
            self.unchanged.append(state)


def _entry(file: FoundFile, state: FileState, said: Said) -> Entry:
    return Entry(file.path, as_key(file.inside), state, said.overrides, said.by_rules)
