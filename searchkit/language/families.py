"""How readily a word stands in compounds: counted among the dictionary's own compounds.

A splitter must know that `verk` ends many words and `erk` none, and that *arbete* joins as `arbets-`. The dictionary
has some eighty thousand compounds, unsplit. Each is split in every way that two words of the dictionary allow; each way
is given a share of the word, first the same for all, then by how common its two parts proved (expectation maximisation;
the idea of splitting by how common the parts are is from Koehn and Knight 2003, "Empirical methods for compound
splitting", who count in a corpus).

Counts become costs: the negative natural logarithm of how probable a word is in that place. Costs add up along a split.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from searchkit.language.lexicon import NAME, NOUN
from searchkit.language.linking import LINKS, first_lemmas, first_texts
from searchkit.language.wordlists import PartLists

ROUNDS = 3
LETTERS_MIN = 3

# A noun in at least this many compounds, and in as many times more than its homonym, is the one that people mean.
_PRODUCTIVE = 5.0
_NOUN_ENDINGS = ("en", "et", "er", "ar", "n")

LAST = len(LINKS)
PLACES = LAST + 1

# A place in which a word was never seen costs as if it had been seen this many times.
_UNSEEN = 0.05


@dataclass(frozen=True, slots=True)
class _Way:
    """One way of splitting one word: the first word and its link, the last word."""

    first: str
    link: int
    last: str


def count_families(forms: Mapping[str, str], kinds: Mapping[str, int], lists: PartLists) -> dict[str, list[float]]:
    """Count, for each lemma, how often it is a first part with each link, and how often a last part."""
    splittable = [_ways(lemma, forms, kinds, lists) for lemma in kinds]
    words = [ways for ways in splittable if ways]
    counts: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        counts = _share_out(words, counts)
    return counts


def costs_from_counts(counts: Mapping[str, list[float]]) -> dict[str, tuple[float, ...]]:
    """Turn counts into costs; see the top of the module."""
    total = sum(places[LAST] for places in counts.values()) or 1.0
    return {word: tuple(math.log(total / (count + _UNSEEN)) for count in places) for word, places in counts.items()}


def unseen_cost(counts: Mapping[str, list[float]]) -> float:
    """Give the cost of a word in a place where it was never seen."""
    total = sum(places[LAST] for places in counts.values()) or 1.0
    return math.log(total / _UNSEEN)


def _ways(word: str, forms: Mapping[str, str], kinds: Mapping[str, int], lists: PartLists) -> list[_Way]:
    ways = []
    for cut in range(2, len(word) - 1):
        last = word[cut:]
        if kinds.get(last, NAME) == NAME or last in lists.never_last or is_stub(last, lists.bound_last):
            continue
        for first in first_texts(word, cut):
            if first not in lists.never_first and not is_stub(first, lists.bound_first):
                ways += [_Way(lemma, link, last) for lemma, link in first_lemmas(first, forms.get)]
    return ways


def is_stub(text: str, listed: frozenset[str]) -> bool:
    """Tell whether a part is too short to trust: two letters are a part only when they are listed."""
    return len(text) < LETTERS_MIN and text not in listed


def _share_out(words: list[list[_Way]], counts: Mapping[str, list[float]]) -> dict[str, list[float]]:
    shared: dict[str, list[float]] = {}
    none = [1.0] * PLACES
    for ways in words:
        weights = [counts.get(way.first, none)[way.link] * counts.get(way.last, none)[LAST] for way in ways]
        total = sum(weights) or 1.0
        for way, weight in zip(ways, weights, strict=True):
            _places(shared, way.first)[way.link] += weight / total
            _places(shared, way.last)[LAST] += weight / total
    return shared


def _places(counts: dict[str, list[float]], word: str) -> list[float]:
    if word not in counts:
        counts[word] = [0.0] * PLACES
    return counts[word]


def homonyms_back_to_nouns(
    forms: Mapping[str, str], kinds: Mapping[str, int], counts: Mapping[str, list[float]]
) -> dict[str, str]:
    """Find the inflected nouns that the dictionary takes for rare words of their own (`boken`: overripe; `termer`).

    It is the noun that people mean, when it stands in many compounds and the other word in next to none, and when the
    other has no forms of a noun itself (`banan` is not *bana*).
    """
    moved = {}
    for form, lemma in forms.items():
        if form != lemma or kinds[lemma] & (NOUN | NAME):
            continue
        for ending in _NOUN_ENDINGS:
            noun = form.removesuffix(ending)
            if not form.endswith(ending) or forms.get(noun) != noun or not kinds[noun] & NOUN:
                continue
            if sum(counts.get(noun, ())) >= max(_PRODUCTIVE, _PRODUCTIVE * sum(counts.get(form, ()))):
                moved[form] = noun
    return moved
