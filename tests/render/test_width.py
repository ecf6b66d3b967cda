"""How many columns text takes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.render.clean import clean
from searchkit.render.width import clip, padded, width


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0),
        ("åäö – ”så”…", 11),
        ("漢字", 4),
        ("e\u0301", 1),
        ("👍", 2),
        ("ﬁ", 1),
    ],
)
def test_wide_characters_take_two_columns_and_accents_none(text: str, columns: int) -> None:
    assert width(text) == columns


@pytest.mark.parametrize(
    ("text", "columns", "clipped"),
    [
        ("Arbetsmiljö", 11, "Arbetsmiljö"),
        ("Arbetsmiljö", 10, "Arbetsmil…"),
        ("Hög lön", 5, "Hög…"),
        ("漢字漢字", 6, "漢字…"),
    ],
)
def test_clipped_text_ends_with_an_ellipsis(text: str, columns: int, clipped: str) -> None:
    assert clip(text, columns) == clipped


def test_padding_counts_columns() -> None:
    assert padded("漢字", 6) == "漢字  "


@settings(deadline=None)
@given(st.text(), st.integers(1, 30))
def test_clipped_text_fits(text: str, columns: int) -> None:
    assert width(clip(clean(text), columns)) <= columns


@settings(deadline=None)
@given(st.text(st.characters(max_codepoint=0x2FFF, blacklist_categories=["Cc", "Cf", "Cs"])))
def test_the_short_way_and_the_long_way_agree(text: str) -> None:
    assert width(text) == sum(width(character + "漢") - 2 for character in text)
