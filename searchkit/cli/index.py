"""`searchkit index`: build the index, and keep it up to date."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import click

from searchkit.cli.options import index_option
from searchkit.cli.output import write_lines

if TYPE_CHECKING:
    from searchkit.indexing import IndexReport, Progress

_SKIPPED_NAMED = 20


@click.command("index")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path())
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
@index_option
def command(
    paths: tuple[str, ...],
    rebuild: bool,
    dry_run: bool,
    wait_seconds: float,
    jobs: int | None,
    index: str,
) -> int:
    """Add new and changed files to the index, and drop deleted ones.

    \b
    searchkit index seeds
    searchkit index ~/arkiv ~/protokoll
    searchkit index                        the folders it remembers, again
    searchkit index --rebuild

    PATH is a folder or a file. The old index answers until the new one is whole.
    """
    from searchkit.indexing import update_index

    report = update_index(
        index,
        paths,
        rebuild=rebuild,
        dry_run=dry_run,
        wait_seconds=wait_seconds,
        jobs=jobs,
        progress=_progress() if sys.stderr.isatty() else None,
    )
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
    head = f"would be: {counts}" if dry_run else counts
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


def _progress() -> Progress:
    """Make a progress line on a terminal, shown from half a second on."""
    started = shown = time.monotonic()

    def tell(done: int, total: int) -> None:
        nonlocal shown
        now = time.monotonic()
        if now - started > 0.5 and (now - shown > 0.1 or done == total):
            shown = now
            rate = done / (now - started)
            line = f"{done} of {total} files, {rate:.0f} a second"
            if done == total:
                line = "writing the index …"
            print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)

    return tell
