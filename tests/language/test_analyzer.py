"""The analyzer: from the words of a text to tokens, whatever the language knows of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.language import analyzer as analyzer_module
from searchkit.language.analyzer import LONGEST_WORD, Analyzer, Part, WordTerms
from searchkit.language.tokens import Token

from .toy import COMPOUNDS, LEMMAS, toy_analyzer


def tokens(text: str) -> list[Token]:
    return list(toy_analyzer().iter_tokens(text))


def test_a_word_gives_its_form_and_its_stem() -> None:
    assert tokens("Lönen höjs") == [
        Token("lönen", 0, 5, 0, "exact"),
        Token("lön", 0, 5, 0, "stem"),
        Token("höjs", 6, 10, 1, "exact"),
        Token("höjs", 6, 10, 1, "stem"),
    ]


def test_a_part_has_its_own_offsets_and_the_position_of_its_word() -> None:
    assert tokens("Hög personalomsättning")[2:] == [
        Token("personalomsättning", 4, 22, 1, "exact"),
        Token("personalomsättning", 4, 22, 1, "stem"),
        Token("personal", 4, 12, 1, "part"),
        Token("omsättning", 12, 22, 1, "part"),
    ]


def test_the_parts_of_a_hyphenated_word_leave_the_hyphen_out() -> None:
    assert [token for token in tokens("IT-säkerhet") if token.kind == "part"] == [
        Token("it", 0, 2, 0, "part"),
        Token("säkerhet", 3, 11, 0, "part"),
    ]


def test_a_word_that_had_to_be_changed_gives_its_parts_the_offsets_of_the_whole() -> None:
    assert tokens("personal\u00adomsättning") == [
        Token("personalomsättning", 0, 19, 0, "exact"),
        Token("personalomsättning", 0, 19, 0, "stem"),
        Token("personal", 0, 19, 0, "part"),
        Token("omsättning", 0, 19, 0, "part"),
    ]


def test_a_word_over_a_line_end_is_one_word() -> None:
    assert tokens("lö-\nnen")[:2] == [
        Token("lönen", 0, 7, 0, "exact"),
        Token("lön", 0, 7, 0, "stem"),
    ]


def test_positions_count_words() -> None:
    text = "C++ – it-säkerhet, 3,5 (lönen)"
    assert [token.position for token in tokens(text) if token.kind == "stem"] == [0, 1, 2, 3]


def test_a_text_without_words_gives_no_tokens() -> None:
    assert tokens("– 🙂 §") == []


def test_a_word_is_analysed_once() -> None:
    analysed = []

    def analyze(form: str) -> WordTerms:
        analysed.append(form)
        return WordTerms(form, form)

    analyzer = Analyzer(analyze)
    list(analyzer.iter_tokens("Lön lön LÖN lo\u0308n vakans"))
    assert analysed == ["lön", "vakans"]


def test_words_to_index_have_their_terms_once_and_are_prepared_for_once() -> None:
    prepared: list[str] = []
    halves = Part("byrå", 0, 4), Part("byrå", 4, 8)
    analyzer = Analyzer(lambda form: WordTerms(form, f"={form}", halves), prepared.extend)
    expected = {"byråbyrå": ("=byråbyrå", "byrå"), "lön": ("=lön", "byrå")}
    for _ in range(2):
        forms, terms = analyzer.index_terms(["Byråbyrå", "lön", "byråbyrå"])
        assert forms == ["byråbyrå", "lön", "byråbyrå"]
        assert terms == expected
    assert prepared == ["byråbyrå", "lön"]


def test_words_are_prepared_for_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analyzer_module, "_PREPARED", 2)
    asked: list[list[str]] = []
    analyzer = Analyzer(lambda form: WordTerms(form, form), lambda some: asked.append(list(some)))
    assert list(analyzer.iter_prepared(["a", "b", "c"])) == ["a", "b", "c"]
    assert asked == [["a", "b"], ["c"], []]


def test_analyzers_do_not_share_what_they_remember() -> None:
    first = Analyzer(lambda form: WordTerms(form, "ett"))
    second = Analyzer(lambda form: WordTerms(form, "två"))
    assert (first.stem("lön"), second.stem("lön")) == ("ett", "två")


def test_a_word_that_is_too_long_is_kept_as_it_is_written() -> None:
    analyzer = Analyzer(lambda form: WordTerms(form, "stam", (Part("del", 0, 1),)))
    longest, longer = "X" * LONGEST_WORD, "X" * (LONGEST_WORD + 1)
    assert analyzer.word_terms(longest).stem == "stam"
    assert analyzer.word_terms(longer) == WordTerms(longer.lower(), longer.lower())


def test_a_stem_is_that_of_the_normalized_word() -> None:
    assert toy_analyzer().stem("LO\u0308NEN") == "lön"


@given(st.lists(st.sampled_from([*LEMMAS, *COMPOUNDS, "it-säkerhet", "å", "–", "\u00ad"])))
def test_offsets_of_parts_lie_within_their_word(some: list[str]) -> None:
    text = " ".join(some)
    wholes = {token.position: token for token in tokens(text) if token.kind == "exact"}
    for token in tokens(text):
        whole = wholes[token.position]
        assert whole.start <= token.start < token.end <= whole.end
