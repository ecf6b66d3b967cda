"""An index with another codec answers Whoosh's own queries as one with Whoosh's codec does.

The same archive is written twice, in several segments with deleted documents, once with the stock
codec and once with each of `CODECS`; both are then asked the same.
"""

from __future__ import annotations

import datetime
import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from whoosh import analysis, fields, index, query, sorting
from whoosh.codec import default_codec
from whoosh.query import spans

from searchkit.engines.whoosh.codec import FlatCodec

CODECS: dict[str, Callable[[], Any]] = {"flat": FlatCodec}
"""Codecs to hold to what the stock one answers.

Blocks of postings should be as long as the stock codec's: with a limit, Whoosh skips blocks that
it must not skip under a DisjunctionMax, and what it misses depends on where they end.
"""

WORDS = ("lön", "lönen", "löner", "facket", "fackets", "vakans", "vakanser", "årsmöte", "och")
ZONES = ("title", "text")
TAGS = ("avtal", "lön", "möte")
SOURCES = ("ST", "Vision", "Voister", "Åland")
IDS = tuple("abcdefghijåäö")
DAYS = tuple(datetime.datetime(2021, month, 15, 8, 30) for month in (1, 5, 9, 12))
NUMBERS = (-70_000, -1, 0, 3, 300, 2**30)

Fields = dict[str, Any]


@dataclass(frozen=True)
class Batch:
    """What one commit writes: documents, some replacing others, and ids to delete."""

    documents: list[Fields]
    removed: list[str]
    optimize: bool = False


@dataclass(frozen=True)
class Question:
    """One search: the query and how its results are to be narrowed, ordered and grouped."""

    query: query.Query
    narrowing: dict[str, query.Query]
    order: dict[str, Any]
    facet: str | None
    limit: int | None


def make_schema() -> fields.Schema:
    """A field of each kind; the texts are analysed simply and every word counts."""
    simple = analysis.SimpleAnalyzer()
    return fields.Schema(
        id=fields.ID(unique=True, stored=True),
        title=fields.TEXT(analyzer=simple, stored=True, field_boost=2.0, sortable=True),
        text=fields.TEXT(analyzer=simple),
        tags=fields.KEYWORD(stored=True, scorable=True),
        source=fields.ID(sortable=True),
        number=fields.NUMERIC(signed=True, sortable=True, default=0),
        day=fields.DATETIME(stored=True, sortable=True),
    )


def _phrases(most: int) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(WORDS), max_size=most).map(" ".join)


def _ids() -> st.SearchStrategy[str]:
    return st.sampled_from(IDS)


# Any field but the id may be missing, and a text may be there and empty.
_documents: st.SearchStrategy[Fields] = st.fixed_dictionaries(
    {"id": _ids()},
    optional={
        "title": _phrases(3),
        "text": _phrases(14),
        "tags": st.lists(st.sampled_from(TAGS), min_size=1, max_size=2).map(" ".join),
        "source": st.sampled_from(SOURCES),
        "number": st.sampled_from(NUMBERS),
        "day": st.sampled_from(DAYS),
    },
)


def _batches(smallest: int, largest: int) -> st.SearchStrategy[Batch]:
    documents = st.lists(
        _documents, min_size=smallest, max_size=largest, unique_by=lambda document: document["id"]
    )
    removed = st.lists(_ids(), max_size=2)
    return st.builds(Batch, documents, removed, st.sampled_from([False, False, False, True]))


_archives = st.tuples(_batches(5, 13), _batches(0, 6), _batches(1, 3))

_boosts = st.sampled_from([1.0, 1.0, 0.5, 3.0])
_zones = st.sampled_from(ZONES)
_words = st.sampled_from(WORDS)
_word_lists = st.lists(_words, min_size=1, max_size=3)
_terms = st.one_of(
    st.builds(query.Term, _zones, _words, boost=_boosts),
    st.builds(query.Term, st.just("tags"), st.sampled_from(TAGS), boost=_boosts),
    st.builds(query.Term, st.just("source"), st.sampled_from(SOURCES)),
    st.builds(query.Term, st.just("text"), st.just("saknas")),
)
_flags = st.booleans()


