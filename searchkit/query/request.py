"""Everything that one search asks for, read and checked, ready to be expanded and answered.

`build_request` takes what was typed, strings and all; the command line and programs that
import searchkit both come through it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from searchkit.errors import RequestError
from searchkit.query.dates import DateRange, combine, parse_range, parse_since, parse_until
from searchkit.query.nodes import (
    And,
    Exact,
    Fuzzy,
    HasDate,
    Node,
    Phrase,
    Prefix,
    Suffix,
    Word,
    all_of,
    negated,
)
from searchkit.query.parser import parse
from searchkit.query.typed import excerpt, tidy
from searchkit.values import Value

SORTS = ("relevance", "newest", "oldest", "title")
UNDATED = ("exclude", "include", "only")

Date = str | datetime.date | None
"""A date as typed, or one of Python's; None is no limit."""


# Above the classes, as a default among their fields is made, and checked, on import.
def _check_names(kind: str, names: tuple[str, ...], example: str) -> None:
    if not all(map(str.strip, names)):
        raise RequestError(f"A {kind} cannot be empty: give its name, such as {example}.")


def _check_choice(name: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        known = f"{', '.join(choices[:-1])} or {choices[-1]}"
        raise RequestError(f'There is no {name} "{excerpt(value)}": choose {known}.')


def _check_count(name: str, value: int, zero: str) -> None:
    if value < 0:
        raise RequestError(f"The {name} cannot be {value}: give a number from 0 ({zero}) up.")


class Filters(Value):
    """What a document must be, whatever its score.

    Names of sources and types are as typed; engines compare them without regard to case.
    `undated` says what becomes of documents without date: `exclude` leaves them out where
    there are `dates`, `include` never does, `only` leaves out all the others, whatever
    `dates` is. Raises RequestError.
    """

    sources: tuple[str, ...] = ()
    not_sources: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    not_types: tuple[str, ...] = ()
    dates: DateRange | None = None
    undated: str = "exclude"

    @property
    def narrow(self) -> bool:
        """Whether they leave any document out; `undated` alone does when it is `only`."""
        named = self.sources or self.not_sources or self.types or self.not_types
        return bool(named or self.dates is not None or self.undated == "only")

    def __post_init__(self) -> None:
        _check_names("source", self.sources + self.not_sources, "ST")
        _check_names("type", self.types + self.not_types, "protokoll")
        _check_choice("undated", self.undated, UNDATED)


class SearchRequest(Value):
    """One search. `query` None asks for every document that the filters let through.

    `text` is the query as typed, for showing it again, and `notices` tell what had to be
    mended to read it. A `limit` of 0 is no limit; `passages` 0 is none. `any_word` asks for
    one word at least instead of all, `exact` for the words in just these forms, `related` for
    synonyms as well. Raises RequestError.
    """

    query: Node | None = None
    filters: Filters = Filters()
    any_word: bool = False
    exact: bool = False
    related: bool = False
    sort: str = "relevance"
    limit: int = 10
    offset: int = 0
    passages: int = 2
    explain: bool = False
    text: str = ""
    notices: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check_choice("sort", self.sort, SORTS)
        _check_count("limit", self.limit, "all")
        _check_count("offset", self.offset, "from the first")
        _check_count("passages", self.passages, "none")
        if self.exact and self.related:
            raise RequestError("Related words are not exact ones: leave out exact or related.")


def build_request(
    text: str = "",
    *,
    today: datetime.date | None = None,
    since: Date = None,
    until: Date = None,
    date: Date = None,
    not_words: str | Iterable[str] = (),
    sources: str | Iterable[str] = (),
    not_sources: str | Iterable[str] = (),
    types: str | Iterable[str] = (),
    not_types: str | Iterable[str] = (),
    undated: str = "exclude",
    any_word: bool = False,
    exact: bool = False,
    related: bool = False,
    sort: str = "relevance",
    limit: int = 10,
    offset: int = 0,
    passages: int = 2,
    explain: bool = False,
) -> SearchRequest:
    """Read what was typed into a request.

    `since`, `until` and `date` narrow one another; `not_words` are words, or phrases where
    they hold blanks, to do without. One name or word needs no list around it. `today`, the
    computer's date unless given, is what `2w` and `idag` count from. Raises QueryError,
    DateError and RequestError.
    """
    today = today or datetime.date.today()
    parsed = parse(text, today=today)
    node, typed_dates = _without_dates(parsed.node)
    dates = _dates(since, until, date, today)
    for range_ in typed_dates:
        dates = combine(within=dates, since=range_.first, until=range_.last)
    if dates and undated == "only":
        raise RequestError('No document without date is within dates: leave out undated "only".')
    filters = Filters(
        _listed(sources), _listed(not_sources), _listed(types), _listed(not_types), dates, undated
    )
    unwanted = [negated(_unwanted(word, today)) for word in _listed(not_words)]
    # In their order: given by name, fields take longer than all the reading of a query.
    return SearchRequest(
        all_of([node, *unwanted]) if unwanted else node,
        filters,
        any_word,
        exact,
        related,
        sort,
        limit,
        offset,
        passages,
        explain,
        text,
        parsed.notices,
    )


def _listed(names: str | Iterable[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)


def _dates(since: Date, until: Date, date: Date, today: datetime.date) -> DateRange | None:
    return combine(
        since=None if since is None else parse_since(_written(since), today),
        until=None if until is None else parse_until(_written(until), today),
        within=None if date is None else parse_range(_written(date), today),
    )


def _written(date: str | datetime.date) -> str:
    if not isinstance(date, str | datetime.date):
        raise RequestError(f"{date!r} is no date: give a text, such as '2022', or a date")
    return date if isinstance(date, str) else f"{date:%Y-%m-%d}"


def _without_dates(query: Node | None) -> tuple[Node | None, list[DateRange]]:
    """Take out of a query the dates that all of its documents must have.

    They filter as the options do, so that what they mean and leave out is said.
    """
    nodes = query.nodes if isinstance(query, And) else (query,)
    dates = [node.dates for node in nodes if isinstance(node, HasDate)]
    if not dates:
        return query, []
    return all_of(node for node in nodes if not isinstance(node, HasDate)), dates


def _unwanted(text: str, today: datetime.date) -> Node:
    """Read a word to do without: with its signs, if it has any, or else as a phrase."""
    words = tidy(text.strip().strip('"')).split()
    if not words:
        raise RequestError("A word to do without cannot be empty: give a word or a phrase.")
    if len(words) == 1:
        node = parse(words[0], today=today).node
        if isinstance(node, Word | Exact | Prefix | Suffix | Fuzzy):
            return node
    # To do without "OR", or "-ord" as it stands, is to do without the words themselves.
    return Phrase(tuple(words))
