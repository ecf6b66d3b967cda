"""One line a document."""

from __future__ import annotations

import pytest

from searchkit.render.listing import list_lines
from searchkit.render.style import Style
from searchkit.render.width import width
from searchkit.values import replace

from .samples import BARE, HIT, results


def test_columns_are_aligned_and_the_title_gives_way() -> None:
    bare = replace(BARE, title="Löner", source="Computer Sweden")
    assert list(list_lines(results(HIT, bare), Style())) == [
        "2022-09-28  ST               Protokoll styrelsemöte S…  002_1842171969dfd728.txt",
        "undated     Computer Sweden  Löner                      001.txt",
    ]


def test_a_column_that_nobody_needs_is_left_out() -> None:
    assert list(list_lines(results(replace(BARE, title="Löner")), Style())) == [
        "undated  Löner  001.txt"
    ]


def test_wide_characters_keep_the_columns_aligned() -> None:
    wide = replace(BARE, title="漢字", doc_id="a")
    assert list(list_lines(results(wide, replace(wide, title="Löner")), Style())) == [
        "undated  漢字   a",
        "undated  Löner  a",
    ]


@pytest.mark.parametrize(
    ("columns", "line"),
    [
        (60, "2022-09-28  Protokoll styrelsemöt…  002_1842171969dfd728.txt"),
        (40, "2022-09-28  002_1842171969dfd728.txt"),
        (35, "2022-09-28  Protokoll…  002_184217…"),
    ],
)
def test_on_a_narrow_screen_the_source_is_left_out_then_the_title(columns: int, line: str) -> None:
    bare = replace(BARE, source="Computer Sweden")
    assert next(list_lines(results(HIT, bare), Style(width=columns))) == line


def test_no_line_is_wider_than_the_screen() -> None:
    for columns in range(30, 100):
        lines = list_lines(results(HIT, BARE), Style(width=columns))
        assert max(map(width, lines)) <= columns
