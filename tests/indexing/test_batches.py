"""Batches: what is done stays done, whatever ends a build, and the next one goes on from there."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from searchkit.documents.parts import Limits
from searchkit.errors import IndexDamaged, IndexMissing, IndexUnwritable
from searchkit.indexing import batches
from searchkit.indexing.build import IndexReport, update_index
from searchkit.indexing.ledger import Ledger
from searchkit.storage import IndexDirectory

from .contents import contents, ids
from .trying import use


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of ten documents, `texter`, that are indexed three at a time."""
    monkeypatch.setattr(batches, "BATCH_DOCUMENTS", 3)
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "texter"
    folder.mkdir()
    for number in range(10):
        text = f"Nummer {number} handlar om Svenska kraftnät och Personalnämnden (PN)."
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def stop_at(last: int) -> Callable[[int, int], None]:
    """Make a progress that presses Ctrl-C when so many files are done."""

    def progress(done: int, total: int) -> None:
        if done == last:
            raise KeyboardInterrupt

    return progress


def build(archive: Path, last: int = 0, rebuild: bool = False) -> IndexReport:
    roots = [archive / "texter"]
    return update_index(archive / "index", roots, rebuild=rebuild, progress=stop_at(last))


def interrupt(archive: Path, last: int, rebuild: bool = False) -> None:
    with pytest.raises(KeyboardInterrupt):
        build(archive, last, rebuild)


def anew(archive: Path) -> dict[str, object]:
    """Give the contents of an index of the same files that is built from nothing."""
    shutil.rmtree(archive / "annat", ignore_errors=True)
    update_index(archive / "annat", [archive / "texter"])
    return contents(archive / "annat")


def test_an_interrupted_first_build_answers_nothing_and_is_gone_on_with(archive: Path) -> None:
    interrupt(archive, 8)
    with pytest.raises(IndexMissing):
        ids(archive / "index")
    assert build(archive) == IndexReport(added=4, unchanged=6)
    assert contents(archive / "index") == anew(archive)


def test_an_interrupted_first_build_remembers_its_folders(archive: Path) -> None:
    interrupt(archive, 8)
    assert update_index(archive / "index") == IndexReport(added=4, unchanged=6)


def test_an_interrupted_rebuild_is_gone_on_with_beside_the_index_that_answers(
    archive: Path,
) -> None:
    build(archive)
    (archive / "texter" / "0.txt").write_text("Annat.")
    interrupt(archive, 8, rebuild=True)
    assert ids(archive / "index", "annat") == []
    told: list[str] = []
    report = update_index(archive / "index", rebuild=True, told=told.append)
    assert report == IndexReport(added=4, unchanged=6)
    assert told == ["going on with the 6 files of a build that was interrupted"]
    assert contents(archive / "index") == anew(archive)


def test_a_rebuild_of_other_folders_begins_anew(archive: Path) -> None:
    build(archive)
    interrupt(archive, 8, rebuild=True)
    (archive / "mer").mkdir()
    (archive / "mer" / "brev.txt").write_text("Ett brev.")
    roots = [archive / "texter", archive / "mer"]
    assert update_index(archive / "index", roots, rebuild=True) == IndexReport(added=11)