def _ranges(
    kind: Callable[..., query.Query], field: st.SearchStrategy[str], ends: tuple[Any, ...]
) -> st.SearchStrategy[query.Query]:
    """Ranges in order, open at either end or not, with or without the ends."""
    pairs = st.tuples(st.sampled_from(ends), st.sampled_from(ends)).map(sorted)
    halves = st.sampled_from(["both", "from", "to"])

    def build(name: str, pair: list[Any], half: str, first: bool, last: bool) -> query.Query:
        start, end = pair
        return kind(
            name,
            None if half == "to" else start,
            None if half == "from" else end,
            startexcl=first,
            endexcl=last,
        )

    return st.builds(build, field, pairs, halves, _flags, _flags)


_simple = st.one_of(
    _terms,
    st.builds(query.Phrase, _zones, _word_lists, slop=st.integers(1, 3), boost=_boosts),
    st.builds(
        lambda zone, one, other, slop, ordered: spans.SpanNear(
            query.Term(zone, one), query.Term(zone, other), slop=slop, ordered=ordered
        ),
        *(_zones, _words, _words, st.integers(1, 4), _flags),
    ),
    st.builds(query.Prefix, _zones, st.sampled_from(["l", "lön", "fack", "å", "zz", ""])),
    st.builds(query.Wildcard, _zones, st.sampled_from(["*en", "l?n", "vak*r", "*", "?"])),
    st.builds(
        query.FuzzyTerm,
        *(_zones, st.sampled_from(["lön", "lösen", "facke", "arsmöte"])),
        maxdist=st.integers(1, 2),
        prefixlength=st.integers(0, 1),
    ),
    _ranges(query.TermRange, st.sampled_from([*ZONES, "source"]), ("a", "lön", "lönen", "å")),
    _ranges(query.NumericRange, st.just("number"), NUMBERS),
    _ranges(query.DateRange, st.just("day"), DAYS),
    st.just(query.Every()),
    st.builds(query.Every, st.sampled_from(["title", "text", "tags", "number", "day"])),
)


def _joined(queries: st.SearchStrategy[query.Query]) -> st.SearchStrategy[query.Query]:
    several = st.lists(queries, min_size=1, max_size=3)
    return st.one_of(
        st.builds(query.And, several, boost=_boosts),
        st.builds(query.Or, several, boost=_boosts, minmatch=st.sampled_from([0, 0, 2])),
        st.builds(query.DisjunctionMax, several, tiebreak=st.sampled_from([0.0, 0.3])),
        st.builds(query.Not, queries),
        st.builds(query.AndNot, queries, queries),
        st.builds(query.AndMaybe, queries, queries),
        st.builds(query.Require, queries, queries),
        st.builds(query.ConstantScoreQuery, queries, score=st.sampled_from([1.0, 2.5])),
    )


_queries = st.recursive(_simple, _joined, max_leaves=5)
_questions = st.builds(
    Question,
    _queries,
    st.one_of(
        st.just({}),
        st.fixed_dictionaries({}, optional={"filter": _simple, "mask": _simple}),
    ),
    st.one_of(
        st.just({}),
        st.just({}),
        st.builds(
            lambda names, reverse: {"sortedby": names, "reverse": reverse},
            st.lists(
                st.sampled_from(["number", "day", "source", "title"]),
                min_size=1,
                max_size=2,
                unique=True,
            ),
            _flags,
        ),
    ),
    st.sampled_from([None, None, "source", "number", "day", "tags"]),
    st.sampled_from([None, 10, 2]),
)


@contextmanager
def searcher_of(archive: tuple[Batch, ...], codec: Callable[[], Any]) -> Iterator[Any]:
    """Write the archive, a segment for each batch, and open it."""
    with tempfile.TemporaryDirectory() as directory:
        written = index.create_in(directory, make_schema())
        for batch in archive:
            writer = written.writer(codec=codec())
            for doc_id in batch.removed:
                writer.delete_by_term("id", doc_id)
            for document in batch.documents:
                writer.update_document(**document)
            writer.commit(merge=False, optimize=batch.optimize)
        # Opened anew, as those who search do.
        opened = index.open_dir(directory)
        with opened.searcher() as searcher:
            yield searcher
        opened.close()
        written.close()


