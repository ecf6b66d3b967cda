"""Paths for other programs to open."""

from __future__ import annotations

from searchkit.render.paths import path_lines
from searchkit.values import replace

from .samples import BARE, HIT, results


def test_a_file_that_holds_several_hits_is_named_once() -> None:
    first, second = replace(HIT, path="a.jsonl"), replace(BARE, path="a.jsonl")
    assert list(path_lines(results(first, HIT, second))) == ["a.jsonl", HIT.path]


def test_a_path_is_one_clean_line() -> None:
    assert list(path_lines(results(replace(BARE, path="rad\nrad\x1b.txt")))) == [
        "rad rad\ufffd.txt"
    ]


def test_an_exact_path_opens_the_file_whatever_it_is_called() -> None:
    hit = replace(BARE, path="rad\n rad\x1b.txt")
    assert list(path_lines(results(hit), exact=True)) == ["rad\n rad\x1b.txt"]
