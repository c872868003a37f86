"""The two sides of trade: which indicators are exports, which imports, of one and the same thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.link.phrases import terms

if TYPE_CHECKING:
    from workbench.model import Indicator
    from workbench.reference import Reference

_SIDES = frozenset(("export", "import"))


def sides(reference: Reference, indicator: Indicator) -> tuple[str, str] | None:
    """Return the exports and the imports that an indicator is one of, or the sum of, by their labels."""
    found: dict[str, str] = {}
    mine = _but_for_side(indicator)
    for other in reference.indicators.values():
        side = _SIDES & set(terms(other.label).words)
        alike = (other.unit, other.unit_mult) == (indicator.unit, indicator.unit_mult) and not other.derived_from
        if alike and len(side) == 1 and _but_for_side(other) == mine:
            found[next(iter(side))] = other.indicator
    return (found["export"], found["import"]) if len(found) == len(_SIDES) else None


def mirrored(reference: Reference, indicator: Indicator) -> str | None:
    """Return what one side's figure is to its partner: the exports of one are the imports of the other."""
    if indicator.derived_from or len(_SIDES & set(terms(indicator.label).words)) != 1:
        return None
    pair = sides(reference, indicator)
    return next((name for name in pair if name != indicator.indicator), None) if pair else None


def _but_for_side(indicator: Indicator) -> frozenset[str]:
    return frozenset(terms(indicator.label).words) - _SIDES - {"trade"}
