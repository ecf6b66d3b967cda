"""The tokenizer: which stretches of a text are words, and what a token is.

A word is letters and digits, joined by what Swedes write inside words: hyphens
(`it-säkerhet`), colons (`AMO:s`, `14:30`), apostrophes, and points and commas between digits
(`3,5`). `2022-09-28` is one word; `C#` and `C++` are words. What terms a word becomes is the
analyzer's business.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

SOFT_HYPHEN = "\u00ad"

LINE_END_SIGNS = f"-\u2010{SOFT_HYPHEN}"
"""After one of these, a line end may be inside a word; no other blank may."""

# A hyphen at the end of a line divides a word, unless it stands for a left-out part:
# "löne-\noch personalfrågor".
_LINE_END = r"(?:[-\u2010]|(?<=\u00ad))\n"
_DIVIDED = rf"{_LINE_END}(?=[a-zåäöéﬀ-ﬆ])(?!(?:och|eller|samt|som|till|respektive)\b)"
_JOINT = rf"(?:[-\u2010\u2011:'\u2019](?=[^\W_])|{_DIVIDED}|(?<=\d)[.,](?=\d))"
# A combining mark belongs to the letter before it; a soft hyphen is inside its word.
_MARKS = r"\u0300-\u036f\u00ad"
_LETTERS = rf"[^\W_]+(?:[{_MARKS}]+[^\W_]*)*"
# Most words end where their letters do: one look at the next character says so.
_JOINED = rf"(?=[-:'.,\u2010\u2011\u2019\n{_MARKS}])(?:[{_MARKS}]+[^\W_]*|{_JOINT}{_LETTERS})"
_WITHOUT_SIGNS = rf"[^\W_]+(?:{_JOINED})*"
_PLAIN_WORD = re.compile(_WITHOUT_SIGNS)
_WORD = re.compile(rf"[A-Za-z](?:\+\+|\#)(?!\w)|{_WITHOUT_SIGNS}")

# Two or three letters in one sign, as many PDF files have them.
_LIGATURES = dict(zip("ﬀﬁﬂﬃﬄﬅﬆ", ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True))
_LIGATURE = re.compile(f"[{''.join(_LIGATURES)}]")
_TYPOGRAPHIC = str.maketrans(
    {"\u2010": "-", "\u2011": "-", "\u2019": "'", SOFT_HYPHEN: None, **_LIGATURES}
)


class Token(NamedTuple):
    """One occurrence of a term in a text.

    `start` and `end` are code-point offsets; a part of a compound has offsets of its own
    inside its word's. `position` counts words, so that all terms of a word share it. `kind`
    is `exact` (the word as written, in lower case), `stem` or `part`.
    """

    term: str
    start: int
    end: int
    position: int
    kind: str


def iter_words(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each word of `text` as it is written, with its start and end.

    >>> list(iter_words("ST:s it-säkerhet"))
    [('ST:s', 0, 4), ('it-säkerhet', 5, 16)]
    """
    for match in _WORD.finditer(text):
        yield match.group(), match.start(), match.end()


def find_words(text: str) -> list[str]:
    """Give the words of `text` as they are written.

    >>> find_words("ST:s it-säkerhet")
    ['ST:s', 'it-säkerhet']
    """
    # Looking for C# and C++ takes a quarter of the time, and few texts have any.
    word = _WORD if "#" in text or "++" in text else _PLAIN_WORD
    return word.findall(text)


def normalize(word: str) -> str:
    """Bring a word as written to the form it is indexed under.

    Lower case and NFC; soft hyphens and line-end hyphens removed; ligatures in letters; one kind
    of hyphen and of apostrophe. `å`, `ä` and `ö` are letters and stay.

    >>> normalize("IT‑säkerhet")
    'it-säkerhet'
    """
    if word.isascii() and "\n" not in word:
        return word.lower()
    if word.isalpha() and not _LIGATURE.search(word):
        return unicodedata.normalize("NFC", word.lower())
    plain = word.translate(_TYPOGRAPHIC).replace("-\n", "").replace("\n", "").lower()
    return unicodedata.normalize("NFC", plain)
