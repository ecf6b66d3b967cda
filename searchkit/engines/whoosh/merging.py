"""Which segments a commit merges: few to search, and little to write again.

Each update adds segments, and a search reads each of them. Whoosh's own rule merges nothing
until the five smallest hold fewer than some thirty documents, so an index that is refreshed
daily would be in hundreds of pieces within a year.
"""

from __future__ import annotations

from collections.abc import Sequence

from searchkit.engines.whoosh.codec import FlatSegment

FAN_OUT = 8
"""Segments of about one size before they become one of the next size."""

_MOST_DELETED = 0.25
"""The share of deleted documents above which a segment is written again without them."""


def choose(segments: Sequence[FlatSegment]) -> list[FlatSegment]:
    """Choose the segments to merge into one; none where all are well as they are.

    Sizes count in powers of FAN_OUT. As soon as FAN_OUT segments are of one such size, they and
    all smaller ones are merged. So the number of segments is at most a few times a logarithm of
    the documents, and so is how often a document is written again.
    """
    by_size = sorted(segments, key=lambda segment: segment.doc_count())
    last = 0
    for end, segment in enumerate(by_size, start=1):
        same = [s for s in by_size[:end] if _tier(s) == _tier(segment)]
        if len(same) >= FAN_OUT:
            last = end
    chosen = by_size[:last]
    return chosen + [segment for segment in by_size[last:] if _is_worn(segment)]


def _tier(segment: FlatSegment) -> int:
    tier, size = 0, segment.doc_count()
    while size >= FAN_OUT:
        tier, size = tier + 1, size // FAN_OUT
    return tier


def _is_worn(segment: FlatSegment) -> bool:
    return segment.deleted_count() > _MOST_DELETED * segment.doc_count_all()
