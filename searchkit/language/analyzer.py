"""From words to terms: the ordered chain, as one remembered function from word to terms.

    NFC, lower case           tokens.normalize
    the word as written       -> exact
    lemma, then its stem      -> stem        wordterms
    compounds, hyphens        -> parts, each with its own offsets

A text is analysed by looking each of its words up among those remembered. The same analyzer serves
the index, the query and the passages, so they always see the same terms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from searchkit.language.tokens import Token, iter_words, normalize

REMEMBERED_WORDS = 1 << 16
"""Words remembered before those not met again make room: about 30 MB, and at most twice that."""

LONGEST_WORD = 64
"""Letters beyond which a word is no Swedish word and is kept as written only."""

_PREPARED = 1 << 15
"""Words that are prepared for at a time, in a few megabytes."""


class Part(NamedTuple):
    """A word inside a word: its term and its offsets from the start of the whole."""

    term: str
    start: int
    end: int


class WordTerms(NamedTuple):
    """What one word becomes: its form, its stem and the parts it is made of."""

    form: str
    stem: str
    parts: tuple[Part, ...] = ()


IndexTerms = tuple[str, ...]
"""What a form is indexed under: its stem, and the terms of its parts, each once."""


class IndexAnalyzer(Protocol):
    """Analyse the words of many documents at once, to index them."""

    def index_terms(self, words: Iterable[str]) -> tuple[list[str], dict[str, IndexTerms]]:
        """Give the form of each word as it is written, and the terms of all these forms."""
        ...


def index_terms_of(terms: WordTerms) -> IndexTerms:
    """Leave out where the parts stand in the word."""
    if not terms.parts:
        return (terms.stem,)
    return terms.stem, *dict.fromkeys([part.term for part in terms.parts])


class _Words(dict[str, WordTerms]):
    """The words met, as written, with their terms.

    In two generations, which is nearly as good as dropping the word least recently used, and
    takes a third of the time for a word that is there.
    """

    def __init__(self, analyze_form: Callable[[str], WordTerms], most: int) -> None:
        super().__init__()
        self._analyze_form = analyze_form
        self._most = most
        self._older: dict[str, WordTerms] = {}

    def __missing__(self, word: str) -> WordTerms:
        terms = self._older.get(word) or self._analyze(word)
        # A word without an end must not be kept: some files hold little else.
        if len(word) <= 2 * LONGEST_WORD:
            if len(self) >= self._most:
                self._older = dict(self)
                self.clear()
            self[word] = terms
        return terms

    def _analyze(self, word: str) -> WordTerms:
        form = normalize(word)
        return self._analyze_form(form) if form == word else self[form]


class Analyzer:
    """Turn Swedish text into tokens.

    `analyze_form` maps a normalized word to its terms; it must be a pure function, since its
    answers are kept.
    """

    def __init__(
        self,
        analyze_form: Callable[[str], WordTerms],
        prepare: Callable[[Sequence[str]], None] = lambda _forms: None,
    ) -> None:
        """Make it; `prepare` is told which forms will be analysed next, where they are many."""
        self._analyze_form = analyze_form
        self._prepare = prepare
        self._words = _Words(self.analyze_form, REMEMBERED_WORDS)

    def analyze_form(self, form: str) -> WordTerms:
        """Analyse a normalized word, without remembering it."""
        return WordTerms(form, form) if len(form) > LONGEST_WORD else self._analyze_form(form)

    def iter_prepared(self, forms: Iterable[str]) -> Iterator[str]:
        """Yield forms to be analysed, each before the next is asked for.

        In their order: words that begin alike have lemmas and parts in common, and what was just
        found out is still in the processor's memory. That is a twentieth of the time.
        """
        ordered = sorted(forms)
        for start in range(0, len(ordered), _PREPARED):
            some = ordered[start : start + _PREPARED]
            self._prepare(some)
            yield from some
        self._prepare(())

    def index_terms(self, words: Iterable[str]) -> tuple[list[str], dict[str, IndexTerms]]:
        """Do what `IndexAnalyzer` promises."""
        forms = list(map(normalize, words))
        distinct = dict.fromkeys(forms)
        new = [form for form in distinct if form not in self._words]
        known = {form: index_terms_of(self._words[form]) for form in self.iter_prepared(new)}
        return forms, {
            form: known.get(form) or index_terms_of(self._words[form]) for form in distinct
        }

    def word_terms(self, word: str) -> WordTerms:
        """Analyse one word as it is written.

        >>> swedish_analyzer().word_terms("ST-medlemmar").stem
        'stmedlem'
        """
        return self._words[word]

    def stem(self, word: str) -> str:
        """Bring a word to what its forms have in common."""
        return self._words[word].stem

    def iter_tokens(self, text: str) -> Iterator[Token]:
        """Yield every token of `text`: for each word its form, its stem and its parts."""
        for position, (word, start, end) in enumerate(iter_words(text)):
            yield from self.word_tokens(word, position, start, end)

    def word_tokens(self, word: str, position: int, start: int, end: int) -> Iterator[Token]:
        """Yield the tokens of one word that stands at these offsets.

        Parts have offsets inside the word, except where the word had to be changed in length
        to be analysed (a soft hyphen in it); there they have the offsets of the whole.
        """
        terms = self._words[word]
        yield Token(terms.form, start, end, position, "exact")
        yield Token(terms.stem, start, end, position, "stem")
        same_length = len(terms.form) == end - start
        for part in terms.parts:
            if same_length:
                yield Token(part.term, start + part.start, start + part.end, position, "part")
            else:
                yield Token(part.term, start, end, position, "part")
