"""The year, month or week that a date lacks, told from a day: the latest one begun, or the coming one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.grammar.calendar import add_days, add_months, interval_of, week_value
from workbench.grammar.tenses import NEAR_FUTURE

if TYPE_CHECKING:
    from datetime import date

_SATURDAY = 5
_HALF_YEAR = 26  # weeks


def fill_range(first: str, last: str, now: date, *, future: bool) -> str:
    """Fill the years of a range: its ends lie as near to each other as their order allows."""
    if first[:4].isdigit() and "X" not in last:
        return f"{first}/{last}"
    if "X" in last and not first.startswith("XXXX"):
        start = interval_of(first)[0]
        return f"{first}/{first_after(last, start)}" if start else f"{first}/{last}"
    last = dated_near(last, now, future=future)
    end = interval_of(last)[1]
    return f"{dated_near(first, end, future=False, nearest=False) if end else first}/{last}"


def first_after(value: str, start: date) -> str:
    """Return the first weekday after a day, or the first month, season or day of a month that has not ended before it.

    >>> from datetime import date
    >>> first_after("XXXX-WXX-1", date(2022, 12, 26)), first_after("XXXX-SP", date(2022, 12, 26))
    ('2023-01-02', '2023-SP')
    """
    if value.startswith("XXXX-WXX-") and len(value) == 10:
        return add_days(start, (int(value[-1]) - start.isoweekday() - 1) % 7 + 1).isoformat()
    for year in (start.year, start.year + 1):
        filled = value.replace("XXXX", f"{year:04}")
        day = interval_of(filled)[1]
        if day and day >= start:
            return filled
    return value


def dated_near(value: str, now: date, *, future: bool, nearest: bool = True) -> str:
    """Return a value whose year, week or month is filled so that it lies before (or after) ``now``."""
    date_part, mark, time = value.partition("T")
    if date_part == "XXXX-WXX-WE":
        running = future or now.weekday() >= _SATURDAY
        return week_value(now if running else add_days(now, -7)) + "-WE"
    if date_part.startswith("XXXX-WXX-"):
        number = int(date_part[-1]) - 1
        shift = (number - now.weekday()) % 7 if future else -((now.weekday() - number) % 7)
        return add_days(now, shift).isoformat() + mark + time
    if date_part.startswith("XXXX-XX-"):
        return _day_of_month(date_part, now, future=future) + mark + time
    if not date_part.startswith("XXXX-"):
        return value
    return _year_filled(date_part, now, future=future, nearest=nearest) + mark + time


def _day_of_month(value: str, now: date, *, future: bool) -> str:
    for shift in (0, 1, 2) if future else (0, -1, -2):
        month = add_months(now.replace(day=1), shift)
        filled = f"{month.year:04}-{month.month:02}{value[7:]}"
        day = interval_of(filled)[0]
        if day and (day >= now if future else day <= now):
            return filled
    return value


def _year_filled(value: str, now: date, *, future: bool, nearest: bool) -> str:
    """Fill the year: the latest one that has begun, or the coming one where the words say so."""
    if value.startswith("XXXX-W") and value[6:8].isdigit():
        shift = int(value[6:8]) - now.isocalendar()[1]
        return value.replace("XXXX", f"{now.isocalendar()[0] + (shift < -_HALF_YEAR) - (shift > _HALF_YEAR):04}")
    order = (now.year, now.year + 1) if future else (now.year, now.year - 1)
    chosen = value
    for year in order:
        filled = value.replace("XXXX", f"{year:04}")
        start, end = interval_of(filled)
        if start and end and (end >= now if future else start <= now):
            chosen = filled
            break
    if nearest and not future and len(value) == 10:
        coming = value.replace("XXXX", f"{now.year}"), value.replace("XXXX", f"{now.year + 1}")
        for filled in coming:
            day = interval_of(filled)[0]
            if day and 0 < (day - now).days <= NEAR_FUTURE:
                return filled
    return chosen
