"""Measures, against values computed by hand."""

from __future__ import annotations

import sys
from math import log2

import pytest

from searchkit.engines.base import Match
from searchkit.errors import RequestError
from searchkit.evaluation import Measured, Measures, Run

QRELS = {"q1": {"a": 2, "b": 1, "c": 0}, "q2": {"d": 1}}


def ranked(*doc_ids: str) -> tuple[Match, ...]:
    return tuple(Match(doc_id, 10.0 - rank) for rank, doc_id in enumerate(doc_ids))


RUN: Run = {"q1": ranked("c", "a", "x", "b"), "q2": ranked("d")}


def test_the_measures_are_those_of_the_literature() -> None:
    # The grade is the gain, and it is divided by log2(rank + 1).
    gain = 2 / log2(2 + 1) + 1 / log2(4 + 1)
    best = 2 / log2(1 + 1) + 1 / log2(2 + 1)
    ndcg, rr, recall, ap, precision = Measures(["nDCG@10", "RR@10", "R@100", "AP@100", "P@5"]).of(
        RUN, QRELS
    )
    assert gain / best == pytest.approx(0.643323, abs=1e-6)
    assert ndcg.values == pytest.approx({"q1": gain / best, "q2": 1.0})
    assert rr.values == {"q1": 1 / 2, "q2": 1.0}
    assert recall.values == {"q1": 1.0, "q2": 1.0}
    assert ap.values == pytest.approx({"q1": (1 / 2 + 2 / 4) / 2, "q2": 1.0})
    assert precision.values == pytest.approx({"q1": 2 / 5, "q2": 1 / 5})


def test_the_mean_is_over_the_queries() -> None:
    assert Measured("RR@10", {"q1": 0.5, "q2": 1.0, "q3": 0.0}).mean == 0.5


def test_what_is_behind_the_cutoff_does_not_count() -> None:
    measured = Measures(["R@2", "RR@1"]).of(RUN, QRELS)
    assert measured == (
        Measured("R@2", {"q1": 0.5, "q2": 1.0}),
        Measured("RR@1", {"q1": 0.0, "q2": 1.0}),
    )


def test_a_query_without_results_has_the_lowest_value() -> None:
    zero = {"q1": 0.0, "q2": 0.0}
    names = ("nDCG@10", "RR@10", "R@100")
    expected = tuple(Measured(name, zero) for name in names)
    assert Measures().of({}, QRELS) == expected
    assert Measures().of({"q1": (), "q2": ()}, QRELS) == expected


def test_results_for_other_queries_are_not_measured() -> None:
    (measured,) = Measures(["RR@10"]).of({**RUN, "q9": ranked("z")}, QRELS)
    assert measured.values == {"q1": 0.5, "q2": 1.0}


def test_grades_below_zero_are_not_relevant() -> None:
    (measured,) = Measures(["nDCG@10"]).of({"q1": ranked("b", "a")}, {"q1": {"a": 1, "b": -2}})
    assert measured.values == pytest.approx({"q1": 1 / log2(3)})


def test_a_measure_named_twice_is_measured_once() -> None:
    measured = Measures(["P@1", "P(rel=1)@1", "P@1"]).of(RUN, QRELS)
    assert measured == (Measured("P@1", {"q1": 0.0, "q2": 1.0}),)


def test_measures_say_how_many_results_they_look_at() -> None:
    assert Measures(["nDCG@10", "AP", "R@1000"]).cutoffs == {"nDCG@10": 10, "R@1000": 1000}


@pytest.mark.parametrize(
    "name",
    ["ndcg", "nDCG@", "nDCG@0", "P@-1", "P@0", "R@0", "P@True", "P@1.5", "P", "SetP@10",
     "nDCG(rel=2)@10", "P@99999999999999999999", "P@1; R@1", "((((", ""],
)  # fmt: skip
def test_an_unknown_measure_is_told_with_examples(name: str) -> None:
    with pytest.raises(RequestError) as caught:
        Measures([name])
    assert str(caught.value) == (
        f"there is no measure “{name}”: ir_measures has, among others, "
        "nDCG@10, RR@10, R@100, P@5, AP@100, Rprec and Success@1"
    )


def test_a_measure_that_needs_more_than_is_installed_is_told_before_it_is_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import ir_measures

    def missing(*_: object) -> None:
        raise FileNotFoundError("perl")

    monkeypatch.setattr(ir_measures, "iter_calc", missing)
    with pytest.raises(RequestError) as caught:
        Measures(["ERR@10"])
    assert str(caught.value) == (
        "ERR@10 cannot be computed here (FileNotFoundError): "
        "leave it out, or install what ir_measures needs for it"
    )


def test_without_ir_measures_it_is_said_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "ir_measures", None)
    with pytest.raises(RequestError) as caught:
        Measures()
    assert str(caught.value) == ("measuring needs ir_measures: pip install 'searchkit[evaluate]'")
