"""From one word to the terms it is indexed and searched under.

    "böckerna"            ->  bok
    "enhetschefernas"     ->  enhetschef, with the parts enhet [0, 6) and chef [6, 15)
    "it-säkerhetsexpert"  ->  itsäkerhetsexpert, with it [0, 2), säkerhetsexpert [3, 18) and its
                              parts
    "googlade"            ->  googl: nothing is known of it, and the stemmer has its way
    "2022-09-28"          ->  2022-09-28, with 2022 [0, 4), 09 [5, 7) and 28 [8, 10)

The stem of a word is its lemma without the vowel or the -ande that tells a verb from its noun
(`plan`, *plana*; `arbete`, *arbeta*). The lemma of a compound that is not in the lexicon is found
through its last part; failing that, through the longest ending that is a word. Only a word of
which nothing is known goes to the Snowball stemmer.

Snowball on the lemma of a known word would do harm: it takes *månad* to `mån`, *tidig* to `tid`,
*kontor* and *konto* to `kont`, *order* to `ord`. Snowball alone keeps `böckerna` from `bok` and
`facket` from `fack`.

A pure function of the word; `analyzer` remembers its answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from searchkit.language.analyzer import Part, WordTerms
from searchkit.language.compounds import Segments, Splitter
from searchkit.language.lexicon import Lexicon
from searchkit.language.remembering import Remembered
from searchkit.language.wordlists import PART_LETTERS_MIN

_STEMS_REMEMBERED = 1 << 14
"""Lemmas of parts kept: a few thousand words stand in most compounds. 3 MB when full."""

# Words in other scripts, and words with digits in them, are their own terms: Swedish grammar says
# nothing of them.
_SWEDISH_LETTERS = "abcdefghijklmnopqrstuvwxyzåäöéèêëàáâãüïîíìóòôõúùûñçæøß"

# What is written after a colon: EU:s, pc:n, wc:t, tv:ns, cd:ar, vd:erna.
_COLON_ENDINGS = frozenset(
    (
        "s",
        "n",
        "ns",
        "t",
        "ts",
        "en",
        "ens",
        "et",
        "ets",
        "ar",
        "er",
        "arna",
        "erna",
        "arnas",
        "ernas",
        "are",
        "aren",
    )
)

_NUMBER_SIGNS = "0123456789-:.,'"

# What joins the numbers of a date, a time or a span.
_JOINTS = str.maketrans(":.,'", "----")

_LEMMA_ENDINGS = ("ande", "ende", "a", "e")
_STEM_LETTERS_MIN = 3


class WordAnalyzer:
    """Turn words, as `tokens.normalize` leaves them, into terms.

    `stem` is Snowball's Swedish stemmer, or another function from a word to its stem.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        splitter: Splitter,
        stem: Callable[[str], str],
        function_words: frozenset[str],
    ) -> None:
        self._lexicon = lexicon
        self._splitter = splitter
        self._function_words = function_words
        self._snowball = stem
        self._stem_of_part = Remembered(self._find_stem_of_part, _STEMS_REMEMBERED)

    def analyze(self, form: str) -> WordTerms:
        """Give the terms of a word."""
        if form.isalpha():
            lemma, parts = self._splitter.analyze(form)
            return WordTerms(form, self._stem(form, lemma), tuple(self._parts(parts, 0)))
        if not form.strip(_NUMBER_SIGNS) or not any(letter.isalpha() for letter in form):
            return WordTerms(form, form, tuple(_iter_numbers(form)))
        return self._analyze_pieces(form)

    def _analyze_pieces(self, form: str) -> WordTerms:
        """Analyze what hyphens join: the last piece is inflected, and each can be searched for.

        E-post and epost are one word, so the hyphens are left out of the stem.
        """
        pieces = _without_colon_ending(form).split("-")
        last = pieces[-1]
        stem = "".join((*pieces[:-1], self._stem(last, self._splitter.lemma(last))))
        return WordTerms(form, stem, tuple(self._iter_parts_of_pieces(pieces)))

    def _iter_parts_of_pieces(self, pieces: list[str]) -> Iterator[Part]:
        start = 0
        for piece in pieces:
            end = start + len(piece)
            if len(pieces) > 1 and len(piece) > 1 and not piece.isdigit():
                yield Part(self._stem_of_part[piece], start, end)
            yield from self._parts(self._splitter.all_parts(piece), start)
            start = end + 1

    def _parts(self, parts: Segments, offset: int) -> list[Part]:
        return [
            Part(self._stem_of_part[lemma], offset + start, offset + end)
            for lemma, start, end in parts
            if lemma is not None and len(lemma) >= PART_LETTERS_MIN
        ]

    def _find_stem_of_part(self, part: str) -> str:
        word = part.lower()
        return self._stem(word, self._splitter.lemma(word))

    def _stem(self, word: str, lemma: str | None) -> str:
        if len(word) < PART_LETTERS_MIN or word.strip(_SWEDISH_LETTERS):
            return word
        if word in self._function_words:
            return lemma if lemma in self._function_words else word
        if lemma is None:
            return self._snowball(word)
        stem = self._stem_of_lemma(lemma)
        return lemma if stem in self._function_words else stem

    def _stem_of_lemma(self, lemma: str) -> str:
        """Take from a lemma the ending that tells a verb from its noun.

        A name has none, and a noun in -e keeps it when another word has the stem to itself
        (`värde`, `värd`).
        """
        if lemma[0].isupper():
            return lemma.lower()
        if not lemma.endswith(_LEMMA_ENDINGS):
            return lemma
        for ending in _LEMMA_ENDINGS:
            if lemma.endswith(ending) and len(lemma) - len(ending) >= _STEM_LETTERS_MIN:
                stem = lemma[: -len(ending)]
                return lemma if ending == "e" and self._lexicon.lemma(stem) == stem else stem
        return lemma


def _without_colon_ending(form: str) -> str:
    word, _, ending = form.rpartition(":")
    return word if word and ending in _COLON_ENDINGS else form


def _iter_numbers(form: str) -> Iterator[Part]:
    """Yield the numbers that a date, a time or a span is made of: 2022 in `2022-09-28`."""
    start = 0
    for piece in form.translate(_JOINTS).split("-"):
        if 1 < len(piece) < len(form):
            yield Part(piece, start, start + len(piece))
        start += len(piece) + 1
