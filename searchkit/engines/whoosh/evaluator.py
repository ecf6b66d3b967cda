"""From a term tree to documents and scores, a term at a time, in plain Python.

Each node becomes a set of documents, and a mapping from document to score. Whoosh's matchers
walk all terms of a query document by document and score each field by itself; going a term at
a time over flat arrays gives proper BM25F, exact counts, and loops that Python runs in C.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from itertools import chain, compress
from operator import and_, mul

from searchkit.engines import scoring
from searchkit.engines.base import TermScore
from searchkit.engines.whoosh.conditions import SetColumns, meeting
from searchkit.engines.whoosh.keeping import kept
from searchkit.engines.whoosh.nearness import Nearness
from searchkit.engines.whoosh.postings import Postings, TermPostings
from searchkit.engines.whoosh.schema import ZONES, field_name
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

SCORED = (OneOf, Near, AllOf, AnyOf, Weighted, Favoring)
"""The nodes that give a score; the others are conditions."""

KEPT_NODES = 32
"""Nodes whose documents are kept; each takes up to 60 bytes a document."""

_FEW = 16
"""How many times fewer documents than postings there must be to look up each by itself."""


class Evaluator:
    """Evaluate term trees over one state of the index."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        self._nearness = Nearness(postings)
        self._lengths = {zone: postings.lengths(zone) for zone in ZONES}
        self._norms = _AllNorms({zone: postings.average_length(zone) for zone in ZONES})
        self.columns = SetColumns(postings)
        self.matching: Callable[[TermNode], Set[int]] = kept(self._find, KEPT_NODES)
        """Find the documents that match."""
        self.rarity: Callable[[OneOf | Near], float] = kept(self._rarity, KEPT_NODES)
        """Weigh a word by how few documents have it, its parts in compounds left aside."""

    def _find(self, node: TermNode) -> Set[int]:
        match node:
            case OneOf():
                found = (self._term(zone, term).documents for zone, term in lookups(node))
                every = set().union(*found)
                every -= self._postings.deleted
                return every
            case Near():
                return self._nearness.counts(node).keys()
            case AllOf(nodes):
                return self._all_of(nodes)
            case AnyOf(nodes, least):
                return self._any_of([self.matching(child) for child in nodes], least)
            case Weighted(child) | Favoring(child):
                return self.matching(child)
            case Everything():
                return self._postings.every
            case Without(child):
                return self._postings.every - self.matching(child)
            case _:
                return meeting(node, self._postings.every, self.columns)

    def _all_of(self, nodes: Iterable[TermNode]) -> Set[int]:
        scored = [self.matching(node) for node in nodes if isinstance(node, SCORED)]
        found = functools.reduce(and_, sorted(scored, key=len)) if scored else None
        if found is None:
            found = self._postings.every
        for node in nodes:
            if isinstance(node, Without):
                found = found - self.matching(node.node)
            elif not isinstance(node, (*SCORED, Everything)):
                found = meeting(node, found, self.columns)
        return found

    @staticmethod
    def _any_of(found: Collection[Set[int]], least: int) -> Set[int]:
        if least <= 1:
            return set().union(*found)
        counts = Counter(chain.from_iterable(found))
        return {document for document, count in counts.items() if count >= least}

    def scores(self, node: TermNode, among: Set[int]) -> Scores:
        """Score those of some documents that match; what only meets conditions scores 0."""
        match node:
            case OneOf():
                return self._score_word(node, among)
            case Near():
                return self._score_near(node, among)
            case Weighted(child, weight):
                return {doc: weight * score for doc, score in self.scores(child, among).items()}
            case Favoring(child, bonuses):
                found = self.scores(child, among)
                return _sum([found, *(self.scores(bonus, found.keys()) for bonus in bonuses)])
            case AllOf(nodes) | AnyOf(nodes):
                both = self.matching(node) & among
                scored = [child for child in nodes if isinstance(child, SCORED)]
                added = (self.scores(child, both) for child in scored)
                return _sum([dict.fromkeys(both, 0.0), *added])
            case _:
                return dict.fromkeys(self.matching(node) & among, 0.0)

    def _score_word(self, node: OneOf, among: Set[int]) -> Scores:
        frequencies: Scores = {}
        for zone, term in lookups(node):
            frequencies = add(frequencies, self._weighted(zone, term, among))
        return scoring.word_scores(frequencies, self.rarity(node))

    def _weighted(self, zone: str, term: WeightedTerm, among: Set[int]) -> Scores:
        """Weigh the frequencies of a term in some documents by the length of its field there."""
        postings = self._term(zone, term)
        if not postings:
            return {}
        lengths, norms = self._lengths[zone], self._norms[zone, term.weight]
        if len(among) * _FEW < len(postings):
            return {
                document: frequency * norms[lengths[document]]
                for document in among
                if (frequency := postings.frequency(document))
            }
        # Nothing but calls of C for each posting.
        documents, frequencies = postings.documents, postings.frequencies
        if not all(map(among.__contains__, documents)):
            wanted = list(map(among.__contains__, documents))
            documents = list(compress(documents, wanted))
            frequencies = list(compress(frequencies, wanted))
        scales = map(norms.__getitem__, map(lengths.__getitem__, documents))
        return dict(zip(documents, map(mul, frequencies, scales), strict=True))

    def _score_near(self, node: Near, among: Set[int]) -> Scores:
        counts = self._nearness.counts(node)
        frequencies = {
            document: sum(
                count * self._norms[zone, 1.0][self._lengths[zone][document]]
                for zone, count in counts[document]
            )
            for document in counts.keys() & among
        }
        return scoring.word_scores(frequencies, self.rarity(node))

    def _term(self, zone: str, term: WeightedTerm) -> TermPostings:
        return self._postings.find(field_name(zone, term.kind), term.term)

    def _rarity(self, node: OneOf | Near) -> float:
        matching = self.matching(node)
        if isinstance(node, OneOf):
            whole = tuple(term for term in node.terms if term.kind != "part")
            if len(whole) < len(node.terms):
                matching = self.matching(replace(node, terms=whole)) or matching
        return scoring.inverse_document_frequency(self._postings.documents, len(matching))

    def explain(self, node: TermNode, document: int) -> Iterator[TermScore]:
        """Share out each word's score among the terms that earned it, in their order."""
        score = self.scores(node, {document}).get(document)
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
            (zone, term, share)
            for zone, term in lookups(node)
            for share in self._weighted(zone, term, {document}).values()
        ]
        whole = sum(share for _, _, share in weighted)
        for zone, term, share in weighted:
            yield TermScore(zone, term.term, term.kind, score * share / whole)


