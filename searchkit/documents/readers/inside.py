"""Read documents that lie inside other documents: members of archives, attachments of mails.

What is inside is written to a temporary file and read as any other file is. Its own name is
text and nothing more: it never becomes a path.
"""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from searchkit.documents.files import reason
from searchkit.documents.readers import bounds_itself, read, why_unread
from searchkit.documents.readers.base import MAX_DOCUMENT_BYTES, RawDocument, Skip
from searchkit.documents.readers.budget import MAX_DEPTH, MAX_MEMBER_BYTES, Budget, Exhausted
from searchkit.documents.sizes import as_size
from searchkit.errors import UnreadableFile

_MAX_NAME_CHARACTERS = 300
# Control and format characters, line ends and halves of surrogate pairs: none of them may
# reach a terminal, and scripts read ids a line each.
_UNFIT_CATEGORIES = ("Cc", "Cf", "Cs", "Zl", "Zp")
_SPACES = re.compile(r"\s+")


def member_name(name: str) -> str:
    r"""Make a name fit to be shown and to be part of an id, whatever it was.

    >>> member_name("..\\löner\n2022.txt")
    '../löner 2022.txt'
    """
    words = _SPACES.sub(" ", unicodedata.normalize("NFC", name)).strip().replace("\\", "/")
    fit = "".join(
        "\ufffd" if unicodedata.category(character) in _UNFIT_CATEGORIES else character
        for character in words
    )
    if len(fit) <= _MAX_NAME_CHARACTERS:
        return fit
    suffix = fit[fit.rfind(".") :][:12] if "." in fit else ""
    return fit[: _MAX_NAME_CHARACTERS - len(suffix) - 1] + "…" + suffix


def why_left_out(name: str) -> str:
    """Say why no reader takes a member of this name; empty when one does."""
    return why_unread(Path(_safe_name(name)))


def read_member(
    name: str, chunks: Iterable[bytes], budget: Budget, skip: Skip
) -> Iterator[RawDocument]:
    """Read what one member holds; a member that cannot be read is a named skip.

    `name` has gone through `member_name`. The keys of the documents begin with it. Raises
    Exhausted when the whole file has unpacked to more than is allowed.
    """
    budget.count()
    why = why_left_out(name)
    if not why and budget.depth >= MAX_DEPTH:
        why = f"more than {MAX_DEPTH} files deep in each other"
    if why:
        skip(f"{name}: {why}")
        return
    try:
        with tempfile.TemporaryDirectory(prefix="searchkit-") as folder:
            path = Path(folder, _safe_name(name))
            _write(path, chunks, budget)
            inner = read(path, lambda reason: skip(f"{name}: {reason}"), budget.deeper())
            for document in inner:
                yield _placed(document, name)
    except UnreadableFile as error:
        skip(f"{name}: {error.reason}")
    except OSError as error:
        skip(f"{name}: cannot be unpacked: {reason(error)}")


def until_exhausted(
    documents: Iterator[RawDocument], budget: Budget, skip: Skip
) -> Iterator[RawDocument]:
    """Hand on documents until too much has been unpacked, which the outermost file reports."""
    try:
        yield from documents
    except Exhausted as error:
        if budget.depth:
            raise
        skip(str(error))


def _safe_name(name: str) -> str:
    """Give the name of the temporary file: the suffix decides who reads it, no more is kept."""
    suffix = PurePosixPath(name).suffix.lower()
    return f"member{suffix}"


def _write(path: Path, chunks: Iterable[bytes], budget: Budget) -> None:
    most = MAX_MEMBER_BYTES if bounds_itself(path) else MAX_DOCUMENT_BYTES
    size = 0
    with path.open("wb") as file:
        for chunk in chunks:
            size += len(chunk)
            budget.charge(len(chunk))
            if size > most:
                raise UnreadableFile(str(path), f"larger than {as_size(most)}")
            file.write(chunk)


def _placed(document: RawDocument, name: str) -> RawDocument:
    """Say where a document lies. One that is a whole file has that file's name for a name."""
    notes = tuple(f"{name}: {note}" for note in document.notes)
    if document.key:
        return replace(document, key=f"{name}#{document.key}", notes=notes)
    headers = {"name": PurePosixPath(name).name, **document.headers}
    return replace(document, key=name, headers=headers, notes=notes)
