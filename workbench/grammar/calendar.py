"""The calendar behind the words: TIMEX3 values and periods as closed intervals of days.

Seasons are meteorological: northern spring is March to May, and ``2022-WI`` is the winter that begins in December 2022.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

from workbench.grammar.timewords import FISCAL_YEARS

Interval = tuple[date | None, date | None]
OPEN: Interval = (None, None)

_FIRST_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_FIRST_YEAR, _LAST_YEAR = 1, 9999
_VALUE = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|W(?P<week>[0-9]{2})(?P<weekend>-WE)?"
    r"|(?P<season>SP|SU|FA|WI)|(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}|XX))?))?(?:T.*)?"
    r"|(?P<decade>[0-9]{3})X?|(?P<century>[0-9]{2})(?:XX)?|FY(?P<fiscal>[0-9]{4})(?:-(?:Q(?P<fiscal_quarter>[1-4])|H(?P<fiscal_half>[12])))?"
)


def add_months(day: date, months: int) -> date:
    """Move a day by months, to the last day of a shorter month where needed; stays within the years 1 to 9999.

    >>> add_months(date(2022, 1, 31), 1), add_months(date(2022, 1, 31), -12)
    (datetime.date(2022, 2, 28), datetime.date(2021, 1, 31))
    """
    index = day.year * 12 + day.month - 1 + months
    if index < 12 * _FIRST_YEAR:
        return date.min
    if index >= 12 * (_LAST_YEAR + 1):
        return date.max
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_days(day: date, days: int) -> date:
    """Move a day by days; stays within the years 1 to 9999.

    >>> add_days(date(2022, 12, 31), 1)
    datetime.date(2023, 1, 1)
    """
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def month_days(year: int, first: int, last: int) -> tuple[date, date]:
    """Return the first and last day of the months ``first`` to ``last`` of a year; ``last`` may run into the next year.

    >>> month_days(2022, 12, 14)
    (datetime.date(2022, 12, 1), datetime.date(2023, 2, 28))
    """
    start = date(year, first, 1)
    return start, add_days(add_months(start, last - first + 1), -1)


def week_value(day: date) -> str:
    """Return the ISO week of a day as a TIMEX3 value.

    >>> week_value(date(2022, 12, 30))
    '2022-W52'
    """
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def season_of(day: date, *, southern: bool = False) -> str:
    """Return the meteorological season of a day as a TIMEX3 value.

    >>> season_of(date(2023, 1, 10)), season_of(date(2023, 1, 10), southern=True)
    ('2022-WI', '2022-SU')
    """
    names = ("SU", "FA", "WI", "SP") if southern else ("WI", "SP", "SU", "FA")
    year = day.year - 1 if day.month < 3 else day.year
    return f"{year:04}-{names[day.month % 12 // 3]}"


def fiscal_year(year: int, country: str) -> tuple[date, date] | None:
    """Return the first and last day of the fiscal year ``year`` of a country (ISO alpha-3), None where it is not known.

    >>> fiscal_year(2021, "USA")
    (datetime.date(2020, 10, 1), datetime.date(2021, 9, 30))
    """
    known = FISCAL_YEARS.get(country)
    if not known or not _FIRST_YEAR < year < _LAST_YEAR:
        return None
    month, day, named_by_end = known
    start = date(year - named_by_end, month, day)
    return start, add_days(add_months(start, 12), -1)


def named_by_start(country: str) -> bool:
    """Tell whether a country (ISO alpha-3) names a fiscal year by the calendar year it begins in.

    >>> named_by_start("JPN"), named_by_start("IND")
    (True, False)
    """
    known = FISCAL_YEARS.get(country)
    return known is not None and not known[2]


@lru_cache(maxsize=16384)
def interval_of(value: str, *, southern: bool = False, country: str | None = None) -> Interval:
    """Return the first and last day a TIMEX3 date value or a period stands for, (None, None) where it names no days.

    ``southern`` turns the seasons, ``country`` (ISO alpha-3) gives fiscal years their calendar.

    >>> interval_of("2022-Q3")
    (datetime.date(2022, 7, 1), datetime.date(2022, 9, 30))
    >>> interval_of("2022-01/2022-11")[1]
    datetime.date(2022, 11, 30)
    >>> interval_of("199"), interval_of("PRESENT_REF")
    ((datetime.date(1990, 1, 1), datetime.date(1999, 12, 31)), (None, None))
    """
    first, slash, last = value.partition("/")
    if slash:
        start = interval_of(first, southern=southern, country=country)[0]
        end = interval_of(last, southern=southern, country=country)[1]
        return (start, end) if not (start and end) or start <= end else OPEN
    match = _VALUE.fullmatch(value)
    if not match:
        return OPEN
    try:
        return _days(match, southern=southern, country=country)
    except ValueError:  # 2022-02-30, week 53 of a year that has 52
        return OPEN


def _days(match: re.Match[str], *, southern: bool, country: str | None) -> Interval:
    if match["fiscal"]:
        return _fiscal_days(match, country)
    if match["decade"]:
        return _years(int(match["decade"]) * 10, 10)
    if match["century"]:
        return _years(int(match["century"]) * 100, 100)
    year = int(match["year"])
    if match["week"]:
        monday = date.fromisocalendar(year, int(match["week"]), 1)
        return (add_days(monday, 5) if match["weekend"] else monday), add_days(monday, 6)
    if match["quarter"]:
        return month_days(year, 3 * int(match["quarter"]) - 2, 3 * int(match["quarter"]))
    if match["half"]:
        return month_days(year, 6 * int(match["half"]) - 5, 6 * int(match["half"]))
    if match["season"]:
        return _season_days(year, match["season"], southern=southern)
    if match["month"]:
        month = int(match["month"])
        if match["day"] and match["day"] != "XX":
            day = date(year, month, int(match["day"]))
            return day, day
        return month_days(year, month, month)
    return _years(year, 1)


def _years(first: int, count: int) -> Interval:
    return date(first, 1, 1), date(first + count - 1, 12, 31)


def _season_days(year: int, season: str, *, southern: bool) -> Interval:
    month = (_FIRST_MONTH[season] + 6 * southern - 1) % 12 + 1
    return month_days(year, month, month + 2)


def _fiscal_days(match: re.Match[str], country: str | None) -> Interval:
    days = fiscal_year(int(match["fiscal"]), country) if country else None
    if not days:
        return OPEN
    for part, months in (("fiscal_quarter", 3), ("fiscal_half", 6)):
        if match[part]:
            start = add_months(days[0], months * (int(match[part]) - 1))
            return start, add_days(add_months(start, months), -1)
    return days
