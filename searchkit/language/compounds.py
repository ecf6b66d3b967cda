"""Swedish compounds: from a word to the words it was made of.

    splitter.split("personalomsättningen")  ->  personal [0, 8), omsättning [8, 20)
    splitter.split("busstation")   ->  buss [0, 4), station [3, 10): they share an s
    splitter.split("skogsbränderna")  ->  skog [0, 5), brand [5, 14): the part keeps its s
    splitter.split("teknik")       ->  nothing; "tek" and "nik" are no words
    splitter.split("handling")     ->  nothing; "ling" is a suffix

`boundaries` finds the cheapest split; here it is decided which words are split, and what that
may cost. An inflected word is split as its lemma is, so that all forms of a compound have the
same parts.

Wrong splits are worse than missing ones: a missing one is what other search engines do, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from searchkit.language.boundaries import BoundaryFinder, Segment, Split
from searchkit.language.lexicon import NAME, Entry, Lexicon
from searchkit.language.pieces import PieceFinder
from searchkit.language.remembering import Remembered
from searchkit.language.wordlists import PartLists

WORD_LETTERS_MIN = 5
# A shorter ending says nothing of how a word is inflected: half of all words end in `ar` or `en`.
ENDING_LETTERS_MIN = 4
_REMEMBERED = 1 << 15
"""Words kept whose parts come again: those in other words, and lemmas; 12 MB when full."""

# Longer names of people and places than this are rarer than compounds that end like them.
_NAME_LETTERS_MAX = 10
# Names of things are longer.
_THING_LETTERS_MIN = 10
_DEFINITE_LETTERS = ("n", "t", "a")

# What a split may cost: some, and more for each letter, as long words are seldom in the lexicon by
# chance.
_ALLOWED = 11.5
_ALLOWED_PER_LETTER = 1.2
# A word that itself stands in many compounds is one thing in people's minds (`rapport`, not
# rapp + ort). A split must not be much rarer than the word; the longer the word, the less likely
# that its letters fell so by chance.
_UNIT_ALLOWED = 7.5
_UNIT_ALLOWED_PER_LETTER = 0.8
_UNIT_LETTERS = 7

Segments = tuple[Segment, ...]


class Splitter:
    """Split compounds, given in lower case.

    `exceptions` are words with their pieces, one piece for a word that is to be left whole; see
    `wordlists`.
    """

    def __init__(
        self, lexicon: Lexicon, lists: PartLists, exceptions: Mapping[str, tuple[str, ...]]
    ) -> None:
        self._lexicon = lexicon
        self._lists = lists
        self._exceptions = exceptions
        self._pieces = PieceFinder(lexicon, lists)
        self._boundaries = BoundaryFinder(lexicon, self._pieces)
        self._split_lemma = lru_cache(_REMEMBERED)(self._find_split_of_lemma)
        self._parts_inside = Remembered(self.all_parts, _REMEMBERED)
        # A name is split for its lemma, too.
        self._split_unknown = lru_cache(1)(self._find_split_of_unknown)

    def analyze(self, word: str) -> tuple[str | None, Segments]:
        """Give the lemma of a word and all its parts, as `lemma` and `all_parts` do."""
        entry = self._lexicon.lookup(word)
        parts = self._split(word, entry)
        return self._lemma(word, entry, parts), self._with_parts_inside(word, parts)

    def lemma(self, word: str) -> str | None:
        """Give the lemma of a word; None for a word of which nothing is known.

        That of an unknown compound is that of its last part, with the rest before it:
        `enhetschefernas` is in no dictionary, `chefernas` is: *enhetschef*. Where the first part
        is unknown, too, the longest ending that is a word decides (`thoraxkirurgin`: *kirurgi*).
        """
        entry = self._lexicon.lookup(word)
        return self._lemma(word, entry, () if entry else self._split(word, None))

    def split(self, word: str) -> Segments:
        """Give the parts on both sides of the outermost boundary; none for other words."""
        return self._split(word, self._lexicon.lookup(word))

    def all_parts(self, word: str) -> Segments:
        """Give all parts, those inside other parts included, in the order of the word.

        The wider first: of `uppehållstillståndskort`, uppehållstillstånd, uppehåll, tillstånd,
        kort.
        """
        return self._with_parts_inside(word, self.split(word))

    def _split(self, word: str, entry: Entry | None) -> Segments:
        if len(word) < WORD_LETTERS_MIN or not word.isalpha():
            return ()
        if word in self._exceptions:
            return self._segments_from_exception(word)
        if entry is None:
            return self._split_unknown(word)
        if entry.kinds & NAME:
            return self._split_named(word)
        return carry_over(self._split_lemma(entry), entry.lemma, word)

    def _lemma(self, word: str, entry: Entry | None, parts: Segments) -> str | None:
        """Give the lemma of a word that the lexicon knows as `entry`, or else has these parts."""
        if entry is not None:
            if not entry.kinds & NAME and (entry.kinds or entry.lemma != word):
                return entry.lemma
            parts = self._split_named(word)
        if parts:
            last = parts[-1]
            return word if last.lemma is None else word[: last.start] + last.lemma
        return self._lemma_by_ending(word) if entry is None else entry.lemma

    def _with_parts_inside(self, word: str, parts: Segments) -> Segments:
        if not parts:
            return ()
        found = []
        for part in parts:
            found.append(part)
            lemma, start, end = part
            if lemma is None or len(lemma) >= len(word):
                continue
            inside = self._parts_inside[lemma]
            if inside:
                found += [
                    Segment(inner.lemma, start + inner.start, start + inner.end)
                    for inner in carry_over(inside, lemma, word[start:end])
                ]
        return tuple(found)

    def _lemma_by_ending(self, word: str) -> str | None:
        for start in self._lexicon.sieve.last_starts(word):
            if len(word) - start < ENDING_LETTERS_MIN:
                break
            last = self._pieces.lasts[word[start:]]
            if last is not None and last.kinds:
                return word[:start] + (last.lemma or word[start:])
        return None

    def _find_split_of_lemma(self, entry: Entry) -> Segments:
        lemma = entry.lemma
        if lemma in self._exceptions:
            return self._segments_from_exception(lemma)
        letters = len(lemma) - _UNIT_LETTERS
        allowed = min(entry.costs) + _UNIT_ALLOWED + _UNIT_ALLOWED_PER_LETTER * max(0, letters)
        found = self._boundaries.find(lemma, min(allowed, _allowed(lemma)), entry.kinds)
        return () if found is None else (found.first, found.last)

    def _find_split_of_unknown(self, word: str) -> Segments:
        found = self._boundaries.find(word, _allowed(word))
        if found is None or self._may_be_name(word, found):
            return ()
        base = word[: found.last.start] + (found.last.lemma or word[found.last.start :])
        if base in self._exceptions:
            return carry_over(self._segments_from_exception(base), base, word)
        return found.first, found.last

    def _split_named(self, word: str) -> Segments:
        """Split names of things, which are in the definite form (`Skatteverket`).

        No others are split (`Nyköping`). The same goes for common words that the dictionary has
        in one form only.
        """
        if len(word) < _THING_LETTERS_MIN:
            return ()
        parts = self._split_unknown(word)
        last = word[parts[-1].start :].removesuffix("s") if parts else ""
        if last[-1:] not in _DEFINITE_LETTERS or parts[-1].lemma in (None, last):
            return ()
        return parts

    def _segments_from_exception(self, word: str) -> Segments:
        exception = self._exceptions[word]
        if len(exception) == 1:
            return ()
        segments = []
        start = 0
        for piece in exception:
            end = start + len(piece)
            pieces = self._pieces.firsts if end < len(word) else self._pieces.lasts
            found = pieces[piece]
            segments.append(Segment(piece if found is None else found.lemma, start, end))
            start = end
        return tuple(segments)

    def _may_be_name(self, word: str, found: Split) -> bool:
        name = word.removesuffix("s")
        return len(name) <= _NAME_LETTERS_MAX and name[found.last.start :] in self._lists.name_last


def carry_over(parts: Segments, lemma: str, word: str) -> Segments:
    """Move the parts of a lemma to an inflected form of it: only the end of the last differs.

    Gives nothing where the forms differ already before that part.
    """
    if not parts or word == lemma:
        return parts
    if not word.startswith(lemma[: parts[-1].start]):
        return ()
    old, new = len(lemma), len(word)
    return tuple(
        [Segment(part.lemma, part.start, new) if part.end == old else part for part in parts]
    )


def _allowed(word: str) -> float:
    return _ALLOWED + _ALLOWED_PER_LETTER * len(word)
