"""One line for each document, in columns: date, source, title, id."""

from __future__ import annotations

from collections.abc import Iterator

from searchkit.render.clean import one_line
from searchkit.render.style import Style
from searchkit.render.width import clip, padded, width
from searchkit.results.model import Hit, SearchResults

_UNDATED = "undated"
_WIDEST_SOURCE = 20
_NARROWEST_TITLE = 10
_BETWEEN = "  "


def list_lines(results: SearchResults, style: Style) -> Iterator[str]:
    """List the hits. The title gives way so that the id can be copied, if the screen allows."""
    rows = [_cells(hit) for hit in results.hits]
    widths = [max((width(row[column]) for row in rows), default=0) for column in range(4)]
    others = widths[0] + widths[1] + widths[3] + 3 * len(_BETWEEN)
    widths[2] = min(widths[2], max(_NARROWEST_TITLE, style.columns - others))
    for row in rows:
        cells = [padded(clip(cell, size), size) for cell, size in zip(row, widths, strict=True)]
        yield clip(_BETWEEN.join(cell for cell in cells if cell).rstrip(" "), style.columns)


def _cells(hit: Hit) -> tuple[str, str, str, str]:
    date = str(hit.date) if hit.date else _UNDATED
    source = clip(one_line(hit.source), _WIDEST_SOURCE)
    return date, source, one_line(hit.title), one_line(hit.doc_id) + _copies(hit)


def _copies(hit: Hit) -> str:
    """Count the other files with the same document, after its id."""
    if not hit.also:
        return ""
    return "  +1 copy" if len(hit.also) == 1 else f"  +{len(hit.also)} copies"
