"""Merge segments into one: their columns document by document, their terms as `joining` does."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack, closing
from itertools import islice
from typing import Any

from whoosh.reading import SegmentReader

from searchkit.engines.whoosh.codec import FlatCodec, FlatSegment
from searchkit.engines.whoosh.columns import Numbers, SealedColumn
from searchkit.engines.whoosh.schema import ZONES, make_schema
from searchkit.engines.whoosh.writing.columns import ColumnsWriter
from searchkit.engines.whoosh.writing.joining import TermsJoiner, TermSource

_COPIED_AT_ONCE = 1_024
"""Documents whose columns are in memory when segments are merged."""


def merge(storage: Any, indexname: str, segments: Sequence[FlatSegment]) -> FlatSegment:
    """Write segments into one, without their deleted documents."""
    codec, schema = FlatCodec(), make_schema()
    target = codec.new_segment(storage, indexname)
    with ExitStack() as stack:
        readers = [
            stack.enter_context(closing(SegmentReader(storage, schema, segment)))
            for segment in segments
        ]
        columns = ColumnsWriter(storage, target, schema)
        stack.callback(columns.abandon)
        sources, total = [], 0
        for reader in readers:
            sources.append(TermSource(reader, total))
            total += reader.doc_count()
        for source in sources:
            _copy_columns(source.reader, columns, schema)
            source.terms.forget()
        columns.close()
        terms = codec.field_writer(storage, target)
        stack.callback(terms.abandon)
        joiner = TermsJoiner(terms, sources)
        for name in sorted({name for s in sources for name in s.terms.indexed_field_names()}):
            joiner.write_field(name, schema[name])
        terms.close()
    target.create_compound_file(storage)
    return target


def _copy_columns(reader: Any, writer: ColumnsWriter, schema: Any) -> None:
    """Write the columns of the documents that are left behind those of earlier segments."""
    values = {
        name: _look_up(reader, name, field.column_type)
        for name, field in schema.items()
        if field.column_type
    }
    lengths = {zone: values.pop(f"{zone}_length") for zone in ZONES}
    left = iter(reader.all_doc_ids())
    while documents := list(islice(left, _COPIED_AT_ONCE)):
        writer.extend({name: list(map(value, documents)) for name, value in values.items()})
        for zone, length in lengths.items():
            writer.extend_lengths(zone, list(map(length, documents)))


def _look_up(reader: Any, name: str, column: Any) -> Any:
    """Give the function from a document to its value, as it is to be written again."""
    opened = reader.column_reader(name, column, translate=False)
    if isinstance(column, Numbers):
        return opened.load().__getitem__
    return opened.sealed if isinstance(column, SealedColumn) else opened.__getitem__
