"""`searchkit list`: the documents, one a line."""

from __future__ import annotations

import time
from typing import Any

import click

from searchkit.cli.options import make_question, make_request, search_options
from searchkit.cli.output import Output
from searchkit.values import replace


@click.command("list")
@click.argument("words", nargs=-1)
@search_options(limit=0, sort="title")
def command(words: tuple[str, ...], **options: Any) -> int:
    """List documents with date, source and title, by title unless sorted otherwise.

    \b
    searchkit list
    searchkit list -s ST --sort newest
    searchkit list --undated only
    searchkit list --csv > documents.csv

    With WORDS, only documents that match them.
    """
    from searchkit.index import open_index

    if options["queries"]:
        raise click.UsageError("-f belongs to search")
    output = Output.choose(options, "list")
    make = make_question if words else make_request
    request = replace(make(" ".join(words), options), passages=0)
    with open_index(options["index"]) as index:
        started = time.perf_counter()
        results = index.search(request)
        return output.write(results, time.perf_counter() - started)
