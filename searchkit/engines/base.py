"""The seam between searchkit and whatever stores and scores.

An engine stores documents, answers term trees and tells what words it holds. It never
interprets a query and never analyses a query word; it analyses documents with the analyzer
it was given, so that every engine sees the same terms.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from typing import NamedTuple, Protocol

from searchkit.documents.model import Document, Metadata
from searchkit.language.analyzer import Analyzer
from searchkit.query.request import Filters
from searchkit.query.terms import TermNode
from searchkit.values import Value


class Match(NamedTuple):
    """A document that answers the query, and its score.

    Scores have no upper bound; 0 is that of a document that only meets conditions. A plain tuple,
    as there may be one for each document of an archive.
    """

    doc_id: str
    score: float


class Matches(Value):
    """How many documents match, and those that were asked for, in order."""

    total: int
    matches: tuple[Match, ...] = ()


class TermScore(Value):
    """What one term of the query added to one document's score."""

    field: str
    term: str
    kind: str
    score: float


class Statistics(Value):
    """Counts over the index."""

    documents: int
    words: int


class Engine(Protocol):
    """Store documents and find them by terms.

    Order is deterministic: score, then `doc_id`. A reader sees the index as it was when the
    engine was opened; `update` is one transaction, and another opened engine answers from
    the old state until it is opened again.
    """

    @property
    def analyzer(self) -> Analyzer:
        """What documents are analysed with; queries must be, too."""
        ...

    def update(self, documents: Iterable[Document], removed: Iterable[str] = ()) -> None:
        """Add documents, replacing those with the same id, and drop the removed ones.

        All of it happens, or, when anything raises (an interrupt too), none of it. Raises
        ValueError where two of the documents have the same id.
        """
        ...

    def search(
        self,
        query: TermNode,
        filters: Filters,
        sort: str = "relevance",
        limit: int = 10,
        offset: int = 0,
    ) -> Matches:
        """Find the documents that match; `limit` 0 is all of them, below 0 only counts."""
        ...

    def explain(self, query: TermNode, doc_id: str) -> tuple[TermScore, ...]:
        """Say what each term of the query adds to a document's score; they add up to it.

        Nothing for a document that does not match, or is not there.
        """
        ...

    def get(self, doc_id: str, *, with_text: bool = True) -> Document | None:
        """Fetch a document as it was stored; None where there is no such id.

        Without its text, which is then "", it is found sooner.
        """
        ...

    def find_positions(self, doc_id: str, terms: Iterable[tuple[str, str]]) -> dict[str, Set[int]]:
        """Say where in a document any of the terms (kind, term) stand, by zone.

        Positions count words, in the zones `title` and `text`.
        """
        ...

    def iter_metadata(self) -> Iterator[tuple[str, Metadata]]:
        """Yield the id and the metadata of every document, by id."""
        ...

    def iter_ids(self, prefix: str = "") -> Iterator[str]:
        """Yield the ids that begin so, in code-point order."""
        ...

    def count_values(self, field: str) -> dict[str, int]:
        """Count the documents by each value of `source` or `type`; unknown is ""."""
        ...

    def frequency(self, term: str, kind: str) -> int:
        """Count the documents with the term in the zone, title or text, where it is commoner.

        0 where it is unknown.
        """
        ...

    def iter_terms(self, prefix: str = "", kind: str = "exact") -> Iterator[tuple[str, int]]:
        """Yield terms that begin so, in code-point order, with their frequencies.

        Those of the kind `exact` are the word forms of the index.

        Documents that were deleted may be counted, and forms that only they had be among
        them, for a while; `frequency` tells what there is.
        """
        ...

    def statistics(self) -> Statistics:
        """Count what is in the index."""
        ...

    def verify(self) -> None:
        """Read everything and compare its checksums; IndexDamaged where something is amiss."""
        ...

    def close(self) -> None:
        """Let go of the files."""
        ...
