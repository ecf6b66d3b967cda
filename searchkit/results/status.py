"""What is to be said about an index as a whole."""

from __future__ import annotations

from searchkit.values import Value


class Status(Value):
    """The state of an index.

    `built` is local time, `2026-11-21 23:58`. `sources` and `types` count documents by name,
    most first; "" is unknown. `first` and `last` are the outermost dates as ISO 8601, "" where
    nothing is dated; `imprecise` counts the dates known to the month or the year only, by
    precision. `differing` counts the files that differ from what was indexed, `ignored` the
    files and folders that a `.searchkitignore` leaves out; `problem` says why they could not be
    compared. `undated` and `without_source` name documents. `skipped` names files as they open
    from the current directory, `a.pdf (no text in it)`, and `skipped_why` counts them by their
    reasons. `copies` counts the files that are the same document as another. `checked` tells
    whether every file of the index was compared with its checksum.
    """

    path: str
    documents: int
    words: int
    built: str
    sources: tuple[tuple[str, int], ...]
    types: tuple[tuple[str, int], ...]
    first: str
    last: str
    imprecise: tuple[tuple[str, int], ...]
    undated: tuple[str, ...]
    without_source: tuple[str, ...]
    skipped: tuple[str, ...]
    differing: int
    problem: str
    skipped_why: tuple[tuple[str, int], ...] = ()
    copies: int = 0
    ignored: int = 0
    checked: bool = False
