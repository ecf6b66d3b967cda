"""Make documents of records: what JSON Lines and tables of documents have in common."""

from __future__ import annotations

from searchkit.documents.readers.base import RawDocument

HEADERS = ("id", "title", "date", "updated", "source", "type", "path", "url")
"""What a record may state beside its text."""

_MAX_ID_CHARACTERS = 500


class Keys:
    """The keys of the records so far, each with its place, `line 7`; no two are the same."""

    def __init__(self) -> None:
        self._places: dict[str, str] = {}

    def __bool__(self) -> bool:
        return bool(self._places)

    def claim(self, key: str, place: str) -> None:
        """Take a key for the record of a place; ValueError when another has it."""
        first = self._places.setdefault(key, place)
        if first != place:
            raise ValueError(f"its id {key} is already that of {first}")


def to_document(
    text: str, headers: dict[str, str], number: int, notes: tuple[str, ...] = ()
) -> RawDocument:
    """Make a document of a record; ValueError, fit to be shown, when that cannot be.

    Its key is its id, or its number in the file.
    """
    if len(headers.get("id", "")) > _MAX_ID_CHARACTERS:
        raise ValueError(f"its id is longer than {_MAX_ID_CHARACTERS} characters")
    if not text and "title" not in headers:
        # A record of a title alone can still be found by it.
        raise ValueError("no text in it")
    return RawDocument(headers.get("id", str(number)), text, headers, notes)
