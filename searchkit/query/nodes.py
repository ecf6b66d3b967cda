"""The query as a tree, as the parser understood it and before any language is applied.

Every node that the parser gives writes itself back in the query language: `parse(str(node))`
gives an equal node. The words in it are as typed; what terms they become is decided in
`expansion`.

Build trees with `all_of`, `any_of` and `negated`: they keep them flat, so that one query has
one tree.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from searchkit.query.dates import DateRange
from searchkit.values import Value


class Word(Value):
    """A word in any of its forms: `rekrytera`."""

    text: str

    def __str__(self) -> str:
        return self.text


class Exact(Value):
    """A word in exactly this form, letter case aside: `=rekrytering`."""

    text: str

    def __str__(self) -> str:
        return f"={self.text}"


class Prefix(Value):
    """Words that begin so: `rekryt*`."""

    text: str

    def __str__(self) -> str:
        return f"{self.text}*"


class Suffix(Value):
    """Words that end so: `*omsättning`."""

    text: str

    def __str__(self) -> str:
        return f"*{self.text}"


class Fuzzy(Value):
    """A word with typing errors allowed: `rekrytrea~`."""

    text: str

    def __str__(self) -> str:
        return f"{self.text}~"


class Phrase(Value):
    """Words side by side, or with `distance` within so many words in either order."""

    words: tuple[str, ...]
    distance: int | None = None

    def __str__(self) -> str:
        quoted = '"' + " ".join(self.words) + '"'
        return quoted if self.distance is None else f"{quoted}~{self.distance}"


class InTitle(Value):
    """Match the node in the title only: `title:protokoll`."""

    node: Node

    def __str__(self) -> str:
        # Without the brackets, the minus of title:(-ord) would stand inside a word.
        negative = isinstance(self.node, Not)
        return f"title:({self.node})" if negative else f"title:{_bracketed(self.node)}"


class HasSource(Value):
    """Documents from this source: `source:ST`, `source:"Computer Sweden"`."""

    name: str

    def __str__(self) -> str:
        return f'source:"{self.name}"'


class HasType(Value):
    """Documents of this type: `type:protokoll`."""

    name: str

    def __str__(self) -> str:
        return f'type:"{self.name}"'


class HasDate(Value):
    """Documents dated within the range: `date:2022-09`, `date:2021..2022`."""

    dates: DateRange

    def __str__(self) -> str:
        return f"date:{self.dates}"


class And(Value):
    """Every one of two or more nodes, none of which is an And."""

    nodes: tuple[Node, ...]

    def __str__(self) -> str:
        return " ".join(_bracketed(node) for node in self.nodes)


class Or(Value):
    """At least one of two or more nodes, none of which is an Or."""

    nodes: tuple[Node, ...]

    def __str__(self) -> str:
        # No brackets around And, which binds tighter: a query must not come back with more
        # brackets than were typed, for they can be nested only so deep.
        return " OR ".join(str(node) for node in self.nodes)


class Not(Value):
    """Documents that the node, which is not a Not, does not match."""

    node: Node

    def __str__(self) -> str:
        return f"-{_bracketed(self.node)}"


Node: TypeAlias = (
    Word
    | Exact
    | Prefix
    | Suffix
    | Fuzzy
    | Phrase
    | InTitle
    | HasSource
    | HasType
    | HasDate
    | And
    | Or
    | Not
)


def all_of(nodes: Iterable[Node | None]) -> Node | None:
    """Require every node; None among them does not count, and None is what nothing gives."""
    return _gathered(nodes, And)


def any_of(nodes: Iterable[Node | None]) -> Node | None:
    """Require one of the nodes; None among them does not count, and None is for nothing."""
    return _gathered(nodes, Or)


def _gathered(nodes: Iterable[Node | None], kind: type[And] | type[Or]) -> Node | None:
    flat = [
        part
        for node in nodes
        if node is not None
        for part in (node.nodes if isinstance(node, kind) else (node,))
    ]
    return kind(tuple(flat)) if len(flat) > 1 else next(iter(flat), None)


def negated(node: Node) -> Node:
    """Require that the node does not match; twice is not at all."""
    return node.node if isinstance(node, Not) else Not(node)


def _bracketed(node: Node) -> str:
    return f"({node})" if isinstance(node, And | Or) else str(node)
