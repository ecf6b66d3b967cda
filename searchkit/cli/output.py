"""Writing results: which form was asked for, where it goes, and what may be used there."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from searchkit.cli.exits import NOT_FOUND
from searchkit.cli.options import is_given_by
from searchkit.errors import SearchkitError
from searchkit.render import Options, renderer
from searchkit.render.style import Style
from searchkit.values import Value

if TYPE_CHECKING:
    from searchkit.results.model import SearchResults

_FLAGS = {
    "as_json": "json",
    "jsonl": "jsonl",
    "csv": "csv",
    "tsv": "tsv",
    "template": "template",
    "paths": "paths",
    "count": "count",
    "quiet": "quiet",
}
"""The option that asks for each form."""

_ENDED = ("paths", "template")
"""The forms whose records -0 can end; their options are called the same."""


class Output(Value):
    """How a command's results are written.

    `form` is `text`, `list`, or one of those in `_FLAGS`. `null` ends each record with NUL.
    `is_limited` says that nobody asked for so few results at most.
    """

    form: str
    options: Options
    null: bool = False
    pager: bool = False
    is_limited: bool = False

    @classmethod
    def choose(cls, options: dict[str, Any], default: str) -> Output:
        """Read the output options of a command; UsageError where they contradict each other."""
        typed = typed_forms(options)
        options = _typed_first(options, typed)
        asked = [form for name, form in _FLAGS.items() if options[name]]
        if options["template"] == "":
            raise click.UsageError("the format is empty: write one such as '{date} {title}'")
        if options["null"] and not asked:
            asked = ["paths"]
        if len(asked) > 1:
            where = "" if any(typed[name] for name in _FLAGS) else " in the settings"
            raise click.UsageError(f"choose one form of output{where}: {' or '.join(asked)}")
        form = asked[0] if asked else default
        if options["null"] and form not in _ENDED:
            raise click.UsageError("-0 ends paths or templates: use it with -l or --format")
        rendering = Options(
            screen_style(options["color"]),
            options["template"] or "",
            explain=options["explain"],
            exact_paths=options["null"] and not sys.stdout.isatty(),
        )
        if form == "template":
            # A mistake in it is told before the search, and also when nothing is found.
            renderer(form, rendering)
        pager = form in ("text", "list") and not options["no_pager"]
        return cls(form, rendering, options["null"], pager, is_given_by("limit", "DEFAULT"))

    @property
    def is_for_people(self) -> bool:
        """Whether what is said on standard error belongs to the answer."""
        return self.form in ("text", "list")

    @property
    def shows_passages(self) -> bool:
        """Whether passages are worth finding."""
        if self.form == "template":
            return "{passage" in self.options.template or "{line" in self.options.template
        return self.form in ("text", "json", "jsonl")

    def write(self, results: SearchResults, seconds: float) -> int:
        """Write the results and what is to be said about them; give the exit code."""
        if self.form == "count":
            write_lines([str(results.total)])
        elif self.form != "quiet" and (results.hits or self.form == "json"):
            lines = renderer(self.form, self.options)(results)
            end = "\0" if self.null else "\n"
            show_paged(lines) if self.pager else write_lines(lines, end)
        self._say(results, seconds)
        return 0 if results.total else NOT_FOUND

    def _say(self, results: SearchResults, seconds: float) -> None:
        if self.form in ("quiet", "json"):
            return
        from searchkit.render.summary import remarks, summary

        if self.is_for_people:
            lines = summary(results, seconds)
        else:
            lines = [*self._cut(results), *remarks(results)]
        if self.form == "text" and results.hits:
            lines = ["", *lines]
        # Where both go to the same place, the hits come first.
        flush_output()
        for line in lines:
            print(line, file=sys.stderr)

    def _cut(self, results: SearchResults) -> list[str]:
        """Say that there are more results, where nothing else does and nobody wanted so few."""
        shown, total = len(results.hits), results.total
        if self.form == "count" or not self.is_limited or results.offset + shown >= total:
            return []
        return [f"{shown} of {total} documents: -n 0 gives all"]


def typed_forms(options: dict[str, Any]) -> dict[str, Any]:
    """Leave out the forms of output, and -0, that only the settings ask for."""
    unasked = [name for name in (*_FLAGS, "null") if not is_given_by(name, "COMMANDLINE")]
    return options | dict.fromkeys(unasked, False)


def _typed_first(options: dict[str, Any], typed: dict[str, Any]) -> dict[str, Any]:
    """Let a form that was typed win over those of the settings, which -0 goes with if it can."""
    if any(typed[name] for name in _FLAGS):
        null = options["null"] if any(typed[name] for name in _ENDED) else typed["null"]
        return typed | {"null": null}
    if typed["null"]:
        return typed | {name: options[name] for name in _ENDED}
    return options


def screen_style(color: str) -> Style:
    """Find out what may be used on standard output.

    Colour: flag > NO_COLOR > FORCE_COLOR > is it a terminal; TERM=dumb is none.
    """
    is_screen = sys.stdout.isatty()
    terminal = is_screen and os.environ.get("TERM") != "dumb"
    if color == "auto":
        forced = bool(os.environ.get("FORCE_COLOR"))
        use_color = not os.environ.get("NO_COLOR") and (forced or terminal)
        use_bold = use_color or terminal
    else:
        use_color = color == "always"
        use_bold = use_color or terminal
    return Style(
        color=use_color,
        bold=use_bold,
        width=terminal_size()[0] if is_screen else 80,
        links=terminal and use_color,
        directory=str(Path.cwd()),
    )


def terminal_size() -> tuple[int, int]:
    """Give columns and lines of the terminal, 80 and 24 where that is not known."""
    import shutil

    return shutil.get_terminal_size((80, 24))


def write_lines(lines: Iterable[str], end: str = "\n") -> None:
    """Write lines to standard output, and let go of them as they come."""
    write = sys.stdout.write
    for line in lines:
        try:
            write(line)
            write(end)
        except OSError as error:
            raise _unwritable(error) from None


def flush_output() -> None:
    """Write to standard output what is still held back."""
    try:
        sys.stdout.flush()
    except OSError as error:
        raise _unwritable(error) from None


def _unwritable(error: OSError) -> Exception:
    """Say what it was that could not be written; a reader that left is another matter."""
    if isinstance(error, BrokenPipeError):
        return error
    return SearchkitError(f"the output cannot be written: {error.strerror}")


def show_paged(lines: Iterable[str]) -> None:
    """Write lines through a pager when they are more than a terminal has."""
    if not sys.stdout.isatty():
        write_lines(lines)
        return
    held = list(lines)
    if len(held) < terminal_size()[1] or not _page(held):
        write_lines(held)


def _page(lines: list[str]) -> bool:
    """Start $PAGER, or less; tell whether there was one. An empty $PAGER is none."""
    import shutil
    import signal
    import subprocess

    command = os.environ.get("PAGER", "less").split()
    if not command or shutil.which(command[0]) is None or os.environ.get("TERM") == "dumb":
        return False
    # R: colours pass; F: leave at once if it fits after all; X: keep it on the screen.
    environment = {"LESS": "FRX", **os.environ, "LESSCHARSET": "utf-8"}
    with subprocess.Popen(command, stdin=subprocess.PIPE, env=environment) as pager:
        # Ctrl-C is the pager's: should we end first, it would be left alone with the terminal.
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        # The reader may leave before the end; `communicate` takes no offence.
        pager.communicate("".join(f"{line}\n" for line in lines).encode())
        signal.signal(signal.SIGINT, before)
    return True


def say(sentence: str) -> None:
    """Say something to the person at the terminal, on standard error."""
    from searchkit.render.clean import one_line

    print(one_line(sentence), file=sys.stderr)
