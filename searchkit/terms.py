"""Looking words up in an index: their forms, the compounds they stand in, words like them.

The vocabulary is not analysed for that. An index knows at which positions of a document a stem
or a part stands, and what is written there is read from the stored text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from functools import reduce
from heapq import heapify, heappop, heappush
from itertools import islice
from operator import and_
from pathlib import Path

from searchkit.engines.base import Engine, Match
from searchkit.errors import RequestError
from searchkit.index import open_index
from searchkit.language.analyzer import WordTerms
from searchkit.language.stopwords import read_stopwords
from searchkit.language.thesaurus import Thesaurus
from searchkit.language.tokens import iter_words, normalize
from searchkit.query.nodes import Exact, Fuzzy, Node, Prefix, Suffix, Word
from searchkit.query.remarks import Remarks
from searchkit.query.request import Filters
from searchkit.query.suggestions import iter_suggestions
from searchkit.query.terms import AnyOf, Near, OneOf, TermNode, WeightedTerm
from searchkit.query.typed import excerpt, tidy
from searchkit.query.variants import Variants
from searchkit.query.vocabulary import allowed_errors, iter_similar
from searchkit.query.words import read_word
from searchkit.results.terms import CountedWord, CountedWords, WordEntry, WordPart
from searchkit.values import replace

DOCUMENTS_READ = 500
"""Documents, best first, whose texts are read for forms. What is found is counted in all."""

_COUNT_ONLY = -1
_SUGGESTIONS = 5

_ZONES = 2
"""Title and text: a form is in at most so many times the documents that its frequency tells."""

_ALPHABETICAL = str.maketrans("åä", "äå")
"""Puts å before ä: all that code-point order gets wrong of the Swedish alphabet."""


def read_terms(path: str | Path, typed: str | None = None, limit: int = 10) -> WordEntry:
    """Look up what was typed, `facket` or `rekryt*`, in the index in a directory.

    None is every word but stop words and numbers. Each list is cut at `limit`; 0 is all of it.
    Raises QueryError and RequestError for what is not one word, and what `open_index` raises.
    """
    remarks = Remarks(tidy(typed or ""))
    node = None if typed is None else _read(remarks)
    with open_index(path) as index:
        entry = Lookup(index.engine, index.thesaurus, limit).find(node, remarks.query)
    return replace(entry, notices=(*remarks.notices, *entry.notices))


def _read(remarks: Remarks) -> Node:
    """Read the one word that was typed, with the signs at its ends."""
    typed = remarks.query
    words = [word for word, _, _ in iter_words(typed)]
    if not words:
        raise RequestError(f"“{excerpt(typed)}” is no word: give one, such as facket or rekryt*.")
    node = None if " " in typed else read_word(typed, 0, remarks)
    if node is None or (isinstance(node, Word) and len(words) > 1):
        raise RequestError(f"“{excerpt(typed)}” is more than a word: look them up one by one.")
    return Word(words[0]) if isinstance(node, Word) else node


class Lookup:
    """Look words up in one index, with lists of at most `limit` words; 0 is no limit."""

    def __init__(self, engine: Engine, thesaurus: Thesaurus, limit: int = 10) -> None:
        self._engine = engine
        self._analyzer = engine.analyzer
        self._variants = Variants(engine.analyzer, engine)
        self._thesaurus = thesaurus
        self._limit = limit

    def find(self, node: Node | None, typed: str = "") -> WordEntry:
        """Look up a word, or the forms that a word with signs stands for; None is all forms."""
        if isinstance(node, Word):
            return self._entry(node.text, typed or node.text)
        return WordEntry(typed, forms=self._most_frequent(self._candidates(node)))

    def _candidates(self, node: Node | None) -> Iterable[tuple[str, int]]:
        """Give the forms that a pattern stands for, as `Engine.iter_terms` does."""
        engine = self._engine
        match node:
            case Prefix(text):
                return engine.iter_terms(normalize(text))
            case Suffix(text):
                ending = normalize(text)
                return (known for known in engine.iter_terms() if known[0].endswith(ending))
            case Fuzzy(text):
                form = normalize(text)
                similar = iter_similar(form, allowed_errors(form), engine)
                return ((found, engine.frequency(found, "exact")) for found, _ in similar)
            case Exact(text):
                return [(normalize(text), engine.frequency(normalize(text), "exact"))]
            case _:
                stopwords = read_stopwords()
                return (known for known in engine.iter_terms() if _tells(known[0], stopwords))

    def _most_frequent(self, candidates: Iterable[tuple[str, int]]) -> CountedWords:
        """Count the documents of as many forms as it takes to know the most frequent.

        Counting a frequent word takes time, and its frequency bounds the count. What comes
        first by its bound is bounded more closely, then counted, and found when it still does.
        """
        steps = (self._bound, self._count_form) if self._limit else (self._count_form,)
        pending = [(*_place(form, _ZONES * frequency), 0) for form, frequency in candidates]
        heapify(pending)
        total = len(pending)
        found: list[CountedWord] = []
        while pending and not 0 < self._limit <= len(found):
            bound, _, form, taken = heappop(pending)
            if taken == len(steps):
                found.append(CountedWord(form, -bound))
            elif documents := steps[taken](form):
                heappush(pending, (*_place(form, documents), taken + 1))
            else:
                # Left of a document that was deleted.
                total -= 1
        return CountedWords(tuple(found), total)

    def _bound(self, form: str) -> int:
        """Say in how many documents a form can be at the most, at the cost of its titles."""
        titles = OneOf(form, _exactly(form).terms, title_only=True)
        return self._engine.frequency(form, "exact") + self._count(titles)

    def _count_form(self, form: str) -> int:
        return self._count(_exactly(form))

    def _ranked(self, counted: Iterable[tuple[str, int]]) -> CountedWords:
        places = sorted(_place(word, documents) for word, documents in counted if documents)
        first = places[: self._limit or None]
        words = tuple(CountedWord(word, -count) for count, _, word in first)
        return CountedWords(words, len(places))

    def _entry(self, word: str, typed: str) -> WordEntry:
        terms = self._analyzer.word_terms(word)
        matches = self._engine.search(self._anywhere(word), Filters(), limit=DOCUMENTS_READ)
        forms, compounds = self._read_texts(word, matches.matches)
        unread = matches.total > len(matches.matches)
        return WordEntry(
            word=typed,
            stem=terms.stem,
            parts=tuple(_iter_parts(terms)),
            documents=matches.total,
            by_itself=self._count(_stem(terms.stem)),
            forms=self._ranked((form, self._count_form(form)) for form in forms),
            compounds=self._ranked(self._iter_compounds(compounds)),
            related=self._ranked(self._iter_related(word)),
            suggestions=() if matches.total else self._suggestions(word),
            notices=(_unread(matches.total),) if unread else (),
        )

    def _anywhere(self, word: str) -> TermNode:
        """Look for what a search for the word finds: a hyphen may stand within another word."""
        whole = OneOf(word, self._variants.inflected(word))
        return AnyOf((whole, self._variants.joined(word))) if "-" in word else whole

    def _read_texts(self, word: str, matches: Iterable[Match]) -> tuple[set[str], set[str]]:
        """Read what stands where the index has the word, and where it has it within another."""
        stem = self._analyzer.stem(word)
        forms: set[str] = set()
        compounds: set[str] = set()
        for match in matches:
            document = self._engine.get(match.doc_id)
            if document is None:
                continue
            wholes = self._engine.find_positions(match.doc_id, [("stem", stem)])
            within = self._positions_within(match.doc_id, word)
            for zone, text in (("title", document.metadata.title), ("text", document.text)):
                for position, form in _iter_standing_at(wholes[zone] | within[zone], text):
                    (forms if position in wholes[zone] else compounds).add(form)
        return forms, compounds

    def _positions_within(self, doc_id: str, word: str) -> dict[str, Set[int]]:
        """Say where another word has this one as a part, or all that its hyphens join."""
        find = self._engine.find_positions
        within = find(doc_id, [("part", self._analyzer.stem(word))])
        if "-" in word:
            slots = self._variants.joined(word).slots
            pieces = [find(doc_id, [(t.kind, t.term) for t in slot.terms]) for slot in slots]
            for zone, positions in within.items():
                within[zone] = positions | reduce(and_, [piece[zone] for piece in pieces])
        return within

    def _iter_compounds(self, forms: Iterable[str]) -> Iterator[tuple[str, int]]:
        """Yield each compound once, in its shortest form, with the documents of them all."""
        by_stem: dict[str, list[str]] = defaultdict(list)
        for form in forms:
            by_stem[self._analyzer.stem(form)].append(form)
        for stem, same in by_stem.items():
            shortest = min(same, key=lambda form: (len(form), _place(form)))
            yield shortest, self._count(_stem(stem))

    def _iter_related(self, word: str) -> Iterator[tuple[str, int]]:
        for other in self._thesaurus.related(word):
            yield other, self._count(self._related_tree(other))

    def _related_tree(self, other: str) -> TermNode:
        pieces = other.split()
        if len(pieces) == 1:
            return OneOf(other, self._variants.inflected(other))
        return Near(other, tuple(_stem(self._analyzer.stem(piece)) for piece in pieces))

    def _suggestions(self, word: str) -> tuple[str, ...]:
        """Give what may have been meant: the same letters with their marks, then the nearest."""
        form = normalize(word)
        found = (*self._variants.unfolded_forms(word), *iter_suggestions(form, self._engine))
        return tuple(islice(dict.fromkeys(found), _SUGGESTIONS))

    def _count(self, tree: TermNode) -> int:
        return self._engine.search(tree, Filters(), limit=_COUNT_ONLY).total


def _place(word: str, documents: int = 0) -> tuple[int, str, str]:
    """Make what words are sorted by, most frequent first; the word itself is the last of it."""
    return -documents, word.translate(_ALPHABETICAL), word


def _tells(form: str, stopwords: frozenset[str]) -> bool:
    """Say whether a form tells of what a text is about: no stop word, number or lone letter."""
    return form not in stopwords and len(form) > 1 and any(map(str.isalpha, form))


def _exactly(form: str) -> OneOf:
    return OneOf(form, (WeightedTerm(form, "exact"),))


def _stem(stem: str) -> OneOf:
    return OneOf(stem, (WeightedTerm(stem, "stem"),))


def _iter_parts(terms: WordTerms) -> Iterator[WordPart]:
    for part in terms.parts:
        yield WordPart(terms.form[part.start : part.end], part.term)


def _iter_standing_at(positions: Set[int], text: str) -> Iterator[tuple[int, str]]:
    """Yield the form at each of the positions; what comes after the last is not read."""
    words = islice(iter_words(text), max(positions, default=-1) + 1)
    for position, (word, _, _) in enumerate(words):
        if position in positions:
            yield position, normalize(word)


def _unread(total: int) -> str:
    return f"forms and compounds come from {DOCUMENTS_READ} of the {total} documents, best first"
