"""What an index holds of a word, in lines and as JSON."""

from __future__ import annotations

import json

from searchkit.render.terms import terms_json, terms_lines, terms_remarks
from searchkit.results.terms import CountedWord, CountedWords, WordEntry, WordPart
from searchkit.values import replace

FORMS = CountedWords((CountedWord("fack", 2), CountedWord("facket", 1)), 5)

ENTRY = WordEntry(
    word="facket",
    stem="fack",
    documents=3,
    by_itself=2,
    forms=FORMS,
    compounds=CountedWords((CountedWord("fackförbund", 1),), 1),
    related=CountedWords((CountedWord("facklig organisation", 1),), 1),
)

PATTERN = WordEntry("fack*", forms=FORMS)

UNKNOWN = WordEntry("fakct", "fakct", documents=0, by_itself=0, suggestions=("facket", "fakta"))


def test_an_entry_is_labelled_lines() -> None:
    assert list(terms_lines(ENTRY)) == [
        "Stem     fack · in 3 documents, by itself in 2",
        "Forms    fack 2 · facket 1 · 3 more",
        "Within   fackförbund 1",
        "Related  facklig organisation 1",
    ]


def test_what_there_is_none_of_has_no_line() -> None:
    bare = WordEntry("fack", "fack", documents=1, by_itself=1)
    assert list(terms_lines(bare)) == ["Stem     fack · in 1 document"]


def test_a_word_that_is_only_within_others_says_so() -> None:
    (first, *_) = terms_lines(replace(ENTRY, by_itself=0))
    assert first == "Stem     fack · in 3 documents, by itself in none"


def test_a_part_is_shown_with_its_term_where_that_is_another() -> None:
    parts = (WordPart("löne", "lön"), WordPart("revision", "revision"))
    assert list(terms_lines(replace(ENTRY, parts=parts)))[1] == "Parts    löne (lön), revision"


def test_long_lists_are_broken_between_words() -> None:
    words = tuple(CountedWord(word, 1) for word in ("facklig organisation", "fackombud", "fack"))
    entry = WordEntry("fack", "fack", documents=1, by_itself=1, forms=CountedWords(words, 3))
    assert list(terms_lines(entry, columns=35))[1:] == [
        "Forms    facklig organisation 1",
        "         fackombud 1 · fack 1",
    ]


def test_a_word_wider_than_the_screen_is_left_whole() -> None:
    words = CountedWords((CountedWord("a" * 40, 1), CountedWord("b", 1)), 2)
    entry = WordEntry("fack", "fack", documents=1, by_itself=1, forms=words)
    assert list(terms_lines(entry, columns=30))[1:] == [f"Forms    {'a' * 40} 1", "         b 1"]


def test_a_pattern_is_a_form_a_line_with_its_count() -> None:
    words = (CountedWord("facket", 12), CountedWord("fack", 3), CountedWord("漢字", 1))
    assert list(terms_lines(WordEntry("f*", forms=CountedWords(words, 3)))) == [
        "facket  12",
        "fack     3",
        "漢字     1",
    ]


def test_nothing_is_shown_of_what_is_not_there() -> None:
    assert [*terms_lines(UNKNOWN), *terms_lines(WordEntry("xyz*"))] == []


def test_what_could_steer_a_terminal_is_taken_out() -> None:
    words = CountedWords((CountedWord("fa\x1bck\u202e", 1),), 1)
    parts = (WordPart("fa\x1b", "f\n"),)
    entry = WordEntry(
        "x", "fa\x1bck", parts, documents=1, by_itself=1, forms=words, compounds=words
    )
    assert list(terms_lines(entry)) == [
        "Stem     fa�ck · in 1 document",
        "Parts    fa� (f)",
        "Forms    fa�ck 1",
        "Within   fa�ck 1",
    ]
    assert list(terms_lines(WordEntry("x*", forms=words))) == ["fa�ck  1"]
    assert terms_remarks(WordEntry("\x1b*")) == ["“�*” is not in the index"]


def test_what_is_not_there_is_said_with_what_may_have_been_meant() -> None:
    assert terms_remarks(replace(UNKNOWN, related=ENTRY.related)) == [
        "“fakct” is not in the index",
        "Did you mean: facket, fakta",
        "Related: facklig organisation 1",
    ]


def test_a_list_that_was_cut_says_how_to_see_the_rest() -> None:
    assert terms_remarks(PATTERN) == ["2 of 5 words: -n 0 shows all"]


def test_a_whole_entry_leaves_nothing_to_say() -> None:
    assert terms_remarks(ENTRY) == []


def test_notices_are_said() -> None:
    assert terms_remarks(replace(ENTRY, notices=("något",))) == ["något"]


def test_an_index_without_words_says_so() -> None:
    assert terms_remarks(WordEntry("")) == ["There are no words in the index"]


def test_json_has_every_key() -> None:
    parts = (WordPart("löne", "lön"),)
    (line,) = terms_json(replace(ENTRY, parts=parts, notices=("något",)))
    assert json.loads(line) == {
        "schema": "searchkit.terms/1",
        "word": "facket",
        "stem": "fack",
        "parts": [{"text": "löne", "term": "lön"}],
        "documents": 3,
        "by_itself": 2,
        "forms": [{"word": "fack", "documents": 2}, {"word": "facket", "documents": 1}],
        "compounds": [{"word": "fackförbund", "documents": 1}],
        "related": [{"word": "facklig organisation", "documents": 1}],
        "totals": {"forms": 5, "compounds": 1, "related": 1},
        "suggestions": [],
        "notices": ["något"],
    }


def test_json_of_a_pattern_has_the_same_keys() -> None:
    (word,), (pattern,) = terms_json(ENTRY), terms_json(PATTERN)
    assert json.loads(pattern).keys() == json.loads(word).keys()
    assert json.loads(pattern)["documents"] is None
