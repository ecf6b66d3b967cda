"""Documents to Whoosh's columns and back."""

from __future__ import annotations

import json
import zlib
from typing import Any

from searchkit.documents.dates import PartialDate
from searchkit.documents.model import Document, Metadata
from searchkit.engines.whoosh.columns import SealedColumn
from searchkit.query.vocabulary import fold

_COMPRESSION = 3
"""zlib's level for texts: most of what it can save, at a third of the time of its default."""

_COLLATION = str.maketrans("åäæöø", "\uf000\uf001\uf001\uf002\uf002")
"""Å, ä and ö sort after z, in that order, as they do in Swedish, æ as ä and ø as ö."""


def to_columns(document: Document) -> dict[str, Any]:
    """Turn a document into the values of Whoosh's columns; its terms are another matter."""
    metadata = document.metadata
    values: dict[str, Any] = {
        "record": SealedColumn.seal(_to_record(document).encode()),
        "body": SealedColumn.seal(zlib.compress(document.text.encode(), _COMPRESSION)),
        "id_key": document.doc_id.encode(),
        "title_key": _title_key(metadata.title),
        "source": metadata.source.encode(),
        "type": metadata.type.encode(),
    }
    date = metadata.date
    values["first_day"] = date.earliest.toordinal() if date else 0
    values["last_day"] = date.latest.toordinal() if date else 0
    return values


_EMPTY: tuple[Any, ...] = ("", "", "", "", "", {}, "", (), ())
"""A record of which nothing is known; `_to_record` says what its values are."""

_write_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _title_key(title: str) -> bytes:
    """Make what a title is sorted by; marks on other letters, as in é, are no matter."""
    return fold(title.casefold().translate(_COLLATION)).encode()


def _to_record(document: Document) -> str:
    """Write all but the id and the text: a list, without the empty values at its end."""
    metadata = document.metadata
    record = [
        document.path,
        metadata.title,
        str(metadata.date or ""),
        metadata.source,
        metadata.type,
        metadata.evidence,
        str(metadata.updated or ""),
        document.notes,
        document.also,
    ]
    while record and not record[-1]:
        record.pop()
    return _write_json(record)


def to_document(doc_id: str, written: bytes, body: bytes | None) -> Document:
    """Read a document back from its record and, unless it is to go without, its text."""
    record = json.loads(written)
    whole = (*record, *_EMPTY[len(record) :])
    path, title, date, source, type_, evidence, updated, notes, also = whole
    metadata = Metadata(
        title=title,
        date=PartialDate.parse(date) if date else None,
        updated=PartialDate.parse(updated) if updated else None,
        source=source,
        type=type_,
        evidence=evidence,
    )
    text = "" if body is None else zlib.decompress(body).decode()
    return Document(doc_id, path, text, metadata, tuple(notes), tuple(also))
