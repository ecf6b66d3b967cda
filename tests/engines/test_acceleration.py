"""NumPy is imported when it has come to pay, and nothing needs it."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from pathlib import Path

import pytest
from language.toy import toy_analyzer

from searchkit.engines.whoosh import acceleration
from searchkit.engines.whoosh.acceleration import IMPORT_SECONDS, Acceleration
from searchkit.engines.whoosh.engine import WhooshEngine
from searchkit.engines.whoosh.writing.inversion import Inversion
from searchkit.engines.whoosh.writing.parallel import choose_inversion
from searchkit.query.request import Filters

from .archive import document, stem


@pytest.fixture
def unloaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have NumPy seem not to be imported yet."""
    monkeypatch.setattr(acceleration, "is_loaded", lambda: False)


@pytest.mark.usefixtures("unloaded")
def test_it_pays_when_as_much_has_been_spent_as_the_import_takes() -> None:
    rule = Acceleration()
    rule.spend(0.6 * IMPORT_SECONDS)
    assert not rule.pays()
    rule.spend(0.6 * IMPORT_SECONDS)
    assert rule.pays()


def test_it_pays_at_once_when_it_is_imported_already(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acceleration, "is_loaded", lambda: True)
    assert Acceleration().pays()


@pytest.mark.usefixtures("unloaded")
def test_without_numpy_the_plain_evaluator_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acceleration, "IMPORT_SECONDS", 0.0)
    monkeypatch.setitem(sys.modules, "numpy", None)
    for name in [name for name in sys.modules if name.startswith("searchkit.engines.whoosh.arr")]:
        monkeypatch.delitem(sys.modules, name)
    engine = WhooshEngine.create(tmp_path, toy_analyzer())
    engine.update([document("a", "lön")])
    for _ in range(2):
        assert engine.search(stem("lön"), Filters()).total == 1


class Broken:
    """NumPy that fails at its import, and not with ImportError: built for another processor."""

    def __getattr__(self, name: str) -> object:
        raise RuntimeError("NumPy was built with baseline optimizations")


@pytest.mark.usefixtures("unloaded")
def test_numpy_that_is_broken_is_not_asked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acceleration, "IMPORT_SECONDS", 0.0)
    monkeypatch.setitem(sys.modules, "numpy", Broken())
    for name in [name for name in sys.modules if name.startswith("searchkit.engines.whoosh.arr")]:
        monkeypatch.delitem(sys.modules, name)
    assert choose_inversion(much=True) is Inversion
    rule = Acceleration()
    with contextlib.closing(WhooshEngine.create(tmp_path, toy_analyzer())) as engine:
        assert rule.evaluator(engine._postings) is None
        assert not rule.pays()
        assert engine.search(stem("lön"), Filters()).total == 0


def test_a_cold_search_does_not_import_numpy(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Facket vill ha höjd lön.", encoding="utf-8")
    searching = (
        "import sys\n"
        "from searchkit.__main__ import main\n"
        "for arguments in (['index', '.'], ['search', 'höjd lön']):\n"
        "    sys.argv[1:] = arguments\n"
        "    try: main()\n"
        "    except SystemExit as ended: assert not ended.code\n"
        "assert 'numpy' not in sys.modules"
    )
    subprocess.run(
        [sys.executable, "-c", searching], cwd=tmp_path, check=True, stdout=subprocess.DEVNULL
    )
