"""The randomisation test, against shares counted by hand."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.evaluation import randomisation_test
from searchkit.evaluation.significance import PERMUTATIONS

TENTHS = st.integers(-10, 10).map(lambda tenths: tenths / 10)


@pytest.mark.parametrize(
    ("differences", "p_value"),
    [
        ([], 1.0),
        ([0.0, 0.0, 0.0], 1.0),
        # Both signs of a single difference are as far from nothing.
        ([0.9], 1.0),
        # ++ and -- of four.
        ([0.1, 0.1], 2 / 4),
        # +++ and --- of eight: 0.6; any other flip gives 0.4 at the most.
        ([0.1, 0.2, 0.3], 2 / 8),
        # 0.3 + 0.2 - 0.1 is as far as 0.4: with it +++, and both the other way around.
        ([-0.1, 0.2, 0.3], 4 / 8),
        # One in 512: all ten one way, or all ten the other way.
        ([0.1] * 10, 2 / 1024),
        # Queries without a difference make none.
        ([0.0] * 500 + [0.1] * 10, 2 / 1024),
    ],
)
def test_few_differences_are_flipped_in_every_way(
    differences: list[float], p_value: float
) -> None:
    assert randomisation_test(differences) == p_value


@given(st.lists(TENTHS, max_size=8))
def test_it_is_the_share_of_flips_that_are_as_extreme(differences: list[float]) -> None:
    sums = [
        round(abs(sum(sign * each for sign, each in zip(signs, differences, strict=True))), 6)
        for signs in itertools.product((1, -1), repeat=len(differences))
    ]
    # Before any sign has been turned.
    observed = sums[0]
    share = sum(each >= observed for each in sums) / len(sums)
    assert randomisation_test(differences) == pytest.approx(share)


@given(st.lists(TENTHS, max_size=8))
def test_the_runs_may_change_places(differences: list[float]) -> None:
    turned = [-difference for difference in differences]
    assert randomisation_test(differences) == randomisation_test(turned)


def test_many_differences_are_sampled_and_never_give_nothing() -> None:
    assert randomisation_test([0.1] * 200) == 1 / (PERMUTATIONS + 1)


def test_a_sample_comes_near_the_true_share() -> None:
    # Of 20 equal differences 15 are positive: chance gives 15 or more, or 5 or fewer, in
    # 2 * (15504 + 4845 + 1140 + 190 + 20 + 1) of 2**20 flips.
    differences = [0.1] * 15 + [-0.1] * 5
    true_share = 2 * 21700 / 2**20
    assert randomisation_test(differences) == pytest.approx(true_share, abs=0.006)


def test_the_same_differences_give_the_same_p_value() -> None:
    differences = [0.01 * number for number in range(-20, 25)]
    assert randomisation_test(differences) == randomisation_test(differences)
