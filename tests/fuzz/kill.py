"""Kill builds at very many moments: `python -m fuzz.kill [EVERY]`, in the folder `tests`.

Every moment is tried at which a build touches the disk, or with EVERY only each so many of them.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from indexing.killing import KINDS, build_and_die, check_survival, make_archive


def main(every: int) -> None:
    """Try all kinds of builds, and name the moments that something was lost at."""
    failed = tried = 0
    for kind in KINDS:
        with tempfile.TemporaryDirectory() as name:
            make_archive(Path(name), kind)
            moments = build_and_die(Path(name), kind)
        for moment in range(1, moments + 1, every):
            tried += 1
            with tempfile.TemporaryDirectory() as name:
                make_archive(Path(name), kind)
                build_and_die(Path(name), kind, moment)
                try:
                    check_survival(Path(name), kind)
                except Exception as error:  # whatever it is, the next moments are tried as well
                    failed += 1
                    print(f"{kind} {moment} of {moments}: {type(error).__name__}: {error}")
    print(f"{tried} builds killed, {failed} lost something")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
