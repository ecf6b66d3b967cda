"""The tokenizer: what is one word, and what form it is indexed under."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.language.tokens import LINE_END_SIGNS, find_words, iter_words, normalize

NASTY = "aåÅäöéﬁ1,.:'’-‐‑–_+#@/ \n\t\u00ad\u0301\u030aC5İ🙂日"


def words(text: str) -> list[str]:
    return [word for word, _, _ in iter_words(text)]


def forms(text: str) -> list[str]:
    return [normalize(word) for word in words(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lönen höjs nu.", ["Lönen", "höjs", "nu"]),
        ("it-säkerhet", ["it-säkerhet"]),
        ("AMO:s och ST:s", ["AMO:s", "och", "ST:s"]),
        ("det'", ["det"]),
        ("rock'n'roll och O’Brien", ["rock'n'roll", "och", "O’Brien"]),
        ("kon-\nﬂikt", ["kon-\nﬂikt"]),
        ("5G, 2G/3G", ["5G", "2G", "3G"]),
        ("2022-09-28", ["2022-09-28"]),
        ("kl. 10-15:30", ["kl", "10-15:30"]),
        ("3,5 procent av 1.500,50", ["3,5", "procent", "av", "1.500,50"]),
        ("ett,två.tre", ["ett", "två", "tre"]),
        ("C++, C# och F#.", ["C++", "C#", "och", "F#"]),
        ("C++-kod och A#1", ["C++", "kod", "och", "A", "1"]),
        ("lönen🙂höjs 👩🏽‍💻", ["lönen", "höjs"]),
        ("https://www.st.org/lön?x=1", ["https", "www", "st", "org", "lön", "x", "1"]),
        ("anna.ek@st.org", ["anna", "ek", "st", "org"]),
        ("snake_case", ["snake", "case"]),
        ("- ord – ord -ord", ["ord", "ord", "ord"]),
        ("löne- och personalfrågor", ["löne", "och", "personalfrågor"]),
        ("§ 5 … – 🙂", ["5"]),
        ("", []),
    ],
)
def test_a_text_is_parted_into_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rekryte-\nring", ["rekrytering"]),
        ("rekryte‐\nring", ["rekrytering"]),
        ("rekryte\u00ad\nring", ["rekrytering"]),
        ("arbetsmarknads-\nutbildnings-\nplatser", ["arbetsmarknadsutbildningsplatser"]),
        ("löne-\noch personalfrågor", ["löne", "och", "personalfrågor"]),
        ("in-\neller utlån", ["in", "eller", "utlån"]),
        ("års-\nochmånad", ["årsochmånad"]),
        ("IT-\nSäkerhet", ["it", "säkerhet"]),
        ("lön\nhöjs", ["lön", "höjs"]),
        ("lön -\nhöjs", ["lön", "höjs"]),
        ("1990-\n2000", ["1990", "2000"]),
    ],
)
def test_a_hyphen_ends_a_line_inside_a_word_or_stands_for_a_part(
    text: str, expected: list[str]
) -> None:
    assert forms(text) == expected


@pytest.mark.parametrize("sign", [*LINE_END_SIGNS, "\u2011", ":", "'", "’", ",", "\u0301", ""])
def test_a_word_goes_over_a_line_end_after_these_signs_alone(sign: str) -> None:
    assert len(find_words(f"löne{sign}\nfrågor")) == (1 if sign in [*LINE_END_SIGNS] else 2)


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("Rekrytering", "rekrytering"),
        ("ÅÄÖ", "åäö"),
        ("a\u030al", "ål"),
        ("re\u00adkry\u00adtering", "rekrytering"),
        ("IT\u2011säkerhet", "it-säkerhet"),
        ("IT\u2010säkerhet", "it-säkerhet"),
        ("O’Brien", "o'brien"),
        ("C++", "c++"),
        ("konﬂikt", "konflikt"),
        ("eﬀektiv", "effektiv"),
        ("Oﬃcersutbildning", "officersutbildning"),
        ("Ekonomi", "ekonomi"),
        ("idé", "idé"),
    ],
)
def test_a_word_has_one_form_however_it_is_written(word: str, form: str) -> None:
    assert words(word) == [word]
    assert normalize(word) == form


def test_offsets_count_code_points() -> None:
    assert list(iter_words("🙂 A\u030al, ös")) == [("A\u030al", 2, 5), ("ös", 7, 9)]


@given(st.text(st.one_of(st.sampled_from(NASTY), st.characters()), max_size=40))
def test_a_word_is_what_the_text_has_between_its_offsets(text: str) -> None:
    end_before = 0
    for word, start, end in iter_words(text):
        assert end_before <= start < end
        assert word == text[start:end]
        end_before = end


@given(st.text(NASTY, max_size=40))
def test_no_letter_or_digit_is_left_out(text: str) -> None:
    inside = {place for _, start, end in iter_words(text) for place in range(start, end)}
    assert [text[place] for place in set(range(len(text))) - inside if text[place].isalnum()] == []


@given(st.text(NASTY, max_size=40))
def test_a_form_is_its_own_form(text: str) -> None:
    for form in forms(text):
        assert normalize(form) == form
        assert unicodedata.is_normalized("NFC", form)
