"""Documents where words stand together: phrases, hyphenated words, words within a distance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from searchkit.engines.whoosh.keeping import kept
from searchkit.engines.whoosh.postings import Postings, TermPostings
from searchkit.engines.whoosh.schema import ZONES, field_name
from searchkit.query.proximity import count_together
from searchkit.query.terms import Near, OneOf

Counts = Mapping[int, Sequence[tuple[str, int]]]
"""Document to zones, each with the number of times that the words are together there."""

_KEPT = 16


class Nearness:
    """Find out where the words of a phrase are together."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        self.counts = kept(self._count, _KEPT)

    def _count(self, node: Near) -> Counts:
        """Count where all slots of a node are together. The answer is kept."""
        counts: dict[int, list[tuple[str, int]]] = {}
        for zone in ("title",) if node.title_only else ZONES:
            slots = [self._slot(slot, zone) for slot in node.slots]
            for document in self._with_all(slots):
                places = [_places(slot, document) for slot in slots]
                count = count_together(node, places)
                if count:
                    counts.setdefault(document, []).append((zone, count))
        return counts

    def _slot(self, slot: OneOf, zone: str) -> list[TermPostings]:
        found = (
            self._postings.find(field_name(zone, term.kind), term.term) for term in slot.terms
        )
        return [postings for postings in found if postings]

    def _with_all(self, slots: Sequence[Sequence[TermPostings]]) -> list[int]:
        """Find the documents that have a word of every slot, in order."""
        if not slots:
            return []
        sets = sorted(
            (set().union(*(postings.documents for postings in slot)) for slot in slots), key=len
        )
        return sorted(set.intersection(*sets) - self._postings.deleted)


def _places(slot: Sequence[TermPostings], document: int) -> Sequence[int]:
    """Give the positions of a slot's words in a document, ascending."""
    found = [positions for postings in slot if (positions := postings.positions(document))]
    if len(found) == 1:
        return found[0]
    return sorted(set().union(*found))
