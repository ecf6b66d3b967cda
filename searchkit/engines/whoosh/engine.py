"""The Engine on Whoosh: opening, and handing queries to the evaluator and updates on."""

from __future__ import annotations

import contextlib
import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from functools import partial
from itertools import groupby, product
from operator import itemgetter
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from whoosh.index import FileIndex
from whoosh.reading import CorruptIndexError, ReaderClosed

from searchkit.documents.model import Document, Metadata
from searchkit.engines.base import Matches, Statistics, TermScore
from searchkit.engines.whoosh.acceleration import Acceleration
from searchkit.engines.whoosh.collector import Answer, Collector
from searchkit.engines.whoosh.evaluator import Evaluator
from searchkit.engines.whoosh.postings import Postings
from searchkit.engines.whoosh.ranking import SetAnswer
from searchkit.engines.whoosh.records import to_document
from searchkit.engines.whoosh.schema import FIELDS, ZONES, field_name, make_schema
from searchkit.engines.whoosh.storage import IndexStorage
from searchkit.errors import IndexDamaged
from searchkit.language.analyzer import Analyzer
from searchkit.query.request import Filters
from searchkit.query.terms import TermNode

if TYPE_CHECKING:
    from searchkit.engines.whoosh.arrays.evaluator import ArrayEvaluator
    from searchkit.engines.whoosh.writing.crew import Crew

_TRIES = 9
"""As many as Whoosh itself takes for the segments."""


