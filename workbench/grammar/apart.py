"""Quantities whose words stand apart: "12 per 100,000", 6'2", "a mile and a half", "one adult in four"."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.grammar.counted import is_plural, noun_at
from workbench.grammar.examples import rule
from workbench.grammar.measures import rate_at, unit_at
from workbench.grammar.number import is_figure, part_step
from workbench.grammar.numbers import NUMBER_WORDS, number_at
from workbench.lexicon import words

if TYPE_CHECKING:
    from workbench.grammar.mention import Mention
    from workbench.grammar.tokens import Tokens


@rule(
    "<number> per <number>",
    yes=[
        ("The rate was 5.6 per 100,000 inhabitants.", {"value": "5.6", "unit": "1 / (100000 * person)"}),
        ("The flux is 3.4 x 10^-8 per second.", {"unit": "1 / second"}),
        ("Spain has 4.2 for every 1,000 inhabitants.", {"value": "4.2", "unit": "1 / (1000 * person)"}),
        ("It fell to 3.1 per million flights.", {"value": "3.1", "unit": "1 / (1000000 * count:flight)"}),
        ("Density is 395.5/km2.", {"value": "395.5", "unit": "1 / kilometer ** 2"}),
    ],
    no=["It sold 5 per shop.", "It is open 5/day."],
)
def per_many(tokens: Tokens, mention: Mention) -> bool:
    """Read what a bare number is counted by: "5.6 per 100,000 people", "395/km2"."""
    found = rate_at(tokens, mention.last + 1)
    if found is None:
        return False
    many = found[0][0] == "(" and tokens.words[mention.last + 1] in ("per", "for", "in")
    many = many or (mention.number.last > mention.number.first and tokens.words[mention.number.first + 1] in _POWERS)
    if not many and not found[0].endswith("** 2"):
        return False
    mention.take_unit(f"1 / {found[0]}", found[1], "<number> per <number>")
    return True


@rule(
    "<number> <size> <noun>",
    yes=[
        ("Take two 200 mg tablets.", {"value": 2, "unit": "count:tablet"}),
        ("They shipped 12 40-foot containers.", {"value": 12, "unit": "count:container"}),
    ],
    no=["In the 40 12 km were run.", "Take two 200 mg at once."],
)
def counted_by_size(tokens: Tokens, mention: Mention, j: int) -> bool:
    """Read the noun behind the size of each thing: "two 200 mg tablets"; the size is a figure of its own."""
    if j >= len(tokens.words) or not is_figure(tokens.words[j]) or tokens.glued(j - 1):
        return False
    unit = unit_at(tokens, j + 1)
    if unit is None or unit.name in ("%", "ratio"):
        return False
    noun = noun_at(tokens, unit.last + 1 + (tokens.word(unit.last + 1) == "-"), one=False, joined=False)
    if noun is None:
        return False
    mention.take_unit(f"count:{noun[0]}", mention.last, "<number> <size> <noun>")
    mention.counted = True
    return True


@rule(
    "<feet>'<inches>\"",
    yes=[("The 6'2\" forward won.", {"value": "6.166666666666666666666666667", "unit": "foot"})],
    no=["Call it '98.", "The '6'2 row."],
)
def feet_and_inches(tokens: Tokens, mention: Mention) -> bool:
    """Read 6'2" as feet and inches."""
    j = mention.number.last + 1
    inches = tokens.word(j + 1)
    written = tokens.word(j) == "'" and tokens.word(j + 2) in ('"', "'") and tokens.glued(j - 1) and tokens.glued(j)
    if not written or not tokens.glued(j + 1) or not inches.isdecimal() or not 0 <= int(inches[:3]) < 12:
        return False
    mention.value = mention.number.value = mention.value + Decimal(inches) / 12
    mention.number.step = mention.number.loose_step = Decimal(1) / 12
    mention.take_unit("foot", j + 2, "<feet>'<inches>\"")
    return True


@rule(
    "<feet>-foot-<inches>",
    yes=[
        ("The 6-foot-3 receiver ran.", {"value": "6.25", "unit": "foot"}),
        ("A 5-foot-6-inch wall fell.", {"value": "5.5", "unit": "foot"}),
    ],
    no=["A 6-foot-wide door.", "The 10-foot-20 test."],
)
def tied_inches(tokens: Tokens, mention: Mention) -> bool:
    """Take in the inches that a hyphen ties to feet: "6-foot-3", "5-foot-6-inch"."""
    j = mention.last
    inches = tokens.word(j + 2)
    if tokens.word(j + 1) != "-" or not (tokens.glued(j) and tokens.glued(j + 1)) or not inches.isdecimal():
        return False
    if len(inches) > 2 or int(inches) > 11 or mention.value != int(mention.value):
        return False
    mention.value = mention.number.value = mention.value + Decimal(inches) / 12
    mention.number.step = mention.number.loose_step = Decimal(1) / 12
    last = j + 2 + 2 * (tokens.words[j + 3 : j + 5] in (["-", "inch"], ["-", "in"]))
    mention.take_unit("foot", last, "<feet>-foot-<inches>")
    return True


@rule(
    "a <unit> and a half",
    yes=[("It stretched for a mile and a half.", {"value": "1.5", "unit": "mile"})],
    no=["A man and a half were there."],
)
def unit_and_a_half(tokens: Tokens, mention: Mention) -> bool:
    """Read a half behind "a mile and" as one and a half of it."""
    at = mention.first - 2
    if at < 1 or tokens.words[at + 1] != "and" or tokens.words[at - 1] not in ("a", "an", "one"):
        return False
    unit = unit_at(tokens, at)
    if unit is None or unit.last != at or unit.name in ("%", "ratio"):
        return False
    mention.first = at - 1
    mention.value = mention.number.value = mention.number.value + 1
    mention.take_unit(unit.name, mention.last, "a <unit> and a half", unit.factor)
    return True


@rule(
    "one <noun> in <number>",
    yes=[("One adult in four is obese.", {"value": "0.25", "unit": "ratio"})],
    no=["One man in 2019 came.", "One school in three towns closed.", "One bus in town ran."],
)
def one_in(tokens: Tokens, mention: Mention, last: int) -> bool:
    """Read "one adult in four" as a share."""
    k = last + 2 + (tokens.words[last + 1 : last + 3] == ["out", "of"])
    if tokens.word(last + 1) not in ("in", "out") or k >= len(tokens.words):
        return False
    whole = number_at(tokens, k) if "0" <= tokens.words[k] < ":" or tokens.words[k] in NUMBER_WORDS else None
    if whole is None or whole.value not in _WHOLES:
        return False
    following = tokens.word(whole.last + 1)
    if is_plural(following) and following not in _CLOSERS:
        return False
    mention.value = mention.number.value = 1 / whole.value
    mention.number.kind = "fraction"
    mention.number.step = mention.number.loose_step = part_step(int(whole.value))
    mention.take_unit("ratio", whole.last, "one <noun> in <number>")
    return True


_POWERS = frozenset({"x", "×", "e", "^"})
_CLOSERS = words("closers")
_WHOLES = frozenset(map(Decimal, (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 40, 50, 100, 1000, 10_000)))
