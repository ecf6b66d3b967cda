"""Sizes as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.documents.sizes import as_size, next_round_size, parse_size


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("500B", 500),
        ("500K", 500 * 2**10),
        ("200MB", 200 * 2**20),
        ("200 mb", 200 * 2**20),
        ("1,5 GB", 3 * 2**29),
        ("2GiB", 2**31),
    ],
)
def test_a_size_is_read(text: str, size: int) -> None:
    assert parse_size(text) == size


@pytest.mark.parametrize(
    "text", ["", "200", "0MB", "-1MB", "MB", "200XB", "1e9K", "nan MB", "٣MB"]
)
def test_what_is_no_size_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="is no size: write 500KB, 200MB or 2GB"):
        parse_size(text)


@pytest.mark.parametrize(
    ("size", "written", "rounded"),
    [
        (0, "0 bytes", "0B"),
        (999, "999 bytes", "1000B"),
        (100 * 2**20, "100 MB", "100MB"),
        (100 * 2**20 + 1, "101 MB", "200MB"),
        (112 * 2**20, "112 MB", "200MB"),
        (3 * 2**29, "1.5 GB", "2GB"),
    ],
)
def test_a_size_is_written(size: int, written: str, rounded: str) -> None:
    assert (as_size(size), next_round_size(size)) == (written, rounded)


@given(st.integers(1, 2**50))
def test_a_round_size_lets_the_file_in(size: int) -> None:
    assert parse_size(next_round_size(size)) >= size
