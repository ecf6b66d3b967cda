"""Read PowerPoint presentations: the slides in order, each a page, its notes below it.

What stands on every slide (its number, the date, the footer) is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from searchkit.documents.files import as_text
from searchkit.documents.readers.base import RawDocument, Skip
from searchkit.documents.readers.markup import Vocabulary
from searchkit.documents.readers.packages import Package, opened_package
from searchkit.documents.readers.properties import office_properties, stated
from searchkit.documents.readers.prose import Prose
from searchkit.errors import UnreadableFile

_TITLES = ("title", "ctrTitle")
_ON_EVERY_SLIDE = ("dt", "ftr", "hdr", "sldNum", "sldImg")

_ORDER = Vocabulary(frozenset({"sldId"}))
_SLIDE = Vocabulary(
    names=frozenset(("sp", "ph", "p", "br", "tr", "tc")),
    texts=frozenset({"t"}),
    ignored=frozenset({"Fallback"}),
)


def read(path: Path, skip: Skip) -> Iterator[RawDocument]:
    """Read one document; UnreadableFile when there is no text in the file."""
    with opened_package(path) as package:
        slides = list(_iter_slides(package, package.main_part("presentation")))
        title = next((slide.title for slide in slides[:1]), "")
        shown = stated({"title": title}, "first slide")
        properties = shown.over(office_properties(package, "PowerPoint"))
    text = "\n\f".join(filter(None, (slide.text() for slide in slides)))
    if not text:
        raise UnreadableFile(as_text(path), "no text in it")
    yield properties.document(text)


@dataclass(slots=True)
class _Slide:
    """The title of a slide, or nothing, and what else is on it."""

    title: str = ""
    texts: list[str] = field(default_factory=list)

    def text(self) -> str:
        return "\n\n".join(filter(None, (self.title, *self.texts)))


def _iter_slides(package: Package, main: str) -> Iterator[_Slide]:
    targets = {relation.key: relation.target for relation in package.relations(main)}
    for kind, _, value in package.events(main, _ORDER):
        part = targets.get(value.get("id", "")) if kind == "start" else None
        if part is not None:
            slide = _read_shapes(package, part)
            slide.texts += [
                text
                for related in ("diagramData", "notesSlide")
                for other in package.related(part, related)
                for text in _read_shapes(package, other).texts
            ]
            yield slide


def _read_shapes(package: Package, part: str) -> _Slide:
    slide = _Slide()
    prose = Prose()
    placeholder = ""
    for kind, name, value in package.events(part, _SLIDE):
        match kind, name:
            case "text", _:
                prose.add(name)
            case "end", "p":
                prose.end_paragraph()
            case "start", "br":
                prose.add("\n")
            case "start", "sp":
                prose.begin()
                placeholder = ""
            case "start", "ph":
                placeholder = value.get("type", "obj")
            case "end", "sp":
                text = prose.close()
                if placeholder in _TITLES and not slide.title:
                    slide.title = " ".join(text.split())
                elif placeholder not in _ON_EVERY_SLIDE:
                    slide.texts.append(text)
            case "start", "tc":
                prose.begin()
            case "end", "tc":
                prose.end_cell()
            case "end", "tr":
                prose.end_row()
    slide.texts.append(prose.text())
    return slide
