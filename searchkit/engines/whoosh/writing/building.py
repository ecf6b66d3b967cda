"""From documents to a segment: columns written as documents come, and words at the end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from searchkit.documents.model import Document
from searchkit.engines.whoosh.codec import FlatCodec, FlatSegment
from searchkit.engines.whoosh.records import to_columns
from searchkit.engines.whoosh.schema import FIELD_SUFFIX, ZONES, field_name, make_schema
from searchkit.engines.whoosh.writing.columns import ColumnsWriter
from searchkit.engines.whoosh.writing.inverting import Group, Inverting, Key
from searchkit.language.analyzer import IndexAnalyzer

_WRITTEN_AT_ONCE = 1_024
"""Documents whose columns are in memory."""

_RUNS_AT_ONCE = 4_096
"""Terms whose runs are in memory, encoded."""


class SegmentBuilder:
    """Write one segment into an index's storage. Nothing refers to it until it is committed."""

    def __init__(
        self,
        storage: Any,
        indexname: str,
        analyzer: IndexAnalyzer,
        new_inversion: Callable[[], Inverting],
    ) -> None:
        codec = FlatCodec()
        self._storage = storage
        self._analyzer = analyzer
        self._schema = make_schema()
        self._segment = codec.new_segment(storage, indexname)
        self._columns = ColumnsWriter(storage, self._segment, self._schema)
        self._terms = codec.field_writer(storage, self._segment)
        self._zones = {zone: new_inversion() for zone in ZONES}
        self._values: dict[str, list[Any]] = defaultdict(list)
        self._ids: list[bytes] = []

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
            self._zones[zone].add(text)
        if len(values["id_key"]) == _WRITTEN_AT_ONCE:
            self._write_columns()

    def finish(self) -> FlatSegment:
        """Write what is in memory, and put all of it into one file."""
        self._write_columns()
        self._write_ids()
        for zone in sorted(ZONES):
            self._write_zone(zone)
        self._columns.close()
        self._terms.close()
        self._segment.create_compound_file(self._storage)
        return self._segment

    def abandon(self) -> None:
        """Let go of the files of a segment that will not be finished."""
        self._columns.abandon()
        self._terms.abandon()

    def _write_ids(self) -> None:
        writer = self._terms
        writer.start_field("doc_id", self._schema["doc_id"])
        for doc_id, number in sorted((doc_id, at) for at, doc_id in enumerate(self._ids)):
            writer.write_single(doc_id, number)

    def _write_columns(self) -> None:
        """Write the columns of the documents that have come in since they were last written."""
        self._columns.extend(self._values)
        self._ids += self._values["id_key"]
        self._values.clear()

    def _write_zone(self, zone: str) -> None:
        """Write the terms of a zone, field by field in the order of their names.

        The stems come first. Most of them have one form in a batch, and what that form stands
        at is written once for both.
        """
        inverted = self._zones.pop(zone).invert(self._analyzer)
        self._columns.extend_lengths(zone, inverted.lengths)
        written: dict[Key, tuple[int, int]] = {}
        for kind in sorted(FIELD_SUFFIX, key=FIELD_SUFFIX.__getitem__):
            name = field_name(zone, kind)
            self._terms.start_field(name, self._schema[name])
            self._write_group(inverted.group(kind), written)

    def _write_group(self, group: Group, written: dict[Key, tuple[int, int]]) -> None:
        """Write the terms of a kind, and those of their runs that have not been written."""
        several = group.several
        for start in range(0, len(several), _RUNS_AT_ONCE):
            self._write_runs(group, several[start : start + _RUNS_AT_ONCE], written)
        self._terms.write_terms(group.terms, group.numbers, group.places)

    def _write_runs(
        self, group: Group, terms: Sequence[int], written: dict[Key, tuple[int, int]]
    ) -> None:
        """Write the runs of some terms, each once, and enter where they are."""
        keys = [group.keys[term] for term in terms]
        new = {key: term for key, term in zip(keys, terms, strict=True) if key not in written}
        documents, runs = group.encode(list(new.values()))
        entries = zip(documents, self._terms.write_runs(runs), strict=True)
        written.update(zip(new, entries, strict=True))
        for term, key in zip(terms, keys, strict=True):
            group.numbers[term], group.places[term] = written[key]
