"""BM25F, the arithmetic alone: what every engine computes for a document and a query word.

Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields" (2004):
the frequencies of a word in the fields are weighted and added before they saturate, so a
word that stands in both title and text is not counted as two words.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

K1 = 1.2
"""How soon more occurrences stop mattering."""

LENGTH_NORMALIZATION = {"title": 0.5, "text": 0.3}
"""BM25's b by field: 0 ignores a field's length, 1 divides by it.

Lower than the usual 0.75 for the text: a long minute or report is long because it says more.
"""

FIELD_BOOST = {"title": 2.0, "text": 1.0}
"""An occurrence in the title counts for this many in the text."""


def inverse_document_frequency(documents: int, matching: int) -> float:
    """Weigh a word by its rarity: ln(1 + (N - n + 0.5) / (n + 0.5)), always above 0."""
    return math.log(1 + (documents - matching + 0.5) / (matching + 0.5))


def weighted_frequency(field: str, frequency: float, length: int, average: float) -> float:
    """Normalise a frequency by its field's length (in words) and weigh it by the field."""
    b = LENGTH_NORMALIZATION[field]
    return FIELD_BOOST[field] * frequency / (1 - b + b * length / (average or 1.0))


def word_scores(frequencies: Mapping[int, float], rarity: float) -> dict[int, float]:
    """Score documents for a word by its weighted frequencies in them.

    What occurrences add is bounded: 0 at none, towards `highest_score` with many.
    """
    highest = highest_score(rarity)
    return {
        document: highest * frequency / (frequency + K1)
        for document, frequency in frequencies.items()
    }


def highest_score(rarity: float) -> float:
    """Give what no document can score for a word, however often it has it."""
    return rarity * (K1 + 1)
