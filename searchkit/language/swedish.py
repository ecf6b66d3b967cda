"""The Swedish chain: one place that puts lexicon, splitter and stemmer together.

What an index was analysed with lies beside it in a folder: the compiled lexicon, and the
user's own compounds. Neither is read until a word is analysed.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from searchkit.durable import read_sealed
from searchkit.language.analyzer import Analyzer, WordTerms

if TYPE_CHECKING:
    from searchkit.language.lexicon import Lexicon

ANALYSIS_VERSION = "swedish-9"
"""Changes whenever some word gets other terms; an index built by another must be rebuilt."""

LEXICON_FILE = "swedish.lexicon"
COMPOUNDS_FILE = "compounds.txt"
"""Names in the folder that an index was analysed with. The second may be missing."""

_SNOWBALL_MIN = 3
"""The first version of Snowball with the rules for Swedish that we follow."""


def make_analyzer(folder: Path) -> Analyzer:
    """Make the analyzer that works from the files in `folder`.

    The files are opened now: a rebuild may drop the folder, and whoever began with it goes on.
    Raises IndexDamaged for one that cannot be read.
    """
    from searchkit.language.lexicon import Lexicon, damaged_file

    lexicon = Lexicon.open(folder / LEXICON_FILE)
    compounds = folder / COMPOUNDS_FILE
    try:
        own_compounds = read_sealed(compounds) if compounds.exists() else ""
    except (OSError, ValueError) as error:
        raise damaged_file(compounds, str(error)) from error
    analyze_form: Callable[[str], WordTerms] | None = None

    def analyze(form: str) -> WordTerms:
        nonlocal analyze_form
        if analyze_form is None:
            analyze_form = _make_chain(lexicon, own_compounds)
        return analyze_form(form)

    return Analyzer(analyze, lexicon.sieve.prepare)


def _make_chain(lexicon: Lexicon, own_compounds: str) -> Callable[[str], WordTerms]:
    from searchkit.language.compounds import Splitter
    from searchkit.language.stopwords import read_stopwords
    from searchkit.language.wordlists import (
        parse_compounds,
        read_compound_exceptions,
        read_part_lists,
        read_words,
    )
    from searchkit.language.wordterms import WordAnalyzer

    exceptions = read_compound_exceptions()
    exceptions |= parse_compounds(own_compounds, COMPOUNDS_FILE)
    splitter = Splitter(lexicon, read_part_lists(), exceptions)
    words = WordAnalyzer(lexicon, splitter, _snowball, read_words("function_words.txt"))
    stopwords = read_stopwords()

    def analyze(form: str) -> WordTerms:
        if form in stopwords:
            # A term of its own, which no other word has: `skulle` is not found with *skola*,
            # nor `vara` with *varor*.
            return WordTerms(form, f"={form}")
        return words.analyze(form)

    return analyze


def _snowball(word: str) -> str:
    """Stem a word that nothing else is known of."""
    stem: str = _find_stemmer()().stemWord(word)
    return stem


@cache
def _find_stemmer() -> Callable[[], Any]:
    """Find what makes a stemmer, which serves one thread: the compiled one, where it is installed.

    Imported here, as most queries need no stemmer and its import costs as much as Python's own
    start.
    """
    with contextlib.suppress(ImportError):
        import Stemmer

        if int(Stemmer.version().partition(".")[0]) >= _SNOWBALL_MIN:
            return partial(Stemmer.Stemmer, "swedish")
    from snowballstemmer.swedish_stemmer import SwedishStemmer

    return SwedishStemmer  # type: ignore[no-any-return]