def answer(searcher: Any, question: Question) -> Fields:
    """Ask, and give all that can be told of the results."""
    grouping: Fields = {}
    if question.facet:
        overlapping = question.facet == "tags"
        facet = sorting.FieldFacet(question.facet, allow_overlap=overlapping)
        grouping = {"groupedby": sorting.Facets().add_facet(question.facet, facet)}
    results = searcher.search(
        question.query,
        limit=question.limit,
        **question.narrowing,
        **question.order,
        **grouping,
    )
    # What results were sorted by stands in the place of their scores.
    scores = [0.0 if question.order else hit.score for hit in results]
    return {
        "scores": scores,
        "keys": [hit.score for hit in results] if question.order else [],
        "stored": [hit.fields() for hit in results],
        "total": len(results),
        "groups": results.groups(question.facet) if question.facet else {},
    }


def answer_or_none(searcher: Any, question: Question) -> Fields | None:
    """Ask; None where Whoosh cannot do it with any codec, as SpanNear within Or.

    Nor can it group by the day of documents without one.
    """
    try:
        return answer(searcher, question)
    except (NotImplementedError, AssertionError, OverflowError):
        return None


def check_agreement(ours: Any, stock: Any, question: Question) -> None:
    """Ask both the same: documents and order are to be equal, scores nearly so."""
    answered, expected = answer_or_none(ours, question), answer_or_none(stock, question)
    if answered is None or expected is None:
        assert answered is expected
        return
    scores = pytest.approx(expected.pop("scores"), rel=1e-9, abs=0)
    assert answered.pop("scores") == scores
    assert answered == expected


def large_archive() -> tuple[Batch, ...]:
    """Some hundred documents, so that postings fill blocks, with texts of very unlike lengths."""
    chance = random.Random(2022)
    documents: list[Fields] = [
        {
            "id": f"{number:04}",
            "title": " ".join(chance.choices(WORDS, k=2)),
            "text": " ".join(chance.choices(WORDS[: number % 9 + 1], k=number * number % 331)),
            "tags": chance.choice(TAGS),
            "source": chance.choice(SOURCES),
            "number": chance.choice(NUMBERS),
            "day": chance.choice(DAYS),
        }
        for number in range(420)
    ]
    again = [{**document, "text": "lön och vakanser"} for document in documents[:300:7]]
    return (
        Batch(documents[:400], []),
        Batch(documents[400:] + again, [f"{number:04}" for number in range(0, 400, 11)]),
    )


@pytest.fixture(scope="module", params=list(CODECS))
def large_searchers(request: pytest.FixtureRequest) -> Iterator[tuple[Any, Any]]:
    """The large archive, written with the codec and with the stock one."""
    archive = large_archive()
    with (
        searcher_of(archive, CODECS[request.param]) as ours,
        searcher_of(archive, default_codec) as stock,
    ):
        yield ours, stock


@pytest.mark.parametrize("codec", CODECS.values(), ids=list(CODECS))
@settings(deadline=None, max_examples=8, phases=[Phase.generate], derandomize=True)
@given(archive=_archives, questions=st.lists(_questions, min_size=2, max_size=4))
def test_a_small_archive_answers_as_with_the_stock_codec(
    codec: Callable[[], Any], archive: tuple[Batch, ...], questions: list[Question]
) -> None:
    with searcher_of(archive, codec) as ours, searcher_of(archive, default_codec) as stock:
        for question in questions:
            check_agreement(ours, stock, question)


@settings(deadline=None, max_examples=60, phases=[Phase.generate], derandomize=True)
@given(question=_questions)
def test_a_large_archive_answers_as_with_the_stock_codec(
    large_searchers: tuple[Any, Any], question: Question
) -> None:
    check_agreement(*large_searchers, question)
