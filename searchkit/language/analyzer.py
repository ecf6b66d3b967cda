"""From words to terms: the ordered chain, as one cached function from word to terms.

    NFC, lower case           tokens.normalize
    the word as written       -> exact
    lemma, then Snowball      -> stem
    compounds, hyphens        -> parts, each with its own offsets

A text is analysed by looking each of its words up in the cache. The same analyzer serves the
index, the query and the passages, so they always see the same terms.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator

from searchkit.language.tokens import Token, iter_words, normalize
from searchkit.values import Value

CACHED_WORDS = 1 << 17
"""Distinct words kept; about 60 MB when full."""

LONGEST_WORD = 64
"""Letters beyond which a word is no Swedish word and is kept as written only."""


class Part(Value):
    """A word inside a word: its term and its offsets from the start of the whole."""

    term: str
    start: int
    end: int


class WordTerms(Value):
    """What one word becomes: its form, its stem and the parts it is made of."""

    form: str
    stem: str
    parts: tuple[Part, ...] = ()


class Analyzer:
    """Turn Swedish text into tokens.

    `analyze_form` maps a normalized word to its terms; it must be a pure function, since its
    answers are kept.
    """

    def __init__(self, analyze_form: Callable[[str], WordTerms]) -> None:
        self._analyze_form = functools.lru_cache(maxsize=CACHED_WORDS)(analyze_form)

    def word_terms(self, word: str) -> WordTerms:
        """Analyse one word as it is written.

        >>> swedish_analyzer().word_terms("ST-medlemmar").stem
        'stmedlem'
        """
        form = normalize(word)
        if len(form) > LONGEST_WORD:
            return WordTerms(form, form)
        return self._analyze_form(form)

    def stem(self, word: str) -> str:
        """Bring a word to what its forms have in common."""
        return self.word_terms(word).stem

    def iter_tokens(self, text: str) -> Iterator[Token]:
        """Yield every token of `text`: for each word its form, its stem and its parts."""
        for position, (word, start, end) in enumerate(iter_words(text)):
            yield from self.word_tokens(word, position, start, end)

    def word_tokens(self, word: str, position: int, start: int, end: int) -> Iterator[Token]:
        """Yield the tokens of one word that stands at these offsets.

        Parts have offsets inside the word, except where the word had to be changed in length
        to be analysed (a soft hyphen in it); there they have the offsets of the whole.
        """
        terms = self.word_terms(word)
        yield Token(terms.form, start, end, position, "exact")
        yield Token(terms.stem, start, end, position, "stem")
        same_length = len(terms.form) == end - start
        for part in terms.parts:
            if same_length:
                yield Token(part.term, start + part.start, start + part.end, position, "part")
            else:
                yield Token(part.term, start, end, position, "part")
