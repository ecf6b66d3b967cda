"""Compounds: which words are split, and where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.language.boundaries import Segment
from searchkit.language.compounds import Splitter
from searchkit.language.lexicon import Lexicon
from searchkit.language.wordlists import (
    parse_compounds,
    read_compound_exceptions,
    read_part_lists,
)

WHOLE = (
    "teknik politik politiker handling rapport kontakt program transport resultat myndighet "
    "ledning bildning frihet medborgarskap ledarskap rikedom läsande ändring lagring "
    "kontrollera berättigad överstiga motsvara tillsammans erfarenhet angelägen paragraf "
    "kommission solidarisk kungöra bananerna skolan gruppen hösten lärare bilaga storlek "
    "syrisk biologi kanton plattform riksdagen "
)
NAMES = (
    "stockholm nyköping damberg pettersson norrköping alvarez hwargård sundqvist adolfsson "
    "apelgren silfverberg qvarzell östersund västernorrland nyqvist hultqvist lindesberg "
    "strandberg brännström trollhättan härjedalen smedjebacken vindeln skinnskatteberg "
)


def pieces(splitter: Splitter, word: str) -> list[str]:
    return [word[part.start : part.end] for part in splitter.split(word)]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("personalomsättning", ["personal", "omsättning"]),
        ("arbetsmiljö", ["arbets", "miljö"]),
        ("gatukontor", ["gatu", "kontor"]),
        ("skolgård", ["skol", "gård"]),
        ("kyrkogård", ["kyrko", "gård"]),
        ("familjeliv", ["familje", "liv"]),
        ("pojklag", ["pojk", "lag"]),
        ("läkarvård", ["läkar", "vård"]),
        ("hyresrätt", ["hyres", "rätt"]),
        ("busstation", ["buss", "station"]),
        ("toppolitiker", ["topp", "politiker"]),
        ("rättssäkerhet", ["rätts", "säkerhet"]),
        ("ansökningshandling", ["ansöknings", "handling"]),
        ("verksamhetsår", ["verksamhets", "år"]),
        ("migrationsverket", ["migrations", "verket"]),
    ],
)
def test_a_compound_is_split_at_its_outermost_boundary(
    splitter: Splitter, word: str, expected: list[str]
) -> None:
    assert pieces(splitter, word) == expected


@pytest.mark.parametrize("word", (WHOLE + NAMES).split())
def test_other_words_are_left_whole(splitter: Splitter, word: str) -> None:
    assert pieces(splitter, word) == []


def test_parts_carry_lemmas_and_places(splitter: Splitter) -> None:
    assert splitter.split("skogsbränderna") == (Segment("skog", 0, 5), Segment("brand", 5, 14))


def test_parts_share_the_consonant_that_was_dropped(splitter: Splitter) -> None:
    assert splitter.split("busstationen") == (Segment("buss", 0, 4), Segment("station", 3, 12))


def test_a_form_that_is_no_word_only_shows_the_boundary(splitter: Splitter) -> None:
    assert splitter.split("ärkebiskopen") == (Segment(None, 0, 4), Segment("biskop", 4, 12))


def test_parts_inside_parts_are_found(splitter: Splitter) -> None:
    word = "uppehållstillståndskort"
    found = [(word[part.start : part.end], part.lemma) for part in splitter.all_parts(word)]
    assert found == [
        ("uppehållstillstånds", "uppehållstillstånd"),
        ("uppehålls", "uppehåll"),
        ("tillstånds", "tillstånd"),
        ("kort", "kort"),
    ]


@pytest.mark.parametrize(
    ("forms", "start"),
    [
        ("personalomsättning personalomsättningen personalomsättningarnas", 8),
        ("enhetschef enhetschefen enhetscheferna enhetschefernas", 6),
        ("handbok handboken handböcker handböckernas", 4),
        ("tankeförmåga tankeförmågan tankeförmågor", 5),
        ("minkpäls minkpälsen minkpälsarna", 4),
    ],
)
def test_all_forms_are_split_alike(splitter: Splitter, forms: str, start: int) -> None:
    assert {form: splitter.split(form)[-1].start for form in forms.split()} == dict.fromkeys(
        forms.split(), start
    )


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("enhetschefernas", "enhetschef"),
        ("migrationsverkets", "migrationsverk"),
        ("thoraxkirurgin", "thoraxkirurgi"),
        ("böckerna", "bok"),
        ("xyzzy", None),
    ],
)
def test_the_lemma_is_found_through_the_last_part(
    splitter: Splitter, form: str, lemma: str | None
) -> None:
    assert splitter.lemma(form) == lemma


def test_a_users_exceptions_win(lexicon: Lexicon) -> None:
    own = parse_compounds("personalomsättning  # leave it\nupp|sägning\nsnus|förnuft\n", "")
    splitter = Splitter(lexicon, read_part_lists(), read_compound_exceptions() | own)
    words = ("personalomsättningen", "uppsägningarna", "snusförnuft")
    assert [pieces(splitter, word) for word in words] == [
        [],
        ["upp", "sägningarna"],
        ["snus", "förnuft"],
    ]


@given(st.text(max_size=80))
def test_any_text_is_safe_and_parts_lie_in_order_inside_it(splitter: Splitter, text: str) -> None:
    parts = splitter.split(text)
    assert parts == () or (parts[0].start == 0 and parts[-1].end == len(text))
    assert all(0 <= part.start < part.end <= len(text) for part in splitter.all_parts(text))


@given(
    st.lists(
        st.sampled_from(["skol", "arbets", "stat", "mark", "verk", "rätts", "en", "ss", "å"]),
        max_size=12,
    )
)
def test_heaps_of_parts_are_safe(splitter: Splitter, words: list[str]) -> None:
    text = "".join(words)
    assert all(0 <= part.start < part.end <= len(text) for part in splitter.all_parts(text))
