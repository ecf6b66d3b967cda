"""The exceptions that searchkit raises, for programs that import it and for the command line.

    SearchkitError
    ├── InvalidInput            what was asked cannot be understood
    │   ├── QueryError          the query; carries the place of the mistake
    │   ├── DateError           a date or a range of dates
    │   ├── RequestError        an option, a field name, a template, a document's name
    │   └── MetadataError       a metadata.toml or configuration file
    ├── IndexUnusable           there is no index to answer from
    │   ├── IndexMissing
    │   ├── IndexOutdated       built by another version of the analysis
    │   ├── IndexDamaged
    │   ├── IndexLocked         another process is writing it
    │   ├── IndexUnwritable     the disk is full, or may not be written
    │   └── IndexUntrusted      it belongs to another user
    ├── DocumentMissing         no document has that id
    └── UnreadableFile          one file that cannot be indexed; the build goes on

Every message names the thing and the next step. What a program may want to act on is an
attribute as well.
"""

from __future__ import annotations


class SearchkitError(Exception):
    """Anything that searchkit raises on purpose."""


class InvalidInput(SearchkitError):
    """What was asked cannot be understood."""


class QueryError(InvalidInput):
    """A query with a mistake that cannot be mended by guessing.

    `query` is what was typed; `start` and `end` are code-point offsets of the mistake in it.
    """

    def __init__(self, message: str, query: str, start: int, end: int) -> None:
        super().__init__(message)
        self.query = query
        self.start = start
        self.end = end


class DateError(InvalidInput):
    """A date that cannot be read. `text` is what was typed."""

    def __init__(self, message: str, text: str) -> None:
        super().__init__(message)
        self.text = text


class RequestError(InvalidInput):
    """An option, a field name, a template or a document's name that cannot be used."""


class MetadataError(InvalidInput):
    """A hand-written TOML file with a mistake. `path` is the file, `line` its line, if known."""

    def __init__(self, message: str, path: str, line: int | None = None) -> None:
        place = path if line is None else f"{path}:{line}"
        super().__init__(f"{place}: {message}")
        self.path = path
        self.line = line


class IndexUnusable(SearchkitError):
    """There is no index to answer from. `directory` is where it was looked for."""

    def __init__(self, message: str, directory: str) -> None:
        super().__init__(message)
        self.directory = directory


class IndexMissing(IndexUnusable):
    """The directory holds no index."""


class IndexOutdated(IndexUnusable):
    """The index was built by another version of the language analysis."""


class IndexDamaged(IndexUnusable):
    """The files of the index cannot be read."""


class IndexLocked(IndexUnusable):
    """Another process is writing the index. `holder` says which."""

    def __init__(self, message: str, directory: str, holder: str) -> None:
        super().__init__(message, directory)
        self.holder = holder


class IndexUnwritable(IndexUnusable):
    """The system refuses to write the index: a full disk, a permission, a folder that is gone."""


class IndexUntrusted(IndexUnusable):
    """The index belongs to another user; opening it could run that user's code."""


class DocumentMissing(SearchkitError):
    """No document in the index has that id. `doc_id` is what was asked for."""

    def __init__(self, message: str, doc_id: str) -> None:
        super().__init__(message)
        self.doc_id = doc_id


class UnreadableFile(SearchkitError):
    """One file that cannot be indexed. `reason` is fit for a parenthesis: "no text in it"."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path} ({reason})")
        self.path = path
        self.reason = reason
