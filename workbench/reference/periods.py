"""Periods as the tables write them, to their first and last day."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

_FORMS = re.compile(r"(\d{4})(?:-(?:Q([1-4])|H([12])|W(\d{2})|(\d{2})(?:-(\d{2}))?))?")


@lru_cache(maxsize=65536)
def days_of_period(period: str) -> tuple[date, date]:
    """Return the first and last day of a year, quarter, half, month, week, day or interval of these.

    Raises ValueError for anything else.

    >>> days_of_period("2022-Q3")
    (datetime.date(2022, 7, 1), datetime.date(2022, 9, 30))
    >>> days_of_period("2022-01/2022-11")[1]
    datetime.date(2022, 11, 30)
    """
    first, slash, last = period.partition("/")
    if slash:
        start, end = days_of_period(first)[0], days_of_period(last)[1]
        if end < start:
            raise ValueError(f"{period!r} ends before it begins")
        return start, end
    match = _FORMS.fullmatch(period)
    if not match:
        raise ValueError(f"{period!r} is no year, quarter, month, week, day or interval")
    year = int(match[1])
    if match[2]:
        return _months(year, 3 * int(match[2]) - 2, 3 * int(match[2]))
    if match[3]:
        return _months(year, 6 * int(match[3]) - 5, 6 * int(match[3]))
    if match[4]:
        monday = date.fromisocalendar(year, int(match[4]), 1)
        return monday, monday + timedelta(days=6)
    if match[6]:
        day = date(year, int(match[5]), int(match[6]))
        return day, day
    if match[5]:
        return _months(year, int(match[5]), int(match[5]))
    return _months(year, 1, 12)


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])
