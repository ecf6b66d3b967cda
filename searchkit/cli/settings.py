"""Defaults from configuration files: the project's, then the user's.

    index = "/home/karin/arkiv/index"      for every command that has the option

    [search]                               for one command
    limit = 20
    color = "never"

The project's file is `searchkit.toml` in the current folder or one above it; the user's is
`searchkit/config.toml` in `$XDG_CONFIG_HOME`. Flags and environment variables win over both.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from searchkit.errors import MetadataError

PROJECT_FILE = "searchkit.toml"


def read_settings() -> dict[str, dict[str, object]]:
    """Read the defaults of every command, by command and option.

    Raises MetadataError for a file that is not TOML, or that names what does not exist.
    """
    paths = [path for path in (_user_file(), _project_file()) if path is not None]
    if not paths:
        return {}
    merged: dict[str, dict[str, object]] = {}
    for path in paths:
        for command, values in _by_command(_read(path), path).items():
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


def _by_command(values: dict[str, Any], path: Path) -> dict[str, dict[str, object]]:
    """Give each command the values of its own table, over those that stand for all."""
    from searchkit.cli.main import COMMANDS

    names = [name for commands in COMMANDS.values() for name in commands]
    common = {key: value for key, value in values.items() if not isinstance(value, dict)}
    tables = {key: value for key, value in values.items() if isinstance(value, dict)}
    options = {name: _option_names(name) for name in names}
    _refuse_unknown(common, set().union(*options.values()), path)
    _refuse_unknown(tables, set(names), path)
    result = {}
    for name in names:
        own = tables.get(name, {})
        _refuse_unknown(own, options[name], path)
        chosen = {key: value for key, value in common.items() if _parameter(key) in options[name]}
        result[name] = {
            _parameter(key): _value(_parameter(key), value, path)
            for key, value in (chosen | own).items()
        }
    return result


def _option_names(command: str) -> set[str]:
    import click

    from searchkit.cli.main import cli

    found = cli.get_command(click.Context(cli), command)
    assert found is not None
    return {option.name or "" for option in found.params if isinstance(option, click.Option)}


def _refuse_unknown(values: dict[str, Any], known: set[str], path: Path) -> None:
    for key in values:
        if _parameter(key) not in known:
            choices = ", ".join(sorted(name.replace("_", "-") for name in known))
            raise MetadataError(f"there is no setting {key}: there are {choices}", str(path))


def _parameter(key: str) -> str:
    return key.replace("-", "_")


def _value(name: str, value: object, path: Path) -> object:
    """Take a folder as relative to the file that names it."""
    if name == "index" and isinstance(value, str):
        return str(path.parent / Path(value).expanduser())
    return value
