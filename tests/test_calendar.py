"""The calendar: every form of a TIMEX3 value and of a period, and moves by months."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.grammar.calendar import add_days, add_months, fiscal_year, interval_of, season_of, week_value


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2022", "2022-01-01", "2022-12-31"),
        ("2022-02", "2022-02-01", "2022-02-28"),
        ("2022-12", "2022-12-01", "2022-12-31"),
        ("2022-11-30", "2022-11-30", "2022-11-30"),
        ("2022-11-30T16:16+05:30", "2022-11-30", "2022-11-30"),
        ("2022-11-30TMO", "2022-11-30", "2022-11-30"),
        ("2022-Q3", "2022-07-01", "2022-09-30"),
        ("2022-H2", "2022-07-01", "2022-12-31"),
        ("2020-W53", "2020-12-28", "2021-01-03"),
        ("2022-W51-WE", "2022-12-24", "2022-12-25"),
        ("2023-SP", "2023-03-01", "2023-05-31"),
        ("2023-WI", "2023-12-01", "2024-02-29"),
        ("199", "1990-01-01", "1999-12-31"),
        ("19", "1900-01-01", "1999-12-31"),
        ("2022-01/2022-11", "2022-01-01", "2022-11-30"),
        ("2021-Q4/2022-Q1", "2021-10-01", "2022-03-31"),
    ],
)
def test_a_value_stands_for_its_days(value: str, first: str, last: str) -> None:
    """Every form of a date value gives its first and last day."""
    assert (date.fromisoformat(first), date.fromisoformat(last)) == interval_of(value)


@pytest.mark.parametrize(
    "value",
    ["", "PRESENT_REF", "XXXX-10", "P2W", "2022-02-30", "2022-W53", "2022-13", "0000", "FY2021", "2023/2022", "x"],
)
def test_a_value_without_known_days_is_open(value: str) -> None:
    """What names no days, or days that do not exist, is open at both ends."""
    assert interval_of(value) == (None, None)


@pytest.mark.parametrize(
    ("value", "country", "first", "last"),
    [
        ("FY2021", "USA", "2020-10-01", "2021-09-30"),
        ("FY2021", "JPN", "2021-04-01", "2022-03-31"),
        ("FY2021", "IND", "2020-04-01", "2021-03-31"),
        ("FY2022-Q1", "AUS", "2021-07-01", "2021-09-30"),
    ],
)
def test_fiscal_years_follow_the_country(value: str, country: str, first: str, last: str) -> None:
    """A fiscal year has the calendar of its country."""
    assert (date.fromisoformat(first), date.fromisoformat(last)) == interval_of(value, country=country)


def test_an_unknown_country_has_no_fiscal_calendar() -> None:
    """A country that the table does not list is not guessed."""
    assert fiscal_year(2021, "ATA") is None


def test_seasons_turn_with_the_hemisphere() -> None:
    """Spring in the south is September to November."""
    assert interval_of("2023-SP", southern=True) == (date(2023, 9, 1), date(2023, 11, 30))


@given(st.dates(), st.integers(-30000, 30000))
def test_months_move_a_day_into_the_right_month(day: date, months: int) -> None:
    """Moving by months changes the month by exactly that many, inside the years a date can hold."""
    moved = add_months(day, months)
    if moved not in {date.min, date.max}:
        assert (moved.year - day.year) * 12 + moved.month - day.month == months
        assert moved.day <= day.day


@given(st.dates(), st.booleans())
def test_a_day_lies_in_its_season_and_week(day: date, southern: bool) -> None:
    """The season and the week of a day hold that day."""
    for value in (season_of(day, southern=southern), week_value(day)):
        first, last = interval_of(value, southern=southern)
        assert (first or date.min) <= day <= (last or date.max)


def test_days_stay_inside_the_calendar() -> None:
    """A move past the last day a date can hold stops there."""
    assert (date.max, date.min) == (add_days(date.max, 5), add_days(date.min, -5))


@given(st.text(max_size=40))
def test_any_text_is_a_value_or_open(text: str) -> None:
    """No text makes the calendar raise, and an interval never ends before it begins."""
    first, last = interval_of(text)
    assert first is None or last is None or first <= last
