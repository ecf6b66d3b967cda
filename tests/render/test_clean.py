"""Text from a document is made fit to be shown, and marks follow it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.render.clean import Marked, clean, clean_marked, one_line, one_line_marked
from searchkit.results.model import Mark


@pytest.mark.parametrize(
    ("dirty", "shown"),
    [
        ("Åsa är här – ”nästan”…", "Åsa är här – ”nästan”…"),
        ("70\N{NO-BREAK SPACE}miljoner", "70\N{NO-BREAK SPACE}miljoner"),
        ("röd \x1b[31mtext", "röd �[31mtext"),
        ("nolla\x00, C1\x9b31m, DEL\x7f", "nolla�, C1�31m, DEL�"),
        ("tabb\toch\nrad\x85slut\u2028här", "tabb och rad slut här"),
        ("bak\u202evänd\u202c \u2066i\u2069\u200e\u200f\u061c", "bakvänd i"),
        ("mjuk\u00adstreck\u200b\u2060\ufeff", "mjukstreck"),
        ("tagg\U000e0041", "tagg"),
        ("fyllning\u3164\u115f", "fyllning"),
        ("halv \ud83d", "halv �"),
    ],
)
def test_what_could_do_harm_is_replaced_and_the_rest_stays(dirty: str, shown: str) -> None:
    assert clean(dirty) == shown


def test_clean_keeps_blanks_as_they_are() -> None:
    assert clean("  två\t\tord ") == "  två  ord "


def test_one_line_has_single_blanks_and_none_at_the_ends() -> None:
    assert one_line("\n två\t\n ord \u00ad ") == "två ord"


def test_marks_follow_what_is_left_out() -> None:
    assert clean_marked("per\u00adsonal\u200bbrist", [Mark(10, 15, "part")]) == Marked(
        "personalbrist", (Mark(8, 13, "part"),)
    )


def test_marks_follow_blanks_that_are_joined() -> None:
    assert one_line_marked(" \n lön \n och fack", [Mark(3, 6, "stem"), Mark(13, 17, "exact")]) == (
        Marked("lön och fack", (Mark(0, 3, "stem"), Mark(8, 12, "exact")))
    )


def test_a_mark_that_nothing_is_left_of_is_dropped() -> None:
    assert clean_marked("a\u200bb", [Mark(1, 2, "exact")]) == Marked("ab")


@settings(deadline=None)
@given(st.text())
def test_nothing_clean_has_a_control_or_a_surrogate(text: str) -> None:
    kinds = {unicodedata.category(character) for character in one_line(text)}
    assert not kinds & {"Cc", "Cf", "Cs", "Zl", "Zp"}


@settings(deadline=None)
@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_a_mark_covers_the_same_text_after_cleaning(before: str, word: str, after: str) -> None:
    mark = Mark(len(before), len(before) + len(word), "exact")
    shown = clean_marked(before + word + after, [mark] if word else [])
    assert "".join(shown.text[one.start : one.end] for one in shown.marks) == clean(word)


@settings(deadline=None)
@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert one_line(one_line(text)) == one_line(text)
