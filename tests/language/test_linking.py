"""Linking: how the first word of a compound changes."""

from __future__ import annotations

import pytest

from searchkit.language.linking import (
    BARE,
    SHORTENED,
    VOWEL,
    S,
    first_lemmas,
    first_texts,
    link_of,
)


@pytest.mark.parametrize(
    ("first", "lemma", "link"),
    [
        ("personal", "personal", BARE),
        ("omsättnings", "omsättning", S),
        ("arbets", "arbete", S),
        ("hyres", "hyra", S),
        ("ansöknings", "ansökan", S),
        ("skol", "skola", SHORTENED),
        ("pojk", "pojke", SHORTENED),
        ("läkar", "läkare", SHORTENED),
        ("gatu", "gata", VOWEL),
        ("kyrko", "kyrka", VOWEL),
        ("familje", "familj", VOWEL),
        ("akvarie", "akvarium", VOWEL),
        ("gator", "gata", None),
        ("böcker", "bok", None),
        ("verket", "verk", None),
    ],
)
def test_the_link_is_told_from_the_lemma(first: str, lemma: str, link: int | None) -> None:
    assert link_of(first, lemma) == link


def test_a_first_part_may_be_two_words() -> None:
    lemmas = {"dags": "dags", "dag": "dag"}
    assert first_lemmas("dags", lemmas.get) == [("dags", BARE), ("dag", S)]


def test_a_third_equal_consonant_is_put_back() -> None:
    assert first_texts("busstation", 3) == ("bus", "buss")


def test_no_consonant_is_put_back_before_a_suffix() -> None:
    assert first_texts("kontrollera", 7) == ("kontrol",)
