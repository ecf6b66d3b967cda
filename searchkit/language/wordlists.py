"""The hand-written word lists in `data/`: plain text that people can read and correct.

A line is an entry, `#` begins a comment, blank lines are skipped. What a line holds differs
between the lists, and each says so in its header.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from searchkit.errors import MetadataError

PART_LETTERS_MIN = 3
"""Two letters are a part of a compound only when they are listed."""


class PartLists(NamedTuple):
    """What is known beforehand about the parts of compounds; each list is a file of its name.

    `never_first` and `never_last` are words that are no parts in that place, `bound_first` and
    `bound_last` parts that the lexicon may lack, `name_last` the last parts of names.
    """

    never_first: frozenset[str] = frozenset()
    never_last: frozenset[str] = frozenset()
    bound_first: frozenset[str] = frozenset()
    bound_last: frozenset[str] = frozenset()
    name_last: frozenset[str] = frozenset()

    def allow_first(self, text: str) -> bool:
        """Tell whether a word may be a first part, as far as the lists know."""
        if len(text) < PART_LETTERS_MIN and text not in self.bound_first:
            return False
        return text not in self.never_first

    def allow_last(self, text: str) -> bool:
        """Tell whether a word may be a last part, as far as the lists know."""
        if len(text) < PART_LETTERS_MIN and text not in self.bound_last:
            return False
        return text not in self.never_last


def iter_lines(text: str) -> Iterator[str]:
    """Yield the entries of a list, without comments."""
    for _, entry in _iter_numbered(text):
        yield entry


def _iter_numbered(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        entry = line.partition("#")[0].strip()
        if entry:
            yield number, entry


def read_words(name: str) -> frozenset[str]:
    """Read a list in `data/` that has a word a line."""
    return frozenset(iter_lines(shipped_text(name)))


def read_part_lists() -> PartLists:
    """Read the lists about the parts of compounds."""
    return PartLists(*(read_words(f"{name}.txt") for name in PartLists._fields))


def read_lemma_exceptions() -> dict[str, str]:
    """Read our corrections to the dictionary: form to lemma."""
    lines = (line.split() for line in iter_lines(shipped_text("lemma_exceptions.txt")))
    return dict(lines)


def read_compound_exceptions() -> dict[str, tuple[str, ...]]:
    """Read how words are split that the splitter gets wrong.

    Word to pieces, one piece for "leave it whole".
    """
    name = "compound_exceptions.txt"
    return parse_compounds(shipped_text(name), name)


def parse_compounds(text: str, path: str) -> dict[str, tuple[str, ...]]:
    """Read lines about compounds, ours or a user's; `path` is for messages.

        upp|sägning
        kommunstyrelse      # never split

    Raises MetadataError, with the line, for one with a space or an empty piece in it.
    """
    exceptions = {}
    for number, line in _iter_numbered(unicodedata.normalize("NFC", text)):
        pieces = tuple(line.lower().split("|"))
        if not all(piece.isalpha() for piece in pieces):
            raise MetadataError(
                f"cannot read “{line}”; a line is a word, with | where it is to be split",
                path,
                number,
            )
        exceptions["".join(pieces)] = pieces
    return exceptions


def read_own_compounds(path: Path) -> str:
    """Read a user's `compounds.txt`, checked; raises MetadataError as `parse_compounds` does."""
    text = read_own_list(path)
    parse_compounds(text, str(path))
    return text


def read_own_list(path: Path) -> str:
    """Read a list that a user wrote; raises MetadataError when that cannot be done."""
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise MetadataError(f"cannot be read: {error.strerror}", str(path)) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise MetadataError("not UTF-8; save it as UTF-8", str(path), line) from None


def shipped_text(name: str) -> str:
    """Read a list in `data/` as it is."""
    return (Path(__file__).parent / "data" / name).read_text("utf-8")
