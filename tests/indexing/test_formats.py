"""An archive of all formats, built and refreshed as a whole."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from searchkit.documents.readers import SUFFIXES
from searchkit.indexing.build import IndexReport, update_index
from searchkit.status import read_status

TESTS = Path(__file__).parents[1]


def test_an_archive_of_every_format_is_indexed_and_then_unchanged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", [str(TESTS), *sys.path])
    from archives import make_archive

    count = 3 * len(SUFFIXES)
    made = make_archive(tmp_path / "arkiv", count)
    assert sum(made.values()) == count
    report = update_index(tmp_path / "index", [tmp_path / "arkiv"])
    crashed = [item for item in report.skipped if "the reader" in item or "longer" in item]
    assert crashed == []
    again = update_index(tmp_path / "index")
    assert again == IndexReport(
        unchanged=report.added, copies=report.copies, skipped=again.skipped
    )
    assert sorted(again.skipped) == sorted(report.skipped)
    assert read_status(tmp_path / "index").skipped == again.skipped
