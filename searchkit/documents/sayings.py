"""What `metadata.toml` says of each file, in one look-up a file, and what it says of none."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from searchkit.documents.evidence import Found
from searchkit.documents.files import absolute, as_key, as_text, inside
from searchkit.documents.overrides import Override, Overrides, overrides_digest
from searchkit.documents.rules import said_by_rules
from searchkit.documents.walk import FoundFile, Walk


class Said(NamedTuple):
    """What is said of one file: by record, the file itself under `""`, and by the rules."""

    overrides: Mapping[str, Override]
    by_rules: Mapping[str, Found]

    @property
    def digest(self) -> str:
        """Hash it, to tell later whether it has changed; empty for nothing."""
        return overrides_digest(self.overrides, self.by_rules)


class Sayings:
    """What the `metadata.toml` of each root says of the files in it."""

    def __init__(self, overrides: Mapping[Path, Overrides]) -> None:
        self._by_folder = {
            folder: (said.by_file(), said.rules) for folder, said in overrides.items()
        }
        self._nothing = Said({}, {})

    def of(self, file: FoundFile) -> Said:
        """Give what is said of a file."""
        by_file, rules = self._by_folder[file.root.folder]
        if not (by_file or rules):
            return self._nothing
        key = as_key(file.inside)
        return Said(by_file.get(key, {}), said_by_rules(rules, key))

    def of_gone(self, file: Path) -> Mapping[str, Override]:
        """Give what is said of a file by its name, when it is not there any more."""
        for folder, (by_file, _) in self._by_folder.items():
            key = inside(absolute(file), folder)
            if key is not None:
                return by_file.get(as_key(key), {})
        return {}


def iter_unused(
    found: Walk, overrides: Mapping[Path, Overrides], moved: Iterable[Path]
) -> Iterator[str]:
    """Name the keys and rules that no file has; a single file as a root says nothing of others.

    `moved` are files that are gone and whose corrections move with them.
    """
    if not any(said.by_key or said.rules for said in overrides.values()):
        return
    present: dict[Path, set[str]] = {root.folder: set() for root in found.roots}
    for file in found.files:
        present[file.root.folder].add(as_key(file.inside))
    gone = [absolute(path) for path in moved]
    for root in found.roots:
        if root.path == root.folder:
            said = overrides[root.folder]
            keys = (inside(path, root.folder) for path in gone)
            named = present[root.folder].union(as_key(key) for key in keys if key is not None)
            for what in _unused(said, present[root.folder], named):
                yield f"{as_text(said.path)}: {what}"


def _unused(said: Overrides, present: Collection[str], named: Collection[str]) -> Iterator[str]:
    for key in said.by_key:
        names = [key, *(key[:place] for place, c in enumerate(key) if c == "#")]
        if not any(name in named for name in names):
            yield f"no file {key}"
    for rule in said.rules:
        if not any(map(rule.glob.holds, present)):
            yield f"no file for rule {rule.written}"
