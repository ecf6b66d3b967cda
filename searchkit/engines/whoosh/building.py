"""From documents to a segment: kept in memory as columns and words, and written all at once."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from typing import Any

from searchkit.documents.model import Document
from searchkit.engines.whoosh.codec import FlatCodec, FlatSegment
from searchkit.engines.whoosh.column_writing import ColumnsWriter
from searchkit.engines.whoosh.inversion import Inversion
from searchkit.engines.whoosh.records import to_columns
from searchkit.engines.whoosh.schema import FIELD_SUFFIX, ZONES, field_name, make_schema
from searchkit.language.analyzer import Analyzer


class SegmentBuilder:
    """Write one segment into an index's storage. Nothing refers to it until it is committed."""

    def __init__(self, storage: Any, indexname: str, analyzer: Analyzer) -> None:
        codec = FlatCodec()
        self._storage = storage
        self._analyzer = analyzer
        self._schema = make_schema()
        self._segment = codec.new_segment(storage, indexname)
        self._columns = ColumnsWriter(storage, self._segment, self._schema)
        self._terms = codec.field_writer(storage, self._segment)
        self._zones = {zone: Inversion() for zone in ZONES}
        self._values: dict[str, list[Any]] = defaultdict(list)

    @property
    def is_full(self) -> bool:
        """Whether the next document should go into another segment."""
        return any(zone.is_full for zone in self._zones.values())

    def add(self, document: Document) -> None:
        """Add a document."""
        values = self._values
        for name, value in to_columns(document).items():
            values[name].append(value)
        for zone, text in zip(ZONES, (document.metadata.title, document.text), strict=True):
            values[f"{zone}_length"].append(self._zones[zone].add(text))

    def finish(self) -> FlatSegment:
        """Write what is in memory, and put all of it into one file."""
        if self._values:
            self._columns.extend(self._values)
        self._columns.close()
        self._write_ids()
        for zone in sorted(ZONES):
            self._write_zone(zone)
        self._terms.close()
        self._segment.create_compound_file(self._storage)
        return self._segment

    def abandon(self) -> None:
        """Let go of the files of a segment that will not be finished."""
        self._columns.abandon()
        if not self._terms.is_closed:
            with contextlib.suppress(Exception):
                self._terms.close()

    def _write_ids(self) -> None:
        writer = self._terms
        writer.start_field("doc_id", self._schema["doc_id"])
        for doc_id, number in sorted(
            (doc_id, at) for at, doc_id in enumerate(self._values["id_key"])
        ):
            writer.write_single(doc_id, number)

    def _write_zone(self, zone: str) -> None:
        """Write the terms of a zone, field by field in the order of their names.

        The stems come first. Most of them have one form in a batch, and what that form stands
        at is written once for both.
        """
        inversion, writer = self._zones[zone], self._terms
        kinds = inversion.sort_words(self._analyzer)
        written: dict[int | tuple[int, ...], tuple[int, int]] = {}
        for kind in sorted(FIELD_SUFFIX, key=FIELD_SUFFIX.__getitem__):
            name, terms = field_name(zone, kind), kinds.pop(kind)
            writer.start_field(name, self._schema[name])
            for term in sorted(terms):
                words = terms[term]
                key = words[0] if len(words) == 1 else tuple(words)
                known = written.get(key)
                if known is None:
                    documents, run = inversion.encode(words)
                    known = written[key] = documents, writer.write_runs((run,))
                writer.write_term(term.encode(), *known)
