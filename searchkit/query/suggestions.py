"""Did you mean: words of the index that are written much like one that is not in it.

Parts of compounds are words of the index, too: `omsätning` may mean the *omsättning* that
stands in it as *personalomsättning* only. In a phrase, and where just this form is asked for,
it cannot.
"""

from __future__ import annotations

from collections.abc import Iterator

from searchkit.query.vocabulary import Vocabulary, allowed_errors, iter_similar

_SHORTEST = 4


def iter_suggestions(form: str, vocabulary: Vocabulary, *, whole: bool = False) -> Iterator[str]:
    """Yield forms that may have been meant: fewest typing errors first, then most frequent.

    `whole` leaves out those that stand in the index within other words only.
    """
    if len(form) < _SHORTEST:
        return
    distance = max(1, allowed_errors(form))
    found = [
        (edits, -frequency, similar)
        for kind in (("exact",) if whole else ("exact", "part"))
        for similar, edits in iter_similar(form, distance, vocabulary, kind)
        # A form may be left of a document that was deleted; it would find nothing.
        if (frequency := vocabulary.frequency(similar, kind))
    ]
    yield from dict.fromkeys(similar for _, _, similar in sorted(found))
