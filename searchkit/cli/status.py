"""`searchkit status`: what is in the index, and is it healthy."""

from __future__ import annotations

import click

from searchkit.cli.options import index_option, is_given_by, json_option
from searchkit.cli.output import write_lines


@click.command("status")
@click.option("--check", is_flag=True, help="Compare every file of the index with its checksum.")
@json_option
@index_option
def command(check: bool, as_json: bool, index: str) -> int:
    """Show what is in the index, whether the files have changed, and what is missing.

    \b
    searchkit status
    searchkit status --check
    searchkit status --json
    """
    from searchkit.render.status import status_json, status_lines
    from searchkit.status import read_status

    status = read_status(index, check=check)
    named_index = index if is_given_by("index", "COMMANDLINE", "ENVIRONMENT") else ""
    write_lines(status_json(status) if as_json else status_lines(status, named_index))
    return 0
