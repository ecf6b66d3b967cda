"""What a piece of a word may be: the word it stands for as a first or a last part of a compound,
and how rare it is there.

Costs are in nats: a difference of 1 is a word 2.7 times as rare.
"""

from __future__ import annotations

from typing import NamedTuple

from searchkit.language.lexicon import NAME, NOUN, VERB, Entry, Lexicon
from searchkit.language.linking import BARE, LAST, S, first_candidates, link_of
from searchkit.language.remembering import Remembered
from searchkit.language.wordlists import PART_LETTERS_MIN, PartLists

# A listed form that the lexicon does not know in that place: about as rare as a word in thirty
# compounds.
_BOUND_COST = 9.0
_NAME_COST = 11.0
# Verbs end few compounds (`kedjeröka`); and what the dictionary gives no forms of is seldom a
# noun.
_VERB_LAST_COST = 3.0
_UNKNOWN_KIND_COST = 1.0
# Nouns with these endings take a linking -s, always: what looks bare is a word that begins with s.
_ALWAYS_S = ("het", "ion", "ning", "skap", "tet", "ling", "dom")
_MISSING_S_COST = 5.0
# Only nouns take a linking -s: `övers|tiga` is no compound of *över*.
_NO_NOUN_COST = 5.0

_REMEMBERED = 1 << 15
"""Pieces kept in each place, as beginnings and ends come again and again; twice that at most."""


class Piece(NamedTuple):
    """What a piece may be: its lemma, its cost in that place, the kinds of the word.

    The lemma is None where the piece shows only where the other one ends or begins, and is no
    word to search for (`tele`, `is`).
    """

    lemma: str | None
    cost: float
    kinds: int


class PieceFinder:
    """Find what pieces of words stand for: `firsts[text]`, `lasts[text]`; None for no part.

    No piece costs less than `cheapest`.
    """

    def __init__(self, lexicon: Lexicon, lists: PartLists) -> None:
        self._lexicon = lexicon
        self._lists = lists
        self.cheapest = min(lexicon.cheapest, _BOUND_COST)
        self.firsts = Remembered(self._find_first, _REMEMBERED)
        self.lasts = Remembered(self._find_last, _REMEMBERED)

    def _find_first(self, text: str) -> Piece | None:
        lists = self._lists
        is_bound = text in lists.bound_first
        if text in lists.never_first or (len(text) < PART_LETTERS_MIN and not is_bound):
            return None
        best = Piece(None, _BOUND_COST, 0) if is_bound else None
        lookup = self._lexicon.lookup
        for candidate in first_candidates(text):
            entry = lookup(candidate)
            if entry is None:
                continue
            lemma = entry.lemma
            link = link_of(text, lemma)
            if link is None:
                continue
            if lemma != candidate:
                entry = lookup(lemma.lower())
            if entry is None or not lists.allow_first(lemma):
                continue
            cost = _first_cost(text, entry, link)
            if best is None or cost < best.cost:
                best = Piece(lemma, cost, entry.kinds)
        return best

    def _find_last(self, text: str) -> Piece | None:
        lists = self._lists
        is_bound = text in lists.bound_last
        if len(text) < PART_LETTERS_MIN and not is_bound:
            return None
        entry = self._lexicon.lookup(text)
        piece = None if entry is None else self._last_word(text, entry)
        if is_bound and (piece is None or piece.cost > _BOUND_COST):
            return Piece(None, _BOUND_COST, 0)
        return piece

    def _last_word(self, text: str, entry: Entry) -> Piece | None:
        """Take a word of the lexicon for a last part."""
        lemma, kinds, costs = entry
        never = self._lists.never_last
        if kinds & NAME or text in never or lemma in never:
            return None
        if lemma != text and lemma.startswith(text):
            # An imperative, or a form that only begins compounds (`skol`).
            return None
        cost = costs[LAST]
        if kinds == VERB:
            cost += _VERB_LAST_COST
        elif not kinds:
            cost += _UNKNOWN_KIND_COST
        return Piece(lemma, cost, kinds)


def _first_cost(text: str, entry: Entry, link: int) -> float:
    if entry.kinds & NAME:
        return _NAME_COST
    cost = entry.costs[link]
    if link == BARE and len(text) > 5 and text.endswith(_ALWAYS_S):
        cost += _MISSING_S_COST
    if link == S and not entry.kinds & NOUN:
        cost += _NO_NOUN_COST
    if link == BARE and not entry.kinds:
        cost += _UNKNOWN_KIND_COST
    return cost
