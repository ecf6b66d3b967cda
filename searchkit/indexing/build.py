"""Building and refreshing an index: compare, read what differs, hand it to the engine.

A refresh adds to the index that answers, a batch at a time; a rebuild writes a new generation
beside the old one, which answers until the new one is whole. What a build that is interrupted
has finished stays: a refresh has it in the index, and the next rebuild goes on from it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from searchkit.documents.collect import Scan, scan
from searchkit.documents.entry import Skipped
from searchkit.documents.moving import carry_overrides
from searchkit.documents.parts import Limits
from searchkit.engines.base import Engine
from searchkit.hits import shown_with
from searchkit.index import FINGERPRINT, create_engine, now, open_engine, open_index
from searchkit.indexing.batches import Feed
from searchkit.indexing.beginning import Beginning, begin
from searchkit.indexing.ledger import Ledger, remembered
from searchkit.language.preparing import Told, prepare_folder
from searchkit.language.swedish import make_analyzer
from searchkit.language.thesaurus import parse_groups, shipped_groups, write_thesaurus
from searchkit.manifest import Manifest
from searchkit.roots import present_roots
from searchkit.storage import Header, IndexDirectory

OWN_THESAURUS = "thesaurus.txt"
"""What users call their own groups of related words, in a root folder."""

Progress = Callable[[int, int], None]
"""Called with the files done and the files there are."""


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What a build did, counted in documents; `skipped` are files, `x.pdf (no text in it)`.

    Their paths open from the current directory, as those of hits do. `notes` tell what had to
    be assumed of a file that was indexed. `copies` are files that are the same document as
    another. `ignored` counts the files and folders that a `.searchkitignore` leaves out.
    """

    added: int = 0
    changed: int = 0
    deleted: int = 0
    unchanged: int = 0
    skipped: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    moved: int = 0
    copies: int = 0
    ignored: int = 0


@dataclass(frozen=True, slots=True)
class Settings:
    """How to build: in how many processes, what a file may cost, and who is told."""

    jobs: int
    limits: Limits
    progress: Progress | None
    told: Told


def update_index(
    directory: str | Path,
    roots: Iterable[str | Path] = (),
    *,
    rebuild: bool = False,
    dry_run: bool = False,
    wait_seconds: float = 10,
    jobs: int | None = None,
    timeout_seconds: float | None = None,
    max_bytes: int | None = None,
    progress: Progress | None = None,
    told: Told = lambda sentence: None,
) -> IndexReport:
    """Bring an index up to date with the files under its roots.

    Roots given are remembered and added to those it has; without any, those it has are used.
    `rebuild` builds from nothing, and forgets the roots that are not given where some are.
    `dry_run` only tells what would be done. `jobs` processes read files and analyse them, by
    default one a core. A file that takes longer than `timeout_seconds`, by default a minute, is
    left out; where it is given, those that took too long before are tried again. `max_bytes`,
    how large a file may be, is remembered. `told` is called with a sentence for a person when
    something takes its time. Raises RequestError, MetadataError and IndexUnusable.
    """
    index = IndexDirectory(Path(directory))
    given = [Path(root) for root in roots]
    limits = Limits() if timeout_seconds is None else Limits(timeout_seconds)
    settings = Settings(jobs or os.cpu_count() or 1, limits, progress, told)

    def build() -> _Build:
        retry = timeout_seconds is not None
        beginning = begin(index, given, rebuild, told, retry=retry, max_bytes=max_bytes)
        return _Build(index, beginning, settings)

    if dry_run:
        return build().preview()
    if not index.path.exists():
        # A mistyped root must not leave an empty index behind.
        build()
    with index.writing(wait_seconds, told):
        return build().run()


