r"""From bytes to text: find the character encoding, then NFC and `\n`.

UTF-8 where it can be, UTF-16 where a byte order mark says so, then what a page or a mail
declares, and otherwise the old single-byte encoding in which å, ä and ö fall inside words.
Anything else than plain UTF-8 and what was declared is noted.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from contextlib import suppress

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# The first wins a tie: Windows is where most old Swedish text files were written.
_OLD_ENCODINGS = ("windows-1252", "mac-roman", "cp850")
_INSIDE_WORD = re.compile("(?<=[a-zåäö])[åäö](?=[a-zåäö])")
_SAMPLE_BYTES = 200_000
# Of all that Python can decode, what text on the web and in mails is written in: not punycode,
# `unicode_escape` and the like, and not UTF-16, in which nothing could declare anything.
_DECLARABLE = ("ascii", "big5", "cp", "euc", "gb", "iso2022", "iso8859", "koi8", "mac", "shift")
# What browsers take these for: a page in Latin-1 is full of Windows' quotation marks.
_WIDENED = {"ascii": "windows-1252", "iso8859-1": "windows-1252"}

_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\v\f\r\x1b")) + b"\x7f"
_HIGH = bytes(range(0x80, 0x100))
# Valid UTF-8 is strong evidence of text. Where the encoding is a guess, compressed data must
# not pass: a tenth of its bytes are control characters and half of them are above ASCII.
_MOST_CONTROLS = 0.3
_MOST_CONTROLS_IN_GUESS = 0.05
_MOST_HIGH_IN_GUESS = 0.4
_SHORT_BYTES = 64

Decoded = tuple[str, tuple[str, ...]]


def decode(data: bytes) -> Decoded:
    """Read bytes as text, with notes on what was assumed; ValueError for what is not text."""
    text, notes = _decode_marked(data) or _decode_utf8(data) or _decode_guessed(data)
    return tidy(text), notes


def decode_declared(data: bytes, charset: str) -> Decoded:
    """Read bytes that come with the name of their encoding; ValueError for what is not text.

    A declaration is often left over from before the text was saved anew: valid UTF-8 is UTF-8
    whatever is said of it, and what does not fit its declaration is read without it.
    """
    codec = _codec(charset)
    if not codec or data.startswith((*_UTF16_MARKS, codecs.BOM_UTF8)):
        return decode(data)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        with suppress(UnicodeDecodeError):
            return tidy(data.decode(codec)), ()
    return decode(data)


def _codec(charset: str) -> str:
    try:
        name = codecs.lookup(charset.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return ""
    return _WIDENED.get(name, name) if name.startswith(_DECLARABLE) else ""


def tidy(text: str) -> str:
    r"""Bring text to the one form used everywhere: NFC, `\n` line ends, no NUL.

    Nothing else changes. A NUL is half a character of UTF-16 that nothing marked, or padding.
    """
    text = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)


def _decode_marked(data: bytes) -> Decoded | None:
    if not data.startswith(_UTF16_MARKS):
        return None
    text = data.decode("utf-16", "replace")
    _refuse_binary(text.encode("utf-8"), _MOST_CONTROLS)
    return text, ("read as utf-16",)


def _decode_utf8(data: bytes) -> Decoded | None:
    try:
        text, notes = data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return _decode_damaged_utf8(data)
    _refuse_binary(data, _MOST_CONTROLS)
    return text, notes


def _decode_damaged_utf8(data: bytes) -> Decoded | None:
    """Accept UTF-8 with a few broken bytes: a file cut in the middle of an ö is still UTF-8."""
    text = data.decode("utf-8-sig", "replace")
    broken = text.count("\ufffd")
    sound = len(text) - len(text.encode("ascii", "ignore")) - broken
    if sound <= broken:
        return None
    _refuse_binary(data, _MOST_CONTROLS_IN_GUESS)
    return text, (f"read as utf-8, {broken} damaged characters replaced",)


def _decode_guessed(data: bytes) -> Decoded:
    _refuse_binary(data, _MOST_CONTROLS_IN_GUESS)
    if len(data) > _SHORT_BYTES and _share(data, _HIGH) > _MOST_HIGH_IN_GUESS:
        raise ValueError("not text")
    encoding = max(_OLD_ENCODINGS, key=lambda name: _letters_inside_words(data, name))
    try:
        return data.decode(encoding), (f"read as {encoding}",)
    except UnicodeDecodeError:  # windows-1252 leaves five bytes undefined
        return data.decode("iso-8859-1"), ("read as iso-8859-1",)


def _letters_inside_words(data: bytes, encoding: str) -> int:
    sample = data[:_SAMPLE_BYTES].decode(encoding, "replace")
    return len(_INSIDE_WORD.findall(sample.lower()))


def _refuse_binary(data: bytes, most_controls: float) -> None:
    if data and _share(data, _CONTROLS) > most_controls:
        raise ValueError("not text")


def _share(data: bytes, some: bytes) -> float:
    return 1 - len(data.translate(None, some)) / len(data)
