"""Exact arithmetic on printed figures: every figure is an interval, every derived figure keeps its own.

A printed "29.3" stands for [29.25, 29.35]. A derivation is named by a formula over rows, such as
``growth(#0, #1)``; the same formula and rows give the same result today and in ten years.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

from workbench.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

HUNDRED = 100
_LONGEST_MONTH = 31


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and the closed interval that its printed digits leave open."""

    value: Fraction
    low: Fraction
    high: Fraction

    @classmethod
    def printed(cls, value: Decimal, step: Decimal) -> Figure:
        """Return the interval of a printed value whose last digit is worth ``step``.

        >>> figure = Figure.printed(Decimal("29.3"), Decimal("0.1"))
        >>> float(figure.low), float(figure.high)
        (29.25, 29.35)
        """
        return _printed(value, step)

    @classmethod
    def exact(cls, value: Decimal | Fraction | int) -> Figure:
        """Return a figure without any leeway, such as a count of days."""
        point = Fraction(value)
        return cls(point, point, point)

    def scaled(self, factor: Fraction) -> Figure:
        """Return the figure in another unit."""
        ends = sorted((self.low * factor, self.high * factor))
        return Figure(self.value * factor, ends[0], ends[1])


@lru_cache(maxsize=16384)
def _printed(value: Decimal, step: Decimal) -> Figure:
    middle, half = Fraction(value), Fraction(step) / 2
    return Figure(middle, middle - half, middle + half)


def _over_ends(function: Callable[..., Fraction], figures: Sequence[Figure]) -> Figure:
    """Evaluate a function that is monotonic in each argument on all ends."""
    value = function(*(f.value for f in figures))
    ends = [function(*point) for point in product(*((f.low, f.high) for f in figures))]
    return Figure(value, min(ends), max(ends))


def _total(figures: Sequence[Figure]) -> Figure:
    return Figure(sum((f.value for f in figures), Fraction()), sum((f.low for f in figures), Fraction()),
                  sum((f.high for f in figures), Fraction()))  # fmt: skip


def _value(figures: Sequence[Figure]) -> Figure:
    return figures[0]


def _growth(figures: Sequence[Figure]) -> Figure:
    return _over_ends(lambda new, old: HUNDRED * (new - old) / abs(old), _nonzero(figures, 1))


def _loss(figures: Sequence[Figure]) -> Figure:
    """Growth of what one over the figure stands for: the value of a currency from its rates of exchange."""
    return _growth((figures[1], figures[0]))


def _months(figures: Sequence[Figure]) -> Figure:
    """Months from one day to another: the full ones, and with the begun one as the upper end."""
    later, earlier = (date.fromordinal(int(figure.value)) for figure in figures)
    full = months_between(earlier, later)
    begun = Fraction((later - add_months(earlier, full)).days, _LONGEST_MONTH)
    return Figure(full + begun, Fraction(full), full + begun)


def _elapsed_months(figures: Sequence[Figure]) -> Figure:
    """Months with the begun one as a fraction, for bounds: 24 months and a day are more than 24."""
    return Figure.exact(_months(figures).value)


