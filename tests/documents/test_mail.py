"""What is read of mails and mailboxes, whatever program wrote them."""

from __future__ import annotations

import base64
import subprocess
import sys
from pathlib import Path

import pytest

from searchkit.documents.readers import read
from searchkit.documents.readers.base import RawDocument
from searchkit.errors import UnreadableFile

SAMPLES = Path(__file__).parent / "samples"


def _read(path: Path) -> tuple[list[RawDocument], list[str]]:
    skipped: list[str] = []
    return list(read(path, skipped.append)), skipped


def _mail(folder: Path, source: str | bytes) -> tuple[list[RawDocument], list[str]]:
    path = folder / "brev.eml"
    path.write_bytes(source if isinstance(source, bytes) else source.encode())
    return _read(path)


def _reason(folder: Path, content: bytes, name: str = "brev.eml") -> str:
    path = folder / name
    path.write_bytes(content)
    with pytest.raises(UnreadableFile) as caught:
        list(read(path, lambda reason: None))
    return caught.value.reason


def _headers(folder: Path, source: str | bytes) -> dict[str, str]:
    (mail,), _ = _mail(folder, source)
    return mail.headers


def _multipart(*parts: str, kind: str = "mixed") -> str:
    body = "".join(f"--x\n{part}\n" for part in parts)
    return f"Content-Type: multipart/{kind}; boundary=x\n\n{body}--x--\n"


def _attached(name: str, text: str) -> str:
    return (
        f'Content-Type: application/octet-stream; name="{name}"\n'
        f"Content-Transfer-Encoding: base64\n\n{base64.b64encode(text.encode()).decode()}"
    )


PLAIN = "Content-Type: text/plain; charset=utf-8\n\nHej Åsa!"


def test_a_mail_is_a_document_and_what_is_attached_are_others() -> None:
    documents, skipped = _read(SAMPLES / "brev.eml")
    top = (
        "Från: Åsa Öberg <asa.oberg@norrvik.example>\n"
        "Till: Karin Åström <karin@norrvik.example>, registrator@norrvik.example\n\n"
    )
    assert documents == [
        RawDocument(
            "",
            f"{top}Hej Karin!\n\nBifogar underlaget till mötet. "
            "Vi har sju vakanser på it-avdelningen och personalomsättningen ökar.\n\nÅsa",
            {
                "title": "Vakanser på it-avdelningen – underlag till mötet",
                "date": "2022-09-27",
            },
            begins=len(top),
            origins={"title": "mail header", "date": "mail header"},
        ),
        RawDocument(
            "underlag lön.txt",
            "Lönekartläggning\n\nMedellönen för arkitekter är 58 900 kronor.\n",
            {"name": "underlag lön.txt", "date": "2022-09-27"},
            origins={"date": "mail header"},
            doubtful=frozenset({"date"}),
        ),
        RawDocument(
            "Inbjudan",
            "Från: Migrationsverket <registrator@migrationsverket.example>\n\n"
            "Välkommen till en dag om kompetensförsörjning.",
            {"title": "Inbjudan", "date": "2022-09-26", "source": "Migrationsverket"},
            begins=63,
            origins=dict.fromkeys(("title", "date", "source"), "mail header"),
        ),
    ]
    assert skipped == ["verktyg.exe: no reader for .exe"]


# Headers


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("=?utf-8?B?TMO2bg==?=", "Lön"),
        ("=?iso-8859-1?Q?L=F6n_?= =?iso-8859-1?Q?igen?=", "Lön igen"),
        ("=?iso-8859-1?Q?L=F6n?= igen", "Lön igen"),
        ("=?utf-8?Q?L=F6n?=", "Lön"),
        ("=?finns-inte?Q?lon?=", "lon"),
        ("=?utf-8?B?a?=", "=?utf-8?B?a?="),
        ("Lön", "Lön"),
        ("Lön\n\tigen", "Lön igen"),
        ("=?utf-8?Q?rad=0Aett=1B[31m?=", "rad ett [31m"),
    ],
)
def test_a_subject_is_the_title_however_it_is_written(
    written: str, title: str, tmp_path: Path
) -> None:
    assert _headers(tmp_path, f"Subject: {written}\n\nhej")["title"] == title


def test_a_subject_in_raw_windows_1252_is_read(tmp_path: Path) -> None:
    source = "Subject: Många åsikter om lön\n\nhej".encode("cp1252")
    assert _headers(tmp_path, source) == {"title": "Många åsikter om lön"}


