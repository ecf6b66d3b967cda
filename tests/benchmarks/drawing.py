"""Draw queries from the documents themselves, the same ones every time.

Only words that stand between blanks, in small letters without signs, are drawn, so that every
tokenizer sees the words that were meant.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from corpus import Record
from peer_engines import Query

SEED = 2022
QUERIES = 30
MIDDLING = (0.002, 0.02)
"""Share of the documents that have a word of middling frequency."""
RARE = (2, 5)
"""Documents that have a rare word."""

_WORD = re.compile(r"(?<!\S)[a-zåäö]{3,}(?!\S)")
_PAIR = re.compile(r"(?<!\S)(?=([a-zåäö]{3,}) ([a-zåäö]{3,})(?!\S))")


def draw_queries(records: Sequence[Record]) -> dict[str, list[Query]]:
    """Draw the queries of each kind, by the kind's name.

    All words of a query are in some one document, so that every query finds something.
    """
    frequencies = Counter(word for record in records for word in _words(record))
    fewest, most = (share * len(records) for share in MIDDLING)
    middling = {word for word, count in frequencies.items() if fewest <= count <= most}
    rare = sorted(word for word, count in frequencies.items() if RARE[0] <= count <= RARE[1])
    chance = random.Random(SEED)

    def draw(how: str, pick: Callable[[Record], Iterable[str] | None]) -> list[Query]:
        """Pick words from documents in random order, until there are enough queries."""
        found = (pick(record) for record in chance.sample(records, len(records)))
        queries = dict.fromkeys(Query(how, tuple(words)) for words in found if words)
        return list(queries)[:QUERIES]

    def some(number: int) -> Callable[[Record], Iterable[str] | None]:
        def pick(record: Record) -> Iterable[str] | None:
            known = sorted(middling & _words(record))
            return chance.sample(known, number) if len(known) >= number else None

        return pick

    def adjacent(record: Record) -> Iterable[str] | None:
        pairs = [pair for pair in _PAIR.findall(record.text) if middling.issuperset(pair)]
        return chance.choice(pairs) if pairs else None

    common = [word for word, _ in frequencies.most_common(QUERIES)]
    return {
        "any of three words": draw("any", some(3)),
        "all of two words": draw("all", some(2)),
        "phrase of two words": draw("phrase", adjacent),
        "one rare word": _single(chance.sample(rare, min(QUERIES, len(rare)))),
        "one very common word": _single(common),
    }


def _words(record: Record) -> set[str]:
    return set(_WORD.findall(record.text))


def _single(words: Iterable[str]) -> list[Query]:
    return [Query("any", (word,)) for word in words]
