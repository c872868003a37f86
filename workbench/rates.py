"""Dated rates of exchange from the European Central Bank's reference series; the only home of currency_converter.

Rates are the daily euro reference rates that the package carries; nothing is downloaded. A series may end: that of
the rouble does on 2022-03-01, and no figure after it is converted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from workbench.errors import UsageError

if TYPE_CHECKING:
    from currency_converter import CurrencyConverter

SOURCE = "ecb"
ADDRESS = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.zip"
_EURO = "EUR"
_LONGEST_GAP = 7
_DIGITS = Decimal("1.000000")


@dataclass(frozen=True, slots=True)
class Rate:
    """How much of ``target`` one ``source`` cost: on ``start`` (= ``end``), or on average of the days to ``end``."""

    source: str
    target: str
    value: Decimal
    start: date
    end: date


@lru_cache(maxsize=1)
def _series() -> CurrencyConverter:
    from currency_converter import CurrencyConverter

    return CurrencyConverter(decimal=True)


def bounds(currency: str) -> tuple[date, date] | None:
    """Return the first and last day of a currency's series, ``None`` where there is none.

    >>> bounds("RUB")[1]
    datetime.date(2022, 3, 1)
    """
    found = _series().bounds.get(currency)
    return (found.first_date, found.last_date) if found else None


def on(source: str, target: str, day: date) -> Rate:
    """Return the rate of a day, or of the last working day before it.

    Raises UsageError where a series does not reach so far, saying where it begins or ends.

    >>> rate = on("USD", "CNY", date(2022, 12, 31))
    >>> str(rate.value), rate.start.isoformat()
    ('6.898744', '2022-12-30')
    """
    _within(source, day)
    _within(target, day)
    for back in range(_LONGEST_GAP + 1):
        found = _cross(source, target, day - timedelta(days=back))
        if found is not None:
            return Rate(source, target, _rounded(found), day - timedelta(days=back), day - timedelta(days=back))
    raise UsageError(f"no rate of {target} for {source} on {day}", hint="the ECB's series has a gap there")


@lru_cache(maxsize=4096)
def average(source: str, target: str, start: date, end: date) -> Rate:
    """Return the mean of the daily rates of a period.

    Raises UsageError where a series does not cover the whole period.

    >>> average("EUR", "USD", date(2022, 1, 1), date(2022, 12, 31)).value
    Decimal('1.053049')
    """
    for day in (start, end):
        _within(source, day)
        _within(target, day)
    days = (start + timedelta(days=i) for i in range((end - start).days + 1))
    found = [rate for day in days if (rate := _cross(source, target, day)) is not None]
    if not found:
        return on(source, target, end)
    return Rate(source, target, _rounded(sum(found, Decimal()) / len(found)), start, end)


def _within(currency: str, day: date) -> None:
    if currency == _EURO:
        return
    span = bounds(currency)
    if span is None:
        raise UsageError(f"the ECB gives no rate for {currency}", hint="give the figure in another currency")
    if not span[0] <= day <= span[1]:
        ends = f"ends on {span[1]}" if day > span[1] else f"begins on {span[0]}"
        raise UsageError(f"the ECB's series for {currency} {ends}: no rate for {day}", hint="convert it by hand")


def _cross(source: str, target: str, day: date) -> Decimal | None:
    rates = _series()._rates  # noqa: SLF001 - convert() rounds days and raises for each holiday
    one = Decimal(1) if source == _EURO else rates[source].get(day)
    other = Decimal(1) if target == _EURO else rates[target].get(day)
    return other / one if one and other else None


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(_DIGITS) if value >= 1 else value.quantize(Decimal("1.00000000"))
