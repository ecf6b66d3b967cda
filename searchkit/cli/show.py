"""`searchkit show`: one document, its hits marked."""

from __future__ import annotations

import click

from searchkit.cli.options import index_option, json_option, screen_options, with_options
from searchkit.cli.output import flush_output, say, screen_style, show_paged, write_lines


@click.command("show")
@click.argument("document")
@click.argument("words", nargs=-1)
@with_options(json_option, *screen_options, index_option)
def command(
    document: str, words: tuple[str, ...], as_json: bool, color: str, no_pager: bool, index: str
) -> int:
    """Show one document whole, with the words of a query marked.

    \b
    searchkit show 002_1842171969dfd728.txt
    searchkit show 002 personalomsättning
    searchkit show seeds/003_18992f373bfea14c.txt --json

    DOCUMENT is an id, the beginning of one, or a path as search prints it.
    """
    from searchkit.index import open_index
    from searchkit.query.request import build_request
    from searchkit.render.document import document_json, document_lines

    with open_index(index) as opened:
        found = opened.find(document)
        request = build_request(" ".join(words))
        marks = opened.marks(found, request) if words else ()
        shown = opened.shown(found)
    if as_json:
        write_lines(document_json(shown, marks))
    elif no_pager:
        write_lines(document_lines(shown, marks, screen_style(color)))
    else:
        show_paged(document_lines(shown, marks, screen_style(color)))
    flush_output()
    for notice in request.notices:
        say(notice)
    if words and not marks:
        say("nothing of that is in the text of this document")
    return 0
