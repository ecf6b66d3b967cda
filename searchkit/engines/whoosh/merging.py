"""Which segments a commit merges: few to search, and little to write again.

Each commit adds a segment, and a search reads each of them. Whoosh's own rule merges nothing
until the five smallest hold fewer than some thirty documents, so an index that is refreshed
daily would be in hundreds of pieces within a year.
"""

from __future__ import annotations

from typing import Any

from whoosh.reading import SegmentReader

_MOST_DELETED = 0.25
"""The share of deleted documents above which a segment is written again without them."""


def merge_segments(writer: Any, segments: list[Any]) -> list[Any]:
    """Merge into `writer` what should be merged, and give the segments that stay.

    Afterwards each segment is larger than all the smaller ones together. So their number is
    at most a logarithm of the documents, and so is how often one document is written again.
    """
    filled = sorted((s for s in segments if s.doc_count()), key=lambda s: s.doc_count())
    small = count_small([segment.doc_count() for segment in filled], writer.doc_count())
    merged = filled[:small] + [segment for segment in filled[small:] if _is_worn(segment)]
    for segment in merged:
        _merge(writer, segment)
    return [segment for segment in filled if segment not in merged]


def count_small(sizes: list[int], smaller: int) -> int:
    """Count the segments up to the last that is no larger than all before it together."""
    small = 0
    for number, size in enumerate(sizes, start=1):
        if size <= smaller:
            small = number
        smaller += size
    return small


def _is_worn(segment: Any) -> bool:
    return bool(segment.deleted_count() > _MOST_DELETED * segment.doc_count_all())


def _merge(writer: Any, segment: Any) -> None:
    reader = SegmentReader(writer.storage, writer.schema, segment)
    try:
        writer.add_reader(reader)
    finally:
        reader.close()
