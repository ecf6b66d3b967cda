"""Recognise files by their content: those that have moved, and those that are copies.

A file that is new and has the content of one that is gone is that file under a new name. Files
with one content and one suffix are one document, that of the first of them, unless
`metadata.toml` says different things of them. Files that hold many documents can move, and are
never copies.

Contents are compared by their hashes, and only files of one size are hashed for that.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from posixpath import splitext

from searchkit.documents.entry import Entry
from searchkit.documents.overrides import Override, overrides_digest
from searchkit.documents.readers import holds_many
from searchkit.documents.state import FileState
from searchkit.errors import UnreadableFile

_Content = tuple[str, str]
"""The hash of a file and its suffix, which says how it is read."""

Said = Callable[[FileState], Mapping[str, Override]]
"""Gives what `metadata.toml` says of a file that is gone."""


@dataclass(frozen=True, slots=True)
class Move:
    """A file that is gone, as it was, and the one that has its content now.

    `carries` when what `metadata.toml` says of the old name is to be said of the new one.
    """

    entry: Entry
    old: FileState
    carries: bool = False


@dataclass(frozen=True, slots=True)
class Regrouped:
    """A document that stays as it is, and the paths of its copies, which are others now."""

    state: FileState
    also: tuple[str, ...]


@dataclass(slots=True)
class Recognised:
    """What was found out: each entry is in one of the first three, copies are in none of them.

    `copies` are the states of copies of documents that stay; those of documents that are read
    are in their entries. `replaced` are files that have become copies, as they were.
    """

    added: list[Entry] = field(default_factory=list)
    changed: list[Entry] = field(default_factory=list)
    moved: list[Move] = field(default_factory=list)
    copies: list[FileState] = field(default_factory=list)
    regrouped: list[Regrouped] = field(default_factory=list)
    replaced: list[FileState] = field(default_factory=list)
    deleted: list[FileState] = field(default_factory=list)


def recognise(
    added: Iterable[Entry],
    changed: Iterable[Entry],
    kept: Iterable[FileState],
    gone: Sequence[FileState],
    known: Mapping[str, FileState],
    copies: Mapping[str, Entry],
    said: Said,
) -> Recognised:
    """Tell moved files and copies from what is new, has changed, stays or is gone.

    `copies` are the files that were copies and still have their content, by path, in order
    with `added`; `kept` are the states of the documents that stay.
    """
    added, changed = list(added), list(changed)
    staying = {state.path: state for state in kept}
    lost = [copy for copy in copies.values() if not _fits(copy.state, staying)]
    if not (added or changed or lost or gone):
        return Recognised(copies=[copy.state for copy in copies.values()])
    group = _Grouping(staying, gone, known, said)
    # What had an id before keeps it, whichever comes first in the order of the files.
    for entry in group.hashed([*changed, *lost, *added]):
        group.place(entry)
    return group.finish([copy.state for copy in copies.values() if _fits(copy.state, staying)])


def _fits(copy: FileState, staying: Mapping[str, FileState]) -> bool:
    original = staying.get(copy.copy_of)
    return original is not None and _is_compatible(copy, original)


def _is_compatible(copy: FileState, original: FileState) -> bool:
    """Whether nothing is said of a copy that is not said of the other as well."""
    return copy.overrides in ("", original.overrides)


def _content(state: FileState) -> _Content:
    return state.digest, splitext(state.path)[1].lower()


def _is_one_document(state: FileState) -> bool:
    return not (state.reason or state.copy_of or holds_many(PurePosixPath(state.path)))


class _Grouping:
    """Puts one file after another where its content belongs."""

    def __init__(
        self,
        staying: Mapping[str, FileState],
        gone: Sequence[FileState],
        known: Mapping[str, FileState],
        said: Said,
    ) -> None:
        self._known = known
        self._said = said
        self._gone = gone
        self._sizes = {state.size for state in (*staying.values(), *gone)}
        self._originals: dict[_Content, list[FileState]] = defaultdict(list)
        for state in staying.values():
            if _is_one_document(state):
                self._originals[_content(state)].append(state)
        self._staying = staying
        self._lost: dict[_Content, list[FileState]] = defaultdict(list)
        for state in gone:
            if state.doc_ids and state.digest:
                self._lost[_content(state)].append(state)
        self._copies: dict[str, list[FileState]] = defaultdict(list)
        self._to_read: list[tuple[Entry, FileState | None, bool]] = []
        self._replaced: list[FileState] = []

    def hashed(self, entries: Sequence[Entry]) -> list[Entry]:
        """Hash the files that may have the content of another."""
        sizes = Counter(entry.state.size for entry in entries)
        return [
            _with_hash(entry) if sizes[size] > 1 or size in self._sizes else entry
            for entry in entries
            for size in (entry.state.size,)
        ]

    def place(self, entry: Entry) -> None:
        """Find out whether a file is a copy, has moved, or is to be read as it is."""
        content = _content(entry.state)
        if not entry.state.digest:
            self._to_read.append((entry, None, False))
            return
        for original in self._originals[content]:
            if _is_compatible(entry.state, original):
                self._copies[original.path].append(entry.state._replace(copy_of=original.path))
                if entry.path in self._known:
                    self._replaced.append(self._known[entry.path])
                return
        self._read(entry, content)

    def _read(self, entry: Entry, content: _Content) -> None:
        lost = self._lost[content]
        entry = replace(entry, state=entry.state._replace(copy_of=""))
        carries = False
        old = None
        if len(lost) == 1 and not self._originals[content] and not self._has_document(entry):
            old = lost.pop()
            said = self._said(old)
            carries = bool(said) and not entry.overrides
            if carries:
                entry = with_overrides(entry, said)
        self._to_read.append((entry, old, carries))
        if _is_one_document(entry.state):
            self._originals[content].append(entry.state)

    def _has_document(self, entry: Entry) -> bool:
        return entry.path in self._known and bool(self._known[entry.path].doc_ids)

    def finish(self, kept_copies: Iterable[FileState]) -> Recognised:
        """Give what was found out, the copies with the documents that they are of."""
        unreachable = [state for state in self._staying.values() if state.copy_of]
        for copy in (*kept_copies, *unreachable):
            self._copies[copy.copy_of].append(copy)
        for copies in self._copies.values():
            copies.sort()  # by path
        found = Recognised(replaced=[state for state in self._replaced if state.doc_ids])
        for read, old, carries in self._to_read:
            entry = replace(read, copies=tuple(self._copies.pop(read.path, ())))
            if old is not None:
                found.moved.append(Move(entry, old, carries))
            elif self._has_document(entry):
                found.changed.append(entry)
            else:
                found.added.append(entry)
        found.copies = [copy for copies in self._copies.values() for copy in copies]
        found.regrouped = list(self._iter_regrouped())
        moved = {move.old.path for move in found.moved}
        found.deleted = [state for state in self._gone if state.path not in moved]
        return found

    def _iter_regrouped(self) -> Iterable[Regrouped]:
        before: dict[str, set[str]] = defaultdict(set)
        for state in self._known.values():
            if state.copy_of:
                before[state.copy_of].add(state.path)
        for path in sorted({*before, *self._copies}):
            also = tuple(copy.path for copy in self._copies.get(path, ()))
            if path in self._staying and before[path] != set(also):
                yield Regrouped(self._staying[path], also)


def with_overrides(entry: Entry, said: Mapping[str, Override]) -> Entry:
    """Make an entry of which something else is said."""
    state = entry.state._replace(overrides=overrides_digest(said, entry.by_rules))
    return replace(entry, state=state, overrides=said)


def _with_hash(entry: Entry) -> Entry:
    try:
        return replace(entry, state=entry.hashed())
    except UnreadableFile:
        # Whoever reads it will say so.
        return entry
