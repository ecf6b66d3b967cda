"""Files that have moved and files that are copies: one document, and its corrections stay."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from searchkit.index import open_index
from searchkit.indexing.build import IndexReport, update_index
from searchkit.status import read_status

from .contents import contents, ids


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of two documents, `texter`, with its index beside it."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "texter"
    folder.mkdir()
    (folder / "fack.txt").write_text("Facket förhandlar.", encoding="utf-8")
    (folder / "lön.txt").write_text("Lönen steg i maj.", encoding="utf-8")
    update_index(tmp_path / "index", [folder])
    return tmp_path


def update(archive: Path) -> IndexReport:
    """Refresh, after a dry run that must foretell the same."""
    foretold = update_index(archive / "index", dry_run=True)
    done = update_index(archive / "index")
    assert (foretold.added, foretold.changed, foretold.deleted, foretold.moved) == (
        done.added,
        done.changed,
        done.deleted,
        done.moved,
    )
    assert foretold.copies == done.copies
    assert update_index(archive / "index", dry_run=True) == IndexReport(
        unchanged=len(ids(archive / "index")), copies=done.copies
    )
    return done


def correct(archive: Path, text: str) -> Path:
    path = archive / "texter" / "metadata.toml"
    path.write_text(text, encoding="utf-8")
    update_index(archive / "index")
    return path


def places(archive: Path) -> dict[str, tuple[str, ...]]:
    """Give the paths of each document, by id."""
    with open_index(archive / "index") as index:
        return {item.doc_id: (item.path, *item.also) for item in index.iter_documents()}


def test_the_same_text_under_two_names_is_one_document_with_both_paths(archive: Path) -> None:
    shutil.copy(archive / "texter" / "lön.txt", archive / "texter" / "kopia.txt")
    assert update(archive) == IndexReport(unchanged=2, copies=1)
    assert places(archive) == {
        "fack.txt": ("texter/fack.txt",),
        "lön.txt": ("texter/lön.txt", "texter/kopia.txt"),
    }


def test_of_new_copies_the_first_in_order_is_the_document(tmp_path: Path) -> None:
    (tmp_path / "texter").mkdir()
    for name in ("c.txt", "a.txt", "b.txt"):
        (tmp_path / "texter" / name).write_text("Samma.")
    assert update_index(tmp_path / "index", [tmp_path / "texter"]) == IndexReport(
        added=1, copies=2
    )
    assert places(tmp_path) == {"a.txt": ("texter/a.txt", "texter/b.txt", "texter/c.txt")}


def test_when_a_document_goes_its_copy_takes_its_place(archive: Path) -> None:
    (archive / "texter" / "kopia.txt").write_text("Lönen steg i maj.", encoding="utf-8")
    update(archive)
    (archive / "texter" / "lön.txt").unlink()
    assert update(archive) == IndexReport(moved=1, unchanged=1)
    assert places(archive)["kopia.txt"] == ("texter/kopia.txt",)
    assert ids(archive / "index", "steg") == ["kopia.txt"]


def test_when_a_copy_goes_its_path_goes(archive: Path) -> None:
    (archive / "texter" / "kopia.txt").write_text("Lönen steg i maj.", encoding="utf-8")
    update(archive)
    (archive / "texter" / "kopia.txt").unlink()
    assert update(archive) == IndexReport(unchanged=2)
    assert places(archive)["lön.txt"] == ("texter/lön.txt",)


def test_when_a_document_changes_its_copy_is_a_document(archive: Path) -> None:
    (archive / "texter" / "kopia.txt").write_text("Lönen steg i maj.", encoding="utf-8")
    update(archive)
    (archive / "texter" / "lön.txt").write_text("Lönen sjönk.", encoding="utf-8")
    assert update(archive) == IndexReport(added=1, changed=1, unchanged=1)
    assert ids(archive / "index", "steg") == ["kopia.txt"]


def test_a_document_that_becomes_a_copy_is_a_document_no_more(archive: Path) -> None:
    (archive / "texter" / "fack.txt").write_text("Lönen steg i maj.", encoding="utf-8")
    assert update(archive) == IndexReport(deleted=1, unchanged=1, copies=1)
    assert places(archive) == {"lön.txt": ("texter/lön.txt", "texter/fack.txt")}


def test_files_that_are_said_different_things_of_are_no_copies(archive: Path) -> None:
    (archive / "texter" / "kopia.txt").write_text("Lönen steg i maj.", encoding="utf-8")
    update(archive)
    correct(archive, '[files."kopia.txt"]\ndate = "2021"\n')
    assert places(archive) == {
        "fack.txt": ("texter/fack.txt",),
        "kopia.txt": ("texter/kopia.txt",),
        "lön.txt": ("texter/lön.txt",),
    }


def test_a_copy_of_what_cannot_be_read_is_skipped_as_well(archive: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (archive / "texter" / name).write_text(" \n ")
    report = update_index(archive / "index")
    why = ("texter/a.txt (no text in it)", "texter/b.txt (no text in it)")
    assert report == IndexReport(unchanged=2, skipped=why)
    assert update_index(archive / "index") == report


def test_records_are_never_merged(archive: Path) -> None:
    for name in ("a.jsonl", "b.jsonl"):
        (archive / "texter" / name).write_text('{"text": "Samma."}\n')
    assert update(archive) == IndexReport(added=2, unchanged=2)
    assert ids(archive / "index", "samma") == ["a.jsonl#1", "b.jsonl#1"]


def test_a_document_is_found_by_the_path_and_the_name_of_a_copy(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (archive / "texter" / "kopia.txt").write_text("Lönen steg i maj.", encoding="utf-8")
    update(archive)
    monkeypatch.chdir(archive)
    with open_index(archive / "index") as index:
        assert index.find("texter/kopia.txt").doc_id == "lön.txt"
        assert index.find("kopia.txt").doc_id == "lön.txt"
    assert read_status(archive / "index").copies == 1


def test_a_correction_follows_a_file_that_moves(archive: Path) -> None:
    path = correct(
        archive,
        "# Om lönen\n[files.'lön.txt'] # osäkert\ndate = \"2021-05\" # se brevet\n\n"
        '# Om facket\n[files."fack.txt"]\nsource = "ST"\n',
    )
    (archive / "texter" / "2021").mkdir()
    (archive / "texter" / "lön.txt").rename(archive / "texter" / "2021" / "lön.txt")
    assert update(archive) == IndexReport(
        moved=1, unchanged=1, notes=(f"{path}: lön.txt is 2021/lön.txt now",)
    )
    assert path.read_text(encoding="utf-8") == (
        '# Om lönen\n[files."2021/lön.txt"] # osäkert\ndate = "2021-05" # se brevet\n\n'
        '# Om facket\n[files."fack.txt"]\nsource = "ST"\n'
    )
    with open_index(archive / "index") as index:
        assert str(index.get("2021/lön.txt").metadata.date) == "2021-05"


@pytest.mark.parametrize(
    "written",
    [
        'files."lön.txt".date = "2021-05"\n',
        'files = {"lön.txt" = {date = "2021-05"}}\n',
        '[files]\n"lön.txt" = {date = "2021-05"}\n',
        '[files."lo\u0308n.txt"]\ndate = "2021-05"\n',
    ],
)
def test_a_correction_moves_however_it_is_written(written: str, archive: Path) -> None:
    correct(archive, written)
    (archive / "texter" / "lön.txt").rename(archive / "texter" / 'ny "lön".txt')
    assert update(archive).moved == 1
    with open_index(archive / "index") as index:
        assert str(index.get('ny "lön".txt').metadata.date) == "2021-05"


def test_a_correction_moves_past_rules_which_stay(archive: Path) -> None:
    rule = '[[rule]]\nglob = "arkiv/**"\nsource = "ST"\n'
    path = correct(archive, f'{rule}\n[files."lön.txt"]\ndate = "2021-05"\n')
    (archive / "texter" / "arkiv").mkdir()
    (archive / "texter" / "lön.txt").rename(archive / "texter" / "arkiv" / "lön.txt")
    assert update(archive).moved == 1
    assert path.read_text(encoding="utf-8") == (
        f'{rule}\n[files."arkiv/lön.txt"]\ndate = "2021-05"\n'
    )
    with open_index(archive / "index") as index:
        metadata = index.get("arkiv/lön.txt").metadata
        assert (str(metadata.date), metadata.source) == ("2021-05", "ST")
    assert update(archive) == IndexReport(unchanged=2)


def test_files_that_rules_say_different_things_of_are_no_copies(archive: Path) -> None:
    correct(archive, '[[rule]]\nglob = "b/**"\nsource = "ST"\n')
    for folder in ("a", "b"):
        (archive / "texter" / folder).mkdir()
        (archive / "texter" / folder / "ny.txt").write_text("Samma text.", encoding="utf-8")
    assert update(archive).copies == 0


def test_a_correction_moves_with_its_file_to_another_root(archive: Path) -> None:
    correct(archive, '[files."lön.txt"]\ndate = "2021-05"\n[files."fack.txt"]\ntype = "brev"\n')
    (archive / "mer").mkdir()
    (archive / "texter" / "lön.txt").rename(archive / "mer" / "lön.txt")
    assert update_index(archive / "index", [archive / "mer"]).moved == 1
    assert '[files."lön.txt"]\ndate = "2021-05"' in (archive / "mer" / "metadata.toml").read_text()
    assert "lön.txt" not in (archive / "texter" / "metadata.toml").read_text()
    with open_index(archive / "index") as index:
        assert str(index.get("lön.txt").metadata.date) == "2021-05"


def test_corrections_of_records_move_with_their_file(archive: Path) -> None:
    (archive / "texter" / "a.jsonl").write_text('{"id": "x", "text": "Ett."}\n')
    correct(archive, '[files."a.jsonl#x"]\ndate = "2021-05"\n')
    (archive / "texter" / "a.jsonl").rename(archive / "texter" / "b.jsonl")
    assert update(archive).moved == 1
    with open_index(archive / "index") as index:
        assert str(index.get("x").metadata.date) == "2021-05"


def test_a_correction_that_cannot_be_moved_is_told(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = correct(archive, '[files."lön.txt"]\ndate = "2021-05"\n')
    (archive / "texter" / "lön.txt").rename(archive / "texter" / "ny.txt")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr("searchkit.documents.moving.replace_source", refuse)
        report = update_index(archive / "index")
    assert report.notes == (f"{path}: lön.txt could not become ny.txt: permission denied",)
    assert report.moved == 1
    (note,) = update_index(archive / "index").notes
    assert note.endswith("no file lön.txt")


def test_files_with_one_content_that_swap_names_with_nobody_are_new(archive: Path) -> None:
    """Two documents of one content are both gone: which of them moved nobody can tell."""
    (archive / "texter" / "kopia.txt").write_text("Lönen steg i maj.", encoding="utf-8")
    correct(archive, '[files."kopia.txt"]\ndate = "2021"\n[files."lön.txt"]\ndate = "2022"\n')
    (archive / "texter" / "kopia.txt").unlink()
    (archive / "texter" / "lön.txt").rename(archive / "texter" / "ny.txt")
    report = update_index(archive / "index")
    assert (report.added, report.deleted, report.moved) == (1, 2, 0)


def test_a_refreshed_index_of_copies_is_as_one_built_from_nothing(archive: Path) -> None:
    for name in ("x.txt", "y.txt", "ö.txt"):
        (archive / "texter" / name).write_text("Lönen steg i maj.", encoding="utf-8")
    update(archive)
    (archive / "texter" / "lön.txt").rename(archive / "texter" / "å.txt")
    (archive / "texter" / "y.txt").unlink()
    update(archive)
    update_index(archive / "annat", [archive / "texter"])
    assert contents(archive / "index") == contents(archive / "annat")
