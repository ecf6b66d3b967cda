"""The engines of one comparison: ours in two dresses, and the peers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from corpus import Record
from peer_engines import PEERS, Found, Query

from searchkit.documents.model import Document, Metadata
from searchkit.engines.whoosh.engine import WhooshEngine
from searchkit.language.analyzer import Analyzer, WordTerms
from searchkit.language.preparing import prepare_folder
from searchkit.language.swedish import make_analyzer
from searchkit.query.expansion import Expander
from searchkit.query.request import Filters, build_request
from searchkit.query.terms import AllOf, AnyOf, Near, OneOf, TermNode, WeightedTerm


class Opened(Protocol):
    """An engine that was made in a directory, whatever it takes for a document."""

    def update(self, documents: Iterable[Any]) -> None:
        """Add or replace documents."""
        ...

    def search(self, query: Query, limit: int) -> Found:
        """Find the best documents."""
        ...


class Contender(NamedTuple):
    """How to make an engine in an empty directory, and what it takes a record as."""

    create: Callable[[Path], Opened]
    convert: Callable[[Record], Any]


class Searchkit:
    """Our engine with the whole Swedish chain, asked what `searchkit search` asks.

    Reading and expanding a query is part of answering it. Stop words are searched for, as the
    peers do.
    """

    def __init__(self, directory: Path) -> None:
        prepare_folder(directory, "", lambda _sentence: None)
        self._open(directory, make_analyzer(directory))

    def _open(self, directory: Path, analyzer: Analyzer) -> None:
        index = directory / "index"
        index.mkdir()
        self._analyzer = analyzer
        self._engine = WhooshEngine.create(index, analyzer)

    def update(self, documents: Iterable[Document]) -> None:
        """Write and open again, as the engine does by itself."""
        self._engine.update(documents)

    def search(self, query: Query, limit: int) -> Found:
        found = self._engine.search(self._tree(query), Filters(), limit=limit)
        return [(match.doc_id, match.score) for match in found.matches]

    def _tree(self, query: Query) -> TermNode:
        text = " ".join(query.words)
        if query.how == "phrase":
            text = f'"{text}"'
        request = build_request(text, any_word=query.how == "any")
        expander = Expander(self._analyzer, self._engine)
        return expander.expand(request.query, request.any_word).tree()


class SnowballSearchkit(Searchkit):
    """Our engine with Snowball alone, asked for stems and nothing else: what the peers do."""

    def __init__(self, directory: Path) -> None:
        import snowballstemmer

        stem_word = snowballstemmer.stemmer("swedish").stemWord
        self._open(directory, Analyzer(lambda form: WordTerms(form, stem_word(form))))

    def _tree(self, query: Query) -> TermNode:
        slots = tuple(
            OneOf(word, (WeightedTerm(self._analyzer.stem(word), "stem"),)) for word in query.words
        )
        match query.how:
            case "phrase":
                return Near(" ".join(query.words), slots)
            case "all":
                return AllOf(slots)
            case _:
                return AnyOf(slots)


def _to_document(record: Record) -> Document:
    return Document(record.doc_id, record.doc_id, record.text, Metadata(record.title))


def _unchanged(record: Record) -> Record:
    return record


CONTENDERS = {
    "searchkit": Contender(Searchkit, _to_document),
    "with Snowball": Contender(SnowballSearchkit, _to_document),
    **{name: Contender(peer, _unchanged) for name, peer in PEERS.items()},
}
