"""Let corrections follow files that have moved: rename their keys in `metadata.toml`."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from searchkit.documents.collect import Scan
from searchkit.documents.copies import Move, with_overrides
from searchkit.documents.files import as_key, as_text, read_source, reason
from searchkit.documents.override_writing import place_override, replace_source, write_override
from searchkit.documents.overrides import FILE_NAME, parse_overrides
from searchkit.errors import MetadataError

_HEADER = re.compile(
    r"""(?P<before>[ \t]*\[[ \t]*files[ \t]*\.[ \t]*)
        (?P<key>"(?:[^"\\]|\\.)*"|'[^']*'|[\w-]+)
        (?P<after>[ \t]*\].*)""",
    re.X | re.S,
)

Renames = Mapping[str, str]
"""Old key to new key, of files; records in them follow."""


def carry_overrides(found: Scan, base: Path, roots: Sequence[str]) -> tuple[Scan, tuple[str, ...]]:
    """Rename the keys of moved files, and note it; what cannot be renamed is noted as well.

    Gives the scan as it is then: a file whose correction could not follow goes without it.
    """
    folders = [base / root for root in roots]
    renames: dict[tuple[Path, Path], dict[str, str]] = defaultdict(dict)
    places: dict[str, tuple[Path, Path]] = {}
    for move in found.moved:
        if move.carries:
            old_folder, old_key = place_override(base / move.old.path, folders)
            new_folder, new_key = place_override(move.entry.file, folders)
            places[move.entry.path] = old_folder, new_folder
            renames[old_folder, new_folder][old_key] = new_key
    failed = {pair: why for pair, keys in renames.items() if (why := _rename(*pair, keys))}
    moved = tuple(
        _without_overrides(move) if places.get(move.entry.path) in failed else move
        for move in found.moved
    )
    notes = [
        f"{as_text(pair[0] / FILE_NAME)}: {old} "
        + (f"could not become {new}: {failed[pair]}" if pair in failed else f"is {new} now")
        for pair, keys in renames.items()
        for old, new in keys.items()
    ]
    return replace(found, moved=moved), tuple(notes)


def _without_overrides(move: Move) -> Move:
    return replace(move, entry=with_overrides(move.entry, {})) if move.carries else move


def _rename(old_folder: Path, new_folder: Path, renames: Renames) -> str:
    """Rename keys, from one root's file to another's if need be; say why where that fails."""
    try:
        if old_folder == new_folder:
            rename_overrides(old_folder, renames)
        else:
            _hand_over(old_folder, new_folder, renames)
    except OSError as error:
        return reason(error)
    except MetadataError as error:
        return str(error)
    return ""


def rename_overrides(folder: Path, renames: Renames) -> None:
    """Rename keys in the `metadata.toml` of a folder; comments and order stay as they are.

    Raises MetadataError for a file that cannot be read, OSError for one that cannot be written.
    """
    path = folder / FILE_NAME
    source = read_source(path)
    before = parse_overrides(source, path)
    by_key = {_renamed(key, renames): said for key, said in before.by_key.items()}
    wanted = replace(before, by_key=by_key)
    for rename in (_rename_headers, _rename_tables):
        changed = rename(source, renames)
        if parse_overrides(changed, path) == wanted:
            replace_source(path, changed)
            return
    raise MetadataError("change the names yourself", as_text(path))


def _renamed(key: str, renames: Renames) -> str:
    """Give the new name of a file or of a record in it; its own where it has no new one."""
    file = _file(key, renames)
    return key if file is None else renames[file] + key[len(file) :]


def _file(key: str, renames: Renames) -> str | None:
    """Find the file to be renamed that a key speaks of, itself or a record in it."""
    ends = [place for place, character in enumerate(key) if character == "#"]
    return next((key[:end] for end in (*ends, len(key)) if key[:end] in renames), None)


def _rename_headers(source: str, renames: Renames) -> str:
    """Rename keys in the lines that begin a table, which is where people write them."""
    lines = source.splitlines(keepends=True)
    for number, line in enumerate(lines):
        header = _HEADER.fullmatch(line)
        key = as_key(_unquoted(header["key"])) if header else ""
        if header and _renamed(key, renames) != key:
            new = json.dumps(_renamed(key, renames), ensure_ascii=False)
            lines[number] = f"{header['before']}{new}{header['after']}"
    return "".join(lines)


def _unquoted(key: str) -> str:
    if key.startswith('"'):
        try:
            return str(json.loads(key))
        except ValueError:
            return key
    return key.strip("'")


def _rename_tables(source: str, renames: Renames) -> str:
    """Rename keys however they are written; their tables go to the end."""
    import tomlkit

    document = tomlkit.parse(source)
    files = document["files"]
    for name in list(files):
        new = _renamed(as_key(name), renames)
        if new != as_key(name):
            table = files.pop(name)
            files[new] = table
    return tomlkit.dumps(document)


def _hand_over(old_folder: Path, new_folder: Path, renames: Renames) -> None:
    """Write what is said in one root's file into that of another, then take it out."""
    import tomlkit

    path = old_folder / FILE_NAME
    source = read_source(path)
    document = tomlkit.parse(source)
    for key, said in parse_overrides(source, path).by_key.items():
        if _file(key, renames) is not None:
            write_override(new_folder, _renamed(key, renames), said)
            files = document["files"]
            files.pop(next(name for name in files if as_key(name) == key))
    replace_source(path, tomlkit.dumps(document))