def test_an_unfinished_rebuild_that_is_damaged_is_begun_anew(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(archive)
    interrupt(archive, 8, rebuild=True)

    def fail(generation: Path) -> None:
        raise IndexDamaged("cut off", str(generation))

    monkeypatch.setattr("searchkit.indexing.beginning.open_engine", fail)
    assert build(archive, rebuild=True) == IndexReport(added=10)


def test_each_batch_of_a_refresh_is_in_the_index(archive: Path) -> None:
    build(archive)
    for number in range(10, 20):
        (archive / "texter" / f"{number}.txt").write_text(f"Nytt nummer {number}.")
    interrupt(archive, 8)
    assert len(ids(archive / "index", "nytt")) == 6
    assert build(archive) == IndexReport(added=4, unchanged=16)
    assert contents(archive / "index") == anew(archive)


@pytest.mark.parametrize("batch", [1, 2, 3])
def test_documents_that_no_manifest_tells_of_are_not_doubled(
    batch: int, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(archive)
    for number in range(0, 20, 2):
        (archive / "texter" / f"{number}.txt").write_text(
            f"Nytt {number} från Justitieombudsmannen (JO)."
        )
    (archive / "texter" / "1.txt").unlink()
    write = IndexDirectory.write_manifest
    left = iter(range(batch - 1))

    def write_or_stop(self: IndexDirectory, *arguments: object) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt
        write(self, *arguments)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(IndexDirectory, "write_manifest", write_or_stop)
        with pytest.raises(KeyboardInterrupt):
            build(archive)
    (archive / "texter" / "12.txt").unlink()
    build(archive)
    assert {**contents(archive / "index"), "acronyms": ()} == {**anew(archive), "acronyms": ()}


def test_a_file_of_many_documents_that_is_cut_by_a_batch_is_read_again(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("searchkit.documents.parts._PART_CHARACTERS", 1)
    path = archive / "texter" / "alla.jsonl"

    def write(numbers: range, word: str) -> None:
        lines = (
            json.dumps({"id": f"r{number}", "text": f"{word} {number}"}) for number in numbers
        )
        path.write_text("\n".join(lines))

    write(range(9), "gammal")
    build(archive)
    write(range(4, 20), "ny")
    commit = Ledger.commit
    left = iter(range(2))

    def stop(self: Ledger) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt
        commit(self)

    with monkeypatch.context() as patched:
        patched.setattr(Ledger, "commit", stop)
        with pytest.raises(KeyboardInterrupt):
            build(archive)
    assert len(ids(archive / "index", "ny OR gammal")) > 9
    build(archive)
    assert contents(archive / "index") == anew(archive)


def test_an_id_passes_from_one_file_of_records_to_another(archive: Path) -> None:
    one, two = archive / "texter" / "a.jsonl", archive / "texter" / "b.jsonl"
    one.write_text('{"id": "x", "text": "Ett."}\n{"id": "y", "text": "Två."}\n')
    two.write_text('{"id": "z", "text": "Tre."}\n')
    build(archive)
    one.write_text('{"id": "z", "text": "Tre."}\n')
    two.write_text('{"id": "x", "text": "Ett."}\n{"id": "y", "text": "Två."}\n')
    build(archive)
    documents = ids(archive / "index", "ett OR två OR tre")
    assert len(documents) == 3
    assert update_index(archive / "index").unchanged == 13


# What the system refuses


@pytest.fixture(params=[errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES])
def refusing(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[pytest.MonkeyPatch]:
    """A disk that refuses to flush any more."""

    def refuse(descriptor: int) -> None:
        raise OSError(request.param, os.strerror(request.param))

    with monkeypatch.context() as patched:
        patched.setattr("searchkit.durable.os.fsync", refuse)
        yield patched


def test_what_the_disk_refuses_is_told_and_the_old_index_answers(
    archive: Path, refusing: pytest.MonkeyPatch
) -> None:
    refusing.undo()
    build(archive)
    before = contents(archive / "index")
    (archive / "texter" / "ny.txt").write_text("Något nytt.")
    for rebuild in (False, True):
        refusing.setattr("searchkit.durable.os.fsync", _refuse)
        with pytest.raises(IndexUnwritable, match="the disk is full: make room"):
            build(archive, rebuild=rebuild)
        refusing.undo()
        assert set(contents(archive / "index")["documents"]) >= set(before["documents"])
    build(archive)
    assert contents(archive / "index") == anew(archive)


def _refuse(descriptor: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


VANISHING = """
import shutil
from searchkit.errors import IndexUnwritable
from searchkit.indexing.build import update_index
try:
    update_index("index", ["texter"], progress=lambda done, total: shutil.rmtree("index"))
except IndexUnwritable as error:
    print(error)
"""
"""What removes the index that it is building: files stay open in a process of its own."""


def test_an_index_that_vanishes_under_a_build_is_told(archive: Path) -> None:
    build(archive)
    (archive / "texter" / "ny.txt").write_text("Något nytt.")
    ran = subprocess.run(
        [sys.executable, "-c", VANISHING],
        cwd=archive,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == (
        "the index in index cannot be written: its folder has disappeared: put it back, "
        "and run `searchkit index` again\n"
    )


# Readers that fail


def test_files_that_end_their_readers_are_skipped_and_remembered(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch)
    (archive / "texter" / "a.prov").write_text("avsluta")
    (archive / "texter" / "b.prov").write_text("Bra.")
    skipped = ("texter/a.prov (the reader crashed)",)
    assert build(archive) == IndexReport(added=11, skipped=skipped)
    assert build(archive) == IndexReport(unchanged=11, skipped=skipped)


def test_files_that_took_too_long_are_tried_again_when_there_is_more_time(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch)
    path = archive / "texter" / "a.prov"
    path.write_text("häng")
    skipped = ("texter/a.prov (took longer than 1 s)",)
    first = update_index(archive / "index", [archive / "texter"], timeout_seconds=1)
    assert first == IndexReport(added=10, skipped=skipped)
    assert update_index(archive / "index") == IndexReport(unchanged=10, skipped=skipped)
    assert update_index(archive / "index", dry_run=True, timeout_seconds=90).added == 1
    assert Limits().seconds == 60


def test_a_document_and_those_inside_it_are_one_file(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch)
    path = archive / "texter" / "a.prov"
    path.write_text("brev om lön")
    assert build(archive).added == 12
    assert ids(archive / "index", "lön OR semester") == ["a.prov", "a.prov#bilaga.txt"]
    assert build(archive) == IndexReport(unchanged=12)
    path.write_text("bara brevet om lön")
    assert build(archive) == IndexReport(changed=1, unchanged=10)
    assert ids(archive / "index", "lön OR semester") == ["a.prov"]
    path.unlink()
    assert build(archive) == IndexReport(deleted=1, unchanged=10)
