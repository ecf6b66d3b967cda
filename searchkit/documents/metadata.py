"""Say what a document is: title, date, source and type, each with the evidence for it.

The finding is done next door, a module a field: `titles`, `dating`, `sources`, `kinds`. Here
their answers come together with what people wrote in `metadata.toml`, which always wins.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from searchkit.documents.dates import PartialDate
from searchkit.documents.dating import from_header, own_date, updated_date
from searchkit.documents.evidence import HEADER, Found, Stated, edges
from searchkit.documents.kinds import own_type
from searchkit.documents.model import Metadata
from searchkit.documents.sources import own_source
from searchkit.documents.titles import own_title

if TYPE_CHECKING:
    from searchkit.documents.readers.base import RawDocument


def describe(raw: RawDocument, name: str, said: Mapping[str, Found] | None = None) -> Metadata:
    """Find the metadata of a document.

    `name` is the file name without its suffix, empty for a record among others. `said` is what
    people say of it: a field with the empty string is known to be none, whatever is found.
    """
    return _to_metadata({**_find(raw, name), **(said or {})})


def unread_headers(raw: RawDocument) -> tuple[str, ...]:
    """Note the dates that the format states in a way that cannot be read."""
    return tuple(
        f"{field} left out: {raw.headers[field]!r} is no date"
        for field in ("date", "updated")
        if field in raw.headers and from_header(_stated(raw, field)) is None
    )


def _find(raw: RawDocument, name: str) -> dict[str, Found]:
    lines = edges(raw.text, raw.begins)
    title = own_title(_stated(raw, "title"), lines, name)
    heading = title.value if title else ""
    found = {
        "title": title,
        "date": own_date(_stated(raw, "date"), lines, name),
        "updated": updated_date(_stated(raw, "updated"), lines),
        "source": own_source(_stated(raw, "source"), lines, raw.text, heading),
        "type": own_type(_stated(raw, "type"), lines, heading),
    }
    return {field: value for field, value in found.items() if value is not None}


def _stated(raw: RawDocument, field: str) -> Stated:
    return Stated(
        raw.headers.get(field, ""), raw.origins.get(field, HEADER), field in raw.doubtful
    )


def _to_metadata(found: dict[str, Found]) -> Metadata:
    values = {field: item.value for field, item in found.items()}
    return Metadata(
        title=values.get("title", ""),
        date=_to_date(values.get("date", "")),
        updated=_to_date(values.get("updated", "")),
        source=values.get("source", ""),
        type=values.get("type", ""),
        evidence={field: item.evidence for field, item in found.items()},
    )


@lru_cache
def _to_date(text: str) -> PartialDate | None:
    return PartialDate.parse(text) if text else None
