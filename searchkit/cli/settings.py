"""Defaults from configuration files: the project's, then the user's.

    index = "/home/karin/arkiv/index"      for every command that has the option

    [search]                               for one command
    limit = 20
    source = ["ST", "Voister"]

The names are those of the long options. The project's file is `searchkit.toml` in the current
folder or one above it; the user's is `searchkit/config.toml` in `$XDG_CONFIG_HOME`. Flags and
environment variables win over both.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from searchkit.errors import MetadataError

PROJECT_FILE = "searchkit.toml"


def read_settings(group: click.Group) -> dict[str, dict[str, object]]:
    """Read the defaults of every command of a group, by command and option.

    Raises MetadataError for a file that is not TOML, or that names what does not exist.
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

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
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
    _refuse_unknown(common, {key for known in options.values() for key in known}, path)
    _refuse_unknown(tables, set(options), path)
    result = {}
    for name, known in options.items():
        own = tables.get(name, {})
        _refuse_unknown(own, known, path)
        chosen = {key: value for key, value in common.items() if key in known} | own
        result[name] = {
            known[key].name or key: _value(key, value, known[key], path)
            for key, value in chosen.items()
        }
    return result


def _options(command: click.Command) -> dict[str, click.Option]:
    """Give the options of a command by their long names, without the hyphens before them."""
    options = [option for option in command.params if isinstance(option, click.Option)]
    return {
        name.removeprefix("--"): option
        for option in options
        for name in option.opts
        if name.startswith("--")
    }


def _refuse_unknown(keys: Iterable[str], known: Iterable[str], path: Path) -> None:
    for key in keys:
        if key not in known:
            choices = ", ".join(sorted(known))
            raise MetadataError(f"there is no setting {key}: there are {choices}", str(path))


def _value(key: str, value: object, option: click.Option, path: Path) -> object:
    """Make of a value what the command line would have given; a folder is relative to the file."""
    values = value if isinstance(value, list) else [value]
    if not all(isinstance(item, str | int | float) for item in values):
        raise MetadataError(f"{key} takes text in quotes, a number, true or false", str(path))
    if option.multiple:
        return values
    if isinstance(value, list):
        raise MetadataError(f"{key} takes one value, not a list", str(path))
    if key == "index" and isinstance(value, str):
        return str(path.parent / Path(value).expanduser())
    return value
