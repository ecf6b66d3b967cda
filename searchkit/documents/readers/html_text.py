"""From the tree of a page, or a part of one, to its text as people see it.

Paragraphs are parted by a blank line, list items and rows by a line end, the cells of a row by
a tab. White space is what a browser makes of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from searchkit.documents.readers.decoding import tidy

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

SILENT = {
    *("script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "math"),
    *("canvas", "title", "meta", "link", "button", "input", "select", "option"),
    *("datalist", "textarea", "audio", "video", "map"),
}
"""What is in these is no text that anybody reads on the page."""

_PARAGRAPHS = {
    *("address", "article", "aside", "blockquote", "body", "center", "details", "dialog", "div"),
    *("dl", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("header", "hr", "main", "nav", "ol", "p", "pre", "section", "table", "ul"),
}
_LINES = {
    *("br", "caption", "dd", "dt", "figcaption", "legend", "li", "option", "summary", "tr"),
    *("tbody", "thead"),
}
_CELLS = {"td", "th"}
# Non-breaking and other spaces of a fixed width are letters of layout as well.
_SPACES = re.compile(r"[ \t\n\r\f\u00a0\u2002-\u200a\u202f]+")


def to_text(tree: Element) -> str:
    """Write the text of an element and all in it; its own tail is not part of it."""
    writer = _Writer()
    for event, element in _walk(tree):
        if event == "start":
            writer.open(element)
        else:
            writer.close(element)
            if element is not tree:
                writer.write(element.tail)
    return tidy(writer.text())


def _walk(tree: Element) -> Iterator[tuple[str, Element]]:
    """Walk past what is silent, without recursion: pages are nested deep."""
    from lxml.etree import iterwalk

    walker = iterwalk(tree, events=("start", "end"))
    for event, element in walker:
        if event == "start" and element.tag in SILENT:
            walker.skip_subtree()
        yield event, element


class _Writer:
    """Puts text together, with the white space that the elements around it ask for."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._preformatted = 0
        self._lines = 0
        self._gap = ""

    def open(self, element: Element) -> None:
        """Begin an element: break the line if it is a block, write its first text."""
        if element.tag in SILENT:
            return
        self._break(element.tag)
        self._preformatted += element.tag == "pre"
        self.write(element.text)

    def close(self, element: Element) -> None:
        """End an element."""
        if element.tag in SILENT:
            return
        self._preformatted -= element.tag == "pre"
        if element.tag in _CELLS:
            self._gap = "\t"
        elif element.tag != "br":
            self._break(element.tag)

    def write(self, text: str | None) -> None:
        """Write text; outside `<pre>` any run of white space is one space."""
        if not text:
            return
        if self._preformatted:
            self._put(text)
            return
        words = _SPACES.sub(" ", text)
        if words[0] == " ":
            self._gap = self._gap or " "
        if words != " ":
            self._put(words.strip(" "))
            self._gap = " " if words[-1] == " " else ""

    def text(self) -> str:
        """Give all that was written."""
        return "".join(self._pieces).strip("\n")

    def _put(self, text: str) -> None:
        if self._pieces:
            self._pieces.append("\n" * self._lines or self._gap)
        self._pieces.append(text)
        self._lines, self._gap = 0, ""

    def _break(self, tag: str) -> None:
        if tag in _PARAGRAPHS:
            self._lines = 2
        elif tag in _LINES:
            self._lines = max(self._lines, 1)
