"""Every form of output, whole, as `searchkit search` and `searchkit list` write it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Call
from .running import Ran, timeless

MINUTES = "002_1842171969dfd728.txt"
TITLE = "Protokoll styrelsemöte ST sektion Syd inom Migrationsverket"

PASSAGES = [
    {
        "line": 65,
        "text": "Fredrik Bergman lyfter situationen vid Medborgarskap i Norrköping. "
        "Funktionen är ansträngd och har hög personalomsättning.",
        "marks": [[103, 121, "exact"]],
    },
    {
        "line": 67,
        "text": "Christer Blom rapporterar om fackliga frågor vid NOA. "
        "Personalomsättningen vid kontaktcenter inom NOA skapar problem.",
        "marks": [[54, 74, "stem"]],
    },
]

RECORD = {
    "rank": 1,
    "id": MINUTES,
    "title": TITLE,
    "date": "2022-09-28",
    "date_precision": "day",
    "date_evidence": "Datum:",
    "source": "ST",
    "type": "protokoll",
    "path": f"seeds/{MINUTES}",
    "also": [],
    "title_marks": [],
    "unmarked": "",
    "passages": PASSAGES,
}


def without_score(record: dict[str, object]) -> dict[str, object]:
    """Take the score out of a record: what it is, ranking decides."""
    assert isinstance(record.pop("score"), float)
    return record


def test_text_is_hits_on_stdout_and_counts_on_stderr(call: Call, indexed: Path) -> None:
    ran = call(indexed, "search", "personalomsättning")
    assert Ran(ran.code, ran.out, timeless(ran.err)) == Ran(
        0,
        """\
1  Protokoll styrelsemöte ST sektion Syd inom Migrationsverket
   2022-09-28 · ST · protokoll · seeds/002_1842171969dfd728.txt
   65: Fredrik Bergman lyfter situationen vid Medborgarskap i Norrköping.
       Funktionen är ansträngd och har hög personalomsättning. …
   67: Christer Blom rapporterar om fackliga frågor vid NOA.
       Personalomsättningen vid kontaktcenter inom NOA skapar problem. …
""",
        """\

