"""What an index holds of a word. Renderers receive this and never look anything up."""

from __future__ import annotations

from searchkit.values import Value


class WordPart(Value):
    """A part of a compound: as it stands in the word, and its term."""

    text: str
    term: str


class CountedWord(Value):
    """A word, and in how many documents it is."""

    word: str
    documents: int


class CountedWords(Value):
    """The most frequent of `total` words, equals in alphabetical order."""

    words: tuple[CountedWord, ...] = ()
    total: int = 0


class WordEntry(Value):
    """What an index holds of a word, or of the forms that a pattern (`rekryt*`) stands for.

    A pattern has `forms` and no more; its `documents` are None. `word` is what was typed, ""
    for every word of the index.

    `documents` counts those that have the word in any of its forms, and `by_itself` those
    among them where it is not only within compounds. A word of `compounds` is written in its
    shortest form and counted in all of its forms; one of `related` counts as `documents` does.
    `suggestions` are written much like a word that is not in the index.
    `notices` are sentences for a person.
    """

    word: str
    stem: str = ""
    parts: tuple[WordPart, ...] = ()
    documents: int | None = None
    by_itself: int | None = None
    forms: CountedWords = CountedWords()
    compounds: CountedWords = CountedWords()
    related: CountedWords = CountedWords()
    suggestions: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def is_pattern(self) -> bool:
        """Whether several words were asked for, by how they are written."""
        return self.documents is None

    @property
    def is_known(self) -> bool:
        """Whether the index holds anything that was asked for."""
        return bool(self.documents or self.forms.words)
