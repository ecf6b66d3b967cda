"""Read mailboxes: one mail after another, one in memory at a time.

A mail begins with a line `From ` after a blank one; that is all the format there is. Its key
is its Message-ID, or its number where it has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from os import fstat
from pathlib import Path
from typing import BinaryIO

from searchkit.documents.files import as_text, opened
from searchkit.documents.readers.base import RawDocument, Skip
from searchkit.documents.readers.budget import Budget
from searchkit.documents.readers.inside import member_name, until_exhausted
from searchkit.documents.readers.mail import MAX_MAIL_BYTES, iter_mail, parse
from searchkit.documents.readers.mail_headers import header
from searchkit.errors import UnreadableFile

_BEGINS = b"From "
_ESCAPED = re.compile(rb"^>(>*From )", re.M)
_MAX_LINE_BYTES = 1 << 20


def read(path: Path, skip: Skip, budget: Budget | None = None) -> Iterator[RawDocument]:
    """Read the mails and what is attached to them; UnreadableFile when there are none."""
    found = False
    with opened(path) as file:
        budget = budget or Budget.of(fstat(file.fileno()).st_size)
        _refuse_other(path, file)
        for document in until_exhausted(_iter_all(file, skip, budget), budget, skip):
            found = True
            yield document
    if not found:
        raise UnreadableFile(as_text(path), "no text in it")


def _iter_all(file: BinaryIO, skip: Skip, budget: Budget) -> Iterator[RawDocument]:
    for number, data in enumerate(_iter_mails(file), start=1):
        yield from _iter_documents(data, number, skip, budget)


def _refuse_other(path: Path, file: BinaryIO) -> None:
    start = file.read(1 << 16).lstrip()
    file.seek(0)
    if not start:
        raise UnreadableFile(as_text(path), "no text in it")
    if not start.startswith(_BEGINS):
        raise UnreadableFile(as_text(path), "not a mailbox")


def _iter_mails(file: BinaryIO) -> Iterator[bytes]:
    """Cut a mailbox into mails; what is too large for one comes as one byte too much of it."""
    lines: list[bytes] = []
    size = 0
    after_blank = True
    while line := file.readline(_MAX_LINE_BYTES):
        if after_blank and line.startswith(_BEGINS):
            yield from _joined(lines)
            lines, size = [], 0
        elif size <= MAX_MAIL_BYTES:
            lines.append(line)
            size += len(line)
        after_blank = not line.strip()
    yield from _joined(lines)


def _joined(lines: list[bytes]) -> Iterator[bytes]:
    data = _ESCAPED.sub(rb"\1", b"".join(lines))
    if data.strip():
        yield data


def _iter_documents(data: bytes, number: int, skip: Skip, budget: Budget) -> Iterator[RawDocument]:
    try:
        message = parse(data)
    except ValueError as error:
        skip(f"mail {number}: {error}")
        return
    key = member_name(header(message, "Message-ID").strip("<>")) or str(number)
    for document in iter_mail(message, lambda reason: skip(f"mail {number}: {reason}"), budget):
        inside = f"{key}#{document.key}" if document.key else key
        yield replace(document, key=inside)
