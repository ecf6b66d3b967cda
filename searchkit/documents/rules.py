"""What `metadata.toml` says of many files at once.

    [[rule]]
    glob = "st/**"
    source = "ST"

Rules are applied in order: a later one wins over an earlier one, field by field. Checking what is
written is the work of `overrides`, which has what is said of single files and wins over all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from searchkit.documents.evidence import Found
from searchkit.documents.globs import Glob

RULE_FIELDS = ("date", "source", "type")
"""What can be said of many files; a title belongs to one."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern as it was written and as it was read, and the fields that it sets."""

    written: str
    glob: Glob
    values: Mapping[str, str]


def said_by_rules(rules: Iterable[Rule], key: str) -> dict[str, Found]:
    """Give the fields that rules set for a file, by its path in the root, and say which rule."""
    said: dict[str, Found] = {}
    for rule in rules:
        if rule.glob.holds(key):
            evidence = f"metadata.toml rule {rule.written}"
            said |= {field: Found(value, evidence) for field, value in rule.values.items()}
    return said
