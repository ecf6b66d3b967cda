"""Make text from documents fit to be shown: nothing in it may steer a terminal or break a row.

For every renderer but `records`, which must not alter text and escapes it instead. What is
replaced, by Unicode general category:

    Zl, Zp, tabs and line ends      a blank
    Cf (bidi controls, soft hyphen, zero-width, tags), and letters that are invisible: nothing
    other controls (Cc: ESC, NUL, C1) and lone surrogates (Cs): U+FFFD, as something was there
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from searchkit.results.model import Mark
from searchkit.values import Value

_BLANKS = frozenset("\t\n\v\f\r\x85\u2028\u2029")
_INVISIBLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0]")
_SURROGATE_OR_CONTROL = ("Cc", "Cs")
_REPLACEMENT = "\ufffd"


class Marked(Value):
    """Clean text, and marks as offsets into it."""

    text: str
    marks: tuple[Mark, ...] = ()

    def between(self, before: str, after: str) -> Marked:
        """Put text on both sides."""
        return Marked(before + self.text + after, self._moved(len(before)))

    def since(self, start: int) -> Marked:
        """Leave out what is before `start`."""
        return Marked(self.text[start:], self._moved(-start))

    def _moved(self, by: int) -> tuple[Mark, ...]:
        moved = (Mark(max(0, mark.start + by), mark.end + by, mark.why) for mark in self.marks)
        return tuple(mark for mark in moved if mark.end > 0)


def clean(text: str) -> str:
    """Give text as it can be shown within one line, its blanks as they are."""
    if _is_clean(text):
        return text
    return "".join(map(_shown, text))


def one_line(text: str) -> str:
    """Give text as it can be shown in a row of a table: runs of blanks become one, ends none."""
    return one_line_marked(text, ()).text


def clean_marked(text: str, marks: Iterable[Mark]) -> Marked:
    """Do as `clean` does and move the marks along. A mark that nothing is left of is dropped."""
    if _is_clean(text):
        return Marked(text, tuple(marks))
    return _replaced([_shown(character) for character in text], marks)


def one_line_marked(text: str, marks: Iterable[Mark]) -> Marked:
    """Do as `one_line` does and move the marks along."""
    if _is_clean(text) and "  " not in text and text == text.strip(" "):
        return Marked(text, tuple(marks))
    shown = [_shown(character) for character in text]
    after_blank = True
    for index, character in enumerate(shown):
        if character == " " and after_blank:
            shown[index] = ""
        elif character:
            after_blank = character == " "
    if after_blank:
        _drop_last_blank(shown)
    return _replaced(shown, marks)


def _is_clean(text: str) -> bool:
    """Tell at once for most text; what is not printable need not be dirty (a no-break space)."""
    return text.isprintable() and not _INVISIBLE.search(text)


@lru_cache(maxsize=4096)
def _shown(character: str) -> str:
    from unicodedata import category  # only rare text needs it

    if character in _BLANKS:
        return " "
    kind = category(character)
    if kind == "Cf" or _INVISIBLE.match(character):
        return ""
    return _REPLACEMENT if kind in _SURROGATE_OR_CONTROL else character


def _drop_last_blank(shown: list[str]) -> None:
    for index in range(len(shown) - 1, -1, -1):
        if shown[index]:
            shown[index] = ""
            return


def _replaced(shown: Sequence[str], marks: Iterable[Mark]) -> Marked:
    """Join what is shown for each character, and move marks to where it stands now."""
    places = [0]
    for character in shown:
        places.append(places[-1] + len(character))
    moved = (Mark(places[mark.start], places[mark.end], mark.why) for mark in marks)
    return Marked("".join(shown), tuple(mark for mark in moved if mark.start < mark.end))
