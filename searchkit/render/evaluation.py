"""Show an evaluation: figures in columns, the queries that differ, and what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from searchkit.evaluation.comparison import Comparison, Difference
from searchkit.evaluation.report import Report
from searchkit.render.clean import one_line
from searchkit.render.records import encoded
from searchkit.render.width import clip, padded, width

SCHEMA = "searchkit.evaluate/1"

_SHOWN_QUERIES = 10
"""Queries to show where ours is worse, and where it is better."""

_NAMED = 3
"""Ids to name before the rest is only counted."""

_JSON_DECIMALS = 6


def evaluation_lines(report: Report, columns: int = 80) -> Iterator[str]:
    """Write a line for each measure; where two runs are compared, then where they differ most.

    That is shown for the first measure only.
    """
    if not report.comparisons:
        yield from _table(_mean_rows(report))
        return
    yield from _table(_comparison_rows(report.comparisons))
    first = report.comparisons[0]
    for word, differences in (
        ("worse", first.worst(_SHOWN_QUERIES)),
        ("better", first.best(_SHOWN_QUERIES)),
    ):
        if differences:
            yield from ("", f"Ours is {word} by {first.measure}:")
            rows = _difference_rows(differences, report)
            yield from (clip(line, columns) for line in _table(rows, texts=(0, 4)))


def _mean_rows(report: Report) -> Iterator[Sequence[str]]:
    yield "measure", "mean", "queries"
    for measured in report.measured:
        yield measured.measure, f"{measured.mean:.4f}", str(len(measured.values))


def _comparison_rows(comparisons: Sequence[Comparison]) -> Iterator[Sequence[str]]:
    yield "measure", "ours", "theirs", "difference", "p", "wins", "losses", "ties", "queries"
    for each in comparisons:
        figures = (f"{each.ours:.4f}", f"{each.theirs:.4f}", _signed(each.ours - each.theirs))
        counts = (each.wins, each.losses, each.ties, len(each.differences))
        yield each.measure, *figures, f"{each.p_value:.4f}", *map(str, counts)


def _difference_rows(differences: Sequence[Difference], report: Report) -> Iterator[Sequence[str]]:
    yield "query_id", "ours", "theirs", "difference", "query"
    for each in differences:
        query = one_line(report.queries[each.query_id])
        figures = f"{each.ours:.4f}", f"{each.theirs:.4f}", _signed(each.gain)
        yield one_line(each.query_id), *figures, query


def _signed(value: float) -> str:
    """Write a difference with its sign; nothing has none."""
    written = f"{value:+.4f}"
    return written.lstrip("+-") if float(written) == 0 else written


def _table(rows: Iterator[Sequence[str]], texts: Sequence[int] = (0,)) -> Iterator[str]:
    """Write rows in columns: those of text to the left, those of figures to the right."""
    held = list(rows)
    widths = [max(map(width, cells)) for cells in zip(*held, strict=True)]
    for row in held:
        cells = [
            padded(cell, size) if place in texts else cell.rjust(size)
            for place, (cell, size) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def evaluation_notices(report: Report) -> list[str]:
    """Write what must be known to read the figures, each in a line."""
    missing = report.missing_documents or ()
    notices = (
        _counted(report.left_out, "query has", "queries have", "no relevant document: left out"),
        _counted(report.unasked, "id in the qrels is", "ids in the qrels are", "not a query's"),
        _counted(report.unanswered, "query has", "queries have", "no results"),
        _counted(report.unanswered_by_theirs, "query has", "queries have", "no results in theirs"),
        _counted(missing, "judged document is", "judged documents are", "not in the index"),
        _truncated(report.truncated),
    )
    return [one_line(notice) for notice in notices if notice]


def _counted(ids: Sequence[str], one: str, several: str, what: str) -> str:
    if not ids:
        return ""
    named = ", ".join(ids[:_NAMED]) + (", …" if len(ids) > _NAMED else "")
    return f"{len(ids)} {one if len(ids) == 1 else several} {what} ({named})"


def _truncated(measures: Sequence[str]) -> str:
    if not measures:
        return ""
    looks = "looks" if len(measures) == 1 else "look"
    return f"{', '.join(measures)} {looks} at more results than were asked for: give a larger -n"


def evaluation_json(report: Report) -> Iterator[str]:
    """Write all of it as one JSON object, with the values of every query."""
    yield encoded(
        {
            "schema": SCHEMA,
            "measures": [
                {
                    "measure": measured.measure,
                    "mean": round(measured.mean, _JSON_DECIMALS),
                    "queries": len(measured.values),
                }
                for measured in report.measured
            ],
            "comparisons": [_comparison_record(each) for each in report.comparisons],
            "left_out": report.left_out,
            "unasked": report.unasked,
            "unanswered": report.unanswered,
            "unanswered_by_theirs": report.unanswered_by_theirs,
            "missing_documents": report.missing_documents,
            "truncated": report.truncated,
            "notices": evaluation_notices(report),
            "queries": _query_records(report),
        }
    )


def _comparison_record(comparison: Comparison) -> dict[str, object]:
    return {
        "measure": comparison.measure,
        "ours": round(comparison.ours, _JSON_DECIMALS),
        "theirs": round(comparison.theirs, _JSON_DECIMALS),
        "difference": round(comparison.ours - comparison.theirs, _JSON_DECIMALS),
        "p": round(comparison.p_value, _JSON_DECIMALS),
        "wins": comparison.wins,
        "losses": comparison.losses,
        "ties": comparison.ties,
    }


def _query_records(report: Report) -> list[dict[str, object]]:
    ours = {each.measure: each.values for each in report.measured}
    theirs = {
        each.measure: {difference.query_id: difference.theirs for difference in each.differences}
        for each in report.comparisons
    }
    return [
        {
            "id": query_id,
            "query": query,
            "ours": {name: round(ours[name][query_id], _JSON_DECIMALS) for name in ours},
            "theirs": {name: round(theirs[name][query_id], _JSON_DECIMALS) for name in theirs}
            or None,
        }
        for query_id, query in report.queries.items()
    ]
