"""What is said, and what the exit code is, when a command ends early. One table for all."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence

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

_LIKE_A_WORD = re.compile(r"-[^\W\d_]{3,}")
"""An argument that was more likely meant to leave out a word than as a row of options."""


def exit_code(error: BaseException) -> int:
    """Give the exit code of an exception that ends the program."""
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else _FAILED
    return next((code for kind, code in EXIT_CODES if isinstance(error, kind)), _FAILED)


def report(error: BaseException, arguments: Sequence[str] = (), place: str = "") -> None:
    """Say on standard error what went wrong; nothing where nobody needs to be told.

    `arguments` are those of the command line, `place` is the line of a file, `queries.txt:2`.
    """
    where = f"{place}: " if place else ""
    match error:
        case click.exceptions.Exit() | SystemExit() | click.Abort():
            return
        case BrokenPipeError():
            _forget_stdout()
        case KeyboardInterrupt():
            _say("interrupted")
        case QueryError():
            _say(f"{where}{error}\n  {_one_line(error.query)}\n  {_pointer(error)}")
        case SearchkitError():
            _say(f"{where}{error}")
        case click.UsageError():
            _say(f"{_usage_message(error, arguments)}\nTry: {_help_command(error, arguments)}")
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


def _usage_message(error: click.UsageError, arguments: Sequence[str]) -> str:
    message = error.format_message()
    for argument in arguments:
        if _LIKE_A_WORD.fullmatch(argument) and _is_to_blame(argument, error):
            word = argument[1:]
            return f"{message} To leave out a word, write --not {word}, or quote the whole query."
    return message


def _is_to_blame(argument: str, error: click.UsageError) -> bool:
    """Tell whether an option that an error is about was read from this argument."""
    if isinstance(error, click.NoSuchOption):
        return error.option_name.lstrip("-") in argument[1:]
    param = error.param if isinstance(error, click.BadParameter) else None
    return param is not None and argument[:2] in param.opts


def _help_command(error: click.UsageError, arguments: Sequence[str]) -> str:
    if error.ctx is not None:
        return f"{error.ctx.command_path} --help"
    # Click does not tell which command an option without its value belongs to.
    return " ".join(["searchkit", *arguments[:1], "--help"])


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
