"""`searchkit index`: build the index, and keep it up to date."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from searchkit.cli.options import index_option, not_empty
from searchkit.cli.output import say, write_lines

if TYPE_CHECKING:
    from searchkit.indexing.build import IndexReport

_NAMED = 5
"""Skipped files, and notes, to name before the rest is only counted."""

_SLOW_SECONDS = 0.5
_BETWEEN_SECONDS = 0.1


def _in_bytes(context: click.Context, option: click.Parameter, value: str | None) -> int | None:
    from searchkit.documents.sizes import parse_size

    try:
        return None if value is None else parse_size(value)
    except ValueError as error:
        raise click.BadParameter(str(error), context, option) from None


@click.command("index")
@click.argument(
    "paths",
    nargs=-1,
    metavar="[PATH]...",
    type=click.Path(readable=False),
    callback=not_empty,
)
@click.option(
    "--rebuild",
    is_flag=True,
    help="Build from nothing, beside the old index. PATHs given with it are all it remembers.",
)
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
@click.option(
    "--timeout",
    "timeout_seconds",
    metavar="SECONDS",
    type=click.FloatRange(min=1),
    help="How long reading a file may take; by default 60. Tries those again that took longer.",
)
@index_option
def command(
    paths: tuple[str, ...],
    rebuild: bool,
    dry_run: bool,
    wait_seconds: float,
    jobs: int | None,
    max_bytes: int | None,
    timeout_seconds: float | None,
    index: str,
) -> int:
    """Add new and changed files to the index, and drop deleted ones.

    \b
    searchkit index seeds
    searchkit index ~/arkiv ~/protokoll
    searchkit index                        the folders it remembers, again
    searchkit index --rebuild

    PATH is a folder or a file. The old index answers until the new one is whole. A build that
    is interrupted goes on where it stopped when it is started again. What to leave out stands
    in .searchkitignore: `searchkit help files`.
    """
    from searchkit.indexing.build import update_index

    line = ProgressLine() if sys.stderr.isatty() else None
    try:
        report = update_index(
            index,
            paths,
            rebuild=rebuild,
            dry_run=dry_run,
            wait_seconds=wait_seconds,
            jobs=jobs,
            max_bytes=max_bytes,
            timeout_seconds=timeout_seconds,
            progress=None if line is None else line.tell,
            told=say if line is None else line.say,
        )
    finally:
        if line is not None:
            line.clear()
    write_lines(report_lines(report, dry_run))
    for note in _shortened([f"note: {_clean(note)}" for note in report.notes], " notes"):
        print(note, file=sys.stderr)
    return 0


def report_lines(report: IndexReport, dry_run: bool = False) -> list[str]:
    """Write what a build did: counts, and what was skipped and why."""
    counts = [
        f"+{report.added} added",
        f"{report.changed} changed",
        f"{report.deleted} deleted",
        *([f"{report.moved} moved"] if report.moved else []),
        f"{report.unchanged} unchanged",
        *([_counted(report.copies, "copy", "copies")] if report.copies else []),
    ]
    head = ", ".join(counts)
    if dry_run:
        ignored = f"; {report.ignored} ignored by .searchkitignore" if report.ignored else ""
        head = f"would be: {head}{ignored}"
    skipped = [_clean(item) for item in report.skipped]
    if not skipped:
        return [head]
    if len(skipped) == 1:
        return [f"{head}; 1 skipped: {skipped[0]}"]
    named = _shortened([f"  {item}" for item in skipped], ": searchkit status")
    return [f"{head}; {len(skipped)} skipped:", *named]


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _shortened(lines: list[str], rest: str) -> list[str]:
    """Leave out what comes after the first few lines, if it is more than one, and count it."""
    if len(lines) <= _NAMED + 1:
        return lines
    return [*lines[:_NAMED], f"  {len(lines) - _NAMED} more{rest}"]


def _clean(text: str) -> str:
    from searchkit.render.clean import one_line

    return one_line(text)


class ProgressLine:
    """A line on a terminal that tells how far a build has come, from half a second on."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._started = self._shown = clock()
        self._is_shown = False

    def tell(self, done: int, total: int) -> None:
        """Show how many of the files have been read, how fast, and how long the rest takes."""
        now = self._clock()
        if now - self._started < _SLOW_SECONDS:
            return
        if done == total:
            self._show(f"{total:,} files read, writing the index …")
        elif now - self._shown >= _BETWEEN_SECONDS:
            self._shown = now
            rate = done / (now - self._started)
            left = _duration((total - done) / rate)
            self._show(f"{done:,} of {total:,} files · {rate:,.0f} a second · {left} left")

    def say(self, sentence: str) -> None:
        """Say something else: the line makes room, and comes back with the next file."""
        self.clear()
        say(sentence)

    def clear(self) -> None:
        """Make room for what is printed next."""
        if self._is_shown:
            self._show("")

    def _show(self, line: str) -> None:
        self._is_shown = bool(line)
        print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)


def _duration(seconds: float) -> str:
    """Write how long something takes, as one would say it.

    >>> [_duration(seconds) for seconds in (7.2, 200, 9000)]
    ['8 s', '4 min', '2 h 30 min']
    """
    if seconds < 60:
        return f"{math.ceil(seconds)} s"
    minutes = math.ceil(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
