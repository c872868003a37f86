"""What is claimed beside what the tables give, and how far apart both are."""

from __future__ import annotations

from decimal import Context, Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from workbench.export import wording

if TYPE_CHECKING:
    from collections.abc import Mapping

_SCALES = ((Decimal(10) ** 12, "trillion"), (Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))
_UNDECIDED = ("no_data", "not_checkable", "not_due")
_SAID, _FOUND, _APART = 7, 5, 3  # digits that count


class Comparison(NamedTuple):
    """A claimed figure and the one of the tables, each in words with its unit; what is not told is empty.

    ``admits`` is what the claim's wording leaves open, ``rounded`` what the rounding of the rows does where the outcome
    rests on it, ``apart`` the distance.
    """

    claimed: str
    admits: str
    found: str
    rounded: str
    apart: str


def compare(body: Mapping[str, Any]) -> Comparison | None:
    """Return a claimed figure beside the one of the tables; ``None`` where no such two figures stand.

    >>> suggestion = {
    ...     "outcome": "supported",
    ...     "result": {"value": "26.846", "unit": "%", "low": "26.1", "high": "27.6"},
    ...     "margin": 0,
    ...     "tolerance": {"low": "27.5", "high": "28.5"},
    ... }
    >>> compare({"value": 28, "unit": "%", "bound": "=", "suggestion": suggestion})._asdict() == {
    ...     "claimed": "28%",
    ...     "admits": "27.5% to 28.5%",
    ...     "found": "26.846%",
    ...     "rounded": "26.1% to 27.6%",
    ...     "apart": "1.15 points above the tables",
    ... }
    True
    """
    suggestion = body.get("suggestion") or {}
    result, said, unit = suggestion.get("result"), body.get("value"), str(body.get("unit") or "")
    ends = said if isinstance(said, list) else [said]
    figures = all(isinstance(end, int | float) and not isinstance(end, bool) for end in ends)
    if not result or not figures or result["unit"] != unit or suggestion.get("outcome") in _UNDECIDED:
        return None
    tolerance = suggestion.get("tolerance") or {}
    low, high = (Decimal(end) if end is not None else None for end in (tolerance.get("low"), tolerance.get("high")))
    # A fall is claimed by its size and found as a change below zero.
    sign = -1 if high is not None and high < 0 else 1
    claimed, found = [sign * Decimal(str(end)) for end in ends], Decimal(result["value"])
    beyond = (low is not None and found < low) or (high is not None and found > high)
    resting = beyond and not suggestion.get("margin")
    return Comparison(
        f"{wording.bound(body.get('bound'))} {' to '.join(_told(each, unit, _SAID) for each in claimed)}".strip(),
        _between(low, high, unit, _SAID),
        _told(found, unit, _FOUND),
        _between(Decimal(result["low"]), Decimal(result["high"]), unit, _FOUND) if resting else "",
        _apart(body, claimed[0], found, unit),
    )


def _apart(body: Mapping[str, Any], claimed: Decimal, found: Decimal, unit: str) -> str:
    """Return how far a claimed figure is from the one of the tables; bounds and ranges are met or missed."""
    distance = "percentage_point" if unit == "%" else unit
    if isinstance(body["value"], list) or body.get("bound") not in ("=", "~"):
        margin = Decimal(str(body["suggestion"].get("margin") or 0))
        return f"missed by {_told(margin, distance, _APART)}" if margin else "met"
    gap = claimed - found
    if not gap:
        return "none"
    part = f" ({_told(abs(gap / found) * 100, '%', 2)})" if found and distance != "percentage_point" else ""
    return f"{_told(abs(gap), distance, _APART)}{part} {'above' if gap > 0 else 'below'} the tables"


def _told(value: Decimal, unit: str, digits: int) -> str:
    """Return a figure with so many digits that count, its scale and its unit.

    >>> _told(Decimal("228105000000"), "USD", 5), _told(Decimal("0.50"), "%", 5), _told(Decimal(2), "ratio", 3)
    ('228.1 billion USD', '0.5%', '2')
    """
    size, name = next(((size, name) for size, name in _SCALES if abs(value) >= size), (Decimal(1), ""))
    shown = (value / size).normalize(Context(prec=digits))
    text = f"{shown:,f}"
    if unit == "%":
        return f"{text}{f' {name} ' if name else ''}%"
    named = {"ratio": "", "percentage_point": "points"}.get(unit, wording.unit(unit))
    return " ".join(part for part in (text, name, named) if part)


def _between(low: Decimal | None, high: Decimal | None, unit: str, digits: int) -> str:
    if low is None or high is None:
        end = low if high is None else high
        return "" if end is None else f"{_told(end, unit, digits)} or {'more' if high is None else 'less'}"
    return f"{_told(low, unit, digits)} to {_told(high, unit, digits)}"
