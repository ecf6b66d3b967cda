"""Bringing an index up to date: what is read, what stays, and what an interrupt leaves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from searchkit.errors import IndexDamaged, RequestError
from searchkit.index import open_index
from searchkit.indexing.build import IndexReport, update_index
from searchkit.status import read_status
from searchkit.storage import IndexDirectory


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of three documents, `texter`, with its index beside it."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "texter"
    folder.mkdir()
    for name, text in {
        "lön": "Lönen steg i maj.",
        "semester": "Semestern är kort.",
        "fack": "Facket förhandlar.",
    }.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    update_index(tmp_path / "index", [folder])
    return tmp_path


def found(archive: Path, query: str = "") -> list[str]:
    """Give the ids of what the index answers."""
    with open_index(archive / "index") as index:
        return sorted(hit.doc_id for hit in index.search(query, limit=0).hits)


def test_a_new_index_has_all_the_documents(archive: Path) -> None:
    assert found(archive) == ["fack.txt", "lön.txt", "semester.txt"]


def test_the_index_itself_is_not_walked(tmp_path: Path) -> None:
    (tmp_path / "lön.txt").write_text("Lönen steg i maj.", encoding="utf-8")
    for _ in range(2):
        report = update_index(tmp_path / "index", [tmp_path])
        assert report.skipped == ()
    assert read_status(tmp_path / "index").differing == 0


def test_an_update_reports_what_differs(archive: Path) -> None:
    (archive / "texter" / "ny.txt").write_text("Något nytt.")
    (archive / "texter" / "lön.txt").write_text("Lönen sjönk.")
    (archive / "texter" / "fack.txt").unlink()
    (archive / "texter" / "tom.txt").write_text("")
    assert update_index(archive / "index") == IndexReport(
        added=1, changed=1, deleted=1, unchanged=1, skipped=("texter/tom.txt (no text in it)",)
    )
    assert found(archive) == ["lön.txt", "ny.txt", "semester.txt"]
    assert found(archive, "sjönk") == ["lön.txt"]
    assert found(archive, "steg") == []


def test_an_update_of_nothing_rewrites_nothing(archive: Path) -> None:
    before = sorted(path.name for path in (archive / "index" / "generation-1").iterdir())
    assert update_index(archive / "index") == IndexReport(unchanged=3)
    assert sorted(path.name for path in (archive / "index" / "generation-1").iterdir()) == before


def test_a_file_with_a_new_time_and_the_same_text_is_unchanged(archive: Path) -> None:
    (archive / "texter" / "lön.txt").touch()
    assert update_index(archive / "index") == IndexReport(unchanged=3)


def test_a_file_under_a_new_name_has_moved(archive: Path) -> None:
    (archive / "texter" / "lön.txt").rename(archive / "texter" / "löner.txt")
    assert update_index(archive / "index") == IndexReport(moved=1, unchanged=2)
    assert found(archive, "steg") == ["löner.txt"]


def test_a_rebuild_makes_a_new_generation_and_drops_the_old(archive: Path) -> None:
    update_index(archive / "index", rebuild=True)
    assert [path.name for path in (archive / "index").glob("generation-*")] == ["generation-2"]


def test_an_open_index_answers_from_what_it_opened_while_it_is_rebuilt(archive: Path) -> None:
    with open_index(archive / "index") as index:
        (archive / "texter" / "lön.txt").unlink()
        update_index(archive / "index", rebuild=True)
        assert [hit.doc_id for hit in index.search("lön").hits] == ["lön.txt"]
    assert found(archive, "lön") == []


@pytest.mark.parametrize("rebuild", [False, True])
@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError, OSError])
def test_a_build_that_ends_early_leaves_the_old_index(
    rebuild: bool, error: type[BaseException], archive: Path
) -> None:
    def fail(done: int, total: int) -> None:
        raise error

    (archive / "texter" / "ny.txt").write_text("Något nytt.")
    (archive / "texter" / "lön.txt").unlink()
    with pytest.raises(error):
        update_index(archive / "index", rebuild=rebuild, progress=fail)
    assert found(archive) == ["fack.txt", "lön.txt", "semester.txt"]


@pytest.mark.parametrize("rebuild", [False, True])
def test_a_build_after_one_that_ended_early_is_whole(rebuild: bool, archive: Path) -> None:
    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    (archive / "texter" / "ny.txt").write_text("Något nytt.")
    with pytest.raises(KeyboardInterrupt):
        update_index(archive / "index", rebuild=rebuild, progress=interrupt)
    assert update_index(archive / "index") == IndexReport(added=1, unchanged=3)
    assert found(archive) == ["fack.txt", "lön.txt", "ny.txt", "semester.txt"]
    assert len(list((archive / "index").glob("generation-*"))) == 1


def test_a_document_that_an_interrupt_left_behind_goes_when_its_file_is_gone(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = archive / "texter" / "ny.txt"
    new.write_text("Något nytt.")
    with monkeypatch.context() as patched:
        # After the engine's own commit, before the manifest is written.
        patched.setattr(IndexDirectory, "write_manifest", _interrupt)
        with pytest.raises(KeyboardInterrupt):
            update_index(archive / "index")
    new.unlink()
    update_index(archive / "index")
    assert found(archive) == ["fack.txt", "lön.txt", "semester.txt"]


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def test_progress_counts_the_files_that_are_read(archive: Path) -> None:
    calls: list[tuple[int, int]] = []
    (archive / "texter" / "ny.txt").write_text("Något nytt.")
    (archive / "texter" / "tom.txt").write_text("")
    update_index(archive / "index", progress=lambda done, total: calls.append((done, total)))
    assert calls == [(1, 2), (2, 2)]


def many_files(folder: Path, count: int) -> None:
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:04}.txt").write_text(f"Dokument nummer {number} handlar om lön.")


def test_many_files_read_in_worker_processes_are_all_indexed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    many_files(tmp_path / "många", 600)
    (tmp_path / "många" / "0300.txt").write_text("")
    report = update_index(tmp_path / "index", [tmp_path / "många"], jobs=2)
    assert report == IndexReport(added=599, skipped=("många/0300.txt (no text in it)",))
    assert len(found(tmp_path, "lön")) == 599


def test_a_dry_run_foretells_what_a_build_does(archive: Path) -> None:
    (archive / "texter" / "ny.txt").write_text("Något nytt.")
    (archive / "texter" / "fack.txt").unlink()
    foretold = update_index(archive / "index", dry_run=True)
    assert found(archive) == ["fack.txt", "lön.txt", "semester.txt"]
    assert foretold == update_index(archive / "index") == IndexReport(1, 0, 1, 2)


def test_the_same_root_twice_is_one_root(archive: Path) -> None:
    folder = archive / "texter"
    assert update_index(archive / "index", [folder, folder / "..", folder]).added == 0
    assert found(archive) == ["fack.txt", "lön.txt", "semester.txt"]


def test_a_correction_is_a_change_of_that_document_alone(archive: Path) -> None:
    (archive / "texter" / "metadata.toml").write_text(
        '[files."lön.txt"]\ndate = "2021-05"\n', encoding="utf-8"
    )
    assert update_index(archive / "index") == IndexReport(changed=1, unchanged=2)
    with open_index(archive / "index") as index:
        assert str(index.get("lön.txt").metadata.date) == "2021-05"


def test_a_correction_of_a_file_that_is_not_there_is_noted(archive: Path) -> None:
    (archive / "texter" / "metadata.toml").write_text('[files."borta.txt"]\ntype = "brev"\n')
    (note,) = update_index(archive / "index").notes
    assert note.endswith("metadata.toml: no file borta.txt")


def test_without_roots_there_is_nothing_to_index(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="nothing to index"):
        update_index(tmp_path / "index")
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_manifest_stops_an_update_and_not_a_rebuild(archive: Path) -> None:
    (archive / "index" / "generation-1" / "manifest.json").write_text("{}")
    with pytest.raises(IndexDamaged):
        update_index(archive / "index")
    assert update_index(archive / "index", [archive / "texter"], rebuild=True).added == 3


@pytest.mark.parametrize(
    ("change", "differing"),
    [
        (lambda folder: None, 0),
        (lambda folder: (folder / "ny.txt").write_text("Nytt."), 1),
        (lambda folder: (folder / "lön.txt").write_text("Annat."), 1),
        (lambda folder: (folder / "lön.txt").unlink(), 1),
        (lambda folder: (folder / "lön.txt").touch(), 0),
    ],
    ids=["nothing", "new", "changed", "gone", "touched"],
)
def test_a_status_counts_the_files_that_an_update_would_read_or_drop(
    change: Callable[[Path], object], differing: int, archive: Path
) -> None:
    change(archive / "texter")
    assert read_status(archive / "index").differing == differing
