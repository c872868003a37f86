"""Which values a claim admits: its printed digits, hedge and bound as closed intervals."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from workbench.interval import Figure, as_decimal, shown
from workbench.model import CHANGES, Tolerance

if TYPE_CHECKING:
    from workbench.model import Claim

HEDGE = Fraction(1, 10)
FROM_BELOW = ("nearly", "almost", "just under", "just below", "close to", "nearing", "approaching", "not quite",
               "just short of", "a little under", "slightly less than", "a little less than", "shy of")  # fmt: skip
FROM_ABOVE = ("just over", "just above", "a little more than", "slightly more than", "a little over", "slightly over",
               "a bit more than", "a bit over", "a shade over")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Admitted:
    """The values a claim admits; ``None`` is an open end, ``strict_ends`` excludes the ends for exact figures."""

    low: Fraction | None
    high: Fraction | None
    rule: str
    loose: tuple[Fraction, Fraction] | None = None
    strict_ends: bool = False

    def holds(self, figure: Figure) -> bool:
        """Tell whether a reference figure meets what is admitted.

        Two intervals of printed digits that only touch (5.2 and 5.3) do not meet; an exact figure meets an end.
        """
        point = figure.low == figure.high
        shut = self.strict_ends if point else self.low is not None and self.high is not None and self.low < self.high
        if self.low is not None and (figure.high < self.low or (shut and figure.high == self.low)):
            return False
        return self.high is None or not (figure.low > self.high or (shut and figure.low == self.high))

    def holds_loosely(self, figure: Figure) -> bool:
        """Tell whether the loose reading of the digits (last non-zero digit) is met, or the intervals touch."""
        if self.touches(figure):
            return True
        return self.loose is not None and figure.high >= self.loose[0] and figure.low <= self.loose[1]

    def touches(self, figure: Figure) -> bool:
        """Tell whether two intervals of printed digits have one end in common and nothing else."""
        return figure.low < figure.high and not self.holds(figure) and not self.margin(figure)

    def margin(self, figure: Figure) -> Fraction:
        """Return the distance from the figure to the nearest end, 0 inside."""
        if self.low is not None and figure.high < self.low:
            return self.low - figure.value
        if self.high is not None and figure.low > self.high:
            return figure.value - self.high
        return Fraction()

    def widened(self, by: Fraction) -> Admitted:
        """Return the same with each closed end moved out."""
        return Admitted(
            None if self.low is None else self.low - by, None if self.high is None else self.high + by, self.rule
        )

    def tolerance(self) -> Tolerance:
        """Return the record that is exported."""
        return Tolerance(
            self.rule,
            None if self.low is None else as_decimal(self.low),
            None if self.high is None else as_decimal(self.high),
        )

    def compared(self, figure: Figure) -> str:
        """Say in one comparison how the figure lies to what is admitted.

        >>> Admitted(Fraction(45, 2), Fraction(55, 2), "").compared(Figure.exact(Decimal("29.3")))
        '29.3 > 27.5'
        """
        value = shown(figure.value)
        if self.low is not None and figure.high < self.low:
            return f"{value} < {shown(self.low)}"
        if self.high is not None and figure.low > self.high:
            return f"{value} > {shown(self.high)}"
        if not self.holds(figure):
            end = self.low if self.high is None else self.high
            return f"{value} is not {'more' if self.high is None else 'less'} than {shown(end or Fraction())}"
        if self.low is not None and figure.value < self.low:
            return f"{value} may be as much as {shown(figure.high)} >= {shown(self.low)}"
        if self.high is not None and figure.value > self.high:
            return f"{value} may be as little as {shown(figure.low)} <= {shown(self.high)}"
        low = f"{shown(self.low)} <= " if self.low is not None else ""
        high = f" <= {shown(self.high)}" if self.high is not None else ""
        return f"{low}{value}{high}"


def admitted(claim: Claim, factor: Fraction = Fraction(1)) -> Admitted:
    """Return what a claim with a number admits, multiplied by ``factor`` (a unit, or -1 for a fall).

    A claim without a number must not be asked: it raises TypeError.
    """
    if not isinstance(claim.value, (Decimal, tuple)):
        raise TypeError(f"claim {claim.id} has no number")
    steps = claim.step or Decimal(), claim.loose_step or Decimal()
    found = _admitted(claim.value, steps, claim.bound, claim.hedge or "", claim.digits)
    return found if factor == 1 else _times(found, factor)


def _times(found: Admitted, factor: Fraction) -> Admitted:
    low = None if found.low is None else found.low * factor
    high = None if found.high is None else found.high * factor
    loose = None if found.loose is None else (found.loose[0] * factor, found.loose[1] * factor)
    if factor < 0:
        low, high = high, low
        loose = (loose[1], loose[0]) if loose else None
    return Admitted(low, high, found.rule, loose, found.strict_ends)


@lru_cache(maxsize=4096)
def _admitted(
    told: Decimal | tuple[Decimal, Decimal], steps: tuple[Decimal, Decimal], bound: str, hedge: str, digits: str
) -> Admitted:
    half, loose = Fraction(steps[0]) / 2, Fraction(steps[1]) / 2
    if isinstance(told, tuple):
        low, high = Fraction(told[0]), Fraction(told[1])
        return Admitted(low - half, high + half, f"range {shown(low)} to {shown(high)}")
    value, hedge = Fraction(told), hedge.lower()
    tenth = abs(value) * HEDGE
    if hedge.endswith(FROM_BELOW):
        return Admitted(value - max(tenth, half), value + half, f"hedge {hedge}: up to 10% below")
    if hedge.endswith(FROM_ABOVE):
        return Admitted(value - half, value + max(tenth, half), f"hedge {hedge}: up to 10% above")
    if bound in (">", ">="):
        return Admitted(value, None, "at least" if bound == ">=" else "more than", None, bound == ">")
    if bound in ("<", "<="):
        return Admitted(None, value, "at most" if bound == "<=" else "less than", None, bound == "<")
    if bound == "~":
        spread = max(tenth, half)
        return Admitted(value - spread, value + spread, f"hedge {hedge or 'about'}: 10% either side")
    wide = (value - loose, value + loose) if loose > half else None
    return Admitted(value - half, value + half, f"printed digits {digits or shown(value)}", wide)


def signed(claim: Claim) -> Admitted:
    """Return what a claim admits, a fall counted as negative; a bare direction admits every rise (or fall)."""
    down = claim.direction == "down" and claim.kind in CHANGES
    if claim.value is None:
        zero = Fraction()
        return Admitted(
            None if down else zero, zero if down else None, "a fall" if down else "a rise", strict_ends=True
        )
    return admitted(claim, Fraction(-1 if down else 1))
