"""What one typed word may stand for in an index: its stem, its forms, and their weights.

`expansion` puts these terms together as the query says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from searchkit.language.analyzer import Analyzer
from searchkit.language.tokens import find_words
from searchkit.query.terms import Near, OneOf, WeightedTerm
from searchkit.query.vocabulary import (
    Vocabulary,
    allowed_errors,
    fold,
    iter_readings,
    iter_similar,
    iter_unfolded,
)

PART_WEIGHT = 0.5
"""What a part of a compound counts for beside a whole word."""

FOLDED_WEIGHT = 0.7
FUZZY_WEIGHT = 0.5
RELATED_WEIGHT = 0.5
"""What a form counts for that differs from the typed one in its marks, by a typing error, or
altogether."""


def words_in(text: str) -> list[str]:
    """Cut what was typed as one word into words, as a document would have been.

    A question mark is no part of one, and `och/eller` is two.
    """
    return [text] if text.isalnum() else find_words(text)


class Variants:
    """Look up the variants of words in one index's vocabulary."""

    def __init__(self, analyzer: Analyzer, vocabulary: Vocabulary) -> None:
        self._analyzer = analyzer
        self._vocabulary = vocabulary

    def is_any_known(self, terms: Iterable[WeightedTerm]) -> bool:
        """Say whether some document has one of the terms."""
        return any(self._vocabulary.frequency(term.term, term.kind) for term in terms)

    def is_known(self, word: str) -> bool:
        """Say whether some document has the word in any of its forms, if only within another."""
        # Whatever has the form has its stem.
        stem, frequency = self._analyzer.stem(word), self._vocabulary.frequency
        return bool(frequency(stem, "stem") or frequency(stem, "part"))

    def inflected(self, word: str) -> tuple[WeightedTerm, ...]:
        """Give the terms of a word in any of its forms, by itself and within compounds."""
        return self._inflected(word, 1.0)

    def related(self, word: str) -> tuple[WeightedTerm, ...]:
        """Give the terms of a word that is related to the typed one."""
        return self._inflected(word, RELATED_WEIGHT, "related")

    def unfolded(self, form: str) -> tuple[WeightedTerm, ...]:
        """Give the terms of a form that `unfolded_forms` gave."""
        return self._inflected(form, FOLDED_WEIGHT, "folded")

    def _inflected(self, word: str, weight: float, why: str = "") -> tuple[WeightedTerm, ...]:
        form, stem, _ = self._analyzer.word_terms(word)
        return (
            # The typed form has no weight of its own: its stem has counted it.
            WeightedTerm(form, "exact", 0.0, why or "exact"),
            WeightedTerm(stem, "stem", weight, why or "stem"),
            WeightedTerm(stem, "part", weight * PART_WEIGHT, why or "part"),
        )

    def unfolded_forms(self, word: str) -> list[str]:
        """Find the forms that an ASCII word becomes with its å, ä and ö back.

        Where the index has none of them, those whose other forms or compounds it has.
        """
        form = self.form(word)
        if fold(form) != form:
            return []
        readings = iter_readings(form, self._vocabulary)
        return list(iter_unfolded(form, self._vocabulary)) or list(filter(self.is_known, readings))

    def joined(self, word: str) -> Near:
        """Give the pieces of a hyphenated word beside each other, or inside one word."""
        slots = tuple(OneOf(word, self._piece(piece)) for piece in word.split("-"))
        return Near(word, slots, (0, 1))

    def _piece(self, word: str) -> tuple[WeightedTerm, ...]:
        """Give the terms of one side of a hyphen: a word by itself, or part of another."""
        stem = self._analyzer.word_terms(word).stem
        return (WeightedTerm(stem, "stem"), WeightedTerm(stem, "part", 1.0, "part"))

    def exact(self, word: str) -> tuple[WeightedTerm, ...]:
        """Give the term of exactly this form."""
        return (WeightedTerm(self.form(word), "exact", 1.0, "exact"),)

    def iter_beginning(self, text: str) -> Iterator[WeightedTerm]:
        """Yield the forms that begin so."""
        for form, _ in self._vocabulary.iter_terms(self.form(text)):
            yield WeightedTerm(form, "exact", 1.0, "stem")

    def iter_ending(self, text: str) -> Iterator[WeightedTerm]:
        """Yield the forms that end so."""
        ending = self.form(text)
        for form, _ in self._vocabulary.iter_terms():
            if form.endswith(ending):
                yield WeightedTerm(form, "exact", 1.0, "stem")

    def iter_similar(self, text: str) -> Iterator[WeightedTerm]:
        """Yield the forms that are the word but for the typing errors its length allows."""
        form = self.form(text)
        for similar, edits in iter_similar(form, allowed_errors(form), self._vocabulary):
            yield WeightedTerm(similar, "exact", FUZZY_WEIGHT if edits else 1.0, "fuzzy")

    def form(self, text: str) -> str:
        """Bring a word to the form that it is indexed under."""
        return self._analyzer.word_terms(text).form
