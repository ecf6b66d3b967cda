"""What every reader promises, and what each format adds to it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.documents import readers
from searchkit.documents.readers import SUFFIXES, holds_many, read, why_unread
from searchkit.documents.readers.base import RawDocument
from searchkit.documents.readers.decoding import decode
from searchkit.errors import UnreadableFile

TEXT = "Rekrytering på Migrationsverket\n\nMånga söker sig bort."


def _plain(text: str) -> bytes:
    return text.encode()


def _jsonl(text: str) -> bytes:
    return json.dumps({"id": "1", "text": text}).encode()


def _mail(text: str) -> bytes:
    return b"Content-Type: text/plain; charset=utf-8\n\n" + text.encode()


def _mailbox(text: str) -> bytes:
    return b"From - Wed Sep 28 08:00:00 2022\n" + _mail(text)


def _html(text: str) -> bytes:
    return f'<!DOCTYPE html><meta charset="utf-8"><title>x</title><pre>{text}</pre>'.encode()


def _xhtml(text: str) -> bytes:
    page = f"<title/></head><body><pre>{text}</pre></body></html>"
    return f'<html xmlns="http://www.w3.org/1999/xhtml"><head>{page}'.encode()


def _mhtml(text: str) -> bytes:
    return b"Content-Type: text/html\n\n" + _html(text)


def _zip(text: str) -> bytes:
    return _packed({"a.txt": text.encode()})


def _epub(text: str) -> bytes:
    return _packed({"a.xhtml": _xhtml(text)})


def _packed(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


# How to write a text as a file of each format that is not an office program's. Those have
# samples: see test_reader_contract.
WRITERS: dict[str, Callable[[str], bytes]] = {
    ".eml": _mail,
    ".epub": _epub,
    ".htm": _html,
    ".html": _html,
    ".jsonl": _jsonl,
    ".markdown": _plain,
    ".mbox": _mailbox,
    ".md": _plain,
    ".mht": _mhtml,
    ".mhtml": _mhtml,
    ".text": _plain,
    ".txt": _plain,
    ".xhtml": _xhtml,
    ".zip": _zip,
}
# What a reader says of a file that is not of its format at all, where that can be told.
NOT_ONE = {
    ".epub": "damaged, or no ZIP archive",
    ".mbox": "not a mailbox",
    ".zip": "damaged, or no ZIP archive",
}
every_text_format = pytest.mark.parametrize("suffix", WRITERS)
every_format = pytest.mark.parametrize("suffix", SUFFIXES)
every_format_told_by_its_name_alone = pytest.mark.parametrize(
    "suffix", [suffix for suffix in WRITERS if suffix not in NOT_ONE]
)


def _read(path: Path) -> list[RawDocument]:
    return list(read(path, pytest.fail))


def _file(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def _reason(path: Path) -> str:
    with pytest.raises(UnreadableFile) as caught:
        list(read(path, lambda reason: None))
    return caught.value.reason


@every_text_format
def test_the_text_comes_out_as_it_went_in(suffix: str, tmp_path: Path) -> None:
    path = _file(tmp_path, f"a{suffix}", WRITERS[suffix](TEXT))
    assert [document.text for document in _read(path)] == [TEXT]


@every_text_format
def test_a_suffix_counts_in_capitals_too(suffix: str, tmp_path: Path) -> None:
    path = _file(tmp_path, f"A{suffix.upper()}", WRITERS[suffix](TEXT))
    assert [document.text for document in _read(path)] == [TEXT]


@every_text_format
def test_text_is_in_nfc(suffix: str, tmp_path: Path) -> None:
    path = _file(tmp_path, f"a{suffix}", WRITERS[suffix]("a\u030arsmo\u0308te"))
    assert [document.text for document in _read(path)] == ["årsmöte"]


@every_text_format
def test_lines_end_in_a_line_feed(suffix: str, tmp_path: Path) -> None:
    path = _file(tmp_path, f"a{suffix}", WRITERS[suffix]("ett\r\ntvå\rtre\n"))
    assert [document.text.rstrip("\n") for document in _read(path)] == ["ett\ntvå\ntre"]


@every_text_format
def test_reading_twice_gives_the_same(suffix: str, tmp_path: Path) -> None:
    path = _file(tmp_path, f"a{suffix}", WRITERS[suffix](TEXT))
    assert _read(path) == _read(path)


@every_text_format
def test_a_few_control_characters_are_kept_but_no_nul(suffix: str, tmp_path: Path) -> None:
    path = _file(tmp_path, f"a{suffix}", WRITERS[suffix]("Ett långt ord\x00 och ett till\x1b[0m"))
    assert [document.text for document in _read(path)] == ["Ett långt ord och ett till\x1b[0m"]


@every_format_told_by_its_name_alone
@pytest.mark.parametrize("content", [b"", b" \n\t\r\n", b"\xef\xbb\xbf \n"])
def test_a_file_without_text_is_refused(suffix: str, content: bytes, tmp_path: Path) -> None:
    assert _reason(_file(tmp_path, f"a{suffix}", content)) == "no text in it"


@every_text_format
@pytest.mark.parametrize(
    "content",
    [b"\x00" * 5000, bytes(range(256)) * 20, b"\xff\xd8\xff\xe0" + bytes(range(255, 0, -1)) * 9],
)
def test_a_binary_file_is_refused(suffix: str, content: bytes, tmp_path: Path) -> None:
    assert _reason(_file(tmp_path, f"a{suffix}", content)) == NOT_ONE.get(suffix, "not text")


@every_format
def test_a_file_that_has_gone_is_refused(suffix: str, tmp_path: Path) -> None:
    assert _reason(tmp_path / f"a{suffix}") == "no longer there"


@every_format
def test_a_folder_is_refused(suffix: str, tmp_path: Path) -> None:
    (tmp_path / f"a{suffix}").mkdir()
    assert _reason(tmp_path / f"a{suffix}") == "not a regular file"


@every_format
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_named_pipe_is_never_opened(suffix: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / f"a{suffix}")
    assert _reason(tmp_path / f"a{suffix}") == "not a regular file"


@every_format
def test_a_file_that_may_not_be_read_is_refused(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    path = _file(tmp_path, f"a{suffix}", b"")
    monkeypatch.setattr("searchkit.documents.files.os.open", refuse)
    assert _reason(path) == "permission denied"


@every_text_format
def test_a_document_has_a_key_unless_the_file_is_the_document(suffix: str, tmp_path: Path) -> None:
    path = _file(tmp_path, f"a{suffix}", WRITERS[suffix](TEXT))
    is_one = not holds_many(path) or suffix == ".eml"
    assert [document.key == "" for document in _read(path)] == [is_one]


def test_an_unknown_suffix_is_refused_by_name() -> None:
    assert _reason(Path("bild.xyz")) == "no reader for .xyz"


@pytest.mark.parametrize(
    ("name", "better"), [("a.doc", ".docx"), ("a.XLS", ".xlsx"), ("a.ppt", ".pptx")]
)
def test_an_old_office_format_is_refused_with_what_to_do(name: str, better: str) -> None:
    suffix = Path(name).suffix.lower()
    assert why_unread(Path(name)) == f"no reader for {suffix}: save it as {better}"


def test_a_name_without_suffix_is_refused() -> None:
    assert why_unread(Path("README")) == "no reader for a name without suffix"


def test_a_format_whose_library_is_not_installed_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(readers._MODULES, ".abc", "plain")
    monkeypatch.setitem(readers._LIBRARIES, "plain", "searchkit_has_no_such_library")
    assert _reason(Path("sida.ABC")) == "install searchkit[formats] to read .abc"


def test_a_library_that_cannot_be_imported_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_without_library(path: Path, skip: object) -> Iterator[RawDocument]:
        raise ImportError("lxml.etree: wrong ELF class")
        yield

    monkeypatch.setitem(readers._LIBRARIES, "plain", "json")
    monkeypatch.setattr("searchkit.documents.readers.plain.read", read_without_library)
    assert _reason(tmp_path / "a.txt") == "install searchkit[formats] to read .txt"


def test_no_format_is_loaded_before_it_is_needed() -> None:
    program = (
        "import sys, searchkit.documents.readers\n"
        "print([name for name in sys.modules if name.startswith('searchkit.documents.readers.')])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"


# Encodings


def test_utf_8_needs_no_note() -> None:
    assert decode("åsikter".encode()) == ("åsikter", ())


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert decode("åsikter".encode("utf-8-sig")) == ("åsikter", ())


def test_utf_16_is_known_by_its_mark() -> None:
    assert decode("åsikter".encode("utf-16")) == ("åsikter", ("read as utf-16",))


@pytest.mark.parametrize("encoding", ["windows-1252", "mac-roman", "cp850"])
def test_an_old_encoding_is_told_by_where_the_letters_fall(encoding: str) -> None:
    text = "Många åsikter om arbetsmiljön på Öland, säger hon."
    assert decode(text.encode(encoding)) == (text, (f"read as {encoding}",))


def test_windows_1252_is_the_guess_when_nothing_tells() -> None:
    assert decode(b"\x94ord\x94") == ("”ord”", ("read as windows-1252",))


def test_latin_1_is_read_as_the_windows_encoding_that_holds_it() -> None:
    assert decode("åsikter".encode("latin-1")) == ("åsikter", ("read as windows-1252",))


def test_bytes_that_windows_1252_lacks_make_it_latin_1() -> None:
    text = "åsikter om lönen i kommunen som många har\x81"
    assert decode(text.encode("latin-1")) == (text, ("read as iso-8859-1",))


def test_utf_8_that_was_cut_short_is_still_utf_8() -> None:
    cut = "Många åsikter på mötet, sågs av ö".encode()[:-1]
    assert decode(cut) == (
        "Många åsikter på mötet, sågs av \ufffd",
        ("read as utf-8, 1 damaged characters replaced",),
    )


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_any_text_in_utf_8_survives(text: str) -> None:
    decoded, _ = decode(text.encode("utf-8-sig"))
    assert decoded == unicodedata.normalize("NFC", text)


@given(st.binary())
def test_any_bytes_are_read_or_refused_as_not_text(data: bytes) -> None:
    try:
        text, _ = decode(data)
    except ValueError as error:
        assert str(error) == "not text"
    else:
        assert text.encode("utf-8").decode("utf-8") == text


# Markdown


def test_front_matter_gives_headers_and_the_text_stays_whole(tmp_path: Path) -> None:
    text = '---\ntitle: "Lön och vakanser"\ndatum: 2022-09-28\ntags: it\n---\n# Rubrik\n'
    path = _file(tmp_path, "a.md", text.encode())
    headers = {"title": "Lön och vakanser", "date": "2022-09-28"}
    assert _read(path) == [RawDocument("", text, headers, begins=text.index("# Rubrik"))]


def test_a_rule_at_the_top_is_no_front_matter(tmp_path: Path) -> None:
    path = _file(tmp_path, "a.md", b"---\n\nRubrik\n")
    assert _read(path) == [RawDocument("", "---\n\nRubrik\n")]


# JSON Lines


def _lines(folder: Path, *lines: str) -> tuple[list[RawDocument], list[str]]:
    path = _file(folder, "a.jsonl", "\n".join(lines).encode("utf-8", "surrogatepass"))
    skipped: list[str] = []
    return list(read(path, skipped.append)), skipped


def test_every_line_is_a_document_with_its_headers(tmp_path: Path) -> None:
    record = {
        "id": "st-17",
        "title": "Lön",
        "date": "2022-09-28",
        "source": "ST",
        "type": "protokoll",
        "body": "Text om lön.",
        "url": "https://st.org/17",
    }
    headers = {name: value for name, value in record.items() if name != "body"}
    assert _lines(tmp_path, json.dumps(record)) == (
        [RawDocument("st-17", "Text om lön.", headers)],
        [],
    )


def test_broken_lines_are_named_and_the_others_read(tmp_path: Path) -> None:
    documents, skipped = _lines(
        tmp_path,
        '{"text": "ett"}',
        "",
        "{",
        "[1]",
        '{"id": "x"}',
        '{"text": 5}',
        '{"text": "två"}',
    )
    assert [(document.key, document.text) for document in documents] == [
        ("1", "ett"),
        ("7", "två"),
    ]
    assert skipped == [
        "line 3: not JSON",
        "line 4: not a JSON object",
        "line 5: no text in it",
        "line 6: no text in it",
    ]


def test_a_record_with_a_title_and_no_text_is_a_document(tmp_path: Path) -> None:
    documents, skipped = _lines(tmp_path, '{"id": "7", "title": "Ny ambassadör", "text": ""}')
    assert documents == [RawDocument("7", "", {"id": "7", "title": "Ny ambassadör"}, ())]
    assert skipped == []


def test_the_second_line_with_an_id_is_left_out(tmp_path: Path) -> None:
    documents, skipped = _lines(tmp_path, '{"id": 7, "text": "ett"}', '{"id": "7", "text": "två"}')
    assert [(document.key, document.text) for document in documents] == [("7", "ett")]
    assert skipped == ["line 2: its id 7 is already that of line 1"]


def test_a_member_of_the_wrong_type_is_left_out_and_noted(tmp_path: Path) -> None:
    documents, _ = _lines(tmp_path, '{"id": true, "date": 2021, "title": ["x"], "text": "ett"}')
    assert documents == [
        RawDocument(
            "1",
            "ett",
            {"date": "2021"},
            ("id left out: not a string", "title left out: not a string"),
        )
    ]


def test_half_a_surrogate_pair_is_replaced(tmp_path: Path) -> None:
    documents, _ = _lines(tmp_path, r'{"id": "\ud800", "text": "ett \udc00 två"}')
    assert [(document.key, document.text) for document in documents] == [
        ("\ufffd", "ett \ufffd två")
    ]


def test_json_nested_too_deep_is_a_broken_line(tmp_path: Path) -> None:
    documents, skipped = _lines(tmp_path, "[" * 100_000, '{"text": "ett"}')
    assert (len(documents), skipped) == (1, ["line 1: not JSON"])


def test_a_line_that_is_too_large_is_left_out_without_being_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("searchkit.documents.readers.jsonl.MAX_DOCUMENT_BYTES", 40)
    documents, skipped = _lines(tmp_path, json.dumps({"text": "x" * 200}), '{"text": "ett"}')
    assert [(document.key, document.text) for document in documents] == [("2", "ett")]
    assert skipped == ["line 1: larger than 40 bytes"]


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs a file without an end")
def test_no_more_is_read_of_a_file_than_it_said_that_it_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def endless(path: Path) -> Iterator[BinaryIO]:
        with Path("/dev/zero").open("rb") as file:
            yield file

    monkeypatch.setattr("searchkit.documents.readers.base.MAX_DOCUMENT_BYTES", 3 * 2**20)
    monkeypatch.setattr("searchkit.documents.readers.base.opened", endless)
    assert _reason(_file(tmp_path, "a.txt", b"Hej")) == "larger than 3 MB and growing"


def test_json_lines_in_utf_16_are_refused_with_what_to_do(tmp_path: Path) -> None:
    path = _file(tmp_path, "a.jsonl", '{"text": "ett"}'.encode("utf-16"))
    assert _reason(path) == "in UTF-16; save it as UTF-8"
