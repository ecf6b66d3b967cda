"""Read the time stamps that pages and books carry, as the day they mean to a Swede."""

from __future__ import annotations

import datetime
import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_ISO_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::\d\d(?:[.,]\d+)?)?(Z|[+-]00:?00)?(?!\d)", re.ASCII
)


def swedish_day(stamp: str) -> str:
    """Give the day of an ISO 8601 time in Sweden; anything else as it stands.

    >>> swedish_day("2022-09-27T22:00:00Z")  # midnight in Stockholm
    '2022-09-28'
    """
    time = _ISO_TIME.match(stamp)
    if time is None:
        return stamp
    day, clock, utc = time.groups()
    if not utc:
        return day
    try:
        moment = datetime.datetime.fromisoformat(f"{day}T{clock}:00+00:00")
        return moment.astimezone(ZoneInfo("Europe/Stockholm")).date().isoformat()
    except (ValueError, OverflowError, ZoneInfoNotFoundError):
        return day
