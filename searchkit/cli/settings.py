"""Defaults from configuration files: the project's, then the user's.

    index = "/home/karin/arkiv/index"      for every command that has the option

    [search]                               for one command
    limit = 20
    source = ["ST", "Voister"]

The names are those of the long options, but for corrections. The project's file is
`searchkit.toml` in the current folder or one above it; the user's is `searchkit/config.toml` in
`$XDG_CONFIG_HOME`. Flags and environment variables win over both.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from searchkit.errors import InvalidInput, MetadataError

PROJECT_FILE = "searchkit.toml"


def read_settings(group: click.Group) -> dict[str, dict[str, object]]:
    """Read the defaults of every command of a group, by command and option.

    Raises MetadataError for a file that is not TOML, that names what does not exist, or that
    gives it a value that cannot be used.
    """
    paths = [path for path in (_user_file(), _project_file()) if path is not None]
    if not paths:
        return {}
    merged: dict[str, dict[str, object]] = {}
    for path in paths:
        for command, values in _by_command(_read(path), path, group).items():
            merged.setdefault(command, {}).update(values)
    return merged


def _user_file() -> Path | None:
    home = os.environ.get("XDG_CONFIG_HOME")
    path = Path(home or "~/.config", "searchkit", "config.toml").expanduser()
    return path if path.is_file() else None


def _project_file() -> Path | None:
    try:
        here = Path.cwd()
    except FileNotFoundError:
        return None
    candidates = (folder / PROJECT_FILE for folder in (here, *here.parents))
    return next((path for path in candidates if path.is_file()), None)


def _read(path: Path) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    from searchkit.documents.files import read_source

    try:
        return tomllib.loads(read_source(path))
    except tomllib.TOMLDecodeError as error:
        raise MetadataError(f"cannot be read: {error}", str(path)) from None


def _by_command(
    values: dict[str, Any], path: Path, group: click.Group
) -> dict[str, dict[str, object]]:
    """Give each command the values of its own table, over those that stand for all."""
    context = click.Context(group)
    commands = {name: group.get_command(context, name) for name in group.list_commands(context)}
    options = {name: _options(command) for name, command in commands.items() if command}
    common = {key: value for key, value in values.items() if not isinstance(value, dict)}
    tables = {key: value for key, value in values.items() if isinstance(value, dict)}
    everywhere = {key for known in options.values() for key in known}
    _refuse_unknown("there is no setting {}: there are", common, everywhere, path)
    _refuse_unknown("there is no command for the table [{}]: there are", tables, options, path)
    result = {}
    for name, known in options.items():
        own = tables.get(name, {})
        _refuse_unknown(f"there is no setting {{}} in [{name}]: there are", own, known, path)
        chosen = {key: value for key, value in common.items() if key in known} | own
        result[name] = {
            known[key].name or key: _value(key, value, known[key], path)
            for key, value in chosen.items()
        }
    return result


def _options(command: click.Command) -> dict[str, click.Option]:
    """Give the options of a command by their long names, without the hyphens before them.

    Corrections are left out: `meta 001` only looks, whatever a file says.
    """
    from searchkit.cli.options import Correction

    options = [option for option in command.params if isinstance(option, click.Option)]
    return {
        name.removeprefix("--"): option
        for option in options
        if not isinstance(option, Correction)
        for name in option.opts
        if name.startswith("--")
    }


def _refuse_unknown(message: str, keys: Iterable[str], known: Iterable[str], path: Path) -> None:
    for key in keys:
        if key not in known:
            choices = ", ".join(sorted(known)) or "none"
            raise MetadataError(f"{message.format(key)} {choices}", str(path))


def _value(key: str, value: object, option: click.Option, path: Path) -> object:
    """Make of a value what the command line would have given; a folder is relative to the file.

    Click would take much for what it is not, and blame an option that nobody typed.
    """
    values = value if option.multiple and isinstance(value, list) else [value]
    kinds, should_be = _kinds(option)
    for item in values:
        if type(item) not in kinds:
            message = f"{key} is {_shown(item)}, and should be {should_be}"
            raise MetadataError(message, str(path))
        if "\0" in str(item):
            raise MetadataError(f"{key} has a NUL in it: leave it out", str(path))
    chosen = values if option.multiple else value
    _check(key, chosen, option, path)
    if key == "index":
        return str(path.parent / Path(str(value)).expanduser())
    return chosen


def _check(key: str, value: object, option: click.Option, path: Path) -> None:
    """Refuse what the option would refuse, in the name of the file."""
    if isinstance(option.type, click.Path) and option.type.exists:
        # Whether a file is there is for the one command that opens it.
        return
    try:
        option.process_value(click.Context(click.Command(None)), value)
    except (click.BadParameter, InvalidInput) as error:
        raise MetadataError(f"{key}: {error}", str(path)) from None


def _kinds(option: click.Option) -> tuple[tuple[type, ...], str]:
    """Give the types that the value of an option may have in TOML, and what people call them."""
    if option.is_flag:
        return (bool,), "true or false"
    if isinstance(option.type, click.IntRange):
        return (int,), "a whole number"
    if isinstance(option.type, click.FloatRange):
        return (int, float), "a number"
    return (str,), "text in quotes"


def _shown(value: object) -> str:
    """Write a value as it stands in the file, or name its kind where it may be long."""
    if isinstance(value, dict | list):
        return "a table" if isinstance(value, dict) else "a list"
    if isinstance(value, str):
        from searchkit.query.typed import excerpt

        return f'"{excerpt(value)}"'
    return str(value).lower() if isinstance(value, bool) else str(value)
