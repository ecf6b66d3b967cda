"""Expansion: each kind of query node to its terms, against a small vocabulary."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable

import pytest
from language.toy import toy_analyzer

from searchkit.errors import RequestError
from searchkit.query import vocabulary
from searchkit.query.dates import DateRange
from searchkit.query.expansion import Expander, Expansion
from searchkit.query.nodes import (
    And,
    Exact,
    Fuzzy,
    HasDate,
    HasSource,
    HasType,
    InTitle,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Suffix,
    Word,
)
from searchkit.query.terms import (
    AllOf,
    AnyOf,
    Dated,
    Everything,
    FromSource,
    Near,
    OfType,
    OneOf,
    TermNode,
    WeightedTerm,
    Without,
)
from searchkit.values import replace

from .forms import Forms

FORMS = Forms(
    "Lönen och lönerna höjs", "personalomsättning facket", "it-säkerhet och säkerhet", "en åsikt"
)
STOPWORDS = frozenset({"och", "en", "att"})
YEAR = DateRange(datetime.date(2022, 1, 1), datetime.date(2022, 12, 31))


def expand(
    node: Node | None,
    *,
    any_word: bool = False,
    exact: bool = False,
    related: Callable[[str], Iterable[str]] | None = None,
) -> Expansion:
    expander = Expander(toy_analyzer(), FORMS, stopwords=STOPWORDS, exact=exact, related=related)
    # Parts and pairs are the matter of test_favors.
    return replace(expander.expand(node, any_word), parts=(), pairs=())


def tree(node: Node | None, *, exact: bool = False) -> TermNode:
    return expand(node, exact=exact).tree()


def inflected(label: str, form: str, stem: str) -> OneOf:
    """What a plain word becomes: its form for marking, its stem, and its stem as a part."""
    return OneOf(
        label,
        (
            WeightedTerm(form, "exact", 0.0, "exact"),
            WeightedTerm(stem, "stem", 1.0, "stem"),
            WeightedTerm(stem, "part", 0.5, "part"),
        ),
    )


def whole(label: str, form: str, stem: str) -> OneOf:
    """What a word of a phrase becomes: no part of a compound."""
    return OneOf(label, inflected(label, form, stem).terms[:2])


def forms(label: str, why: str, *found: str, weight: float = 1.0) -> OneOf:
    return OneOf(label, tuple(WeightedTerm(form, "exact", weight, why) for form in found))


LON = inflected("lön", "lön", "lön")
FACK = inflected("facket", "facket", "fack")
PIECES = tuple(
    OneOf("IT-säkerhet", (WeightedTerm(p, "stem"), WeightedTerm(p, "part", 1.0, "part")))
    for p in ("it", "säkerhet")
)


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (Word("Lönerna"), inflected("Lönerna", "lönerna", "lön")),
        (
            Word("IT-säkerhet"),
            AnyOf(
                (
                    inflected("IT-säkerhet", "it-säkerhet", "itsäkerhet"),
                    Near("IT-säkerhet", PIECES, gaps=(0, 1)),
                )
            ),
        ),
        (
            Word("lön/facket"),
            Near('"lön facket"', (whole("lön", "lön", "lön"), whole("facket", "facket", "fack"))),
        ),
        (Exact("Lönen"), forms("Lönen", "exact", "lönen")),
        (
            Exact("löner/facket"),
            Near(
                '"löner facket"',
                (forms("löner", "exact", "löner"), forms("facket", "exact", "facket")),
            ),
        ),
        (Exact("lönen,"), forms("lönen", "exact", "lönen")),
        (Prefix("LÖNE"), forms("LÖNE*", "stem", "lönen", "lönerna")),
        (Suffix("sättning"), forms("*sättning", "stem", "personalomsättning")),
        (Fuzzy("fackte"), forms("fackte~", "fuzzy", "facket", weight=0.5)),
        (
            Fuzzy("lönen"),
            OneOf("lönen~", (WeightedTerm("lönen", "exact", 1.0, "fuzzy"),)),
        ),
        (
            Phrase(("Lönen", "höjs")),
            Near('"Lönen höjs"', (whole("Lönen", "lönen", "lön"), whole("höjs", "höjs", "höjs"))),
        ),
        (
            Phrase(("höjs", "facket"), 5),
            Near(
                '"höjs facket"',
                (whole("höjs", "höjs", "höjs"), whole("facket", "facket", "fack")),
                distance=5,
            ),
        ),
        (Phrase(("facket",)), whole("facket", "facket", "fack")),
        (Phrase(("§",)), OneOf('""', ())),
        (InTitle(Word("lön")), OneOf("lön", LON.terms, title_only=True)),
        (HasSource("ST"), FromSource("ST")),
        (HasType("protokoll"), OfType("protokoll")),
        (HasDate(YEAR), Dated(YEAR)),
        (And((Word("lön"), Word("facket"))), AllOf((LON, FACK))),
        (Or((Word("lön"), Word("facket"))), AnyOf((LON, FACK))),
        (Not(Word("lön")), Without(LON)),
        (
            Or((And((Word("lön"), Word("och"), Word("facket"))), HasType("avtal"))),
            AnyOf((AllOf((LON, FACK)), OfType("avtal"))),
        ),
        (None, Everything()),
    ],
)
def test_a_node_becomes_its_terms(node: Node | None, expected: TermNode) -> None:
    assert tree(node) == expected


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (Word("Lönerna"), forms("Lönerna", "exact", "lönerna")),
        (Word("IT-säkerhet"), forms("IT-säkerhet", "exact", "it-säkerhet")),
        (
            Phrase(("lönen", "höjs")),
            Near(
                '"lönen höjs"', (forms("lönen", "exact", "lönen"), forms("höjs", "exact", "höjs"))
            ),
        ),
        (Word("asikt"), forms("asikt", "exact", "asikt")),
        (
            And((Word("och"), Word("lön"))),
            AllOf((forms("och", "exact", "och"), forms("lön", "exact", "lön"))),
        ),
    ],
)
def test_exact_takes_every_word_as_it_is_written(node: Node, expected: TermNode) -> None:
    assert tree(node, exact=True) == expected


def test_everything_in_a_title_is_asked_for_in_the_title() -> None:
    slots = tuple(
        OneOf(slot.label, slot.terms, title_only=True)
        for slot in (whole("lön", "lön", "lön"), whole("facket", "facket", "fack"))
    )
    node = InTitle(Or((Phrase(("lön", "facket")), Not(Word("facket")), HasSource("ST"))))
    assert tree(node) == AnyOf(
        (
            Near('"lön facket"', slots),
            Without(OneOf("facket", FACK.terms, title_only=True)),
            FromSource("ST"),
        )
    )


# Which words count


def test_a_word_asked_for_twice_counts_once() -> None:
    assert expand(And((Word("lön"), Word("facket"), Word("lön")))).words == (LON, FACK)


def test_stop_words_do_not_count() -> None:
    assert expand(And((Word("Och"), Word("lön"), Word("en")))).words == (LON,)


def test_stop_words_count_where_there_is_nothing_else() -> None:
    assert expand(And((Word("och"), Word("en")))).words == (
        inflected("och", "och", "och"),
        inflected("en", "en", "en"),
    )


def test_a_quoted_stop_word_counts() -> None:
    assert expand(And((Phrase(("och",)), Word("lön")))).words == (whole("och", "och", "och"), LON)


@pytest.mark.parametrize("signs", [Word("–"), Word("§"), Exact("§"), Phrase(("–", "…"))])
def test_signs_alone_do_not_count(signs: Node) -> None:
    assert expand(And((signs, Word("lön")))).words == (LON,)


def test_signs_and_nothing_else_find_nothing() -> None:
    assert tree(Word("§")) == OneOf('""', ())


@pytest.mark.parametrize(
    "condition",
    [
        Not(Word("facket")),
        HasSource("ST"),
        HasType("avtal"),
        HasDate(YEAR),
        InTitle(Not(Word("facket"))),
        Or((HasSource("ST"), HasSource("Voister"))),
        InTitle(And((Not(Word("lön")), Not(Word("facket"))))),
    ],
)
def test_what_a_document_must_be_is_a_condition_and_no_word(condition: Node) -> None:
    expansion = expand(And((Word("lön"), condition)))
    assert expansion.words == (LON,)
    assert expansion.conditions == (tree(condition),)


# The tree of several words


def test_all_of_the_words_are_asked_for() -> None:
    assert expand(And((Word("lön"), Word("facket"), HasSource("ST")))).tree() == AllOf(
        (LON, FACK, FromSource("ST"))
    )


def test_any_of_the_words_is_enough_if_asked_for_and_conditions_still_hold() -> None:
    expansion = expand(And((Word("lön"), Word("facket"), HasSource("ST"))), any_word=True)
    assert expansion.tree() == AllOf((AnyOf((LON, FACK), 1), FromSource("ST")))


def test_some_of_the_words_can_be_asked_for() -> None:
    expansion = expand(And((Word("lön"), Word("facket"), Word("höjs"))))
    words = (LON, FACK, inflected("höjs", "höjs", "höjs"))
    assert expansion.tree(2) == AnyOf(words, 2)
    assert expansion.tree(3) == AllOf(words)


# What the index does not know


def test_a_word_that_lacks_its_marks_is_tried_with_them() -> None:
    expansion = expand(Word("asikt"))
    assert expansion.tree() == OneOf(
        "asikt",
        (
            *inflected("asikt", "asikt", "asikt").terms,
            WeightedTerm("åsikt", "exact", 0.0, "folded"),
            WeightedTerm("åsikt", "stem", 0.7, "folded"),
            WeightedTerm("åsikt", "part", 0.7 * 0.5, "folded"),
        ),
    )
    assert expansion.notices == ("“asikt” is not in the index; searched for åsikt",)
    assert expansion.unknown == ()


@pytest.mark.parametrize(
    ("typed", "reading"), [("omsattning", "omsättning"), ("omsattningen", "omsättningen")]
)
def test_a_word_that_lacks_its_marks_may_be_there_in_another_form_and_within_another(
    typed: str, reading: str
) -> None:
    expansion = expand(Word(typed))
    assert expansion.tree() == OneOf(
        typed,
        (
            *inflected(typed, typed, typed).terms,
            WeightedTerm(reading, "exact", 0.0, "folded"),
            WeightedTerm("omsättning", "stem", 0.7, "folded"),
            WeightedTerm("omsättning", "part", 0.7 * 0.5, "folded"),
        ),
    )
    assert expansion.notices == (f"“{typed}” is not in the index; searched for {reading}",)
    assert expansion.unknown == ()


def test_a_word_in_the_index_is_not_tried_with_marks() -> None:
    assert expand(Word("facket")).notices == ()


def test_a_notice_is_given_once() -> None:
    expansion = expand(And((Word("asikt"), Phrase(("asikt", "lön")))))
    assert expansion.notices == ("“asikt” is not in the index; searched for åsikt",)


@pytest.mark.parametrize(
    ("node", "unknown"),
    [
        (Word("lönn"), ("lönn",)),
        (Word("personal"), ()),
        (Exact("lön"), ("lön",)),
        (Prefix("xyz"), ("xyz*",)),
        (Fuzzy("xyzzy"), ("xyzzy~",)),
        (Phrase(("digtal", "lön")), ("digtal",)),
        (Word("it-säkrhet"), ("it-säkrhet",)),
        (Word("säkerhet-it"), ()),
        (And((Not(Word("lönn")), Word("xyzzy"), Word("xyzzy"))), ("xyzzy",)),
    ],
)
def test_words_that_nothing_answers_to_are_unknown(node: Node, unknown: tuple[str, ...]) -> None:
    assert expand(node).unknown == unknown


@pytest.mark.parametrize(
    ("node", "whole"),
    [
        (Word("lönn"), frozenset()),
        (Exact("lönn"), {"lönn"}),
        (Phrase(("digtal", "lön")), {"digtal"}),
        (And((Word("lönn"), Phrase(("lönn", "facket")))), {"lönn"}),
    ],
)
def test_words_that_only_whole_words_could_answer_are_told(node: Node, whole: set[str]) -> None:
    assert expand(node).whole == whole


def test_an_expander_forgets_the_query_before() -> None:
    expander = Expander(toy_analyzer(), FORMS)
    expander.expand(Word("asikt"))
    expander.expand(Word("xyzzy"))
    assert expander.expand(Word("lön")) == Expansion((LON,))


def test_too_many_forms_are_refused() -> None:
    many = Forms(*(f"l{number}" for number in range(vocabulary.LARGEST_EXPANSION + 1)))
    with pytest.raises(RequestError, match=r"l\* stands for more than 10000 words"):
        Expander(toy_analyzer(), many).expand(Prefix("l"))


# Related words


def related(word: str) -> tuple[str, ...]:
    return ("facket", "hög inkomst") if toy_analyzer().stem(word) == "lön" else ()


def related_terms(form: str, stem: str) -> tuple[WeightedTerm, ...]:
    return (
        WeightedTerm(form, "exact", 0.0, "related"),
        WeightedTerm(stem, "stem", 0.5, "related"),
        WeightedTerm(stem, "part", 0.5 * 0.5, "related"),
    )


def test_related_words_are_added_and_weigh_less() -> None:
    assert expand(Word("lönen"), related=related).tree() == AnyOf(
        (
            OneOf(
                "lönen",
                inflected("lönen", "lönen", "lön").terms + related_terms("facket", "fack"),
            ),
            Near(
                "hög inkomst",
                (
                    OneOf("hög", related_terms("hög", "hög")[:2]),
                    OneOf("inkomst", related_terms("inkomst", "inkomst")[:2]),
                ),
            ),
        )
    )


def test_the_words_of_a_phrase_have_no_related_ones() -> None:
    assert expand(Phrase(("lön",)), related=related).tree() == whole("lön", "lön", "lön")
