"""Which word forms an index holds, and finding those that look like what was typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import filterfalse, product
from typing import Protocol


class Vocabulary(Protocol):
    """The words of an index. Frequencies count documents."""

    def frequency(self, term: str, kind: str) -> int:
        """Count the documents with the term; 0 where it is unknown."""
        ...

    def iter_terms(self, prefix: str = "", kind: str = "exact") -> Iterator[tuple[str, int]]:
        """Yield terms that begin so, in code-point order, with their frequencies.

        Those of the kind `exact` are the word forms of the index.
        """
        ...


# What an ASCII letter may stand for when the keyboard had no better.
_UNFOLDED = {
    "a": "aåäáàâ",
    "o": "oöóôø",
    "e": "eéèêë",
    "u": "uüú",
    "i": "iíï",
    "c": "cç",
    "n": "nñ",
}

_SWEDISH = {"a": "aåä", "o": "oö"}

_INFLECTED = 5
"""Letters at the end of a word that its inflection may change: `-arnas`, `böcker` of `bok`."""

LARGEST_EXPANSION = 10_000
"""Word forms that one prefix, suffix or fuzzy word may stand for."""


def fold(form: str) -> str:
    """Take the marks off the letters: `omsättning` to `omsattning`."""
    if form.isascii():
        return form
    return "".join(filterfalse(unicodedata.combining, unicodedata.normalize("NFD", form)))


def iter_unfolded(word: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield the forms in the index that `word` becomes with its marks put back.

    Walks the sorted vocabulary one ambiguous letter at a time and gives up a branch as soon
    as no form begins so; the number of combinations never matters.
    """
    for form in _unfold(word, _UNFOLDED, vocabulary, ("exact",)):
        if form != word and vocabulary.frequency(form, "exact"):
            yield form


def iter_readings(word: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield what `word` may be with its å, ä and ö back, though no form in the index is that.

    It begins as a form, a stem or a part in the index does, but for the last letters, which
    another inflection changes; of those every combination is given.
    """
    begun, rest = word[:-_INFLECTED], word[-_INFLECTED:]
    kinds = ("exact", "stem", "part")
    unfolded = _unfold(begun, _SWEDISH, vocabulary, kinds)
    beginnings = [some for some in unfolded if _begins_any(some, vocabulary, kinds)]
    endings = product(*(_SWEDISH.get(letter, letter) for letter in rest))
    for beginning, ending in product(beginnings, endings):
        reading = beginning + "".join(ending)
        if reading != word:
            yield reading


def _unfold(
    word: str, unfolded: dict[str, str], vocabulary: Vocabulary, kinds: tuple[str, ...]
) -> list[str]:
    """Give what `word` becomes with marks, as long as some term of the kinds begins so."""
    branches = [""]
    for letter in word:
        choices = unfolded.get(letter, letter)
        branches = [branch + choice for branch in branches for choice in choices]
        if len(choices) > 1:
            branches = [branch for branch in branches if _begins_any(branch, vocabulary, kinds)]
    return branches


def _begins_any(prefix: str, vocabulary: Vocabulary, kinds: tuple[str, ...]) -> bool:
    return any(next(vocabulary.iter_terms(prefix, kind), None) is not None for kind in kinds)


def iter_similar(
    word: str, distance: int, vocabulary: Vocabulary, kind: str = "exact"
) -> Iterator[tuple[str, int]]:
    """Yield the terms within so many typing errors of `word`, with their edit distance.

    An error is a letter too many, one missing, one wrong, or two neighbours swapped. The
    cheap tests (length, letters in common) come first: they decide nearly every form.
    """
    letters = set(word)
    for form, _ in vocabulary.iter_terms(kind=kind):
        if abs(len(form) - len(word)) > distance:
            continue
        if len(letters.difference(form)) > distance:
            continue
        edits = edit_distance(word, form, distance)
        if edits is not None:
            yield form, edits


def edit_distance(left: str, right: str, most: int) -> int | None:
    """Count the edits between two words; None when they are more than `most`.

    The optimal string alignment distance: Levenshtein's, and two swapped neighbours count as
    one edit.

    >>> edit_distance("rekrytrea", "rekrytera", 2)
    1
    """
    before_last: list[int] = []
    last = list(range(len(right) + 1))
    for i, a in enumerate(left, start=1):
        row = [i]
        for j, b in enumerate(right, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return None
        before_last, last = last, row
    return last[-1] if last[-1] <= most else None


def allowed_errors(word: str) -> int:
    """Say how many typing errors a word of its length may have: 0 under 5, 1 from 5, 2 from 9."""
    return 0 if len(word) < 5 else 1 if len(word) < 9 else 2
