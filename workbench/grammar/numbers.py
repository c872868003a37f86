"""Numbers, from a token on: figures, words of any length, fractions, short scales, powers, vague plurals.

Nothing here looks further than a bounded number of tokens, so reading is linear in the length of the text.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.grammar.cardinals import and_a_part, cardinal_at, scales_at, with_unit
from workbench.grammar.figures import figure_at
from workbench.grammar.number import (
    GLYPH_PARTS,
    GLYPHS,
    ONE,
    STEPS,
    WORDS,
    Number,
    finish,
    is_figure,
    parse_figure,
    part_step,
)
from workbench.grammar.shares import n_in_m, n_in_m_tied, odds, one_of_parts, over_part, share_at

if TYPE_CHECKING:
    from workbench.grammar.tokens import Tokens

_BEFORE_SCALE = frozenset(
    "about almost nearly around roughly over under by than only just to at least most exactly some approximately "
    "and or of with from for is was were are be".split()
)
NUMBER_WORDS = frozenset(word for word, (kind, _) in WORDS.items() if kind != "ordinal") | frozenset(GLYPHS)
_DOUBLES = frozenset("the its their his her that what from by in since as to this those our my , . ; ) and".split()) | {
    ""
}
_WILL_DOUBLE = frozenset(
    "to will would could may might should can nearly almost than about over roughly more did not more".split()
)
_LONGEST_OWNER = 4
_NAMES_FOLLOW = frozenset(["", "a", "an", "the", "he", "she", "they", "it", "we"])


def number_at(tokens: Tokens, i: int, *, money: bool = False) -> Number | None:
    """Read the number that starts with token ``i``, or return ``None`` when none does.

    ``money`` tells that a currency stands before it, so that "m", "b" and "t" are scales. An article or "minus"
    before the number belongs to it: ``first`` may lie before ``i``.

    >>> from workbench.grammar.tokens import tokenise
    >>> number_at(tokenise("two hundred and thirty-four thousand five hundred and six"), 0).value
    Decimal('234506')
    >>> number_at(tokenise("3.4bn"), 0).value == 3_400_000_000
    True
    """
    word = tokens.words[i]
    if "0" <= word < ":":
        number = figure_at(tokens, i, money=money)
    else:
        entry = WORDS.get(word)
        if entry is None:
            return _glyph(tokens, i) if word in GLYPHS else None
        if entry[0] == "ordinal":
            return None
        number = _READERS[entry[0]](tokens, i)
        if number is not None:
            _in_figures_too(tokens, number)
    if number is not None and number.first:
        _sign(tokens, number)
    return number


def _in_figures_too(tokens: Tokens, number: Number) -> None:
    """Take in the same number in brackets behind its words: "thirty (30) days"."""
    j = number.last + 1
    if tokens.word(j) != "(" or tokens.word(j + 2) != ")":
        return
    parsed = parse_figure(tokens.words[j + 1]) if is_figure(tokens.words[j + 1]) else None
    if parsed is not None and parsed[0] == number.value:
        number.last = j + 2


_LARGE_ORDINALS = frozenset("hundredth thousandth millionth billionth trillionth".split())
_MINUS = frozenset({"minus", "negative"})


def _sign(tokens: Tokens, number: Number) -> None:
    """Take in "minus", a dash after it, "plus or minus" and "±"; the margin that the latter name has no sign."""
    at = number.first - 1
    word = tokens.words[at]
    if word == "±":
        number.first, number.spread = at, True
    elif word == "-" and tokens.word(at - 1) == "/" and tokens.word(at - 2) == "+":
        number.first, number.spread = at - 2, True
    elif word == "-" and tokens.word(at - 1) in _MINUS:
        _negate(number, at - 1)
    elif word in _MINUS:
        if tokens.word(at - 1) == "or" and tokens.word(at - 2) == "plus":
            number.first, number.spread = at - 2, True
        else:
            _negate(number, at)


def _negate(number: Number, first: int) -> None:
    number.first = first
    number.value = -number.value
    number.digits = "-" + number.digits


def _small(tokens: Tokens, i: int) -> Number | None:
    value, last, scale = cardinal_at(tokens, i)
    number = Number(i, last, value, "", scale, scale, scale, "words")
    upcoming = tokens.word(last + 1)
    if (
        tokens.word(last + 1) in _LARGE_ORDINALS
        and value > ONE
        and (tokens.word(last + 2).isalpha() or _owned(tokens, i))
    ):
        return None
    if scale == ONE and value >= 20 and value % 10 == 0 and _is_ordinal(tokens, last):
        return one_of_parts(tokens, i)
    if upcoming == "point":
        _spoken_decimals(tokens, number)
    elif upcoming == "-" and tokens.word(last + 2) == "and":
        number.step = and_a_part(tokens, number, number.step)
    elif upcoming == "-" or upcoming in WORDS:
        if not n_in_m_tied(tokens, number) and not odds(tokens, number):
            over_part(tokens, number)
    elif upcoming == "and":
        step = and_a_part(tokens, number, number.step)
        number.step = step
    elif upcoming in ("in", "out", "over"):
        n_in_m(tokens, number)
    elif upcoming == "to":
        odds(tokens, number)
    number.digits = tokens.raw(number.first, number.last)
    return finish(number, number.step)


def _owned(tokens: Tokens, i: int) -> bool:
    return tokens.word(i - 1) in ("the", "its", "his", "her", "their", "a")


def _is_ordinal(tokens: Tokens, last: int) -> bool:
    """Tell whether a compound ordinal goes on behind the tens ("twenty-first", "the thirty-second")."""
    k = last + 1 + (tokens.word(last + 1) == "-")
    word = tokens.word(k)
    entry = WORDS.get(word)
    if entry is None or not (entry[0] == "ordinal" or (entry[0] == "part" and 3 <= entry[1] <= 9 and word[-1] != "s")):
        return False
    return word not in ("second", "quarter", "half") or tokens.word(last - 1) == "the"


def _spoken_decimals(tokens: Tokens, number: Number) -> None:
    """Take in "point five", "point zero three", "point seventy-one", and a scale behind it."""
    j = number.last + 2
    digits = ""
    while len(digits) < 12:
        entry = WORDS.get(tokens.word(j))
        if entry is None or entry[0] != "small":
            break
        value, last = entry[1], j
        if value >= 20:
            value, last = with_unit(tokens, value, j)
        digits += str(value)
        j = last + 1
    if not digits:
        return
    number.value += Decimal("0." + digits)
    number.last = j - 1
    number.step = STEPS[-len(digits)]
    scale, last = scales_at(tokens, j)
    if scale is not None:
        number.value *= scale
        number.step *= scale
        number.scale = scale
        number.last = last


def _hundred(tokens: Tokens, i: int) -> Number | None:
    """Read "a hundred and six", "a million", "half a dozen", "millions" without a number before the scale."""
    value, last, scale = cardinal_at(tokens, i)
    first = i
    if _is_ordinal(tokens, last) or (i and WORDS.get(tokens.words[i - 1], ("",))[0] == "small"):
        return None
    couple = i - 1 - (tokens.word(i - 1) == "of")
    if tokens.word(couple) == "couple" and tokens.word(couple - 1) == "a":
        first, value = couple - 1, value * 2
    elif i and tokens.words[i - 1] in ("a", "an"):
        first = i - 1
    elif i and tokens.words[i - 1] not in _BEFORE_SCALE and last == i:
        return None
    number = Number(first, last, value, "", scale, scale, scale, "words")
    if tokens.word(last + 1) == "and":
        number.step = and_a_part(tokens, number, number.step)
    elif tokens.word(last + 1) in WORDS:
        over_part(tokens, number)
    number.digits = tokens.raw(first, number.last)
    return finish(number, number.step)


def _times(tokens: Tokens, i: int) -> Number | None:
    """Read "doubled", "threefold", "halved"."""
    value = WORDS[tokens.words[i]][1]
    step = ONE if value >= 1 else Decimal("0.1")
    return Number(i, i, value, tokens.raw(i), step, step, ONE, "times")


def _maybe(tokens: Tokens, i: int) -> Number | None:
    """Read "double the", "will double", "twice as large"; not "double bed", "scored twice"."""
    before, after = tokens.word(i - 1), tokens.word(i + 1)
    if after in ("-", "digit", "digits") or before == "-" or before in ("a", "the"):
        return None
    word = tokens.words[i]
    if word in ("twice", "thrice"):
        if after == "as" and (tokens.word(i + 2) in _NAMES_FOLLOW or tokens.text[tokens.starts[i + 2]].isupper()):
            return None
        good = after in ("as", "the", "its", "their", "his", "her", "that", "what", "more", "this")
        return _times(tokens, i) if good or _is_owned(tokens, i + 1) else None
    if after in _DOUBLES or before in _WILL_DOUBLE or _is_owned(tokens, i + 1):
        return _times(tokens, i)
    return None


def _is_owned(tokens: Tokens, i: int) -> bool:
    """Tell whether an owner's name stands at a token: "twice Canada's share", "double South Africa's"."""
    if i >= len(tokens.starts) or not tokens.text[tokens.starts[i]].isupper():
        return False
    return "'s" in tokens.words[i + 1 : i + _LONGEST_OWNER]


def _vague(tokens: Tokens, i: int) -> Number | None:
    """Read "hundreds of thousands", "dozens" as a range of one to ten times."""
    value = WORDS[tokens.words[i]][1]
    last = i
    if tokens.word(i + 1) == "of":
        entry = WORDS.get(tokens.word(i + 2))
        if entry is not None and entry[0] == "vague" and entry[1] >= 1000:
            value *= entry[1]
            last = i + 2
    if last == i and tokens.words[i] in ("tens", "scores") and tokens.word(i + 1) != "of":
        return None
    step = value
    return Number(i, last, value, tokens.raw(i, last), step, step, value, "vague", value * 10)


def _glyph(tokens: Tokens, i: int) -> Number | None:
    glyph = tokens.words[i]
    step = part_step(GLYPH_PARTS[glyph])
    return Number(i, i, GLYPHS[glyph], tokens.raw(i), step, step, ONE, "fraction")


_READERS = {
    "small": _small,
    "hundred": _hundred,
    "scale": _hundred,
    "part": share_at,
    "times": _times,
    "maybe": _maybe,
    "vague": _vague,
}
