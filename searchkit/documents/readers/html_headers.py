"""Find what a page says of itself: title, date, site, in its metadata and its headings.

A page may say the same thing in five places. JSON-LD and OpenGraph are written for others to
read and come first; then the older `meta` names, then what a reader sees.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from searchkit.documents.readers.decoding import tidy
from searchkit.documents.readers.timestamps import swedish_day

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

Stated = tuple[str, str]
"""A value and, in words for people, where the page has it."""

_META = {
    "title": ("og:title", "dcterms.title", "dc.title", "twitter:title"),
    "date": (
        *("article:published_time", "dcterms.issued", "dc.date.issued", "dcterms.created"),
        *("dc.date.created", "dcterms.date", "dc.date", "datepublished", "pubdate"),
        *("publish-date", "publishdate", "published", "sailthru.date", "date"),
    ),
    "updated": (
        *("article:modified_time", "og:updated_time", "dcterms.modified", "dc.date.modified"),
        *("datemodified", "last-modified", "lastmodified", "revised"),
    ),
    "source": ("og:site_name", "dcterms.publisher", "dc.publisher", "publisher"),
}
_OPEN_GRAPH = ("og:", "article:")
_LD = {"title": "headline", "date": "datePublished", "updated": "dateModified"}
_MAX_LD_CHARACTERS = 1_000_000
_MAX_LD_OBJECTS = 2_000
_MAX_VALUE_CHARACTERS = 1_000

_SEPARATOR = re.compile(r"\s+(?:[|·•»:]|::|[-–—])\s+|\s*\|\s*")
_NO_TITLE = re.compile(
    r"(?i:untitled.*|namnlös.*|new page.*|index|document|dokument|home|start)\d*"
)
_PUBLISHED = re.compile(r"publ|pubdate|created|issued", re.I)
_UPDATED = re.compile(r"updat|uppdat|modif|ändra|andra", re.I)


def page_headers(tree: Element) -> dict[str, Stated]:
    """Give what the page states under `title`, `date`, `updated` and `source`."""
    found: dict[str, Stated] = {}
    for stated in (_linked_data(tree), _meta(tree), _times(tree)):
        found = {**stated, **found}
    site = found["source"][0] if "source" in found else ""
    title = _title(tree, found.get("title"), site)
    if title is not None:
        found["title"] = title
    return found


def _title(tree: Element, stated: Stated | None, site: str) -> Stated | None:
    """Give the title without the name of the site, which pages put before it or after it."""
    if stated is not None:
        return _without_site(stated[0], site), stated[1]
    headings = [_one_line("".join(heading.itertext())) for heading in tree.iter("h1")]
    headings = [heading for heading in headings if heading]
    if len(headings) == 1:
        return headings[0], "heading"
    title = next((_one_line("".join(element.itertext())) for element in tree.iter("title")), "")
    if not title or _NO_TITLE.fullmatch(title):
        return None
    return _without_site(title, site), "title"


def _without_site(title: str, site: str) -> str:
    parts = [part for part in _SEPARATOR.split(title) if part]
    if len(parts) < 2 or not site:
        return title
    if parts[-1].lower() == site.lower():
        return title[: title.rfind(parts[-1])].rstrip(" |·•»:-–—")
    if parts[0].lower() == site.lower():
        return title[len(parts[0]) :].lstrip(" |·•»:-–—")
    return title


def _meta(tree: Element) -> dict[str, Stated]:
    values: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        value = _one_line(element.get("content") or "")
        if name and value:
            values.setdefault(name.strip().lower(), value)
    found: dict[str, Stated] = {}
    for header, names in _META.items():
        name = next((name for name in names if name in values), None)
        if name is not None:
            origin = "OpenGraph" if name.startswith(_OPEN_GRAPH) else "meta"
            found[header] = (_readable(header, values[name]), origin)
    return found


def _times(tree: Element) -> dict[str, Stated]:
    """Read the `<time>` elements that say that the page was published or changed then."""
    found: dict[str, Stated] = {}
    times = [
        (element, value)
        for element in tree.iter("time")
        if (value := _one_line(element.get("datetime") or "".join(element.itertext())))
    ]
    for element, value in times:
        signs = " ".join(
            str(element.get(name, "")) for name in ("itemprop", "class", "pubdate", "id")
        )
        if element.get("pubdate") is not None or _PUBLISHED.search(signs):
            found.setdefault("date", (_readable("date", value), "time"))
        elif _UPDATED.search(signs):
            found.setdefault("updated", (_readable("updated", value), "time"))
    return found


def _linked_data(tree: Element) -> dict[str, Stated]:
    """Read JSON-LD: the article if there is one, else the page."""
    items = [item for item in _iter_items(tree) if _is_page(item)]
    items.sort(key=lambda item: not _is_article(item))
    found: dict[str, Stated] = {}
    for item in items:
        for header, member in _LD.items():
            value = item.get(member)
            if isinstance(value, str) and _one_line(value):
                found.setdefault(header, (_readable(header, _one_line(value)), "JSON-LD"))
        publisher = item.get("publisher")
        name = publisher.get("name") if isinstance(publisher, dict) else publisher
        if isinstance(name, str) and _one_line(name) and "://" not in name:
            found.setdefault("source", (_one_line(name), "JSON-LD"))
    return found


def _iter_items(tree: Element) -> Iterator[dict[str, object]]:
    waiting: list[object] = []
    for script in tree.iter("script"):
        if script.get("type", "").strip().lower() == "application/ld+json":
            source = (script.text or "")[:_MAX_LD_CHARACTERS]
            try:
                waiting.append(json.loads(source, strict=False))
            except (ValueError, RecursionError):
                continue
    for _ in range(_MAX_LD_OBJECTS):
        if not waiting:
            return
        item = waiting.pop(0)
        if isinstance(item, list):
            waiting.extend(item)
        elif isinstance(item, dict):
            yield item
            waiting.extend(item[name] for name in ("@graph", "mainEntity") if name in item)


def _types(item: dict[str, object]) -> Iterable[str]:
    value = item.get("@type")
    return [
        kind for kind in (value if isinstance(value, list) else [value]) if isinstance(kind, str)
    ]


def _is_article(item: dict[str, object]) -> bool:
    return any(kind.endswith(("Article", "Posting", "Report")) for kind in _types(item))


def _is_page(item: dict[str, object]) -> bool:
    return _is_article(item) or any(kind.endswith("Page") for kind in _types(item))


def _readable(header: str, value: str) -> str:
    return swedish_day(value) if header in ("date", "updated") else value


def _one_line(text: str) -> str:
    return " ".join(tidy(text).split())[:_MAX_VALUE_CHARACTERS]
