"""Two runs side by side."""

from __future__ import annotations

from searchkit.evaluation import Comparison, Difference, Measured, compare

OURS = Measured("RR@10", {"q1": 1.0, "q2": 0.5, "q3": 0.0, "q4": 0.25, "q5": 0.1 + 0.2})
THEIRS = Measured("RR@10", {"q1": 0.5, "q2": 0.5, "q3": 1.0, "q4": 0.0, "q5": 0.3})


def test_queries_are_paired_and_ordered_by_what_ours_gains() -> None:
    assert compare(OURS, THEIRS) == Comparison(
        "RR@10",
        (
            Difference("q3", 0.0, 1.0),
            Difference("q2", 0.5, 0.5),
            Difference("q5", 0.1 + 0.2, 0.3),
            Difference("q4", 0.25, 0.0),
            Difference("q1", 1.0, 0.5),
        ),
        # Of -1, 0.25 and 0.5, the sums of six of the eight flips are 0.25 or more from 0.
        p_value=1.0,
    )


def test_wins_losses_and_ties_are_counted() -> None:
    comparison = compare(OURS, THEIRS)
    assert (comparison.wins, comparison.losses, comparison.ties) == (2, 1, 2)


def test_means_are_those_of_all_queries() -> None:
    comparison = compare(OURS, THEIRS)
    assert (round(comparison.ours, 6), round(comparison.theirs, 6)) == (0.41, 0.46)


def test_only_queries_that_differ_are_best_or_worst() -> None:
    comparison = compare(OURS, THEIRS)
    assert comparison.worst(10) == (Difference("q3", 0.0, 1.0),)
    assert comparison.best(10) == (Difference("q1", 1.0, 0.5), Difference("q4", 0.25, 0.0))
    assert comparison.best(1) == (Difference("q1", 1.0, 0.5),)


def test_equal_gains_are_ordered_by_query_id() -> None:
    ours = Measured("P@1", {"b": 1.0, "a": 1.0, "d": 0.0, "c": 0.0})
    theirs = Measured("P@1", {"b": 0.0, "a": 0.0, "d": 1.0, "c": 1.0})
    comparison = compare(ours, theirs)
    assert [each.query_id for each in comparison.best(10)] == ["a", "b"]
    assert [each.query_id for each in comparison.worst(10)] == ["c", "d"]


def test_a_run_beside_itself_makes_no_difference() -> None:
    comparison = compare(OURS, OURS)
    assert (comparison.p_value, comparison.ties) == (1.0, 5)
    assert (comparison.best(10), comparison.worst(10)) == ((), ())
