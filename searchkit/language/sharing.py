"""Analysing a word once for several processes: what one has found out, the others look up.

The processes are forked from one that has made the table, and work side by side without waiting:
each begins with the words that are its own, so that those of the others are there by the time it
comes to them. Nothing is locked. Whoever reads takes nothing on trust: what is half written, or
has been written over, is as good as not there.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterable
from zlib import crc32

from searchkit.language.analyzer import Analyzer, IndexTerms, index_terms_of
from searchkit.language.tokens import normalize

_SLOTS = 1 << 20
_TABLE_BYTES = 1 << 26
"""What all processes together can write: some 900,000 words. Memory is taken as it is filled."""

_ROOM_MIN = 1 / 8
"""The part of a stretch that must be left. A full one takes no more: a word that lost its slot to
another is analysed anew each time.
"""

_HEADER = struct.Struct("<II")
"""Before each record: its checksum, and its length."""

_LOOKED_UP = 1 << 14
"""Words of another process that are looked up before the unknown among them are analysed."""

_SEPARATOR = "\n"
"""Between the form and its terms. It is in no word: `tokens` says what a word is."""


class SharedWords:
    """The table, in memory that processes forked from this one have in common."""

    def __init__(self, processes: int) -> None:
        """Make it for up to so many processes at a time."""
        self.slots = memoryview(mmap.mmap(-1, 4 * _SLOTS)).cast("I")
        """Where in `records` the word is that has this hash; 0 for none."""
        self.records = mmap.mmap(-1, _TABLE_BYTES)
        stretch = _TABLE_BYTES // processes
        self.written = memoryview(mmap.mmap(-1, 8 * processes)).cast("Q")
        """Where in `records` each process writes next: all have a stretch of their own."""
        self.ends = [stretch * (number + 1) for number in range(processes)]
        for number in range(processes):
            # At 0 there is nothing, as 0 is the slot of no word.
            self.written[number] = stretch * number + _HEADER.size

    def has_room(self, processes: int) -> bool:
        """Whether none of the stretches that so many processes would have is nearly full."""
        left = [end - at for end, at in zip(self.ends, self.written, strict=True)]
        stretch = self.ends[0]
        return min(left[:processes]) > _ROOM_MIN * stretch


class Share:
    """The part that one of the processes has in the work: an `IndexAnalyzer`."""

    def __init__(self, table: SharedWords, number: int, of: int, analyzer: Analyzer) -> None:
        """Take part as the process of this number, counted from 0, of so many."""
        self._table = table
        self._number = number
        self._of = of
        self._analyzer = analyzer

    def index_terms(self, words: Iterable[str]) -> tuple[list[str], dict[str, IndexTerms]]:
        """Do what `IndexAnalyzer` promises."""
        forms = list(map(normalize, words))
        terms: dict[str, IndexTerms] = {}
        ours, others = self._divide(self._look_up(dict.fromkeys(forms), terms))
        self._analyze(ours, terms)
        for start in range(0, len(others), _LOOKED_UP):
            unknown = self._look_up(others[start : start + _LOOKED_UP], terms)
            self._analyze(unknown, terms)
        return forms, terms

    def _look_up(self, forms: Iterable[str], terms: dict[str, IndexTerms]) -> list[str]:
        """Add what is in the table to the terms; give the forms that are not."""
        unknown = []
        for form in forms:
            known = self._find(form)
            if known is None:
                unknown.append(form)
            else:
                terms[form] = known
        return unknown

    def _divide(self, forms: Iterable[str]) -> tuple[list[str], list[str]]:
        """Tell the forms of this process from those of others, each in their order."""
        ours: list[str] = []
        others: list[str] = []
        for form in sorted(forms):
            # Those that begin alike have lemmas and parts in common, to be found out about once.
            # A string has the same hash in all processes that are forked from one.
            (ours if hash(form[:4]) % self._of == self._number else others).append(form)
        return ours, others

    def _analyze(self, forms: Iterable[str], terms: dict[str, IndexTerms]) -> None:
        """Analyse forms, and write down what they become."""
        for form in self._analyzer.iter_prepared(forms):
            terms[form] = index_terms_of(self._analyzer.analyze_form(form))
            self._write(form, terms[form])

    def _find(self, form: str) -> IndexTerms | None:
        start, records = self._table.slots[hash(form) % _SLOTS], self._table.records
        if not start:
            return None
        checksum, length = _HEADER.unpack_from(records, start)
        start += _HEADER.size
        record = records[start : start + length]
        # Where nothing has been written yet, nothing has the checksum of nothing.
        if not record or crc32(record) != checksum:
            return None
        found, *terms = record.decode().split(_SEPARATOR)
        return tuple(terms) if found == form else None

    def _write(self, form: str, terms: IndexTerms) -> None:
        record = _SEPARATOR.join((form, *terms)).encode()
        start = self._table.written[self._number]
        end = start + _HEADER.size + len(record)
        if end > self._table.ends[self._number]:
            return
        self._table.records[start:end] = _HEADER.pack(crc32(record), len(record)) + record
        self._table.slots[hash(form) % _SLOTS] = start
        self._table.written[self._number] = end
