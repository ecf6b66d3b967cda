"""One update of an index: documents in and out, in one commit of Whoosh's."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from whoosh.index import FileIndex, clean_files

from searchkit.documents.model import Document
from searchkit.engines.whoosh.codec import FlatCodec, FlatSegment
from searchkit.engines.whoosh.postings import Postings
from searchkit.engines.whoosh.writing.building import SegmentBuilder
from searchkit.engines.whoosh.writing.concatenation import merge
from searchkit.engines.whoosh.writing.crew import Crew
from searchkit.engines.whoosh.writing.merging import choose
from searchkit.engines.whoosh.writing.parallel import BuilderOf, Builders


def update(
    index: FileIndex,
    crew: Crew,
    documents: Iterable[Document],
    removed: Iterable[str],
) -> None:
    """Do what `Engine.update` promises, in the processes of the crew."""
    builder_of = partial(SegmentBuilder, index.storage, index.indexname)
    with _writing(index) as writer, _building(builder_of, crew) as builders:
        with contextlib.closing(Postings(writer.reader())) as before:
            for doc_id in removed:
                _delete(writer, before.number(doc_id))
            added: set[str] = set()
            for document in documents:
                if document.doc_id in added:
                    raise ValueError(f"two documents have the id {document.doc_id}")
                added.add(document.doc_id)
                _delete(writer, before.number(document.doc_id))
                builders.add(document)
        segments = builders.finish()
        writer.commit(mergetype=lambda _, kept: _merged(index, [*kept, *segments]))


def _merged(index: FileIndex, segments: Iterable[FlatSegment]) -> list[FlatSegment]:
    """Merge what should be merged, and give all segments of the new state of the index."""
    filled = [segment for segment in segments if segment.doc_count()]
    while chosen := choose(filled):
        merged = merge(index.storage, index.indexname, chosen)
        filled = [*(segment for segment in filled if segment not in chosen), merged]
    return filled


@contextlib.contextmanager
def _writing(index: FileIndex) -> Iterator[Any]:
    """Hold Whoosh's writer, and let go of it when anything is raised before its commit."""
    writer = index.writer(codec=FlatCodec())
    try:
        # What an update that failed has written fills the disk that may have been full.
        needed = [*writer.segments, writer.newsegment]
        clean_files(index.storage, index.indexname, writer.generation - 1, needed)
        yield writer
    except BaseException:
        # Whoosh cleans up after Exception only; Ctrl-C must not leave its lock behind.
        if not writer.is_closed:
            with contextlib.suppress(Exception):
                writer.cancel()
        raise


@contextlib.contextmanager
def _building(builder_of: BuilderOf, crew: Crew) -> Iterator[Builders]:
    builders = Builders(builder_of, crew)
    try:
        yield builders
    finally:
        builders.stop()


def _delete(writer: Any, number: int | None) -> None:
    if number is not None:
        writer.delete_document(number)
