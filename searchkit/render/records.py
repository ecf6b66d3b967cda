"""Write results as JSON, for programs: one object, or one line for each hit.

Text is never altered. What must not reach a terminal or a UTF-8 encoder (C1 controls, bidi
controls, lone surrogates) is escaped as JSON allows, and reads back as it was. The keys are
the same in every object, whatever is known; later versions only add to them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from searchkit.query.dates import DateRange
from searchkit.results.model import Hit, Mark, SearchResults

SCHEMA = "searchkit.search/1"

_DECIMALS = 4
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def json_document(results: SearchResults, *, explain: bool = False) -> Iterator[str]:
    """Write all of it as one object, in one line."""
    yield encoded(
        {
            "schema": SCHEMA,
            "query": results.query,
            "total": results.total,
            "offset": results.offset,
            "dates": _dates(results.dates),
            "undated_left_out": results.undated_left_out,
            "suggestions": results.suggestions,
            "notices": results.notices,
            "related_total": results.related_total,
            "related_words": results.related_words,
            "results": [_record(hit, explain) for hit in results.hits],
        }
    )


def json_lines(
    results: SearchResults, *, explain: bool = False, with_query: bool = False
) -> Iterator[str]:
    """Write one object a line for each hit; with the query first in it where there are many."""
    head = {"query": results.query} if with_query else {}
    for hit in results.hits:
        yield encoded(head | _record(hit, explain))


def _record(hit: Hit, explain: bool) -> dict[str, object]:
    record: dict[str, object] = {
        "rank": hit.rank,
        "id": hit.doc_id,
        "score": round(hit.score, _DECIMALS),
        "title": hit.title,
        "date": str(hit.date) if hit.date else None,
        "date_precision": hit.date.precision if hit.date else None,
        "date_evidence": hit.date_evidence,
        "source": hit.source,
        "type": hit.type,
        "path": hit.path,
        "also": hit.also,
        "title_marks": marks_record(hit.title_marks),
        "unmarked": hit.unmarked,
        "passages": [
            {"line": passage.line, "text": passage.text, "marks": marks_record(passage.marks)}
            for passage in hit.passages
        ],
    }
    return record | {"explanation": _explanation(hit)} if explain else record


def marks_record(marks: Sequence[Mark]) -> list[tuple[int, int, str]]:
    """Write marks as JSON has them: start, end and why."""
    return [(mark.start, mark.end, mark.why) for mark in marks]


def _explanation(hit: Hit) -> list[dict[str, object]]:
    return [
        {
            "field": part.field,
            "term": part.term,
            "kind": part.kind,
            "score": round(part.score, _DECIMALS),
        }
        for part in hit.explanation
    ]


def _dates(dates: DateRange | None) -> dict[str, str | None] | None:
    if dates is None:
        return None
    return {
        "from": dates.first.isoformat() if dates.first else None,
        "to": dates.last.isoformat() if dates.last else None,
    }


def encoded(record: dict[str, object]) -> str:
    """Write a record as JSON in one line that can be printed and encoded."""
    text = json.dumps(record, ensure_ascii=False)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
