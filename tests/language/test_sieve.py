"""The sieve: it never holds back a part of a compound, and holds back most of what is none."""

from __future__ import annotations

import random
import re
import sys
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.language.lexicon import Lexicon
from searchkit.language.pieces import PieceFinder
from searchkit.language.sieve import Sieve, make_sieve
from searchkit.language.swedish import LEXICON_FILE
from searchkit.language.wordlists import read_part_lists

PARTS = ["buss", "station", "dag", "bok", "läkar", "vård"]


@pytest.fixture(scope="module")
def sieve() -> Sieve:
    return Sieve(memoryview(make_sieve(PARTS)))


@pytest.fixture(scope="module")
def forms(swedish_folder: Path, lexicon: Lexicon) -> list[str]:
    """All forms of the lexicon, as its file has them."""
    records = re.findall(rb"\xff([^\xfe\xff]+)\xfe", (swedish_folder / LEXICON_FILE).read_bytes())
    found = [record.decode("utf-8", "replace") for record in records]
    return [form for form in found if lexicon.lookup(form) is not None]


def test_parts_are_found_from_right_to_left(sieve: Sieve) -> None:
    assert sieve.cuts("dagbok") == [3]
    assert sieve.cuts("läkarvård") == [5]


def test_a_linking_s_and_a_genitive_do_not_hide_a_part(sieve: Sieve) -> None:
    assert sieve.cuts("dagsboks") == [4]


def test_a_letter_that_both_parts_share_does_not_hide_one(sieve: Sieve) -> None:
    assert sieve.cuts("busstation") == [3]


def test_each_side_can_be_asked_for_alone(sieve: Sieve) -> None:
    assert sieve.first_ends("bokqqqq") == [3]
    assert sieve.last_starts("qqqqvård") == [4]


@given(word=st.text())
def test_no_word_is_too_odd_to_be_sieved(sieve: Sieve, word: str) -> None:
    assert set(sieve.cuts(word)) <= set(range(2, len(word)))


@given(words=st.lists(st.text("abdgklorsuåä–ğ", max_size=45)))
def test_many_words_are_sieved_as_each_by_itself(sieve: Sieve, words: list[str]) -> None:
    import numpy  # noqa: F401

    several = Sieve(memoryview(make_sieve(PARTS)))
    several.prepare(words)
    for word in words:
        assert several.cuts(word) == sieve.cuts(word)
        assert several.first_ends(word) == sieve.first_ends(word)
        assert several.last_starts(word) == sieve.last_starts(word)


@pytest.mark.parametrize("loaded", [None, ModuleType("numpy")])
def test_words_are_sieved_one_by_one_where_numpy_is_broken(
    sieve: Sieve, monkeypatch: pytest.MonkeyPatch, loaded: ModuleType | None
) -> None:
    monkeypatch.setitem(sys.modules, "numpy", loaded)
    monkeypatch.delitem(sys.modules, "searchkit.language.arrays", raising=False)
    several = Sieve(memoryview(make_sieve(PARTS)))
    several.prepare(["dagbok", "busstation"])
    assert (several.cuts("dagbok"), several.cuts("busstation")) == ([3], [3])


def test_forms_of_the_lexicon_are_sieved_as_each_by_itself(
    swedish_folder: Path, lexicon: Lexicon, forms: list[str]
) -> None:
    import numpy  # noqa: F401

    words = [a + b for a, b in pairwise(random.Random(4).sample(forms, 2_000))]
    several = Lexicon.open(swedish_folder / LEXICON_FILE).sieve
    several.prepare(words)
    found = [several.cuts(word) for word in words]
    assert found == [lexicon.sieve.cuts(word) for word in words]
    assert sum(map(len, found)) > 2_000


def test_a_sieve_of_nothing_holds_everything_back() -> None:
    assert Sieve(memoryview(make_sieve([]))).cuts("dagbok") == []


def test_every_form_of_the_lexicon_passes(lexicon: Lexicon, forms: list[str]) -> None:
    assert len(forms) > 400_000
    assert [form for form in forms if not lexicon.sieve.passes(form)] == []


def test_whatever_may_be_a_part_passes(lexicon: Lexicon, forms: list[str]) -> None:
    lists = read_part_lists()
    pieces = PieceFinder(lexicon, lists)
    some = random.Random(1).sample(forms, 10_000)
    texts = {*lists.bound_first, *lists.bound_last, *some, *(form + "s" for form in some)}
    texts |= {form[:-1] for form in forms if form.endswith("are")}
    parts = [t for t in texts if pieces.firsts[t] is not None or pieces.lasts[t] is not None]
    assert len(parts) > 10_000
    assert [text for text in parts if not lexicon.sieve.passes(text)] == []


def test_nothing_but_s_is_no_part(lexicon: Lexicon) -> None:
    pieces = PieceFinder(lexicon, read_part_lists())
    texts = ["s" * letters for letters in range(1, 65)]
    assert {pieces.firsts[text] for text in texts} | {pieces.lasts[text] for text in texts} == {
        None
    }


def test_no_part_is_cheaper_than_the_cheapest(lexicon: Lexicon, forms: list[str]) -> None:
    pieces = PieceFinder(lexicon, read_part_lists())
    some = random.Random(2).sample(forms, 10_000)
    found = [piece for text in some for piece in (pieces.firsts[text], pieces.lasts[text])]
    assert min(piece.cost for piece in found if piece is not None) >= pieces.cheapest


def test_most_of_what_is_no_word_is_held_back(lexicon: Lexicon) -> None:
    letters = random.Random(3)
    texts = ["".join(letters.choices("abcdefghijklmnoprtuvyåäö", k=9)) for _ in range(2000)]
    assert sum(map(lexicon.sieve.passes, texts)) < 2000 / 8
