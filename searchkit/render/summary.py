"""Say to a person what a search found, and what would find more. For standard error."""

from __future__ import annotations

from searchkit.query.dates import DateRange
from searchkit.render.clean import one_line
from searchkit.results.model import SearchResults

_WORDS_NAMED = 5
"""How many related words to name."""


def summary(results: SearchResults, seconds: float) -> list[str]:
    """Write the lines that follow the hits: counts first, then each thing to know or to try."""
    lines = (_counts(results, seconds), _related(results))
    return [*(one_line(line) for line in lines if line), *remarks(results)]


def remarks(results: SearchResults) -> list[str]:
    """Write what must be known of results in any form: what was assumed and what left out."""
    lines = [
        *results.notices,
        _suggestions(results),
        _dates(results.dates),
        _undated(results.undated_left_out),
    ]
    return [one_line(line) for line in lines if line]


def _counts(results: SearchResults, seconds: float) -> str:
    if not results.total:
        return f"No document matches ({seconds:.2f} s)"
    shown, total = len(results.hits), results.total
    documents = _plural(total, "document")
    if shown < total:
        documents = f"{shown} of {documents}"
    passages = sum(len(hit.passages) for hit in results.hits)
    counts = [documents, _plural(passages, "passage")] if passages else [documents]
    return f"{', '.join(counts)} ({seconds:.2f} s)"


def _related(results: SearchResults) -> str:
    if not results.related_total:
        return ""
    words = [*results.related_words[:_WORDS_NAMED]]
    if len(results.related_words) > _WORDS_NAMED:
        words.append("…")
    use = "uses" if results.related_total == 1 else "use"
    named = f" ({', '.join(words)})" if words else ""
    return f"{results.related_total} more {use} related words{named}: add --related"


def _suggestions(results: SearchResults) -> str:
    return f"Did you mean: {', '.join(results.suggestions)}" if results.suggestions else ""


def _dates(dates: DateRange | None) -> str:
    if dates is None or (dates.first is None and dates.last is None):
        return ""
    if dates.first is None:
        return f"dates: to {dates.last}"
    if dates.last is None:
        return f"dates: from {dates.first}"
    if dates.first == dates.last:
        return f"dates: {dates.first}"
    return f"dates: {dates.first} to {dates.last}"


def _undated(count: int) -> str:
    if not count:
        return ""
    verbs = "matches and was" if count == 1 else "match and were"
    return f"{_plural(count, 'undated document')} {verbs} left out: add --undated include"


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
