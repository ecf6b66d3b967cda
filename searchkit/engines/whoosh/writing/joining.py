"""Put the terms of several segments into one: their postings, run behind run.

A long run is copied as it stands, but for the number of its first document; short ones that
are neighbours become one, so that a word does not end up in as many pieces as there have been
updates. Only of a segment with deleted documents, postings are read number by number.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, repeat
from typing import Any

from searchkit.engines.whoosh.dictionary import NO_POSITION, SINGLE
from searchkit.engines.whoosh.runs import SPAN, Run, decode, encode
from searchkit.engines.whoosh.writing.moving import (
    Moved,
    Pieces,
    from_run,
    join,
    make_single,
    move_all,
    take_apart,
)

LONG_RUN = 255
"""Documents of the longest run that is not copied as it stands."""

_TERMS_AT_ONCE = 1_024
"""Terms of each segment that are in memory, at least."""

_DELETED = -1

Found = tuple[int, int, int]
"""Where a term is: the number of the source, and what its dictionary has of it."""


class TermSource:
    """The terms of one of the segments, and the numbers that its documents get.

    The first document that is left gets the number `base`.
    """

    def __init__(self, reader: Any, base: int) -> None:
        self.reader = reader
        self.terms = reader.cursor("doc_id").reader
        self._base = base
        self._numbers: array[int] | None = None
        if reader.has_deletions():
            self._numbers = array("q", repeat(_DELETED, reader.doc_count_all()))
            for number, document in enumerate(reader.all_doc_ids(), start=base):
                self._numbers[document] = number

    def renumbered(self, document: int) -> int:
        """Give the new number of a document; _DELETED for one that is left behind."""
        return self._base + document if self._numbers is None else self._numbers[document]

    def moved(self, place: int) -> bytes | None:
        """Give the runs at a place under their new numbers, if that is all there is to do."""
        return None if self._numbers is not None else move_all(self.terms.read(place), self._base)

    def iter_runs(self, number: int, place: int) -> Iterator[Pieces | Moved]:
        """Yield the runs of a term under their new numbers, long ones as they are written."""
        numbers = self._numbers
        if place & SINGLE:
            document = self.renumbered(number)
            if document != _DELETED:
                position = place & ~SINGLE
                yield make_single(document, None if position == NO_POSITION else position)
        elif numbers is None:
            yield from take_apart(self.terms.read(place), self._base, LONG_RUN)
        else:
            for run in decode(self.terms.read(place)):
                renumbered = _renumber(run, numbers)
                if renumbered is None:
                    continue
                count = len(renumbered.documents)
                yield (count, encode(renumbered)) if count > LONG_RUN else from_run(renumbered)


def _renumber(run: Run, numbers: Sequence[int]) -> Run | None:
    """Give the documents of a run their new numbers; None where all of them are deleted."""
    new = [numbers[document] for document in run.numbers()]
    kept = [at for at, number in enumerate(new) if number != _DELETED]
    if not kept:
        return None
    frequencies = run.frequencies or [1] * len(run.documents)
    starts = run.starts()
    positions = run.positions
    return Run(
        new[kept[0]],
        [new[at] - new[kept[0]] for at in kept],
        [frequencies[at] for at in kept],
        None
        if positions is None
        else list(chain.from_iterable(positions[starts[at] : starts[at + 1]] for at in kept)),
    )


class TermsJoiner:
    """Write the terms of the sources. A field may share postings with the one before it."""

    def __init__(self, writer: Any, sources: Sequence[TermSource]) -> None:
        self._writer = writer
        self._sources = sources
        self._before = _Written(len(sources))
        self._written = _Written(len(sources))

    def write_field(self, name: str, field: Any) -> None:
        """Write the terms of a field that any of the sources has."""
        self._writer.start_field(name, field)
        self._before, self._written = self._written, _Written(len(self._sources))
        for block in _iter_blocks([source.terms.dictionary for source in self._sources], name):
            terms, numbers, places = [], [], []
            for term in sorted(block):
                number, place = self._entry(block[term])
                if number != _DELETED:
                    terms.append(term)
                    numbers.append(number)
                    places.append(place)
            self._writer.write_terms(terms, numbers, places)
            for source in self._sources:
                source.terms.forget()

    def _entry(self, found: Sequence[Found]) -> tuple[int, int]:
        """Write the postings of a term, and give what the dictionary is to have of it."""
        if len(found) == 1:
            # Most terms stand at one place in all.
            source, number, place = found[0]
            if place & SINGLE:
                return self._sources[source].renumbered(number), place
        key = tuple(found)
        known = self._before.find(key)
        if known is None:
            known = self._write_postings(key)
            self._written.add(key, known)
        return known

    def _write_postings(self, found: Sequence[Found]) -> tuple[int, int]:
        """Write the postings of a term and give the number of its documents, and their place."""
        if len(found) == 1:
            source, number, place = found[0]
            moved = self._sources[source].moved(place)
            if moved is not None:
                return number, self._writer.write_run(moved)
        documents, joined = _joined(
            [
                run
                for source, number, place in found
                for run in self._sources[source].iter_runs(number, place)
            ]
        )
        return (documents, self._writer.write_run(joined)) if documents else (_DELETED, 0)


def _joined(runs: Iterable[Pieces | Moved]) -> Moved:
    """Put runs behind each other, and make one of short ones that are neighbours."""
    total = 0
    joined: list[bytes] = []
    neighbours: list[Pieces] = []
    for run in runs:
        if neighbours and not _is_neighbour(neighbours[0], run):
            joined.append(join(neighbours))
            neighbours = []
        if isinstance(run, Pieces):
            total += len(run.documents)
            neighbours.append(run)
        else:
            total += run[0]
            joined.append(run[1])
    if neighbours:
        joined.append(join(neighbours))
    return total, b"".join(joined)


def _is_neighbour(first: Pieces, run: Pieces | Moved) -> bool:
    """Tell whether a later run can become one with a short one."""
    return isinstance(run, Pieces) and run.first + run.documents[-1] - first.first < SPAN


def _iter_blocks(dictionaries: Sequence[Any], name: str) -> Iterator[dict[bytes, list[Found]]]:
    """Yield the terms of a field with where they are, some thousand at a time, in order."""
    waiting = [_Waiting(dictionary.iter_pages(name)) for dictionary in dictionaries]
    while True:
        lasts = [last for some in waiting if (last := some.fill()) is not None]
        # Up to here, everything is there that any of them has.
        last = min(lasts) if lasts else None
        block: dict[bytes, list[Found]] = {}
        for source, some in enumerate(waiting):
            for term, number, place in some.take(last):
                if term in block:
                    block[term].append((source, number, place))
                else:
                    block[term] = [(source, number, place)]
        if block:
            yield block
        if last is None:
            return


class _Waiting:
    """The terms of one segment that have been read and not been taken."""

    def __init__(self, pages: Iterator[Any]) -> None:
        self._pages = pages
        self._terms: list[bytes] = []
        self._numbers: list[int] = []
        self._places: list[int] = []

    def fill(self) -> bytes | None:
        """Read some more; give the last term read, None where there are no more."""
        while len(self._terms) < _TERMS_AT_ONCE:
            page = next(self._pages, None)
            if page is None:
                return None
            self._terms += page.terms.all
            self._numbers += page.numbers
            self._places += page.places
        return self._terms[-1]

    def take(self, last: bytes | None) -> Iterator[tuple[bytes, int, int]]:
        """Take the terms up to `last`, or all."""
        count = len(self._terms) if last is None else bisect_right(self._terms, last)
        taken = self._terms[:count], self._numbers[:count], self._places[:count]
        for some in (self._terms, self._numbers, self._places):
            del some[:count]
        return zip(*taken, strict=True)


class _Written:
    """Where the postings of one field have gone, to be found by where they came from.

    A few arrays a source, sorted as the places in it are: few bytes for each of some millions
    of terms. They are noted for the first source that has a place to tell, and whether the rest
    is the same, a hash tells: with 64 bits, it is wrong once in ten to the nineteenth.
    """

    def __init__(self, sources: int) -> None:
        self._from = [array("I") for _ in range(sources)]
        self._hashes = [array("q") for _ in range(sources)]
        self._documents = [array("i") for _ in range(sources)]
        self._to = [array("I") for _ in range(sources)]

    def add(self, found: tuple[Found, ...], written: tuple[int, int]) -> None:
        """Note where postings went, unless their places are out of order."""
        for source, _, place in found:
            if not place & SINGLE:
                known = self._from[source]
                if not known or place > known[-1]:
                    known.append(place)
                    self._hashes[source].append(hash(found))
                    self._documents[source].append(written[0])
                    self._to[source].append(written[1])
                return

    def find(self, found: tuple[Found, ...]) -> tuple[int, int] | None:
        """Find where the very same postings went; None where they have not been written."""
        for source, _, place in found:
            if not place & SINGLE:
                known = self._from[source]
                at = bisect_left(known, place)
                if at == len(known) or known[at] != place:
                    return None
                if self._hashes[source][at] != hash(found):
                    return None
                return self._documents[source][at], self._to[source][at]
        return None
