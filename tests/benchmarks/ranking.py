"""Measure ranking on judged collections, beside other engines on the same queries.

    python tests/benchmarks/ranking.py COLLECTION [COLLECTION ...]

A COLLECTION is a folder with `docs.jsonl` or `docs.jsonl.xz`, `queries.tsv` and `qrels.txt`.
Every engine gets the same any-word queries and 100 results; nothing is tuned for any of them.
The peers are SQLite FTS5 without stemming, Whoosh with its Swedish analyzer, tantivy with its
Swedish stemmer and stop words, and Xapian with Snowball and our stop words, each where it is
installed. Plain Whoosh takes minutes. Needs `pip install 'searchkit[evaluate]'`.
"""

from __future__ import annotations

import contextlib
import json
import lzma
import re
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from searchkit.engines.base import Match
from searchkit.evaluation import (
    RANKING,
    Measures,
    Run,
    assess,
    read_collection,
    search_all,
)
from searchkit.index import open_index
from searchkit.indexing import update_index
from searchkit.language.stopwords import read_stopwords
from searchkit.values import replace

MEASURES = Measures(["nDCG@10", "R@100"])
LIMIT = 100

Found = Iterable[tuple[str, float]]


def main(folders: list[str]) -> None:
    """Measure each collection with each engine that is there, and print a table."""
    for folder in map(Path, folders):
        print(folder.name)
        with our_index(folder) as index:
            measure(folder, "searchkit", partial(run_ours, index=index))
            measure(folder, "searchkit --related", partial(run_ours, index=index, related=True))
        for name, engine in PEERS.items():
            measure(folder, name, engine)


def measure(folder: Path, name: str, engine: Callable[[Path], Run]) -> None:
    """Run one engine over a collection and print its figures."""
    try:
        run = engine(folder)
    except ImportError as error:
        print(f"  {name:22} not installed ({error.name})", flush=True)
        return
    collection = read_collection(folder / "queries.tsv", folder / "qrels.txt")
    measured = assess(collection, run, MEASURES).measured
    figures = "  ".join(f"{figure.measure} {figure.mean:.4f}" for figure in measured)
    print(f"  {name:22} {figures}", flush=True)


@contextlib.contextmanager
def our_index(folder: Path) -> Iterator[Path]:
    """Index the documents of a collection for as long as they are needed."""
    with tempfile.TemporaryDirectory() as temporary:
        documents = Path(temporary, "docs.jsonl")
        with documents.open("w", encoding="utf-8") as file:
            for doc_id, title, text in iter_documents(folder):
                record = {"id": doc_id, "title": title, "text": text}
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
        index = Path(temporary, "index")
        update_index(index, [documents])
        yield index


def run_ours(folder: Path, *, index: Path, related: bool = False) -> Run:
    collection = read_collection(folder / "queries.tsv", folder / "qrels.txt")
    with open_index(index) as opened:
        return search_all(opened, collection.queries, replace(RANKING, related=related))


