"""Read the files of an evaluation line by line, each knowing its place for when it is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from searchkit.errors import InvalidInput


class LineError(InvalidInput):
    """A file of queries, qrels or results with a mistake. `line` is None for the whole file."""

    def __init__(self, message: str, path: Path, line: int | None = None) -> None:
        place = str(path) if line is None else f"{path}:{line}"
        super().__init__(f"{place}: {message}")
        self.path = path
        self.line = line


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without its end. The first of a file is number 1."""

    path: Path
    number: int
    text: str

    def fields(self, names: str, example: str) -> list[str]:
        """Cut the line at its blanks; raise LineError unless there is a field for each name."""
        fields = self.text.split()
        count = len(names.split())
        if len(fields) != count:
            message = f"expected {count} fields, {names}, and found {len(fields)}"
            raise self.mistake(f"{message}: write {example}")
        return fields

    def mistake(self, message: str) -> LineError:
        """Make the error for something wrong in this line."""
        return LineError(message, self.path, self.number)


def iter_lines(path: Path) -> Iterator[Line]:
    """Yield the lines of a file in UTF-8. Raises LineError for one that is not, and OSError."""
    with path.open("rb") as file:
        for number, raw in enumerate(file, start=1):
            line = Line(path, number, _decoded(raw, path, number))
            if line.text.strip():
                yield line


def _decoded(raw: bytes, path: Path, number: int) -> str:
    try:
        return raw.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        raise LineError("not UTF-8: save the file as UTF-8", path, number) from None
