"""What makes one matching document better than another, beside the words themselves.

A query word that is a compound says something of its parts, too: a document about the
*omsättning* of *personal* is nearer to `personalomsättning` than one that has the word once
and speaks of other things. And words typed side by side belong together: documents where they
follow each other come first. The weights lie in the middle of where judged queries of several
kinds were answered best.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from searchkit.language.analyzer import Analyzer, Part
from searchkit.query import nodes
from searchkit.query.terms import Near, OneOf, TermNode, Weighted, WeightedTerm
from searchkit.query.variants import PART_WEIGHT, words_in

MODIFIER_WEIGHT = 0.5
HEAD_WEIGHT = 0.25
"""What the parts of a typed compound count for. The last part, its head, says least: much is
an *avdelning*, little is *personal*."""

PAIR_WEIGHT = 0.2
"""What two words in a row count for, beside the two words."""


class Favors:
    """Find the parts and the pairs of a query's words."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer

    def iter_parts(self, content: Sequence[nodes.Node]) -> Iterator[TermNode]:
        """Yield a node for each part of the compounds among the words, each part once."""
        seen: set[str] = set()
        for word in chain.from_iterable(map(_words_of, content)):
            parts = self._analyzer.word_terms(word).parts
            for part in _smallest(parts):
                if part.term not in seen:
                    seen.add(part.term)
                    is_head = part.end == max(other.end for other in parts)
                    weight = HEAD_WEIGHT if is_head else MODIFIER_WEIGHT
                    yield Weighted(_part_node(part), weight)

    def iter_pairs(
        self, typed: Sequence[nodes.Node], content: Sequence[nodes.Node]
    ) -> Iterator[TermNode]:
        """Yield a node for each two words of content with no other content between them.

        They may stand as far apart in a document as they were typed, stop words counted.
        """
        of_content = frozenset(content)
        kept = [(at, _words_of(node)) for at, node in enumerate(typed) if node in of_content]
        for (first, before), (second, after) in pairwise(kept):
            words = before + after
            if len(words) == 2:
                stems = [self._analyzer.stem(word) for word in words]
                if stems[0] != stems[1]:
                    slots = tuple(map(_stem_node, stems))
                    yield Weighted(Near(" ".join(words), slots, (1, second - first)), PAIR_WEIGHT)


def _words_of(node: nodes.Node) -> list[str]:
    return words_in(node.text) if isinstance(node, nodes.Word) else []


def _smallest(parts: tuple[Part, ...]) -> list[Part]:
    """Leave out the parts that hold others: of `säkerhetsexpert`, its two parts are enough."""
    return [
        part
        for part in parts
        if not any(
            part.start <= other.start and other.end <= part.end and other != part
            for other in parts
        )
    ]


def _stem_node(stem: str) -> OneOf:
    return OneOf(stem, (WeightedTerm(stem, "stem"),))


def _part_node(part: Part) -> OneOf:
    whole = WeightedTerm(part.term, "stem", 1.0, "part")
    return OneOf(part.term, (whole, WeightedTerm(part.term, "part", PART_WEIGHT, "part")))
