"""Type nonsense at the query parser and the date parser for as long as asked.

    python tests/fuzz/queries.py SECONDS [SEED]

Each round makes a text from words, signs and pieces of queries, and holds what is promised of
any text: it is understood, mended or refused with a place to point at, in time that grows with
its length, and what is understood is understood again in its own spelling. The first text that
breaks a promise ends the run: it is printed, made as short as breaks it.
"""

from __future__ import annotations

import datetime
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from searchkit.errors import DateError, QueryError
from searchkit.query.dates import DateRange, parse_range, parse_since, parse_until
from searchkit.query.parser import parse

TODAY = datetime.date(2022, 9, 28)
LONGEST_SECONDS = 2.0
SHORTENING_SECONDS = 20.0

WORDS = (
    *("lön", "it-säkerhet", "Migrationsverket", "e-post", "a'b", "AMO:s", "åäö", "A\u030a", "x"),
    *("10-15:30", "2022-09-28", "2022v39", "https://st.org/a?b=c", "1", "§", "🙂", "北京", "ﬁ"),
)
SIGNS = (
    *('"', "”", "„", "“", "'", "(", ")", "|", "*", "~", "=", "-", "–", ":", ".", ",", "/", "\\"),
    *("\t", "\n", "\0", "\x1b", "\u00ad", "\u200b", "\u202e", "\ufeff", "\ud800", "\u0301", " "),
)
OPERATORS = (
    " OR ",
    " ELLER ",
    " AND ",
    " OCH ",
    " NOT ",
    " INTE ",
    " -",
    " | ",
    '"~5',
    "~9999999",
)
FIELDS = (
    *("title:", "source:", "type:", "date:", "titel:", "datum:", "källa:", "title:(", "foo:"),
    *("date:2022..2021", "date:2w..", "date:..", "date:0000", "-source:ST", "source:(", 'type:"'),
)
DATES = (
    *("2022", "2022-09", "2022-09-28", "2022-13-45", "0000", "9999", "2022v39", "2022-W54", "v1"),
    *(
        "2022-Q3",
        "q5 2022",
        "september 2022",
        "31 februari 2021",
        "idag",
        "igår",
        "2w",
        "6m",
        "1y",
    ),
    *("99999999999999y", "0d", "den 1:a maj 2022", "..", "–", "-", " ", "förra veckan", "i år"),
    *("٢٠٢٢", "2022\u00a0september", "²", "1e9", "\0", "m", "d", "å", "vecka", "kvartal", "00"),
)


def main() -> None:
    """Run until the time is up, or until something is found."""
    seconds = float(sys.argv[1])
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(10**6)
    chance = random.Random(seed)
    end = time.monotonic() + seconds
    rounds = 0
    while time.monotonic() < end:
        rounds += 1
        if chance.random() < 0.5:
            _try(_check_query, _made(chance, (WORDS, SIGNS, OPERATORS, FIELDS, DATES)), seed)
        else:
            _try(_check_date, _made(chance, (DATES, DATES, SIGNS)), seed)
    print(f"{rounds} texts, nothing found (seed {seed})")


def _made(chance: random.Random, kinds: tuple[tuple[str, ...], ...]) -> str:
    """Join pieces; now and then very many, or one over and over."""
    count = chance.choice((1, 2, 3, 5, 8, 8, 13, 40, 400))
    if chance.random() < 0.05:
        piece = chance.choice(chance.choice(kinds)) + chance.choice(chance.choice(kinds))
        return piece * chance.choice((100, 1000, 5000))
    glue = chance.choice(("", "", " "))
    return glue.join(chance.choice(chance.choice(kinds)) for _ in range(count))


def _try(check: Callable[[str], str], text: str, seed: int) -> None:
    found = _found(check, text)
    if not found:
        return
    text = _shortened(check, text)
    print(f"{check.__name__} {text[:500]!r} ({len(text)} characters): {_found(check, text)}")
    print(f"seed {seed}")
    raise SystemExit(1)


def _found(check: Callable[[str], str], text: str) -> str:
    """Say what is wrong; empty when nothing is."""
    start = time.process_time()
    try:
        found = check(text)
    except Exception as error:  # Any but those that the check expects is a find.
        return f"{type(error).__name__}: {error}"
    seconds = time.process_time() - start
    return found or (f"took {seconds:.1f} s" if seconds > LONGEST_SECONDS else "")


def _shortened(check: Callable[[str], str], text: str) -> str:
    """Take pieces away, large ones first, as long as it still goes wrong, for a while."""
    size = len(text) // 2
    end = time.monotonic() + SHORTENING_SECONDS
    while size and time.monotonic() < end:
        start = 0
        while start < len(text) and time.monotonic() < end:
            shorter = text[:start] + text[start + size :]
            if _found(check, shorter):
                text = shorter
            else:
                start += size
        size //= 2
    return text


def _check_query(text: str) -> str:
    try:
        parsed = parse(text, today=TODAY)
    except QueryError as error:
        if not 0 <= error.start <= error.end <= len(error.query):
            return f"points at {error.start}..{error.end} of {len(error.query)}"
        return "" if str(error) and error.query == text else "an error without words or query"
    if parsed.node is None:
        return ""
    spelled = str(parsed.node)
    again = parse(spelled, today=TODAY)
    if again.node != parsed.node:
        return f"spelled {spelled!r}, which means {again.node!r} and not {parsed.node!r}"
    return ""


def _check_date(text: str) -> str:
    for read in (parse_range, parse_since, parse_until):
        try:
            found = read(text, TODAY)
        except DateError as error:
            if error.text != text or not str(error):
                return f"{read.__name__}: an error without words or text"
        else:
            if isinstance(found, DateRange) and parse_range(str(found), TODAY) != found:
                return f"{read.__name__}: {found} is read as another range"
    return ""


if __name__ == "__main__":
    main()
