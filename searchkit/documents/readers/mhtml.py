"""Read web pages that a browser saved in one file, which is a mail without sender."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from searchkit.documents.files import as_text, opened
from searchkit.documents.readers.base import RawDocument, Skip
from searchkit.documents.readers.html import read_page
from searchkit.documents.readers.mail import MAX_MAIL_BYTES, content, parse
from searchkit.documents.readers.mail_headers import header
from searchkit.errors import UnreadableFile


def read(path: Path, skip: Skip) -> Iterator[RawDocument]:
    """Read one document, the page; UnreadableFile when there is none or no text in it."""
    with opened(path) as file:
        data = file.read(MAX_MAIL_BYTES + 1)
    try:
        yield _page(data)
    except ValueError as error:
        raise UnreadableFile(as_text(path), str(error)) from None


def _page(data: bytes) -> RawDocument:
    """Take the first page: the others are frames, advertisements mostly."""
    message = parse(data)
    pages = (part for part in message.walk() if part.get_content_type() == "text/html")
    page = read_page(content(next(pages, message)))
    subject = header(message, "Subject")
    if not subject or "title" in page.headers:
        return page
    headers, origins = {**page.headers, "title": subject}, {**page.origins, "title": "title"}
    return replace(page, headers=headers, origins=origins)
