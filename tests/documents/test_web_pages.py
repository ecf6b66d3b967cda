"""What is read of web pages and e-books, on files as browsers and other programs save them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from searchkit.documents.readers import read
from searchkit.documents.readers.base import RawDocument
from searchkit.errors import UnreadableFile

SAMPLES = Path(__file__).parent / "samples"
MENU = "".join(f"<li><a href='/{n}'>Sida {n}</a></li>" for n in range(9))
ARTICLE = "<p>" + "Myndigheten har svårt att rekrytera systemutvecklare till it-avdelningen. " * 9


def _read(path: Path) -> RawDocument:
    (document,) = read(path, pytest.fail)
    return document


def _page(folder: Path, source: str | bytes, name: str = "sida.html") -> RawDocument:
    path = folder / name
    path.write_bytes(source if isinstance(source, bytes) else source.encode())
    return _read(path)


def _reason(folder: Path, content: bytes, name: str) -> str:
    path = folder / name
    path.write_bytes(content)
    with pytest.raises(UnreadableFile) as caught:
        list(read(path, lambda reason: None))
    return caught.value.reason


def _headers(folder: Path, head: str, body: str = "<p>Text.") -> dict[str, tuple[str, str]]:
    document = _page(folder, f"<head><meta charset=utf-8>{head}</head><body>{body}")
    return {name: (value, document.origins[name]) for name, value in document.headers.items()}


# The main text


def test_a_municipal_page_is_read_without_what_goes_round_it() -> None:
    assert _read(SAMPLES / "kommun.html").text == (
        "Bemanning och vikarier\n\n"
        "Kommunen har svårt att rekrytera systemutvecklare. "
        "Här beskriver vi hur vi bemannar IT\u2011avdelningen.\n\n"
        "Vakanser\n\n"
        "Under våren hade avdelningen sju vakanser.\nPersonalomsättningen var 18 procent.\n\n"
        "Tre systemutvecklare\nTvå arkitekter\nTvå i servicedesk\n\n"
        "Lön efter roll\nRoll\tMedellön\nSystemutvecklare\t46 200 kr\nArkitekt\t58 900 kr\n\n"
        "Hur söker jag?\n\n"
        "Skicka ansökan till registrator före den 1 december.\n\n"
        "Kontakt\nKarin Åström, enhetschef\n\n"
        "Mån 08-16 Tis 08-18\n\n"
        "Senast uppdaterad: 2 oktober 2023"
    )


def test_a_news_page_is_read_without_menus_teasers_and_comments() -> None:
    assert _read(SAMPLES / "nyhet.html").text == (
        "Bemanning\n\n"
        "Konsulterna lämnar Migrationsverket\n\n"
        "Halva it-avdelningen består av konsulter. Nu ska de ersättas av anställda.\n\n"
        "– Vi har blivit för beroende av inhyrd kompetens, "
        "säger generaldirektören till Myndighetsnytt.\n\n"
        "Enligt en intern rapport kostar en konsult dubbelt så mycket som en anställd.\n\n"
        "Det är en fråga om säkerhet.\n\n"
        "Svårt att hitta folk\n\n"
        "Myndigheten räknar med att behöva anställa femtio systemutvecklare det närmaste året."
    )


def test_a_page_laid_out_with_a_table_keeps_its_lines() -> None:
    text = _read(SAMPLES / "gammal.htm").text
    assert text.endswith(
        "Protokoll från årsmöte\n\n"
        "Datum: 2001-03-14\n\n"
        "Mötet öppnades av ordföranden, som hälsade alla välkomna till ett välbesökt årsmöte "
        "– det femte i ordningen.\n\n"
        "Löneförhandlingarna med arbetsgivaren är avslutade. "
        "Medlemmarna på IT-enheten får i snitt 3,5 procent.\n\n"
        "Styrelsen beviljades ansvarsfrihet\nTill ny ordförande valdes Åsa Öberg\n\n"
        "Vid protokollet\nÖrjan Ek\n\n"
        "Sidan uppdaterad 2001-04-02 av webbmaster"
    )


def test_a_document_saved_as_a_page_is_main_all_over() -> None:
    assert _read(SAMPLES / "rapport.xhtml").text == (
        "Arbetsmiljö i staten\n\nÅsa Öberg\n\n2021-06-15\n\n"
        "Inledning\n\n"
        "Personalomsättningen i staten ökar. "
        "Det gör arbetsmiljön till en fråga om kompetensförsörjning.\n\n"
        "Lön och villkor\n\n"
        "Den som söker sig bort gör det sällan för lönens skull.\n\n"
        "Fler vikarier\nFärre konsulter"
    )


def test_a_page_without_main_text_is_read_whole(tmp_path: Path) -> None:
    page = _page(tmp_path, f"<meta charset=utf-8><body><nav><ul>{MENU}</ul></nav>")
    assert page.text.split() == " ".join(f"Sida {n}" for n in range(9)).split()


def test_a_page_need_not_write_where_its_body_begins(tmp_path: Path) -> None:
    page = _page(tmp_path, "<title>Lön</title><main><p>Ny lön.</main><footer>Slut")
    assert (page.headers["title"], page.text) == ("Lön", "Ny lön.\n\nSlut")


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 1000 + f"<nav>{MENU}</nav>{ARTICLE}",
        f"<nav>{MENU}</nav>{ARTICLE}" + "<b>x</b>" * 31_000,
    ],
)
def test_a_page_too_large_to_be_taken_apart_is_read_whole(page: str, tmp_path: Path) -> None:
    text = _page(tmp_path, f"<meta charset=utf-8>{page}").text
    assert "Sida 8" in text
    assert "rekrytera systemutvecklare" in text


def test_a_page_that_extraction_fails_on_is_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> object:
        raise IndexError

    monkeypatch.setattr("trafilatura.bare_extraction", fail)
    page = _page(tmp_path, f"<meta charset=utf-8><nav>{MENU}</nav>{ARTICLE}")
    assert page.text.startswith("Sida 0\nSida 1")


def test_what_is_preformatted_keeps_its_spaces_and_lines(tmp_path: Path) -> None:
    page = _page(tmp_path, "<p>Tider:\n  se\n nedan<pre>Mån  08\n  Tis  10</pre>")
    assert page.text == "Tider: se nedan\n\nMån  08\n  Tis  10"


def test_scripts_and_form_controls_are_no_text(tmp_path: Path) -> None:
    page = "<script>var a='<p>nej'</script><style>p{}</style><p>Ja<select><option>Nej</select>!"
    assert _page(tmp_path, page).text == "Ja!"


def test_pictures_inside_a_page_are_not_read(tmp_path: Path) -> None:
    picture = "data:image/png;base64," + "A" * 11_000_000
    page = _page(tmp_path, f"<p>före <img src='{picture}'> efter")
    assert page.text == "före efter"


def test_a_page_nested_beyond_reason_is_refused(tmp_path: Path) -> None:
    page = b"<div>" * 5000 + b"text"
    assert _reason(tmp_path, page, "sida.html") == "tags nested too deep"


def test_a_page_saved_in_one_file_is_that_page() -> None:
    page = _read(SAMPLES / "sparad.mhtml")
    assert (page.text, page.headers) == (
        "Lediga jobb\n\nVi söker en systemarkitekt till it-avdelningen.",
        {"title": "Lediga jobb", "source": "Norrviks kommun"},
    )


# The character encoding


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("iso-8859-1", "windows-1252"),
        ("iso-8859-1", "utf-8"),
        ("utf-8", "windows-1252"),
        ("idna", "utf-8"),
        ("finns-inte", "utf-8"),
        ("utf-16", "utf-8"),
        ("utf-8", "utf-16"),
        ("iso-8859-15", "iso-8859-15"),
    ],
)
def test_an_encoding_is_read_whatever_is_declared(
    declared: str, encoding: str, tmp_path: Path
) -> None:
    source = f"<meta charset={declared}><p>Många åsikter på mötet"
    assert _page(tmp_path, source.encode(encoding)).text == "Många åsikter på mötet"


def test_what_was_declared_needs_no_note(tmp_path: Path) -> None:
    assert _page(tmp_path, "<meta charset=cp1252><p>Åsikter".encode("cp1252")).notes == ()


# Entities


def test_entities_that_a_page_defines_are_not_expanded(tmp_path: Path) -> None:
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    page = f"""<!DOCTYPE html [<!ENTITY a0 "aaaa">{bomb}<!ENTITY fil SYSTEM "file:///etc/passwd">]>
        <html xmlns="http://www.w3.org/1999/xhtml"><body><p>&a11; &fil; text</p></body></html>"""
    assert _page(tmp_path, page, "sida.xhtml").text == "&a11; &fil; text"


def test_entities_that_html_knows_are_letters_in_xhtml_too(tmp_path: Path) -> None:
    page = '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>l&ouml;n&nbsp;&amp;c</p></body></html>'
    assert _page(tmp_path, page, "sida.xhtml").text == "lön &c"


# What a page says of itself


def test_a_news_page_states_its_headers_in_json_ld() -> None:
    page = _read(SAMPLES / "nyhet.html")
    assert page.headers == {
        "title": "Konsulterna lämnar Migrationsverket",
        "date": "2022-09-28",
        "updated": "2022-09-29",
        "source": "Myndighetsnytt",
    }
    assert set(page.origins.values()) == {"JSON-LD"}


def test_a_municipal_page_states_its_headers_in_meta_tags() -> None:
    page = _read(SAMPLES / "kommun.html")
    assert (page.headers, page.origins) == (
        {
            "title": "Bemanning och vikarier",
            "updated": "2023-10-02",
            "source": "Norrviks kommun",
        },
        {"title": "OpenGraph", "updated": "meta", "source": "OpenGraph"},
    )


@pytest.mark.parametrize(
    "title",
    ["Lön - ST", "Lön | ST", "ST – Lön", "Lön|ST", "Lön"],
)
def test_the_name_of_the_site_is_no_part_of_the_title(title: str, tmp_path: Path) -> None:
    found = _headers(tmp_path, f"<title>{title}</title><meta property=og:site_name content=ST>")
    assert found["title"] == ("Lön", "title")


def test_a_title_with_a_dash_keeps_it(tmp_path: Path) -> None:
    found = _headers(tmp_path, "<title>Löner - en kartläggning</title>")
    assert found == {"title": ("Löner - en kartläggning", "title")}


def test_the_only_heading_is_the_title_where_nothing_is_stated(tmp_path: Path) -> None:
    found = _headers(tmp_path, "<title>ST Online</title>", "<h1>Ny <i>lön</i></h1>")
    assert found == {"title": ("Ny lön", "heading")}


def test_a_title_that_a_program_gave_is_none(tmp_path: Path) -> None:
    assert _headers(tmp_path, "<title>Namnlöst dokument</title>") == {}


def test_midnight_in_sweden_is_that_day_though_it_is_written_in_utc(tmp_path: Path) -> None:
    stamp = "2022-09-27T22:00:00.000Z"
    found = _headers(tmp_path, f"<meta property=article:published_time content={stamp}>")
    assert found == {"date": ("2022-09-28", "OpenGraph")}


def test_a_time_that_says_what_it_is_dates_the_page(tmp_path: Path) -> None:
    body = (
        "<time datetime=2020-01-01>när något hände</time>"
        "<time class=publicerad datetime=2022-09-28T10:00>i onsdags</time>"
        "<time class=uppdaterad>29 september 2022</time>"
    )
    assert _headers(tmp_path, "", body) == {
        "date": ("2022-09-28", "time"),
        "updated": ("29 september 2022", "time"),
    }


@pytest.mark.parametrize(
    "data", ["[" * 100_000, "{", "null", '{"@type": 5}', '{"@type": "Article", "headline": [1]}']
)
def test_json_ld_that_makes_no_sense_is_passed_over(data: str, tmp_path: Path) -> None:
    script = f'<script type="application/ld+json">{data}</script>'
    assert _headers(tmp_path, script) == {}


# E-books


def test_a_book_is_read_chapter_by_chapter_with_its_metadata() -> None:
    book = _read(SAMPLES / "bok.epub")
    assert (book.headers, set(book.origins.values())) == (
        {"title": "Arbetsmiljö i staten", "date": "2021-06-15", "source": "Partsrådet"},
        {"EPUB metadata"},
    )
    assert book.text == (
        "Arbetsmiljö i staten\n\nÅsa Öberg\n\nPartsrådet\n\n2021-06-15\n\n"
        "Inledning\n\n"
        "Personalomsättningen i staten ökar. "
        "Det gör arbetsmiljön till en fråga om kompetensförsörjning.\n\n"
        "Lön och villkor\n\n"
        "Den som söker sig bort gör det sällan för lönens skull.\n\n"
        "Fler vikarier\nFärre konsulter"
    )


def _book(folder: Path, package: str, **chapters: str) -> Path:
    path = folder / "bok.epub"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        place = '<container><rootfile full-path="OPS/bok.opf"/></container>'
        archive.writestr("META-INF/container.xml", place)
        archive.writestr("OPS/bok.opf", package)
        for name, text in chapters.items():
            archive.writestr(f"OPS/{name}.xhtml", f"<p>{text}")
    return path


def _item(name: str) -> str:
    return f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"/>'


def test_chapters_come_in_reading_order_and_a_missing_one_is_named(tmp_path: Path) -> None:
    order = "".join(f'<itemref idref="{name}"/>' for name in ("b", "c", "a", "b", "x"))
    manifest = "".join(map(_item, "abc"))
    package = f"<package><manifest>{manifest}</manifest><spine>{order}</spine></package>"
    skipped: list[str] = []
    documents = list(read(_book(tmp_path, package, a="Ett", b="Två"), skipped.append))
    assert [document.text for document in documents] == ["Två\n\nEtt"]
    assert skipped == ["OPS/c.xhtml: missing"]


def test_a_book_whose_package_is_broken_is_read_in_the_archives_order(tmp_path: Path) -> None:
    book = _read(_book(tmp_path, "<package", a="Ett", b="Två"))
    assert book == RawDocument(
        "", "Ett\n\nTvå", notes=("no package document, chapters in the archive's order",)
    )


def test_a_date_that_stands_for_none_is_none(tmp_path: Path) -> None:
    dates = "<dc:date>0101-01-01T00:00:00+00:00</dc:date><dc:date>2021-06</dc:date>"
    package = (
        f'<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>{dates}</metadata>'
        f'<manifest>{_item("a")}</manifest><spine><itemref idref="a"/></spine></package>'
    )
    assert _read(_book(tmp_path, package, a="Ett")).headers == {"date": "2021-06"}


def test_a_chapter_that_is_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    skipped: list[str] = []
    path = _book(tmp_path, "", a="a" * 70_000_000, b="Två")
    documents = list(read(path, skipped.append))
    assert [document.text for document in documents] == ["Två"]
    assert skipped == ["OPS/a.xhtml: unpacks to more than 100 times its size"]


def test_a_book_cut_short_is_refused(tmp_path: Path) -> None:
    cut = (SAMPLES / "bok.epub").read_bytes()[:-200]
    assert _reason(tmp_path, cut, "bok.epub") == "damaged, or no ZIP archive"


def test_a_book_under_copy_protection_is_named_as_encrypted(tmp_path: Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("META-INF/encryption.xml", "<encryption/>")
        archive.writestr("a.xhtml", bytes(range(256)) * 20)
    assert _reason(tmp_path, content.getvalue(), "bok.epub") == "encrypted"
