"""What is read from Word, OpenDocument, PowerPoint and Excel packages."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from searchkit.documents.readers import packages, read, xlsx
from searchkit.documents.readers.base import RawDocument
from searchkit.errors import UnreadableFile

SAMPLES = Path(__file__).parent / "samples"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MAIN_PARTS = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml", ".pptx": "ppt/pres.xml"}
PACKAGES = (*MAIN_PARTS, ".odt")


def _package(path: Path, parts: Mapping[str, str], relations: str = "<Relationships/>") -> Path:
    """Write a package whose main part is the one of its suffix, related to others."""
    main = MAIN_PARTS.get(path.suffix, "")
    folder, _, name = main.rpartition("/")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "_rels/.rels", _relations(f'Id="r" Type="officeDocument" Target="{main}"')
        )
        archive.writestr(f"{folder}/_rels/{name}.rels", relations)
        for part, content in parts.items():
            archive.writestr(part, content)
    return path


def _relations(*relations: str) -> str:
    found = "".join(f"<Relationship {said}/>" for said in relations)
    return f"<Relationships>{found}</Relationships>"


def _word(folder: Path, body: str) -> RawDocument:
    xml = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    return _one(_package(folder / "a.docx", {"word/document.xml": xml}))


def _one(path: Path) -> RawDocument:
    (document,) = read(path, pytest.fail)
    return document


def _reason(path: Path) -> str:
    with pytest.raises(UnreadableFile) as caught:
        list(read(path, pytest.fail))
    return caught.value.reason


# Word and OpenDocument text

MINUTES = """\
Protokoll styrelsemöte ST sektion Syd

Datum: 28 september 2022

Arbetsgivaren informerade om personalomsättningen vid kontaktcenter. Många söker sig bort.

Enligt statistik från Arbetsgivarverket.

Närvarande:\tFredrik Bergman,
Christer  Blom

Enhet\tVakanser
Norrköping\t12
Malmö

Sju tjänster.

Två är vilande.

Årsmötet hålls i februari.

Nästa möte hålls i Malmö.

Vid protokollet

Fredrik Bergman

Fackförbundet ST – sektion Syd

