"""Marks: which places in a text answer the query, and why each does."""

from __future__ import annotations

import pytest
from language.toy import toy_analyzer

from searchkit.language.analyzer import Analyzer, WordTerms
from searchkit.query.terms import (
    AllOf,
    AnyOf,
    FromSource,
    Near,
    OneOf,
    TermNode,
    WeightedTerm,
    Without,
)
from searchkit.results.marks import Marker
from searchkit.results.model import Mark, Occurrence


def word(form: str, stem: str, *, title_only: bool = False) -> OneOf:
    """What a typed word is in terms."""
    terms = (
        WeightedTerm(form, "exact", 0.0, "exact"),
        WeightedTerm(stem, "stem", 1.0, "stem"),
        WeightedTerm(stem, "part", 0.35, "part"),
    )
    return OneOf(form, terms, title_only)


def whole(stem: str, why: str = "stem") -> OneOf:
    return OneOf(stem, (WeightedTerm(stem, "stem", 1.0, why),))


def part(term: str) -> OneOf:
    return OneOf(term, (WeightedTerm(term, "part", 1.0, "part"),))


def marks(query: TermNode, text: str, *, title: bool = False) -> list[tuple[str, str]]:
    """Mark a text, and give each marked stretch and why."""
    found = Marker(query, toy_analyzer()).marks(text, title=title)
    return [(text[mark.start : mark.end], mark.why) for mark in found]


def marked(query: TermNode, text: str) -> str:
    """Mark a text with brackets."""
    for mark in reversed(Marker(query, toy_analyzer()).marks(text)):
        inside = f"[{text[mark.start : mark.end]}]"
        text = text[: mark.start] + inside + text[mark.end :]
    return text


LON = word("lönen", "lön")
TRANSFORMATION = Near("", (whole("digital"), whole("transformation")))


def test_a_word_is_marked_in_each_of_its_forms() -> None:
    assert marks(LON, "Lönen och lönerna, en lön.") == [
        ("Lönen", "exact"),
        ("lönerna", "stem"),
        ("lön", "stem"),
    ]


def test_a_mark_has_code_point_offsets() -> None:
    assert Marker(LON, toy_analyzer()).marks("🙂 Lönen") == (Mark(2, 7, "exact"),)


def test_a_part_is_marked_alone() -> None:
    query = word("omsättning", "omsättning")
    assert marked(query, "Hög personalomsättning.") == "Hög personal[omsättning]."
    assert marks(query, "Hög personalomsättning.") == [("omsättning", "part")]


def test_a_whole_word_is_marked_and_not_its_parts() -> None:
    query = AllOf((word("personal", "personal"), word("personalomsättning", "personalomsättning")))
    assert marks(query, "personalomsättning") == [("personalomsättning", "exact")]


def test_two_parts_of_a_word_are_marked_each() -> None:
    query = AllOf((word("personal", "personal"), word("omsättning", "omsättning")))
    assert marked(query, "personalomsättning") == "[personal][omsättning]"


def test_a_part_after_a_stronger_mark_on_the_same_word_is_not_marked() -> None:
    query = AllOf((word("omsättning", "omsättning"), whole("personalomsättning")))
    assert marked(query, "personalomsättning och omsättning") == (
        "[personalomsättning] och [omsättning]"
    )


def test_the_words_of_a_phrase_are_marked_together_and_nowhere_else() -> None:
    text = "En digital plan för transformation: digital transformation av det som är digital."
    assert marked(TRANSFORMATION, text) == (
        "En digital plan för transformation: [digital] [transformation] av det som är digital."
    )


def test_a_word_of_a_phrase_is_marked_elsewhere_if_it_is_asked_for_as_well() -> None:
    query = AllOf((TRANSFORMATION, whole("digital")))
    assert marked(query, "digital plan, digital transformation") == (
        "[digital] plan, [digital] [transformation]"
    )


def test_near_words_are_marked_in_either_order() -> None:
    near = Near("", TRANSFORMATION.slots, distance=2)
    text = "transformation är digital, och mycket annat är digital"
    assert marked(near, text) == ("[transformation] är [digital], och mycket annat är digital")


def test_a_word_near_itself_is_marked_twice() -> None:
    near = Near("", (whole("lön"), whole("lön")), distance=2)
    assert marked(near, "lön för lön, och så en lön") == "[lön] för [lön], och så en lön"


