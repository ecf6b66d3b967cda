"""Read XML as a stream of the few elements that a reader asks for, and trust none of it.

Office packages are XML without a document type, so one that declares a document type is
refused at once: without it there are no entities to expand and nothing outside to fetch.
Expat, which comes with Python, builds no tree: the length of a part costs no memory, and its
depth is bounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal
from xml.parsers import expat

Event = tuple[Literal["start", "end", "text"], str, Mapping[str, str]]
"""An element's start with its attributes, its end, or text; names without their prefix."""

_DEEPEST = 10_000
_NO_ATTRIBUTES: dict[str, str] = {}


class MarkupError(ValueError):
    """XML that cannot be read; the message is fit for a parenthesis."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names of elements that a reader wants to hear of, without their prefix.

    Text counts inside the elements of `texts`, however deep. Nothing is told of what lies in
    an element of `ignored`.
    """

    names: frozenset[str]
    texts: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()


def iter_events(chunks: Iterable[bytes], wanted: Vocabulary) -> Iterator[Event]:
    """Parse XML piece by piece; MarkupError where it is broken or declares a document type."""
    listener = _Listener(wanted)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = listener.start
    parser.EndElementHandler = listener.end
    parser.CharacterDataHandler = listener.text
    parser.StartDoctypeDeclHandler = listener.refuse
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            yield from listener.heard()
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError) as error:  # LookupError: an unheard-of encoding
        raise MarkupError("damaged XML") from error
    yield from listener.heard()


class _Listener:
    """Takes what the parser reports and keeps what was asked for."""

    def __init__(self, wanted: Vocabulary) -> None:
        self._wanted = wanted
        self._known: dict[str, str] = {}
        self._events: list[Event] = []
        self._depth = 0
        self._ignored_depth = 0
        self._text_depth = 0

    def heard(self) -> list[Event]:
        """Hand over what has been kept since the last time."""
        events, self._events = self._events, []
        return events

    def start(self, full_name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise MarkupError("nested too deep")
        name = self._known.get(full_name) or self._local(full_name)
        if self._ignored_depth or name in self._wanted.ignored:
            self._ignored_depth += 1
            return
        if name in self._wanted.texts:
            self._text_depth += 1
        if name in self._wanted.names:
            local = _local_attributes(attributes) if attributes else _NO_ATTRIBUTES
            self._events.append(("start", name, local))

    def end(self, full_name: str) -> None:
        self._depth -= 1
        if self._ignored_depth:
            self._ignored_depth -= 1
            return
        name = self._known[full_name]
        if name in self._wanted.texts:
            self._text_depth -= 1
        if name in self._wanted.names:
            self._events.append(("end", name, _NO_ATTRIBUTES))

    def text(self, text: str) -> None:
        if self._text_depth and not self._ignored_depth:
            self._events.append(("text", text, _NO_ATTRIBUTES))

    def refuse(self, *_: object) -> None:
        raise MarkupError("its XML declares a document type, which can hide anything")

    def _local(self, full_name: str) -> str:
        return self._known.setdefault(full_name, full_name.rpartition(":")[2])


def _local_attributes(attributes: dict[str, str]) -> dict[str, str]:
    """Drop the prefixes. Of `id` and `r:id`, the one with a prefix points to another part."""
    plain = {name: value for name, value in attributes.items() if ":" not in name}
    if len(plain) == len(attributes):
        return plain
    named = attributes.items() - plain.items()
    return plain | {name.rpartition(":")[2]: value for name, value in named}
