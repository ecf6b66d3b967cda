"""Whoosh's own matchers, walking our postings, find and weigh what the engine does."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from language.toy import toy_analyzer
from whoosh import query as whoosh_query
from whoosh import scoring as whoosh_scoring
from whoosh.index import FileIndex

from searchkit.engines import scoring
from searchkit.engines.whoosh.engine import WhooshEngine
from searchkit.engines.whoosh.schema import ZONES, field_name, make_schema
from searchkit.engines.whoosh.storage import IndexStorage
from searchkit.query.request import Filters
from searchkit.query.terms import AllOf, AnyOf, Everything, Near, OneOf, TermNode, Without

from .archive import stem
from .test_oracle_agreement import STEMS, Batch, _archives, _words


class WeighedFrequency(whoosh_scoring.WeightingModel):  # type: ignore[misc]
    """Give each posting the frequency that BM25F adds up, before it saturates."""

    def scorer(self, searcher: Any, fieldname: str, text: bytes, qf: int = 1) -> Any:
        zone = fieldname.partition("_")[0]
        lengths = list(searcher.reader().column_reader(f"{zone}_length", translate=False))
        every = _live_lengths(searcher.get_parent().reader(), zone)
        return _Scorer(zone, lengths, sum(every) / len(every))


def _live_lengths(reader: Any, zone: str) -> list[int]:
    lengths = reader.column_reader(f"{zone}_length", translate=False)
    return [lengths[number] for number in reader.all_doc_ids()]


class _Scorer(whoosh_scoring.BaseScorer):  # type: ignore[misc]
    def __init__(self, zone: str, lengths: list[int], average: float) -> None:
        self.zone, self.lengths, self.average = zone, lengths, average

    def score(self, matcher: Any) -> float:
        length = self.lengths[matcher.id()]
        return scoring.weighted_frequency(self.zone, matcher.weight(), length, self.average)


def plain(node: TermNode) -> whoosh_query.Query:
    """Say the same in Whoosh's queries."""
    match node:
        case OneOf(_, terms, title_only):
            return whoosh_query.Or(
                [
                    whoosh_query.Term(field_name(zone, term.kind), term.term, boost=term.weight)
                    for zone in (("title",) if title_only else ZONES)
                    for term in terms
                    if term.weight
                ]
            )
        case Near(_, slots):
            words = [slot.terms[0].term for slot in slots]
            return whoosh_query.Or([whoosh_query.Phrase(zone, words) for zone in ZONES])
        case AllOf(nodes):
            return whoosh_query.And([plain(child) for child in nodes])
        case AnyOf(nodes):
            return whoosh_query.Or([plain(child) for child in nodes])
        case Without(child):
            return whoosh_query.Not(plain(child))
        case _:
            return whoosh_query.Every()


_phrases = st.lists(st.sampled_from(STEMS), min_size=2, max_size=2).map(
    lambda words: Near("fras", tuple(map(stem, words)))
)
_simple = st.one_of(_words, _phrases)
_shapes = st.one_of(
    _simple,
    st.lists(_simple, min_size=1, max_size=3).map(lambda nodes: AllOf(tuple(nodes))),
    st.lists(_simple, min_size=1, max_size=3).map(lambda nodes: AnyOf(tuple(nodes))),
    st.tuples(_simple, _simple).map(lambda two: AllOf((two[0], Without(two[1])))),
    st.just(Everything()),
)


def _written(directory: str, archive: tuple[Batch, ...]) -> WhooshEngine:
    engine = WhooshEngine.create(Path(directory), toy_analyzer())
    for batch in archive:
        engine.update(batch.documents, batch.removed)
    return engine


def _ask(directory: str, node: TermNode) -> dict[str, float]:
    opened = FileIndex(IndexStorage(directory), schema=make_schema())
    with opened.searcher(weighting=WeighedFrequency()) as searcher:
        ids = searcher.reader().column_reader("id_key", translate=False)
        results = searcher.search(plain(node), limit=None, optimize=False)
        found = {
            ids[results.docnum(at)].decode(): results.score(at)
            for at in range(results.scored_length())
        }
    opened.close()
    return found


@settings(max_examples=25)
@given(archive=_archives, nodes=st.lists(_shapes, min_size=1, max_size=4))
def test_plain_matchers_find_the_same_documents(
    archive: tuple[Batch, ...], nodes: list[TermNode]
) -> None:
    with tempfile.TemporaryDirectory() as directory:
        engine = _written(directory, archive)
        for node in nodes:
            found = engine.search(node, Filters(), limit=0).matches
            assert _ask(directory, node).keys() == {match.doc_id for match in found}
        engine.close()


@settings(max_examples=25)
@given(archive=_archives, word=_words)
def test_plain_matchers_weigh_a_word_the_same(archive: tuple[Batch, ...], word: OneOf) -> None:
    with tempfile.TemporaryDirectory() as directory:
        engine = _written(directory, archive)
        whole = OneOf("", tuple(t for t in word.terms if t.kind != "part"), word.title_only)
        every = engine.search(Everything(), Filters(), limit=-1).total
        matching = engine.search(whole, Filters(), limit=-1).total
        matching = matching or engine.search(word, Filters(), limit=-1).total
        rarity = scoring.inverse_document_frequency(every, matching)
        expected = scoring.word_scores(_ask(directory, word), rarity)  # type: ignore[arg-type]
        found = engine.search(word, Filters(), limit=0).matches
        assert {match.doc_id: match.score for match in found} == pytest.approx(expected, rel=1e-9)
        engine.close()
