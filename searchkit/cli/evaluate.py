"""`searchkit evaluate`: measure ranking against judged queries."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from searchkit.cli.options import index_option, json_option, with_options
from searchkit.cli.output import flush_output, write_lines
from searchkit.values import replace

if TYPE_CHECKING:
    from searchkit.evaluation import Collection, Measures, Ranking, Report

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

_SEARCHING = {
    "run_file": "--run",
    "depth": "-n",
    "any_word": "--any or --all",
    "exact": "--exact",
    "related": "--related",
    "index": "--index",
}
"""The options that say how to search, and so mean nothing beside --from."""


_options = with_options(
    click.option("--measure", "measures", metavar="NAME", multiple=True,
                 help="A measure as ir_measures names it: nDCG@10, RR@10, R@100 (these three by "
                 "default), P@5, AP(rel=2)@100; may be given again."),
    click.option("--run", "run_file", metavar="FILE",
                 type=click.Path(dir_okay=False, writable=True, path_type=Path),
                 help="Write the results as a TREC run."),
    click.option("--from", "from_file", metavar="FILE", type=_FILE,
                 help="Measure this TREC run, and search nothing."),
    click.option("--against", metavar="FILE", type=_FILE,
                 help="Compare with this TREC run, query by query."),
    click.option("-n", "--limit", "depth", metavar="N", type=click.IntRange(min=0), default=100,
                 show_default=True, help="Results of each query; 0 is all."),
    click.option("--any/--all", "any_word", default=True, show_default=True,
                 help="Whether any word of a query is enough, or all are required."),
    click.option("--exact", is_flag=True, help="Just these forms: no stemming, parts or folding."),
    click.option("--related", is_flag=True,
                 help="Also related words, and what the best documents have in common."),
    json_option,
    index_option,
)  # fmt: skip


@click.command("evaluate")
@click.argument("queries", type=_FILE)
@click.argument("qrels", type=_FILE)
@_options
@click.pass_context
def command(context: click.Context, /, queries: Path, qrels: Path, **options: Any) -> int:
    """Measure how well the index ranks what is known to be relevant.

    \b
    searchkit evaluate queries.tsv qrels.txt
    searchkit evaluate queries.tsv qrels.txt --run new.run --against old.run
    searchkit evaluate queries.tsv qrels.txt --from new.run --against old.run
    searchkit evaluate queries.tsv qrels.txt --measure nDCG@10 --measure AP@100 --json

    QUERIES has lines of an id, a tab and the query, which is taken as words: nothing in it is
    an operator. QRELS has lines of `query_id 0 doc_id grade`. The p value is that of a
    two-sided paired randomisation test. Needs pip install 'searchkit[evaluate]'.
    """
    from searchkit.evaluation import DEFAULT_MEASURES, Measures, read_collection
    from searchkit.render.evaluation import (
        evaluation_json,
        evaluation_lines,
        evaluation_notices,
    )

    _check(context, options)
    measures = Measures(options["measures"] or DEFAULT_MEASURES)
    report = _report(read_collection(queries, qrels), measures, options)
    if options["as_json"]:
        write_lines(evaluation_json(report))
        return 0
    write_lines(evaluation_lines(report))
    # Where both go to the same place, the figures come first.
    flush_output()
    for notice in evaluation_notices(report):
        print(f"note: {notice}", file=sys.stderr)
    return 0


def _check(context: click.Context, options: dict[str, Any]) -> None:
    """Refuse what would be ignored, and what would fail after all the searching."""
    from click.core import ParameterSource

    if options["from_file"]:
        given = [
            flag
            for name, flag in _SEARCHING.items()
            if context.get_parameter_source(name) is ParameterSource.COMMANDLINE
        ]
        if given:
            raise click.UsageError(f"--from searches nothing: leave out {', '.join(given)}")
    run_file = options["run_file"]
    if run_file and not run_file.absolute().parent.is_dir():
        raise click.UsageError(f"--run: there is no folder {run_file.parent}")


def _report(collection: Collection, measures: Measures, options: dict[str, Any]) -> Report:
    from searchkit.evaluation import assess, read_run

    theirs = read_run(options["against"]) if options["against"] else None
    if options["from_file"]:
        return assess(collection, read_run(options["from_file"]), measures, theirs=theirs)
    ours, documents = _search(collection, options)
    return assess(
        collection, ours, measures, theirs=theirs, documents=documents, limit=options["depth"]
    )


def _search(
    collection: Collection, options: dict[str, Any]
) -> tuple[dict[str, Ranking], frozenset[str]]:
    """Search for every query; give the run, and the ids of all documents in the index."""
    from searchkit.evaluation import RANKING, iter_rankings, write_run
    from searchkit.index import open_index

    how = replace(
        RANKING,
        any_word=options["any_word"],
        exact=options["exact"],
        related=options["related"],
        limit=options["depth"],
    )
    with open_index(options["index"]) as index:
        rankings = iter_rankings(index, collection.queries, how)
        run = dict(_with_progress(rankings, len(collection.queries)))
        documents = frozenset(index.engine.iter_ids())
    if options["run_file"]:
        write_run(options["run_file"], run)
    return run, documents


def _with_progress(
    rankings: Iterable[tuple[str, Ranking]], total: int
) -> Iterator[tuple[str, Ranking]]:
    """Count the queries on a terminal, from half a second on."""
    if not sys.stderr.isatty():
        yield from rankings
        return
    shown = time.monotonic() + 0.4
    for done, ranking in enumerate(rankings, start=1):
        yield ranking
        if time.monotonic() - shown > 0.1:
            shown = time.monotonic()
            print(f"\r\x1b[K{done} of {total} queries", end="", file=sys.stderr, flush=True)
    print("\r\x1b[K", end="", file=sys.stderr, flush=True)
