"""From a typed query to its tree.

The grammar, for tokens that `lexer` has cut and `mending` has made well-formed:

    either  = every { OR every }
    every   = single { [ AND ] single }
    single  = { NOT } operand
    operand = word, phrase or field | "(" either ")" | title: "(" either ")"
"""

from __future__ import annotations

import datetime

from searchkit.query.lexer import Kind, Token, plain_words, scan
from searchkit.query.mending import STARTS, mend
from searchkit.query.nodes import (
    HasDate,
    HasSource,
    HasType,
    InTitle,
    Node,
    Word,
    all_of,
    any_of,
    negated,
)
from searchkit.query.remarks import Remarks
from searchkit.values import Value


class ParsedQuery(Value):
    """What was understood, and what had to be mended to understand it, in words.

    `node` is None where nothing was left: for an empty query, or for `AND` alone.
    """

    node: Node | None
    notices: tuple[str, ...] = ()


def parse(text: str, *, today: datetime.date) -> ParsedQuery:
    """Read a query. `today` is what `date:2w` counts from.

    What can be mended by closing or leaving out is, and said: `parse('"styrelsen mö', ...)`
    is the phrase, with a notice. Raises QueryError for the rest: an unknown field, a date
    that cannot be read, a `*` in the middle of a word, brackets more than fifty deep.
    """
    words = plain_words(text)
    if words:
        return ParsedQuery(all_of(map(Word, words)))
    remarks = Remarks(text)
    tokens = mend(scan(text, today, remarks), remarks)
    node = _Builder(tokens, remarks).either() if tokens else None
    return ParsedQuery(node, remarks.notices)


class _Builder:
    """Walk through well-formed tokens by recursive descent.

    An operand without node makes no difference to anything around it.
    """

    def __init__(self, tokens: list[Token], remarks: Remarks) -> None:
        self.tokens = tokens
        self.remarks = remarks
        self.position = 0
        self.in_title = False

    def either(self) -> Node | None:
        branches = [self.every()]
        while self._take(Kind.OR):
            branches.append(self.every())
        return any_of(branches)

    def every(self) -> Node | None:
        nodes = [self.single()]
        while self._take(Kind.AND) or self._at_start():
            nodes.append(self.single())
        return all_of(nodes)

    def single(self) -> Node | None:
        negative = False
        while self._take(Kind.NOT):
            negative = not negative
        node = self.operand()
        return negated(node) if node and negative else node

    def operand(self) -> Node | None:
        token = self.tokens[self.position]
        self.position += 1
        self._check_field(token)
        if token.kind is Kind.OPEN:
            return self._bracket()
        if token.kind is Kind.TITLE:
            return self._title()
        return token.node

    def _bracket(self) -> Node | None:
        node = self.either()
        self.position += 1
        return node

    def _title(self) -> Node | None:
        self.in_title = True
        node = self.operand()
        self.in_title = False
        return node and InTitle(node)

    def _check_field(self, token: Token) -> None:
        """Raise QueryError for a field inside `title:( )`."""
        has_field = isinstance(token.node, HasDate | HasSource | HasType | InTitle)
        if self.in_title and (has_field or token.kind is Kind.TITLE):
            message = "Only words and phrases go into title:( ); put the other field after it."
            raise self.remarks.mistake(message, token.start, token.end)

    def _take(self, kind: Kind) -> bool:
        taken = self.position < len(self.tokens) and self.tokens[self.position].kind is kind
        self.position += taken
        return taken

    def _at_start(self) -> bool:
        return self.position < len(self.tokens) and self.tokens[self.position].kind in STARTS
