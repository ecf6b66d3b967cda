"""Which segments a commit merges: few to search, and little to write again.

Each update adds segments, and a search reads each of them. Whoosh's own rule merges nothing
until the five smallest hold fewer than some thirty documents, so an index that is refreshed
daily would be in hundreds of pieces within a year.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from searchkit.engines.whoosh.codec import FlatSegment

FAN_OUT = 10
"""Segments of about one size before they become one of the next size."""

MOST_WORDS = 60_000_000
"""Words that are merged into one segment.

A segment can have 2 GB of postings and 4 GB of a column. A word takes five to ten bytes of
postings, and up to twenty where every word stands twice and is a compound; the segments of one
merge are open at once, too.
"""

_MOST_DELETED = 0.25
"""The share of deleted documents above which a segment is written again without them."""


def choose(segments: Sequence[FlatSegment]) -> list[FlatSegment]:
    """Choose the segments to merge into one; none where all are well as they are.

    Sizes count in powers of FAN_OUT. As soon as FAN_OUT segments are of one such size, they and
    all smaller ones are merged. So the number of segments is at most a few times a logarithm of
    the documents, and so is how often a document is written again. Segments that FAN_OUT times
    would have too many words are left as they are.
    """
    by_size = sorted(segments, key=lambda segment: segment.doc_count())
    growing = [s for s in by_size if s.words() <= MOST_WORDS // FAN_OUT]
    last = 0
    for end, segment in enumerate(growing, start=1):
        same = [s for s in growing[:end] if _tier(s) == _tier(segment)]
        if len(same) >= FAN_OUT:
            last = end
    chosen = growing[:last]
    chosen += [s for s in by_size if _is_worn(s) and s not in chosen]
    # Without its deleted documents, a segment by itself is never too large.
    fitting = sum(total <= MOST_WORDS for total in accumulate(s.words() for s in chosen))
    return chosen[: max(fitting, 1)]


def _tier(segment: FlatSegment) -> int:
    tier, size = 0, segment.doc_count()
    while size >= FAN_OUT:
        tier, size = tier + 1, size // FAN_OUT
    return tier


def _is_worn(segment: FlatSegment) -> bool:
    return segment.deleted_count() > _MOST_DELETED * segment.doc_count_all()
