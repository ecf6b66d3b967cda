"""The Whoosh engine finds, scores and orders as the brute-force oracle does."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from language.toy import toy_analyzer

from searchkit.documents.dates import PartialDate
from searchkit.documents.model import Document, Metadata
from searchkit.engines.whoosh.engine import WhooshEngine
from searchkit.engines.whoosh.writing import merging
from searchkit.query.request import SORTS, UNDATED, Filters
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

from .archive import within
from .evaluators import EVALUATORS, use
from .oracle import Oracle

WORDS = (
    *("lön", "lönen", "facket", "vakanser", "och", "–"),
    *("personalomsättning", "lönerevision", "lönelöne", "arbetsmiljön"),
    *("it-säkerhet", "säkerhet", "it", "löne-"),
)
STEMS = ("lön", "fack", "vakans", "personalomsättning", "itsäkerhet", "säkerhet", "it", "och")
FORMS = ("lönen", "it-säkerhet", "arbetsmiljön", "saknas")
PARTS = ("personal", "omsättning", "lön", "it", "säkerhet", "miljö")
IDS = "abcdefghijåäö"
SOURCES = ("", "ST", "st", "Voister")
RANGES = ("2021-06-15..", "..2021-06-15", "2021-01-01..2022-01-01", "2022-09-28..2022-09-28")

_texts = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)
_dates = st.sampled_from(["", "2021", "2021-06", "2022-09-28"]).map(
    lambda text: PartialDate.parse(text) if text else None
)
_metadata = st.builds(
    Metadata,
    title=st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join),
    date=_dates,
    source=st.sampled_from(SOURCES),
    type=st.sampled_from(["", "protokoll"]),
)
_ids = st.sampled_from(IDS)
_documents = st.builds(Document, _ids, st.just("arkiv"), _texts, _metadata)


@dataclass(frozen=True)
class Batch:
    """What one update adds and removes."""

    documents: list[Document]
    removed: list[str]


def _batches(smallest: int, largest: int) -> st.SearchStrategy[Batch]:
    documents = st.lists(
        _documents, min_size=smallest, max_size=largest, unique_by=lambda doc: doc.doc_id
    )
    return st.builds(Batch, documents, st.lists(_ids, max_size=3))


# A large update and then small ones: they stay segments of their own.
_archives = st.tuples(_batches(6, 12), _batches(0, 3), _batches(0, 2), _batches(0, 1))

_stems = st.builds(WeightedTerm, st.sampled_from(STEMS), st.just("stem"), st.just(1.0))
_terms = st.one_of(
    _stems,
    st.builds(WeightedTerm, st.sampled_from(FORMS), st.just("exact"), st.sampled_from([0.0, 0.7])),
    st.builds(WeightedTerm, st.sampled_from(PARTS), st.just("part"), st.just(0.35)),
)
_words = st.builds(
    OneOf,
    st.just("ord"),
    st.lists(_terms, min_size=1, max_size=4, unique=True).map(tuple),
    st.sampled_from([False, False, False, True]),
)
_slots = st.lists(
    st.builds(OneOf, st.just("ord"), st.lists(_terms, min_size=1, max_size=2).map(tuple)),
    min_size=1,
    max_size=3,
).map(tuple)
# Words of a phrase with a distance are whole ones, so two are the same or never meet.
_whole_slots = st.lists(_stems, min_size=1, max_size=3).map(
    lambda terms: tuple(OneOf("ord", (term,)) for term in terms)
)
_nears = st.one_of(
    st.builds(Near, st.just("fras"), _slots, st.sampled_from([(1, 1), (0, 1), (1, 3)])),
    st.builds(Near, st.just("nära"), _whole_slots, distance=st.integers(1, 4)),
)
_conditions = st.one_of(
    st.just(Everything()),
    _words.map(Without),
    st.builds(FromSource, st.sampled_from(SOURCES[1:])),
    st.builds(OfType, st.just("Protokoll")),
    st.builds(Dated, st.sampled_from(RANGES).map(within)),
)


_LON = OneOf("lön", (WeightedTerm("lön", "stem"), WeightedTerm("lön", "part", 0.35)))


def _joined(nodes: st.SearchStrategy[TermNode]) -> st.SearchStrategy[TermNode]:
    several = st.lists(nodes, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        several.map(AllOf),
        several.map(AnyOf),
        st.builds(AnyOf, several, st.integers(1, 2)),
        st.builds(Weighted, nodes, st.sampled_from([0.2, 0.5])),
        st.builds(Favoring, nodes, several),
        nodes.map(lambda node: AllOf((_LON, Without(node)))),
    )


_trees: st.SearchStrategy[TermNode] = st.recursive(
    st.one_of(_words, _words, _nears, _nears, _conditions), _joined, max_leaves=6
)
_filters = st.builds(
    Filters,
    sources=st.sampled_from([(), ("ST",), ("st", "Voister")]),
    not_sources=st.sampled_from([(), ("voister",)]),
    types=st.sampled_from([(), ("protokoll",)]),
    dates=st.none() | st.sampled_from(RANGES).map(within),
    undated=st.sampled_from(UNDATED),
)


@pytest.mark.parametrize("evaluator", EVALUATORS)
@settings(deadline=None, max_examples=50)
@given(
    archive=_archives,
    trees=st.lists(_trees, min_size=1, max_size=6),
    filters=_filters,
    sort=st.sampled_from(SORTS),
    limit=st.integers(0, 3),
    offset=st.integers(0, 3),
    fan_out=st.sampled_from([2, 3, 8]),
)
def test_whoosh_agrees_with_the_oracle(
    evaluator: str,
    archive: tuple[Batch, ...],
    trees: list[TermNode],
    filters: Filters,
    sort: str,
    limit: int,
    offset: int,
    fan_out: int,
) -> None:
    oracle = Oracle(toy_analyzer())
    with tempfile.TemporaryDirectory() as directory, pytest.MonkeyPatch.context() as patched:
        patched.setattr(merging, "FAN_OUT", fan_out)
        use(evaluator, patched)
        engine = WhooshEngine.create(Path(directory), toy_analyzer())
        for batch in archive:
            engine.update(batch.documents, batch.removed)
            oracle.update(batch.documents, batch.removed)
        for tree in trees:
            for chosen in (Filters(), filters):
                found = engine.search(tree, chosen, sort, limit, offset)
                expected = oracle.search(tree, chosen, sort, limit, offset)
                ids = [match.doc_id for match in expected.matches]
                assert (found.total, [m.doc_id for m in found.matches]) == (expected.total, ids)
                assert [m.score for m in found.matches] == pytest.approx(
                    [m.score for m in expected.matches], rel=1e-9, abs=0
                )
            for doc_id in oracle.iter_ids():
                explained = engine.explain(tree, doc_id)
                expected_terms = oracle.explain(tree, doc_id)
                assert [(t.field, t.term, t.kind) for t in explained] == [
                    (t.field, t.term, t.kind) for t in expected_terms
                ]
                assert [t.score for t in explained] == pytest.approx(
                    [t.score for t in expected_terms], rel=1e-9, abs=0
                )
        engine.close()


@settings(deadline=None, max_examples=20)
@given(_archives)
def test_whoosh_holds_what_the_oracle_holds(archive: tuple[Batch, ...]) -> None:
    oracle = Oracle(toy_analyzer())
    with tempfile.TemporaryDirectory() as directory:
        engine = WhooshEngine.create(Path(directory), toy_analyzer())
        for batch in archive:
            engine.update(batch.documents, batch.removed)
            oracle.update(batch.documents, batch.removed)
        assert [engine.get(doc_id) for doc_id in engine.iter_ids()] == [
            oracle.get(doc_id) for doc_id in oracle.iter_ids()
        ]
        wanted = [*(("stem", term) for term in STEMS), *(("part", term) for term in PARTS)]
        for doc_id in IDS:
            for some in (wanted[:1], wanted):
                assert engine.find_positions(doc_id, some) == oracle.find_positions(doc_id, some)
        assert list(engine.iter_metadata()) == list(oracle.iter_metadata())
        assert engine.count_values("source") == oracle.count_values("source")
        for kind, terms in (("stem", STEMS), ("exact", FORMS), ("part", PARTS)):
            assert [engine.frequency(term, kind) for term in terms] == [
                oracle.frequency(term, kind) for term in terms
            ]
        # Forms of deleted documents may be left, but nothing says they are frequent.
        assert [form for form, _ in engine.iter_terms() if engine.frequency(form, "exact")] == [
            form for form, _ in oracle.iter_terms()
        ]
        engine.close()
