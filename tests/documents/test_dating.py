"""Which dates are found in text, and which one of them is the document's own."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.documents.dating import own_date, updated_date
from searchkit.documents.evidence import Found, Stated, edges
from searchkit.documents.written_dates import iter_dates

PROSE = "\nEn rad löpande text som slutar med punkt." * 300


DATE_LABELS = [
    *("Datum", "Dokumentdatum", "Mötesdatum", "Sammanträdesdatum", "Publiceringsdatum"),
    *("Utgivningsdatum", "PUBLICERAD", "Publicerat", "Publicerades", "Utgiven", "Utgivet"),
    *("Skapad", "Skapat", "Date", "Published"),
]
UPDATE_LABELS = [
    *("Uppdaterad", "SENAST ÄNDRAD", "Senast uppdaterat", "Ändrat", "Last updated", "Updated"),
    *("Last modified", "Uppdateringsdatum"),
]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2022-09-28", "2022-09-28"),
        ("2022.09.28", "2022-09-28"),
        ("2022/09/28", "2022-09-28"),
        ("(2022-09-28)", "2022-09-28"),
        ("2022-09-28T12:00:00Z", "2022-09-28"),
        ("2022-09-28 - 220929", "2022-09-28"),
        ("2023-10-02Reporter", "2023-10-02"),
        ("31 augusti 2023Uppdaterad", "2023-08-31"),
        ("den 28 september 2022", "2022-09-28"),
        ("den 28:e sept. 2022", "2022-09-28"),
        ("28 SEPT 2022", "2022-09-28"),
        ("28–29 september 2022", "2022-09-28"),
        ("28/9 2022", "2022-09-28"),
        ("28/9-2022", "2022-09-28"),
        ("28.9.2022", "2022-09-28"),
        ("september 2022", "2022-09"),
        ("2021-06", "2021-06"),
    ],
)
def test_a_date_is_read_as_people_write_it(text: str, date: str) -> None:
    assert [str(found.value) for found in iter_dates(text)] == [date]


@pytest.mark.parametrize(
    "text",
    [
        "2022-13-45",
        "31 februari 2021",
        "29 februari 2021",
        "45 mars 2021",
        "202100-2114",
        "850412-1234",
        "1985-04-12-1234",
        "12022-09-28",
        "2af32e2ba8d190a4101f-2022-09-28",
        "e2022-09-28abe6",
        "version 1.2022.09.28",
        "2021-06123",
        "2 maj 20221",
        "imaj 2022",
        "28 september",
    ],
)
def test_what_is_no_date_is_passed_over(text: str) -> None:
    assert list(iter_dates(text)) == []


@given(st.dates(datetime.date(1800, 1, 1), datetime.date(2099, 12, 31)))
def test_every_iso_day_is_found_where_it_stands(day: datetime.date) -> None:
    (found,) = iter_dates(f"Mötet {day}, i Kiruna")
    assert (str(found.value), found.start, found.end) == (str(day), 6, 16)


@given(st.text())
def test_no_text_is_too_strange_to_look_for_dates_in(text: str) -> None:
    assert all(text[found.start : found.end].strip() for found in iter_dates(text))


def _own(text: str, name: str = "", header: str = "") -> Found | None:
    return own_date(Stated(header), edges(text), name)


def test_the_format_goes_first_then_the_label_then_the_lines_then_the_name() -> None:
    lines = "Rubrik\n2022-02-02\n"
    label = "Datum: 2021-01-01\n"
    assert [
        _own(lines + label, "2023-03-03", "2020-12-12"),
        _own(lines + label, "2023-03-03"),
        _own(lines, "2023-03-03"),
        _own("Rubrik", "2023-03-03"),
        _own("Rubrik"),
    ] == [
        Found("2020-12-12", "header"),
        Found("2021-01-01", "Datum:"),
        Found("2022-02-02", "first lines"),
        Found("2023-03-03", "file name"),
        None,
    ]


@pytest.mark.parametrize(
    ("text", "date", "evidence"),
    [
        ("Publicerad: 2010-04-07", "2010-04-07", "Publicerad:"),
        ("Publicerat 2 oktober 2023", "2023-10-02", "Publicerat"),
        ("Datum\n2022-09-28", "2022-09-28", "Datum"),
        ("Datum: onsdagen den 28 september 2022", "2022-09-28", "Datum:"),
        ("Sammanträdesdatum: 28/9 2022", "2022-09-28", "Sammanträdesdatum:"),
        ("date 2021-06 Verket skakas om", "2021-06", "date"),
    ],
)
def test_a_label_tells_the_date(text: str, date: str, evidence: str) -> None:
    assert _own(text) == Found(date, evidence)


@pytest.mark.parametrize(
    "text",
    [
        "Rubrik\nSista ansökningsdatum: 2022-09-28.",
        "Rubrik\nEn rapport publicerad 3 maj 2019 visar något annat.",
        "Rubrik\nUppdaterad 2 oktober 2023",
        "Rubrik\nNästa möte: 2022-11-02",
        "Rubrik\nNästa möte den 2 november 2022",
        "Rubrik\nDen 28 september 2022 beslutade regeringen om konsulter.",
        "Inför valet den 11 september 2022",
        "Valet den 11 september 2022",
        "Inför mötet den 28 september 2022",
        "Möte den 28 september 2022 blev stormigt",
        "Sammanträdet flyttas till 28 september 2022",
        "Mötesplatsen öppnar 28 september 2022",
        "Strejk, 28 september 2022",
        "Rubrik\nÅren 2010-12",
    ],
)
def test_a_date_about_something_else_is_not_the_documents(text: str) -> None:
    assert _own(text) is None


@pytest.mark.parametrize(
    "line",
    [
        "2022-09-28",
        "28 september 2022",
        "Norrköping den 28 september 2022",
        "Onsdag 28 september 2022 kl. 12:00",
        "Av Anna Ek 28 september 2022",
        "2022-09-28 Vid mitten av året kom beslutet. Sedan dröjde det.",
    ],
)
def test_a_date_by_itself_in_the_first_lines_is_the_documents(line: str) -> None:
    assert _own(f"Rubrik\n{line}\nText.") == Found("2022-09-28", "first lines")


@pytest.mark.parametrize(
    "title",
    [
        "Protokoll från mötet den 28 september 2022 i Kiruna",
        "Styrelsemöte ST, 2022-09-28",
        "Möte den 28 september 2022",
        "PM 28 september 2022",
        "Protokoll om införande av it-system 28 september 2022",
        "Kiruna, den 28 september 2022",
    ],
)
def test_a_date_in_the_title_of_minutes_is_theirs(title: str) -> None:
    assert _own(title) == Found("2022-09-28", "first lines")


def test_the_last_lines_are_asked_too() -> None:
    assert _own(f"Rubrik{PROSE}\nAnna Ek\n28 september 2022") == Found("2022-09-28", "last lines")


def test_last_lines_with_several_dates_tell_nothing() -> None:
    assert _own(f"Rubrik{PROSE}\n28 september 2022\nLäs även\n3 maj 2021") is None


def test_the_middle_of_a_text_is_not_asked() -> None:
    assert _own(f"Rubrik{PROSE}\nDatum: 2022-09-28{PROSE}") is None


@pytest.mark.parametrize("label", DATE_LABELS)
def test_every_label_of_a_date_is_known(label: str) -> None:
    text = f"Rubrik{PROSE}\n{label}: 15 juni 2021{PROSE}"[-len(PROSE) - 40 :]
    assert own_date(Stated(), edges(text), "") == Found("2021-06-15", f"{label}:")


@pytest.mark.parametrize("label", UPDATE_LABELS)
def test_every_label_of_an_update_is_known(label: str) -> None:
    text = f"Rubrik{PROSE}\n{label}: 15 juni 2021{PROSE}"[-len(PROSE) - 40 :]
    assert updated_date(Stated(), edges(text)) == Found("2021-06-15", f"{label}:")


def test_the_date_of_an_update_is_another() -> None:
    lines = edges("31 augusti 2023Uppdaterad 2 oktober 2023Reporter Anna Ek")
    assert (own_date(Stated(), lines, ""), updated_date(Stated(), lines)) == (
        Found("2023-08-31", "first lines"),
        Found("2023-10-02", "Uppdaterad"),
    )


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("2022-09-28 protokoll", "2022-09-28"),
        ("protokoll_2022_09_28", "2022-09-28"),
        ("arkiv-20220928-v2", "2022-09-28"),
        ("220928 Protokoll", "2022-09-28"),
        ("Protokoll-990401", "1999-04-01"),
        ("rapport 2021-06", "2021-06"),
        ("årsrapport-2021", "2021"),
        ("SOU 2021 34", "2021"),
    ],
)
def test_a_file_name_tells_the_date(name: str, date: str) -> None:
    assert _own("Rubrik", name) == Found(date, "file name")


@pytest.mark.parametrize(
    "name",
    ["000_e2abe6e706a4261c", "20221345", "001-181218", "agenda 2030", "a20220928b", "1202209281"],
)
def test_digits_in_a_file_name_need_not_be_a_date(name: str) -> None:
    assert _own("Rubrik", name) is None


@pytest.mark.parametrize(
    ("header", "date"),
    [
        ("2021", "2021"),
        ("20210615", "2021-06-15"),
        ("2021-06-15T10:00:00+02:00", "2021-06-15"),
        ("Tue, 15 Jun 2021 10:00:00 GMT", "2021-06-15"),
    ],
)
def test_a_header_is_read_in_the_forms_that_programs_write(header: str, date: str) -> None:
    assert _own("Rubrik", header=header) == Found(date, "header")
