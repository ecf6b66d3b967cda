"""Make any tokens well-formed, and say what was done: nothing is ever left out in silence.

Of two operators in a row the last counts. Afterwards each bracket has its partner and
something in it, and each operator its operands, so that the parser has no mistakes to look
for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from searchkit.query.lexer import Kind, Token
from searchkit.query.remarks import Remarks
from searchkit.query.typed import excerpt

STARTS = frozenset({Kind.OPERAND, Kind.TITLE, Kind.OPEN, Kind.NOT})
"""What an operand of AND and OR can begin with."""

_ENDS = frozenset({Kind.OPERAND, Kind.CLOSE})
_OPERATORS = frozenset({Kind.AND, Kind.OR, Kind.NOT})
_DEEPEST = 50


def mend(tokens: Iterable[Token], remarks: Remarks) -> list[Token]:
    """Give the tokens without stray brackets and operators, every bracket closed.

    Raises QueryError where brackets are nested too deep to follow them.
    """
    return _without_dangling(_balanced(tokens, remarks), remarks)


def _balanced(tokens: Iterable[Token], remarks: Remarks) -> Iterator[Token]:
    opened: list[Token] = []
    for token in tokens:
        if token.kind is Kind.CLOSE:
            if not opened:
                remarks.mended("a ) without its ( was left out", token.start)
                continue
            opened.pop()
        elif token.kind is Kind.OPEN:
            if len(opened) == _DEEPEST:
                message = f"Brackets can be nested {_DEEPEST} deep, not deeper."
                raise remarks.mistake(message, token.start, token.end)
            opened.append(token)
        yield token
    yield from _closings(opened, remarks)


def _closings(opened: list[Token], remarks: Remarks) -> Iterator[Token]:
    if not opened:
        return
    start, end = opened[0].start, len(remarks.query)
    remarks.mended(
        f"the bracket that begins at {excerpt(remarks.query[start:])} was never closed: "
        "read as if it closed at the end",
        start,
    )
    for _ in opened:
        yield Token(Kind.CLOSE, end, end)


def _without_dangling(tokens: Iterable[Token], remarks: Remarks) -> list[Token]:
    kept: list[Token] = []
    for token in tokens:
        if token.kind not in STARTS:
            _drop_operators_at_end(kept, remarks)
        last = kept[-1].kind if kept else None
        if token.kind in (Kind.AND, Kind.OR) and last not in _ENDS:
            _say_dangling(token, remarks)
        elif token.kind is Kind.CLOSE and last is Kind.OPEN:
            remarks.mended("brackets with nothing in them were left out", kept[-1].start)
            kept[-1] = Token(Kind.OPERAND, kept[-1].start, token.end)
        else:
            kept.append(token)
    _drop_operators_at_end(kept, remarks)
    return kept


def _drop_operators_at_end(kept: list[Token], remarks: Remarks) -> None:
    while kept and kept[-1].kind in _OPERATORS:
        _say_dangling(kept.pop(), remarks)


def _say_dangling(token: Token, remarks: Remarks) -> None:
    operator = remarks.query[token.start : token.end]
    remarks.mended(f"{operator} without a word to work on was left out", token.start)
