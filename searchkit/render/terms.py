"""Show what an index holds of a word: labelled lines, or a form a line for a pattern."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from searchkit.render.clean import one_line
from searchkit.render.width import padded, width
from searchkit.results.terms import CountedWord, CountedWords, WordEntry, WordPart

_LABEL = 9
"""Columns of the labels."""

_BETWEEN = " · "


def terms_lines(entry: WordEntry, columns: int = 80) -> Iterator[str]:
    """Write an entry in lines of so many columns; nothing where the index holds nothing of it."""
    if entry.is_pattern:
        yield from _list_lines(entry.forms.words)
    elif entry.is_known:
        yield from _entry_lines(entry, columns)


def _list_lines(words: Iterable[CountedWord]) -> Iterator[str]:
    rows = [(one_line(counted.word), str(counted.documents)) for counted in words]
    widest = max((width(word) for word, _ in rows), default=0)
    longest = max((len(count) for _, count in rows), default=0)
    for word, count in rows:
        yield f"{padded(word, widest)}  {count:>{longest}}"


def _entry_lines(entry: WordEntry, columns: int) -> Iterator[str]:
    yield from _labelled("Stem", [one_line(entry.stem), _documents(entry)], columns)
    if entry.parts:
        yield from _labelled("Parts", [", ".join(map(_part, entry.parts))], columns)
    lists = {"Forms": entry.forms, "Within": entry.compounds, "Related": entry.related}
    for label, counted in lists.items():
        yield from _labelled(label, _items(counted), columns)


def _documents(entry: WordEntry) -> str:
    count = "in 1 document" if entry.documents == 1 else f"in {entry.documents} documents"
    if entry.by_itself == entry.documents:
        return count
    return f"{count}, by itself in {entry.by_itself or 'none'}"


def _part(part: WordPart) -> str:
    """Write a part as it stands, and its term where that is another."""
    shown = one_line(part.text)
    return shown if part.text == part.term else f"{shown} ({one_line(part.term)})"


def _items(counted: CountedWords) -> list[str]:
    items = [f"{one_line(word.word)} {word.documents}" for word in counted.words]
    more = counted.total - len(items)
    return [*items, f"{more} more"] if more else items


def _labelled(label: str, items: Iterable[str], columns: int) -> Iterator[str]:
    """Write items after a label, on as many lines as they need, none of them broken."""
    line, start = "", label
    for item in items:
        longer = line + _BETWEEN + item if line else item
        if line and _LABEL + width(longer) > columns:
            yield padded(start, _LABEL) + line
            longer, start = item, ""
        line = longer
    if line:
        yield padded(start, _LABEL) + line


def terms_remarks(entry: WordEntry) -> list[str]:
    """Write what is to be said beside the entry, or instead of it."""
    shown, total = len(entry.forms.words), entry.forms.total
    lines = list(entry.notices)
    if not entry.is_known:
        lines.append(_unknown(entry.word))
        if entry.suggestions:
            lines.append(f"Did you mean: {', '.join(entry.suggestions)}")
        if entry.related.words:
            lines.append(f"Related: {_BETWEEN.join(_items(entry.related))}")
    elif entry.is_pattern and shown < total:
        lines.append(f"{shown} of {total} words: -n 0 shows all")
    return [one_line(line) for line in lines]


def _unknown(word: str) -> str:
    return f"“{word}” is not in the index" if word else "There are no words in the index"


def terms_json(entry: WordEntry) -> Iterator[str]:
    """Write the same as one JSON object; its keys are there for words and patterns alike."""
    from searchkit.render.records import encoded

    lists = {"forms": entry.forms, "compounds": entry.compounds, "related": entry.related}
    record: dict[str, object] = {
        "schema": "searchkit.terms/1",
        "word": entry.word,
        "stem": entry.stem,
        "parts": [{"text": part.text, "term": part.term} for part in entry.parts],
        "documents": entry.documents,
        "by_itself": entry.by_itself,
        **{name: _records(counted) for name, counted in lists.items()},
        "totals": {name: counted.total for name, counted in lists.items()},
        "suggestions": entry.suggestions,
        "notices": entry.notices,
    }
    yield encoded(record)


def _records(counted: CountedWords) -> list[dict[str, object]]:
    return [{"word": word.word, "documents": word.documents} for word in counted.words]
