"""Answering a request: what only a whole search knows about."""

from __future__ import annotations

from pathlib import Path

import pytest
from engines.archive import document
from engines.oracle import Oracle
from language.toy import toy_analyzer

from searchkit.documents.dates import PartialDate
from searchkit.engines.base import Matches
from searchkit.hits import shown_path
from searchkit.language.thesaurus import Thesaurus, group_by_stem
from searchkit.query.feedback import FEEDBACK_DOCUMENTS
from searchkit.query.request import Filters, build_request
from searchkit.query.terms import TermNode
from searchkit.results.model import Hit, Mark, Passage, SearchResults
from searchkit.searching import Search

BASE = Path("/arkiv")

ARCHIVE = (
    document("a", "Lönen höjs för facket.", "Avtal", date="2021-06", source="ST", type="avtal"),
    document("b", "Facket vill ha höjd lön.", "Krav", date="2022-09-28", source="Voister"),
    document("c", "Hög personalomsättning.", "Om konsulter", source="ST"),
    document("d", "Arvodet för vakanserna.", "Arvode", date="2022"),
    document("e", "Ersättning och arvode till konsulterna.", "Konsult", date="2020"),
)

GROUPS = [("lön", "arvode", "ersättning"), ("vakans", "frånvaro")]


def search(text: str, **options: object) -> SearchResults:
    analyzer = toy_analyzer()
    engine = Oracle(analyzer)
    engine.update(ARCHIVE)
    thesaurus = Thesaurus(group_by_stem(GROUPS, analyzer.stem), analyzer.stem)
    request = build_request(text, **options)  # type: ignore[arg-type]
    return Search(request, engine, thesaurus, BASE).run()


def ids(results: SearchResults) -> list[str]:
    return [hit.doc_id for hit in results.hits]


def marked(hit: Hit) -> list[str]:
    return [
        passage.text[mark.start : mark.end] for passage in hit.passages for mark in passage.marks
    ]


# Which documents


def test_all_of_the_words_are_required() -> None:
    results = search("lön facket")
    assert sorted(ids(results)) == ["a", "b"]
    assert results.notices == ()


def test_any_of_the_words_is_enough_if_asked_for() -> None:
    assert sorted(ids(search("lön konsult", any_word=True))) == ["a", "b", "c", "e"]


def test_exact_takes_the_words_as_they_are_written() -> None:
    assert ids(search("lönen", exact=True)) == ["a"]
    assert ids(search("omsättning", exact=True)) == []


def test_the_documents_with_most_words_are_shown_where_none_has_all() -> None:
    results = search("lön facket konsulter")
    assert sorted(ids(results)) == ["a", "b"]
    assert results.total == 2
    assert results.notices == ("no document has all 3 words: these have 2 of them",)


def test_a_word_that_no_document_has_is_named() -> None:
    results = search("lön xyzzy facket")
    assert sorted(ids(results)) == ["a", "b"]
    assert results.notices == (
        "no document has all 3 words: these have 2 of them (not in any: xyzzy)",
    )


def test_what_must_not_be_there_is_not_there_in_documents_with_most_words_either() -> None:
    results = search("konsulter lön facket -krav")
    assert ids(results) == ["a"]


def test_a_filter_holds_for_documents_with_most_words_too() -> None:
    assert ids(search("lön facket konsulter", sources=["Voister"])) == ["b"]


def test_no_document_with_any_of_the_words_gives_nothing() -> None:
    results = search("xyzzy plugh")
    assert results == SearchResults(query="xyzzy plugh", total=0)


def test_one_word_that_is_missing_is_no_fallback() -> None:
    assert search("xyzzy").notices == ()


def test_no_query_is_every_document() -> None:
    assert ids(search("")) == ["a", "b", "c", "d", "e"]


def test_a_page_has_ranks_from_its_offset() -> None:
    results = search("", limit=2, offset=3)
    assert [(hit.rank, hit.doc_id) for hit in results.hits] == [(4, "d"), (5, "e")]
    assert (results.total, results.offset) == (5, 3)


# Related words


def test_related_words_are_counted_and_named_if_not_asked_for() -> None:
    results = search("lön")
    assert sorted(ids(results)) == ["a", "b"]
    assert (results.related_total, results.related_words) == (2, ("arvode", "ersättning"))


