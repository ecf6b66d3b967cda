"""Where paragraphs and sentences begin and end in Swedish text, for `passages`.

Every decision looks at a few characters on either side of one place and nowhere else. So the
sentences around a match can be found without reading the rest of the document, and they are
the same sentences from wherever the reading starts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from searchkit.values import Value

_NEVER_LAST = frozenset(
    word
    for line in (
        "adj bitr bl.a ca d.v.s dir doc dr dvs enl ex exkl f.d fd fig forts fr fr.o.m gen.dir",
        "hr i.o.m inkl jfr jur kap kl l.o.m m.a.o med.dr mr mrs nr ordf p.g.a pga prof prop resp",
        "s.k sekr sid sk skr st.f t.ex t.f t.o.m tel tex tf tfn v.d vs äv",
    )
    for word in line.split()
)
"""Abbreviations, without their last full stop, that something always follows.

Those that can end a sentence (`m.m.`, `osv.`, `etc.`, `st.`, `kr.`) are left out on purpose:
after them a capital begins a new sentence, and lower case never does.
"""

_GAP = re.compile(r"[\n\f]\s*")
_STOP = re.compile(r"(?<![.!?…])([.!?…]+[\"”’»')\]]*)\s+")
_FIRST_LETTER = re.compile(r"[\W_]{0,8}(\w)")
_CLOSING = "\"”’»')]"
_OPENING = "\"”’»('[–-"
_ENDS_LINE = (".", "!", "?", "…", ":", ";")
_HEADING_LENGTH = 100
_LONGEST_ABBREVIATION = 16


class Span(Value):
    """A stretch of a text, as code-point offsets, with no blanks at either end."""

    start: int
    end: int


def paragraph_around(text: str, offset: int, reach: int) -> Span:
    """Find the paragraph at an offset, looking no further than `reach` to either side.

    Where the paragraph goes on beyond that, the span just stops: a document of one line of
    five megabytes costs no more than any other.
    """
    start, end = max(0, offset - reach), min(len(text), offset + reach)
    for gap in _GAP.finditer(text, start, end):
        if _carries_on(text, gap):
            continue
        if gap.start() > offset:
            end = gap.start()
            break
        start = gap.end()
    return _trimmed(text, start, end)


def iter_sentences(text: str, within: Span) -> Iterator[Span]:
    """Split a paragraph into its sentences.

    `Se bl.a. Migrationsverket. Den 3. maj kl. 14.30 möts vi.` is two. `Plan B. Sedan går vi.`
    is taken for one, as `B.` could be somebody's initial.
    """
    start = within.start
    for stop in _STOP.finditer(text, within.start, within.end):
        if _ends_sentence(text, stop):
            yield Span(start, stop.end(1))
            start = stop.end()
    if start < within.end:
        yield Span(start, within.end)


def is_heading(text: str, paragraph: Span) -> bool:
    """Tell whether a paragraph looks like a heading: short, and not closed by punctuation."""
    if paragraph.end - paragraph.start > _HEADING_LENGTH:
        return False
    words = text[paragraph.start : paragraph.end].rstrip(_CLOSING)
    return not words.endswith(_ENDS_LINE)


def _carries_on(text: str, gap: re.Match[str]) -> bool:
    """Tell whether a line end is only where somebody's margin was.

    `kollegan och` / `personalstrategen` is one sentence over two lines; a heading and the
    capital below it are not. A blank line always parts.
    """
    if gap[0].count("\n") != 1 or "\f" in gap[0]:
        return False
    following = text[gap.end() : gap.end() + 1]
    before = text[max(0, gap.start() - 8) : gap.start()].rstrip()
    return before.endswith(",") or (following.islower() and not before.endswith(_ENDS_LINE))


def _ends_sentence(text: str, stop: re.Match[str]) -> bool:
    before = stop.start()
    if before == 0 or text[before - 1].isspace():
        return False  # a row of dots with nothing before it: `..... Paus`
    following = _FIRST_LETTER.match(text, stop.end())
    if following and following[1].islower():
        return False
    return stop[1][0] != "." or not _is_abbreviation(text, before)


def _is_abbreviation(text: str, stop: int) -> bool:
    """Tell whether the word before a full stop is an abbreviation, initials or a list number."""
    before = text[max(0, stop - _LONGEST_ABBREVIATION) : stop]
    word = before.rsplit(maxsplit=1)[-1].lstrip(_OPENING)
    if len(word) == 1 and word.isalpha():
        return True
    if all(len(letter) == 1 and letter.isupper() for letter in word.split(".")):
        return True
    if word.replace(".", "").isdigit():
        return _begins_line(text, stop - len(word))
    return word.lower() in _NEVER_LAST


def _begins_line(text: str, offset: int) -> bool:
    return offset <= 0 or text[offset - 1] in "\n\f"


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
