"""A vocabulary from a few words, for tests of what a query may stand for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from language.toy import toy_analyzer


class Forms:
    """The words of some texts; each text counts as a document."""

    def __init__(self, *texts: str) -> None:
        self._counts = Counter(
            term
            for text in texts
            for term in {(token.term, token.kind) for token in toy_analyzer().iter_tokens(text)}
        )

    def frequency(self, term: str, kind: str) -> int:
        return self._counts[term, kind]

    def iter_terms(self, prefix: str = "", kind: str = "exact") -> Iterator[tuple[str, int]]:
        for (term, own), count in sorted(self._counts.items()):
            if own == kind and term.startswith(prefix):
                yield term, count
