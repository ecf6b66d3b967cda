"""Measure one engine in a process of its own, watched from outside.

Outside the clock, for all engines alike: reading the file, and preparing the engine's directory.
Inside it: `update`, from the first document to being ready to answer. The documents are laid into
a file of their own before, and are read from it one by one, inside the clock, as an engine asks
for them. Held in memory, they would be copied as a process that has forked goes through them, and
the copies would be taken for the engine's.

Memory is the proportional set size of the process and all its descendants, as Linux counts it,
looked at every 50 ms or so: what they share counts once. Of several builds, it is that of the
first; the others are left alone, as looking at a process that uses every core slows it down.
"""

from __future__ import annotations

import contextlib
import gc
import marshal
import multiprocessing
import os
import re
import statistics
import tempfile
import time
from array import array
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from contenders import CONTENDERS, Opened
from corpus import Record, iter_records
from peer_engines import Query

LIMIT = 10
ROUNDS = 5
SAMPLE_SECONDS = 0.05
SAMPLING_SHARE_MAX = 0.05
"""Share of the time that looking at memory may take; it slows down what is looked at."""
CHANGED_EVERY = 100
"""One document in so many is changed for the second update."""


class Job(NamedTuple):
    """What to measure: an engine by its name, on the first documents of a file."""

    name: str
    path: Path
    documents: int
    queries: dict[str, list[Query]]


class Figures(NamedTuple):
    """What was measured: seconds, megabytes, and results for each kind of query.

    `build` and `sync` are by the clock on the wall, `processor` is what the build took of all
    processors together.
    """

    build: float
    processor: float
    sync: float
    memory_mb: float
    disk_mb: float
    queries: dict[str, float]
    results: dict[str, list[int]]


def measure(job: Job, builds: int) -> Figures:
    """Build so many times and keep the quickest build, with the queries after it.

    Raises ImportError where the engine is not installed and RuntimeError where it failed.
    """
    watched = _measure_once(job, is_watched=True)
    alone = [_measure_once(job, is_watched=False) for _ in range(builds - 1)]
    best = min([watched, *alone], key=lambda figures: figures.build)
    return best._replace(memory_mb=watched.memory_mb)


def _measure_once(job: Job, *, is_watched: bool) -> Figures:
    """Start the process and take its figures; those of its memory are 0 if it is not watched."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(job, theirs))
    process.start()
    theirs.close()
    try:
        _receive(ours, job)
        baseline = peak = _tree_memory(process.pid or 0)
        ours.send("build")
        pause = SAMPLE_SECONDS if is_watched else None
        while not ours.poll(pause):
            started = time.perf_counter()
            peak = max(peak, _tree_memory(process.pid or 0))
            pause = max(SAMPLE_SECONDS, (time.perf_counter() - started) / SAMPLING_SHARE_MAX)
        _receive(ours, job)
        figures: Figures = _receive(ours, job)
    finally:
        process.join()
    return figures._replace(memory_mb=(peak - baseline) / 1e6)


def _receive(connection: Connection, job: Job) -> Figures:
    try:
        received = connection.recv()
    except EOFError:
        raise RuntimeError(f"{job.name} failed at {job.documents} documents") from None
    if isinstance(received, ImportError):
        raise received
    return received  # type: ignore[no-any-return]


def _work(job: Job, connection: Connection) -> None:
    """Build, search and update, and tell the watching process when each begins and ends."""
    create, convert = CONTENDERS[job.name]
    records = _Stored(islice(iter_records(job.path), job.documents))
    changed = [convert(_change(record)) for record in islice(records, 0, None, CHANGED_EVERY)]
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(folder)
        try:
            engine = create(directory)
        except ImportError as error:
            connection.send(error)
            return
        before = _disk_size(directory)
        gc.collect()
        connection.send("ready")
        connection.recv()
        processor = _processor_seconds()
        build = _clock(lambda: engine.update(map(convert, records)))
        processor = _processor_seconds() - processor
        connection.send("built")
        disk = _disk_size(directory) - before
        queries = {kind: _time_queries(engine, asked) for kind, asked in job.queries.items()}
        results = {
            kind: [len(engine.search(query, LIMIT)) for query in asked]
            for kind, asked in job.queries.items()
        }
        sync = _clock(lambda: engine.update(changed))
        connection.send(Figures(build, processor, sync, 0.0, disk / 1e6, queries, results))


class _Stored:
    """Records in a file, to be gone through more than once."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - gone through for as long as it lives
        self._lengths = array("I")
        for record in records:
            self._lengths.append(self._file.write(marshal.dumps(tuple(record))))

    def __iter__(self) -> Iterator[Record]:
        self._file.seek(0)
        for length in self._lengths:
            yield Record(*marshal.loads(self._file.read(length)))


def _change(record: Record) -> Record:
    return record._replace(text=f"{record.text}\nÄndrad sedan sist.")


def _clock(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def _processor_seconds() -> float:
    """Sum what this process and those that it started and waited for have used."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _time_queries(engine: Opened, queries: list[Query]) -> float:
    """Take the median of the queries, each at its best; all of them in turn, again and again."""
    best = dict.fromkeys(queries, float("inf"))
    for _ in range(ROUNDS):
        for query in queries:
            started = time.perf_counter()
            engine.search(query, LIMIT)
            best[query] = min(best[query], time.perf_counter() - started)
    return statistics.median(best.values())


def _disk_size(directory: Path) -> int:
    return sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())


def _tree_memory(pid: int) -> int:
    """Sum the bytes of a process and all that it started."""
    return sum(_memory(process) for process in _iter_tree(pid))


def _iter_tree(pid: int) -> Iterator[int]:
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        # A thread may end while it is looked at, and so may a process.
        with contextlib.suppress(OSError):
            for child in children.read_text().split():
                yield from _iter_tree(int(child))


def _memory(pid: int) -> int:
    try:
        counted = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    found = re.search(r"^Pss:\s+(\d+) kB", counted, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0
