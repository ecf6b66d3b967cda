"""`show`, `status`, `meta` and `analyze`: what each prints, whole."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from .conftest import Call
from .running import Ran

INTERVIEW = "001_e8dae7098b50108c.txt"
MINUTES = "002_1842171969dfd728.txt"
SAMPLES = Path(__file__).parents[1] / "documents" / "samples"


def test_a_status_tells_what_is_there_and_what_is_missing(call: Call, indexed: Path) -> None:
    ran = call(indexed, "status")
    out = re.sub(r"built \d{4}-\d\d-\d\d \d\d:\d\d", "built 2026-11-21 23:58", ran.out)
    assert Ran(ran.code, out, ran.err) == Ran(
        0,
        """\
Index    index/ · 5 documents · built 2026-11-21 23:58 · up to date
Sources  Computer Sweden 1 · ST 1 · Voister 1 · none 2
Types    protokoll 1 · none 4
Dates    2010-04-07 to 2023-08-31 · 1 month only · 1 undated
Health   1 without date, 2 without source
         fix: searchkit meta 001_e8dae7098b50108c.txt --date ... --source ...
""",
        "",
    )


def test_a_status_as_json_has_every_key(call: Call, indexed: Path) -> None:
    found = json.loads(call(indexed, "status", "--json").out)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", found.pop("built"))
    assert found.pop("words") > 1000
    assert found == {
        "schema": "searchkit.status/1",
        "path": "index",
        "documents": 5,
        "sources": {"Computer Sweden": 1, "ST": 1, "Voister": 1, "": 2},
        "types": {"protokoll": 1, "": 4},
        "first": "2010-04-07",
        "last": "2023-08-31",
        "imprecise": {"month": 1},
        "undated": [INTERVIEW],
        "without_source": [INTERVIEW, "003_18992f373bfea14c.txt"],
        "skipped": [],
        "differing": 0,
        "ignored": 0,
        "problem": "",
        "skipped_why": {},
        "checked": False,
        "copies": 0,
    }


def test_a_status_sees_that_files_have_changed(call: Call, archive: Path) -> None:
    (archive / "seeds" / "ny.txt").write_text("Något nytt.")
    (archive / "seeds" / MINUTES).unlink()
    first = call(archive, "status").lines[0]
    assert first.endswith(" · 2 files differ: run `searchkit index`")


def test_a_status_sees_that_a_folder_is_gone(call: Call, archive: Path) -> None:
    (archive / "seeds").rename(archive / "borta")
    ran = call(archive, "status")
    assert ran.code == 0
    assert ran.lines[0].endswith(
        " · there is no seeds, which the index remembers: bring it back, or leave it out with "
        "`searchkit index --rebuild PATH...`"
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("AND",), "AND without a word to work on was left out, and there is nothing"),
        (("",), "there is nothing"),
    ],
)
def test_a_list_of_what_matches_no_words_is_refused(
    words: tuple[str, ...], message: str, call: Call, indexed: Path
) -> None:
    assert call(indexed, "list", "--", *words) == Ran(
        2, "", f"searchkit: {message} to search for: write a word or a filter\n"
    )


@pytest.mark.parametrize("name", ["002", MINUTES, f"seeds/{MINUTES}"])
def test_a_document_is_shown_by_id_its_beginning_or_its_path(
    name: str, call: Call, indexed: Path
) -> None:
    ran = call(indexed, "show", name)
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines[:3] == [
        "Protokoll styrelsemöte ST sektion Syd inom Migrationsverket",
        f"2022-09-28 · ST · protokoll · seeds/{MINUTES}",
        "",
    ]
    assert ran.lines[3:] == (indexed / "seeds" / MINUTES).read_text().splitlines()


def test_a_path_means_its_own_file_though_another_is_called_the_same(
    call: Call, archive: Path
) -> None:
    (archive / "seeds" / "2022").mkdir()
    (archive / "seeds" / MINUTES).rename(archive / "seeds" / "2022" / MINUTES)
    (archive / "seeds" / MINUTES).write_text("Ett annat protokoll\n")
    call(archive, "index")
    assert call(archive, "show", f"seeds/2022/{MINUTES}").lines[1] == (
        f"2022-09-28 · ST · protokoll · seeds/2022/{MINUTES}"
    )
    assert call(archive, "show", f"annat/{MINUTES}").code == 1


def test_the_path_of_a_file_of_many_names_the_documents_in_it(call: Call, archive: Path) -> None:
    records = '{"id": "a", "text": "ett"}\n{"id": "b", "text": "två"}\n'
    (archive / "seeds" / "flera.jsonl").write_text(records)
    call(archive, "index")
    message = "searchkit: several documents stand in seeds/flera.jsonl: a, b\n"
    assert call(archive, "show", "seeds/flera.jsonl") == Ran(2, "", message)


RECORDS = """
{"id": "a", "text": "ett ärende"}
{"text": "ett annat ärende"}
{"id": "c", "text": "ett tredje ärende", "url": "https://st.org/c"}
{"id": "d", "text": "ett fjärde ärende", "path": "diarium/d.txt"}
"""


@pytest.mark.parametrize(
    ("name", "doc_id"),
    [
        ("seeds/flera.jsonl#a", "a"),
        ("flera.jsonl#a", "a"),
        ("seeds/flera.jsonl#2", "flera.jsonl#2"),
        ("https://st.org/c", "c"),
        ("diarium/d.txt", "d"),
        ("diarium/d.txt#d", "d"),
        ("seeds/brev.eml#bilaga.txt", "brev.eml#bilaga.txt"),
        ("brev.eml#bilaga.txt", "brev.eml#bilaga.txt"),
    ],
)
def test_what_lies_in_a_file_is_shown_by_the_path_that_a_search_prints(
    name: str, doc_id: str, call: Call, archive: Path
) -> None:
    (archive / "seeds" / "flera.jsonl").write_text(RECORDS.strip(), encoding="utf-8")
    attached = "Content-Type: text/plain; name=bilaga.txt\n\nen bilaga"
    (archive / "seeds" / "brev.eml").write_text(attached)
    call(archive, "index")
    assert json.loads(call(archive, "show", name, "--json").out)["id"] == doc_id


@pytest.mark.parametrize("name", ["flera.jsonl", "seeds/flera.jsonl"])
@pytest.mark.parametrize("command", ["show", "meta"])
def test_a_file_of_many_is_ambiguous_though_one_id_begins_so(
    command: str, name: str, call: Call, archive: Path
) -> None:
    (archive / "seeds" / "flera.jsonl").write_text(RECORDS.strip(), encoding="utf-8")
    call(archive, "index")
    message = f"searchkit: several documents stand in {name}: a, flera.jsonl#2, c, d\n"
    assert call(archive, command, name) == Ran(2, "", message)


@pytest.mark.parametrize("command", ["show", "meta"])
def test_an_id_that_is_the_path_of_another_document_is_not_guessed_at(
    command: str, call: Call, archive: Path
) -> None:
    for folder in ("2022", "arkiv/2022"):
        (archive / folder).mkdir(parents=True)
        (archive / folder / "rapport.txt").write_text(f"Rapport i {folder}")
    assert call(archive, "index", "arkiv", "2022").code == 0
    assert call(archive, command, "2022/rapport.txt") == Ran(
        2,
        "",
        "searchkit: 2022/rapport.txt is the id of arkiv/2022/rapport.txt, and the path of "
        "another document: write that path, or ./2022/rapport.txt\n",
    )
    for name in ("./2022/rapport.txt", "arkiv/2022/rapport.txt"):
        assert call(archive, command, name).code == 0


def test_an_address_of_several_records_names_them(call: Call, archive: Path) -> None:
    records = [{"text": f"stycke {n}", "url": "https://st.org/c"} for n in (1, 2)]
    (archive / "seeds" / "c.jsonl").write_text("\n".join(map(json.dumps, records)))
    call(archive, "index")
    message = "searchkit: several documents stand in https://st.org/c: c.jsonl#1, c.jsonl#2\n"
    assert call(archive, "show", "https://st.org/c") == Ran(2, "", message)


def test_a_shown_document_has_its_hits_marked(call: Call, indexed: Path) -> None:
    ran = call(indexed, "show", "--color", "always", "002", "personalomsättning")
    assert re.findall("\x1b\\[1;31m(.*?)\x1b\\[0m", ran.out) == [
        "personalomsättning",
        "Personalomsättningen",
    ]


def test_what_was_mended_in_the_query_of_a_shown_document_is_said(
    call: Call, indexed: Path
) -> None:
    ran = call(indexed, "show", "002", "(personalomsättning")
    assert (ran.code, ran.err) == (
        0,
        "the bracket that begins at (personalomsättning was never closed: "
        "read as if it closed at the end\n",
    )


def test_a_shown_document_without_hits_says_so(call: Call, indexed: Path) -> None:
    ran = call(indexed, "show", "002", "xyzzy")
    assert (ran.code, ran.err) == (0, "nothing of that is in the text of this document\n")


def test_a_shown_document_as_json_is_whole_with_its_marks(call: Call, indexed: Path) -> None:
    ran = call(indexed, "show", "--json", "002", "personalomsättning")
    found = json.loads(ran.out)
    text = (indexed / "seeds" / MINUTES).read_text()
    start = text.index("personalomsättning")
    end = text.index("Personalomsättningen")
    assert found == {
        "schema": "searchkit.document/1",
        "id": MINUTES,
        "title": "Protokoll styrelsemöte ST sektion Syd inom Migrationsverket",
        "date": "2022-09-28",
        "date_precision": "day",
        "date_evidence": "Datum:",
        "source": "ST",
        "type": "protokoll",
        "path": f"seeds/{MINUTES}",
        "also": [],
        "text": text,
        "marks": [[start, start + 18, "exact"], [end, end + 20, "stem"]],
    }


@pytest.mark.parametrize("command", ["show", "meta"])
def test_a_document_that_is_not_there_is_exit_1(command: str, call: Call, indexed: Path) -> None:
    message = "searchkit: there is no document saknas: `searchkit list` shows all\n"
    assert call(indexed, command, "saknas") == Ran(1, "", message)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "a document needs a name: `searchkit list` shows all"),
        (
            "00",
            "several documents begin with 00: 000_e2abe6e706a4261c.txt, "
            "001_e8dae7098b50108c.txt, 002_1842171969dfd728.txt, 003_18992f373bfea14c.txt",
        ),
    ],
)
@pytest.mark.parametrize("command", ["show", "meta"])
def test_a_name_that_means_no_one_document_is_exit_2(
    command: str, name: str, message: str, call: Call, indexed: Path
) -> None:
    assert call(indexed, command, name) == Ran(2, "", f"searchkit: {message}\n")


def test_metadata_is_shown_with_where_it_was_found(call: Call, indexed: Path) -> None:
    assert (
        call(indexed, "meta", "002").out
        == """\
