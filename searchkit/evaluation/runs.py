"""Runs: the documents that were found for each query, best first.

A query of a collection is text, not the query language: `Vad är ett visum?` asks for words,
and a colon, a minus or a quote in it are no operators. Its words are found by the tokenizer
that finds those of the documents, so there is nothing in a query that could be a mistake.

Run files are in TREC form: lines of `query_id Q0 doc_id rank score tag`. Tools read the order
off the scores, which they keep as 32-bit floats, and each puts equal ones in an order of its
own. So the scores of our runs fall from each rank to the next by as much as such a float can
tell.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol, TypeAlias

from searchkit.engines.base import Match, Matches
from searchkit.errors import RequestError
from searchkit.evaluation.lines import Line, iter_lines
from searchkit.language.tokens import iter_words
from searchkit.query.nodes import Node, Word, all_of
from searchkit.query.request import SearchRequest
from searchkit.query.typed import excerpt
from searchkit.values import replace

Ranking: TypeAlias = tuple[Match, ...]
Run: TypeAlias = Mapping[str, Ranking]
"""Rankings by `query_id`."""

RANKING = SearchRequest(any_word=True, limit=100, passages=0)
"""How rankings are compared in the literature: any of the words is enough, 100 results."""

TAG = "searchkit"

_STEP = 1 - 2**-22
"""Two steps of a 32-bit float, which has 24 bits: what is so much smaller stays smaller."""


class Ranker(Protocol):
    """What can be measured: anything that finds documents, such as an open `Index`."""

    def rank(self, request: SearchRequest) -> Matches:
        """Find the documents that a request asks for, best first."""
        ...


def search_all(ranker: Ranker, queries: Mapping[str, str], how: SearchRequest = RANKING) -> Run:
    """Search for every query. `how` is the request to make of each, but for its words."""
    return dict(iter_rankings(ranker, queries, how))


def iter_rankings(
    ranker: Ranker, queries: Mapping[str, str], how: SearchRequest = RANKING
) -> Iterator[tuple[str, Ranking]]:
    """Do as `search_all` does, and yield each query's id and ranking when it has been found."""
    for query_id, text in queries.items():
        query = plain_query(text)
        # No query asks for every document; a text without words has asked for none.
        found = ranker.rank(replace(how, query=query, text=text)).matches if query else ()
        yield query_id, _without_ties(found)


def plain_query(text: str) -> Node | None:
    """Take typed text as words and nothing else; None where there is no word in it.

    >>> str(plain_query("-lön OR (facket: it-säkerhet"))
    'lön OR facket it-säkerhet'

    There OR is a word like the others.
    """
    return all_of(Word(word) for word, _, _ in iter_words(text))


def _without_ties(matches: Iterable[Match]) -> Ranking:
    """Lower scores by next to nothing where they do not fall."""
    ranking, ceiling = [], math.inf
    for match in matches:
        score = min(match.score, ceiling)
        ranking.append(Match(match.doc_id, score))
        ceiling = score * _STEP
    return tuple(ranking)


def read_run(path: Path) -> Run:
    """Read a run file, in the order of its lines; the tag is not looked at. Raises LineError."""
    found: dict[str, dict[str, float]] = {}
    for line in iter_lines(path):
        query_id, _, doc_id, _, score, _ = line.fields(
            "query_id Q0 doc_id rank score tag", "q1 Q0 rapport.txt 1 12.5 bm25"
        )
        scores = found.setdefault(query_id, {})
        if doc_id in scores:
            raise line.mistake(f"{doc_id} is among the results of {query_id} already")
        scores[doc_id] = _score(score, line)
    return {
        query_id: tuple(Match(doc_id, score) for doc_id, score in scores.items())
        for query_id, scores in found.items()
    }


def _score(typed: str, line: Line) -> float:
    try:
        score = float(typed)
    except ValueError:
        score = math.nan
    if not math.isfinite(score):
        message = f"expected a score, a number such as 12.5, and found “{excerpt(typed)}”"
        raise line.mistake(message)
    return score


def write_run(path: Path, run: Run) -> None:
    """Write a run file, whole or not at all.

    Raises RequestError for a document whose id has a blank in it, which the form cannot hold.
    """
    target = path.resolve()
    temporary = target.with_name(f"{target.name}.new")
    try:
        with temporary.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{line}\n" for line in _iter_run_lines(run))
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _iter_run_lines(run: Run) -> Iterator[str]:
    for query_id, ranking in run.items():
        for rank, match in enumerate(ranking, start=1):
            if len(match.doc_id.split()) != 1:
                raise RequestError(
                    f"the id “{excerpt(match.doc_id)}” has a blank in it, which a TREC run cannot "
                    "hold: index the document under another name, or leave out --run"
                )
            # Nine digits are what it takes to write any 32-bit float.
            yield f"{query_id} Q0 {match.doc_id} {rank} {match.score:.9g} {TAG}"
