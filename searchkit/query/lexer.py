"""Cut a typed query into tokens: signs, and operands that are finished nodes.

A word, a phrase or a field with its value is one operand, so that the grammar above it has
nothing but brackets and operators to care for. Offsets count code points of what was typed.
"""

from __future__ import annotations

import datetime
import enum
import re
from collections.abc import Iterator

from searchkit.query.fields import QUOTES, check_signs, field_name, field_node
from searchkit.query.nodes import InTitle, Node, Phrase
from searchkit.query.remarks import Remarks
from searchkit.query.typed import BLANK, excerpt, normalize, tidy
from searchkit.query.words import read_word
from searchkit.values import Value


class Kind(enum.Enum):
    """What a token is to the parser."""

    OPERAND = enum.auto()
    TITLE = enum.auto()
    """`title:` before a bracket; with any other value it is an operand."""
    OPEN = enum.auto()
    CLOSE = enum.auto()
    AND = enum.auto()
    OR = enum.auto()
    NOT = enum.auto()


class Token(Value):
    """A piece of the query from `start` to `end`; an operand has its `node`.

    An operand without node stands where something empty was left out: `-""` must not end up
    as a minus for the word after it.
    """

    kind: Kind
    start: int
    end: int
    node: Node | None = None


_SIGNS = {"(": Kind.OPEN, ")": Kind.CLOSE, "|": Kind.OR}
_OPERATORS = {
    "AND": Kind.AND,
    "OCH": Kind.AND,
    "OR": Kind.OR,
    "ELLER": Kind.OR,
    "NOT": Kind.NOT,
    "INTE": Kind.NOT,
}
"""Upper case only: `och`, `eller` and `inte` are words."""

