"""Marked text broken into lines."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.render.clean import Marked, one_line_marked
from searchkit.render.layout import block, iter_wrapped
from searchkit.render.style import Pen
from searchkit.render.width import width
from searchkit.results.fitting import LINE
from searchkit.results.model import Mark, Occurrence
from searchkit.results.passages import best_passages

PEN = Pen(str, lambda text: f"«{text}»")


def marked(text: str) -> Marked:
    """Read text with its marks in «»."""
    marks, plain = [], ""
    for piece in text.replace("»", "«").split("«"):
        marks.append(Mark(len(plain), len(plain) + len(piece), "exact"))
        plain += piece
    return Marked(plain, tuple(marks[1::2]))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Hög «lön» nu", ["Hög «lön» nu"]),
        ("Facket vill ha «hög lön» nu", ["Facket vill ha «hög»", "«lön» nu"]),
        ("Facket vill ha hög lön nu och sedan rast", ["Facket vill ha hög", "lön nu och sedan …"]),
        ("Facket vill ha hög lön, och sedan «rast» också", ["… och sedan «rast»", "också"]),
        ("En två tre fyra fem sex sju åtta nio «tio» elva", ["… sju åtta nio «tio»", "elva"]),
        ("Anna, Bo och Carl på arbetsmarknadsenheten «tio»", ["… «tio»"]),
        ("personal«omsättning» vid", ["personal«omsättning»", "vid"]),
        (
            "«personalomsättningsstatistikansvarig»",
            ["«personalomsättningss»", "«tatistikansvarig»"],
        ),
        ("Ett lagom långt ord …", ["Ett lagom långt", "ord …"]),
        ("", []),
    ],
)
def test_text_is_laid_out_in_two_lines_of_twenty(text: str, lines: list[str]) -> None:
    assert block(marked(text), 20, 2, PEN) == lines


@settings(deadline=None)
@given(st.text(), st.integers(2, 30))
def test_no_line_is_wider_than_allowed(text: str, columns: int) -> None:
    shown = one_line_marked(text, ()).text
    assert all(width(shown[a:b]) <= columns for a, b in iter_wrapped(shown, columns))


@settings(deadline=None)
@given(st.text(), st.integers(2, 30))
def test_wrapping_loses_nothing_but_blanks(text: str, columns: int) -> None:
    shown = one_line_marked(text, ()).text
    pieces = "".join(shown[a:b] for a, b in iter_wrapped(shown, columns))
    assert pieces.replace(" ", "") == shown.replace(" ", "")


@settings(deadline=None)
@given(st.lists(st.sampled_from(["lön", "arbetsmiljö", "x" * 50]), min_size=1), st.data())
def test_the_first_mark_is_always_seen(words: list[str], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(words) - 1))
    start = len(" ".join([*words[:index], ""]))
    text = Marked(" ".join(words), (Mark(start, start + len(words[index]), "exact"),))
    lines = block(text, 20, 2, PEN)
    assert "«" in "".join(lines)
    assert len(lines) <= 2
    assert all(len(line.replace("«", "").replace("»", "")) <= 20 for line in lines)


@settings(deadline=None)
@given(st.lists(st.integers(1, LINE - 1), min_size=1), st.data())
def test_a_passage_is_whole_on_a_screen_of_eighty_columns(
    lengths: list[int], data: st.DataObject
) -> None:
    text = " ".join("x" * length for length in lengths)
    start = text.index("x" * data.draw(st.sampled_from(lengths)))
    (passage,) = best_passages(text, [Occurrence(start, start + 1, "exact", 0, 1.0)], 1)
    shown = Marked(passage.text).between("… ", " …")
    assert "".join(block(shown, 71, 2, PEN)).replace(" ", "") == shown.text.replace(" ", "")
