"""Find out where a build begins: at the index that answers, at one left unfinished, or afresh."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from searchkit.documents.files import absolute
from searchkit.documents.sorting import document_path
from searchkit.documents.state import FileState
from searchkit.documents.walk import find_root
from searchkit.durable import read_sealed
from searchkit.errors import IndexDamaged, IndexMissing, IndexOutdated, IndexUnusable, RequestError
from searchkit.index import FINGERPRINT, open_engine
from searchkit.language.preparing import Told
from searchkit.language.swedish import COMPOUNDS_FILE
from searchkit.language.wordlists import read_own_compounds, read_own_list
from searchkit.manifest import Manifest, read_manifest
from searchkit.roots import check_roots
from searchkit.storage import Header, IndexDirectory


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where a build begins, and with what.

    `generation` is to be written; it `is_new` where it has to be made first, and then `before`,
    what is in it already, is nothing. `answering` is the generation that answers meanwhile.
    `max_bytes` is how large a file may be, as given or as remembered.
    """

    base: Path
    generation: int
    is_new: bool
    answering: int | None
    roots: tuple[str, ...]
    compounds: str
    max_bytes: int
    before: Manifest
    known: Mapping[str, FileState]

    @property
    def generations_in_use(self) -> tuple[int, ...]:
        """Name the generations that are still needed."""
        numbers = (self.generation, self.answering)
        return tuple(number for number in numbers if number is not None)

    def read_own(self, name: str) -> str:
        """Read what the users wrote into files of this name in the roots, all in one.

        Raises MetadataError.
        """
        return _read_own(self.base, self.roots, name, read_own_list)


def begin(
    index: IndexDirectory,
    given: Sequence[Path],
    rebuild: bool,
    told: Told,
    *,
    retry: bool,
    max_bytes: int | None,
) -> Beginning:
    """Look at what there is. `retry` is to forget which files took too long to read.

    `max_bytes` is how large a file may be from now on; None where it is as it was.

    Raises RequestError where there is nothing to index or a root is gone, MetadataError, and
    IndexUnusable where there is an index that only a rebuild can replace.
    """
    header, answering = _read_header(index, rebuild)
    before = Manifest() if header is None else _manifest(index, header, rebuild)
    next_generation = (answering or 0) + 1
    unfinished = _read_unfinished(index, next_generation)
    # A rebuild of named roots is from nothing: the way to forget a root that is gone.
    remembered = () if rebuild and given else before.roots
    if not (given or remembered):
        remembered = unfinished.roots
    roots = _merged_roots(given, remembered, index.base, rebuild=rebuild)
    files = before.files or unfinished.files
    check_roots(roots, (state.path for state in files), index.base)
    max_bytes = max_bytes or (unfinished if header is None else before).max_bytes
    compounds = _read_own(index.base, roots, COMPOUNDS_FILE, read_own_compounds)
    is_fresh = rebuild or header is None or _are_new(compounds, index, header, told)
    generation = next_generation if is_fresh or answering is None else answering
    if is_fresh:
        folder = index.generation(generation)
        goes_on = unfinished.roots == roots and _read_compounds(folder) == compounds
        before = unfinished if goes_on else Manifest()
        if before.files:
            told(f"going on with the {len(before.files):,} files of a build that was interrupted")
    return Beginning(
        base=index.base,
        generation=generation,
        is_new=is_fresh and not before.roots,
        answering=answering,
        roots=roots,
        compounds=compounds,
        max_bytes=max_bytes,
        before=before,
        known={
            state.path: state
            for state in before.files
            if not (retry and state.reason.startswith("took longer"))
        },
    )


def _read_header(index: IndexDirectory, rebuild: bool) -> tuple[Header | None, int | None]:
    """Read which index there is, and which generation answers or may be open somewhere.

    A rebuild needs no more than a number that is free, and does without the rest if it must.
    """
    try:
        header = index.read_header(None if rebuild else FINGERPRINT)
    except IndexMissing:
        return None, None
    except (IndexDamaged, IndexOutdated):
        if not rebuild:
            raise
        return None, index.last_generation()
    return header, header.generation


def _manifest(index: IndexDirectory, header: Header, rebuild: bool) -> Manifest:
    """Read what the index was built from; a rebuild goes on without, if roots are given."""
    try:
        return read_manifest(index, header.generation)
    except IndexDamaged:
        if rebuild:
            return Manifest()
        raise


def _read_unfinished(index: IndexDirectory, generation: int) -> Manifest:
    """Read what an interrupted build got done; nothing where it cannot be gone on with."""
    try:
        manifest = read_manifest(index, generation)
        if manifest.fingerprint == FINGERPRINT:
            open_engine(index.generation(generation)).close()
            return manifest
    except (IndexUnusable, OSError):
        pass
    return Manifest()


def _read_own(base: Path, roots: Iterable[str], name: str, read: Callable[[Path], str]) -> str:
    paths = (base / root / name for root in roots)
    return "\n".join(read(path) for path in paths if path.is_file())


def _read_compounds(folder: Path) -> str | None:
    """Read the compounds that a generation was analysed with; None where they are damaged."""
    path = folder / COMPOUNDS_FILE
    try:
        return read_sealed(path) if path.exists() else ""
    except ValueError:
        return None


def _are_new(compounds: str, index: IndexDirectory, header: Header, told: Told) -> bool:
    """Whether the user's compounds differ from those the index was analysed with."""
    before = _read_compounds(index.generation(header.generation))
    if before is None:
        raise index.damaged(f"{COMPOUNDS_FILE} has been altered")
    are_new = before != compounds
    if are_new:
        told(f"{COMPOUNDS_FILE} has changed: everything is indexed again")
    return are_new


def _merged_roots(
    given: Sequence[Path], remembered: Iterable[str], base: Path, *, rebuild: bool
) -> tuple[str, ...]:
    """Add the roots given to those remembered.

    Raises RequestError where there are none at all, or one of those given is not there.
    """
    for root in given:
        find_root(absolute(root))
    roots = dict.fromkeys((*remembered, *(document_path(root, base) for root in given)))
    if not roots:
        again = " --rebuild" if rebuild else ""
        raise RequestError(f"nothing to index: name a folder, `searchkit index FOLDER{again}`")
    return tuple(roots)
