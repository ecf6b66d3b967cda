"""Find the cheapest boundary in a word: two words that it may have been made of.

Both parts must be words, and each costs what it is rare in its place (see `families`). The
cheapest pair wins, if it is cheap enough. Where no pair of words is found, a part may be a
compound in its turn. Whether the word is to be split at all, `compounds` decides.
"""

from __future__ import annotations

from typing import NamedTuple

from searchkit.language.lexicon import NOUN, Lexicon
from searchkit.language.linking import first_texts
from searchkit.language.pieces import Piece, PieceFinder
from searchkit.language.wordlists import PART_LETTERS_MIN

_COMPOUND_LETTERS_MIN = 2 * PART_LETTERS_MIN
# A compound with a compound in it has at least three parts.
_DEEP_LETTERS_MIN = 3 * PART_LETTERS_MIN + 2
_DEPTH_MAX = 2
# -kap of -skap, -ring of -ing.
_SUFFIX_LETTERS = (3, 4)
_INNER_BOUNDARY_COST = 3.0


class Segment(NamedTuple):
    """A part of a compound: its lemma, and where in the word it stands, in characters.

    A first part ends after its linking -s or vowel. The lemma is None where the part shows only
    where the other one begins, and is no word to search for (`tele`, `is`).
    """

    lemma: str | None
    start: int
    end: int


class Split(NamedTuple):
    """What lies on both sides of a boundary, and what it costs to believe in it."""

    first: Segment
    last: Segment
    cost: float


class BoundaryFinder:
    """Find boundaries in words, given in lower case."""

    def __init__(self, lexicon: Lexicon, pieces: PieceFinder) -> None:
        self._lexicon = lexicon
        self._pieces = pieces

    def find(
        self, word: str, allowed: float, kinds: int = 0, depth: int = _DEPTH_MAX
    ) -> Split | None:
        """Find the cheapest split that costs less than `allowed`.

        `kinds` are those of the word, where they are known. A compound is what its last part is:
        `solidarisk` is an adjective, and does not end in the noun *risk*.
        """
        firsts, lasts, cheapest = self._pieces.firsts, self._pieces.lasts, self._pieces.cheapest
        length = len(word)
        best = None
        for cut in self._lexicon.sieve.cuts(word):
            last = lasts[word[cut:]]
            if last is None or last.cost + cheapest >= allowed:
                continue
            if length - cut in _SUFFIX_LETTERS and self._is_derived(word, cut):
                continue
            if kinds and not kinds & NOUN and last.kinds == NOUN and last.lemma == word[cut:]:
                continue
            is_double = word[cut - 1] == word[cut]
            for text in first_texts(word, cut) if is_double else (word[:cut],):
                first = firsts[text]
                if first is not None and first.cost + last.cost < allowed:
                    allowed = first.cost + last.cost
                    best = len(text), first, cut, last
        if best is not None:
            return _split(length, *best)
        if depth and length >= _DEEP_LETTERS_MIN:
            return self._find_in_three(word, allowed - _INNER_BOUNDARY_COST, depth - 1)
        return None

    def _find_in_three(self, word: str, allowed: float, depth: int) -> Split | None:
        """Find a split one part of which is a compound that the lexicon does not have."""
        firsts, lasts, sieve = self._pieces.firsts, self._pieces.lasts, self._lexicon.sieve
        # What is left for one part when the other is a compound.
        most = allowed - 2 * self._pieces.cheapest
        if most <= self._pieces.cheapest:
            return None
        best = None
        ends, starts = sieve.first_ends(word), sieve.last_starts(word)
        for cut in sorted({*ends, *starts}):
            if not PART_LETTERS_MIN <= cut <= len(word) - PART_LETTERS_MIN:
                continue
            first = firsts[word[:cut]] if cut in ends else None
            if first is None and cut < _COMPOUND_LETTERS_MIN:
                continue
            last = lasts[word[cut:]] if cut in starts else None
            if (first is None) == (last is None):
                continue
            if first is None and last is not None and last.cost < most:
                if self._is_derived(word, cut):
                    continue
                first = self._compound(word[:cut].removesuffix("s"), allowed - last.cost, depth)
            elif first is not None and first.cost < most:
                last = self._compound(word[cut:], allowed - first.cost, depth)
            if first is not None and last is not None and first.cost + last.cost < allowed:
                allowed = first.cost + last.cost
                best = cut, first, cut, last
        return None if best is None else _split(len(word), *best)

    def _compound(self, text: str, allowed: float, depth: int) -> Piece | None:
        """Take a piece for a compound in its turn, with the lemma of its last part."""
        if len(text) < _COMPOUND_LETTERS_MIN:
            return None
        inner = self.find(text, allowed, depth=depth)
        if inner is None:
            return None
        start = inner.last.start
        return Piece(text[:start] + (inner.last.lemma or text[start:]), inner.cost, 0)

    def _is_derived(self, word: str, cut: int) -> bool:
        """Tell whether the boundary lies inside a suffix.

        `ledars|kap` in -skap, `änd|ring` in *ändra* with -ing.
        """
        letters = len(word) - cut
        if letters == 3:
            return word.endswith("skap")
        return letters == 4 and word.endswith("ing") and word[:-3] + "a" in self._lexicon


def _split(length: int, first_end: int, first: Piece, cut: int, last: Piece) -> Split:
    return Split(
        Segment(first.lemma, 0, first_end),
        Segment(last.lemma, cut, length),
        first.cost + last.cost,
    )
