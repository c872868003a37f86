"""Claims whose own words name no indicator: what is carried over from the text may bear one out, never refute it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.check.recipe import literal
from workbench.check.targets import RELATIONS

if TYPE_CHECKING:
    from workbench.model import Claim, Judgement, Link

_TELLING = ("points_vs_percent", "scale_slip", "reversed_percent", "unit_slip")
_LEAST_DIGITS = 2


def guarded(claim: Claim, link: Link, found: Judgement) -> Judgement:
    """Return a judgement that rests on no more than the claim's words can bear.

    A figure that is met exactly confirms what it was read as, if it has digits enough that chance does not; so does one
    that fits a slip of its own. Anything else is no proof against the text, which may speak of something else.
    """
    if link.named or claim.relation in RELATIONS or found.outcome in ("no_data", "not_due", "not_checkable"):
        return found
    telling = _is_telling(claim)
    if telling and (found.outcome in ("supported", "mixed") or _is_slip(found)):
        return found
    unsaid = f"the sentence does not say what is measured; read as {link.indicator}: "
    return replace(
        found,
        outcome="ambiguous" if found.outcome in ("supported", "close", "mixed") else "no_data",
        reason="missing_indicator",
        working=unsaid + found.working,
        recipe=literal(unsaid) + found.recipe if found.recipe else "",
        hints=(),
    )


def _is_slip(found: Judgement) -> bool:
    return any(hint.partition(":")[0] in _TELLING for hint in found.hints)


def _is_telling(claim: Claim) -> bool:
    digits = [char for char in claim.digits.lstrip("0.,") if char.isdigit()]
    return isinstance(claim.value, Decimal) and claim.bound in ("=", "~") and len(digits) >= _LEAST_DIGITS
