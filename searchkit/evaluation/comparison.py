"""Set two runs side by side by one measure: means, wins and losses, and where they differ."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean

from searchkit.evaluation.measures import Measured
from searchkit.evaluation.significance import randomisation_test

_DECIMALS = 9
"""Values that differ less are equal: sums of floats differ in their last bits."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What one query is worth in our run and in theirs."""

    query_id: str
    ours: float
    theirs: float

    @property
    def gain(self) -> float:
        """How much better ours is."""
        return round(self.ours - self.theirs, _DECIMALS)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs by one measure. `differences` has every query, where ours gains least first."""

    measure: str
    differences: tuple[Difference, ...]
    p_value: float

    @property
    def ours(self) -> float:
        """The mean of our run."""
        return fmean(difference.ours for difference in self.differences)

    @property
    def theirs(self) -> float:
        """The mean of theirs."""
        return fmean(difference.theirs for difference in self.differences)

    @property
    def wins(self) -> int:
        """How many queries ours is better at."""
        return sum(difference.gain > 0 for difference in self.differences)

    @property
    def losses(self) -> int:
        """How many queries theirs is better at."""
        return sum(difference.gain < 0 for difference in self.differences)

    @property
    def ties(self) -> int:
        """How many queries make no difference."""
        return len(self.differences) - self.wins - self.losses

    def worst(self, limit: int) -> tuple[Difference, ...]:
        """Give the queries where ours loses most, the worst first."""
        return self.differences[: min(limit, self.losses)]

    def best(self, limit: int) -> tuple[Difference, ...]:
        """Give the queries where ours gains most, the best first."""
        gaining = self.differences[len(self.differences) - self.wins :]
        return tuple(sorted(gaining, key=lambda each: (-each.gain, each.query_id)))[:limit]


def compare(ours: Measured, theirs: Measured) -> Comparison:
    """Compare two runs by a measure that both were measured by, on the same queries."""
    differences = [
        Difference(query_id, value, theirs.values[query_id])
        for query_id, value in ours.values.items()
    ]
    differences.sort(key=lambda each: (each.gain, each.query_id))
    p_value = randomisation_test([difference.gain for difference in differences])
    return Comparison(ours.measure, tuple(differences), p_value)
