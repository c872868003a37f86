"""Days with a name of their own, and the day they fall on in a year."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from workbench.grammar.calendar import add_days
from workbench.grammar.moons import islamic_month, lunar_new_year
from workbench.grammar.pieces import PREPOSITIONS, Piece, Scan
from workbench.grammar.rules import rule
from workbench.grammar.tenses import NEAR_FUTURE, is_coming, is_over
from workbench.grammar.timewords import YEARS
from workbench.grammar.tokens import tokenise
from workbench.lexicon import table

_NAMES = {
    tuple(tokenise(name).words): when for when, names in table("holidays") for name in names.split("|")
}  # fmt: skip
_LONGEST = max(map(len, _NAMES))


def easter(year: int) -> date:
    """Return Easter Sunday of a year of the Gregorian calendar (the rule of Meeus, Jones and Butcher).

    >>> easter(2022)
    datetime.date(2022, 4, 17)
    """
    century, rest = divmod(year, 100)
    epact = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    correction = (year % 19 + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)


def day_of(when: str, year: int) -> date:
    """Return the day that a holiday of the table falls on.

    >>> day_of("easter-2", 2022), day_of("11:4:4", 2022), day_of("05:-1:1", 2022), day_of("lunar:1", 2022)
    (datetime.date(2022, 4, 15), datetime.date(2022, 11, 24), datetime.date(2022, 5, 30), datetime.date(2022, 2, 1))
    """
    if when.startswith("easter"):
        return add_days(easter(year), int(when[6:] or 0))
    if when.startswith(_BY_MOON):
        return _by_moon(when, year)[0]
    if ":" not in when:
        return date(year, int(when[:2]), int(when[3:]))
    month, number, weekday = map(int, when.split(":"))
    if weekday == 5 and number == 5:  # the day after the fourth Thursday
        return add_days(day_of(f"{month:02}:4:4", year), 1)
    if number > 0:
        first = date(year, month, 1)
        return add_days(first, (weekday - first.isoweekday()) % 7 + 7 * (number - 1))
    last = date(year, month, monthrange(year, month)[1])
    return add_days(last, -((last.isoweekday() - weekday) % 7))


_BY_MOON = ("lunar", "hijri")


def _by_moon(when: str, year: int) -> tuple[date, date]:
    """Return the first and last day of a feast that follows the moon."""
    kind, *numbers = when.split(":")
    month, *days = map(int, numbers)
    if kind == "lunar":
        day = add_days(lunar_new_year(year), month - 1)
        return day, day
    first, last = islamic_month(month, year)
    if not days:
        return first, last
    day = add_days(first, days[0] - 1)
    return day, day


def _value_of(when: str, year: int) -> str:
    if not when.startswith(_BY_MOON):
        return day_of(when, year).isoformat()
    first, last = (day.isoformat() for day in _by_moon(when, year))
    return first if first == last else f"{first}/{last}"


@rule(
    {name[0] for name in _NAMES},
    yes=(
        ("They met on Christmas Day 2019.", "2019-12-25"),
        ("It snowed on Good Friday.", "2022-04-15"),
        ("Shops opened on New Year's Day.", "2022-01-01"),
        ("Shops will close on New Year's Day.", "2023-01-01"),
        ("Factories closed for Lunar New Year in 2019.", "2019-02-05"),
        ("Sales fell during Ramadan 2022.", "2022-04-02/2022-05-01"),
        ("The shop is closed on New Year's Day.", "2023-01-01"),
        ("They met at Eid al-Fitr.", "2022-05-02"),
    ),
    no=("It is a new year.", "A good idea.", "They sang Christmas songs."),
)
def holiday(scan: Scan, i: int) -> Piece | None:
    """Read the name of a holiday, with its year where that follows; else the latest one, or the coming one."""
    for length in range(min(_LONGEST, len(scan.words) - i), 0, -1):
        when = _NAMES.get(tuple(scan.words[i : i + length]))
        if when and (scan.capital(i) or length > 1) and (length > 1 or scan.word(i - 1) in PREPOSITIONS):
            return _dated(scan, i, i + length - 1, when)
    return None


def _dated(scan: Scan, first: int, last: int, when: str) -> Piece:
    at = last + 1 + (scan.word(last + 1) in {",", "of", "in"})
    if scan.word(at) in YEARS:
        return Piece(first, at, "DATE", _value_of(when, YEARS[scan.word(at)]), "<holiday> <year>")
    if scan.now is None:
        fixed = f"XXXX-{when}" if len(when) == 5 else "XXXX-XX-XX"
        return Piece(first, last, "DATE", fixed, "<holiday>")
    shift = {"last": -1, "next": 1}.get(scan.word(first - 1), 0)
    days = [day_of(when, year) for year in (scan.now.year - 1, scan.now.year, scan.now.year + 1) if 1 <= year < 9999]
    past = [day for day in days if day <= scan.now]
    coming = [day for day in days if day > scan.now]
    ahead = (
        shift > 0
        or is_coming(scan, first - 1)
        or (shift == 0 and scan.word(first - 1) == "this" and scan.now < day_of(when, scan.now.year))
    )
    near = shift == 0 and coming and (coming[0] - scan.now).days <= NEAR_FUTURE and not is_over(scan, first - 1)
    chosen = coming[0] if (ahead or near or not past) and coming else past[-1]
    return Piece(first - (shift != 0), last, "DATE", _value_of(when, chosen.year), "<holiday>")
