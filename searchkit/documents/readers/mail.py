"""Read mails: the text, who it is from and to, and what is attached, as documents of their own.

The mail is the document of its file; an attachment is named inside it: `brev.eml#bilaga.pdf`.
Plain text is preferred to HTML, which needs the library of the HTML reader. Pictures are
counted, not named; signatures, invitations and the like are passed over.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.message import Message
from email.policy import compat32
from pathlib import Path, PurePosixPath

from searchkit.documents.files import as_text, opened
from searchkit.documents.readers.base import RawDocument, Skip
from searchkit.documents.readers.budget import MAX_DEPTH, Budget
from searchkit.documents.readers.decoding import decode, decode_declared
from searchkit.documents.readers.inside import (
    member_name,
    read_member,
    until_exhausted,
)
from searchkit.documents.readers.mail_headers import (
    address_lines,
    header,
    sender_organisation,
    sent_date,
)
from searchkit.documents.sizes import as_size
from searchkit.errors import UnreadableFile

MAX_MAIL_BYTES = 64 * 2**20
"""No server takes larger ones, and taking one apart needs ten times its size."""

MAX_PARTS = 1_000
# The parser makes a message of each part, and tries all boundaries that are open on every line.
_MAX_PART_LINES = 10_000
_MAX_LINES_BY_BOUNDARIES = 30_000_000

_BOUNDARY = re.compile(rb"\bboundary\s*=", re.I)
_BLANK_THEN_FIELD = re.compile(rb"[\r\n]+(?=From |[!-9;-~]{1,80}:)")
_SNIFFED_BYTES = 4096
_PICTURES = ("image", "audio", "video", "font")
_TRIMMINGS = (
    *("text/calendar", "text/vcard", "text/x-vcard", "text/rfc822-headers", "text/css"),
    *("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"),
    *("application/ms-tnef", "message/delivery-status", "message/disposition-notification"),
)
_OFFICE = "application/vnd.openxmlformats-officedocument"
_SUFFIXES = {
    "application/pdf": ".pdf",
    "application/rtf": ".rtf",
    f"{_OFFICE}.presentationml.presentation": ".pptx",
    f"{_OFFICE}.spreadsheetml.sheet": ".xlsx",
    f"{_OFFICE}.wordprocessingml.document": ".docx",
    "application/zip": ".zip",
    "text/csv": ".csv",
    "text/html": ".html",
    "text/markdown": ".md",
    "text/plain": ".txt",
}


def read(path: Path, skip: Skip, budget: Budget | None = None) -> Iterator[RawDocument]:
    """Read a mail and what is attached; UnreadableFile when there is nothing to read."""
    with opened(path) as file:
        data = file.read(MAX_MAIL_BYTES + 1)
    try:
        message = parse(data)
    except ValueError as error:
        raise UnreadableFile(as_text(path), str(error)) from None
    budget = budget or Budget.of(len(data))
    found = False
    for document in until_exhausted(iter_mail(message, skip, budget), budget, skip):
        found = True
        yield document
    if not found:
        raise UnreadableFile(as_text(path), "no text in it")


def parse(data: bytes) -> Message:
    """Read the structure of a mail; ValueError, fit to be shown, when that cannot be done."""
    if len(data) > MAX_MAIL_BYTES:
        raise ValueError(f"larger than {as_size(MAX_MAIL_BYTES)}")
    decode(data[:_SNIFFED_BYTES])
    boundaries = sum(1 for _ in _BOUNDARY.finditer(data))
    if (
        data.count(b"\n--") > _MAX_PART_LINES
        or data.count(b"\n") * boundaries > _MAX_LINES_BY_BOUNDARIES
        or boundaries > MAX_PARTS
    ):
        raise ValueError("more parts in parts than a mail has")
    # Blank lines before the first header would make it the text of a mail without headers.
    begins = _BLANK_THEN_FIELD.match(data)
    data = data[begins.end() :] if begins else data
    try:
        return email.message_from_bytes(data, policy=compat32)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError):
        raise ValueError("damaged") from None


def iter_mail(message: Message, skip: Skip, budget: Budget) -> Iterator[RawDocument]:
    """Yield the document of a mail, with the key `""`, and then those of its attachments."""
    parts = _Parts(skip)
    parts.sort(message)
    mail = _document(message, parts)
    if mail.text.strip() or "title" in mail.headers:
        yield mail
    for document in _iter_attached(parts, budget, skip):
        yield _dated(document, mail)


@dataclass(slots=True)
class _Parts:
    """The leaves of a mail, sorted into what is read, what is attached and what is left out."""

    skip: Skip
    texts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    attached: list[tuple[str, Message]] = field(default_factory=list)
    pictures: int = 0
    seen: int = 0

    def sort(self, message: Message) -> None:
        """Sort all parts; a list of those to come, for they may be nested at will."""
        waiting = [message]
        while waiting:
            part = waiting.pop()
            self.seen += 1
            if self.seen > MAX_PARTS:
                self.skip(f"more than {MAX_PARTS} parts in it; the others are left out")
                return
            if part.get_content_type() == "message/rfc822":
                self._attach(part)
            elif part.is_multipart():
                waiting.extend(reversed(_wanted(part)))
            else:
                self._sort_leaf(part)

    def _sort_leaf(self, part: Message) -> None:
        kind = part.get_content_type()
        attached = part.get_content_disposition() == "attachment" or _file_name(part)
        if kind.startswith(_PICTURES):
            # One with an id is part of the letter's looks, a logotype mostly.
            self.pictures += "Content-ID" not in part
        elif kind.startswith(_TRIMMINGS):
            return
        elif attached or kind not in ("text/plain", "text/html"):
            self._attach(part)
        else:
            self._read(part, kind)

    def _attach(self, part: Message) -> None:
        name = member_name(_file_name(part))
        inner = _inner(part)
        if inner is not None:
            name = name or member_name(header(inner, "Subject").replace("/", " ")) or "mail"
        elif not PurePosixPath(name).suffix:
            name = (name or f"part-{self.seen}") + _SUFFIXES.get(part.get_content_type(), "")
        self.attached.append((name, part))

    def _read(self, part: Message, kind: str) -> None:
        try:
            text, notes = _text(part, kind)
        except ValueError as error:
            self.skip(f"part {self.seen}: {error}")
        except ImportError:
            self.skip("its HTML: install searchkit[formats] to read .html")
        else:
            self.texts.append(text)
            self.notes.extend(notes)


def _wanted(part: Message) -> list[Message]:
    """Choose among alternatives the plain text where there is one; of other parts, take all."""
    children = [child for child in _children(part) if isinstance(child, Message)]
    if part.get_content_type() != "multipart/alternative":
        return children
    plain = [child for child in children if child.get_content_type() == "text/plain"]
    if any(content(child).strip() for child in plain):
        # An attachment may hide in the alternative that is not read.
        others = [leaf for child in children if child not in plain for leaf in child.walk()]
        return plain[:1] + [leaf for leaf in others if _file_name(leaf)][:MAX_PARTS]
    readable = [child for child in children if child.get_content_type() == "text/html"]
    return (readable or children)[-1:]


def _children(part: Message) -> list[object]:
    payload = part.get_payload()
    return list(payload) if isinstance(payload, list) else []


def _inner(part: Message) -> Message | None:
    """Give the mail that a part of type message/rfc822 is."""
    children = _children(part)
    return children[0] if children and isinstance(children[0], Message) else None


def _file_name(part: Message) -> str:
    """Give the name that a part has as a file, without any folder; empty where it has none."""
    try:
        name = part.get_filename("") or ""
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""
    shell = Message()
    shell["Name"] = name.replace("\r", " ").replace("\n", " ")
    return header(shell, "Name").replace("\\", "/").rpartition("/")[2]


def content(part: Message) -> bytes:
    """Give the bytes that a part carries, without their transfer encoding."""
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError, AttributeError):
        return b""
    return payload if isinstance(payload, bytes) else b""


def _text(part: Message, kind: str) -> tuple[str, tuple[str, ...]]:
    try:
        charset = part.get_content_charset("") or ""
    except (ValueError, LookupError, TypeError, AttributeError):
        charset = ""
    text, notes = decode_declared(content(part), charset)
    if kind == "text/plain":
        return text, notes
    from searchkit.documents.readers.html_text import to_text
    from searchkit.documents.readers.html_tree import parse_page

    return to_text(parse_page(text)), notes


def _document(message: Message, parts: _Parts) -> RawDocument:
    found = {
        "title": header(message, "Subject"),
        "date": sent_date(message),
        "source": sender_organisation(message),
    }
    headers = {name: value for name, value in found.items() if value}
    top = address_lines(message)
    body = "\n\n".join(text.strip("\n") for text in parts.texts if text.strip())
    notes = tuple(parts.notes)
    if parts.pictures:
        notes += (f"pictures left out: {parts.pictures}",)
    return RawDocument(
        key="",
        text=f"{top}\n{body}" if top and body else top or body,
        headers=headers,
        notes=notes,
        begins=len(top) + 1 if top and body else 0,
        origins=dict.fromkeys(headers, "mail header"),
    )


def _iter_attached(parts: _Parts, budget: Budget, skip: Skip) -> Iterator[RawDocument]:
    for name, part in parts.attached:
        inner = _inner(part)
        if inner is None:
            yield from read_member(name, [content(part)], budget, skip)
        else:
            yield from _iter_forwarded(name, inner, budget, skip)


def _iter_forwarded(
    name: str, message: Message, budget: Budget, skip: Skip
) -> Iterator[RawDocument]:
    """Read a mail that is attached to another as it is, without writing it out first."""
    budget.count()
    if budget.depth >= MAX_DEPTH:
        skip(f"{name}: more than {MAX_DEPTH} files deep in each other")
        return
    inner = iter_mail(message, lambda reason: skip(f"{name}: {reason}"), budget.deeper())
    for document in inner:
        key = f"{name}#{document.key}" if document.key else name
        notes = tuple(f"{name}: {note}" for note in document.notes)
        yield replace(document, key=key, notes=notes)


def _dated(document: RawDocument, mail: RawDocument) -> RawDocument:
    """Let an attachment that states no date have its mail's, if nothing in it says more."""
    date = mail.headers.get("date")
    if date is None or "date" in document.headers:
        return document
    return replace(
        document,
        headers={**document.headers, "date": date},
        origins={**document.origins, "date": "mail header"},
        doubtful=document.doubtful | {"date"},
    )