def _running(figures: Sequence[Figure]) -> Figure:
    """The number of the period that is running once so many have begun: 10.2 months make the 11th."""
    return Figure.exact(figures[0].value // 1 + 1)


def months_between(start: date, end: date) -> int:
    """Return the number of full months from one day to another.

    >>> months_between(date(2022, 2, 24), date(2022, 12, 30))
    10
    """
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - (end.day < start.day)


def add_months(day: date, months: int) -> date:
    """Return the same day of the month some months later, or the last day of a shorter month.

    >>> add_months(date(2022, 1, 31), 1)
    datetime.date(2022, 2, 28)
    """
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _compound(figures: Sequence[Figure]) -> Figure:
    """Growth in per cent of each of so many periods that leads from the second figure to the first.

    A root has no end of digits: it is taken to 28 of them, and the interval is widened by the last one.
    """
    new, old, periods = _nonzero(figures, 1)
    if new.low <= 0 or old.low <= 0 or periods.value < 1:
        raise UsageError("compound growth needs figures above zero", hint="the series changes its sign")
    each = _over_ends(lambda a, b: _root(a / b, int(periods.value)), (new, old))
    slip = Fraction(1, 10**20)
    return Figure(*(HUNDRED * (part - 1) for part in (each.value, each.low - slip, each.high + slip)))


def _root(value: Fraction, degree: int) -> Fraction:
    return Fraction((Decimal(value.numerator) / Decimal(value.denominator)) ** (Decimal(1) / Decimal(degree)))


def _annualised(figures: Sequence[Figure]) -> Figure:
    """Growth in per cent of a year that would follow if each of so many parts of it grew as this one did."""
    new, old, parts = _nonzero(figures, 1)
    return _over_ends(lambda a, b: HUNDRED * ((a / b) ** int(parts.value) - 1), (new, old))


def _difference(figures: Sequence[Figure]) -> Figure:
    return _over_ends(lambda a, b: a - b, figures)


def _ratio(figures: Sequence[Figure]) -> Figure:
    return _over_ends(lambda a, b: a / b, _nonzero(figures, 1))


def _share(figures: Sequence[Figure]) -> Figure:
    return _over_ends(lambda a, b: HUNDRED * a / b, _nonzero(figures, 1))


def _inverse(figures: Sequence[Figure]) -> Figure:
    return _over_ends(lambda a: 1 / a, _nonzero(figures, 0))


def _product(figures: Sequence[Figure]) -> Figure:
    return _over_ends(lambda a, b: a * b, figures)


def _mean(figures: Sequence[Figure]) -> Figure:
    return _total(figures).scaled(Fraction(1, len(figures)))


def _rank(figures: Sequence[Figure]) -> Figure:
    """Place of the first figure among all, largest first; overlapping intervals leave the place open."""
    mine, others = figures[0], figures[1:]
    return Figure(
        Fraction(1 + sum(o.value > mine.value for o in others)),
        Fraction(1 + sum(o.low > mine.high for o in others)),
        Fraction(1 + sum(o.high > mine.low for o in others)),
    )


def _rank_low(figures: Sequence[Figure]) -> Figure:
    return _rank([Figure(-f.value, -f.high, -f.low) for f in figures])


def _lead(figures: Sequence[Figure]) -> Figure:
    """By how much the first figure is above the largest of the others."""
    return _difference((figures[0], _greatest(figures[1:])))


def _lag(figures: Sequence[Figure]) -> Figure:
    """By how much the first figure is below the smallest of the others."""
    return _lead([Figure(-f.value, -f.high, -f.low) for f in figures])


def _least(figures: Sequence[Figure]) -> Figure:
    return Figure(min(f.value for f in figures), min(f.low for f in figures), min(f.high for f in figures))


def _greatest(figures: Sequence[Figure]) -> Figure:
    return Figure(max(f.value for f in figures), max(f.low for f in figures), max(f.high for f in figures))


def _nonzero(figures: Sequence[Figure], index: int) -> Sequence[Figure]:
    if figures[index].low <= 0 <= figures[index].high:
        raise UsageError("a figure that may be zero cannot be divided by", hint="the row's value is zero or too coarse")
    return figures


_FUNCTIONS: dict[str, tuple[Callable[[Sequence[Figure]], Figure], int, int]] = {
    # name: (function, fewest arguments, most arguments)
    "value": (_value, 1, 1),
    "growth": (_growth, 2, 2),
    "loss": (_loss, 2, 2),
    "months": (_months, 2, 2),
    "elapsed_months": (_elapsed_months, 2, 2),
    "compound": (_compound, 3, 3),
    "annualised": (_annualised, 3, 3),
    "running": (_running, 1, 1),
    "difference": (_difference, 2, 2),
    "ratio": (_ratio, 2, 2),
    "share": (_share, 2, 2),
    "inverse": (_inverse, 1, 1),
    "product": (_product, 2, 2),
    "sum": (_total, 1, 10_000),
    "mean": (_mean, 1, 10_000),
    "rank": (_rank, 1, 10_000),
    "rank_low": (_rank_low, 1, 10_000),
    "min": (_least, 1, 10_000),
    "max": (_greatest, 1, 10_000),
    "lead": (_lead, 2, 10_000),
    "lag": (_lag, 2, 10_000),
}
_FORMULA_TOKEN = re.compile(r"\s*(?:(#\d+)|([a-z_]+)\(|([(),])|(-?\d+(?:\.\d+)?))")


def evaluate(formula: str, figures: Sequence[Figure]) -> Figure:
    """Compute a formula over figures named ``#0``, ``#1``... in their order.

    Raises UsageError where the formula is malformed, names a figure that is not there or divides by zero.

    >>> levels = [
    ...     Figure.printed(Decimal("190.271"), Decimal("0.001")),
    ...     Figure.printed(Decimal("146.887"), Decimal("0.001")),
    ... ]
    >>> round(float(evaluate("growth(#0, #1)", levels).value), 2)
    29.54
    """
    tokens = _tokens(formula)
    result, used = _expression(formula, tokens, 0, figures)
    if used != len(tokens):
        raise UsageError(f"malformed formula {formula!r}", hint="one expression such as growth(#0, #1)")
    return result


@lru_cache(maxsize=4096)
def _tokens(formula: str) -> tuple[tuple[str, ...], ...]:
    return tuple(match.groups() for match in _FORMULA_TOKEN.finditer(formula))


def _expression(
    formula: str, tokens: Sequence[tuple[str, ...]], i: int, figures: Sequence[Figure]
) -> tuple[Figure, int]:
    if i >= len(tokens):
        raise UsageError(f"malformed formula {formula!r}", hint="it ends too early")
    row, name, _, constant = tokens[i]
    if row:
        index = int(row[1:])
        if index >= len(figures):
            raise UsageError(f"formula {formula!r} names {row}", hint=f"there are {len(figures)} rows")
        return figures[index], i + 1
    if constant:
        return Figure.exact(Decimal(constant)), i + 1
    if name not in _FUNCTIONS:
        raise UsageError(f"malformed formula {formula!r}", hint="known: " + ", ".join(_FUNCTIONS))
    arguments: list[Figure] = []
    i += 1
    while i < len(tokens) and tokens[i][2] != ")":
        if arguments:
            if tokens[i][2] != ",":
                raise UsageError(f"malformed formula {formula!r}", hint="arguments are separated by commas")
            i += 1
        argument, i = _expression(formula, tokens, i, figures)
        arguments.append(argument)
    function, fewest, most = _FUNCTIONS[name]
    if i >= len(tokens) or not fewest <= len(arguments) <= most:
        raise UsageError(f"malformed formula {formula!r}", hint=f"{name} takes {fewest} to {most} figures")
    return function(arguments), i + 1


@lru_cache(maxsize=4096)
def shown(value: Fraction, digits: int = 5) -> str:
    """Return a figure as decimal text with about ``digits`` significant digits, without an exponent.

    >>> shown(Fraction(2954, 100)), shown(Fraction(1, 3)), shown(Fraction(190271000000))
    ('29.54', '0.33333', '190271000000')
    """
    if value.denominator == 1 and abs(value) < 10**21:
        return str(value.numerator)
    magnitude = len(str(abs(value.numerator) // value.denominator)) if abs(value) >= 1 else 0
    if not magnitude:
        scaled = abs(value)
        while scaled and scaled < Fraction(1, 10):
            scaled *= 10
            magnitude -= 1
    places = max(digits - magnitude, 0)
    quantum = Fraction(10) ** places
    whole = round(value * quantum)
    text = format(Decimal(whole).scaleb(-places), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def as_decimal(value: Fraction) -> Decimal:
    """Return the nearest decimal of 28 digits, exact where there is one."""
    return Decimal(value.numerator) / Decimal(value.denominator)
