"""From the bytes of a page to its tree: the character encoding, and a parser that never fails.

Nothing is fetched and nothing is expanded: entities that a page defines for itself go with its
document type, and only the ones that HTML knows are left.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from searchkit.documents.readers.decoding import decode, decode_declared

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_SNIFFED_BYTES = 4096
_DECLARED = re.compile(
    rb"<(?:\?xml|meta)\b[^>]*?\b(?:charset|encoding)\s*=\s*[\"']?([\w.:-]+)", re.I
)
# A page that was saved whole has its pictures in it, megabytes of letters without a word.
_DATA = re.compile(r"\bdata:[\w.+-]{1,80}/?[\w.+-]{0,80}[;,][^\"'<>()\s]{500,}")

# What may stand before it cannot be read in two ways, or a page of comments would never end.
_DOCTYPE = re.compile(
    r"(?:\s|<\?[^>]*>|<!--(?:(?!-->).)*-->)*<!DOCTYPE\b[^>\[]*(?:\[.*?\]\s*)?>", re.I | re.S
)
_XHTML = re.compile(r"<html\b[^>]*\bxmlns\s*=", re.I)
_NAMED_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_XML_ENTITIES = ("amp", "lt", "gt", "quot", "apos")
_HEAD_CHARACTERS = 4096
_HEAD_TAGS = {"base", "link", "meta", "noscript", "script", "style", "template", "title"}


def decode_page(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Read the bytes of a page as text, with notes; ValueError for what is not text."""
    declared = _DECLARED.search(data, 0, _SNIFFED_BYTES)
    if declared is None or data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decode(data)
    return decode_declared(data, declared[1].decode("ascii", "replace"))


def parse_page(text: str) -> Element:
    """Make a tree of the text of a page, whatever it holds; names are without namespace.

    XHTML that is well-formed is read as the XML it is: there `<title/>` is empty, while in
    HTML it would swallow the page. Raises ValueError where tags are nested too deep.
    """
    text = _without_doctype(_DATA.sub("", text))
    if _XHTML.search(text, 0, _HEAD_CHARACTERS):
        tree = _parse_xml(text)
        if tree is not None:
            return tree
    return _parse_html(text)


def _without_doctype(text: str) -> str:
    """Take away the document type, which stands first, and with it what it defines."""
    doctype = _DOCTYPE.match(text)
    return text[doctype.end() :] if doctype else text


def parse_xml(data: bytes) -> Element:
    """Make a tree of an XML file, names without namespace; ValueError when it is none."""
    tree = _parse_xml(_without_doctype(decode_page(data)[0]))
    if tree is None:
        raise ValueError("not XML")
    return tree


def _parse_xml(text: str) -> Element | None:
    from lxml import etree, html

    parser = html.XHTMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
    )
    try:
        tree = etree.fromstring(_NAMED_ENTITY.sub(_spelled_out, text).encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    for element in tree.iter(etree.Element):
        element.tag = element.tag.rpartition("}")[2].lower()
    return tree


def _spelled_out(match: re.Match[str]) -> str:
    from html.entities import html5

    return match[0] if match[1] in _XML_ENTITIES else html5.get(f"{match[1]};", match[0])


def _parse_html(text: str) -> Element:
    from lxml import etree, html

    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        tree = etree.fromstring(f"<html>{text}".encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        raise ValueError("not HTML") from None
    if any("Excessive depth" in error.message for error in parser.error_log):
        raise ValueError("tags nested too deep")
    _mend_head(tree)
    return tree


def _mend_head(tree: Element) -> None:
    """Put what is in the head and belongs into the body there.

    A page need not write `<body>`, and the parser knows no tag of HTML 5 that would begin it.
    """
    head, body = tree.find("head"), tree.find("body")
    if head is None:
        return
    strays = [child for child in head if child.tag not in _HEAD_TAGS]
    if not strays:
        return
    if body is None:
        body = tree.makeelement("body", {})
        tree.append(body)
    strays[-1].tail = (strays[-1].tail or "") + (body.text or "")
    body.text = None
    body[:0] = strays
