"""Every quantity of a text: numbers with their units, money or counted nouns, bounds, hedges and directions.

One pass over the tokens finds anchors (figures and number words); small rules run around each anchor only.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from workbench.grammar.bounds import hedge_before, set_bound, set_direction
from workbench.grammar.cardinals import scales_at
from workbench.grammar.counted import noun_at
from workbench.grammar.elliptic import noun_before, scale_behind, share_before, take_over, years_of_life
from workbench.grammar.examples import rule
from workbench.grammar.joins import join
from workbench.grammar.measures import TIME_UNITS, rate_at, unit_at
from workbench.grammar.mention import Mention
from workbench.grammar.money import money_after, money_before, qualifier_after, signs, telling
from workbench.grammar.numbers import NUMBER_WORDS, number_at
from workbench.grammar.rejects import addresses, counts_nothing, is_year, names_something
from workbench.model import Quantity

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from workbench.grammar.number import Number
    from workbench.grammar.tokens import Tokens
    from workbench.model import TimeSpan

_BLOCKING = frozenset({"DATE", "TIME", "SET"})
_OLD = frozenset({"old", "olds"})


def read_quantities(tokens: Tokens, times: Sequence[TimeSpan] = ()) -> list[Quantity]:
    """Read every quantity of a tokenised text, in text order.

    ``times`` are the time expressions of the same text: the figures of dates, clock times and sets are no quantities,
    those of durations are.

    >>> from workbench.grammar.tokens import tokenise
    >>> found = read_quantities(tokenise("Output rose by about 3.4% to 12m tonnes."))
    >>> [(q.quote, q.value, q.unit, q.bound, q.direction) for q in found]
    [('about 3.4%', Decimal('3.4'), '%', '~', 'up'), ('12m tonnes', Decimal('12000000'), 'metric_ton', '=', None)]
    """
    words = tokens.words
    anchors = [i for i, word in enumerate(words) if "0" <= word < ":" or word in NUMBER_WORDS]
    blocked = _blocked(tokens, times)
    mentions: list[Mention] = []
    free = 0
    for i in anchors:
        if i < free or i in blocked:
            continue
        mention = _mention(tokens, i, free)
        if mention is not None:
            free = mention.last + 1
            if free - 1 in blocked and mention.last > mention.number.last:
                free = mention.number.last + 1
            mentions.append(mention)
    joined = join(tokens, mentions)
    for mention in joined:
        set_bound(tokens, mention)
        set_direction(tokens, mention)
    take_over(tokens, joined)
    return [_quantity(tokens, mention) for mention in joined]


def _blocked(tokens: Tokens, times: Sequence[TimeSpan]) -> set[int]:
    blocked = addresses(tokens)
    for time in times:
        if time.type in _BLOCKING:
            for i in range(bisect_left(tokens.starts, time.start), bisect_left(tokens.starts, time.end)):
                if not (time.type != "TIME" and _counts_time(tokens, i)):
                    blocked.add(i)
    return blocked


def _counts_time(tokens: Tokens, i: int) -> bool:
    """Tell whether token ``i`` counts stretches within a date or set ("two years later", "every 33 years")."""
    words = tokens.words
    if i and _names_stretch(words[i]):
        i -= 1
    k = i + 1 + (tokens.word(i + 1) == "-")
    return (
        _names_stretch(tokens.word(k))
        and words[i] not in ("a", "an", "one", "first", "second", "quarter", "half")
        and (words[i] in NUMBER_WORDS or (words[i].isdecimal() and len(words[i]) < 4))
    )


def _names_stretch(word: str) -> bool:
    return word.removesuffix("s") in TIME_UNITS


def _mention(tokens: Tokens, i: int, free: int) -> Mention | None:
    """Read the figure at anchor ``i``; tokens before ``free`` belong to an earlier one."""
    found = _sign_before(tokens, i) if i else None
    number = number_at(tokens, i, money=found is not None)
    if number is None or (number.first < free and number.first < i and _trim(number, i)):
        return None
    if found is not None and found[3] and not telling(number):
        found = None
    if found is None and counts_nothing(tokens, number):
        return None
    mention = Mention(number, number.first, number.last, number.value, number.high)
    if found is not None:
        _money(tokens, mention, found[0], found[1], negative=found[2])
    else:
        _negative(tokens, mention)
        _unit(tokens, mention)
    if mention.unit is None and found is None and names_something(tokens, number):
        return None
    if mention.unit is None and is_year(number) and hedge_before(tokens, number.first) is None:
        return None
    if number.value == 1 and number.kind == "words" and number.scale == 1 and mention.unit is None:
        return None
    return mention


def _trim(number: Number, i: int) -> bool:
    """Cut what a number took from before its anchor when an earlier figure owns it."""
    number.first = i
    return False


def _sign_before(tokens: Tokens, i: int) -> tuple[str, int, bool, bool] | None:
    """Return the currency before the number at ``i``: code, first token, whether the amount is negative, weak sign."""
    words = tokens.words
    at = i
    negative = False
    if words[i - 1] == "." and tokens.glued(i - 1) and i > 1:
        at = i - 1
    if words[at - 1] in ("-", "(") and at > 1 and tokens.glued(at - 1) and words[at - 2] in "$£€¥₹":
        negative = words[at - 1] == "-" or tokens.word(i + 1) == ")"
        at -= 1
    if words[at - 1] not in signs():
        return None
    found = money_before(tokens, at)
    if found is None:
        return None
    if (
        found[1]
        and words[found[1] - 1] == "-"
        and tokens.glued(found[1] - 1)
        and not (found[1] > 1 and tokens.glued(found[1] - 2))
    ):
        return found[0], found[1] - 1, True, found[2].weak
    return found[0], found[1], negative, found[2].weak


@rule(
    "<currency> <number>",
    yes=[
        ("It cost US$1.5bn.", {"value": 1_500_000_000, "unit": "USD"}),
        ("A loss of -$5m followed.", {"value": -5_000_000, "unit": "USD"}),
        ("They paid RM23.50 for it.", {"value": "23.50", "unit": "MYR"}),
        ("Rates start at $120 a night.", {"value": 120, "unit": "USD / count:night"}),
        ("Oil sold at $80 a barrel.", {"value": 80, "unit": "USD / oil_barrel"}),
    ],
)
def _money(tokens: Tokens, mention: Mention, code: str, first: int, *, negative: bool) -> None:
    mention.first = first
    mention.money = True
    if negative:
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
    mention.take_unit(code, last, "<currency> <number>")
    _rate(tokens, mention)


def _negative(tokens: Tokens, mention: Mention) -> None:
    """Take in a minus sign: a dash that touches the figure but nothing before it."""
    at = mention.first - 1
    if at >= 0 and tokens.words[at] == "-" and tokens.glued(at) and tokens.words[mention.first][0].isdecimal():
        if at and tokens.glued(at - 1) and tokens.words[at - 1] not in ("(", "<", ">", "=", '"'):
            return
        mention.first = at
        mention.value = mention.number.value = -mention.value


def _rate(tokens: Tokens, mention: Mention) -> None:
    found = rate_at(tokens, mention.last + 1)
    if found is not None and mention.unit not in (None, "%", "ratio", "percentage_point", "basis_point"):
        mention.unit = f"{mention.unit} / {found[0]}"
        mention.last = found[1]


def _unit(tokens: Tokens, mention: Mention) -> None:
    """Find what the number counts: a share, money, a unit or a noun behind it."""
    number = mention.number
    j = number.last + 1
    if j >= len(tokens.words):
        _bare(tokens, mention)
        return
    if tokens.words[j] == "%":
        _percent(tokens, mention, j)
        return
    if number.kind == "times":
        mention.unit = "ratio"
        mention.rule = "<multiple>"
        return
    j += _joiner(tokens, mention, j)
    if j >= len(tokens.words):
        _bare(tokens, mention)
        return
    if _age(tokens, mention, j) or _money_behind(tokens, mention, j) or _measure(tokens, mention, j):
        return
    if number.kind == "fraction":
        mention.unit = "ratio"
        mention.rule = "<fraction>"
        return
    if not _counted(tokens, mention, j):
        _bare(tokens, mention)


def _joiner(tokens: Tokens, mention: Mention, j: int) -> int:
    """Return how many words stand between a number and its unit: "millions of dollars", "half an hour"."""
    word = tokens.words[j]
    if mention.number.kind == "vague" and word == "of":
        return 1
    if mention.number.kind == "fraction":
        if word in ("a", "an"):
            return 1
        if word == "of" and tokens.word(j + 1) in ("a", "an"):
            return 2
    return 0


def _percent(tokens: Tokens, mention: Mention, j: int) -> None:
    unit = unit_at(tokens, j)
    name, last = (unit.name, unit.last) if unit is not None else ("%", j)
    mention.take_unit(name, last, "<number> %")


@rule(
    "<age>",
    yes=[
        ("A 35-year-old driver won.", {"value": 35, "unit": "year", "of": "age"}),
        ("The boy, aged 12, ran.", {"value": 12, "unit": "year", "of": "age"}),
        ("Ann Lee, 41, agreed.", {"value": 41, "unit": "year", "of": "age"}),
        ("He is 82 years old.", {"value": 82, "unit": "year", "of": "age"}),
    ],
    no=["It took 35 years."],
)
def _age(tokens: Tokens, mention: Mention, j: int) -> bool:
    """Read "35-year-old", "12 years old", "18 months of age"."""
    words = tokens.words
    j += words[j] == "-" and j + 1 < len(words)
    unit = words[j]
    name = unit.removesuffix("s")
    if name not in TIME_UNITS:
        return False
    k = j + 1 + (tokens.word(j + 1) == "-")
    if tokens.word(k) in _OLD:
        last = k
    elif tokens.word(j + 1) == "of" and tokens.word(j + 2) == "age":
        last = j + 2
    else:
        return False
    mention.take_unit(name, last, "<age>")
    mention.of = "age"
    return True


def _bare(tokens: Tokens, mention: Mention) -> None:
    """Read a unit that stands elsewhere ("a year or two"), an age ("Ann Lee, 41,"), else leave the number bare."""
    if any(read(tokens, mention) for read in (noun_before, share_before, scale_behind)):
        return
    number = mention.number
    if number.kind not in {"figure", "words"} or number.scale != 1 or not 0 < number.value < 116:
        return
    before = tokens.word(number.first - 1)
    after = tokens.word(number.last + 1)
    named = (
        before == ","
        and after in (",", ".", ")", ";")
        and number.first > 1
        and number.kind == "figure"
        and number.digits.isdecimal()
        and number.value > 9
        and tokens.text[tokens.starts[number.first - 2]].isupper()
        and tokens.words[number.first - 2].isalpha()
    )
    if named or before == "aged" or (before == "of" and tokens.word(number.first - 2) in ("age", "ages")):
        mention.take_unit("year", number.last, "<age>")
        mention.of = "age"
        return
    years_of_life(tokens, mention)


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
    ],
    no=["He had 5 in mind."],
)
def _measure(tokens: Tokens, mention: Mention, j: int) -> bool:
    unit = unit_at(tokens, j)
    if unit is None or (unit.name == "ratio" and not _multiplies(tokens, unit.last)):
        return False
    if unit.name == "inch" and tokens.words[unit.last] == "in" and not _inches(tokens, mention):
        return False
    mention.take_unit(unit.name, unit.last, "<number> <unit>", unit.factor)
    _rate(tokens, mention)
    return True


def _inches(tokens: Tokens, mention: Mention) -> bool:
    """Tell whether "in" is inches: it touches the figure, or feet stand before ("5 ft 2 in")."""
    return tokens.glued(mention.number.last) or tokens.word(mention.first - 1) in ("ft", "feet", "foot", "'")


_OCCASIONS = frozenset(
    "a an this that last since in on at before per during . , ; ) and but each every for while over".split()
) | {""}


def _multiplies(tokens: Tokens, last: int) -> bool:
    """Tell whether "times" multiplies ("3 times as large") rather than counting occasions ("won it 3 times")."""
    return tokens.words[last] != "times" or tokens.word(last + 1) not in _OCCASIONS


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
    if found is None:
        return False
    head = found[0].rpartition(" ")
    if head[1] and head[2] in _MEASURE_HEADS:
        mention.take_unit(head[2], found[1], "<number> <unit>")
        return True
    mention.take_unit(f"count:{found[0]}", found[1], "<number> <noun>")
    mention.counted = True
    _rate(tokens, mention)
    return True


def _quantity(tokens: Tokens, mention: Mention) -> Quantity:
    """Turn a finished mention into the record."""
    if mention.echo is not None and mention.bound == "=":
        mention.bound = mention.echo.bound
        mention.direction = mention.direction or mention.echo.direction
    number = mention.number
    core = (tokens.starts[mention.first], tokens.ends[mention.last])
    start = tokens.starts[mention.outer_first] if mention.outer_first >= 0 else core[0]
    end = tokens.ends[mention.outer_last] if mention.outer_last >= 0 else core[1]
    value: Decimal | tuple[Decimal, Decimal] = mention.value
    bound = mention.bound
    if mention.high is not None:
        value = (mention.value, mention.high)
        bound = "range" if bound == "=" else bound
    return Quantity(
        start,
        end,
        tokens.text[start:end],
        value,
        mention.unit,
        bound,
        mention.direction,
        number.digits,
        number.step,
        number.loose_step,
        mention.of,
        mention.hedge,
        core,
        mention.rule,
    )
