"""What is read from PDF files, and what they say about themselves."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from searchkit.documents.readers import pdf, read
from searchkit.documents.readers.base import RawDocument
from searchkit.documents.readers.xmp import read_xmp
from searchkit.errors import UnreadableFile

SAMPLES = Path(__file__).parent / "samples"


def _one(path: Path) -> RawDocument:
    (document,) = read(path, pytest.fail)
    return document


def _reason(path: Path) -> str:
    with pytest.raises(UnreadableFile) as caught:
        list(read(path, pytest.fail))
    return caught.value.reason


def test_pages_are_read_line_by_line_and_a_divided_word_keeps_its_hyphen() -> None:
    assert _one(SAMPLES / "protokoll.pdf").text == (
        "Fackförbundet ST – sektion Syd\n"
        "Protokoll styrelsemöte ST\n"
        "sektion Syd\n"
        "Datum: 28 september 2022\n"
        "Arbetsgivaren informerade om personal-\n"
        "omsättningen1\n"
        "vid kontaktcenter. Många\n"
        "söker sig bort.\n"
        "Närvarande: Fredrik Bergman,\n"
        "Christer Blom\n"
        "Enhet Vakanser\n"
        "Norrköping 12\n"
        "Malmö Sju tjänster.\n"
        "Två är vilande.\n"
        "1 Enligt statistik från Arbetsgivarverket.\n"
        "Sida 1\n"
        "\fNästa möte hålls i Malmö.\n"
        "Fackförbundet ST – sektion Syd\n"
        "Årsmötet hålls i februari.\n"
        "Vid protokollet\n"
        "Fredrik Bergman\n"
        "Sida 2"
    )


def test_the_info_is_doubtful() -> None:
    document = _one(SAMPLES / "protokoll.pdf")
    assert document.headers["title"] == "Protokoll styrelsemöte ST sektion Syd"
    assert document.headers["date"].startswith("20")
    assert document.origins == dict.fromkeys(document.headers, "PDF info")
    assert document.doubtful == document.headers.keys()


def test_a_scanned_file_is_refused() -> None:
    path = SAMPLES / "refused" / "skannad.pdf"
    assert _reason(path) == "a scanned PDF: 1 page without text"


def test_a_file_that_needs_a_password_is_refused() -> None:
    assert _reason(SAMPLES / "refused" / "lasenord.pdf") == "needs a password"


def test_pages_without_text_among_others_are_noted(tmp_path: Path) -> None:
    with pypdfium2.PdfDocument(SAMPLES / "protokoll.pdf") as document:
        document.new_page(100, 100)
        document.save(tmp_path / "a.pdf")
    assert _one(tmp_path / "a.pdf").notes == ("1 of 3 pages have no text",)


def test_a_file_cut_in_half_is_refused_in_a_few_words(tmp_path: Path) -> None:
    data = (SAMPLES / "protokoll.pdf").read_bytes()
    (tmp_path / "a.pdf").write_bytes(data[: len(data) // 20])
    assert _reason(tmp_path / "a.pdf") == "damaged, or no .pdf file"


def test_a_file_without_pages_is_refused(tmp_path: Path) -> None:
    pypdfium2.PdfDocument.new().save(tmp_path / "a.pdf")
    assert _reason(tmp_path / "a.pdf") == "damaged, or no .pdf file"


def test_a_file_with_too_much_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_DOCUMENT_BYTES", 100)
    assert _reason(SAMPLES / "protokoll.pdf") == "larger than 100 bytes"


@pytest.mark.parametrize(
    ("found", "text"),
    [
        ("kon\ufb02ikt", "konflikt"),
        ("o\ufb03ciell", "officiell"),
        ("personal\ufffe\r\nomsättning", "personal-\nomsättning"),
        ("personal\x02omsättning", "personal-\nomsättning"),
        ("rad \r\n  rad", "rad\nrad"),
        ("a\u030arsmo\u0308te\0", "årsmöte"),
    ],
)
def test_what_fonts_and_margins_did_to_words_is_undone(found: str, text: str) -> None:
    assert pdf.readable(found) == text


@pytest.mark.parametrize(
    ("date", "iso"),
    [
        ("D:20220928101500+02'00'", "2022-09-28"),
        ("D:202209", "2022-09"),
        ("20220928", "2022-09-28"),
        ("2022", "2022"),
        ("igår", ""),
    ],
)
def test_dates_are_read_as_pdf_writes_them(date: str, iso: str) -> None:
    assert pdf.iso_date(date) == iso


# XMP

PACKET = """%PDF-1.4 5 0 obj <</Type/Metadata>> stream
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/"
 xmp:ModifyDate="2022-10-01T08:00:00Z">
<dc:format>{format}</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Lön och vakanser</rdf:li></rdf:Alt></dc:title>
<dc:publisher><rdf:Bag><rdf:li>Fackförbundet ST</rdf:li></rdf:Bag></dc:publisher>
<prism:publicationDate>2022-09-28</prism:publicationDate>
<xmp:CreateDate>2022-09-01T10:00:00+02:00</xmp:CreateDate>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?> endstream"""


def test_a_packet_says_who_published_and_when_and_that_is_beyond_doubt() -> None:
    found = read_xmp(PACKET.format(format="application/pdf").encode())
    assert found.headers == {
        "title": "Lön och vakanser",
        "source": "Fackförbundet ST",
        "date": "2022-09-28",
        "updated": "2022-10-01",
    }
    assert found.doubtful == {"title", "updated"}
    assert set(found.origins.values()) == {"XMP"}


@pytest.mark.parametrize(
    "data", [b"", PACKET.format(format="image/jpeg").encode(), b"<x:xmpmeta" * 1_000_000]
)
def test_a_file_without_a_packet_of_its_own_says_nothing(data: bytes) -> None:
    assert read_xmp(data).headers == {}


def test_the_last_packet_of_a_file_that_was_saved_again_counts() -> None:
    packet = PACKET.format(format="application/pdf")
    image = PACKET.format(format="image/jpeg").replace("Lön och vakanser", "Bild")
    again = packet.replace("Lön och vakanser", "Lön och rörlighet")
    found = read_xmp("".join((packet, again, image)).encode())
    assert found.headers["title"] == "Lön och rörlighet"


def test_a_broken_packet_is_noted() -> None:
    data = PACKET.format(format="application/pdf").replace("</dc:title>", "")
    assert read_xmp(data.encode()).notes == ("its XMP cannot be read",)
