"""A brute-force engine: every document is looked at for every question.

The oracle that real engines are compared with. Each kind of node is evaluated straight from
what `query.terms` says of it, and the arithmetic is written out from the formula of BM25F.
"""

from __future__ import annotations

import dataclasses
import datetime
import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from itertools import pairwise, product

from searchkit.documents.model import Document, Metadata
from searchkit.engines.base import Match, Matches, Statistics, TermScore
from searchkit.engines.scoring import FIELD_BOOST, K1, LENGTH_NORMALIZATION
from searchkit.language.analyzer import Analyzer
from searchkit.language.tokens import Token
from searchkit.query.dates import DateRange
from searchkit.query.request import Filters
from searchkit.query.terms import (
    AllOf,
    AnyOf,
    Dated,
    Everything,
    Favoring,
    FromSource,
    Near,
    OfType,
    OneOf,
    TermNode,
    Weighted,
    WeightedTerm,
    Without,
)
from searchkit.values import replace

Zones = dict[str, list[Token]]


class Oracle:
    """An engine that keeps its documents in a dictionary, as lists of tokens."""

    def __init__(self, analyzer: Analyzer) -> None:
        self.analyzer = analyzer
        self._documents: dict[str, Document] = {}
        self._tokens: dict[str, Zones] = {}

    def update(self, documents: Iterable[Document], removed: Iterable[str] = ()) -> None:
        added: dict[str, Document] = {}
        for document in documents:
            if document.doc_id in added:
                raise ValueError(f"two documents have the id {document.doc_id}")
            added[document.doc_id] = document
        gone = {*removed}
        kept = {doc_id: doc for doc_id, doc in self._documents.items() if doc_id not in gone}
        self._documents = dict(sorted({**kept, **added}.items()))
        self._tokens = {doc_id: self._analyzed(doc) for doc_id, doc in self._documents.items()}

    def _analyzed(self, document: Document) -> Zones:
        texts = {"title": document.metadata.title, "text": document.text}
        return {zone: list(self.analyzer.iter_tokens(text)) for zone, text in texts.items()}

    def search(
        self,
        query: TermNode,
        filters: Filters,
        sort: str = "relevance",
        limit: int = 10,
        offset: int = 0,
    ) -> Matches:
        found = [
            Match(doc_id, score)
            for doc_id, document in self._documents.items()
            if (score := self._score(query, doc_id)) is not None and _passes(document, filters)
        ]
        if sort == "relevance":
            found.sort(key=lambda match: -round(match.score, 9))
        elif sort == "title":
            found.sort(key=lambda match: _swedish(self._documents[match.doc_id].metadata.title))
        else:
            found.sort(key=lambda match: _age(self._documents[match.doc_id], sort))
        last = offset + max(limit, 0) if limit else len(found)
        return Matches(len(found), tuple(found[offset:last]))

    def _score(self, node: TermNode, doc_id: str) -> float | None:
        """Score a document; None where it does not match."""
        document = self._documents[doc_id]
        match node:
            case OneOf() | Near():
                return self._word_score(node, doc_id)
            case AllOf(nodes):
                scores = [self._score(child, doc_id) for child in nodes]
                return None if None in scores else sum(score or 0.0 for score in scores)
            case AnyOf(nodes, least):
                some = [s for n in nodes if (s := self._score(n, doc_id)) is not None]
                return sum(some) if some and len(some) >= least else None
            case Weighted(child, weight):
                score = self._score(child, doc_id)
                return None if score is None else weight * score
            case Favoring(child, bonuses):
                own = self._score(child, doc_id)
                more = [self._score(bonus, doc_id) or 0.0 for bonus in bonuses]
                return None if own is None else own + sum(more)
            case Without(child):
                return 0.0 if self._score(child, doc_id) is None else None
            case Everything():
                return 0.0
            case FromSource(name):
                return 0.0 if _is_one_of(document.metadata.source, [name]) else None
            case OfType(name):
                return 0.0 if _is_one_of(document.metadata.type, [name]) else None
            case Dated(dates):
                return 0.0 if _touches(document, dates) else None

    def _word_score(self, node: OneOf | Near, doc_id: str) -> float | None:
        frequency = self._frequency(node, doc_id)
        if not frequency:
            return None
        matching = sum(1 for other in self._documents if self._frequency(node, other))
        if isinstance(node, OneOf):
            whole = replace(node, terms=tuple(t for t in node.terms if t.kind != "part"))
            matching = sum(1 for d in self._documents if self._frequency(whole, d)) or matching
        rarity = math.log(1 + (len(self._documents) - matching + 0.5) / (matching + 0.5))
        return rarity * frequency * (K1 + 1) / (frequency + K1)

    def _frequency(self, node: OneOf | Near, doc_id: str) -> float:
        """Add up the occurrences in title and text, each normalised by length and weighted."""
        if isinstance(node, Near):
            return sum(
                self._weighed(zone, doc_id, _count_together(node, self._tokens[doc_id][zone]))
                for zone in _zones(node)
            )
        return sum(score for _, _, score in self._iter_frequencies(node, doc_id))

    def _iter_frequencies(
        self, node: OneOf, doc_id: str
    ) -> Iterator[tuple[str, WeightedTerm, float]]:
        for zone in _zones(node):
            for term in node.terms:
                count = len(_places(self._tokens[doc_id][zone], (term,)))
                if count and term.weight:
                    yield zone, term, self._weighed(zone, doc_id, count * term.weight)

    def _weighed(self, zone: str, doc_id: str, frequency: float) -> float:
        lengths = {d: sum(t.kind == "exact" for t in z[zone]) for d, z in self._tokens.items()}
        average = sum(lengths.values()) / len(lengths) or 1.0
        b = LENGTH_NORMALIZATION[zone]
        return FIELD_BOOST[zone] * frequency / (1 - b + b * lengths[doc_id] / average)

    def explain(self, query: TermNode, doc_id: str) -> tuple[TermScore, ...]:
        return tuple(self._explain(query, doc_id)) if doc_id in self._documents else ()

    def _explain(self, node: TermNode, doc_id: str) -> Iterator[TermScore]:
        score = self._score(node, doc_id)
        match node:
            case OneOf() if score:
                shares = list(self._iter_frequencies(node, doc_id))
                whole = sum(share for _, _, share in shares)
                for zone, term, share in shares:
                    yield TermScore(zone, term.term, term.kind, score * share / whole)
            case Near(label) if score:
                yield TermScore("", label, "phrase", score)
            case Weighted(child, weight) if score:
                for part in self._explain(child, doc_id):
                    yield replace(part, score=weight * part.score)
            case Favoring(child, bonuses) if score:
                for each in (child, *bonuses):
                    yield from self._explain(each, doc_id)
            case AllOf(nodes) | AnyOf(nodes) if score:
                for child in nodes:
                    yield from self._explain(child, doc_id)

    def get(self, doc_id: str, *, with_text: bool = True) -> Document | None:
        document = self._documents.get(doc_id)
        return (
            document if document is None or with_text else dataclasses.replace(document, text="")
        )

    def find_positions(self, doc_id: str, terms: Iterable[tuple[str, str]]) -> dict[str, Set[int]]:
        wanted = tuple(WeightedTerm(term, kind) for kind, term in terms)
        zones = self._tokens.get(doc_id, {"title": [], "text": []})
        return {zone: _places(tokens, wanted) for zone, tokens in zones.items()}

    def iter_metadata(self) -> Iterator[tuple[str, Metadata]]:
        for doc_id, document in self._documents.items():
            yield doc_id, document.metadata

    def iter_ids(self, prefix: str = "") -> Iterator[str]:
        return (doc_id for doc_id in self._documents if doc_id.startswith(prefix))

    def count_values(self, field: str) -> dict[str, int]:
        return Counter(getattr(doc.metadata, field) for doc in self._documents.values())

    def frequency(self, term: str, kind: str) -> int:
        return max(self._count_by_zone(term, kind).values(), default=0)

    def _count_by_zone(self, term: str, kind: str) -> Counter[str]:
        wanted = (WeightedTerm(term, kind),)
        return Counter(
            zone
            for zones in self._tokens.values()
            for zone, tokens in zones.items()
            if _places(tokens, wanted)
        )

    def _terms(self, kind: str) -> set[str]:
        every = (tokens for zones in self._tokens.values() for tokens in zones.values())
        return {token.term for tokens in every for token in tokens if token.kind == kind}

    def iter_terms(self, prefix: str = "", kind: str = "exact") -> Iterator[tuple[str, int]]:
        for form in sorted(self._terms(kind)):
            if form.startswith(prefix):
                yield form, self.frequency(form, kind)

    def statistics(self) -> Statistics:
        texts = (zones["text"] for zones in self._tokens.values())
        words = {token.term for tokens in texts for token in tokens if token.kind == "exact"}
        return Statistics(len(self._documents), len(words))

    def verify(self) -> None:
        """Do nothing: what is in memory is whole."""

    def close(self) -> None:
        """Do nothing: there are no files."""


