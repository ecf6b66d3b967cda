"""Measure ranking: queries and qrels in, the measures of `ir_measures` out.

    from searchkit.evaluation import Measures, assess, read_collection, read_run, search_all

    collection = read_collection(Path("queries.tsv"), Path("qrels.txt"))
    with searchkit.open_index("index") as index:
        ours = search_all(index, collection.queries)
    report = assess(collection, ours, Measures(["nDCG@10"]), theirs=read_run(Path("old.run")))
    print(report.measured[0].mean, report.comparisons[0].p_value)

`collection` reads what was asked and judged, `runs` makes, reads and writes rankings,
`measures` puts figures on them, `comparison` and `significance` set two of them side by side,
and `report` puts it all together. Nothing here knows an engine, only what can `rank`.
"""

from __future__ import annotations

from searchkit.evaluation.collection import Collection, Qrels, read_collection
from searchkit.evaluation.comparison import Comparison, Difference, compare
from searchkit.evaluation.lines import LineError
from searchkit.evaluation.measures import DEFAULT_MEASURES, Measured, Measures
from searchkit.evaluation.report import Report, assess
from searchkit.evaluation.runs import (
    RANKING,
    Ranker,
    Ranking,
    Run,
    iter_rankings,
    plain_query,
    read_run,
    search_all,
    write_run,
)
from searchkit.evaluation.significance import randomisation_test

__all__ = [
    "DEFAULT_MEASURES",
    "RANKING",
    "Collection",
    "Comparison",
    "Difference",
    "LineError",
    "Measured",
    "Measures",
    "Qrels",
    "Ranker",
    "Ranking",
    "Report",
    "Run",
    "assess",
    "compare",
    "iter_rankings",
    "plain_query",
    "randomisation_test",
    "read_collection",
    "read_run",
    "search_all",
    "write_run",
]