id      002_1842171969dfd728.txt
title   Protokoll styrelsemöte ST sektion Syd inom Migrationsverket  (first lines)
date    2022-09-28  (Datum:)
updated unknown
source  ST  (title)
type    protokoll  (title)
"""
    )


def test_metadata_as_json_has_every_key(call: Call, indexed: Path) -> None:
    assert json.loads(call(indexed, "meta", "001", "--json").out) == {
        "schema": "searchkit.meta/1",
        "id": INTERVIEW,
        "path": f"seeds/{INTERVIEW}",
        "title": "”Vi är Sveriges mest relevanta arbetsplats”",
        "date": "",
        "updated": "",
        "source": "",
        "type": "",
        "evidence": {"title": "first lines"},
        "notes": [],
    }


def test_a_correction_is_written_where_people_can_edit_it(call: Call, archive: Path) -> None:
    ran = call(archive, "meta", "001", "--date", "2016", "--source", "Migrationsverket")
    assert (ran.code, ran.err) == (0, "written to seeds/metadata.toml\n")
    assert ran.lines[2:5] == [
        "date    2016  (metadata.toml)",
        "updated unknown",
        "source  Migrationsverket  (metadata.toml)",
    ]
    assert (
        (archive / "seeds" / "metadata.toml").read_text()
        == f"""\
