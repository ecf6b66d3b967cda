"""Read Word documents: paragraphs, tables, notes and text boxes in the order of the text.

Deleted and moved-away text is left out, and so are comments. Headers and footers stand once,
at the end: they are no title, whatever their place on the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from searchkit.documents.files import as_text
from searchkit.documents.readers.base import RawDocument, Skip
from searchkit.documents.readers.markup import Vocabulary
from searchkit.documents.readers.packages import Package, opened_package
from searchkit.documents.readers.properties import office_properties, stated
from searchkit.documents.readers.prose import Prose
from searchkit.errors import UnreadableFile

_TITLE_STYLES = {"title", "titel", "dokumenttitel", "dokumentrubrik", "huvudrubrik"}

_BODY = Vocabulary(
    names=frozenset(("p", "pStyle", "tab", "ptab", "br", "cr", "noBreakHyphen", "tr", "tc"))
    | {"txbxContent", "footnoteReference", "endnoteReference"},
    texts=frozenset({"t"}),
    # The same text box stands in AlternateContent for newer and for older programs.
    ignored=frozenset({"Fallback", "del", "moveFrom", "pPrChange", "tabs"}),
)
_NOTES = Vocabulary(frozenset({"footnote", "endnote", "p"}), frozenset({"t"}), _BODY.ignored)
_STYLES = Vocabulary(frozenset({"style", "name"}))


def read(path: Path, skip: Skip) -> Iterator[RawDocument]:
    """Read one document; UnreadableFile when there is no text in the file."""
    with opened_package(path) as package:
        main = package.main_part("document")
        body = _Body(_title_styles(package, main), _notes(package, main))
        text = body.compose(package, main)
        text = "\n\n".join((text, *_margins(package, main))).strip("\n")
        shown = stated({"title": body.title}, "title style")
        properties = shown.over(office_properties(package, "Word"))
    if not text:
        raise UnreadableFile(as_text(path), "no text in it")
    yield properties.document(text)


class _Body:
    """Composes the text of a part, and remembers the first paragraph in a title style."""

    def __init__(self, title_styles: frozenset[str], notes: dict[str, str]) -> None:
        self.title = ""
        self._title_styles = title_styles
        self._notes = notes

    def compose(self, package: Package, part: str) -> str:
        prose = Prose()
        style = ""
        for kind, name, value in package.events(part, _BODY):
            match kind, name:
                case "text", _:
                    prose.add(name)
                case "end", "p":
                    paragraph = prose.end_paragraph()
                    if style in self._title_styles:
                        self.title = self.title or paragraph
                    style = ""
                case "start", "pStyle":
                    style = value.get("val", "")
                case "start", "tab" | "ptab":
                    prose.add("\t")
                case "start", "br" | "cr":
                    prose.add("\n")
                case "start", "noBreakHyphen":
                    prose.add("-")
                case "start", "tc" | "txbxContent":
                    prose.begin()
                case "end", "tc":
                    prose.end_cell()
                case "end", "txbxContent":
                    prose.end_aside()
                case "end", "tr":
                    prose.end_row()
                case "start", "footnoteReference" | "endnoteReference":
                    # Once each: a long note may be pointed to from a million places.
                    prose.put_aside(self._notes.pop(name[:3] + value.get("id", ""), ""))
        return prose.text()


def _title_styles(package: Package, main: str) -> frozenset[str]:
    """Find the keys of the styles for titles: Word calls them `Title` in every language."""
    found = set()
    key = ""
    for part in package.related(main, "styles"):
        for kind, name, value in package.events(part, _STYLES):
            if kind == "start" and name == "style":
                key = value.get("styleId", "")
            elif kind == "start" and value.get("val", "").lower() in _TITLE_STYLES:
                found.add(key)
    return frozenset(found - {""})


def _notes(package: Package, main: str) -> dict[str, str]:
    """Read foot- and endnotes, by the first letters of their kind and their number."""
    notes = {}
    for part in package.related(main, "footnotes") + package.related(main, "endnotes"):
        prose, key = Prose(), ""
        for kind, name, value in package.events(part, _NOTES):
            match kind, name:
                case "text", _:
                    prose.add(name)
                case "end", "p":
                    prose.end_paragraph()
                case "start", _ if name != "p":
                    prose, key = Prose(), name[:3] + value.get("id", "")
                case "end", _:
                    notes[key] = prose.text()
    return notes


def _margins(package: Package, main: str) -> list[str]:
    """Give the headers, then the footers, those that say the same only once."""
    parts = package.related(main, "header") + package.related(main, "footer")
    margin = _Body(frozenset(), {})
    texts = dict.fromkeys(margin.compose(package, part) for part in parts)
    return [text for text in texts if any(map(str.isalpha, text))]
