"""Units that stand in the label before a figure: "Exports, $m: 3,412", "Capacity (MW): 450", "Sales (€ million): 5"."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.grammar.cardinals import scales_at
from workbench.grammar.counted import is_plural
from workbench.grammar.examples import rule
from workbench.grammar.measures import unit_at
from workbench.grammar.money import ends_currency, money_before
from workbench.grammar.number import SHORT_SCALES

if TYPE_CHECKING:
    from workbench.grammar.mention import Mention
    from workbench.grammar.tokens import Tokens

ONE = Decimal(1)
MILLION = Decimal(1_000_000)
_LONGEST = 5
_CELLS = 12
_LENGTHS = frozenset("heights depths widths lengths distances elevations altitudes dimensions".split())
_OPENERS = frozenset("( , [".split())


@rule(
    "<label (unit)>: <number>",
    yes=[
        ("Exports, $m: 3,412", {"value": 3_412_000_000, "unit": "USD"}),
        ("Capacity (MW): 450", {"value": 450, "unit": "megawatt"}),
        ("Net sales (€ million): 5,120", {"value": 5_120_000_000, "unit": "EUR"}),
        ("| Debt ($bn) | 31.2 | 33.6 |", {"value": 33_600_000_000, "unit": "USD"}),
        ("| Inflation, % | 3.2 | 2.9 |", {"value": "2.9", "unit": "%"}),
        ("Passengers (m): 11.8", {"value": 11_800_000, "unit": None}),
        ("Depth (m): 11.8", {"value": "11.8", "unit": "meter"}),
        ("Staff (thousand): 12", {"value": 12_000, "unit": None}),
    ],
    no=["See the note (b): 5 of them came.", "They met (in Paris): 12."],
)
def unit_in_label(tokens: Tokens, mention: Mention) -> bool:
    """Read the unit that the label before a colon ends with, and its scale."""
    words = tokens.words
    end = _label_end(tokens, mention.first - 1)
    if end < 1:
        return False
    end -= words[end] in ")]"
    opener = next((k for k in range(end, max(-1, end - _LONGEST), -1) if words[k] in _OPENERS), -1)
    if opener < 0:
        return False
    found = _unit(tokens, opener + 1, end)
    if (
        end == opener + 1
        and tokens.raw(end) == "m"
        and is_plural(words[opener - 1])
        and words[opener - 1] not in _LENGTHS
    ):
        found = None, MILLION
    if found is None:
        return False
    unit, factor = found
    mention.scale_by(factor)
    mention.rule = "<label (unit)>: <number>"
    if unit is not None:
        mention.take_unit(unit, mention.last, mention.rule)
    return True


def _label_end(tokens: Tokens, at: int) -> int:
    """Return the last token of the label before the colon, or the cells of a table, that ends at token ``at``."""
    words = tokens.words
    if at < 1 or words[at] not in (":", "|"):
        return -1
    for _ in range(_CELLS):
        cell = at - 1 - (words[at - 1] == "%")
        if words[at] != "|" or not "0" <= words[cell] < ":":
            break
        at = next((k for k in range(at - 1, max(0, at - _LONGEST), -1) if words[k] == "|"), -1)
        if at < 1:
            return -1
    return at - 1


def _unit(tokens: Tokens, first: int, last: int) -> tuple[str | None, Decimal] | None:
    """Return the unit that the tokens name, with its scale; ``None`` where they name none or more than one."""
    unit = unit_at(tokens, first) if first <= last else None
    if unit is not None and unit.last == last:
        return unit.name, unit.factor
    for split in range(first, min(first + 3, last + 1)):
        found = money_before(tokens, split + 1) if ends_currency(tokens.words[split]) else None
        if found is not None and found[0] == first:
            scale = ONE if split == last else _scale(tokens, split + 1, last)
            return None if scale is None else (found[1].code, scale * found[1].scale)
    scale = _scale(tokens, first, last)
    return None if scale is None else (None, scale)


def _scale(tokens: Tokens, first: int, last: int) -> Decimal | None:
    found, end = scales_at(tokens, first)
    if found is not None:
        return found if end == last else None
    short = SHORT_SCALES.get(tokens.raw(first, last))
    return short[0] if short is not None and tokens.words[first - 1] not in _OPENERS else None
