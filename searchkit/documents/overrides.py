"""Read `metadata.toml`: what people know about a document and no rule can find.

It lies in the root folder that holds the documents:

    [files."001_e8dae7098b50108c.txt"]
    date = "2016"
    source = ""              # known to have none

A key is the file's path in the root with `/`; one record of a JSON Lines file is
`arkiv.jsonl#17`. What is said of many files at once stands in `[[rule]]` tables: see `rules`.
Writing the file is the work of `override_writing`.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from searchkit.documents.dates import PartialDate
from searchkit.documents.evidence import Found
from searchkit.documents.files import as_text, read_source
from searchkit.documents.globs import Glob, parse_glob
from searchkit.documents.rules import RULE_FIELDS, Rule
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

_RULE = re.compile(r"\s*\[\[\s*[\"']?rule[\"']?\s*\]\]")


@dataclass(frozen=True, slots=True)
class Overrides:
    """The overrides of one root folder, by key, and its rules in order."""

    path: Path
    by_key: dict[str, Override] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()

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


def overrides_digest(
    overrides: Mapping[str, Override], by_rules: Mapping[str, Found] | None = None
) -> str:
    """Hash what applies to a file, to tell later whether it has changed; empty for nothing."""
    if not overrides and not by_rules:
        return ""
    plain = {record: dict(override) for record, override in overrides.items()}
    ruled = {name: [said.value, said.evidence] for name, said in (by_rules or {}).items()}
    written = json.dumps([plain, ruled], sort_keys=True).encode()
    return hashlib.blake2b(written, digest_size=8).hexdigest()


def read_overrides(folder: Path) -> Overrides:
    """Read the overrides of a root folder; none where there is no file.

    Raises MetadataError, with the line, for a key or a value that is not allowed.
    """
    path = folder / FILE_NAME
    if not path.exists():
        return Overrides(path)
    return parse_overrides(read_source(path), path)


def parse_overrides(source: str, path: Path) -> Overrides:
    """Check the text of a `metadata.toml` and give what it says; `path` names it in messages."""
    try:
        tables = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line = int(place[1]) if place and place[1] else None
        message = _PLACE.sub("", str(error)).strip()
        raise MetadataError(f"not TOML: {message}", as_text(path), line) from None
    checker = _Checker(source, as_text(path))
    checker.check_names(tables)
    return Overrides(
        path,
        checker.check_files(tables.get("files", {})),
        tuple(checker.iter_rules(tables.get("rule", []))),
    )


@dataclass(frozen=True, slots=True)
class _Checker:
    """Checks tables as they were parsed, and finds a mistake's line in the source."""

    source: str
    path: str

    def check_names(self, tables: Mapping[str, object]) -> None:
        """Refuse a table that says nothing to us."""
        for name in tables:
            if name not in ("files", "rule"):
                message = f'unknown table {name}; write [files."name.txt"] or [[rule]]'
                raise self._error(message, "", name)

    def check_files(self, files: object) -> dict[str, Override]:
        """Check what is said of single files."""
        if not isinstance(files, dict):
            raise self._error('files must be tables: [files."name.txt"]', "", "files")
        # People type å as one character; some systems write file names with two.
        return {
            unicodedata.normalize("NFC", key): self._check_file(key, values)
            for key, values in files.items()
        }

    def iter_rules(self, rules: object) -> Iterator[Rule]:
        """Check the rules, in order."""
        if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
            raise self._error("a rule is a table with two brackets: [[rule]]", "", "rule")
        for number, values in enumerate(rules):
            yield self._check_rule(number, values)

    def _check_rule(self, number: int, values: Mapping[str, object]) -> Rule:
        written = values.get("glob")
        if not isinstance(written, str):
            message = 'a rule says in quotes which files it speaks of: glob = "st/**"'
            raise self._rule_error(message, number, "glob")
        try:
            glob = _rule_glob(written)
        except ValueError as error:
            raise self._rule_error(f"{error} (in glob)", number, "glob") from None
        said = {name: value for name, value in values.items() if name != "glob"}
        if not said:
            fields = ", ".join(RULE_FIELDS)
            raise self._rule_error(f"rule {written} sets nothing: add {fields}", number, "glob")
        checked = {
            name: self._check_rule_value(number, written, name, value)
            for name, value in said.items()
        }
        return Rule(written, glob, checked)

    def _check_rule_value(self, number: int, written: str, name: str, value: object) -> str:
        text = _as_text(name, value)
        if name not in RULE_FIELDS:
            allowed = ", ".join(("glob", *RULE_FIELDS))
            message = f"unknown key {name} in rule {written}; allowed are {allowed}"
        elif text is None:
            message = f'{name} in rule {written} must be text in quotes: {name} = "…"'
        elif problem := find_problem(name, text):
            message = f"{problem} (in rule {written})"
        else:
            return text
        raise self._rule_error(message, number, name)

    def _check_file(self, key: str, values: object) -> Override:
        if not isinstance(values, dict):
            raise self._error(f'{key} must be a table: [files."{key}"]', "", key)
        return {name: self._check_value(key, name, value) for name, value in values.items()}

    def _check_value(self, key: str, name: str, value: object) -> str:
        text = _as_text(name, value)
        if name not in FIELDS and isinstance(value, dict):
            hint = f'; a name with a dot needs quotes: [files."{key}.{name}"]'
            raise self._error(f"unknown key {name} for {key}{hint}", key, name)
        if text is None and name in FIELDS:
            raise self._error(f'{name} of {key} must be text in quotes: {name} = "…"', key, name)
        problem = find_problem(name, text or "")
        if problem:
            raise self._error(f"{problem} (for {key})", key, name)
        return text or ""

    def _error(self, message: str, key: str, name: str) -> MetadataError:
        return MetadataError(message, self.path, _find_line(self.source, key, name))

    def _rule_error(self, message: str, number: int, name: str) -> MetadataError:
        return MetadataError(message, self.path, _find_rule_line(self.source, number, name))


def _as_text(name: str, value: object) -> str | None:
    """Give a value as text; None for one that is not text. TOML knows dates without quotes."""
    if name == "date" and type(value) is datetime.date:
        return value.isoformat()
    return value if isinstance(value, str) else None


def _rule_glob(written: str) -> Glob:
    if written.startswith("!"):
        raise ValueError("a rule takes nothing back; a later rule wins over an earlier one")
    return parse_glob(written)


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


def _find_rule_line(source: str, number: int, name: str) -> int | None:
    """Find the line, from 1, of a name in a rule, or else that of the rule, counted from 0."""
    lines = source.splitlines()
    starts = [place for place, line in enumerate(lines) if _RULE.match(line)]
    if number >= len(starts):
        return None
    start = starts[number]
    wanted = re.compile(rf"\s*[\"']?{re.escape(name)}[\"']?\s*[=.]")
    for place, line in enumerate(lines[start + 1 :], start + 1):
        if line.lstrip().startswith("["):
            break
        if wanted.match(line):
            return place + 1
    return start + 1


def _mentions(line: str, key: str) -> bool:
    return line.lstrip().startswith(("[", "files", '"', "'")) and key in line