1 document, 2 passages (0.01 s)
1 more uses related words (avhopp, personalavhopp): add --related
""",
    )


def test_nothing_found_is_an_empty_stdout(call: Call, indexed: Path) -> None:
    ran = call(indexed, "search", "xyzzy")
    assert Ran(ran.code, ran.out, timeless(ran.err)) == Ran(
        1, "", "No document matches (0.01 s)\n"
    )


def test_json_is_one_object(call: Call, indexed: Path) -> None:
    ran = call(indexed, "search", "--json", "personalomsättning")
    found = json.loads(ran.out)
    found["results"] = [without_score(record) for record in found["results"]]
    assert (ran.code, ran.err, found) == (
        0,
        "",
        {
            "schema": "searchkit.search/1",
            "query": "personalomsättning",
            "total": 1,
            "offset": 0,
            "dates": None,
            "undated_left_out": 0,
            "suggestions": [],
            "notices": [],
            "related_total": 1,
            "related_words": ["avhopp", "personalavhopp"],
            "results": [RECORD],
        },
    )


def test_json_of_nothing_found_has_no_results(call: Call, indexed: Path) -> None:
    ran = call(indexed, "search", "--json", "xyzzy", "--date", "2021..")
    assert (ran.code, ran.err, json.loads(ran.out)) == (
        1,
        "",
        {
            "schema": "searchkit.search/1",
            "query": "xyzzy",
            "total": 0,
            "offset": 0,
            "dates": {"from": "2021-01-01", "to": None},
            "undated_left_out": 0,
            "suggestions": [],
            "notices": [],
            "related_total": 0,
            "related_words": [],
            "results": [],
        },
    )


def test_json_is_not_escaped(call: Call, indexed: Path) -> None:
    ran = call(indexed, "search", "--json", "personalomsättning")
    assert '"query": "personalomsättning"' in ran.out


def test_json_lines_are_one_object_a_document(call: Call, indexed: Path) -> None:
    ran = call(indexed, "search", "--jsonl", "personalomsättning")
    assert (ran.code, ran.err) == (0, "")
    assert [without_score(json.loads(line)) for line in ran.lines] == [RECORD]


@pytest.mark.parametrize(("option", "separator"), [("--csv", ","), ("--tsv", "\t")])
def test_tables_have_a_header(option: str, separator: str, call: Call, indexed: Path) -> None:
    ran = call(indexed, "search", option, "personalomsättning")
    header, row = (line.split(separator) for line in ran.lines)
    assert header == ["rank", "score", "date", "source", "type", "id", "path", "title"]
    assert float(row.pop(1)) > 0
    assert row == ["1", "2022-09-28", "ST", "protokoll", MINUTES, f"seeds/{MINUTES}", TITLE]


@pytest.mark.parametrize("option", ["--jsonl", "--csv", "--tsv", "-l", "--format={id}"])
def test_nothing_found_is_nothing_written(option: str, call: Call, indexed: Path) -> None:
    assert call(indexed, "search", option, "xyzzy") == Ran(1, "", "")


def test_a_template_makes_each_line(call: Call, indexed: Path) -> None:
    template = r"{rank:>3}\t{date} {source} {type} {id} {path}:{line} {title:.9}: {passage:.15}"
    assert call(indexed, "search", "personalomsättning", "--format", template) == Ran(
        0,
        f"  1\t2022-09-28 ST protokoll {MINUTES} seeds/{MINUTES}:65 Protokoll: Fredrik Bergman\n",
        "",
    )


def test_a_mistake_in_a_template_is_told_though_nothing_is_found(
    call: Call, indexed: Path
) -> None:
    assert call(indexed, "search", "xyzzy", "--format", "{titel}") == Ran(
        2,
        "",
        "searchkit: a format has no {titel}; known are: "
        "rank, score, date, source, type, id, path, title, line, passage\n",
    )


def test_paths_are_one_a_line(call: Call, indexed: Path) -> None:
    assert call(indexed, "search", "-l", "personalomsättning") == Ran(0, f"seeds/{MINUTES}\n", "")


@pytest.mark.parametrize("form", [["-l"], ["--jsonl"], ["--tsv"], ["--format", "{id}"]])
def test_results_that_end_though_nobody_said_where_say_so(
    form: list[str], call: Call, archive: Path
) -> None:
    records = "\n".join(json.dumps({"text": f"vikariat {number}"}) for number in range(12))
    (archive / "seeds" / "tolv.jsonl").write_text(records)
    call(archive, "index")
    assert call(archive, "search", *form, "vikariat").err == "10 of 12 documents: -n 0 gives all\n"
    for asked in (["-n", "5"], ["-n", "0"], ["--offset", "5"]):
        assert call(archive, "search", *form, *asked, "vikariat").err == ""


def test_paths_open_from_another_folder(call: Call, indexed: Path) -> None:
    ran = call(indexed / "seeds", "search", "-l", "personalomsättning", "--index", "../index")
    assert ran == Ran(0, f"{MINUTES}\n", "")


def test_null_ends_each_path(call: Call, indexed: Path) -> None:
    ran = call(indexed, "search", "-l", "-0", "transformation", "--sort", "oldest")
    assert ran == Ran(0, "seeds/000_e2abe6e706a4261c.txt\0seeds/001_e8dae7098b50108c.txt\0", "")


def test_a_path_ended_by_null_is_as_the_file_is_called(call: Call, archive: Path) -> None:
    (archive / "seeds" / "två\nrader.txt").write_text("xyzzy")
    call(archive, "index")
    assert call(archive, "search", "-l", "-0", "xyzzy").out == "seeds/två\nrader.txt\0"
    assert call(archive, "search", "-l", "xyzzy").out == "seeds/två rader.txt\n"


def test_null_alone_means_paths(call: Call, indexed: Path) -> None:
    assert call(indexed, "search", "-0", "personalomsättning").out == f"seeds/{MINUTES}\0"


def test_null_ends_each_template(call: Call, indexed: Path) -> None:
    ran = call(indexed, "search", "-0", "--format", "{id}", "personalomsättning")
    assert ran.out == f"{MINUTES}\0"


@pytest.mark.parametrize(
    ("word", "ran"), [("migrationsverket", Ran(0, "4\n", "")), ("xyzzy", Ran(1, "0\n", ""))]
)
def test_a_count_counts_all_documents(word: str, ran: Ran, call: Call, indexed: Path) -> None:
    assert call(indexed, "search", "-c", "-n", "2", word) == ran


@pytest.mark.parametrize(
    ("word", "ran"), [("migrationsverket", Ran(0, "", "")), ("xyzzy", Ran(1, "", ""))]
)
def test_quiet_only_gives_a_code(word: str, ran: Ran, call: Call, indexed: Path) -> None:
    assert call(indexed, "search", "-q", word) == ran


def test_an_explanation_tells_where_the_score_comes_from(call: Call, indexed: Path) -> None:
    ran = call(indexed, "search", "--explain", "--passages", "0", "lunch")
    part, whole = (line.split() for line in ran.lines[2:])
    assert (part[1:], whole[1:]) == (["text", "lunch", "stem"], ["in", "all"])
    assert part[0] == whole[0]


def test_json_has_the_explanation_when_asked(call: Call, indexed: Path) -> None:
    ran = call(indexed, "search", "--explain", "--json", "lunch")
    (hit,) = json.loads(ran.out)["results"]
    assert hit["explanation"] == [
        {"field": "text", "term": "lunch", "kind": "stem", "score": hit["score"]}
    ]


def test_no_passages_are_no_passages(call: Call, indexed: Path) -> None:
    assert call(indexed, "search", "--passages", "0", "personalomsättning").lines == [
        f"1  {TITLE}",
        f"   2022-09-28 · ST · protokoll · seeds/{MINUTES}",
    ]


def test_a_filter_alone_finds_all_that_it_lets_through(call: Call, indexed: Path) -> None:
    assert call(indexed, "search", "--format", "{id}", "-t", "protokoll") == Ran(
        0, f"{MINUTES}\n", ""
    )


def test_a_source_that_is_not_there_is_named_with_those_that_are(
    call: Call, indexed: Path
) -> None:
    ran = call(indexed, "search", "migrationsverket", "-s", "SVT", "-l")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("no document has the source “SVT”: there are Computer Sweden, ")


@pytest.mark.parametrize("query", ["source:Computer Sweden", "lön source:Computer"])
def test_a_source_in_the_query_that_is_not_there_is_named_too(
    query: str, call: Call, indexed: Path
) -> None:
    ran = call(indexed, "search", "-l", query)
    assert (ran.code, ran.out) == (1, "")
    assert "no document has the source “Computer”: there are Computer Sweden, " in ran.err


def test_dates_in_the_query_are_said_like_those_of_the_options(call: Call, indexed: Path) -> None:
    typed = call(indexed, "search", "-l", "migrationsverket date:2022-09")
    given = call(indexed, "search", "-l", "migrationsverket", "--date", "2022-09")
    assert typed == given
    assert typed.err.startswith("dates: 2022-09-01 to 2022-09-30\n1 undated document matches")


def test_a_date_alone_is_a_query(call: Call, indexed: Path) -> None:
    assert call(indexed, "search", "-l", "date:2022").out == f"seeds/{MINUTES}\n"


def test_documents_with_most_of_the_words_are_shown_when_none_has_all(
    call: Call, indexed: Path
) -> None:
    ran = call(indexed, "search", "-l", "personalomsättning", "Norrköping", "xyzzy")
    assert ran == Ran(
        0,
        f"seeds/{MINUTES}\n",
        "no document has all 3 words: these have 2 of them (not in any: xyzzy)\n",
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--json", "--csv", "x"), "choose one form of output: json or csv"),
        (("--json", "-0", "x"), "-0 ends paths or templates: use it with -l or --format"),
        (("--format", "", "x"), "the format is empty: write one such as '{date} {title}'"),
        (("--exact", "--related", "x"), ""),
    ],
)
def test_forms_that_contradict_each_other_are_refused(
    arguments: tuple[str, ...], message: str, call: Call, indexed: Path
) -> None:
    ran = call(indexed, "search", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"searchkit: {message}")


def test_a_list_is_date_source_title_and_id(call: Call, indexed: Path) -> None:
    ran = call(indexed, "list", "-s", "ST", "-s", "Voister", "-s", "Computer Sweden")
    assert Ran(ran.code, ran.out, timeless(ran.err)) == Ran(
        0,
        """\
