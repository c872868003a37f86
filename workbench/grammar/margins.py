"""A figure and the margin on both its sides, and the words between two figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from workbench.grammar.mention import Mention
    from workbench.grammar.tokens import Tokens


def gap_between(tokens: Tokens, left: Mention, right: Mention) -> tuple[str, ...]:
    """Return the words between two mentions, the right one's hedge left out; empty when they are far apart."""
    if right.first - left.last > 7 or right.first <= left.last:
        return ("", "")
    return tuple(tokens.words[left.last + 1 : right.first])


def margins(tokens: Tokens, mentions: list[Mention]) -> list[Mention]:
    """Merge a figure and the margin on both its sides: "52 ± 4 kg", "45% plus or minus 3 points"."""
    out = [mentions[0]]
    for mention in mentions[1:]:
        left = out[-1]
        gap = gap_between(tokens, left, mention) if mention.number.spread else None
        if gap in ((), ("(",), (",",)) and left.high is None and mention.high is None:
            margin = _margin(left, mention)
            if margin is not None:
                _widen(left, mention, margin)
                left.last += tokens.word(left.last + 1) == ")" and gap == ("(",)
                continue
        if left.rule == "<number> ± <number>" and _is_their_power(tokens, left, mention):
            _raise(left, mention)
            continue
        out.append(mention)
    return out


def _is_their_power(tokens: Tokens, left: Mention, right: Mention) -> bool:
    """Tell whether the right figure is the power of ten of a figure and its margin: "(3.2 ± 0.4) × 10^3 s"."""
    gap = gap_between(tokens, left, right)
    return gap in ((")", "×"), (")", "x")) and left.unit is None and right.number.digits.startswith("10^")


def _raise(left: Mention, right: Mention) -> None:
    left.scale_by(right.number.value)
    left.number.digits = f"({left.number.digits}) × {right.number.digits}"
    left.unit, left.marked, left.factor = right.unit, right.marked, right.factor
    left.last = right.last


_POINTS = frozenset({"percentage_point", "count:point", None})


def _margin(left: Mention, right: Mention) -> Decimal | None:
    """Return the margin in the unit of the figure, ``None`` where the two units do not go together."""
    if (
        left.unit == right.unit
        or right.unit is None
        or left.unit is None
        or (left.unit == "%" and right.unit in _POINTS)
    ):
        return abs(right.value)
    return abs(left.value * right.value / 100) if right.unit == "%" else None


def _widen(left: Mention, right: Mention, margin: Decimal) -> None:
    if left.unit is None:
        left.scale_by(right.factor)
        left.unit, left.marked, left.counted, left.money = right.unit, right.marked, right.counted, right.money
    left.value, left.high = left.value - margin, left.value + margin
    left.number.digits = f"{left.number.digits} ± {right.number.digits}"
    left.number.step, left.number.loose_step = right.number.step, right.number.loose_step
    left.last, left.rule = right.last, "<number> ± <number>"
