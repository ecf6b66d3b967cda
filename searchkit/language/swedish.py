"""The Swedish chain: one place that puts lexicon, splitter and stemmer together.

What an index was analysed with lies beside it in a folder: the compiled lexicon, and the
user's own compounds. Nothing of it is opened until a word is analysed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from searchkit.language.analyzer import Analyzer, Part, WordTerms

ANALYSIS_VERSION = "swedish-2"
"""Changes whenever some word gets other terms; an index built by another must be rebuilt."""

LEXICON_FILE = "swedish.lexicon"
COMPOUNDS_FILE = "compounds.txt"
"""Names in the folder that an index was analysed with. The second may be missing."""

_JOINTS = re.compile(r"[-:.,']")


def make_analyzer(folder: Path) -> Analyzer:
    """Make the analyzer that works from the files in `folder`."""
    analyze_form: Callable[[str], WordTerms] | None = None

    def analyze(form: str) -> WordTerms:
        nonlocal analyze_form
        if analyze_form is None:
            analyze_form = _open_chain(folder)
        return analyze_form(form)

    return Analyzer(analyze)


def _open_chain(folder: Path) -> Callable[[str], WordTerms]:
    from searchkit.language.compounds import Splitter
    from searchkit.language.lexicon import Lexicon
    from searchkit.language.wordlists import (
        read_compound_exceptions,
        read_part_lists,
    )
    from searchkit.language.wordterms import WordAnalyzer

    compounds = folder / COMPOUNDS_FILE
    exceptions = read_compound_exceptions(compounds if compounds.exists() else None)
    lexicon = Lexicon.open(folder / LEXICON_FILE)
    splitter = Splitter(lexicon, read_part_lists(), exceptions)
    words = WordAnalyzer(lexicon, splitter, _snowball, _function_words())

    def analyze(form: str) -> WordTerms:
        if not any(letter.isalpha() for letter in form):
            return WordTerms(form, form, tuple(_iter_pieces(form)))
        found = words.analyze(form)
        parts = tuple(Part(part.term, part.start, part.end) for part in found.parts)
        # E-post and epost are one word.
        return WordTerms(form, found.term.replace("-", ""), parts)

    return analyze


def _function_words() -> frozenset[str]:
    """Give the words whose terms are their own: `skulle` is not found with *skola*."""
    from searchkit.language.stopwords import read_stopwords
    from searchkit.language.wordlists import read_words

    return read_words("function_words.txt") | read_stopwords()


def _iter_pieces(form: str) -> Iterator[Part]:
    """Yield the numbers that a date, a time or a span is made of: 2022 in `2022-09-28`."""
    start = 0
    for piece in _JOINTS.split(form):
        if 1 < len(piece) < len(form):
            yield Part(piece, start, start + len(piece))
        start += len(piece) + 1


def _snowball(word: str) -> str:
    """Stem a word that nothing else is known of.

    Imported here, as most queries need no stemmer and its import costs as much as Python's own
    start.
    """
    import snowballstemmer

    stem: str = snowballstemmer.stemmer("swedish").stemWord(word)
    return stem
