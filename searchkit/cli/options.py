"""The options that commands share, each written once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from searchkit.errors import RequestError

if TYPE_CHECKING:
    from searchkit.query.request import SearchRequest

Function = TypeVar("Function", bound=Callable[..., Any])
Folders = TypeVar("Folders", str, tuple[str, ...])


def is_given_by(option: str, *sources: str) -> bool:
    """Tell whether the value of an option comes from one of click's sources, by their names."""
    source = click.get_current_context().get_parameter_source(option)
    return source is not None and source.name in sources


class Correction(click.Option):
    """An option that says what is to be written; settings cannot stand for it."""


def not_empty(context: click.Context, param: click.Parameter, value: Folders) -> Folders:
    """Refuse a folder without a name: an unset variable in a script must not mean this one."""
    folders = (value,) if isinstance(value, str) else value
    if not all(folders):
        raise click.BadParameter("name a folder, . for this one", context, param)
    return value


def _dates(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """Refuse dates that cannot be read where it is still known where they were written."""
    if value is not None:
        from searchkit.query.request import build_request

        given: dict[str, Any] = {str(option.name): value}
        build_request(**given)
    return value


index_option = click.option(
    "--index",
    metavar="DIR",
    envvar="SEARCHKIT_INDEX",
    default="index",
    show_default=True,
    # Whether it can be read is for the index to say, with its own exit code.
    type=click.Path(readable=False),
    callback=not_empty,
    help="Directory of the index (environment: SEARCHKIT_INDEX).",
)

json_option = click.option("--json", "as_json", is_flag=True, help="As one JSON object.")

screen_options = (
    click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        help="Use colour: when on a terminal (auto), always or never.",
    ),
    click.option("--no-pager", is_flag=True, help="Never start a pager."),
)

_FILTERS = (
    click.option("-s", "--source", "sources", metavar="NAME", multiple=True,
                 help="Only from this source; may be given again for several."),
    click.option("--not-source", "not_sources", metavar="NAME", multiple=True,
                 help="Not from this source."),
    click.option("-t", "--type", "types", metavar="NAME", multiple=True,
                 help="Only of this type, such as protokoll; may be given again."),
    click.option("--not-type", "not_types", metavar="NAME", multiple=True,
                 help="Not of this type."),
    click.option("--since", metavar="DATE", callback=_dates,
                 help="Dated then or later: 2022, 2022-09, 6m, igår."),
    click.option("--until", metavar="DATE", callback=_dates, help="Dated then or earlier."),
    click.option("--date", metavar="RANGE", callback=_dates,
                 help="Dated within: 2022-09, 2021..2022, 'september 2022'."),
    click.option("--undated", type=click.Choice(["exclude", "include", "only"]),
                 default="exclude", help="Documents without date, when dates are asked for."),
)  # fmt: skip


def _page(limit: int, sort: str) -> tuple[Callable[[Function], Function], ...]:
    return (
        click.option("-n", "--limit", metavar="N", type=click.IntRange(min=0), default=limit,
                     show_default=True, help="At most so many documents; 0 is all."),
        click.option("--offset", metavar="N", type=click.IntRange(min=0), default=0,
                     help="Leave out the first N."),
        click.option("--sort", type=click.Choice(["relevance", "newest", "oldest", "title"]),
                     default=sort, show_default=True, help="Order of the documents."),
    )  # fmt: skip


_WORDS = (
    click.option("--any", "any_word", is_flag=True, help="Any of the words is enough."),
    click.option("--not", "not_words", metavar="WORD", multiple=True,
                 help="Without this word or phrase."),
    click.option("--exact", is_flag=True,
                 help="Just these forms: no stemming, parts, folding or synonyms."),
    click.option("--related", is_flag=True, help="Also synonyms and related words, ranked last."),
)  # fmt: skip

_PASSAGES = (
    click.option("--passages", metavar="N", type=click.IntRange(min=0), default=2,
                 show_default=True, help="Passages of each document; 0 is none."),
    click.option("--explain", is_flag=True, help="Say where each score comes from."),
)  # fmt: skip

_OUTPUT = (
    json_option,
    click.option("--jsonl", is_flag=True, help="As JSON Lines, a document a line."),
    click.option("--csv", is_flag=True, help="As CSV, with a header."),
    click.option("--tsv", is_flag=True, help="As TSV, with a header."),
    click.option("--format", "template", metavar="TEMPLATE",
                 help=r"Each document so: '{date}\t{score:.2f}\t{title}'."),
    click.option("-0", "--null", is_flag=True, help="End each path or template with NUL."),
    click.option("-l", "--files-with-matches", "paths", is_flag=True, help="Paths only."),
    click.option("-c", "--count", is_flag=True, help="The number of documents only."),
    click.option("-q", "--quiet", is_flag=True, help="No output; the exit code tells."),
    *screen_options,
    index_option,
)  # fmt: skip

_BATCH = (
    click.option("-f", "--file", "queries", metavar="FILE",
                 type=click.Path(exists=True, dir_okay=False, allow_dash=True),
                 help="One query a line from FILE, - is standard input; answers as JSON Lines."),
)  # fmt: skip


def with_options(*options: Callable[[Function], Function]) -> Callable[[Function], Function]:
    """Put several options on a command, in the order they are to be listed."""

    def decorate(function: Function) -> Function:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


def search_options(limit: int, sort: str) -> Callable[[Function], Function]:
    """Put on a command what `search` and `list` share, with its own defaults."""
    return with_options(*_FILTERS, *_page(limit, sort), *_WORDS, *_PASSAGES, *_OUTPUT, *_BATCH)


_REQUEST_NAMES = (
    "sources", "not_sources", "types", "not_types", "since", "until", "date", "undated",
    "any_word", "not_words", "exact", "related",
    "limit", "offset", "sort", "passages", "explain",
)  # fmt: skip


def make_request(text: str, options: dict[str, Any]) -> SearchRequest:
    """Make the request that the options of a command ask for."""
    from searchkit.query.request import build_request

    return build_request(text, **{name: options[name] for name in _REQUEST_NAMES})


def make_question(text: str, options: dict[str, Any]) -> SearchRequest:
    """Make a request as `make_request` does; RequestError for one that has no word and no filter.

    The whole archive is no answer to `AND`.
    """
    request = make_request(text, options)
    if request.query is None and not request.filters.narrow:
        mended = "".join(f"{notice}, and " for notice in request.notices)
        raise RequestError(f"{mended}there is nothing to search for: write a word or a filter")
    return request
