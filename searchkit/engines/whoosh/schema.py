"""What a document is to Whoosh: its fields, its columns, and how positions are stored."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterator, Mapping
from typing import Any

from whoosh import columns, fields, formats

ZONES = ("title", "text")
"""The stretches of a document that are searched, each with its own weight."""

FIELD_SUFFIX = {"stem": "", "part": "_part", "exact": "_form"}
"""A kind of term to the field of a zone that holds it."""


def field_name(zone: str, kind: str) -> str:
    """Name the Whoosh field that holds the terms of one kind in one zone."""
    return zone + FIELD_SUFFIX[kind]


class ArrayPositions(formats.Positions):  # type: ignore[misc]
    """Positions as flat little-endian 32-bit numbers.

    Whoosh's own format pickles them, which is slower and would make a posting into code.
    """

    def encode(self, poslist: list[int]) -> bytes:
        packed = array("I", poslist)
        if sys.byteorder == "big":
            packed.byteswap()
        return packed.tobytes()

    def decode_positions(self, valuestring: bytes) -> list[int]:
        packed = array("I")
        packed.frombytes(valuestring)
        if sys.byteorder == "big":
            packed.byteswap()
        return packed.tolist()

    def decode_frequency(self, valuestring: bytes) -> int:
        return len(valuestring) // 4


class Terms(fields.FieldType):  # type: ignore[misc]
    """A field whose value is already terms: a mapping from term to its positions."""

    def __init__(self) -> None:
        self.format = ArrayPositions()
        self.analyzer = None
        self.scorable = True
        self.stored = False
        self.unique = False
        self.vector = None

    def index(
        self, value: Mapping[str, list[int]], **_kwargs: Any
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term, positions in value.items():
            yield (
                term.encode(),
                len(positions),
                float(len(positions)),
                self.format.encode(positions),
            )


class Numbers(columns.NumericColumn):  # type: ignore[misc]
    """A column of numbers from 0 to 2^32 - 1 that is read at once, 0 where there is none.

    Whoosh reads a column value by value, which for all documents takes longer than a search.
    """

    def __init__(self) -> None:
        super().__init__("I", default=0)

    class Reader(columns.NumericColumn.Reader):  # type: ignore[misc]
        """Whoosh's reader, but for reading everything."""

        def load(self) -> array[int]:
            values: array[int] = self._dbfile.get_array(self._basepos, "I", self._count)
            # Zeros at the end are not written.
            values.extend([0] * (self._doccount - self._count))
            return values


def make_schema() -> fields.Schema:
    """Build the schema.

    The text is a column and not a stored field, so that listing documents does not read it,
    and compressed, as Whoosh keeps no more than 4 GB of a column in one segment.
    `first_day` and `last_day` are proleptic ordinals of the days a date can mean, 0 for none.
    """
    searched = {field_name(zone, kind): Terms() for zone in ZONES for kind in FIELD_SUFFIX}
    lengths = {f"{zone}_length": fields.COLUMN(Numbers()) for zone in ZONES}
    return fields.Schema(
        doc_id=fields.ID(unique=True, stored=True),
        record=fields.STORED(),
        body=fields.COLUMN(columns.CompressedBytesColumn()),
        id_key=fields.COLUMN(columns.VarBytesColumn()),
        title_key=fields.COLUMN(columns.VarBytesColumn()),
        source=fields.COLUMN(columns.VarBytesColumn()),
        type=fields.COLUMN(columns.VarBytesColumn()),
        first_day=fields.COLUMN(Numbers()),
        last_day=fields.COLUMN(Numbers()),
        **lengths,
        **searched,
    )
