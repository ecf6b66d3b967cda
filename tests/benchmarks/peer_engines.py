"""Other engines, each as its users would set it up, behind one small protocol.

SQLite FTS5 is in Python's own library, and Whoosh comes with searchkit. `pip install tantivy`
brings tantivy. Xapian is in the package `python3-xapian` of Debian and Ubuntu, for the Python of
the system. Making an engine whose package is not there raises ImportError.

All of them index title and text, in words with positions, and keep the id. Given stop words they
do without them, where they have a way to: Whoosh and tantivy with lists of their own.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from corpus import Record

MEMORY_MB = 256
"""What an engine may hold in memory before it writes, where it can be told."""


class Query(NamedTuple):
    """What is asked of every engine: any of the words, all of them, or their phrase.

    The words are in lower case. `how` is `any`, `all` or `phrase`.
    """

    how: str
    words: tuple[str, ...]


Found = list[tuple[str, float]]
"""Ids and scores, the best first."""


class Engine(Protocol):
    """Documents on disk, and finding them."""

    def update(self, records: Iterable[Record]) -> None:
        """Add documents or replace those with the same id, and answer from them ever after."""
        ...

    def search(self, query: Query, limit: int) -> Found:
        """Find the best documents."""
        ...


class Peer(Protocol):
    """How an engine is made, in an empty directory."""

    def __call__(self, directory: Path, stopwords: frozenset[str] = ..., /) -> Engine:
        """Make it. Raises ImportError where its package is not installed."""
        ...


class Fts5:
    """SQLite FTS5, which has neither a Swedish stemmer nor stop words."""

    def __init__(self, directory: Path, _stopwords: frozenset[str] = frozenset()) -> None:
        self._database = sqlite3.connect(directory / "fts5.db")
        options = "id unindexed, title, text, tokenize='unicode61 remove_diacritics 0'"
        self._database.execute(f"create virtual table documents using fts5({options})")
        self._database.execute("create table ids (number integer primary key, id text unique)")

    def update(self, records: Iterable[Record]) -> None:
        """Write in one transaction. FTS5 has no keys, so a table tells which row has which id."""
        database = self._database
        with database:
            for record in records:
                row = database.execute(
                    "select number from ids where id = ?", record[:1]
                ).fetchone()
                if row:
                    database.execute("delete from documents where rowid = ?", row)
                else:
                    row = (
                        database.execute("insert into ids (id) values (?)", record[:1]).lastrowid,
                    )
                insert = "insert into documents (rowid, id, title, text) values (?, ?, ?, ?)"
                database.execute(insert, row + record)

    def search(self, query: Query, limit: int) -> Found:
        words = [f'"{word}"' for word in query.words]
        joined = {"any": " OR ", "all": " AND ", "phrase": " + "}[query.how].join(words)
        select = "select id, -rank from documents where documents match ? order by rank limit ?"
        return self._database.execute(select, (joined, limit)).fetchall()


class PlainWhoosh:
    """Whoosh with its Swedish stemmer, written by one process."""

    def __init__(self, directory: Path, stopwords: frozenset[str] = frozenset()) -> None:
        from whoosh import analysis, fields, index, qparser

        analyzer = analysis.LanguageAnalyzer("sv")
        if not stopwords:
            words = analysis.RegexTokenizer() | analysis.LowercaseFilter()
            analyzer = words | analysis.StemFilter(lang="sv")
        text = fields.TEXT(analyzer=analyzer)
        schema = fields.Schema(id=fields.ID(stored=True, unique=True), title=text, text=text)
        self._index = index.create_in(directory, schema)
        self._searcher = self._index.searcher()
        groups = {"any": qparser.OrGroup, "all": qparser.AndGroup, "phrase": qparser.AndGroup}
        self._parsers = {
            how: qparser.MultifieldParser(["title", "text"], schema, group=group)
            for how, group in groups.items()
        }

    def update(self, records: Iterable[Record]) -> None:
        """Add to an empty index without looking for older documents, which takes Whoosh long."""
        writer = self._index.writer(limitmb=MEMORY_MB)
        write = writer.update_document if self._index.doc_count() else writer.add_document
        for record in records:
            write(id=record.doc_id, title=record.title, text=record.text)
        writer.commit()
        self._searcher.close()
        self._searcher = self._index.searcher()

    def search(self, query: Query, limit: int) -> Found:
        parsed = self._parsers[query.how].parse(_written(query))
        hits = self._searcher.search(parsed, limit=limit)
        return [(hit["id"], hit.score) for hit in hits]


class Tantivy:
    """tantivy with its Swedish stemmer, on one thread."""

    def __init__(self, directory: Path, stopwords: frozenset[str] = frozenset()) -> None:
        import tantivy

        schema = tantivy.SchemaBuilder()
        schema.add_text_field("id", stored=True, tokenizer_name="raw")
        schema.add_text_field("title", tokenizer_name="swedish")
        schema.add_text_field("text", tokenizer_name="swedish")
        self._index = tantivy.Index(schema.build(), path=str(directory))
        analyzer: Any = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        analyzer = analyzer.filter(tantivy.Filter.lowercase())
        if stopwords:
            analyzer = analyzer.filter(tantivy.Filter.stopword("swedish"))
        analyzer = analyzer.filter(tantivy.Filter.stemmer("swedish"))
        self._index.register_tokenizer("swedish", analyzer.build())
        self._document = tantivy.Document

    def update(self, records: Iterable[Record]) -> None:
        """Write, and wait for the merges that go on in the background."""
        writer = self._index.writer(heap_size=MEMORY_MB * 1_000_000, num_threads=1)
        replacing = self._index.searcher().num_docs > 0
        for record in records:
            if replacing:
                writer.delete_documents("id", record.doc_id)
            fields = {"id": record.doc_id, "title": record.title, "text": record.text}
            writer.add_document(self._document(**fields))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def search(self, query: Query, limit: int) -> Found:
        parsed = self._index.parse_query(_written(query, "+"), ["title", "text"])
        searcher = self._index.searcher()
        hits = searcher.search(parsed, limit, count=False).hits
        return [(searcher.doc(address)["id"][0], score) for score, address in hits]


class Xapian:
    """Xapian with its Swedish stemmer. Stop words count in queries only, as its users do it."""

    def __init__(self, directory: Path, stopwords: frozenset[str] = frozenset()) -> None:
        import xapian

        self._xapian = xapian
        self._database = xapian.WritableDatabase(str(directory), xapian.DB_CREATE_OR_OPEN)
        stemmer, self._generator = xapian.Stem("swedish"), xapian.TermGenerator()
        self._generator.set_stemmer(stemmer)
        self._enquire = xapian.Enquire(self._database)
        self._parser = xapian.QueryParser()
        self._parser.set_stemmer(stemmer)
        self._parser.set_stemming_strategy(self._parser.STEM_SOME)
        # Kept, as the parser does not keep it alive.
        self._stopper = xapian.SimpleStopper()
        for word in stopwords:
            self._stopper.add(word)
        self._parser.set_stopper(self._stopper)

    def update(self, records: Iterable[Record]) -> None:
        """Write documents under terms that stand for their ids."""
        replacing = self._database.get_doccount() > 0
        for record in records:
            document, name = self._xapian.Document(), _xapian_name(record.doc_id)
            self._generator.set_document(document)
            self._generator.index_text(record.title)
            self._generator.increase_termpos()
            self._generator.index_text(record.text)
            document.set_data(record.doc_id)
            document.add_boolean_term(name)
            if replacing:
                self._database.replace_document(name, document)
            else:
                self._database.add_document(document)
        self._database.commit()

    def search(self, query: Query, limit: int) -> Found:
        every = self._xapian.Query.OP_AND if query.how == "all" else self._xapian.Query.OP_OR
        self._parser.set_default_op(every)
        flags = self._parser.FLAG_PHRASE if query.how == "phrase" else 0
        self._enquire.set_query(self._parser.parse_query(_written(query), flags))
        hits = self._enquire.get_mset(0, limit)
        return [(hit.document.get_data().decode(), hit.weight) for hit in hits]


def _xapian_name(doc_id: str) -> str:
    """Make the term for an id: a digest, as Xapian's terms are 245 bytes at most."""
    return f"Q{hashlib.blake2b(doc_id.encode(), digest_size=16).hexdigest()}"


def _written(query: Query, required: str = "") -> str:
    """Write a query as it would be typed; `required` is the sign of a word that must be there."""
    if query.how == "phrase":
        return '"' + " ".join(query.words) + '"'
    sign = required if query.how == "all" else ""
    return " ".join(sign + word for word in query.words)


PEERS: dict[str, Peer] = {
    "Whoosh": PlainWhoosh,
    "tantivy": Tantivy,
    "SQLite FTS5": Fts5,
    "Xapian": Xapian,
}
