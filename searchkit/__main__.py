"""Run searchkit: `python -m searchkit`, and the `searchkit` command."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line with this process's arguments, and exit with its code."""
    # A search is over before collecting would free anything worth the time; a long build
    # still collects, after larger steps.
    gc.set_threshold(500_000)
    try:
        from searchkit.cli.main import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        # Ctrl-C while modules are imported, before `run` can see to it.
        code = 130
    # Python looks through every object for cycles before it exits, and a quarter of a cold
    # search went into that; the process gives back all of them anyway.
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    main()
