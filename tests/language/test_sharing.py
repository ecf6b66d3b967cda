"""Processes that share a table analyse each word once, and never take a wrong answer from it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.language import sharing
from searchkit.language.analyzer import Analyzer, IndexTerms, Part, WordTerms
from searchkit.language.sharing import Share, SharedWords

ANALYSED = {
    "lönefrågor": WordTerms("lönefrågor", "lönefråga", (Part("lön", 0, 4), Part("fråg", 4, 10))),
    "löner": WordTerms("löner", "lön"),
    "byråbyrå": WordTerms("byråbyrå", "byråbyrå", (Part("byrå", 0, 4), Part("byrå", 4, 8))),
}
TERMS: dict[str, IndexTerms] = {
    "lönefrågor": ("lönefråga", "lön", "fråg"),
    "löner": ("lön",),
    "byråbyrå": ("byråbyrå", "byrå"),
}


class Counting:
    """An analysis that tells what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, form: str) -> WordTerms:
        self.asked.append(form)
        return ANALYSED.get(form, WordTerms(form, form))


def shared(table: SharedWords, number: int, analysis: Counting, of: int = 2) -> Share:
    return Share(table, number, of, Analyzer(analysis))


def found(share: Share) -> dict[str, IndexTerms]:
    return share.index_terms(TERMS)[1]


def test_what_one_has_analysed_the_others_look_up() -> None:
    table, first, second = SharedWords(2), Counting(), Counting()
    ours, theirs = shared(table, 0, first), shared(table, 1, second)
    assert found(ours) == TERMS
    assert found(theirs) == TERMS
    assert sorted(first.asked) == sorted(TERMS)
    assert second.asked == []


def test_who_comes_later_writes_behind_what_is_there() -> None:
    table, analysis = SharedWords(2), Counting()
    for form in TERMS:
        shared(table, 1, analysis).index_terms([form])
    assert found(shared(table, 1, analysis)) == TERMS
    assert analysis.asked == list(TERMS)


@pytest.mark.parametrize("room", [2, 16])
def test_each_begins_with_words_of_its_own_and_comes_to_all_of_them(room: int) -> None:
    words = [f"{number:04}ord" for number in range(100)]
    asked = []
    for number in range(2):
        analysis = Counting()
        shared(SharedWords(room), number, analysis).index_terms(words)
        asked.append(analysis.asked)
    first, second = asked
    assert sorted(first) == sorted(second) == sorted(words)
    assert set(first[:25]).isdisjoint(second[:25])


def test_a_form_is_analysed_once_however_it_is_written() -> None:
    analysis = Counting()
    forms, terms = shared(SharedWords(2), 0, analysis).index_terms(["Löner", "löner", "LÖNER"])
    assert (forms, terms) == (["löner"] * 3, {"löner": ("lön",)})
    assert analysis.asked == ["löner"]


@given(st.lists(st.tuples(st.integers(8, 150), st.integers(0, 255)), max_size=30))
def test_what_was_written_over_is_analysed_again(scribbles: list[tuple[int, int]]) -> None:
    table = SharedWords(1)
    found(shared(table, 0, Counting()))
    for at, byte in scribbles:
        table.records[at] = byte
    assert found(shared(table, 0, Counting())) == TERMS


def test_a_slot_that_is_seen_before_its_record_says_nothing() -> None:
    table = SharedWords(1)
    for slot in range(len(table.slots)):
        table.slots[slot] = 1_000
    assert found(shared(table, 0, Counting())) == TERMS


def test_a_process_of_many_has_its_stretch_of_the_table() -> None:
    table, analysis = SharedWords(1_000), Counting()
    found(shared(table, 999, analysis, 1_000))
    assert found(shared(table, 0, analysis)) == TERMS
    assert sorted(analysis.asked) == sorted(TERMS)


def test_a_full_table_takes_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "_TABLE_BYTES", 256)
    analysis = Counting()
    share = shared(SharedWords(1), 0, analysis)
    forms = [f"ord{number}" for number in range(20)]
    for _ in range(2):
        assert share.index_terms(forms)[1] == {form: (form,) for form in forms}
    assert 20 < len(analysis.asked) < 40


def test_a_table_has_room_until_the_stretch_of_one_is_nearly_full(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sharing, "_TABLE_BYTES", 1_600)
    table = SharedWords(2)
    assert table.has_room(2)
    # Each takes 8 bytes and two words of 40 letters with a sign between them.
    forms = [f"{number:040}" for number in range(8)]
    share = shared(table, 1, Counting())
    share.index_terms(forms[:7])
    assert table.has_room(2)
    share.index_terms(forms[7:])
    assert not table.has_room(2)
    assert table.has_room(1)


def test_words_of_others_are_looked_up_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "_LOOKED_UP", 2)
    words = [f"ord{number}" for number in range(20)]
    assert shared(SharedWords(2), 0, Counting()).index_terms(words)[1].keys() == set(words)


def test_a_share_gives_the_same_as_an_analyzer_alone() -> None:
    words = ["Löner", "lönefrågor", "byråbyrå", "löner", "Å" * 100]
    alone = Analyzer(Counting())
    expected = (
        ["löner", "lönefrågor", "byråbyrå", "löner", "å" * 100],
        TERMS | {"å" * 100: ("å" * 100,)},
    )
    assert alone.index_terms(words) == expected
    table = SharedWords(2)
    for number in range(2):
        assert Share(table, number, 2, alone).index_terms(words) == expected
