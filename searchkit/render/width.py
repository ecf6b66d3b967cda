"""Measure and cut text by the columns it takes on a screen with fixed-width letters.

All of it is for clean text (see `clean`): control characters have no width.
"""

from __future__ import annotations

import re
from functools import lru_cache

ELLIPSIS = "…"

_NARROW = re.compile("[ -~\xa0-\xac\xae-\u02ff\u2010-\u2027\u2030-\u205e\u20ac]*")
"""What most Swedish text is made of: letters, dashes, quotes, all of them one column wide."""


def width(text: str) -> int:
    """Count the columns that clean text takes in a terminal with fixed-width letters."""
    if _NARROW.fullmatch(text):
        return len(text)
    return sum(map(_columns, text))


def clip(text: str, columns: int) -> str:
    """Cut clean text down to so many columns, the last of them an ellipsis where it is cut."""
    if width(text) <= columns:
        return text
    return text[: fitting(text, columns - 1)].rstrip(" ") + ELLIPSIS


def fitting(text: str, columns: int) -> int:
    """Count the characters at the beginning of clean text that fit into so many columns."""
    for index, character in enumerate(text):
        columns -= _columns(character)
        if columns < 0:
            return index
    return len(text)


def padded(text: str, columns: int) -> str:
    """Fill clean text up with blanks to so many columns."""
    return text + " " * (columns - width(text))


@lru_cache(maxsize=4096)
def _columns(character: str) -> int:
    from unicodedata import category, east_asian_width  # only rare text needs it

    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1