class _AllNorms(dict[tuple[str, float], "_Norms"]):
    """The norms of a zone and a term's weight."""

    def __init__(self, averages: Mapping[str, float]) -> None:
        super().__init__()
        self._averages = averages

    def __missing__(self, key: tuple[str, float]) -> _Norms:
        zone, weight = key
        self[key] = norms = _Norms(zone, weight, self._averages[zone])
        return norms


class _Norms(dict[int, float]):
    """What one occurrence in a field of some length counts for, worked out once a length."""

    def __init__(self, zone: str, weight: float, average: float) -> None:
        super().__init__()
        self._zone = zone
        self._weight = weight
        self._average = average

    def __missing__(self, length: int) -> float:
        norm = scoring.weighted_frequency(self._zone, self._weight, length, self._average)
        self[length] = norm
        return norm


def lookups(node: OneOf) -> Iterator[tuple[str, WeightedTerm]]:
    """Yield the terms that score, each with the zones to look in."""
    for zone in ("title",) if node.title_only else ZONES:
        for term in node.terms:
            if term.weight:
                yield zone, term


def add(some: Scores, others: Scores) -> Scores:
    """Add up the scores of documents that either has."""
    if not some or not others:
        return some or others
    total = {**some, **others}
    for document in some.keys() & others.keys():
        total[document] = some[document] + others[document]
    return total


def _sum(parts: Iterable[Mapping[int, float]]) -> Scores:
    """Add up scores, for the documents of the first part."""
    first, *rest = parts
    total = dict(first)
    for part in rest:
        for document, score in part.items():
            total[document] += score
    return total
