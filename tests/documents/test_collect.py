"""What a scan finds, compares and leaves out."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from indexing.naming import iter_documents

from searchkit.documents.collect import Scan, scan
from searchkit.documents.entry import Skipped
from searchkit.documents.model import Document
from searchkit.documents.sorting import document_path
from searchkit.documents.state import FileState
from searchkit.errors import MetadataError, RequestError, UnreadableFile

needs_links = pytest.mark.skipif(os.name == "nt", reason="links need privileges")


def _write(path: Path, text: str | None = None) -> Path:
    """Write a file; without a text, one that no other file has."""
    path.parent.mkdir(parents=True, exist_ok=True)
    written = f"Rubrik\n\nText om lön i {path}." if text is None else text
    path.write_text(written, encoding="utf-8")
    return path


def _scan(root: Path, known: Mapping[str, FileState] | None = None) -> Scan:
    return scan([root], known or {}, root.parent)


def _remember(found: Scan) -> dict[str, FileState]:
    """Do what an index does after a run: keep the states, here by way of their JSON."""
    states = [entry.hashed() for entry in found.to_read]
    states += [*found.unchanged, *found.copies, *found.unreachable]
    states += [copy for entry in found.to_read for copy in entry.copies]
    states += [item.state for item in found.skipped if item.state]
    plain = json.loads(json.dumps(states))
    return {state.path: state for state in map(FileState.from_json, plain)}


def _ids(entries: Iterable[object]) -> list[str]:
    return [entry.doc_id for entry in entries]  # type: ignore[attr-defined]


def _documents(found: Scan, taken: Iterable[str] = ()) -> list[Document]:
    return [
        document
        for entry in found.added
        for document in iter_documents(entry, lambda item: None, set(taken))
    ]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "arkiv"
    folder.mkdir()
    return folder


# What is found


def test_files_come_in_the_order_of_their_names_and_before_folders(root: Path) -> None:
    for name in ("b.txt", "a/z.txt", "å.txt", "a/b/c.txt", "B.txt"):
        _write(root / name)
    assert _ids(_scan(root).added) == ["B.txt", "b.txt", "å.txt", "a/z.txt", "a/b/c.txt"]


def test_hidden_files_and_metadata_are_no_documents(root: Path) -> None:
    for name in (".a.txt", ".dold/a.txt", "metadata.toml"):
        _write(root / name, "")
    assert _scan(root) == Scan()


def test_a_hidden_folder_can_be_a_root(tmp_path: Path) -> None:
    _write(tmp_path / ".dold" / "a.txt")
    assert _ids(_scan(tmp_path / ".dold").added) == ["a.txt"]


def test_a_single_file_can_be_a_root(root: Path) -> None:
    _write(root / "b.txt")
    assert _ids(_scan(_write(root / "a.txt")).added) == ["a.txt"]


def test_a_root_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RequestError) as caught:
        _scan(tmp_path / "borta")
    path = (tmp_path / "borta").as_posix()
    assert str(caught.value) == f"there is no {path}: give a folder or a file that exists"


def test_a_file_without_a_reader_is_named_with_the_reason(root: Path) -> None:
    _write(root / "bild.xyz")
    assert _scan(root).skipped == (Skipped("arkiv/bild.xyz", "no reader for .xyz"),)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_named_pipe_is_named_with_the_reason(root: Path) -> None:
    os.mkfifo(root / "a.txt")
    assert _scan(root).skipped == (Skipped("arkiv/a.txt", "not a regular file"),)


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="needs sockets in the file system")
def test_a_socket_is_named_with_the_reason(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)  # a socket's path may only be short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("a.txt")
        assert _scan(root).skipped == (Skipped("arkiv/a.txt", "not a regular file"),)


@needs_links
def test_a_link_to_a_device_is_named_with_the_reason(root: Path) -> None:
    (root / "a.txt").symlink_to(os.devnull)
    assert _scan(root).skipped == (Skipped("arkiv/a.txt", "not a regular file"),)


def _hollow(path: Path, size: int) -> None:
    """Make a file that says it is large and takes no room."""
    with path.open("wb") as file:
        file.truncate(size)


def test_a_file_that_is_too_large_is_named_with_what_lets_it_in(root: Path) -> None:
    _hollow(root / "a.txt", 2**31)
    _hollow(root / "b.txt", 112 * 2**20)
    assert [str(item) for item in _scan(root).skipped] == [
        "arkiv/a.txt (2 GB: larger than 100 MB; raise it with --max-size 2GB)",
        "arkiv/b.txt (112 MB: larger than 100 MB; raise it with --max-size 200MB)",
    ]


def test_a_file_that_is_too_large_is_not_opened(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _hollow(root / "a.txt", 11)
    monkeypatch.setattr("searchkit.documents.files.os.open", pytest.fail)
    assert [item.path for item in scan([root], {}, root, max_bytes=10).skipped] == ["a.txt"]


def test_a_file_that_is_as_large_as_it_may_be_is_found(root: Path) -> None:
    _hollow(root / "a.txt", 10)
    assert _ids(scan([root], {}, root, max_bytes=10).added) == ["a.txt"]


def test_a_file_that_is_read_a_piece_at_a_time_may_be_of_any_size(root: Path) -> None:
    _hollow(root / "a.jsonl", 11)
    assert _ids(scan([root], {}, root, max_bytes=10).added) == ["a.jsonl"]


def test_a_table_is_read_at_once_and_may_be_too_large(root: Path) -> None:
    _hollow(root / "a.csv", 11)
    assert [item.path for item in scan([root], {}, root, max_bytes=10).skipped] == ["a.csv"]


def test_a_file_that_has_become_too_large_is_deleted_and_named(root: Path) -> None:
    _write(root / "a.txt")
    known = _remember(_scan(root))
    _hollow(root / "a.txt", 2**31)
    found = _scan(root, known)
    assert ([state.doc_id for state in found.deleted], len(found.skipped)) == (["a.txt"], 1)


def test_a_file_that_is_ignored_from_now_on_is_deleted_and_counted(root: Path) -> None:
    _write(root / "a.txt")
    _write(root / "utkast" / "b.txt")
    known = _remember(_scan(root))
    _write(root / ".searchkitignore", "utkast/\n")
    found = _scan(root, known)
    assert [state.doc_id for state in found.deleted] == ["utkast/b.txt"]
    assert (len(found.unchanged), found.ignored, found.skipped) == (1, 1, ())


@needs_links
def test_a_file_that_a_link_leads_to_as_well_is_found_once(root: Path) -> None:
    _write(root / "b.txt")
    (root / "a.txt").symlink_to(root / "b.txt")
    assert _ids(_scan(root).added) == ["b.txt"]


@needs_links
def test_links_to_the_outside_are_followed_once(root: Path, tmp_path: Path) -> None:
    _write(tmp_path / "ute" / "a.txt")
    for name in ("ett", "två"):
        (root / name).symlink_to(tmp_path / "ute")
    assert _ids(_scan(root).added) == ["ett/a.txt"]


@needs_links
def test_a_folder_that_a_link_leads_to_as_well_is_found_under_its_own_name(root: Path) -> None:
    _write(root / "b" / "b.txt")
    (root / "a").symlink_to(root / "b")
    assert _ids(_scan(root).added) == ["b/b.txt"]


@needs_links
def test_two_links_to_one_file_give_it_once(root: Path, tmp_path: Path) -> None:
    _write(tmp_path / "ute.txt")
    for name in ("b.txt", "a.txt"):
        (root / name).symlink_to(tmp_path / "ute.txt")
    assert _ids(_scan(root).added) == ["a.txt"]


@needs_links
def test_a_link_to_the_folder_above_ends_where_it_began(root: Path, tmp_path: Path) -> None:
    _write(root / "a.txt")
    _write(tmp_path / "bredvid" / "b.txt")
    (root / "upp").symlink_to("..")
    assert _ids(_scan(root).added) == ["a.txt", "upp/bredvid/b.txt"]


@needs_links
def test_loops_of_links_end(root: Path) -> None:
    _write(root / "a" / "a.txt")
    (root / "a" / "upp").symlink_to(root)
    (root / "själv.txt").symlink_to(root / "själv.txt")
    found = _scan(root)
    assert (_ids(found.added), [item.path for item in found.skipped]) == (
        ["a/a.txt"],
        ["arkiv/själv.txt"],
    )


@needs_links
def test_a_link_to_nothing_is_named_with_the_reason(root: Path) -> None:
    (root / "a.txt").symlink_to(root / "borta.txt")
    assert _scan(root).skipped == (Skipped("arkiv/a.txt", "a link to nothing"),)


def test_roots_inside_one_another_give_each_file_once(root: Path) -> None:
    _write(root / "a" / "b.txt")
    found = scan([root, root / "a", root / "a" / "b.txt"], {}, root)
    assert _ids(found.added) == ["a/b.txt"]


def test_paths_are_relative_to_the_base_where_they_can_be(root: Path, tmp_path: Path) -> None:
    file = root / ".." / "arkiv" / "a.txt"
    assert document_path(file, tmp_path) == "arkiv/a.txt"
    assert document_path(file, tmp_path / "annat") == (root / "a.txt").as_posix()


@pytest.mark.skipif(os.name == "nt", reason="such names do not exist there")
@pytest.mark.parametrize("name", [b"rad\nbrytning.txt", b"\xe5sikt.txt", b"\x1b[31m.txt"])
def test_any_file_name_gives_ids_and_paths_that_can_be_written(name: bytes, root: Path) -> None:
    try:
        Path(os.fsdecode(os.path.join(os.fsencode(root), name))).write_bytes(b"Text")  # noqa: PTH118
    except OSError:
        pytest.skip("the file system refuses the name")
    (document,) = _documents(_scan(root))
    shown = name.replace(b"\xe5", b"%E5").decode()
    assert (document.doc_id, document.path) == (shown, f"arkiv/{shown}")


# Ids


def test_the_same_name_in_two_roots_gets_the_name_of_its_root(tmp_path: Path) -> None:
    for folder in ("ett", "två", "djupt/två"):
        _write(tmp_path / folder / "a.txt")
    roots = [tmp_path / "ett", tmp_path / "två", tmp_path / "djupt" / "två"]
    assert _ids(scan(roots, {}, tmp_path).added) == ["a.txt", "två/a.txt", "två/a.txt~2"]


def test_an_id_stays_when_another_root_comes_before(tmp_path: Path) -> None:
    for folder in ("ett", "två"):
        _write(tmp_path / folder / "a.txt")
    known = _remember(scan([tmp_path / "två"], {}, tmp_path))
    found = scan([tmp_path / "ett", tmp_path / "två"], known, tmp_path)
    assert (_ids(found.added), _ids(found.unchanged)) == (["ett/a.txt"], ["a.txt"])


# What has changed


def test_nothing_has_changed_when_nothing_has(root: Path) -> None:
    _write(root / "a.txt")
    known = _remember(_scan(root))
    found = _scan(root, known)
    assert (_ids(found.unchanged), found.added, found.changed, found.deleted) == (
        ["a.txt"],
        (),
        (),
        (),
    )


def test_another_content_of_the_same_size_is_a_change(root: Path) -> None:
    path = _write(root / "a.txt", "lön")
    known = _remember(_scan(root))
    _write(path, "lår")
    os.utime(path, ns=(1, 1))
    assert _ids(_scan(root, known).changed) == ["a.txt"]


def test_a_new_time_on_the_same_content_is_no_change_and_is_remembered(root: Path) -> None:
    path = _write(root / "a.txt")
    known = _remember(_scan(root))
    os.utime(path, ns=(1, 1))
    assert _scan(root, known).unchanged == (known["arkiv/a.txt"]._replace(mtime_ns=1),)


def test_a_deleted_file_is_told_by_its_last_state(root: Path) -> None:
    path = _write(root / "a.txt")
    known = _remember(_scan(root))
    path.unlink()
    assert _scan(root, known) == Scan(deleted=(known["arkiv/a.txt"],))


def test_a_new_override_is_a_change(root: Path) -> None:
    _write(root / "a.txt")
    _write(root / "b.txt")
    known = _remember(_scan(root))
    _write(root / "metadata.toml", '[files."b.txt"]\nsource = "ST"\n')
    found = _scan(root, known)
    assert (_ids(found.changed), _ids(found.unchanged)) == (["b.txt"], ["a.txt"])


def test_a_file_that_failed_is_named_again_without_being_read(root: Path) -> None:
    _write(root / "a.txt", " ")
    (entry,) = _scan(root).added
    failed = entry.hashed()._replace(reason="no text in it")
    found = _scan(root, {failed.path: failed})
    assert found == Scan(skipped=(Skipped("arkiv/a.txt", "no text in it", failed),))
    assert failed.doc_ids == ()


def test_a_file_that_failed_is_added_when_it_has_changed(root: Path) -> None:
    path = _write(root / "a.txt", " ")
    (entry,) = _scan(root).added
    failed = entry.hashed()._replace(reason="no text in it")
    _write(path)
    assert _ids(_scan(root, {failed.path: failed}).added) == ["a.txt"]


def test_files_in_a_folder_that_cannot_be_opened_are_not_deleted(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(root / "a" / "a.txt")
    known = _remember(_scan(root))
    scandir = os.scandir

    def refuse(folder: Path) -> object:
        if folder.name == "a":
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    monkeypatch.setattr("searchkit.documents.walk.os.scandir", refuse)
    assert _scan(root, known) == Scan(
        unreachable=(known["arkiv/a/a.txt"],),
        skipped=(Skipped("arkiv/a", "permission denied"),),
    )


def test_a_file_that_can_no_longer_be_opened_is_kept_and_named(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _write(root / "a.txt")
    known = _remember(_scan(root))
    os.utime(path, ns=(1, 1))

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("searchkit.documents.files.os.open", refuse)
    assert _scan(root, known) == Scan(
        unreachable=(known["arkiv/a.txt"],),
        skipped=(Skipped("arkiv/a.txt", "permission denied"),),
    )


def test_a_file_of_a_format_that_can_no_longer_be_read_is_kept_and_named(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(root / "a.txt")
    known = _remember(_scan(root))
    monkeypatch.setattr("searchkit.documents.sorting.why_unread", lambda path: "no library")
    assert _scan(root, known) == Scan(
        unreachable=(known["arkiv/a.txt"],),
        skipped=(Skipped("arkiv/a.txt", "no library"),),
    )


def test_an_override_of_a_file_that_is_not_there_is_named(root: Path) -> None:
    _write(root / "a.txt")
    path = _write(root / "metadata.toml", '[files."a.txt"]\n[files."b.txt"]\n[files."a.txt#7"]\n')
    assert _scan(root).unused_overrides == (f"{path.as_posix()}: no file b.txt",)


def test_a_rule_that_no_file_has_is_named(root: Path) -> None:
    _write(root / "st" / "a.txt")
    source = '[[rule]]\nglob = "{}"\nsource = "ST"\n'
    path = _write(root / "metadata.toml", source.format("st") + source.format("vision/**"))
    assert _scan(root).unused_overrides == (f"{path.as_posix()}: no file for rule vision/**",)


def test_a_changed_rule_is_a_change_of_just_the_files_it_speaks_of(root: Path) -> None:
    for name in ("a.txt", "st/b.txt", "st/2022/c.txt"):
        _write(root / name)
    known = _remember(_scan(root))
    rule = '[[rule]]\nglob = "st/*.txt"\nsource = "ST"\n'
    _write(root / "metadata.toml", rule)
    found = _scan(root, known)
    assert (_ids(found.changed), len(found.unchanged)) == (["st/b.txt"], 2)
    known = _remember(found)
    _write(root / "metadata.toml", rule.replace("*.txt", "**"))
    assert _ids(_scan(root, known).changed) == ["st/b.txt", "st/2022/c.txt"]


def test_metadata_below_a_root_is_named_as_unread(root: Path) -> None:
    _write(root / "a" / "metadata.toml", "")
    assert _scan(root).skipped == (
        Skipped("arkiv/a/metadata.toml", "it counts in a root folder only"),
    )


def test_a_mistake_in_metadata_stops_the_scan(root: Path) -> None:
    _write(root / "metadata.toml", "[fel")
    with pytest.raises(MetadataError):
        _scan(root)


# From entries to documents


def test_a_file_becomes_a_document_with_its_metadata_and_overrides(root: Path) -> None:
    _write(root / "2022-09-28 lön.txt", "Lönen\n\nText.")
    _write(root / "metadata.toml", '[files."2022-09-28 lön.txt"]\nsource = "ST"\n')
    (document,) = _documents(_scan(root))
    metadata = document.metadata
    assert (document.doc_id, document.path, document.text) == (
        "2022-09-28 lön.txt",
        "arkiv/2022-09-28 lön.txt",
        "Lönen\n\nText.",
    )
    assert (metadata.title, str(metadata.date), metadata.source) == ("Lönen", "2022-09-28", "ST")


def test_the_encoding_is_noted(root: Path) -> None:
    (root / "a.txt").write_bytes("Många åsikter".encode("latin-1"))
    (document,) = _documents(_scan(root))
    assert (document.text, document.notes) == ("Många åsikter", ("read as windows-1252",))


def test_a_record_brings_its_own_id_and_path(root: Path) -> None:
    _write(
        root / "a.jsonl",
        '{"id": "x", "path": "pdf/x.pdf", "text": "ett"}\n'
        '{"id": "y", "url": "https://st.org/y", "text": "två"}\n{"text": "tre"}\n',
    )
    assert [(document.doc_id, document.path) for document in _documents(_scan(root))] == [
        ("x", "pdf/x.pdf"),
        ("y", "https://st.org/y"),
        ("a.jsonl#3", "arkiv/a.jsonl"),
    ]


def test_a_record_whose_id_is_taken_is_called_after_its_file(root: Path) -> None:
    _write(root / "a.jsonl", '{"id": "x", "text": "ett"}\n{"id": "y", "text": "två"}\n')
    documents = _documents(_scan(root), taken=["x", "a.jsonl#x"])
    assert [document.doc_id for document in documents] == ["a.jsonl#x~2", "y"]


def test_an_override_of_a_record_goes_before_that_of_its_file(root: Path) -> None:
    _write(root / "a.jsonl", '{"id": "x", "text": "ett"}\n{"id": "y", "text": "två"}\n')
    _write(
        root / "metadata.toml",
        '[files."a.jsonl"]\nsource = "ST"\n[files."a.jsonl#y"]\nsource = "Vision"\n',
    )
    sources = [document.metadata.source for document in _documents(_scan(root))]
    assert sources == ["ST", "Vision"]


def test_a_rule_speaks_of_records_and_yields_to_what_is_said_of_a_file(root: Path) -> None:
    _write(root / "arkiv.jsonl", '{"id": "a", "text": "Lönen."}\n{"id": "b", "text": "Tiden."}\n')
    _write(root / "st" / "c.txt", "Källa: Vision\n\nLönen.")
    _write(
        root / "metadata.toml",
        '[[rule]]\nglob = "*"\nsource = "ST"\ntype = "brev"\n'
        '[files."arkiv.jsonl#b"]\nsource = "Vision"\n',
    )
    said = {
        document.doc_id: (document.metadata.source, document.metadata.type)
        for document in _documents(_scan(root))
    }
    assert said == {"a": ("ST", "brev"), "b": ("Vision", "brev"), "st/c.txt": ("ST", "brev")}


def test_the_name_of_a_file_of_many_dates_none_of_them(root: Path) -> None:
    _write(root / "2022-09-28.jsonl", '{"text": "ett"}\n')
    (document,) = _documents(_scan(root))
    assert document.metadata.date is None


def test_broken_lines_are_told_with_the_path(root: Path) -> None:
    _write(root / "a.jsonl", '{\n{"text": "ett"}\n')
    (entry,) = _scan(root).added
    skipped: list[Skipped] = []
    documents = list(iter_documents(entry, skipped.append))
    assert ([document.text for document in documents], list(map(str, skipped))) == (
        ["ett"],
        ["arkiv/a.jsonl (line 1: not JSON)"],
    )


def test_an_unreadable_file_is_told_by_its_document_path(root: Path) -> None:
    _write(root / "a.txt", " ")
    (entry,) = _scan(root).added
    with pytest.raises(UnreadableFile) as caught:
        list(iter_documents(entry, lambda item: None))
    assert str(caught.value) == "arkiv/a.txt (no text in it)"


# States


@given(
    st.builds(
        FileState,
        path=st.text(),
        doc_id=st.text(),
        size=st.integers(0),
        mtime_ns=st.integers(),
        records=st.lists(st.text()).map(tuple),
    )
)
def test_a_state_survives_json(state: FileState) -> None:
    assert FileState.from_json(json.loads(json.dumps(state))) == state


@pytest.mark.parametrize(
    "damage",
    [
        None,
        [],
        ["a", "a", 1, 1],
        ["a", "a", "1", 1, "", "", [], "", ""],
        ["a", "a", 1, 1, "", "", "x", "", ""],
        ["a", "a", 1, 1, "", "", [], None, ""],
    ],
)
def test_a_damaged_state_is_a_value_error(damage: list[object]) -> None:
    with pytest.raises(ValueError, match="not a file's state"):
        FileState.from_json(damage)
