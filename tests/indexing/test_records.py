"""A file of many documents that has changed: only the documents that differ are indexed again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from searchkit.documents.model import Document
from searchkit.engines.whoosh.writing.building import SegmentBuilder
from searchkit.indexing import IndexReport, update_index

from .contents import contents, ids


def write(archive: Path, texts: dict[str, str]) -> None:
    lines = [json.dumps({"id": key, "text": text}) for key, text in texts.items()]
    (archive / "texter" / "allt.jsonl").write_text("\n".join(lines), encoding="utf-8")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An index of a file of four documents."""
    (tmp_path / "texter").mkdir()
    write(tmp_path, {"a": "Lön.", "b": "Vakans.", "c": "Avtal.", "d": "Möte."})
    update_index(tmp_path / "index", [tmp_path / "texter"])
    return tmp_path


@pytest.fixture
def indexed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the ids of the documents that are indexed from now on."""
    seen = []
    add = SegmentBuilder.add

    def note(builder: SegmentBuilder, document: Document) -> None:
        seen.append(document.doc_id)
        add(builder, document)

    monkeypatch.setattr(SegmentBuilder, "add", note)
    return seen


def test_only_the_documents_that_differ_are_indexed(archive: Path, indexed: list[str]) -> None:
    write(archive, {"a": "Lön.", "b": "Vakanser.", "c": "Avtal.", "ny": "Årsmöte."})
    assert update_index(archive / "index") == IndexReport(changed=2, unchanged=2)
    assert indexed == ["b", "ny"]
    assert ids(archive / "index") == ["a", "b", "c", "ny"]
    update_index(archive / "annat", [archive / "texter"])
    assert contents(archive / "index") == contents(archive / "annat")


def test_a_change_of_what_is_said_of_a_document_counts(archive: Path, indexed: list[str]) -> None:
    said = '[files."allt.jsonl#c"]\nsource = "ST"\n'
    (archive / "texter" / "metadata.toml").write_text(said, encoding="utf-8")
    assert update_index(archive / "index") == IndexReport(changed=1, unchanged=3)
    assert indexed == ["c"]


def test_a_rebuild_indexes_all_of_them(archive: Path, indexed: list[str]) -> None:
    report = update_index(archive / "index", [archive / "texter"], rebuild=True)
    assert report == IndexReport(added=4)
    assert indexed == ["a", "b", "c", "d"]


def test_a_file_that_only_looks_different_changes_nothing(
    archive: Path, indexed: list[str]
) -> None:
    path = archive / "texter" / "allt.jsonl"
    path.write_text(path.read_text(encoding="utf-8") + "\n\n", encoding="utf-8")
    assert update_index(archive / "index") == IndexReport(unchanged=4)
    assert indexed == []
    assert ids(archive / "index") == ["a", "b", "c", "d"]
