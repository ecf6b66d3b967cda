"""Run searchkit: `python -m searchkit`, and the `searchkit` command."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line with this process's arguments, and exit with its code."""
    # A search is over before collecting would free anything worth the time; a long build
    # still collects, after larger steps.
    gc.set_threshold(100_000)
    from searchkit.cli.main import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
