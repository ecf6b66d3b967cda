"""Defaults from files: flag, then environment, then the project's file, then the user's."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Call
from .running import Ran

USER_FILE = ".config/searchkit/config.toml"
FOUND = "seeds/002_1842171969dfd728.txt"


@pytest.fixture
def found(call: Call, archive: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Count what `searchkit list` shows, and tell how many of all documents it was."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(archive / ".config"))
    (archive / ".config" / "searchkit").mkdir(parents=True)

    def listed(*arguments: str) -> Ran:
        return call(archive, "list", "--format", "{rank}", *arguments)

    return listed


def test_the_users_file_gives_defaults(found: Call, archive: Path) -> None:
    (archive / USER_FILE).write_text("[list]\nlimit = 2\n")
    assert found().lines == ["1", "2"]


def test_the_users_file_lies_in_config_without_the_variable(
    call: Call, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    (archive / USER_FILE).parent.mkdir(parents=True)
    (archive / USER_FILE).write_text("[list]\nlimit = 2\n")
    assert len(call(archive, "list", "-l").lines) == 2


def test_the_projects_file_wins_over_the_users(found: Call, archive: Path) -> None:
    (archive / USER_FILE).write_text("[list]\nlimit = 2\n")
    (archive / "searchkit.toml").write_text("[list]\nlimit = 3\n")
    assert found().lines == ["1", "2", "3"]


def test_a_flag_wins_over_the_files(found: Call, archive: Path) -> None:
    (archive / "searchkit.toml").write_text("[list]\nlimit = 3\n")
    assert found("-n", "1").lines == ["1"]


def test_the_environment_wins_over_the_files(
    found: Call, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (archive / "searchkit.toml").write_text('index = "saknas"\n')
    monkeypatch.setenv("SEARCHKIT_INDEX", str(archive / "index"))
    assert found().code == 0


def test_a_flag_wins_over_the_environment(
    found: Call, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEARCHKIT_INDEX", "saknas")
    assert (found().code, found("--index", "index").code) == (3, 0)


def test_a_commands_own_table_wins_over_what_stands_for_all(found: Call, archive: Path) -> None:
    (archive / "searchkit.toml").write_text("limit = 4\n[list]\nlimit = 1\n")
    assert found().lines == ["1"]


def test_an_index_in_a_file_is_relative_to_that_file(call: Call, archive: Path) -> None:
    (archive / "searchkit.toml").write_text('index = "index"\n')
    ran = call(archive / "seeds", "search", "-l", "personalomsättning")
    assert ran == Ran(0, "002_1842171969dfd728.txt\n", "")


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("limt = 3", "there is no setting limt: there are "),
        ("[sok]\nlimit = 3", "there is no setting sok: there are "),
        ("[list]\nlimt = 3", "there is no setting limt: there are "),
        ("limit =", "cannot be read: "),
    ],
)
def test_a_mistake_in_a_file_is_told_with_its_name(
    written: str, message: str, found: Call, archive: Path
) -> None:
    (archive / "searchkit.toml").write_text(f"{written}\n")
    ran = found()
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"searchkit: {archive / 'searchkit.toml'}: {message}")


def test_an_option_is_called_as_on_the_command_line(found: Call, archive: Path) -> None:
    (archive / "searchkit.toml").write_text('[list]\nnot-source = ["ST", "Voister"]\n')
    assert found().lines == ["1", "2", "3"]


def test_an_option_for_several_values_takes_one_without_brackets(
    found: Call, archive: Path
) -> None:
    (archive / "searchkit.toml").write_text('source = "ST"\n')
    assert found().lines == ["1"]


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("limit = [1]", "limit takes one value, not a list"),
        ("since = 2020-01-01", "since takes text in quotes, a number, true or false"),
        ("[list.limit]", "limit takes text in quotes, a number, true or false"),
    ],
)
def test_a_value_of_another_kind_is_told(
    written: str, message: str, found: Call, archive: Path
) -> None:
    (archive / "searchkit.toml").write_text(f"{written}\n")
    assert found() == Ran(2, "", f"searchkit: {archive / 'searchkit.toml'}: {message}\n")


@pytest.mark.parametrize("value", ['"många"', "-1"])
def test_a_value_that_cannot_be_used_is_exit_2(value: str, found: Call, archive: Path) -> None:
    (archive / "searchkit.toml").write_text(f"[list]\nlimit = {value}\n")
    ran = found()
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("searchkit: Invalid value for '-n' / '--limit': ")
