"""The Swedish chain: one place that puts lexicon, splitter and stemmer together.

What an index was analysed with lies beside it in a folder: the compiled lexicon, and the
user's own compounds. Nothing of it is opened until a word is analysed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from searchkit.language.analyzer import Analyzer, WordTerms

ANALYSIS_VERSION = "swedish-3"
"""Changes whenever some word gets other terms; an index built by another must be rebuilt."""

LEXICON_FILE = "swedish.lexicon"
COMPOUNDS_FILE = "compounds.txt"
"""Names in the folder that an index was analysed with. The second may be missing."""


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
        parse_compounds,
        read_compound_exceptions,
        read_part_lists,
    )
    from searchkit.language.wordterms import WordAnalyzer

    exceptions = read_compound_exceptions()
    compounds = folder / COMPOUNDS_FILE
    if compounds.exists():
        exceptions |= parse_compounds(compounds.read_text("utf-8"), str(compounds))
    lexicon = Lexicon.open(folder / LEXICON_FILE)
    splitter = Splitter(lexicon, read_part_lists(), exceptions)
    return WordAnalyzer(lexicon, splitter, _snowball, _function_words()).analyze


def _function_words() -> frozenset[str]:
    """Give the words whose terms are their own: `skulle` is not found with *skola*."""
    from searchkit.language.stopwords import read_stopwords
    from searchkit.language.wordlists import read_words

    return read_words("function_words.txt") | read_stopwords()


def _snowball(word: str) -> str:
    """Stem a word that nothing else is known of.

    Imported here, as most queries need no stemmer and its import costs as much as Python's own
    start.
    """
    import snowballstemmer

    stem: str = snowballstemmer.stemmer("swedish").stemWord(word)
    return stem
