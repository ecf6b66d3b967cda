"""`searchkit list`: the documents, one a line."""

from __future__ import annotations

import time
from typing import Any

import click

from searchkit.cli.options import make_request, search_options
from searchkit.cli.output import Output
from searchkit.values import replace

_DEFAULTS: dict[str, Any] = {"sort": "title", "limit": 0}
"""Where a list differs from a search: it is whole, and in alphabetical order."""


@click.command("list")
@click.argument("words", nargs=-1)
@search_options
@click.pass_context
def command(context: click.Context, /, words: tuple[str, ...], **options: Any) -> int:
    """List documents with date, source and title, by title unless sorted otherwise.

    \b
    searchkit list
    searchkit list -s ST --sort newest
    searchkit list --undated only
    searchkit list --csv -n 0 > documents.csv

    With WORDS, only documents that match them.
    """
    from click.core import ParameterSource

    from searchkit.index import open_index

    if options["queries"]:
        raise click.UsageError("-f belongs to search")
    output = Output.choose(options, "list")
    for name, value in _DEFAULTS.items():
        if context.get_parameter_source(name) is ParameterSource.DEFAULT:
            options |= {name: value}
    request = replace(make_request(" ".join(words), options), passages=0)
    with open_index(options["index"]) as index:
        started = time.perf_counter()
        results = index.search(request)
        return output.write(results, time.perf_counter() - started)
