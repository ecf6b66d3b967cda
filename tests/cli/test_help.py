"""Help, its examples, completion, and what they must not cost."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from searchkit.cli.help import TOPICS
from searchkit.cli.main import COMMANDS, cli

from .conftest import Call
from .running import COMMAND, Ran, quiet_environment, run_process

NAMES = [name for commands in COMMANDS.values() for name in commands]

HEAVY = ("whoosh", "simplemma", "snowballstemmer")


def iter_examples(text: str) -> Iterator[str]:
    """Yield the commands that a help text shows, each on a line of its own."""
    for line in text.splitlines():
        found = re.match(r" +(?:bash: |zsh: |fish: )? *(searchkit .*?)(?:  .*)?$", line)
        if found is not None and not found[1].startswith("searchkit COMMAND"):
            yield found[1]


def help_of(name: str) -> str:
    """Give the text that a command explains itself with."""
    command = cli.get_command(cli.make_context("searchkit", ["help"]), name)
    assert command is not None
    return "\n".join(f"  {line}" for line in (command.help or "").split("\n"))


TEXTS = {name: help_of(name) for name in NAMES} | {
    f"help {topic}": text for topic, text in TOPICS.items()
}

EXAMPLES = [
    pytest.param(example, id=f"{place}: {example}")
    for place, text in TEXTS.items()
    for example in iter_examples(text)
]


def completing(typed: str, place: int) -> dict[str, str]:
    """Make the environment in which bash asks for what may stand at a place."""
    return {
        "_SEARCHKIT_COMPLETE": "bash_complete",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(place),
    }


@pytest.fixture
def furnished(archive: Path) -> Path:
    """An archive with what the examples speak of: `~/arkiv`, `queries.txt` and so on."""
    for folder in ("arkiv", "protokoll"):
        (archive / folder).mkdir()
        (archive / folder / f"{folder}.txt").write_text(f"Text i {folder}.")
    (archive / "queries.txt").write_text("personalomsättning\nlön\n")
    (archive / "queries.tsv").write_text("1\tpersonalomsättning\n")
    (archive / "qrels.txt").write_text("1 0 002_1842171969dfd728.txt 1\n")
    for run in ("old.run", "new.run"):
        (archive / run).write_text("1 Q0 002_1842171969dfd728.txt 1 2.5 searchkit\n")
    return archive


@pytest.mark.parametrize("name", NAMES)
def test_every_command_shows_an_example(name: str) -> None:
    assert list(iter_examples(TEXTS[name]))


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_runs(example: str, call: Call, furnished: Path) -> None:
    words = shlex.split(example)
    end = next((place for place, word in enumerate(words) if word in "|><&&"), len(words))
    arguments = [word.replace("~", str(furnished)) for word in words[1:end]]
    typed = Path(furnished, words[end + 1]).read_text() if words[end:][:1] == ["<"] else ""
    ran = call(furnished, *arguments, typed=typed)
    assert (ran.code, ran.err.startswith("searchkit:")) == (0, False)


@pytest.mark.parametrize("arguments", [(), ("-h",), ("--help",)])
def test_the_help_lists_every_command(arguments: tuple[str, ...], call: Call, empty: Path) -> None:
    ran = call(empty, *arguments)
    assert (ran.code, ran.err) == (0, "")
    assert re.findall(r"^  ([a-z]+) +[A-Z]", ran.out, flags=re.MULTILINE) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_command_says_the_same_with_h_and_help(name: str, call: Call, empty: Path) -> None:
    short = call(empty, name, "-h")
    assert short == call(empty, name, "--help")
    assert (short.code, short.err) == (0, "")


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_is_explained_within_80_columns(topic: str, call: Call, empty: Path) -> None:
    ran = call(empty, "help", topic)
    assert (ran.code, ran.out, ran.err) == (0, TOPICS[topic], "")
    assert [line for line in ran.lines if len(line) > 80] == []


def test_help_alone_lists_the_topics(call: Call, empty: Path) -> None:
    assert call(empty, "help").lines[0] == f"Topics: {', '.join(TOPICS)}"


def test_an_unknown_topic_is_answered_with_those_there_are(call: Call, empty: Path) -> None:
    assert call(empty, "help", "sökning") == Ran(
        2,
        "",
        f"searchkit: there is no help on 'sökning': there is on {', '.join(TOPICS)}\n"
        "Try: searchkit help --help\n",
    )


def test_the_version_is_told(call: Call, empty: Path) -> None:
    assert re.fullmatch(r"searchkit \d+\.\d+\.\d+\S*\n", call(empty, "--version").out)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_script_asks_searchkit(shell: str, call: Call, empty: Path) -> None:
    ran = call(empty, "completion", shell)
    assert (ran.code, ran.err) == (0, "")
    assert f"_SEARCHKIT_COMPLETE={shell}_complete" in ran.out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_script_is_read_by_its_shell(shell: str, call: Call, empty: Path) -> None:
    script = empty / "completion"
    script.write_text(call(empty, "completion", shell).out)
    program = shutil.which(shell)
    if program is not None:
        subprocess.run([program, "-n", str(script)], check=True)
    assert script.read_text().strip()


@pytest.mark.parametrize(
    ("typed", "place", "offered"),
    [
        ("searchkit se", 1, {"search"}),
        ("searchkit search --not-", 2, {"--not-source", "--not-type"}),
        ("searchkit search --sort ", 3, {"relevance", "newest", "oldest", "title"}),
        ("searchkit help ", 2, set(TOPICS)),
    ],
)
def test_completion_offers_what_fits(
    typed: str, place: int, offered: set[str], empty: Path
) -> None:
    ran = run_process(empty, variables=completing(typed, place))
    assert {line.partition(",")[2] for line in ran.lines} == offered


@pytest.mark.parametrize(
    ("arguments", "variables"),
    [
        (("--help",), {}),
        (("search", "--help"), {}),
        (("help", "query"), {}),
        (("completion", "bash"), {}),
        ((), completing("searchkit search --s", 2)),
    ],
)
def test_help_and_completion_load_neither_engine_nor_dictionary(
    arguments: tuple[str, ...], variables: dict[str, str], empty: Path
) -> None:
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", *COMMAND[1:], *arguments],
        cwd=empty,
        env=quiet_environment(empty, **variables),
        capture_output=True,
        check=True,
    )
    imported = {line.rpartition("|")[2].strip() for line in ran.stderr.decode().splitlines()}
    assert "searchkit.cli.main" in imported
    assert {name for name in imported if name.partition(".")[0] in HEAVY} == set()
