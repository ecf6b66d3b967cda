"""The terms of one kind with the places where they stand, in arrays, and the runs made of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searchkit.engines.whoosh.dictionary import SINGLE
from searchkit.engines.whoosh.runs import (
    ALL_ONES,
    HEADER,
    PACKED_FROM,
    SPAN,
    Run,
    assemble,
    encode,
)
from searchkit.engines.whoosh.writing.inverting import Key

Numbers = NDArray[np.integer[Any]]
"""Of 32 bits each, wherever there is one to a place: memory is what limits a batch."""

_HEADER = [
    ("first", "<u4"),
    ("last", "<u2"),
    ("frequency_code", "u1"),
    ("value_code", "u1"),
    ("values", "<u4"),
]
"""What `runs.HEADER` is."""


class ArrayGroup:
    """The terms of one kind, and the runs of those that stand at several places.

    `starts` are where the places of each term begin, and the last end; `firsts` where those of
    each posting do, and `documents` those of the postings.
    """

    def __init__(
        self,
        terms: Sequence[bytes],
        keys: Sequence[Key],
        starts: Numbers,
        firsts: Numbers,
        documents: Numbers,
        positions: Numbers,
    ) -> None:
        self.terms = terms
        self.keys = keys
        postings = np.searchsorted(firsts, starts.astype(np.uint32))
        is_single = np.diff(starts) == 1
        self.numbers: list[int] = np.where(is_single, documents[postings[:-1]], 0).tolist()
        self.places: list[int] = np.where(is_single, positions[starts[:-1]] | SINGLE, 0).tolist()
        self.several: Sequence[int] = np.flatnonzero(~is_single).tolist()
        frequencies = np.diff(firsts, append=np.uint32(len(positions)))
        self._starts: list[int] = starts.tolist()
        self._postings: list[int] = postings.tolist()
        self._headers = _headers(np.diff(postings), np.diff(starts))
        self._documents = documents.astype("<u2").tobytes()
        self._frequencies = frequencies.astype(np.uint8).tobytes()
        self._positions = positions.astype("<u2").tobytes()
        self._large: dict[int, Run] = {}
        """The runs whose numbers take more than the bytes that most of them take."""
        if terms:
            is_large = np.maximum.reduceat(frequencies, postings[:-1]) >= 1 << 8
            is_large |= np.maximum.reduceat(positions, starts[:-1]) >= SPAN
            for term in np.flatnonzero(is_large & ~is_single).tolist():
                of_postings = slice(*self._postings[term : term + 2])
                self._large[term] = Run(
                    0,
                    documents[of_postings].tolist(),
                    frequencies[of_postings].tolist(),
                    positions[slice(*self._starts[term : term + 2])].tolist(),
                )

    def encode(self, terms: Sequence[int]) -> tuple[list[int], list[bytes]]:
        """Give how many documents each of some terms has, and its run."""
        counts, runs = [], []
        for term in terms:
            first, end = self._postings[term], self._postings[term + 1]
            start, stop = self._starts[term], self._starts[term + 1]
            counts.append(end - first)
            if term in self._large:
                runs.append(encode(self._large[term]))
                continue
            documents = self._documents[2 * first : 2 * end]
            frequencies = self._frequencies[first:end] if stop - start > end - first else b""
            positions = self._positions[2 * start : 2 * stop]
            if end - first < PACKED_FROM:
                # What `assemble` does, for most runs.
                header = self._headers[HEADER.size * term : HEADER.size * (term + 1)]
                runs.append(b"".join((header, documents, frequencies, positions)))
            else:
                coded = (1 if frequencies else ALL_ONES), frequencies
                runs.append(assemble(0, documents, coded, (2, positions), stop - start))
        return counts, runs


def _headers(documents: Numbers, places: Numbers) -> bytes:
    """Write the headers of runs, given how many documents and places they have.

    All of them count documents from 0 and have small numbers.
    """
    headers = np.zeros(len(documents), _HEADER)
    headers["last"] = documents - 1
    headers["frequency_code"] = documents < places
    headers["value_code"] = 2
    headers["values"] = places
    return headers.tobytes()
