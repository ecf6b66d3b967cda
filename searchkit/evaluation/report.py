"""An evaluation, put together: what the runs are worth, and what the figures leave out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from searchkit.evaluation.collection import Collection
from searchkit.evaluation.comparison import Comparison, compare
from searchkit.evaluation.measures import Measured, Measures
from searchkit.evaluation.runs import Run


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of an evaluation, for showing.

    `queries` are those that were measured, as typed, by `query_id`. `comparisons` has one for
    each measure where there was a run to compare with. The rest is what must be known to read
    the figures: ids of queries that have no relevant document (`left_out`) or were judged but
    not asked (`unasked`), of measured queries that a run has no results for, and of judged
    documents that the index lacks (None where no index was searched). `truncated` names the
    measures that look at more results than were asked for.
    """

    queries: Mapping[str, str]
    measured: tuple[Measured, ...]
    comparisons: tuple[Comparison, ...] = ()
    left_out: tuple[str, ...] = ()
    unasked: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    unanswered_by_theirs: tuple[str, ...] = ()
    missing_documents: tuple[str, ...] | None = None
    truncated: tuple[str, ...] = ()


def assess(
    collection: Collection,
    ours: Run,
    measures: Measures,
    *,
    theirs: Run | None = None,
    documents: frozenset[str] | None = None,
    limit: int = 0,
) -> Report:
    """Measure a run, and compare it with another.

    `documents` are the ids that the index holds and `limit` is how many results of a query
    were asked for, 0 for all; leave them out where they are not known.
    """
    queries = {query_id: collection.queries[query_id] for query_id in collection.measurable}
    qrels = {query_id: collection.qrels[query_id] for query_id in queries}
    measured = measures.of(ours, qrels)
    others = measures.of(theirs, qrels) if theirs is not None else ()
    return Report(
        queries=queries,
        measured=measured,
        comparisons=tuple(map(compare, measured, others)),
        left_out=collection.left_out,
        unasked=collection.unasked,
        unanswered=_unanswered(queries, ours),
        unanswered_by_theirs=_unanswered(queries, theirs) if theirs is not None else (),
        missing_documents=_missing(collection, documents),
        truncated=tuple(name for name, cutoff in measures.cutoffs.items() if 0 < limit < cutoff),
    )


def _unanswered(queries: Mapping[str, str], run: Run) -> tuple[str, ...]:
    return tuple(query_id for query_id in queries if not run.get(query_id))


def _missing(collection: Collection, documents: frozenset[str] | None) -> tuple[str, ...] | None:
    return None if documents is None else tuple(sorted(collection.documents - documents))
