"""A toy language: an analyzer that knows a few Swedish words, for tests of what builds on one.

Its terms stay the same whatever becomes of the real analysis.
"""

from __future__ import annotations

from searchkit.language.analyzer import Analyzer, Part, WordTerms

LEMMAS = {
    "lönen": "lön",
    "löner": "lön",
    "lönerna": "lön",
    "facket": "fack",
    "fackets": "fack",
    "vakanser": "vakans",
    "vakanserna": "vakans",
    "konsulter": "konsult",
    "konsulterna": "konsult",
    "arbetsmiljön": "arbetsmiljö",
    "personalomsättningen": "personalomsättning",
    "omsättningen": "omsättning",
    "medlemmar": "medlem",
}

COMPOUNDS = {
    "personalomsättning": ("personal", "omsättning"),
    "lönerevision": ("löne", "revision"),
    "arbetsmiljö": ("arbets", "miljö"),
    "lönelöne": ("löne", "löne"),
}

LINKED = {"löne": "lön", "arbets": "arbete"}


def toy_analyzer() -> Analyzer:
    """Make the analyzer; a word it does not know is its own stem and has no parts."""
    return Analyzer(_analyze)


def _analyze(form: str) -> WordTerms:
    lemma = LEMMAS.get(form, form)
    hyphens = form.count("-") > 0
    pieces = form.split("-") if hyphens else COMPOUNDS.get(lemma, ())
    parts, start = [], 0
    for piece in pieces:
        parts.append(
            Part(LINKED.get(piece) or LEMMAS.get(piece, piece), start, start + len(piece))
        )
        start += len(piece) + hyphens
    return WordTerms(form, lemma.replace("-", ""), tuple(parts))
