"""Choose the sentences of a document that best show why it matched.

`best_passages` is for a document with marks in it, `lead` for one without. A passage is made
of whole sentences and fills two lines on a screen of 80 columns at the most; only a sentence
that is longer than that is cut, between words. Where sentences begin is known by `sentences`.

The work grows with the number of marks, and hardly with the size of the document: only the
surroundings of the most promising marks are read.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from searchkit.results.fitting import ROOM, cut_around, cut_end, fits
from searchkit.results.model import Mark, Occurrence, Passage
from searchkit.results.sentences import Span, is_heading, iter_sentences, paragraph_around
from searchkit.values import Value

_REACH = 3 * ROOM
"""How far from a mark to look for the ends of its paragraph."""

_SAFE = _REACH - ROOM
"""How far from a mark a passage of its sentence may be looked for: from here on it could come
upon an end that is only where the looking stopped."""

_CANDIDATES = 100
"""How many blocks of a document are read closely, if no more are needed."""

_SOLID = re.compile(r"\S")

_HEADINGS_SKIPPED = 40
"""How many headings, dates and names may stand above the first sentence of a document."""


def best_passages(text: str, marks: Sequence[Occurrence], count: int) -> tuple[Passage, ...]:
    """Pick at most `count` passages, best first, each with at least one mark.

    `marks` are in order and never overlap. The best passage has the most different query
    words, then the heaviest; a heading is worse than prose, and then the earlier one wins.
    Among the passages is one for each query word, where there is room, and no sentence stands
    there twice, as it would when every page repeats it.
    """
    if count < 1:
        return ()
    found = [_draw(text, marks, place) for place in _iter_places(text, _shortlist(marks, count))]
    candidates = sorted((one for one in found if one.marks), key=_rank)
    chosen: list[_Candidate] = []
    for candidate in _iter_unseen_first(candidates):
        free = _clear_of(text, marks, candidate, chosen)
        if free is not None:
            chosen.append(free)
        if len(chosen) == count:
            break
    return _with_lines(text, sorted(chosen, key=_rank))


def lead(text: str) -> Passage | None:
    """Give the beginning of a document, below its headings: a passage without marks.

    None if there is nothing but blanks.
    """
    paragraph = _first_prose(text)
    if paragraph.start == paragraph.end:
        return None
    sentences = list(iter_sentences(text, paragraph))
    start, end = sentences[0].start, cut_end(text, sentences[0])
    for sentence in sentences[1:]:
        if end < sentences[0].end or not fits(text, start, sentence.end):
            break
        end = sentence.end
    line = text.count("\n", 0, start) + 1
    return Passage(line, text[start:end], (), cut_after=end < paragraph.end)


class _Place(Value):
    """A sentence with a mark in it, and the sentences around it.

    `start` and `end` are the part of the sentence whose marks are looked at: all of it, unless
    it is very long. The rest is then another place.
    """

    paragraph: Span
    sentences: tuple[Span, ...]
    index: int
    start: int
    end: int

    @property
    def sentence(self) -> Span:
        return self.sentences[self.index]


class _Candidate(Value):
    """What could become a passage. `concepts` and `weight` are what it is judged by."""

    place: _Place
    start: int
    end: int
    marks: tuple[Occurrence, ...]
    concepts: frozenset[int]
    weight: float
    heading: bool


def _rank(candidate: _Candidate) -> tuple[int, float, bool, int]:
    return -len(candidate.concepts), -candidate.weight, candidate.heading, candidate.start


def _worth(marks: Sequence[Occurrence]) -> dict[int, float]:
    """Map each query word in the marks to its best weight: saying a word twice is no better."""
    best: dict[int, float] = {}
    for mark in marks:
        best[mark.concept] = max(mark.weight, best.get(mark.concept, mark.weight))
    return best


def _shortlist(marks: Sequence[Occurrence], count: int) -> Sequence[Occurrence]:
    """Keep the marks in the best blocks of text, and those in the best block for each word.

    A block is as long as a passage and is judged together with the next one, as a sentence
    may stand across both.
    """
    limit = max(_CANDIDATES, 4 * count)
    if len(marks) <= limit:
        return marks
    blocks: dict[int, list[Occurrence]] = {}
    for mark in marks:
        blocks.setdefault(mark.start // ROOM, []).append(mark)
    worths = {block: _worth(held + blocks.get(block + 1, [])) for block, held in blocks.items()}
    ranked = sorted(blocks, key=lambda block: (-len(worths[block]), -_total(worths[block]), block))
    best_for_word = {word: block for block in reversed(ranked) for word in worths[block]}
    kept = {*ranked[:limit], *best_for_word.values()}
    return [mark for mark in marks if mark.start // ROOM in kept or mark.start // ROOM - 1 in kept]


def _total(worth: dict[int, float]) -> float:
    """Add weights in one fixed order, so that equal passages have equal sums."""
    return sum(sorted(worth.values()))


def _iter_places(text: str, marks: Sequence[Occurrence]) -> Iterator[_Place]:
    """Find the sentence of each mark, and each sentence once."""
    passed = 0
    for mark in marks:
        if mark.start < passed:
            continue
        paragraph = paragraph_around(text, mark.start, _REACH)
        sentences = tuple(iter_sentences(text, paragraph))
        for index, sentence in enumerate(sentences):
            if sentence.start <= mark.start < sentence.end:
                passed = min(sentence.end, mark.start + _SAFE)
                yield _Place(paragraph, sentences, index, mark.start, passed)


def _draw(
    text: str, marks: Sequence[Occurrence], place: _Place, taken: Sequence[_Candidate] = ()
) -> _Candidate:
    """Make the most of a place: its sentence with its neighbours, or the best of a long one."""
    sentence = place.sentence
    if fits(text, sentence.start, sentence.end):
        start, end = _with_neighbours(text, place, taken)
    else:
        start, end = cut_around(text, sentence, _marks_in(marks, place.start, place.end))
    inside = _marks_in(marks, start, end)
    worth = _worth(inside)
    heading = is_heading(text, place.paragraph)
    return _Candidate(place, start, end, inside, frozenset(worth), _total(worth), heading)


def _with_neighbours(text: str, place: _Place, taken: Sequence[_Candidate]) -> tuple[int, int]:
    """Add the sentences before, then those after, as long as they fit and are not shown yet."""
    start, end = place.sentence.start, place.sentence.end
    for before in reversed(place.sentences[: place.index]):
        if not fits(text, before.start, end) or _overlaps(before.start, end, taken):
            break
        start = before.start
    for after in place.sentences[place.index + 1 :]:
        if not fits(text, start, after.end) or _overlaps(start, after.end, taken):
            break
        end = after.end
    return start, end


def _marks_in(marks: Sequence[Occurrence], start: int, end: int) -> tuple[Occurrence, ...]:
    index = bisect_right(marks, start, key=lambda mark: mark.end)
    inside = []
    while index < len(marks) and marks[index].start < end:
        inside.append(marks[index])
        index += 1
    return tuple(inside)


def _overlaps(start: int, end: int, taken: Sequence[_Candidate]) -> bool:
    return any(one.start < end and start < one.end for one in taken)


def _iter_unseen_first(ranked: Sequence[_Candidate]) -> Iterator[_Candidate]:
    """Go through candidates best first, but show each query word before showing one again."""
    left = list(ranked)
    unseen = {concept for candidate in ranked for concept in candidate.concepts}
    while unseen:
        best = max(left, key=lambda candidate: len(candidate.concepts & unseen))
        left.remove(best)
        unseen -= best.concepts
        yield best
    yield from left


def _clear_of(
    text: str, marks: Sequence[Occurrence], candidate: _Candidate, chosen: Sequence[_Candidate]
) -> _Candidate | None:
    """Draw a candidate again without what is shown already; None if nothing new is left."""
    if _overlaps(candidate.start, candidate.end, chosen):
        candidate = _draw(text, marks, candidate.place, chosen)
        if _overlaps(candidate.start, candidate.end, chosen):
            return None
    words = text[candidate.start : candidate.end]
    return None if any(words == text[one.start : one.end] for one in chosen) else candidate


def _with_lines(text: str, chosen: Sequence[_Candidate]) -> tuple[Passage, ...]:
    """Turn candidates into passages; lines are counted in one walk through the document."""
    lines, line, counted = {}, 1, 0
    for start in sorted(candidate.start for candidate in chosen):
        line += text.count("\n", counted, start)
        lines[start], counted = line, start
    return tuple(_passage(text, candidate, lines[candidate.start]) for candidate in chosen)


def _passage(text: str, candidate: _Candidate, line: int) -> Passage:
    start, end, paragraph = candidate.start, candidate.end, candidate.place.paragraph
    marks = tuple(
        Mark(max(mark.start, start) - start, min(mark.end, end) - start, mark.why)
        for mark in candidate.marks
    )
    return Passage(line, text[start:end], marks, start > paragraph.start, end < paragraph.end)


def _first_prose(text: str) -> Span:
    """Find the first paragraph that is no heading, or else the first of all."""
    first = paragraph = paragraph_around(text, _skip_blanks(text, 0), _REACH)
    for _ in range(_HEADINGS_SKIPPED):
        if not is_heading(text, paragraph):
            return paragraph
        following = _skip_blanks(text, paragraph.end)
        if following == len(text):
            break
        paragraph = paragraph_around(text, following, _REACH)
    return first


def _skip_blanks(text: str, offset: int) -> int:
    found = _SOLID.search(text, offset)
    return found.start() if found else len(text)
