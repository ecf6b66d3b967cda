"""Swedish word forms and their lemmas, repaired: what the lexicon file is compiled from.

simplemma's dictionary is the source of truth, with a million forms and one lemma for each. It is made for running
text, where any form may be any word; some habits of it hurt a search engine and are mended here:

- A word that is also a form of another word is given to the other (`vakans` to *vaka*, `banan` to *bana*), while its
  own inflections keep it as their lemma. A lemma with inflections of its own is its own lemma.
- Participles are half verb, half adjective (`anställda` to *anställa*, `anställde` to *anställd*). All go to the verb.
- A plural that is also a present tense is given to the verb (`hyvlar`, `händer`), its definite form to the noun
  (`hyvlarna`, `händerna`). Who searches looks for things more than for doings: both go to the noun.
- A noun that is also an imperative is given to the verb (`tryck`, `mjölk`), and its definite form to a word that does
  not exist (`trycket` to *trycke*). It is its own lemma.
- Adverbs in -t stand beside their adjective (`snabbt`), nouns in -ning beside the one in -an (`ansökningar`).
- Words in old letters (`ſkola`) are of no use in a modern archive, and are left out.

Loading takes some seconds, so only the building of an index does it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from searchkit.language.lexicon import ADJECTIVE, NAME, NOUN, VERB

# Modern Swedish letters, and those of the names and loans that Swedish keeps as they are (idé, à, müsli, smørrebrød).
_MODERN = re.compile(r"[a-zåäöéèàáüæøçñ]+", re.IGNORECASE)

# A word with fewer inflections of its own than this does not outvote the word that claims it: `dels` has one, and
# a lone form is as likely to be a slip in the dictionary.
_OWN_FORMS_MIN = 2

_VOWELS = "aeiouyåäö"
_DEFINITE_PLURAL = ("arna", "erna", "orna")
_VERB_ENDINGS = frozenset(("ade", "at", "ande", "ende", "de", "te", "it", "tt"))


def load_dictionary(exceptions: Mapping[str, str]) -> dict[str, str]:
    """Read simplemma's Swedish dictionary, repaired, as a mapping from lower-case form to lemma.

    A lemma with a capital is a name. `exceptions` win over everything else.
    """
    # Decoding takes a second and a few hundred megabytes: never at import.
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    source = DefaultDictionaryFactory().get_dictionary("sv")
    return repair(modernise(source.items()), exceptions)


def modernise(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Keep the pairs of modern spelling, in lower case; a common word wins over a name spelled alike."""
    forms: dict[str, str] = {}
    names: dict[str, str] = {}
    for form, lemma in pairs:
        if not (_MODERN.fullmatch(form) and _MODERN.fullmatch(lemma)):
            continue
        if form.islower():
            forms[form] = lemma
        else:
            names.setdefault(form.lower(), lemma)
    return names | forms


def repair(forms: Mapping[str, str], exceptions: Mapping[str, str]) -> dict[str, str]:
    """Give every word back its own forms: see the top of the module.

    An exception moves its form, and whatever else had that form as its lemma.
    """
    inflections = inflections_by_lemma(forms)
    homes = {lemma: _home(lemma, forms, inflections) for lemma in inflections}
    homes.update({lemma: exceptions[lemma] for lemma in homes.keys() & exceptions.keys()})
    repaired = {form: homes[lemma] for form, lemma in forms.items()}
    repaired.update({lemma: home for lemma, home in homes.items() if lemma.islower()})
    repaired.update(_imperatives_back_to_nouns(repaired))
    repaired.update(_presents_back_to_verbs(repaired))
    repaired.update(_plurals_back_to_nouns(repaired))
    repaired.update(exceptions)
    return _settle(repaired)


def _settle(forms: Mapping[str, str]) -> dict[str, str]:
    """Make every lemma its own lemma: where a lemma was moved, whatever had it follows, one step and no circles."""
    settled = {form: forms.get(lemma, lemma) for form, lemma in forms.items()}
    settled.update({lemma: lemma for lemma in set(settled.values()) if lemma.islower()})
    return settled


def inflections_by_lemma(forms: Mapping[str, str]) -> dict[str, set[str]]:
    """Gather the forms of each lemma."""
    inflections: dict[str, set[str]] = defaultdict(set)
    for form, lemma in forms.items():
        inflections[lemma].add(form)
    return inflections


def _home(lemma: str, forms: Mapping[str, str], inflections: Mapping[str, set[str]]) -> str:
    """Find the lemma that the forms listed under `lemma` belong to; mostly itself."""
    claimed_by = forms.get(lemma, lemma)
    if claimed_by != lemma:
        own = inflections[lemma]
        if len(own) < _OWN_FORMS_MIN or _is_participle(lemma, claimed_by) or _is_inflected_noun(lemma, claimed_by, own):
            return claimed_by
        return lemma
    if lemma.endswith("ad"):
        return _verb_of_participle(lemma, inflections) or lemma
    if lemma.endswith("ing"):
        return _noun_in_an(lemma, inflections) or lemma
    if lemma.endswith("t"):
        return _adjective_of_adverb(lemma, inflections) or lemma
    return lemma


