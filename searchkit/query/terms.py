"""The query as the engine sees it: terms with weights, and nothing more to interpret.

`expansion` makes this tree from the typed one; engines evaluate it and passages are marked
by it, so the three agree on what answers the query.
"""

from __future__ import annotations

from typing import TypeAlias

from searchkit.query.dates import DateRange
from searchkit.values import Value


class WeightedTerm(Value):
    """A term that answers a query word.

    `kind` says which terms of the index to look among: `exact`, `stem` or `part`. `why` is
    the reason that a mark carries: `exact`, `stem`, `part`, `fuzzy`, `folded`, `related`.
    """

    term: str
    kind: str
    weight: float = 1.0
    why: str = "stem"


class OneOf(Value):
    """Documents with at least one of the terms. `label` is the query word they stand for."""

    label: str
    terms: tuple[WeightedTerm, ...]
    title_only: bool = False


class Near(Value):
    """Documents where the slots stand close together.

    Consecutive slots are `gaps` words apart: (1, 1) is a phrase; (0, 1) also takes two parts
    of one word. With `distance`, all slots within so many words of the first, in any order.
    """

    label: str
    slots: tuple[OneOf, ...]
    gaps: tuple[int, int] = (1, 1)
    distance: int | None = None

    @property
    def title_only(self) -> bool:
        """Whether they must stand in the title."""
        return any(slot.title_only for slot in self.slots)


class AllOf(Value):
    """Documents that every node matches."""

    nodes: tuple[TermNode, ...]


class AnyOf(Value):
    """Documents that at least `least` of the nodes match."""

    nodes: tuple[TermNode, ...]
    least: int = 1


class Weighted(Value):
    """Documents that the node matches, with so much of its score."""

    node: TermNode
    weight: float


class Favoring(Value):
    """Documents that the node matches; those that a bonus matches, too, score its score more."""

    node: TermNode
    bonuses: tuple[TermNode, ...]


class Without(Value):
    """Documents that the node does not match."""

    node: TermNode


class Everything(Value):
    """Every document."""


class FromSource(Value):
    """Documents from this source, letter case aside."""

    name: str


class OfType(Value):
    """Documents of this type, letter case aside."""

    name: str


class Dated(Value):
    """Documents whose date can fall within the range."""

    dates: DateRange


TermNode: TypeAlias = (
    OneOf
    | Near
    | AllOf
    | AnyOf
    | Weighted
    | Favoring
    | Without
    | Everything
    | FromSource
    | OfType
    | Dated
)
