"""Read JSON Lines: one document an object, one object a line, one line in memory at a time.

Members that are read: `id`, `text` or `body`, `title`, `date`, `updated`, `source`, `type`,
`path` and `url`. A line that cannot be used is left out and named; the others are read.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from searchkit.documents.files import as_text, opened
from searchkit.documents.readers.base import MAX_DOCUMENT_BYTES, RawDocument, Skip
from searchkit.documents.readers.decoding import decode, tidy
from searchkit.documents.readers.records import HEADERS, Keys, to_document
from searchkit.documents.sizes import as_size
from searchkit.errors import UnreadableFile

_SNIFFED_BYTES = 4096
# JSON can spell half of a surrogate pair; no such text can be written out again.
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def read(path: Path, skip: Skip) -> Iterator[RawDocument]:
    """Read the documents in order; UnreadableFile when no line can be used."""
    keys = Keys()
    with opened(path) as file:
        _refuse_binary(path, file)
        for number, line in _iter_lines(file):
            document = _document_or_reason(line, number, keys)
            if isinstance(document, str):
                skip(f"line {number}: {document}")
            else:
                yield document
    if not keys:
        raise UnreadableFile(as_text(path), "no text in it")


def _refuse_binary(path: Path, file: BinaryIO) -> None:
    start = file.read(_SNIFFED_BYTES)
    file.seek(0)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise UnreadableFile(as_text(path), "in UTF-16; save it as UTF-8")
    try:
        decode(start)
    except ValueError as error:
        raise UnreadableFile(as_text(path), str(error)) from None


def _iter_lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Number the lines from 1 and leave out the blank ones."""
    number = 0
    while line := file.readline(MAX_DOCUMENT_BYTES + 1):
        number += 1
        rest = line
        while len(rest) > MAX_DOCUMENT_BYTES and not rest.endswith(b"\n"):
            rest = file.readline(MAX_DOCUMENT_BYTES + 1)
        if line.strip():
            yield number, line


def _document_or_reason(line: bytes, number: int, keys: Keys) -> RawDocument | str:
    try:
        document = _document(line, number)
        keys.claim(document.key, f"line {number}")
    except ValueError as error:
        return str(error)
    return document


def _document(line: bytes, number: int) -> RawDocument:
    """Make a document of one line; ValueError, fit to be shown, when that cannot be."""
    if len(line) > MAX_DOCUMENT_BYTES:
        raise ValueError(f"larger than {as_size(MAX_DOCUMENT_BYTES)}")
    source, notes = decode(line)
    record = _parse(source)
    headers: dict[str, str] = {}
    for name in HEADERS:
        if name in record:
            value, note = _header(record, name)
            if value:
                headers[name] = value
            notes += note
    return to_document(_text(record), headers, number, notes)


def _parse(source: str) -> dict[str, object]:
    try:
        record = json.loads(source)
    except (ValueError, RecursionError):
        raise ValueError("not JSON") from None
    if not isinstance(record, dict):
        raise ValueError("not a JSON object")
    return record


def _text(record: dict[str, object]) -> str:
    for name in ("text", "body"):
        value = record.get(name)
        if isinstance(value, str) and value.strip():
            return _clean(value)
    return ""


def _header(record: dict[str, object], name: str) -> tuple[str, tuple[str, ...]]:
    """Give a member as one line of text, or a note that says why it was left out."""
    value = record.get(name)
    if value is None:
        return "", ()
    # An id or a year is often written as a number; true and false are numbers to Python.
    if isinstance(value, int) and not isinstance(value, bool) and name in ("id", "date"):
        value = str(value)
    if not isinstance(value, str):
        return "", (f"{name} left out: not a string",)
    return " ".join(_clean(value).split()), ()


def _clean(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        text = _LONE_SURROGATE.sub("\ufffd", text)
    return tidy(text)
