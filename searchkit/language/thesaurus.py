"""Related words: synonyms and near synonyms of the field, for the query only.

The groups are in `data/thesaurus.txt`, one a line; every word of a group is related to every
other. A word in several groups is related to all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from searchkit.language.wordlists import iter_lines, shipped_text


class Thesaurus:
    """Look up related words by any of their forms.

    `stem` brings a word to what its forms have in common.
    """

    def __init__(self, groups: Iterable[tuple[str, ...]], stem: Callable[[str], str]) -> None:
        self._stem = stem
        self._groups: dict[str, list[tuple[str, ...]]] = {}
        for group in groups:
            for word in group:
                self._groups.setdefault(stem(word), []).append(group)

    def related(self, word: str) -> tuple[str, ...]:
        """Give the words related to one, as they are written in the groups, without itself."""
        stem = self._stem(word)
        groups = self._groups.get(stem, ())
        others = (other for group in groups for other in group if self._stem(other) != stem)
        return tuple(dict.fromkeys(others))

    def related_to_any(self, words: Iterable[str]) -> tuple[str, ...]:
        """Give the words related to any of several."""
        return tuple(dict.fromkeys(other for word in words for other in self.related(word)))


def read_groups() -> list[tuple[str, ...]]:
    """Read the groups that come with searchkit."""
    return [
        tuple(word.strip() for word in line.split(",") if word.strip())
        for line in iter_lines(shipped_text("thesaurus.txt"))
    ]
