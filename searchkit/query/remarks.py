"""What there is to say about a query: mistakes, which end the reading, and what was mended."""

from __future__ import annotations

from searchkit.errors import QueryError


class Remarks:
    """Collect what was mended in one query, and make errors that know where they are."""

    def __init__(self, query: str) -> None:
        self.query = query
        self._mended: dict[str, int] = {}

    def mistake(self, message: str, start: int, end: int) -> QueryError:
        """Make the error, for the caller to raise; `start` and `end` are its place."""
        return QueryError(message, self.query, start, end)

    def mended(self, message: str, start: int) -> None:
        """Remember what was done about the query at `start`.

        The same words are said once: ten thousand stray brackets are one notice.
        """
        self._mended.setdefault(message, start)

    @property
    def notices(self) -> tuple[str, ...]:
        """What was mended, from left to right."""
        return tuple(sorted(self._mended, key=self._mended.__getitem__))
