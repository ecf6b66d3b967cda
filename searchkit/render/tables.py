"""Write results as CSV or TSV: a header, then a row for each hit.

Values are data and stay as they are but for what would break a row: controls, tabs and line
ends are cleaned away as they are for a screen. A cell that begins with `=`, `+`, `-` or `@` is
not given an apostrophe, which would spoil it for every reader but a spreadsheet; whoever opens
the file in one should import the columns as text.
"""

from __future__ import annotations

from collections.abc import Iterator

from searchkit.render.clean import one_line
from searchkit.results.model import Hit, SearchResults

COLUMNS = ("rank", "score", "date", "source", "type", "id", "path", "title")

_DECIMALS = 4


def csv_lines(results: SearchResults) -> Iterator[str]:
    """Write comma-separated values, quoted where they must be (RFC 4180)."""
    import csv

    writer = csv.writer(_Echo(), lineterminator="")
    for row in _iter_rows(results):
        yield str(writer.writerow(row))


def tsv_lines(results: SearchResults) -> Iterator[str]:
    """Write tab-separated values: never quoted, as no value has a tab in it."""
    for row in _iter_rows(results):
        yield "\t".join(row)


class _Echo:
    """A file for `csv.writer`, whose `writerow` hands on what `write` gives back."""

    def write(self, text: str) -> str:
        return text


def _iter_rows(results: SearchResults) -> Iterator[tuple[str, ...]]:
    yield COLUMNS
    for hit in results.hits:
        yield tuple(one_line(value) for value in _values(hit))


def _values(hit: Hit) -> tuple[str, ...]:
    return (
        str(hit.rank),
        str(round(hit.score, _DECIMALS)),
        str(hit.date) if hit.date else "",
        hit.source,
        hit.type,
        hit.doc_id,
        hit.path,
        hit.title,
    )
