"""Compare the files under the roots with what the index remembers of them.

`scan` opens as few files as it can: one whose size and time are as remembered is unchanged,
and only a new time on the same size asks for a hash of the content. What has to be read is
read later, a file at a time, with `entry.iter_documents`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from searchkit.documents.entry import Entry, Skipped
from searchkit.documents.files import absolute, as_key, as_text, inside
from searchkit.documents.ids import Nameable, assign_ids
from searchkit.documents.overrides import FILE_NAME, Overrides, overrides_digest, read_overrides
from searchkit.documents.readers import bounds_itself, why_unread
from searchkit.documents.readers.base import MAX_DOCUMENT_BYTES
from searchkit.documents.rules import said_by_rules
from searchkit.documents.sizes import as_size, next_round_size
from searchkit.documents.state import FileState
from searchkit.documents.walk import FoundFile, Walk, walk
from searchkit.errors import UnreadableFile

_OURS = (FILE_NAME, "compounds.txt", "thesaurus.txt")
"""Files in a root folder that speak to us, and are no documents."""


@dataclass(frozen=True, slots=True)
class Scan:
    """What has to be done to make the index agree with the files.

    `unreachable` are known files in a folder, or behind a permission, that now keeps us out,
    or of a format that cannot be read any more: nothing says that they are gone.
    `unused_overrides` names the keys and the rules of a `metadata.toml` that no file has.
    `ignored` counts what a `.searchkitignore` leaves out: files, and folders with all that is
    in them.

    The states to remember: those of `unchanged` (their times may be new), of `unreachable`,
    of `skipped` where there is one, and `hashed()` of each entry that is read. Delete before
    adding: a new file may have taken over a deleted one's id.
    """

    added: tuple[Entry, ...] = ()
    changed: tuple[Entry, ...] = ()
    unchanged: tuple[Entry, ...] = ()
    deleted: tuple[FileState, ...] = ()
    unreachable: tuple[FileState, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    unused_overrides: tuple[str, ...] = ()
    ignored: int = 0


def scan(
    roots: Iterable[Path],
    known: Mapping[str, FileState],
    base: Path,
    max_bytes: int = MAX_DOCUMENT_BYTES,
) -> Scan:
    """Compare the roots with the known states, by path.

    `base` is the folder that paths are relative to where they can be. A file larger than
    `max_bytes` is skipped, unless its reader bounds itself. Raises RequestError for a root that
    does not exist and MetadataError for a mistake in a `metadata.toml` or a `.searchkitignore`.
    """
    found = walk(roots)
    overrides = {root.folder: read_overrides(root.folder) for root in found.roots}
    files, skipped = _sort_out(found, base, max_bytes)
    unreachable = _unreachable(found, known, files, base)
    gone = known.keys() - files.keys() - unreachable.keys()
    kept = {path: state for path, state in known.items() if path not in gone}
    verdicts = _Verdicts(skipped=skipped, unreachable=list(unreachable.values()))
    for entry in _iter_entries(files, overrides, kept):
        verdicts.judge(entry, known.get(entry.path))
    return Scan(
        added=tuple(verdicts.added),
        changed=tuple(verdicts.changed),
        unchanged=tuple(verdicts.unchanged),
        deleted=tuple(state for path, state in known.items() if path in gone),
        unreachable=tuple(verdicts.unreachable),
        skipped=tuple(verdicts.skipped),
        unused_overrides=tuple(_iter_unused(found, overrides)),
        ignored=found.ignored,
    )


def document_path(file: Path, base: Path) -> str:
    """Write the path of a file with `/`: relative to `base` when it lies in it, else absolute."""
    full = absolute(file)
    return as_text(inside(full, absolute(base)) or full)


def _sort_out(
    found: Walk, base: Path, max_bytes: int
) -> tuple[dict[str, FoundFile], list[Skipped]]:
    """Part the files that have a reader, by path, from those that are skipped."""
    folders = {root.folder for root in found.roots}
    files: dict[str, FoundFile] = {}
    skipped = [Skipped(document_path(item.path, base), item.reason) for item in found.refused]
    for file in found.files:
        path = document_path(file.path, base)
        why = _why_skipped(file, folders) or _why_too_large(file, max_bytes)
        if not why and path in files:
            why = "its name cannot be told from another's"
        if why:
            skipped.append(Skipped(path, why))
        elif file.path.name not in _OURS:
            files[path] = file
    return files, skipped


def _why_skipped(file: FoundFile, folders: Collection[Path]) -> str:
    if file.path.name not in _OURS:
        return why_unread(file.path)
    return "" if file.path.parent in folders else "it counts in a root folder only"


def _why_too_large(file: FoundFile, max_bytes: int) -> str:
    if file.size <= max_bytes or bounds_itself(file.path):
        return ""
    raised = f"raise it with --max-size {next_round_size(file.size)}"
    return f"{as_size(file.size)}: larger than {as_size(max_bytes)}; {raised}"


def _unreachable(
    found: Walk, known: Mapping[str, FileState], files: Collection[str], base: Path
) -> dict[str, FileState]:
    """Find the known files that are, or lie in, what could not be looked at.

    Those of a format whose library is no longer installed are there as well.
    """
    closed = [document_path(item.path, base) for item in found.refused if not item.gone]
    unread = {document_path(file.path, base) for file in found.files if why_unread(file.path)}
    return {
        path: state
        for path, state in known.items()
        if path in unread
        or (path not in files and any(PurePosixPath(path).is_relative_to(item) for item in closed))
    }


def _iter_entries(
    files: Mapping[str, FoundFile],
    overrides: Mapping[Path, Overrides],
    kept: Mapping[str, FileState],
) -> Iterator[Entry]:
    by_file = {folder: found.by_file() for folder, found in overrides.items()}
    keys = {path: as_key(file.inside) for path, file in files.items()}
    ids = assign_ids(
        (Nameable(path, keys[path], as_key(file.root.name)) for path, file in files.items()), kept
    )
    for path, file in files.items():
        said = by_file[file.root.folder].get(keys[path], {})
        by_rules = said_by_rules(overrides[file.root.folder].rules, keys[path])
        digest = overrides_digest(said, by_rules)
        state = FileState(path, ids[path], file.size, file.mtime_ns, overrides=digest)
        yield Entry(file.path, keys[path], state, said, by_rules)


@dataclass(slots=True)
class _Verdicts:
    """Judges one file after another."""

    added: list[Entry] = field(default_factory=list)
    changed: list[Entry] = field(default_factory=list)
    unchanged: list[Entry] = field(default_factory=list)
    unreachable: list[FileState] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    def judge(self, entry: Entry, old: FileState | None) -> None:
        """Decide what has become of a file since it was remembered."""
        if old is None:
            self.added.append(entry)
        elif entry.state.size != old.size or entry.state.overrides != old.overrides:
            self._read_again(entry, old)
        elif entry.state.mtime_ns == old.mtime_ns and old.digest:
            self._keep(entry, old)
        else:
            self._judge_content(entry, old)

    def _judge_content(self, entry: Entry, old: FileState) -> None:
        try:
            state = entry.hashed()
        except UnreadableFile as error:
            self.unreachable.append(old)
            self.skipped.append(Skipped(entry.path, error.reason))
            return
        if state.digest == old.digest:
            self._keep(entry, old)
        else:
            self._read_again(replace(entry, state=state), old)

    def _read_again(self, entry: Entry, old: FileState) -> None:
        # What failed before has no document in the index that could change.
        (self.added if old.reason else self.changed).append(entry)

    def _keep(self, entry: Entry, old: FileState) -> None:
        state = replace(entry.state, digest=old.digest, records=old.records, reason=old.reason)
        if state.reason:
            self.skipped.append(Skipped(entry.path, state.reason, state))
        else:
            self.unchanged.append(replace(entry, state=state))


def _iter_unused(found: Walk, overrides: Mapping[Path, Overrides]) -> Iterator[str]:
    """Name the keys and rules that no file has; a single file as a root says nothing of others."""
    if not any(said.by_key or said.rules for said in overrides.values()):
        return
    present: dict[Path, set[str]] = {}
    for file in found.files:
        present.setdefault(file.root.folder, set()).add(as_key(file.inside))
    for root in found.roots:
        if root.path == root.folder:
            said = overrides[root.folder]
            for what in _unused(said, present.get(root.folder, set())):
                yield f"{as_text(said.path)}: {what}"


def _unused(said: Overrides, present: Collection[str]) -> Iterator[str]:
    for key in said.by_key:
        names = [key, *(key[:place] for place, c in enumerate(key) if c == "#")]
        if not any(name in present for name in names):
            yield f"no file {key}"
    for rule in said.rules:
        if not any(map(rule.glob.holds, present)):
            yield f"no file for rule {rule.written}"
