"""Read web pages as browsers save them: the main text, and what the page says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from searchkit.documents.files import as_text
from searchkit.documents.readers.base import RawDocument, Skip, read_bytes
from searchkit.documents.readers.html_headers import page_headers
from searchkit.documents.readers.html_main import main_text
from searchkit.documents.readers.html_tree import decode_page, parse_page
from searchkit.errors import UnreadableFile


def read(path: Path, skip: Skip) -> Iterator[RawDocument]:
    """Read one document; UnreadableFile when there is no text in the page."""
    try:
        document = read_page(read_bytes(path))
    except ValueError as error:
        raise UnreadableFile(as_text(path), str(error)) from None
    yield document


def read_page(data: bytes) -> RawDocument:
    """Make a document of the bytes of a page; ValueError, fit to be shown, where none is."""
    source, notes = decode_page(data)
    if not source.strip():
        raise ValueError("no text in it")
    tree = parse_page(source)
    found = page_headers(tree)
    text = main_text(tree)
    if not text.strip():
        raise ValueError("no text in it")
    headers = {name: value for name, (value, _) in found.items()}
    origins = {name: origin for name, (_, origin) in found.items()}
    # Programs fill in a title where nobody gave one.
    doubtful = frozenset(name for name, origin in origins.items() if origin == "title")
    return RawDocument("", text, headers, notes, origins=origins, doubtful=doubtful)
