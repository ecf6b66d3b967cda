"""README's commands do what README says. The first installs searchkit anew, from the registry."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SHELL = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
SETUP, TESTING = (block.strip() for block in SHELL[:2])
EXAMPLES = [
    line.partition("  #")[0].strip()
    for block in SHELL[2:]
    for line in block.splitlines()
    if line.startswith("searchkit") and "|" not in line.replace("'rekryt* OR", "")
]
NEED_OTHER_FOLDERS = ("~/arkiv", "QUERIES", "queries.tsv")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what is in the repository, without what was made in this one."""
    folder = tmp_path_factory.mktemp("clone")
    for name in ("README.md", "LICENSE", "setup.cfg", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    ignored = shutil.ignore_patterns("__pycache__", "generation-*", "*.json", "*.lock")
    for name in ("searchkit", "seeds", "index"):
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    return folder


def shell(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a line as it is typed, with the searchkit of these tests."""
    here = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["sh", "-c", line], cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "PATH": here}, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def test_the_first_command_sets_up_indexes_and_answers(copy: Path) -> None:
    ran = shell(SETUP, copy)
    assert ran.returncode == 0, ran.stderr
    answer = README.split("```\n1  Protokoll", 1)[1].partition("```")[0]
    assert ran.stdout.endswith("1  Protokoll" + answer)


def test_the_second_command_is_what_is_run_before_a_change_lands() -> None:
    assert TESTING in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("line", EXAMPLES)
def test_an_example_finds_something(line: str, copy: Path) -> None:
    if any(name in line for name in NEED_OTHER_FOLDERS):
        line += " --help"
    assert shell("searchkit index seeds", copy).returncode == 0
    ran = shell(line, copy)
    assert (ran.returncode, "mistake" in ran.stderr) == (0, False), ran.stderr


def test_the_json_example_is_what_is_printed_but_shortened(copy: Path) -> None:
    example = json.loads(re.findall(r"```json\n(.*?)```", README, re.DOTALL)[0])
    assert shell("searchkit index seeds", copy).returncode == 0
    printed = json.loads(shell("searchkit search --json personalomsättning", copy).stdout)
    (hit,), (printed_hit,) = example.pop("results"), printed["results"]
    (passage,), printed_passage = hit.pop("passages"), printed_hit["passages"][0]
    beginning = passage.pop("text").removesuffix("…")
    assert printed_passage["text"].startswith(beginning)
    for shown, whole in ((example, printed), (hit, printed_hit), (passage, printed_passage)):
        assert {name: whole[name] for name in shown} == shown


def test_the_python_example_prints_the_hits(copy: Path) -> None:
    source = re.findall(r"```python\n(.*?)```", README, re.DOTALL)[0]
    ran = subprocess.run(
        [sys.executable, "-c", source], cwd=copy, capture_output=True, text=True, check=True
    )
    assert ran.stdout.splitlines()[0] == (
        "1 2021-06 Migrationsverkets it-enhet i Norrköping skakas om av flera tunga "
        "personalavhopp under senaste halvåret seeds/000_e2abe6e706a4261c.txt"
    )
