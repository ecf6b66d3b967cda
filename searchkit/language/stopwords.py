"""Words that carry grammar rather than content: a query for several words does without them."""

from __future__ import annotations

from searchkit.language.wordlists import iter_lines, shipped_text


def read_stopwords() -> frozenset[str]:
    """Read the Swedish stop words, in lower case."""
    lines = iter_lines(shipped_text("stopwords.txt"))
    return frozenset(word for line in lines for word in line.split())
