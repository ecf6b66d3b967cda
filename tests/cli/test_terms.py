"""`terms`: what it prints of the seeds, whole, and what it says beside that."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Call
from .running import Ran


def test_a_word_is_shown_with_its_forms_compounds_and_relatives(call: Call, indexed: Path) -> None:
    assert call(indexed, "terms", "facket") == Ran(
        0,
        """\
Stem     fack · in 3 documents, by itself in 2
Forms    fack 1 · facket 1 · fackets 1
Within   fackförbundet 1
Related  fackförbund 1 · facklig organisation 1
""",
        "",
    )


def test_a_compound_is_shown_with_its_parts(call: Call, indexed: Path) -> None:
    assert call(indexed, "terms", "Personalomsättningen") == Ran(
        0,
        """\
Stem     personalomsättning · in 1 document
Parts    personal, omsättningen (omsättning)
Forms    personalomsättning 1 · personalomsättningen 1
Related  avhopp 1 · personalavhopp 1
""",
        "",
    )


def test_a_word_that_is_only_within_compounds_is_found(call: Call, indexed: Path) -> None:
    assert call(indexed, "terms", "omsättning") == Ran(
        0,
        """\
Stem     omsättning · in 1 document, by itself in none
Within   personalomsättning 1
""",
        "",
    )


def test_an_acronym_that_the_archive_spells_out_has_its_meaning(call: Call, indexed: Path) -> None:
    assert call(indexed, "terms", "NOA").lines[-1] == "Related  nationella operativa avdelningen 1"


def test_a_pattern_lists_forms_with_their_documents(call: Call, indexed: Path) -> None:
    assert call(indexed, "terms", "rekryt*") == Ran(
        0,
        """\
rekrytera              2
rekryterar             2
rekryteras             1
rekrytering            1
rekryteringen          1
rekryteringsfirmor     1
rekryteringsprocessen  1
""",
        "",
    )


def test_an_ending_is_a_pattern_too(call: Call, indexed: Path) -> None:
    assert call(indexed, "terms", "*omsättning") == Ran(0, "personalomsättning  1\n", "")


def test_the_most_frequent_words_are_listed_without_a_word(call: Call, indexed: Path) -> None:
    ran = call(indexed, "terms", "-n", "3")
    assert (ran.code, ran.out) == (0, "medarbetare  5\nmånga        5\nnya          5\n")
    assert ran.err.endswith(" words: -n 0 shows all\n")


def test_a_limit_cuts_every_list(call: Call, indexed: Path) -> None:
    assert call(indexed, "terms", "-n", "1", "facket").lines == [
        "Stem     fack · in 3 documents, by itself in 2",
        "Forms    fack 1 · 2 more",
        "Within   fackförbundet 1",
        "Related  fackförbund 1 · 1 more",
    ]


def test_a_limit_of_0_is_all(call: Call, indexed: Path) -> None:
    ran = call(indexed, "terms", "-n", "0", "rekryt*")
    assert (len(ran.lines), ran.err) == (7, "")


@pytest.mark.parametrize(
    ("word", "meant"),
    [("rekrytreing", "rekrytering"), ("personalomsattning", "personalomsättning")],
)
def test_an_unknown_word_is_exit_1_with_what_may_have_been_meant(
    word: str, meant: str, call: Call, indexed: Path
) -> None:
    assert call(indexed, "terms", word) == Ran(
        1, "", f"“{word}” is not in the index\nDid you mean: {meant}\n"
    )


@pytest.mark.parametrize("word", ["xyzzy", "xyz*", "*xyz", "=xyz", "xyzzy~"])
def test_what_nothing_looks_like_is_exit_1(word: str, call: Call, indexed: Path) -> None:
    assert call(indexed, "terms", word) == Ran(1, "", f"“{word}” is not in the index\n")


def test_an_index_without_words_is_exit_1(call: Call, empty: Path) -> None:
    (empty / "tom").mkdir()
    call(empty, "index", "tom")
    assert call(empty, "terms") == Ran(1, "", "There are no words in the index\n")


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("", "“” is no word: give one, such as facket or rekryt*."),
        ("*", "“*” is no word: give one, such as facket or rekryt*."),
        ("–", "“–” is no word: give one, such as facket or rekryt*."),
        ("lön fack", "“lön fack” is more than a word: look them up one by one."),
        ("lön/fack", "“lön/fack” is more than a word: look them up one by one."),
        (
            "*lön*",
            "*lön*: * can stand at one end: write rekryt* or *omsättning\n  *lön*\n  ^^^^^",
        ),
    ],
)
def test_what_is_not_one_word_is_exit_2(
    word: str, message: str, call: Call, indexed: Path
) -> None:
    assert call(indexed, "terms", word) == Ran(2, "", f"searchkit: {message}\n")


def test_what_was_mended_is_said(call: Call, indexed: Path) -> None:
    ran = call(indexed, "terms", "facket~2")
    assert ran.lines == ["facket   1", "fackets  1"]
    assert ran.err == (
        "a number after word~ was left out: the length of the word decides how many typing errors "
        "are allowed\n"
    )


def test_an_index_that_is_missing_is_exit_3(call: Call, empty: Path) -> None:
    ran = call(empty, "terms", "lön")
    assert (ran.code, ran.out) == (3, "")


def test_a_word_as_json_has_every_key(call: Call, indexed: Path) -> None:
    ran = call(indexed, "terms", "--json", "personalomsättning")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out) == {
        "schema": "searchkit.terms/1",
        "word": "personalomsättning",
        "stem": "personalomsättning",
        "parts": [
            {"text": "personal", "term": "personal"},
            {"text": "omsättning", "term": "omsättning"},
        ],
        "documents": 1,
        "by_itself": 1,
        "forms": [
            {"word": "personalomsättning", "documents": 1},
            {"word": "personalomsättningen", "documents": 1},
        ],
        "compounds": [],
        "related": [
            {"word": "avhopp", "documents": 1},
            {"word": "personalavhopp", "documents": 1},
        ],
        "totals": {"forms": 2, "compounds": 0, "related": 2},
        "suggestions": [],
        "notices": [],
    }


def test_a_pattern_as_json_has_the_same_keys(call: Call, indexed: Path) -> None:
    assert json.loads(call(indexed, "terms", "--json", "-n", "1", "rekryt*").out) == {
        "schema": "searchkit.terms/1",
        "word": "rekryt*",
        "stem": "",
        "parts": [],
        "documents": None,
        "by_itself": None,
        "forms": [{"word": "rekrytera", "documents": 2}],
        "compounds": [],
        "related": [],
        "totals": {"forms": 7, "compounds": 0, "related": 0},
        "suggestions": [],
        "notices": [],
    }


def test_an_unknown_word_as_json_says_nothing_beside_it(call: Call, indexed: Path) -> None:
    ran = call(indexed, "terms", "--json", "rekrytreing")
    assert (ran.code, ran.err) == (1, "")
    assert json.loads(ran.out)["suggestions"] == ["rekrytering"]


def test_forms_of_a_deleted_document_are_gone(call: Call, archive: Path) -> None:
    (archive / "seeds" / "002_1842171969dfd728.txt").unlink()
    call(archive, "index")
    assert call(archive, "terms", "*omsättning").code == 1
    assert call(archive, "terms", "personalomsättning").out == ""
