"""Looking words up: which forms, compounds and related words an index has, and how often."""

from __future__ import annotations

import pytest
from engines.archive import document
from engines.oracle import Oracle
from language.toy import toy_analyzer

from searchkit import terms
from searchkit.language.thesaurus import Thesaurus, group_by_stem
from searchkit.query.nodes import Exact, Fuzzy, Node, Prefix, Suffix, Word
from searchkit.results.terms import CountedWord, CountedWords, WordEntry, WordPart
from searchkit.terms import Lookup

ARCHIVE = (
    document("a", "Lönen höjs för facket. Facket jublar.", "Fackets krav"),
    document("b", "Facket vill ha en lönerevision.", "Årets ärende"),
    document("c", "Hög personalomsättning. Personalomsättningen stiger.", "Lön"),
    document("d", "Övertid ger ledig tid, ärligt talat."),
    document("e", "En ledig tjänst."),
)

GROUPS = [
    ("lön", "arvode", "övertid", "facket"),
    ("vakans", "ledig tjänst", "personalomsättning"),
]


def look_up(node: Node | None, limit: int = 0, archive: tuple[object, ...] = ARCHIVE) -> WordEntry:
    analyzer = toy_analyzer()
    engine = Oracle(analyzer)
    engine.update(archive)  # type: ignore[arg-type]
    thesaurus = Thesaurus(group_by_stem(GROUPS, analyzer.stem), analyzer.stem)
    return Lookup(engine, thesaurus, limit).find(node)


def counted(**documents: int) -> CountedWords:
    words = tuple(CountedWord(word, count) for word, count in documents.items())
    return CountedWords(words, len(words))


def listed(words: CountedWords) -> list[str]:
    return [word.word for word in words.words]


def test_a_word_has_all_of_its_forms_its_compounds_and_its_relatives() -> None:
    assert look_up(Word("Löner")) == WordEntry(
        word="Löner",
        stem="lön",
        documents=3,
        by_itself=2,
        forms=counted(lön=1, lönen=1),
        compounds=counted(lönerevision=1),
        related=counted(facket=2, övertid=1),
    )


def test_documents_are_counted_and_not_occurrences() -> None:
    assert look_up(Word("fack")).forms == counted(facket=2, fackets=1)


def test_a_form_in_the_title_of_one_and_the_text_of_another_is_in_two_documents() -> None:
    archive = (document("a", "Avtal.", "Lön"), document("b", "Om lön."))
    assert look_up(Word("lön"), archive=archive).forms == counted(lön=2)
    assert look_up(Prefix("lön"), archive=archive).forms == counted(lön=2)


def test_a_compound_shows_its_parts_as_they_stand_in_it() -> None:
    entry = look_up(Word("lönerevision"))
    assert entry.parts == (WordPart("löne", "lön"), WordPart("revision", "revision"))


def test_a_compound_is_listed_once_in_its_shortest_form() -> None:
    entry = look_up(Word("omsättning"))
    assert entry.compounds == counted(personalomsättning=1)
    assert (entry.documents, entry.by_itself) == (1, 0)


def test_a_hyphenated_word_is_where_a_search_finds_it() -> None:
    archive = (
        document("a", "En it-säkerhet-expert."),
        document("b", "Frågor om IT, säkerhet och annat."),
        document("c", "Säkerhet och it."),
    )
    assert look_up(Word("IT-säkerhet"), archive=archive) == WordEntry(
        word="IT-säkerhet",
        stem="itsäkerhet",
        parts=(WordPart("it", "it"), WordPart("säkerhet", "säkerhet")),
        documents=2,
        by_itself=0,
        compounds=counted(**{"it-säkerhet-expert": 1}),
    )


def test_a_related_phrase_counts_where_its_words_stand_together() -> None:
    assert look_up(Word("vakans")).related == CountedWords(
        (CountedWord("ledig tjänst", 1), CountedWord("personalomsättning", 1)), 2
    )


def test_what_is_nowhere_is_answered_with_what_looks_like_it() -> None:
    entry = look_up(Word("övertdi"))
    assert (entry.documents, entry.suggestions) == (0, ("övertid",))


def test_a_word_without_its_marks_is_answered_with_them() -> None:
    assert look_up(Word("lon")).suggestions == ("lön",)


def test_a_word_that_is_there_is_not_corrected() -> None:
    assert look_up(Word("facket")).suggestions == ()


@pytest.mark.parametrize(
    ("node", "forms"),
    [
        (Prefix("Lön"), ["lön", "lönen", "lönerevision"]),
        (Suffix("omsättningen"), ["personalomsättningen"]),
        (Fuzzy("facke"), ["facket"]),
        (Exact("Fackets"), ["fackets"]),
        (Exact("fackens"), []),
    ],
)
def test_a_pattern_lists_the_forms_it_stands_for(node: Node, forms: list[str]) -> None:
    entry = look_up(node)
    assert listed(entry.forms) == forms
    assert (entry.is_pattern, entry.is_known) == (True, bool(forms))


def test_without_a_word_all_are_listed_but_stop_words_and_numbers() -> None:
    archive = (document("a", "Facket och 17 x lönen"), document("b", "Lönen är inte allt"))
    assert listed(look_up(None, archive=archive).forms) == ["lönen", "facket"]


def test_the_most_frequent_come_first_and_equals_by_the_alphabet() -> None:
    archive = (document("a", "ö3 ä2 å1 z0 avtal"), document("b", "avtal"))
    assert listed(look_up(None, archive=archive).forms) == ["avtal", "z0", "å1", "ä2", "ö3"]


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_a_limit_cuts_a_list_and_tells_how_long_it_was(limit: int) -> None:
    whole = look_up(Prefix("")).forms
    assert look_up(Prefix(""), limit).forms == CountedWords(whole.words[:limit], whole.total)


def test_a_limit_keeps_forms_that_titles_and_texts_share_out_between_them() -> None:
    archive = (
        document("a", "lön krav", "avtal"),
        document("b", "lön krav", "fack"),
        document("c", "avtal", "fack"),
        document("d", "avtal", "krav"),
    )
    found = look_up(Prefix(""), 2, archive).forms
    assert found.words == (CountedWord("avtal", 3), CountedWord("krav", 3))


def test_only_the_best_documents_are_read_but_all_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(terms, "DOCUMENTS_READ", 1)
    archive = (
        document("a", "Lönen lönen lönen."),
        document("b", "Lönen är en av alla löner."),
    )
    entry = look_up(Word("lön"), archive=archive)
    assert entry.forms == counted(lönen=2)
    assert entry.notices == ("forms and compounds come from 1 of the 2 documents, best first",)
