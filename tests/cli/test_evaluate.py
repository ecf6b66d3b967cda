"""`searchkit evaluate`, on an archive where every ranking can be told by hand."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from searchkit.evaluation import RANKING, plain_query
from searchkit.index import open_index
from searchkit.values import replace

from .conftest import Call
from .running import run_process

# One document has each word, but for `visum`: the shorter of its documents ranks first.
DOCUMENTS = {
    "lön": "Alla fick högre lön.",
    "fack": "Ett fack bildades.",
    "visum1": "Visum utfärdas.",
    "visum2": "Den som reser långt bort behöver ibland också ett visum för sin resa.",
}
QUERIES = 'q1\tlön\nq2\t-visum: "?\nq3\tsemester\nq4\tfack\n'
QRELS = "q1 0 lön 1\nq2 0 visum1 0\nq2 0 visum2 1\nq3 0 borta 1\nq4 0 fack 0\n"

NOTES = """\
note: 1 query has no relevant document: left out (q4)
note: 1 query has no results (q3)
note: 1 judged document is not in the index (borta)
"""
RUN = """\
q1 Q0 lön 1 3 searchkit
q2 Q0 visum1 1 2 searchkit
q2 Q0 visum2 2 1 searchkit
q4 Q0 fack 1 3 searchkit
"""


@pytest.fixture(scope="module")
def judged_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index, queries, qrels and runs, for making copies of."""
    folder = tmp_path_factory.mktemp("bedömt")
    lines = [json.dumps({"id": doc_id, "text": text}) for doc_id, text in DOCUMENTS.items()]
    (folder / "arkiv.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (folder / "queries.tsv").write_text(QUERIES, encoding="utf-8")
    (folder / "qrels.txt").write_text(QRELS, encoding="utf-8")
    (folder / "gammal.run").write_text(
        "q1 Q0 lön 1 9 annan\nq2 Q0 visum2 1 9 annan\nq2 Q0 visum1 2 8 annan\n", encoding="utf-8"
    )
    (folder / "ny.run").write_text(RUN, encoding="utf-8")
    assert run_process(folder, "index", "arkiv.jsonl").code == 0
    return folder


@pytest.fixture
def judged(judged_once: Path, tmp_path: Path) -> Path:
    """A copy of `judged_once`, to be changed at will."""
    folder = tmp_path / "bedömt"
    shutil.copytree(judged_once, folder)
    return folder


def test_an_index_is_measured(judged: Path, call: Call) -> None:
    ran = call(judged, "evaluate", "queries.tsv", "qrels.txt")
    assert (ran.code, ran.err) == (0, NOTES)
    assert ran.out == (
        "measure    mean  queries\n"
        "nDCG@10  0.5436        3\n"
        "RR@10    0.5000        3\n"
        "R@100    0.6667        3\n"
    )


def test_the_measures_are_those_that_were_asked_for(judged: Path, call: Call) -> None:
    ran = call(
        judged, "evaluate", "queries.tsv", "qrels.txt", "--measure", "P@1", "--measure", "AP@100"
    )
    assert (
        ran.out == "measure    mean  queries\nP@1      0.3333        3\nAP@100   0.5000        3\n"
    )


def test_a_run_is_written_and_measures_the_same(judged: Path, call: Call) -> None:
    files = ("queries.tsv", "qrels.txt")
    searched = call(judged, "evaluate", *files, "--run", "egen.run")
    fields = [line.split() for line in (judged / "egen.run").read_text("utf-8").splitlines()]
    assert [[*field[:4], field[5]] for field in fields] == [
        [*line.split()[:4], "searchkit"] for line in RUN.splitlines()
    ]
    assert call(judged, "evaluate", *files, "--from", "egen.run").out == searched.out


def test_two_runs_are_compared_without_an_index(judged: Path, call: Call) -> None:
    ran = call(
        judged, "evaluate", "queries.tsv", "qrels.txt", "--from", "ny.run", "--against",
        "gammal.run", "--measure", "RR@10", "--index", "ingen",
    )  # fmt: skip
    assert ran.code == 2
    assert "--from searches nothing: leave out --index" in ran.err
    ran = call(
        judged, "evaluate", "queries.tsv", "qrels.txt", "--from", "ny.run", "--against",
        "gammal.run", "--measure", "RR@10",
    )  # fmt: skip
    assert ran.code == 0
    assert ran.out == (
        "measure    ours  theirs  difference       p  wins  losses  ties  queries\n"
        "RR@10    0.5000  0.6667     -0.1667  1.0000     0       1     2        3\n"
        "\n"
        "Ours is worse by RR@10:\n"
        "query_id    ours  theirs  difference  query\n"
        'q2        0.5000  1.0000     -0.5000  -visum: "?\n'
    )
    assert ran.err == (
        "note: 1 query has no relevant document: left out (q4)\n"
        "note: 1 query has no results (q3)\n"
        "note: 1 query has no results in theirs (q3)\n"
    )


def test_an_index_is_compared_with_a_run(judged: Path, call: Call) -> None:
    ran = call(
        judged, "evaluate", "queries.tsv", "qrels.txt", "--against", "gammal.run",
        "--measure", "RR@10",
    )  # fmt: skip
    assert (ran.code, ran.lines[1]) == (
        0, "RR@10    0.5000  0.6667     -0.1667  1.0000     0       1     2        3",
    )  # fmt: skip


def test_json_is_one_object(judged: Path, call: Call) -> None:
    ran = call(judged, "evaluate", "queries.tsv", "qrels.txt", "--measure", "RR@10", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out) == {
        "schema": "searchkit.evaluate/1",
        "measures": [{"measure": "RR@10", "mean": 0.5, "queries": 3}],
        "comparisons": [],
        "left_out": ["q4"],
        "unasked": [],
        "unanswered": ["q3"],
        "unanswered_by_theirs": [],
        "missing_documents": ["borta"],
        "truncated": [],
        "notices": [note.removeprefix("note: ") for note in NOTES.splitlines()],
        "queries": [
            {"id": "q1", "query": "lön", "ours": {"RR@10": 1.0}, "theirs": None},
            {"id": "q2", "query": '-visum: "?', "ours": {"RR@10": 0.5}, "theirs": None},
            {"id": "q3", "query": "semester", "ours": {"RR@10": 0.0}, "theirs": None},
        ],
    }


@pytest.mark.parametrize("query", ["facket lön", "rekrytera konsulter", "migrationsverket"])
def test_what_is_measured_is_what_search_finds(indexed: Path, query: str) -> None:
    with open_index(indexed / "index") as index:
        found = index.search(replace(RANKING, query=plain_query(query))).hits
        ranked = index.rank(replace(RANKING, query=plain_query(query))).matches
    assert [match.doc_id for match in ranked] == [hit.doc_id for hit in found] != []
    assert [match.score for match in ranked] == [hit.score for hit in found]


def test_any_word_is_enough_unless_all_are_asked_for(judged: Path, call: Call) -> None:
    (judged / "queries.tsv").write_text("q2\tvisum utfärdas\n", encoding="utf-8")
    asked = ("evaluate", "queries.tsv", "qrels.txt", "--measure", "R@100")
    assert call(judged, *asked).lines[1] == "R@100    1.0000        1"
    assert call(judged, *asked, "--all").lines[1] == "R@100    0.0000        1"


def test_other_forms_of_a_word_count_unless_only_these_are_asked_for(
    judged: Path, call: Call
) -> None:
    (judged / "queries.tsv").write_text("q1\tlönen\n", encoding="utf-8")
    asked = ("evaluate", "queries.tsv", "qrels.txt", "--measure", "R@100")
    assert call(judged, *asked).lines[1] == "R@100    1.0000        1"
    assert call(judged, *asked, "--exact").lines[1] == "R@100    0.0000        1"


def test_so_many_results_are_measured_as_were_asked_for(judged: Path, call: Call) -> None:
    ran = call(judged, "evaluate", "queries.tsv", "qrels.txt", "-n", "1", "--measure", "R@100")
    assert ran.lines[1] == "R@100    0.3333        3"
    assert ran.err.endswith(
        "note: R@100 looks at more results than were asked for: give a larger -n\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["queries.tsv", "queries.tsv"],
            "searchkit: queries.tsv:1: expected 4 fields, query_id 0 doc_id grade, and found 2: "
            "write q1 0 rapport.txt 1\n",
        ),
        (
            ["qrels.txt", "qrels.txt"],
            "searchkit: qrels.txt:1: expected an id, a tab and the query: "
            "write q1<TAB>lön och villkor\n",
        ),
        (
            ["queries.tsv", "qrels.txt", "--against", "qrels.txt"],
            "searchkit: qrels.txt:1: expected 6 fields, query_id Q0 doc_id rank score tag, "
            "and found 4: write q1 Q0 rapport.txt 1 12.5 bm25\n",
        ),
        (
            ["queries.tsv", "qrels.txt", "--measure", "ndcg"],
            "searchkit: there is no measure “ndcg”: ir_measures has, among others, "
            "nDCG@10, RR@10, R@100, P@5, AP@100, Rprec and Success@1\n",
        ),
        (
            ["queries.tsv", "qrels.txt", "--run", "ingen/ny.run"],
            "searchkit: --run: there is no folder ingen\nTry: searchkit evaluate --help\n",
        ),
        (
            ["queries.tsv", "qrels.txt", "--from", "ny.run", "--run", "x.run", "-n", "5", "--all"],
            "searchkit: --from searches nothing: leave out --run, -n, --any or --all\n"
            "Try: searchkit evaluate --help\n",
        ),
    ],
)
def test_a_mistake_is_told_and_exits_with_2(
    judged: Path, call: Call, arguments: list[str], message: str
) -> None:
    ran = call(judged, "evaluate", *arguments)
    assert (ran.code, ran.out, ran.err) == (2, "", message)


