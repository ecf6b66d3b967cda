"""Remembering: what is asked again is not found out again."""

from __future__ import annotations

from searchkit.language.remembering import Remembered


def test_an_answer_asked_for_again_outlives_those_that_are_not() -> None:
    asked: list[str] = []

    def find(word: str) -> int:
        asked.append(word)
        return len(word)

    lengths = Remembered(find, 2)
    assert [lengths[word] for word in ["a", "bb", "ccc", "a", "dddd", "bb"]] == [1, 2, 3, 1, 4, 2]
    assert asked == ["a", "bb", "ccc", "dddd", "bb"]


def test_that_there_is_no_answer_is_remembered_as_well() -> None:
    asked: list[str] = []
    answers = Remembered(asked.append, 2)
    assert [answers["a"], answers["a"]] == [None, None]
    assert asked == ["a"]
