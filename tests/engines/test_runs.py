"""Runs of postings: what is written is read back, copied and moved."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.engines.whoosh.runs import SPAN, Run, decode, encode, iter_encoded, move


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
def test_a_run_is_copied_to_other_numbers_without_being_decoded(runs: list[Run], by: int) -> None:
    data = b"".join(map(encode, runs))
    moved = [move(encoded, by) for _, encoded in iter_encoded(data)]
    assert [count for count, _ in iter_encoded(data)] == [len(run.documents) for run in runs]
    assert [_plain(next(decode(encoded))) for encoded in moved] == [
        _plain(run._replace(first=run.first + by)) for run in runs
    ]


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
