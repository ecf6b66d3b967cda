"""A whole evaluation: what is measured, and what is told beside the figures."""

from __future__ import annotations

from searchkit.engines.base import Match
from searchkit.evaluation import Collection, Measured, Measures, assess

COLLECTION = Collection(
    {"q1": "lön", "q2": "fack", "q3": "visum"},
    {"q1": {"a": 1, "b": 0}, "q2": {"c": 1}, "q3": {"d": 0}, "q9": {"e": 1}},
)
RUN = {"q1": (Match("b", 2.0), Match("a", 1.0)), "q3": (Match("d", 1.0),)}


def test_only_queries_with_relevant_documents_are_measured() -> None:
    report = assess(COLLECTION, RUN, Measures(["RR@10"]))
    assert report.queries == {"q1": "lön", "q2": "fack"}
    assert report.measured == (Measured("RR@10", {"q1": 0.5, "q2": 0.0}),)
    assert report.comparisons == ()
    assert (report.left_out, report.unasked, report.unanswered) == (("q3",), ("q9",), ("q2",))


def test_nothing_is_said_of_an_index_that_was_not_searched() -> None:
    report = assess(COLLECTION, RUN, Measures(["R@100"]))
    assert (report.missing_documents, report.truncated) == (None, ())


def test_judged_documents_that_the_index_lacks_are_found() -> None:
    report = assess(COLLECTION, RUN, Measures(["R@100"]), documents=frozenset({"a", "b", "x"}))
    assert report.missing_documents == ("c", "d")


def test_measures_that_look_further_than_the_run_are_found() -> None:
    measures = Measures(["P@5", "R@100", "R@1000", "AP"])
    assert assess(COLLECTION, RUN, measures, limit=100).truncated == ("R@1000",)
    assert assess(COLLECTION, RUN, measures, limit=0).truncated == ()


def test_another_run_is_measured_on_the_same_queries() -> None:
    theirs = {"q1": (Match("a", 1.0),), "q3": (Match("d", 1.0),)}
    report = assess(COLLECTION, RUN, Measures(["RR@10", "P@1"]), theirs=theirs)
    first, second = report.comparisons
    assert (first.measure, first.ours, first.theirs) == ("RR@10", 0.25, 0.5)
    assert (second.measure, second.ours, second.theirs) == ("P@1", 0.0, 0.5)
    assert report.unanswered_by_theirs == ("q2",)
