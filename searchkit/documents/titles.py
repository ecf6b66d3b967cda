"""Find a document's title: a heading where there is one, otherwise a shortened lead."""

from __future__ import annotations

import re

from searchkit.documents.dating import after_leading_date
from searchkit.documents.evidence import FEW_LINES, Edges, Found, one_line

MAX_TITLE_CHARACTERS = 200
MAX_LEAD_CHARACTERS = 120

_LABEL = re.compile(r"(?P<label>(?i:titel|title|rubrik|ämne|subject))\s?:\s*(?P<title>\S.*)")
_HEADING = re.compile(r"#{1,6}\s+(?P<title>\S.*?)(?:\s+#+)?")
# The head of a form: `Tid: 12:00`, `Närvarande: …`. A headline has its colon elsewhere.
_FORM_LINE = re.compile(
    r"(?i:datum|tid|plats|närvarande|frånvarande|till|från|typ|dokumenttyp|källa|utgivare"
    r"|dnr|diarienummer|diarienr|sida|text|foto|av|publicerad|uppdaterad|skapad|kontakt)\s?:"
)
# What kind of text it is, alone on its line above the headline.
_KICKER = re.compile(
    r"(?i:pressmeddelande|debatt|debattartikel|nyhet|nyheter|nyhetsbrev|intervju|reportage"
    r"|krönika|ledare|insändare|rapport|protokoll|remissvar|yttrande|promemoria|pm)"
)
_SENTENCE = re.compile(r".*?\w{3}[»”\"')]?(?=[.!?…]+[»”\"')]?\s+[–—»”\"'(]?\s?[A-ZÅÄÖ0-9])", re.S)
_ENDS_SENTENCE = (".", ":", ";", ",")


def own_title(header: str, lines: Edges, name: str) -> Found | None:
    """Find the title; a title that is too long is cut at a word, with `…`.

    `header` is the title that the format states and `name` the file name without its suffix.
    """
    if header:
        return Found(one_line(header, MAX_TITLE_CHARACTERS), "header")
    return (
        _marked(lines)
        or _headline(lines)
        or _lead(lines)
        or (Found(one_line(name, MAX_TITLE_CHARACTERS), "file name") if name else None)
    )


def _marked(lines: Edges) -> Found | None:
    """Look for a label or a Markdown heading in the first lines."""
    for line in lines.head[:FEW_LINES]:
        label = _LABEL.fullmatch(line)
        if label:
            title = one_line(label["title"], MAX_TITLE_CHARACTERS)
            return Found(title, f"{label['label']}:")
        heading = _HEADING.fullmatch(line)
        if heading:
            return Found(one_line(heading["title"], MAX_TITLE_CHARACTERS), "heading")
    return None


def _headline(lines: Edges) -> Found | None:
    """Take the first line that says something, if it reads like a headline."""
    candidates = _candidates(lines)
    if len(candidates) > 1 and _KICKER.fullmatch(candidates[0]) and _is_headline(candidates[1]):
        candidates = candidates[1:]
    if candidates and _is_headline(candidates[0]):
        return Found(one_line(candidates[0], MAX_TITLE_CHARACTERS), "first lines")
    return None


def _lead(lines: Edges) -> Found | None:
    """Make a title of the first sentence, without its full stop."""
    for line in _candidates(lines)[:1]:
        sentence = _SENTENCE.match(line)
        lead = sentence[0] if sentence else line.rstrip(".")
        return Found(one_line(lead, MAX_LEAD_CHARACTERS), "first sentence")
    return None


def _candidates(lines: Edges) -> list[str]:
    """Leave out what is no title: dates alone, the head of a form, rules and underlines."""
    rests = (after_leading_date(line) for line in lines.head[:FEW_LINES])
    return [line for line in rests if any(map(str.isalpha, line)) and not _FORM_LINE.match(line)]


def _is_headline(line: str) -> bool:
    return (
        len(line) <= MAX_TITLE_CHARACTERS
        and not line.endswith(_ENDS_SENTENCE)
        and _SENTENCE.match(line) is None
    )
