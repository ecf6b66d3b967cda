"""Dates and ranges as people type them."""

from __future__ import annotations

import datetime
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.errors import DateError
from searchkit.query.dates import DateRange, combine, parse_range, parse_since, parse_until

from .strategies import ranges, todays

TODAY = datetime.date(2022, 9, 28)  # a Wednesday


def days(text: str) -> str:
    return str(parse_range(text, TODAY))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2022", "2022-01-01..2022-12-31"),
        ("2022-09", "2022-09-01..2022-09-30"),
        ("2024-02", "2024-02-01..2024-02-29"),
        ("2022-9-5", "2022-09-05..2022-09-05"),
        ("2022-09-28", "2022-09-28..2022-09-28"),
        ("2022-W39", "2022-09-26..2022-10-02"),
        ("2022v39", "2022-09-26..2022-10-02"),
        ("v39 2022", "2022-09-26..2022-10-02"),
        ("Vecka 39, 2022", "2022-09-26..2022-10-02"),
        ("2020-W53", "2020-12-28..2021-01-03"),
        ("2022-Q3", "2022-07-01..2022-09-30"),
        ("2022q3", "2022-07-01..2022-09-30"),
        ("2022 Q3", "2022-07-01..2022-09-30"),
        ("kvartal 3 2022", "2022-07-01..2022-09-30"),
        ("september 2022", "2022-09-01..2022-09-30"),
        ("sept. 2022", "2022-09-01..2022-09-30"),
        ("31 augusti 2023", "2023-08-31..2023-08-31"),
        ("den 1 Maj 2023", "2023-05-01..2023-05-01"),
    ],
)
def test_a_date_is_its_whole_period(typed: str, meant: str) -> None:
    assert days(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("idag", "2022-09-28..2022-09-28"),
        ("i dag", "2022-09-28..2022-09-28"),
        ("TODAY", "2022-09-28..2022-09-28"),
        ("igår", "2022-09-27..2022-09-27"),
        ("i  går", "2022-09-27..2022-09-27"),
        ("yesterday", "2022-09-27..2022-09-27"),
        ("denna vecka", "2022-09-26..2022-10-02"),
        ("förra veckan", "2022-09-19..2022-09-25"),
        ("denna månad", "2022-09-01..2022-09-30"),
        ("förra månaden", "2022-08-01..2022-08-31"),
        ("i år", "2022-01-01..2022-12-31"),
        ("förra året", "2021-01-01..2021-12-31"),
    ],
)
def test_days_and_periods_near_today_have_names(typed: str, meant: str) -> None:
    assert days(typed) == meant


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("0d", "2022-09-28"),
        ("10d", "2022-09-18"),
        ("2w", "2022-09-14"),
        ("2v", "2022-09-14"),
        ("2 veckor", "2022-09-14"),
        ("6m", "2022-03-28"),
        ("9m", "2021-12-28"),
        ("1y", "2021-09-28"),
        ("1å", "2021-09-28"),
        ("1år", "2021-09-28"),
    ],
)
def test_a_length_alone_is_so_long_up_to_today(typed: str, first: str) -> None:
    assert days(typed) == f"{first}..2022-09-28"


def test_a_month_before_the_31st_is_the_last_day_of_a_shorter_month() -> None:
    assert str(parse_range("1m", datetime.date(2023, 3, 31))) == "2023-02-28..2023-03-31"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2021..2022", "2021-01-01..2022-12-31"),
        ("2021 .. 2022", "2021-01-01..2022-12-31"),
        ("2021–2022", "2021-01-01..2022-12-31"),
        ("2021..2022-06", "2021-01-01..2022-06-30"),
        ("2021-06-15..", "2021-06-15.."),
        ("..2022v39", "..2022-10-02"),
        ("september 2021..idag", "2021-09-01..2022-09-28"),
    ],
)
def test_a_range_has_both_its_ends_in_it(typed: str, meant: str) -> None:
    assert days(typed) == meant


