"""Roots that an index remembers and that are gone: which are deletions, and which stop a build."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from searchkit.errors import RequestError
from searchkit.index import open_index
from searchkit.indexing.build import IndexReport, update_index
from searchkit.status import read_status


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a document in `brev`, in `brev/2021` and in `mina protokoll`."""
    monkeypatch.chdir(tmp_path)
    _write(tmp_path / "brev" / "lön.txt", "Lönen steg i maj.")
    _write(tmp_path / "brev" / "2021" / "semester.txt", "Semestern är kort.")
    _write(tmp_path / "mina protokoll" / "fack.txt", "Facket förhandlar.")
    return tmp_path


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _ids() -> list[str]:
    with open_index("index") as index:
        return [document.doc_id for document in index.iter_documents()]


@pytest.mark.parametrize("roots", [("brev", "brev/2021"), ("brev/2021", "brev")])
def test_a_root_that_lay_in_another_and_is_gone_is_a_deletion(
    roots: tuple[str, str], archive: Path
) -> None:
    update_index("index", roots)
    shutil.rmtree("brev/2021")
    assert read_status("index").differing == 1
    assert update_index("index") == IndexReport(deleted=1, unchanged=1)
    assert update_index("index", rebuild=True) == IndexReport(added=1)
    assert _ids() == ["lön.txt"]


def test_a_root_that_lay_in_another_is_indexed_when_it_is_back(archive: Path) -> None:
    _write(Path("brev/.dolt/lön.txt"), "Lönen höjs.")
    update_index("index", ["brev", "brev/.dolt"])
    Path("brev/.dolt").rename("undan")
    assert update_index("index") == IndexReport(deleted=1, unchanged=2)
    Path("undan").rename("brev/.dolt")
    assert update_index("index") == IndexReport(added=1, unchanged=2)


def test_a_rebuild_does_without_a_root_that_lay_in_another_and_is_gone(archive: Path) -> None:
    update_index("index", ["brev", "brev/2021"])
    shutil.rmtree("brev/2021")
    assert update_index("index", rebuild=True) == IndexReport(added=1)


def test_a_single_file_that_is_gone_is_a_deletion_and_may_come_back(archive: Path) -> None:
    file = Path("brev/lön.txt")
    update_index("index", [file, "mina protokoll"])
    file.unlink()
    assert read_status("index").differing == 1
    assert update_index("index") == IndexReport(deleted=1, unchanged=1)
    assert update_index("index") == IndexReport(unchanged=1)
    _write(file, "Lönen sjönk i juni.")
    assert update_index("index") == IndexReport(added=1, unchanged=1)


def test_a_folder_that_is_gone_stops_a_build_that_says_what_to_do(archive: Path) -> None:
    update_index("index", ["brev", "mina protokoll"])
    shutil.rmtree("brev")
    message = (
        "there is no brev, which the index remembers: bring it back, or leave it out with "
        "`searchkit index --rebuild 'mina protokoll'`"
    )
    for rebuild in (False, True):
        with pytest.raises(RequestError) as caught:
            update_index("index", rebuild=rebuild)
        assert str(caught.value) == message
    assert read_status("index").problem == message
    assert _ids() == ["2021/semester.txt", "fack.txt", "lön.txt"]
    assert update_index("index", ["mina protokoll"], rebuild=True) == IndexReport(added=1)


def test_a_single_file_whose_folder_is_gone_stops_a_build(archive: Path) -> None:
    update_index("index", ["brev/lön.txt"])
    shutil.rmtree("brev")
    with pytest.raises(RequestError) as caught:
        update_index("index")
    assert str(caught.value) == (
        "there is no brev/lön.txt, which the index remembers: bring it back, or leave it out "
        "with `searchkit index --rebuild PATH...`"
    )


def test_what_was_typed_and_is_not_there_is_told_first(archive: Path) -> None:
    update_index("index", ["brev"])
    shutil.rmtree("brev")
    for name in ("brev", "saknas"):
        with pytest.raises(RequestError) as caught:
            update_index("index", [name])
        assert str(caught.value) == (
            f"there is no {archive / name}: give a folder or a file that exists"
        )


def test_a_folder_that_may_not_be_opened_is_named(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    update_index("index", ["brev"])
    access = os.access
    monkeypatch.setattr(
        "searchkit.documents.walk.os.access",
        lambda path, mode: path != archive / "brev" and access(path, mode),
    )
    message = (
        f"{archive / 'brev'} cannot be opened: permission denied: "
        "make it readable, or ask its owner to"
    )
    with pytest.raises(RequestError) as caught:
        update_index("index")
    assert str(caught.value) == message
    status = read_status("index")
    assert (status.documents, status.problem) == (2, message)
