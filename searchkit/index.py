"""The front door: open an index, ask it, and hand back results.

    import searchkit
    index = searchkit.open_index("index")
    for hit in index.search("personalomsättning", since="2022").hits:
        print(hit.title)

Building an index is the work of `indexing`; answering one request that of `searching`.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from searchkit.documents.model import RULES_VERSION, Document
from searchkit.engines.base import Engine, Matches
from searchkit.engines.whoosh import FORMAT_VERSION
from searchkit.errors import DocumentMissing, IndexDamaged, IndexUnusable, RequestError
from searchkit.language.analyzer import Analyzer
from searchkit.language.swedish import ANALYSIS_VERSION, make_analyzer
from searchkit.language.thesaurus import THESAURUS_FILE, Thesaurus
from searchkit.query.request import SearchRequest, build_request
from searchkit.results.model import Mark, SearchResults
from searchkit.storage import IndexDirectory

if TYPE_CHECKING:
    from searchkit.manifest import Manifest

FINGERPRINT = f"{ANALYSIS_VERSION}/{RULES_VERSION}/{FORMAT_VERSION}"
"""What an index must have been built by: the analysis, the metadata rules, the engine's files."""


class Index:
    """An index, open for reading. Use it as a context manager, or `close` it."""

    def __init__(self, directory: IndexDirectory, engine: Engine, thesaurus: Thesaurus) -> None:
        self._directory = directory
        self._open_engine: Engine | None = engine
        self._thesaurus = thesaurus

    @property
    def _engine(self) -> Engine:
        if self._open_engine is None:
            path = str(self._directory.path)
            raise IndexUnusable(f"the index in {path} has been closed: open it again", path)
        return self._open_engine

    def search(self, query: str | SearchRequest = "", **options: Any) -> SearchResults:
        """Answer a query as typed on the command line, or a request made before.

        Options are those of `build_request`: `since="2022"`, `sources=["ST"]`, `limit=0`.
        Raises QueryError, DateError and RequestError.
        """
        from searchkit.searching import Search

        request = query if isinstance(query, SearchRequest) else build_request(query, **options)
        return Search(request, self._engine, self._thesaurus, self._directory.base).run()

    def rank(self, request: SearchRequest) -> Matches:
        """Find the ids and scores that `search` would show, and fetch nothing else."""
        from searchkit.searching import Search

        return Search(request, self._engine, self._thesaurus, self._directory.base).rank()

    def get(self, doc_id: str) -> Document:
        """Fetch a document; DocumentMissing where there is none of that id."""
        document = self._engine.get(doc_id)
        if document is None:
            raise DocumentMissing(f"there is no document {doc_id}", doc_id)
        return document

    def find(self, name: str) -> Document:
        """Fetch the document that a person means: by its id, the beginning of it, or its path.

        The path of a file of several documents needs the key of one: `brev.eml#bilaga.txt`.
        Raises DocumentMissing when there is none, and RequestError when several are meant, or
        when the name is empty.
        """
        from searchkit.documents.files import as_key, as_text
        from searchkit.finding import check_alone, find_id

        if not name:
            raise RequestError("a document needs a name: `searchkit list` shows all")
        name = as_text(name)  # bytes that are no text, as a shell hands them on
        document = self._engine.get(name) or self._engine.get(as_key(name))
        base = self._directory.base
        if document is None:
            return self.get(find_id(name, self._engine, self._manifest().files, base))
        # Not Path.exists(), which raises for a name that is too long for a file.
        if os.path.exists(name):  # noqa: PTH110
            check_alone(name, document, self._engine, self._manifest().files, base)
        return document

    def _manifest(self) -> Manifest:
        from searchkit.manifest import read_manifest

        return read_manifest(self._directory, self._directory.read_header().generation)

    def iter_documents(self) -> Iterator[Document]:
        """Yield every document, by id."""
        for doc_id in self._engine.iter_ids():
            document = self._engine.get(doc_id)
            if document is not None:
                yield document

    def marks(self, document: Document, query: str | SearchRequest) -> tuple[Mark, ...]:
        """Find what a query marks in the text of a document. Raises QueryError."""
        from searchkit.searching import Search

        request = query if isinstance(query, SearchRequest) else build_request(query)
        search = Search(request, self._engine, self._thesaurus, self._directory.base)
        return search.marker().marks(document.text)

    def shown(self, document: Document) -> Document:
        """Write a document's paths so that they open from the current directory."""
        from dataclasses import replace

        from searchkit.hits import shown_path

        base = self._directory.base
        also = tuple(shown_path(path, base) for path in document.also)
        return replace(document, path=shown_path(document.path, base), also=also)

    def override_place(self, document: Document) -> tuple[Path, str]:
        """Find the folder whose `metadata.toml` corrects a document, and its key there."""
        from searchkit.documents.ids import record_key
        from searchkit.documents.override_writing import place_override

        manifest = self._manifest()
        state = next(state for state in manifest.files if document.doc_id in state.doc_ids)
        base = self._directory.base
        record = record_key(document.doc_id, state.doc_id)
        return place_override(base / state.path, [base / root for root in manifest.roots], record)

    def verify(self) -> None:
        """Compare every file with its checksum; IndexDamaged where one has been altered."""
        from searchkit.language.lexicon import Lexicon
        from searchkit.language.swedish import LEXICON_FILE

        # The small files were checked when they were read, the manifest is now.
        manifest = self._manifest()
        generation = self._directory.read_header(FINGERPRINT).generation
        folder = self._directory.generation(generation)
        if manifest.related and not (folder / THESAURUS_FILE).exists():
            raise self._directory.damaged(f"{THESAURUS_FILE} is missing")
        Lexicon.open(folder / LEXICON_FILE).verify()
        self._engine.verify()

    @property
    def engine(self) -> Engine:
        """The engine, for what only some commands need."""
        return self._engine

    @property
    def thesaurus(self) -> Thesaurus:
        """The related words that queries are expanded with."""
        return self._thesaurus

    @property
    def directory(self) -> IndexDirectory:
        """Where the index lies."""
        return self._directory

    def close(self) -> None:
        """Let go of the files; nothing can be asked any more."""
        if self._open_engine is not None:
            self._open_engine.close()
            self._open_engine = None

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def open_index(path: str | Path = "index") -> Index:
    """Open the index in a directory for reading.

    Raises IndexMissing, IndexOutdated, IndexDamaged or IndexUntrusted.
    """
    directory = IndexDirectory(Path(path))
    header = directory.read_header(FINGERPRINT)
    while True:
        try:
            return _open_generation(directory, header.generation)
        except IndexDamaged:
            # A rebuild may have replaced this generation since its number was read.
            newer = directory.read_header(FINGERPRINT)
            if newer == header:
                raise
            header = newer


