"""Change `metadata.toml` for a program, and leave people's comments and order as they are."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

from searchkit.documents.files import absolute, as_key, as_text, read_source
from searchkit.documents.overrides import FILE_NAME, find_problem, parse_overrides
from searchkit.errors import DateError, RequestError

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import AbstractTable

_FIRST_LINE = "# What is known about the documents here beside their text. Edit freely.\n"


def place_override(file: Path, roots: Sequence[Path], record: str = "") -> tuple[Path, str]:
    """Find the root folder whose `metadata.toml` speaks of a file, and the key of the file in it.

    `record` is the id of one record in a file of many. Raises RequestError for a file that is
    in none of the roots.
    """
    file = absolute(file)
    for root in map(absolute, roots):
        folder = root.parent if root == file else root
        if file.is_relative_to(folder):
            key = as_key(file.relative_to(folder))
            return folder, f"{key}#{record}" if record else key
    raise RequestError(f"{as_text(file)} is in none of the folders that are indexed")


def write_override(folder: Path, key: str, changes: Mapping[str, str | None]) -> None:
    """Set fields of one file; None takes a field away, the empty string says "none".

    The file is replaced in one step, or not at all. Raises DateError or RequestError for a
    change that is not allowed, MetadataError for a `metadata.toml` that cannot be read.
    """
    for name, value in changes.items():
        _refuse_problem(name, value or "")
    path = folder / FILE_NAME
    source = read_source(path) if path.exists() else _FIRST_LINE
    parse_overrides(source, path)
    changed = _change(source, key, changes)
    parse_overrides(changed, path)
    replace_source(path, changed)


def _refuse_problem(name: str, value: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise RequestError(f"{name} holds bytes that are not UTF-8: type it anew") from None
    problem = find_problem(name, value)
    if problem and name == "date":
        raise DateError(problem, value)
    if problem:
        raise RequestError(problem)


def _change(source: str, key: str, changes: Mapping[str, str | None]) -> str:
    import tomlkit

    document = tomlkit.parse(source)
    table = _table(document, key)
    if table is None and all(value is None for value in changes.values()):
        return source
    if table is None:
        table = _add_table(document, key)
    with _trailing_comments_aside(table):
        for name, value in changes.items():
            if value is not None:
                table[name] = value
            else:
                table.pop(name, None)
    return tomlkit.dumps(document)


def _table(document: TOMLDocument, key: str) -> AbstractTable | None:
    files = document.get("files", {})
    return next((files[name] for name in files if as_key(name) == key), None)


def _add_table(document: TOMLDocument, key: str) -> AbstractTable:
    import tomlkit

    files = document.setdefault("files", tomlkit.table(is_super_table=True))
    files.append(tomlkit.key(key), tomlkit.table())
    return cast("AbstractTable", files[key])


@contextmanager
def _trailing_comments_aside(table: AbstractTable) -> Iterator[None]:
    """Hold what follows a table's last key, so that a new key comes before it.

    A comment above the next table belongs, to the parser, to the table before.
    """
    body = table.value.body
    keyed = [place for place, (key, _) in enumerate(body) if key is not None]
    start = keyed[-1] + 1 if keyed else len(body)
    trailing = body[start:]
    del body[start:]
    yield
    body.extend(trailing)


def replace_source(path: Path, source: str) -> None:
    """Write beside the file and then take its place, so that nobody reads half of it."""
    target = Path(os.path.realpath(path))
    descriptor, name = tempfile.mkstemp(prefix=f".{FILE_NAME}.", dir=target.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(source)
            file.flush()
            os.fsync(file.fileno())
        _keep_mode(target, name)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _keep_mode(target: Path, name: str) -> None:
    """Give the new file the old one's permissions; a temporary file is closed to all others."""
    if target.exists():
        shutil.copymode(target, name)
    else:
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
