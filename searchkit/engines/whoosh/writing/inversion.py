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
from collections.abc import Callable, Mapping, Sequence

from searchkit.engines.whoosh.dictionary import SINGLE
from searchkit.engines.whoosh.runs import SPAN, Run, encode
from searchkit.engines.whoosh.writing.inverting import LARGEST_BATCH, Key
from searchkit.language.analyzer import IndexAnalyzer
from searchkit.language.tokens import find_words

_MOST_SLOTS = SPAN - 1_024
"""Leaves room for one more text, of up to 67 million words: more than a document can have."""


class Inversion:
    """One zone of a batch of documents, which are numbered from 0 as they are added."""

    def __init__(self) -> None:
        self._places = _Places()
        self._words = 0
        self.lengths: list[int] = []
        self._slots = array("H")
        """The document that each 65,536 positions belong to."""
        self._first_slots = array("H")
        """Where the positions of each document begin."""

    @property
    def is_full(self) -> bool:
        """Whether what has been added should be written."""
        return self._words >= LARGEST_BATCH or len(self._slots) >= _MOST_SLOTS

    def add(self, text: str) -> None:
        """Add the text of the next document."""
        first = place = len(self._slots) * SPAN
        add_to = self._places
        for word in find_words(text):
            add_to[word](place)
            place += 1
        words = place - first
        self._first_slots.append(len(self._slots))
        self._slots.extend([len(self.lengths)] * (1 + max(0, words - 1) // SPAN))
        self._words += words
        self.lengths.append(words)

    def invert(self, analyzer: IndexAnalyzer) -> PlainInverted:
        """Group the words by the terms that they become."""
        exact: dict[str, list[int]] = defaultdict(list)
        stems: dict[str, list[int]] = defaultdict(list)
        parts: dict[str, list[int]] = defaultdict(list)
        forms, terms = analyzer.index_terms(self._places)
        for number, form in enumerate(forms):
            stem, *parts_of_form = terms[form]
            exact[form].append(number)
            stems[stem].append(number)
            for part in parts_of_form:
                parts[part].append(number)
        return PlainInverted(self, {"exact": exact, "stem": stems, "part": parts})

    def find_single(self, words: Sequence[int]) -> tuple[int, int] | None:
        """Give the document and the position of words that stand at one place in all."""
        places = self._places.arrays[words[0]]
        if len(words) > 1 or len(places) > 1:
            return None
        slot, position = divmod(places[0], SPAN)
        document = self._slots[slot]
        return document, position + (slot - self._first_slots[document]) * SPAN

    def postings(self, words: Sequence[int]) -> Run:
        """Put the places of words together."""
        arrays = self._places.arrays
        places = arrays[words[0]]
        if len(words) > 1:
            places = array("I")
            for word in words:
                places.extend(arrays[word])
            places = array("I", sorted(places))
        if len(self._slots) > len(self.lengths):
            return self._long_postings(places)
        positions, documents = _halves(places)
        if len(set(documents)) == len(documents):
            return Run(0, documents, None, positions)
        counts = Counter(documents)
        return Run(0, array("H", counts), list(counts.values()), positions)

    def _long_postings(self, places: array[int]) -> Run:
        """Encode places where some texts have more positions than one number can tell apart."""
        slots, first_slots = self._slots, self._first_slots
        documents = [slots[place // SPAN] for place in places]
        positions = [
            place - first_slots[document] * SPAN
            for place, document in zip(places, documents, strict=True)
        ]
        counts = Counter(documents)
        return Run(0, list(counts), list(counts.values()), positions)


class PlainInverted:
    """The terms of a batch, as the numbers of their words."""

    def __init__(self, inversion: Inversion, kinds: Mapping[str, Mapping[str, list[int]]]) -> None:
        self.lengths: Sequence[int] = inversion.lengths
        self._inversion = inversion
        self._kinds = kinds

    def group(self, kind: str) -> PlainGroup:
        """Give the terms of a kind."""
        return PlainGroup(self._inversion, self._kinds[kind])


class PlainGroup:
    """The terms of one kind, as the numbers of their words."""

    def __init__(self, inversion: Inversion, terms: Mapping[str, list[int]]) -> None:
        ordered = sorted(terms)
        self.terms: Sequence[bytes] = [term.encode() for term in ordered]
        self._words = [terms[term] for term in ordered]
        self.keys: Sequence[Key] = [
            words[0] if len(words) == 1 else tuple(words) for words in self._words
        ]
        self.numbers = [0] * len(ordered)
        self.places = [0] * len(ordered)
        self._inversion = inversion
        several = []
        for number, words in enumerate(self._words):
            single = inversion.find_single(words)
            if single is None:
                several.append(number)
            else:
                self.numbers[number], self.places[number] = single[0], single[1] | SINGLE
        self.several: Sequence[int] = several

    def encode(self, terms: Sequence[int]) -> tuple[list[int], list[bytes]]:
        """Give how many documents each of some terms has, and its run."""
        runs = [self._inversion.postings(self._words[term]) for term in terms]
        return [len(run.documents) for run in runs], list(map(encode, runs))


def _halves(places: array[int]) -> tuple[array[int], array[int]]:
    """Part places into their positions and their documents, all at once."""
    halves = array("H")
    halves.frombytes(places.tobytes())
    low, high = (0, 1) if sys.byteorder == "little" else (1, 0)
    return halves[low::2], halves[high::2]


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
