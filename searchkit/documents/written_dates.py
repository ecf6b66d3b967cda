"""Find dates in text, as people write them in Swedish documents.

    2022-09-28   2022.09.28   2022/09/28   2021-06
    28 september 2022   den 28:e sept. 2022   28–29 september 2022   september 2022
    28/9 2022   28/9-2022   28.9.2022

A range gives its first day. A date that no calendar has (`2022-13-45`, `31 februari 2021`) is
passed over, and so are digits in the middle of something longer: a checksum, a version, an
organisation number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from searchkit.documents.dates import MONTHS, PartialDate

_YEAR = r"(?:1[89]|20)\d\d"
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_GAP = r"[^\S\n]{1,3}"
_BEFORE = r"(?<![\w./:-])"
# A capital may follow at once: web pages run together as `2023-10-02Reporter`.
_AFTER = r"(?![\da-zåäö_]|[./:-]\d)"
# Word by word the alternatives are: ISO day, ISO month, day and month by name, month by name,
# day/month year.
_WRITTEN = re.compile(
    rf"""
      {_BEFORE}(?P<y1>{_YEAR})(?P<sep>[-./])(?P<m1>\d\d)(?P=sep)(?P<d1>\d\d){_AFTER}
    | {_BEFORE}(?P<y2>{_YEAR})-(?P<m2>\d\d){_AFTER}
    | (?<![\d./:,–-])(?P<d3>\d{{1,2}})(?:\s?[–-]\s?\d{{1,2}})?(?::[ae])?\.?{_GAP}
      (?P<m3>(?i:{_MONTH}))\.?,?{_GAP}(?P<y3>{_YEAR})(?!\d|-\d)
    | (?<!\w)(?<!\d\s)(?<!\d\.\s)(?P<m4>(?i:{_MONTH}))\.?{_GAP}(?P<y4>{_YEAR})(?!\d|-\d)
    | {_BEFORE}(?P<d5>\d{{1,2}})(?P<slash>[/.])(?P<m5>\d{{1,2}})(?:(?P=slash)|[\s-])
      (?P<y5>{_YEAR}){_AFTER}
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date and the place in the text where it stands: code-point offsets."""

    start: int
    end: int
    value: PartialDate


def iter_dates(text: str, start: int = 0) -> Iterator[WrittenDate]:
    """Yield the dates in the order in which they stand."""
    for match in _WRITTEN.finditer(text, start):
        date = _to_date(match)
        if date is not None:
            yield date


def date_at(text: str, offset: int) -> WrittenDate | None:
    """Read the date that begins at an offset, if one does."""
    match = _WRITTEN.match(text, offset)
    return _to_date(match) if match else None


def _to_date(match: re.Match[str]) -> WrittenDate | None:
    parts = {name[0]: value for name, value in match.groupdict().items() if value is not None}
    month = parts["m"].lower()
    day = parts.get("d")
    try:
        value = PartialDate(
            int(parts["y"]), MONTHS.get(month) or int(month), int(day) if day else None
        )
    except ValueError:
        return None
    return WrittenDate(match.start(), match.end(), value)
