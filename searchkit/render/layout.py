"""Break marked text into lines for a screen, for the renderers that a person reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from searchkit.render.clean import Marked
from searchkit.render.style import Pen
from searchkit.render.width import ELLIPSIS, fitting, width
from searchkit.results.model import Mark
from searchkit.values import Value

_WORD = re.compile(f"[^ ]+(?: {ELLIPSIS}$)?")
"""A word, with the ellipsis that ends the text: it must not stand alone on a line."""

_CUT = f" {ELLIPSIS}"


def block(marked: Marked, columns: int, lines: int, pen: Pen) -> list[str]:
    """Lay out text in at most so many painted lines, with the first mark in sight.

    What does not fit is left out at the end, and at the beginning where the first mark would
    not be seen otherwise; an ellipsis stands for it.
    """
    fold = _fold(marked.text, columns, lines)
    if marked.marks and marked.marks[0].end > fold.kept:
        marked = _from_first_mark(marked, columns)
        fold = _fold(marked.text, columns, lines)
    marks = (Mark(mark.start, min(mark.end, fold.kept), mark.why) for mark in marked.marks)
    shown = Marked(fold.text, tuple(mark for mark in marks if mark.start < mark.end))
    return [paint(shown, start, end, pen) for start, end in fold.spans]


def iter_wrapped(text: str, columns: int) -> Iterator[tuple[int, int]]:
    """Break clean text between words into stretches no wider than `columns`.

    Only a word that is wider than a line is broken itself.
    """
    start = end = 0
    for word in _WORD.finditer(text):
        if end > start and width(text[start : word.end()]) > columns:
            yield start, end
            start = word.start()
        end = word.end()
        while width(text[start:end]) > columns:
            split = start + max(1, fitting(text[start : start + columns + 1], columns))
            yield start, split
            start = split
    if end > start:
        yield start, end


def paint(marked: Marked, start: int, end: int, pen: Pen) -> str:
    """Paint a stretch of text and the marks in it."""
    pieces, done = [], start
    for mark in marked.marks:
        if mark.end > done and mark.start < end:
            first, last = max(mark.start, done), min(mark.end, end)
            pieces += [pen.text(marked.text[done:first]), pen.mark(marked.text[first:last])]
            done = last
    return "".join([*pieces, pen.text(marked.text[done:end])])


class _Fold(Value):
    """Text broken into lines. `kept` counts its characters before a final ellipsis."""

    text: str
    spans: tuple[tuple[int, int], ...]
    kept: int


def _fold(text: str, columns: int, lines: int) -> _Fold:
    """Break text into so many lines, the last one ended with an ellipsis if there is more."""
    spans = tuple(islice(iter_wrapped(text, columns), lines + 1))
    if len(spans) <= lines:
        return _Fold(text, spans, len(text))
    start, end = spans[lines - 1]
    room = columns - len(_CUT)
    ends = [word.end() for word in _WORD.finditer(text, start, end)]
    kept = max((at for at in ends if width(text[start:at]) <= room), default=0)
    shown = text[:kept] + _CUT
    if not kept:
        kept = start + fitting(text[start:end], columns - len(ELLIPSIS))
        shown = text[:kept] + ELLIPSIS
    return _Fold(shown, (*spans[: lines - 1], (start, len(shown))), kept)


def _from_first_mark(marked: Marked, columns: int) -> Marked:
    """Leave out words at the beginning so that the first mark stands in the first line."""
    text, first, room = marked.text, marked.marks[0], columns - len(_CUT)
    start = first.start
    for at in range(max(0, start - room), start):
        if text[at - 1 : at] in ("", " ") and width(text[at : first.end]) <= room:
            start = at
            break
    return marked.since(start).between(f"{ELLIPSIS} ", "")
