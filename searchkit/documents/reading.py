"""Read many files in order: here where that is safe and quick, else in other processes.

Plain text is read by our own code, which cannot crash; starting processes pays only when there
is much of it. Other formats stand on libraries, some of them not in Python, and on files that
anybody may have made: those never are read in the process that writes the index.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Sequence

from searchkit.documents.entry import Entry
from searchkit.documents.parts import Limits, Part, iter_parts
from searchkit.documents.readers import may_crash

_MUCH_BYTES = 4_000_000
_BYTES_A_FILE = 2_000
"""What opening and describing a file costs, in bytes of reading one."""


def iter_all(
    entries: Sequence[Entry], jobs: int, limits: Limits
) -> Generator[tuple[Entry, Part], None, None]:
    """Yield the parts of all files, in the order of the files."""
    if _pays(entries, jobs):
        from searchkit.documents.pool import iter_in_order

        yield from iter_in_order(entries, jobs, limits)
    else:
        for entry in entries:
            for part in iter_parts(entry):
                yield entry, part


def _pays(entries: Sequence[Entry], jobs: int) -> bool:
    """Tell whether other processes are to read."""
    if os.name != "posix":  # no alarm to end a reader with
        return False
    if any(may_crash(entry.file) for entry in entries):
        return True
    cost = sum(entry.state.size + _BYTES_A_FILE for entry in entries)
    return jobs > 1 and cost >= _MUCH_BYTES
