"""Find the main text of a page: without menus, banners, footers, and what else goes round it.

What is main is for trafilatura to say. Its own text forms would put rows into Markdown and a
page laid out with tables on one line, so its tree is written out here, as any page is.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from searchkit.documents.readers.html_text import to_text

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# What trafilatura's tree calls the elements that make lines.
_HTML_NAMES = {
    "cell": "td",
    "code": "pre",
    "head": "h2",
    "item": "li",
    "lb": "br",
    "list": "ul",
    "quote": "blockquote",
    "row": "tr",
}

_FEWEST_LINKS = 5
_DEEPEST = 200
_MOST_ELEMENTS = 30_000


def main_text(tree: Element) -> str:
    """Give the main text of a page, or all of its text where no part of it is the main one."""
    main = _extracted(tree) if _has_menus(tree) and _is_usual(tree) else None
    return (to_text(main) if main is not None else "") or to_text(tree)


def _has_menus(tree: Element) -> bool:
    """Tell a page of a site from a document that was saved as a page: it is main all over."""
    links = sum(1 for link in tree.iter("a") if link.get("href"))
    return links >= _FEWEST_LINKS or next(tree.iter("nav", "aside"), None) is not None


def _is_usual(tree: Element) -> bool:
    """Tell a page that can be taken apart in a few seconds; time grows with size and depth."""
    from lxml.etree import iterwalk

    size = depth = 0
    for event, _ in iterwalk(tree, events=("start", "end")):
        opens = event == "start"
        size += opens
        depth += 1 if opens else -1
        if size > _MOST_ELEMENTS or depth > _DEEPEST:
            return False
    return True


def _extracted(tree: Element) -> Element | None:
    from trafilatura import bare_extraction

    # It tells what it thinks of a page to whoever listens, and without a listener to stderr.
    logger = logging.getLogger("trafilatura")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    try:
        # A lost list of decisions is worse than a menu too many: what is left out is not found.
        found = bare_extraction(
            tree,
            favor_recall=True,
            include_comments=False,
            include_formatting=True,
            with_metadata=False,
        )
    except Exception:  # Whatever a strange page does to it, the page still has a text.
        return None
    body = getattr(found, "body", None)
    if body is None:
        return None
    for element in body.iter(*_HTML_NAMES):
        element.tag = _HTML_NAMES[element.tag]
    return body
