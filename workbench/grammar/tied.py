"""Figures tied together by marks that are no range: scores, phone numbers, dates of three parts, "24/7"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.grammar.measures import unit_at
from workbench.grammar.number import is_figure
from workbench.grammar.spelled import is_spelled_name

if TYPE_CHECKING:
    from workbench.grammar.number import Number
    from workbench.grammar.tokens import Tokens

NUMBERED = frozenset("no nos nr nrs art fig figs sec vol p pp ch ref refs eq eqs".split())
QUOTED_AFTER = frozenset({"%", "percent", "per", "pct", "bn", "million", "billion", "trillion", "thousand"})


def is_chained(tokens: Tokens, number: Number) -> bool:
    """Tell of "555-0199", "2-0", "3-5-2", "24/7", "10:30": figures tied together that are no range."""
    words = tokens.words
    last = number.last
    if tokens.glued(last):
        mark = words[last + 1]
        if mark in ("/", ":", "⁄") and tokens.glued(last + 1) and is_figure(tokens.word(last + 2)):
            return mark == ":" or not is_pair(tokens, last + 2)
        if mark == "x" and len(number.digits) == 1 and tokens.word(last + 2) == number.digits:
            return unit_at(tokens, last + 3) is None  # "a 4x4"
        if mark == "-" and tokens.glued(last + 1) and is_figure(tokens.word(last + 2)):
            return _no_range(tokens, number, words[last + 2], last + 2)
        if mark == "-" and tokens.glued(last + 1) and (is_spelled_name(tokens, last + 2) or _is_swap(tokens, last)):
            return True
    first = number.first
    if first > 1 and words[first - 1] == "x" and tokens.glued(first - 1) and words[first - 2] == number.digits:
        return len(number.digits) == 1 and unit_at(tokens, last + 1) is None
    if (
        first > 1
        and words[first - 1] == "-"
        and tokens.glued(first - 1)
        and is_figure(words[first - 2])
        and tokens.glued(first - 2)
    ):
        return _backward(tokens, number, words[first - 2], first - 2)
    return False


def is_pair(tokens: Tokens, last: int) -> bool:
    """Tell whether the unit of two readings at once stands behind the second figure: "142/91 mmHg", "50/60Hz"."""
    unit = unit_at(tokens, last + 1)
    return unit is not None and unit.name in _PAIRED


_PAIRED = frozenset({"millimeter_Hg", "hertz", "gigahertz", "megahertz", "megabit / second", "volt"})


def _is_swap(tokens: Tokens, last: int) -> bool:
    """Tell of "2-for-1" and "24-of-35", behind the first figure."""
    return tokens.word(last + 2) in ("for", "of") and tokens.word(last + 3) == "-"


def _no_range(tokens: Tokens, number: Number, other: str, at: int) -> bool:
    if tokens.glued(at) and tokens.word(at + 1) == "-" and tokens.glued(at + 1) and is_figure(tokens.word(at + 2)):
        return True
    if _ends_in_letters(tokens, at):
        return True
    if number.first > 1 and tokens.words[number.first - 1] == "-" and tokens.glued(number.first - 1):
        return True
    if len(other) > 1 and other[0] == "0" and "." not in other:
        return True
    low, high = number.digits.replace(",", ""), other.replace(",", "")
    if not low.isdecimal() or not high.isdecimal():
        return False
    following = tokens.word(at + 1)
    rising = int(low) < int(high) if len(high) < 20 else False
    if (low, high) in _SPRINTS or (rising and tokens.word(number.first - 1) in _BEFORE_RANGE):
        return False
    if _measured(following) or (rising and following.isalpha() and following not in _SCORE_FOLLOWS):
        return False
    return not rising or len(low) + len(high) <= 3 or (len(low) == 3 and len(high) == 4)


_BEFORE_RANGE = frozenset("serves serve feeds feed sleeps seats makes aged ages".split())
_SPRINTS = frozenset({("0", "60"), ("0", "62"), ("0", "100")})  # to that speed


def _ends_in_letters(tokens: Tokens, last: int) -> bool:
    """Tell of "1-800-FLOWERS", behind its second figure."""
    if not tokens.glued(last) or tokens.words[last + 1] != "-" or last + 2 >= len(tokens.words):
        return False
    word = tokens.raw(last + 2)
    return tokens.glued(last + 1) and len(word) > 1 and word.isalpha() and word.isupper()


def _measured(following: str) -> bool:
    return following in QUOTED_AFTER or following in (
        "year",
        "years",
        "day",
        "days",
        "km",
        "hours",
        "months",
        "minutes",
        "weeks",
    )


_SCORE_FOLLOWS = frozenset(
    "win victory defeat loss draw lead at to in on against over and after with home away aggregate record as by "
    "for from the "
    "vote votes decision up down".split()
)


def _backward(tokens: Tokens, number: Number, other: str, at: int) -> bool:
    """Tell whether the figure before the dash makes the pair a score or code."""
    if at > 1 and tokens.words[at - 1] == "-" and tokens.glued(at - 1):
        return True
    if _ends_in_letters(tokens, number.last):
        return True
    if at > 1 and tokens.words[at - 1] == "." and tokens.words[at - 2] in NUMBERED:
        return True
    probe_value = other.replace(",", "")
    if not probe_value.isdecimal() or not number.digits.replace(",", "").isdecimal():
        return False
    if (other, number.digits) in _SPRINTS:
        return False
    if tokens.word(at - 1) in _BEFORE_RANGE and int(other[:9]) < int(number.digits[:9].replace(",", "")):
        return False
    low, high = int(probe_value[:20]), int(number.digits.replace(",", "")[:20])
    following = tokens.word(number.last + 1)
    if _measured(following) or (low < high and following.isalpha() and following not in _SCORE_FOLLOWS):
        return False
    return (
        low >= high
        or len(probe_value) + len(number.digits) <= 3
        or number.digits[0] == "0"
        or (len(probe_value) == 3 and len(number.digits) == 4)
    )
