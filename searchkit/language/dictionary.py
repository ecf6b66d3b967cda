"""Swedish word forms and their lemmas, repaired: what the lexicon file is compiled from.

simplemma's dictionary is the source of truth, with a million forms and one lemma for each. It is
made for running text, where any form may be any word; some habits of it hurt a search engine and
are mended here:

- A word that is also a form of another word is given to the other (`vakans` to *vaka*, `banan` to
  *bana*), while its own inflections keep it as their lemma. A lemma with inflections of its own
  is its own lemma.
- Participles are half verb, half adjective (`anställda` to *anställa*, `anställde` to
  *anställd*). All go to the verb.
- A plural that is also a present tense is given to the verb (`hyvlar`, `händer`), its definite
  form to the noun (`hyvlarna`, `händerna`). Who searches looks for things more than for doings:
  both go to the noun.
- A noun that is also an imperative is given to the verb (`tryck`, `mjölk`), and its definite form
  to a word that does not exist (`trycket` to *trycke*). It is its own lemma.
- Adverbs in -t stand beside their adjective (`snabbt`), nouns in -ning beside the one in -an
  (`ansökningar`).
- Words in old letters (`ſkola`) are of no use in a modern archive, and are left out.

Loading takes some seconds, so only the building of an index does it. Each step here is a pass
over a million forms: it looks first at what is rare, and only then at what costs time.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set

# Modern Swedish letters, and those of the names and loans that Swedish keeps as they are (idé, à,
# müsli, smørrebrød).
_SMALL_LETTERS = "abcdefghijklmnopqrstuvwxyzåäöéèàáüæøçñ"
_LETTERS = _SMALL_LETTERS + "ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖÉÈÀÁÜÆØÇÑ"

# A word with fewer inflections of its own than this does not outvote the word that claims it:
# `dels` has one, and a lone form is as likely to be a slip in the dictionary.
_OWN_FORMS_MIN = 2

_DEFINITE_PLURAL = ("arna", "erna", "orna")


def load_dictionary(exceptions: Mapping[str, str]) -> dict[str, str]:
    """Read simplemma's Swedish dictionary, repaired, as a mapping from lower-case form to lemma.

    A lemma with a capital is a name. `exceptions` win over everything else.
    """
    forms = modernise(*_read_dictionary())
    repair(forms, exceptions)
    return forms


def _read_dictionary() -> tuple[list[str], list[str]]:
    """Read all forms, and the lemma of each."""
    # Decoding takes a second and two hundred megabytes: never at import, and never kept.
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    source = DefaultDictionaryFactory(cache_max_size=0).get_dictionary("sv")
    forms = list(source)
    return forms, [source[form] for form in forms]


def modernise(forms: Iterable[str], lemmas: Iterable[str]) -> dict[str, str]:
    """Keep the forms of modern spelling, in lower case; a word wins over a name spelled alike."""
    # One string for all forms of a lemma: a million of them are a hundred megabytes.
    shared: dict[str, str] = {}
    lemmas = [shared.setdefault(lemma, lemma) for lemma in lemmas]
    old = {lemma for lemma in shared if lemma.strip(_LETTERS)}
    words: dict[str, str] = {}
    names: dict[str, str] = {}
    for form, lemma in zip(forms, lemmas, strict=True):
        if lemma in old:
            continue
        if not form.strip(_SMALL_LETTERS):
            words[form] = lemma
        elif not form.strip(_LETTERS):
            names.setdefault(form.lower(), lemma)
    for name, lemma in names.items():
        words.setdefault(name, lemma)
    return words


def repair(forms: dict[str, str], exceptions: Mapping[str, str]) -> None:
    """Give every word back its own forms, in place: see the top of the module.

    An exception moves its form, and whatever else had that form as its lemma.
    """
    counts = Counter(forms.values())
    homes = {lemma: _home(lemma, forms, count) for lemma, count in counts.items()}
    homes.update({lemma: exceptions[lemma] for lemma in homes.keys() & exceptions.keys()})
    _move(forms, homes)
    forms.update({lemma: home for lemma, home in homes.items() if lemma.islower()})
    lemmas = set(homes.values())
    forms.update(_imperatives_back_to_nouns(forms, lemmas))
    forms.update(_presents_back_to_verbs(forms, lemmas))
    forms.update(_plurals_back_to_nouns(forms))
    forms.update(exceptions)
    _settle(forms)


def _move(forms: dict[str, str], homes: Mapping[str, str]) -> None:
    """Give the forms of each lemma to its home."""
    moved = {lemma: home for lemma, home in homes.items() if home != lemma}
    for form, lemma in forms.items():
        if lemma in moved:
            forms[form] = moved[lemma]


def _settle(forms: dict[str, str]) -> None:
    """Make every lemma its own lemma.

    Where a lemma was moved, whatever had it follows, one step and no circles.
    """
    homes = {lemma: forms.get(lemma, lemma) for lemma in dict.fromkeys(forms.values())}
    _move(forms, homes)
    forms.update({home: home for home in homes.values() if home.islower()})


def _home(lemma: str, forms: Mapping[str, str], count: int) -> str:
    """Find the lemma that the forms listed under `lemma` belong to; mostly itself.

    `count` is how many they are.
    """
    claimed_by = forms.get(lemma, lemma)
    if claimed_by != lemma:
        if (
            count < _OWN_FORMS_MIN
            or _is_participle(lemma, claimed_by)
            or _is_inflected_noun(lemma, claimed_by, forms)
        ):
            return claimed_by
        return lemma
    if lemma.endswith("ad"):
        return _verb_of_participle(lemma, forms) or lemma
    if lemma.endswith("ing"):
        return _noun_in_an(lemma, forms) or lemma
    if lemma.endswith("t"):
        return _adjective_of_adverb(lemma, forms) or lemma
    return lemma


def _has(lemma: str, ending: str, forms: Mapping[str, str]) -> bool:
    """Tell whether the lemma with this ending is a form of it."""
    return forms.get(lemma + ending) == lemma


def _is_participle(word: str, verb: str) -> bool:
    """Tell a past participle of `verb` from a noun that merely looks like one of its forms.

    `anställd` of *anställa* and `frusen` of *frysa*, but not `strand` of *stranda* nor `modern`
    of *moder*.
    """
    if len(word) < 5 or word[0] != verb[0] or verb == word + "a":
        return False
    return verb[-1] in "aåeoyö" and word.endswith(("d", "en", "t"))


def _is_inflected_noun(word: str, noun: str, forms: Mapping[str, str]) -> bool:
    """Tell `termer` of *term* and `avslagen` of *avslag* from a noun in its own right.

    That has a definite form: `basar` has `basaren`, and is not the plural of *bas*.
    """
    if word not in (noun + "en", noun + "et", noun + "er", noun + "ar"):
        return False
    return not any(_has(word, ending, forms) for ending in ("en", "et", "n"))


def _verb_of_participle(participle: str, forms: Mapping[str, str]) -> str | None:
    """Find `fatta` for `fattad`, an adjective in the dictionary; but not *måna* for `månad`."""
    verb = participle[:-1]
    if (
        _has(participle, "e", forms)
        and not _has(participle, "er", forms)
        and _has(verb, "r", forms)
    ):
        return verb
    return None


def _noun_in_an(noun: str, forms: Mapping[str, str]) -> str | None:
    """Find `ansökan` for `ansökning`.

    The two share one meaning, and the first borrows the plural of the second.
    """
    for ending in ("ning", "ing"):
        twin = noun.removesuffix(ending) + "an"
        if noun.endswith(ending) and len(twin) > 5 and _has(twin, "s", forms):
            return twin
    return None


def _adjective_of_adverb(adverb: str, forms: Mapping[str, str]) -> str | None:
    """Find `snabb` for `snabbt` and `fri` for `fritt`; not for a noun as well (`salt`)."""
    if _has(adverb, "et", forms) or _has(adverb, "en", forms):
        return None
    for ending in ("tt", "t"):
        adjective = adverb.removesuffix(ending)
        if not adverb.endswith(ending):
            continue
        if _has(adjective, "a", forms) and _has(adjective, "are", forms):
            return adjective
    return None


def _plurals_back_to_nouns(forms: Mapping[str, str]) -> dict[str, str]:
    """Find the plurals filed under a verb: those whose definite form is filed under a noun.

    Nouns in -are are no evidence: `talarna` are the speakers, but `talar` is what they do.
    """
    moved = {}
    for form, noun in forms.items():
        if not form.endswith(_DEFINITE_PLURAL) or noun.endswith("are") or noun[0].isupper():
            continue
        plural = form[:-2]
        verb = forms.get(plural)
        if verb in (plural[:-1], plural[:-2] + "a", plural + "e"):
            moved[plural] = noun
    return moved


def _imperatives_back_to_nouns(forms: Mapping[str, str], lemmas: Set[str]) -> dict[str, str]:
    """Find the nouns among the imperatives: those with a definite form and its genitive.

    Past participles have such forms, too (`undviket`, `undvikets`), and real nouns in -e
    (`syftet`). So a compound must end in the noun (`hjärtanfall`, `lufttryck`), and none in the
    word with an -e (`trycke`; but `driftställe`).
    """
    found = [
        (verb[:-1], definite)
        for verb in lemmas
        if verb[-1] == "a" and len(verb) > 4 and forms.get(verb[:-1]) == verb
        for definite in (verb[:-1] + "et", verb[:-1] + "en")
        if definite in forms and definite + "s" in forms
    ]
    words = (lemma for lemma in lemmas if lemma[-1] != "a" and forms.get(lemma) == lemma)
    endings = _endings_among(words, {noun + vowel for noun, _ in found for vowel in ("", "e")})
    moved = {}
    for noun, definite in found:
        invented = forms[definite] in (noun + "e", noun + "en") and noun + "e" not in endings
        if noun in endings and (invented or forms[definite] == noun + "a"):
            moved.update({noun: noun, definite: noun, definite + "s": noun})
    return moved


def _endings_among(words: Iterable[str], wanted: Set[str]) -> set[str]:
    """Find which of the wanted endings are those of a word, longer by three letters at least."""
    lengths = sorted({len(ending) for ending in wanted})
    found = set()
    for word in words:
        for length in lengths:
            if length > len(word) - 3:
                break
            if word[-length:] in wanted:
                found.add(word[-length:])
    return found


def _presents_back_to_verbs(forms: Mapping[str, str], lemmas: Set[str]) -> dict[str, str]:
    """Find the present tenses filed under a noun in -are (`segrar`, `målar`).

    They serve as the first part of compounds with it.
    """
    presents = (noun[:-1] for noun in lemmas if noun.endswith("are"))
    return {
        form: form[:-1]
        for form in presents
        if forms.get(form) == form + "e" and forms.get(form[:-1]) == form[:-1]
    }


def inflections_by_lemma(forms: Mapping[str, str]) -> dict[str, list[str]]:
    """Gather the forms of each lemma."""
    inflections: dict[str, list[str]] = defaultdict(list)
    for form, lemma in forms.items():
        inflections[lemma].append(form)
    return inflections