def _zones(node: OneOf | Near) -> tuple[str, ...]:
    return ("title",) if node.title_only else ("title", "text")


def _places(tokens: list[Token], terms: tuple[WeightedTerm, ...]) -> set[int]:
    wanted = {(term.term, term.kind) for term in terms}
    return {token.position for token in tokens if (token.term, token.kind) in wanted}


def _count_together(near: Near, tokens: list[Token]) -> int:
    slots = [sorted(_places(tokens, slot.terms)) for slot in near.slots]
    if not slots:
        return 0
    if near.distance is not None:
        return _count_windows(slots, near.distance)
    fewest, most = near.gaps
    return len(
        {
            chain[0]
            for chain in product(*slots)
            if all(fewest <= b - a <= most for a, b in pairwise(chain))
        }
    )


def _count_windows(slots: list[list[int]], distance: int) -> int:
    """Count the places from which the next so many words hold every slot.

    Slots that are answered by the same words need as many words as there are slots.
    """
    needed = Counter(map(tuple, slots))
    return sum(
        all(
            sum(begin <= place <= begin + distance for place in slot) >= copies
            for slot, copies in needed.items()
        )
        for begin in {place for slot in slots for place in slot}
    )


def _passes(document: Document, filters: Filters) -> bool:
    source, kind, date = (getattr(document.metadata, name) for name in ("source", "type", "date"))
    return (
        (not filters.sources or _is_one_of(source, filters.sources))
        and not _is_one_of(source, filters.not_sources)
        and (not filters.types or _is_one_of(kind, filters.types))
        and not _is_one_of(kind, filters.not_types)
        and (filters.undated != "only" or date is None)
        and (
            filters.dates is None
            or (date is None and filters.undated in ("include", "only"))
            or _touches(document, filters.dates)
        )
    )


def _is_one_of(value: str, names: Iterable[str]) -> bool:
    return value.casefold() in [name.casefold() for name in names]


def _touches(document: Document, dates: DateRange) -> bool:
    date = document.metadata.date
    return date is not None and (
        (dates.last is None or date.earliest <= dates.last)
        and (dates.first is None or date.latest >= dates.first)
    )


def _age(document: Document, sort: str) -> tuple[bool, int]:
    date = document.metadata.date
    if date is None:
        return True, 0
    days = (date.earliest - datetime.date.min).days
    return False, -days if sort == "newest" else days


def _swedish(title: str) -> list[str]:
    """Put å, ä and ö after every other letter, and each other letter where its base is."""
    last = {"å": "\uf000", "ä": "\uf001", "æ": "\uf001", "ö": "\uf002", "ø": "\uf002"}
    return [last.get(x) or unicodedata.normalize("NFD", x)[0] for x in title.casefold()]
