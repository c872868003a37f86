"""What is attached to a number: money before or behind it, a share, a unit, a counted noun, the rate behind those."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from workbench.grammar.ages import age_behind, age_or_bare
from workbench.grammar.apart import counted_by_size, feet_and_inches, one_in, per_many, tied_inches, unit_and_a_half
from workbench.grammar.cardinals import scales_at
from workbench.grammar.counted import noun_at
from workbench.grammar.examples import rule
from workbench.grammar.measures import AGO, TIME_UNITS, rate_at, unit_at
from workbench.grammar.money import Sign, ends_currency, money_after, money_before, qualifier_after
from workbench.grammar.number import is_figure
from workbench.grammar.shares import is_of_a_point

if TYPE_CHECKING:
    from workbench.grammar.mention import Mention
    from workbench.grammar.tokens import Tokens


class Before(NamedTuple):
    """The currency that stands before a number: its sign, its first token, and whether the amount is negative."""

    sign: Sign
    first: int
    negative: bool


def sign_before(tokens: Tokens, i: int) -> Before | None:
    """Return the currency before the number at token ``i``, its minus sign or bracket included."""
    words = tokens.words
    at = i
    negative = False
    if words[i - 1] == "." and tokens.glued(i - 1) and i > 1:
        at = i - 1
    if words[at - 1] in ("-", "(") and at > 1 and tokens.glued(at - 1) and words[at - 2] in "$£€¥₹":
        negative = words[at - 1] == "-" or tokens.word(i + 1) == ")"
        at -= 1
    if not ends_currency(words[at - 1]):
        return None
    found = money_before(tokens, at)
    if found is None:
        return None
    first, sign = found
    if first and words[first - 1] in ("minus", "negative") and words[first - 2 : first - 1] != ["or"]:
        return Before(sign, first - 1, negative=True)
    dash = first - 1
    if first and words[dash] == "-" and tokens.glued(dash) and not (dash and tokens.glued(dash - 1)):
        return Before(sign, dash, negative=True)
    return Before(sign, first, negative)


@rule(
    "<currency> <number>",
    yes=[
        ("It cost US$1.5bn.", {"value": 1_500_000_000, "unit": "USD"}),
        ("A loss of -$5m followed.", {"value": -5_000_000, "unit": "USD"}),
        ("It swung from minus $5m.", {"value": -5_000_000, "unit": "USD"}),
        ("They paid RM23.50 for it.", {"value": "23.50", "unit": "MYR"}),
        ("Rates start at $120 a night.", {"value": 120, "unit": "USD / count:night"}),
        ("It bought $4bn of bonds a week.", {"value": 4_000_000_000, "unit": "USD / week"}),
        ("Gates brought £2m a match.", {"value": 2_000_000, "unit": "GBP / count:match"}),
        ("Oil sold at $80 a barrel.", {"value": 80, "unit": "USD / oil_barrel"}),
        ("Orders came to SEKm 1,250.", {"value": 1_250_000_000, "unit": "SEK"}),
        ("Operating loss: ($23.4m)", {"value": -23_400_000, "unit": "USD"}),
        ("Sales were €m 45.", {"value": 45_000_000, "unit": "EUR"}),
    ],
)
def attach_money(tokens: Tokens, mention: Mention, before: Before) -> None:
    """Give the number the currency before it, with what belongs to it behind ("US", a rate)."""
    mention.first, mention.money = before.first, True
    code = before.sign.code
    if before.negative:
        mention.value = -abs(mention.value)
        mention.number.value = mention.value
        if tokens.word(mention.number.last + 1) == ")" and tokens.words[mention.number.first - 1] == "(":
            mention.last += 1
            scale, last = scales_at(tokens, mention.last + 1)
            if scale is not None:
                mention.scale_by(scale)
                mention.number.scale, mention.last = scale, last
    last = mention.last
    other = qualifier_after(tokens, last + 1) if code == "USD" else None
    if other is not None:
        code, last = other, last + 1
    elif code == "USD":
        behind = money_after(tokens, last + 1, mention.number)
        if behind is not None and behind[1] == 1:
            code, last = behind[0], behind[2]
    mention.take_unit(code, last, "<currency> <number>", before.sign.scale)
    _rate(tokens, mention)
    _bracketed(tokens, mention)


def _bracketed(tokens: Tokens, mention: Mention) -> None:
    """Read an amount alone in brackets behind a colon or the bar of a table as negative: "Loss: ($23.4m)"."""
    at = mention.first - 1
    if at < 1 or tokens.words[at] != "(" or tokens.word(mention.last + 1) != ")" or mention.value < 0:
        return
    if tokens.words[at - 1] in _BEFORE_ACCOUNTS:
        mention.first, mention.last = at, mention.last + 1
        mention.value = mention.number.value = -mention.value


_AFTER_ACCOUNTS = frozenset("% percent thousand million billion crore".split())
_BEFORE_ACCOUNTS = frozenset(": | vs versus".split())


def attach_sign(tokens: Tokens, mention: Mention) -> None:
    """Take in a dash that touches the figure but nothing before it, or the brackets of accounts ("(5.2)%")."""
    at = mention.first - 1
    words, last = tokens.words, mention.last
    if at >= 0 and words[at] == "(" and tokens.word(last + 1) == ")" and tokens.word(last + 2) in _AFTER_ACCOUNTS:
        mention.first, mention.last = at, last + 1
        mention.number.first, mention.number.last = at, last + 1
        mention.value = mention.number.value = -mention.value
        scale, end = scales_at(tokens, last + 2)
        if scale is not None:
            mention.scale_by(scale)
            mention.number.scale, mention.number.value = scale, mention.value
            mention.last = mention.number.last = end
        return
    if at >= 0 and tokens.words[at] == "-" and tokens.glued(at) and tokens.words[mention.first][0].isdecimal():
        if at and tokens.glued(at - 1) and tokens.words[at - 1] not in ("(", "<", ">", "=", '"'):
            return
        mention.first = at
        mention.value = mention.number.value = -mention.value


def _rate(tokens: Tokens, mention: Mention) -> None:
    at = _behind_substance(tokens, mention) if not mention.counted else mention.last + 1
    found = rate_at(tokens, at, money=mention.money)
    if found is not None and mention.unit not in (None, "%", "ratio", "percentage_point", "basis_point"):
        mention.unit = f"{mention.unit} / {found[0]}"
        mention.last = found[1]
        if tokens.word(mention.last + 2) in ("-", "⁻") and tokens.words[mention.last - 1] in ("-", "⁻"):
            _rate(tokens, mention)  # "mg kg-1 d-1"


_RATE_WORDS = frozenset({"per", "a", "an", "each", "every"})


def _behind_substance(tokens: Tokens, mention: Mention) -> int:
    """Return the token behind a unit, what is measured passed over: "25 kg of sugar | a year"."""
    j = mention.last + 1
    if tokens.word(j) != "of":
        return j
    for k in (j + 2, j + 3, j + 4):
        if (
            not (tokens.word(k - 1).isalpha() or (tokens.word(k - 1).isdecimal() and tokens.glued(k - 2)))
            or tokens.words[k - 1] in _RATE_WORDS
        ):
            break
        if tokens.word(k) in _RATE_WORDS:
            return k if not mention.money or tokens.word(k + 1) in TIME_UNITS else j
    return j


def _is_apart(tokens: Tokens, j: int) -> bool:
    """Tell whether a figure of its own stands at token ``j``, which no unit and no noun begins with."""
    return is_figure(tokens.words[j]) and not tokens.glued(j - 1)


def attach_unit(tokens: Tokens, mention: Mention) -> None:
    """Find what the number counts: a share, money, a unit or a noun behind it."""
    number = mention.number
    if number.kind == "times":
        mention.unit = "ratio"
        mention.rule = "<multiple>"
        return
    j = number.last + 1
    if j >= len(tokens.words):
        if number.kind == "fraction" and not unit_and_a_half(tokens, mention):
            mention.unit, mention.rule = "ratio", "<fraction>"
        age_or_bare(tokens, mention)
        return
    if number.kind == "fraction" and tokens.words[number.last - 1] == "-" and tokens.words[number.last - 2] == "in":
        mention.unit, mention.rule = "ratio", "<fraction>"  # "a 1-in-100-year flood"
        return
    if tokens.words[j] == "%":
        _percent(tokens, mention, j)
        return
    j += _joiner(tokens, mention, j)
    if counted_by_size(tokens, mention, j):
        return
    if j >= len(tokens.words) or (number.kind == "figure" and _is_apart(tokens, j)):
        age_or_bare(tokens, mention)
        return
    if age_behind(tokens, mention, j) or _money_behind(tokens, mention, j) or _measure(tokens, mention, j):
        return
    if feet_and_inches(tokens, mention):
        return
    if number.kind == "fraction":
        if not unit_and_a_half(tokens, mention):
            mention.unit = "ratio"
            mention.rule = "<fraction>"
        return
    if not _counted(tokens, mention, j) and not per_many(tokens, mention):
        age_or_bare(tokens, mention)
        _below_zero(tokens, mention)


_DEGREES = frozenset({"degree", "degree_Celsius", "degree_Fahrenheit", None})


def _below_zero(tokens: Tokens, mention: Mention) -> None:
    """Read "5 degrees below zero" as -5."""
    if (
        mention.unit not in _DEGREES
        or tokens.word(mention.last + 1) != "below"
        or tokens.word(mention.last + 2) != "zero"
    ):
        return
    mention.take_unit(mention.unit or "degree", mention.last + 2, "<number> <unit>")
    mention.value = mention.number.value = -mention.value


_SOME = frozenset({"odd", "plus", "some", "ish", "something"})


def _joiner(tokens: Tokens, mention: Mention, j: int) -> int:
    """Return how many words stand between number and unit: "millions of dollars", "half an hour", "20+ people"."""
    word = tokens.words[j]
    if mention.number.kind == "vague" and (word == "of" or (word == "," and tokens.word(j + 1) == "of")):
        return 1 + (word == ",")
    if word == "+" and tokens.glued(j - 1):
        return 1
    if (word == "-" and tokens.word(j + 1) in _SOME) or (word == "or" and tokens.word(j + 1) == "so"):
        return 2
    if mention.number.kind == "figure" and word == "of" and 0 < mention.number.value < 1:
        return 2 * (tokens.word(j + 1) == "a" and unit_at(tokens, j + 2) is not None)
    if mention.number.kind == "fraction":
        if word in ("a", "an") and tokens.word(j + 2) not in AGO:
            return 1
        if word == "of" and tokens.word(j + 1) in ("a", "an"):
            return 2
        if word == "of" and tokens.word(j + 1) == "one":
            return 2 * (tokens.word(j + 2) in ("percent", "per", "%"))
    return 0


@rule(
    "<number> %",
    yes=[
        ("It was -4.5% then.", {"value": "-4.5", "unit": "%"}),
        ("Growth came to (5.2)%.", {"value": "-5.2", "unit": "%"}),
        ("It was 4.5%1 in all.", {"value": "4.5", "unit": "%"}),
    ],
)
def _percent(tokens: Tokens, mention: Mention, j: int) -> None:
    unit = unit_at(tokens, j)
    name, last = (unit.name, unit.last) if unit is not None else ("%", j)
    mention.take_unit(name, last, "<number> %")


@rule(
    "<number> <currency>",
    yes=[
        ("It raised 10.5 million Australian dollars.", {"value": 10_500_000, "unit": "AUD"}),
        ("It cost 19 cents more.", {"value": "0.19", "unit": "USD"}),
        ("He owes 1,200€ to them.", {"value": 1200, "unit": "EUR"}),
        ("Wages rose by 300 yuan a month.", {"value": 300, "unit": "CNY / month"}),
    ],
    no=["They won 20 won games.", "The calf weighed 90 pounds."],
)
def _money_behind(tokens: Tokens, mention: Mention, j: int) -> bool:
    found = money_after(tokens, j, mention.number)
    if found is None:
        return False
    code, factor, last = found
    mention.take_unit(code, last, "<number> <currency>", factor)
    mention.money = True
    _rate(tokens, mention)
    return True


@rule(
    "<number> <unit>",
    yes=[
        ("They shipped 12 million tonnes of wheat.", {"value": 12_000_000, "unit": "metric_ton"}),
        ("The park covers 50 square miles.", {"value": 50, "unit": "mile ** 2"}),
        ("A 32m2 flat was let.", {"value": 32, "unit": "meter ** 2"}),
        ("It runs at 140 km/h there.", {"value": 140, "unit": "kilometer / hour"}),
        ("The plant makes 3.4 GW.", {"value": "3.4", "unit": "gigawatt"}),
        ("A 60 basis point cut.", {"value": 60, "unit": "basis_point"}),
        ("A quarter-point cut came.", {"value": "0.25", "unit": "percentage_point"}),
        ("It was 5 degrees below zero.", {"value": -5, "unit": "degree"}),
        ("They use 25 kg of sugar a year.", {"value": 25, "unit": "kilogram / year"}),
        ("Sales jumped two and a half times.", {"value": "2.5", "unit": "ratio"}),
        ("It is three times that of men.", {"value": 3, "unit": "ratio"}),
    ],
    no=["He had 5 in mind."],
)
def _measure(tokens: Tokens, mention: Mention, j: int) -> bool:
    unit = unit_at(tokens, j)
    if unit is None:
        return False
    if unit.name == "ratio" and (_is_side(tokens, unit.last) or not _may_multiply(tokens, mention, unit.last)):
        return False
    if unit.name == "inch" and tokens.words[unit.last] == "in" and not _inches(tokens, mention):
        return False
    name = unit.name
    if name == "count:point" and mention.number.kind == "fraction" and _is_of_a_rate(tokens, mention):
        name = "percentage_point"
    mention.take_unit(name, unit.last, "<number> <unit>", unit.factor)
    if name == "foot":
        tied_inches(tokens, mention)
    _rate(tokens, mention)
    _below_zero(tokens, mention)
    return True


_RATES = frozenset("rate rates growth inflation yield yields forecast forecasts unemployment % percent".split())


def _is_of_a_rate(tokens: Tokens, mention: Mention) -> bool:
    """Tell whether a fraction of a point is one of a percentage point: "two-tenths of a point" where growth is told."""
    if is_of_a_point(tokens, mention.number.last):
        return True
    first, end = tokens.sentence_of(mention.first)
    return tokens.word(mention.number.last + 1) == "of" and not _RATES.isdisjoint(tokens.words[first:end])


def _inches(tokens: Tokens, mention: Mention) -> bool:
    """Tell whether "in" is inches: it touches the figure, or feet stand before ("5 ft 2 in")."""
    if tokens.word(mention.number.last + 1) == "-" and tokens.word(mention.number.last + 3) == "-":
        return False  # "a 1-in-100-year flood"
    if tokens.words[mention.number.last + 2 : mention.number.last + 3] in (["long"], ["wide"], ["tall"], ["high"]):
        return True
    return tokens.glued(mention.number.last) or tokens.word(mention.first - 1) in ("ft", "feet", "foot", "'")


_OCCASIONS = frozenset(
    "a an this that last since in on at before per during . , ; ) and but each every for while over".split()
) | {""}


def _is_side(tokens: Tokens, last: int) -> bool:
    """Tell whether "x" stands between the sides of an area or a body ("30 x 20 cm")."""
    return tokens.words[last] in ("x", "×") and "0" <= tokens.word(last + 1) < ":"


def _may_multiply(tokens: Tokens, mention: Mention, last: int) -> bool:
    """Tell whether "times" multiplies ("3 times as large") rather than counting occasions ("won it 3 times")."""
    if mention.value != int(mention.value) or tokens.words[last] != "times":
        return True
    if tokens.word(last + 1) not in _OCCASIONS:
        return True
    return tokens.word(last + 1) == "that" and tokens.word(last + 2) in ("of", "in", "for", "among")


_SCALED_BY = frozenset({"magnitude", "strong"})  # "a 7.2-magnitude earthquake", "a 500-strong crowd": no nouns
_MEASURE_HEADS = TIME_UNITS - {"second", "quarter"} | {"mile", "yard", "kilometer", "hectare", "acre", "gallon"}


@rule(
    "<number> <noun>",
    yes=[
        ("They hired 40,000 new workers.", {"value": 40_000, "unit": "count:new worker"}),
        ("There is one proposal.", {"value": 1, "unit": "count:proposal"}),
        ("It killed thousands of people.", {"unit": "count:person"}),
        ("An 11-member board met.", {"value": 11, "unit": "count:member"}),
    ],
    no=["One of the best was sold.", "He did it at one point."],
)
def _counted(tokens: Tokens, mention: Mention, j: int) -> bool:
    joined = tokens.words[j] == "-" and tokens.glued(j)
    one = mention.number.value == 1 and mention.number.scale == 1
    k = j + joined
    if k >= len(tokens.words):
        return False
    found = noun_at(tokens, k, one=one, joined=joined)
    if found is None or found[0] in _SCALED_BY:
        return False
    head = found[0].rpartition(" ")
    if head[1] and head[2] in _MEASURE_HEADS:
        mention.take_unit(head[2], found[1], "<number> <unit>")
        return True
    if one and mention.number.kind == "words" and one_in(tokens, mention, found[1]):
        return True
    mention.take_unit(f"count:{found[0]}", found[1], "<number> <noun>")
    mention.counted = True
    _rate(tokens, mention)
    return True
