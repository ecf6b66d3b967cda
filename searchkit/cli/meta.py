"""`searchkit meta`: set or correct what is known about a document."""

from __future__ import annotations

from pathlib import Path

import click

from searchkit.cli.options import Correction, index_option, json_option
from searchkit.cli.output import say, write_lines


@click.command("meta")
@click.argument("document")
@click.option(
    "--date",
    cls=Correction,
    metavar="DATE",
    help="2016, 2016-05 or 2016-05-31; '' for undated.",
)
@click.option(
    "--source", cls=Correction, metavar="NAME", help="Who published it; '' for nobody known."
)
@click.option(
    "--type", "type_", cls=Correction, metavar="NAME", help="What it is, such as protokoll."
)
@click.option("--title", cls=Correction, metavar="TEXT", help="Its title.")
@click.option(
    "--clear",
    cls=Correction,
    metavar="FIELD",
    multiple=True,
    type=click.Choice(["date", "source", "type", "title"]),
    help="Take back a correction of this field.",
)
@json_option
@index_option
def command(
    document: str,
    date: str | None,
    source: str | None,
    type_: str | None,
    title: str | None,
    clear: tuple[str, ...],
    as_json: bool,
    index: str,
) -> int:
    """Set or correct the date, source, type or title of a document.

    \b
    searchkit meta 001_e8dae7098b50108c.txt --date 2016
    searchkit meta 001 --source Migrationsverket --type intervju
    searchkit meta 001                        what is known, and where it was found
    searchkit meta 001 --clear date

    Corrections are kept in metadata.toml in the folder that was indexed, where they can be
    edited, and survive a rebuild; rules for whole folders stand there too: `searchkit help
    files`. DOCUMENT is an id, the beginning of one, or a path as search prints it.
    """
    from searchkit.index import open_index
    from searchkit.render.metadata import metadata_json, metadata_lines

    given = {"date": date, "source": source, "type": type_, "title": title}
    changes = {name: value for name, value in given.items() if value is not None}
    both = sorted(set(changes) & set(clear))
    if both:
        raise click.UsageError(f"{both[0]} cannot be both set and cleared")
    with open_index(index) as opened:
        found = opened.find(document)
        place = opened.override_place(found) if changes or clear else None
    if place is not None:
        _correct(place, {**changes, **dict.fromkeys(clear)}, index)
        with open_index(index) as opened:
            found = opened.get(found.doc_id)
    write_lines(metadata_json(found) if as_json else metadata_lines(found))
    return 0


def _correct(place: tuple[Path, str], changes: dict[str, str | None], index: str) -> None:
    """Write the correction where the documents are, and let the index take it over."""
    from searchkit.documents.override_writing import write_override
    from searchkit.documents.overrides import FILE_NAME
    from searchkit.hits import shown_path
    from searchkit.indexing.build import update_index

    folder, key = place
    write_override(folder, key, changes)
    say(f"written to {shown_path(FILE_NAME, folder)}")
    try:
        update_index(index)
    except BaseException:
        say("the index does not have it yet, and follows when `searchkit index` can run again")
        raise
