"""Find who published a document. What no rule can support stays empty.

A wrong source misleads every filter that uses it, so each rule asks for two signs, or for a
plain statement: a label, or an organisation named where minutes and releases name theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from searchkit.documents.evidence import FEW_LINES, Edges, Found, Stated, one_line

MAX_SOURCE_CHARACTERS = 80

_TEXT_CHARACTERS = 200_000
_SHORTEST_NAME = 4
_LABEL = re.compile(
    r"(?P<label>(?i:källa|utgivare|utgiven av|avsändare|tidning|source|publisher))\s?:"
    r"\s*(?P<name>\S.*)"
)
# At most so long: in `A-A-A-…` a name could begin at every letter and never end.
_WORD = r"[A-ZÅÄÖ][\w&-]{0,40}"
_NAME = rf"{_WORD}(?: (?:och )?{_WORD}){{0,2}}"

# Minutes: `Protokoll styrelsemöte ST sektion Syd`, `Protokoll från årsmöte för Polisförbundet`.
_MEETING = re.compile(
    rf"\w*(?i:protokoll|minnesanteckningar|dagordning|kallelse)\b.{{0,40}}?(?:möte|sammanträde)t?"
    rf",? (?:för |med |hos |inom )?(?P<name>{_NAME})"
)
_UNIONS = (
    "Akademikerförbundet SSR|Akavia|Fackförbundet ST|Forena|Försvarsförbundet|Jusek|Kommunal"
    "|LO|Ledarna|Naturvetarna|OFR|SACO|SEKO|SSR|ST|SULF|Saco|Saco-S|Seko"
    "|Sveriges Ingenjörer|TCO|Unionen|Vision"
)
_ORGANISATION = re.compile(
    rf"(?:{_UNIONS})"
    r"|[\w ]*\w(?:förbundet|föreningen|verket|myndigheten|rådet|styrelsen|inspektionen)"
    r"|[\w ]+ (?:kommun|universitet|tingsrätt)|Region \w+|Länsstyrelsen \w+"
)
_ADDRESS = re.compile(r"https?://(?:www\.)?(?P<host>[^/\s:]+)")
_AUTHORITIES = ("Polisen", "Regeringen", "Riksdagen", "Försvarsmakten")

# Releases: `Pressmeddelande från Migrationsverket`.
_RELEASE = re.compile(
    rf"(?i:pressmeddelande|nyhetsbrev|remissvar|remissyttrande|yttrande)"
    rf" (?:från|av) (?P<name>{_NAME})"
)

# Newspapers name themselves: people speak to them, and they speak with people.
_TOLD = re.compile(
    rf"(?i:\b(?:uppgifter|kommentar|intervju|mejl|säger|uppger|berättar|meddelar|skriver|svarar))\b"
    rf"[^.\n]{{0,60}}? (?:till|för) (?P<name>{_NAME})"
)
_ASKED = re.compile(
    rf"(?:\b(?:När|när|Då|då) (?P<name>{_NAME}) (?:talar|pratar|når|söker|träffar|ringer|frågar)"
    rf"|\b(?P<other>{_NAME}) har"
    r" (?:sökt|talat med|pratat med|varit i kontakt|tagit del av|frågat|bett))\b"
)

# Magazines on the web: a photo credit, and a newsletter or copyright of the same name.
_CREDIT = re.compile(rf"(?:Foto|Bild|Fotograf):? ?[^/\n]{{2,60}}/ ?(?P<name>{_NAME})")
_IMPRINT = re.compile(
    rf"\b(?P<genitive>{_NAME}) (?:nyhetsbrev|redaktion)\b|(?:©|Copyright)[ \d–-]*(?P<name>{_NAME})"
)


def own_source(stated: Stated, lines: Edges, text: str, title: str) -> Found | None:
    """Find the publisher; None when nothing supports one.

    `stated` is the source in the format. A doubtful one is an author or the owner of the
    program, and counts only if it is clearly an organisation.
    """
    if stated.sure.value:
        return Found(one_line(stated.value, MAX_SOURCE_CHARACTERS), stated.origin)
    return (
        _labelled(lines)
        or _in_heading(lines, title)
        or _organisation_stated(stated)
        or _credited(lines)
        or _spoken_to(text[:_TEXT_CHARACTERS])
    )


def _organisation_stated(stated: Stated) -> Found | None:
    name = " ".join(stated.value.split())
    # `ST` or `LO` may be somebody's initials.
    if len(name) < _SHORTEST_NAME or not _is_authority(name):
        return None
    return Found(one_line(name, MAX_SOURCE_CHARACTERS), stated.origin)


def _labelled(lines: Edges) -> Found | None:
    """Take a label when there is one: several name the sources of figures and quotations."""
    labels = [match for line in (*lines.head, *lines.tail) if (match := _LABEL.fullmatch(line))]
    names = {_without_address(label["name"].rstrip(" .")) for label in labels}
    if len(names) != 1 or len(name := names.pop()) > MAX_SOURCE_CHARACTERS:
        return None
    return Found(name, f"{labels[0]['label']}:")


def _without_address(name: str) -> str:
    """Give the host of a web address, which names the publisher; other text as it stands."""
    address = _ADDRESS.match(name)
    return address["host"] if address else name


def _in_heading(lines: Edges, title: str) -> Found | None:
    for line in (title, *lines.head[:FEW_LINES]):
        match = _MEETING.match(line) or _RELEASE.match(line)
        name = organisation(match["name"]) if match else ""
        if name:
            return Found(name, "title" if line == title else "first lines")
    return None


def organisation(words: str) -> str:
    """Give the beginning that names an organisation and not a place, or nothing.

    >>> organisation("Sveriges Ingenjörer Migrationsverket"), organisation("Norrköping")
    ('Sveriges Ingenjörer', '')
    """
    parts = words.split()
    names = [" ".join(parts[:count]) for count in range(1, len(parts) + 1)]
    unions = [name for name in names if re.fullmatch(_UNIONS, name)]
    others = [name for name in names if _ORGANISATION.fullmatch(name)]
    return (unions[-1:] or others[:1] or [""])[0]


def _credited(lines: Edges) -> Found | None:
    text = "\n".join((*lines.head, *lines.tail))
    imprints = set(_names(_IMPRINT, text))
    for name in _names(_CREDIT, text):
        if imprints & {name, f"{name}s"}:
            return Found(name, "photo credit and newsletter")
    return None


def _spoken_to(text: str) -> Found | None:
    """Take the name that people speak to and that asks people, and no other such name."""
    told = dict.fromkeys(_names(_TOLD, text))
    asked = set(_names(_ASKED, text))
    names = [name for name in told if name in asked and not _is_authority(name)]
    return Found(names[0], "text") if len(names) == 1 else None


def _is_authority(name: str) -> bool:
    """Tell an organisation: it is spoken to as well, but does not publish the article."""
    return name in _AUTHORITIES or _ORGANISATION.fullmatch(name) is not None


def _names(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    for match in pattern.finditer(text):
        yield next(name for name in match.groups() if name)
