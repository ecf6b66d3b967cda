"""The hand-written word lists in `data/`: plain text that people can read and correct.

A line is an entry, `#` begins a comment, blank lines are skipped. What a line holds differs between the lists, and
each says so in its header.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from searchkit.errors import SearchkitError


@dataclass(frozen=True, slots=True)
class PartLists:
    """Hold what is known beforehand about the parts of compounds.

    `never_first` and `never_last` are words that are no parts in that place, `bound_first` and `bound_last` parts that
    the lexicon may lack, `name_last` the last parts of names.
    """

    never_first: frozenset[str] = frozenset()
    never_last: frozenset[str] = frozenset()
    bound_first: frozenset[str] = frozenset()
    bound_last: frozenset[str] = frozenset()
    name_last: frozenset[str] = frozenset()


class WordListError(SearchkitError):
    """Point at the line of a word list that cannot be read."""

    def __init__(self, name: str, line: str, wanted: str) -> None:
        super().__init__(f"{name}: cannot read “{line}”; a line is {wanted}")
        self.name = name
        self.line = line


def iter_lines(text: str) -> Iterator[str]:
    """Yield the entries of a list, without comments."""
    for line in text.splitlines():
        entry = line.partition("#")[0].strip()
        if entry:
            yield entry


def read_words(name: str) -> frozenset[str]:
    """Read a list in `data/` that has a word a line."""
    return frozenset(iter_lines(shipped_text(name)))


def read_part_lists() -> PartLists:
    """Read the lists about the parts of compounds; each is a file of that name."""
    return PartLists(**{field.name: read_words(f"{field.name}.txt") for field in fields(PartLists)})


def read_lemma_exceptions() -> dict[str, str]:
    """Read our corrections to the dictionary: form to lemma."""
    exceptions = {}
    for line in iter_lines(shipped_text("lemma_exceptions.txt")):
        form, space, lemma = line.partition(" ")
        if not space:
            raise WordListError("lemma_exceptions.txt", line, "a form, a space, its lemma")
        exceptions[form] = lemma.strip()
    return exceptions


def read_compound_exceptions(path: Path | None = None) -> dict[str, tuple[str, ...]]:
    """Read how words are split that the splitter gets wrong: word to pieces, one piece for "leave it whole".

    Ours, overridden line by line by a user's own file, where there is one:

        upp|sägning
        kommunstyrelse      # never split

    Raises WordListError for a line with a space or an empty piece in it.
    """
    exceptions = _parse_compounds("compound_exceptions.txt", shipped_text("compound_exceptions.txt"))
    if path is not None:
        exceptions |= _parse_compounds(str(path), path.read_text("utf-8-sig"))
    return exceptions


def _parse_compounds(name: str, text: str) -> dict[str, tuple[str, ...]]:
    exceptions = {}
    for line in iter_lines(text):
        pieces = tuple(line.lower().split("|"))
        if not all(piece and piece.isalpha() for piece in pieces):
            raise WordListError(name, line, "a word, with | where it is to be split")
        exceptions["".join(pieces)] = pieces
    return exceptions


def shipped_text(name: str) -> str:
    """Read a list in `data/` as it is."""
    return (Path(__file__).parent / "data" / name).read_text("utf-8")
