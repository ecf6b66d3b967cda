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
    if metadata.date is not None:
        values["first_day"] = metadata.date.earliest.toordinal()
        values["last_day"] = metadata.date.latest.toordinal()
    return values


def _title_key(title: str) -> bytes:
    """Make what a title is sorted by; marks on other letters, as in é, are no matter."""
    return fold(title.casefold().translate(_COLLATION)).encode()


def _to_record(document: Document) -> str:
    metadata = document.metadata
    record = {
        "path": document.path,
        "title": metadata.title,
        "date": str(metadata.date or ""),
        "updated": str(metadata.updated or ""),
        "source": metadata.source,
        "type": metadata.type,
        "evidence": metadata.evidence,
        "notes": document.notes,
        "also": document.also,
    }
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def to_document(doc_id: str, written: bytes, body: bytes | None) -> Document:
    """Read a document back from its record and, unless it is to go without, its text."""
    record = json.loads(written)
    metadata = Metadata(
        title=record["title"],
        date=PartialDate.parse(record["date"]) if record["date"] else None,
        updated=PartialDate.parse(record["updated"]) if record["updated"] else None,
        source=record["source"],
        type=record["type"],
        evidence=record["evidence"],
    )
    text = "" if body is None else zlib.decompress(body).decode()
    notes, also = tuple(record["notes"]), tuple(record["also"])
    return Document(doc_id, record["path"], text, metadata, notes, also)
