"""`status --check` reads every file of an index and says whether it is as it was written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Call


def files(index: Path) -> list[Path]:
    """List the files of the index that hold something, but for who is writing it."""
    found = sorted(path for path in index.rglob("*") if path.is_file() and path.stat().st_size)
    return [path for path in found if path.name != ".gitignore"]


def test_a_whole_index_is_said_to_be_whole(call: Call, indexed: Path) -> None:
    ran = call(indexed, "status", "--check")
    assert (ran.code, ran.err) == (0, "")
    assert "Checked  every file of the index is as it was written\n" in ran.out
    assert json.loads(call(indexed, "status", "--check", "--json").out)["checked"] is True


def test_without_it_nothing_is_said_of_it(call: Call, indexed: Path) -> None:
    assert "Checked" not in call(indexed, "status").out
    assert json.loads(call(indexed, "status", "--json").out)["checked"] is False


@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.8, 0.999])
def test_an_altered_byte_in_any_file_is_noticed(call: Call, archive: Path, share: float) -> None:
    (archive / "seeds" / "compounds.txt").write_text("medborgar|skap\n", encoding="utf-8")
    assert call(archive, "index", "seeds").code == 0
    for path in files(archive / "index"):
        content = path.read_bytes()
        altered = bytearray(content)
        # The last byte of a text is its line end.
        altered[min(int(share * len(content)), len(content) - 2)] ^= 1
        path.write_bytes(bytes(altered))
        ran = call(archive, "status", "--check")
        assert (ran.code, ran.out) == (3, ""), path.name
        assert "run `searchkit index --rebuild`" in ran.err, path.name
        path.write_bytes(content)
    assert call(archive, "status", "--check").code == 0


def test_a_missing_file_is_noticed(call: Call, archive: Path) -> None:
    assert call(archive, "index", "seeds").code == 0
    for path in files(archive / "index"):
        content = path.read_bytes()
        path.unlink()
        ran = call(archive, "status", "--check")
        assert (ran.code, ran.out) == (3, ""), path.name
        path.write_bytes(content)
    assert call(archive, "status", "--check").code == 0
