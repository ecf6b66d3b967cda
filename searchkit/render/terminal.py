"""Lay out results for a person: rank and title, where it is from, and the passages.

    1  Protokoll styrelsemöte ST sektion Syd inom Migrationsverket
       2022-09-28 · ST · protokoll · seeds/002_1842171969dfd728.txt
       65: Fredrik Bergman lyfter situationen vid Medborgarskap i Norrköping.
           Funktionen är ansträngd och har hög personalomsättning. …

No line is wider than the screen but one that ends in a path, as a path that is cut cannot be
opened. What is not known is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import normalize

from searchkit.render.clean import Marked, one_line, one_line_marked
from searchkit.render.layout import block
from searchkit.render.style import Style
from searchkit.render.width import ELLIPSIS, clip, padded, width
from searchkit.results.model import Hit, Passage, SearchResults

_LINES = 2
"""Screen lines for a title or a passage, at the most."""

_COPIES = 3
"""Lines for other paths of the same document, at the most."""

_LONGEST_NAME = 40
"""Columns for a source or a type, at the most."""

_NUMBER = re.compile(r"~\d+$")
"""What follows the id of a file where another has that id already."""


def terminal_lines(results: SearchResults, style: Style) -> Iterator[str]:
    """Lay out the hits, a blank line between them. No hits, no lines."""
    margin = max((len(str(hit.rank)) for hit in results.hits), default=0)
    for index, hit in enumerate(results.hits):
        if index:
            yield ""
        yield from _iter_hit(hit, margin, style)


def meta_line(parts: tuple[str, ...], path: str, style: Style, inside: str = "") -> str:
    """Join what is known about a document, its path last and linked, and its place inside it.

    >>> meta_line(("2010-04-07", "", "artikel"), "seeds/003.txt", Style())
    '2010-04-07 · artikel · seeds/003.txt'
    """
    known = [clip(shown, _LONGEST_NAME) for part in parts if (shown := one_line(part))]
    place = style.link(style.dim(one_line(path + inside)), path)
    facts = style.dim(" · ".join(known))
    return style.dim(" · ").join(shown for shown in (facts, place) if shown)


def also_lines(paths: tuple[str, ...], style: Style) -> Iterator[str]:
    """Write where else the same document lies, a path a line; of many, how many more."""
    shown = paths if len(paths) <= _COPIES else paths[: _COPIES - 1]
    for path in shown:
        yield style.dim("also ") + style.link(style.dim(one_line(path)), path)
    if len(paths) > len(shown):
        yield style.dim(f"also {len(paths) - len(shown)} more: --json names them")


def _place(hit: Hit) -> tuple[str, str]:
    """Give what tells a document from the others at its path: an id to show, or its place there.

    Its place is the end of its id, as `#bilaga.pdf`, and all of it where a record brought the id
    with it. An address stays as it is, so that it can be copied. Nothing where the id is that of
    the file.
    """
    signs = [at for at, character in enumerate(hit.doc_id) if character == "#"]
    for end in (len(hit.doc_id), *reversed(signs)):
        if _is_same(hit.doc_id[:end], hit.path):
            return "", hit.doc_id[end:]
    return (hit.doc_id, "") if "://" in hit.path else ("", f"#{hit.doc_id}")


def _is_same(file_id: str, path: str) -> bool:
    """Say whether an id is that of the file: a stretch of its path, with a number or without."""
    # Ids are in NFC, and paths as the files are called.
    whole, ids = f"/{normalize('NFC', path)}", (file_id, _NUMBER.sub("", file_id))
    return any(whole.endswith(f"/{own}") or f"/{own}".endswith(whole) for own in ids)


def _iter_hit(hit: Hit, margin: int, style: Style) -> Iterator[str]:
    indent = " " * (margin + 2)
    room = style.columns - len(indent)
    lines = block(_title(hit), room, _LINES, style.title_pen)
    yield from _hung(f"{hit.rank:>{margin}}  ", lines)
    date = str(hit.date) if hit.date else ""
    own_id, inside = _place(hit)
    meta = meta_line((date, hit.source, hit.type, own_id), hit.path, style, inside)
    if meta:
        yield indent + meta
    for line in also_lines(hit.also, style):
        yield indent + line
    unmarked = clip(one_line(hit.unmarked), room)
    if unmarked:
        yield indent + style.dim(unmarked)
    yield from _iter_passages(hit.passages, indent, style)
    for line in _iter_explanation(hit):
        yield indent + clip(line, room)


def _title(hit: Hit) -> Marked:
    """Give the title; a document without one is called by its id."""
    title = one_line_marked(hit.title, hit.title_marks)
    return title if title.text else Marked(one_line(hit.doc_id) or "?")


def _iter_passages(passages: tuple[Passage, ...], indent: str, style: Style) -> Iterator[str]:
    """Lay out passages with their line numbers, which are flush right."""
    digits = max((len(str(passage.line)) for passage in passages), default=0)
    for passage in passages:
        head = f"{indent}{passage.line:>{digits}}: "
        text = one_line_marked(passage.text, passage.marks).between(
            f"{ELLIPSIS} " if passage.cut_before else "",
            f" {ELLIPSIS}" if passage.cut_after else "",
        )
        yield from _hung(head, block(text, style.columns - len(head), _LINES, style.body_pen))


def _hung(head: str, lines: list[str]) -> Iterator[str]:
    """Put a head before the first line and the same width of blanks before the others."""
    for index, line in enumerate(lines):
        yield ((" " * len(head) if index else head) + line).rstrip(" ")


def _iter_explanation(hit: Hit) -> Iterator[str]:
    """Lay out what the score is made of as a table, the score itself below."""
    if not hit.explanation:
        return
    rows = [
        (f"{part.score:.2f}", one_line(part.field), one_line(part.term), one_line(part.kind))
        for part in hit.explanation
    ]
    rows.append((f"{hit.score:.2f}", "in all", "", ""))
    scores, fields, terms = (max(width(row[column]) for row in rows) for column in range(3))
    for score, field, term, kind in rows:
        yield f"{score:>{scores}}  {padded(field, fields)}  {padded(term, terms)}  {kind}".rstrip()
