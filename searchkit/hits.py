"""From matches to hits: the documents fetched, their passages chosen, their scores explained."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from searchkit.documents.model import Document
from searchkit.engines.base import Engine, Match
from searchkit.query.request import SearchRequest
from searchkit.query.terms import TermNode
from searchkit.results.marks import Marker
from searchkit.results.model import Contribution, Hit, Mark
from searchkit.results.passages import best_passages, lead
from searchkit.values import replace


def make_hits(
    matches: Iterable[Match],
    engine: Engine,
    request: SearchRequest,
    base: Path,
    marked_by: TermNode,
    scored_by: tuple[TermNode, ...],
) -> tuple[Hit, ...]:
    """Make the hits of a page of matches, ranked from the offset of the request.

    `base` is the folder that document paths are relative to. Hits are marked by one tree, and
    their scores explained by the first of others that gives them one.
    """
    maker = _HitMaker(engine, request, base, Marker(marked_by, engine.analyzer), scored_by)
    numbered = enumerate(matches, start=request.offset + 1)
    made = (maker.make(rank, match) for rank, match in numbered)
    return tuple(hit for hit in made if hit is not None)


class _HitMaker:
    """Makes one hit after another for one request."""

    def __init__(
        self,
        engine: Engine,
        request: SearchRequest,
        base: Path,
        marker: Marker,
        scored_by: tuple[TermNode, ...],
    ) -> None:
        self._engine = engine
        self._request = request
        self._base = base
        self._marker = marker
        self._scored_by = scored_by

    def make(self, rank: int, match: Match) -> Hit | None:
        """Make the hit of a match; None where its document has gone meanwhile."""
        document = self._engine.get(match.doc_id, with_text=self._request.passages > 0)
        if document is None:
            return None
        metadata = document.metadata
        hit = Hit(
            rank=rank,
            doc_id=match.doc_id,
            score=match.score,
            title=metadata.title,
            date=metadata.date,
            date_evidence=metadata.evidence.get("date", ""),
            source=metadata.source,
            type=metadata.type,
            path=shown_path(document.path, self._base),
            also=tuple(shown_path(path, self._base) for path in document.also),
        )
        if self._request.passages:
            hit = self._with_passages(hit, document)
        if self._request.explain:
            hit = replace(hit, explanation=self._explain(match))
        return hit

    def _explain(self, match: Match) -> tuple[Contribution, ...]:
        """Explain a score by the tree that gave it."""
        explained = (self._engine.explain(tree, match.doc_id) for tree in self._scored_by)
        scores = next((scores for scores in explained if scores), ())
        return tuple(Contribution(s.field, s.term, s.kind, s.score) for s in scores)

    def _with_passages(self, hit: Hit, document: Document) -> Hit:
        marker = self._marker
        candidates = self._engine.find_positions(document.doc_id, marker.analyzed_terms)
        title = marker.occurrences(hit.title, title=True, candidates=candidates["title"])
        title_marks = tuple(Mark(place.start, place.end, place.why) for place in title)
        occurrences = marker.occurrences(document.text, candidates=candidates["text"])
        if occurrences:
            passages = best_passages(document.text, occurrences, self._request.passages)
            return replace(hit, title_marks=title_marks, passages=passages)
        if title_marks:
            return replace(hit, title_marks=title_marks, unmarked="in the title only")
        # Found by conditions alone: how it begins is shown instead.
        opening = lead(document.text)
        passages = (opening,) if opening is not None else ()
        return replace(hit, passages=passages, unmarked="no words to mark")


def shown_with(path: str, what: str, base: Path) -> str:
    """Write a stored path as `shown_path` does, with what is to be said of it in brackets."""
    return f"{shown_path(path, base)} ({what})"


def shown_path(path: str, base: Path) -> str:
    """Write a stored path so that it opens from the current directory.

    Addresses stay as they are.
    """
    if "://" in path:
        return path
    absolute = base / path
    try:
        return absolute.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return os.path.normpath(absolute)
