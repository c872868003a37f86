"""A claim in the making, by tokens, before its context is filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from workbench.model import Quantity

BARE = "a bare number"  # the doubt about a number that tells no unit
Period = "tuple[date | None, date | None] | None"


@dataclass(slots=True)
class Draft:
    """What one rule has read at tokens ``first`` to ``last``; names and meanings are those of ``Claim``.

    ``at`` is the token that places the draft in its clause; ``doubt`` a reason not to check it; ``fixed_period``
    tells that the period is not to be looked for in the context; ``carried`` that it was taken from other sentences.
    """

    first: int
    last: int
    kind: str
    value: Decimal | tuple[Decimal, Decimal] | str | None
    rule: str
    unit: str | None = None
    bound: str = "="
    direction: str | None = None
    digits: str = ""
    step: Decimal | None = None
    loose_step: Decimal | None = None
    hedge: str | None = None
    period: tuple[date | None, date | None] | None = None
    base_period: tuple[date | None, date | None] | None = None
    base_value: Decimal | None = None
    base_unit: str | None = None
    basis: str | None = None
    status: str = ""
    negated: bool = False
    subject: str = ""
    entities: tuple[str, ...] = ()
    relation: str | None = None
    anchor: str = ""
    doubt: str | None = None
    fixed_period: bool = False
    carried: bool = False

    @classmethod
    def of(cls, quantity: Quantity, first: int, last: int, kind: str, rule: str) -> Draft:
        """Start a draft from a quantity."""
        return cls(
            first, last, kind, quantity.value, rule, unit=quantity.unit, bound=quantity.bound, digits=quantity.digits,
            step=quantity.step, loose_step=quantity.loose_step, hedge=quantity.hedge,
        )  # fmt: skip
