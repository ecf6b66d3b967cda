"""How a Swedish word changes when another word is joined to it.

    rum         bare       `rum|temperatur`
    omsättning  -s-        `omsättnings|skatt`; also `arbets|liv`, `hyres|rätt`
    skola       shortened  `skol|gård`; also `pojk|lag`, `läkar|vård`
    gata        vowel      `gatu|kontor`; also `kyrko|gård`, `familje|liv`, `akvarie|fisk`

Which of the four a word takes cannot be told from its looks (`dag|bok` but `dags|ljus`), so the
lexicon counts how often each was seen. The rules are those of Svenska Akademiens grammatik
(1999), volume 2, on compound nouns.
"""

from __future__ import annotations

from collections.abc import Callable

BARE, S, SHORTENED, VOWEL = range(4)
"""The places of a first part, by its link."""
LAST = 4
PLACES = 5

VOWELS = frozenset("aeiouyåäöé")
SHARING_LETTERS_MIN = 6
"""A shorter last part is more often a suffix: `kontrollera` is not kontroll and lera."""

_LINKING_VOWELS = frozenset("aeou")


def link_of(first: str, lemma: str) -> int | None:
    """Tell which linking form of `lemma` the first part `first` is.

    None when it is another inflection: `gator` is a form of *gata* and never begins a compound.
    """
    if first == lemma:
        return BARE
    if first[-1] == "s":
        core = first[:-1]
        # arbets- of arbete, inköps- of inköpa: the vowel gives way to the s. hyres- of hyra keeps
        # another.
        if core == lemma or (len(lemma) - len(core) == 1 and lemma[:-1] in (core, core[:-1])):
            return S
        if lemma.endswith("an") and core in (lemma[:-2] + "ning", lemma[:-2] + "ing"):
            return S
        return S if core[-1:] == "e" and core[:-1] == lemma[:-1] else None
    if lemma.startswith(first) and len(lemma) - len(first) <= 2 and lemma[-1] in "ae":
        return SHORTENED
    if first[-1] not in _LINKING_VOWELS:
        return None
    stem = first[:-1]
    if stem == lemma or stem == lemma[:-1] or (lemma.endswith("um") and stem == lemma[:-2]):
        return VOWEL
    return None


def first_lemmas(first: str, lemma_of: Callable[[str], str | None]) -> list[tuple[str, int]]:
    """Find the words that `first` can be the first part of a compound for, each with its link.

    There may be two: `dags` is a word of its own, and *dag* with a linking s.
    """
    found = []
    for candidate in first_candidates(first):
        lemma = lemma_of(candidate)
        if lemma is None:
            continue
        link = link_of(first, lemma)
        if link is not None and (lemma, link) not in found:
            found.append((lemma, link))
    return found


def first_candidates(first: str) -> tuple[str, ...]:
    """Give the forms that a first part may be in the dictionary as."""
    if first[-1] == "s":
        return first, first[:-1]
    if first.endswith("ar"):
        # läkar- of läkare: the dictionary may know the form as a present tense only.
        return first, first + "e"
    return (first,)


def first_texts(word: str, cut: int) -> tuple[str, ...]:
    """Give the ways the part before `cut` may have been spelled before joining.

    Of three equal consonants one is dropped: `buss` and `station` make `busstation`.
    """
    first = word[:cut]
    letter = word[cut]
    if first[-1] == letter and letter not in VOWELS and len(word) - cut >= SHARING_LETTERS_MIN:
        return first, first + letter
    return (first,)
