"""Acronyms that a text spells out itself: "Nationella operativa avdelningen (NOA)".

What stands before the bracket is taken as the meaning when the letters fit: each word begins
with the next letter, and a compound may give one for each of its parts, as in
"Digitaliserings- och utvecklingsavdelningen (DUA)". A single word may be cut short instead:
"Planeringsavdelningen (PLAN)". Schwartz and Hearst, "A simple algorithm for identifying
abbreviation definitions" (2003), with whole words in place of any letters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

from searchkit.language.analyzer import Analyzer
from searchkit.language.stopwords import read_stopwords

Spelled = tuple[str, str, int]
"""An acronym, what it stands for, and how often that was spelled out."""

# Beginning with what it must have and little else has, it is found in a fifth of the time.
_BRACKETED = re.compile(r"\((?<=[ \n]\()([A-ZÅÄÖ]{2,6})\)")
_MOST_WORDS = 7
_WORDS_BACKWARDS = re.compile(rf"(?:[ \n][\w-]*[^\W\d_]){{1,{_MOST_WORDS}}}")
_MOST_CHARACTERS = 300
"""How far before a bracket its meaning may begin."""

Initials = Callable[[str], str]
"""From a word to the first letters of its parts, its own first letter among them."""


def iter_acronyms(
    text: str, initials: Initials, stopwords: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """Yield each acronym that is spelled out in `text`, with the words it stands for.

    >>> text = "Nationella operativa avdelningen (NOA) har beslutat."
    >>> list(iter_acronyms(text, lambda word: word[0], frozenset()))
    [('NOA', 'Nationella operativa avdelningen')]
    """
    for match in _BRACKETED.finditer(text):
        # Brackets are few and words are many, so the bracket is looked for first.
        start = max(0, match.start() - _MOST_CHARACTERS)
        before = _WORDS_BACKWARDS.match(text[start : match.start()][::-1])
        acronym = match[1]
        if before is None:
            continue
        meaning = _meaning(before[0][::-1].split(), acronym.lower(), initials, stopwords)
        if meaning:
            yield acronym, meaning


def _meaning(
    words: Sequence[str], acronym: str, initials: Initials, stopwords: frozenset[str]
) -> str:
    """Find the fewest words before the bracket that the letters stand for; else nothing."""
    for count in range(1, min(len(words), _MOST_WORDS) + 1):
        chosen = words[-count:]
        plain = [word.strip("-").lower() for word in chosen]
        if not plain[0] or plain[0] in stopwords:
            continue
        if _spells(plain, acronym, initials, stopwords):
            return " ".join(word.rstrip("-") for word in chosen)
    return ""


def _spells(
    words: Sequence[str], acronym: str, initials: Initials, stopwords: frozenset[str]
) -> bool:
    if len(words) == 1 and words[0].startswith(acronym) and len(words[0]) > len(acronym) + 2:
        return True
    used = 0
    for word in words:
        if acronym[used : used + 1] != word[:1]:
            if word in stopwords:
                continue
            return False
        for letter in initials(word):
            if acronym[used : used + 1] == letter:
                used += 1
    return used == len(acronym)


class Acronyms:
    """The acronyms of an archive, learned as its documents are indexed.

    What a deleted document spelled out is remembered until the index is rebuilt.
    """

    def __init__(self, known: Iterable[Spelled] = ()) -> None:
        self._counts = Counter({(acronym, meaning): count for acronym, meaning, count in known})

    def learn(self, spelled: Iterable[tuple[str, str]]) -> None:
        """Take note of what a file spells out."""
        self._counts.update(spelled)

    def groups(self) -> list[tuple[str, str]]:
        """Give each acronym with its most frequent meaning, as a group of related words."""
        best: dict[str, str] = {}
        for (acronym, meaning), _ in sorted(
            self._counts.items(), key=lambda item: (-item[1], item[0])
        ):
            best.setdefault(acronym, meaning)
        return [(acronym.lower(), meaning.lower()) for acronym, meaning in best.items()]

    def known(self) -> tuple[Spelled, ...]:
        """Give all of them, to remember."""
        return tuple((*key, count) for key, count in sorted(self._counts.items()))


def spelled_out(text: str, analyzer: Analyzer) -> list[tuple[str, str]]:
    """Give each acronym that a text spells out, with the words it stands for."""

    def initials(word: str) -> str:
        terms = analyzer.word_terms(word)
        starts = sorted({0, *(part.start for part in terms.parts)})
        return "".join(terms.form[start] for start in starts)

    return list(iter_acronyms(text, initials, _stopwords()))


@cache
def _stopwords() -> frozenset[str]:
    """Read the stop words once, not for each document."""
    return read_stopwords()
