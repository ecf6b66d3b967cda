"""Run searchkit as a process of its own, or inside this one where a process adds nothing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

COMMAND = (sys.executable, "-m", "searchkit")

SPEAKING = (
    "SEARCHKIT_INDEX", "SEARCHKIT_TRUST", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES",
    "PAGER", "LESS", "TERM", "XDG_CONFIG_HOME", "HOME",
)  # fmt: skip
"""Environment variables that searchkit listens to; no test inherits them."""


CACHE = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
"""Where the compiled dictionary is kept: compiling it for each test would take for ever."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command did: its exit code, and what it wrote where."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """The lines of standard output."""
        return self.out.splitlines()


def quiet_environment(home: Path, **variables: str) -> dict[str, str]:
    """Give this process's environment without anything that changes searchkit's mind."""
    kept = {name: value for name, value in os.environ.items() if name not in SPEAKING}
    places = {"HOME": str(home), "XDG_CACHE_HOME": CACHE}
    return {**kept, **places, **variables}


def run_process(
    folder: Path, *arguments: str, typed: str = "", variables: Mapping[str, str] | None = None
) -> Ran:
    """Run searchkit in a folder and wait for its end."""
    ran = subprocess.run(
        [*COMMAND, *arguments],
        cwd=folder,
        env=quiet_environment(folder, **(variables or {})),
        input=typed.encode(),
        capture_output=True,
        check=False,
    )
    return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())


def timeless(text: str) -> str:
    """Replace the seconds that a search took, which no test may depend on."""
    return re.sub(r"\(\d+\.\d\d s\)", "(0.01 s)", text)
