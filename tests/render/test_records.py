"""Results as JSON."""

from __future__ import annotations

import datetime
import json

import pytest

from searchkit.query.dates import DateRange
from searchkit.render.records import json_document, json_lines
from searchkit.results.model import Contribution, Passage
from searchkit.values import replace

from .samples import BARE, HIT, HOSTILE_TEXTS, hostile_hit, results

RECORD = {
    "rank": 1,
    "id": "002_1842171969dfd728.txt",
    "score": 2.17,
    "title": "Protokoll styrelsemöte ST sektion Syd inom Migrationsverket",
    "date": "2022-09-28",
    "date_precision": "day",
    "date_evidence": "Datum:",
    "source": "ST",
    "type": "protokoll",
    "path": "seeds/002_1842171969dfd728.txt",
    "also": [],
    "title_marks": [],
    "unmarked": "",
    "passages": [
        {
            "line": 67,
            "text": "Personalomsättningen vid kontaktcenter inom NOA skapar problem.",
            "marks": [[0, 20, "stem"]],
        }
    ],
}

ONE = replace(HIT, passages=HIT.passages[1:])


def test_a_document_has_the_request_and_the_results() -> None:
    (line,) = json_document(results(ONE))
    assert json.loads(line) == {
        "schema": "searchkit.search/1",
        "query": "personalomsättning",
        "total": 1,
        "offset": 0,
        "dates": None,
        "undated_left_out": 0,
        "suggestions": [],
        "notices": [],
        "related_total": 0,
        "related_words": [],
        "results": [RECORD],
    }


def test_nothing_found_is_an_empty_list() -> None:
    (line,) = json_document(results())
    assert line.startswith('{"schema": "searchkit.search/1", "query": "personalomsättning", ')
    assert line.endswith('"results": []}')


@pytest.mark.parametrize(
    ("dates", "written"),
    [
        (
            DateRange(datetime.date(2021, 1, 1), datetime.date(2022, 12, 31)),
            {"from": "2021-01-01", "to": "2022-12-31"},
        ),
        (DateRange(None, datetime.date(2022, 12, 31)), {"from": None, "to": "2022-12-31"}),
        (DateRange(), {"from": None, "to": None}),
    ],
)
def test_an_open_end_is_null(dates: DateRange, written: dict[str, str | None]) -> None:
    (line,) = json_document(replace(results(), dates=dates))
    assert json.loads(line)["dates"] == written


def test_a_line_is_one_result_with_the_same_keys_in_the_same_order() -> None:
    full, bare = json_lines(results(ONE, BARE))
    assert json.loads(full) == RECORD
    assert list(json.loads(full)) == list(json.loads(bare)) == list(RECORD)


def test_what_is_not_known_is_empty_or_null() -> None:
    (line,) = json_lines(results(BARE))
    record = json.loads(line)
    assert (record["date"], record["date_precision"], record["source"]) == (None, None, "")
    assert (record["unmarked"], record["passages"]) == ("in the title only", [])


def test_the_query_is_first_in_each_line_of_a_batch() -> None:
    (line,) = json_lines(results(ONE), with_query=True)
    assert line.startswith('{"query": "personalomsättning", "rank": 1, ')


def test_an_explanation_is_given_when_asked_for() -> None:
    hit = replace(BARE, explanation=(Contribution("text", "lön", "stem", 1.234567),))
    (line,) = json_lines(results(hit), explain=True)
    assert json.loads(line)["explanation"] == [
        {"field": "text", "term": "lön", "kind": "stem", "score": 1.2346}
    ]


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_text_reads_back_as_it_was(text: str) -> None:
    (line,) = json_lines(results(hostile_hit(text)))
    record = json.loads(line.encode("utf-8"))
    assert (record["title"], record["passages"][0]["text"]) == (text, text)


def test_swedish_letters_are_not_escaped_and_controls_are() -> None:
    hit = replace(BARE, passages=(Passage(1, "åäö ”\x9b\u202e\ud83d", ()),))
    (line,) = json_lines(results(hit))
    assert '"text": "åäö ”\\u009b\\u202e\\ud83d"' in line
