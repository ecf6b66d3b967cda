"""How a Swedish word changes when another word is joined to it.

    rum         bare       `rum|temperatur`
    omsättning  -s-        `omsättnings|skatt`; also `arbets|liv`, `hyres|rätt`
    skola       shortened  `skol|gård`; also `pojk|lag`, `läkar|vård`
    gata        vowel      `gatu|kontor`; also `kyrko|gård`, `familje|liv`, `fråge|stund`, `akvarie|fisk`

Which of the four a word takes cannot be told from its looks (`dag|bok` but `dags|ljus`), so the lexicon counts how
often each was seen. The rules are those of Svenska Akademiens grammatik (1999), volume 2, on compound nouns.
"""

from collections.abc import Callable

BARE, S, SHORTENED, VOWEL = range(4)
LINKS = (BARE, S, SHORTENED, VOWEL)

VOWELS = frozenset("aeiouyåäöé")
# A shorter last part is more often a suffix: `kontrollera` is not kontroll and lera.
SHARING_LETTERS_MIN = 6
_LINKING_VOWELS = frozenset("aeou")


def link_of(first: str, lemma: str) -> int | None:
    """Tell which linking form of `lemma` the first part `first` is, or None when it is another inflection.

    `gator` is a form of *gata* and never begins a compound.
    """
    if first == lemma:
        return BARE
    if first[-1] == "s":
        core = first[:-1]
        # arbets- of arbete, inköps- of inköpa: the vowel gives way to the s. hyres- of hyra keeps another.
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
    candidates = [first]
    if first[-1] == "s":
        candidates.append(first[:-1])
    elif first.endswith("ar"):
        # läkar- of läkare: the dictionary may know the form as a present tense only.
        candidates.append(first + "e")
    found = []
    for candidate in candidates:
        lemma = lemma_of(candidate)
        link = None if lemma is None else link_of(first, lemma)
        if lemma is not None and link is not None and (lemma, link) not in found:
            found.append((lemma, link))
    return found


def first_texts(word: str, cut: int) -> tuple[str, ...]:
    """Give the ways the part before `cut` may have been spelled before joining.

    Of three equal consonants one is dropped: `buss` and `station` make `busstation`.
    """
    first = word[:cut]
    if word[cut - 1] == word[cut] and word[cut] not in VOWELS and len(word) - cut >= SHARING_LETTERS_MIN:
        return first, first + word[cut]
    return (first,)
