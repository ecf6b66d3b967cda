"""Analysing a word once for several processes: what one has found out, the others look up.

The processes are forked from one that has made the table, and work side by side without waiting:
each begins with the words that are its own, so that those of the others are there by the time it
comes to them. Nothing is locked. Whoever reads takes nothing on trust: what is half written, or
has been written over, is as good as not there.
"""

from __future__ import annotations

import marshal
import mmap
from collections.abc import Callable, Collection
from zlib import crc32

from searchkit.language.analyzer import Analyzer, Part, WordTerms

_SLOTS = 1 << 20
_TABLE_BYTES = 1 << 26
"""What all processes together can write: some 600,000 words. Memory is taken as it is filled."""

_REMEMBERED = 1 << 12
"""Words that each process remembers by itself. The rest it finds in the table, in a third of the
memory."""

_HEADER_BYTES = 8
"""Before each record: its checksum, and its length."""


class SharedWords:
    """The table, in memory that processes forked from this one have in common."""

    def __init__(self, processes: int) -> None:
        self.processes = processes
        self.slots = memoryview(mmap.mmap(-1, 4 * _SLOTS)).cast("I")
        """Where in `records` the word is that has this hash; 0 for none."""
        self.records = mmap.mmap(-1, _TABLE_BYTES)


def take_share(analyzer: Analyzer, table: SharedWords, number: int) -> Analyzer:
    """Make an analyzer that does the same work together with other processes, as one of them."""
    share = Share(table, number, analyzer.analyze_form)
    return Analyzer(share.analyze, share.order, _REMEMBERED)


class Share:
    """The part that one of the processes has in the work."""

    def __init__(
        self, table: SharedWords, number: int, analyze_form: Callable[[str], WordTerms]
    ) -> None:
        """Take part as the process of this number, counted from 0."""
        self._table = table
        self._number = number
        self._analyze_form = analyze_form
        stretch = _TABLE_BYTES // table.processes
        # At 0 there is nothing, as 0 is the slot of no word.
        self._at = stretch * number + _HEADER_BYTES
        self._end = stretch * (number + 1)

    def order(self, words: Collection[str]) -> list[str]:
        """Put the words of this process before those of others."""
        ours: list[str] = []
        others: list[str] = []
        processes, number = self._table.processes, self._number
        for word in words:
            # A string has the same hash in all processes that are forked from one.
            (ours if hash(word.lower()) % processes == number else others).append(word)
        return ours + others

    def analyze(self, form: str) -> WordTerms:
        """Give the terms of a word: look it up, or else analyse it and write it down."""
        terms = self._find(form)
        if terms is None:
            terms = self._analyze_form(form)
            self._write(form, terms)
        return terms

    def _find(self, form: str) -> WordTerms | None:
        start, records = self._table.slots[hash(form) % _SLOTS], self._table.records
        if not start:
            return None
        header = records[start : start + _HEADER_BYTES]
        end = start + _HEADER_BYTES + int.from_bytes(header[4:], "little")
        record = records[start + _HEADER_BYTES : end]
        # Where nothing has been written yet, nothing has the checksum of nothing.
        if not record or crc32(record) != int.from_bytes(header[:4], "little"):
            return None
        found, stem, parts = marshal.loads(record)
        if found != form:
            return None
        return WordTerms(form, stem, tuple([Part(*part) for part in parts]))

    def _write(self, form: str, terms: WordTerms) -> None:
        record = marshal.dumps((form, terms.stem, [tuple(part) for part in terms.parts]))
        end = self._at + _HEADER_BYTES + len(record)
        if end > self._end:
            return
        header = crc32(record).to_bytes(4, "little") + len(record).to_bytes(4, "little")
        self._table.records[self._at : end] = header + record
        self._table.slots[hash(form) % _SLOTS] = self._at
        self._at = end
