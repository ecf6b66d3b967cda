"""From one word to the terms it is indexed and searched under.

    "böckerna"               ->  bok
    "enhetschefernas"        ->  enhetschef, with the parts enhet [0, 6) and chef [6, 15)
    "it-säkerhetsexpert"     ->  it-säkerhetsexpert, with it [0, 2), säkerhetsexpert [3, 18) and its parts
    "googlade"               ->  googl: nothing is known of it, and the stemmer has its way

The term of a word is its lemma without the vowel or the -ande that tells a verb from its noun (`plan`, *plana*;
`arbete`, *arbeta*). The lemma of a compound that is not in the lexicon is found through its last part; failing that,
through the longest ending that is a word. Only a word of which nothing is known goes to the Snowball stemmer.

Snowball on the lemma of a known word would do harm: it takes *månad* to `mån`, *tidig* to `tid`, *kontor* and *konto*
to `kont`, *order* to `ord`. Snowball alone keeps `böckerna` from `bok` and `facket` from `fack`.

A pure function of the word and remembered, so that a text costs a dictionary lookup a token.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from searchkit.language.compounds import PART_LETTERS_MIN, WORD_LETTERS_MAX, Splitter
from searchkit.language.lexicon import Lexicon

# About 40 MB when full; the words of an archive follow Zipf's law, and those that come often stay.
_REMEMBERED = 1 << 16
_TERMS_REMEMBERED = 1 << 15

# Words in other scripts, and words with digits in them, are their own terms: Swedish grammar says nothing of them.
_SWEDISH = re.compile(r"[a-zåäöéèêëàáâãüïîíìóòôõúùûñçæøß]+")

# The endings that are written after a colon: EU:s, pc:n, wc:t, tv:ns, cd:ar, vd:erna.
_COLON_ENDING = re.compile(r"(?<=\w):(?:s|n|ns|t|ts|en|ens|et|ets|ar|er|arna|erna|arnas|ernas|are|aren)$")
_HYPHENS = re.compile(r"[-‐‑]")

_LEMMA_ENDINGS = ("ande", "ende", "a", "e")
_STEM_LETTERS_MIN = 3


@dataclass(frozen=True, slots=True)
class TermPart:
    """Hold the term of a part of a word, and where the part stands in it, in characters."""

    term: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class WordTerms:
    """Hold the term of a whole word, and those of its parts, in the order in which they begin, wider ones first."""

    term: str
    parts: tuple[TermPart, ...]


class WordAnalyzer:
    """Turn words into terms. `stem` is Snowball's Swedish stemmer, or another function from a word to its stem."""

    def __init__(
        self, lexicon: Lexicon, splitter: Splitter, stem: Callable[[str], str], function_words: frozenset[str]
    ) -> None:
        self._lexicon = lexicon
        self._splitter = splitter
        self._function_words = function_words
        self._stem = stem
        self._term = lru_cache(_TERMS_REMEMBERED)(self._find_term)
        self._analyze_remembered = lru_cache(_REMEMBERED)(self._analyze)

    def analyze(self, word: str) -> WordTerms:
        """Give the terms of a word as it stands in the text, in any case."""
        if len(word) > WORD_LETTERS_MAX:
            return WordTerms(word.lower(), ())
        return self._analyze_remembered(word)

    def term(self, word: str) -> str:
        """Give the term of a word, without its parts."""
        return self.analyze(word).term

    def _analyze(self, word: str) -> WordTerms:
        text = word.lower()
        if len(text) != len(word):
            # A letter that has no single small letter: offsets into the small word would be wrong.
            return WordTerms(text, ())
        text = _COLON_ENDING.sub("", text)
        if _HYPHENS.search(text):
            return self._analyze_pieces(text)
        return WordTerms(self._term(text), tuple(self._iter_parts(text, 0)))

    def _analyze_pieces(self, text: str) -> WordTerms:
        """Analyze what hyphens join: the last piece is inflected, and each piece can be searched for."""
        parts: list[TermPart] = []
        start = 0
        pieces = _HYPHENS.split(text)
        for piece in pieces:
            if len(piece) > 1 and not piece.isdigit():
                parts.append(TermPart(self._term(piece), start, start + len(piece)))
                parts.extend(self._iter_parts(piece, start))
            start += len(piece) + 1
        term = "-".join((*pieces[:-1], self._term(pieces[-1])))
        return WordTerms(term, tuple(parts))

    def _iter_parts(self, text: str, offset: int) -> Iterator[TermPart]:
        for part in self._splitter.iter_parts(text):
            if part.lemma is not None and len(part.lemma) >= PART_LETTERS_MIN:
                yield TermPart(self._term(part.lemma.lower()), offset + part.start, offset + part.end)

    def _find_term(self, text: str) -> str:
        if len(text) < PART_LETTERS_MIN or not _SWEDISH.fullmatch(text):
            return text
        lemma = self._splitter.lemma(text)
        if text in self._function_words:
            return lemma if lemma in self._function_words else text
        if lemma is None:
            return self._stem(text)
        stem = self._stem_of_lemma(lemma)
        return lemma if stem in self._function_words else stem

    def _stem_of_lemma(self, lemma: str) -> str:
        """Take from a lemma the ending that tells a verb from its noun.

        A name has none, and a noun in -e keeps it when another word has the stem to itself (`värde`, `värd`).
        """
        if lemma[0].isupper():
            return lemma.lower()
        for ending in _LEMMA_ENDINGS:
            if lemma.endswith(ending) and len(lemma) - len(ending) >= _STEM_LETTERS_MIN:
                stem = lemma[: -len(ending)]
                return lemma if ending == "e" and self._lexicon.lemma(stem) == stem else stem
        return lemma
