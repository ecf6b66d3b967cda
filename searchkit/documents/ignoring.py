"""Read `.searchkitignore`: which files and folders are to be left alone.

The file may lie in any folder that is walked and speaks of all that lies below, in git's syntax:
a pattern a line, `!` takes back what a line before it ignores, `#` begins a comment. Of several
lines that fit, the last of the innermost file counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from searchkit.documents.files import as_key, as_text, inside, read_source
from searchkit.documents.globs import Glob, parse_glob
from searchkit.errors import MetadataError

IGNORE_FILE = ".searchkitignore"


@dataclass(frozen=True, slots=True)
class Line:
    """One pattern, and whether it takes back what others ignore."""

    glob: Glob
    takes_back: bool


@dataclass(frozen=True, slots=True)
class Ignoring:
    """What the file in a folder says, and the files in the folders above it."""

    folder: Path
    lines: tuple[Line, ...]
    outer: Ignoring | None

    def ignores(self, path: Path, *, is_folder: bool) -> bool:
        """Tell whether a file or folder below is ignored; nothing is said of what it lies in."""
        said: Ignoring | None = self
        while said is not None:
            key = as_key(inside(path, said.folder) or "")
            for line in reversed(said.lines):
                if line.glob.matches(key, is_folder=is_folder):
                    return not line.takes_back
            said = said.outer
        return False


def read_ignoring(folder: Path, outer: Ignoring | None) -> Ignoring:
    """Read the file in a folder; MetadataError, with the line, when that cannot be done."""
    path = folder / IGNORE_FILE
    lines = []
    for number, line in enumerate(read_source(path).split("\n"), start=1):
        try:
            lines += parse_line(line)
        except ValueError as error:
            raise MetadataError(str(error), as_text(path), number) from None
    return Ignoring(folder, tuple(lines), outer)


def parse_line(line: str) -> list[Line]:
    """Read one line: a pattern, or nothing; ValueError for a mistake."""
    text = _trimmed(line.removesuffix("\r"))
    if not text or text.startswith("#"):
        return []
    return [Line(parse_glob(text.removeprefix("!")), takes_back=text.startswith("!"))]


def _trimmed(line: str) -> str:
    r"""Take away the blanks at the end, but not one that a \ stands before."""
    text = line.rstrip(" ")
    backslashes = len(text) - len(text.rstrip("\\"))
    return text + " " if backslashes % 2 and text != line else text
