"""A figure while it is being read: the number, then the unit, currency or noun that the rules find around it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.grammar.number import Number


@dataclass(slots=True)
class Mention:
    """A number with what belongs to it; ``first`` and ``last`` are the outer tokens, all fields grow rule by rule.

    ``echo`` is the mention that this one repeats in another unit; it has the same bound and direction.
    ``factor`` turns the printed value into ``unit`` (0.01 for cents in ``USD``). ``high`` is the upper end of a range.
    ``marked`` tells that the unit stands in the text beside this very number, so that it may be lent to neighbours.
    """

    number: Number
    first: int
    last: int
    value: Decimal
    high: Decimal | None = None
    unit: str | None = None
    marked: bool = False
    money: bool = False
    factor: Decimal = Decimal(1)
    counted: bool = False
    bound: str = "="
    hedge: str | None = None
    direction: str | None = None
    outer_first: int = -1
    outer_last: int = -1
    of: str | None = None
    rule: str = "<number>"
    echo: Mention | None = None

    def take_unit(self, unit: str, last: int, rule: str, factor: Decimal | None = None) -> None:
        """Give the mention a unit that ends at token ``last``, read by ``rule``."""
        self.unit = unit
        self.last = max(self.last, last)
        self.marked = True
        self.rule = rule
        if factor is not None:
            self.factor = factor
            self.scale_by(factor)

    def scale_by(self, factor: Decimal) -> None:
        """Multiply the value and the worth of its digits by ``factor``."""
        if factor != 1:
            self.value *= factor
            if self.high is not None:
                self.high *= factor
            self.number.step *= factor
            self.number.loose_step *= factor