@pytest.mark.parametrize(
    ("written", "headers"),
    [
        ("Tue, 27 Sep 2022 23:30:00 +0200", {"date": "2022-09-27"}),
        ("27 Sep 22 23:30 EST", {"date": "2022-09-27"}),
        ("Tue, 31 Feb 2022 10:00:00", {}),
        ("i går", {}),
        ("1" * 5000, {}),
        ("", {}),
    ],
)
def test_a_mail_has_the_date_on_which_it_was_sent_there(
    written: str, headers: dict[str, str], tmp_path: Path
) -> None:
    assert _headers(tmp_path, f"Date: {written}\n\nhej") == headers


@pytest.mark.parametrize(
    ("sender", "source"),
    [
        ("Migrationsverket <registrator@example.se>", "Migrationsverket"),
        ("Norrviks kommun <info@norrvik.example>", "Norrviks kommun"),
        ("Fackförbundet ST <info@st.example>", "Fackförbundet ST"),
        ("Computer Sweden <nyhetsbrev@computersweden.example>", "Computer Sweden"),
        ("Åsa Öberg <asa@migrationsverket.example>", None),
        ("Åsa Öberg Migrationsverket <asa@migrationsverket.example>", None),
        ("Åsa Öberg Norrviks kommun <asa@norrvik.example>", None),
        ("Karin Ek <karin@karinek.example>", None),
        ("Karin Ek <info@annat.example>", None),
        ("info@st.example", None),
        ("(" * 9000, None),
    ],
)
def test_a_sender_is_the_source_only_if_it_is_an_organisation(
    sender: str, source: str | None, tmp_path: Path
) -> None:
    assert _headers(tmp_path, f"Subject: a\nFrom: {sender}\n\nhej").get("source") == source


def test_a_mail_without_headers_is_its_text(tmp_path: Path) -> None:
    assert _mail(tmp_path, "bara text\n\nmer text\n") == (
        [RawDocument("", "bara text\n\nmer text")],
        [],
    )


# Text


def test_plain_text_is_preferred_to_html(tmp_path: Path) -> None:
    html = "Content-Type: text/html\n\n<p>Hej"
    (mail,), _ = _mail(tmp_path, _multipart(html, PLAIN, kind="alternative"))
    assert mail.text == "Hej Åsa!"


def test_html_is_read_where_the_plain_text_is_empty(tmp_path: Path) -> None:
    html = "Content-Type: text/html; charset=utf-8\n\n<p>Hej<br>då<p>Åsa"
    (mail,), _ = _mail(tmp_path, _multipart("\n \n", html, kind="alternative"))
    assert mail.text == "Hej\ndå\n\nÅsa"


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("iso-8859-1", "cp1252"), ("us-ascii", "utf-8"), ("utf-8", "cp1252"), ("idna", "cp850")],
)
def test_a_charset_that_was_declared_wrong_is_mended(
    charset: str, encoding: str, tmp_path: Path
) -> None:
    head = f"Content-Type: text/plain; charset={charset}\n\n"
    (mail,), _ = _mail(tmp_path, head.encode() + "Många åsikter på mötet".encode(encoding))
    assert mail.text == "Många åsikter på mötet"


def test_html_without_its_library_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    html = "Content-Type: text/html\n\n<p>Hej"
    path = tmp_path / "brev.eml"
    path.write_text("Subject: Lön\n" + _multipart(html, _attached("a.txt", "Bilaga")))
    program = (
        "import sys; sys.modules['lxml'] = None\n"
        "from pathlib import Path\nfrom searchkit.documents.readers import read\n"
        "for mail in read(Path(sys.argv[1]), print): print(repr(mail.key), mail.text)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, check=True, text=True
    )
    assert done.stdout.splitlines() == [
        "its HTML: install searchkit[formats] to read .html",
        "'' ",
        "'a.txt' Bilaga",
    ]


# Attachments


def test_pictures_are_counted_and_logotypes_and_signatures_are_not(tmp_path: Path) -> None:
    (mail,), skipped = _mail(
        tmp_path,
        _multipart(
            PLAIN,
            "Content-Type: image/png; name=logga.png\nContent-ID: <1>\n\nx",
            "Content-Type: image/jpeg; name=foto.jpg\n\nx",
            "Content-Type: application/pkcs7-signature; name=smime.p7s\n\nx",
        ),
    )
    assert (mail.text, mail.notes, skipped) == ("Hej Åsa!", ("pictures left out: 1",), [])


def test_attachments_of_one_name_are_all_read(tmp_path: Path) -> None:
    documents, _ = _mail(
        tmp_path, _multipart(PLAIN, _attached("a.txt", "ett"), _attached("a.txt", "två"))
    )
    assert [document.text for document in documents] == ["Hej Åsa!", "ett", "två"]


