"""Recompute suggestions from nothing but their own records, so that a published verdict can be audited years later."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from workbench.check.working import evidence_figure
from workbench.errors import WorkbenchError
from workbench.interval import evaluate, shown
from workbench.model import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

_CLOSE = Fraction(1, 10**9)
_INSIDE = ("supported",)
_OUTSIDE = ("contradicted",)


def recheck(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield ``(claim id, what is wrong)`` for each suggestion of a check record that its own rows do not bear out.

    A suggestion without a formula (a date, a missing row) has nothing to compute and yields nothing.
    """
    for claim in record.get("claims", []):
        suggestion = claim.get("suggestion") or {}
        if suggestion.get("formula"):
            fault = _fault(suggestion)
            if fault:
                yield claim["id"], fault


def _fault(suggestion: dict[str, Any]) -> str:
    rows = [Evidence(**row) for row in suggestion["evidence"]]
    try:
        figure = evaluate(suggestion["formula"], [evidence_figure(row) for row in rows])
    except (WorkbenchError, ArithmeticError, ValueError) as error:
        return f"the formula {suggestion['formula']} cannot be computed: {error}"
    told = Fraction(suggestion["result"]["value"])
    if abs(figure.value - told) > _CLOSE * max(abs(told), Fraction(1)):
        return f"the record says {shown(told)}, its rows give {shown(figure.value)}"
    tolerance = suggestion["tolerance"]
    low, high = (Fraction(Decimal(end)) if end is not None else None for end in (tolerance["low"], tolerance["high"]))
    outside = (low is not None and figure.high < low) or (high is not None and figure.low > high)
    if suggestion["outcome"] in _INSIDE and outside:
        return f"called supported, but {shown(figure.value)} lies outside the tolerance"
    if suggestion["outcome"] in _OUTSIDE and not outside and figure.low != figure.high:
        return f"called contradicted, but {shown(figure.value)} lies inside the tolerance"
    return ""
