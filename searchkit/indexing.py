"""Building and refreshing an index: compare, read what differs, hand it to the engine.

A refresh is one transaction of the engine; a rebuild writes a new generation beside the old
one. Either way the old index answers until the new one is whole, and an interrupt leaves it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from searchkit.documents.collect import Scan, document_path, scan
from searchkit.documents.entry import Entry, Skipped
from searchkit.documents.model import Document
from searchkit.documents.reading import Account, iter_all
from searchkit.errors import IndexDamaged, IndexMissing, IndexOutdated, RequestError
from searchkit.index import FINGERPRINT, create_engine, now, open_engine
from searchkit.language.acronyms import Acronyms
from searchkit.language.preparing import Told, prepare_folder
from searchkit.language.swedish import COMPOUNDS_FILE, make_analyzer
from searchkit.language.thesaurus import parse_groups, shipped_groups, write_thesaurus
from searchkit.language.wordlists import read_own_compounds, read_own_list
from searchkit.manifest import Manifest, read_manifest
from searchkit.storage import Header, IndexDirectory

OWN_THESAURUS = "thesaurus.txt"
"""What users call their own groups of related words, in a root folder."""

Progress = Callable[[int, int], None]
"""Called with the files done and the files there are."""


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What a build did, counted in documents; `skipped` are files, `x.pdf (no text in it)`.

    `notes` tell what had to be assumed of a file that was indexed. `ignored` counts the files
    and folders that a `.searchkitignore` leaves out.
    """

    added: int = 0
    changed: int = 0
    deleted: int = 0
    unchanged: int = 0
    skipped: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    ignored: int = 0


def update_index(
    directory: str | Path,
    roots: Iterable[str | Path] = (),
    *,
    rebuild: bool = False,
    dry_run: bool = False,
    wait_seconds: float = 10,
    jobs: int | None = None,
    max_bytes: int | None = None,
    progress: Progress | None = None,
    told: Told = lambda sentence: None,
) -> IndexReport:
    """Bring an index up to date with the files under its roots.

    Roots given are remembered and added to those it has; without any, those it has are used.
    `rebuild` builds from nothing, `dry_run` only tells what would be done. `jobs` processes
    read files, by default one a core. `max_bytes`, how large a file of one document may be, is
    remembered too. `told` is called with a sentence for a person when something takes its
    time. Raises RequestError, MetadataError and IndexUnusable.
    """
    index = IndexDirectory(Path(directory))
    given = [Path(root) for root in roots]
    jobs = jobs or os.cpu_count() or 1
    build = partial(_Build, index, given, rebuild, jobs, max_bytes, progress, told)
    if dry_run:
        return build().preview()
    if not index.path.exists():
        # A mistyped root must not leave an empty index behind.
        build().check_roots()
    with index.writing(wait_seconds, told):
        return build().run()


