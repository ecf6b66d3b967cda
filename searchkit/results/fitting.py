"""How much text fills two lines of a screen, and where to cut what is longer.

For `passages`. Lengths are in code points: what a terminal makes of wide characters is the
business of `render`, which clips what still does not fit.
"""

from __future__ import annotations

from collections.abc import Sequence

from searchkit.results.model import Occurrence
from searchkit.results.sentences import Span

LINE = 69
"""Characters in a line of a passage: 80 columns less the indent (3), a line number of up to
four digits with its colon and blank (6), and an ellipsis with its blank (2)."""

ROOM = 2 * LINE
"""Characters in a passage at the most, beside the blank between its two lines."""

_CONTEXT = LINE // 2
"""How much of a long sentence to show before its first mark."""


def fits(text: str, start: int, end: int) -> bool:
    """Tell whether a stretch of text fills two lines at the most, when broken between words."""
    if end - start <= LINE:
        return True
    if end - start > ROOM + 1:
        return False
    for fold in range(start + LINE, start, -1):
        if text[fold].isspace():
            return end - fold - 1 <= LINE
    return end - start <= ROOM


def cut_end(text: str, sentence: Span) -> int:
    """Give the end of the last word of a sentence that still fits."""
    return _reach_right(text, sentence.start, sentence.end)


def cut_around(text: str, sentence: Span, marks: Sequence[Occurrence]) -> tuple[int, int]:
    """Cut a sentence that is too long down to whole words around the best of its marks.

    From its beginning if they fit in with it, to its end if that is near, otherwise with a
    few words before them. Only a word that is longer than a whole passage is itself cut.
    """
    first, last = _best_run(text, sentence, marks)
    core = _word_start(text, sentence, first.start)
    core_end = _word_end(text, sentence, last.end)
    for start in (_opening(text, sentence, core, core_end), core, first.start):
        end = _reach_right(text, start, sentence.end)
        if end >= core_end:
            break
    if end == sentence.end:
        start = _reach_left(text, sentence.start, end, start)
    return start, end


def _best_run(
    text: str, sentence: Span, marks: Sequence[Occurrence]
) -> tuple[Occurrence, Occurrence]:
    """Find the neighbouring marks that fit together and say the most; the earliest of equals."""
    best, runs = (0, 0.0), (marks[0], marks[0])
    for index, first in enumerate(marks):
        start, worth = _word_start(text, sentence, first.start), dict[int, float]()
        for last in marks[index:]:
            if last is not first and not fits(text, start, _word_end(text, sentence, last.end)):
                break
            worth[last.concept] = max(last.weight, worth.get(last.concept, last.weight))
            score = len(worth), sum(sorted(worth.values()))
            if score > best:
                best, runs = score, (first, last)
    return runs


def _opening(text: str, sentence: Span, core: int, core_end: int) -> int:
    """Give the sentence's beginning if all fits with it, or the start of a word before `core`."""
    if fits(text, sentence.start, core_end):
        return sentence.start
    for start in range(max(sentence.start, core - _CONTEXT), core):
        if _begins_word(text, start):
            return start
    return core


def _reach_right(text: str, start: int, stop: int) -> int:
    if fits(text, start, stop):
        return stop
    for end in range(min(stop - 1, start + ROOM + 1), start, -1):
        if text[end].isspace() and not text[end - 1].isspace() and fits(text, start, end):
            return end
    return start + ROOM


def _reach_left(text: str, floor: int, end: int, fallback: int) -> int:
    for start in range(max(floor, end - ROOM - 1), fallback):
        if _begins_word(text, start) and fits(text, start, end):
            return start
    return fallback


def _begins_word(text: str, offset: int) -> bool:
    return not text[offset].isspace() and (offset == 0 or text[offset - 1].isspace())


def _word_start(text: str, sentence: Span, offset: int) -> int:
    while offset > sentence.start and not text[offset - 1].isspace():
        offset -= 1
    return max(offset, sentence.start)


def _word_end(text: str, sentence: Span, offset: int) -> int:
    while offset < sentence.end and not text[offset].isspace():
        offset += 1
    return min(offset, sentence.end)
