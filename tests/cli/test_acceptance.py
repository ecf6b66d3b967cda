"""What must hold on the seeds, each row a process of its own as a person would start it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from .running import run_process

IDS = {
    "000": "000_e2abe6e706a4261c.txt",
    "001": "001_e8dae7098b50108c.txt",
    "002": "002_1842171969dfd728.txt",
    "003": "003_18992f373bfea14c.txt",
    "004": "004_54182828c5fb76cc.txt",
}

NOTHING_TO_DO = "there is nothing to search for: write a word or a filter\n"
UNDATED = "1 undated document matches and was left out: add --undated include\n"


@dataclass(frozen=True)
class Row:
    """A search: what is typed after `search`, the documents found, the code, standard error."""

    arguments: tuple[str, ...]
    found: str
    code: int = 0
    err: str = ""


ROWS = (
    Row(("rekrytera -konsulter",), "000 001"),
    Row(("migrationsverket", "--not-source", "ST"), "000 001 003"),
    Row(("it-säkerhet",), "000"),
    Row(("vakans",), "000"),
    Row(("lön",), "002 003"),
    Row(("omsättning",), "002"),
    Row(("facket",), "000 002 003"),
    Row(("fack",), "000 002 003"),
    Row(
        ("personalomsattning",),
        "002",
        err="“personalomsattning” is not in the index; searched for personalomsättning\n",
    ),
    Row(('"transformation digital"~3',), "000 001"),
    Row(
        ("migrationsverket", "--date", "2021..2022"),
        "000 002",
        err=f"dates: 2021-01-01 to 2022-12-31\n{UNDATED}",
    ),
    Row(
        ("migrationsverket", "--since", "2021-06-15"),
        "000 002",
        err=f"dates: from 2021-06-15\n{UNDATED}",
    ),
    Row(("xyzzy",), "", 1),
    Row(
        ("--date", "2022-13-45", "x"),
        "",
        2,
        'searchkit: Cannot read the date "2022-13-45": there is no month 13. Write a date as '
        "2022, 2022-09, 2022-09-28, 2022v39, 2022-Q3, september 2022, 31 augusti 2023, idag, "
        "igår, 2w, 6m or 1y; a range as 2021..2022, 2021.. or ..2022.\n",
    ),
    Row(
        ("(foo",),
        "",
        1,
        "the bracket that begins at (foo was never closed: read as if it closed at the end\n",
    ),
    Row(
        ('"oavslutad',),
        "",
        1,
        'the quote that begins at "oavslutad was never closed: read as if it closed at the end\n',
    ),
    Row(('"a\'b"',), "", 1),
    Row(
        ("AND",),
        "",
        2,
        f"searchkit: AND without a word to work on was left out, and {NOTHING_TO_DO}",
    ),
    Row(
        ("-",),
        "",
        2,
        "searchkit: a - with nothing right after it was left out: -word is without the word, "
        f"and {NOTHING_TO_DO}",
    ),
    Row(("",), "", 2, f"searchkit: {NOTHING_TO_DO}"),
)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: " ".join(row.arguments))
def test_the_seeds_answer(row: Row, indexed: Path) -> None:
    ran = run_process(indexed, "search", *row.arguments, "--format", "{id}")
    # What else might have been meant is for the vocabulary to say, not for this table.
    said = [line for line in ran.err.splitlines(True) if not line.startswith("Did you mean: ")]
    assert (ran.code, sorted(ran.lines), "".join(said)) == (
        row.code,
        [IDS[number] for number in row.found.split()],
        row.err,
    )


@pytest.mark.parametrize(
    ("word", "marked"),
    [
        ("lön", {("löne", "part")}),
        ("omsättning", {("omsättning", "part"), ("omsättningen", "part")}),
        (
            "personalomsattning",
            {("personalomsättning", "folded"), ("Personalomsättningen", "folded")},
        ),
        ("it-säkerhet", {("it", "part"), ("säkerhets", "part")}),
    ],
)
def test_what_answers_is_marked_alone(
    word: str, marked: set[tuple[str, str]], indexed: Path
) -> None:
    ran = run_process(indexed, "search", "--json", word)
    passages = [passage for hit in json.loads(ran.out)["results"] for passage in hit["passages"]]
    assert {
        (passage["text"][start:end], why)
        for passage in passages
        for start, end, why in passage["marks"]
    } == marked


def test_a_search_prints_what_the_manual_shows(indexed: Path) -> None:
    ran = run_process(indexed, "search", "personalomsättning")
    assert ran.lines[:4] == [
        "1  Protokoll styrelsemöte ST sektion Syd inom Migrationsverket",
        "   2022-09-28 · ST · protokoll · seeds/002_1842171969dfd728.txt",
        "   65: Fredrik Bergman lyfter situationen vid Medborgarskap i Norrköping.",
        "       Funktionen är ansträngd och har hög personalomsättning. …",
    ]
