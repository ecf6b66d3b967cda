"""An archive of the seeds with its index, and searchkit inside this process."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from searchkit.cli.main import run

from .running import CACHE, SPEAKING, Ran, run_process

SEEDS = Path(__file__).parents[2] / "seeds"

Call = Callable[..., Ran]


@pytest.fixture(scope="session")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `seeds/` and the index of them, for tests that change nothing."""
    folder = tmp_path_factory.mktemp("arkiv")
    shutil.copytree(SEEDS, folder / "seeds")
    ran = run_process(folder, "index", "seeds")
    assert (ran.code, ran.out) == (0, "+5 added, 0 changed, 0 deleted, 0 unchanged\n")
    return folder


@pytest.fixture
def archive(indexed: Path, tmp_path: Path) -> Path:
    """A copy of `indexed` for a test that changes something."""
    folder = tmp_path / "arkiv"
    shutil.copytree(indexed, folder)
    return folder


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A folder with nothing in it."""
    folder = tmp_path / "tomt"
    folder.mkdir()
    return folder


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SPEAKING:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", CACHE)


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Call:
    """Run searchkit inside this process: `call(folder, "search", "lön", typed="")`."""

    def called(folder: Path, *arguments: str, typed: str = "") -> Ran:
        monkeypatch.setenv("HOME", str(folder))
        monkeypatch.chdir(folder)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
        capfd.readouterr()
        code = run(arguments)
        written = capfd.readouterr()
        return Ran(code, written.out, written.err)

    return called
