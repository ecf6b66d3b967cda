"""Swedish compounds: from a word to the words it was made of.

    splitter.split("personalomsättningen")  ->  personal [0, 8), omsättning [8, 20)
    splitter.split("busstation")            ->  buss [0, 4), station [3, 10): they share an s
    splitter.split("skogsbränderna")        ->  skog [0, 5), brand [5, 14): the part keeps its s, the lemma does not
    splitter.split("teknik")                ->  nothing; "tek" and "nik" are no words
    splitter.split("handling")              ->  nothing; "ling" is a suffix

Both parts must be words, and each costs what it is rare in its place (see `families`). The cheapest pair wins, if it is
cheap enough. Where no pair of words is found, a part may be a compound in its turn. An inflected word is split as its
lemma is, so that all forms of a compound have the same parts.

Wrong splits are worse than missing ones: a missing one is what other search engines do, too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from searchkit.language.lexicon import NAME, NOUN, Entry, Lexicon
from searchkit.language.linking import first_texts
from searchkit.language.pieces import Piece, PieceFinder
from searchkit.language.wordlists import PartLists

PART_LETTERS_MIN = 3
WORD_LETTERS_MIN = 5
# Longer "words" are web addresses, encoded data and pages without spaces.
WORD_LETTERS_MAX = 60
# A shorter ending says nothing of how a word is inflected: half of all words end in `ar` or `en`.
ENDING_LETTERS_MIN = 4
# A compound with a compound in it has at least three parts.
_DEEP_LETTERS_MIN = 3 * PART_LETTERS_MIN + 2
_DEPTH_MAX = 2
_REMEMBERED = 1 << 15

_NAME_LETTERS_MAX = 9
_DEFINITE_LETTERS = ("n", "t", "a")
_INNER_BOUNDARY_COST = 3.0

# What a split may cost: some, and more for each letter, as long words are seldom in the lexicon by chance.
_ALLOWED = 11.5
_ALLOWED_PER_LETTER = 1.2
# A word that itself stands in many compounds is one thing in people's minds (`rapport`, not rapp + ort). A split must
# not be much rarer than the word; the longer the word, the less likely that its letters fell so by chance.
_UNIT_ALLOWED = 7.5
_UNIT_ALLOWED_PER_LETTER = 0.8
_UNIT_LETTERS = 7


@dataclass(frozen=True, slots=True)
class Part:
    """Hold a part of a compound: its lemma, and where in the word it stands, in characters.

    A first part ends after its linking -s or vowel. The lemma is None where the part shows only where the other one
    begins, and is no word to search for (`tele`, `is`).
    """

    lemma: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Split:
    first: Part
    last: Part
    cost: float


class Splitter:
    """Split compounds, given in lower case.

    `exceptions` are words with their pieces, one piece for a word that is to be left whole; see `wordlists`.
    """

    def __init__(self, lexicon: Lexicon, lists: PartLists, exceptions: Mapping[str, tuple[str, ...]]) -> None:
        self._lexicon = lexicon
        self._lists = lists
        self._exceptions = exceptions
        self._finder = PieceFinder(lexicon, lists)
        self._split_remembered = lru_cache(_REMEMBERED)(self._split)
        self._split_lemma_remembered = lru_cache(_REMEMBERED)(self._split_lemma)

    def split(self, word: str) -> tuple[Part, ...]:
        """Give the parts on both sides of the outermost boundary; nothing for a word that is no compound."""
        if not WORD_LETTERS_MIN <= len(word) <= WORD_LETTERS_MAX or not word.isalpha():
            return ()
        return self._split_remembered(word)

    def iter_parts(self, word: str) -> Iterator[Part]:
        """Yield all parts, those inside other parts included, in the order of the word, the wider first.

        `uppehållstillståndskort`: uppehållstillstånd, uppehåll, tillstånd, kort.
        """
        for part in self.split(word):
            yield part
            if part.lemma is None or len(part.lemma) >= len(word):
                continue
            text = word[part.start : part.end]
            for inner in carry_over(tuple(self.iter_parts(part.lemma)), part.lemma, text):
                yield Part(inner.lemma, part.start + inner.start, part.start + inner.end)

    def lemma(self, word: str) -> str | None:
        """Give the lemma of a word; of an unknown compound that of its last part, with the rest before it.

        `enhetschefernas` is in no dictionary, `chefernas` is: *enhetschef*. Where the first part is unknown, too, the
        longest ending that is a word decides (`thoraxkirurgin`: *kirurgi*). None for a word of which nothing is known.
        """
        entry = self._lexicon.lookup(word)
        if entry is None:
            parts = self.split(word)
        elif entry.kinds & NAME or (not entry.kinds and entry.lemma == word):
            parts = self._split_named(word)
        else:
            return entry.lemma
        if parts:
            last = parts[-1]
            return word if last.lemma is None else word[: last.start] + last.lemma
        return self._lemma_by_ending(word) if entry is None else entry.lemma

    def _split(self, word: str) -> tuple[Part, ...]:
        if word in self._exceptions:
            return self._parts_from_exception(word)
        entry = self._lexicon.lookup(word)
        if entry is None:
            return self._split_unknown(word)
        if entry.kinds & NAME:
            return self._split_named(word)
        return carry_over(self._split_lemma_remembered(entry), entry.lemma, word)

    def _split_lemma(self, entry: Entry) -> tuple[Part, ...]:
        lemma = entry.lemma
        if lemma in self._exceptions:
            return self._parts_from_exception(lemma)
        letters = len(lemma) - _UNIT_LETTERS
        allowed = min(entry.costs) + _UNIT_ALLOWED + _UNIT_ALLOWED_PER_LETTER * max(0, letters)
        found = self._best(lemma, min(allowed, _allowed(lemma)), _DEPTH_MAX, entry.kinds)
        return () if found is None else (found.first, found.last)

    def _lemma_by_ending(self, word: str) -> str | None:
        if len(word) > WORD_LETTERS_MAX:
            return None
        for start in range(1, len(word) - ENDING_LETTERS_MIN + 1):
            last = self._finder.last(word[start:])
            if last is not None and last.kinds:
                return word[:start] + (last.lemma or word[start:])
        return None

    def _split_unknown(self, word: str) -> tuple[Part, ...]:
        found = self._best(word, _allowed(word), _DEPTH_MAX)
        if found is None or self._may_be_name(word, found):
            return ()
        base = word[: found.last.start] + (found.last.lemma or word[found.last.start :])
        if base in self._exceptions:
            return carry_over(self._parts_from_exception(base), base, word)
        return found.first, found.last

    def _split_named(self, word: str) -> tuple[Part, ...]:
        """Split names of things, which are in the definite form (`Skatteverket`), and no others (`Nyköping`).

        The same goes for common words that the dictionary has in one form only.
        """
        if len(word) <= _NAME_LETTERS_MAX:
            return ()
        parts = self._split_unknown(word)
        last = word[parts[-1].start :].removesuffix("s") if parts else ""
        if last[-1:] not in _DEFINITE_LETTERS or parts[-1].lemma in (None, last):
            return ()
        return parts

    def _parts_from_exception(self, word: str) -> tuple[Part, ...]:
        pieces = self._exceptions[word]
        if len(pieces) == 1:
            return ()
        parts = []
        start = 0
        for piece in pieces:
            first = self._finder.first(piece) if start + len(piece) < len(word) else self._finder.last(piece)
            lemma = piece if first is None else first.lemma
            parts.append(Part(lemma, start, start + len(piece)))
            start += len(piece)
        return tuple(parts)

    def _best(self, word: str, allowed: float, depth: int, kinds: int = 0) -> _Split | None:
        """Find the cheapest split that costs less than `allowed`.

        `kinds` are those of the word, where they are known. A compound is what its last part is: `solidarisk` is an
        adjective, and does not end in the noun *risk*.
        """
        best = None
        for cut in range(len(word) - 2, 1, -1):
            last = self._finder.last(word[cut:])
            if last is None or last.cost >= allowed or self._is_derived(word, cut):
                continue
            if kinds and not kinds & NOUN and last.kinds == NOUN and last.lemma == word[cut:]:
                continue
            for text in first_texts(word, cut):
                first = self._finder.first(text)
                if first is not None and first.cost + last.cost < allowed:
                    allowed = first.cost + last.cost
                    best = _Split(Part(first.lemma, 0, len(text)), Part(last.lemma, cut, len(word)), allowed)
        if best is None and depth and len(word) >= _DEEP_LETTERS_MIN:
            return self._best_of_three(word, allowed - _INNER_BOUNDARY_COST, depth - 1)
        return best

    def _best_of_three(self, word: str, allowed: float, depth: int) -> _Split | None:
        """Find a split one part of which is a compound that the lexicon does not have."""
        best = None
        for cut in range(PART_LETTERS_MIN, len(word) - PART_LETTERS_MIN + 1):
            first, last = self._finder.first(word[:cut]), self._finder.last(word[cut:])
            if (first is None) == (last is None) or (last is not None and self._is_derived(word, cut)):
                continue
            if first is None and last is not None and last.cost < allowed:
                first = self._compound(word[:cut].removesuffix("s"), allowed - last.cost, depth)
            elif first is not None and first.cost < allowed:
                last = self._compound(word[cut:], allowed - first.cost, depth)
            if first is not None and last is not None and first.cost + last.cost < allowed:
                allowed = first.cost + last.cost
                best = _Split(Part(first.lemma, 0, cut), Part(last.lemma, cut, len(word)), allowed)
        return best

    def _compound(self, text: str, allowed: float, depth: int) -> Piece | None:
        if len(text) < 2 * PART_LETTERS_MIN:
            return None
        inner = self._best(text, allowed, depth)
        if inner is None:
            return None
        return Piece(text[: inner.last.start] + (inner.last.lemma or text[inner.last.start :]), inner.cost, 0)

    def _may_be_name(self, word: str, found: _Split) -> bool:
        ending = word[found.last.start :].removesuffix("s")
        return len(word) <= _NAME_LETTERS_MAX and ending in self._lists.name_last

    def _is_derived(self, word: str, cut: int) -> bool:
        """Tell whether the boundary lies inside a suffix: `ledars|kap` in -skap, `änd|ring` in *ändra* with -ing."""
        last = word[cut:]
        if word.endswith("skap") and last == "kap":
            return True
        return len(last) == 4 and last.endswith("ing") and word[:-3] + "a" in self._lexicon


def carry_over(parts: tuple[Part, ...], lemma: str, word: str) -> tuple[Part, ...]:
    """Move the parts of a lemma to an inflected form of it: only the end of the last part differs.

    Gives nothing where the forms differ already before that part.
    """
    if not parts or not word.startswith(lemma[: parts[-1].start]):
        return ()
    return tuple(Part(part.lemma, part.start, len(word) if part.end == len(lemma) else part.end) for part in parts)


def _allowed(word: str) -> float:
    return _ALLOWED + _ALLOWED_PER_LETTER * len(word)
