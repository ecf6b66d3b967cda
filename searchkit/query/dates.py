"""What a person types for a date or a range of dates, resolved to whole days.

A date is its whole period: `2022` is its 365 days, `2022v39` Monday to Sunday. Both ends of
a range count. `2w` alone is the two weeks up to today; as the end of a range, and after
`--since` and `--until`, it is the day two weeks ago, so that `4w..2w` is what it looks like.

Finding dates inside documents is the work of `documents.metadata`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import TypeAlias

from searchkit.documents.dates import MONTHS, PartialDate
from searchkit.errors import DateError
from searchkit.query.typed import excerpt, tidy
from searchkit.values import Value

ACCEPTED = (
    "Write a date as 2022, 2022-09, 2022-09-28, 2022v39, 2022-Q3, september 2022, "
    "31 augusti 2023, idag, igår, 2w, 6m or 1y; a range as 2021..2022, 2021.. or ..2022."
)
"""The forms, as help and error messages show them."""


class DateRange(Value):
    """Whole days, both ends counted; None is open. `str` gives `2021-01-01..2022-12-31`.

    Raises ValueError where the end comes before the beginning.
    """

    first: datetime.date | None = None
    last: datetime.date | None = None

    def __post_init__(self) -> None:
        if self.first and self.last and self.last < self.first:
            raise ValueError("it ends before it begins")

    def __str__(self) -> str:
        first = self.first.isoformat() if self.first else ""
        last = self.last.isoformat() if self.last else ""
        return f"{first}..{last}"


def parse_range(text: str, today: datetime.date) -> DateRange:
    """Read a date or a range of dates. `parse_range(str(r), today) == r`.

    `2021..2022-06` begins with 2021's first day and ends with June's last; `2021–2022`, as
    books print it, is a range too. Raises DateError.
    """
    return _explained(_range, text, today)


def parse_since(text: str, today: datetime.date) -> datetime.date:
    """Read one date, not a range, and give its first day. Raises DateError."""
    first = _explained(_period, text, today).first
    assert first is not None, "a period has both ends"
    return first


def parse_until(text: str, today: datetime.date) -> datetime.date:
    """Read one date, not a range, and give its last day. Raises DateError."""
    last = _explained(_period, text, today).last
    assert last is not None, "a period has both ends"
    return last


def combine(
    since: datetime.date | None = None,
    until: datetime.date | None = None,
    within: DateRange | None = None,
) -> DateRange | None:
    """Give the days that all of them allow; None where none of them says anything.

    Raises DateError where no day is left: a search that cannot find anything is a mistake.
    """
    if since is None and until is None and within is None:
        return None
    within = within or DateRange()
    first = max((day for day in (since, within.first) if day), default=None)
    last = min((day for day in (until, within.last) if day), default=None)
    if first and last and last < first:
        text = f"{first}..{last}"
        raise DateError(
            f"No day is both from {first} on and until {last}. Change one of the dates.", text
        )
    return DateRange(first, last) if first or last else None


Reader: TypeAlias = Callable[[str, datetime.date], DateRange]


def _explained(read: Reader, text: str, today: datetime.date) -> DateRange:
    """Turn the reason that a reader gives into a message for the person who typed."""
    try:
        return read(tidy(text).lower(), today)
    except OverflowError:
        reason = "the calendar runs from the year 1 to 9999"
    except ValueError as error:
        reason = str(error)
    raise DateError(f'Cannot read the date "{excerpt(text)}": {reason}. {ACCEPTED}', text)


def _range(text: str, today: datetime.date) -> DateRange:
    ends = re.split(r" ?(?:\.\.|–) ?", text)
    if len(ends) == 1:
        ago = re.fullmatch(_AGO, text, re.ASCII)
        return DateRange(_ago(ago, today).first, today) if ago else _period(text, today)
    if len(ends) > 2:
        raise ValueError("a range has two ends")
    since, until = ends
    if not since and not until:
        raise ValueError("a range has a date at one end at least")
    first = _period(since, today).first if since else None
    last = _period(until, today).last if until else None
    return DateRange(first, last)


def _period(text: str, today: datetime.date) -> DateRange:
    """Read one date; `2w` is the day two weeks ago. Raises ValueError with the reason."""
    if not text:
        raise ValueError("it is empty")
    if ".." in text:
        raise ValueError("it is a range where one date goes; --date takes a range")
    if text in _NAMED:
        unit, count = _NAMED[text]
        return _whole(unit, _before(today, count, unit))
    for form, read in _FORMS:
        match = re.fullmatch(form, text, re.ASCII)
        if match:
            return read(match, today)
    raise ValueError("it has none of the forms that are known")


def _iso(match: re.Match[str], _: datetime.date) -> DateRange:
    return _calendar(*(int(part) for part in match.groups() if part))


def _spelled(match: re.Match[str], _: datetime.date) -> DateRange:
    month = MONTHS.get(match["month"])
    if month is None:
        raise ValueError(f'no month is called "{excerpt(match["month"])}"')
    day = (int(match["day"]),) if match["day"] else ()
    return _calendar(int(match["year"]), month, *day)


def _week(match: re.Match[str], _: datetime.date) -> DateRange:
    year, week = int(match["year"]), int(match["number"])
    _calendar(year)
    # 28 December is always in its year's last ISO week.
    weeks = datetime.date(year, 12, 28).isocalendar()[1]
    if not 1 <= week <= weeks:
        raise ValueError(f"the weeks of {year:04} run from 1 to {weeks}")
    return _whole("week", datetime.date.fromisocalendar(year, week, 1))


def _quarter(match: re.Match[str], _: datetime.date) -> DateRange:
    year, quarter = int(match["year"]), int(match["number"])
    if not 1 <= quarter <= 4:
        raise ValueError("the quarters of a year run from 1 to 4")
    return DateRange(
        _calendar(year, 3 * quarter - 2).first,
        _calendar(year, 3 * quarter).last,
    )


def _ago(match: re.Match[str], today: datetime.date) -> DateRange:
    unit = _UNITS.get(match["unit"])
    if unit is None:
        raise ValueError(f'"{excerpt(match["unit"])}" is not d, w, m or y')
    return _whole("day", _before(today, int(match["count"]), unit))


def _calendar(year: int, month: int | None = None, day: int | None = None) -> DateRange:
    """Give the year, month or day as a range; ValueError says in words why there is none."""
    if year < 1:
        raise ValueError("the calendar runs from the year 1 to 9999")
    if month is not None and not 1 <= month <= 12:
        raise ValueError(f"there is no month {month}")
    if day is not None:
        days = PartialDate(year, month).latest.day
        if not 1 <= day <= days:
            raise ValueError(f"{year:04}-{month:02} has {days} days")
    date = PartialDate(year, month, day)
    return DateRange(date.earliest, date.latest)


def _before(day: datetime.date, count: int, unit: str) -> datetime.date:
    """Go back so many units; from the 31st to the last day of a shorter month."""
    if unit in ("day", "week"):
        return day - datetime.timedelta(days=count * (7 if unit == "week" else 1))
    months = 12 * day.year + day.month - 1 - count * (12 if unit == "year" else 1)
    if months < 12:
        raise OverflowError
    month = PartialDate(months // 12, months % 12 + 1)
    return month.earliest.replace(day=min(day.day, month.latest.day))


def _whole(unit: str, day: datetime.date) -> DateRange:
    """Give the whole day, week, month or year that the day is in."""
    if unit == "day":
        return DateRange(day, day)
    if unit == "week":
        monday = day - datetime.timedelta(days=day.weekday())
        return DateRange(monday, monday + datetime.timedelta(days=6))
    return _calendar(day.year, day.month if unit == "month" else None)


_UNITS = {
    name: unit
    for unit, names in {
        "day": "d dag dagar day days",
        "week": "w v vecka veckor week weeks",
        "month": "m mån månad månader month months",
        "year": "y å år year years",
    }.items()
    for name in names.split()
}

_NAMED = {
    "idag": ("day", 0),
    "i dag": ("day", 0),
    "today": ("day", 0),
    "igår": ("day", 1),
    "i går": ("day", 1),
    "yesterday": ("day", 1),
    "denna vecka": ("week", 0),
    "förra veckan": ("week", 1),
    "denna månad": ("month", 0),
    "förra månaden": ("month", 1),
    "i år": ("year", 0),
    "förra året": ("year", 1),
}
"""What has a name: the unit, and how many of them ago."""

_YEAR = r"(?P<year>\d{4})"
_W, _Q = r"(?:vecka|week|v|w) ?(?P<number>\d\d?)", r"(?:kvartal|kv|q) ?(?P<number>\d)"
# Nine digits: more need not be counted, and Python is slow to read very long numbers.
_AGO = r"(?P<count>\d{1,9}) ?(?P<unit>[a-zåäö]+)"

# Not compiled here: most searches have no date, and compiling takes time at every start.
_FORMS: tuple[tuple[str, Callable[[re.Match[str], datetime.date], DateRange]], ...] = (
    (r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?", _iso),
    (rf"{_YEAR}[ -]?{_W}", _week),
    (rf"{_W},? {_YEAR}", _week),
    (rf"{_YEAR}[ -]?{_Q}", _quarter),
    (rf"{_Q},? {_YEAR}", _quarter),
    (rf"(?:(?:den )?(?P<day>\d\d?) )?(?P<month>[a-zåäö]+)\.? {_YEAR}", _spelled),
    (_AGO, _ago),
)
