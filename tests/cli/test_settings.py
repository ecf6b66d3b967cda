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
        ("[sok]\nlimit = 3", "there is no command for the table [sok]: there are analyze, "),
        ("[list]\nlimt = 3", "there is no setting limt in [list]: there are any, "),
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
        ("any = 1", "any is 1, and should be true or false"),
        ('json = "true"', 'json is "true", and should be true or false'),
        ("limit = true", "limit is true, and should be a whole number"),
        ("limit = 2.5", "limit is 2.5, and should be a whole number"),
        ('limit = "många"', 'limit is "många", and should be a whole number'),
        ("limit = [1]", "limit is a list, and should be a whole number"),
        ("[list.limit]", "limit is a table, and should be a whole number"),
        ('[index]\nwait = "1"', 'wait is "1", and should be a number'),
        ("format = 3", "format is 3, and should be text in quotes"),
        ("since = 2020-01-01", "since is 2020-01-01, and should be text in quotes"),
        ('source = ["ST", 3]', "source is 3, and should be text in quotes"),
        ("index = 3", "index is 3, and should be text in quotes"),
        ('index = "a\\u0000b"', "index has a NUL in it: leave it out"),
        ("index = true", "index is true, and should be text in quotes"),
    ],
)
def test_a_value_of_another_kind_is_told(
    written: str, message: str, found: Call, archive: Path
) -> None:
    (archive / "searchkit.toml").write_text(f"{written}\n")
    assert found() == Ran(2, "", f"searchkit: {archive / 'searchkit.toml'}: {message}\n")


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("limit = -1", "limit: -1 is not in the range x>=0."),
        ('undated = "aldrig"', "undated: 'aldrig' is not one of 'exclude', 'include', 'only'."),
        ('since = "2022-13"', 'since: Cannot read the date "2022-13": there is no month 13. '),
        ('until = "snart"', 'until: Cannot read the date "snart": '),
        ('date = "2021..snart"', 'date: Cannot read the date "2021..snart": '),
        ('index = ""', "index: name a folder, . for this one"),
        ('max-size = "stor"', "max-size: 'stor' is no size: write 500KB, 200MB or 2GB"),
    ],
)
def test_a_value_that_cannot_be_used_is_told_with_its_file(
    written: str, message: str, found: Call, archive: Path
) -> None:
    (archive / "searchkit.toml").write_text(f"{written}\n")
    ran = found()
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"searchkit: {archive / 'searchkit.toml'}: {message}")


def test_a_file_that_another_command_would_open_need_not_be_there(
    found: Call, archive: Path
) -> None:
    (archive / "searchkit.toml").write_text('[evaluate]\nagainst = "borta.run"\n')
    assert found().code == 0


def test_a_file_that_is_not_utf_8_is_told_in_words(found: Call, archive: Path) -> None:
    (archive / "searchkit.toml").write_bytes('[list]\nsource = "Lön"\n'.encode("latin-1"))
    assert found() == Ran(
        2, "", f"searchkit: {archive / 'searchkit.toml'}:2: not UTF-8; save it as UTF-8\n"
    )


def test_corrections_are_no_settings(call: Call, archive: Path) -> None:
    (archive / "searchkit.toml").write_text('[meta]\ndate = "2001"\n')
    assert call(archive, "meta", "001") == Ran(
        2,
        "",
        f"searchkit: {archive / 'searchkit.toml'}: there is no setting date in [meta]: "
        "there are index, json\n",
    )


def test_a_setting_for_all_commands_corrects_no_document(call: Call, archive: Path) -> None:
    (archive / "searchkit.toml").write_text('source = "ST"\n')
    ran = call(archive, "meta", "001")
    assert (ran.code, ran.err, "source  unknown" in ran.lines) == (0, "", True)


@pytest.mark.parametrize(
    ("written", "typed", "out"),
    [
        ("json = true", ("-l",), FOUND + "\n"),
        ("quiet = true", ("-c",), "1\n"),
        ('format = "{rank}"', ("-l",), FOUND + "\n"),
        ('format = "{rank}"', ("-q",), ""),
        ("json = true\nquiet = true", ("--format", "{rank}"), "1\n"),
        ("null = true", ("-c",), "1\n"),
        ("null = true", ("-l",), FOUND + "\0"),
        ("json = true", ("-0",), FOUND + "\0"),
        ('format = "{rank}"', ("-0",), "1\0"),
    ],
)
def test_a_form_of_output_that_a_flag_asks_for_wins_over_those_of_the_file(
    written: str, typed: tuple[str, ...], out: str, call: Call, archive: Path
) -> None:
    (archive / "searchkit.toml").write_text(f"[search]\n{written}\n")
    assert call(archive, "search", *typed, "personalomsättning") == Ran(0, out, "")


def test_a_file_of_queries_is_answered_as_json_lines_whatever_the_settings(
    call: Call, archive: Path
) -> None:
    (archive / "searchkit.toml").write_text("[search]\ncsv = true\nnull = true\n")
    ran = call(archive, "search", "-f", "-", typed="personalomsättning\n")
    assert (ran.code, ran.out.startswith('{"query": "personalomsättning"'), ran.err) == (
        0,
        True,
        "",
    )


def test_two_forms_of_output_in_the_settings_are_a_mistake(call: Call, archive: Path) -> None:
    (archive / "searchkit.toml").write_text("[search]\njson = true\nquiet = true\n")
    assert call(archive, "search", "lön") == Ran(
        2,
        "",
        "searchkit: choose one form of output in the settings: json or quiet\n"
        "Try: searchkit search --help\n",
    )
