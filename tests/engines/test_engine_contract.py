"""What every engine must do, whatever it stores documents in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from searchkit.documents.dates import PartialDate
from searchkit.documents.model import Document, Metadata
from searchkit.engines.base import Engine, Matches, Statistics
from searchkit.query.request import Filters
from searchkit.query.terms import (
    AllOf,
    AnyOf,
    Dated,
    Everything,
    Favoring,
    FromSource,
    Near,
    OfType,
    OneOf,
    TermNode,
    Weighted,
    WeightedTerm,
    Without,
)

from .archive import document, exact, part, stem, within

LON = document("lön", "Lönen höjs.", "Avtal om lön", date="2021-06", source="ST", type="artikel")
FACK = document("fack", "Facket vill ha höjd lön.", date="2022-09-28", source="Voister")
MILJO = document("miljö", "Arbetsmiljön är god.", "Enkät", date="2020", source="ST", type="enkät")
VAKANS = document("vakans", "Vakanser och personalomsättning.", type="Artikel")


@pytest.fixture
def filled(engine: Engine) -> Engine:
    engine.update([LON, FACK, MILJO, VAKANS])
    return engine


def found(
    engine: Engine, query: TermNode, filters: Filters | None = None, sort: str = "relevance"
) -> list[str]:
    """Search for everything, and give the ids in their order."""
    matches = engine.search(query, filters or Filters(), sort, limit=0).matches
    return [match.doc_id for match in matches]


def score(engine: Engine, query: TermNode, doc_id: str) -> float:
    matches = engine.search(query, Filters(), limit=0).matches
    return next(match.score for match in matches if match.doc_id == doc_id)


# Updating


def test_added_documents_are_found(engine: Engine) -> None:
    engine.update([LON])
    engine.update([FACK])
    assert sorted(found(engine, stem("lön"))) == ["fack", "lön"]


def test_a_document_with_a_known_id_replaces_the_old_one(filled: Engine) -> None:
    filled.update([document("lön", "Om semester.")])
    assert found(filled, stem("lön")) == ["fack"]
    assert found(filled, stem("semester")) == ["lön"]
    assert filled.get("lön") == document("lön", "Om semester.")


def test_a_removed_document_is_gone(filled: Engine) -> None:
    filled.update([], ["lön"])
    assert found(filled, stem("lön")) == ["fack"]
    assert filled.get("lön") is None
    assert list(filled.iter_ids()) == ["fack", "miljö", "vakans"]


def test_what_is_removed_and_added_at_once_is_there(filled: Engine) -> None:
    filled.update([document("lön", "Om semester.")], ["lön"])
    assert filled.get("lön") == document("lön", "Om semester.")
    assert list(filled.iter_ids()) == ["fack", "lön", "miljö", "vakans"]


def test_a_document_can_come_back(filled: Engine) -> None:
    filled.update([], ["lön"])
    filled.update([LON])
    assert filled.get("lön") == LON


def test_removing_what_is_not_there_changes_nothing(filled: Engine) -> None:
    filled.update([], ["semester"])
    assert list(filled.iter_ids()) == ["fack", "lön", "miljö", "vakans"]


def test_everything_can_be_removed(filled: Engine) -> None:
    filled.update([], ["fack", "lön", "miljö", "vakans"])
    assert filled.search(Everything(), Filters()) == Matches(0)
    assert filled.statistics().documents == 0


def test_updating_with_nothing_is_allowed(filled: Engine) -> None:
    filled.update([])
    assert found(filled, stem("lön")) == ["lön", "fack"]


def test_two_documents_with_one_id_are_refused(filled: Engine) -> None:
    with pytest.raises(ValueError, match="two documents have the id ny"):
        filled.update([document("ny", "Ett."), document("ny", "Två.")])
    assert filled.get("ny") is None


@pytest.mark.parametrize("mistake", [OSError, KeyboardInterrupt])
def test_an_update_that_fails_changes_nothing(
    filled: Engine, mistake: type[BaseException]
) -> None:
    def documents() -> Iterator[Document]:
        yield document("lön", "Om semester.")
        yield document("ny", "Om semester.")
        raise mistake

    with pytest.raises(mistake):
        filled.update(documents(), ["fack"])
    assert list(filled.iter_ids()) == ["fack", "lön", "miljö", "vakans"]
    assert found(filled, stem("lön")) == ["lön", "fack"]


@pytest.mark.parametrize("mistake", [OSError, KeyboardInterrupt])
def test_an_update_can_follow_one_that_failed(
    filled: Engine, mistake: type[BaseException]
) -> None:
    def documents() -> Iterator[Document]:
        yield document("ny", "Om semester.")
        raise mistake

    with pytest.raises(mistake):
        filled.update(documents())
    filled.update([document("sist", "Om semester.")])
    assert found(filled, stem("semester")) == ["sist"]


# Searching


def test_a_word_is_found_in_title_and_text(filled: Engine) -> None:
    assert found(filled, stem("enkät")) == ["miljö"]
    assert found(filled, stem("vakans")) == ["vakans"]


def test_a_word_can_be_asked_for_in_the_title_only(filled: Engine) -> None:
    assert found(filled, OneOf("lön", (WeightedTerm("lön", "stem"),), title_only=True)) == ["lön"]


def test_exact_stem_and_part_are_looked_for_apart(filled: Engine) -> None:
    assert found(filled, exact("lönen")) == ["lön"]
    assert found(filled, exact("lön")) == ["lön", "fack"]
    assert found(filled, part("lön")) == []
    assert found(filled, part("omsättning")) == ["vakans"]
    assert found(filled, stem("omsättning")) == []


def test_a_term_without_weight_finds_nothing(filled: Engine) -> None:
    assert found(filled, OneOf("lön", (WeightedTerm("lön", "stem", 0.0),))) == []


def test_a_phrase_is_found_in_its_order(filled: Engine) -> None:
    assert found(filled, Near("", (stem("höjd"), stem("lön")))) == ["fack"]
    assert found(filled, Near("", (stem("lön"), stem("höjd")))) == []


def test_a_phrase_is_not_found_across_title_and_text(engine: Engine) -> None:
    engine.update([document("a", "digital transformation"), document("b", "lön", "höjd")])
    assert found(engine, Near("", (stem("höjd"), stem("lön")))) == []


def test_a_phrase_can_be_asked_for_in_the_title_only(engine: Engine) -> None:
    engine.update([document("text", "höjd lön"), document("titel", title="höjd lön")])
    slots = tuple(
        OneOf(term, (WeightedTerm(term, "stem"),), title_only=True) for term in ("höjd", "lön")
    )
    assert found(engine, Near("", slots)) == ["titel"]
    assert found(engine, Near("", (stem("höjd"), stem("lön")))) == ["titel", "text"]
    assert found(engine, Near("", slots)) == ["titel"]


def test_slots_without_a_gap_take_two_parts_of_one_word(filled: Engine) -> None:
    slots = (part("personal"), part("omsättning"))
    assert found(filled, Near("", slots, gaps=(0, 1))) == ["vakans"]
    assert found(filled, Near("", slots)) == []


def test_near_words_are_found_in_either_order(filled: Engine) -> None:
    assert found(filled, Near("", (stem("lön"), stem("vill")), distance=3)) == ["fack"]
    assert found(filled, Near("", (stem("lön"), stem("vill")), distance=2)) == []


def test_a_word_asked_for_twice_must_stand_twice(engine: Engine) -> None:
    engine.update([document("en", "lön"), document("två", "lön och lön")])
    assert found(engine, Near("", (stem("lön"), stem("lön")), distance=5)) == ["två"]


def test_a_phrase_without_words_finds_nothing(filled: Engine) -> None:
    assert found(filled, Near("", ())) == []


def test_all_of_wants_every_node(filled: Engine) -> None:
    assert found(filled, AllOf((stem("lön"), stem("fack")))) == ["fack"]
    assert found(filled, AllOf((stem("lön"), stem("enkät")))) == []


def test_all_of_nothing_is_everything(filled: Engine) -> None:
    assert found(filled, AllOf(())) == ["fack", "lön", "miljö", "vakans"]


def test_any_of_wants_one_node_or_as_many_as_it_says(filled: Engine) -> None:
    words = (stem("lön"), stem("fack"), stem("enkät"))
    assert sorted(found(filled, AnyOf(words))) == ["fack", "lön", "miljö"]
    assert found(filled, AnyOf(words, 2)) == ["fack"]
    assert found(filled, AnyOf(words, 3)) == []


def test_without_is_the_rest(filled: Engine) -> None:
    assert found(filled, Without(stem("lön"))) == ["miljö", "vakans"]
    assert found(filled, AllOf((stem("lön"), Without(stem("fack"))))) == ["lön"]
    assert found(filled, AnyOf((stem("fack"), Without(stem("lön"))))) == [
        "fack",
        "miljö",
        "vakans",
    ]


def test_a_condition_scores_nothing(filled: Engine) -> None:
    node = AllOf((stem("lön"), FromSource("st"), Dated(within("2021-01-01..")), OfType("artikel")))
    assert found(filled, node) == ["lön"]
    assert score(filled, node, "lön") == score(filled, stem("lön"), "lön")


def test_conditions_alone_find_documents(filled: Engine) -> None:
    assert found(filled, FromSource("ST")) == ["lön", "miljö"]
    assert found(filled, OfType("artikel")) == ["lön", "vakans"]
    assert found(filled, Dated(within("2021-06-30..2022-01-01"))) == ["lön"]
    assert found(filled, AnyOf((FromSource("voister"), OfType("enkät")))) == ["fack", "miljö"]


def test_everything_is_every_document_at_score_0(filled: Engine) -> None:
    matches = filled.search(Everything(), Filters())
    assert [(match.doc_id, match.score) for match in matches.matches] == [
        ("fack", 0.0),
        ("lön", 0.0),
        ("miljö", 0.0),
        ("vakans", 0.0),
    ]


# Scores


def test_what_counts_for_nothing_puts_no_document_first(engine: Engine) -> None:
    engine.update([document("a"), document("b", "lön"), document("c", "lön")])
    query = Favoring(Everything(), (Weighted(stem("lön"), 0.0),))
    assert [match.doc_id for match in engine.search(query, Filters(), limit=1).matches] == ["a"]


def test_an_occurrence_in_the_title_counts_for_more(engine: Engine) -> None:
    engine.update([document("text", "lön", "avtal"), document("titel", "avtal", "lön")])
    assert found(engine, stem("lön")) == ["titel", "text"]


def test_a_part_counts_for_less_than_a_whole_word(engine: Engine) -> None:
    engine.update([document("del", "personalomsättning"), document("ord", "omsättning")])
    terms = (WeightedTerm("omsättning", "stem"), WeightedTerm("omsättning", "part", 0.35))
    assert found(engine, OneOf("omsättning", terms)) == ["ord", "del"]


def test_a_rarer_word_counts_for_more(filled: Engine) -> None:
    assert score(filled, stem("fack"), "fack") > score(filled, stem("lön"), "fack")


def test_a_part_that_stands_twice_in_a_word_counts_once(engine: Engine) -> None:
    engine.update([document("dubbel", "lönelöne"), document("enkel", "lönerevision")])
    assert score(engine, part("lön"), "dubbel") == score(engine, part("lön"), "enkel")


def test_scores_do_not_depend_on_how_the_documents_came(engine: Engine) -> None:
    engine.update([LON, MILJO, document("bort", "lön lön lön lön", "lön"), VAKANS])
    engine.update([document("fack", "Något annat.", source="Voister")])
    engine.update([FACK], ["bort"])
    query = AnyOf((stem("lön"), stem("höjd"), part("omsättning")))
    found = {match.doc_id: match.score for match in engine.search(query, Filters()).matches}
    engine.update([], ["fack", "lön", "miljö", "vakans"])
    engine.update([LON, FACK, MILJO, VAKANS])
    again = {match.doc_id: match.score for match in engine.search(query, Filters()).matches}
    assert found == pytest.approx(again, rel=1e-12)


@pytest.mark.parametrize(
    "query",
    [
        stem("lön"),
        OneOf("", (WeightedTerm("lön", "stem"), WeightedTerm("lönen", "exact", 0.5))),
        Near("", (stem("höjd"), stem("lön"))),
        AllOf((stem("lön"), stem("vill"), Without(stem("enkät")))),
        AnyOf((AllOf((stem("lön"), stem("enkät"))), stem("höjd"))),
    ],
)
def test_what_is_explained_adds_up_to_the_score(filled: Engine, query: TermNode) -> None:
    for match in filled.search(query, Filters()).matches:
        explained = filled.explain(query, match.doc_id)
        assert sum(term.score for term in explained) == pytest.approx(match.score, rel=1e-12)


def test_an_explanation_names_field_term_and_kind(filled: Engine) -> None:
    query = AllOf((stem("lön"), Near('"höjd lön"', (stem("höjd"), stem("lön")))))
    explained = filled.explain(query, "fack")
    assert [(term.field, term.term, term.kind) for term in explained] == [
        ("text", "lön", "stem"),
        ("", '"höjd lön"', "phrase"),
    ]


def test_a_document_that_does_not_match_has_no_explanation(filled: Engine) -> None:
    assert filled.explain(AllOf((stem("lön"), stem("enkät"))), "lön") == ()
    assert filled.explain(stem("lön"), "saknas") == ()


# Filters


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        (Filters(sources=("ST",)), ["lön", "miljö"]),
        (Filters(sources=("st", "VOISTER")), ["fack", "lön", "miljö"]),
        (Filters(not_sources=("st",)), ["fack", "vakans"]),
        (Filters(types=("artikel",)), ["lön", "vakans"]),
        (Filters(not_types=("ARTIKEL",)), ["fack", "miljö"]),
        (Filters(sources=("ST",), not_types=("enkät",)), ["lön"]),
        (Filters(sources=("S",)), []),
    ],
)
def test_filters_keep_what_they_name(filled: Engine, filters: Filters, ids: list[str]) -> None:
    assert found(filled, Everything(), filters) == ids


@pytest.mark.parametrize(
    ("dates", "touched"),
    [
        ("2021-06-01..2021-06-01", True),
        ("2021-06-30..2021-06-30", True),
        ("2021-06-15..", True),
        ("..2021-06-15", True),
        ("2021-01-01..2021-12-31", True),
        ("2021-07-01..", False),
        ("..2021-05-31", False),
    ],
)
def test_a_month_matches_every_range_that_touches_it(
    filled: Engine, dates: str, touched: bool
) -> None:
    assert ("lön" in found(filled, Everything(), Filters(dates=within(dates)))) == touched


def test_a_year_matches_every_range_that_touches_it(filled: Engine) -> None:
    filters = Filters(dates=within("2020-12-31..2020-12-31"))
    assert found(filled, Everything(), filters) == ["miljö"]


def test_undated_documents_are_left_out_taken_in_or_alone(filled: Engine) -> None:
    dates = within("2021-01-01..2021-12-31")
    assert found(filled, Everything(), Filters(dates=dates)) == ["lön"]
    assert found(filled, Everything(), Filters(dates=dates, undated="include")) == [
        "lön",
        "vakans",
    ]
    assert found(filled, Everything(), Filters(undated="only")) == ["vakans"]
    assert found(filled, Everything(), Filters(dates=dates, undated="only")) == ["vakans"]


def test_undated_documents_are_there_where_no_dates_are_asked_for(filled: Engine) -> None:
    assert "vakans" in found(filled, Everything(), Filters(undated="exclude"))


# Order and pages


def test_newest_and_oldest_go_by_the_first_day_with_undated_ones_last(filled: Engine) -> None:
    assert found(filled, Everything(), sort="newest") == ["fack", "lön", "miljö", "vakans"]
    assert found(filled, Everything(), sort="oldest") == ["miljö", "lön", "fack", "vakans"]


def test_titles_are_in_the_order_of_the_swedish_alphabet(engine: Engine) -> None:
    titles = ["Ödet", "ål", "Zebra", "Äpple", "album", "Ékonomi", "eko", "10 råd", "Øl", "öra"]
    engine.update(document(f"{number}", title=title) for number, title in enumerate(titles))
    order = [titles[int(doc_id)] for doc_id in found(engine, Everything(), sort="title")]
    assert order == [
        "10 råd",
        "album",
        "eko",
        "Ékonomi",
        "Zebra",
        "ål",
        "Äpple",
        "Ödet",
        "Øl",
        "öra",
    ]


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest", "title"])
def test_equals_are_in_the_order_of_their_ids(engine: Engine, sort: str) -> None:
    for doc_id in ("ö", "b", "a", "10", "9", "B"):
        engine.update([document(doc_id, "Lönen höjs.", "Avtal", date="2021")])
    assert found(engine, stem("lön"), sort=sort) == ["10", "9", "B", "a", "b", "ö"]


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_undated_equals_are_in_the_order_of_their_ids(engine: Engine, sort: str) -> None:
    engine.update([document("b"), document("c", date="2021"), document("a")])
    assert found(engine, Everything(), sort=sort) == ["c", "a", "b"]


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest", "title"])
@pytest.mark.parametrize(("limit", "offset"), [(2, 0), (2, 2), (2, 3), (2, 9), (0, 1), (9, 0)])
def test_a_page_is_a_slice_of_everything(
    filled: Engine, sort: str, limit: int, offset: int
) -> None:
    every = filled.search(Everything(), Filters(), sort, limit=0).matches
    page = filled.search(Everything(), Filters(), sort, limit=limit, offset=offset)
    assert page == Matches(4, every[offset : offset + limit if limit else None])


def test_below_0_only_counts(filled: Engine) -> None:
    assert filled.search(stem("lön"), Filters(), limit=-1) == Matches(2)


# Reading


def test_a_document_is_given_back_as_it_was_stored(engine: Engine) -> None:
    metadata = Metadata(
        "Avtal 🙂",
        PartialDate(2021, 6),
        PartialDate(2021, 7, 1),
        "ST",
        "artikel",
        {"date": "Datum:", "title": "first lines"},
    )
    stored = Document("lön", "arkiv/lön.txt", "Ö\n\n\tå 🙂 \u0308", metadata, ("read as Latin-1",))
    engine.update([stored])
    assert engine.get("lön") == stored


def test_without_its_text_a_document_is_the_same_but_for_that(filled: Engine) -> None:
    assert filled.get("lön", with_text=False) == Document("lön", LON.path, "", LON.metadata)


def test_an_unknown_id_gives_nothing(filled: Engine) -> None:
    assert filled.get("lö") is None
    assert filled.get("") is None


def test_positions_are_told_by_zone(filled: Engine) -> None:
    terms = [("stem", "lön"), ("exact", "höjs"), ("part", "omsättning")]
    assert filled.find_positions("lön", terms) == {"title": {2}, "text": {0, 1}}
    assert filled.find_positions("vakans", terms) == {"title": set(), "text": {2}}


def test_what_is_not_there_has_no_positions(filled: Engine) -> None:
    assert filled.find_positions("saknas", [("stem", "lön")]) == {"title": set(), "text": set()}
    assert filled.find_positions("lön", [("stem", "saknas")]) == {"title": set(), "text": set()}
    assert filled.find_positions("lön", []) == {"title": set(), "text": set()}


def test_positions_are_those_of_the_document_that_replaced_another(engine: Engine) -> None:
    engine.update(document(f"{number}", "lön") for number in range(9))
    engine.update([document("4", "om lön"), document("9", "mer om lön")])
    places = {
        doc_id: engine.find_positions(doc_id, [("stem", "lön")])["text"]
        for doc_id in ("3", "4", "5", "9")
    }
    assert places == {"3": {0}, "4": {1}, "5": {0}, "9": {2}}


def test_ids_come_in_code_point_order_and_by_their_beginning(engine: Engine) -> None:
    ids = ["a/b.txt", "a/å.txt", "a", "A", "日本", "🙂", "ö", "a b#1"]
    engine.update(document(doc_id) for doc_id in ids)
    assert list(engine.iter_ids()) == ["A", "a", "a b#1", "a/b.txt", "a/å.txt", "ö", "日本", "🙂"]
    assert list(engine.iter_ids("a/")) == ["a/b.txt", "a/å.txt"]
    assert [doc_id for doc_id in ids if engine.get(doc_id) is None] == []


def test_metadata_comes_by_id(filled: Engine) -> None:
    assert list(filled.iter_metadata()) == [
        ("fack", FACK.metadata),
        ("lön", LON.metadata),
        ("miljö", MILJO.metadata),
        ("vakans", VAKANS.metadata),
    ]


def test_values_are_counted_as_they_are_written(filled: Engine) -> None:
    assert filled.count_values("source") == {"ST": 2, "Voister": 1, "": 1}
    assert filled.count_values("type") == {"artikel": 1, "": 1, "enkät": 1, "Artikel": 1}
    filled.update([], ["miljö"])
    assert filled.count_values("source") == {"ST": 1, "Voister": 1, "": 1}


def test_frequency_counts_documents_in_the_zone_with_most(engine: Engine) -> None:
    engine.update([document("a", "lön lönen", "lön"), document("b", "lön"), document("c")])
    assert engine.frequency("lön", "stem") == 2
    assert engine.frequency("lönen", "exact") == 1
    assert engine.frequency("lön", "part") == 0


def test_frequency_does_not_count_what_is_deleted(engine: Engine) -> None:
    engine.update(document(f"{number}", "lön") for number in range(9))
    engine.update([document("0", "semester")], ["1"])
    assert engine.frequency("lön", "stem") == 7


def test_a_word_of_deleted_documents_alone_has_no_frequency(engine: Engine) -> None:
    engine.update([document(f"{number}", "lön") for number in range(9)] + [VAKANS])
    engine.update([], ["vakans"])
    assert engine.frequency("vakanser", "exact") == 0
    assert engine.frequency("personal", "part") == 0


def test_forms_come_in_code_point_order_with_their_frequencies(engine: Engine) -> None:
    engine.update([document("a", "Lönen ökar. Lön!", "Årets löner"), document("b", "lön")])
    engine.update([document("c", "åter lön")])
    assert list(engine.iter_terms()) == [
        ("lön", 3),
        ("lönen", 1),
        ("löner", 1),
        ("årets", 1),
        ("åter", 1),
        ("ökar", 1),
    ]
    assert list(engine.iter_terms("löne")) == [("lönen", 1), ("löner", 1)]
    assert list(engine.iter_terms("x")) == []
    assert list(engine.iter_terms("x", "part")) == []


def test_statistics_count_documents_and_words(filled: Engine) -> None:
    assert filled.statistics() == Statistics(documents=4, words=13)


# The unusual


def test_an_empty_index_answers(engine: Engine) -> None:
    for query in (stem("lön"), Near("", (stem("a"), stem("b"))), Everything(), FromSource("ST")):
        assert engine.search(query, Filters(sources=("ST",)), "title") == Matches(0)
    assert engine.explain(stem("lön"), "lön") == ()
    assert engine.get("lön") is None
    assert list(engine.iter_metadata()) == []
    assert list(engine.iter_ids()) == []
    assert list(engine.iter_terms()) == []
    assert engine.count_values("source") == {}
    assert engine.frequency("lön", "stem") == 0
    assert engine.statistics() == Statistics(0, 0)


def test_a_document_without_title_and_text_is_there(engine: Engine) -> None:
    engine.update([document("tom")])
    assert found(engine, Everything()) == ["tom"]
    assert found(engine, stem("lön")) == []
    assert engine.get("tom") == document("tom")


def test_several_updates_are_searched_as_one(engine: Engine) -> None:
    for number in range(30):
        engine.update([document(f"{number:02}", "lön" if number % 3 else "vakans")])
    assert found(engine, stem("vakans")) == [f"{number:02}" for number in range(0, 30, 3)]
    assert engine.frequency("lön", "stem") == 20
    assert list(engine.iter_ids()) == [f"{number:02}" for number in range(30)]


def test_a_hit_at_the_end_of_a_very_long_document_is_found(engine: Engine) -> None:
    long = "ord " * 69_998 + "höjd lön"
    engine.update([document("lång", long), FACK])
    assert found(engine, Near("", (stem("höjd"), stem("lön")))) == ["fack", "lång"]
    assert engine.get("lång") == document("lång", long)
