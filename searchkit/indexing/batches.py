"""Hand documents to the engine in batches, each of which is in the index for good."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace

from searchkit.documents.copies import Regrouped
from searchkit.documents.entry import Entry
from searchkit.documents.model import Document
from searchkit.documents.parts import Limits
from searchkit.documents.reading import iter_all
from searchkit.engines.base import Engine
from searchkit.indexing.ledger import Ledger

BATCH_DOCUMENTS = 100_000
BATCH_CHARACTERS = 64_000_000
BATCH_SECONDS = 120
"""A batch ends with whichever comes first: an interrupt loses no more than one."""


class Feed:
    """The files to read, the engine that gets their documents, and who keeps account."""

    def __init__(
        self,
        engine: Engine,
        ledger: Ledger,
        regrouped: Sequence[Regrouped],
        entries: Sequence[Entry],
    ) -> None:
        self._engine = engine
        self._ledger = ledger
        self._regrouped = regrouped
        self._entries = entries

    def run(
        self, jobs: int, limits: Limits, before: Callable[[], object], after: Callable[[], object]
    ) -> None:
        """Read everything, and call `before` and `after` each batch."""
        documents = self._iter_documents(jobs, limits)
        with closing(documents):
            is_over = not (self._entries or self._regrouped)
            while not is_over or self._ledger.stale():
                before()
                batch = _Batch(documents)
                self._engine.update(batch.iter_documents(), self._ledger.begin())
                self._ledger.commit()
                after()
                is_over = batch.was_last

    def _iter_documents(self, jobs: int, limits: Limits) -> Generator[Document | None, None, None]:
        """Yield documents; None is where a batch may end."""
        for item in self._regrouped:
            document = self._engine.get(item.state.doc_id)
            if document is not None:
                yield replace(document, also=item.also)
            self._ledger.regroup(item)
            yield None
        with closing(iter_all(self._entries, jobs, limits)) as parts:
            for entry, part in parts:
                for unnamed in part.documents:
                    document = self._ledger.enter(entry, unnamed, self._engine.analyzer)
                    # Of a file of many documents that has grown, most are as they were.
                    may_stay = self._ledger.may_stay(entry, document)
                    if may_stay and self._engine.get(document.doc_id) == document:
                        self._ledger.keep(entry)
                    else:
                        yield document
                self._ledger.close(entry, part)
                yield None


class _Batch:
    """A stretch of the documents that is not too long."""

    def __init__(self, documents: Iterator[Document | None]) -> None:
        self._documents = documents
        self.was_last = False

    def iter_documents(self) -> Iterator[Document]:
        """Yield the documents up to where this batch ends."""
        count = characters = 0
        end = time.monotonic() + BATCH_SECONDS
        for document in self._documents:
            if document is not None:
                count += 1
                characters += len(document.text)
                yield document
            elif (
                count >= BATCH_DOCUMENTS
                or characters >= BATCH_CHARACTERS
                or time.monotonic() >= end
            ):
                return
        self.was_last = True