# What is known about the documents here beside their text. Edit freely.

[files."{INTERVIEW}"]
date = "2016"
source = "Migrationsverket"
"""
    )


def test_a_correction_is_found_by_at_once(call: Call, archive: Path) -> None:
    call(archive, "meta", "001", "--date", "2016")
    ran = call(archive, "search", "-l", "migrationsverket", "--date", "2016")
    assert ran.lines == [f"seeds/{INTERVIEW}"]


def test_a_correction_survives_a_rebuild(call: Call, archive: Path) -> None:
    call(archive, "meta", "001", "--type", "intervju")
    assert call(archive, "index", "--rebuild").code == 0
    assert call(archive, "list", "-l", "-t", "intervju").lines == [f"seeds/{INTERVIEW}"]


def test_a_cleared_correction_gives_back_what_the_text_says(call: Call, archive: Path) -> None:
    call(archive, "meta", "002", "--date", "1999-01-01")
    assert (
        call(archive, "meta", "002", "--clear", "date").lines[2] == "date    2022-09-28  (Datum:)"
    )


def test_a_date_can_be_corrected_to_none(call: Call, archive: Path) -> None:
    ran = call(archive, "meta", "002", "--date", "")
    assert ran.lines[2] == "date    unknown  (metadata.toml)"


def test_a_correction_that_the_index_cannot_follow_yet_is_said_to_be_written(
    call: Call, archive: Path
) -> None:
    (archive / "brev").mkdir()
    (archive / "brev" / "lön.txt").write_text("Lönen steg i maj.")
    call(archive, "index", "brev")
    shutil.rmtree(archive / "brev")
    ran = call(archive, "meta", "001", "--date", "2016")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines() == [
        "written to seeds/metadata.toml",
        "the index does not have it yet, and follows when `searchkit index` can run again",
        "searchkit: there is no brev, which the index remembers: bring it back, or leave it out "
        "with `searchkit index --rebuild seeds`",
    ]
    assert call(archive, "index", "--rebuild", "seeds").code == 0
    assert "date    2016  (metadata.toml)" in call(archive, "meta", "001").lines


def test_setting_and_clearing_the_same_field_is_refused(call: Call, archive: Path) -> None:
    assert call(archive, "meta", "001", "--date", "2016", "--clear", "date") == Ran(
        2,
        "",
        "searchkit: date cannot be both set and cleared\nTry: searchkit meta --help\n",
    )


def test_a_date_that_cannot_be_read_changes_nothing(call: Call, archive: Path) -> None:
    ran = call(archive, "meta", "001", "--date", "2016-13")
    assert (ran.code, ran.out) == (2, "")
    assert not (archive / "seeds" / "metadata.toml").exists()


def test_an_analysis_shows_each_word_its_stem_and_parts(call: Call, indexed: Path) -> None:
    words = [line.split()[:2] for line in call(indexed, "analyze", "Böckerna", "om", "5G").lines]
    assert words == [["Böckerna", "bok"], ["om", "=om"], ["5G", "5g"]]


def test_an_analysis_shows_the_term_of_a_part_where_it_is_written_otherwise(
    call: Call, indexed: Path
) -> None:
    assert call(indexed, "analyze", "personalomsättningen").lines == [
        "personalomsättningen  personalomsättning  personal, omsättningen (omsättning)"
    ]


def test_an_analysis_reads_stdin_without_words(call: Call, indexed: Path) -> None:
    ran = call(indexed, "analyze", "--json", typed="Lön")
    assert json.loads(ran.out) == {
        "schema": "searchkit.analyze/1",
        "text": "Lön",
        "tokens": [
            {"term": "lön", "kind": "exact", "start": 0, "end": 3, "position": 0},
            {"term": "lön", "kind": "stem", "start": 0, "end": 3, "position": 0},
        ],
    }


def test_a_mail_is_shown_by_its_path_without_what_is_attached(call: Call, archive: Path) -> None:
    shutil.copy(SAMPLES / "brev.eml", archive / "seeds")
    call(archive, "index")
    record = json.loads(call(archive, "show", "seeds/brev.eml", "--json").out)
    assert record["id"] == "brev.eml"


@pytest.mark.parametrize(
    ("file", "content", "doc_id"),
    [
        ("brev.eml", "Subject: Lön\n\nhej", "brev.eml"),
        (
            "brev.eml",
            "Content-Type: text/plain; name=bilaga.txt\n\nen bilaga",
            "brev.eml#bilaga.txt",
        ),
        ("rader.jsonl", '{"text": "en rad"}', "rader.jsonl#1"),
        ("rader.jsonl", '{"id": "rad-1", "text": "en rad"}', "rader.jsonl#rad-1"),
    ],
)
def test_a_correction_of_what_lies_in_a_file_is_read_by_the_next_run(
    file: str, content: str, doc_id: str, call: Call, archive: Path
) -> None:
    (archive / "seeds" / file).write_text(content, encoding="utf-8")
    call(archive, "index")
    name = doc_id.replace("rader.jsonl#rad-1", "rad-1")
    call(archive, "meta", name, "--date", "2016")
    written = (archive / "seeds" / "metadata.toml").read_text()
    assert f'[files."{doc_id}"]\ndate = "2016"\n' in written
    assert call(archive, "index").err == ""
    assert "date    2016  (metadata.toml)" in call(archive, "meta", name).lines
