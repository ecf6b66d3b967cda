"""Merging: which segments, and that nothing is lost or answers twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from language.toy import toy_analyzer

from searchkit.documents.model import Document
from searchkit.engines.whoosh.codec import FlatSegment
from searchkit.engines.whoosh.container import Container
from searchkit.engines.whoosh.dictionary import SINGLE
from searchkit.engines.whoosh.engine import WhooshEngine
from searchkit.engines.whoosh.runs import SPAN, decode
from searchkit.engines.whoosh.writing import joining, merging
from searchkit.engines.whoosh.writing.merging import choose
from searchkit.engines.whoosh.writing.moving import make_single
from searchkit.query.request import Filters
from searchkit.query.terms import Near

from .archive import document, stem


@pytest.fixture(autouse=True)
def _fan_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Merge sooner than an index does, so that small archives show it."""
    monkeypatch.setattr(merging, "FAN_OUT", 4)


def segment(documents: int, deleted: int = 0, words: int = 0) -> FlatSegment:
    made = FlatSegment("MAIN")
    made._fieldlengths = {"text": words}
    made.set_doc_count(documents)
    for number in range(deleted):
        made.delete_document(number)
    return made


@pytest.mark.parametrize(
    ("sizes", "chosen"),
    [
        ([], []),
        ([5], []),
        ([1, 2, 3], []),
        ([1, 2, 3, 1], [1, 1, 2, 3]),
        ([40, 1, 2, 3, 1], [1, 1, 2, 3]),
        ([16, 20, 31, 17], [16, 17, 20, 31]),
        ([16, 20, 31, 17, 2], [2, 16, 17, 20, 31]),
        ([16, 20, 31, 300], []),
    ],
)
def test_four_segments_of_about_one_size_are_merged_with_all_smaller_ones(
    sizes: list[int], chosen: list[int]
) -> None:
    found = choose([segment(size) for size in sizes])
    assert [one.doc_count() for one in found] == chosen


def test_a_segment_with_more_than_a_quarter_deleted_is_written_again() -> None:
    worn, fine = segment(8, deleted=3), segment(8, deleted=2)
    assert choose([worn, fine]) == [worn]


@pytest.mark.parametrize(
    ("words", "chosen"),
    [
        ([20, 20, 20, 20], [20, 20, 20, 20]),
        ([20, 20, 20, 20, 20, 20, 20], [20, 20, 20, 20, 20]),
        ([20, 20, 20, 26], []),
        ([70, 70, 70, 70], []),
    ],
)
def test_no_more_words_are_merged_than_a_segment_can_have(
    monkeypatch: pytest.MonkeyPatch, words: list[int], chosen: list[int]
) -> None:
    monkeypatch.setattr(merging, "MOST_WORDS", 100)
    assert [one.words() for one in choose([segment(8, words=count) for count in words])] == chosen


@pytest.mark.parametrize("words", [60, 120])
def test_large_segments_with_many_deleted_are_written_again_each_by_itself(
    monkeypatch: pytest.MonkeyPatch, words: int
) -> None:
    monkeypatch.setattr(merging, "MOST_WORDS", 100)
    first, second = segment(8, deleted=3, words=words), segment(8, deleted=3, words=words)
    assert choose([first, second]) == [first]


def archive(number: int) -> Document:
    text = "lön " * (number % 3) + "hög lön" + " fack" * (number % 5 == 0)
    return document(f"{number:04}", text, f"Rubrik {number}", source="ST" if number % 2 else "")


@pytest.mark.parametrize("longest", [0, 2, 1_000])
def test_merged_segments_answer_as_they_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, longest: int
) -> None:
    # Runs copied as they stand, some of them, and all made into one.
    monkeypatch.setattr(joining, "LONG_RUN", longest)
    engine = WhooshEngine.create(tmp_path, toy_analyzer())
    for start in range(0, 40, 5):
        gone = [f"{start - 3:04}"] if start else []
        engine.update(map(archive, range(start, start + 5)), gone)
    kept = [number for number in range(40) if number % 5 != 2 or number == 37]
    whole = WhooshEngine.create(_made(tmp_path / "whole"), toy_analyzer())
    whole.update(map(archive, kept))
    assert len(list(tmp_path.glob("*.seg"))) < 8
    assert list(engine.iter_ids()) == list(whole.iter_ids())
    for query in (stem("lön"), stem("fack"), Near("", (stem("hög"), stem("lön")))):
        expected = whole.search(query, Filters(), limit=0)
        found = engine.search(query, Filters(), limit=0)
        assert [m.doc_id for m in found.matches] == [m.doc_id for m in expected.matches]
        assert [m.score for m in found.matches] == pytest.approx(
            [m.score for m in expected.matches], rel=1e-9
        )
    assert [engine.get(doc_id) for doc_id in engine.iter_ids()] == list(map(archive, kept))
    assert engine.count_values("source") == whole.count_values("source")
    engine.verify()


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_a_form_and_its_stem_share_their_postings_after_a_merge_too(tmp_path: Path) -> None:
    engine = WhooshEngine.create(_made(tmp_path / "alike"), toy_analyzer())
    for number in range(4):
        engine.update([document(f"{number}", "unik unik")])
    other = WhooshEngine.create(_made(tmp_path / "unlike"), toy_analyzer())
    for number in range(4):
        other.update([document(f"{number}", "unik unik" if number % 2 else "UNIK UNIK")])
    assert _postings_size(tmp_path / "alike") == _postings_size(tmp_path / "unlike")
    # Four documents of two places each, once.
    assert _postings_size(tmp_path / "alike") == 8 + 12 + 4 * (2 + 1 + 2 * 2)


def _postings_size(folder: Path) -> int:
    (segment,) = folder.glob("*.seg")
    return Container(segment).file_length(f"{segment.stem}.pst")


@pytest.mark.parametrize(("second", "runs"), [(SPAN - 1, 1), (SPAN, 2)])
def test_neighbours_are_joined_as_far_as_a_run_can_reach(second: int, runs: int) -> None:
    total, joined = joining._joined([make_single(0, 1), make_single(second, 7)])
    assert total == 2
    found = list(decode(joined))
    assert len(found) == runs
    assert [number for run in found for number in run.numbers()] == [0, second]
    assert [list(run.positions or ()) for run in found] == ([[1, 7]] if runs == 1 else [[1], [7]])


def test_postings_that_were_written_are_known_by_all_their_places() -> None:
    written = joining._Written(2)
    here, both = ((0, 2, 40),), ((0, 2, 90), (1, 3, 10))
    written.add(here, (2, 100))
    written.add(both, (5, 200))
    # Out of order: its place comes before one that is known.
    written.add(((0, 4, 60),), (4, 300))
    assert written.find(here) == (2, 100)
    assert written.find(both) == (5, 200)
    assert written.find(((0, 4, 60),)) is None
    assert written.find(((0, 2, 90), (1, 3, 20))) is None
    assert written.find(((0, 2, 90),)) is None
    assert written.find(((0, 1, 7 | SINGLE),)) is None
