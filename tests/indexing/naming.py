"""Read the documents of one file with their ids, as a build that reads no other file does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from searchkit.documents.entry import Entry, Skipped, iter_unnamed, named
from searchkit.documents.model import Document


def iter_documents(
    entry: Entry, skip: Callable[[Skipped], object], taken: Iterable[str] = ()
) -> Iterator[Document]:
    """Yield the documents of a file; `taken` are the ids that other files have."""
    given = set(taken)
    for unnamed in iter_unnamed(entry, skip):
        document = named(unnamed, entry, given)
        given.add(document.doc_id)
        yield document
