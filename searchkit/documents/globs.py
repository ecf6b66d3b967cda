r"""Match paths with patterns as git writes them: `*.log`, `/bilagor/`, `st/**`, `[!0-9]*`.

For the lines of `.searchkitignore` and the rules in `metadata.toml`. The syntax is that of
gitignore(5), apart from two things. `?` and `[…]` stand for one character, where git takes a
byte and so never finds an å. And what git lets quietly match nothing, such as a bracket that is
never closed, is a mistake.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_CLASSES = {
    "alnum": r"[^\W_]",
    "alpha": r"[^\W\d_]",
    "blank": r"[ \t]",
    "cntrl": r"[\x00-\x1f\x7f]",
    "digit": r"[0-9]",
    "graph": r"[^\x00-\x20\x7f]",
    "lower": r"[a-zà-öø-ÿ]",
    "print": r"[^\x00-\x1f\x7f]",
    "punct": r"[!-/:-@\[-`{-~]",
    "space": r"\s",
    "upper": r"[A-ZÀ-ÖØ-Þ]",
    "xdigit": r"[0-9A-Fa-f]",
}


@dataclass(frozen=True, slots=True)
class Glob:
    """A pattern that has been read. Paths are in NFC, with `/`, and relative to its folder."""

    alone: re.Pattern[str]
    with_contents: re.Pattern[str]
    folders_only: bool

    def matches(self, path: str, *, is_folder: bool) -> bool:
        """Whether it speaks of this file or folder itself."""
        return (is_folder or not self.folders_only) and self.alone.fullmatch(path) is not None

    def holds(self, path: str) -> bool:
        """Whether it speaks of this file or of a folder that the file lies in."""
        return self.with_contents.fullmatch(path) is not None


def parse_glob(text: str) -> Glob:
    """Read a pattern; ValueError, fit to be shown, for one that could never match."""
    text = unicodedata.normalize("NFC", text)
    folders_only = text.endswith("/")
    pattern = text.removesuffix("/")
    path = _translate(pattern.removeprefix("/"))
    if not path:
        raise ValueError(f"{text!r} names no file and no folder")
    if "/" not in pattern:
        path = f"(?:.*/)?{path}"
    contents = "/.+" if folders_only else "(?:/.+)?"
    return Glob(re.compile(path, re.DOTALL), re.compile(path + contents, re.DOTALL), folders_only)


def _translate(pattern: str) -> str:
    """Translate to a regular expression."""
    pieces = []
    place = 0
    while place < len(pattern):
        piece, place = _piece(pattern, place)
        pieces.append(piece)
    return "".join(pieces)


def _piece(pattern: str, place: int) -> tuple[str, int]:
    """Translate what stands at a place, and say where the next piece begins."""
    character = pattern[place]
    if character == "\\":
        return re.escape(_escaped(pattern, place)), place + 2
    if character == "*":
        return _stars(pattern, place)
    if character == "?":
        return "[^/]", place + 1
    if character == "[":
        return _Bracket(pattern, place).translate()
    return re.escape(character), place + 1


def _escaped(pattern: str, place: int) -> str:
    if place + 1 == len(pattern):
        raise ValueError(r"nothing follows the last \; write \\ for the character itself")
    return pattern[place + 1]


def _stars(pattern: str, place: int) -> tuple[str, int]:
    r"""Translate a run of stars: two or more that fill a path's part stand for any parts."""
    end = place
    while pattern[end : end + 1] == "*":
        end += 1
    fills_part = pattern[place - 1 : place] in ("", "/") and pattern[end : end + 1] in ("", "/")
    if end == place + 1 or not fills_part:
        return "[^/]*", end
    if end == len(pattern):
        return ".+", end
    return "(?:.*/)?", end + 1


class _Bracket:
    """Reads `[…]`, character by character as git does."""

    def __init__(self, pattern: str, place: int) -> None:
        self._pattern = pattern
        self._place = place + 1
        self._choices: list[str] = []

    def translate(self) -> tuple[str, int]:
        """Translate it, and say where it ends."""
        negated = self._character() in ("!", "^")
        self._place += negated
        first = self._place
        while self._place == first or self._character() != "]":
            self._choose()
        choices = "|".join(self._choices)
        chosen = f"(?!{choices})[^/]" if negated else f"(?!/)(?:{choices})"
        return chosen, self._place + 1

    def _character(self) -> str:
        if self._place >= len(self._pattern):
            raise ValueError(r"a [ is never closed; write \[ for the character itself")
        return self._pattern[self._place]

    def _choose(self) -> None:
        """Read a class such as [:digit:], a range, or a character."""
        named = re.compile(r"\[:([^\]]*):\]").match(self._pattern, self._place)
        if named is not None:
            self._choices.append(self._class(named[1]))
            self._place = named.end()
            return
        low = self._literal()
        if self._character() != "-" or self._pattern[self._place + 1 : self._place + 2] in "]":
            self._choices.append(re.escape(low))
            return
        self._place += 1
        high = self._literal()
        # A range that runs backwards holds what it begins with, and no more.
        self._choices.append(f"[{re.escape(low)}-{re.escape(max(low, high))}]")

    def _class(self, name: str) -> str:
        if name not in _CLASSES:
            raise ValueError(f"there is no [:{name}:]; there are {', '.join(_CLASSES)}")
        return _CLASSES[name]

    def _literal(self) -> str:
        character = self._character()
        if character == "\\":
            character = _escaped(self._pattern, self._place)
            self._place += 1
        self._place += 1
        return character
