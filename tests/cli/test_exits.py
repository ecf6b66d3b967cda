"""How searchkit ends: exit codes, a reader that leaves, Ctrl-C, mistakes on the command line."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from searchkit.cli.exits import exit_code, report
from searchkit.errors import DocumentMissing, IndexUnusable, InvalidInput, SearchkitError

from .conftest import Call
from .running import COMMAND, Ran, quiet_environment, run_process

MANY = 2000


@pytest.fixture(scope="module")
def crowded(indexed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with an index of the seeds, and many files that are not in it yet."""
    folder = tmp_path_factory.mktemp("många") / "arkiv"
    shutil.copytree(indexed, folder)
    for number in range(MANY):
        text = f"Protokoll {number}\n\nEnhet {number} har hög personalomsättning.\n" * 4
        (folder / "seeds" / f"protokoll_{number:04}.txt").write_text(text)
    return folder


def wait_for(ready: Callable[[], bool]) -> None:
    """Wait until something has come about; fail in a minute if it never does."""
    for _ in range(6000):
        if ready():
            return
        time.sleep(0.01)
    raise AssertionError("it never came about")


@contextmanager
def building(folder: Path, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start a build, and hand it over when it is in the middle of its work."""
    with subprocess.Popen(
        [*COMMAND, "index", "--rebuild", *options],
        cwd=folder,
        env=quiet_environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        try:
            wait_for((folder / "index" / "writer.json").exists)
            wait_for(lambda: len(list((folder / "index").glob("generation-*"))) == 2)
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_while_indexing_leaves_the_old_index_answering(jobs: str, crowded: Path) -> None:
    with building(crowded, "--jobs", jobs) as process:
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate()
        assert Ran(process.returncode, out.decode(), err.decode()) == Ran(
            130, "", "searchkit: interrupted\n"
        )
    assert run_process(crowded, "search", "-c", "personalomsättning") == Ran(0, "1\n", "")


def test_searches_are_answered_throughout_a_build(crowded: Path, tmp_path: Path) -> None:
    folder = tmp_path / "arkiv"
    shutil.copytree(crowded, folder)
    with building(folder) as process:
        answers = {run_process(folder, "search", "-c", "personalomsättning") for _ in range(4)}
        process.communicate()
    assert answers <= {Ran(0, "1\n", ""), Ran(0, f"{MANY + 1}\n", "")}


def test_a_second_build_waits_and_then_names_the_first_while_searches_are_answered(
    crowded: Path,
) -> None:
    with building(crowded) as first:
        os.killpg(first.pid, signal.SIGSTOP)
        second = run_process(crowded, "index", "--wait", "0.2")
        search = run_process(crowded, "search", "-c", "personalomsättning")
        os.killpg(first.pid, signal.SIGCONT)
        os.killpg(first.pid, signal.SIGINT)
        first.communicate()
        holder = f"process {first.pid} on {os.uname().nodename}"
    assert second == Ran(
        3,
        "",
        f"waiting for {holder}, which is writing the index\n"
        f"searchkit: the index in index is being written by {holder}: "
        "try again when it is done, or wait longer with --wait SECONDS\n",
    )
    assert search == Ran(0, "1\n", "")


def test_a_reader_that_leaves_ends_a_search_silently(indexed: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "search", "-n", "0", "--jsonl", "migrationsverket"],
        cwd=indexed,
        env=quiet_environment(indexed),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert (process.stderr.read(), process.wait()) == (b"", 141)


def test_the_first_line_can_be_taken_alone(indexed: Path) -> None:
    command = f"{' '.join(COMMAND)} search -n 0 --jsonl migrationsverket | head -1"
    ran = subprocess.run(
        ["sh", "-c", command],
        cwd=indexed,
        env=quiet_environment(indexed),
        capture_output=True,
        check=True,
    )
    assert (ran.stdout.count(b"\n"), ran.stdout[:10], ran.stderr) == (1, b'{"rank": 1', b"")


@pytest.mark.parametrize(
    ("arguments", "closed", "code"),
    [
        ("search -q lön", "<&- >&- 2>&-", 0),
        ("search lön", ">&-", 0),
        ("search lön", "2>&-", 0),
        ("search xyzzy", "2>&-", 1),
        ("search -f -", "<&-", 1),
        ("analyze", "<&-", 0),
        ("index --dry-run", ">&-", 0),
    ],
)
def test_a_closed_stream_is_no_mistake_of_the_program(
    arguments: str, closed: str, code: int, indexed: Path
) -> None:
    ran = subprocess.run(
        ["sh", "-c", f'exec "$0" -m searchkit {arguments} {closed}', sys.executable],
        cwd=indexed,
        env=quiet_environment(indexed),
        capture_output=True,
        check=False,
    )
    assert ran.returncode == code
    assert b"mistake" not in ran.stderr
    assert b"seconds" not in ran.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("list",),
        ("search", "lön"),
        ("search", "--jsonl", "-n", "0", "lön"),
        ("show", "002", "--no-pager"),
        ("terms", "facket"),
        ("help", "query"),
    ],
)
def test_output_that_a_full_disk_has_no_room_for_is_told_in_one_line(
    arguments: tuple[str, ...], indexed: Path
) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [*COMMAND, *arguments],
            cwd=indexed,
            env=quiet_environment(indexed),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    message = b"searchkit: the output cannot be written: No space left on device\n"
    assert (ran.returncode, ran.stderr) == (2, message)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (DocumentMissing("borta", "x"), 1),
        (InvalidInput("fel"), 2),
        (IndexUnusable("inget", "index"), 3),
        (SearchkitError("annat"), 2),
        (OSError("disk"), 2),
        (KeyboardInterrupt(), 130),
        (BrokenPipeError(), 141),
        (ZeroDivisionError("fel"), 2),
    ],
)
def test_every_exception_has_its_exit_code(error: BaseException, code: int) -> None:
    assert exit_code(error) == code


def test_an_unexpected_exception_is_one_line_that_asks_for_a_report(
    capsys: pytest.CaptureFixture[str],
) -> None:
    report(ZeroDivisionError("division by zero"))
    assert capsys.readouterr().err == (
        "searchkit: this is a mistake in searchkit, please report it: "
        "ZeroDivisionError: division by zero\n"
    )


def test_a_message_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    report(SearchkitError("\x1b[2J\u202eond"))
    assert capsys.readouterr().err == "searchkit: \ufffd[2Jond\n"


def test_an_unknown_field_is_marked_and_the_known_ones_are_named(
    call: Call, indexed: Path
) -> None:
    ran = call(indexed, "search", "lön författare:Ek")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[-2:] == ["  lön författare:Ek", "      ^^^^^^^^^^^"]
    assert all(name in ran.err for name in ("title", "source", "type", "date"))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("search", "rekrytera", "-konsulter"),
            "No such option '-k'. To leave out a word, write --not konsulter, "
            "or quote the whole query.\nTry: searchkit search --help",
        ),
        (
            ("search", "rekrytera", "-fack"),
            "Invalid value for '-f' / '--file': File 'ack' does not exist. "
            "To leave out a word, write --not fack, or quote the whole query."
            "\nTry: searchkit search --help",
        ),
        (
            ("search", "lön", "--limit"),
            "Option '--limit' requires an argument.\nTry: searchkit search --help",
        ),
        (("show",), "Missing argument 'DOCUMENT'.\nTry: searchkit show --help"),
    ],
)
def test_a_mistake_on_the_command_line_is_told_with_what_to_do(
    arguments: tuple[str, ...], message: str, call: Call, indexed: Path
) -> None:
    assert call(indexed, *arguments) == Ran(2, "", f"searchkit: {message}\n")


@pytest.mark.parametrize("name", ["sök", "sea"])
def test_an_unknown_command_is_answered_with_those_there_are(
    name: str, call: Call, indexed: Path
) -> None:
    ran = call(indexed, name, "lön")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(
        f"searchkit: there is no command {name!r}: the commands are search, show, "
    )
    assert ran.err.endswith("\nTry: searchkit --help\n")
