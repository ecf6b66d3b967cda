"""Reading many files: in order, in other processes, and with files that end those."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from searchkit.documents.collect import scan
from searchkit.documents.entry import Entry, named
from searchkit.documents.parts import Limits
from searchkit.documents.pool import iter_in_order
from searchkit.documents.reading import iter_all
from searchkit.errors import SearchkitError

from .trying import use

LIMITS = Limits(seconds=20, megabytes=512)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    use(monkeypatch)
    folder = tmp_path / "arkiv"
    folder.mkdir()
    return folder


def write(root: Path, **texts: str) -> tuple[Entry, ...]:
    """Write files of the trial format, named in order, and give their entries."""
    for name, text in texts.items():
        (root / f"{name}.prov").write_text(text, encoding="utf-8")
    return scan([root], {}, root.parent).added


def outcome(entries: Sequence[Entry], jobs: int = 2, limits: Limits = LIMITS) -> list[str]:
    """Tell what has become of each file: its text, or why it is skipped."""
    told = []
    for entry, part in iter_in_order(entries, jobs, limits):
        told += [f"{entry.doc_id}: {item.document.text}" for item in part.documents]
        told += map(str, part.skipped)
    return told


@pytest.mark.parametrize(
    ("deed", "reason"),
    [
        ("avsluta", "the reader crashed"),
        ("krascha", "the reader crashed"),
        ("svälj", "needed more than 0.5 GB of memory"),
        ("fela", "the reader failed: ZeroDivisionError"),
        ("vägra", "encrypted"),
    ],
)
def test_a_file_that_its_reader_cannot_stand_costs_that_file(
    deed: str, reason: str, root: Path
) -> None:
    entries = write(root, a="Ett.", b=deed, c="Två.", d="Tre.")
    assert outcome(entries) == [
        "a.prov: Ett.",
        f"arkiv/b.prov ({reason})",
        "c.prov: Två.",
        "d.prov: Tre.",
    ]


def test_a_file_that_takes_too_long_costs_that_file(root: Path) -> None:
    entries = write(root, a="Ett.", b="häng", c="Två.")
    assert outcome(entries, jobs=1, limits=Limits(1)) == [
        "a.prov: Ett.",
        "arkiv/b.prov (took longer than 1 s)",
        "c.prov: Två.",
    ]


def test_what_a_library_prints_is_lost_and_nothing_else(root: Path) -> None:
    assert outcome(write(root, a="prata på")) == ["a.prov: prata på"]


def test_files_come_in_order_however_long_each_takes(root: Path) -> None:
    texts = {
        f"{number:03}": f"Text {number}. " + "x" * (number % 7 * 50_000) for number in range(60)
    }
    entries = write(root, **texts)
    expected = [f"{name}.prov: {text}" for name, text in texts.items()]
    assert outcome(entries, jobs=3) == expected


def test_more_text_than_is_held_comes_in_order(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("searchkit.documents.pool._HELD_CHARACTERS", 1000)
    entries = write(root, a="många 1", b="Ett.", c="många 2", d="Två.")
    told = outcome(entries, jobs=3)
    assert [line.split(":")[0] for line in told] == (
        ["a.prov"] * 300 + ["b.prov"] + ["c.prov"] * 300 + ["d.prov"]
    )


def test_a_large_file_is_sent_in_many_parts(root: Path) -> None:
    (entry,) = write(root, a="många")
    parts = [part for _, part in iter_in_order([entry], 1, LIMITS)]
    assert len(parts) > 2
    assert [part.state is not None for part in parts] == [False] * (len(parts) - 1) + [True]


def test_a_process_that_ends_takes_what_it_has_not_sent_with_it(root: Path) -> None:
    entries = write(root, a="brist")
    ((_, part),) = iter_in_order(entries, 1, LIMITS)
    assert [str(item) for item in part.skipped] == ["arkiv/a.prov (the reader crashed)"]


def test_a_file_may_be_a_document_and_hold_others(root: Path) -> None:
    (entry,) = write(root, a="brev")
    ((_, part),) = iter_in_order([entry], 1, LIMITS)
    ids = [named(item, entry, ()).doc_id for item in part.documents]
    assert ids == ["a.prov", "a.prov#bilaga.txt"]


def test_processes_end_with_whoever_asks_no_further(root: Path) -> None:
    parts = iter_in_order(write(root, a="Ett.", b="häng", c="häng"), 3, LIMITS)
    next(parts)
    parts.close()
    assert list(parts) == []


def test_processes_that_do_not_start_are_an_error(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("searchkit.documents.pool.PROGRAM", "raise SystemExit(7)")
    with pytest.raises(SearchkitError, match=r"cannot be started: .* ends with 7"):
        outcome(write(root, a="Ett."))


def test_no_process_is_started_for_a_little_plain_text(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("searchkit.documents.pool.PROGRAM", "raise SystemExit(7)")
    (root / "a.txt").write_text("Ett.")
    (root / "b.jsonl").write_text(json.dumps({"text": "Två."}))
    (root / "c.md").write_text("Tre.")
    entries = scan([root], {}, root.parent).added
    texts = [item.document.text for _, part in iter_all(entries, 4, LIMITS) for item in part[0]]
    assert texts == ["Ett.", "Två.", "Tre."]
