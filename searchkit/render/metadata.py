"""Show what is known about one document, and where each piece was found."""

from __future__ import annotations

from collections.abc import Iterator

from searchkit.documents.model import Document
from searchkit.render.clean import one_line

_FIELDS = ("title", "date", "updated", "source", "type")


def metadata_lines(document: Document) -> Iterator[str]:
    """Write the id, then a line for each field: its value and the evidence for it."""
    yield f"{'id':8}{one_line(document.doc_id)}"
    for name, value, evidence in _iter_known(document):
        found = f"  ({evidence})" if evidence else ""
        yield f"{name:8}{value or 'unknown'}{found}"
    for note in document.notes:
        yield f"{'note':8}{one_line(note)}"


def metadata_json(document: Document) -> Iterator[str]:
    """Write the same as one JSON object; unknown is the empty string."""
    from searchkit.render.records import encoded

    fields = {name: value for name, value, _ in _iter_known(document)}
    record: dict[str, object] = {
        "schema": "searchkit.meta/1",
        "id": document.doc_id,
        "path": document.path,
        **fields,
        "evidence": document.metadata.evidence,
        "notes": document.notes,
    }
    yield encoded(record)


def _iter_known(document: Document) -> Iterator[tuple[str, str, str]]:
    for name in _FIELDS:
        value = getattr(document.metadata, name)
        text = one_line(str(value)) if value is not None else ""
        yield name, text, one_line(document.metadata.evidence.get(name, ""))
