"""How an evaluation is shown."""

from __future__ import annotations

import json
from dataclasses import replace

from searchkit.evaluation import Measured, Report, compare
from searchkit.render.evaluation import evaluation_json, evaluation_lines, evaluation_notices

OURS = (
    Measured("nDCG@10", {"q1": 1.0, "q2": 0.25, "q10": 0.5}),
    Measured("R@100", {"q1": 1.0, "q2": 1.0, "q10": 1.0}),
)
THEIRS = (
    Measured("nDCG@10", {"q1": 0.5, "q2": 0.5, "q10": 0.5}),
    Measured("R@100", {"q1": 1.0, "q2": 1.0, "q10": 1.0}),
)
QUERIES = {"q1": "Vad är ett visum?", "q2": "lön\x1b[31m och\u202e villkor", "q10": "fack"}
REPORT = Report(QUERIES, OURS)
COMPARED = replace(REPORT, comparisons=tuple(map(compare, OURS, THEIRS)))


def test_one_run_is_a_line_for_each_measure() -> None:
    assert list(evaluation_lines(REPORT)) == [
        "measure    mean  queries",
        "nDCG@10  0.5833        3",
        "R@100    1.0000        3",
    ]


def test_two_runs_are_set_side_by_side() -> None:
    assert list(evaluation_lines(COMPARED)) == [
        "measure    ours  theirs  difference       p  wins  losses  ties  queries",
        "nDCG@10  0.5833  0.5000     +0.0833  1.0000     1       1     1        3",
        "R@100    1.0000  1.0000      0.0000  1.0000     0       0     3        3",
        "",
        "Ours is worse by nDCG@10:",
        "query_id    ours  theirs  difference  query",
        "q2        0.2500  0.5000     -0.2500  lön\ufffd[31m och villkor",
        "",
        "Ours is better by nDCG@10:",
        "query_id    ours  theirs  difference  query",
        "q1        1.0000  0.5000     +0.5000  Vad är ett visum?",
    ]


def test_runs_that_do_not_differ_have_no_queries_to_show() -> None:
    same = replace(REPORT, comparisons=tuple(map(compare, OURS[1:], THEIRS[1:])))
    assert list(evaluation_lines(same)) == [
        "measure    ours  theirs  difference       p  wins  losses  ties  queries",
        "R@100    1.0000  1.0000      0.0000  1.0000     0       0     3        3",
    ]


def test_ten_queries_are_shown_at_the_most_and_long_ones_are_cut() -> None:
    ids = [f"q{number:02}" for number in range(15)]
    ours = Measured("P@1", dict.fromkeys(ids, 1.0))
    theirs = Measured("P@1", dict.fromkeys(ids, 0.0))
    report = Report(dict.fromkeys(ids, "lön " * 30), (ours,), (compare(ours, theirs),))
    lines = list(evaluation_lines(report))
    assert [line[:3] for line in lines[5:]] == ids[:10]
    assert lines[5] == (
        "q00       1.0000  0.0000     +1.0000  lön lön lön lön lön lön lön lön lön lön l…"
    )


def test_what_must_be_known_is_said() -> None:
    report = replace(
        REPORT,
        left_out=("q3",),
        unasked=("x1", "x2", "x3", "x4"),
        unanswered=("q2", "q10"),
        unanswered_by_theirs=("q1",),
        missing_documents=("a\x1b.txt",),
        truncated=("R@1000",),
    )
    assert evaluation_notices(report) == [
        "1 query has no relevant document: left out (q3)",
        "4 ids in the qrels are not a query's (x1, x2, x3, …)",
        "2 queries have no results (q2, q10)",
        "1 query has no results in theirs (q1)",
        "1 judged document is not in the index (a\ufffd.txt)",
        "R@1000 looks at more results than were asked for: give a larger -n",
    ]


def test_nothing_is_said_where_nothing_was_left_out() -> None:
    assert evaluation_notices(replace(REPORT, missing_documents=())) == []


def test_json_has_all_of_it_and_is_one_line() -> None:
    report = replace(COMPARED, left_out=("q3",), missing_documents=("a", "b"))
    (line,) = evaluation_json(report)
    assert json.loads(line) == {
        "schema": "searchkit.evaluate/1",
        "measures": [
            {"measure": "nDCG@10", "mean": 0.583333, "queries": 3},
            {"measure": "R@100", "mean": 1.0, "queries": 3},
        ],
        "comparisons": [
            {"measure": "nDCG@10", "ours": 0.583333, "theirs": 0.5, "difference": 0.083333,
             "p": 1.0, "wins": 1, "losses": 1, "ties": 1},
            {"measure": "R@100", "ours": 1.0, "theirs": 1.0, "difference": 0.0,
             "p": 1.0, "wins": 0, "losses": 0, "ties": 3},
        ],
        "left_out": ["q3"],
        "unasked": [],
        "unanswered": [],
        "unanswered_by_theirs": [],
        "missing_documents": ["a", "b"],
        "truncated": [],
        "notices": [
            "1 query has no relevant document: left out (q3)",
            "2 judged documents are not in the index (a, b)",
        ],
        "queries": [
            {"id": "q1", "query": "Vad är ett visum?",
             "ours": {"nDCG@10": 1.0, "R@100": 1.0}, "theirs": {"nDCG@10": 0.5, "R@100": 1.0}},
            {"id": "q2", "query": "lön\x1b[31m och\u202e villkor",
             "ours": {"nDCG@10": 0.25, "R@100": 1.0}, "theirs": {"nDCG@10": 0.5, "R@100": 1.0}},
            {"id": "q10", "query": "fack",
             "ours": {"nDCG@10": 0.5, "R@100": 1.0}, "theirs": {"nDCG@10": 0.5, "R@100": 1.0}},
        ],
    }  # fmt: skip
    assert "\u202e" not in line


def test_json_of_one_run_has_the_same_members() -> None:
    (line,) = evaluation_json(REPORT)
    record = json.loads(line)
    assert record["comparisons"] == []
    assert record["missing_documents"] is None
    assert record["queries"][2] == {
        "id": "q10", "query": "fack", "ours": {"nDCG@10": 0.5, "R@100": 1.0}, "theirs": None,
    }  # fmt: skip
