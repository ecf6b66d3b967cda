"""One line for each document, in columns: date, source, title, id."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from searchkit.render.clean import one_line
from searchkit.render.style import Style
from searchkit.render.width import clip, padded, width
from searchkit.results.model import Hit, SearchResults

_UNDATED = "undated"
_WIDEST_SOURCE = 20
_NARROWEST_TITLE = 10
_BETWEEN = "  "


def list_lines(results: SearchResults, style: Style) -> Iterator[str]:
    """List the hits. The title gives way so that the id can be copied, if the screen allows.

    On a narrow one the source is left out, and where that is not enough the title.
    """
    rows = [_cells(hit) for hit in results.hits]
    widths = _widths(rows, style.columns)
    for row in rows:
        cells = [
            padded(clip(cell, size), size) for cell, size in zip(row, widths, strict=True) if size
        ]
        yield clip(_BETWEEN.join(cells).rstrip(" "), style.columns)


def _widths(rows: Sequence[tuple[str, ...]], columns: int) -> list[int]:
    """Give the columns that date, source, title and id take; none is left out."""
    date, source, title, doc_id = (
        max((width(row[column]) for row in rows), default=0) for column in range(4)
    )
    least = min(title, _NARROWEST_TITLE)
    room = columns - date - doc_id - 2 * len(_BETWEEN)
    if source and room - source - len(_BETWEEN) >= least:
        room -= source + len(_BETWEEN)
    else:
        source = 0
    if room < least and room >= -len(_BETWEEN):
        return [date, source, 0, doc_id]
    return [date, source, min(title, max(least, room)), doc_id]


def _cells(hit: Hit) -> tuple[str, str, str, str]:
    date = str(hit.date) if hit.date else _UNDATED
    source = clip(one_line(hit.source), _WIDEST_SOURCE)
    return date, source, one_line(hit.title), one_line(hit.doc_id) + _copies(hit)


def _copies(hit: Hit) -> str:
    """Count the other files with the same document, after its id."""
    if not hit.also:
        return ""
    return "  +1 copy" if len(hit.also) == 1 else f"  +{len(hit.also)} copies"