2021-06     Computer Sweden  Migrationsverkets it-enh…  000_e2abe6e706a4261c.txt
2022-09-28  ST               Protokoll styrelsemöte S…  002_1842171969dfd728.txt
2023-08-31  Voister          Verksamhetsnära kultur h…  004_54182828c5fb76cc.txt
""",
        "3 documents (0.01 s)\n",
    )


def test_a_list_has_every_document_by_title(call: Call, indexed: Path) -> None:
    ran = call(indexed, "list", "--format", "{id:.3}")
    assert ran.lines == ["003", "000", "002", "004", "001"]


def test_the_help_of_a_list_tells_its_own_defaults(call: Call, indexed: Path) -> None:
    text = " ".join(call(indexed, "list", "--help").out.split())
    assert "0 is all. [default: 0; x>=0]" in text
    assert "Order of the documents. [default: title]" in text


def test_an_index_without_a_name_is_refused(call: Call, empty: Path) -> None:
    ran = call(empty, "index", "--index", "", ".")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("searchkit: Invalid value for '--index': name a folder")
    assert list(empty.iterdir()) == []


def test_a_list_can_be_sorted_and_cut(call: Call, indexed: Path) -> None:
    ran = call(indexed, "list", "--sort", "newest", "-n", "2", "--format", "{date}")
    assert ran.lines == ["2023-08-31", "2022-09-28"]


def test_a_list_of_the_undated_has_only_those(call: Call, indexed: Path) -> None:
    assert call(indexed, "list", "--undated", "only", "-l").lines == [
        "seeds/001_e8dae7098b50108c.txt"
    ]


def test_a_list_takes_no_file_of_queries(call: Call, indexed: Path) -> None:
    ran = call(indexed, "list", "-f", "-")
    assert ran == Ran(2, "", "searchkit: -f belongs to search\nTry: searchkit list --help\n")


def test_options_stand_anywhere_after_the_command(call: Call, indexed: Path) -> None:
    before = call(indexed, "search", "-l", "--not-source", "ST", "digital", "transformation")
    after = call(indexed, "search", "digital", "-l", "transformation", "--not-source", "ST")
    assert before == after
    assert before.code == 0


def test_a_compound_that_nobody_wrote_is_searched_for_by_its_parts(
    call: Call, indexed: Path
) -> None:
    assert call(indexed, "search", "--format", "{id}", "arbetsmiljöproblem") == Ran(
        0,
        "000_e2abe6e706a4261c.txt\n002_1842171969dfd728.txt\n003_18992f373bfea14c.txt\n",
        "no document has arbetsmiljöproblem: these have its parts\n",
    )
