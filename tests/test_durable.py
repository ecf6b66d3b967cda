"""Files that are written whole or not at all, and brought to the disk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from searchkit.durable import flush_folder, read_sealed, write_sealed, write_whole


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    for text in ("gammal", "ny å"):
        write_whole(tmp_path / "fil", text)
    assert (tmp_path / "fil").read_text(encoding="utf-8") == "ny å"
    assert list(tmp_path.iterdir()) == [tmp_path / "fil"]


def test_a_file_that_cannot_be_flushed_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_whole(tmp_path / "fil", "gammal")

    def refuse(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="No space"):
        write_whole(tmp_path / "fil", "ny")
    assert (tmp_path / "fil").read_text() == "gammal"
    assert list(tmp_path.iterdir()) == [tmp_path / "fil"]


def test_a_folder_is_flushed_with_all_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").touch()
    (tmp_path / "b").touch()
    flushed = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: flushed.append(os.fstat(descriptor)))
    flush_folder(tmp_path)
    assert {status.st_ino for status in flushed} == {
        path.stat().st_ino for path in (tmp_path, tmp_path / "a", tmp_path / "b")
    }


@pytest.mark.parametrize("text", ["", "{}", "å\nä\n", "\n"])
def test_a_sealed_text_is_read_back(tmp_path: Path, text: str) -> None:
    write_sealed(tmp_path / "fil", text)
    assert read_sealed(tmp_path / "fil") == text


def test_a_sealed_text_that_was_altered_anywhere_is_refused(tmp_path: Path) -> None:
    write_sealed(tmp_path / "fil", '{"files": ["å"]}')
    content = (tmp_path / "fil").read_bytes()
    for at in range(len(content) - 1):
        altered = bytearray(content)
        altered[at] ^= 1
        (tmp_path / "fil").write_bytes(bytes(altered))
        with pytest.raises(ValueError, match=r"altered|decode"):
            read_sealed(tmp_path / "fil")


def test_a_file_without_a_seal_is_refused(tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("{}")
    with pytest.raises(ValueError, match="fil has been altered"):
        read_sealed(tmp_path / "fil")
