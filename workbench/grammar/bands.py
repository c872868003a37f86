"""Bands of numbers: "the mid-30s", "low single digits", "a six-figure sum", "the high teens", and groups by age."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.grammar.examples import rule
from workbench.grammar.measures import unit_at
from workbench.grammar.mention import Mention
from workbench.grammar.number import ONE, TEN, WORDS, Number
from workbench.grammar.timewords import DECADES
from workbench.lexicon import table

if TYPE_CHECKING:
    from workbench.grammar.tokens import Tokens

_LOW, _MID, _HIGH, _WHOLE = range(4)
_EDGES = {"low": _LOW, "lower": _LOW, "early": _LOW, "mid": _MID, "middle": _MID,
          "high": _HIGH, "upper": _HIGH, "late": _HIGH}  # fmt: skip
_OF_NUMBERS = frozenset({"low", "lower", "high", "upper"})  # a decade is early or late
_TENS = ((0, 3), (4, 6), (7, 9), (0, 9))
_TEENS = ((11, 13), (14, 16), (17, 19), (13, 19))
_DIGITS = {
    "single": ((1, 3), (4, 6), (7, 9), (1, 9)),
    "double": ((10, 19), (40, 60), (70, 99), (10, 99)),
    "triple": ((100, 199), (400, 600), (700, 999), (100, 999)),
}
_OWNERS = frozenset("his her their my your our its".split())
_BESIDE = frozenset({"over", "under"})
_MEASURED = frozenset(
    "temperature temperatures degrees celsius fahrenheit highs lows mercury percent percentage % margin margins "
    "growth rating ratings approval polls humidity".split()
)
_MOVES = frozenset(word for word, _, kind in table("changes") if kind == "noun") | frozenset(
    "inflation margin margins return returns rate rates yield yields percentage percent interest unemployment".split()
)
_REACH = 12
BAND_WORDS = frozenset({"teens", "digit", "digits"}) | frozenset(DECADES)


def band_before(tokens: Tokens, i: int) -> tuple[int, int, bool] | None:
    """Return where the band begins whose tens stand at token ``i``, which part is meant, and whether it is an age.

    ``None`` where the tens are a decade, or nothing that can be told.

    >>> from workbench.grammar.tokens import tokenise
    >>> band_before(tokenise("in his mid-30s"), 4), band_before(tokenise("the mid-30s"), 3)
    ((2, 1, True), None)
    """
    words = tokens.words
    first = i
    j = i - 1 - (tokens.word(i - 1) == "-")
    edge = _EDGES.get(tokens.word(j), _WHOLE)
    if edge != _WHOLE:
        first, j = j, j - 1
    elif j < i - 1:
        return None
    if tokens.word(j) in _OWNERS:
        return first, edge, True
    told = edge != _WHOLE and words[first] in _OF_NUMBERS
    if told or (tokens.word(j) in ("the", "to") and _measures(tokens, first)):
        return first, edge, False
    return None


def _measures(tokens: Tokens, first: int) -> bool:
    around = tokens.words[max(tokens.sentence_of(first)[0], first - _REACH) : first]
    return not _MEASURED.isdisjoint(around)


def is_age_group(tokens: Tokens, i: int) -> bool:
    """Tell whether the figure at token ``i`` names a group by age: "under 18s", "over-65s"."""
    if not (tokens.word(i + 1) == "s" and tokens.glued(i) and tokens.words[i].isdecimal() and len(tokens.words[i]) < 4):
        return False
    return tokens.word(i - 1 - (tokens.word(i - 1) == "-")) in _BESIDE


@rule(
    "<part> <tens>",
    yes=[
        ("She is in her mid-30s.", {"value": [34, 36], "unit": "year", "of": "age"}),
        ("He died in his seventies.", {"value": [70, 79], "unit": "year", "of": "age"}),
        ("Temperatures stayed in the high 40s.", {"value": [47, 49]}),
        ("Growth was in the mid-teens.", {"value": [14, 16]}),
        ("Sales saw low single-digit growth.", {"value": [1, 3]}),
        ("They expect double-digit percent growth.", {"value": [10, 99], "unit": "%"}),
        ("It was a six-figure sum.", {"value": [100_000, 999_999]}),
        ("A club for under-12s opened.", {"value": 12, "unit": "year", "of": "age", "bound": "<"}),
        ("Over 65s ride free.", {"value": 65, "unit": "year", "of": "age", "bound": ">"}),
    ],
    no=["The cars of the 80s are back.", "Digit by digit it grew.", "Their teens are out.", "A double-digit win."],
)
def band_at(tokens: Tokens, i: int) -> Mention | None:
    """Read the band or age group whose figure or word stands at token ``i``."""
    word = tokens.words[i]
    if word in ("digit", "digits"):
        return _digits(tokens, i)
    if tokens.word(i + 1) == "-" and tokens.word(i + 2) in ("figure", "figures"):
        return _figures(tokens, i)
    if is_age_group(tokens, i):
        mention = _banded(tokens, i, i + 1, Decimal(word), None)
        mention.take_unit("year", i + 1, "<part> <tens>")
        mention.of = "age"
        return mention
    return _tens(tokens, i)


def _tens(tokens: Tokens, i: int) -> Mention | None:
    word = tokens.words[i]
    last = i
    base = Decimal(DECADES.get(word, 0))
    if word.isdecimal():
        if len(word) != 2 or word[1] != "0" or tokens.word(i + 1) != "s" or not tokens.glued(i):
            return None
        base, last = Decimal(word), i + 1
    elif not base and word != "teens":
        return None
    found = band_before(tokens, i)
    if found is None:
        return None
    first, edge, age = found
    if word == "teens":
        if not age and edge == _WHOLE:
            return None
        low, high = map(Decimal, _TEENS[edge])
    else:
        low, high = (base + end for end in _TENS[edge])
    mention = _banded(tokens, first, last, low, high)
    if age and tokens.word(first - 2) in ("in", "into", "reached", "of"):
        mention.take_unit("year", last, "<part> <tens>")
        mention.of = "age"
        return mention
    return None if age else _with_unit(tokens, mention)


def _digits(tokens: Tokens, i: int) -> Mention | None:
    k = i - 1 - (tokens.word(i - 1) == "-")
    bands = _DIGITS.get(tokens.word(k))
    if bands is None or (tokens.words[i] == "digit" and _MOVES.isdisjoint(tokens.words[i + 1 : i + 4])):
        return None
    j = k - 1 - (tokens.word(k - 1) == "-")
    edge = _EDGES.get(tokens.word(j), _WHOLE)
    low, high = bands[edge]
    return _with_unit(tokens, _banded(tokens, k if edge == _WHOLE else j, i, Decimal(low), Decimal(high)))


def _figures(tokens: Tokens, i: int) -> Mention | None:
    kind, count = WORDS.get(tokens.words[i], ("", ONE))
    if kind != "small" or not 4 <= count <= 9:
        return None
    low = TEN ** (int(count) - 1)
    return _banded(tokens, i, i + 2, low, low * TEN - 1)


def _banded(tokens: Tokens, first: int, last: int, low: Decimal, high: Decimal | None) -> Mention:
    digits = tokens.raw(first, last)
    number = Number(first, last, low, digits, ONE, ONE, ONE, "vague", high)
    return Mention(number, first, last, low, high, rule="<part> <tens>")


def _with_unit(tokens: Tokens, mention: Mention) -> Mention:
    unit = unit_at(tokens, mention.last + 1)
    if unit is not None and unit.name in ("%", "degree_Celsius", "degree_Fahrenheit"):
        mention.take_unit(unit.name, unit.last, "<part> <tens>")
    return mention
