"""What is particular to the engine on Whoosh: its files, its segments, its failures."""

from __future__ import annotations

import errno
import os
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from language.toy import toy_analyzer
from whoosh.reading import ReaderClosed
from whoosh.writing import SegmentWriter

from searchkit.documents.model import Document
from searchkit.engines.base import Matches
from searchkit.engines.whoosh.codec import FlatSegment
from searchkit.engines.whoosh.engine import WhooshEngine
from searchkit.engines.whoosh.records import to_columns, to_document
from searchkit.engines.whoosh.storage import IndexStorage
from searchkit.engines.whoosh.writing import merging, updating
from searchkit.engines.whoosh.writing.building import SegmentBuilder
from searchkit.errors import IndexDamaged
from searchkit.query.request import Filters
from searchkit.query.terms import Everything, TermNode

from .archive import document, stem


def ids(engine: WhooshEngine, query: TermNode) -> list[str]:
    return [match.doc_id for match in engine.search(query, Filters(), limit=0).matches]


def segments(directory: Path) -> int:
    return len(list(directory.glob("*.seg")))


def test_an_index_is_there_when_it_is_opened_again(tmp_path: Path) -> None:
    engine = WhooshEngine.create(tmp_path, toy_analyzer())
    engine.update([document("a", "lön")])
    engine.close()
    again = WhooshEngine(tmp_path, toy_analyzer())
    assert ids(again, stem("lön")) == ["a"]
    assert again.get("a") == document("a", "lön")


@pytest.mark.parametrize(("length", "is_compressed"), [(0, False), (499, False), (500, True)])
def test_a_text_comes_back_as_it_was_compressed_if_it_is_long(
    length: int, is_compressed: bool
) -> None:
    text = ("lag och fack, " * 40)[:length]
    body = to_columns(document("a", text))["body"][4:]
    assert (len(body) < length) == is_compressed
    assert to_document("a", b'["a"]', body).text == text


def test_a_reader_answers_from_the_state_it_opened(tmp_path: Path) -> None:
    writer = WhooshEngine.create(tmp_path, toy_analyzer())
    writer.update([document("a", "lön")])
    reader = WhooshEngine(tmp_path, toy_analyzer())
    writer.update([document("b", "lön")], ["a"])
    assert ids(reader, stem("lön")) == ["a"]
    assert reader.get("a") == document("a", "lön")
    assert ids(WhooshEngine(tmp_path, toy_analyzer()), stem("lön")) == ["b"]


def test_an_index_is_opened_while_another_process_commits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = WhooshEngine.create(tmp_path, toy_analyzer())
    open_file = IndexStorage.open_file

    def overtaken(storage: IndexStorage, name: str, **named: object) -> object:
        monkeypatch.setattr(IndexStorage, "open_file", open_file)
        writer.update([document("a", "lön")])
        return open_file(storage, name, **named)

    monkeypatch.setattr(IndexStorage, "open_file", overtaken)
    assert ids(WhooshEngine(tmp_path, toy_analyzer()), stem("lön")) == ["a"]


def test_what_an_update_closed_is_not_called_damaged(tmp_path: Path) -> None:
    engine = WhooshEngine.create(tmp_path, toy_analyzer())
    engine.update(document(doc_id, "lön") for doc_id in "abc")
    metadata = engine.iter_metadata()
    next(metadata)
    engine.update([document("d", "lön")])
    with pytest.raises(ReaderClosed):
        next(metadata)


def test_an_update_succeeds_where_folders_cannot_be_flushed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flush = os.fsync

    def flush_files(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        flush(descriptor)

    engine = WhooshEngine.create(tmp_path, toy_analyzer())
    monkeypatch.setattr(os, "fsync", flush_files)
    engine.update([document("a", "lön")])
    assert ids(engine, stem("lön")) == ["a"]


def test_an_update_replaces_what_another_engine_has_added_since(tmp_path: Path) -> None:
    stale = WhooshEngine.create(tmp_path, toy_analyzer())
    WhooshEngine(tmp_path, toy_analyzer()).update([document("a", "lön")])
    stale.update([document("a", "vakans")])
    assert ids(stale, Everything()) == ["a"]
    assert stale.get("a") == document("a", "vakans")


def test_a_directory_without_an_index_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged) as raised:
        WhooshEngine(tmp_path, toy_analyzer())
    assert raised.value.directory == str(tmp_path)


