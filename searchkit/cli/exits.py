"""What is said, and what the exit code is, when a command ends early. One table for all."""

from __future__ import annotations

import os
import sys

import click

from searchkit.errors import (
    DocumentMissing,
    IndexUnusable,
    InvalidInput,
    QueryError,
    SearchkitError,
)

NOT_FOUND, USAGE, INDEX, INTERRUPTED, CLOSED_PIPE = 1, 2, 3, 130, 141

EXIT_CODES: tuple[tuple[type[BaseException], int], ...] = (
    (DocumentMissing, NOT_FOUND),
    (InvalidInput, USAGE),
    (IndexUnusable, INDEX),
    (click.UsageError, USAGE),
    (BrokenPipeError, CLOSED_PIPE),
    (KeyboardInterrupt, INTERRUPTED),
    (click.Abort, INTERRUPTED),
)
"""Exception to exit code; the first that fits."""

_FAILED = 2
"""For what has no line of its own: a disk that is full, a file that cannot be read."""


def exit_code(error: BaseException) -> int:
    """Give the exit code of an exception that ends the program."""
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else _FAILED
    return next((code for kind, code in EXIT_CODES if isinstance(error, kind)), _FAILED)


def report(error: BaseException) -> None:
    """Say on standard error what went wrong; nothing where nobody needs to be told."""
    match error:
        case click.exceptions.Exit() | SystemExit() | click.Abort():
            return
        case BrokenPipeError():
            _forget_stdout()
        case KeyboardInterrupt():
            _say("interrupted")
        case QueryError():
            _say(f"{error}\n  {_one_line(error.query)}\n  {_pointer(error)}")
        case SearchkitError():
            _say(str(error))
        case click.UsageError():
            _say(f"{_usage_message(error)}\nTry: {_help_command(error)}")
        case OSError():
            _say(f"{error.strerror or error}" + (f": {error.filename}" if error.filename else ""))
        case MemoryError():
            _say("out of memory: ask for less with --limit, or search in parts")
        case _:
            _say(f"this is a mistake in searchkit, please report it: {_described(error)}")


def _described(error: BaseException) -> str:
    """Name an unexpected exception and the place it comes from, on one line."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f" ({place.tb_frame.f_globals['__name__']}, line {place.tb_lineno})" if place else ""
    return f"{type(error).__name__}: {error}{where}"


def _usage_message(error: click.UsageError) -> str:
    message = error.format_message()
    if isinstance(error, click.NoSuchOption) and not error.option_name.startswith("--"):
        word = error.option_name.lstrip("-")
        message += f" To leave out a word, write --not {word}…, or quote the whole query."
    return message


def _help_command(error: click.UsageError) -> str:
    return f"{error.ctx.command_path if error.ctx else 'searchkit'} --help"


def _pointer(error: QueryError) -> str:
    from searchkit.render.width import width

    before = width(_one_line(error.query[: error.start]))
    marked = max(1, width(_one_line(error.query[error.start : error.end])))
    return " " * before + "^" * marked


def _one_line(text: str) -> str:
    """Show a query as one safe line, a character for a character."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


def _say(message: str) -> None:
    from searchkit.render.clean import clean

    lines = (clean(line) for line in f"searchkit: {message}".split("\n"))
    print("\n".join(lines), file=sys.stderr)


def _forget_stdout() -> None:
    """Point standard output at nothing, so that flushing it at exit does not fail again."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
