"""Input that nobody means well with: no traceback, and nothing that steers the terminal."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from searchkit import storage
from searchkit.durable import read_sealed, write_sealed

from .conftest import Call
from .running import Ran

NO_INDEX = "build one with `searchkit index FOLDER`, or name another with --index"


@pytest.fixture
def put(call: Call, empty: Path) -> Call:
    """Index one document of these bytes, `text.txt`, in `empty`."""

    def indexed(content: bytes) -> Ran:
        (empty / "text.txt").write_bytes(content)
        return call(empty, "index", "text.txt")

    return indexed


def test_an_index_that_is_not_there_is_exit_3(call: Call, empty: Path) -> None:
    assert call(empty, "search", "lön") == Ran(
        3, "", f"searchkit: there is no index at index: {NO_INDEX}\n"
    )


def test_an_empty_index_folder_is_exit_3(call: Call, empty: Path) -> None:
    (empty / "index").mkdir()
    assert call(empty, "search", "lön") == Ran(
        3, "", f"searchkit: there is no index in index yet: {NO_INDEX}\n"
    )


def test_an_empty_index_folder_can_be_built_in(call: Call, empty: Path) -> None:
    (empty / "index").mkdir()
    (empty / "text.txt").write_text("Lönen steg.")
    assert call(empty, "index", "text.txt").code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("search", "lön"), f"index is a file, not an index directory: {NO_INDEX}"),
        (("index", "text.txt"), "index is a file: name a folder for the index with --index"),
    ],
)
def test_an_index_that_is_a_file_is_exit_3(
    arguments: tuple[str, ...], message: str, call: Call, empty: Path
) -> None:
    (empty / "index").write_text("jag är en fil")
    (empty / "text.txt").write_text("Lönen steg.")
    assert call(empty, *arguments) == Ran(3, "", f"searchkit: {message}\n")


def test_an_index_that_may_not_be_read_is_exit_3(
    call: Call, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, **_: object) -> str:
        raise PermissionError(13, "Permission denied", str(path))

    # The tests may run as root, whom no permission keeps out.
    monkeypatch.setattr(Path, "read_text", refuse)
    assert call(archive, "search", "lön") == Ran(
        3,
        "",
        "searchkit: no permission to read the index in index: "
        "choose another with --index, or ask its owner\n",
    )


def test_an_index_that_may_not_be_written_is_exit_3(
    call: Call, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, _: Path(path) != Path("index"))
    assert call(archive, "index") == Ran(
        3,
        "",
        "searchkit: no permission to write to index: name another folder with --index\n",
    )


@pytest.mark.parametrize(
    "arguments", [("search", "lön"), ("list",), ("status",), ("index",), ("index", "--rebuild")]
)
def test_an_index_of_another_users_is_refused(
    arguments: tuple[str, ...], call: Call, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    assert call(archive, *arguments) == Ran(
        3,
        "",
        "searchkit: the index in index belongs to another user, and opening it could run that "
        f"user's code: if you trust it, set {storage.TRUST_VARIABLE}={archive / 'index'}\n",
    )


def test_an_index_of_another_users_is_opened_when_trusted(
    call: Call, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    monkeypatch.setenv(storage.TRUST_VARIABLE, f"/annat{os.pathsep}{archive / 'index'}")
    assert call(archive, "search", "-c", "personalomsättning") == Ran(0, "1\n", "")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b'{"schema": 1}', b"null"])
@pytest.mark.parametrize("name", ["index.json", "generation-1/manifest.json"])
def test_a_damaged_file_is_told_and_a_rebuild_mends_it(
    name: str, content: bytes, call: Call, archive: Path
) -> None:
    (archive / "index" / name).write_bytes(content)
    status = call(archive, "status")
    assert (status.code, status.out) == (3, "")
    assert status.err.startswith("searchkit: the index in index ")
    assert status.err.endswith(": run `searchkit index --rebuild`\n")
    assert call(archive, "index", "--rebuild", "seeds").code == 0
    assert call(archive, "search", "-c", "personalomsättning").out == "1\n"


def test_a_rebuild_without_folders_needs_to_know_which(call: Call, archive: Path) -> None:
    (archive / "index" / "index.json").write_text("{")
    assert call(archive, "index", "--rebuild") == Ran(
        2, "", "searchkit: nothing to index: name a folder, `searchkit index FOLDER --rebuild`\n"
    )


# Whoosh leaves a file open that it cannot read to its end.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("how", ["cut", "emptied", "scrambled", "gone"])
def test_damaged_segments_are_told_and_a_rebuild_mends_them(
    how: str, call: Call, archive: Path
) -> None:
    for path in (archive / "index" / "generation-1").iterdir():
        content = path.read_bytes()
        if path.suffix == ".json":
            continue
        if how == "gone":
            path.unlink()
        else:
            changed = {
                "cut": content[: len(content) // 2],
                "emptied": b"",
                "scrambled": bytes(255 - byte for byte in content),
            }
            path.write_bytes(changed[how])
    search = call(archive, "search", "personalomsättning")
    assert (search.code, search.out) == (3, "")
    assert search.err.startswith("searchkit: the index in index")
    assert search.err.endswith(": run `searchkit index --rebuild`\n")
    assert call(archive, "index", "--rebuild").code == 0
    assert call(archive, "search", "-c", "personalomsättning").out == "1\n"


# Whoosh leaves a file open that it cannot read to its end.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("content", [b"", b"skadad " * 99], ids=["emptied", "overwritten"])
def test_damage_to_any_one_file_is_exit_3_or_no_matter(
    content: bytes, call: Call, archive: Path
) -> None:
    ends = set()
    for path in (archive / "index" / "generation-1").iterdir():
        whole = path.read_bytes()
        path.write_bytes(content)
        ran = call(archive, "search", "personalomsättning")
        path.write_bytes(whole)
        told = ran.err.endswith(": run `searchkit index --rebuild`\n")
        ends.add((ran.code, told))
    assert ends == {(0, False), (3, True)}


# Whoosh leaves a file open that it cannot read to its end.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("name", ["MAIN_*.seg", "_MAIN_1.toc", "swedish.lexicon"])
@pytest.mark.parametrize("how", ["cut", "gone"])
def test_an_index_with_nothing_to_do_tells_of_damage_as_a_search_does(
    name: str, how: str, call: Call, archive: Path
) -> None:
    (path,) = (archive / "index" / "generation-1").glob(name)
    if how == "cut":
        os.truncate(path, 20)
    else:
        path.unlink()
    search = call(archive, "search", "personalomsättning")
    assert search.code == 3
    assert call(archive, "index") == search
    assert call(archive, "index", "--rebuild").code == 0


def test_a_generation_that_is_gone_is_told(call: Call, archive: Path) -> None:
    shutil.rmtree(archive / "index" / "generation-1")
    assert call(archive, "search", "lön").code == 3


@pytest.mark.parametrize("command", [("search", "lön"), ("status",), ("index",)])
def test_an_index_of_another_analysis_asks_for_a_rebuild(
    command: tuple[str, ...], call: Call, archive: Path
) -> None:
    header = archive / "index" / "index.json"
    write_sealed(header, json.dumps({**json.loads(read_sealed(header)), "fingerprint": "0/0"}))
    assert call(archive, *command) == Ran(
        3,
        "",
        "searchkit: the index in index was built by another version of searchkit: "
        "run `searchkit index --rebuild`\n",
    )
    assert call(archive, "index", "--rebuild").out == (
        "+5 added, 0 changed, 0 deleted, 0 unchanged\n"
    )


def test_a_query_of_ten_thousand_words_is_answered(call: Call, indexed: Path) -> None:
    words = " ".join(f"många{number}" for number in range(9_999))
    ran = call(indexed, "search", "-l", f"{words} personalomsättning")
    assert (ran.code, ran.out) == (0, "seeds/002_1842171969dfd728.txt\n")
    assert ran.err.startswith("no document has all 10000 words: these have 1 of them")


@pytest.mark.parametrize(
    "query",
    ["lön\0", "\0", "\x1b[2J", "\u202e", "\ud800", "((((((((((" * 500, "-" * 5000, '"' * 999,
     "a*" * 400, "~" * 400, ":" * 400, "å" * 100_000, "1" * 5000, "date:" + "9" * 5000],
    ids=lambda query: ascii(query[:8]),
)  # fmt: skip
def test_a_query_of_any_characters_has_an_answer_of_its_own(
    query: str, call: Call, indexed: Path
) -> None:
    ran = call(indexed, "search", "--", query)
    assert ran.code in {0, 1, 2}
    assert "mistake in searchkit" not in ran.err
    assert not any(character in ran.out + ran.err for character in "\0\x1b\u202e")


def test_a_nul_byte_in_a_document_is_a_file_that_is_not_text(put: Call) -> None:
    assert put(b"\x00\x01\x02\x03" * 100) == Ran(
        0,
        "+0 added, 0 changed, 0 deleted, 0 unchanged; 1 skipped: text.txt (not text)\n",
        "",
    )


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n \xc2\xa0\n", b"\xef\xbb\xbf"])
def test_a_document_of_nothing_is_skipped_and_mentioned(content: bytes, put: Call) -> None:
    assert put(content) == Ran(
        0,
        "+0 added, 0 changed, 0 deleted, 0 unchanged; 1 skipped: text.txt (no text in it)\n",
        "",
    )


def test_an_index_of_no_documents_answers_with_none(call: Call, put: Call, empty: Path) -> None:
    put(b"")
    assert call(empty, "search", "-c", "lön") == Ran(1, "0\n", "")
    assert call(empty, "list", "-l") == Ran(1, "", "")
    assert call(empty, "status").lines[0].startswith("Index    index/ · 0 documents · built ")


def test_a_title_of_2000_characters_fits_the_screen(call: Call, put: Call, empty: Path) -> None:
    put(("Lönerevision " * 160 + "\n\nDet här är texten om semester.").encode())
    ran = call(empty, "search", "semester")
    assert (ran.code, max(map(len, ran.lines)) <= 80, len(ran.lines) <= 5) == (0, True, True)
    assert max(map(len, call(empty, "list").lines)) <= 80


def test_a_hit_at_the_end_of_a_long_document_is_shown_and_marked(
    call: Call, put: Call, empty: Path
) -> None:
    put(("Här står något annat. " * 2320 + "Sist kom personalomsättningen.").encode())
    ran = call(empty, "search", "--json", "personalomsättning")
    (passage,) = json.loads(ran.out)["results"][0]["passages"]
    (mark,) = passage["marks"]
    assert passage["text"][mark[0] : mark[1]] == "personalomsättningen"
    assert passage["text"].endswith("Sist kom personalomsättningen.")


HOSTILE = (
    "Rubrik \x1b]0;ond\x07 \u202eom lön\n\n"
    "Lönen \x1b[31mröd\x1b[0m \u2066steg\u2069 \x9b2J idag.\x08"
)

STEERING = "\x07\x08\x1b\x9b\u202e\u2066\u2069"


@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "lön"),
        ("search", "lön", "--csv"),
        ("search", "lön", "--tsv"),
        ("search", "lön", "--json"),
        ("search", "lön", "--jsonl"),
        ("search", "lön", "--format", "{title}|{passage}"),
        ("show", "text", "lön"),
        ("show", "text", "--json"),
        ("list",),
        ("meta", "text"),
        ("meta", "text", "--json"),
        ("analyze", HOSTILE),
        ("analyze", "--json", HOSTILE),
    ],
    ids=lambda arguments: ascii(" ".join(arguments))[:24],
)
def test_no_control_character_of_a_document_reaches_the_terminal(
    arguments: tuple[str, ...], call: Call, put: Call, empty: Path
) -> None:
    put(HOSTILE.encode())
    ran = call(empty, *arguments)
    assert (ran.code, "steg" in ran.out or "om lön" in ran.out) == (0, True)
    shown = ran.out + ran.err
    assert [character for character in STEERING if character in shown] == []


def test_no_control_character_of_a_file_name_reaches_the_terminal(call: Call, empty: Path) -> None:
    folder = empty / "filer"
    folder.mkdir()
    (folder / "röd\x1b[31m\u202e.txt").write_text("Lönen steg.")
    (folder / "tom\x1b[31m\u202e.txt").write_text("")
    shown = [
        call(empty, *arguments)
        for arguments in (("index", "filer"), ("status",), ("search", "lön"), ("list", "-l"))
    ]
    assert [ran.code for ran in shown] == [0, 0, 0, 0]
    assert [
        ran for ran in shown if "\x1b" in ran.out + ran.err or "\u202e" in ran.out + ran.err
    ] == []