class _Build:
    """One build, from reading what is there to making it answer."""

    def __init__(
        self,
        index: IndexDirectory,
        given: Sequence[Path],
        rebuild: bool,
        jobs: int,
        max_bytes: int | None,
        progress: Progress | None,
        told: Told,
    ) -> None:
        self._index = index
        self._jobs = jobs
        self._progress = progress
        self._told = told
        self._header = _readable_header(index, rebuild)
        before = Manifest() if self._header is None else _manifest(index, self._header, rebuild)
        # A rebuild of named roots is from nothing: the way to forget a root that is gone.
        remembered = () if rebuild and given else before.roots
        self._roots = _merged_roots(given, remembered, index.base, rebuild=rebuild)
        self._before = before
        self._max_bytes = max_bytes or before.max_bytes
        self._compounds = self._read_own(COMPOUNDS_FILE, read_own_compounds)
        self._fresh = rebuild or self._header is None or self._has_new_compounds(self._header)
        self._known = {} if self._fresh else {state.path: state for state in before.files}

    def _read_own(self, name: str, read: Callable[[Path], str] = read_own_list) -> str:
        """Read what users wrote into files of this name in the roots; or raise MetadataError."""
        paths = (self._index.base / root / name for root in self._roots)
        return "\n".join(read(path) for path in paths if path.is_file())

    def _has_new_compounds(self, header: Header) -> bool:
        """Whether the user's compounds differ from those the index was analysed with."""
        path = self._index.generation(header.generation) / COMPOUNDS_FILE
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        if before != self._compounds:
            self._told(f"{COMPOUNDS_FILE} has changed: everything is indexed again")
        return before != self._compounds

    def check_roots(self) -> None:
        """Raise RequestError where a root is not there; what lies in them is not looked at."""
        missing = [path for root in self._roots if not (path := self._index.base / root).exists()]
        if missing:
            scan(missing, {}, self._index.base)

    def preview(self) -> IndexReport:
        """Tell what a build would do; the files are looked at but not read."""
        found = self._scan()
        return _report(found, _count(found.added), _count(found.changed), found.skipped, ())

    def run(self) -> IndexReport:
        """Build, and make the result the index that answers."""
        found = self._scan()
        to_read = (*found.added, *found.changed)
        replaced = [self._known[entry.path] for entry in found.changed]
        gone = [doc_id for state in (*found.deleted, *replaced) for doc_id in state.doc_ids]
        gone += self._left_behind()
        account = Account(self._teller(len(to_read)), taken=_ids_kept(found))
        generation = self._generation()
        if self._fresh or to_read or gone:
            documents = iter_all(to_read, self._jobs, account)
            self._write(generation, documents, gone)
        self._finish(generation, found, account)
        read = {state.path: state for state in account.states}
        return _report(
            found,
            sum(len(read[entry.path].doc_ids) for entry in found.added),
            sum(len(read[entry.path].doc_ids) for entry in found.changed),
            (*found.skipped, *account.skipped),
            account.notes,
        )

    def _scan(self) -> Scan:
        roots = [self._index.base / root for root in self._roots]
        return scan(roots, self._known, self._index.base, self._max_bytes)

    def _left_behind(self) -> list[str]:
        """Find the documents that an interrupted build put in and no manifest tells of.

        Should their files be gone again, nothing else would ever take them out.
        """
        generation = self._generation()
        if self._fresh or not self._index.is_unfinished(generation):
            return []
        told = {doc_id for state in self._before.files for doc_id in state.doc_ids}
        engine = open_engine(self._index.generation(generation))
        try:
            return [doc_id for doc_id in engine.iter_ids() if doc_id not in told]
        finally:
            engine.close()

    def _generation(self) -> int:
        if self._header is None:
            return 1
        return self._header.generation + 1 if self._fresh else self._header.generation

    def _write(self, generation: int, documents: Iterator[Document], gone: list[str]) -> None:
        folder = self._index.generation(generation)
        if self._fresh:
            self._index.create_generation(generation)
            prepare_folder(folder, self._compounds, self._told)
            engine = create_engine(folder)
        else:
            self._index.mark_unfinished(generation)
            engine = open_engine(folder)
        acronyms = Acronyms(folder, engine.analyzer)
        try:
            engine.update(_iter_learning(documents, acronyms), gone)
        finally:
            engine.close()
        acronyms.write()

    def _finish(self, generation: int, found: Scan, account: Account) -> None:
        """Remember what was indexed, and make this generation the one that answers."""
        unchanged = {entry.path for entry in found.unchanged}
        # A file with a broken line in it is indexed, and its line is still broken next time.
        remembered = [item for item in self._before.skipped if item.path in unchanged]
        skipped = (*found.skipped, *account.skipped, *remembered)
        states = [entry.state for entry in found.unchanged]
        states += [item.state for item in found.skipped if item.state is not None]
        states += [*found.unreachable, *account.states]
        files = tuple(sorted(states, key=lambda state: state.path))
        left_out = tuple(replace(item, state=None) for item in skipped)
        manifest = Manifest(self._roots, files, left_out, self._max_bytes)
        self._index.write_manifest(generation, manifest.to_json())
        self._write_thesaurus(generation)
        self._index.write_header(Header(generation, FINGERPRINT, now()))
        self._index.drop_generations_except(generation)

    def _write_thesaurus(self, generation: int) -> None:
        folder = self._index.generation(generation)
        analyzer = make_analyzer(folder)
        groups = [*shipped_groups(), *parse_groups(self._read_own(OWN_THESAURUS))]
        groups += Acronyms(folder, analyzer).groups()
        write_thesaurus(folder, groups, analyzer.stem)

    def _teller(self, total: int) -> Callable[[], None]:
        """Make what is called after each file that has been read."""
        done = 0

        def tell() -> None:
            nonlocal done
            done += 1
            if self._progress is not None:
                self._progress(done, total)

        return tell


def _iter_learning(documents: Iterable[Document], acronyms: Acronyms) -> Iterator[Document]:
    for document in documents:
        acronyms.learn(document.text)
        yield document


def _readable_header(index: IndexDirectory, rebuild: bool) -> Header | None:
    """Read the header of the index there is; None where there is none to go on from.

    A rebuild needs only the number of the generation, and does without it if it must.
    """
    try:
        return index.read_header(None if rebuild else FINGERPRINT)
    except IndexMissing:
        return None
    except (IndexDamaged, IndexOutdated):
        if rebuild:
            return None
        raise


def _manifest(index: IndexDirectory, header: Header, rebuild: bool) -> Manifest:
    """Read what the index was built from; a rebuild goes on without, if roots are given."""
    try:
        return read_manifest(index, header.generation)
    except IndexDamaged:
        if rebuild:
            return Manifest()
        raise


def _merged_roots(
    given: Iterable[Path], remembered: Iterable[str], base: Path, *, rebuild: bool
) -> tuple[str, ...]:
    """Add the roots given to those remembered; RequestError where there are none at all."""
    roots = dict.fromkeys((*remembered, *(document_path(root, base) for root in given)))
    if not roots:
        again = " --rebuild" if rebuild else ""
        raise RequestError(f"nothing to index: name a folder, `searchkit index FOLDER{again}`")
    return tuple(roots)


def _ids_kept(found: Scan) -> set[str]:
    kept = (*(entry.state for entry in found.unchanged), *found.unreachable)
    return {doc_id for state in kept for doc_id in state.doc_ids}


def _count(entries: Sequence[Entry]) -> int:
    return sum(len(entry.state.doc_ids) for entry in entries)


def _report(
    found: Scan, added: int, changed: int, skipped: Iterable[Skipped], notes: Iterable[str]
) -> IndexReport:
    unchanged = _count(found.unchanged) + sum(len(state.doc_ids) for state in found.unreachable)
    return IndexReport(
        added=added,
        changed=changed,
        deleted=sum(len(state.doc_ids) for state in found.deleted),
        unchanged=unchanged,
        skipped=tuple(str(item) for item in skipped),
        notes=(*notes, *found.unused_overrides),
        ignored=found.ignored,
    )
