"""What a document is to Whoosh: its fields, its columns, and how positions are stored."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whoosh import fields, formats

from searchkit.engines.whoosh.columns import Bytes, Numbers, SealedColumn
from searchkit.engines.whoosh.flat import pack, unpack

ZONES = ("title", "text")
"""The stretches of a document that are searched, each with its own weight."""

FIELD_SUFFIX = {"stem": "", "part": "_part", "exact": "_form"}
"""A kind of term to the field of a zone that holds it."""

FIELDS = {kind: [zone + suffix for zone in ZONES] for kind, suffix in FIELD_SUFFIX.items()}
"""A kind of term to the fields that hold it, one a zone."""


def field_name(zone: str, kind: str) -> str:
    """Name the Whoosh field that holds the terms of one kind in one zone."""
    return zone + FIELD_SUFFIX[kind]


class ArrayPositions(formats.Positions):  # type: ignore[misc]
    """Positions as flat little-endian 32-bit numbers.

    Whoosh's own format pickles them, which is slower and would make a posting into code.
    """

    def encode(self, poslist: list[int]) -> bytes:
        return pack("I", poslist)

    def decode_positions(self, valuestring: bytes) -> list[int]:
        return unpack("I", valuestring).tolist()

    def decode_frequency(self, valuestring: bytes) -> int:
        return len(valuestring) // 4


class Terms(fields.FieldType):  # type: ignore[misc]
    """A field of terms with their positions, which `writing.building` writes by itself."""

    def __init__(self) -> None:
        self.format = ArrayPositions()
        self.analyzer = None
        self.scorable = True
        self.stored = False
        self.unique = False
        self.vector = None

    def index(self, value: Any, **_kwargs: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        raise TypeError("terms are written by the batch, not by the document")


def make_schema() -> fields.Schema:
    """Build the schema.

    What is shown of a document is in columns and not in stored fields: those are pickled, and
    read as a whole. The text is compressed, as Whoosh keeps no more than 4 GB of a column in one
    segment. `first_day` and `last_day` are proleptic ordinals of the days a date can mean, 0 for
    none.
    """
    searched = {field_name(zone, kind): Terms() for zone in ZONES for kind in FIELD_SUFFIX}
    lengths = {f"{zone}_length": fields.COLUMN(Numbers()) for zone in ZONES}
    keys = ("id_key", "title_key", "source", "type")
    return fields.Schema(
        doc_id=fields.ID(unique=True),
        record=fields.COLUMN(SealedColumn()),
        body=fields.COLUMN(SealedColumn()),
        first_day=fields.COLUMN(Numbers()),
        last_day=fields.COLUMN(Numbers()),
        **{key: fields.COLUMN(Bytes()) for key in keys},
        **lengths,
        **searched,
    )