_BLANKS = re.compile(f"[{BLANK}]*")
_RUN = re.compile(f"[^{BLANK}()|{QUOTES}]+")
_QUOTE = re.compile(f"[{QUOTES}]")
_BEFORE_MINUS = re.compile(rf"[{BLANK}(|\-]")
_AFTER_MINUS = re.compile(rf"[^{BLANK})|]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_DISTANCE = re.compile(r"~(\d*)", re.ASCII)
_LONGEST_DISTANCE = 1000


def plain_words(query: str) -> list[str]:
    """Give the words of a query that has nothing else, as most have; no words for any other."""
    if not query.replace(" ", "").isalnum():
        return []
    words = query.split()
    return [normalize(word) for word in words] if _OPERATORS.keys().isdisjoint(words) else []


def scan(query: str, today: datetime.date, remarks: Remarks) -> Iterator[Token]:
    """Cut the query into tokens, in order. Raises QueryError for what cannot be read."""
    if match := _SURROGATE.search(query):
        remarks.mended("bytes that are not UTF-8 were read as blanks", match.start())
    yield from _Scanner(query, today, remarks).tokens()


class _Scanner:
    """Walk through the query once; `position` is the first character not read yet."""

    def __init__(self, query: str, today: datetime.date, remarks: Remarks) -> None:
        self.query = query
        self.today = today
        self.remarks = remarks
        self.position = 0

    def tokens(self) -> Iterator[Token]:
        while self._skip_blanks() < len(self.query):
            token = self._token(self.query[self.position])
            if token is not None:
                self.position = token.end
                yield token

    def _skip_blanks(self) -> int:
        match = _BLANKS.match(self.query, self.position)
        self.position = match.end() if match else self.position
        return self.position

    def _token(self, char: str) -> Token | None:
        start = self.position
        if char in _SIGNS:
            return Token(_SIGNS[char], start, start + 1)
        if char == "-":
            return self._minus(start)
        if char in QUOTES:
            phrase, end = self._phrase(start)
            return Token(Kind.OPERAND, start, end, phrase)
        return self._run(start)

    def _minus(self, start: int) -> Token | None:
        """Read a minus: an operator where a word begins, or else a mere hyphen."""
        if start > 0 and not _BEFORE_MINUS.match(self.query, start - 1):
            # As in "it"-säkerhet: whoever glues a hyphen to a quote does not mean "without".
            self.position += 1
            return None
        if not _AFTER_MINUS.match(self.query, start + 1):
            self.remarks.mended(
                "a - with nothing right after it was left out: -word is without the word", start
            )
            self.position += 1
            return None
        return Token(Kind.NOT, start, start + 1)

    def _run(self, start: int) -> Token:
        """Read what has neither blanks, brackets nor quotes in it."""
        match = _RUN.match(self.query, start)
        assert match is not None, "every other character has been dealt with"
        raw, end = match[0], match.end()
        if raw in _OPERATORS:
            return Token(_OPERATORS[raw], start, end)
        following = self.query[end : end + 1]
        field = field_name(raw, "" if _is_blank(following) else following, start, self.remarks)
        if field is not None:
            return self._field(field, raw, start, end)
        return Token(Kind.OPERAND, start, end, read_word(raw, start, self.remarks))

    def _field(self, field: str, raw: str, start: int, end: int) -> Token:
        value = raw.partition(":")[2]
        if value:
            return Token(Kind.OPERAND, start, end, self._bare(field, value, start, end))
        if self.query[end] != "(":
            node, end = self._quoted(field, start, end)
            return Token(Kind.OPERAND, start, end, node)
        if field == "title":
            return Token(Kind.TITLE, start, end)
        message = (
            f"Brackets go around {field}:, not after it: ({field}:one OR {field}:another); "
            "a name or a date with blanks goes in quotes."
        )
        raise self.remarks.mistake(message, start, end + 1)

    def _bare(self, field: str, value: str, start: int, end: int) -> Node | None:
        """Read a value without quotes."""
        check_signs(field, value, (start, end), self.remarks)
        if field != "title":
            return field_node(field, value, (start, end), self.today, self.remarks)
        word = read_word(value, end - len(value), self.remarks)
        return word and InTitle(word)

    def _quoted(self, field: str, start: int, quote: int) -> tuple[Node | None, int]:
        """Read a value in quotes; give it and where it ends."""
        if field == "title":
            phrase, end = self._phrase(quote)
            return phrase and InTitle(phrase), end
        value, end = self._between_quotes(quote)
        if self.query[end : end + 1] == "~":
            message = f"{field}: takes a whole name or date; ~ is for words and phrases."
            raise self.remarks.mistake(message, end, end + 1)
        return field_node(field, value, (start, end), self.today, self.remarks), end

    def _phrase(self, start: int) -> tuple[Phrase | None, int]:
        """Read a phrase and its distance; give it and where it ends."""
        text, close = self._between_quotes(start)
        words = tuple(tidy(text).split())
        distance, end = self._distance(close)
        if not words:
            self.remarks.mended("quotes with nothing between them were left out", start)
        return Phrase(words, distance) if words else None, end

    def _between_quotes(self, start: int) -> tuple[str, int]:
        close = _QUOTE.search(self.query, start + 1)
        if close:
            return self.query[start + 1 : close.start()], close.end()
        self.remarks.mended(
            f"the quote that begins at {excerpt(self.query[start:])} was never closed: "
            "read as if it closed at the end",
            start,
        )
        return self.query[start + 1 :], len(self.query)

    def _distance(self, start: int) -> tuple[int | None, int]:
        """Read `~5` right after a phrase; `~0` is the phrase as it stands."""
        match = _DISTANCE.match(self.query, start)
        if match is None:
            return None, start
        if not match[1]:
            self.remarks.mended(
                'a ~ without number after a phrase was left out: write "two words"~5', start
            )
            return None, match.end()
        if len(match[1]) > len(str(_LONGEST_DISTANCE)) or int(match[1]) > _LONGEST_DISTANCE:
            message = f"The words of a phrase can be at most {_LONGEST_DISTANCE} words apart."
            raise self.remarks.mistake(message, start, match.end())
        return int(match[1]) or None, match.end()


def _is_blank(char: str) -> bool:
    return not tidy(char)
