"""Processes that read files: each may be lost with a file, and costs no more than that file.

The standard library's pools end as a whole when one process dies, and cannot stop one that
hangs; pools that can (pebble, loky) hand back a result when it is complete, and a file of many
documents does not fit in memory. These are plain child processes with a pipe to and from each:
nothing is inherited by forking, and a program that imports searchkit needs no main guard.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
from collections import defaultdict, deque
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from multiprocessing.connection import Connection, wait

from searchkit.documents.entry import Entry
from searchkit.documents.parts import Limits, Part, failed
from searchkit.documents.worker import OUT_OF_MEMORY
from searchkit.errors import SearchkitError

PROGRAM = "from searchkit.documents.worker import main; main()"

_SENT_AHEAD_BYTES = 8192
"""What may wait in the pipe to a process: both sides writing into full pipes would be stuck."""

_HELD_CHARACTERS = 32_000_000
"""Text that is held because its turn has not come; beyond that, only the next file is taken."""


def iter_in_order(
    entries: Sequence[Entry], jobs: int, limits: Limits
) -> Generator[tuple[Entry, Part], None, None]:
    """Read files in as many processes and yield their parts, in the order of the files."""
    pool = _Pool(entries, jobs, limits)
    try:
        yield from pool.iter_in_order()
    finally:
        pool.close()


class _Reader:
    """One process, and the files that it has been sent, by number."""

    def __init__(self, limits: Limits) -> None:
        program = f"import sys; sys.path[:] = {sys.path!r}; {PROGRAM}"
        self._process = subprocess.Popen(
            [sys.executable, "-c", program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            # A group of its own: Ctrl-C is for us, and what it has started ends with it.
            start_new_session=True,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._requests = Connection(os.dup(self._process.stdin.fileno()), readable=False)
        self.answers = Connection(os.dup(self._process.stdout.fileno()), writable=False)
        self._process.stdin.close()
        self._process.stdout.close()
        self.is_ready = False
        self.is_at_fault = True
        self._sent: deque[tuple[int, int]] = deque()
        self._sent_bytes = 0
        self._send(pickle.dumps(limits))

    @property
    def waiting(self) -> list[int]:
        """The files that it has not finished; it is at the first of them."""
        return [number for number, _ in self._sent]

    @property
    def tasks(self) -> int:
        """Count the files that it has not finished."""
        return len(self._sent)

    def has_room(self, size: int) -> bool:
        """Whether a request of that size can be sent without waiting for the process."""
        return not self._sent or self._sent_bytes + size <= _SENT_AHEAD_BYTES

    def ask(self, number: int, request: bytes) -> None:
        """Ask for a file."""
        self._sent.append((number, len(request)))
        self._sent_bytes += len(request)
        self._send(request)

    def finish(self) -> int:
        """Take note that it has come to the end of its first file."""
        self.is_at_fault = False
        number, size = self._sent.popleft()
        self._sent_bytes -= size
        return number

    def _send(self, request: bytes) -> None:
        # A process that is gone is noticed where its answers end.
        with contextlib.suppress(BrokenPipeError):
            self._requests.send_bytes(request)

    def end(self) -> int:
        """End it and all that it has started, and give its exit code."""
        self._requests.close()
        self.answers.close()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        return self._process.wait()

    def exit_code(self) -> int:
        """Give the exit code of a process whose answers have ended."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=5)
        return self.end()


class _Pool:
    """Hands out the files in their order and holds what comes back out of turn."""

    def __init__(self, entries: Sequence[Entry], jobs: int, limits: Limits) -> None:
        self._entries = entries
        self._jobs = min(jobs, len(entries))
        self._limits = limits
        self._next = 0
        self._request: bytes | None = None
        self._readers: list[_Reader] = []
        self._held: defaultdict[int, deque[Part]] = defaultdict(deque)
        self._held_characters = 0

    def iter_in_order(self) -> Iterator[tuple[Entry, Part]]:
        """Yield the parts of all files."""
        for number, entry in enumerate(self._entries):
            is_read = False
            while not is_read:
                self._hand_out()
                while not self._held[number]:
                    self._receive(number)
                part = self._held[number].popleft()
                self._held_characters -= part.characters
                yield entry, part
                is_read = part.state is not None
            del self._held[number]

    def _hand_out(self) -> None:
        """Send files to whoever has room for them; start a process where all have enough to do."""
        while self._next < len(self._entries):
            reader = min(self._readers, key=lambda reader: reader.tasks, default=None)
            if (reader is None or reader.tasks) and len(self._readers) < self._jobs:
                reader = self._start()
            if self._request is None:
                self._request = self._make_request(self._next)
            if reader is None or not reader.has_room(len(self._request)):
                return
            reader.ask(self._next, self._request)
            self._next += 1
            self._request = None

    def _make_request(self, number: int) -> bytes:
        entry = self._entries[number]
        # What has the same content is of no interest to who reads it, and may be long.
        return pickle.dumps(replace(entry, copies=()) if entry.copies else entry)

    def _start(self) -> _Reader:
        reader = _Reader(self._limits)
        self._readers.append(reader)
        return reader

    def _receive(self, first: int) -> None:
        """Wait for a part: of the file whose turn it is, or of another if there is room."""
        is_full = self._held_characters >= _HELD_CHARACTERS
        open_to = {
            reader.answers: reader
            for reader in self._readers
            if reader.waiting and (not is_full or reader.waiting[0] == first)
        }
        for answers in wait(list(open_to)):
            reader = open_to[answers]  # type: ignore[index]
            try:
                self._take(reader, reader.answers.recv())
            except (EOFError, OSError):
                self._replace(reader)

    def _take(self, reader: _Reader, part: Part | None) -> None:
        if part is None:
            reader.is_ready = True
            return
        self._held[reader.waiting[0]].append(part)
        self._held_characters += part.characters
        if part.state is not None:
            reader.finish()
        else:
            # Of what has been handed on in part, the rest cannot be asked for again.
            reader.is_at_fault = True

    def _replace(self, reader: _Reader) -> None:
        """Blame the file that a process was at, and have the others read by a new one."""
        self._readers.remove(reader)
        code = reader.exit_code()
        if not reader.is_ready:
            raise SearchkitError(
                f"a process to read files cannot be started: {sys.executable} ends with {code}"
            )
        numbers = reader.waiting
        # What earlier files have left of the memory is not to be held against this one.
        if numbers and (code != OUT_OF_MEMORY or reader.is_at_fault):
            blamed = numbers.pop(0)
            self._held[blamed].append(failed(self._entries[blamed], self._reason(code)))
        if numbers:
            another = self._start()
            for number in numbers:
                another.ask(number, self._make_request(number))

    def _reason(self, code: int) -> str:
        if code == -signal.SIGALRM:
            return self._limits.too_long
        # The system kills a process where memory runs out.
        if code in (OUT_OF_MEMORY, -signal.SIGKILL):
            return self._limits.too_large
        return "the reader crashed"

    def close(self) -> None:
        """End all processes, whatever they are at."""
        for reader in self._readers:
            reader.end()
