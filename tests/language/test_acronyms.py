"""Acronyms are learned where a text spells them out, and nowhere else."""

from __future__ import annotations

import pytest

from searchkit.language.acronyms import Acronyms, iter_acronyms, spelled_out
from searchkit.language.analyzer import Analyzer, Part, WordTerms

STOPWORDS = frozenset({"och", "för", "i"})
PARTS = {
    "utvecklingsavdelningen": ("utvecklings", "avdelningen"),
    "arbetsmiljöarbetet": ("arbets", "miljö", "arbetet"),
    "justitieombudsmannen": ("justitie", "ombudsmannen"),
}


def initials(word: str) -> str:
    return "".join(part[0] for part in PARTS.get(word, (word,)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Nationella operativa avdelningen (NOA) har",
            [("NOA", "Nationella operativa avdelningen")],
        ),
        (
            "Digitaliserings- och utvecklingsavdelningen (DUA) är",
            [("DUA", "Digitaliserings och utvecklingsavdelningen")],
        ),
        (
            "det systematiska arbetsmiljöarbetet (SAM).",
            [("SAM", "systematiska arbetsmiljöarbetet")],
        ),
        ("kritiserats av Justitieombudsmannen (JO)", [("JO", "Justitieombudsmannen")]),
        ("direktör för Planeringsavdelningen (PLAN)", [("PLAN", "Planeringsavdelningen")]),
        ("2Säkerhets- och\nkrisberedskap (SK)", [("SK", "Säkerhets och krisberedskap")]),
        ("möte " * 80 + "Nationella operativa råd (NOR)", [("NOR", "Nationella operativa råd")]),
        (
            "Myndigheten för samhällsskydd (MS)",
            [("MS", "Myndigheten för samhällsskydd")],
        ),
    ],
)
def test_an_acronym_means_the_words_whose_letters_it_has(
    text: str, found: list[tuple[str, str]]
) -> None:
    assert list(iter_acronyms(text, initials, STOPWORDS)) == found


@pytest.mark.parametrize(
    "text",
    [
        "Annette Sjödin (HAMO), Niklas Berg",
        "Anna Ahlund är ordförande (S)",
        "se bilagan (2022)",
        "(NOA) Nationella operativa avdelningen",
        "avdelningen (NOA)",
        "Nationella operativa, avdelningen (NOA)",
        "Nationella operativa  avdelningen (NOA)",
    ],
)
def test_a_bracket_that_the_words_do_not_spell_is_no_acronym(text: str) -> None:
    assert list(iter_acronyms(text, initials, STOPWORDS)) == []


def analyzer() -> Analyzer:
    def analyze(form: str) -> WordTerms:
        parts, start = [], 0
        for part in PARTS.get(form, ()):
            parts.append(Part(part, start, start + len(part)))
            start += len(part)
        return WordTerms(form, form, tuple(parts))

    return Analyzer(analyze)


def test_the_most_frequent_meaning_of_an_acronym_wins() -> None:
    acronyms = Acronyms()
    text = "Svenska akademien (SA) och Stora Affären (SA) och Svenska akademien (SA)"
    acronyms.learn(spelled_out(text, analyzer()))
    assert acronyms.groups() == [("sa", "svenska akademien")]


def test_acronyms_are_remembered_from_build_to_build() -> None:
    acronyms = Acronyms()
    acronyms.learn(spelled_out("Justitieombudsmannen (JO)", analyzer()))
    again = Acronyms(acronyms.known())
    again.learn(spelled_out("Digitaliserings- och utvecklingsavdelningen (DUA)", analyzer()))
    assert again.groups() == [
        ("dua", "digitaliserings och utvecklingsavdelningen"),
        ("jo", "justitieombudsmannen"),
    ]
