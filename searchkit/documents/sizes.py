"""Sizes of files as people write them: 200MB, 1.5 GB. A MB is 1024 KB."""

from __future__ import annotations

import re
from math import ceil

_UNITS = {"B": 1, "K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40}
_WRITTEN = re.compile(
    r"(\d{1,12}(?:[.,]\d{1,3})?) ?(?:(B)|([KMGT])(?:i?B)?)", re.IGNORECASE | re.ASCII
)


def parse_size(text: str) -> int:
    """Read a size in bytes; ValueError for what is none, and for nothing at all."""
    match = _WRITTEN.fullmatch(text.strip())
    size = 0
    if match is not None:
        size = round(float(match[1].replace(",", ".")) * _UNITS[(match[2] or match[3]).upper()])
    if not size:
        raise ValueError(f"{text!r} is no size: write 500KB, 200MB or 2GB")
    return size


def as_size(size: int) -> str:
    """Write a size for people, never as less than it is: 112 MB, 1.5 GB."""
    unit, bytes_in_unit = _unit(size)
    tenths = ceil(size * 10 / bytes_in_unit)
    number = f"{tenths / 10:g}" if tenths < 100 else str(ceil(size / bytes_in_unit))
    return f"{size} bytes" if unit == "B" else f"{number} {unit}B"


def next_round_size(size: int) -> str:
    """Write a round size that is not below this one, as `parse_size` reads it: 200MB."""
    unit, bytes_in_unit = _unit(size)
    number = ceil(size / bytes_in_unit)
    step = 10 ** (len(str(number)) - 1)
    return f"{ceil(number / step) * step}{unit.rstrip('B')}B"


def _unit(size: int) -> tuple[str, int]:
    return max(
        ((unit, count) for unit, count in _UNITS.items() if count <= max(size, 1)),
        key=lambda item: item[1],
    )
