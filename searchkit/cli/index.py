"""`searchkit index`: build the index, and keep it up to date."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import click

from searchkit.cli.options import index_option
from searchkit.cli.output import say, write_lines

if TYPE_CHECKING:
    from searchkit.indexing import IndexReport

_SKIPPED_NAMED = 20


def _in_bytes(context: click.Context, option: click.Parameter, value: str | None) -> int | None:
    from searchkit.documents.sizes import parse_size

    try:
        return None if value is None else parse_size(value)
    except ValueError as error:
        raise click.BadParameter(str(error), context, option) from None


@click.command("index")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(readable=False))
@click.option("--rebuild", is_flag=True, help="Build from nothing, beside the old index.")
@click.option("--dry-run", is_flag=True, help="Only tell what would be done.")
@click.option(
    "--wait",
    "wait_seconds",
    metavar="SECONDS",
    type=click.FloatRange(min=0),
    default=10,
    show_default=True,
    help="How long to wait for another build.",
)
@click.option(
    "--jobs",
    metavar="N",
    type=click.IntRange(min=1),
    help="Processes that read files; by default one a core.",
)
@click.option(
    "--max-size",
    "max_bytes",
    metavar="SIZE",
    callback=_in_bytes,
    help="Leave out files larger than this, such as 200MB; remembered, 100MB at first.",
)
@index_option
def command(
    paths: tuple[str, ...],
    rebuild: bool,
    dry_run: bool,
    wait_seconds: float,
    jobs: int | None,
    max_bytes: int | None,
    index: str,
) -> int:
    """Add new and changed files to the index, and drop deleted ones.

    \b
    searchkit index seeds
    searchkit index ~/arkiv ~/protokoll
    searchkit index                        the folders it remembers, again
    searchkit index --rebuild

    PATH is a folder or a file. The old index answers until the new one is whole.
    What to leave out stands in .searchkitignore: `searchkit help files`.
    """
    from searchkit.indexing import update_index

    line = _ProgressLine() if sys.stderr.isatty() else None
    try:
        report = update_index(
            index,
            paths,
            rebuild=rebuild,
            dry_run=dry_run,
            wait_seconds=wait_seconds,
            jobs=jobs,
            max_bytes=max_bytes,
            progress=None if line is None else line.tell,
            told=say,
        )
    finally:
        if line is not None:
            line.clear()
    write_lines(report_lines(report, dry_run))
    for note in report.notes:
        print(f"note: {_clean(note)}", file=sys.stderr)
    return 0


def report_lines(report: IndexReport, dry_run: bool = False) -> list[str]:
    """Write what a build did: counts, and what was skipped and why."""
    counts = (
        f"+{report.added} added, {report.changed} changed, "
        f"{report.deleted} deleted, {report.unchanged} unchanged"
    )
    head = counts
    if dry_run:
        ignored = f"; {report.ignored} ignored by .searchkitignore" if report.ignored else ""
        head = f"would be: {counts}{ignored}"
    skipped = [_clean(item) for item in report.skipped]
    if not skipped:
        return [head]
    if len(skipped) == 1:
        return [f"{head}; 1 skipped: {skipped[0]}"]
    named = [f"  {item}" for item in skipped[:_SKIPPED_NAMED]]
    if len(skipped) > _SKIPPED_NAMED:
        named.append(f"  … and {len(skipped) - _SKIPPED_NAMED} more: see `searchkit status`")
    return [f"{head}; {len(skipped)} skipped:", *named]


def _clean(text: str) -> str:
    from searchkit.render.clean import one_line

    return one_line(text)


class _ProgressLine:
    """A line on a terminal that tells how far a build has come, from half a second on."""

    def __init__(self) -> None:
        self._started = self._shown = time.monotonic()
        self._is_shown = False

    def tell(self, done: int, total: int) -> None:
        """Show how many of the files have been read."""
        now = time.monotonic()
        if now - self._started > 0.5 and (now - self._shown > 0.1 or done == total):
            self._shown = now
            rate = done / (now - self._started)
            line = f"{done} of {total} files, {rate:.0f} a second"
            self._show("writing the index …" if done == total else line)

    def clear(self) -> None:
        """Make room for what is printed next."""
        if self._is_shown:
            self._show("")

    def _show(self, line: str) -> None:
        self._is_shown = bool(line)
        print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)
