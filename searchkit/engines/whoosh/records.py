"""Documents to Whoosh's fields and back."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from searchkit.documents.dates import PartialDate
from searchkit.documents.model import Document, Metadata
from searchkit.engines.whoosh.schema import ZONES, field_name
from searchkit.language.analyzer import Analyzer
from searchkit.query.vocabulary import fold

_COLLATION = str.maketrans("åäæöø", "\uf000\uf001\uf001\uf002\uf002")
"""Å, ä and ö sort after z, in that order, as they do in Swedish, æ as ä and ø as ö."""


def to_fields(document: Document, analyzer: Analyzer) -> dict[str, Any]:
    """Turn a document into the keyword arguments of Whoosh's `add_document`."""
    metadata = document.metadata
    values: dict[str, Any] = {
        "doc_id": document.doc_id,
        "record": _to_record(document),
        "body": document.text.encode(),
        "id_key": document.doc_id.encode(),
        "title_key": _title_key(metadata.title),
        "source": metadata.source.encode(),
        "type": metadata.type.encode(),
    }
    if metadata.date is not None:
        values["first_day"] = metadata.date.earliest.toordinal()
        values["last_day"] = metadata.date.latest.toordinal()
    for zone, text in zip(ZONES, (metadata.title, document.text), strict=True):
        values |= _zone_fields(zone, text, analyzer)
    return values


def _title_key(title: str) -> bytes:
    """Make what a title is sorted by; marks on other letters, as in é, are no matter."""
    return fold(title.casefold().translate(_COLLATION)).encode()


def _zone_fields(zone: str, text: str, analyzer: Analyzer) -> dict[str, Any]:
    terms: dict[str, dict[str, list[int]]] = {
        kind: defaultdict(list) for kind in ("exact", "stem", "part")
    }
    words = 0
    for token in analyzer.iter_tokens(text):
        positions = terms[token.kind][token.term]
        # A compound may have the same part twice; one place in the text counts once.
        if not positions or positions[-1] != token.position:
            positions.append(token.position)
        words = token.position + 1
    fields = {field_name(zone, kind): found for kind, found in terms.items()}
    return {**fields, f"{zone}_length": words}


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
    }
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def to_document(stored: dict[str, Any], text: str) -> Document:
    """Read a document back from its stored fields and its text."""
    record = json.loads(stored["record"])
    metadata = Metadata(
        title=record["title"],
        date=PartialDate.parse(record["date"]) if record["date"] else None,
        updated=PartialDate.parse(record["updated"]) if record["updated"] else None,
        source=record["source"],
        type=record["type"],
        evidence=record["evidence"],
    )
    return Document(stored["doc_id"], record["path"], text, metadata, tuple(record["notes"]))
