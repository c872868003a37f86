"""Stretches of days: the whole one that a time ends, its first and last part, the one a year before."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.grammar.claims_view import Moment

Period = tuple[date | None, date | None]
_YEAR, LEAP_YEAR = 360, 366


def interval(moment: Moment) -> Period:
    """Return the days of a time."""
    return moment.time.from_, moment.time.to


def full(period: Period, value: str) -> Period:
    """Return the whole year (month, quarter) that a time open at its beginning ends: "by the end of 2022" is 2022."""
    start, end = period
    if start is not None or end is None:
        return period
    if "T" in value:
        return end, end
    if re.fullmatch(r"\d{4}-\d{2}", value):
        return date(end.year, end.month, 1), end
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return date(end.year, 1, 1), end
    return date(end.year, 1, 1), end


def end_of(moment: Moment) -> date | None:
    """Return the last day of the time named after "since"."""
    start, value = moment.time.from_, moment.time.value
    if start is None:
        return None
    if re.fullmatch(r"\d{4}", value[:4]) and len(value) == 4:
        return date(start.year, 12, 31)
    if re.fullmatch(r"\d{4}-\d{2}", value):
        return date(start.year, start.month, monthrange(start.year, start.month)[1])
    return start


def up_to(period: Period, published: date) -> Period:
    """Return the part of a running period that lies before the day of publication."""
    start, end = period
    return (start, published) if start and end and start <= published < end else period


def is_year_long(period: Period) -> bool:
    """Tell whether a period lasts a year."""
    start, end = period
    return start is not None and end is not None and _YEAR <= (end - start).days <= LEAP_YEAR


def ends_of(period: tuple[date | None, date | None]) -> tuple[Period, Period]:
    """Return the first and the last unit of a stretch: months where it is shorter than two years, else years."""
    start, end = period
    assert start is not None
    assert end is not None
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return (start, date(start.year, 12, 31)), (date(end.year, 1, 1), end)
    last = monthrange(start.year, start.month)[1]
    return (start, date(start.year, start.month, last)), (date(end.year, end.month, 1), end)


def a_year_before(period: Period) -> Period:
    """Return the same stretch a year before."""
    start, end = period
    assert start is not None
    assert end is not None
    return day_a_year_before(start), day_a_year_before(end + timedelta(days=1)) - timedelta(days=1)


def day_a_year_before(day: date) -> date:
    """Return the same day of the year before; of 29 February the 28th."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
