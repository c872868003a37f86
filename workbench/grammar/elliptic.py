"""Figures that leave out what the figure before them said: its verb, its unit, its noun."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from workbench.grammar.bounds import SHARES
from workbench.grammar.counted import singular
from workbench.grammar.examples import rule
from workbench.grammar.measures import TIME_UNITS, unit_at
from workbench.grammar.number import is_figure

if TYPE_CHECKING:
    from workbench.grammar.mention import Mention
    from workbench.grammar.tokens import Tokens

_GROWN = 16  # "raise the retirement age to 70"
_OR_SO_MANY = 3  # "a week or two", not "four as a main or six"
_FARTHEST = 8
_FAR = 6
_FARTHEST_COMPARED = 16
_ALIKE = 5
_AGAINST = frozenset("compared against versus vs from after touching hitting short than beating".split())
_BEFORE_FROM = frozenset(", up down ( off".split())
_CLAUSE_ENDS = frozenset(". ; : and but while".split())
_LINKS = frozenset("and , the but while by ; whereas with - also".split())
_SCALES = frozenset("scale index test".split())
_NEARBY = 10
_MEAN = frozenset("median average mean".split())
_GAME_WORDS = frozenset("- up down under over behind ahead all for to of from points".split())
_PASSED_OVER = frozenset("be been already now only just about around over nearly almost".split())
_TURNS = frozenset("turn turns turned turning".split())
_IS = _TURNS | frozenset("is was will would am".split())
_SOMEONE = frozenset("he she who i".split())


def take_over(tokens: Tokens, mentions: list[Mention]) -> None:
    """Let each figure have the direction and unit of the one before it, where its own words leave them out."""
    told: Mention | None = None  # the last figure that is no stretch of time
    for left, right in pairwise(mentions):
        told = told if left.unit in TIME_UNITS and told is not None else left
        if right.unit is None and told.unit is not None:
            _compared(tokens, told, right)
        if right.unit is None and left.unit is not None:
            _listed(tokens, left, right)
        if (left.direction or right.direction) and left.unit is not None and right.first - left.last <= _FARTHEST:
            _verb(tokens, left, right)


@rule(
    "<number> <unit> against <number>",
    yes=[
        ("It held 22 days of stock, compared with 27.", {"value": 27, "unit": "day"}),
        ("The area fell to 9,001 sq km, from 11,594 before.", {"value": 11594, "unit": "kilometer ** 2"}),
        ("It cost $9.6 billion, versus an average of 12.5 billion.", {"value": 12_500_000_000, "unit": "USD"}),
        ("It bought 147.3 yen, after touching 141.68 on Monday.", {"value": "141.68", "unit": "JPY"}),
    ],
    no=[
        "Sales rose 5%, from 1,200.",
        "It held 22 days of stock, compared with 27,000.",
        "It ran 5 km. From 7 it rained.",
    ],
)
def _compared(tokens: Tokens, left: Mention, right: Mention) -> None:
    """Let a bare figure that is held against the one before it have the unit of that."""
    if right.marked or right.high is not None or left.high is not None or left.of or left.number.kind == "times":
        return
    if left.counted or "count:" in (left.unit or ""):  # a noun may be another one's: "8 jobs, down from 9"
        return
    at = (right.outer_first if right.outer_first >= 0 else right.first) - 1
    first = max(left.last + 1, right.first - _FAR)
    link = next((k for k in range(at, first - 1, -1) if tokens.words[k] in _AGAINST), -1)
    if (
        link < 0
        or right.first - left.last > _FARTHEST_COMPARED
        or not _CLAUSE_ENDS.isdisjoint(tokens.words[left.last + 1 : link - 1])
    ):
        return
    level = link == left.last + 1 and tokens.word(left.first - 1) == "to"  # "fell to 27 days from 34"
    moved = left.direction is not None or not (level or tokens.word(link - 1) in _BEFORE_FROM)
    if tokens.words[link] == "from" and moved:
        return
    low, high = sorted((abs(left.value), abs(right.value * left.factor)))
    if not low or high > low * _ALIKE:
        return
    right.unit, right.money, right.counted, right.marked = left.unit, left.money, left.counted, True
    right.scale_by(left.factor)
    right.rule = "<number> <unit> against <number>"


@rule(
    "<number> <unit> so, <number> otherwise",
    yes=[
        ("It does 23 mpg city, 31 highway and 26 combined.", {"value": 26, "unit": "mile / gallon"}),
        ("They last 8 hours on a charge, or 30 with the case.", {"value": 30, "unit": "hour"}),
    ],
    no=[
        "It is 8 km long, or 30 men walk it.",
        "It cost 8 hours, and 30 were hurt.",
        "It took 8 hours or 900 with rests.",
    ],
)
def _listed(tokens: Tokens, left: Mention, right: Mention) -> None:
    """Let a bare figure told for another case have the unit of the one before it."""
    if right.marked or right.high is not None or left.high is not None or left.counted or left.money or left.of:
        return
    between, follower = tokens.words[left.last + 1 : right.first], tokens.word(right.last + 1)
    choice = between[-1:] == ["or"] and follower in _CASES
    cycle = left.unit in _USES and follower in _CYCLES
    low, high = sorted((abs(left.value), abs(right.value)))
    if not (choice or cycle) or len(between) > _FAR or left.unit in SHARES or high > low * _ALIKE:
        return
    right.unit, right.marked = left.unit, True
    right.rule = "<number> <unit> so, <number> otherwise"


_CASES = frozenset("with without in on if when for".split())
_CYCLES = frozenset("city highway combined urban motorway town".split())
_USES = frozenset({"mile / gallon", "0.01 * liter / kilometer", "liter", "kilometer / liter"})


@rule(
    "<name> rose <number>, <name> by <number>",
    yes=[
        ("Ford was down 2%, Burlington by 2.6% and Ross 3%.", {"value": "2.6", "direction": "down"}),
        ("Output rose 3 percent but exports fell by 1.", {"value": 1, "unit": "%", "direction": "down"}),
    ],
    no=["Ford was down 2%, a level of 7% overall."],
)
def _verb(tokens: Tokens, left: Mention, right: Mention) -> None:
    gap = range(left.last + 1, right.first)
    before = tokens.words[right.first - 1]
    amounts = (left.money or left.unit in SHARES) and (right.money or right.unit in SHARES)
    if right.direction is None and amounts and tokens.words[left.last + 1 : right.first][-2:] == [",", "or"]:
        right.direction = left.direction  # "rose 1.1% on the month, or £3,985"
    if left.direction is None and tokens.words[left.last + 1 : right.first] == [",", "or"] and right.unit in SHARES:
        left.direction = right.direction  # "88 points, or 0.2%, lower"
    if (
        right.unit is None
        and left.direction
        and right.number.scale == 1
        and before == "by"
        and right.number.kind != "times"
    ):
        right.unit = left.unit
        right.scale_by(left.factor)
        right.rule = "<name> rose <number>, <name> by <number>"
    if (
        right.direction is None
        and left.direction is not None
        and tokens.word(left.first - 1) != "+"
        and right.unit == left.unit
        and (before == "by" or _is_capital(tokens, right.first - 1))
        and all(tokens.words[k] in _LINKS or _is_capital(tokens, k) for k in gap)
    ):
        right.direction = left.direction
        right.rule = "<name> rose <number>, <name> by <number>"


def _is_capital(tokens: Tokens, k: int) -> bool:
    return tokens.text[tokens.starts[k]].isupper()


@rule(
    "a <noun> or <number>",
    yes=[
        ("It will take a week or two.", {"value": 2, "unit": "week"}),
        ("They want another pick or two.", {"value": 2, "unit": "count:pick"}),
    ],
    no=["He wants one or two."],
)
def noun_before(tokens: Tokens, mention: Mention) -> bool:
    """Read the noun before "or two"."""
    i = mention.first
    words = tokens.words
    if i < 3 or words[i - 1] != "or" or words[i - 3] not in ("a", "an", "another", "every", "first"):
        return False
    noun = words[i - 2]
    if not noun.isalpha() or mention.value > _OR_SO_MANY:
        return False
    unit = unit_at(tokens, i - 2) if noun in TIME_UNITS else None
    mention.take_unit(unit.name if unit else f"count:{singular(noun)}", mention.last, "a <noun> or <number>")
    mention.counted = unit is None
    return True


@rule(
    "percent of <number>",
    yes=[("Take a percent of 10.", {"value": 10, "unit": "%"})],
    no=["About 5 percent of 300 people came."],
)
def share_before(tokens: Tokens, mention: Mention) -> bool:
    """Read "percent of 10", where no figure stands before the word."""
    i = mention.first
    if i < 2 or tokens.words[i - 1] != "of":
        return False
    for words in (1, 2):
        unit = unit_at(tokens, i - 1 - words) if i - 1 - words >= 0 else None
        if unit is not None and unit.name == "%" and unit.last == i - 2:
            before = tokens.word(i - 2 - words)
            if not is_figure(before) and before not in ("million", "-"):
                mention.take_unit("%", mention.last, "percent of <number>")
                return True
    return False


@rule(
    "<number> on the <unit> scale",
    yes=[("It scored 50 on the GPa scale.", {"value": 50, "unit": "gigapascal"})],
    no=["It scored 5 on the Richter scale."],
)
def scale_behind(tokens: Tokens, mention: Mention) -> bool:
    """Read the unit in "on the GPa scale"; the span stays that of the figure."""
    j = mention.last + 1
    if tokens.word(j) != "on" or tokens.word(j + 1) != "the":
        return False
    unit = unit_at(tokens, j + 2)
    if unit is None or tokens.word(unit.last + 1) not in _SCALES:
        return False
    mention.take_unit(unit.name, mention.last, "<number> on the <unit> scale", unit.factor)
    return True


@rule(
    "life expectancy <number>",
    yes=[
        ("Life expectancy for men is around 73.", {"value": 73, "unit": "year"}),
        ("Ann Lee turned 40 yesterday.", {"value": 40, "unit": "year", "of": "age"}),
        ("He will be 35 by then.", {"value": 35, "unit": "year", "of": "age"}),
    ],
    no=["It will be 35 by then."],
)
def years_of_life(tokens: Tokens, mention: Mention) -> bool:
    """Read a bare number as years where the sentence speaks of a life expectancy, or of what age someone is."""
    i = mention.outer_first if mention.outer_first >= 0 else mention.first
    first = tokens.sentence_of(i)[0]
    words = tokens.words
    before = words[max(first, i - _NEARBY) : i]
    if before[-1:] and before[-1] in ("to", "at", "from") and "age" in before[-3:-1] and mention.value >= _GROWN:
        mention.take_unit("year", mention.last, "life expectancy <number>")
        mention.of = "age"
        return True
    if "expectancy" in before or ("age" in before and not _MEAN.isdisjoint(before)):
        mention.take_unit("year", mention.last, "life expectancy <number>")
        return True
    k = len(before) - 1
    while k > 0 and before[k] in _PASSED_OVER:
        k -= 1
    if k < 1 or before[k] not in _IS or tokens.word(mention.last + 1) in _GAME_WORDS:
        return False
    if before[k - 1] not in _SOMEONE and not (before[k] in _TURNS and before[k - 1].isalpha()):
        return False
    mention.take_unit("year", mention.last, "life expectancy <number>")
    mention.of = "age"
    return True
