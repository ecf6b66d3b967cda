"""Query trees as the parser gives them: flat, and of words that stand for themselves."""

from __future__ import annotations

import datetime

from hypothesis import strategies as st

from searchkit.query.dates import DateRange
from searchkit.query.nodes import (
    Exact,
    Fuzzy,
    HasDate,
    HasSource,
    HasType,
    InTitle,
    Node,
    Phrase,
    Prefix,
    Suffix,
    Word,
    all_of,
    any_of,
    negated,
)

NASTY = '"”()|*~=-–:.,§/åäöÅ\u0308 \t\x00\ud800\u200b🙂aoxESOR1259'
"""The characters that mean something to the parser, and some that should not."""

_texts = st.one_of(
    st.text("abcdåäöABÅÄÖéß019", min_size=1, max_size=8),
    st.sampled_from(
        ["it-säkerhet", "e-post", "10-15:30", "AMO:s", "https://st.org", "a'b", "§", "inte", "x=1"]
    ),
)
_words = st.one_of(
    st.builds(Word, _texts),
    st.builds(Exact, st.one_of(_texts, st.sampled_from(["OR", "-ord", "typ:x"]))),
    st.builds(Prefix, _texts),
    st.builds(Suffix, _texts),
    st.builds(Fuzzy, _texts),
)
_phrases = st.builds(
    Phrase,
    st.lists(st.one_of(_texts, st.sampled_from(["OR", "-ord", "*", "typ:"])), min_size=1).map(
        tuple
    ),
    st.none() | st.integers(1, 1000),
)
_names = st.lists(_texts, min_size=1, max_size=3).map(" ".join)


@st.composite
def ranges(draw: st.DrawFn) -> DateRange:
    """Draw ranges with one end at least."""
    ends = sorted(draw(st.lists(st.dates(), min_size=2, max_size=2)))
    first, last = draw(st.sampled_from([(True, True), (True, False), (False, True)]))
    return DateRange(ends[0] if first else None, ends[1] if last else None)


def _joined(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(nodes, min_size=2, max_size=4)
    return st.one_of(several.map(_all), several.map(_any), nodes.map(negated))


def _all(nodes: list[Node]) -> Node:
    node = all_of(nodes)
    assert node is not None
    return node


def _any(nodes: list[Node]) -> Node:
    node = any_of(nodes)
    assert node is not None
    return node


_in_title = st.recursive(_words | _phrases, _joined, max_leaves=4)
_conditions = st.one_of(
    st.builds(InTitle, _in_title),
    st.builds(HasSource, _names),
    st.builds(HasType, _names),
    st.builds(HasDate, ranges()),
)

todays = st.dates(min_value=datetime.date(1000, 1, 1))
trees: st.SearchStrategy[Node] = st.recursive(
    _words | _phrases | _conditions, _joined, max_leaves=12
)
