"""What we stand on of Whoosh. A new Whoosh that moves one of these is caught here."""

from __future__ import annotations

import importlib
import inspect

import pytest

from searchkit.engines.whoosh import (
    codec,
    columns,
    container,
    matcher,
    schema,
    storage,
    terms,
)
from searchkit.engines.whoosh.writing import terms as writing_terms

OURS = (
    *(codec.FlatCodec, codec.FlatSegment, codec.FlatPerDocReader, codec.FlatPerDocWriter),
    *(writing_terms.FlatFieldWriter, terms.FlatTermsReader, terms.FlatTermInfo, terms.FlatCursor),
    *(matcher.RunMatcher, storage.IndexStorage, container.Container, container.ContainedFile),
    *(columns.Numbers, columns.Bytes, columns.PlainPickles, schema.ArrayPositions),
)
"""Classes that Whoosh calls: each stands in for one of its own."""

CALLED = (
    "whoosh.codec.base.Codec.automata",
    "whoosh.codec.whoosh3.W3Codec.column_filename",
    "whoosh.index.clean_files",
    "whoosh.index.FileIndex.create",
    "whoosh.index.FileIndex.reader",
    "whoosh.index.FileIndex.writer",
    "whoosh.reading.SegmentReader.all_doc_ids",
    "whoosh.reading.SegmentReader.column_reader",
    "whoosh.reading.SegmentReader.cursor",
    "whoosh.reading.SegmentReader.field_length",
    "whoosh.reading.SegmentReader.has_deletions",
    "whoosh.reading.SegmentReader.leaf_readers",
    "whoosh.reading.SegmentReader.segment",
    "whoosh.writing.SegmentWriter.cancel",
    "whoosh.writing.SegmentWriter.commit",
    "whoosh.writing.SegmentWriter.delete_document",
    "whoosh.writing.SegmentWriter.reader",
)
"""What we call."""


def _parameters(function: object) -> list[str]:
    assert callable(function)
    parameters = inspect.signature(function).parameters.values()
    several = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return [p.name for p in parameters if p.name not in ("self", "cls") and p.kind not in several]


@pytest.mark.parametrize("ours", OURS, ids=lambda ours: ours.__name__)
def test_what_stands_in_for_a_class_of_whooshs_takes_what_that_takes(ours: type) -> None:
    for name, own in vars(ours).items():
        theirs = getattr(ours.__mro__[1], name, None)
        if not name.startswith("_") and inspect.isfunction(own) and theirs is not None:
            assert len(_parameters(own)) >= len(_parameters(theirs)), name


@pytest.mark.parametrize("name", CALLED)
def test_what_we_call_of_whoosh_is_there(name: str) -> None:
    module, kind, function = name.rsplit(".", 2)
    assert callable(getattr(getattr(importlib.import_module(module), kind), function))


def test_a_merge_policy_gets_the_writer_and_the_segments() -> None:
    from whoosh import writing

    assert _parameters(writing.NO_MERGE) == ["writer", "segments"]
    assert "mergetype" in _parameters(writing.SegmentWriter.commit)
