"""The Swedish chain: normalise, stem, split. One place that puts the pieces together."""

from __future__ import annotations

import functools
from collections.abc import Callable

from searchkit.language.analyzer import Analyzer, Part, WordTerms

ANALYSIS_VERSION = "swedish-1"
"""Changes whenever some word gets other terms; an index built by another must be rebuilt."""


def make_analyzer() -> Analyzer:
    """Put together the analyzer for Swedish. Nothing is loaded until a word is analysed."""
    return Analyzer(_analyze_form)


def _analyze_form(form: str) -> WordTerms:
    pieces = _pieces(form)
    stem = _stem(form.partition(":")[0] if ":" in form and not form[0].isdigit() else form)
    return WordTerms(form, stem.replace("-", "") if not form[0].isdigit() else stem, pieces)


def _pieces(form: str) -> tuple[Part, ...]:
    if "-" not in form:
        return ()
    parts, start = [], 0
    for piece in form.split("-"):
        if len(piece) > 1:
            parts.append(Part(_stem(piece), start, start + len(piece)))
        start += len(piece) + 1
    return tuple(parts)


def _stem(word: str) -> str:
    return _stemmer()(word)


@functools.cache
def _stemmer() -> Callable[[str], str]:
    import snowballstemmer

    stem: Callable[[str], str] = snowballstemmer.stemmer("swedish").stemWord
    return stem
