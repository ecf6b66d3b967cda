"""Segments built in workers: the same answers as without, and failures that are noticed."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from multiprocessing.context import ForkProcess
from pathlib import Path

import pytest
from language.toy import toy_analyzer

from searchkit.documents.model import Document
from searchkit.engines.base import Matches
from searchkit.engines.whoosh.arrays import inversion as array_inversion
from searchkit.engines.whoosh.arrays import numbering
from searchkit.engines.whoosh.engine import WhooshEngine
from searchkit.engines.whoosh.writing import crew, inversion, parallel
from searchkit.engines.whoosh.writing.building import SegmentBuilder
from searchkit.errors import IndexDamaged
from searchkit.language import sharing
from searchkit.language.analyzer import Analyzer, WordTerms
from searchkit.query.request import Filters

from .archive import document, stem

DOCUMENTS = [document(f"{number:03}", f"lön {'fack ' * (number % 7)}") for number in range(200)]


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start two workers at the first documents, wherever this runs."""
    monkeypatch.setattr(parallel, "ENOUGH_FOR_WORKER", 50)
    monkeypatch.setattr(parallel, "ENOUGH_FOR_ARRAYS", 100)
    monkeypatch.setattr(parallel, "_BATCH_CHARACTERS", 300)
    monkeypatch.setattr(crew, "cores", lambda: 2)
    monkeypatch.setattr(parallel, "can_fork", lambda: True)


def answer(directory: Path, documents: list[Document]) -> Matches:
    directory.mkdir()
    engine = WhooshEngine.create(directory, toy_analyzer())
    engine.update(documents)
    found = engine.search(stem("fack"), Filters(), limit=0)
    engine.close()
    return found


def test_workers_build_what_one_process_builds(tmp_path: Path, workers: None) -> None:
    with_workers = answer(tmp_path / "two", DOCUMENTS)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(parallel, "can_fork", lambda: False)
        assert answer(tmp_path / "one", DOCUMENTS) == with_workers
    assert with_workers.total == sum(1 for number in range(200) if number % 7)


@pytest.mark.parametrize("in_workers", [True, False])
def test_words_of_one_update_are_known_in_the_next(
    tmp_path: Path, workers: None, monkeypatch: pytest.MonkeyPatch, in_workers: bool
) -> None:
    asked = multiprocessing.Value("i", 0)

    def analyze(form: str) -> WordTerms:
        with asked.get_lock():
            asked.value += 1
        return WordTerms(form, form)

    engine = WhooshEngine.create(tmp_path, Analyzer(analyze))
    engine.update(DOCUMENTS)
    assert asked.value >= 2
    asked.value = 0
    monkeypatch.setattr(parallel, "can_fork", lambda: in_workers)
    engine.update(reversed(DOCUMENTS))
    assert asked.value == 0
    assert engine.search(stem("fack"), Filters(), limit=0).total == 171


@pytest.fixture
def asked() -> list[str]:
    """The forms that were analysed."""
    return []


@pytest.fixture
def analyzer(asked: list[str]) -> Analyzer:
    def analyze(form: str) -> WordTerms:
        asked.append(form)
        return WordTerms(form, form)

    return Analyzer(analyze)


FILLING = [f"ord{number}" for number in range(10)]


def test_a_table_of_words_that_is_nearly_full_gives_way_to_a_new_one(
    monkeypatch: pytest.MonkeyPatch, analyzer: Analyzer, asked: list[str]
) -> None:
    monkeypatch.setattr(sharing, "_TABLE_BYTES", 400)
    made = crew.Crew(analyzer, 2)
    for words in (["lön"], ["lön"], FILLING, ["lön"]):
        made.shares(2)[0].index_terms(words)
    assert [form for form in asked if form == "lön"] == ["lön", "lön"]


def test_who_works_alone_remembers_words_where_the_table_is_full(
    monkeypatch: pytest.MonkeyPatch, analyzer: Analyzer, asked: list[str]
) -> None:
    monkeypatch.setattr(sharing, "_TABLE_BYTES", 400)
    made = crew.Crew(analyzer, 2)
    made.shares(2)[0].index_terms(FILLING)
    for _ in range(3):
        made.alone().index_terms(["lön"])
    assert sorted(asked) == ["lön", *FILLING]


def test_more_processes_know_what_fewer_have_analysed(
    analyzer: Analyzer, asked: list[str]
) -> None:
    made = crew.Crew(analyzer, 4)
    made.shares(2)[1].index_terms(["lön"])
    made.shares(4)[3].index_terms(["lön"])
    assert asked == ["lön"]


def test_the_same_documents_make_the_same_segments(tmp_path: Path, workers: None) -> None:
    counts = []
    for name in ("first", "second"):
        answer(tmp_path / name, DOCUMENTS)
        counts.append(sorted(path.stat().st_size for path in (tmp_path / name).glob("*.seg")))
    assert counts[0] == counts[1]
    assert len(counts[0]) == 2


