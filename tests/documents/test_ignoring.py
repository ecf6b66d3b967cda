"""What `.searchkitignore` leaves out: git's syntax, with git itself as the judge."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from searchkit.documents.ignoring import parse_line
from searchkit.documents.walk import walk
from searchkit.errors import MetadataError

NAMES = ["a", "b", "ab", "a.b", "!a", "#a", "a ", "[a]", "a-b", "A", "1", "a*"]
PARTS = [
    *("a", "b", "ab", "a.b", "*", "**", "***", "?", "*b", "a*", "**a", "[ab]", "[!a]", "[^a]"),
    *("[a-c]", "[c-a]", "[]a]", "[!]a]", "[a-]", "[[:alpha:]]", "[[:digit:]x]", "[a", "\\a"),
    *("\\!a", "\\#a", "#a", "a ", "a\\ ", " a", "\\[a\\]", "a\\*", "[[:x:]]", "a\\", "1", "A"),
    *("[\\]a]", "[a\\-c]", "?.?", "*.*", "[[:a]", "a\t", "a\r", "[--a]", "*a*b*"),
]
LINES = st.builds(
    lambda takes_back, root, parts, folder, blanks: (
        takes_back + root + "/".join(parts) + folder + blanks
    ),
    st.sampled_from(["", "", "!"]),
    st.sampled_from(["", "", "/", "**/"]),
    st.lists(st.sampled_from(PARTS), min_size=1, max_size=3),
    st.sampled_from(["", "", "/", "/**"]),
    st.sampled_from(["", "", " ", "  "]),
)
PATHS = st.lists(st.sampled_from(NAMES), min_size=1, max_size=3)


def _tree(root: Path, *paths: str) -> Path:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("Om lönen.", encoding="utf-8")
    return root


def _found(root: Path) -> list[str]:
    return [file.inside for file in walk([root]).files]


def _ignore(folder: Path, *lines: str) -> None:
    source = "".join(f"{line}\n" for line in lines)
    (folder / ".searchkitignore").write_bytes(source.encode())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return _tree(tmp_path / "arkiv", "a.txt", "bilagor/b.txt", "bilagor/å.md", "st/2022/å.txt")


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        (["*.txt"], ["bilagor/å.md"]),
        (["bilagor/"], ["a.txt", "st/2022/å.txt"]),
        (["/b*", "!bilagor/å.md"], ["a.txt", "st/2022/å.txt"]),
        (["bilagor/*", "!bilagor/å.md"], ["a.txt", "bilagor/å.md", "st/2022/å.txt"]),
        (["# bara våra", "/*", "!st/"], ["st/2022/å.txt"]),
        (["?.*"], []),
        (["[!å].*"], ["bilagor/å.md", "st/2022/å.txt"]),
        (["st/**/å.txt"], ["a.txt", "bilagor/b.txt", "bilagor/å.md"]),
        (["**/2022"], ["a.txt", "bilagor/b.txt", "bilagor/å.md"]),
        (["a\u030a.*", "  ", ""], ["a.txt", "bilagor/b.txt"]),
    ],
)
def test_a_pattern_leaves_out_what_it_names(lines: list[str], left: list[str], root: Path) -> None:
    _ignore(root, *lines)
    assert _found(root) == left


def test_an_inner_file_goes_before_an_outer_one(root: Path) -> None:
    _ignore(root, "*.txt")
    _ignore(root / "st", "!/2022/å.txt")
    assert _found(root) == ["bilagor/å.md", "st/2022/å.txt"]


def test_an_inner_file_speaks_of_its_own_folder_only(root: Path) -> None:
    _ignore(root / "bilagor", "*")
    assert _found(root) == ["a.txt", "st/2022/å.txt"]


def test_a_folder_that_is_ignored_is_not_walked(root: Path) -> None:
    _ignore(root, "st/")
    _ignore(root / "st", "[aldrig läst")
    assert (_found(root), walk([root]).ignored) == (["a.txt", "bilagor/b.txt", "bilagor/å.md"], 1)


def test_hidden_files_stay_out_even_when_taken_back(root: Path) -> None:
    _tree(root, ".dold.txt")
    _ignore(root, "!.dold.txt")
    assert ".dold.txt" not in _found(root)


def test_what_is_named_as_a_root_is_not_ignored(root: Path) -> None:
    _ignore(root, "*")
    assert [file.path.name for file in walk([root / "a.txt", root / "st"]).files] == [
        "a.txt",
        "å.txt",
    ]


def test_a_file_above_the_root_says_nothing(root: Path) -> None:
    _ignore(root, "2022")
    assert _found(root / "st") == ["2022/å.txt"]


@pytest.mark.skipif(os.name == "nt", reason="links need privileges")
def test_a_link_to_a_folder_counts_as_a_folder(root: Path, tmp_path: Path) -> None:
    _tree(tmp_path, "ute/c.txt")
    (root / "länk").symlink_to(tmp_path / "ute")
    assert "länk/c.txt" in _found(root)
    _ignore(root, "länk/")
    assert "länk/c.txt" not in _found(root)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("[ab", r"a [ is never closed; write \[ for the character itself"),
        ("ab\\", r"nothing follows the last \; write \\ for the character itself"),
        ("!/", "'/' names no file and no folder"),
        (
            "[[:alfa:]]",
            "there is no [:alfa:]; there are alnum, alpha, blank, cntrl, digit, graph, lower, "
            "print, punct, space, upper, xdigit",
        ),
    ],
)
def test_a_line_that_cannot_be_read_is_told_with_its_place(
    line: str, message: str, root: Path
) -> None:
    _ignore(root / "st", "*.log", line)
    with pytest.raises(MetadataError) as caught:
        walk([root])
    place = f"{(root / 'st').as_posix()}/.searchkitignore:2"
    assert str(caught.value) == f"{place}: {message}"


def test_a_file_that_is_not_utf_8_is_told_with_its_line(root: Path) -> None:
    (root / ".searchkitignore").write_bytes("ett\nå\n".encode("latin-1"))
    with pytest.raises(MetadataError) as caught:
        walk([root])
    assert str(caught.value).endswith(".searchkitignore:2: not UTF-8; save it as UTF-8")


def test_a_file_that_is_no_list_of_patterns_is_not_read_into_memory(root: Path) -> None:
    with (root / ".searchkitignore").open("wb") as file:
        file.truncate(2**31)
    with pytest.raises(MetadataError) as caught:
        walk([root])
    assert str(caught.value).endswith(".searchkitignore: cannot be read: larger than 50 MB")


def _readable(lines: list[str]) -> list[str]:
    """Leave out the lines that are mistakes to us; to git they match nothing."""
    readable = []
    for line in lines:
        try:
            parse_line(line)
        except ValueError:
            continue
        readable.append(line)
    return readable


@pytest.mark.skipif(shutil.which("git") is None, reason="git is the judge")
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    paths=st.lists(PATHS, min_size=4, max_size=12),
    outer=st.lists(LINES, min_size=1, max_size=4),
    inner=st.lists(LINES, max_size=2),
)
def test_what_is_left_is_what_git_leaves(
    paths: list[list[str]],
    outer: list[str],
    inner: list[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    root = tmp_path_factory.mktemp("träd")
    for parts in paths:
        path = root.joinpath(*parts)
        if not path.exists() and all(not parent.is_file() for parent in path.parents):
            _tree(root, "/".join(parts))
    assume(not (root / "a").is_file())
    (root / "a").mkdir(exist_ok=True)
    for folder, lines in ((root, outer), (root / "a", inner)):
        source = "".join(f"{line}\n" for line in lines).encode()
        (folder / ".gitignore").write_bytes(source)
        _ignore(folder, *_readable(lines))
    subprocess.run(["git", "init", "-q", root], check=True)
    listing = ["ls-files", "-o", "-z", "--exclude-per-directory=.gitignore"]
    left = subprocess.run(["git", "-C", root, *listing], capture_output=True, check=True)
    paths_left = (path for path in left.stdout.decode().split("\0") if path)
    assert sorted(_found(root)) == sorted(path for path in paths_left if not _is_hidden(path))


def _is_hidden(path: str) -> bool:
    return path.rpartition("/")[2].startswith(".")
