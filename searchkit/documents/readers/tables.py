"""Read tables of comma- or semicolon-separated values: a row is a document.

Where the first row names a column for the text, the others become its headers, as in JSON
Lines; what has no place there is added below the text. In any other table a row is read as
`column: value` lines. Keys are ids, or row numbers as spreadsheet programs count.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import chain, islice
from pathlib import Path

from searchkit.documents.files import as_text
from searchkit.documents.readers.base import MAX_DOCUMENT_BYTES, RawDocument, Skip, read_text
from searchkit.documents.readers.records import HEADERS, Keys, to_document
from searchkit.errors import UnreadableFile

_SWEDISH = {
    "titel": "title",
    "rubrik": "title",
    "datum": "date",
    "publicerad": "date",
    "uppdaterad": "updated",
    "källa": "source",
    "utgivare": "source",
    "typ": "type",
    "dokumenttyp": "type",
    "länk": "url",
    "webbadress": "url",
    "sökväg": "path",
}
_NAMES = {**{name: name for name in HEADERS}, **_SWEDISH}
_TEXT_NAMES = ("text", "body", "brödtext", "innehåll", "content")

# A tie goes to the first: with decimal commas in it, a Swedish file has both.
_DELIMITERS = (";", "\t", ",", "|")
_SNIFFED_CHARACTERS = 64_000
_SNIFFED_ROWS = 50
_LONGEST_NAME = 100
"""A name is repeated in every row: a long one would make a large document of a small file."""
_DECLARED = re.compile(r"sep=([^\w\s\"])\r?\n", re.I)
"""Excel's own way to name the delimiter, on the first line."""

Row = list[str]


def read(path: Path, skip: Skip) -> Iterator[RawDocument]:
    """Read the rows in order; UnreadableFile when none of them can be used."""
    text, notes = read_text(path)
    rows = _iter_rows(text, path)
    first = list(islice(rows, 1))
    named = [[name.strip() for name in row] for _, row in first if _names_columns(row)]
    table = _Table(*named)
    keys = Keys()
    # The first row is a document where it names nothing.
    for number, row in chain(() if named else first, rows):
        try:
            # What was assumed of the file is said once.
            document = table.document(row, number, () if keys else notes)
            keys.claim(document.key, f"row {number}")
        except ValueError as error:
            skip(f"row {number}: {error}")
        else:
            yield document
    if not keys:
        raise UnreadableFile(as_text(path), "no text in it")


class _Table:
    """Knows what the columns are for. Without names, a row is its values, a line each."""

    def __init__(self, columns: Sequence[str] = ()) -> None:
        self.columns = tuple(columns)
        lower = [name.lower() for name in columns]
        self._headers = {
            place: _NAMES[name]
            for place, name in enumerate(lower)
            if name in _NAMES
            and _NAMES[name] not in [_NAMES.get(other) for other in lower[:place]]
        }
        self._text = next((lower.index(name) for name in _TEXT_NAMES if name in lower), None)

    def document(self, row: Row, number: int, notes: tuple[str, ...]) -> RawDocument:
        """Make a document of a row; ValueError, fit to be shown, when that cannot be."""
        headers = {
            name: " ".join(row[place].split())
            for place, name in self._headers.items()
            if place < len(row) and row[place].strip()
        }
        return to_document("\n".join(self._iter_lines(row)), headers, number, notes)

    def _iter_lines(self, row: Row) -> Iterator[str]:
        if self._text is not None and self._text < len(row) and row[self._text].strip():
            yield row[self._text]
        for place, value in enumerate(row):
            known = place == self._text or (self._text is not None and place in self._headers)
            if value.strip() and not known:
                named = place < len(self.columns) and self.columns[place]
                yield f"{self.columns[place]}: {value.strip()}" if named else value.strip()


def _iter_rows(text: str, path: Path) -> Iterator[tuple[int, Row]]:
    """Number the rows from 1 and leave out the empty ones."""
    declared = _DECLARED.match(text)
    delimiter = declared[1] if declared else _sniff(text, path)
    for number, row in enumerate(_parse(text, delimiter), start=1):
        if any(value.strip() for value in row) and not (declared and number == 1):
            yield number, row


def _parse(text: str, delimiter: str) -> Iterator[Row]:
    csv.field_size_limit(MAX_DOCUMENT_BYTES)  # the module's own limit is for shorter texts
    return csv.reader(StringIO(text, newline=""), delimiter=delimiter)


def _sniff(text: str, path: Path) -> str:
    """Find the delimiter that parts most rows into the same number of values, and most values."""
    if path.suffix.lower() == ".tsv":
        return "\t"
    start = text[:_SNIFFED_CHARACTERS]
    return max(_DELIMITERS, key=lambda delimiter: _regularity(start, delimiter))


def _regularity(start: str, delimiter: str) -> tuple[float, int]:
    lengths = [len(row) for row in islice(_parse(start, delimiter), _SNIFFED_ROWS) if row]
    length, count = Counter(lengths).most_common(1)[0] if lengths else (1, 0)
    return (count / len(lengths), length) if length > 1 else (0.0, 1)


def _names_columns(row: Row) -> bool:
    """Tell names from values: short, no two the same, and no number among them."""
    names = [name.strip().lower() for name in row]
    while names and not names[-1]:
        names.pop()
    return (
        all(any(map(str.isalpha, name)) and len(name) <= _LONGEST_NAME for name in names)
        and len(set(names)) == len(names)
        and not any(name[0].isdigit() for name in names)
    )
