"""`searchkit analyze`: what the language analysis makes of a text."""

from __future__ import annotations

import sys

import click

from searchkit.cli.options import index_option, json_option
from searchkit.cli.output import say, write_lines


@click.command("analyze")
@click.argument("words", nargs=-1)
@json_option
@index_option
def command(words: tuple[str, ...], as_json: bool, index: str) -> int:
    """Show the terms that words become, in the index and in a query.

    \b
    searchkit analyze personalomsättningen
    searchkit analyze 'ST:s it-säkerhetsexpert'
    searchkit analyze --json < seeds/003_18992f373bfea14c.txt

    Without WORDS, the text comes from standard input. The index is asked for its own compounds,
    where there is one.
    """
    from searchkit.index import find_analyzer
    from searchkit.render.analysis import analysis_json, analysis_lines

    text = " ".join(words) if words else sys.stdin.read()
    tokens = list(find_analyzer(index, say).iter_tokens(text))
    if as_json:
        write_lines(analysis_json(text, tokens))
    else:
        write_lines(analysis_lines(text, tokens))
    return 0
