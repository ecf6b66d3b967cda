"""Read the headers of a mail as they were meant, whatever program wrote them.

Encoded words, raw bytes in old encodings, headers folded in the wrong place, dates no calendar
has: mail is old and was written by everybody. What cannot be read stays as it is or is left
out; nothing here raises.
"""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from searchkit.documents.readers.decoding import decode, decode_declared, tidy
from searchkit.documents.sources import organisation

_MAX_HEADER_CHARACTERS = 10_000
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")

# A mailbox that no person answers, or not as a person.
_ROLE = re.compile(
    r"(?:no-?reply|do-?not-?reply|nyhetsbrev|newsletter|news|redaktion|registrator|info|kansli"
    r"|press|kontakt|kundtjanst|utskick|medlem|medlemskap)\b",
    re.I,
)
_EMPLOYER = re.compile(r"\w+(?:förbundet|föreningen|verket|myndigheten|rådet|styrelsen)")
_PLAIN_LETTERS = str.maketrans("åäöéü", "aaoeu")
_NO_LETTER = re.compile(r"[^a-z0-9]")


def header(message: Message, name: str) -> str:
    """Give a header as one line of text; empty where there is none."""
    wanted = name.lower()
    for own, value in message.raw_items():
        if own.lower() == wanted:
            return _readable(str(value)[:_MAX_HEADER_CHARACTERS])
    return ""


def sent_date(message: Message) -> str:
    """Give the day on which a mail was sent, where it was sent: `2022-09-28`, or nothing."""
    for name in ("Date", "Resent-Date", "Delivery-Date"):
        try:
            return parsedate_to_datetime(header(message, name)).date().isoformat()
        except (ValueError, TypeError, IndexError, OverflowError, RecursionError):
            continue
    return ""


def sender_organisation(message: Message) -> str:
    """Give the sender if it is an organisation; a person is not who published something.

    Its name says so (`Migrationsverket`), or two signs do: nobody's mailbox, in a domain of
    that name (`Computer Sweden <nyhetsbrev@computersweden.example>`).
    """
    name, address = next(iter(_addresses(header(message, "From"))), ("", ""))
    words = name.split()
    if not words:
        return ""
    # `Åsa Migrationsverket` is somebody who works there; so is any longer name.
    alone = len(words) == 1 or (len(words) == 2 and not _EMPLOYER.fullmatch(words[1]))
    if alone and organisation(name) == name:
        return name
    mailbox, _, domain = address.partition("@")
    squashed = _NO_LETTER.sub("", name.lower().translate(_PLAIN_LETTERS))
    own_domain = squashed in {label.replace("-", "") for label in domain.lower().split(".")}
    return name if own_domain and _ROLE.match(mailbox) else ""


def address_lines(message: Message) -> str:
    """Write who a mail is from and to, a line each, as people read it."""
    found = {
        "Från": header(message, "From"),
        "Till": header(message, "To"),
        "Kopia": header(message, "Cc"),
    }
    return "".join(f"{label}: {value}\n" for label, value in found.items() if value)


def _addresses(value: str) -> list[tuple[str, str]]:
    try:
        return getaddresses([value])
    except (ValueError, TypeError, IndexError, RecursionError):
        return []


def _readable(value: str) -> str:
    text = _UNFIT.sub(" ", _from_bytes(value))
    words = _decoded(text) if "=?" in text else text
    return " ".join(_UNFIT.sub(" ", tidy(words)).split())


def _from_bytes(value: str) -> str:
    """Decode what the parser kept as raw bytes: a header may be in any encoding."""
    if value.isascii():
        return value
    data = value.encode("utf-8", "surrogateescape")
    try:
        return decode(data)[0]
    except ValueError:
        return data.decode("windows-1252", "replace")


def _decoded(text: str) -> str:
    try:
        parts = decode_header(text)
    except (HeaderParseError, ValueError):
        return text
    return "".join(_part(value, charset) for value, charset in parts)


def _part(value: bytes | str, charset: str | None) -> str:
    if isinstance(value, str):
        return value
    try:
        if charset is None:
            return value.decode("raw-unicode-escape", "replace")
        return decode_declared(value, charset)[0]
    except ValueError:
        return value.decode("windows-1252", "replace")