@pytest.mark.parametrize(("cores", "segments"), [(1, 1), (2, 2), (16, 3)])
def test_there_are_no_more_workers_than_there_is_work_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cores: int, segments: int
) -> None:
    monkeypatch.setattr(parallel, "ENOUGH_FOR_WORKER", 1_000)
    monkeypatch.setattr(crew, "cores", lambda: cores)
    monkeypatch.setattr(parallel, "can_fork", lambda: True)
    assert sum(len(each.text) for each in DOCUMENTS) == 3_770
    assert answer(tmp_path / "index", DOCUMENTS).total == 171
    assert len(list((tmp_path / "index").glob("*.seg"))) == segments


def test_all_cores_work_where_more_is_to_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parallel, "ENOUGH_FOR_WORKER", 1_000)
    monkeypatch.setattr(parallel, "ENOUGH_FOR_ARRAYS", 1_500)
    monkeypatch.setattr(parallel, "_BATCH_CHARACTERS", 100)
    monkeypatch.setattr(crew, "cores", lambda: 5)
    monkeypatch.setattr(parallel, "can_fork", lambda: True)
    assert answer(tmp_path / "index", DOCUMENTS).total == 171
    assert len(list((tmp_path / "index").glob("*.seg"))) == 5


@pytest.mark.parametrize("error", [OSError(12, "Cannot allocate memory"), KeyboardInterrupt()])
def test_no_worker_is_left_where_another_cannot_start(
    tmp_path: Path, workers: None, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    start = ForkProcess.start
    started: list[ForkProcess] = []

    def fail_second(process: ForkProcess) -> None:
        started.append(process)
        if len(started) == 2:
            raise error
        start(process)

    monkeypatch.setattr(ForkProcess, "start", fail_second)
    engine = WhooshEngine.create(tmp_path, toy_analyzer())
    with pytest.raises(type(error)):
        engine.update(DOCUMENTS)
    assert [process.exitcode for process in started[:1]] == [-signal.SIGTERM]


def test_workers_make_room_for_others_when_they_have_built_a_segment(
    tmp_path: Path, workers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = answer(tmp_path / "two", DOCUMENTS)
    monkeypatch.setattr(parallel, "_SEGMENT_CHARACTERS", 700)
    assert answer(tmp_path / "six", DOCUMENTS) == alone
    # Of 3,770 characters, 1,400 for both.
    assert len(list((tmp_path / "six").glob("*.seg"))) == 6
    assert multiprocessing.active_children() == []


def test_a_batch_that_is_full_becomes_a_segment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inversion, "LARGEST_BATCH", 300)
    monkeypatch.setattr(array_inversion, "LARGEST_BATCH", 300)
    monkeypatch.setattr(numbering, "_AT_ONCE", 1)
    assert answer(tmp_path / "index", DOCUMENTS).total == 171
    assert len(list((tmp_path / "index").glob("*.seg"))) == 3


def test_what_fails_in_a_worker_fails_here(
    tmp_path: Path, workers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_builder: SegmentBuilder, _document: Document) -> None:
        raise OSError(28, "No space left on device")

    engine = WhooshEngine.create(tmp_path, toy_analyzer())
    engine.update([document("a", "lön")])
    monkeypatch.setattr(SegmentBuilder, "add", failing)
    with pytest.raises(OSError, match="No space left"):
        engine.update(DOCUMENTS)
    assert multiprocessing.active_children() == []
    assert engine.search(stem("lön"), Filters()).total == 1


def test_what_fails_in_a_worker_and_cannot_be_sent_is_told_in_its_words(
    tmp_path: Path, workers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_builder: SegmentBuilder, _document: Document) -> None:
        # Made again from its message alone, as pickle does, it would lack the directory.
        raise IndexDamaged("the lexicon is cut short", "index")

    engine = WhooshEngine.create(tmp_path, toy_analyzer())
    monkeypatch.setattr(SegmentBuilder, "add", failing)
    with pytest.raises(ChildProcessError, match="IndexDamaged: the lexicon is cut short"):
        engine.update(DOCUMENTS)


def test_a_worker_that_is_killed_is_said_to_have_ended(
    tmp_path: Path, workers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(_builder: SegmentBuilder, _document: Document) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    engine = WhooshEngine.create(tmp_path, toy_analyzer())
    monkeypatch.setattr(SegmentBuilder, "add", killed)
    with pytest.raises(ChildProcessError, match="ended with code -9: was there enough memory"):
        engine.update(DOCUMENTS)
    assert multiprocessing.active_children() == []


def test_an_interrupt_leaves_no_worker_behind(tmp_path: Path, workers: None) -> None:
    def interrupted() -> Iterator[Document]:
        yield from DOCUMENTS[:100]
        raise KeyboardInterrupt

    engine = WhooshEngine.create(tmp_path, toy_analyzer())
    with pytest.raises(KeyboardInterrupt):
        engine.update(interrupted())
    assert multiprocessing.active_children() == []
    engine.update(DOCUMENTS[:3])
    assert list(engine.iter_ids()) == ["000", "001", "002"]
