"""What typed text has in common, be it a query or a date: its blanks, its normal form.

For `dates` and the parser, which both have to quote what they could not read.
"""

from __future__ import annotations

import re
import unicodedata

BLANK = "\\s\x00-\x1f\x7f-\x9f\u200b\ufeff\ud800-\udfff"
"""What separates words, as the inside of a character class.

Beside white space: control characters, zero-width space, byte order mark, and the lone
surrogates by which Python hands on bytes that are not UTF-8. No document has them in a word.
"""

_BLANKS = re.compile(f"[{BLANK}]+")


_LONGEST_WORD = 500


def normalize(word: str) -> str:
    """Give the word in NFC, the form that documents are read in.

    A word longer than any in a document is left as it is: thousands of combining marks in a
    row take Python time in the square of their number.
    """
    if word.isascii() or len(word) > _LONGEST_WORD:
        return word
    return unicodedata.normalize("NFC", word)


def tidy(text: str) -> str:
    """Give the words of the text in NFC, with a single space between them."""
    return " ".join(normalize(word) for word in _BLANKS.sub(" ", text).split(" ") if word)


def excerpt(text: str, limit: int = 40) -> str:
    """Give the beginning of the text, fit for a message on a terminal."""
    # Four times the limit: blanks shrink, and a megabyte need not be looked at.
    shown = tidy("".join(c if c.isprintable() else " " for c in text[: 4 * limit]))
    return shown if len(shown) <= limit else f"{shown[:limit].rstrip()}…"
