"""From results to lines of output. Pure: no module here prints, or knows of a terminal.

A renderer takes results and gives an iterator of lines without line ends. `renderer` finds the
one for a form by name and imports it then, as a search for a person needs no JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from searchkit.values import Value

if TYPE_CHECKING:
    from searchkit.render.style import Style
    from searchkit.results.model import SearchResults

    Renderer = Callable[[SearchResults], Iterator[str]]


class Options(Value):
    """What the forms need to know; each looks only at its own."""

    style: Style
    template: str = ""
    explain: bool = False
    with_query: bool = False
    exact_paths: bool = False


def renderer(form: str, options: Options) -> Renderer:
    """Give the renderer for one of `FORMS`. KeyError for another name."""
    return FORMS[form](options)


def _text(options: Options) -> Renderer:
    from searchkit.render.terminal import terminal_lines

    return lambda results: terminal_lines(results, options.style)


def _list(options: Options) -> Renderer:
    from searchkit.render.listing import list_lines

    return lambda results: list_lines(results, options.style)


def _json(options: Options) -> Renderer:
    from searchkit.render.records import json_document

    return lambda results: json_document(results, explain=options.explain)


def _jsonl(options: Options) -> Renderer:
    from searchkit.render.records import json_lines

    return lambda results: json_lines(
        results, explain=options.explain, with_query=options.with_query
    )


def _csv(options: Options) -> Renderer:
    from searchkit.render.tables import csv_lines

    return csv_lines


def _tsv(options: Options) -> Renderer:
    from searchkit.render.tables import tsv_lines

    return tsv_lines


def _paths(options: Options) -> Renderer:
    from searchkit.render.paths import path_lines

    return lambda results: path_lines(results, exact=options.exact_paths)


def _template(options: Options) -> Renderer:
    from searchkit.render.template import Template

    return Template.parse(options.template).lines


FORMS: dict[str, Callable[[Options], Renderer]] = {
    "text": _text,
    "list": _list,
    "json": _json,
    "jsonl": _jsonl,
    "csv": _csv,
    "tsv": _tsv,
    "paths": _paths,
    "template": _template,
}
"""Every form of output by its name, and what makes its renderer."""
