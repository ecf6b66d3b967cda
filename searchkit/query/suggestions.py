"""Did you mean: words of the index that are written much like one that is not in it."""

from __future__ import annotations

from collections.abc import Iterator

from searchkit.query.vocabulary import Vocabulary, allowed_errors, iter_similar

_SHORTEST = 4


def iter_suggestions(form: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield forms that may have been meant: fewest typing errors first, then most frequent."""
    if len(form) < _SHORTEST:
        return
    distance = max(1, allowed_errors(form))
    found = [
        (edits, -frequency, similar)
        for similar, edits in iter_similar(form, distance, vocabulary)
        # A form may be left of a document that was deleted; it would find nothing.
        if (frequency := vocabulary.frequency(similar, "exact"))
    ]
    for _, _, similar in sorted(found):
        yield similar