def test_a_name_never_becomes_a_path(tmp_path: Path) -> None:
    names = ("../../a.txt", "C:\\\\b.txt", "=?utf-8?Q?l=C3=B6n=0A.txt?=")
    documents, _ = _mail(tmp_path, _multipart(*(_attached(name, "text") for name in names)))
    assert [document.key for document in documents] == ["a.txt", "b.txt", "lön .txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["brev.eml"]


def test_an_attachment_without_name_has_that_of_its_type(tmp_path: Path) -> None:
    part = "Content-Type: text/plain\nContent-Disposition: attachment\n\nBilagan"
    documents, _ = _mail(tmp_path, _multipart(PLAIN, part))
    assert [document.key for document in documents] == ["", "part-3.txt"]


def test_an_attachment_that_is_empty_is_named(tmp_path: Path) -> None:
    _, skipped = _mail(tmp_path, _multipart(PLAIN, _attached("a.txt", "")))
    assert skipped == ["a.txt: no text in it"]


def test_a_mail_of_nothing_but_an_attachment_is_that(tmp_path: Path) -> None:
    documents, _ = _mail(tmp_path, _multipart(_attached("a.txt", "ett")))
    assert [document.key for document in documents] == ["a.txt"]


# Bounds


def test_mails_in_mails_are_read_to_a_depth(tmp_path: Path) -> None:
    forwarded = "Subject: a\nContent-Type: message/rfc822\n\n" * 9 + "Subject: a\n\nhej"
    documents, skipped = _mail(tmp_path, forwarded)
    assert [document.key for document in documents] == ["", "a", "a#a", "a#a#a", "a#a#a#a"]
    assert skipped == ["a: a: a: a: a: more than 4 files deep in each other"]


@pytest.mark.parametrize(
    "source",
    [
        b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\nhej\n" * 20_000,
        b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(5000)
        ),
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\n" * 90 + b"rad\n" * 500_000,
    ],
)
def test_a_mail_of_too_many_parts_is_refused(source: bytes, tmp_path: Path) -> None:
    assert _reason(tmp_path, source) == "more parts in parts than a mail has"


def test_a_mail_nested_too_deep_for_the_parser_is_refused(tmp_path: Path) -> None:
    assert _reason(tmp_path, b"Content-Type: message/rfc822\n\n" * 5000) == "damaged"


def test_of_very_many_parts_the_first_are_read(tmp_path: Path) -> None:
    (mail,), skipped = _mail(tmp_path, _multipart(*["\nhej"] * 1500))
    assert mail.text.count("hej") == 999
    assert skipped == ["more than 1000 parts in it; the others are left out"]


def test_a_mail_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("searchkit.documents.readers.mail.MAX_MAIL_BYTES", 2 << 20)
    assert _reason(tmp_path, b"Subject: a\n\n" + b"hej\n" * (1 << 20)) == "larger than 2 MB"


def test_a_boundary_that_encloses_itself_ends(tmp_path: Path) -> None:
    inner = "Content-Type: multipart/mixed; boundary=x\n\n--x\n"
    documents, _ = _mail(tmp_path, "Subject: a\n" + inner * 5 + PLAIN)
    assert [document.key for document in documents] == [""]


# Mailboxes


def test_a_mailbox_is_its_mails() -> None:
    documents, skipped = _read(SAMPLES / "lada.mbox")
    assert [(document.key, document.text) for document in documents] == [
        (
            "1@norrvik.example",
            "Från: Åsa Öberg <asa@norrvik.example>\n\n"
            "Lönen är satt.\nFrom och med oktober gäller den nya.",
        ),
        ("2", "Från: karin@norrvik.example\n\nTack!\nVi hörs i morgon."),
    ]
    assert skipped == []


def test_what_is_attached_to_a_mail_in_a_mailbox_names_both(tmp_path: Path) -> None:
    path = tmp_path / "lada.mbox"
    mail = _multipart(PLAIN, _attached("a.txt", "ett"), _attached("b.exe", "x"))
    path.write_text(f"From x\nMessage-ID: <1@x>\n{mail}")
    documents, skipped = _read(path)
    assert [document.key for document in documents] == ["1@x", "1@x#a.txt"]
    assert skipped == ["mail 1: b.exe: no reader for .exe"]


def test_a_mail_too_large_is_named_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("searchkit.documents.readers.mail.MAX_MAIL_BYTES", 1 << 20)
    monkeypatch.setattr("searchkit.documents.readers.mbox.MAX_MAIL_BYTES", 1 << 20)
    path = tmp_path / "lada.mbox"
    path.write_text("From x\n\n" + "hej\n" * (1 << 19) + "\nFrom x\n\nkort\n")
    documents, skipped = _read(path)
    assert [(document.key, document.text) for document in documents] == [("2", "kort")]
    assert skipped == ["mail 1: larger than 1 MB"]
