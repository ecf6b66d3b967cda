"""Look after the roots that an index remembers: which are there, and what has become of others."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path, PurePosixPath

from searchkit.documents.walk import find_root
from searchkit.errors import RequestError
from searchkit.hits import shown_path


def check_roots(roots: Sequence[str], known: Iterable[str], base: Path) -> None:
    """Raise RequestError for a root that is gone and must not be taken for deleted.

    `known` are the paths of the files in the index. A folder that is gone may be on a disk that
    is not mounted, and that must not empty the index; a root that cannot be opened is refused,
    too. What is gone from a folder that is there, be it another root, has been deleted; it stays
    a root, as it may come back.
    """
    there = present_roots(roots, base)
    for path in there:
        find_root(path)
    names = [root for root in roots if base / root in there]
    paths = tuple(known)
    for root in roots:
        is_deleted = root in names or _lies_in(root, names)
        if not is_deleted and _may_be_elsewhere(root, paths, base):
            raise _gone(root, names, base)


def present_roots(roots: Iterable[str], base: Path) -> list[Path]:
    """Give the paths of the roots that are there, and of those that cannot be looked at."""
    return [base / root for root in roots if not _is_gone(base / root)]


def _is_gone(path: Path) -> bool:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def _lies_in(root: str, others: Iterable[str]) -> bool:
    return any(PurePosixPath(root).is_relative_to(other) for other in others)


def _may_be_elsewhere(root: str, known: Collection[str], base: Path) -> bool:
    """Tell whether a root that is gone was a folder with files, or its own folder is gone."""
    was_folder = any(path.startswith(f"{root}/") for path in known)
    return was_folder or _is_gone((base / root).parent)


def _gone(root: str, others: Iterable[str], base: Path) -> RequestError:
    remaining = " ".join(shlex.quote(shown_path(other, base)) for other in others)
    return RequestError(
        f"there is no {shown_path(root, base)}, which the index remembers: bring it back, or "
        f"leave it out with `searchkit index --rebuild {remaining or 'PATH...'}`"
    )
