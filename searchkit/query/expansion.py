"""From the typed query to terms: what each word of it may stand for in this index.

This is where the language meets the query. A word becomes its stem and the compounds it is a
part of; a prefix becomes the forms that begin so; a word the index does not know is tried
with its å, ä and ö back. Related words come last and only when asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from searchkit.errors import RequestError
from searchkit.language.analyzer import Analyzer
from searchkit.query import nodes
from searchkit.query.terms import (
    AllOf,
    AnyOf,
    Dated,
    Everything,
    FromSource,
    Near,
    OfType,
    OneOf,
    TermNode,
    WeightedTerm,
    Without,
)
from searchkit.query.vocabulary import (
    LARGEST_EXPANSION,
    Vocabulary,
    allowed_errors,
    fold,
    iter_similar,
    iter_unfolded,
)

PART_WEIGHT = 0.35
"""What a part of a compound counts for beside a whole word."""

FOLDED_WEIGHT = 0.7
FUZZY_WEIGHT = 0.5
"""What a form counts for that differs from the typed one in its marks, or by a typing error."""


@dataclass(frozen=True, slots=True)
class Expansion:
    """A query in terms.

    `words` are the nodes that count when "all of them" is asked; `conditions` always hold.
    `unknown` lists the query words that nothing in the index answers to; `notices` say what
    was assumed.
    """

    words: tuple[TermNode, ...]
    conditions: tuple[TermNode, ...] = ()
    any_word: bool = False
    unknown: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    def tree(self, least: int | None = None) -> TermNode:
        """Build the tree that matches documents with at least `least` of the words.

        None is all of them, or any of them where the request says so.
        """
        if least is None:
            least = 1 if self.any_word else len(self.words)
        return _all((*_combine(self.words, least), *self.conditions))


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
        self._analyzer = analyzer
        self._vocabulary = vocabulary
        self._stopwords = frozenset() if exact else stopwords
        self._exact = exact
        self._related = related
        self._unknown: list[str] = []
        self._notices: list[str] = []

    def expand(self, query: nodes.Node | None, any_word: bool = False) -> Expansion:
        """Expand a query; None is every document."""
        self._unknown, self._notices = [], []
        children = query.nodes if isinstance(query, nodes.And) else (query,) if query else ()
        typed_words = [child for child in children if not _is_condition(child)]
        typed_words = self._with_letters(typed_words)
        conditions = tuple(self._node(child) for child in children if _is_condition(child))
        words = tuple(dict.fromkeys(self._node(child) for child in self._content(typed_words)))
        return Expansion(words, conditions, any_word, tuple(self._unknown), tuple(self._notices))

    def _with_letters(self, typed_words: list[nodes.Node]) -> list[nodes.Node]:
        """Leave out words of signs alone (`–`, `§`), unless there is nothing else."""
        lettered = [
            child
            for child in typed_words
            if not isinstance(child, nodes.Word) or self._words_in(child.text)
        ]
        return lettered or typed_words

    def _content(self, typed_words: list[nodes.Node]) -> list[nodes.Node]:
        """Leave out the stop words, unless there is nothing else."""
        content = [child for child in typed_words if not self._is_stopword(child)]
        return content or typed_words

    def _is_stopword(self, node: nodes.Node) -> bool:
        return (
            isinstance(node, nodes.Word)
            and self._analyzer.word_terms(node.text).form in self._stopwords
        )

    def _node(self, node: nodes.Node) -> TermNode:
        match node:
            case nodes.Word(text):
                return self._word(text)
            case nodes.Exact(text):
                return self._forms(text, [(self._form(text), 1.0)], "exact")
            case nodes.Prefix(text):
                return self._forms(f"{text}*", self._beginning(text), "stem")
            case nodes.Suffix(text):
                return self._forms(f"*{text}", self._ending(text), "stem")
            case nodes.Fuzzy(text):
                return self._forms(f"{text}~", self._similar(text), "fuzzy")
            case nodes.Phrase(words, distance):
                return self._phrase(words, distance)
            case nodes.InTitle(child):
                return _in_title(self._node(child))
            case nodes.HasSource(name):
                return FromSource(name)
            case nodes.HasType(name):
                return OfType(name)
            case nodes.HasDate(dates):
                return Dated(dates)
            case nodes.And(children):
                return AllOf(tuple(self._node(child) for child in children))
            case nodes.Or(children):
                return AnyOf(tuple(self._node(child) for child in children))
            case nodes.Not(child):
                return Without(self._node(child))

    def _form(self, text: str) -> str:
        return self._analyzer.word_terms(text).form

    def _word(self, text: str) -> TermNode:
        pieces = self._words_in(text)
        if len(pieces) != 1:
            return self._phrase(pieces, None) if pieces else OneOf(text, ())
        word = pieces[0]
        if self._exact:
            return self._forms(text, [(self._form(word), 1.0)], "exact")
        terms = self._answers(word)
        readings: list[TermNode] = [OneOf(text, terms + self._related_terms(word))]
        if "-" in word:
            readings.append(self._joined(text, word.split("-")))
        elif not self._is_known(terms):
            self._unknown.append(text)
        readings += self._related_phrases(word)
        return readings[0] if len(readings) == 1 else AnyOf(tuple(readings))

    def _words_in(self, text: str) -> tuple[str, ...]:
        """Tokenize what was typed as one word, as a document would have been."""
        tokens = self._analyzer.iter_tokens(text)
        return tuple(text[token.start : token.end] for token in tokens if token.kind == "exact")

    def _answers(self, word: str) -> tuple[WeightedTerm, ...]:
        terms = tuple(self._inflected(word))
        return terms if self._is_known(terms) else terms + self._unfolded(word)

    def _inflected(self, word: str, weight: float = 1.0, why: str = "") -> Iterator[WeightedTerm]:
        known = self._analyzer.word_terms(word)
        # The typed form has no weight of its own: its stem has counted it.
        yield WeightedTerm(known.form, "exact", 0.0, why or "exact")
        yield WeightedTerm(known.stem, "stem", weight, why or "stem")
        yield WeightedTerm(known.stem, "part", weight * PART_WEIGHT, why or "part")

    def _is_known(self, terms: Iterable[WeightedTerm]) -> bool:
        return any(self._vocabulary.frequency(term.term, term.kind) for term in terms)

    def _unfolded(self, word: str) -> tuple[WeightedTerm, ...]:
        form = self._form(word)
        forms = list(iter_unfolded(form, self._vocabulary)) if fold(form) == form else []
        if not forms:
            return ()
        self._notices.append(f"“{word}” is not in the index; searched for {_listed(forms)}")
        return tuple(
            term for form in forms for term in self._inflected(form, FOLDED_WEIGHT, "folded")
        )

    def _related_terms(self, word: str) -> tuple[WeightedTerm, ...]:
        return tuple(
            term
            for other in self._related_words(word)
            if " " not in other
            for term in self._inflected(other, FUZZY_WEIGHT, "related")
        )

    def _related_phrases(self, word: str) -> list[TermNode]:
        phrases = []
        for other in self._related_words(word):
            if " " in other:
                slots = tuple(
                    OneOf(piece, tuple(self._inflected(piece, FUZZY_WEIGHT, "related"))[:2])
                    for piece in other.split()
                )
                phrases.append(Near(other, slots))
        return list(phrases)

    def _related_words(self, word: str) -> Iterable[str]:
        return () if self._related is None else self._related(word)

    def _joined(self, text: str, pieces: Iterable[str]) -> Near:
        """Find the pieces of a hyphenated word beside each other, or inside one word."""
        stems = [self._analyzer.word_terms(piece).stem for piece in pieces]
        slots = tuple(
            OneOf(text, (WeightedTerm(stem, "stem"), WeightedTerm(stem, "part", 1.0, "part")))
            for stem in stems
        )
        return Near(text, slots, gaps=(0, 1))

    def _phrase(self, words: tuple[str, ...], distance: int | None) -> TermNode:
        pieces = [piece for word in words for piece in self._words_in(word)]
        slots = tuple(OneOf(piece, self._slot_terms(piece)) for piece in pieces)
        label = '"' + " ".join(words) + '"'
        if len(slots) == 1:
            return replace(slots[0], label=label)
        return Near(label, slots, distance=distance)

    def _slot_terms(self, word: str) -> tuple[WeightedTerm, ...]:
        if self._exact:
            return (WeightedTerm(self._form(word), "exact", 1.0, "exact"),)
        return tuple(term for term in self._answers(word) if term.kind != "part")

    def _forms(self, label: str, forms: Iterable[tuple[str, float]], why: str) -> OneOf:
        terms = tuple(WeightedTerm(form, "exact", weight, why) for form, weight in forms)
        if len(terms) > LARGEST_EXPANSION:
            raise RequestError(
                f"{label} stands for more than {LARGEST_EXPANSION} words: write more letters of it"
            )
        if not self._is_known(terms):
            self._unknown.append(label)
        return OneOf(label, terms)

    def _beginning(self, text: str) -> Iterator[tuple[str, float]]:
        for form, _ in self._vocabulary.iter_forms(self._form(text)):
            yield form, 1.0

    def _ending(self, text: str) -> Iterator[tuple[str, float]]:
        ending = self._form(text)
        for form, _ in self._vocabulary.iter_forms():
            if form.endswith(ending):
                yield form, 1.0

    def _similar(self, text: str) -> Iterator[tuple[str, float]]:
        form = self._form(text)
        for similar, edits in iter_similar(form, allowed_errors(form), self._vocabulary):
            yield similar, FUZZY_WEIGHT if edits else 1.0


def _is_condition(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Not | nodes.HasSource | nodes.HasType | nodes.HasDate)


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
