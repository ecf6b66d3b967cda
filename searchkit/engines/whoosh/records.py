"""Documents to Whoosh's columns and back."""

from __future__ import annotations

import json
import re
import zlib
from typing import Any

from searchkit.documents.dates import PartialDate
from searchkit.documents.model import Document, Metadata
from searchkit.engines.whoosh.columns import SealedColumn
from searchkit.query.vocabulary import fold

_LEVEL, _WINDOW, _MEMORY = 1, -15, 6
"""How zlib compresses texts: at its quickest, which leaves a twentieth more, without a header,
and with a memory that is soon made ready, as most texts are short."""

_COMPRESSED_FROM = 500
"""Bytes from which compressing saves more than it takes; less is stored in the same format."""

_COLLATION = {"å": "\uf000", "ä": "\uf001", "æ": "\uf001", "ö": "\uf002", "ø": "\uf002"}
"""Å, ä and ö sort after z, in that order, as they do in Swedish, æ as ä and ø as ö."""

_PLAIN = re.compile("[\x00-\xbf\u2010-\u2027\uf000-\uf002]*")
"""Letters without marks, and signs that titles are full of: `fold` would leave all as they are."""

_write_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def to_columns(document: Document) -> dict[str, Any]:
    """Turn a document into the values of Whoosh's columns; its terms are another matter."""
    metadata = document.metadata
    values: dict[str, Any] = {
        "record": SealedColumn.seal(_to_record(document).encode()),
        "body": SealedColumn.seal(_compress(document.text.encode())),
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


def _title_key(title: str) -> bytes:
    """Make what a title is sorted by; marks on other letters, as in é, are no matter."""
    key = title.casefold()
    if not key.isascii():
        for letter, sorted_as in _COLLATION.items():
            key = key.replace(letter, sorted_as)
        key = key if _PLAIN.fullmatch(key) else fold(key)
    return key.encode()


def _compress(data: bytes) -> bytes:
    level = _LEVEL if len(data) >= _COMPRESSED_FROM else 0
    compressor = zlib.compressobj(level, zlib.DEFLATED, _WINDOW, _MEMORY)
    return compressor.compress(data) + compressor.flush()


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
    text = "" if body is None else zlib.decompress(body, _WINDOW).decode()
    return Document(doc_id, path, text, metadata, tuple(notes), tuple(also))
