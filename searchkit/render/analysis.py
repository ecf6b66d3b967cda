"""Show what the language analysis made of a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from searchkit.language.tokens import Token
from searchkit.render.clean import one_line
from searchkit.render.width import padded, width


def analysis_lines(text: str, tokens: Sequence[Token]) -> Iterator[str]:
    """Write a line for each word: as written, its stem, and its parts."""
    rows = [_row(text, list(group)) for _, group in groupby(tokens, lambda t: t.position)]
    widths = [max((width(row[column]) for row in rows), default=0) for column in range(2)]
    for word, stem, parts in rows:
        yield f"{padded(word, widths[0])}  {padded(stem, widths[1])}  {parts}".rstrip()


def _row(text: str, tokens: list[Token]) -> tuple[str, str, str]:
    word = one_line(text[tokens[0].start : tokens[0].end])
    stem = next(token.term for token in tokens if token.kind == "stem")
    parts = [_part(text, token) for token in tokens if token.kind == "part"]
    return word, stem, ", ".join(parts)


def _part(text: str, token: Token) -> str:
    """Write a part as it stands, and its term where that is another."""
    shown = one_line(text[token.start : token.end])
    return shown if shown.casefold() == token.term else f"{shown} ({token.term})"


def analysis_json(text: str, tokens: Sequence[Token]) -> Iterator[str]:
    """Write the tokens as one JSON object; offsets count code points of the text."""
    from searchkit.render.records import encoded

    record: dict[str, object] = {
        "schema": "searchkit.analyze/1",
        "text": text,
        "tokens": [
            {
                "term": token.term,
                "kind": token.kind,
                "start": token.start,
                "end": token.end,
                "position": token.position,
            }
            for token in tokens
        ],
    }
    yield encoded(record)
