"""`searchkit search`: one query, or a file of them."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from typing import Any

import click

from searchkit.cli.exits import NOT_FOUND, exit_code, report
from searchkit.cli.options import make_question, search_options
from searchkit.cli.output import Output, typed_forms, write_lines
from searchkit.errors import InvalidInput
from searchkit.values import replace


@click.command("search")
@click.argument("words", nargs=-1)
@search_options(limit=10, sort="relevance")
def command(words: tuple[str, ...], **options: Any) -> int:
    """Find documents, best first, and show the passages that answer.

    \b
    searchkit search personalomsättning
    searchkit search 'rekrytera -konsulter' --since 2021
    searchkit search '"digital transformation"~5' -s 'Computer Sweden'
    searchkit search --any lön arbetsmiljö --sort newest
    searchkit search -n 0 -l migrationsverket | xargs -d '\\n' wc -w
    searchkit search -f queries.txt > answers.jsonl

    All words are required; WORDS are joined, so quotes are needed only for - and ".
    `searchkit help query` explains the query language, `searchkit help dates` the dates.
    """
    text = " ".join(words)
    if options["queries"]:
        return _answer_file(text, options)
    return _answer(text, options)


def _answer(text: str, options: dict[str, Any]) -> int:
    from searchkit.index import open_index

    output = Output.choose(options, "text")
    request = make_question(text, options)
    if not output.shows_passages:
        request = replace(request, passages=0)
    if output.form in ("count", "quiet"):
        request = replace(request, limit=1)
    with open_index(options["index"]) as index:
        started = time.perf_counter()
        results = index.search(request)
        return output.write(results, time.perf_counter() - started)


def _answer_file(text: str, options: dict[str, Any]) -> int:
    """Answer each line of a file, and go on after a line that cannot be read."""
    from searchkit.index import open_index
    from searchkit.render.records import json_lines
    from searchkit.render.summary import remarks

    if text:
        raise click.UsageError("-f takes the queries from the file: leave out the words")
    if Output.choose(typed_forms(options), "jsonl").form != "jsonl":
        raise click.UsageError("-f answers as JSON Lines: leave out the other form of output")
    code = NOT_FOUND
    with open_index(options["index"]) as index:
        for place, line in _iter_queries(options["queries"]):
            try:
                results = index.search(make_question(line, options))
            except InvalidInput as error:
                report(error, place=place)
                code = exit_code(error)
                continue
            write_lines(json_lines(results, explain=options["explain"], with_query=True))
            for remark in remarks(results):
                print(f"{place}: {remark}", file=sys.stderr)
            code = 0 if results.total and code == NOT_FOUND else code
    return code


def _iter_queries(path: str) -> Iterator[tuple[str, str]]:
    """Yield each query and its place, `queries.txt:2`; empty lines are passed over."""
    from searchkit.render.clean import one_line

    name = "stdin" if path == "-" else one_line(path)
    with click.open_file(path, encoding="utf-8-sig", errors="replace") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield f"{name}:{number}", line.strip()
