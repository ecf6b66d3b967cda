"""Runs of postings: what is written is read back, copied and moved."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.engines.whoosh.runs import SPAN, Run, decode, encode
from searchkit.engines.whoosh.writing.moving import (
    Pieces,
    join,
    make_single,
    move_all,
    take_apart,
)


def _plain(run: Run) -> tuple[object, ...]:
    """Give what a run says, however it says it."""
    frequencies = run.frequencies or [1] * len(run.documents)
    return (
        list(run.numbers()),
        list(frequencies),
        None if run.positions is None else list(run.positions),
        None if run.weights is None else list(run.weights),
        run.opaque,
    )


@st.composite
def _runs(draw: st.DrawFn) -> Run:
    first = draw(st.integers(0, 1 << 30))
    gaps = draw(st.lists(st.integers(1, 1000), min_size=0, max_size=6))
    # Many documents, so that the run is packed.
    gaps *= draw(st.sampled_from([1, 40]))
    gaps = gaps[: 64_000 // max(gaps, default=1)]
    documents = [sum(gaps[:end]) for end in range(len(gaps) + 1)]
    size = len(documents)
    most = draw(st.sampled_from([1, 5, 300]))
    frequencies = [1 + number % most for number in range(size)]
    largest = draw(st.sampled_from([100, 70_000]))
    kind = draw(st.sampled_from(["positions", "none", "weights", "opaque"]))
    if kind == "positions":
        positions = [number % largest for number in range(sum(frequencies))]
        return Run(first, documents, frequencies, positions)
    if kind == "weights":
        return Run(first, documents, frequencies, None, [0.5] * size)
    if kind == "opaque":
        values = draw(st.lists(st.binary(max_size=5), min_size=size, max_size=size))
        return Run(first, documents, None, None, [2.0] * size, tuple(values))
    return Run(first, documents, frequencies)


@given(st.lists(_runs(), max_size=4))
def test_runs_behind_each_other_are_read_back(runs: list[Run]) -> None:
    data = b"".join(map(encode, runs))
    assert [_plain(run) for run in decode(data)] == [_plain(run) for run in runs]


@given(st.lists(_runs(), max_size=4), st.integers(0, 1 << 20))
def test_runs_are_copied_to_other_numbers(runs: list[Run], by: int) -> None:
    moved = move_all(b"".join(map(encode, runs)), by)
    assert [_plain(run) for run in decode(moved)] == [
        _plain(run._replace(first=run.first + by)) for run in runs
    ]


@st.composite
def _neighbours(draw: st.DrawFn) -> list[Run]:
    """Draw runs of one field that lie within a span, one after the other."""
    with_positions = draw(st.booleans())
    runs, first = [], draw(st.integers(0, 1 << 20))
    for _ in range(draw(st.integers(1, 4))):
        size = draw(st.sampled_from([1, 2, 3, 200]))
        most = draw(st.sampled_from([1, 3, 300, 70_000]))
        frequencies = [1] * (size - 1) + [most]
        largest = draw(st.sampled_from([100, 65_536, 70_000]))
        positions = [number % largest for number in range(sum(frequencies))]
        runs.append(
            Run(
                first,
                range(0, 7 * size, 7),
                frequencies if draw(st.booleans()) or most > 1 else None,
                positions if with_positions else None,
            )
        )
        first += 7 * size + draw(st.integers(0, 500))
    return runs


@given(_neighbours(), st.integers(0, 1 << 20))
def test_neighbours_become_what_they_would_be_if_written_at_once(runs: list[Run], by: int) -> None:
    pieces = list(take_apart(b"".join(map(encode, runs)), by, 1_000))
    assert all(isinstance(each, Pieces) for each in pieces)
    first = runs[0].first
    positions = None if runs[0].positions is None else [p for r in runs for p in r.positions or ()]
    whole = Run(
        first + by,
        [number - first for run in runs for number in run.numbers()],
        [count for run in runs for count in run.frequencies or [1] * len(run.documents)],
        positions,
    )
    assert join([each for each in pieces if isinstance(each, Pieces)]) == encode(whole)


def test_long_runs_stay_as_they_are_written() -> None:
    short, long = Run(5, [0, 1], None, [3, 4]), Run(9, range(300), None, range(300))
    data = encode(short) + encode(long)
    first, second = take_apart(data, 100, 299)
    assert isinstance(first, Pieces)
    assert join([first]) == encode(short._replace(first=105))
    assert second == (300, encode(long._replace(first=109)))


@pytest.mark.parametrize("position", [None, 0, 65_535, 65_536])
def test_a_single_place_is_written_as_any_run(position: int | None) -> None:
    positions = None if position is None else [position]
    assert join([make_single(7, position)]) == encode(Run(7, [0], None, positions))


@pytest.mark.parametrize(
    ("frequencies", "positions", "size"),
    [
        ([1, 1], [0, 7], 12 + 4 + 0 + 4),
        ([2, 1], [0, 1, 7], 12 + 4 + 2 + 6),
        ([256, 1], [*range(257)], 12 + 4 + 4 + 514),
        ([1, 1], [0, 65_536], 12 + 4 + 0 + 8),
    ],
)
def test_numbers_take_no_more_bytes_than_the_largest_needs(
    frequencies: Sequence[int], positions: Sequence[int], size: int
) -> None:
    assert len(encode(Run(0, [3, 9], frequencies, positions))) == size


def test_documents_too_far_apart_for_one_run_are_refused() -> None:
    with pytest.raises(ValueError, match="65,536"):
        encode(Run(0, [0, SPAN], None, [1, 2]))


@pytest.mark.parametrize("documents", [2, 300])
def test_a_run_that_is_cut_short_is_refused(documents: int) -> None:
    data = encode(Run(0, range(documents), [2] * documents, range(2 * documents)))
    for end in range(1, len(data)):
        with pytest.raises(Exception, match=r"cut short|unpack_from"):
            list(decode(data[:end]))


def test_many_documents_take_little_more_than_a_byte_each() -> None:
    documents = range(0, 60_000, 3)
    plain = 2 * len(documents) + len(documents)
    assert len(encode(Run(0, documents, [1] * (len(documents) - 1) + [2]))) < 0.4 * plain
