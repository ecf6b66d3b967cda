"""What depends on the screen: colour, width, links, pager, progress."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
from collections.abc import Mapping
from pathlib import Path

import pytest

from .running import COMMAND, quiet_environment, run_process

PLAIN = "personalomsättning"
BOLD = f"\x1b[1m{PLAIN}\x1b[0m"
RED = f"\x1b[1;31m{PLAIN}\x1b[0m"

DUMB = {"TERM": "dumb"}


def on_a_terminal(
    folder: Path,
    *arguments: str,
    rows: int = 24,
    columns: int = 80,
    variables: Mapping[str, str] | None = None,
) -> str:
    """Run searchkit on a terminal of its own and give all that it shows there."""
    screen, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=folder,
        env=quiet_environment(folder, **{"TERM": "xterm", **(variables or {})}),
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
    )
    os.close(terminal)
    shown = b""
    with process:
        while select.select([screen], [], [], 60)[0]:
            try:
                piece = os.read(screen, 4096)
            except OSError:
                break
            if not piece:
                break
            shown += piece
    os.close(screen)
    return shown.decode().replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("option", "variables", "shown"),
    [
        ("auto", {}, RED),
        ("always", {"NO_COLOR": "1"}, RED),
        ("never", {"FORCE_COLOR": "1"}, BOLD),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, BOLD),
        ("auto", {"NO_COLOR": ""}, RED),
        ("auto", {"TERM": "dumb"}, PLAIN),
    ],
)
def test_a_terminal_shows_marks_in_bold_and_in_colour_where_allowed(
    option: str, variables: dict[str, str], shown: str, indexed: Path
) -> None:
    screen = on_a_terminal(indexed, "search", PLAIN, "--color", option, variables=variables)
    assert f"Funktionen är ansträngd och har hög {shown}. …" in screen


@pytest.mark.parametrize(
    ("option", "variables", "shown"),
    [
        ("auto", {}, PLAIN),
        ("auto", {"FORCE_COLOR": "1"}, RED),
        ("auto", {"FORCE_COLOR": "1", "TERM": "dumb"}, RED),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, PLAIN),
        ("always", {"NO_COLOR": "1"}, RED),
        ("never", {"FORCE_COLOR": "1"}, PLAIN),
    ],
)
def test_a_pipe_is_plain_unless_colour_is_asked_for(
    option: str, variables: dict[str, str], shown: str, indexed: Path
) -> None:
    ran = run_process(indexed, "search", PLAIN, "--color", option, variables=variables)
    assert f"Funktionen är ansträngd och har hög {shown}. …" in ran.out


def test_a_terminal_links_the_path(indexed: Path) -> None:
    path = "seeds/002_1842171969dfd728.txt"
    shown = on_a_terminal(indexed, "search", PLAIN)
    assert f"\x1b]8;;file://{indexed}/{path}\x1b\\\x1b[2m{path}\x1b[0m\x1b]8;;\x1b\\" in shown


def test_lines_fit_a_narrow_terminal(indexed: Path) -> None:
    shown = on_a_terminal(indexed, "search", PLAIN, "--color", "never", columns=50, variables=DUMB)
    assert shown.splitlines()[:2] == [
        "1  Protokoll styrelsemöte ST sektion Syd inom",
        "   Migrationsverket",
    ]


def test_the_counts_stand_below_the_hits_after_a_blank_line(indexed: Path) -> None:
    lines = on_a_terminal(indexed, "search", PLAIN, variables=DUMB).splitlines()
    assert lines[-3] == ""
    assert lines[-2].startswith("1 document, 2 passages (")


@pytest.mark.parametrize(
    ("rows", "arguments", "is_paged"),
    [(10, (), True), (60, (), False), (10, ("--no-pager",), False), (10, ("--jsonl",), False)],
)
def test_a_pager_is_started_for_more_than_the_terminal_holds(
    rows: int, arguments: tuple[str, ...], is_paged: bool, indexed: Path, tmp_path: Path
) -> None:
    seen = tmp_path / "seen"
    screen = on_a_terminal(
        indexed,
        "search",
        "migrationsverket",
        *arguments,
        rows=rows,
        variables={"PAGER": f"tee {seen}"},
    )
    assert seen.exists() == is_paged
    assert "Medvind" in screen


@pytest.mark.parametrize("pager", ["", "finns-inte", "true"])
def test_a_pager_that_is_not_there_or_leaves_is_no_matter(pager: str, indexed: Path) -> None:
    screen = on_a_terminal(
        indexed, "search", "migrationsverket", rows=10, variables={"PAGER": pager}
    )
    assert "searchkit:" not in screen
    assert "4 documents, 8 passages" in screen