def test_without_ir_measures_it_is_said_how_to_install_it(
    judged: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ir_measures", None)
    ran = call(judged, "evaluate", "queries.tsv", "qrels.txt")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "searchkit: measuring needs ir_measures: pip install 'searchkit[evaluate]'\n"
    )


def test_without_an_index_it_exits_with_3(judged: Path, call: Call) -> None:
    ran = call(judged, "evaluate", "queries.tsv", "qrels.txt", "--index", "ingen")
    assert (ran.code, ran.out) == (3, "")


def test_a_run_that_cannot_be_written_exits_with_2(judged: Path, call: Call) -> None:
    record = json.dumps({"id": "en annan", "text": "En lön till."})
    with (judged / "arkiv.jsonl").open("a", encoding="utf-8") as file:
        file.write(f"\n{record}\n")
    assert call(judged, "index").code == 0
    ran = call(judged, "evaluate", "queries.tsv", "qrels.txt", "--run", "ny.run")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("searchkit: the id “en annan” has a blank in it")
    assert (judged / "ny.run").read_text(encoding="utf-8") == RUN


def test_the_help_begins_with_examples(judged: Path, call: Call) -> None:
    ran = call(judged, "evaluate", "--help")
    assert ran.code == 0
    assert (
        "  searchkit evaluate queries.tsv qrels.txt --run new.run --against old.run" in ran.lines
    )
