"""Tell whether the difference between two runs may be no more than luck with the queries.

The paired randomisation test (Fisher's, by flipping signs): if neither run were better, either
could have had either value of a query, so the differences might as well have had the other
sign. The p value is the share of all such flips that give a mean difference at least as large,
in either direction. It assumes nothing of how the values are spread and is what M. D. Smucker,
J. Allan and B. Carterette recommend in "A comparison of statistical significance tests for
information retrieval evaluation" (CIKM 2007), over Wilcoxon's and the sign test.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import compress
from random import Random

PERMUTATIONS = 10_000
"""Flips to try; where there are no more than so many, each of them is tried once."""

SEED = 20071106
"""Any number will do; the same one always gives the same p value."""

_TOLERANCE = 1e-9
"""Sums of floats differ in their last bits with the order of what is added."""


def randomisation_test(differences: Sequence[float]) -> float:
    """Give the two-sided p value of paired differences; 1 where there are none.

    Ten queries that are all a little better can hardly be luck, nor one of them as it is alone:

    >>> randomisation_test([0.1] * 10)
    0.001953125
    >>> randomisation_test([0.9])
    1.0
    """
    # A difference of nothing is the same whatever its sign.
    differing = [difference for difference in differences if difference]
    observed = sum(differing)
    if 2 ** len(differing) <= PERMUTATIONS:
        flips = range(2 ** len(differing))
        return _extreme(differing, observed, flips) / len(flips)
    random = Random(SEED)
    drawn = (random.getrandbits(len(differing)) for _ in range(PERMUTATIONS))
    # What was observed is one of the flips: a sample of them never gives a p value of 0
    # (B. Phipson and G. K. Smyth, 2010).
    return (_extreme(differing, observed, drawn) + 1) / (PERMUTATIONS + 1)


def _extreme(differing: Sequence[float], observed: float, flips: Iterable[int]) -> int:
    """Count the flips whose sum is as far from 0; the bits of each say whose sign to turn."""
    digits = f"0{len(differing)}b"
    least = abs(observed) - _TOLERANCE
    return sum(
        abs(observed - 2 * sum(compress(differing, map(int, format(flip, digits))))) >= least
        for flip in flips
    )
