"""Both ways to invert a batch find the same terms at the same places."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from language.toy import toy_analyzer

from searchkit.engines.whoosh.arrays import numbering
from searchkit.engines.whoosh.arrays.inversion import ArrayInversion
from searchkit.engines.whoosh.dictionary import SINGLE
from searchkit.engines.whoosh.runs import Run, decode
from searchkit.engines.whoosh.writing.inversion import Inversion
from searchkit.engines.whoosh.writing.inverting import Inverting
from searchkit.engines.whoosh.writing.parallel import choose_inversion

Posting = tuple[int, tuple[int, ...]]
"""A document and the positions in it."""

EVERY_WAY = pytest.mark.parametrize("inversion", [Inversion, ArrayInversion])


def inverted(
    new: Callable[[], Inverting], texts: Iterable[str], kind: str
) -> dict[str, tuple[int, Any]]:
    """Give the postings of each term, and how they are written."""
    inversion = new()
    for text in texts:
        inversion.add(text)
    group = inversion.invert(toy_analyzer()).group(kind)
    found: dict[int, tuple[int, Any]] = {
        number: (group.numbers[number], group.places[number] & ~SINGLE)
        for number in range(len(group.terms))
    }
    found |= zip(group.several, zip(*group.encode(group.several), strict=True), strict=True)
    return {group.terms[number].decode(): entry for number, entry in found.items()}


def postings(run: Run) -> list[Posting]:
    starts, positions = run.starts(), run.positions or ()
    return [
        (document, tuple(positions[start:end]))
        for document, start, end in zip(run.numbers(), starts, starts[1:], strict=False)
    ]


@EVERY_WAY
def test_a_term_has_its_documents_and_positions(inversion: Callable[[], Inverting]) -> None:
    texts = ["Lön, lön och LÖN-\nfrågor.", "", "C# eller lön/fack?"]
    found = inverted(inversion, texts, "exact")
    assert list(found) == ["c#", "eller", "fack", "lön", "lönfrågor", "och"]
    assert found["c#"] == (2, 0)
    assert found["lönfrågor"] == (0, 3)
    documents, run = found["lön"]
    assert documents == 2
    assert [postings(run) for run in decode(run)] == [[(0, (0, 1)), (2, (2,))]]


@EVERY_WAY
def test_a_batch_knows_the_length_of_its_texts(inversion: Callable[[], Inverting]) -> None:
    batch = inversion()
    for text in ("Hög lön och/eller tid.", "", "–", "löne-\nfrågor"):
        batch.add(text)
    assert list(batch.invert(toy_analyzer()).lengths) == [5, 0, 0, 1]


@EVERY_WAY
def test_a_text_can_have_more_words_than_two_bytes_count(
    inversion: Callable[[], Inverting],
) -> None:
    found = inverted(inversion, ["lön " * 70_000 + "fack", "lön fack", "unik"], "exact")
    _, run = found["fack"]
    assert [postings(run) for run in decode(run)] == [[(0, (70_000,)), (1, (1,))]]
    assert found["unik"] == (2, 0)


_words = st.sampled_from(
    [
        "lön",
        "Lön",
        "lönen",
        "it-säkerhet",
        "3,5",
        "C#",
        "ST:s",
        "och/eller",
        "–",
        "x\u00ady",
        "a.b",
        "som_x",
    ]
)
_blanks = st.sampled_from([" ", "\n", "-\n", ". ", "\u00a0", "\u2010\n", "\u00ad\n", "++ "])
_texts = st.lists(st.tuples(_words, _blanks).map("".join), max_size=8).map("".join)


@given(st.lists(_texts, max_size=6), st.sampled_from([1, 50]), st.sampled_from([1, 500_000]))
def test_both_ways_write_the_same_bytes(texts: list[str], times: int, at_once: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numbering, "_AT_ONCE", at_once)
        for kind in ("exact", "stem", "part"):
            assert inverted(ArrayInversion, texts * times, kind) == inverted(
                Inversion, texts * times, kind
            )


@pytest.mark.parametrize(
    "texts",
    [
        ["lön " * 256, "lön"],
        ["lön " * 300, "lön"],
        ["lön " * 65_536 + "fack", "fack"],
        ["lön " * 70_000, *["lön fack"] * 200],
    ],
)
def test_both_ways_write_large_numbers_the_same(texts: list[str]) -> None:
    assert inverted(ArrayInversion, texts, "exact") == inverted(Inversion, texts, "exact")


def test_numpy_is_asked_for_where_it_is_and_much_is_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    assert choose_inversion(much=True) is ArrayInversion
    assert choose_inversion(much=False) is Inversion
    monkeypatch.delitem(sys.modules, "searchkit.engines.whoosh.arrays.inversion")
    monkeypatch.setitem(sys.modules, "numpy", None)
    assert choose_inversion(much=True) is Inversion
