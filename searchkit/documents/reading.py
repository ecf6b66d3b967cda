"""Read many files in order, some of them at the same time, and keep account of each.

Files of one document are read in worker processes when there are enough of them to pay for
starting any. A file of many documents is read here, a record at a time: it may be larger than
memory, and its records' ids depend on those read before.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING

from searchkit.documents.entry import Entry, Skipped, iter_documents
from searchkit.documents.model import Document
from searchkit.documents.readers import holds_many
from searchkit.documents.state import FileState
from searchkit.errors import UnreadableFile

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

_ENOUGH_FOR_WORKERS = 500
_BATCH = 50
"""Files that a worker reads at a time."""


@dataclass(slots=True)
class Account:
    """What has been read: the states to remember, what was left out and what was assumed.

    `done` is called after each file.
    """

    done: Callable[[], object] = lambda: None
    states: list[FileState] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    """The ids of all documents, so that records of different files do not replace each other."""

    def enter(self, document: Document) -> None:
        """Take note of a document."""
        self.taken.add(document.doc_id)
        self.notes.extend(f"{document.path} ({note})" for note in document.notes)

    def close(self, state: FileState, skipped: Sequence[Skipped]) -> None:
        """Take note of a file that has been read to its end."""
        self.states.append(state)
        self.skipped.extend(skipped)
        self.done()


def iter_all(entries: Sequence[Entry], jobs: int, account: Account) -> Iterator[Document]:
    """Yield the documents of all files, in the order of the files, and keep the account."""
    single = [entry for entry in entries if not holds_many(entry.file)]
    many = [entry for entry in entries if holds_many(entry.file)]
    if jobs > 1 and len(single) >= _ENOUGH_FOR_WORKERS:
        yield from _iter_with_workers(single, jobs, account)
    else:
        for entry in single:
            yield from _enter(_read(entry), account)
    for entry in many:
        yield from _iter_records(entry, account)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A file that has been read whole."""

    state: FileState
    documents: tuple[Document, ...] = ()
    skipped: tuple[Skipped, ...] = ()


def _enter(reading: _Reading, account: Account) -> Iterator[Document]:
    for document in reading.documents:
        account.enter(document)
        yield document
    account.close(reading.state, reading.skipped)


def _read(entry: Entry) -> _Reading:
    skipped: list[Skipped] = []
    try:
        state = entry.hashed()
        documents = tuple(iter_documents(entry, skipped.append))
    except UnreadableFile as error:
        return _Reading(_failed(entry, error), (), (Skipped(entry.path, error.reason),))
    return _Reading(state, documents, tuple(skipped))


def _iter_records(entry: Entry, account: Account) -> Iterator[Document]:
    skipped: list[Skipped] = []
    records: list[str] = []
    try:
        state = entry.hashed()
        for document in iter_documents(entry, skipped.append, account.taken):
            records.append(document.doc_id)
            account.enter(document)
            yield document
        state = replace(state, records=tuple(records))
    except UnreadableFile as error:
        skipped.append(Skipped(entry.path, error.reason))
        # What was handed on before the file broke is in the index and must be known there.
        state = replace(entry.state, records=tuple(records)) if records else _failed(entry, error)
    account.close(state, skipped)


def _failed(entry: Entry, error: UnreadableFile) -> FileState:
    """Remember a failure, so that the file is tried again only when it has changed."""
    try:
        return replace(entry.hashed(), reason=error.reason)
    except UnreadableFile:
        return replace(entry.state, reason=error.reason)


def _iter_with_workers(
    entries: Sequence[Entry], jobs: int, account: Account
) -> Iterator[Document]:
    """Read batches in worker processes, a few ahead of what has been handed on."""
    from concurrent.futures import ProcessPoolExecutor

    pool = ProcessPoolExecutor(jobs, initializer=_ignore_interrupts)
    try:
        for reading in _iter_pooled(pool, entries, ahead=2 * jobs):
            yield from _enter(reading, account)
    finally:
        pool.shutdown(cancel_futures=True)


def _iter_pooled(
    pool: ProcessPoolExecutor, entries: Sequence[Entry], ahead: int
) -> Iterator[_Reading]:
    batches = (entries[start : start + _BATCH] for start in range(0, len(entries), _BATCH))
    waiting: deque[Future[list[_Reading]]] = deque()
    waiting.extend(pool.submit(_read_batch, batch) for batch in islice(batches, ahead))
    while waiting:
        yield from waiting.popleft().result()
        waiting.extend(pool.submit(_read_batch, batch) for batch in islice(batches, 1))


def _read_batch(entries: Sequence[Entry]) -> list[_Reading]:
    return [_read(entry) for entry in entries]


def _ignore_interrupts() -> None:
    """Leave Ctrl-C to the process that started the workers; it tells them to stop."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
