"""What is read from Rich Text Format."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.documents.readers import read, rtf
from searchkit.documents.readers.base import RawDocument
from searchkit.errors import UnreadableFile


def _rtf(folder: Path, content: str) -> RawDocument:
    path = folder / "a.rtf"
    path.write_bytes(content.encode("cp1252"))
    (document,) = read(path, pytest.fail)
    return document


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (r"\'e5rsm\'f6te", "årsmöte"),
        ("årsmöte", "årsmöte"),
        (r"\u229?rsm\u246\'f6te", "årsmöte"),
        (r"\uc0\u229 rsm\u246 te", "årsmöte"),
        (r"\uc2\u229 xxrsmöte", "årsmöte"),
        (r"a\u778?rsmo\u776?te", "årsmöte"),
        (r"\u-10179?\u-8704?", "\U0001f600"),
        (r"\u-10179?ensam", "\ufffdensam"),
        (r"\ansicpg850\'86rsm\'94te", "årsmöte"),
        (r"\mac\'8crsm\'9ate", "årsmöte"),
        (r"{\fonttbl{\f0 Arial;}{\f1\fcharset238 Arial CE;}}\f1\'b3\f0\'e5", "łå"),
        (r"\ansicpg99999 \'e5", "å"),
        (r"upp\-s\'e4gning it\_chef \{a\}\~b", "uppsägning it-chef {a}\xa0b"),
        (r"ett\par två\line tre", "ett\n\ntvå\ntre"),
        ("ett\\\ntvå", "ett\n\ntvå"),
        ("ett \r\ntvå", "ett två"),
        (r"ett {\pict\bin5 }}}}}x} två", "ett  två"),
        (r"ett {\*\okant bort} två", "ett  två"),
        (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt länken}}", "länken"),
        (r"{\stylesheet{\s0 Normal;}}{\colortbl;}text", "text"),
        (r"text{\*\annotation kommentar}", "text"),
        (r"text{\footnote fotnot}\par mer", "text\n\nfotnot\n\nmer"),
        (r"{\header Huvud\par}text", "text\n\nHuvud"),
        (r"\trowd\intbl a\cell b\cell\row\trowd\intbl c\cell\cell\row\pard d", "a\tb\nc\n\nd"),
        (r"\trowd\intbl a\par b\cell c\cell\row", "a\n\nb\n\nc"),
        (
            r"{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt ruta\par}}{\shprslt bild}}text",
            "text\n\nruta",
        ),
    ],
)
def test_control_words_make_the_text_that_a_reader_sees(
    content: str, text: str, tmp_path: Path
) -> None:
    assert _rtf(tmp_path, rf"{{\rtf1\ansi {content}}}").text == text


@pytest.mark.parametrize(
    "content", [r"text}}}}", r"{{{{text", r"text\cell\row\intbl", "text\\", r"\row\cell}text{\u"]
)
def test_groups_that_do_not_end_are_read_all_the_same(content: str, tmp_path: Path) -> None:
    assert _rtf(tmp_path, rf"{{\rtf1 {content}").text == "text"


def test_the_info_is_doubtful(tmp_path: Path) -> None:
    info = r"{\info{\title L\'f6n}{\author Anna Ek}{\creatim\yr2022\mo9\dy8\hr12}{\*\company ST}}"
    document = _rtf(tmp_path, rf"{{\rtf1\ansi{info}text}}")
    assert document == RawDocument(
        "",
        "text",
        {"title": "Lön", "date": "2022-09-08", "source": "ST"},
        origins=dict.fromkeys(("title", "date", "source"), "RTF info"),
        doubtful=frozenset({"title", "date", "source"}),
    )


def test_what_is_no_rtf_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"\(damaged, or no .rtf file\)"):
        _rtf(tmp_path, "Hej")


def test_groups_nested_without_end_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"\(nested too deep\)"):
        _rtf(tmp_path, r"{\rtf1 " + "{" * 20_000)


WORDS = [r"\par", r"\cell", r"\row", r"\intbl", r"\u229", r"\'e5", "{", "}", r"\*", r"\info", "å"]


@given(st.lists(st.sampled_from([*WORDS, r"\title", r"\footnote", r"\header", r"\bin9", r"\yr1"])))
def test_any_order_of_words_is_read(words: list[str]) -> None:
    reading = rtf.Reading()
    reading.take(rf"{{\rtf1{' '.join(words)}".encode("cp1252"))
    assert "{" not in reading.text()
