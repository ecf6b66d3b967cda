"""What a document is, once it has been read. Every other room works on these."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from searchkit.documents.dates import PartialDate

RULES_VERSION = 3
"""Raised with every change of a rule that fills Metadata, so that older indexes can be told."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about a document beside its text. Unknown is the empty string or None.

    `evidence` maps a field name (`title`, `date`, `updated`, `source`, `type`) to where its
    value was found: `Datum:`, `first lines`, `Word properties`, `file name`, `metadata.toml`.
    """

    title: str = ""
    date: PartialDate | None = None
    updated: PartialDate | None = None
    source: str = ""
    type: str = ""
    evidence: dict[str, str] = field(default_factory=dict)

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        """Make it again from its fields, in half the time that dataclasses take for it."""
        fields = (self.title, self.date, self.updated, self.source, self.type, self.evidence)
        return Metadata, fields


@dataclass(frozen=True, slots=True)
class Document:
    r"""One document, ready to be indexed or shown.

    `text` is in NFC with `\n` line ends; every offset elsewhere counts its code points.
    `path` is a POSIX path, relative to the folder that holds the index where it can be.
    `notes` tell what a reader had to assume, such as the character encoding. `also` are the
    paths of the files that are copies of the same.
    """

    doc_id: str
    path: str
    text: str
    metadata: Metadata = field(default_factory=Metadata)
    notes: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        """Make it again from its fields, as Metadata is."""
        fields = (self.doc_id, self.path, self.text, self.metadata, self.notes, self.also)
        return Document, fields
