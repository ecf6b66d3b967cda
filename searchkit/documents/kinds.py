"""Find what type of document it is: `protokoll`, `rapport`, `pressmeddelande`.

Only where the document says so, in a label, in its title, or in a line of its own at the top.
An article about a report is no report, so a word anywhere in a title is not enough.
"""

from __future__ import annotations

import re

from searchkit.documents.evidence import Edges, Found, Stated, one_line

MAX_TYPE_CHARACTERS = 40

_TOP_LINES = 3

_LABEL = re.compile(r"(?P<label>(?i:typ|dokumenttyp|type))\s?:\s*(?P<type>\S.*)")

_NAMES = {
    "protokoll": "protokoll",
    "protokollsutdrag": "protokoll",
    "minnesanteckningar": "minnesanteckningar",
    "mötesanteckningar": "minnesanteckningar",
    "dagordning": "dagordning",
    "föredragningslista": "dagordning",
    "pressmeddelande": "pressmeddelande",
    "pressinformation": "pressmeddelande",
    "nyhetsbrev": "nyhetsbrev",
    "remissvar": "remissvar",
    "remissyttrande": "remissvar",
    "debattartikel": "debattartikel",
    "debattinlägg": "debattartikel",
    "verksamhetsberättelse": "verksamhetsberättelse",
    "årsredovisning": "årsredovisning",
    "betänkande": "betänkande",
    "promemoria": "promemoria",
    "regleringsbrev": "regleringsbrev",
    "kollektivavtal": "avtal",
}
"""What a title may begin or end with, and a line consist of."""

_AMBIGUOUS_NAMES = {
    "rapport": "rapport",
    "intervju": "intervju",
    "debatt": "debattartikel",
    "krönika": "krönika",
    "insändare": "insändare",
    "reportage": "reportage",
    "yttrande": "remissvar",
    "ledare": "ledare",
}
"""Common in headlines as well (`Hård debatt`, `Ny rapport`): only alone on a line or below."""

_OPENINGS = (
    (re.compile(r"(?i:intervju)(?: med |:)"), "intervju"),
    (re.compile(r"(?i:debatt):"), "debattartikel"),
    (re.compile(r"(?i:yttrande) över "), "remissvar"),
    (re.compile(r"(?i:rapport) (?:om|över|för|nr|\d)"), "rapport"),
)
_COMPOUNDS = (
    (
        re.compile(
            r"\w*(?:mötes?|styrelse|sammanträdes|förhandlings|nämnds?|justerings)protokoll"
        ),
        "protokoll",
    ),
    (
        re.compile(
            r"(?:års|del|slut|kvartals|tertial|läges|delårs|års- och hållbarhets|forsknings"
            r"|kartläggnings|utvärderings|gransknings|revisions|verksamhets|tillsyns)rapport"
        ),
        "rapport",
    ),
)
_WORD = re.compile(r"[^\W\d_][\w-]*")
_WORDS_ALONE = 4
"""A line with a type alone has no more: `Justerat protokoll nr 7`."""
_NUMBERED = re.compile(r"(?P<words>[^\d:]+?)(?:\s*(?:nr|nummer|§)?\s*[\d:/–-]+)?", re.I)


def own_type(stated: Stated, lines: Edges, title: str) -> Found | None:
    """Find the type, lower case; None when the document does not say.

    `stated` is the type in the format. A doubtful one is some category of somebody's, and
    counts only if it is a type.
    """
    if stated.sure.value:
        return Found(one_line(stated.value, MAX_TYPE_CHARACTERS).lower(), stated.origin)
    return _labelled(lines) or _in_title(title) or _alone(lines) or _category(stated)


def _category(stated: Stated) -> Found | None:
    name = _name(stated.value.strip()) or _AMBIGUOUS_NAMES.get(stated.value.strip().lower())
    return Found(name, stated.origin) if name else None


def _labelled(lines: Edges) -> Found | None:
    for line in lines.head:
        label = _LABEL.fullmatch(line)
        if label and len(label["type"]) <= MAX_TYPE_CHARACTERS:
            return Found(label["type"].lower().rstrip("."), f"{label['label']}:")
    return None


def _alone(lines: Edges) -> Found | None:
    """Look for a line such as `PRESSMEDDELANDE`, `Justerat protokoll` or `Protokoll nr 7`."""
    # Further down `Dagordning` is the heading of a section.
    for line in lines.head[:_TOP_LINES]:
        beginning = line[:MAX_TYPE_CHARACTERS]
        if len(beginning.split()) > _WORDS_ALONE:
            continue
        numbered = _NUMBERED.fullmatch(beginning)
        words = numbered["words"].split() if numbered else []
        name = _name(words[-1]) if len(words) in (1, 2) else ""
        if not name and len(words) == 1:
            name = _AMBIGUOUS_NAMES.get(words[0].lower(), "")
        if name:
            return Found(name, "first lines")
    return None


def _in_title(title: str) -> Found | None:
    words = _WORD.findall(title)
    for word in words[:1] + words[-1:]:
        if _name(word):
            return Found(_name(word), "title")
    for opening, name in _OPENINGS:
        if opening.match(title):
            return Found(name, "title")
    return None


def _name(word: str) -> str:
    """Give the type that a word or a compound names, or nothing.

    >>> _name("Mötesprotokoll"), _name("Kommunikationsprotokoll")
    ('protokoll', '')
    """
    word = word.lower()
    if word in _NAMES:
        return _NAMES[word]
    return next((name for pattern, name in _COMPOUNDS if pattern.fullmatch(word)), "")
