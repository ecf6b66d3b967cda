"""Keep account of what a build has put into the index, file by file.

After each batch the account is the manifest: it tells of every document that is in, and of
none that is not, so that whatever ends a build, the next one goes on from there.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from searchkit.documents.collect import Scan
from searchkit.documents.copies import Regrouped
from searchkit.documents.entry import Entry, Skipped, Unnamed, named
from searchkit.documents.model import Document
from searchkit.documents.parts import Part
from searchkit.documents.state import FileState
from searchkit.language.acronyms import Acronyms, spelled_out
from searchkit.language.analyzer import Analyzer
from searchkit.manifest import Manifest


class Ledger:
    """What is in the index: at first what was found there, then more with every file.

    `stale` are ids of documents that nothing tells of. `done` is called after each file.
    """

    def __init__(
        self, before: Manifest, found: Scan, stale: Iterable[str], done: Callable[[], object]
    ) -> None:
        self._before = before
        self._found = found
        self._done = done
        self._acronyms = Acronyms(before.acronyms)
        self._stale = set(before.stale).union(stale)
        self._going: set[str] = set()
        self._states = {state.path: state for state in before.files}
        kept = (*found.unchanged, *found.unreachable)
        self._states.update((state.path, state) for state in kept)
        self._states.update((item.path, item.state) for item in found.skipped if item.state)
        self._copies = _by_original(found.copies)
        self._known_copies = _by_original(before.files)
        self._forget_deleted()
        entries = found.to_read
        self._taken = {doc_id for state in kept for doc_id in state.doc_ids}
        self._taken.update(entry.doc_id for entry in entries)
        self._moved = {move.entry.path: move.old.path for move in found.moved}
        self._open: Entry | None = None
        self._ids: list[str] = []
        self._spelled: list[tuple[str, str]] = []
        self._remembered = remembered(before, found)
        self._skipped: list[Skipped] = []
        self.notes: list[tuple[str, str]] = []
        """What had to be assumed of a document, after its path."""
        self.read: dict[str, int] = {}
        """How many documents each file that was read has, by path."""
        self.kept: Counter[str] = Counter()
        """How many of them were in the index just as they are, by path."""

    def _forget_deleted(self) -> None:
        regrouped = {item.state.path for item in self._found.regrouped}
        for state in self._found.deleted:
            if state.copy_of not in regrouped:
                self._drop(state.path)

    def enter(self, entry: Entry, unnamed: Unnamed, analyzer: Analyzer) -> Document:
        """Take note of a document that is handed to the engine, and give it its id."""
        document = named(unnamed, entry, self._taken)
        self._open = entry
        self._ids.append(document.doc_id)
        self._taken.add(document.doc_id)
        self._spelled += spelled_out(document.text, analyzer)
        self.notes += ((document.path, note) for note in document.notes)
        return document

    def may_stay(self, entry: Entry, document: Document) -> bool:
        """Tell whether a document may be in the index already, and is not on its way out."""
        return entry.path in self._states and document.doc_id not in self._going

    def keep(self, entry: Entry) -> None:
        """Take note that the document just entered is in the index as it is."""
        self.kept[entry.path] += 1

    def close(self, entry: Entry, part: Part) -> None:
        """Take note of a part of a file whose documents have been entered."""
        self._skipped += part.skipped
        if part.state is None:
            return
        ids = tuple(self._ids)
        state = part.state
        if ids:
            # What was handed on before the file broke is in the index, and known there.
            records = () if ids == (entry.doc_id,) else ids
            state = state._replace(reason="", records=records)
        elif not state.reason:
            state = state._replace(reason="nothing in it could be read")
            self._skipped.append(Skipped(entry.path, state.reason))
        self._put(state)
        for copy in entry.copies:
            self._put(copy._replace(reason=state.reason, copy_of=entry.path))
            if state.reason:
                self._skipped.append(Skipped(copy.path, state.reason))
        if entry.path in self._moved:
            self._drop(self._moved[entry.path])
        self._acronyms.learn(self._spelled)
        self.read[entry.path] = len(ids)
        self._open, self._ids, self._spelled = None, [], []
        self._done()

    def regroup(self, regrouped: Regrouped) -> None:
        """Take note that a document has been told of its copies."""
        for copy in self._known_copies[regrouped.state.path]:
            if self._states.get(copy.path) == copy:
                del self._states[copy.path]
        for copy in self._copies[regrouped.state.path]:
            self._put(copy)

    def begin(self) -> list[str]:
        """Begin a batch: give the ids of the documents that have to go before it."""
        going = self.stale()
        self._going = set(going)
        return going

    def commit(self) -> None:
        """Take note that a batch is in."""
        self._stale.difference_update(self._going)

    def stale(self) -> list[str]:
        """Give the ids of the documents that no file has, and that have to go."""
        return sorted(self._stale - self._taken)

    def skipped(self) -> tuple[Skipped, ...]:
        """Give all that is not in the index, also what was found broken by an earlier build."""
        return (*self._found.skipped, *self._skipped, *self._remembered)

    def groups(self) -> list[tuple[str, str]]:
        """Give the acronyms that the files spell out, as groups of related words."""
        return self._acronyms.groups()

    def manifest(
        self,
        roots: tuple[str, ...],
        max_bytes: int,
        fingerprint: str,
        related: str | None = None,
    ) -> Manifest:
        """Give what is in the index now."""
        states = dict(self._states)
        if self._open is not None:
            states[self._open.path] = self._begun(self._open)
        return Manifest(
            roots,
            tuple(sorted(states.values())),
            tuple(replace(item, state=None) for item in self.skipped()),
            tuple(self.stale()),
            self._acronyms.known(),
            fingerprint,
            self._before.related if related is None else related,
            max_bytes,
        )

    def _begun(self, entry: Entry) -> FileState:
        """Make the state of a file of which a part is in the index: it is to be read again."""
        old = self._states.get(entry.path)
        ids = dict.fromkeys((*self._ids, *(old.doc_ids if old else ())))
        return entry.state._replace(digest="", records=tuple(ids), copy_of="")

    def _put(self, state: FileState) -> None:
        self._drop(state.path)
        self._states[state.path] = state

    def _drop(self, path: str) -> None:
        old = self._states.pop(path, None)
        if old is not None:
            self._stale.update(old.doc_ids)


def remembered(before: Manifest, found: Scan) -> list[Skipped]:
    """Give what is broken in files that have not changed: it still is, and is not read again."""
    unchanged = {state.path for state in found.unchanged}
    return [item for item in before.skipped if item.path in unchanged]


def _by_original(states: Sequence[FileState]) -> defaultdict[str, list[FileState]]:
    copies = defaultdict(list)
    for state in states:
        if state.copy_of:
            copies[state.copy_of].append(state)
    return copies