def _is_participle(word: str, verb: str) -> bool:
    """Tell a past participle of `verb` from a noun that merely looks like one of its forms.

    `anställd` of *anställa* and `frusen` of *frysa*, but not `strand` of *stranda* nor `modern` of *moder*.
    """
    if len(word) < 5 or word[0] != verb[0] or verb == word + "a":
        return False
    return verb[-1] in "aåeoyö" and word.endswith(("d", "en", "t"))


def _is_inflected_noun(word: str, noun: str, forms: set[str]) -> bool:
    """Tell `termer` of *term* and `avslagen` of *avslag* from a noun in its own right, which has a definite form.

    `basar` has `basaren` and is not the plural of *bas*.
    """
    if word not in (noun + "en", noun + "et", noun + "er", noun + "ar"):
        return False
    return forms.isdisjoint((word + "en", word + "et", word + "n"))


def _verb_of_participle(participle: str, inflections: Mapping[str, set[str]]) -> str | None:
    """Find `fatta` for `fattad`, which the dictionary has as an adjective; but not *måna* for `månad`."""
    forms, verb = inflections[participle], participle[:-1]
    if participle + "e" in forms and participle + "er" not in forms and verb + "r" in inflections.get(verb, ()):
        return verb
    return None


def _noun_in_an(noun: str, inflections: Mapping[str, set[str]]) -> str | None:
    """Find `ansökan` for `ansökning`: the two share one meaning, and the first borrows the plural of the second."""
    for ending in ("ning", "ing"):
        twin = noun.removesuffix(ending) + "an"
        if noun.endswith(ending) and len(twin) > 5 and twin + "s" in inflections.get(twin, ()):
            return twin
    return None


def _adjective_of_adverb(adverb: str, inflections: Mapping[str, set[str]]) -> str | None:
    """Find `snabb` for `snabbt` and `fri` for `fritt`, unless the word has a life as a noun (`salt`, `skatt`)."""
    if adverb + "et" in inflections[adverb] or adverb + "en" in inflections[adverb]:
        return None
    for ending in ("tt", "t"):
        adjective = adverb.removesuffix(ending)
        forms = inflections.get(adjective, ())
        if adverb.endswith(ending) and adjective + "a" in forms and adjective + "are" in forms:
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


def _imperatives_back_to_nouns(forms: Mapping[str, str]) -> dict[str, str]:
    """Find the nouns among the imperatives: those with a definite form and its genitive.

    Past participles have such forms, too (`undviket`, `undvikets`), and real nouns in -e (`syftet`). So a compound
    must end in the noun (`hjärtanfall`, `lufttryck`), and none in the word with an -e (`trycke`; but `driftställe`).
    """
    endings = _endings_of_words(forms)
    moved = {}
    for noun, verb in forms.items():
        if verb != noun + "a" or len(noun) < 4:
            continue
        for definite in (noun + "et", noun + "en"):
            if definite + "s" not in forms or definite not in forms:
                continue
            invented = forms[definite] in (noun + "e", noun + "en") and noun + "e" not in endings
            if noun in endings and (invented or forms[definite] == verb):
                moved.update({noun: noun, definite: noun, definite + "s": noun})
    return moved


def _endings_of_words(forms: Mapping[str, str]) -> set[str]:
    return {
        form[cut:]
        for form, lemma in forms.items()
        if form == lemma and form[-1] != "a"
        for cut in range(3, len(form) - 3)
    }


def _presents_back_to_verbs(forms: Mapping[str, str]) -> dict[str, str]:
    """Find the present tenses filed under a noun in -are, as whose first part they serve (`segrar`, `målar`)."""
    return {
        form: form[:-1]
        for form, lemma in forms.items()
        if form.endswith("ar") and lemma == form + "e" and forms.get(form[:-1]) == form[:-1]
    }


def kinds_of(lemma: str, inflections: set[str]) -> int:
    """Guess the parts of speech of a lemma from the endings in its paradigm, as a sum of flags.

    The dictionary tells none. Nouns have a definite form with a genitive, adjectives have -are and -ast, or a neuter
    and a plural, verbs a past tense, a supine or a present participle (the paradigms of Svenska Akademiens grammatik).
    """
    if lemma[0].isupper():
        return NAME
    stem = lemma.rstrip(_VOWELS) or lemma
    endings = {form[len(stem) :] for form in inflections if form.startswith(stem)}
    kinds = 0
    if lemma[-1] in _VOWELS and endings & _VERB_ENDINGS and ("r" in endings or {"ar", "er"} & endings):
        kinds |= VERB
    if {"t", "a"} <= endings or any(form.endswith("aste") for form in inflections):
        kinds |= ADJECTIVE
    if _is_noun(lemma, inflections, sure=not kinds):
        kinds |= NOUN
    return kinds


def _is_noun(lemma: str, inflections: set[str], sure: bool) -> bool:
    """Look for a definite plural, or a definite singular with its genitive.

    Participles end like the latter (`tagen`, `tagens`), so verbs and adjectives count only where the lemma itself
    carries the ending (`hälsan`, `hälsans`).
    """
    if lemma + "ns" in inflections or any(form.endswith(_DEFINITE_PLURAL) for form in inflections):
        return True
    return sure and any(form != lemma and form[-1] in "nt" and form + "s" in inflections for form in inflections)