@pytest.mark.parametrize(
    ("place", "step"),
    [
        (SegmentBuilder, "finish"),
        (FlatSegment, "create_compound_file"),
        (updating, "merge"),
        (SegmentWriter, "_commit_toc"),
        (IndexStorage, "rename_file"),
    ],
)
def test_an_interrupt_while_committing_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: object, step: str
) -> None:
    def interrupted(*_arguments: object, **_named: object) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(merging, "FAN_OUT", 4)
    engine = WhooshEngine.create(tmp_path, toy_analyzer())
    for doc_id in "abc":
        engine.update([document(doc_id, "lön")])
    with monkeypatch.context() as patched:
        patched.setattr(place, step, interrupted)
        with pytest.raises(KeyboardInterrupt):
            engine.update([document("d", "lön")])
    assert ids(engine, stem("lön")) == ["a", "b", "c"]
    engine.update([document("e", "lön")], ["a"])
    assert ids(WhooshEngine(tmp_path, toy_analyzer()), stem("lön")) == ["b", "c", "e"]


def test_what_an_interrupted_commit_wrote_is_gone_after_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_arguments: object, **_named: object) -> None:
        raise KeyboardInterrupt

    engine = WhooshEngine.create(tmp_path, toy_analyzer())
    with monkeypatch.context() as patched:
        patched.setattr(SegmentWriter, "_commit_toc", interrupted)
        with pytest.raises(KeyboardInterrupt):
            engine.update([document("a", "lön")])
    engine.update([document("b", "lön")])
    assert segments(tmp_path) == 1


def test_a_table_of_contents_that_was_not_finished_is_gone_after_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object, **_named: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    engine = WhooshEngine.create(tmp_path, toy_analyzer())
    with monkeypatch.context() as patched:
        patched.setattr(IndexStorage, "rename_file", full)
        with pytest.raises(OSError, match="No space left"):
            engine.update([document("a", "lön")])
    engine.update([document("b", "lön")])
    assert len(list(tmp_path.glob("*.toc*"))) == 1


def test_what_updates_that_failed_have_written_does_not_pile_up(tmp_path: Path) -> None:
    def failing() -> Iterator[Document]:
        yield document("b", "lön")
        raise OSError(errno.ENOSPC, "No space left on device")

    engine = WhooshEngine.create(tmp_path, toy_analyzer())
    engine.update([document("a", "lön")])
    files = []
    for _ in range(2):
        with pytest.raises(OSError, match="No space left"):
            engine.update(failing())
        files.append(len(list(tmp_path.iterdir())))
    assert files[0] == files[1]
    assert ids(WhooshEngine(tmp_path, toy_analyzer()), Everything()) == ["a"]


def test_a_hundred_small_updates_leave_few_segments(tmp_path: Path) -> None:
    engine = WhooshEngine.create(tmp_path, toy_analyzer())
    for number in range(100):
        engine.update([document(f"{number:02}", "lön")])
    assert segments(tmp_path) <= 12
    assert ids(engine, stem("lön")) == [f"{number:02}" for number in range(100)]


def test_a_small_update_leaves_a_large_segment_alone(tmp_path: Path) -> None:
    engine = WhooshEngine.create(tmp_path, toy_analyzer())
    engine.update(document(f"{number}", "lön") for number in range(9))
    large = next(tmp_path.glob("*.seg"))
    engine.update([document("ny", "lön")])
    assert large.exists()
    assert segments(tmp_path) == 2


def test_a_segment_with_many_deleted_documents_is_written_again(tmp_path: Path) -> None:
    engine = WhooshEngine.create(tmp_path, toy_analyzer())
    engine.update(document(f"{number}", f"ord{number}") for number in range(9))
    engine.update([], ["0", "1"])
    assert [form for form, _ in engine.iter_terms()][:2] == ["ord0", "ord1"]
    engine.update([], ["2"])
    assert [form for form, _ in engine.iter_terms()][:2] == ["ord3", "ord4"]
    assert segments(tmp_path) == 1


def test_a_segment_of_deleted_documents_alone_is_dropped(tmp_path: Path) -> None:
    engine = WhooshEngine.create(tmp_path, toy_analyzer())
    engine.update([document("a", "lön")])
    engine.update([], ["a"])
    assert segments(tmp_path) == 0
    assert engine.search(Everything(), Filters()) == Matches(0)
