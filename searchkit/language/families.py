"""How readily a word stands in compounds: counted among the dictionary's own compounds.

A splitter must know that `verk` ends many words and `erk` none, and that *arbete* joins as
`arbets-`. The dictionary has some sixty thousand compounds, unsplit. Each is split in every way
that two words of the dictionary allow; each way is given a share of the word, first the same for
all, then by how common its two parts proved (expectation maximisation; the idea of splitting by
how common the parts are is from Koehn and Knight 2003, "Empirical methods for compound splitting",
who count in a corpus).

Counts become costs: the negative natural logarithm of how probable a word is in that place. Costs
add up along a split.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from searchkit.language.lexicon import NAME, NOUN
from searchkit.language.linking import LAST, PLACES, first_lemmas, first_texts
from searchkit.language.wordlists import PartLists

ROUNDS = 3

# A noun in at least this many compounds, and in as many times more than its homonym, is the one
# that people mean.
_PRODUCTIVE = 5.0
_NOUN_ENDINGS = ("en", "et", "er", "ar", "n")

# A place in which a word was never seen costs as if it had been seen this many times.
_UNSEEN = 0.05

_Way = tuple[str, int, str]
"""One way of splitting one word: the first word and its link, the last word."""


def count_families(
    forms: Mapping[str, str], kinds: Mapping[str, int], lists: PartLists
) -> dict[str, list[float]]:
    """Count, for each lemma, how often it is a first part with each link, and a last part."""
    lasts = {word for word, kind in kinds.items() if kind != NAME and lists.allow_last(word)}
    split = [ways for word in kinds if (ways := _ways(word, forms, lasts, lists))]
    counts: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        counts = _share_out(split, counts)
    return counts


def costs_from_counts(counts: Mapping[str, list[float]]) -> dict[str, tuple[float, ...]]:
    """Turn counts into costs; see the top of the module."""
    total = _total(counts)
    return {
        word: tuple(math.log(total / (count + _UNSEEN)) for count in places)
        for word, places in counts.items()
    }


def unseen_cost(counts: Mapping[str, list[float]]) -> float:
    """Give the cost of a word in a place where it was never seen."""
    return math.log(_total(counts) / _UNSEEN)


def _total(counts: Mapping[str, list[float]]) -> float:
    return sum(places[LAST] for places in counts.values()) or 1.0


def _ways(word: str, forms: Mapping[str, str], lasts: set[str], lists: PartLists) -> list[_Way]:
    ways = []
    for cut in range(2, len(word) - 1):
        last = word[cut:]
        if last not in lasts:
            continue
        for first in first_texts(word, cut):
            if lists.allow_first(first):
                ways += [(lemma, link, last) for lemma, link in first_lemmas(first, forms.get)]
    return ways


def _share_out(
    words: list[list[_Way]], counts: Mapping[str, list[float]]
) -> dict[str, list[float]]:
    shared: dict[str, list[float]] = {}
    none = [1.0] * PLACES
    for ways in words:
        if len(ways) == 1:
            # Nine words of ten: the whole word falls to its only way.
            _add(shared, ways[0], 1.0)
            continue
        weights = [counts.get(w[0], none)[w[1]] * counts.get(w[2], none)[LAST] for w in ways]
        total = sum(weights) or 1.0
        for way, weight in zip(ways, weights, strict=True):
            _add(shared, way, weight / total)
    return shared


def _add(counts: dict[str, list[float]], way: _Way, share: float) -> None:
    first, link, last = way
    for word, place in ((first, link), (last, LAST)):
        if word not in counts:
            counts[word] = [0.0] * PLACES
        counts[word][place] += share


def homonyms_back_to_nouns(
    forms: Mapping[str, str], kinds: Mapping[str, int], counts: Mapping[str, list[float]]
) -> dict[str, str]:
    """Find the inflected nouns that the dictionary takes for rare words of their own.

    `boken` is to it the overripe, `termer` is a bath. It is the noun that people mean, when it
    stands in many compounds and the other word in next to none, and when the other has no forms
    of a noun itself (`banan` is not *bana*).
    """
    moved = {}
    for form, kind in kinds.items():
        if kind & (NOUN | NAME) or forms.get(form) != form:
            continue
        for ending in _NOUN_ENDINGS:
            noun = form.removesuffix(ending)
            if not form.endswith(ending) or forms.get(noun) != noun or not kinds[noun] & NOUN:
                continue
            if sum(counts.get(noun, ())) >= max(
                _PRODUCTIVE, _PRODUCTIVE * sum(counts.get(form, ()))
            ):
                moved[form] = noun
    return moved
