"""Queries and qrels: what is read from them, and how a mistake is told."""

from __future__ import annotations

import pytest

from searchkit.evaluation import Collection, LineError, read_collection

from .conftest import Written

QUERIES = "q1\tVad är ett visum?\nq2\tlön\n"
QRELS = "q1 0 a.txt 2\nq1 0 b.txt 0\nq2 0 a.txt 1\n"

QRELS_FORM = "expected 4 fields, query_id 0 doc_id grade, and found"
QUERY_FORM = "expected an id, a tab and the query: write q1<TAB>lön och villkor"


def test_queries_and_grades_are_read(written: Written) -> None:
    collection = read_collection(written("queries.tsv", QUERIES), written("qrels.txt", QRELS))
    assert collection == Collection(
        {"q1": "Vad är ett visum?", "q2": "lön"},
        {"q1": {"a.txt": 2, "b.txt": 0}, "q2": {"a.txt": 1}},
    )


def test_blank_lines_byte_order_mark_and_windows_line_ends_do_not_matter(
    written: Written,
) -> None:
    queries = written("queries.tsv", "\ufeffq1\tVad är ett visum?\r\n\r\n  \nq2\tlön")
    qrels = written("qrels.txt", "\ufeff q1\t0  a.txt\t2\r\n\nq1 0 b.txt 0\r\nq2 Q0 a.txt 1")
    plain = read_collection(written("plain.tsv", QUERIES), written("plain.txt", QRELS))
    assert read_collection(queries, qrels) == plain


def test_what_cannot_be_measured_is_told_apart() -> None:
    collection = Collection(
        {"q1": "lön", "q2": "fack", "q3": "visum"},
        {"q1": {"a": 1, "b": 0}, "q2": {"c": 0, "d": -1}, "q9": {"e": 1}},
    )
    assert collection.measurable == ("q1",)
    assert collection.left_out == ("q2", "q3")
    assert collection.unasked == ("q9",)
    assert collection.documents == {"a", "b", "c", "d"}


def test_a_grade_given_twice_is_no_mistake_if_it_is_the_same(written: Written) -> None:
    qrels = written("qrels.txt", "q1 0 a 1\nq1 0 a 1\n")
    assert read_collection(written("queries.tsv", QUERIES), qrels).qrels == {"q1": {"a": 1}}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", ": there is no query in it: write q1, a tab and the query"),
        ("q1\tlön\nq2 fack\n", f":2: {QUERY_FORM}"),
        ("q1\t \n", f":1: {QUERY_FORM}"),
        ("\tlön\n", f":1: {QUERY_FORM}"),
        ("q 1\tlön\n", ":1: the id “q 1” has a blank in it: take one without"),
        ("q1\tlön\n\nq1\tfack", ":3: there is a query q1 already: give this one another id"),
        ("q1\tl\udcf6n\n", ":1: not UTF-8: save the file as UTF-8"),
    ],
)
def test_a_mistake_in_the_queries_is_told_with_its_place(
    written: Written, text: str, message: str
) -> None:
    queries = written("queries.tsv", text)
    with pytest.raises(LineError) as caught:
        read_collection(queries, written("qrels.txt", QRELS))
    assert str(caught.value) == f"{queries}{message}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\n", ": there is no grade in it: write q1 0 rapport.txt 1"),
        ("q1 0 a.txt\n", f":1: {QRELS_FORM} 3: write q1 0 rapport.txt 1"),
        ("q1 0 en rapport.txt 1\n", f":1: {QRELS_FORM} 5: write q1 0 rapport.txt 1"),
        (
            "q1 0 a 1\nq1 0 b ja\n",
            ":2: expected a grade, a whole number such as 0 or 1, and found “ja”",
        ),
        (
            "q1 0 a 1.5\n",
            ":1: expected a grade, a whole number such as 0 or 1, and found “1.5”",
        ),
        (
            "q1 0 a 999999999999\n",
            ":1: expected a grade, a whole number such as 0 or 1, and found “999999999999”",
        ),
        ("q1 0 a 1\nq1 0 a 2\n", ":2: a has the grade 1 for q1 already"),
        (
            "x7 0 a 1\n",
            ": no query of {queries} has a relevant document here: are the ids the same? "
            "q1 is asked, x7 is judged",
        ),
    ],
)
def test_a_mistake_in_the_qrels_is_told_with_its_place(
    written: Written, text: str, message: str
) -> None:
    queries, qrels = written("queries.tsv", QUERIES), written("qrels.txt", text)
    with pytest.raises(LineError) as caught:
        read_collection(queries, qrels)
    assert str(caught.value) == f"{qrels}{message.format(queries=queries)}"


def test_a_mistake_carries_its_place(written: Written) -> None:
    queries = written("queries.tsv", "q1\tlön\nq2\n")
    with pytest.raises(LineError) as caught:
        read_collection(queries, written("qrels.txt", QRELS))
    assert (caught.value.path, caught.value.line) == (queries, 2)
