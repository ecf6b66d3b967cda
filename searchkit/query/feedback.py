"""Feedback: what the best documents of a first search have in common, asked for as well.

The words that are frequent in the best documents and rare elsewhere say what the query is
about. They are weighed by Bo1, the Bose-Einstein model of divergence from randomness: Amati,
"Probability models for information retrieval based on divergence from randomness" (2003),
with the document frequency in place of the collection frequency. It widens a search, and
blurs it; so it belongs to related words, which are asked for.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from searchkit.language.analyzer import Analyzer
from searchkit.language.tokens import iter_words
from searchkit.query.terms import OneOf, TermNode, Weighted, WeightedTerm
from searchkit.query.variants import PART_WEIGHT
from searchkit.query.vocabulary import Vocabulary

FEEDBACK_DOCUMENTS = 10
FEEDBACK_TERMS = 20
FEEDBACK_WEIGHT = 0.5
"""What all of the terms together count for, beside one word of the query."""

_SHORTEST = 3
_LARGEST_SHARE = 0.25
"""A term that more of the documents have says nothing of a few."""


def feedback_nodes(
    texts: Iterable[str],
    analyzer: Analyzer,
    vocabulary: Vocabulary,
    documents: int,
    stopwords: frozenset[str],
) -> tuple[TermNode, ...]:
    """Find the terms that tell these texts from the others among so many documents.

    Only terms of at least two of the texts; none where there are no such.
    """
    counts: Counter[str] = Counter()
    holding: Counter[str] = Counter()
    for text in texts:
        stems = Counter(_iter_stems(text, analyzer, stopwords))
        counts += stems
        holding.update(stems.keys())
    shared = (stem for stem in counts if holding[stem] > 1)
    weights = {
        stem: _bo1(counts[stem], documents, vocabulary.frequency(stem, "stem")) for stem in shared
    }
    best = sorted(weights, key=lambda stem: (-weights[stem], stem))[:FEEDBACK_TERMS]
    whole = sum(weights[stem] for stem in best)
    return tuple(
        Weighted(_node(stem), FEEDBACK_WEIGHT * weights[stem] / whole)
        for stem in best
        if weights[stem]
    )


def _iter_stems(text: str, analyzer: Analyzer, stopwords: frozenset[str]) -> Iterable[str]:
    for word, _, _ in iter_words(text):
        terms = analyzer.word_terms(word)
        if len(terms.stem) >= _SHORTEST and terms.form not in stopwords and terms.stem.isalpha():
            yield terms.stem


def _bo1(count: int, documents: int, holding: int) -> float:
    """Weigh a term by how far its count in the best documents is from chance."""
    if not 0 < holding <= _LARGEST_SHARE * documents:
        return 0.0
    chance = holding / documents
    return count * math.log2((1 + chance) / chance) + math.log2(1 + chance)


def _node(stem: str) -> OneOf:
    return OneOf(
        stem,
        (
            WeightedTerm(stem, "stem", 1.0, "related"),
            WeightedTerm(stem, "part", PART_WEIGHT, "related"),
        ),
    )
