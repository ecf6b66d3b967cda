"""Read Excel workbooks: the sheets in order, a line a row, the cells that are filled by tabs.

Values are written as they were last calculated: numbers as they are, dates in ISO 8601. One row
is in memory at a time, and empty cells are in none, however far apart the filled ones lie.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from searchkit.documents.files import as_text
from searchkit.documents.readers.base import MAX_DOCUMENT_BYTES, RawDocument, Skip
from searchkit.documents.readers.decoding import tidy
from searchkit.documents.readers.markup import MarkupError, Vocabulary
from searchkit.documents.readers.packages import Package, opened_package
from searchkit.documents.readers.properties import office_properties
from searchkit.documents.sizes import as_size
from searchkit.errors import UnreadableFile

_SHEETS = Vocabulary(frozenset({"sheet", "workbookPr"}))
_STRINGS = Vocabulary(frozenset({"si"}), frozenset({"t"}), frozenset({"rPh"}))
_STYLES = Vocabulary(
    frozenset({"numFmt", "cellXfs", "xf"}), ignored=frozenset({"dxfs", "cellStyleXfs"})
)
_ROWS = Vocabulary(frozenset({"row", "c"}), frozenset({"v", "t"}), frozenset({"rPh", "f"}))

_UNNAMED = re.compile(r"(?:(?:Blad|Sheet|Ark|Tabelle)\s?\d+)?")

# Formats 14 to 22 and 45 to 47 are dates and times in every program (ECMA-376, 18.8.30), and
# 27 to 36 and 50 to 58 in the East Asian ones.
_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.I)
_DATE_LETTER = re.compile(r"[ymdhs]", re.I)
_EPOCH = (1899, 12, 30)
_EPOCH_1904 = (1904, 1, 1)


def read(path: Path, skip: Skip) -> Iterator[RawDocument]:
    """Read one document; UnreadableFile when there is no text in the file."""
    with opened_package(path) as package:
        sheets = list(_iter_sheets(package, package.main_part("workbook")))
        properties = office_properties(package, "Excel")
    text = "\n\n".join(sheet.text() for sheet in sheets if sheet.rows)
    if not text:
        raise UnreadableFile(as_text(path), "no text in it")
    # A table has no title and no date of its own, unless a line above it says so.
    yield properties.document(text, begins=0 if _has_heading(sheets) else len(text))


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    rows: tuple[str, ...]

    def text(self) -> str:
        named = () if _UNNAMED.fullmatch(self.name) else (self.name,)
        return "\n".join((*named, *self.rows))


def _has_heading(sheets: list[_Sheet]) -> bool:
    first = next(row for sheet in sheets for row in sheet.rows)
    return "\t" not in first


def _iter_sheets(package: Package, main: str) -> Iterator[_Sheet]:
    targets = {relation.key: relation.target for relation in package.relations(main)}
    values = _Values(package, main)
    budget = MAX_DOCUMENT_BYTES
    for kind, name, value in package.events(main, _SHEETS):
        if kind == "start" and name == "workbookPr" and value.get("date1904") in ("1", "true"):
            values.epoch = _EPOCH_1904
        elif kind == "start" and value.get("id", "") in targets:
            rows = []
            for row in _iter_rows(package, targets[value["id"]], values):
                # A few long strings may be pointed to from a million cells.
                budget -= len(row)
                if budget < 0:
                    raise MarkupError(f"larger than {as_size(MAX_DOCUMENT_BYTES)}")
                rows.append(row)
            yield _Sheet(tidy(value.get("name", "")), tuple(rows))


def _iter_rows(package: Package, part: str, values: _Values) -> Iterator[str]:
    cells: list[str] = []
    text, kind_of_cell, style = "", "", ""
    for kind, name, value in package.events(part, _ROWS):
        match kind, name:
            case "text", _:
                text += name
            case "start", "c":
                text, kind_of_cell, style = "", value.get("t", "n"), value.get("s", "")
            case "end", "c":
                cells.append(values.show(text, kind_of_cell, style))
            case "end", "row":
                row = "\t".join(filter(None, cells))
                cells = []
                if row:
                    yield row


class _Values:
    """Shows what is stored in cells as a person sees it."""

    def __init__(self, package: Package, main: str) -> None:
        self.epoch = _EPOCH
        self._strings = list(_iter_strings(package, main))
        self._date_styles = frozenset(_iter_date_styles(package, main))

    def show(self, stored: str, kind: str, style: str) -> str:
        """Write the value of a cell, on one line; nothing for an error or what is damaged."""
        if kind == "s":
            number = int(stored) if stored.isdecimal() else -1
            return self._strings[number] if 0 <= number < len(self._strings) else ""
        if kind == "n":
            return self._show_number(stored, style)
        if kind == "b":
            return "SANT" if stored == "1" else "FALSKT"
        return "" if kind == "e" else _one_line(stored)

    def _show_number(self, stored: str, style: str) -> str:
        if stored.isdecimal() and style not in self._date_styles:
            return stored
        try:
            number = float(stored)
            return self._show_date(number) if style in self._date_styles else f"{number:.15g}"
        except (ValueError, OverflowError):
            return _one_line(stored)

    def _show_date(self, days: float) -> str:
        moment = datetime.datetime(*self.epoch) + datetime.timedelta(seconds=round(days * 86_400))
        time = f"{moment:%H:%M}" if moment.second == 0 else f"{moment:%H:%M:%S}"
        if 0 <= days < 1:
            return time
        date = moment.date().isoformat()
        return date if moment.time() == datetime.time() else f"{date} {time}"


def _iter_strings(package: Package, main: str) -> Iterator[str]:
    """Yield the strings that cells point to by number."""
    for part in package.related(main, "sharedStrings"):
        text = ""
        for kind, name, _ in package.events(part, _STRINGS):
            if kind == "text":
                text += name
            elif kind == "end":
                yield _one_line(text)
                text = ""


def _iter_date_styles(package: Package, main: str) -> Iterator[str]:
    """Yield the numbers of the cell styles that show a number as a date or a time."""
    formats = {str(number) for number in _DATE_FORMATS}
    for part in package.related(main, "styles"):
        style = -1
        for kind, name, value in package.events(part, _STYLES):
            if kind == "start" and name == "numFmt":
                if _DATE_LETTER.search(_QUOTED.sub("", value.get("formatCode", ""))):
                    formats.add(value.get("numFmtId", ""))
            elif kind == "start" and name == "cellXfs":
                style = 0
            elif kind == "start" and style >= 0:
                if value.get("numFmtId") in formats:
                    yield str(style)
                style += 1
            elif name == "cellXfs":
                style = -1


def _one_line(text: str) -> str:
    return " ".join(tidy(text).split())