def test_related_words_that_no_document_has_are_not_named() -> None:
    results = search("vakans")
    assert (results.related_total, results.related_words) == (0, ())


def test_documents_with_related_words_only_come_last() -> None:
    results = search("lön", related=True)
    assert sorted(ids(results)[:2]) == ["a", "b"]
    assert sorted(ids(results)[2:]) == ["d", "e"]
    assert (results.total, results.related_total) == (4, 0)


def test_an_exact_search_has_no_related_words() -> None:
    assert search("lön", exact=True).related_total == 0


@pytest.mark.parametrize("limit", [0, 1, 2, 3, 4, 9])
@pytest.mark.parametrize("offset", [0, 1, 2, 3, 4, 9])
def test_pages_go_over_the_border_to_related_words(limit: int, offset: int) -> None:
    every = ids(search("lön", related=True, limit=0))
    results = search("lön", related=True, limit=limit, offset=offset)
    assert ids(results) == every[offset : offset + limit if limit else None]
    assert [hit.rank for hit in results.hits] == [
        offset + number for number in range(1, len(results.hits) + 1)
    ]
    assert results.total == 4


def test_other_orders_take_related_words_among_the_rest() -> None:
    assert ids(search("lön", related=True, sort="newest")) == ["b", "d", "a", "e"]


def test_related_words_are_marked_as_such() -> None:
    hit = search("lön", related=True).hits[-1]
    assert {mark.why for passage in hit.passages for mark in passage.marks} == {"related"}


# Filters


def test_undated_documents_that_a_date_left_out_are_counted() -> None:
    results = search("konsulter omsättning", any_word=True, since="2020")
    assert ids(results) == ["e"]
    assert results.undated_left_out == 1


@pytest.mark.parametrize("undated", ["include", "only"])
def test_undated_documents_that_are_shown_are_not_counted(undated: str) -> None:
    options = {"since": "2020"} if undated == "include" else {}
    results = search("omsättning", undated=undated, **options)
    assert ids(results) == ["c"]
    assert results.undated_left_out == 0


def test_the_dates_that_were_asked_for_are_told() -> None:
    assert str(search("lön", date="2021..2022").dates) == "2021-01-01..2022-12-31"


def test_an_unknown_source_is_named_with_those_there_are() -> None:
    results = search("lön", sources=["Försvarsmakten"])
    assert results.total == 0
    assert results.notices == (
        "no document has the source “Försvarsmakten”: there are ST, Voister",
    )


def test_an_unknown_type_is_named_with_those_there_are() -> None:
    assert search("lön", types=["protokoll"]).notices == (
        "no document has the type “protokoll”: there are avtal",
    )


def test_a_known_source_without_hits_is_no_mistake() -> None:
    assert search("arvode", sources=["st"]).notices == ()


# What may have been meant


def test_a_word_with_a_typing_error_gets_suggestions() -> None:
    assert search("arvodt").suggestions == ("arvode", "arvodet")


def test_a_suggestion_is_the_whole_query_put_right() -> None:
    assert search("vakanserna arvodt").suggestions == ("vakanserna arvode", "vakanserna arvodet")


def test_a_word_in_the_index_gets_no_suggestions() -> None:
    assert search("lönen").suggestions == ()


@pytest.mark.parametrize(
    ("typed", "suggestions"),
    [
        ("=omsättning", ("=ersättning",)),
        ('"hög omsättning"', ()),
        ('"höga omsättningar"', ()),
    ],
)
def test_only_whole_words_are_suggested_where_no_part_of_a_compound_can_match(
    typed: str, suggestions: tuple[str, ...]
) -> None:
    results = search(typed)
    assert (results.total, results.suggestions) == (0, suggestions)


def test_under_exact_only_whole_words_are_suggested() -> None:
    assert search("omsättning", exact=True).suggestions == ("ersättning",)


def test_a_phrase_is_suggested_when_its_words_stand_together_somewhere() -> None:
    assert search('"hög personalomsätning"').suggestions == ('"hög personalomsättning"',)
    assert search('"facket personalomsätning"').suggestions == ()