def test_a_length_at_the_end_of_a_range_is_the_day_so_long_ago() -> None:
    assert days("4w..2w") == "2022-08-31..2022-09-14"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "it is empty"),
        ("2022-13-45", "there is no month 13"),
        ("31 februari 2022", "2022-02 has 28 days"),
        ("2022-04-00", "2022-04 has 30 days"),
        ("0000", "the calendar runs from the year 1 to 9999"),
        ("0000-W01", "the calendar runs from the year 1 to 9999"),
        ("9999-W52", "the calendar runs from the year 1 to 9999"),
        ("2022v54", "the weeks of 2022 run from 1 to 52"),
        ("2022-Q5", "the quarters of a year run from 1 to 4"),
        ("augustus 2022", 'no month is called "augustus"'),
        ("99999999y", "the calendar runs from the year 1 to 9999"),
        ("999999999v", "the calendar runs from the year 1 to 9999"),
        ("3x", '"x" is not d, w, m or y'),
        ("2022..2021", "it ends before it begins"),
        ("2021..2022..2023", "a range has two ends"),
        ("..", "a range has a date at one end at least"),
        ("i morgon", "it has none of the forms that are known"),
        ("2021-2022", "it has none of the forms that are known"),
        ("٢٠٢٢", "it has none of the forms that are known"),
    ],
)
def test_what_cannot_be_read_is_named_with_the_reason_and_the_forms(
    typed: str, reason: str
) -> None:
    with pytest.raises(DateError) as raised:
        parse_range(typed, TODAY)
    assert str(raised.value) == (
        f'Cannot read the date "{typed}": {reason}. Write a date as 2022, 2022-09, 2022-09-28, '
        "2022v39, 2022-Q3, september 2022, 31 augusti 2023, idag, igår, 2w, 6m or 1y; a range "
        "as 2021..2022, 2021.. or ..2022."
    )
    assert raised.value.text == typed


def test_a_message_shows_the_beginning_of_what_was_typed_without_control_characters() -> None:
    with pytest.raises(DateError, match=r'^Cannot read the date "\[31m9{36}…": '):
        parse_range("\x1b[31m" + "9" * 1_000_000, TODAY)


def test_decomposed_letters_are_the_same_letters() -> None:
    assert days(unicodedata.normalize("NFD", "förra månaden")) == "2022-08-01..2022-08-31"


def test_since_is_the_first_day_of_what_was_typed() -> None:
    assert parse_since("2w", TODAY) == datetime.date(2022, 9, 14)
    assert parse_since("2021", TODAY) == datetime.date(2021, 1, 1)


def test_until_is_the_last_day_of_what_was_typed() -> None:
    assert parse_until("2w", TODAY) == datetime.date(2022, 9, 14)
    assert parse_until("2021", TODAY) == datetime.date(2021, 12, 31)


def test_since_takes_no_range() -> None:
    with pytest.raises(DateError, match=r'^Cannot read the date "2021\.\.2022": '):
        parse_since("2021..2022", TODAY)


def test_since_until_and_range_narrow_one_another() -> None:
    within = DateRange(datetime.date(2021, 1, 1), datetime.date(2022, 12, 31))
    assert str(combine(datetime.date(2021, 6, 15), None, within)) == "2021-06-15..2022-12-31"
    assert str(combine(None, datetime.date(2021, 6, 15), within)) == "2021-01-01..2021-06-15"


def test_no_dates_at_all_are_no_range() -> None:
    assert combine(None, None, None) is None
    assert combine(None, None, DateRange()) is None


def test_dates_without_a_day_in_common_are_a_mistake() -> None:
    with pytest.raises(DateError) as raised:
        combine(datetime.date(2023, 1, 1), None, DateRange(None, datetime.date(2022, 12, 31)))
    assert str(raised.value) == (
        "No day is both from 2023-01-01 on and until 2022-12-31. Change one of the dates."
    )


def test_a_range_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="it ends before it begins"):
        DateRange(datetime.date(2022, 1, 2), datetime.date(2022, 1, 1))


@given(ranges(), st.dates())
@settings(deadline=None)
def test_a_range_reads_back_as_itself(dates: DateRange, today: datetime.date) -> None:
    assert parse_range(str(dates), today) == dates


@given(todays, st.integers(0, 9000), st.sampled_from("dwmy"))
@settings(deadline=None)
def test_a_length_never_ends_after_today(today: datetime.date, count: int, unit: str) -> None:
    try:
        dates = parse_range(f"{count}{unit}", today)
    except DateError:
        assert count > 900, "only very long ago is before the calendar"
    else:
        assert dates.last == today


@given(st.text() | st.text("0123456789-.wvqåym \x00–"), st.dates())
@settings(deadline=None)
def test_any_text_is_a_range_or_a_date_error(text: str, today: datetime.date) -> None:
    try:
        dates = parse_range(text, today)
    except DateError as error:
        assert error.text == text
    else:
        assert dates.first or dates.last
