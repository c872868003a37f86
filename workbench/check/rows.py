"""Which rows of a series were known on a day, and which of them count."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workbench.model import Observation

_ORDER = {"A": 0, "B": 0, "P": 1, "E": 2}
FORECAST, TARGET = "F", "T"


def known(rows: Iterable[Observation], day: date | None) -> list[Observation]:
    """Return the rows that had been published by ``day`` (every row when it is ``None``)."""
    return [row for row in rows if day is None or row.vintage is None or row.vintage <= day]


def of_status(rows: Iterable[Observation], *statuses: str) -> list[Observation]:
    """Return the rows of the given statuses."""
    return [row for row in rows if row.status in statuses]


def observed(rows: Iterable[Observation]) -> list[Observation]:
    """Return what happened, not what was expected: actual, provisional, break and estimate rows."""
    return [row for row in rows if row.status in _ORDER]


def newest(rows: Iterable[Observation]) -> list[Observation]:
    """Return one row for each period and source: final before provisional before estimate, then the newest vintage."""
    best: dict[tuple[str, str], Observation] = {}
    for row in rows:
        key = (row.period, row.source)
        if key not in best or _rank(row) < _rank(best[key]):
            best[key] = row
    return list(best.values())


def _rank(row: Observation) -> tuple[int, int]:
    return _ORDER.get(row.status, 3), -(row.vintage or date.min).toordinal()


def at(rows: Iterable[Observation], start: date, end: date) -> list[Observation]:
    """Return the rows whose period is exactly these days."""
    return [row for row in rows if row.start == start and row.end == end]


def before(period: tuple[date, date]) -> tuple[date, date]:
    """Return the period of the same length a year earlier.

    >>> before((date(2022, 1, 1), date(2022, 11, 30)))
    (datetime.date(2021, 1, 1), datetime.date(2021, 11, 30))
    """
    start, end = period
    last = end + timedelta(days=1)
    years = 1
    if (start.month, start.day) == (last.month, last.day):
        years = max(last.year - start.year, 1)
    return _years_back(start, years), _years_back(last, years) - timedelta(days=1)


def preceding(period: tuple[date, date]) -> tuple[date, date]:
    """Return the period of the same number of months just before.

    >>> preceding((date(2022, 7, 1), date(2022, 9, 30)))
    (datetime.date(2022, 4, 1), datetime.date(2022, 6, 30))
    """
    start, end = period
    last = end + timedelta(days=1)
    months = (last.year - start.year) * 12 + last.month - start.month
    if months <= 0:
        return start - (last - start), start - timedelta(days=1)
    total = start.year * 12 + start.month - 1 - months
    return date(total // 12, total % 12 + 1, 1), start - timedelta(days=1)


def _years_back(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def annual(rows: Sequence[Observation]) -> list[Observation]:
    """Return the rows whose period is a whole calendar year."""
    return [r for r in rows if (r.start.month, r.start.day, r.end.month, r.end.day) == (1, 1, 12, 31)
            and r.start.year == r.end.year]  # fmt: skip


def same_length(rows: Iterable[Observation], like: Observation) -> list[Observation]:
    """Return the rows whose period has the length of the period of ``like`` (years with years, months with months)."""
    span = (like.end - like.start).days
    slack = 2 if span < 32 else 3
    return [row for row in rows if abs((row.end - row.start).days - span) <= slack]


def newest_by_entity(rows: Iterable[Observation]) -> list[Observation]:
    """Return one row for each entity and counterpart, as :func:`newest` chooses."""
    best: dict[tuple[str, str], Observation] = {}
    for row in rows:
        key = (row.entity, row.counterpart)
        if key not in best or _rank(row) < _rank(best[key]):
            best[key] = row
    return list(best.values())
