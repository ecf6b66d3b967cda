"""What is read of ZIP archives, and what keeps files inside files within bounds."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

import pytest
from indexing.naming import iter_documents

from searchkit.documents.collect import scan
from searchkit.documents.model import Document
from searchkit.documents.readers import budget, inside, read
from searchkit.documents.readers.base import RawDocument
from searchkit.documents.readers.inside import member_name
from searchkit.errors import UnreadableFile

SAMPLES = Path(__file__).parent / "samples"


class _NamedInBytes(zipfile.ZipInfo):
    """A member whose name is not marked as UTF-8, as old programs write them."""

    encoding = "cp850"

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802  zipfile asks for it
        return self.filename.encode(self.encoding), self.flag_bits


def _packed(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return content.getvalue()


def _read(folder: Path, content: bytes) -> tuple[list[RawDocument], list[str]]:
    path = folder / "arkiv.zip"
    path.write_bytes(content)
    skipped: list[str] = []
    return list(read(path, skipped.append)), skipped


def _reason(folder: Path, content: bytes) -> tuple[str, list[str]]:
    path = folder / "arkiv.zip"
    path.write_bytes(content)
    skipped: list[str] = []
    with pytest.raises(UnreadableFile) as caught:
        list(read(path, skipped.append))
    return caught.value.reason, skipped


def test_an_old_archive_is_read_with_its_swedish_names() -> None:
    skipped: list[str] = []
    protocol = "Årsmöte/030314 Protokoll årsmöte.txt"
    assert list(read(SAMPLES / "arkiv.zip", skipped.append)) == [
        RawDocument(
            protocol,
            "Protokoll från årsmöte\n\nTill ny ordförande valdes Åsa Öberg.\n",
            {"name": "030314 Protokoll årsmöte.txt"},
            (f"{protocol}: read as cp850",),
        ),
        RawDocument(
            "läs mig.txt",
            "Arkivet innehåller klubbens protokoll.\n",
            {"name": "läs mig.txt"},
            ("läs mig.txt: read as cp850",),
        ),
    ]
    assert skipped == ["logga.gif: no reader for .gif"]


@pytest.mark.parametrize("encoding", ["cp437", "cp850", "cp1252", "utf-8"])
def test_a_name_is_read_in_whatever_encoding_it_is(
    encoding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_NamedInBytes, "encoding", encoding)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(_NamedInBytes("Lön på Åland.txt"), "text")
    (document,), _ = _read(tmp_path, content.getvalue())
    assert document.key == "Lön på Åland.txt"


@pytest.mark.parametrize(
    ("name", "fit"),
    [
        ("../../etc/löner.txt", "../../etc/löner.txt"),
        ("C:\\löner\\2022.txt", "C:/löner/2022.txt"),
        ("rad\nett.txt", "rad ett.txt"),
        ("\x1b[31mröd\x07.txt", "\ufffd[31mröd\ufffd.txt"),
        ("\u202etxt.exe", "\ufffdtxt.exe"),
        ("o\u0308l.txt", "öl.txt"),
        ("\ud800.txt", "\ufffd.txt"),
        ("x" * 1000 + ".txt", "x" * 295 + "….txt"),
    ],
)
def test_a_name_is_text_that_is_fit_to_be_shown(name: str, fit: str) -> None:
    assert member_name(name) == fit


def test_nothing_is_unpacked_to_where_its_name_says(tmp_path: Path) -> None:
    documents, _ = _read(tmp_path, _packed(("../ute.txt", b"text"), ("/etc/ute.txt", b"text")))
    assert [document.key for document in documents] == ["../ute.txt", "/etc/ute.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["arkiv.zip"]


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "tmp"
    own.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(own))
    inner = _packed(("a.txt", b"ett"), ("b.html", b""), ("c.txt", b"\0" * 99))
    (first, *_), _ = _read(tmp_path, _packed(("in.zip", inner)))
    assert (first.key, list(own.iterdir())) == ("in.zip#a.txt", [])


def test_hidden_members_are_no_documents(tmp_path: Path) -> None:
    names = (".a.txt", ".git/a.txt", "__MACOSX/._a.txt", "a/.DS_Store")
    assert _reason(tmp_path, _packed(*((name, b"text") for name in names))) == (
        "no text in it",
        [],
    )


def test_files_in_archives_in_archives_name_all_of_them(tmp_path: Path) -> None:
    inner = _packed(("sub/a.txt", b"ett"), ("b.exe", b"x"), ("c.jsonl", b'{"text": "tv\xc3\xa5"}'))
    documents, skipped = _read(tmp_path, _packed(("in.zip", inner)))
    assert [(document.key, document.headers) for document in documents] == [
        ("in.zip#sub/a.txt", {"name": "a.txt"}),
        ("in.zip#c.jsonl#1", {}),
    ]
    assert skipped == ["in.zip: b.exe: no reader for .exe"]


# Bounds


def test_archives_in_archives_are_read_to_a_depth(tmp_path: Path) -> None:
    content = _packed(("a.txt", b"text"))
    for _ in range(6):
        content = _packed(("in.zip", content), ("a.txt", b"text"))
    documents, skipped = _read(tmp_path, content)
    assert [document.key.count("#") for document in documents] == [3, 2, 1, 0]
    assert (
        "in.zip: in.zip: in.zip: in.zip: in.zip: more than 4 files deep in each other" in skipped
    )


def test_a_member_that_is_a_bomb_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    documents, skipped = _read(tmp_path, _packed(("a.txt", b"a" * 70_000_000), ("b.txt", b"ett")))
    assert [document.key for document in documents] == ["b.txt"]
    assert skipped == ["a.txt: unpacks to more than 100 times its size"]


def test_bombs_that_hide_in_archives_exhaust_what_may_be_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "SMALL_BYTES", 1_000_000)
    inner = _packed(*((f"{n}.txt", b"ord " * 50_000) for n in range(9)))
    documents, skipped = _read(tmp_path, _packed(("a.zip", inner), ("b.zip", inner)))
    assert [document.key for document in documents] == [f"a.zip#{n}.txt" for n in range(4)]
    assert skipped == ["unpacks to more than 977 KB; the rest is left out"]


def test_members_are_counted_at_all_depths(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "MAX_MEMBERS", 6)
    inner = _packed(*((f"{n}.txt", b"text") for n in range(4)))
    documents, skipped = _read(tmp_path, _packed(("a.zip", inner), ("b.zip", inner)))
    assert [document.key for document in documents] == [f"a.zip#{n}.txt" for n in range(4)]
    assert skipped == ["more than 6 files in it; the others are left out"]


def test_an_archive_with_a_list_that_is_too_long_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("searchkit.documents.readers.unzipping.MAX_MEMBERS", 3)
    content = _packed(*((f"{n}.txt", b"text") for n in range(4)))
    assert _reason(tmp_path, content) == ("more than 3 files in it", [])


def test_a_member_that_says_less_than_it_unpacks_to_is_damaged(tmp_path: Path) -> None:
    content = bytearray(_packed(("a.txt", b"a" * 50_000)))
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = content.index(signature) + place
        content[start : start + 4] = (10).to_bytes(4, "little")
    assert _reason(tmp_path, bytes(content)) == ("no text in it", ["a.txt: damaged"])


def test_an_encrypted_member_is_named(tmp_path: Path) -> None:
    content = bytearray(_packed(("a.txt", b"text")))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + place] |= 1
    assert _reason(tmp_path, bytes(content)) == ("no text in it", ["a.txt: encrypted"])


def test_a_member_packed_by_a_method_of_another_age_is_named(tmp_path: Path) -> None:
    content = _packed(("a.txt", b"text" * 99), method=zipfile.ZIP_LZMA)
    assert _reason(tmp_path, content) == (
        "no text in it",
        ["a.txt: packed by a method that is not read"],
    )


def test_a_damaged_member_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    content = bytearray(_packed(("a.txt", b"abcdefgh" * 99), ("b.txt", b"ett")))
    content[40:45] = b"\xff" * 5
    documents, skipped = _read(tmp_path, bytes(content))
    assert ([document.key for document in documents], skipped) == (["b.txt"], ["a.txt: damaged"])


def test_an_archive_cut_short_is_refused(tmp_path: Path) -> None:
    content = (SAMPLES / "arkiv.zip").read_bytes()[:-60]
    assert _reason(tmp_path, content) == ("damaged, or no ZIP archive", [])


def test_a_disk_that_is_full_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(inside, "_write", fail)
    assert _reason(tmp_path, _packed(("a.txt", b"text"))) == (
        "no text in it",
        ["a.txt: cannot be unpacked: no space left on device"],
    )


# As documents


def _documents(root: Path) -> list[Document]:
    return [
        document
        for entry in scan([root], {}, root.parent).added
        for document in iter_documents(entry, lambda skipped: None)
    ]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "arkiv").mkdir()
    return tmp_path / "arkiv"


def test_a_member_has_an_id_in_its_archive_and_what_its_own_name_says(root: Path) -> None:
    (root / "a.zip").write_bytes(_packed(("2022/220928 Samverkan.txt", b"12345")))
    (document,) = _documents(root)
    assert (document.doc_id, document.path) == ("a.zip#2022/220928 Samverkan.txt", "arkiv/a.zip")
    assert (document.metadata.title, str(document.metadata.date)) == (
        "220928 Samverkan",
        "2022-09-28",
    )


def test_members_of_one_name_have_ids_of_their_own(root: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        (root / "a.zip").write_bytes(_packed(("a.txt", b"ett"), ("a.txt", b"ett")))
    assert [document.doc_id for document in _documents(root)] == ["a.zip#a.txt", "a.zip#a.txt~2"]


def test_a_mail_has_the_id_of_its_file_and_what_is_attached_one_inside_it(root: Path) -> None:
    (root / "brev.eml").write_bytes((SAMPLES / "brev.eml").read_bytes())
    assert [document.doc_id for document in _documents(root)] == [
        "brev.eml",
        "brev.eml#underlag lön.txt",
        "brev.eml#Inbjudan",
    ]


def test_a_title_given_to_a_mail_is_not_that_of_its_attachments(root: Path) -> None:
    (root / "brev.eml").write_bytes((SAMPLES / "brev.eml").read_bytes())
    (root / "metadata.toml").write_text(
        '[files."brev.eml"]\ntitle = "Underlag"\nsource = "ST"\n'
        '[files."brev.eml#Inbjudan"]\nsource = "Vision"\n',
        encoding="utf-8",
    )
    assert [(item.metadata.title, item.metadata.source) for item in _documents(root)] == [
        ("Underlag", "ST"),
        ("Lönekartläggning", "ST"),
        ("Inbjudan", "Vision"),
    ]
