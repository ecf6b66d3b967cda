"""Show one whole document, its hits marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from searchkit.documents.model import Document
from searchkit.render.clean import clean_marked, one_line
from searchkit.render.layout import paint
from searchkit.render.style import Style
from searchkit.render.terminal import also_lines, meta_line
from searchkit.results.model import Mark

DOCUMENT_SCHEMA = "searchkit.document/1"


def document_lines(document: Document, marks: Sequence[Mark], style: Style) -> Iterator[str]:
    """Give the title, what is known about the document, a blank line and its text.

    `marks` are offsets into the text, in order and never overlapping. A line of the document
    is a line here, however long, so that line numbers agree.
    """
    metadata = document.metadata
    title = one_line(metadata.title)
    if title:
        yield style.title(title)
    date = str(metadata.date) if metadata.date else ""
    yield meta_line((date, metadata.source, metadata.type), document.path, style)
    yield from also_lines(document.also, style)
    yield ""
    for line, inside in _iter_lines(document.text, marks):
        shown = clean_marked(line, inside)
        yield paint(shown, 0, len(shown.text.rstrip(" ")), style.body_pen)


def document_json(document: Document, marks: Sequence[Mark]) -> Iterator[str]:
    """Write a document as one JSON object in one line, its text and marks as they are."""
    from searchkit.render.records import encoded, marks_record

    metadata = document.metadata
    yield encoded(
        {
            "schema": DOCUMENT_SCHEMA,
            "id": document.doc_id,
            "title": metadata.title,
            "date": str(metadata.date) if metadata.date else None,
            "date_precision": metadata.date.precision if metadata.date else None,
            "date_evidence": metadata.evidence.get("date", ""),
            "source": metadata.source,
            "type": metadata.type,
            "path": document.path,
            "also": document.also,
            "text": document.text,
            "marks": marks_record(marks),
        }
    )


def _iter_lines(text: str, marks: Sequence[Mark]) -> Iterator[tuple[str, list[Mark]]]:
    """Split text at its line ends, with the marks of each line relative to it."""
    start = index = 0
    for line in text.removesuffix("\n").split("\n"):
        end = start + len(line)
        inside = []
        for mark in islice(marks, index, None):
            if mark.start >= end:
                break
            inside.append(mark)
            index += mark.end <= end
        yield line, [_relative(mark, start, end) for mark in inside if mark.end > start]
        start = end + 1


def _relative(mark: Mark, start: int, end: int) -> Mark:
    """Move a mark to the line it stands in; of one over two lines, each line has a part."""
    return Mark(max(mark.start, start) - start, min(mark.end, end) - start, mark.why)
