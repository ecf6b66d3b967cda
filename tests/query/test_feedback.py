"""Feedback: what the best documents have in common and others lack."""

from __future__ import annotations

from language.toy import toy_analyzer

from searchkit.query.feedback import FEEDBACK_TERMS, FEEDBACK_WEIGHT, feedback_nodes
from searchkit.query.terms import OneOf, Weighted, WeightedTerm

from .forms import Forms

BEST = ("Facket kräver lönen och visum", "Lönerna och facket")
REST = tuple(f"ord{number} och" for number in range(10))
FORMS = Forms(*BEST, *REST)
STOPWORDS = frozenset({"och"})


def feedback(*texts: str) -> tuple[object, ...]:
    return feedback_nodes(texts, toy_analyzer(), FORMS, len(BEST + REST), STOPWORDS)


def related(stem: str) -> OneOf:
    return OneOf(
        stem,
        (WeightedTerm(stem, "stem", 1.0, "related"), WeightedTerm(stem, "part", 0.5, "related")),
    )


def test_only_what_several_of_the_best_share_is_asked_for() -> None:
    assert feedback(*BEST) == (
        Weighted(related("fack"), FEEDBACK_WEIGHT / 2),
        Weighted(related("lön"), FEEDBACK_WEIGHT / 2),
    )


def test_the_weights_add_up_to_a_share_of_one_word() -> None:
    texts = ("lön lön facket", "lönen fackets")
    nodes = [node for node in feedback(*texts) if isinstance(node, Weighted)]
    assert sum(node.weight for node in nodes) == FEEDBACK_WEIGHT
    assert nodes[0].node == related("lön")


def test_what_many_documents_have_is_left_out() -> None:
    forms = Forms(*BEST, "lön", "lön", "lön")
    nodes = feedback_nodes(BEST, toy_analyzer(), forms, 12, STOPWORDS)
    assert nodes == (Weighted(related("fack"), FEEDBACK_WEIGHT),)


def test_at_most_so_many_terms_are_asked_for() -> None:
    text = " ".join(f"ord{chr(97 + number)}" for number in range(FEEDBACK_TERMS + 5))
    forms = Forms(text, text, *("annat",) * 10)
    assert (
        len(feedback_nodes((text, text), toy_analyzer(), forms, 12, STOPWORDS)) == FEEDBACK_TERMS
    )


def test_a_single_document_shares_nothing() -> None:
    assert feedback(BEST[0]) == ()
