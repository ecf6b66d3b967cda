"""Measure building and searching beside other engines, all in one run.

    python tests/benchmarks/peers.py DOCUMENTS [--documents 10000,44000] [--builds 3] [--cli]

DOCUMENTS is a JSON Lines file, also compressed with xz, with an `id`, a `title` and a `text` in
each line; its first so many documents are taken. Runs on Linux. What the engines are, how they
are set up and where they come from is told in `peer_engines.py` and `contenders.py`; what cannot
be imported is said and left out. No engine leaves stop words out, as not all of them can.

Each build is in a process of its own; the quickest counts. A query is the words in, the best ten
ids and scores out; the figure is the median of thirty queries, each the best of five. They are
drawn from the smallest number of documents and are the same for every engine and number. A sync
updates one document in a hundred with a changed text. The process that holds the Whoosh and our
engines does its work in Python, ours with NumPy where it is installed; tantivy, SQLite and Xapian
are compiled.

With `--cli`, the whole process of a cold `searchkit search` is timed on as many documents beside
the same on the seeds, in turn, and the medians of both are shown.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Callable, Sequence
from itertools import islice, pairwise
from pathlib import Path

from cold_search import compare_cold_searches
from contenders import CONTENDERS
from corpus import iter_records
from drawing import draw_queries
from measuring import LIMIT, Figures, Job, measure
from peer_engines import Query

Table = dict[str, Figures]
"""What was measured of each engine, at one number of documents."""

REFERENCES = ("Whoosh", "tantivy")
LABEL, COLUMN = 26, 14


def main(arguments: Sequence[str]) -> None:
    """Measure at each number of documents and print a table each, then how they grow."""
    options = _read_options(arguments)
    sizes: dict[int, float] = {}
    for number in sorted(options.documents):
        records = list(islice(iter_records(options.path), number))
        if not sizes:
            queries = draw_queries(records)
        # The file may have fewer.
        sizes[len(records)] = sum(record.size for record in records) / 1e6
    tables: dict[int, Table] = {}
    for number, megabytes in sizes.items():
        table = _measure_all(options.path, number, queries, options.builds)
        tables[number] = table
        if len(tables) == 1:
            _print_results(table)
        rows = [*_rows(table), *_shares(megabytes)]
        _print_table(f"{number} documents, {megabytes:.1f} MB", table, rows)
        for reference in REFERENCES:
            _print_ratios(table, reference)
    for fewer, more in pairwise(tables):
        _print_growth(fewer, more, tables[fewer], tables[more])
    if options.cli:
        for number in sizes:
            words = [query.words[0] for query in queries["one rare word"]]
            compare_cold_searches(options.path, number, words)


def _read_options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("path", type=Path, metavar="DOCUMENTS")
    parser.add_argument("--documents", type=_numbers, default=[10_000], metavar="N,N")
    parser.add_argument("--builds", type=int, default=1)
    parser.add_argument("--cli", action="store_true")
    return parser.parse_args(arguments)


def _numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(",")]


def _measure_all(path: Path, number: int, queries: dict[str, list[Query]], builds: int) -> Table:
    table = {}
    for name in CONTENDERS:
        try:
            table[name] = measure(Job(name, path, number, queries), builds)
        except ImportError as error:
            print(f"{name}: left out, {error.name} is not installed", flush=True)
        except RuntimeError as error:
            print(f"{error}: see above", flush=True)
    return table


Row = tuple[str, str, Callable[[Figures], float]]
"""A label, how to write a figure, and where it comes from."""


def _rows(table: Table) -> list[Row]:
    """Give what was measured; less is better in all of it."""
    kinds = next(iter(table.values())).queries
    return [
        ("build, s", ".2f", lambda figures: figures.build),
        ("build, s of processor", ".2f", lambda figures: figures.processor),
        *((f"{kind}, ms", ".3f", _query_time(kind)) for kind in kinds),
        ("sync of 1 %, s", ".3f", lambda figures: figures.sync),
        ("memory of build, MB", ".0f", lambda figures: figures.memory_mb),
        ("disk, MB", ".1f", lambda figures: figures.disk_mb),
    ]


def _shares(megabytes: float) -> list[Row]:
    return [
        ("build, MB/s", ".2f", lambda figures: megabytes / figures.build),
        ("sync, % of build", ".1f", lambda figures: 100 * figures.sync / figures.build),
        ("disk, % of documents", ".0f", lambda figures: 100 * figures.disk_mb / megabytes),
    ]


def _query_time(kind: str) -> Callable[[Figures], float]:
    return lambda figures: figures.queries[kind] * 1000


def _print_results(table: Table) -> None:
    """Show how many results the queries have, so that nobody times empty ones."""
    _print_head(f"results of a query, at most {LIMIT}: mean (queries without)", table)
    for kind in next(iter(table.values())).results:
        cells = []
        for figures in table.values():
            found = figures.results[kind]
            cells.append(f"{statistics.mean(found):.1f} ({found.count(0)})")
        _print_row(kind, cells)


def _print_table(title: str, table: Table, rows: list[Row]) -> None:
    _print_head(title, table)
    for label, form, value in rows:
        _print_row(label, [format(value(figures), form) for figures in table.values()])


def _print_ratios(table: Table, reference: str) -> None:
    if reference not in table:
        return
    _print_head(f"times {reference}'s", table)
    for label, _, value in _rows(table):
        other = value(table[reference])
        _print_row(label, [_times(value(figures), other) for figures in table.values()])


def _print_growth(fewer: int, more: int, before: Table, after: Table) -> None:
    """Show how many times longer it takes with more documents."""
    table = {name: figures for name, figures in after.items() if name in before}
    _print_head(f"{more / fewer:.2f} times the documents, {more}", table)
    for label, _, value in _rows(table):
        cells = [_times(value(after[name]), value(before[name])) for name in table]
        _print_row(label, cells)


def _times(value: float, other: float) -> str:
    return f"{value / other:.2f}" if other else "-"


def _print_head(title: str, table: Table) -> None:
    print(f"\n{title}")
    _print_row("", list(table))


def _print_row(label: str, cells: list[str]) -> None:
    print(f"{label:{LABEL}}" + "".join(f"{cell:>{COLUMN}}" for cell in cells), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
