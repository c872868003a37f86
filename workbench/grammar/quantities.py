"""Every quantity of a text: numbers with their units, money or counted nouns, bounds, hedges and directions.

One pass over the tokens finds anchors (figures and number words); small rules run around each anchor only.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from workbench.grammar.addresses import addresses
from workbench.grammar.attached import attach_money, attach_sign, attach_unit, sign_before
from workbench.grammar.bands import BAND_WORDS, band_at
from workbench.grammar.bounds import hedge_before, set_bound, set_direction
from workbench.grammar.elliptic import take_over
from workbench.grammar.idioms import is_idiom
from workbench.grammar.joins import join
from workbench.grammar.measures import TIME_UNITS
from workbench.grammar.mention import Mention
from workbench.grammar.money import telling
from workbench.grammar.number import is_figure
from workbench.grammar.numbers import NUMBER_WORDS, number_at
from workbench.grammar.rejects import counts_nothing, is_year, names_something
from workbench.grammar.spelled import opens_range
from workbench.model import Quantity

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from workbench.grammar.number import Number
    from workbench.grammar.tokens import Tokens
    from workbench.model import TimeSpan

_BLOCKING = frozenset({"DATE", "TIME", "SET"})
_ANCHORS = NUMBER_WORDS | BAND_WORDS
_BANDED = frozenset({"s", "-"})


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
    anchors = [i for i, word in enumerate(words) if (word < ":" and word >= "0") or word in _ANCHORS]
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
                if not _counts_time(tokens, i) or (time.type == "TIME" and _tells_clock(tokens, i)):
                    blocked.add(i)
    return blocked


def _tells_clock(tokens: Tokens, i: int) -> bool:
    """Tell whether the minutes counted at token ``i`` are those of the clock ("ten minutes past six")."""
    return not _TO_THE_HOUR.isdisjoint(tokens.words[i + 2 : i + 4])


_TO_THE_HOUR = frozenset("past to before after till".split())


def _counts_time(tokens: Tokens, i: int) -> bool:
    """Tell whether token ``i`` counts stretches within a date or set ("two years later", "in seven to 10 years")."""
    words = tokens.words
    if i and _names_stretch(words[i]):
        i -= 1
    if tokens.word(i + 1) in ("to", "or", "-") and _is_count(tokens.word(i + 2)) and _names_stretch(tokens.word(i + 3)):
        return _is_count(words[i])
    k = i + 1 + (tokens.word(i + 1) == "-")
    if tokens.word(i + 1) == "(" and tokens.word(i + 3) == ")":
        k = i + 4  # "thirty (30) days"
    return (
        _names_stretch(tokens.word(k))
        and words[i] not in ("a", "an", "one", "first", "second", "quarter", "half")
        and _is_count(words[i])
    )


def _is_count(word: str) -> bool:
    """Tell whether a word is a number that is no year."""
    return (
        word in NUMBER_WORDS
        or (word.isdecimal() and len(word) < 4)
        or (word[:1].isdecimal() and ("," in word or "." in word))
    )


def _names_stretch(word: str) -> bool:
    return word.removesuffix("s") in TIME_UNITS


def _mention(tokens: Tokens, i: int, free: int) -> Mention | None:
    """Read the figure at anchor ``i``; tokens before ``free`` belong to an earlier one."""
    word = tokens.words[i]
    if word in BAND_WORDS or tokens.word(i + 1) in _BANDED:
        band = band_at(tokens, i)
        if band is not None or word in BAND_WORDS:
            return band if band is not None and band.first >= free else None
    found = sign_before(tokens, i) if i else None
    number = number_at(tokens, i, money=found is not None)
    if number is None or (number.first < free and number.first < i and _trim(number, i)):
        return None
    if found is not None and found.sign.weak and not telling(number):
        found = None
    if found is None and (is_idiom(tokens, i) or counts_nothing(tokens, number)):
        return None
    mention = Mention(number, number.first, number.last, number.value, number.high)
    if found is not None:
        attach_money(tokens, mention, found)
    else:
        attach_sign(tokens, mention)
        attach_unit(tokens, mention)
    if mention.unit == "degree" and tokens.words[mention.last] == "°" and _is_bearing(tokens, mention.last + 1):
        return None
    if mention.unit is None and found is None and names_something(tokens, number):
        return None
    if (
        mention.unit is None
        and is_year(number)
        and not _is_side(tokens, number)
        and hedge_before(tokens, number.first) is None
    ):
        return None
    if mention.unit is None and number.kind == "figure" and _is_model(tokens, number):
        return None
    if (
        mention.unit is None
        and number.kind == "words"
        and number.scale == 1
        and (_is_pronoun(tokens, number) and not opens_range(tokens, number))
    ):
        return None
    return mention


def _is_side(tokens: Tokens, number: Number) -> bool:
    """Tell whether a figure is one side of an area ("2560 x 1600")."""
    return tokens.word(number.first - 1) in ("x", "×") and is_figure(tokens.word(number.first - 2))


def _is_bearing(tokens: Tokens, j: int) -> bool:
    """Tell whether a letter of the compass stands at token ``j``: a place on the globe ("45° N")."""
    return tokens.word(j) in ("n", "s", "e", "w") and tokens.raw(j).isupper()


def _is_model(tokens: Tokens, number: Number) -> bool:
    """Tell whether a bare figure of three digits behind an article is a thing ("a 747 landed", "the 737")."""
    if not number.digits.isdecimal() or len(number.digits) != _MODEL_DIGITS:
        return False
    before = tokens.word(number.first - 1)
    airliner = number.digits[0] == number.digits[2] == "7"
    return tokens.word(number.last + 1) not in ("-", "of") and (before == "a" or (before == "the" and airliner))


_MODEL_DIGITS = 3


def _is_pronoun(tokens: Tokens, number: Number) -> bool:
    """Tell whether a bare number word stands for a thing ("a new one", "hit a six")."""
    return number.value == 1 or (tokens.word(number.first - 1) in ("a", "an") and number.first == number.last)


def _trim(number: Number, i: int) -> bool:
    """Cut what a number took from before its anchor when an earlier figure owns it."""
    number.first = i
    return False


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
