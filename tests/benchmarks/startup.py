"""Time whole processes: a cold search beside `whoosh search` on the same files.

    python tests/benchmarks/startup.py

Runs the commands in turn, so that a slow moment of the machine hits all of them, and prints
the median of each and its ratio to the peer's. Needs searchkit installed with its
dependencies; the peer is the command that comes with whoosh3.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 15
SEEDS = Path(__file__).parents[2] / "seeds"
QUERY = "personalomsättning"
UNSEEN = "fjärrundervisningsplattform"
"""A word that no seed has, for a search that must look beyond what the index remembers."""


def main() -> None:
    """Index the seeds with both programs, time them, print a table."""
    with tempfile.TemporaryDirectory() as folder:
        commands = prepare(Path(folder))
        times: dict[str, list[float]] = {name: [] for name in commands}
        for run in range(RUNS + 1):
            for name, command in commands.items():
                seconds = time_process(command)
                if run:
                    times[name].append(seconds)
    peer = statistics.median(times["whoosh search"])
    for name, measured in times.items():
        median = statistics.median(measured)
        print(f"{name:32} {median * 1000:7.1f} ms  {median / peer:5.2f} of whoosh search")


def prepare(folder: Path) -> dict[str, list[str]]:
    """Build both indexes and give the commands to time, by name."""
    documents = folder / "seeds"
    shutil.copytree(SEEDS, documents)
    programs = Path(sys.executable).parent
    ours, theirs = str(programs / "searchkit"), str(programs / "whoosh")
    index = str(folder / "index")
    run([ours, "index", str(documents), "--index", index])
    run([theirs, "index", str(documents)])
    return {
        "python -c pass": [sys.executable, "-c", "pass"],
        "whoosh search": [theirs, "search", QUERY, str(documents)],
        "searchkit search": [ours, "search", QUERY, "--index", index],
        "searchkit search, word not seen": [ours, "search", UNSEEN, "--index", index],
        "searchkit search -q": [ours, "search", "-q", QUERY, "--index", index],
        "searchkit --help": [ours, "--help"],
    }


def run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True)


def time_process(command: list[str]) -> float:
    """Run a command to its end, its output thrown away, and give the seconds it took."""
    started = time.perf_counter()
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
