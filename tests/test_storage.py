"""The directory of an index: headers, owners, generations, and who may write."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from searchkit.errors import (
    IndexDamaged,
    IndexLocked,
    IndexMissing,
    IndexOutdated,
    IndexUntrusted,
    IndexUnusable,
)
from searchkit.storage import TRUST_VARIABLE, Header, IndexDirectory

HEADER = Header(3, "2/1", "2026-11-21T23:58:00+01:00")


@pytest.fixture
def directory(tmp_path: Path) -> IndexDirectory:
    """A directory that has an index, as far as its header says."""
    made = IndexDirectory(tmp_path / "index")
    made.path.mkdir()
    made.write_header(HEADER)
    return made


def test_a_header_is_read_as_it_was_written(directory: IndexDirectory) -> None:
    assert directory.read_header("2/1") == HEADER


def test_a_header_of_another_fingerprint_is_outdated(directory: IndexDirectory) -> None:
    with pytest.raises(IndexOutdated, match="searchkit index --rebuild"):
        directory.read_header("2/2")


def test_a_header_of_another_schema_is_outdated(directory: IndexDirectory) -> None:
    directory.write_header(Header(3, "2/1", HEADER.built, schema="searchkit.index/9"))
    with pytest.raises(IndexOutdated):
        directory.read_header()


def test_any_fingerprint_is_read_when_none_is_asked_for(directory: IndexDirectory) -> None:
    assert directory.read_header() == HEADER


@pytest.mark.parametrize("content", ["", "{", "[]", "null", "3", '{"generation": 1}'])
def test_a_header_that_cannot_be_read_is_damage(content: str, directory: IndexDirectory) -> None:
    (directory.path / "index.json").write_text(content)
    with pytest.raises(IndexDamaged, match="searchkit index --rebuild"):
        directory.read_header()


def test_a_directory_without_header_has_no_index(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing) as caught:
        IndexDirectory(tmp_path).read_header()
    assert caught.value.directory == str(tmp_path)


def test_reading_creates_nothing(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        IndexDirectory(tmp_path / "index").read_header()
    assert list(tmp_path.iterdir()) == []


def test_an_index_of_another_users_is_not_trusted(
    directory: IndexDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    with pytest.raises(IndexUntrusted, match=TRUST_VARIABLE):
        directory.read_header()
    with pytest.raises(IndexUntrusted), directory.writing(0):
        pass


def test_trust_is_for_the_directories_that_are_named(
    directory: IndexDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    monkeypatch.setenv(TRUST_VARIABLE, str(directory.path.parent))
    with pytest.raises(IndexUntrusted):
        directory.read_header()
    monkeypatch.setenv(TRUST_VARIABLE, f"{os.pathsep}{directory.path}{os.pathsep}/annat")
    assert directory.read_header() == HEADER


def test_a_manifest_is_read_as_it_was_written(directory: IndexDirectory) -> None:
    directory.create_generation(3)
    directory.write_manifest(3, {"roots": ["protokoll på väg"], "files": [], "skipped": []})
    assert directory.read_manifest(3) == {
        "schema": "searchkit.manifest/2",
        "roots": ["protokoll på väg"],
        "files": [],
        "skipped": [],
    }


@pytest.mark.parametrize("content", ["", "[]", "null", "{}", '{"schema": "searchkit.manifest/9"}'])
def test_a_manifest_that_cannot_be_read_is_damage(content: str, directory: IndexDirectory) -> None:
    (directory.create_generation(3) / "manifest.json").write_text(content)
    with pytest.raises(IndexDamaged):
        directory.read_manifest(3)


def test_a_new_generation_is_empty_whatever_was_left_there(directory: IndexDirectory) -> None:
    (directory.create_generation(4) / "rest").write_text("från ett avbrutet bygge")
    assert list(directory.create_generation(4).iterdir()) == []


def test_other_generations_are_dropped(directory: IndexDirectory) -> None:
    for number in (2, 3, 4):
        directory.create_generation(number)
    directory.drop_generations_except(3)
    assert sorted(path.name for path in directory.path.iterdir()) == ["generation-3", "index.json"]


def test_paths_are_relative_to_the_folder_around_the_index(tmp_path: Path) -> None:
    assert IndexDirectory(tmp_path / "seeds" / ".." / "index").base == tmp_path


def test_only_one_may_write(directory: IndexDirectory) -> None:
    told: list[str] = []
    with directory.writing(0):
        with pytest.raises(IndexLocked) as caught, directory.writing(0.05, told.append):
            pass
        holder = f"process {os.getpid()} on {os.uname().nodename}"
    assert caught.value.holder == holder
    assert told == [f"waiting for {holder}, which is writing the index"]


def test_without_a_wait_nothing_is_said_of_waiting(directory: IndexDirectory) -> None:
    told: list[str] = []
    with directory.writing(0), pytest.raises(IndexLocked), directory.writing(0, told.append):
        pass
    assert told == []


def test_a_holder_that_did_not_say_who_it_is_is_another_process(directory: IndexDirectory) -> None:
    with directory.writing(0):
        (directory.path / "writer.json").write_text("{")
        with pytest.raises(IndexLocked) as caught, directory.writing(0):
            pass
    assert caught.value.holder == "another process"


def test_a_lock_is_given_back_after_an_error(directory: IndexDirectory) -> None:
    with pytest.raises(KeyboardInterrupt), directory.writing(0):
        raise KeyboardInterrupt
    with directory.writing(0):
        holder = json.loads((directory.path / "writer.json").read_text())
    assert holder["pid"] == os.getpid()
    assert not (directory.path / "writer.json").exists()


def test_a_file_is_no_directory_to_write_in(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("jag är en fil")
    with (
        pytest.raises(IndexUnusable, match="is a file"),
        IndexDirectory(tmp_path / "index").writing(0),
    ):
        pass
