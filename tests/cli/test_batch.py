"""`searchkit search -f`: many queries, one a line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Call
from .running import Ran, run_process

MINUTES = "002_1842171969dfd728.txt"
IT_UNIT = "000_e2abe6e706a4261c.txt"


def pairs(ran: Ran) -> list[tuple[str, str]]:
    """Give the query and the id of each line of output."""
    records = [json.loads(line) for line in ran.lines]
    return [(record["query"], record["id"]) for record in records]


def test_each_line_of_a_file_is_answered_in_turn(call: Call, archive: Path) -> None:
    (archive / "queries.txt").write_text(
        "personalomsättning\n\nsäkerhetsexpert -personalomsättning\n"
    )
    ran = call(archive, "search", "-f", "queries.txt", "-n", "1", "--sort", "oldest")
    assert (ran.code, ran.err) == (0, "")
    assert pairs(ran) == [
        ("personalomsättning", MINUTES),
        ("säkerhetsexpert -personalomsättning", IT_UNIT),
    ]


def test_stdin_is_read_like_a_file(indexed: Path) -> None:
    ran = run_process(indexed, "search", "-f", "-", typed="\ufeffpersonalomsättning\r\n")
    assert (ran.code, ran.err, pairs(ran)) == (0, "", [("personalomsättning", MINUTES)])


def test_a_broken_line_is_named_and_the_others_are_answered(call: Call, archive: Path) -> None:
    (archive / "queries.txt").write_text("xyzzy\ndate:2022-13\npersonalomsättning\n")
    ran = call(archive, "search", "-f", "queries.txt")
    assert (ran.code, pairs(ran)) == (2, [("personalomsättning", MINUTES)])
    assert ran.err.startswith('searchkit: queries.txt:2: Cannot read the date "2022-13": ')
    assert ran.err.endswith("\n  date:2022-13\n  ^^^^^^^^^^^^\n")


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        ("AND", "AND without a word to work on was left out"),
        ("()", "brackets with nothing in them were left out"),
        ("*", "* has no word with it and was left out"),
        ('""', "quotes with nothing between them were left out"),
    ],
)
def test_a_line_with_nothing_to_search_for_is_named_and_the_others_are_answered(
    line: str, mended: str, call: Call, indexed: Path
) -> None:
    ran = call(indexed, "search", "-f", "-", typed=f"{line}\npersonalomsättning\n")
    assert (ran.code, pairs(ran)) == (2, [("personalomsättning", MINUTES)])
    assert ran.err == (
        f"searchkit: stdin:1: {mended}, and there is nothing to search for: "
        "write a word or a filter\n"
    )


def test_a_line_with_nothing_to_search_for_lists_what_a_filter_lets_through(
    call: Call, indexed: Path
) -> None:
    ran = call(indexed, "search", "-f", "-", "-s", "ST", typed="AND\n")
    assert (ran.code, pairs(ran)) == (0, [("AND", MINUTES)])


def test_what_was_mended_is_told_with_its_line(call: Call, indexed: Path) -> None:
    ran = call(indexed, "search", "-f", "-", typed='lön\n"hög personalomsättning\n')
    assert ran.code == 0
    assert ran.err == (
        'stdin:2: the quote that begins at "hög personalomsättning was never closed: '
        "read as if it closed at the end\n"
    )


def test_nothing_found_for_any_line_is_exit_1(call: Call, indexed: Path) -> None:
    assert call(indexed, "search", "-f", "-", typed="xyzzy\nplugh\n") == Ran(1, "", "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("-f", "-", "lön"), "-f takes the queries from the file: leave out the words"),
        (("-f", "-", "--csv"), "-f answers as JSON Lines: leave out the other form of output"),
        (("-f", "borta"), "Invalid value for '-f' / '--file': File 'borta' does not exist."),
        (("-f", "seeds"), "Invalid value for '-f' / '--file': File 'seeds' is a directory."),
    ],
)
def test_what_does_not_go_with_a_file_is_refused(
    arguments: tuple[str, ...], message: str, call: Call, indexed: Path
) -> None:
    assert call(indexed, "search", *arguments) == Ran(
        2, "", f"searchkit: {message}\nTry: searchkit search --help\n"
    )