def test_what_would_find_nothing_either_is_not_suggested() -> None:
    assert search("personalomsätning").suggestions == ("personalomsättning",)
    assert search("personalomsätning", since="2030").suggestions == ()
    assert search("personalomsätning", not_words=["konsulter"]).suggestions == ()


def test_a_word_without_its_marks_is_searched_with_them_and_that_is_said() -> None:
    results = search("ersattning")
    assert ids(results) == ["e"]
    assert results.notices == ("“ersattning” is not in the index; searched for ersättning",)
    assert [mark.why for mark in results.hits[0].passages[0].marks] == ["folded"]


# Hits


def test_a_hit_has_all_there_is_to_show() -> None:
    hit = search("höjs").hits[0]
    assert hit == Hit(
        rank=1,
        doc_id="a",
        score=hit.score,
        title="Avtal",
        date=PartialDate(2021, 6),
        date_evidence="",
        source="ST",
        type="avtal",
        path="/arkiv/arkiv/a.txt",
        passages=(Passage(1, "Lönen höjs för facket.", (Mark(6, 10, "exact"),)),),
    )
    assert hit.score > 0


def test_a_hit_in_the_title_only_says_so() -> None:
    hit = search("krav").hits[0]
    assert hit.title_marks == (Mark(0, 4, "exact"),)
    assert hit.unmarked == "in the title only"


def test_a_hit_found_by_conditions_alone_shows_how_it_begins() -> None:
    hit = search("", sources=["Voister"]).hits[0]
    assert hit.passages == (Passage(1, "Facket vill ha höjd lön.", ()),)
    assert hit.unmarked == "no words to mark"


@pytest.mark.parametrize("typed", ["-lön -personalomsättning", "source:ST", "xyzzy OR type:avtal"])
def test_a_hit_without_the_words_of_the_query_says_that_there_are_none_to_mark(
    typed: str,
) -> None:
    assert {hit.unmarked for hit in search(typed).hits} == {"no words to mark"}


def test_a_hit_without_the_words_may_be_among_others_that_have_them() -> None:
    hits = search("ersättning OR type:avtal").hits
    assert {hit.doc_id: hit.unmarked for hit in hits} == {"a": "no words to mark", "e": ""}


def test_a_part_of_a_compound_is_marked_alone() -> None:
    assert marked(search("omsättning").hits[0]) == ["omsättning"]


def test_without_passages_a_hit_has_none() -> None:
    hit = search("lön", passages=0).hits[0]
    assert (hit.passages, hit.title_marks, hit.unmarked) == ((), (), "")


@pytest.mark.parametrize("related", [False, True])
def test_an_explanation_adds_up_to_the_score(related: bool) -> None:
    for hit in search("lön facket", explain=True, related=related).hits:
        assert sum(part.score for part in hit.explanation) == pytest.approx(hit.score)


def test_nothing_is_explained_if_not_asked_for() -> None:
    assert search("lön").hits[0].explanation == ()


# Paths


def test_a_path_is_shown_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert shown_path("seeds/a.txt", tmp_path) == "seeds/a.txt"
    assert shown_path("a.txt", tmp_path / "seeds") == "seeds/a.txt"


def test_a_path_outside_the_current_folder_is_absolute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert shown_path("../arkiv/a.txt", BASE / "index") == "/arkiv/arkiv/a.txt"


def test_an_address_is_shown_as_it_is() -> None:
    assert shown_path("https://www.st.org/a?b=1", BASE) == "https://www.st.org/a?b=1"


def test_feedback_comes_from_the_best_documents_in_whichever_order_they_are_shown() -> None:
    asked: list[tuple[str, int]] = []

    class Asked(Oracle):
        def search(
            self,
            query: TermNode,
            filters: Filters,
            sort: str = "relevance",
            limit: int = 10,
            offset: int = 0,
        ) -> Matches:
            asked.append((sort, limit))
            return super().search(query, filters, sort, limit, offset)

    engine = Asked(toy_analyzer())
    engine.update(ARCHIVE)
    request = build_request("lön", related=True, sort="newest", limit=3)
    Search(request, engine, Thesaurus({}, engine.analyzer.stem), BASE).run()
    assert asked[0] == ("relevance", FEEDBACK_DOCUMENTS)
    assert ("newest", 3) in asked
