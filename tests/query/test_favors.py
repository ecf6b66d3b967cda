"""What makes one matching document better than another: parts of compounds, pairs of words."""

from __future__ import annotations

from language.toy import toy_analyzer

from searchkit.query.expansion import Expander
from searchkit.query.favors import HEAD_WEIGHT, MODIFIER_WEIGHT, PAIR_WEIGHT
from searchkit.query.nodes import And, Exact, Node, Not, Word
from searchkit.query.terms import (
    AllOf,
    AnyOf,
    Favoring,
    Near,
    OneOf,
    TermNode,
    Weighted,
    WeightedTerm,
)

from .forms import Forms

FORMS = Forms("Lönen och lönerna höjs", "personalomsättning facket")


def expand(node: Node, *, any_word: bool = False, exact: bool = False) -> TermNode:
    stopwords = frozenset({"och"})
    expander = Expander(toy_analyzer(), FORMS, stopwords=stopwords, exact=exact)
    return expander.expand(node, any_word).tree()


def part(term: str, weight: float) -> Weighted:
    terms = (WeightedTerm(term, "stem", 1.0, "part"), WeightedTerm(term, "part", 0.5, "part"))
    return Weighted(OneOf(term, terms), weight)


def pair(label: str, first: str, second: str, gap: int) -> Weighted:
    slots = (
        OneOf(first, (WeightedTerm(first, "stem"),)),
        OneOf(second, (WeightedTerm(second, "stem"),)),
    )
    return Weighted(Near(label, slots, gaps=(1, gap)), PAIR_WEIGHT)


def test_the_parts_of_a_compound_favor_the_documents_that_have_it() -> None:
    tree = expand(Word("personalomsättning"))
    assert isinstance(tree, Favoring)
    assert tree.bonuses == (
        part("personal", MODIFIER_WEIGHT),
        part("omsättning", HEAD_WEIGHT),
    )


def test_where_any_word_is_enough_a_part_is_enough_as_well() -> None:
    tree = expand(Word("personalomsättning"), any_word=True)
    assert isinstance(tree, AnyOf)
    assert tree.nodes[1:] == (part("personal", MODIFIER_WEIGHT), part("omsättning", HEAD_WEIGHT))


def test_words_side_by_side_favor_documents_where_they_follow_each_other() -> None:
    tree = expand(And((Word("lönen"), Word("höjs"))))
    assert isinstance(tree, Favoring)
    assert isinstance(tree.node, AllOf)
    assert tree.bonuses == (pair("lönen höjs", "lön", "höjs", 1),)


def test_a_pair_may_be_as_far_apart_as_it_was_typed() -> None:
    tree = expand(And((Word("lönen"), Word("och"), Word("höjs"))))
    assert isinstance(tree, Favoring)
    assert tree.bonuses == (pair("lönen höjs", "lön", "höjs", 2),)


def test_forms_of_one_word_are_no_pair() -> None:
    assert not isinstance(expand(And((Word("lönen"), Word("lönerna")))), Favoring)


def test_exact_words_favor_nothing() -> None:
    node = And((Word("personalomsättning"), Word("facket")))
    assert not isinstance(expand(node, exact=True), Favoring)
    assert not isinstance(expand(Exact("personalomsättning")), Favoring)


def test_a_word_to_do_without_favors_nothing() -> None:
    tree = expand(And((Word("lönen"), Not(Word("personalomsättning")))))
    assert isinstance(tree, AllOf)
