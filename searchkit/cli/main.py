"""The `searchkit` command: finding the subcommand, and turning what happens into exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from searchkit.cli.exits import exit_code, report

COMMANDS = {
    "Find": {
        "search": ("searchkit.cli.search", "Ranked documents with the matching passages."),
        "show": ("searchkit.cli.show", "One document, its hits marked."),
        "terms": ("searchkit.cli.terms", "Words in the index: forms, compounds, spelling."),
    },
    "Index": {
        "index": ("searchkit.cli.index", "Add new and changed files, drop deleted ones."),
        "list": ("searchkit.cli.list", "Documents with date, source and title."),
        "meta": ("searchkit.cli.meta", "Set or correct date, source, type, title."),
        "status": ("searchkit.cli.status", "What is in the index, and is it healthy."),
    },
    "More": {
        "analyze": ("searchkit.cli.analyze", "What the language analysis makes of a text."),
        "evaluate": ("searchkit.cli.evaluate", "Measure ranking against judged queries."),
        "completion": ("searchkit.cli.completion", "Tab completion for bash, zsh and fish."),
        "help": ("searchkit.cli.help", "Help on query, dates, output, files, exit-codes."),
    },
}
"""Commands by group: the module that holds each, and its line in the help."""

COMPLETE_VARIABLE = "_SEARCHKIT_COMPLETE"


class LazyGroup(click.Group):
    """A group that imports a command's module when that command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for commands in COMMANDS.values() for name in commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        for commands in COMMANDS.values():
            if cmd_name in commands:
                module, _ = commands[cmd_name]
                command: click.Command = import_module(module).command
                return command
        return None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            known = ", ".join(self.list_commands(ctx))
            ctx.fail(f"there is no command {args[0]!r}: the commands are {known}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for title, commands in COMMANDS.items():
            with formatter.section(title):
                formatter.write_dl([(name, text) for name, (_, text) in commands.items()])


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="`searchkit COMMAND --help` shows a command's options, with examples.",
)
@click.version_option(package_name="searchkit", message="%(prog)s %(version)s")
def cli() -> None:
    """Search Swedish documents: ranked, with the passages that answer.

    \b
    searchkit index seeds                      build or refresh the index
    searchkit search personalomsättning        find
    searchkit search 'rekrytera -konsulter' --since 2021
    searchkit help query                       the query language
    """


def run(arguments: Sequence[str]) -> int:
    """Run the command line and give the exit code. Nothing is raised, nothing left unflushed.

    Without arguments, the help is shown.
    """
    arguments = list(arguments) or ["--help"]
    if COMPLETE_VARIABLE in os.environ:
        cli.main(list(arguments), "searchkit", complete_var=COMPLETE_VARIABLE)
    _open_closed_streams()
    _use_utf8()
    try:
        with cli.make_context("searchkit", list(arguments), default_map=_settings()) as context:
            code = cli.invoke(context)
        _flush()
    except BaseException as error:
        report(error, arguments)
        return exit_code(error)
    return code if isinstance(code, int) else 0


def _flush() -> None:
    from searchkit.cli.output import flush_output

    flush_output()


def _settings() -> dict[str, dict[str, object]]:
    from searchkit.cli.settings import read_settings

    return read_settings(cli)


def _open_closed_streams() -> None:
    """Put nothing in the place of a closed stream, so that no file of ours is opened there."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode))


def _use_utf8() -> None:
    """Read and write UTF-8 whatever the locale says, and never fail on a character."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
