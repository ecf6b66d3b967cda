"""From the typed query to terms: what each word of it may stand for in this index.

This is where the language meets the query. A word becomes its stem and the compounds it is a
part of; a prefix becomes the forms that begin so; a word the index does not know is tried
with its å, ä and ö back. Related words come last and only when asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from searchkit.errors import RequestError
from searchkit.language.analyzer import Analyzer
from searchkit.query import nodes
from searchkit.query.favors import Favors
from searchkit.query.terms import (
    AllOf,
    AnyOf,
    Dated,
    Everything,
    Favoring,
    FromSource,
    Near,
    OfType,
    OneOf,
    TermNode,
    WeightedTerm,
    Without,
)
from searchkit.query.variants import Variants, words_in
from searchkit.query.vocabulary import LARGEST_EXPANSION, Vocabulary
from searchkit.values import Value, replace


class Expansion(Value):
    """A query in terms.

    `words` are the nodes that count when "all of them" is asked; `conditions` always hold.
    `parts` stand for the words inside the compounds that were typed, `pairs` for words that
    were typed side by side: a document is the better for them.
    `unknown` lists the query words that nothing in the index answers to, and `whole` those
    among them that a part of a compound could not answer; `notices` say what was assumed.
    """

    words: tuple[TermNode, ...]
    conditions: tuple[TermNode, ...] = ()
    any_word: bool = False
    unknown: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    parts: tuple[TermNode, ...] = ()
    pairs: tuple[TermNode, ...] = ()
    whole: frozenset[str] = frozenset()

    def tree(self, least: int | None = None) -> TermNode:
        """Build the tree that matches documents with at least `least` of the words.

        None is all of them, or any of them where the request says so; then a part of one is
        enough as well.
        """
        if least is None and self.any_word:
            found, bonuses = _combine((*self.words, *self.parts), 1), self.pairs
        else:
            found = _combine(self.words, len(self.words) if least is None else least)
            bonuses = (*self.parts, *self.pairs)
        if bonuses:
            found = (Favoring(_all(found), bonuses),)
        return _all((*found, *self.conditions))

    def tree_of_parts(self) -> TermNode | None:
        """Build the tree for documents with all parts of the compounds typed; None without."""
        return _all((*self.parts, *self.conditions)) if self.parts else None


def _combine(words: tuple[TermNode, ...], least: int) -> tuple[TermNode, ...]:
    if least >= len(words):
        return words
    return (AnyOf(words, least),)


def _all(children: tuple[TermNode, ...]) -> TermNode:
    if not children:
        return Everything()
    return children[0] if len(children) == 1 else AllOf(children)


class Expander:
    """Expand queries against one index's vocabulary.

    `related` gives the related words of a word, as they are written; leave it out to keep to
    the words that were typed.
    """

    def __init__(
        self,
        analyzer: Analyzer,
        vocabulary: Vocabulary,
        *,
        stopwords: frozenset[str] = frozenset(),
        exact: bool = False,
        related: Callable[[str], Iterable[str]] | None = None,
    ) -> None:
        self._variants = Variants(analyzer, vocabulary)
        self._favors = Favors(analyzer)
        self._stopwords = frozenset() if exact else stopwords
        self._exact = exact
        self._related = related
        self._unknown: list[str] = []
        self._whole_only: set[str] = set()
        self._notices: list[str] = []

    def expand(self, query: nodes.Node | None, any_word: bool = False) -> Expansion:
        """Expand a query; None is every document."""
        self._unknown, self._whole_only, self._notices = [], set(), []
        children = query.nodes if isinstance(query, nodes.And) else (query,) if query else ()
        typed_words = [child for child in children if not _is_condition(child)]
        content = self._content(typed_words)
        words = tuple(dict.fromkeys(self._node(child) for child in content))
        unknown, whole = tuple(dict.fromkeys(self._unknown)), frozenset(self._whole_only)
        conditions = tuple(self._node(child) for child in children if _is_condition(child))
        notices = tuple(dict.fromkeys(self._notices))
        if self._exact:
            return Expansion(words, conditions, any_word, unknown, notices, whole=whole)
        parts = tuple(self._favors.iter_parts(content))
        pairs = tuple(self._favors.iter_pairs(typed_words, content))
        return Expansion(words, conditions, any_word, unknown, notices, parts, pairs, whole)

    def _content(self, typed_words: Iterable[nodes.Node]) -> list[nodes.Node]:
        """Leave out signs alone (`–`, `§`), then stop words, unless there is nothing else."""
        every = list(typed_words)
        lettered = [child for child in every if _has_letters(child)] or every
        if not self._stopwords:
            return lettered
        return [child for child in lettered if not self._is_stopword(child)] or lettered

    def _is_stopword(self, node: nodes.Node) -> bool:
        if not isinstance(node, nodes.Word):
            return False
        words = words_in(node.text)
        return len(words) == 1 and self._variants.form(words[0]) in self._stopwords

    def _node(self, node: nodes.Node) -> TermNode:
        match node:
            case nodes.Word(text):
                return self._word(text)
            case nodes.Exact(text):
                return self._phrase(words_in(text), None, exact=True)
            case nodes.Prefix(text):
                return self._forms(f"{text}*", self._variants.iter_beginning(text))
            case nodes.Suffix(text):
                return self._forms(f"*{text}", self._variants.iter_ending(text))
            case nodes.Fuzzy(text):
                return self._forms(f"{text}~", self._variants.iter_similar(text))
            case nodes.Phrase(words, distance):
                pieces = [piece for word in words for piece in words_in(word)]
                return self._phrase(pieces, distance, exact=self._exact)
            case nodes.InTitle(child):
                return _in_title(self._node(child))
            case nodes.HasSource(name):
                return FromSource(name)
            case nodes.HasType(name):
                return OfType(name)
            case nodes.HasDate(dates):
                return Dated(dates)
            case nodes.And(children):
                return AllOf(tuple(self._node(child) for child in self._content(children)))
            case nodes.Or(children):
                return AnyOf(tuple(self._node(child) for child in children))
            case nodes.Not(child):
                return Without(self._node(child))

    def _word(self, text: str) -> TermNode:
        pieces = words_in(text)
        if self._exact or len(pieces) != 1:
            return self._phrase(pieces, None, exact=self._exact)
        word = pieces[0]
        terms, known = self._answers(word)
        readings: list[TermNode] = [OneOf(text, terms + self._related_terms(word))]
        if "-" in word:
            known = known or all(map(self._variants.is_known, word.split("-")))
            readings.append(self._variants.joined(word))
        if not known:
            self._unknown.append(text)
        readings += self._related_phrases(word)
        return readings[0] if len(readings) == 1 else AnyOf(tuple(readings))

    def _answers(self, word: str) -> tuple[tuple[WeightedTerm, ...], bool]:
        """Give the terms of a word, or, where there are none, of what it is without its marks.

        And say whether any of them is in the index.
        """
        terms = self._variants.inflected(word)
        if self._variants.is_known(word):
            return terms, True
        forms = self._variants.unfolded_forms(word)
        if forms:
            self._notices.append(f"“{word}” is not in the index; searched for {_listed(forms)}")
        unfolded = (term for form in forms for term in self._variants.unfolded(form))
        return (*terms, *unfolded), bool(forms)

    def _related_terms(self, word: str) -> tuple[WeightedTerm, ...]:
        return tuple(
            term
            for other in self._related_words(word)
            if " " not in other
            for term in self._variants.related(other)
        )

    def _related_phrases(self, word: str) -> list[TermNode]:
        return [
            Near(other, tuple(OneOf(piece, self._whole(piece)) for piece in other.split()))
            for other in self._related_words(word)
            if " " in other
        ]

    def _whole(self, piece: str) -> tuple[WeightedTerm, ...]:
        return tuple(term for term in self._variants.related(piece) if term.kind != "part")

    def _related_words(self, word: str) -> Iterable[str]:
        return () if self._related is None else self._related(word)

    def _phrase(self, words: Sequence[str], distance: int | None, *, exact: bool) -> TermNode:
        """Find words beside each other, or as near as `distance` says; one word by itself."""
        label = '"' + " ".join(words) + '"'
        slots = tuple(self._slot(word, exact=exact) for word in words)
        if len(slots) > 1:
            return Near(label, slots, (1, 1), distance)
        return slots[0] if slots else OneOf(label, ())

    def _slot(self, word: str, *, exact: bool) -> OneOf:
        if exact:
            return self._forms(word, self._variants.exact(word))
        terms, _ = self._answers(word)
        return self._forms(word, (term for term in terms if term.kind != "part"))

    def _forms(self, label: str, forms: Iterable[WeightedTerm]) -> OneOf:
        # One more than allowed is enough to know; there may be a million.
        terms = tuple(islice(forms, LARGEST_EXPANSION + 1))
        if len(terms) > LARGEST_EXPANSION:
            raise RequestError(
                f"{label} stands for more than {LARGEST_EXPANSION} words: write more letters of it"
            )
        if not self._variants.is_any_known(terms):
            self._unknown.append(label)
            self._whole_only.add(label)
        return OneOf(label, terms)


def _has_letters(node: nodes.Node) -> bool:
    match node:
        case nodes.Word(text) | nodes.Exact(text):
            return bool(words_in(text))
        case nodes.Phrase(words):
            return any(map(words_in, words))
        case _:
            return True


def _is_condition(node: nodes.Node) -> bool:
    """Whether a node says what a document must be, and has no words to find."""
    match node:
        case nodes.Word() | nodes.Phrase():
            return False
        case nodes.Not() | nodes.HasSource() | nodes.HasType() | nodes.HasDate():
            return True
        case nodes.InTitle(child):
            return _is_condition(child)
        case nodes.And(children) | nodes.Or(children):
            return all(_is_condition(child) for child in children)
        case _:
            return False


def _in_title(node: TermNode) -> TermNode:
    match node:
        case OneOf():
            return replace(node, title_only=True)
        case Near():
            return replace(node, slots=tuple(replace(s, title_only=True) for s in node.slots))
        case AllOf(children):
            return AllOf(tuple(_in_title(child) for child in children))
        case AnyOf(children, least):
            return AnyOf(tuple(_in_title(child) for child in children), least)
        case Without(child):
            return Without(_in_title(child))
        case _:
            return node


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]
