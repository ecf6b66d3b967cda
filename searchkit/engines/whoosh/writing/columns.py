"""Write the columns of a segment, many documents at a time.

Whoosh's writer takes them document by document and value by value, which takes longer than all
there is to a value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from whoosh.codec import whoosh3
from whoosh.util.numeric import length_to_byte

from searchkit.engines.whoosh.codec import FlatCodec, FlatSegment
from searchkit.engines.whoosh.schema import ZONES

Values = Mapping[str, Sequence[Any]]
"""Column to values: those of some documents, in their order."""


class ColumnsWriter:
    """Write the columns of one segment, those of `schema`."""

    def __init__(self, storage: Any, segment: FlatSegment, schema: Any) -> None:
        self._storage = storage
        self._segment = segment
        self._files: list[Any] = []
        self._writers = {
            name: self._open(name, field.column_type)
            for name, field in schema.items()
            if field.column_type
        }
        self._byte_lengths = {
            # Whoosh's own notion of a length: a byte, for its own scores.
            zone: self._open(whoosh3._lenfield(zone), whoosh3.LENGTHS_COLUMN)
            for zone in ZONES
        }
        self._written = dict.fromkeys(ZONES, 0)

    def _open(self, name: str, column: Any) -> Any:
        file = self._storage.create_file(FlatCodec.column_filename(self._segment, name))
        self._files.append(file)
        return column.writer(file)

    def extend(self, values: Values) -> None:
        """Write the values of the next documents."""
        for name, some in values.items():
            self._writers[name].extend(some)

    def extend_lengths(self, zone: str, lengths: Sequence[int]) -> None:
        """Write the number of words that the next documents have in a zone."""
        self._writers[f"{zone}_length"].extend(lengths)
        written = self._written[zone]
        for number, length in enumerate(lengths, start=written):
            self._byte_lengths[zone].add(number, length_to_byte(length))
        self._written[zone] = written + len(lengths)
        self._segment.add_words(zone, sum(lengths))

    def close(self) -> None:
        """Finish the columns."""
        documents = self._written[ZONES[0]]
        for writer in (*self._writers.values(), *self._byte_lengths.values()):
            writer.finish(documents)
        self.abandon()
        self._segment.set_doc_count(documents)

    def abandon(self) -> None:
        """Let go of the files."""
        for file in self._files:
            if not file.is_closed:
                file.close()
