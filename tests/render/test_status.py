"""How the state of an index is told."""

from __future__ import annotations

import shlex

import pytest

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


def test_one_more_reason_is_one() -> None:
    why = tuple((f"skäl {number}", 1) for number in range(13))
    skipped = tuple(f"{number}.pdf (skäl {number})" for number in range(13))
    lines = list(status_lines(replace(STATUS, skipped=skipped, skipped_why=why)))
    assert lines[-1] == "         1 more reason: searchkit status --json"


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("a.txt", "searchkit meta a.txt --date ..."),
        ("två  ord.txt", "searchkit meta 'två  ord.txt' --date ..."),
        ("d'Artagnan.txt", """searchkit meta 'd'"'"'Artagnan.txt' --date ..."""),
        ("-a.txt", "searchkit meta --date ... -- -a.txt"),
    ],
)
def test_the_line_that_mends_a_document_can_be_pasted(name: str, fix: str) -> None:
    status = replace(STATUS, skipped=(), undated=(name,))
    assert list(status_lines(status))[-1] == f"         fix: {fix}"
    assert name in shlex.split(fix)


def test_the_line_that_mends_a_document_names_the_index_that_was_named() -> None:
    status = replace(STATUS, skipped=(), undated=("a.txt",), without_source=("a.txt",))
    assert list(status_lines(status, named_index="mitt index"))[-1] == (
        "         fix: searchkit meta a.txt --date ... --source ... --index 'mitt index'"
    )


def test_a_name_that_cannot_be_pasted_leaves_the_line_to_one_that_can() -> None:
    status = replace(STATUS, skipped=(), undated=("a\tb.txt", "c.txt"))
    assert list(status_lines(status))[-1] == "         fix: searchkit meta c.txt --date ..."
    alone = replace(STATUS, skipped=(), undated=("a\tb.txt",))
    assert list(status_lines(alone))[-1] == "Health   1 without date"
