"""Words of an index that look like what was typed."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.query.vocabulary import (
    allowed_errors,
    edit_distance,
    fold,
    iter_readings,
    iter_similar,
    iter_unfolded,
)

from .forms import Forms

_words = st.text("abåä", max_size=6)


@pytest.mark.parametrize(
    ("form", "folded"),
    [
        ("omsättning", "omsattning"),
        ("åäöÅÄÖ", "aaoAAO"),
        ("idé", "ide"),
        ("ångström", "angstrom"),
        ("a\u030a", "a"),
        ("smørrebrød", "smørrebrød"),
        ("5g", "5g"),
    ],
)
def test_folding_takes_the_marks_off(form: str, folded: str) -> None:
    assert fold(form) == folded


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("omsattning", ["omsättning"]),
        ("hal", ["häl", "hål"]),
        ("ide", ["idé"]),
        ("aland", ["åland"]),
        ("facket", []),
        ("oms", []),
        ("vakanser", []),
        ("", []),
    ],
)
def test_a_word_without_marks_becomes_the_forms_there_are(word: str, expected: list[str]) -> None:
    forms = Forms("omsättning facket hål häl idé åland vakanser")
    assert sorted(iter_unfolded(word, forms)) == expected


def test_many_letters_that_could_have_marks_are_no_matter() -> None:
    assert list(iter_unfolded("a" * 60, Forms("ä" * 60, "å" * 59))) == ["ä" * 60]


def test_a_reading_begins_as_some_word_or_part_does_and_may_end_in_any_way() -> None:
    readings = set(iter_readings("omsattningarnas", Forms("personalomsättning")))
    assert {"omsättningarnas", "omsättningårnäs"} <= readings
    assert {reading[:10] for reading in readings} == {"omsättning"}


def test_what_begins_as_nothing_in_the_index_has_no_readings() -> None:
    assert list(iter_readings("qwrtyaaaaa", Forms("hus"))) == []


def test_a_reading_has_some_mark() -> None:
    assert sorted(iter_readings("hal", Forms("hus"))) == ["häl", "hål"]


def test_a_word_that_begins_as_no_other_has_no_readings() -> None:
    assert list(iter_readings("ao" * 30, Forms("åsikt"))) == []


@given(st.sets(_words, max_size=8))
def test_every_form_is_found_by_its_folded_form(words: set[str]) -> None:
    vocabulary = Forms(*words)
    for form in words - {fold(word) for word in words}:
        assert form in set(iter_unfolded(fold(form), vocabulary))


def naive_distance(left: str, right: str) -> int:
    """Compute the optimal string alignment distance from its recursive definition."""

    @cache
    def distance(i: int, j: int) -> int:
        if not i or not j:
            return i + j
        choices = [
            distance(i - 1, j) + 1,
            distance(i, j - 1) + 1,
            distance(i - 1, j - 1) + (left[i - 1] != right[j - 1]),
        ]
        if i > 1 and j > 1 and (left[i - 1], left[i - 2]) == (right[j - 2], right[j - 1]):
            choices.append(distance(i - 2, j - 2) + 1)
        return min(choices)

    return distance(len(left), len(right))


@pytest.mark.parametrize(
    ("left", "right", "edits"),
    [
        ("rekrytera", "rekrytera", 0),
        ("rekrytrea", "rekrytera", 1),
        ("rekrytea", "rekrytera", 1),
        ("rekryterar", "rekrytera", 1),
        ("rekrutera", "rekrytera", 1),
        ("ca", "abc", 3),
        ("", "lön", 3),
    ],
)
def test_edits_are_counted(left: str, right: str, edits: int) -> None:
    assert edit_distance(left, right, 9) == edits


@given(_words, _words, st.integers(0, 4))
def test_edits_are_those_of_the_definition_up_to_the_most(
    left: str, right: str, most: int
) -> None:
    edits = naive_distance(left, right)
    assert edit_distance(left, right, most) == (edits if edits <= most else None)


@given(_words, st.sets(_words, max_size=8), st.integers(0, 2))
def test_similar_forms_are_those_within_the_distance(
    word: str, others: set[str], distance: int
) -> None:
    forms = [form for form, _ in Forms(*others).iter_terms()]
    assert list(iter_similar(word, distance, Forms(*others))) == [
        (form, edits) for form in forms if (edits := naive_distance(word, form)) <= distance
    ]


@pytest.mark.parametrize(
    ("word", "errors"),
    [("lönr", 0), ("fackt", 1), ("rekryter", 1), ("rekrytera", 2)],
)
def test_longer_words_may_have_more_errors(word: str, errors: int) -> None:
    assert allowed_errors(word) == errors
