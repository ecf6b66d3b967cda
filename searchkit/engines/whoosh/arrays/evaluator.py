"""From a term tree to documents and scores over NumPy arrays: every match is scored at once.

What is found and scored, and why, is told in the plain `evaluator`; the two agree. Documents
are tables here, a byte a document. Scores are arrays, a number for each document chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from typing import NamedTuple

import numpy as np

from searchkit.engines import scoring
from searchkit.engines.whoosh.arrays.columns import TableColumns
from searchkit.engines.whoosh.arrays.nearness import ArrayNearness
from searchkit.engines.whoosh.arrays.postings import ArrayPostings, Floats, Numbers, Table
from searchkit.engines.whoosh.conditions import passing
from searchkit.engines.whoosh.matching import SCORED, Matching, kept
from searchkit.engines.whoosh.postings import Postings
from searchkit.engines.whoosh.ranking import TOLERANCE
from searchkit.query.request import Filters
from searchkit.query.terms import AllOf, AnyOf, Favoring, Near, OneOf, TermNode, Weighted


class Word(NamedTuple):
    """The documents with a word or phrase, and what it counts for in them.

    A document is there more than once, as are its frequencies, which add up. Those that were
    deleted are not in the table, but may be among `documents`.
    """

    table: Table
    documents: Numbers
    frequencies: Floats
    rarity: float


class ArrayEvaluator(Matching[Table]):
    """Evaluate term trees over one state of the index."""

    def __init__(self, postings: Postings) -> None:
        self._documents = postings.documents
        self._postings = ArrayPostings(postings)
        self._nearness = ArrayNearness(self._postings)
        super().__init__(
            lambda: self._postings.live, TableColumns(postings, self._postings.size)
        )
        self._word = kept(self._read_word)

    def answer(self, query: TermNode, filters: Filters) -> ArrayAnswer:
        """Answer a query."""
        return ArrayAnswer(self, query, passing(filters, self.matching(query), self.columns))

    def having(self, word: OneOf | Near) -> Table:
        return self._word(word).table

    def at_least(self, least: int, found: Sequence[Table]) -> Table:
        if least < 2:
            return reduce(np.logical_or, found, np.zeros(self._postings.size, np.bool_))
        counts = np.zeros(self._postings.size, np.intp)
        for table in found:
            counts += table
        return counts >= least

    def scores(self, node: TermNode, chosen: Chosen, *, all_match: bool = False) -> Floats:
        """Score the chosen documents, 0 where they do not match."""
        match node:
            case OneOf() | Near():
                return chosen.score(self._word(node))
            case Weighted(child, weight):
                return weight * self.scores(child, chosen, all_match=all_match)
            case Favoring(child, bonuses):
                own = self.scores(child, chosen, all_match=all_match)
                added = [self.scores(bonus, chosen) for bonus in bonuses]
                return self._where_matching(node, chosen, sum(added, own), all_match)
            case AllOf(nodes) | AnyOf(nodes):
                scored = [child for child in nodes if isinstance(child, SCORED)]
                of_all = all_match and isinstance(node, AllOf)
                scores = [self.scores(child, chosen, all_match=of_all) for child in scored]
                total = sum(scores, np.zeros(len(chosen.documents)))
                return self._where_matching(node, chosen, total, all_match)
            case _:
                return np.zeros(len(chosen.documents))

    def _where_matching(
        self, node: TermNode, chosen: Chosen, scores: Floats, all_match: bool
    ) -> Floats:
        return scores if all_match else scores * self.matching(node)[chosen.documents]

    def _read_word(self, word: OneOf | Near) -> Word:
        if isinstance(word, Near):
            fields = self._nearness.fields(word)
            documents = self._postings.documents_of(fields)
            table = self._table([documents])
            rarity = self._rarity(np.count_nonzero(table))
            return Word(table, documents, self._postings.norms[fields], rarity)
        terms = [term for term in word.terms if term.weight]
        # Rarity is that of the whole words, so they come first.
        terms.sort(key=lambda term: term.kind == "part")
        found = [self._postings.term(term.kind, term.term) for term in terms]
        if word.title_only:
            found = [arrays.in_titles() for arrays in found]
        wholes = sum(term.kind != "part" for term in terms)
        table = self._table([arrays.documents for arrays in found[:wholes]])
        matching = np.count_nonzero(table)
        if wholes < len(found):
            table |= self._table([arrays.documents for arrays in found[wholes:]])
            matching = matching or np.count_nonzero(table)
        frequencies = [
            arrays.frequencies if term.weight == 1.0 else term.weight * arrays.frequencies
            for term, arrays in zip(terms, found, strict=True)
        ]
        documents = np.concatenate([arrays.documents for arrays in found])
        return Word(table, documents, np.concatenate(frequencies), self._rarity(matching))

    def _table(self, documents: Sequence[Numbers]) -> Table:
        table = np.zeros(self._postings.size, np.bool_)
        for some in documents:
            table[some] = True
        table &= self._postings.live
        return table

    def _rarity(self, matching: int) -> float:
        return scoring.inverse_document_frequency(self._documents, matching)


class Chosen:
    """Some documents that are to be scored, in a row of their own."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self.documents = np.flatnonzero(table)
        # Only the places of those chosen are ever looked at.
        self._rows = np.empty(len(table), np.intp)
        self._rows[self.documents] = np.arange(len(self.documents))

    def score(self, word: Word) -> Floats:
        """Score them for a word; see `scoring.word_scores`."""
        documents, frequencies = word.documents, word.frequencies
        inside = self._table[documents]
        if not inside.all():
            inside = np.flatnonzero(inside)
            documents, frequencies = documents[inside], frequencies[inside]
        total = np.bincount(self._rows[documents], frequencies, len(self.documents))
        return total / (total + scoring.K1) * scoring.highest_score(word.rarity)


class ArrayAnswer:
    """What answers one query, as a table of documents."""

    def __init__(self, evaluator: ArrayEvaluator, query: TermNode, found: Table) -> None:
        self._evaluator = evaluator
        self._query = query
        self._found = found

    def __len__(self) -> int:
        return int(np.count_nonzero(self._found))

    def __iter__(self) -> Iterator[int]:
        return iter(np.flatnonzero(self._found).tolist())

    def scores(self, documents: Iterable[int]) -> dict[int, float]:
        table = np.zeros_like(self._found)
        table[list(documents)] = True
        return self._score(table, 0)

    def best(self, count: int) -> dict[int, float]:
        return self._score(self._found, count)

    def _score(self, table: Table, count: int) -> dict[int, float]:
        """Score documents that match: the best so many and what is as good; all where it is 0."""
        chosen = Chosen(table)
        documents = chosen.documents
        scores = self._evaluator.scores(self._query, chosen, all_match=True)
        if 0 < count < len(scores):
            lowest = np.partition(scores, -count)[-count] - TOLERANCE
            good = np.flatnonzero(scores >= lowest)
            documents, scores = documents[good], scores[good]
        return dict(zip(documents.tolist(), scores.tolist(), strict=True))
