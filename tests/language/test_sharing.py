"""Processes that share a table analyse each word once, and never take a wrong answer from it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.language import sharing
from searchkit.language.analyzer import Analyzer, Part, WordTerms
from searchkit.language.sharing import Share, SharedWords, take_share

TERMS = {
    "lönefrågor": WordTerms("lönefrågor", "lönefråga", (Part("lön", 0, 4), Part("fråg", 4, 10))),
    "löner": WordTerms("löner", "lön"),
    "facket": WordTerms("facket", "fack"),
}


class Counting:
    """An analysis that tells what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, form: str) -> WordTerms:
        self.asked.append(form)
        return TERMS.get(form, WordTerms(form, form))


def test_what_one_has_analysed_the_others_look_up() -> None:
    table, first, second = SharedWords(2), Counting(), Counting()
    ours, theirs = Share(table, 0, first), Share(table, 1, second)
    assert [ours.analyze(form) for form in TERMS] == list(TERMS.values())
    assert [theirs.analyze(form) for form in TERMS] == list(TERMS.values())
    assert (first.asked, second.asked) == (list(TERMS), [])


def test_each_begins_with_words_of_its_own_and_comes_to_all_of_them() -> None:
    table, words = SharedWords(2), [f"ord{number}" for number in range(100)]
    first = Share(table, 0, Counting()).order(words)
    second = Share(table, 1, Counting()).order(words)
    assert sorted(first) == sorted(second) == sorted(words)
    assert set(first[:10]).isdisjoint(second[:10])


def test_forms_of_a_word_belong_to_the_same_process() -> None:
    share = Share(SharedWords(2), 0, Counting())
    ordered = share.order(["Lön", "lön", "LÖN", "fack"])
    at = [ordered.index(word) for word in ("Lön", "lön", "LÖN")]
    assert max(at) - min(at) == 2


@given(st.lists(st.tuples(st.integers(8, 200), st.integers(0, 255)), max_size=30))
def test_what_was_written_over_is_analysed_again(scribbles: list[tuple[int, int]]) -> None:
    table = SharedWords(1)
    for form in TERMS:
        Share(table, 0, Counting()).analyze(form)
    for at, byte in scribbles:
        table.records[at] = byte
    share = Share(table, 0, Counting())
    assert [share.analyze(form) for form in TERMS] == list(TERMS.values())


def test_a_slot_that_is_seen_before_its_record_says_nothing() -> None:
    table, counting = SharedWords(1), Counting()
    for slot in range(len(table.slots)):
        table.slots[slot] = 1_000
    assert Share(table, 0, counting).analyze("löner") == TERMS["löner"]


def test_a_process_of_many_has_its_stretch_of_the_table() -> None:
    table, counting = SharedWords(1_000), Counting()
    Share(table, 999, counting).analyze("löner")
    assert Share(table, 0, counting).analyze("löner") == TERMS["löner"]
    assert counting.asked == ["löner"]


def test_a_full_table_takes_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "_TABLE_BYTES", 128)
    counting = Counting()
    share = Share(SharedWords(1), 0, counting)
    forms = [f"ord{number}" for number in range(20)]
    for _ in range(2):
        assert [share.analyze(form) for form in forms] == [WordTerms(f, f) for f in forms]
    assert 20 < len(counting.asked) < 40


def test_an_analyzer_that_shares_gives_the_same_terms_in_the_order_asked() -> None:
    words = ["Facket", "löner", "lönefrågor", "facket"]
    alone = Analyzer(Counting())
    table = SharedWords(2)
    for number in range(2):
        assert take_share(alone, table, number).all_word_terms(words) == alone.all_word_terms(
            words
        )
    assert alone.all_word_terms(words)[0] == TERMS["facket"]
