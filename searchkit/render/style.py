"""How much of a screen there is to use, and the escape codes that use it."""

from __future__ import annotations

from collections.abc import Callable

from searchkit.values import Value

_NARROWEST, _WIDEST = 30, 100
_UNQUOTED = frozenset(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/:?&=#%+@,;!$*"
)


Painter = Callable[[str], str]


class Pen(Value):
    """How to paint text, and the marks in it."""

    text: Painter
    mark: Painter


class Style(Value):
    """What may be used to show results. The defaults are those of a pipe: plain text.

    `bold` allows bold, dim and underline, `color` colours, `links` hyperlinks (OSC 8).
    `directory` is the absolute path that relative paths start from; without it they are not
    linked. `width` is that of the screen in columns.
    """

    color: bool = False
    bold: bool = False
    width: int = 80
    links: bool = False
    directory: str = ""

    @property
    def columns(self) -> int:
        """The columns to fill: longer lines than 100 are hard to read, below 30 nothing fits."""
        return max(_NARROWEST, min(self.width, _WIDEST))

    def title(self, text: str) -> str:
        """Paint a title."""
        return _paint(text, "1" if self.bold else "")

    def dim(self, text: str) -> str:
        """Paint what matters less."""
        return _paint(text, "2" if self.bold else "")

    @property
    def body_pen(self) -> Pen:
        """Paint prose, its marks bold."""
        return Pen(str, self._mark("1"))

    @property
    def title_pen(self) -> Pen:
        """Paint a title, its marks underlined as well: bold alone would not be seen there."""
        return Pen(self.title, self._mark("1;4"))

    def link(self, text: str, path: str) -> str:
        """Make text a hyperlink to a file or an address, or leave it where that cannot be.

        A path with control characters in it is not linked, nor is one that is not known to be
        absolute.
        """
        if not (self.links and text and path.isprintable()):
            return text
        address = self._address(path)
        return f"\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\" if address else text

    def _mark(self, codes: str) -> Painter:
        used = codes if self.bold else "", "31" if self.color else ""
        return lambda text: _paint(text, *used)

    def _address(self, path: str) -> str:
        if path.startswith(("http://", "https://")):
            return _quoted(path)
        if not path.startswith("/") and not self.directory:
            return ""
        absolute = path if path.startswith("/") else f"{self.directory.rstrip('/')}/{path}"
        escaped = absolute.replace("%", "%25").replace("?", "%3F").replace("#", "%23")
        return f"file://{_quoted(escaped)}"


def _paint(text: str, *codes: str) -> str:
    """Put SGR codes around text; none where there is no code or nothing to see."""
    used = ";".join(code for code in codes if code)
    return f"\x1b[{used}m{text}\x1b[0m" if used and text else text


def _quoted(address: str) -> str:
    """Write the bytes that an address cannot hold as %XX.

    Done here as importing `urllib.parse` would cost more than the whole rendering.
    """
    return "".join(chr(byte) if byte in _UNQUOTED else f"%{byte:02X}" for byte in address.encode())
