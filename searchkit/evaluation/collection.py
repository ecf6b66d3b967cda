"""Judged queries: what was asked, and which documents are relevant to it.

Queries are lines of `query_id`, a tab and the query. Qrels are in TREC form: lines of
`query_id 0 doc_id grade` with blanks between, where a grade above 0 is relevant and the second
field, once an iteration, means nothing. So neither ids of queries nor of documents can hold
blanks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from searchkit.evaluation.lines import Line, LineError, iter_lines
from searchkit.query.typed import excerpt

Qrels: TypeAlias = Mapping[str, Mapping[str, int]]
"""Grades by `query_id` and `doc_id`."""

_LARGEST_GRADE = 1000
"""Well above any scale in use. trec_eval keeps a table as long as the largest grade, which takes
15 GB for a grade of two thousand million."""


@dataclass(frozen=True, slots=True)
class Collection:
    """Queries by `query_id`, as typed, and the grades that were given."""

    queries: Mapping[str, str]
    qrels: Qrels

    @property
    def measurable(self) -> tuple[str, ...]:
        """The ids of the queries that have a relevant document: only these can be measured."""
        return tuple(query_id for query_id in self.queries if self._has_relevant(query_id))

    @property
    def left_out(self) -> tuple[str, ...]:
        """The ids of the queries that no document is relevant to."""
        return tuple(query_id for query_id in self.queries if not self._has_relevant(query_id))

    @property
    def unasked(self) -> tuple[str, ...]:
        """The ids that were judged but are not among the queries."""
        return tuple(query_id for query_id in self.qrels if query_id not in self.queries)

    @property
    def documents(self) -> frozenset[str]:
        """The ids of the documents that were judged for the queries."""
        return frozenset(
            doc_id for query_id in self.queries for doc_id in self.qrels.get(query_id, ())
        )

    def _has_relevant(self, query_id: str) -> bool:
        return any(grade > 0 for grade in self.qrels.get(query_id, {}).values())


def read_collection(queries: Path, qrels: Path) -> Collection:
    """Read both files. Raises LineError, also when no query has a relevant document."""
    collection = Collection(_read_queries(queries), _read_qrels(qrels))
    if not collection.measurable:
        asked, judged = next(iter(collection.queries)), next(iter(collection.qrels))
        raise LineError(
            f"no query of {queries} has a relevant document here: are the ids the same? "
            f"{asked} is asked, {judged} is judged",
            qrels,
        )
    return collection


def _read_queries(path: Path) -> dict[str, str]:
    queries: dict[str, str] = {}
    for line in iter_lines(path):
        query_id, text = _query(line)
        if query_id in queries:
            raise line.mistake(f"there is a query {query_id} already: give this one another id")
        queries[query_id] = text
    if not queries:
        raise LineError("there is no query in it: write q1, a tab and the query", path)
    return queries


def _query(line: Line) -> tuple[str, str]:
    query_id, _, text = (part.strip() for part in line.text.partition("\t"))
    if not query_id or not text:
        raise line.mistake("expected an id, a tab and the query: write q1<TAB>lön och villkor")
    if len(query_id.split()) > 1:
        raise line.mistake(f"the id “{excerpt(query_id)}” has a blank in it: take one without")
    return query_id, text


def _read_qrels(path: Path) -> dict[str, dict[str, int]]:
    qrels: dict[str, dict[str, int]] = {}
    for line in iter_lines(path):
        query_id, _, doc_id, typed = line.fields("query_id 0 doc_id grade", "q1 0 rapport.txt 1")
        grade = _grade(typed, line)
        known = qrels.setdefault(query_id, {}).setdefault(doc_id, grade)
        if known != grade:
            raise line.mistake(f"{doc_id} has the grade {known} for {query_id} already")
    if not qrels:
        raise LineError("there is no grade in it: write q1 0 rapport.txt 1", path)
    return qrels


def _grade(typed: str, line: Line) -> int:
    try:
        grade = int(typed)
    except ValueError:
        grade = _LARGEST_GRADE + 1
    if abs(grade) > _LARGEST_GRADE:
        message = f"expected a grade, a whole number such as 0 or 1, and found “{excerpt(typed)}”"
        raise line.mistake(message)
    return grade
