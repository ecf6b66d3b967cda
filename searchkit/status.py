"""Looking an index over: what is in it, from when to when, and what is missing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from searchkit.documents.collect import scan
from searchkit.errors import InvalidInput
from searchkit.hits import shown_with
from searchkit.index import FINGERPRINT, open_index
from searchkit.manifest import Manifest, read_manifest
from searchkit.results.status import Status
from searchkit.roots import check_roots, present_roots
from searchkit.storage import IndexDirectory

_PLACE = re.compile(r"^line \d+: ")


def read_status(path: str | Path, *, check: bool = False) -> Status:
    """Look an index over; `check` compares every file with its checksum.

    Raises what `open_index` raises, IndexDamaged also for a file that has been altered.
    """
    with open_index(path) as index:
        if check:
            index.verify()
        known = list(index.engine.iter_metadata())
        statistics = index.engine.statistics()
        header = index.directory.read_header(FINGERPRINT)
        manifest = read_manifest(index.directory, header.generation)
        directory = index.directory
    dates = [metadata.date for _, metadata in known if metadata.date is not None]
    differing, ignored, problem = _compare(manifest, directory)
    return Status(
        path=str(path),
        documents=statistics.documents,
        words=statistics.words,
        built=header.built[:16].replace("T", " "),
        sources=_counted(metadata.source for _, metadata in known),
        types=_counted(metadata.type for _, metadata in known),
        first=str(min((date.earliest for date in dates), default="")),
        last=str(max((date.latest for date in dates), default="")),
        imprecise=_counted(date.precision for date in dates if date.precision != "day"),
        undated=tuple(doc_id for doc_id, metadata in known if metadata.date is None),
        without_source=tuple(doc_id for doc_id, metadata in known if not metadata.source),
        skipped=tuple(
            shown_with(item.path, item.reason, directory.base) for item in manifest.skipped
        ),
        skipped_why=_counted(_kind(item.reason) for item in manifest.skipped),
        copies=sum(bool(state.copy_of) and not state.reason for state in manifest.files),
        differing=differing,
        ignored=ignored,
        problem=problem,
        checked=check,
    )


def _counted(values: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """Count values, the most frequent first and unknown last; equals in alphabetical order."""
    return tuple(
        sorted(Counter(values).items(), key=lambda item: (not item[0], -item[1], item[0]))
    )


def _kind(reason: str) -> str:
    """Give a reason without the place in the file, so that equal ones can be counted."""
    return _PLACE.sub("", reason)


def _compare(manifest: Manifest, index: IndexDirectory) -> tuple[int, int, str]:
    """Count what a refresh would read or drop, and would ignore; or say why that is not known."""
    known = {state.path: state for state in manifest.files}
    try:
        check_roots(manifest.roots, known, index.base)
        roots = present_roots(manifest.roots, index.base)
        found = scan(roots, known, index.base, manifest.max_bytes, index.path)
    except InvalidInput as error:
        return 0, 0, str(error)
    return found.differing, found.ignored, ""