Sida 2"""
"""Without the deleted paragraph and the comment; the note and the text box below their places."""


@pytest.mark.parametrize("suffix", ["docx", "odt", "rtf"])
def test_minutes_are_read_in_the_order_of_the_text(suffix: str) -> None:
    assert _one(SAMPLES / f"protokoll.{suffix}").text == MINUTES


@pytest.mark.parametrize(
    ("suffix", "origin"), [("docx", "Word properties"), ("odt", "OpenDocument properties")]
)
def test_the_title_is_the_one_shown_and_the_dates_are_doubtful(suffix: str, origin: str) -> None:
    document = _one(SAMPLES / f"protokoll.{suffix}")
    assert {name: value[:10] for name, value in document.headers.items()} == {
        "title": "Protokoll ",
        "date": "2022-09-30",
        "updated": "2022-10-04",
    }
    assert document.origins == {"title": "title style", "date": origin, "updated": origin}
    assert document.doubtful == {"date", "updated"}


def test_a_note_stands_below_its_paragraph_and_a_list_keeps_its_lines() -> None:
    assert _one(SAMPLES / "rapport.docx").text.split("\n\n")[3:] == [
        "Sammanfattning",
        "Rörligheten har ökat sedan 2020. Särskilt it-enheterna har svårt att rekrytera.",
        "Uppgiften bygger på Arbetsgivarverkets statistik för åren 2019–2022.",
        "Vakanser",
        "Myndighet\tVakanser\nMigrationsverket\t12\nSkatteverket\t7",
        "Konsulter hyrs in i väntan på rekrytering.",
        "Uppsägningarna fortsätter.",
    ]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<w:p><w:r><w:t>års</w:t></w:r><w:r><w:t>möte</w:t></w:r></w:p>", "årsmöte"),
        ("<w:p><w:t>a&#778;rsmo&#776;te</w:t></w:p>", "årsmöte"),
        ("<w:p><w:t>it</w:t><w:noBreakHyphen/><w:t>chef</w:t></w:p>", "it-chef"),
        ("<w:p><w:t>upp&#173;sägning</w:t></w:p>", "uppsägning"),
        ("<w:p><w:del><w:t>bort</w:t></w:del><w:ins><w:t>kvar</w:t></w:ins></w:p>", "kvar"),
        ("<w:p><w:moveFrom><w:t>bort</w:t></w:moveFrom><w:t>kvar</w:t></w:p>", "kvar"),
        ("<w:p><w:t>ett</w:t><w:br/><w:t>två</w:t></w:p>", "ett\ntvå"),
        ("<w:p><w:instrText>PAGE</w:instrText><w:t>ett</w:t></w:p>", "ett"),
        ("<w:sdt><w:sdtContent><w:p><w:t>ett</w:t></w:p></w:sdtContent></w:sdt>", "ett"),
    ],
)
def test_runs_make_the_text_that_a_reader_sees(body: str, text: str, tmp_path: Path) -> None:
    assert _word(tmp_path, body).text == text


def test_a_text_box_that_is_there_twice_is_read_once(tmp_path: Path) -> None:
    box = "<w:txbxContent><w:p><w:t>ruta</w:t></w:p></w:txbxContent>"
    choice = f"<Choice>{box}</Choice><Fallback>{box}</Fallback>"
    assert _word(tmp_path, f"<w:p>{choice}<w:t>stycke</w:t></w:p>").text == "stycke\n\nruta"


def test_a_note_that_many_places_point_to_stands_once(tmp_path: Path) -> None:
    places = '<w:p><w:t>ett</w:t><w:footnoteReference w:id="2"/></w:p>' * 2
    parts = {
        "word/document.xml": f"<w:document {W}>{places}</w:document>",
        "word/notes.xml": '<f><footnote id="2"><p><t>not</t></p></footnote></f>',
    }
    relations = _relations('Id="1" Type="footnotes" Target="notes.xml"')
    assert _one(_package(tmp_path / "a.docx", parts, relations)).text == "ett\n\nnot\n\nett"


def test_a_table_in_a_cell_keeps_its_rows(tmp_path: Path) -> None:
    inner = "<w:tbl><w:tr><w:tc><w:p><w:t>a</w:t></w:p></w:tc><w:tc><w:p><w:t>b</w:t></w:p></w:tc>"
    inner += "</w:tr></w:tbl>"
    outer = f"<w:tbl><w:tr><w:tc><w:p><w:t>före</w:t></w:p>{inner}<w:p/></w:tc></w:tr></w:tbl>"
    assert _word(tmp_path, outer).text == "före\n\na\tb"


def test_a_company_and_a_category_are_doubtful_too(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    parts = {
        "word/document.xml": f"<w:document {W}><w:p><w:t>Text</w:t></w:p></w:document>",
        "docProps/app.xml": "<Properties><Company>Kiruna\n kommun</Company></Properties>",
        "docProps/core.xml": "<core><title/><category>Protokoll</category></core>",
        "_rels/.rels": _relations(
            'Id="1" Type="officeDocument" Target="word/document.xml"',
            'Id="2" Type="core-properties" Target="docProps/core.xml"',
            'Id="3" Type="extended-properties" Target="/docProps/app.xml"',
        ),
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    document = _one(path)
    assert document.headers == {"source": "Kiruna kommun", "type": "Protokoll"}
    assert document.doubtful == {"source", "type"}


def test_an_unclosed_property_part_is_noted_and_the_text_read(tmp_path: Path) -> None:
    path = tmp_path / "a.odt"
    content = '<body xmlns:t="x"><t:p>Årsmöte</t:p></body>'
    _package(path, {"content.xml": content, "meta.xml": "<meta><title>x"})
    document = _one(path)
    assert (document.text, document.headers) == ("Årsmöte", {})
    assert document.notes == ("its properties cannot be read",)


def test_spaces_without_end_are_cut_short(tmp_path: Path) -> None:
    content = '<body xmlns:t="x"><t:p>a<t:s t:c="2000000000"/>b</t:p></body>'
    text = _one(_package(tmp_path / "a.odt", {"content.xml": content})).text
    assert text == "a" + " " * 100 + "b"


# PowerPoint


def test_slides_are_pages_with_their_tables_and_notes() -> None:
    document = _one(SAMPLES / "kompetens.pptx")
    assert document.text.split("\n\f") == [
        "Kompetensförsörjning på Migrationsverket\n\nLedningsgruppen i Norrköping",
        "Vakanser\n\nTolv vakanser i Norrköping\n\nSju i Malmö, två av dem vilande\n\n"
        "Ort\tAntal\nMalmö\t7\n\nSäg något om löneläget här.",
    ]
    assert document.headers["title"] == "Kompetensförsörjning på Migrationsverket"
    assert document.origins["title"] == "first slide"


def test_slides_come_in_the_order_of_the_show(tmp_path: Path) -> None:
    slide = '<sld><sp><ph type="{}"/><p><t>{}</t></p></sp></sld>'
    path = _package(
        tmp_path / "a.pptx",
        {
            "ppt/pres.xml": '<presentation xmlns:r="r"><sldId id="1" r:id="b"/>'
            '<sldId id="2" r:id="a"/></presentation>',
            "ppt/1.xml": slide.format("title", "Sist"),
            "ppt/2.xml": slide.format("ctrTitle", "Först") + "",
            "ppt/3.xml": slide.format("sldNum", "3"),
        },
        _relations(
            'Id="a" Type="slide" Target="1.xml"',
            'Id="b" Type="slide" Target="/ppt/2.xml"',
        ),
    )
    assert _one(path).text == "Först\n\fSist"


# Excel


def test_sheets_are_read_row_by_row() -> None:
    assert _one(SAMPLES / "lonestatistik.xlsx").text == (
        "Lönestatistik\n"
        "Lönestatistik för Migrationsverket 2022\n"
        "Enhet\tAntal\tMedellön\tMättes\tKlar\n"
        "Norrköping\t12\t41250.5\t2022-09-28\tSANT\n"
        "Malmö\t7\t39100\t2022-10-03 14:30\tFALSKT\n"
        "Summa\t19\n"
        "Två mätningar per år\t08:15\n\n"
        "Årsmötet"
    )


def _sheet(folder: Path, rows: str, strings: str = "", workbook: str = "") -> RawDocument:
    """Read a workbook of one sheet; its style 1 is a date, and 2 a format with letters in it."""
    formats = '<numFmt numFmtId="200" formatCode="&quot;dagar&quot; 0"/>'
    styles = '<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="200"/>'
    path = _package(
        folder / "a.xlsx",
        {
            "xl/workbook.xml": f'<workbook xmlns:r="r">{workbook}<sheet r:id="1"/></workbook>',
            "xl/1.xml": f"<worksheet>{rows}</worksheet>",
            "xl/strings.xml": f"<sst>{strings}</sst>",
            "xl/styles.xml": f"<styleSheet>{formats}<cellXfs>{styles}</cellXfs></styleSheet>",
        },
        _relations(
            'Id="1" Type="worksheet" Target="1.xml"',
            'Id="2" Type="sharedStrings" Target="strings.xml"',
            'Id="3" Type="styles" Target="styles.xml"',
        ),
    )
    return _one(path)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("<c><v>0.30000000000000004</v></c>", "0.3"),
        ("<c><v>-17</v></c>", "-17"),
        ('<c s="1"><v>44832</v></c>', "2022-09-28"),
        ('<c s="1"><v>44832.75</v></c>', "2022-09-28 18:00"),
        ('<c s="1"><v>1e300</v></c>', "1e300"),
        ('<c s="1"><v>nan</v></c>', "nan"),
        ('<c s="2"><v>7</v></c>', "7"),
        ('<c s="99"><v>7</v></c>', "7"),
        ('<c t="s"><v>0</v></c>', "två ord"),
        ('<c t="inlineStr"><is><t>års</t><t>möte</t></is></c>', "årsmöte"),
        ('<c t="str"><f>A1</f><v>lön</v></c>', "lön"),
        ('<c t="d"><v>2022-09-28</v></c>', "2022-09-28"),
    ],
)
def test_a_value_is_shown_as_a_person_sees_it(cell: str, shown: str, tmp_path: Path) -> None:
    strings = "<si><r><t>två</t></r><r><t> ord</t></r><rPh><t>ツー</t></rPh></si>"
    assert _sheet(tmp_path, f"<row>{cell}</row>", strings).text == shown


@pytest.mark.parametrize("cell", ['<c t="e"><v>#REF!</v></c>', '<c t="s"><v>5</v></c>', "<c/>"])
def test_an_error_or_a_string_that_is_missing_is_empty(cell: str, tmp_path: Path) -> None:
    assert _sheet(tmp_path, f"<row><c><v>1</v></c>{cell}<c><v>2</v></c></row>").text == "1\t2"


def test_days_count_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    rows = '<row><c s="1"><v>43370</v></c></row>'
    assert _sheet(tmp_path, rows, workbook='<workbookPr date1904="1"/>').text == "2022-09-28"


def test_a_cell_at_the_far_corner_costs_nothing(tmp_path: Path) -> None:
    rows = '<row><c r="A1"><v>1</v></c></row><row><c r="XFD1048576"><v>2</v></c></row>'
    assert _sheet(tmp_path, rows).text == "1\n2"


@pytest.mark.parametrize(
    ("rows", "begins"),
    [("<row><c><v>1</v></c></row>", 0), ("<row><c><v>1</v></c><c><v>2</v></c></row>", 3)],
)
def test_a_table_without_a_line_above_it_has_no_title_in_it(
    rows: str, begins: int, tmp_path: Path
) -> None:
    assert _sheet(tmp_path, rows).begins == begins


def test_a_long_string_that_many_cells_point_to_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "MAX_DOCUMENT_BYTES", 1 << 20)
    rows = '<row><c t="s"><v>0</v></c></row>' * 200
    with pytest.raises(UnreadableFile, match=r"a.xlsx \(larger than 1 MB\)"):
        _sheet(tmp_path, rows, f"<si><t>{'lön ' * 10_000}</t></si>")


# Packages that are not to be trusted

every_package = pytest.mark.parametrize("suffix", PACKAGES)
BOMB = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">{}]><d>&i;</d>'.format(
    "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
)
OUTSIDE = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>'


def _main_part(suffix: str) -> str:
    return MAIN_PARTS.get(suffix, "content.xml")


@every_package
@pytest.mark.parametrize("xml", [BOMB, OUTSIDE], ids=["bomb", "outside"])
def test_xml_that_declares_entities_is_refused(suffix: str, xml: str, tmp_path: Path) -> None:
    path = _package(tmp_path / f"a{suffix}", {_main_part(suffix): xml})
    assert _reason(path) == "its XML declares a document type, which can hide anything"


@every_package
def test_a_package_that_grows_without_end_is_refused(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "MAX_UNPACKED_BYTES", 1 << 20)
    path = _package(tmp_path / f"a{suffix}", {_main_part(suffix): "<a>" + " " * (1 << 21)})
    assert path.stat().st_size < 10_000
    assert _reason(path) == "unpacks to more than 1 MB"


@every_package
@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_compression_that_cannot_be_unpacked_piece_by_piece_is_refused(
    suffix: str, compression: int, tmp_path: Path
) -> None:
    path = _package(tmp_path / f"a{suffix}", {})
    with zipfile.ZipFile(path, "a", compression) as archive:
        archive.writestr(_main_part(suffix), "<a/>")
    assert _reason(path) == "compressed as no office program does it"


@every_package
def test_a_package_of_too_many_files_is_refused(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "MAX_PARTS", 10)
    path = _package(tmp_path / f"a{suffix}", {f"{number}.xml": "" for number in range(20)})
    assert _reason(path) == "more than 10 files in it"


@every_package
def test_a_package_with_nothing_of_its_kind_in_it_is_refused(suffix: str, tmp_path: Path) -> None:
    path = _package(tmp_path / f"a{suffix}", {"hej.xml": "<hej/>"})
    assert _reason(path) == "not what its name says"


@every_package
def test_what_is_no_package_is_refused(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(b"PK\x03\x04 och sedan inget")
    assert _reason(path) == f"damaged, or no {suffix} file"


@every_package
def test_a_file_that_needs_a_password_is_refused(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix}"
    compound = bytes.fromhex("d0cf11e0a1b11ae1")
    path.write_bytes(compound + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"))
    assert _reason(path) == "needs a password"


def test_an_open_document_that_needs_a_password_is_refused(tmp_path: Path) -> None:
    parts = {
        "content.xml": "?",
        "META-INF/manifest.xml": "<manifest><encryption-data/></manifest>",
    }
    assert _reason(_package(tmp_path / "a.odt", parts)) == "needs a password"


@every_package
def test_a_file_from_before_2007_is_refused_with_what_to_do(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)
    assert _reason(path) == f"in the format that Office used before 2007; save it as {suffix}"


def test_markup_nested_without_end_is_refused(tmp_path: Path) -> None:
    path = _package(tmp_path / "a.docx", {"word/document.xml": "<document>" + "<r>" * 100_000})
    assert _reason(path) == "nested too deep"
