"""Build segments on several cores: documents go out to workers, segments come back.

Workers are forked, so that they share the analyzer and its mapped dictionary; where that cannot
be, or there is one core or little to do, segments are built here. Documents are dealt out in
batches, in turn, so that the same documents always make the same segments.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import pickle
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess

from searchkit.documents.model import Document
from searchkit.engines.whoosh.acceleration import is_loaded
from searchkit.engines.whoosh.codec import FlatSegment
from searchkit.engines.whoosh.writing.building import SegmentBuilder
from searchkit.engines.whoosh.writing.crew import Crew, can_fork
from searchkit.engines.whoosh.writing.inversion import Inversion
from searchkit.engines.whoosh.writing.inverting import Inverting
from searchkit.language.analyzer import IndexAnalyzer

ENOUGH_FOR_WORKER = 150_000
"""Characters of text that pay for starting one more worker."""

ENOUGH_FOR_ARRAYS = 1_000_000
"""Characters of text that pay for importing NumPy. Until there are so many, documents wait."""

_BATCH_CHARACTERS = 500_000

_SEGMENT_CHARACTERS = 20_000_000
"""Characters of text after which each worker finishes its segment, before the builder is full.

All finish together: none waits for documents while another has no time for its own. And all
end, as a process does not give back all the memory that it has had.
"""

NewBuilder = Callable[[], SegmentBuilder]
BuilderOf = Callable[[IndexAnalyzer, Callable[[], Inverting]], SegmentBuilder]
"""Makes a builder that analyses words so, and inverts in one way or another."""


class Builders:
    """Build as many segments as the documents need, in as many processes as the crew has."""

    def __init__(self, builder_of: BuilderOf, crew: Crew) -> None:
        self._builder_of = builder_of
        self._crew = crew
        self._here: _Series | None = None
        self._shares: list[NewBuilder] = []
        """What each worker builds with; nothing where all is built here."""
        self._team: _Team | None = None
        self._finished: list[FlatSegment] = []
        self._waiting: list[Document] = []
        self._characters = 0
        self._limit = ENOUGH_FOR_ARRAYS

    def add(self, document: Document) -> None:
        """Add a document."""
        self._waiting.append(document)
        self._characters += len(document.text)
        if self._characters >= self._limit:
            self._deal(more=True)

    def finish(self) -> list[FlatSegment]:
        """Wait for the segments. Raises what a worker raised."""
        self._deal(more=False)
        if self._team:
            self._finished += self._team.finish()
        return self._finished + self._here.finish() if self._here else self._finished

    def stop(self) -> None:
        """End the work, wherever it is. What has been written is nobody's."""
        if self._here:
            self._here.stop()
        if self._team:
            self._team.stop()

    def _deal(self, *, more: bool) -> None:
        """Give out what waits; `more` says whether there is more to come."""
        here = self._here = self._here or self._start(more=more)
        share = self._characters // (len(self._shares) or 1) + 1
        for batch in _batches(self._waiting, min(share, _BATCH_CHARACTERS)):
            if self._team is None and self._shares and can_fork():
                self._team = _Team(self._shares)
            if self._team:
                self._send(batch, self._team)
            else:
                here.add(batch)
        self._waiting, self._characters = [], 0

    def _send(self, batch: Sequence[Document], team: _Team) -> None:
        team.send(batch)
        if team.characters >= _SEGMENT_CHARACTERS * len(self._shares):
            self._finished += team.finish()
            self._team = None

    def _start(self, *, more: bool) -> _Series:
        """Say what workers do, if any, and make the series for the case that there are none."""
        self._limit = _BATCH_CHARACTERS
        inversion = choose_inversion(much=self._characters >= ENOUGH_FOR_ARRAYS or is_loaded())
        processes = self._crew.most
        if not more:
            processes = min(processes, self._characters // ENOUGH_FOR_WORKER)
        if processes > 1 and can_fork():
            for share in self._crew.shares(processes):
                self._shares.append(partial(self._builder_of, share, inversion))
        return _Series(partial(self._builder_of, self._crew.alone(), inversion))


class _Team:
    """Workers that are dealt documents in turn, and finish together."""

    def __init__(self, new_builders: Sequence[NewBuilder]) -> None:
        self._workers: list[_Worker] = []
        self._dealt = 0
        self.characters = 0
        try:
            for new_builder in new_builders:
                self._workers.append(_Worker(new_builder, self._workers))
        except BaseException:
            self.stop()
            raise

    def send(self, batch: Sequence[Document]) -> None:
        """Send documents to the worker whose turn it is."""
        self._workers[self._dealt % len(self._workers)].send(batch)
        self._dealt += 1
        self.characters += sum([len(document.text) for document in batch])

    def finish(self) -> list[FlatSegment]:
        """Wait for the segments. Raises what a worker raised."""
        for worker in self._workers:
            worker.send(None)
        found = [segment for worker in self._workers for segment in worker.receive()]
        self.stop()
        return found

    def stop(self) -> None:
        """End the workers, wherever they are."""
        for worker in self._workers:
            worker.stop()


class _Series:
    """Builds one segment after another."""

    def __init__(self, new_builder: NewBuilder) -> None:
        self._new_builder = new_builder
        self._builder: SegmentBuilder | None = None
        self._finished: list[FlatSegment] = []

    def add(self, batch: Sequence[Document]) -> None:
        for document in batch:
            if self._builder is None:
                self._builder = self._new_builder()
            self._builder.add(document)
            if self._builder.is_full:
                self._finish_one()

    def _finish_one(self) -> None:
        if self._builder is not None:
            self._finished.append(self._builder.finish())
            self._builder = None

    def finish(self) -> list[FlatSegment]:
        self._finish_one()
        return self._finished

    def stop(self) -> None:
        if self._builder is not None:
            self._builder.abandon()


class _Worker:
    """A process with a series of its own."""

    def __init__(self, new_builder: NewBuilder, others: Sequence[_Worker]) -> None:
        context = multiprocessing.get_context("fork")
        self._connection, theirs = context.Pipe()
        inherited = [self._connection, *(other._connection for other in others)]
        self._process: ForkProcess = context.Process(
            target=_work, args=(new_builder, theirs, inherited), daemon=True
        )
        self._process.start()
        theirs.close()

    def send(self, batch: Sequence[Document] | None) -> None:
        try:
            self._connection.send(batch)
        except ConnectionError:
            # It ends early only when something failed, and has said what.
            self.receive()

    def receive(self) -> list[FlatSegment]:
        try:
            answer: list[FlatSegment] | Exception = self._connection.recv()
        except (EOFError, ConnectionError):
            self._process.join()
            raise ChildProcessError(
                f"a worker ended with code {self._process.exitcode}: was there enough memory?"
            ) from None
        if isinstance(answer, Exception):
            raise answer
        return answer

    def stop(self) -> None:
        self._process.terminate()
        self._process.join()
        self._connection.close()


def _work(new_builder: NewBuilder, connection: Connection, inherited: list[Connection]) -> None:
    """Build what comes in, until None comes or nobody is there to send any more."""
    # Ctrl-C is for the process that started this one, and ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for other in inherited:
        other.close()
    # Nothing here goes in circles, and looking for such takes a twentieth of the time.
    gc.disable()
    series = _Series(new_builder)
    try:
        for batch in _iter_received(connection):
            series.add(batch)
        connection.send(series.finish())
    except Exception as error:
        with contextlib.suppress(ConnectionError):
            connection.send(_sendable(error))


def _iter_received(connection: Connection) -> Iterator[Sequence[Document]]:
    """Yield what is sent until None comes. Ends the process when nobody is there any more."""
    while True:
        try:
            batch = connection.recv()
        except EOFError:
            sys.exit()
        if batch is None:
            return
        yield batch


def _sendable(error: Exception) -> Exception:
    """Give the error, or what it says where it cannot be made again on the other side."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return ChildProcessError(f"a worker failed: {type(error).__name__}: {error}")
    return error


def choose_inversion(*, much: bool) -> Callable[[], Inverting]:
    """Choose how to invert: with NumPy where it is installed and there is much to do."""
    if much:
        # What is no NumPy, or a broken one, raises more than ImportError.
        with contextlib.suppress(Exception):
            from searchkit.engines.whoosh.arrays.inversion import ArrayInversion

            return ArrayInversion
    return Inversion


def _batches(documents: Sequence[Document], most: int) -> Iterator[list[Document]]:
    """Cut documents into batches of at most so many characters, but for one document more."""
    batch, characters = [], 0
    for document in documents:
        batch.append(document)
        characters += len(document.text)
        if characters >= most:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch
