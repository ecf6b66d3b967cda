"""The fields of the query language: which names there are, and what may stand after them.

A colon makes a field only where letters alone stand before it and a value begins right
after it, so `14:30`, `§ 5:2`, `https://st.org` and `Datum: 2022` hold no field. With the name
of a known field it is that field. With any other name it is a mistake, unless the rest is
an ending as Swedish writes it after an acronym: `AMO:s`, `TV:n`, `vd:ns`, `EU:s-regler`.
"""

from __future__ import annotations

import datetime
import re

from searchkit.errors import DateError
from searchkit.query.dates import parse_range
from searchkit.query.nodes import HasDate, HasSource, HasType, Node
from searchkit.query.remarks import Remarks
from searchkit.query.typed import excerpt, normalize, tidy

QUOTES = '"”“„'
"""Any of them opens and any of them closes, for `”fras”` is Swedish and `„fras“` German."""

FIELDS = {
    "title": "title",
    "titel": "title",
    "source": "source",
    "källa": "source",
    "type": "type",
    "typ": "type",
    "date": "date",
    "datum": "date",
}
"""Each name that may be written, and the field it means."""

_ENDING = re.compile(
    r"(?:s|n|ns|t|ts|en|ens|et|ets|ar|ars|er|ers|or|ors|na|nas|arna|arnas|erna|ernas|orna|ornas"
    r"|are|aren|arens|a|ad|ade|at|ande|e)\b",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[-=~]|.*\*|.*~\Z", re.DOTALL)


def field_name(raw: str, following: str, start: int, remarks: Remarks) -> str | None:
    """Give the field that a run of characters begins with, or None where it is a word.

    `following` is the character after the run, or empty where that is a blank. Raises
    QueryError for an unknown field.
    """
    before, colon, value = raw.partition(":")
    if not colon:
        return None
    name = normalize(before).lower()
    first = value[:1] or following
    if not first or first in ")|":
        if name in FIELDS:
            remarks.mended(f"{raw} with nothing right after it was read as a word", start)
        return None
    if name in FIELDS:
        return FIELDS[name]
    begins_value = first.isalnum() or first in QUOTES or first == "("
    if name.isalpha() and begins_value and not _ENDING.match(normalize(value)):
        raise remarks.mistake(_unknown(name), start, start + len(before) + 1)
    return None


def _unknown(name: str) -> str:
    return (
        f'There is no field "{excerpt(name)}". The fields are title, source, type and date '
        "(titel, källa, typ, datum); a word with a colon in it goes in quotes."
    )


def field_node(
    field: str, value: str, place: tuple[int, int], today: datetime.date, remarks: Remarks
) -> Node | None:
    """Make the node of a source, type or date; None, and a remark, where it is empty.

    `place` is where field and value stand. Raises QueryError for a date that cannot be read.
    """
    if field == "date":
        return _dated(value, place, today, remarks)
    name = tidy(value)
    if not name:
        remarks.mended(f"{field}: has no name with it and was left out", place[0])
        return None
    return HasSource(name) if field == "source" else HasType(name)


def check_signs(field: str, value: str, place: tuple[int, int], remarks: Remarks) -> None:
    """Raise QueryError where a value without quotes has signs that the field does not know."""
    if field == "title" and value.startswith("-"):
        message = f'"Without" goes before the field: -{field}:{excerpt(value[1:])}'
        raise remarks.mistake(message, *place)
    if field in ("source", "type") and _SIGNS.match(value):
        message = f"{field}: takes a whole name, without - = ~ and *; any other goes in quotes."
        raise remarks.mistake(message, *place)


def _dated(value: str, place: tuple[int, int], today: datetime.date, remarks: Remarks) -> HasDate:
    try:
        return HasDate(parse_range(value, today))
    except DateError as error:
        hint = 'In a query, a date with blanks goes in quotes: date:"september 2022".'
        raise remarks.mistake(f"{error} {hint}", *place) from error
