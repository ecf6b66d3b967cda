"""Read PDF: the text of its pages, each begun by a form feed, as PDFium finds it.

Words that are divided at the end of a line keep their hyphen; joining them is the work of the
tokenizer. A page without text is most often a picture of one, and there is nothing to search
for in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from searchkit.documents.files import as_text
from searchkit.documents.readers.base import MAX_DOCUMENT_BYTES, RawDocument, Skip, read_bytes
from searchkit.documents.readers.decoding import tidy
from searchkit.documents.readers.properties import Properties, doubtful
from searchkit.documents.readers.xmp import read_xmp
from searchkit.documents.sizes import as_size
from searchkit.errors import UnreadableFile

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_PASSWORD = 4
"""PDFium's FPDF_ERR_PASSWORD."""

# PDFium writes U+FFFE, or U+0002, for the hyphen that divides a word over two lines.
_DIVIDED = re.compile("[\ufffe\x02](?:\r?\n)?")
_MARGIN = re.compile("[ \t]*\n[ \t]*")
_LETTERS = ("ff", "fi", "fl", "ffi", "ffl", "st", "st")
_UNSEEN = {0: None, **{0xFB00 + place: letters for place, letters in enumerate(_LETTERS)}}
"""NUL, and the ligatures that fonts have for a few letters."""

_DATE = re.compile(r"(?:D:)?(\d{4})(?:(\d\d)(?:(\d\d))?)?")
_INFO = {"title": "Title", "source": "Author", "date": "CreationDate", "updated": "ModDate"}


def read(path: Path, skip: Skip) -> Iterator[RawDocument]:
    """Read one document; UnreadableFile when there is no text in the file."""
    data = read_bytes(path)
    if not data.strip():
        raise UnreadableFile(as_text(path), "no text in it")
    try:
        pages, info = _read(data)
    except ValueError as error:
        raise UnreadableFile(as_text(path), str(error)) from error
    empty = pages.count("")
    if empty == len(pages):
        raise UnreadableFile(as_text(path), f"a scanned PDF: {_pages(empty)} without text")
    notes = (f"{empty} of {len(pages)} pages have no text",) if empty else ()
    text = "\n\f".join(filter(None, pages))
    yield read_xmp(data).over(_info(info)).document(text, notes)


def _pages(count: int) -> str:
    return "1 page" if count == 1 else f"{count} pages"


def _read(data: bytes) -> tuple[list[str], dict[str, str]]:
    """Read the pages and the info; ValueError, fit to be shown, when that cannot be."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data) as document:
            return _read_pages(document), document.get_metadata_dict()
    except pypdfium2.PdfiumError as error:
        password = error.err_code == _PASSWORD
        raise ValueError("needs a password" if password else "damaged, or no .pdf file") from error


def _read_pages(document: PdfDocument) -> list[str]:
    """Read every page; one that is damaged is empty, unless all of them are."""
    from pypdfium2 import PdfiumError

    pages: list[str] = []
    damaged, characters = 0, 0
    for number in range(len(document)):
        try:
            page = document[number]
            pages.append(readable(page.get_textpage().get_text_range()))
            page.close()
        except PdfiumError:
            pages.append("")
            damaged += 1
        characters += len(pages[-1])
        if characters > MAX_DOCUMENT_BYTES:
            raise ValueError(f"larger than {as_size(MAX_DOCUMENT_BYTES)}")
    if damaged == len(pages):
        raise ValueError("damaged, or no .pdf file")
    return pages


def readable(text: str) -> str:
    """Undo what fonts and margins did to words."""
    return _MARGIN.sub("\n", tidy(_DIVIDED.sub("-\n", text).translate(_UNSEEN))).strip()


def _info(stated: dict[str, str]) -> Properties:
    headers = {name: stated.get(field, "") for name, field in _INFO.items()}
    dates = {name: iso_date(headers[name]) for name in ("date", "updated")}
    return doubtful({**headers, **dates}, "PDF info")


def iso_date(date: str) -> str:
    """Read a date as PDF writes it, `D:20220928101500`; empty where it is none."""
    match = _DATE.match(date)
    return "-".join(filter(None, match.groups())) if match else ""