def test_the_two_sides_of_a_hyphen_are_marked_apart_or_in_one_word() -> None:
    near = Near(
        "",
        tuple(OneOf("", whole(x).terms + part(x).terms) for x in ("it", "säkerhet")),
        gaps=(0, 1),
    )
    assert marked(near, "it-säkerhet, it säkerhet, it och säkerhet") == (
        "[it]-[säkerhet], [it] [säkerhet], it och säkerhet"
    )


def test_a_word_in_a_title_only_is_marked_there() -> None:
    query = word("lön", "lön", title_only=True)
    assert marks(query, "Avtal om lön", title=True) == [("lön", "exact")]
    assert marks(query, "Avtal om lön") == []


def test_a_phrase_in_a_title_only_is_marked_there() -> None:
    slots = tuple(OneOf(slot.label, slot.terms, title_only=True) for slot in TRANSFORMATION.slots)
    assert marks(Near("", slots), "digital transformation", title=True) == [
        ("digital", "stem"),
        ("transformation", "stem"),
    ]
    assert marks(Near("", slots), "digital transformation") == []


def test_what_must_not_be_there_is_not_marked() -> None:
    query = AllOf((LON, Without(whole("fack")), FromSource("ST")))
    assert marks(query, "Facket om lön") == [("lön", "stem")]


def test_each_of_several_readings_is_marked() -> None:
    query = AnyOf((AllOf((LON, whole("fack"))), whole("konsult", "related")))
    assert marks(query, "Lönen, facket, konsulter") == [
        ("Lönen", "exact"),
        ("facket", "stem"),
        ("konsulter", "related"),
    ]


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [("related", "fuzzy"), ("fuzzy", "folded"), ("fuzzy", "part"), ("part", "stem")],
)
def test_the_stronger_reason_is_given_for_a_word_with_two(weaker: str, stronger: str) -> None:
    query = AllOf((whole("lön", weaker), whole("lön", stronger)))
    assert marks(query, "lön") == [("lön", stronger)]


def test_a_word_divided_by_a_soft_hyphen_is_marked_whole() -> None:
    assert marked(part("omsättning"), "personal\u00adomsättning") == "[personal\u00adomsättning]"


def test_a_text_without_the_words_has_no_marks() -> None:
    assert marks(LON, "Facket vill ha semester.") == []
    assert marks(LON, "") == []


def test_what_is_to_be_done_without_and_conditions_are_not_marked() -> None:
    assert marks(AllOf((Without(LON), FromSource("ST"))), "Lönen höjs.") == []


def test_a_marker_remembers_words_and_not_their_places() -> None:
    marker = Marker(LON, toy_analyzer())
    assert marker.marks("Lönen") == (Mark(0, 5, "exact"),)
    assert marker.marks("Om lönen") == (Mark(3, 8, "exact"),)


def test_positions_from_the_index_spare_the_other_words_the_analysis() -> None:
    analysed = []

    def analyze(form: str) -> WordTerms:
        analysed.append(form)
        return toy_analyzer().word_terms(form)

    marker = Marker(LON, Analyzer(analyze))
    assert marker.analyzed_terms == [("stem", "lön"), ("part", "lön")]
    assert marker.occurrences("Facket om lönerna", candidates={2}) == [
        Occurrence(10, 17, "stem", 0, 1.0)
    ]
    assert analysed == ["lönerna"]


def test_a_form_is_marked_whether_or_not_the_index_gives_its_position() -> None:
    query = OneOf("lön*", (WeightedTerm("lönerna", "exact", 1.0, "stem"),))
    marker = Marker(query, toy_analyzer())
    assert marker.analyzed_terms == []
    assert marker.occurrences("Facket om Lönerna", candidates=frozenset()) == [
        Occurrence(10, 17, "stem", 0, 1.0)
    ]


def test_an_occurrence_knows_which_word_of_the_query_it_answers() -> None:
    marker = Marker(AllOf((LON, part("omsättning"))), toy_analyzer())
    assert marker.occurrences("Lönen och omsättningen, personalomsättning") == [
        Occurrence(0, 5, "exact", 0, 1.0),
        Occurrence(32, 42, "part", 1, 0.5),
    ]
