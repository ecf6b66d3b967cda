"""Measure ranking on judged collections, beside other engines on the same queries.

    python tests/benchmarks/ranking.py COLLECTION [COLLECTION ...]

A COLLECTION is a folder with `docs.jsonl` or `docs.jsonl.xz`, `queries.tsv` and `qrels.txt`.
Every engine gets the same any-word queries and 100 results; nothing is tuned for any of them.
The peers are those of `peer_engines.py`, each where it is installed: SQLite FTS5 without stemming,
Whoosh with its Swedish analyzer, tantivy with its Swedish stemmer and stop words, and Xapian with
Snowball and our stop words. Plain Whoosh takes minutes. Needs
`pip install 'searchkit[evaluate]'`.
"""

from __future__ import annotations

import contextlib
import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from itertools import starmap
from pathlib import Path

from corpus import iter_records
from peer_engines import PEERS, Peer, Query

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
from searchkit.indexing.build import update_index
from searchkit.language.stopwords import read_stopwords
from searchkit.values import replace

MEASURES = Measures(["nDCG@10", "R@100"])
LIMIT = 100


def main(folders: list[str]) -> None:
    """Measure each collection with each engine that is there, and print a table."""
    for folder in map(Path, folders):
        print(folder.name)
        with our_index(folder) as index:
            measure(folder, "searchkit", partial(run_ours, index=index))
            measure(folder, "searchkit --related", partial(run_ours, index=index, related=True))
        for name, peer in PEERS.items():
            measure(folder, name, partial(run_peer, peer=peer))


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
            for doc_id, title, text in iter_records(folder):
                record = {"id": doc_id, "title": title, "text": text}
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
        index = Path(temporary, "index")
        update_index(index, [documents])
        yield index


def run_ours(folder: Path, *, index: Path, related: bool = False) -> Run:
    collection = read_collection(folder / "queries.tsv", folder / "qrels.txt")
    with open_index(index) as opened:
        return search_all(opened, collection.queries, replace(RANKING, related=related))


def run_peer(folder: Path, *, peer: Peer) -> Run:
    """Index a collection with an engine and ask it every query, as words in lower case."""
    run = {}
    with tempfile.TemporaryDirectory() as directory:
        engine = peer(Path(directory), read_stopwords())
        engine.update(iter_records(folder))
        for line in (folder / "queries.tsv").read_text(encoding="utf-8").splitlines():
            query_id, text = line.split("\t", 1)
            query = Query("any", tuple(re.findall(r"\w+", text.lower())))
            run[query_id] = tuple(starmap(Match, engine.search(query, LIMIT)))
    return run


if __name__ == "__main__":
    main(sys.argv[1:])
