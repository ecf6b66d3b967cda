"""What a file says about itself, beside its text: titles, dates and names in its properties.

Little of it is beyond doubt. A template's title and date of creation live on in every document
that is made from it, and a company is whoever the program was installed for. `metadata` puts
what is doubtful after what the text says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from searchkit.documents.readers.base import RawDocument
from searchkit.documents.readers.markup import MarkupError, Vocabulary
from searchkit.documents.readers.packages import Package

_CORE = {"title": "title", "created": "date", "modified": "updated", "category": "type"}
_EXTENDED = {"Company": "source"}
_OPEN_DOCUMENT = {"title": "title", "creation-date": "date", "date": "updated"}


@dataclass(frozen=True, slots=True)
class Properties:
    """Headers, where each is from and which are doubtful, and notes on what was unreadable."""

    headers: Mapping[str, str] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)
    doubtful: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()

    def over(self, other: Properties) -> Properties:
        """Put these before others, field by field."""
        return Properties(
            {**other.headers, **self.headers},
            {**other.origins, **self.origins},
            self.doubtful | (other.doubtful - self.headers.keys()),
            self.notes + other.notes,
        )

    def document(self, text: str, notes: tuple[str, ...] = (), begins: int = 0) -> RawDocument:
        """Make the one document of a file."""
        return RawDocument(
            "",
            text,
            dict(self.headers),
            self.notes + notes,
            begins,
            dict(self.origins),
            self.doubtful,
        )


def stated(headers: Mapping[str, str], origin: str) -> Properties:
    """Take what is beyond doubt; empty fields are left out."""
    lines = {name: " ".join(value.split()) for name, value in headers.items()}
    filled = {name: value for name, value in lines.items() if value}
    return Properties(filled, dict.fromkeys(filled, origin))


def doubtful(headers: Mapping[str, str], origin: str, notes: tuple[str, ...] = ()) -> Properties:
    """Take what may be wrong; empty fields are left out."""
    sure = stated(headers, origin)
    return Properties(sure.headers, sure.origins, frozenset(sure.headers), notes)


def office_properties(package: Package, program: str) -> Properties:
    """Read the properties of an Office Open XML package that a program wrote."""
    fields = [
        (part, names)
        for kind, names in (("core-properties", _CORE), ("extended-properties", _EXTENDED))
        for part in package.related("", kind)
    ]
    return _read(package, fields, f"{program} properties")


def open_document_properties(package: Package) -> Properties:
    """Read the properties of an OpenDocument package."""
    return _read(package, [("meta.xml", _OPEN_DOCUMENT)], "OpenDocument properties")


def _read(package: Package, fields: list[tuple[str, dict[str, str]]], origin: str) -> Properties:
    headers: dict[str, str] = {}
    notes: tuple[str, ...] = ()
    for part, names in fields:
        try:
            headers |= _values(package, part, names)
        except MarkupError:
            notes = ("its properties cannot be read",)
    return doubtful(headers, origin, notes)


def _values(package: Package, part: str, names: dict[str, str]) -> dict[str, str]:
    values = dict.fromkeys(names.values(), "")
    inside = ""
    for kind, text, _ in package.events(part, Vocabulary(frozenset(names), frozenset(names))):
        if kind == "text":
            values[inside] += text
        else:
            inside = names[text]
    return values
