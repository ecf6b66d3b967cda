"""Read `metadata.toml`: what people know about a document and no rule can find.

It lies in the root folder that holds the documents:

    [files."001_e8dae7098b50108c.txt"]
    date = "2016"
    source = ""              # known to have none

A key is the file's path in the root with `/`; one record of a JSON Lines file is
`arkiv.jsonl#17`. Writing the file is the work of `override_writing`.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import sys
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from searchkit.documents.dates import PartialDate
from searchkit.documents.files import as_text, read_source
from searchkit.errors import MetadataError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FILE_NAME = "metadata.toml"
FIELDS = ("date", "source", "title", "type")

Override = Mapping[str, str]
"""Field to value, both checked. The empty string: known to be none."""

_PLACE = re.compile(r" \(at line (\d+), column \d+\)$|\(at end of document\)$")


@dataclass(frozen=True, slots=True)
class Overrides:
    """The overrides of one root folder, by key."""

    path: Path
    by_key: dict[str, Override] = field(default_factory=dict)

    def by_file(self) -> dict[str, dict[str, Override]]:
        """Group them by file and, within a file, by record; the file itself is the record `""`.

        A name may have a # of its own, so `C#.txt` speaks both of that file and of the record
        `.txt` in the file `C`; one of the two does not exist.
        """
        files: dict[str, dict[str, Override]] = {}
        for key, override in self.by_key.items():
            files.setdefault(key, {})[""] = override
            for place, character in enumerate(key):
                if character == "#":
                    files.setdefault(key[:place], {})[key[place + 1 :]] = override
        return files


def overrides_digest(overrides: Mapping[str, Override]) -> str:
    """Hash what applies to a file, to tell later whether it has changed; empty for nothing."""
    if not overrides:
        return ""
    plain = {record: dict(override) for record, override in overrides.items()}
    written = json.dumps(plain, sort_keys=True).encode()
    return hashlib.blake2b(written, digest_size=8).hexdigest()


def read_overrides(folder: Path) -> Overrides:
    """Read the overrides of a root folder; none where there is no file.

    Raises MetadataError, with the line, for a key or a value that is not allowed.
    """
    path = folder / FILE_NAME
    if not path.exists():
        return Overrides(path)
    return Overrides(path, parse_overrides(read_source(path), path))


def parse_overrides(source: str, path: Path) -> dict[str, Override]:
    """Check the text of a `metadata.toml` and give its overrides; `path` is for messages."""
    try:
        tables = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line = int(place[1]) if place and place[1] else None
        message = _PLACE.sub("", str(error)).strip()
        raise MetadataError(f"not TOML: {message}", as_text(path), line) from None
    return _Checker(source, as_text(path)).check(tables)


@dataclass(frozen=True, slots=True)
class _Checker:
    """Checks tables as they were parsed, and finds a mistake's line in the source."""

    source: str
    path: str

    def check(self, tables: Mapping[str, object]) -> dict[str, Override]:
        for name in tables:
            if name != "files":
                raise self._error(f'unknown table {name}; write [files."name.txt"]', "", name)
        files = tables.get("files", {})
        if not isinstance(files, dict):
            raise self._error('files must be tables: [files."name.txt"]', "", "files")
        # People type å as one character; some systems write file names with two.
        return {
            unicodedata.normalize("NFC", key): self._check_file(key, values)
            for key, values in files.items()
        }

    def _check_file(self, key: str, values: object) -> Override:
        if not isinstance(values, dict):
            raise self._error(f'{key} must be a table: [files."{key}"]', "", key)
        return {name: self._check_value(key, name, value) for name, value in values.items()}

    def _check_value(self, key: str, name: str, value: object) -> str:
        if type(value) is datetime.date and name == "date":
            return value.isoformat()
        if name not in FIELDS and isinstance(value, dict):
            hint = f'; a name with a dot needs quotes: [files."{key}.{name}"]'
            raise self._error(f"unknown key {name} for {key}{hint}", key, name)
        if not isinstance(value, str) and name in FIELDS:
            raise self._error(f'{name} of {key} must be text in quotes: {name} = "…"', key, name)
        problem = find_problem(name, str(value))
        if problem:
            raise self._error(f"{problem} (for {key})", key, name)
        return str(value)

    def _error(self, message: str, key: str, name: str) -> MetadataError:
        return MetadataError(message, self.path, _find_line(self.source, key, name))


def find_problem(name: str, value: str) -> str:
    """Say what is wrong with a field and its value, and what is allowed; empty if all is well."""
    if name not in FIELDS:
        return f"unknown key {name}; allowed are {', '.join(FIELDS)}"
    if name == "date" and value:
        try:
            PartialDate.parse(value)
        except ValueError:
            return f'date {value!r} cannot be read; write "2021", "2021-06" or "2021-06-15"'
    return ""


def _find_line(source: str, key: str, name: str) -> int | None:
    """Find the line, from 1, where a name stands, after its file's table begins.

    TOML can spell a key in many ways; where this does not find it, no line is given rather
    than a wrong one.
    """
    lines = source.splitlines()
    start = next((i for i, line in enumerate(lines) if key and _mentions(line, key)), 0)
    wanted = re.compile(rf"[^#=]*(?<!\w){re.escape(name)}(?!\w)")
    for number, line in enumerate(lines[start:], start + 1):
        if wanted.match(line) or (
            number == start + 1 and re.search(rf"\b{re.escape(name)}\s*=", line)
        ):
            return number
    return None


def _mentions(line: str, key: str) -> bool:
    return line.lstrip().startswith(("[", "files", '"', "'")) and key in line
