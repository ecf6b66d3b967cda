"""Read e-books: the chapters in reading order, and what the package says of the book."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from searchkit.documents.files import as_text, opened
from searchkit.documents.readers.base import MAX_DOCUMENT_BYTES, RawDocument, Skip
from searchkit.documents.readers.decoding import tidy
from searchkit.documents.readers.html_text import to_text
from searchkit.documents.readers.html_tree import decode_page, parse_page, parse_xml
from searchkit.documents.readers.inside import member_name
from searchkit.documents.readers.timestamps import swedish_day
from searchkit.documents.readers.unzipping import iter_chunks, open_archive, why_refused
from searchkit.errors import UnreadableFile

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_CONTAINER = "META-INF/container.xml"
_PROTECTION = ("META-INF/rights.xml", "META-INF/encryption.xml")
_PAGES = (".xhtml", ".html", ".htm")
_MAX_PACKAGE_BYTES = 10 * 2**20
_MAX_CHAPTERS = 10_000
_HEADERS = {"title": "title", "date": "date", "publisher": "source"}
# What a program writes that knows no date: 0101-01-01.
_NO_DATE = re.compile(r"0\d{3}")


@dataclass(frozen=True, slots=True)
class _Package:
    """What the package document says: the chapters' names in the archive, and the headers."""

    chapters: tuple[str, ...]
    headers: dict[str, str]


def read(path: Path, skip: Skip) -> Iterator[RawDocument]:
    """Read a book as one document; UnreadableFile when there is no text in it."""
    with opened(path) as file:
        book = _Book(path, open_archive(path, file))
        package, notes = _package(book)
        text = "\n\n".join(_iter_chapters(book, package.chapters, skip))
    if not text.strip():
        protected = any(name in book.members for name in _PROTECTION)
        raise UnreadableFile(as_text(path), "encrypted" if protected else "no text in it")
    origins = dict.fromkeys(package.headers, "EPUB metadata")
    yield RawDocument("", text, package.headers, notes, origins=origins)


class _Book:
    """The members of the archive, each unpacked when asked for, and all of them counted."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self._path = path
        self._archive = archive
        self._left = MAX_DOCUMENT_BYTES
        self.members = {info.filename: info for info in archive.infolist()}

    def unpack(self, name: str, most: int) -> bytes:
        """Give what a member holds; ValueError, fit to be shown, when that cannot be had."""
        info = self.members.get(name)
        if info is None:
            raise ValueError("missing")
        why = why_refused(info)
        if why:
            raise ValueError(why)
        if info.file_size > min(most, self._left):
            raise ValueError(f"larger than {most >> 20} MB")
        self._left -= info.file_size
        try:
            return b"".join(iter_chunks(self._archive, info))
        except (UnreadableFile, OSError):
            raise ValueError("damaged") from None


def _package(book: _Book) -> tuple[_Package, tuple[str, ...]]:
    """Read the package document; without one, take the chapters as the archive has them."""
    try:
        container = parse_xml(book.unpack(_CONTAINER, _MAX_PACKAGE_BYTES))
        place = next((file.get("full-path") for file in container.iter("rootfile")), None) or ""
        package = parse_xml(book.unpack(place, _MAX_PACKAGE_BYTES))
    except ValueError:
        pages = tuple(name for name in book.members if name.lower().endswith(_PAGES))
        return _Package(pages, {}), ("no package document, chapters in the archive's order",)
    return _Package(_chapters(package, posixpath.dirname(place)), _headers(package)), ()


def _chapters(package: Element, folder: str) -> tuple[str, ...]:
    """Give the pages in reading order, each once, without the table of contents."""
    pages = {
        item.get("id"): posixpath.normpath(
            posixpath.join(folder, unquote(item.get("href") or "").partition("#")[0])
        )
        for item in package.iter("item")
        if "html" in (item.get("media-type") or "")
        and "nav" not in (item.get("properties") or "").split()
    }
    order = (item.get("idref") for item in package.iter("itemref"))
    return tuple(dict.fromkeys(pages[idref] for idref in order if idref in pages))


def _headers(package: Element) -> dict[str, str]:
    headers: dict[str, str] = {}
    metadata = next(package.iter("metadata"), None)
    if metadata is None:
        return headers
    for element in metadata.iter(*_HEADERS):
        name = _HEADERS[element.tag]
        value = " ".join(tidy("".join(element.itertext())).split())
        if name == "date":
            value = "" if _NO_DATE.match(value) else swedish_day(value)
        if value:
            headers.setdefault(name, value)
    return headers


def _iter_chapters(book: _Book, names: tuple[str, ...], skip: Skip) -> Iterator[str]:
    if len(names) > _MAX_CHAPTERS:
        skip(f"more than {_MAX_CHAPTERS} chapters in it; the others are left out")
    for name in names[:_MAX_CHAPTERS]:
        try:
            page, _ = decode_page(book.unpack(name, MAX_DOCUMENT_BYTES))
            text = to_text(parse_page(page)) if page.strip() else ""
        except ValueError as error:
            skip(f"{member_name(name)}: {error}")
        else:
            if text.strip():
                yield text
