"""Pieces of texts have numbers: equal pieces the same, over many rounds, and no others."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.engines.whoosh.arrays import numbering
from searchkit.engines.whoosh.arrays.numbering import Pieces

EVERY_SIZE = pytest.mark.parametrize("at_once", [1, 30, 500_000])


def pieces_of(texts: Iterable[str], at_once: int) -> list[list[str]]:
    """Number the pieces of texts, so many bytes at once, and read them back."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numbering, "_AT_ONCE", at_once)
        pieces = Pieces()
        for text in texts:
            pieces.add(text)
        written, numbers, ends = pieces.finish()
    assert len(set(written)) == len(written)
    assert sorted(set(numbers.tolist())) == list(range(len(written)))
    return [
        [written[number] for number in numbers[start:end]]
        for start, end in pairwise(ends.tolist())
    ]


@EVERY_SIZE
def test_pieces_are_cut_at_blanks_and_lose_the_sign_around_them(at_once: int) -> None:
    texts = ["Lön, (lön)\n\tlön? …", "", "–", "()", "14:30 \x00 C# ST:s", ' "!" ']
    assert pieces_of(texts, at_once) == [
        ["Lön", "lön", "lön", "…"],
        [],
        ["–"],
        [],
        ["14:30", "C#", "ST:s"],
        ["!"],
    ]


@EVERY_SIZE
def test_a_word_that_goes_over_a_line_end_is_one_piece(at_once: int) -> None:
    texts = ["Om löne-\nfrågor, löner.", "löne-frågor", "löne\xad\nfrågor –\nlöne‐\n", "frågor"]
    assert pieces_of(texts, at_once) == [
        ["Om", "löne-\nfrågor", "löner"],
        ["löne-frågor"],
        ["löne\xad\nfrågor", "–", "löne‐\n"],
        ["frågor"],
    ]


@EVERY_SIZE
def test_pieces_are_told_apart_by_their_last_letter(at_once: int) -> None:
    """At every length, those of one number, of a hash and of a hash made elsewhere."""
    longest = "arbetsmarknadspolitiskautredningsuppdrag"
    texts = [longest[:length] + last for length in range(1, 41) for last in "aåä"]
    assert pieces_of(texts * 2, at_once) == [[text] for text in texts * 2]


@EVERY_SIZE
def test_pieces_of_the_same_letters_are_told_apart_by_their_order(at_once: int) -> None:
    runs = ["utredare", "konsulte", "personal", "personal"]
    texts = ["".join(some) for length in (2, 3, 4) for some in set(permutations(runs, length))]
    assert pieces_of([*texts, "utredareutredare"] * 2, at_once) == [
        [text] for text in [*texts, "utredareutredare"] * 2
    ]


@given(
    st.lists(st.lists(st.text("aåé–b𝄞", min_size=1, max_size=12)).map(" ".join), max_size=8),
    st.sampled_from([1, 30, 500_000]),
)
def test_what_goes_in_comes_out(texts: list[str], at_once: int) -> None:
    assert pieces_of(texts, at_once) == [text.split() for text in texts]


def test_many_pieces_keep_their_numbers() -> None:
    texts = [" ".join(f"förbund{number}" for number in range(first, 3000)) for first in (0, 1000)]
    assert pieces_of(texts, 1) == [text.split() for text in texts]