class _Build:
    """One build, from reading what is there to making it answer."""

    def __init__(self, index: IndexDirectory, beginning: Beginning, settings: Settings) -> None:
        self._index = index
        self._beginning = beginning
        self._settings = settings
        self._generation = beginning.generation
        self._folder = index.generation(beginning.generation)

    def preview(self) -> IndexReport:
        """Tell what a build would do; the files are looked at but not read."""
        found = self._scan()
        counts = {entry.path: len(entry.state.doc_ids) for entry in found.to_read}
        skipped = (*found.skipped, *remembered(self._beginning.before, found))
        return _report(found, counts, {}, self._shown(skipped), ())

    def run(self) -> IndexReport:
        """Build, and make the result the index that answers."""
        self._index.drop_generations_except(*self._beginning.generations_in_use)
        found, notes = carry_overrides(self._scan(), self._index.base, self._beginning.roots)
        left_behind = self._left_behind()
        ledger = Ledger(self._beginning.before, found, left_behind, self._teller(found))
        if self._beginning.is_new:
            self._prepare(ledger)
        if found.to_read or found.regrouped or ledger.stale():
            self._write(found, ledger)
        elif self._generation == self._beginning.answering:
            # Nothing else would notice that it can no longer be searched.
            open_index(self._index.path).close()
        self._finish(ledger)
        assumed = (shown_with(path, note, self._index.base) for path, note in ledger.notes)
        skipped = self._shown(ledger.skipped())
        return _report(found, ledger.read, ledger.kept, skipped, (*notes, *assumed))

    def _shown(self, skipped: Iterable[Skipped]) -> tuple[str, ...]:
        return tuple(shown_with(item.path, item.reason, self._index.base) for item in skipped)

    def _scan(self) -> Scan:
        beginning, index = self._beginning, self._index
        roots = present_roots(beginning.roots, index.base)
        return scan(roots, beginning.known, index.base, beginning.max_bytes, index.path)

    def _left_behind(self) -> list[str]:
        """Find the documents that an interrupted build put in and no manifest tells of.

        Should their files be gone again, nothing else would ever take them out.
        """
        if self._beginning.is_new or not self._index.is_unfinished(self._generation):
            return []
        before = self._beginning.before
        told = {doc_id for state in before.files for doc_id in state.doc_ids}
        engine = open_engine(self._folder)
        try:
            return [doc_id for doc_id in engine.iter_ids() if doc_id not in told]
        finally:
            engine.close()

    def _prepare(self, ledger: Ledger) -> None:
        """Begin a new generation, which holds nothing yet."""
        self._index.create_generation(self._generation)
        prepare_folder(self._folder, self._beginning.compounds, self._settings.told)
        create_engine(self._folder).close()
        self._write_manifest(ledger)

    def _write(self, found: Scan, ledger: Ledger) -> None:
        engine: Engine = open_engine(self._folder, self._settings.jobs)
        try:
            Feed(engine, ledger, found.regrouped, found.to_read).run(
                self._settings.jobs,
                self._settings.limits,
                lambda: self._index.mark_unfinished(self._generation),
                lambda: self._write_manifest(ledger),
            )
        finally:
            engine.close()

    def _manifest(self, ledger: Ledger, related: str | None = None) -> Manifest:
        beginning = self._beginning
        return ledger.manifest(beginning.roots, beginning.max_bytes, FINGERPRINT, related)

    def _write_manifest(self, ledger: Ledger) -> None:
        manifest = self._manifest(ledger)
        self._index.write_manifest(self._generation, manifest.to_json())

    def _finish(self, ledger: Ledger) -> None:
        """Make what has been indexed the generation that answers."""
        related = self._write_thesaurus(ledger)
        manifest = self._manifest(ledger, related)
        is_marked = self._index.is_unfinished(self._generation)
        if manifest != self._beginning.before or is_marked:
            self._index.write_manifest(self._generation, manifest.to_json())
        self._index.write_header(Header(self._generation, FINGERPRINT, now()))
        self._index.drop_generations_except(self._generation)

    def _write_thesaurus(self, ledger: Ledger) -> str:
        """Write the related words where they are others than before, and give their digest."""
        own = self._beginning.read_own(OWN_THESAURUS)
        groups = [*shipped_groups(), *parse_groups(own), *ledger.groups()]
        digest = hashlib.blake2b(json.dumps(groups).encode(), digest_size=16).hexdigest()
        if digest != self._beginning.before.related:
            write_thesaurus(self._folder, groups, make_analyzer(self._folder).stem)
        return digest

    def _teller(self, found: Scan) -> Callable[[], None]:
        """Make what is called after each file that has been read."""
        done, total = 0, len(found.to_read)

        def tell() -> None:
            nonlocal done
            done += 1
            if self._settings.progress is not None:
                self._settings.progress(done, total)

        return tell


def _report(
    found: Scan,
    counts: Mapping[str, int],
    same: Mapping[str, int],
    skipped: tuple[str, ...],
    notes: Sequence[str],
) -> IndexReport:
    """Count documents; `counts` says how many each file has that was to be read.

    `same` says how many of them are as they were.
    """
    kept = (*found.unchanged, *found.unreachable)
    gone = (*found.deleted, *found.replaced)
    read = found.to_read
    return IndexReport(
        added=sum(counts[entry.path] for entry in found.added),
        changed=sum(counts[entry.path] - same.get(entry.path, 0) for entry in found.changed),
        moved=sum(counts[move.entry.path] for move in found.moved),
        deleted=sum(len(state.doc_ids) for state in gone),
        unchanged=sum(len(state.doc_ids) for state in kept)
        + sum(same.get(entry.path, 0) for entry in found.changed),
        copies=len(found.copies) + sum(len(entry.copies) for entry in read if counts[entry.path]),
        skipped=skipped,
        notes=(*notes, *found.unused_overrides),
        ignored=found.ignored,
    )
