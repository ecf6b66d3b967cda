"""Read XMP, the metadata that publishing programs put into a PDF as a packet of XML.

Packets are made to be found in a file without understanding the file (XMP Specification, part
3). Pictures bring packets of their own; the document's is the last one that speaks of PDF.
"""

from __future__ import annotations

import re

from searchkit.documents.readers.decoding import tidy
from searchkit.documents.readers.markup import MarkupError, Vocabulary, iter_events
from searchkit.documents.readers.properties import Properties, doubtful, stated

_PACKET_START, _PACKET_END = b"<x:xmpmeta", b"</x:xmpmeta>"
_PACKET_BYTES = 1 << 20
_OF_A_PDF = (b"application/pdf", b"ns.adobe.com/pdf/1.3/")

_STATED = {"publisher": "source", "publicationDate": "date", "coverDate": "date"}
_DOUBTFUL = {"title": "title", "CreateDate": "date", "ModifyDate": "updated", "type": "type"}
_FIELDS = frozenset({*_STATED, *_DOUBTFUL})
_PACKET = Vocabulary(_FIELDS | {"Description"}, _FIELDS)
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


def read_xmp(data: bytes) -> Properties:
    """Read what the packet of a PDF states; nothing where there is none or it is broken."""
    try:
        values = _values(_packet(data))
    except MarkupError:
        return Properties(notes=("its XMP cannot be read",))
    sure = {header: values[field] for field, header in _STATED.items() if values.get(field)}
    unsure = {header: values[field] for field, header in _DOUBTFUL.items() if values.get(field)}
    return stated(_with_dates(sure), "XMP").over(doubtful(_with_dates(unsure), "XMP"))


def _packet(data: bytes) -> bytes:
    """Cut out the packet, if there is one that is not compressed."""
    end = len(data)
    while (start := data.rfind(_PACKET_START, 0, end)) >= 0:
        packet, closing, _ = data[start : min(end, start + _PACKET_BYTES)].partition(_PACKET_END)
        if closing and any(mark in packet for mark in _OF_A_PDF):
            return packet + closing
        end = start
    return b""


def _values(packet: bytes) -> dict[str, str]:
    """Read the fields, which XMP writes as elements or as attributes of a description."""
    values: dict[str, str] = {}
    inside = ""
    for kind, name, attributes in iter_events([packet], _PACKET) if packet else ():
        if kind == "text":
            values[inside] = values.get(inside, "") + tidy(name)
        elif name in _FIELDS:
            inside = name
        else:
            values |= {field: attributes[field] for field in _FIELDS & attributes.keys()}
    return values


def _with_dates(headers: dict[str, str]) -> dict[str, str]:
    """Cut dates to days, and leave out what is none."""
    dates = {
        name: _DATE.match(headers[name].strip()) for name in ("date", "updated") if name in headers
    }
    return {**headers, **{name: match[0] if match else "" for name, match in dates.items()}}