def _open_generation(directory: IndexDirectory, number: int) -> Index:
    generation = directory.generation(number)
    engine = open_engine(generation)
    try:
        thesaurus = Thesaurus.open(generation, engine.analyzer.stem)
    except (OSError, ValueError):
        engine.close()
        raise directory.damaged("thesaurus.json cannot be read") from None
    return Index(directory, engine, thesaurus)


def find_analyzer(path: str | Path, told: Callable[[str], object]) -> Analyzer:
    """Give the analyzer of the index in a directory, or that of a new one where there is none.

    `told` is called with a sentence when that takes long.
    """
    from searchkit.language.preparing import cached_folder

    directory = IndexDirectory(Path(path))
    try:
        header = directory.read_header(FINGERPRINT)
    except IndexUnusable:
        return make_analyzer(cached_folder(told))
    return make_analyzer(directory.generation(header.generation))


def open_engine(generation: Path, jobs: int | None = None) -> Engine:
    """Open the engine of one generation, with the analyzer that it was built with.

    Up to `jobs` processes write, by default one a core.
    """
    from searchkit.engines.whoosh.engine import WhooshEngine

    return WhooshEngine(generation, make_analyzer(generation), jobs)


def create_engine(generation: Path) -> Engine:
    """Make the engine of a new generation, whose folder has been prepared."""
    from searchkit.engines.whoosh.engine import WhooshEngine

    return WhooshEngine.create(generation, make_analyzer(generation))


def now() -> str:
    """Give the local time in ISO 8601, to the second."""
    return datetime.datetime.now().astimezone().isoformat(timespec="seconds")
