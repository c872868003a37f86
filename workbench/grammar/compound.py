"""One amount told in two units: "5 ft 2 in", "1hr 40", "12 dollars and 50 cents"."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.grammar.margins import gap_between

if TYPE_CHECKING:
    from workbench.grammar.mention import Mention
    from workbench.grammar.tokens import Tokens

_PARTS = {
    ("foot", "inch"): 12, ("hour", "minute"): 60, ("minute", "second"): 60, ("pound", "ounce"): 16,
    ("stone", "pound"): 14, ("year", "month"): 12, ("yard", "foot"): 3, ("kilogram", "gram"): 1000,
    ("meter", "centimeter"): 100, ("kilometer", "meter"): 1000, ("day", "hour"): 24, ("week", "day"): 7,
    ("mile", "yard"): 1760,
}  # fmt: skip
_BARE_PARTS = {"hour": 60, "foot": 12, "stone": 14}  # "1hr 40", "six foot four", "15 stone 7"


def compound(tokens: Tokens, mentions: list[Mention]) -> list[Mention]:
    """Merge each figure with the one right behind it that is a part of the same amount."""
    out = [mentions[0]]
    for mention in mentions[1:]:
        left = out[-1]
        if left.unit == "hour" and mention.unit == "meter" and _is_minute(tokens, mention):
            mention.unit = "minute"
        if _is_change_money(tokens, left, mention):
            left.value += mention.value
            left.number.step = left.number.loose_step = mention.number.step
            left.number.digits = f"{left.number.digits} {mention.number.digits}"
            left.last = mention.last
            continue
        parts = _PARTS.get((left.unit or "", mention.unit or ""))
        if parts is None and mention.unit is None and left.marked and mention.number.kind != "times":
            parts = _BARE_PARTS.get(left.unit or "") if not gap_between(tokens, left, mention) else None
        if (
            parts
            and left.high is None
            and mention.high is None
            and gap_between(tokens, left, mention) in ((), ("and",), (",",), (",", "and"))
            and 0 <= mention.value < parts
            and left.value == left.value.to_integral_value()
        ):
            left.value += mention.value / parts
            left.number.step = left.number.loose_step = mention.number.step / parts
            left.number.digits = f"{left.number.digits} {mention.number.digits}"
            left.last = mention.last
            left.rule = "<number> <unit> <number> <smaller unit>"
        else:
            out.append(mention)
    return out


def _is_change_money(tokens: Tokens, left: Mention, right: Mention) -> bool:
    """Tell whether the right amount is the minor money of the left one ("12 dollars and 50 cents")."""
    return (
        left.money
        and right.money
        and left.unit == right.unit
        and left.factor == 1
        and right.factor == _HUNDREDTH
        and 0 < right.value < 1
        and left.high is None
        and right.high is None
        and left.value == int(left.value)
        and gap_between(tokens, left, right) in ((), ("and",), (",",))
    )


_HUNDREDTH = Decimal("0.01")


def _is_minute(tokens: Tokens, mention: Mention) -> bool:
    """Tell whether the m of "1h 20m" is a minute."""
    return tokens.words[mention.last] == "m" and tokens.words[mention.first - 1] in ("h", "hr", "hrs")
