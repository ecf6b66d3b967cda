"""From texts to postings: the words of a batch of documents, turned inside out in flat arrays.

Every word as it is written has one array of the places where it stands. A place is one number,
the document's times 65,536 plus the position; a text of more words than that takes several
numbers. The analyzer is asked once for each written word, when the batch is finished; where a
form, a stem or a part of a compound stands is the places of its words put together.
"""

from __future__ import annotations

import sys
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from searchkit.engines.whoosh.runs import ALL_ONES, HEADER, SPAN, Run, encode
from searchkit.language.analyzer import Analyzer
from searchkit.language.tokens import find_words

LARGEST_BATCH = 2_000_000
"""Words after which a batch is finished: some 200 MB with what becomes of it."""

_MOST_SLOTS = SPAN - 1_024
"""Leaves room for one more text, of up to 67 million words: more than a document can have."""

Kinds = dict[str, dict[str, list[int]]]
"""Kind to term to the numbers of the words that answer to it, in the order they were met."""


class Inversion:
    """One zone of a batch of documents, which are numbered from 0 as they are added."""

    def __init__(self) -> None:
        self._places = _Places()
        self._words = 0
        self._texts = 0
        self._slots = array("H")
        """The document that each 65,536 positions belong to."""
        self._first_slots = array("H")
        """Where the positions of each document begin."""

    @property
    def is_full(self) -> bool:
        """Whether what has been added should be written."""
        return self._words >= LARGEST_BATCH or len(self._slots) >= _MOST_SLOTS

    def add(self, text: str) -> int:
        """Add the text of the next document and give the number of its words."""
        first = place = len(self._slots) * SPAN
        add_to = self._places
        for word in find_words(text):
            add_to[word](place)
            place += 1
        words = place - first
        self._first_slots.append(len(self._slots))
        self._slots.extend([self._texts] * (1 + max(0, words - 1) // SPAN))
        self._words += words
        self._texts += 1
        return words

    def sort_words(self, analyzer: Analyzer) -> Kinds:
        """Group the words by the terms that they become."""
        exact: dict[str, list[int]] = defaultdict(list)
        stems: dict[str, list[int]] = defaultdict(list)
        parts: dict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(self._places):
            terms = analyzer.word_terms(word)
            exact[terms.form].append(number)
            stems[terms.stem].append(number)
            # A compound may have the same part twice; one place in the text counts once.
            for part in {part.term for part in terms.parts}:
                parts[part].append(number)
        return {"exact": exact, "stem": stems, "part": parts}

    def encode(self, words: Sequence[int]) -> tuple[int, bytes]:
        """Put the places of words together: in how many documents they are, and their run."""
        arrays = self._places.arrays
        places = arrays[words[0]]
        if len(words) > 1:
            places = array("I")
            for word in words:
                places.extend(arrays[word])
            places = array("I", sorted(places))
        if len(self._slots) > self._texts:
            return self._encode_long(places)
        if len(places) == 1:
            return 1, _encode_single(places[0])
        positions, documents = _halves(places)
        counts = Counter(documents)
        run = Run(0, array("H", counts), list(counts.values()), positions)
        return len(counts), encode(run)

    def _encode_long(self, places: array[int]) -> tuple[int, bytes]:
        """Encode places where some texts have more positions than one number can tell apart."""
        slots, first_slots = self._slots, self._first_slots
        documents = [slots[place // SPAN] for place in places]
        positions = [
            place - first_slots[document] * SPAN
            for place, document in zip(places, documents, strict=True)
        ]
        counts = Counter(documents)
        return len(counts), encode(Run(0, list(counts), list(counts.values()), positions))


def _halves(places: array[int]) -> tuple[array[int], array[int]]:
    """Part places into their positions and their documents, all at once."""
    halves = array("H")
    halves.frombytes(places.tobytes())
    low, high = (0, 1) if sys.byteorder == "little" else (1, 0)
    return halves[low::2], halves[high::2]


def _encode_single(place: int) -> bytes:
    """Encode a term that stands at one place only, as most terms do."""
    header = HEADER.pack(place // SPAN, 0, ALL_ONES, 2, 1)
    return header + b"\0\0" + (place % SPAN).to_bytes(2, "little")


class _Places(dict[str, Callable[[int], None]]):
    """Word to the function that adds a place to its array; `arrays` has them in order."""

    def __init__(self) -> None:
        super().__init__()
        self.arrays: list[array[int]] = []

    def __missing__(self, word: str) -> Callable[[int], None]:
        places = array("I")
        self.arrays.append(places)
        self[word] = places.append
        return places.append
