"""Write the paths of the files that hold the hits, for other programs to open."""

from __future__ import annotations

from collections.abc import Iterator

from searchkit.render.clean import one_line
from searchkit.results.model import SearchResults


def path_lines(results: SearchResults, *, exact: bool = False) -> Iterator[str]:
    """Write each path once, though a `.jsonl` file may hold many of the hits.

    `exact` leaves them as they are, controls and all: for a program that reads up to each NUL
    and opens what it reads, never for a terminal.
    """
    for path in dict.fromkeys(hit.path for hit in results.hits):
        yield path if exact else one_line(path)
