"""Did you mean: the words of the index that are written much like the one typed."""

from __future__ import annotations

import pytest

from searchkit.query.suggestions import iter_suggestions

from .forms import Forms


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("rekrytrea", ["rekrytera", "rekryterar"]),
        ("vakn", ["vakt"]),
        ("lönn", ["lön"]),
        ("vaknar", []),
        ("xyzzy", []),
    ],
)
def test_words_with_a_typing_error_or_two_are_suggested(typed: str, meant: list[str]) -> None:
    forms = Forms("rekrytera rekryterar lön vakt")
    assert list(iter_suggestions(typed, forms)) == meant


def test_a_word_under_four_letters_could_be_anything() -> None:
    assert list(iter_suggestions("lnö", Forms("lön"))) == []


def test_fewer_errors_come_first_then_the_more_frequent() -> None:
    forms = Forms("konsulten konsulter", "konsulter", "konsulterna")
    assert list(iter_suggestions("konsultr", forms)) == ["konsulter"]
    assert list(iter_suggestions("konsultex", forms)) == ["konsulter", "konsulten"]


def test_compounds_are_suggested() -> None:
    assert list(iter_suggestions("personalomsätning", Forms("personalomsättning"))) == [
        "personalomsättning"
    ]


def test_a_word_that_no_document_has_any_more_is_not_suggested() -> None:
    class Emptied(Forms):
        def frequency(self, term: str, kind: str) -> int:
            return 0

    assert list(iter_suggestions("vakansr", Emptied("vakanser"))) == []


def test_a_part_of_a_compound_may_have_been_meant() -> None:
    assert list(iter_suggestions("omsätning", Forms("personalomsättning"))) == ["omsättning"]


def test_no_part_of_a_compound_is_meant_where_whole_words_are() -> None:
    forms = Forms("personalomsättning")
    assert list(iter_suggestions("omsätning", forms, whole=True)) == []