def iter_documents(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield id, title and text of each document."""
    plain = folder / "docs.jsonl"
    data = plain.read_bytes() if plain.exists() else unpacked(folder / "docs.jsonl.xz")
    for line in data.decode().split("\n"):
        if not line:
            continue
        record = json.loads(line)
        yield record["id"], record.get("title") or "", record.get("text") or ""


def unpacked(path: Path) -> bytes:
    with lzma.open(path) as file:
        return file.read()


def answer(folder: Path, search: Callable[[list[str]], Found]) -> Run:
    """Ask an engine every query of a collection, as words in lower case."""
    run = {}
    for line in (folder / "queries.tsv").read_text(encoding="utf-8").splitlines():
        query_id, text = line.split("\t", 1)
        words = re.findall(r"\w+", text.lower())
        run[query_id] = tuple(Match(doc_id, score) for doc_id, score in search(words))
    return run


def run_fts5(folder: Path) -> Run:
    database = sqlite3.connect(":memory:")
    options = "id unindexed, title, text, tokenize='unicode61 remove_diacritics 0'"
    database.execute(f"create virtual table documents using fts5({options})")
    database.executemany("insert into documents values (?, ?, ?)", iter_documents(folder))

    def search(words: list[str]) -> Found:
        query = " OR ".join(f'"{word}"' for word in words)
        select = (
            f"select id, -rank from documents where documents match ? order by rank limit {LIMIT}"
        )
        return [(doc_id, score) for doc_id, score in database.execute(select, (query,))]

    return answer(folder, search)


def run_whoosh(folder: Path) -> Run:
    from whoosh import analysis, fields, qparser
    from whoosh.filedb.filestore import RamStorage

    text = fields.TEXT(analyzer=analysis.LanguageAnalyzer("sv"))
    schema = fields.Schema(id=fields.ID(stored=True), title=text, text=text)
    index = RamStorage().create_index(schema)
    writer = index.writer(limitmb=256)
    for doc_id, title, body in iter_documents(folder):
        writer.add_document(id=doc_id, title=title, text=body)
    writer.commit()
    parser = qparser.MultifieldParser(["title", "text"], schema, group=qparser.OrGroup)
    with index.searcher() as searcher:

        def search(words: list[str]) -> Found:
            hits = searcher.search(parser.parse(" ".join(words)), limit=LIMIT)
            return [(hit["id"], hit.score) for hit in hits]

        return answer(folder, search)


def run_tantivy(folder: Path) -> Run:
    import tantivy

    schema = tantivy.SchemaBuilder()
    schema.add_text_field("id", stored=True, tokenizer_name="raw")
    schema.add_text_field("title", tokenizer_name="swedish")
    schema.add_text_field("text", tokenizer_name="swedish")
    index = tantivy.Index(schema.build())
    analyzer: Any = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for token_filter in (
        tantivy.Filter.lowercase(),
        tantivy.Filter.stopword("swedish"),
        tantivy.Filter.stemmer("swedish"),
    ):
        analyzer = analyzer.filter(token_filter)
    index.register_tokenizer("swedish", analyzer.build())
    writer = index.writer(heap_size=200_000_000, num_threads=1)
    for doc_id, title, text in iter_documents(folder):
        writer.add_document(tantivy.Document(id=doc_id, title=title, text=text))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def search(words: list[str]) -> Found:
        hits = searcher.search(index.parse_query(" ".join(words), ["title", "text"]), LIMIT).hits
        return [(searcher.doc(address)["id"][0], score) for score, address in hits]

    return answer(folder, search)


def run_xapian(folder: Path) -> Run:
    import xapian

    database = xapian.WritableDatabase("", xapian.DB_BACKEND_INMEMORY)
    stemmer, generator = xapian.Stem("swedish"), xapian.TermGenerator()
    generator.set_stemmer(stemmer)
    stopper = xapian.SimpleStopper()
    for word in read_stopwords():
        stopper.add(word)
    for doc_id, title, text in iter_documents(folder):
        document = xapian.Document()
        generator.set_document(document)
        generator.index_text(title)
        generator.increase_termpos()
        generator.index_text(text)
        document.set_data(doc_id)
        database.add_document(document)
    enquire = xapian.Enquire(database)
    parser = xapian.QueryParser()
    parser.set_stemmer(stemmer)
    parser.set_stemming_strategy(parser.STEM_SOME)
    parser.set_default_op(xapian.Query.OP_OR)
    parser.set_stopper(stopper)

    def search(words: list[str]) -> Found:
        enquire.set_query(parser.parse_query(" ".join(words), 0))
        hits = enquire.get_mset(0, LIMIT)
        return [(hit.document.get_data().decode(), hit.weight) for hit in hits]

    return answer(folder, search)


PEERS: dict[str, Callable[[Path], Run]] = {
    "Xapian": run_xapian,
    "tantivy": run_tantivy,
    "SQLite FTS5": run_fts5,
    "Whoosh": run_whoosh,
}


if __name__ == "__main__":
    main(sys.argv[1:])
