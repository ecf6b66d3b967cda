"""From a term tree to scores, a term at a time.

Each node becomes a mapping from document to score. Whoosh's matchers walk all terms of a
query document by document and score each field by itself; going a term at a time gives
proper BM25F, exact counts, and one place where every kind of node is ten lines.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from searchkit.engines import scoring
from searchkit.engines.base import TermScore
from searchkit.engines.whoosh.conditions import document_test
from searchkit.engines.whoosh.postings import Postings
from searchkit.engines.whoosh.schema import ZONES, field_name
from searchkit.query.proximity import iter_together
from searchkit.query.terms import (
    AllOf,
    AnyOf,
    Everything,
    Favoring,
    Near,
    OneOf,
    TermNode,
    Weighted,
    WeightedTerm,
    Without,
)
from searchkit.values import replace

Scores = dict[int, float]

_SCORED = (OneOf, Near, AllOf, AnyOf, Weighted, Favoring)
"""The nodes that give a score; the others are conditions."""

KEPT_NODES = 32
"""Nodes whose scores are kept; each takes up to 100 bytes a document."""


class Evaluator:
    """Evaluate term trees over one state of the index."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        self._lengths = {zone: postings.lengths(zone) for zone in ZONES}
        self._averages = {zone: postings.average_length(zone) for zone in ZONES}
        self._kept_scores = functools.lru_cache(maxsize=KEPT_NODES)(self._evaluate)

    def scores(self, node: TermNode) -> Scores:
        """Score the documents that match; those that only meet conditions score 0.

        The scores are kept, and must not be changed: one search counts, filters, ranks and
        explains the same nodes.
        """
        return self._kept_scores(node)

    def _evaluate(self, node: TermNode) -> Scores:
        match node:
            case OneOf():
                return self._score_word(node)
            case Near():
                return self._score_near(node)
            case AllOf(nodes):
                return self._all_of(nodes)
            case AnyOf(nodes, least):
                return self._any_of(nodes, least)
            case Weighted(child, weight):
                return {doc: weight * score for doc, score in self.scores(child).items()}
            case Favoring(child, bonuses):
                return self._favoring(child, bonuses)
            case Everything():
                return dict.fromkeys(self._postings.iter_documents(), 0.0)
            case Without(child):
                excluded = self.scores(child)
                every = self._postings.iter_documents()
                return {document: 0.0 for document in every if document not in excluded}
            case _:
                meets = document_test(node, self._postings)
                return {
                    document: 0.0
                    for document in self._postings.iter_documents()
                    if meets(document)
                }

    def _favoring(self, node: TermNode, bonuses: Iterable[TermNode]) -> Scores:
        favored = dict(self.scores(node))
        for bonus in bonuses:
            for document, score in self.scores(bonus).items():
                if document in favored:
                    favored[document] += score
        return favored

    def _all_of(self, nodes: Iterable[TermNode]) -> Scores:
        scored = [node for node in nodes if isinstance(node, _SCORED)]
        found = self._intersect(scored) if scored else self.scores(Everything())
        for node in nodes:
            if isinstance(node, Without):
                excluded = self.scores(node.node)
                found = {doc: score for doc, score in found.items() if doc not in excluded}
            elif not isinstance(node, (*_SCORED, Everything)):
                meets = document_test(node, self._postings)
                found = {doc: score for doc, score in found.items() if meets(doc)}
        return found

    def _intersect(self, nodes: Iterable[TermNode]) -> Scores:
        together: Scores | None = None
        for node in nodes:
            scores = self.scores(node)
            if together is not None:
                scores = {
                    document: together[document] + score
                    for document, score in scores.items()
                    if document in together
                }
            if not scores:
                return {}
            together = scores
        return together or {}

    def _any_of(self, nodes: Iterable[TermNode], least: int) -> Scores:
        total: Scores = defaultdict(float)
        counts: dict[int, int] = defaultdict(int)
        for node in nodes:
            for document, score in self.scores(node).items():
                total[document] += score
                counts[document] += 1
        if least <= 1:
            return dict(total)
        return {document: score for document, score in total.items() if counts[document] >= least}

    def _score_word(self, node: OneOf) -> Scores:
        frequencies: Scores = defaultdict(float)
        whole: set[int] = set()
        for zone, term in _lookups(node):
            weigh = self._weigher(zone)
            found = {
                document: weigh(document, frequency * term.weight)
                for document, frequency in self._postings.iter_frequencies(
                    field_name(zone, term.kind), term.term
                )
            }
            for document, weighted in found.items():
                frequencies[document] += weighted
            if term.kind != "part":
                whole.update(found)
        return self._saturated(frequencies, len(whole) or len(frequencies))

    def _score_near(self, node: Near) -> Scores:
        frequencies: Scores = defaultdict(float)
        for zone in ("title",) if node.title_only else ZONES:
            weigh = self._weigher(zone)
            for document, count in self._occurrences(node, zone):
                frequencies[document] += weigh(document, count)
        return self._saturated(frequencies, len(frequencies))

    def _occurrences(self, node: Near, zone: str) -> Iterator[tuple[int, int]]:
        slots = [self._slot_positions(slot, zone) for slot in node.slots]
        for document in min(slots, key=len, default=()):
            if all(document in slot for slot in slots):
                places = [slot[document] for slot in slots]
                count = sum(1 for _ in iter_together(node, places))
                if count:
                    yield document, count

    def _slot_positions(self, slot: OneOf, zone: str) -> dict[int, set[int]]:
        places: dict[int, set[int]] = defaultdict(set)
        for term in slot.terms:
            field = field_name(zone, term.kind)
            for document, positions in self._postings.iter_positions(field, term.term):
                places[document].update(positions)
        return places

    def _weigher(self, zone: str) -> Callable[[int, float], float]:
        lengths, average = self._lengths[zone], self._averages[zone]

        def weigh(document: int, frequency: float) -> float:
            return scoring.weighted_frequency(zone, frequency, lengths[document], average)

        return weigh

    def _saturated(self, frequencies: Scores, matching: int) -> Scores:
        idf = scoring.inverse_document_frequency(self._postings.documents, matching)
        return {
            document: idf * scoring.saturate(frequency)
            for document, frequency in frequencies.items()
        }

    def explain(self, node: TermNode, document: int) -> Iterator[TermScore]:
        """Share out each word's score among the terms that earned it, in their order."""
        score = self.scores(node).get(document)
        if not score:
            return
        match node:
            case Weighted(child, weight):
                for part in self.explain(child, document):
                    yield replace(part, score=weight * part.score)
            case Favoring(child, bonuses):
                for each in (child, *bonuses):
                    yield from self.explain(each, document)
            case OneOf():
                yield from self._shares(node, document, score)
            case Near(label):
                yield TermScore("", label, "phrase", score)
            case AllOf(nodes) | AnyOf(nodes):
                for child in nodes:
                    yield from self.explain(child, document)

    def _shares(self, node: OneOf, document: int, score: float) -> Iterator[TermScore]:
        weighted = [
            (zone, term, self._weigher(zone)(document, frequency * term.weight))
            for zone, term in _lookups(node)
            for number, frequency in self._postings.iter_frequencies(
                field_name(zone, term.kind), term.term
            )
            if number == document
        ]
        whole = sum(share for _, _, share in weighted)
        for zone, term, share in weighted:
            yield TermScore(zone, term.term, term.kind, score * share / whole)


def _lookups(node: OneOf) -> Iterator[tuple[str, WeightedTerm]]:
    for zone in ("title",) if node.title_only else ZONES:
        for term in node.terms:
            if term.weight:
                yield zone, term