class _DamageNamed:
    """Turn whatever Whoosh raises on files it cannot read into IndexDamaged.

    It has no exception of its own for that: a cut file shows as a struct, pickle, value or key
    error, depending on where the cut is.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _traceback: object) -> None:
        if isinstance(error, Exception) and not isinstance(error, ReaderClosed | MemoryError):
            raise IndexDamaged(
                f"the index in {self._directory} cannot be read "
                f"({type(error).__name__}: {error}): run `searchkit index --rebuild`",
                str(self._directory),
            ) from error


class WhooshEngine:
    """Store and search documents in a directory of its own."""

    def __init__(self, directory: Path, analyzer: Analyzer, jobs: int | None = None) -> None:
        """Open the index in `directory`; up to `jobs` processes write it, by default one a core.

        Raises IndexDamaged where there is none to open.
        """
        self._damage_named = _DamageNamed(directory)
        self._jobs = jobs
        self._crew: Crew | None = None
        self.analyzer = analyzer
        self._acceleration = Acceleration()
        with self._damage_named:
            self._index = _open_index(directory)
            self._open_reader()

    @classmethod
    def create(cls, directory: Path, analyzer: Analyzer, jobs: int | None = None) -> WhooshEngine:
        """Make an empty index in `directory`, which must exist, and open it."""
        FileIndex.create(IndexStorage(str(directory)), make_schema())
        return cls(directory, analyzer, jobs)

    def _open_reader(self) -> None:
        self._postings = Postings(self._index.reader())
        self._evaluator: Evaluator | None = None
        self._arrays: ArrayEvaluator | None = None

    def update(self, documents: Iterable[Document], removed: Iterable[str] = ()) -> None:
        # Imported here: what writes takes longer to import than a search takes.
        from searchkit.engines.whoosh.writing.crew import Crew
        from searchkit.engines.whoosh.writing.updating import update

        self._crew = self._crew or Crew(self.analyzer, self._jobs)
        try:
            update(self._index, self._crew, documents, removed)
        except CorruptIndexError:
            # Merging reads all of the segments that were there.
            with self._damage_named:
                raise
        self._postings.close()
        self._open_reader()

    def search(
        self,
        query: TermNode,
        filters: Filters,
        sort: str = "relevance",
        limit: int = 10,
        offset: int = 0,
    ) -> Matches:
        began = perf_counter()
        with self._damage_named:
            collector = Collector(self._postings, sort, limit, offset)
            matches = collector.collect(self._answer(query, filters))
        if self._arrays is None:
            self._acceleration.spend(perf_counter() - began)
        return matches

    def _answer(self, query: TermNode, filters: Filters) -> Answer:
        if self._arrays is None:
            self._arrays = self._acceleration.evaluator(self._postings)
        if self._arrays is not None:
            return self._arrays.answer(query, filters)
        return SetAnswer(self._plain(), query, filters)

    def explain(self, query: TermNode, doc_id: str) -> tuple[TermScore, ...]:
        with self._damage_named:
            number = self._postings.number(doc_id)
            return () if number is None else tuple(self._plain().explain(query, number))

    def _plain(self) -> Evaluator:
        if self._evaluator is None:
            self._evaluator = Evaluator(self._postings)
        return self._evaluator

    def get(self, doc_id: str, *, with_text: bool = True) -> Document | None:
        with self._damage_named:
            number = self._postings.number(doc_id)
            if number is None:
                return None
            body = self._postings.column("body")(number) if with_text else None
            return to_document(doc_id, self._postings.column("record")(number), body)

    def find_positions(self, doc_id: str, terms: Iterable[tuple[str, str]]) -> dict[str, Set[int]]:
        with self._damage_named:
            number = self._postings.number(doc_id)
            found: dict[str, set[int]] = {zone: set() for zone in ZONES}
            if number is not None:
                for zone, (kind, term) in product(ZONES, terms):
                    field = field_name(zone, kind)
                    found[zone].update(self._postings.find(field, term).positions(number))
            return dict(found)

    def iter_metadata(self) -> Iterator[tuple[str, Metadata]]:
        with self._damage_named:
            numbered = self._numbered_ids()
            record = self._postings.column("record") if numbered else None
            for doc_id, number in numbered:
                assert record is not None
                yield doc_id, to_document(doc_id, record(number), None).metadata

    def iter_ids(self, prefix: str = "") -> Iterator[str]:
        with self._damage_named:
            for doc_id, _ in self._numbered_ids(prefix):
                yield doc_id

    def _numbered_ids(self, prefix: str = "") -> list[tuple[str, int]]:
        key, start = self._postings.column("id_key"), prefix.encode()
        numbers = self._postings.iter_documents()
        found = sorted(
            (key(number), number) for number in numbers if key(number).startswith(start)
        )
        return [(doc_id.decode(), number) for doc_id, number in found]

    def count_values(self, field: str) -> dict[str, int]:
        with self._damage_named:
            value = self._postings.column(field)
            return Counter(value(number).decode() for number in self._postings.iter_documents())

    def frequency(self, term: str, kind: str) -> int:
        with self._damage_named:
            return max([self._postings.frequency(field, term) for field in FIELDS[kind]])

    def iter_terms(self, prefix: str = "", kind: str = "exact") -> Iterator[tuple[str, int]]:
        with self._damage_named:
            # Titles of records may have words that their texts lack.
            yield from _merge_counts(
                [self._postings.iter_terms(name, prefix) for name in FIELDS[kind]]
            )

    def statistics(self) -> Statistics:
        with self._damage_named:
            return Statistics(self._postings.documents, self._postings.words())

    def verify(self) -> None:
        with self._damage_named:
            for segment in self._postings.segments():
                if segment.is_compound():
                    with contextlib.closing(segment.open_compound_file(self._index.storage)) as c:
                        c.verify()

    def close(self) -> None:
        self._crew = None
        self._postings.close()
        self._index.close()


def _open_index(directory: Path) -> FileIndex:
    """Open the index with our own schema: the pickled one in it would be run as code.

    A commit may delete the table of contents between the look for its name and reading it; the
    next has its name by then.
    """
    open_it = partial(FileIndex, IndexStorage(str(directory)), schema=make_schema())
    for _ in range(_TRIES):
        with contextlib.suppress(FileNotFoundError):
            return open_it()
    return open_it()


def _merge_counts(streams: list[Iterator[tuple[str, int]]]) -> Iterator[tuple[str, int]]:
    """Merge sorted streams of counted words; a word in several has its largest count."""
    for word, counted in groupby(heapq.merge(*streams), key=itemgetter(0)):
        yield word, max(count for _, count in counted)
