"""Read Rich Text Format, as Word and LibreOffice write it, and most programs of the nineties.

The format is a text of groups in braces, control words and characters. Groups that are not
part of the text, pictures and comments among them, are passed over; headers and footers stand
once, at the end. Broken groups are read as far as they make sense.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from searchkit.documents.files import as_text
from searchkit.documents.readers.base import RawDocument, Skip, read_bytes
from searchkit.documents.readers.properties import doubtful
from searchkit.documents.readers.prose import Prose
from searchkit.documents.readers.rtf_words import (
    CHARACTERS,
    CODE_PAGES,
    INFO_FIELDS,
    MARGINS,
    PASSED_OVER,
    PLATFORMS,
    SETTINGS,
    TEXT_GROUPS,
)
from searchkit.errors import UnreadableFile

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})?[ ]?"
    rb"|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<symbol>[^a-zA-Z])|(?P<brace>[{}])"
    rb"|(?P<text>[^\\{}\r\n]+)|[\r\n\\]",
    re.DOTALL,
)
_UNICODE = "utf-16-le"
_DEEPEST = 10_000
_ENDS_PARAGRAPH = ("par", "sect", "page")


def read(path: Path, skip: Skip) -> Iterator[RawDocument]:
    """Read one document; UnreadableFile when there is no text in the file."""
    data = read_bytes(path)
    if data.strip() and not data.lstrip().startswith(b"{\\rtf"):
        raise UnreadableFile(as_text(path), "damaged, or no .rtf file")
    reading = Reading()
    try:
        reading.take(data)
    except ValueError as error:
        raise UnreadableFile(as_text(path), str(error)) from error
    text = reading.text()
    if not text:
        raise UnreadableFile(as_text(path), "no text in it")
    yield doubtful(reading.info, "RTF info").document(text)


class _Group(NamedTuple):
    """What holds inside a group of braces, and is as before when the group ends.

    `place` is what its text is for: `text`, `fonts`, a header or footer, a field of the info,
    or nothing, when it is passed over.
    """

    place: str = "text"
    fallbacks: int = 1
    """How many characters after a Unicode one say the same to programs that know none."""
    encoding: str = "cp1252"
    is_aside: bool = False


class Reading:
    """Reads token after token and composes the text."""

    def __init__(self) -> None:
        self.info: dict[str, str] = {}
        self._margins: list[Prose] = []
        self._prose = Prose()
        self._group = _Group()
        self._outer: list[_Group] = []
        self._default = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._pending = bytearray()
        self._pending_encoding = ""
        self._to_skip = 0
        self._optional = False
        self._in_row = False

    def take(self, data: bytes) -> None:
        """Read a whole file; ValueError, fit to be shown, when no program can have written it."""
        position = 0
        while match := _TOKEN.match(data, position):
            position = match.end()
            kind = match.lastgroup
            if kind == "number" and match["word"] == b"bin":
                position += max(0, int(match["number"]))
            elif kind == "brace":
                self._open() if match["brace"] == b"{" else self._close()
            elif not self._group.place:
                continue
            elif kind in ("word", "number"):
                number = int(match["number"]) if kind == "number" else None
                self._word(match["word"].decode("ascii"), number)
            elif kind == "text":
                self._characters(match["text"])
            elif kind == "hex":
                self._characters(bytes.fromhex(match["hex"].decode("ascii")))
            elif kind == "symbol":
                self._symbol(match["symbol"].decode("latin-1"))
        self._flush()

    def text(self) -> str:
        """Give the text, then the headers and footers, those that say the same only once."""
        margins = dict.fromkeys(prose.text() for prose in self._margins)
        named = [margin for margin in margins if any(map(str.isalpha, margin))]
        return "\n\n".join((self._prose.text(), *named)).strip("\n")

    def _open(self) -> None:
        self._flush()
        if len(self._outer) == _DEEPEST:
            raise ValueError("nested too deep")
        self._outer.append(self._group)
        self._group = self._group._replace(is_aside=False)

    def _close(self) -> None:
        self._flush()
        if self._group.is_aside:
            self._prose.end_aside()
        if self._outer:
            self._group = self._outer.pop()
        self._optional = False

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._optional = True
        elif symbol in "\r\n":
            self._word("par", None)
        elif symbol in CHARACTERS:
            self._add(CHARACTERS[symbol])

    def _word(self, word: str, number: int | None) -> None:
        optional, self._optional = self._optional, False
        if word == "u" and number is not None:
            self._unicode(number % 0x10000)
            return
        self._flush()
        if word == "fonttbl":
            self._group = self._group._replace(place="fonts")
        elif word in PASSED_OVER or (optional and word not in TEXT_GROUPS):
            self._group = self._group._replace(place="")
        elif word in CHARACTERS:
            self._add(CHARACTERS[word])
        elif word in SETTINGS:
            self._setting(word, number or 0)
        elif self._group.place == "info" or word in INFO_FIELDS or word in ("yr", "mo", "dy"):
            self._about(word, number or 0)
        elif word in MARGINS:
            self._group = self._group._replace(place=word)
            self._margins.append(Prose())
        elif self._group.place in MARGINS and word in _ENDS_PARAGRAPH:
            self._margins[-1].end_paragraph()
        elif self._group.place == "text":
            self._structure(word)

    def _setting(self, word: str, number: int) -> None:
        """Learn how characters are written: the code page goes with the font."""
        if word == "uc":
            self._group = self._group._replace(fallbacks=number)
        elif word == "fcharset":
            self._fonts[self._font] = CODE_PAGES.get(number, self._default)
        elif word in ("f", "plain"):
            self._font = number
            self._group = self._group._replace(encoding=self._fonts.get(number, self._default))
        else:
            self._default = _known(PLATFORMS.get(word, f"cp{number}"))
            self._group = self._group._replace(encoding=self._default)

    def _about(self, word: str, number: int) -> None:
        """Take note of a field of the info, or of a piece of a date in it."""
        place = self._group.place
        if word in ("yr", "mo", "dy"):
            if place in ("date", "updated") and number:
                date = self.info.get(place, "")
                self.info[place] = f"{date}-{number:02}" if date else f"{number:04}"
        elif place in ("info", "text") or word == "company":
            self._group = self._group._replace(place=INFO_FIELDS.get(word, ""))

    def _structure(self, word: str) -> None:
        prose = self._prose
        if word in _ENDS_PARAGRAPH:
            prose.end_paragraph()
        elif word == "intbl" and not self._in_row:
            self._in_row = True
            prose.begin()
        elif word == "cell" and self._in_row:
            prose.end_cell()
            prose.begin()
        elif word == "row" and self._in_row:
            self._in_row = False
            prose.close()
            prose.end_row()
        elif word in ("footnote", "shptxt"):
            self._group = self._group._replace(is_aside=True)
            prose.begin()

    def _characters(self, data: bytes) -> None:
        """Take characters as bytes, but not those that only repeat a Unicode one."""
        skipped = min(self._to_skip, len(data))
        self._to_skip -= skipped
        if skipped < len(data):
            self._pend(data[skipped:], self._group.encoding)

    def _unicode(self, unit: int) -> None:
        # Halves of a pair come as two control words.
        self._pend(unit.to_bytes(2, "little"), _UNICODE)
        self._to_skip = self._group.fallbacks

    def _pend(self, data: bytes, encoding: str) -> None:
        """Keep bytes until a whole run can be decoded: a character may be several."""
        if encoding != self._pending_encoding:
            self._decode()
            self._pending_encoding = encoding
        self._pending += data

    def _flush(self) -> None:
        self._to_skip = 0
        self._decode()

    def _decode(self) -> None:
        if self._pending:
            text = self._pending.decode(self._pending_encoding, "replace")
            self._pending.clear()
            self._put(text)

    def _add(self, text: str) -> None:
        self._flush()
        self._put(text)

    def _put(self, text: str) -> None:
        place = self._group.place
        if place == "text":
            self._prose.add(text)
        elif place in MARGINS:
            self._margins[-1].add(text)
        elif place in INFO_FIELDS.values():
            self.info[place] = self.info.get(place, "") + text


def _known(encoding: str) -> str:
    try:
        return "".encode(encoding).decode("ascii") or encoding
    except LookupError:
        return "cp1252"
