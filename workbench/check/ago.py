"""Days told as a distance from another day: "less than two years ago", "about three weeks earlier"."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from workbench.check.admit import FROM_ABOVE, FROM_BELOW
from workbench.lexicon import table

if TYPE_CHECKING:
    from workbench.model import Claim

Span = tuple[date | None, date | None]
_LATER = ("later", "after", "afterwards", "from now", "hence")
_TENTH = 10
_MONTH, _YEAR = 27, 300
_SHORTEST = 28


@cache
def _hedges() -> tuple[tuple[str, str], ...]:
    rows = ((words, bound) for words, bound, side in table("hedges") if side == "before")
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


def told_days(claim: Claim, published: date | None) -> Span | None:
    """Return the days that a claim about a date admits, its hedge applied to the distance from the day it starts from.

    "Less than two years ago" is any day since; "almost six years ago" lies up to a tenth nearer.
    """
    if claim.period is None or claim.kind != "relative_date" or None in claim.period or published is None:
        return claim.period
    start, end = claim.period
    assert start is not None
    assert end is not None
    quote = claim.quote.lower()
    hedge, bound = next((row for row in _hedges() if quote.startswith(f"{row[0]} ")), ("", "="))
    if not hedge or quote.endswith(_LATER):
        return claim.period
    exact = _same_day(published, start, end)
    tenth = timedelta(days=max((published - start).days, 0) // _TENTH)
    if hedge.endswith(FROM_BELOW):
        return start, max(end, start + tenth)
    if hedge.endswith(FROM_ABOVE):
        return start - tenth, end
    if bound in ("<", "<="):
        return exact, max(published, end)
    if bound in (">", ">="):
        return None, exact
    return start - tenth, end + tenth


def _same_day(day: date, start: date, end: date) -> date:
    """Return the day that lies exactly as far back as a span of a year or a month tells, else the span's first."""
    if (end - start).days < _MONTH:
        return start
    month = start.month if (end - start).days < _YEAR else day.month
    return date(start.year, month, min(day.day, _SHORTEST))
