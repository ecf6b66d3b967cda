"""Where metadata is looked for: the first and the last lines of a text, and what was found.

Everything that looks for metadata works on these few thousand characters, so that a document
of five million takes no longer than one of five thousand.
"""

from __future__ import annotations

from dataclasses import dataclass

FEW_LINES = 8
"""The first lines and the last lines, where they must be few."""

HEADER = "header"
"""The evidence for what a person wrote where the format has a place for it."""

_WINDOW_CHARACTERS = 4_000


@dataclass(frozen=True, slots=True)
class Found:
    """A value and, in a few words for people, where it was found."""

    value: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Stated:
    """What a format states: the value as it was written, or nothing, and where it has it.

    A doubtful one says less than a label or a heading in the text, and more than a file name.
    """

    value: str = ""
    origin: str = HEADER
    is_doubtful: bool = False

    @property
    def sure(self) -> Stated:
        """This, if it is beyond doubt; else nothing."""
        return Stated() if self.is_doubtful else self


@dataclass(frozen=True, slots=True)
class Edges:
    """The non-empty lines, stripped, at the beginning and at the end of a text.

    A text that is not much longer than that is all in `head`. A line that begins before the
    window of the last lines begins with `…`, so that nothing takes its middle for its start.
    """

    head: tuple[str, ...]
    tail: tuple[str, ...]

    @property
    def last(self) -> tuple[str, ...]:
        """The last few lines, as long as they are not also the first few."""
        return (self.tail or self.head[FEW_LINES:])[-FEW_LINES:]

    @property
    def first(self) -> str:
        """The first line that has a letter in it, or nothing."""
        return next((line for line in self.head if any(map(str.isalpha, line))), "")


def edges(text: str, begins: int = 0) -> Edges:
    """Cut out the first and last lines of a text that begins at an offset."""
    head_end = begins + _WINDOW_CHARACTERS
    tail_start = len(text) - _WINDOW_CHARACTERS
    if tail_start <= head_end:
        return Edges(_lines(text[begins:]), ())
    tail = text[tail_start:]
    if text[tail_start - 1] != "\n":
        tail = "…" + tail
    return Edges(_lines(text[begins:head_end]), _lines(tail))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in map(str.strip, text.split("\n")) if line)


def one_line(text: str, limit: int) -> str:
    """Put text on one line and cut it at a word, with `…`, where it is longer than `limit`."""
    line = " ".join(text[: 20 * limit].split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    whole_words = cut.rpartition(" ")[0] if line[limit - 1] != " " else cut
    return (whole_words or cut).rstrip(" ,;:.–-") + "…"
