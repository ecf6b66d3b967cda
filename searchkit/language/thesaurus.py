"""Related words: synonyms and near synonyms of the field, for the query only.

Groups of related words are written one a line, in `data/thesaurus.txt` and in the users' own
`thesaurus.txt`; every word of a group is related to every other. They are compiled when an
index is built, by what the forms of each word have in common, so that a query analyses its own
words and no others.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from searchkit.durable import read_sealed, write_sealed
from searchkit.language.wordlists import iter_lines, shipped_text

THESAURUS_FILE = "thesaurus.json"
"""The name of the compiled groups, in the folder that an index was analysed with."""


class Thesaurus:
    """Look up related words by any of their forms.

    `by_stem` is what `group_by_stem` made; `stem` brings a word to what its forms share.
    """

    def __init__(self, by_stem: Mapping[str, Sequence[str]], stem: Callable[[str], str]) -> None:
        self._by_stem = by_stem
        self._stem = stem

    @classmethod
    def open(cls, folder: Path, stem: Callable[[str], str]) -> Thesaurus:
        """Open the compiled groups of an index; without them, no word is related to any.

        Raises ValueError or OSError for a file that cannot be read.
        """
        path = folder / THESAURUS_FILE
        by_stem = json.loads(read_sealed(path)) if path.exists() else {}
        return cls(by_stem, stem)

    def related(self, word: str) -> tuple[str, ...]:
        """Give the words related to one, as they are written in the groups, without itself."""
        return tuple(self._by_stem.get(self._stem(word), ()))

    def related_to_any(self, words: Iterable[str]) -> tuple[str, ...]:
        """Give the words related to any of several."""
        return tuple(dict.fromkeys(other for word in words for other in self.related(word)))


def group_by_stem(
    groups: Iterable[Sequence[str]], stem: Callable[[str], str]
) -> dict[str, list[str]]:
    """Compile groups: from the stem of each word to the other words of its groups."""
    by_stem: dict[str, list[str]] = {}
    for group in groups:
        stems = {word: stem(word) for word in group}
        for own in stems.values():
            others = by_stem.setdefault(own, [])
            others += [w for w, other in stems.items() if other != own and w not in others]
    return by_stem


def parse_groups(text: str) -> list[tuple[str, ...]]:
    """Read groups: words in their dictionary form, by commas, a group a line."""
    lines = (line.split(",") for line in iter_lines(text))
    return [tuple(word.strip() for word in words if word.strip()) for words in lines]


def shipped_groups() -> list[tuple[str, ...]]:
    """Read the groups that come with searchkit."""
    return parse_groups(shipped_text("thesaurus.txt"))


def write_thesaurus(
    folder: Path, groups: Iterable[Sequence[str]], stem: Callable[[str], str]
) -> None:
    """Compile groups into the folder of an index, in one step."""
    text = json.dumps(group_by_stem(groups, stem), ensure_ascii=False)
    write_sealed(folder / THESAURUS_FILE, text)
