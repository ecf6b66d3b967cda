"""Read OpenDocument text: paragraphs, tables, notes and text boxes in the order of the text.

Deleted text and comments are left out. Headers and footers stand once, at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from searchkit.documents.files import as_text
from searchkit.documents.readers.base import RawDocument, Skip
from searchkit.documents.readers.markup import MarkupError, Vocabulary
from searchkit.documents.readers.packages import Package, opened_package
from searchkit.documents.readers.properties import open_document_properties, stated
from searchkit.documents.readers.prose import Prose
from searchkit.errors import UnreadableFile

_CONTENT, _STYLES, _MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"
_TITLE_STYLE = "Title"
_MOST_SPACES = 100
# Line ends and indentation are the markup's; spaces that somebody typed are `text:s`.
_BLANKS = re.compile(r"[ \t\r\n]+")

_IGNORED = frozenset({"annotation", "tracked-changes", "note-citation", "ruby-text"})
_FLOW = frozenset(
    ("p", "h", "s", "tab", "line-break", "table-row", "table-cell", "text-box", "note")
)
_BODY = Vocabulary(_FLOW | {"style"}, frozenset({"p", "h"}), _IGNORED)
_MARGINS = Vocabulary(
    _FLOW | {"header", "footer"},
    frozenset({"p", "h"}),
    _IGNORED | {"styles", "automatic-styles", "header-first", "footer-first"},
)


def read(path: Path, skip: Skip) -> Iterator[RawDocument]:
    """Read one document; UnreadableFile when there is no text in the file."""
    with opened_package(path) as package:
        _refuse_others(package)
        body = _Body()
        text = body.compose(package, _CONTENT, _BODY)
        margins = _Body().compose(package, _STYLES, _MARGINS)
        shown = stated({"title": body.title}, "title style")
        properties = shown.over(open_document_properties(package))
    if any(map(str.isalpha, margins)):
        text = f"{text}\n\n{margins}".strip("\n")
    if not text:
        raise UnreadableFile(as_text(path), "no text in it")
    yield properties.document(text)


def _refuse_others(package: Package) -> None:
    if package.holds(_MANIFEST, "encryption-data"):
        raise MarkupError("needs a password")
    if _CONTENT not in package:
        raise MarkupError("not what its name says")


class _Body:
    """Composes the text of a part, and remembers the first paragraph in the title style."""

    def __init__(self) -> None:
        self.title = ""
        self._title_styles = {_TITLE_STYLE}

    def compose(self, package: Package, part: str, wanted: Vocabulary) -> str:
        prose = Prose()
        style = ""
        for kind, name, value in package.events(part, wanted):
            match kind, name:
                case "text", _:
                    prose.add(_BLANKS.sub(" ", name))
                case "start", "p" | "h":
                    style = value.get("style-name", "")
                case "end", "p" | "h":
                    paragraph = prose.end_paragraph()
                    if style in self._title_styles:
                        self.title = self.title or paragraph
                    style = ""
                case "start", "s":
                    prose.add(" " * _spaces(value.get("c", "1")))
                case "start", "tab":
                    prose.add("\t")
                case "start", "line-break":
                    prose.add("\n")
                case "start", "table-cell" | "text-box" | "note":
                    prose.begin()
                case "end", "table-cell":
                    prose.end_cell()
                case "end", "text-box" | "note":
                    prose.end_aside()
                case "end", "table-row":
                    prose.end_row()
                case "start", "style" if value.get("parent-style-name") == _TITLE_STYLE:
                    self._title_styles.add(value.get("name", ""))
        return prose.text()


def _spaces(count: str) -> int:
    return min(int(count), _MOST_SPACES) if count.isdecimal() else 1
