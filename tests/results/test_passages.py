"""Passages: the sentences that are shown for a hit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.results.fitting import LINE, ROOM, fits
from searchkit.results.model import Mark, Occurrence, Passage
from searchkit.results.passages import best_passages, lead

SEEDS = Path(__file__).parents[2] / "seeds"


def occurrences(text: str, *words: str, weights: Sequence[float] = ()) -> list[Occurrence]:
    """Find the words in a text, each a concept of its own."""
    found = [
        Occurrence(match.start(), match.end(), "exact", concept, [*weights, *[1.0] * 9][concept])
        for concept, word in enumerate(words)
        for match in re.finditer(word, text)
    ]
    return sorted(found, key=lambda one: one.start)


def texts(text: str, *words: str, count: int = 1, weights: Sequence[float] = ()) -> list[str]:
    found = occurrences(text, *words, weights=weights)
    return [passage.text for passage in best_passages(text, found, count)]


def test_two_hits_in_the_minutes_are_shown_each_with_the_sentence_before() -> None:
    text = (SEEDS / "002_1842171969dfd728.txt").read_text(encoding="utf-8")
    assert best_passages(text, occurrences(text, "[Pp]ersonalomsättning(?:en)?"), 2) == (
        Passage(
            65,
            "Fredrik Bergman lyfter situationen vid Medborgarskap i Norrköping. "
            "Funktionen är ansträngd och har hög personalomsättning.",
            (Mark(103, 121, "exact"),),
            cut_after=True,
        ),
        Passage(
            67,
            "Christer Blom rapporterar om fackliga frågor vid NOA. "
            "Personalomsättningen vid kontaktcenter inom NOA skapar problem.",
            (Mark(54, 74, "exact"),),
            cut_after=True,
        ),
    )


def test_the_sentence_before_comes_first_then_the_one_after() -> None:
    text = f"Den {'x' * 60} ett. Den {'y' * 30} facket. Den {'z' * 60} tre."
    assert texts(text, "facket") == [f"Den {'x' * 60} ett. Den {'y' * 30} facket."]
    assert texts(text.replace("x" * 60, "x" * 140), "facket") == [
        f"Den {'y' * 30} facket. Den {'z' * 60} tre."
    ]


def test_a_neighbour_in_another_paragraph_is_not_taken() -> None:
    text = "Rubrik\n\nFacket är oroligt.\n\nSå är det."
    assert best_passages(text, occurrences(text, "Facket"), 1) == (
        Passage(3, "Facket är oroligt.", (Mark(0, 6, "exact"),)),
    )


def test_the_line_is_that_of_the_first_letter() -> None:
    text = "Rubrik\n\n\n   \n   Facket är oroligt."
    assert best_passages(text, occurrences(text, "Facket"), 1)[0].line == 5


def test_more_different_words_are_better_than_a_heavier_one() -> None:
    text = "Lön, lön, lön.\n\nFacket vill ha rast.\n"
    assert texts(text, "[Ll]ön", "Facket", "rast", weights=[9.0, 1.0, 1.0]) == [
        "Facket vill ha rast."
    ]


def test_words_in_neighbouring_sentences_count_together() -> None:
    text = "Facket sade nej.\n\nFacket sade ja. Det var en rast."
    assert texts(text, "Facket", "rast") == ["Facket sade ja. Det var en rast."]


def test_the_heavier_word_wins_among_equals() -> None:
    text = "Facket sade nej.\n\nDet var en rast."
    assert texts(text, "Facket", "rast", weights=[1.0, 2.0]) == ["Det var en rast."]


def test_saying_a_word_twice_is_no_better() -> None:
    text = "Facket är stort.\n\nFacket och facket och facket."
    assert texts(text, "[Ff]acket") == ["Facket är stort."]


def test_a_heading_is_worse_than_prose() -> None:
    text = "Facket och lönen\n\nNu är facket oroligt."
    assert texts(text, "[Ff]acket", count=2) == ["Nu är facket oroligt.", "Facket och lönen"]


def test_each_query_word_is_shown_before_one_is_shown_again() -> None:
    text = "Facket ett.\n\nFacket två.\n\nDet var en rast."
    assert texts(text, "Facket", "rast", count=2, weights=[2.0, 1.0]) == [
        "Facket ett.",
        "Det var en rast.",
    ]


def test_a_sentence_on_every_page_is_shown_once() -> None:
    text = "Protokoll för facket\n\nRaster.\n\nProtokoll för facket\n\nFacket sade nej."
    assert texts(text, "[Ff]acket", count=3) == ["Facket sade nej.", "Protokoll för facket"]


def test_fewer_marked_sentences_give_fewer_passages() -> None:
    text = "Facket sade nej.\n\nSå är det."
    assert texts(text, "Facket", count=5) == ["Facket sade nej."]


@pytest.mark.parametrize("count", [0, -1])
def test_no_passages_are_given_when_none_are_wanted(count: int) -> None:
    assert best_passages("Facket", occurrences("Facket", "Facket"), count) == ()


def test_no_marks_give_no_passages() -> None:
    assert best_passages("Facket sade nej.", [], 2) == ()


def test_a_sentence_that_fits_two_lines_exactly_is_whole() -> None:
    text = "facket " + "x" * (LINE - 7) + " " + "y" * (LINE - 1) + "."
    assert texts(text, "facket") == [text]


def test_a_short_sentence_is_cut_where_its_words_do_not_fill_the_lines() -> None:
    text = f"x {'y' * (LINE - 1)} facket"
    assert texts(text, "facket") == [f"{'y' * (LINE - 1)} facket"]


def test_a_long_sentence_is_cut_between_words_around_its_mark() -> None:
    text = "ord " * 100 + "facket " + "slut " * 100
    passage = best_passages(text, occurrences(text, "facket"), 1)[0]
    assert passage.text == "ord " * 8 + "facket " + "slut " * 19 + "slut"
    assert passage.marks == (Mark(32, 38, "exact"),)
    assert (passage.cut_before, passage.cut_after) == (True, True)


def test_a_long_sentence_is_shown_from_its_beginning_if_the_mark_is_near() -> None:
    text = "Nu ska facket " + "orda " * 100 + "ut."
    passage = best_passages(text, occurrences(text, "facket"), 1)[0]
    assert passage.text == "Nu ska facket " + "orda " * 24 + "orda"
    assert (passage.cut_before, passage.cut_after) == (False, True)


def test_a_long_sentence_is_shown_to_its_end_if_the_mark_is_near() -> None:
    text = "Nu " + "orda " * 60 + "med facket."
    passage = best_passages(text, occurrences(text, "facket"), 1)[0]
    assert passage.text == "orda " * 25 + "med facket."
    assert (passage.cut_before, passage.cut_after) == (True, False)


def test_a_long_sentence_is_cut_around_its_best_marks() -> None:
    text = "Facket " + "ord " * 60 + "facket om lön " + "ord " * 60
    passage = best_passages(text, occurrences(text, "[Ff]acket", "lön"), 1)[0]
    assert passage.text == "ord " * 8 + "facket om lön" + " ord" * 23


def test_a_part_of_a_compound_keeps_its_whole_word() -> None:
    text = "ord " * 100 + "personalomsättning " + "ord " * 100
    passage = best_passages(text, occurrences(text, "omsättning"), 1)[0]
    assert passage.text.split()[8] == "personalomsättning"
    assert passage.text[slice(40, 50)] == "omsättning"
    assert passage.marks == (Mark(40, 50, "exact"),)


def test_only_a_word_longer_than_a_passage_is_cut_itself() -> None:
    text = "x" * 5000 + "facket" + "y" * 5000
    assert best_passages(text, occurrences(text, "facket"), 1) == (
        Passage(1, "facket" + "y" * (ROOM - 6), (Mark(0, 6, "exact"),), True, True),
    )


def test_a_hit_at_the_end_of_a_long_document_is_found() -> None:
    text = "Så är det.\n" * 5000 + "Nu är facket oroligt."
    assert best_passages(text, occurrences(text, "facket"), 1) == (
        Passage(5001, "Nu är facket oroligt.", (Mark(6, 12, "exact"),)),
    )


def test_the_best_of_very_many_sentences_is_found() -> None:
    text = "Facket sade nej.\n" * 20_000 + "Facket vill ha rast.\n" + "Facket sade nej.\n" * 20_000
    assert texts(text, "Facket", "rast") == ["Facket vill ha rast."]


def test_an_endless_sentence_gives_as_many_passages_as_are_wanted() -> None:
    text = "".join(f"facket{number:02} och lönen " for number in range(99))
    assert texts(text, "facket", count=2) == [
        "facket00 och lönen facket01 och lönen facket02 och lönen facket03 och lönen facket04 "
        "och lönen facket05 och lönen facket06 och lönen",
        "och lönen facket14 och lönen facket15 och lönen facket16 och lönen facket17 och lönen "
        "facket18 och lönen facket19 och lönen facket20 och",
    ]


WORDS = st.lists(
    st.tuples(
        st.sampled_from(["facket", "lön", "Nej", "arbetsmarknadsutbildning", "x" * 150]),
        st.sampled_from([" ", " ", " ", ". ", "! ", ".\n", "\n\n", ", "]),
        st.booleans(),
    ),
    max_size=80,
)


def numbered(words: list[tuple[str, str, bool]]) -> tuple[str, list[Occurrence]]:
    """Write a text in which no word comes twice, and mark some of the words."""
    text, marks = "", []
    for index, (word, after, marked) in enumerate(words):
        if marked:
            end = len(text) + 3 + len(word)
            marks.append(Occurrence(len(text), end, "stem", index % 4, 1.0))
        text += f"{index:03}{word}{after}"
    return text, marks


@settings(deadline=None)
@given(WORDS, st.integers(1, 6))
def test_passages_are_pieces_of_the_document_that_fit_and_never_overlap(
    words: list[tuple[str, str, bool]], count: int
) -> None:
    text, marks = numbered(words)
    passages = best_passages(text, marks, count)
    assert min(1, len(marks)) <= len(passages) <= count
    spans = sorted(
        (text.index(one.text), text.index(one.text) + len(one.text)) for one in passages
    )
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert all(fits(text, start, end) for start, end in spans)


@settings(deadline=None)
@given(WORDS, st.integers(1, 6))
def test_the_marks_of_a_passage_are_those_of_the_document_there(
    words: list[tuple[str, str, bool]], count: int
) -> None:
    text, marks = numbered(words)
    for passage in best_passages(text, marks, count):
        start = text.index(passage.text)
        end = start + len(passage.text)
        assert passage.marks
        assert passage.line == text.count("\n", 0, start) + 1
        assert passage.marks == tuple(
            Mark(max(one.start, start) - start, min(one.end, end) - start, "stem")
            for one in marks
            if one.start < end and one.end > start
        )


@settings(deadline=None)
@given(WORDS.filter(lambda words: all(len(word) < LINE for word, _, _ in words)))
def test_no_word_is_cut(words: list[tuple[str, str, bool]]) -> None:
    text, marks = numbered(words)
    for passage in best_passages(text, marks, 3):
        start = text.index(passage.text)
        around = text[start - 1 : start] + text[start + len(passage.text) :][:1]
        assert not around.strip()


def test_the_beginning_of_a_document_is_its_first_sentences_below_the_headings() -> None:
    text = "Medvind för samverkan\n\n2010-04-07\n\nFacket är oroligt. Så är det.\n\nSlut."
    assert lead(text) == Passage(5, "Facket är oroligt. Så är det.", ())


def test_the_beginning_ends_with_a_whole_sentence() -> None:
    text = "Facket är oroligt. " + "Så är det. " * 20
    assert lead(text) == Passage(
        1, "Facket är oroligt. " + "Så är det. " * 9 + "Så är det.", (), cut_after=True
    )


def test_the_beginning_of_a_long_sentence_is_cut_between_words() -> None:
    assert lead("orda " * 100) == Passage(1, "orda " * 27 + "orda", (), cut_after=True)


def test_a_document_of_headings_begins_with_the_first() -> None:
    assert lead("\nMedvind\n\nLöner\n") == Passage(2, "Medvind", ())


@pytest.mark.parametrize("text", ["", " \n\t\n"])
def test_an_empty_document_has_no_beginning(text: str) -> None:
    assert lead(text) is None
