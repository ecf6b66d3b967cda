"""What is read from tables of comma- or semicolon-separated values."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchkit.documents.readers import read
from searchkit.documents.readers.base import RawDocument
from searchkit.errors import UnreadableFile

SAMPLES = Path(__file__).parent / "samples"


def _rows(
    folder: Path, content: str, name: str = "a.csv"
) -> tuple[list[tuple[str, str]], list[str]]:
    documents, skipped = _table(folder, content, name)
    return [(document.key, document.text) for document in documents], skipped


def _table(folder: Path, content: str, name: str = "a.csv") -> tuple[list[RawDocument], list[str]]:
    path = folder / name
    path.write_bytes(content.encode())
    skipped: list[str] = []
    return list(read(path, skipped.append)), skipped


def test_a_table_with_a_text_column_is_read_as_json_lines_are() -> None:
    documents = list(read(SAMPLES / "arenden.csv", pytest.fail))
    assert documents == [
        RawDocument(
            "17",
            'Mötet öppnas.\nLöneläget är "ansträngt", sägs det.\nHandläggare: Anna Ek',
            {
                "id": "17",
                "title": "Lön och vakanser",
                "date": "2022-09-28",
                "source": "ST",
                "type": "Protokoll",
            },
        ),
        RawDocument(
            "18",
            "Årsmötet hålls i Malmö.",
            {
                "id": "18",
                "title": "Årsmöte",
                "date": "2023-02-14",
                "source": "ST",
                "type": "Kallelse",
            },
        ),
    ]


def test_any_other_table_is_read_as_lines_with_the_names_of_the_columns() -> None:
    documents = list(read(SAMPLES / "vakanser.tsv", pytest.fail))
    assert [(document.key, document.text) for document in documents] == [
        ("2", "Myndighet: Migrationsverket\nVakanser: 12\nOrt: Norrköping"),
        ("3", "Myndighet: Skatteverket\nVakanser: 7,5\nOrt: Malmö"),
    ]


def test_the_encoding_is_noted_once() -> None:
    documents = list(read(SAMPLES / "vakanser.tsv", pytest.fail))
    assert [document.notes for document in documents] == [("read as windows-1252",), ()]


def test_known_columns_are_headers_and_lines_where_there_is_no_text(tmp_path: Path) -> None:
    (document,), _ = _table(tmp_path, "Titel,Datum,Ort\nLön,2022-09-28,Malmö\n")
    assert document.text == "Titel: Lön\nDatum: 2022-09-28\nOrt: Malmö"
    assert document.headers == {"title": "Lön", "date": "2022-09-28"}


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_the_one_that_parts_the_rows_evenly(
    delimiter: str, tmp_path: Path
) -> None:
    rows = [["Ort", "Lön"], ["Malmö", "ett; två, tre"], ["Umeå", "12"]]
    lines = "\n".join(delimiter.join(f'"{value}"' for value in row) for row in rows)
    assert _rows(tmp_path, lines)[0] == [
        ("2", "Ort: Malmö\nLön: ett; två, tre"),
        ("3", "Ort: Umeå\nLön: 12"),
    ]


def test_decimal_commas_do_not_part_a_swedish_table(tmp_path: Path) -> None:
    content = "Ort;Lön\nMalmö;7,5\nUmeå;8,5\n"
    assert _rows(tmp_path, content)[0][0] == ("2", "Ort: Malmö\nLön: 7,5")


def test_a_delimiter_may_be_declared_on_the_first_line(tmp_path: Path) -> None:
    assert _rows(tmp_path, "sep=!\nOrt!Lön\nMalmö!7\n")[0] == [("3", "Ort: Malmö\nLön: 7")]


@pytest.mark.parametrize("content", ['sep="\nOrt\nMalmö', "sep=a\nOrt\nMalmö"])
def test_a_delimiter_that_cannot_be_one_is_not_declared(content: str, tmp_path: Path) -> None:
    assert _rows(tmp_path, content)[1] == []


@pytest.mark.parametrize("content", [";;\n;", "sep=", "sep=;", "sep=;\n", "\0\0\0", '""'])
def test_a_table_of_nothing_has_no_text(content: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        _rows(tmp_path, content)


def test_blanks_around_a_name_are_no_part_of_it(tmp_path: Path) -> None:
    (document,), _ = _table(tmp_path, " Titel ; Text \nLön;Om lönen\n")
    assert (document.headers, document.text) == ({"title": "Lön"}, "Om lönen")


def test_a_first_row_of_values_is_a_document(tmp_path: Path) -> None:
    assert _rows(tmp_path, "Malmö;7\nUmeå;8\n")[0] == [("1", "Malmö\n7"), ("2", "Umeå\n8")]


def test_a_long_text_in_the_first_row_is_no_name_to_repeat(tmp_path: Path) -> None:
    content = f"{'å' * 101};Ort\nx;Malmö\n"
    assert _rows(tmp_path, content)[0][1] == ("2", "x\nMalmö")


def test_a_column_without_name_gives_its_value_alone(tmp_path: Path) -> None:
    assert _rows(tmp_path, "Ort;\nMalmö;7;8\n")[0] == [("2", "Ort: Malmö\n7\n8")]


def test_rows_are_numbered_as_in_a_spreadsheet(tmp_path: Path) -> None:
    content = 'Ort;Lön\n\n"Mal\nmö";7\n;\nUmeå;8\n'
    assert [key for key, _ in _rows(tmp_path, content)[0]] == ["3", "5"]


def test_rows_that_cannot_be_used_are_named_and_the_others_read(tmp_path: Path) -> None:
    content = "id;text\n1;ett\n1;två\n2;\n;tre\n"
    assert _rows(tmp_path, content) == (
        [("1", "ett"), ("5", "tre")],
        ["row 3: its id 1 is already that of row 2", "row 4: no text in it"],
    )


def test_a_value_of_a_megabyte_is_read(tmp_path: Path) -> None:
    assert len(_rows(tmp_path, "id;text\n1;" + "å" * 1_000_000)[0][0][1]) == 1_000_000


def test_a_quote_that_never_ends_takes_the_rest(tmp_path: Path) -> None:
    assert _rows(tmp_path, 'Ort;Lön\nMalmö;"7\nUmeå;8\n')[0] == [
        ("2", "Ort: Malmö\nLön: 7\nUmeå;8")
    ]


def test_a_table_of_names_alone_has_no_text(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no text in it"):
        _rows(tmp_path, "id;titel;text\n")
