"""Runs: made by searching, written to files and read from them."""

from __future__ import annotations

import itertools
import struct
from pathlib import Path

import pytest

from searchkit.engines.base import Match, Matches
from searchkit.errors import RequestError
from searchkit.evaluation import (
    RANKING,
    LineError,
    plain_query,
    read_run,
    search_all,
    write_run,
)
from searchkit.query.nodes import And, Word
from searchkit.query.request import SearchRequest

from .conftest import Written


class Remembering:
    """A ranker that finds the same for every request, and keeps the requests."""

    def __init__(self, *matches: Match) -> None:
        self.matches = matches
        self.requests: list[SearchRequest] = []

    def rank(self, request: SearchRequest) -> Matches:
        self.requests.append(request)
        return Matches(len(self.matches), self.matches)


def single(score: float) -> float:
    """Give the score as a 32-bit float has it."""
    value: float = struct.unpack("f", struct.pack("f", score))[0]
    return value


def test_every_query_is_searched_for_as_rankings_are_compared() -> None:
    ranker = Remembering(Match("a", 2.0), Match("b", 1.0))
    run = search_all(ranker, {"q1": "visum", "q2": "lön"})
    assert run == {
        "q1": (Match("a", 2.0), Match("b", 1.0)),
        "q2": (Match("a", 2.0), Match("b", 1.0)),
    }
    assert ranker.requests == [
        SearchRequest(Word("visum"), any_word=True, limit=100, passages=0, text="visum"),
        SearchRequest(Word("lön"), any_word=True, limit=100, passages=0, text="lön"),
    ]


def test_queries_are_searched_for_as_is_asked() -> None:
    ranker = Remembering()
    search_all(ranker, {"q1": "visum"}, SearchRequest(exact=True, limit=5))
    assert ranker.requests == [SearchRequest(Word("visum"), exact=True, limit=5, text="visum")]


def test_a_query_without_words_finds_nothing_and_is_not_asked() -> None:
    ranker = Remembering(Match("a", 1.0))
    assert search_all(ranker, {"q1": "???", "q2": "–"}) == {"q1": (), "q2": ()}
    assert ranker.requests == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Vad är ett visum?", ("Vad", "är", "ett", "visum")),
        ("-lön OR (facket: it-säkerhet", ("lön", "OR", "facket", "it-säkerhet")),
        ('"oavslutad title:protokoll', ("oavslutad", "title:protokoll")),
        ("date:2022-13-45 ST:s rekryt*", ("date:2022-13-45", "ST:s", "rekryt")),
        ("=rätt ~fel~2 | NOT ((((", ("rätt", "fel", "2", "NOT")),
    ],
)
def test_nothing_in_a_query_is_an_operator(text: str, words: tuple[str, ...]) -> None:
    assert plain_query(text) == And(tuple(map(Word, words)))


def test_scores_fall_from_rank_to_rank_also_as_32_bit_floats() -> None:
    ranker = Remembering(*(Match(f"d{number:02}", 7.3) for number in range(50)))
    ranking = search_all(ranker, {"q1": "lön"})["q1"]
    scores = [single(match.score) for match in ranking]
    assert [match.doc_id for match in ranking] == [f"d{number:02}" for number in range(50)]
    assert all(above > below for above, below in itertools.pairwise(scores))
    assert scores[-1] == pytest.approx(7.3, rel=2e-5)


def test_a_written_run_is_in_trec_form(tmp_path: Path) -> None:
    path = tmp_path / "ny.run"
    write_run(
        path, {"q1": (Match("a.txt", 12.5), Match("å/b", 0.1)), "q2": (), "q3": (Match("c", 3),)}
    )
    assert path.read_text(encoding="utf-8") == (
        "q1 Q0 a.txt 1 12.5 searchkit\nq1 Q0 å/b 2 0.1 searchkit\nq3 Q0 c 1 3 searchkit\n"
    )


def test_a_run_that_was_written_keeps_its_order_when_read(tmp_path: Path) -> None:
    ranker = Remembering(*(Match(f"d{number}", 7.3) for number in range(20)))
    run = search_all(ranker, {"q1": "lön"})
    write_run(tmp_path / "ny.run", run)
    read = read_run(tmp_path / "ny.run")["q1"]
    scores = [single(match.score) for match in read]
    assert [match.doc_id for match in read] == [match.doc_id for match in run["q1"]]
    assert scores == sorted(set(scores), reverse=True)


def test_a_run_that_cannot_be_written_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "ny.run"
    path.write_text("gammal\n", encoding="utf-8")
    with pytest.raises(RequestError) as caught:
        write_run(path, {"q1": (Match("a", 2.0), Match("en rapport.txt", 1.0))})
    assert str(caught.value) == (
        "the id “en rapport.txt” has a blank in it, which a TREC run cannot hold: "
        "index the document under another name, or leave out --run"
    )
    assert [file.read_text(encoding="utf-8") for file in tmp_path.iterdir()] == ["gammal\n"]


def test_other_tools_runs_are_read(written: Written) -> None:
    path = written("annan.run", "q1\tQ0\ta\t0\t-1.5e1\tBM25\nq2 Q0 a 1 7 x\nq1 Q0 b 1 -16 BM25\n")
    assert read_run(path) == {"q1": (Match("a", -15.0), Match("b", -16.0)), "q2": (Match("a", 7),)}


def test_an_empty_run_has_no_results(written: Written) -> None:
    assert read_run(written("tom.run", "")) == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "q1 Q0 a 1 2.5\n",
            "1: expected 6 fields, query_id Q0 doc_id rank score tag, and found 5: "
            "write q1 Q0 rapport.txt 1 12.5 bm25",
        ),
        (
            "q1 Q0 a 1 2.5 x\nq1 Q0 b 2 hög x\n",
            "2: expected a score, a number such as 12.5, and found “hög”",
        ),
        ("q1 Q0 a 1 nan x\n", "1: expected a score, a number such as 12.5, and found “nan”"),
        (
            "q1 Q0 a 1 2.5 x\nq1 Q0 a 2 2.4 x\n",
            "2: a is among the results of q1 already",
        ),
    ],
)
def test_a_mistake_in_a_run_is_told_with_its_place(
    written: Written, text: str, message: str
) -> None:
    path = written("fel.run", text)
    with pytest.raises(LineError) as caught:
        read_run(path)
    assert str(caught.value) == f"{path}:{message}"


def test_rankings_are_compared_with_any_word_and_a_hundred_results() -> None:
    assert (RANKING.any_word, RANKING.limit, RANKING.passages) == (True, 100, 0)
