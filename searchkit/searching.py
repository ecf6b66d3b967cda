"""Answering one request: expand the query, ask the engine, show what it found.

The steps that only a whole search knows about live here: showing the documents with most of
the words where none has all, ranking related words last, counting what a date filter left
out, and suggesting what may have been meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from searchkit.engines.base import Engine, Matches
from searchkit.errors import QueryError
from searchkit.hits import make_hits
from searchkit.language.stopwords import read_stopwords
from searchkit.language.thesaurus import Thesaurus
from searchkit.query.expansion import Expander, Expansion
from searchkit.query.nodes import And, HasSource, HasType, Node, Not, Or, Word, all_of
from searchkit.query.request import Filters, SearchRequest, build_request
from searchkit.query.terms import AllOf, AnyOf, Everything, OneOf, TermNode, Without
from searchkit.query.typed import tidy
from searchkit.results.marks import Marker
from searchkit.results.model import SearchResults
from searchkit.values import replace

_COUNT_ONLY = -1
_SUGGESTIONS = 3
_CORRECTED = 20
"""Corrections of a query that are looked at, to suggest some of them."""


class Search:
    """One request against one engine. Make it, `run` it once, and throw it away."""

    def __init__(
        self,
        request: SearchRequest,
        engine: Engine,
        thesaurus: Thesaurus,
        base: Path,
    ) -> None:
        self._request = request
        self._engine = engine
        self._analyzer = engine.analyzer
        self._thesaurus = thesaurus
        self._stopwords = read_stopwords()
        self._base = base
        self._notices = list(request.notices)
        self._scored_by: tuple[TermNode, ...] = ()

    def run(self) -> SearchResults:
        """Answer the request."""
        request = self._request
        expansion = self._expand(related=False)
        tree = self._fitting_tree(expansion)
        wide = self._related_tree(tree)
        matches = self._find(tree, wide if request.related else None)
        shown_tree = AnyOf((tree, wide)) if request.related and wide is not None else tree
        related_total = 0
        if wide is not None and not request.related:
            related_total = self._count(AllOf((wide, Without(tree))))
        return SearchResults(
            query=request.text,
            total=matches.total,
            offset=request.offset,
            hits=make_hits(
                matches.matches, self._engine, request, self._base, shown_tree, self._scored_by
            ),
            dates=request.filters.dates,
            undated_left_out=self._undated_left_out(shown_tree),
            suggestions=self._suggestions(expansion, found=matches.total > 0),
            notices=(*self._notices, *self._filter_notices(matches)),
            related_total=related_total,
            related_words=self._related_words() if related_total else (),
        )

    def rank(self) -> Matches:
        """Find the documents and their scores only."""
        tree = self._fitting_tree(self._expand(related=False))
        return self._find(tree, self._related_tree(tree) if self._request.related else None)

    def marker(self) -> Marker:
        """Make the marker for the query as it stands, whatever documents it finds."""
        return Marker(self._expand(related=self._request.related).tree(), self._analyzer)

    def _expand(self, *, related: bool) -> Expansion:
        expander = Expander(
            self._analyzer,
            self._engine,
            stopwords=self._stopwords,
            exact=self._request.exact,
            related=self._thesaurus.related if related else None,
        )
        return expander.expand(self._request.query, self._request.any_word)

    def _fitting_tree(self, expansion: Expansion) -> TermNode:
        """Ask for all of the words, or else for as many of them as some document has."""
        self._notices.extend(expansion.notices)
        if self._request.related:
            expansion = self._with_feedback(expansion)
        tree = expansion.tree()
        if expansion.any_word or not expansion.words or self._count(tree):
            return tree
        return self._partly_fitting_tree(expansion) or tree

    def _partly_fitting_tree(self, expansion: Expansion) -> TermNode | None:
        """Ask for most of the words, or for the parts of a compound that nobody has written."""
        words = len(expansion.words)
        most = self._most_words(expansion) if words > 1 else 0
        if most:
            self._notices.append(
                f"no document has all {words} words: "
                f"these have {most} of them" + _missing(expansion.unknown)
            )
            return expansion.tree(most)
        by_parts = expansion.tree_of_parts()
        if by_parts is None or not self._count(by_parts):
            return None
        self._notices.append(f"no document has {self._request.text}: these have its parts")
        return by_parts

    def _with_feedback(self, expansion: Expansion) -> Expansion:
        """Ask also for what the best documents of a first search have in common."""
        from searchkit.query.feedback import FEEDBACK_DOCUMENTS, feedback_nodes

        if not expansion.words:
            return expansion
        # The best ones, in whichever order the results are asked for.
        best = self._engine.search(
            expansion.tree(), self._request.filters, limit=FEEDBACK_DOCUMENTS
        ).matches
        documents = filter(None, (self._engine.get(match.doc_id) for match in best))
        nodes = feedback_nodes(
            (f"{document.metadata.title}\n{document.text}" for document in documents),
            self._analyzer,
            self._engine,
            self._engine.search(Everything(), Filters(), limit=_COUNT_ONLY).total,
            self._stopwords,
        )
        return replace(expansion, parts=(*expansion.parts, *nodes))

    def _most_words(self, expansion: Expansion) -> int:
        """Find how many of the words the best document has; by halving, as fewer is easier."""
        unknown = frozenset(expansion.unknown)
        known = [
            word
            for word in expansion.words
            if not (isinstance(word, OneOf) and word.label in unknown)
        ]
        fewest, most = 0, min(len(known), len(expansion.words) - 1)
        while fewest < most:
            middle = (fewest + most + 1) // 2
            if self._count(expansion.tree(middle)):
                fewest = middle
            else:
                most = middle - 1
        return fewest

    def _related_tree(self, tree: TermNode) -> TermNode | None:
        """Build the tree with related words in it; None where there are none to add."""
        if self._request.exact or not self._related_words():
            return None
        wide = self._expand(related=True).tree()
        return None if wide == tree else wide

    def _related_words(self) -> tuple[str, ...]:
        words = self._thesaurus.related_to_any(_typed_words(self._request))
        return tuple(word for word in words if self._is_known(word))

    def _is_known(self, word: str) -> bool:
        stem = self._analyzer.word_terms(word).stem
        return any(self._engine.frequency(stem, kind) for kind in ("stem", "part"))

    def _find(self, tree: TermNode, wide: TermNode | None) -> Matches:
        """Find the page of matches; those that only related words find come after the rest."""
        request = self._request
        if wide is None or request.sort != "relevance":
            self._scored_by = (wide or tree,)
            return self._ask(wide or tree, request.limit, request.offset)
        # Only what the words themselves do not find is scored with related words.
        self._scored_by = (tree, wide)
        direct = self._ask(tree, request.limit, request.offset)
        wanted = request.limit - len(direct.matches) if request.limit else 0
        offset = max(0, request.offset - direct.total)
        only_related = AllOf((wide, Without(tree)))
        rest = self._ask(
            only_related, wanted if wanted or not request.limit else _COUNT_ONLY, offset
        )
        return Matches(direct.total + rest.total, direct.matches + rest.matches)

    def _ask(self, tree: TermNode, limit: int, offset: int) -> Matches:
        return self._engine.search(tree, self._request.filters, self._request.sort, limit, offset)

    def _count(self, tree: TermNode, filters: Filters | None = None) -> int:
        filters = filters or self._request.filters
        return self._engine.search(tree, filters, limit=_COUNT_ONLY).total

    def _undated_left_out(self, tree: TermNode) -> int:
        filters = self._request.filters
        if filters.dates is None or filters.undated != "exclude":
            return 0
        return self._count(tree, replace(filters, dates=None, undated="only"))

    def _filter_notices(self, matches: Matches) -> list[str]:
        """Say when a filter names a source or type that the index does not know."""
        if matches.total:
            return []
        filters = self._request.filters
        asked = [("source", name) for name in filters.sources]
        asked += [("type", name) for name in filters.types]
        asked += _named_values(self._request)
        return [
            notice
            for field, name in dict.fromkeys(asked)
            if (notice := self._unknown_value(field, name))
        ]

    def _unknown_value(self, field: str, name: str) -> str:
        known = sorted(value for value in self._engine.count_values(field) if value)
        if name.casefold() in {value.casefold() for value in known}:
            return ""
        there_are = f"there are {', '.join(known[:20])}" if known else f"no document has a {field}"
        return f"no document has the {field} “{name}”: {there_are}"

    def _suggestions(self, expansion: Expansion, *, found: bool) -> tuple[str, ...]:
        """Give queries that may have been meant, and where nothing was found would find something.

        Words that are there need not stand together as a phrase, nor within the filters.
        """
        candidates = islice(dict.fromkeys(self._iter_corrected(expansion)), _CORRECTED)
        typed = tidy(self._request.text)
        meant = (text for text in candidates if text != typed and (found or self._finds(text)))
        return tuple(islice(meant, _SUGGESTIONS))

    def _iter_corrected(self, expansion: Expansion) -> Iterator[str]:
        """Yield the query with one of its unknown words put right."""
        if not expansion.unknown:
            return
        from searchkit.query.suggestions import iter_suggestions

        for word in expansion.unknown[:_SUGGESTIONS]:
            if word.isalpha():
                form, whole = self._analyzer.word_terms(word).form, word in expansion.whole
                for similar in iter_suggestions(form, self._engine, whole=whole):
                    yield _replaced(word, similar, self._request.text)

    def _finds(self, text: str) -> bool:
        """Say whether the request would find a document with another text in place of its own."""
        try:
            corrected = build_request(text).query
        except QueryError:
            return False  # a form may hold a sign that means something in a query: `amo:s`
        query = all_of((corrected, *_unwanted(self._request.query)))
        request = replace(self._request, query=query, related=False, limit=1, offset=0)
        return Search(request, self._engine, self._thesaurus, self._base).rank().total > 0


def _typed_words(request: SearchRequest) -> list[str]:
    return [node.text for node in _iter_wanted(request.query) if isinstance(node, Word)]


def _named_values(request: SearchRequest) -> list[tuple[str, str]]:
    """Give the sources and types that the query asks for, each with its field."""
    return [
        ("source" if isinstance(node, HasSource) else "type", node.name)
        for node in _iter_wanted(request.query)
        if isinstance(node, HasSource | HasType)
    ]


def _unwanted(query: Node | None) -> list[Node]:
    """Give what every document of a query is to do without, typed or as an option."""
    nodes = query.nodes if isinstance(query, And) else (query,)
    return [node for node in nodes if isinstance(node, Not)]


def _iter_wanted(query: Node | None) -> Iterator[Node]:
    """Yield the words and conditions of a query, less what it is to do without."""
    pending = [] if query is None else [query]
    while pending:
        node = pending.pop()
        if isinstance(node, And | Or):
            pending.extend(reversed(node.nodes))
        else:
            yield node


def _replaced(word: str, form: str, text: str) -> str:
    """Put a form in the place of a word as it was typed, and of no other that holds it."""
    return re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", lambda _: form, tidy(text))


def _missing(unknown: tuple[str, ...]) -> str:
    return f" (not in any: {', '.join(unknown[:5])})" if unknown else ""
