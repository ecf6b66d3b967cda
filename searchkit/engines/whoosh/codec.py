"""Whoosh's codec for postings that are flat arrays: written once, mapped, and never unpickled.

What is kept by document (columns, lengths, stored fields) is written as Whoosh writes it,
terms and their postings as `terms` does. All of it ends up in one file, the segment's
container.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from whoosh import columns
from whoosh.codec import base, whoosh3

from searchkit.engines.whoosh.columns import PlainPickles, SealedColumn
from searchkit.engines.whoosh.container import Container, assemble, open_contained
from searchkit.engines.whoosh.terms import FlatTermsReader

if TYPE_CHECKING:
    from searchkit.engines.whoosh.writing.terms import FlatFieldWriter


class FlatCodec(whoosh3.W3Codec):  # type: ignore[misc]
    """The codec. It has no settings, and nothing of it is kept in an index."""

    def field_writer(self, storage: Any, segment: FlatSegment) -> FlatFieldWriter:
        # What writes is imported when something is written.
        from searchkit.engines.whoosh.writing.terms import FlatFieldWriter

        return FlatFieldWriter(storage, segment)

    def terms_reader(self, storage: Any, segment: FlatSegment) -> FlatTermsReader:
        return FlatTermsReader(storage, segment)

    def per_document_writer(self, storage: Any, segment: FlatSegment) -> FlatPerDocWriter:
        return FlatPerDocWriter(self, storage, segment)

    def per_document_reader(self, storage: Any, segment: FlatSegment) -> FlatPerDocReader:
        return FlatPerDocReader(storage, segment)

    def new_segment(self, storage: Any, indexname: str) -> FlatSegment:
        return FlatSegment(indexname)


class FlatSegment(base.Segment):  # type: ignore[misc]
    """What the table of contents says of a segment. Kept by pickling, as plain values."""

    def __init__(self, indexname: str) -> None:
        super().__init__(indexname)
        self._documents = 0
        self._deleted: set[int] = set()
        self._fieldlengths: dict[str, int] = {}

    def codec(self, **_kwargs: Any) -> FlatCodec:
        return FlatCodec()

    def set_doc_count(self, count: int) -> None:
        self._documents = count

    def doc_count_all(self) -> int:
        return self._documents

    def add_words(self, fieldname: str, words: int) -> None:
        """Count the words of some documents in a field."""
        self._fieldlengths[fieldname] = self._fieldlengths.get(fieldname, 0) + words

    def words(self) -> int:
        """Count the words of all documents, deleted ones too."""
        return sum(self._fieldlengths.values())

    def deleted_count(self) -> int:
        return len(self._deleted)

    def deleted_docs(self) -> Iterator[int]:
        return iter(self._deleted)

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        (self._deleted.add if delete else self._deleted.discard)(docnum)

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self._deleted

    def create_compound_file(self, storage: Any) -> None:
        assemble(storage, self.make_filename(self.COMPOUND_EXT), self.list_files(storage))
        self.compound = True

    def open_compound_file(self, storage: Any) -> Container:
        return Container(Path(storage.folder, self.make_filename(self.COMPOUND_EXT)))


class FlatPerDocWriter(whoosh3.W3PerDocWriter):  # type: ignore[misc]
    """Whoosh's writer of columns; leaves plain values in the segment, as they are pickled."""

    def close(self) -> None:
        super().close()
        self._segment._fieldlengths = dict(self._fieldlengths)


class FlatPerDocReader(whoosh3.W3PerDocReader):  # type: ignore[misc]
    """Whoosh's reader of columns, but for those that check themselves and for stored fields."""

    def column_reader(self, fieldname: str, column: Any) -> Any:
        name = FlatCodec.column_filename(self._segment, fieldname)
        if fieldname not in self._colfiles:
            file = open_contained(
                self._storage, name, checked=not isinstance(column, SealedColumn)
            )
            self._colfiles[fieldname] = file, 0, self._storage.file_length(name)
        file, start, length = self._colfiles[fieldname]
        if fieldname == "_stored":
            column = PlainPickles(columns.CompressedBytesColumn())
        return column.reader(file, start, length, self._doccount)

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        fields: dict[str, Any] = (
            super().stored_fields(docnum) if self.has_column("_stored") else {}
        )
        return fields
