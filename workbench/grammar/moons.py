"""Days that follow the moon: Lunar New Year, and the months of the Islamic calendar.

New moons after J. Meeus, Astronomical Algorithms, chapter 49, to within minutes for the years 1900 to 2100.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from math import radians, sin

_LUNATIONS = 12.3685  # a year
_RAMADAN = 275  # the new moon of April 2022, before Ramadan 1443
_ORDINAL_OF_JULIAN_DAY = 1_721_424.5
_CHINA, _MECCA = 8 / 24, 3 / 24
_SUNSET = 6 / 24  # a new moon after sunset counts for the next evening
_TERMS = (  # coefficient, multiples of the sun's anomaly, of the moon's anomaly and of its argument of latitude
    (-0.40720, 0, 1, 0), (0.17241, 1, 0, 0), (0.01608, 0, 2, 0), (0.01039, 0, 0, 2), (0.00739, -1, 1, 0),
    (-0.00514, 1, 1, 0), (0.00208, 2, 0, 0), (-0.00111, 0, 1, -2), (-0.00057, 0, 1, 2), (0.00056, 1, 2, 0),
    (-0.00042, 0, 3, 0), (0.00042, 1, 0, 2), (0.00038, 1, 0, -2), (-0.00024, -1, 2, 0),
)  # fmt: skip


def _new_moon(k: int) -> float:
    """Return the moment of new moon number ``k`` (0 is that of 6 January 2000) as days since year 1, in UTC."""
    centuries = k / 1236.85
    sun = 2.5534 + 29.10535670 * k
    moon = 201.5643 + 385.81693528 * k + 0.0107582 * centuries**2
    latitude = 160.7108 + 390.67050284 * k
    eccentricity = 1 - 0.002516 * centuries
    mean = 2451550.09766 + 29.530588861 * k + 0.00015437 * centuries**2
    moved = sum(
        size * eccentricity ** abs(s) * sin(radians(s * sun + m * moon + f * latitude)) for size, s, m, f in _TERMS
    )
    return mean + moved - _ORDINAL_OF_JULIAN_DAY


@lru_cache(maxsize=256)
def lunar_new_year(year: int) -> date:
    """Return the day of Lunar New Year: the new moon, in China, between 21 January and 20 February.

    >>> lunar_new_year(2022), lunar_new_year(2025)
    (datetime.date(2022, 2, 1), datetime.date(2025, 1, 29))
    """
    first = date(year, 1, 21).toordinal()
    k = int((year - 2000) * _LUNATIONS) - 1
    while int(_new_moon(k) + _CHINA) < first:
        k += 1
    return date.fromordinal(int(_new_moon(k) + _CHINA))


@lru_cache(maxsize=256)
def islamic_month(month: int, year: int) -> tuple[date, date]:
    """Return the first and last day of a month of the Islamic calendar that begins in a year of ours.

    The month begins with the evening after the new moon in Mecca; what is announced may differ by a day.

    >>> islamic_month(9, 2022)
    (datetime.date(2022, 4, 2), datetime.date(2022, 5, 1))
    """
    k = _RAMADAN + month - 9 + 12 * int((year - 2022) * _LUNATIONS / 12) - 24
    while _evening(k).year < year:
        k += 12
    return _evening(k), date.fromordinal(_evening(k + 1).toordinal() - 1)


def _evening(k: int) -> date:
    return date.fromordinal(int(_new_moon(k) + _MECCA + _SUNSET) + 1)
