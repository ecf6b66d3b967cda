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
    exact: dict[str, list[int]] = defaultdict(list)
    stems: dict[str, list[int]] = defaultdict(list)
    parts: dict[str, list[int]] = defaultdict(list)
    words = 0
    for position, terms in enumerate(analyzer.text_terms(text)):
        exact[terms.form].append(position)
        stems[terms.stem].append(position)
        for part in terms.parts:
            positions = parts[part.term]
            # A compound may have the same part twice; one place in the text counts once.
            if not positions or positions[-1] != position:
                positions.append(position)
        words = position + 1
    found = {"exact": exact, "stem": stems, "part": parts}
    fields = {field_name(zone, kind): terms for kind, terms in found.items()}
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
        "also": document.also,
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
    notes, also = tuple(record["notes"]), tuple(record["also"])
    return Document(stored["doc_id"], record["path"], text, metadata, notes, also)
