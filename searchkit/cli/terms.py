"""`searchkit terms`: the words in the index, and what it makes of one."""

from __future__ import annotations

import click

from searchkit.cli.exits import NOT_FOUND
from searchkit.cli.options import index_option, json_option
from searchkit.cli.output import flush_output, say, screen_style, write_lines


@click.command("terms")
@click.argument("word", required=False)
@click.option(
    "-n",
    "--limit",
    metavar="N",
    type=click.IntRange(min=0),
    default=10,
    show_default=True,
    help="At most so many words in each list; 0 is all.",
)
@json_option
@index_option
def command(word: str | None, limit: int, as_json: bool, index: str) -> int:
    """Show what the index holds of a word: its forms, the compounds it stands in, related words.

    \b
    searchkit terms facket
    searchkit terms personalomsättning --json
    searchkit terms 'rekryt*'             forms that begin so
    searchkit terms '*omsättning' -n 0    that end so, all of them
    searchkit terms                       the most frequent, without och, att, det

    Numbers count documents. 'rekrytering~' lists the forms that are written much alike. A word
    that is not in the index is answered with those that look like it, and exit code 1.
    """
    from searchkit.render.terms import terms_json, terms_lines, terms_remarks
    from searchkit.terms import read_terms

    entry = read_terms(index, word, limit)
    if as_json:
        write_lines(terms_json(entry))
    else:
        write_lines(terms_lines(entry, screen_style("never").columns))
        # Where both go to the same place, the words come first.
        flush_output()
        for line in terms_remarks(entry):
            say(line)
    return 0 if entry.is_known else NOT_FOUND
