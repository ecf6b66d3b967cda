"""A process that reads files for another one, and may be lost with a file.

It is sent entries and sends back the parts of each. A file that takes too long ends it with an
alarm, which no library can catch; one that needs too much memory ends it with an exit code.
`pool` starts these processes, and says of each file what has become of it.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from multiprocessing.connection import Connection

from searchkit.documents.entry import Entry
from searchkit.documents.parts import Limits, Part, iter_parts

STANDARD_INPUT, STANDARD_OUTPUT, STANDARD_ERROR = 0, 1, 2

OUT_OF_MEMORY = 97
"""The exit code of a process that could not get the memory that a file needed."""


def main() -> None:
    """Read what is asked for on standard input until it ends."""
    # Whatever a library prints must not come between what is sent.
    answers = Connection(os.dup(STANDARD_OUTPUT), readable=False)
    os.dup2(STANDARD_ERROR, STANDARD_OUTPUT)
    requests = Connection(os.dup(STANDARD_INPUT), writable=False)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    limits: Limits = requests.recv()
    _limit_memory(limits)
    answers.send(None)
    try:
        while True:
            _answer(requests.recv(), limits, answers)
    except (EOFError, BrokenPipeError):
        return


def _answer(entry: Entry, limits: Limits, answers: Connection) -> None:
    try:
        for part in _timed(iter_parts(entry), limits.seconds):
            answers.send(part)
    except MemoryError:
        # Nobody knows what is left of what a library was doing.
        os._exit(OUT_OF_MEMORY)


def _timed(parts: Iterator[Part], seconds: float) -> Iterator[Part]:
    """Set the alarm while a part is read, but not while it waits to be taken."""
    while True:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        part = next(parts, None)
        signal.setitimer(signal.ITIMER_REAL, 0)
        if part is None:
            return
        yield part


def _limit_memory(limits: Limits) -> None:
    import resource

    # Where data alone can be limited, mapped files and libraries do not count.
    kind = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
    most = limits.megabytes << 20
    hard = resource.getrlimit(kind)[1]
    if hard == resource.RLIM_INFINITY or most < hard:
        resource.setrlimit(kind, (most, hard))
