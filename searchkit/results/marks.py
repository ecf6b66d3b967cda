"""Finding what to mark: the places in a text that answer the query, and why each does.

Works from the same term tree as the engine did, and on the same tokens, so a document that
was found for its text always has something to mark. The words of a phrase are marked where
they stand together and nowhere else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Set

from searchkit.language.analyzer import Analyzer
from searchkit.language.tokens import Token, iter_words, normalize
from searchkit.query.proximity import iter_together
from searchkit.query.terms import (
    AllOf,
    AnyOf,
    Favoring,
    Near,
    OneOf,
    TermNode,
    Weighted,
    WeightedTerm,
)
from searchkit.results.model import Mark, Occurrence
from searchkit.values import Value

_STRENGTH = {"exact": 1.0, "stem": 1.0, "part": 0.5, "folded": 0.5, "fuzzy": 0.4, "related": 0.2}
"""How much better a passage is for a mark of each kind."""


class _Answer(Value):
    """A query term found in a word: which slot it fills, and why."""

    concept: int
    slot: int
    why: str


class Marker:
    """Mark texts by one query."""

    def __init__(self, query: TermNode, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._concepts = list(_iter_concepts(query))
        self._wanted: dict[tuple[str, str], list[_Answer]] = defaultdict(list)
        # Forms asked for by themselves; any other is where its stem is, too.
        self._wants_forms = False
        for concept, node in enumerate(self._concepts):
            slots = node.slots if isinstance(node, Near) else (node,)
            for slot, one_of in enumerate(slots):
                for term in one_of.terms:
                    self._want(term, concept, slot)
                self._wants_forms |= all(term.kind == "exact" for term in one_of.terms)

    def _want(self, term: WeightedTerm, concept: int, slot: int) -> None:
        self._wanted[term.kind, term.term].append(_Answer(concept, slot, term.why))

    @property
    def analyzed_terms(self) -> list[tuple[str, str]]:
        """The kinds and terms that only analysis finds in a word: all but the exact ones."""
        return [wanted for wanted in self._wanted if wanted[0] != "exact"]

    def occurrences(
        self, text: str, *, title: bool = False, candidates: Set[int] | None = None
    ) -> list[Occurrence]:
        """Find every place to mark, in order and not overlapping.

        Words that are asked for in the title only are not marked elsewhere. `candidates` are
        the positions that an engine gives for `analyzed_terms`; with them no other word has
        to be analysed.
        """
        found: list[Occurrence] = []
        slots: dict[int, dict[int, list[tuple[int, Token, str]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for token, answer in self._iter_answers(text, candidates):
            node = self._concepts[answer.concept]
            if isinstance(node, Near):
                if title or not node.title_only:
                    slots[answer.concept][answer.slot].append((token.position, token, answer.why))
            elif title or not node.title_only:
                found.append(_occurrence(token, answer.why, answer.concept))
        for concept, filled in slots.items():
            found.extend(self._near_occurrences(concept, filled))
        return _without_overlap(found)

    def marks(self, text: str, *, title: bool = False) -> tuple[Mark, ...]:
        """Find every place to mark, as marks."""
        return tuple(
            Mark(place.start, place.end, place.why)
            for place in self.occurrences(text, title=title)
        )

    def _iter_answers(
        self, text: str, candidates: Set[int] | None
    ) -> Iterator[tuple[Token, _Answer]]:
        if not self._wanted:
            return
        for position, (word, start, end) in enumerate(iter_words(text)):
            if candidates is None or position in candidates:
                yield from self._iter_word(word, position, start, end)
            elif self._wants_forms:
                for answer in self._wanted.get(("exact", normalize(word)), ()):
                    yield Token(normalize(word), start, end, position, "exact"), answer

    def _iter_word(
        self, word: str, position: int, start: int, end: int
    ) -> Iterator[tuple[Token, _Answer]]:
        for token in self._analyzer.word_tokens(word, position, start, end):
            for answer in self._wanted.get((token.kind, token.term), ()):
                yield token, answer

    def _near_occurrences(
        self, concept: int, filled: dict[int, list[tuple[int, Token, str]]]
    ) -> Iterator[Occurrence]:
        near = self._concepts[concept]
        assert isinstance(near, Near)
        places = [{position for position, _, _ in filled[i]} for i in range(len(near.slots))]
        together = {position for chain in iter_together(near, places) for position in chain}
        for tokens in filled.values():
            for position, token, why in tokens:
                if position in together:
                    yield _occurrence(token, why, concept)


def _iter_concepts(node: TermNode) -> Iterator[OneOf | Near]:
    match node:
        case OneOf() | Near():
            yield node
        case AllOf(nodes) | AnyOf(nodes):
            for child in nodes:
                yield from _iter_concepts(child)
        case Weighted(child) | Favoring(child):
            # What only favors a document is no answer, and is not marked.
            yield from _iter_concepts(child)


def _occurrence(token: Token, why: str, concept: int) -> Occurrence:
    return Occurrence(token.start, token.end, why, concept, _STRENGTH[why])


def _without_overlap(found: list[Occurrence]) -> list[Occurrence]:
    """Keep the strongest mark of those that overlap; of equals the first, and then the longest."""
    kept: list[Occurrence] = []
    for place in sorted(found, key=lambda p: (p.start, -p.weight, -p.end)):
        if kept and place.start < kept[-1].end:
            if place.weight > kept[-1].weight:
                kept[-1] = place
        else:
            kept.append(place)
    return kept
