"""How the state of an index is told."""

from __future__ import annotations

from searchkit.render.status import status_lines
from searchkit.results.status import Status
from searchkit.values import replace

STATUS = Status(
    path="index",
    documents=40,
    words=1000,
    built="2026-11-21 23:58",
    sources=(),
    types=(),
    first="",
    last="",
    imprecise=(),
    undated=(),
    without_source=(),
    skipped=("a.pdf (no text in it)",),
    differing=0,
    problem="",
    skipped_why=(("no text in it", 1),),
)


def test_a_few_skipped_files_are_named() -> None:
    assert list(status_lines(STATUS))[-2:] == [
        "Health   1 skipped",
        "         skipped: a.pdf (no text in it)",
    ]


def test_many_skipped_files_are_counted_by_why_with_examples() -> None:
    scanned = [f"{number}.pdf (no text in it)" for number in range(40)]
    broken = ["alla.jsonl (line 3: not JSON)", "alla.jsonl (line 9: not JSON)"]
    why = (("no text in it", 40), ("not JSON", 2))
    status = replace(STATUS, skipped=(*scanned, *broken), skipped_why=why)
    assert list(status_lines(status))[-9:] == [
        "Health   42 skipped",
        "         40 skipped: no text in it",
        "           0.pdf (no text in it)",
        "           1.pdf (no text in it)",
        "           2.pdf (no text in it)",
        "           37 more: searchkit status --json",
        "         2 skipped: not JSON",
        "           alla.jsonl (line 3: not JSON)",
        "           alla.jsonl (line 9: not JSON)",
    ]
