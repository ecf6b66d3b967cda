"""Find a document's title: a heading where there is one, otherwise a shortened lead.

A title that the format states goes first, unless the format may be wrong about it: then it has
to stand in the text as well, or nothing in the text may be marked as a title.
"""

from __future__ import annotations

import re

from searchkit.documents.dating import after_leading_date
from searchkit.documents.evidence import FEW_LINES, HEADER, Edges, Found, Stated, one_line

MAX_TITLE_CHARACTERS = 200
MAX_LEAD_CHARACTERS = 120

_LABEL = re.compile(r"(?P<label>(?i:titel|title|rubrik|ämne|subject))\s?:\s*(?P<title>\S.*)")
_HEADING = re.compile(r"#{1,6}\s+(?P<title>\S.*?)(?:\s+#+)?")
# The head of a form: `Tid: 12:00`, `Närvarande: …`. A headline has its colon elsewhere.
_FORM_LINE = re.compile(
    r"(?i:datum|tid|plats|närvarande|frånvarande|till|från|typ|dokumenttyp|källa|utgivare"
    r"|dnr|diarienummer|diarienr|sida|text|foto|av|publicerad|uppdaterad|skapad|kontakt)\s?:"
)
_BYLINE = re.compile(r"(?i:av|by|foto|text):?(?: [A-ZÅÄÖ][\w-]+){1,4}")
# What kind of text it is, alone on its line above the headline.
_KICKER = re.compile(
    r"(?i:pressmeddelande|debatt|debattartikel|nyhet|nyheter|nyhetsbrev|intervju|reportage"
    r"|krönika|ledare|insändare|rapport|protokoll|remissvar|yttrande|promemoria|pm)"
)
# What programs call a new document, a template, or what they print to a file.
_FILLED_IN = re.compile(
    r"(?:\(?microsoft (?:office )?(?:word|excel|powerpoint) - .*"
    r"|(?:untitled|namnlöst?|dokument|document|doc|presentation|bok|book|blad|sheet|bild|slide"
    r"|arbetsbok|workbook|kopia av|utkast|titel|title|rubrik|no title|ingen rubrik|okänd)"
    r"[\s\d._()-]*(?:dokument|document|presentation)?"
    r"|(?:powerpoint|word|excel)[- ]?(?:presentation|dokument|document|arbetsbok)?[\s\d]*"
    r"|mall\b.*|\S*mall|template\b.*|\[.*\]|<.*>|klicka här .*|tmp\w*|[0-9a-f_-]{12,})",
    re.I,
)
_FILE_NAME = re.compile(
    r"\.(?:docx?|dotx?|docm|rtf|odt|pdf|xlsx?|pptx?|indd|qxd|pm[d65]|fm|cdr|ai|eps|tmp|html?|txt)\b",
    re.I,
)
_SENTENCE = re.compile(r".*?\w{3}[»”\"')]?(?=[.!?…]+[»”\"')]?\s+[–—»”\"'(]?\s?[A-ZÅÄÖ0-9])", re.S)
_ENDS_SENTENCE = (".", ":", ";", ",")


def own_title(stated: Stated, lines: Edges, name: str) -> Found | None:
    """Find the title; a title that is too long is cut at a word, with `…`.

    `stated` is the title in the format and `name` the file name without its suffix.
    """
    value = "" if _says_nothing(stated, name) else one_line(stated.value, MAX_TITLE_CHARACTERS)
    header = Found(value, stated.origin) if value else None
    return (
        (header if not stated.is_doubtful or _is_shown(value, lines) else None)
        or _marked(lines)
        or header
        or _headline(lines)
        or _lead(lines)
        or (Found(one_line(name, MAX_TITLE_CHARACTERS), "file name") if name else None)
    )


def _says_nothing(stated: Stated, name: str) -> bool:
    """Tell a title that a program filled in: its own name for a new file, or the file's name."""
    if stated.origin == HEADER:
        return False
    value = one_line(stated.value, MAX_TITLE_CHARACTERS)
    return (
        _FILLED_IN.fullmatch(value) is not None
        or _FILE_NAME.search(value) is not None
        or value.casefold() == name.casefold()
        or not any(map(str.isalpha, value))
    )


def _is_shown(title: str, lines: Edges) -> bool:
    """Tell whether the text shows a title: nothing is wrong with it, then, template or not."""
    words = rf"(?<!\w){re.escape(title.removesuffix('…').casefold())}(?!\w)"
    return re.search(words, " ".join(lines.head).casefold()) is not None


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
    rests = (_without_leading_date(line) for line in lines.head[:FEW_LINES])
    return [line for line in rests if any(map(str.isalpha, line)) and not _FORM_LINE.match(line)]


def _without_leading_date(line: str) -> str:
    """Leave out a date that begins a line, and a byline after it."""
    rest = after_leading_date(line)
    return "" if rest != line and _BYLINE.fullmatch(rest) else rest


def _is_headline(line: str) -> bool:
    return (
        len(line) <= MAX_TITLE_CHARACTERS
        and not line.endswith(_ENDS_SENTENCE)
        and _SENTENCE.match(line) is None
    )
