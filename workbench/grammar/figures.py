"""Numbers written in digits: separators, fractions, powers, scales behind them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.grammar.cardinals import and_a_part, cardinal_tail, scales_at
from workbench.grammar.number import (
    GLYPH_PARTS,
    GLYPHS,
    HUNDRED,
    ONE,
    PLURAL_SCALES,
    SHORT_FOLDED,
    SHORT_SCALES,
    STEPS,
    WORDS,
    ZERO,
    Number,
    finish,
    is_figure,
    loose,
    parse_figure,
    part_step,
)
from workbench.grammar.shares import OF_A_WHOLE, n_in_m, n_in_m_tied, odds, over_part
from workbench.lexicon import words as listed

if TYPE_CHECKING:
    from workbench.grammar.tokens import Tokens

_LARGEST_POWER = 60
_CLUE_REACH = 14
_MILLIONS = listed("millions")
_CLOSES_AMOUNT = frozenset(". , ; ( ) ! ? in from by on at last this for and but or up down as to a".split()) | {""}
ARTICLES = frozenset({"a", "an", "one"})
_POWER_MARKS = frozenset({"x", "×", "e", "^", "*", "·"})
_TO_ODDS = frozenset({"to", "-", ":"})
_PEOPLE = frozenset("people men women children".split())
_VAST = frozenset("sq square cubic km ha kwh mwh gwh bpd boe toe bbl".split())  # units that stand behind millions
_NOT_COUNTED = frozenset(
    "of in at on by to from above below across and or long wide high deep tall away apart is was were are per as the "
    "a an freestyle sprint hurdles butterfly metres meters relay race final dash stretch after before below "
    "north south "
    "east west its his her that which this with for behind".split()
)


def figure_at(tokens: Tokens, i: int, *, money: bool) -> Number | None:
    """Read the number whose digits stand at token ``i``, with its scale; ``money`` makes "m", "b" and "t" scales."""
    words, ends = tokens.words, tokens.ends
    text = words[i]
    parsed = parse_figure(text, decimal_comma=tokens.decimal_comma)
    if parsed is None:
        return None
    value, decimals = parsed
    number = Number(i, i, value, text, ONE, ONE)
    if i and words[i - 1] == "." and tokens.starts[i] == ends[i - 1] and _leading_point(tokens, i):
        number.first, number.digits = i - 1, "." + text
        value, decimals = Decimal("." + text) if text.isdecimal() else value, len(text)
        number.value = value
    following = words[i + 1] if i + 1 < len(words) else ""
    step = STEPS[-decimals]
    if following:
        spaced = tokens.starts[i + 1] - ends[i]
        if 1 <= spaced <= 2 and "0" <= following < ":" and len(text) <= 3 and not decimals:
            step = _spaced_groups(tokens, number)
        elif following in "/⁄":
            _slash(tokens, number)
            step = number.step
        elif following in _POWER_MARKS:
            _power(tokens, number)
            step = max(number.step * step, STEPS[-_LARGEST_POWER])
        elif following in GLYPHS and spaced <= 1:
            number.value += GLYPHS[following]
            number.last = i + 1
            step = ONE / (10 * GLYPH_PARTS[following])
        elif following == "(" and decimals and spaced == 0:
            _last_digits(tokens, number)
        elif following in OF_A_WHOLE and (not decimals or following == "out") and len(text) <= 4:
            n_in_m(tokens, number)
            step = number.step
        elif following in _TO_ODDS:
            if odds(tokens, number) or (following == "-" and n_in_m_tied(tokens, number)):
                return finish(number, number.step if number.kind == "fraction" else step)
            if following == "-" and spaced == 0:
                step = _quoted_part(tokens, number, step)
        if number.last + 1 < len(words):
            step = _scaled(tokens, number, step, money=money)
    if step == ONE and not decimals and number.scale == ONE:
        if number.last == i and text[-1] != "0":
            number.step = number.loose_step = ONE
            return number
        step = _printed_step(number)
    return finish(number, step)


def _last_digits(tokens: Tokens, number: Number) -> None:
    """Pass over how well the last digits are known ("879.4(6) s")."""
    last = number.last + 3
    tied = all(map(tokens.glued, range(number.last, last)))
    if (
        tied
        and tokens.word(last) == ")"
        and tokens.word(last - 1).isdecimal()
        and len(tokens.words[last - 1]) < _LONGEST_PART
    ):
        number.last = last


_LONGEST_PART = 3


def _printed_step(number: Number) -> Decimal:
    """A whole number that ends in zeros after three significant digits is read to its last non-zero digit."""
    value = number.value
    if value.as_tuple().digits[-1] or not value:
        return ONE
    plain = value.normalize()
    return loose(value, ONE) if len(plain.as_tuple().digits) >= 3 else ONE


def _leading_point(tokens: Tokens, i: int) -> bool:
    before = i - 2
    return before < 0 or tokens.ends[before] < tokens.starts[i - 1] or tokens.words[before] in "$£€¥-+(~<>≈="


def _spaced_groups(tokens: Tokens, number: Number) -> Decimal:
    """Take in further groups of three figures, each after a single space ("1 414 021 100")."""
    words = tokens.words
    j = number.last
    parts = [words[j]]
    while j + 1 < len(words) and len(parts) < 7 and tokens.starts[j + 1] - tokens.ends[j] == 1:
        upcoming = words[j + 1]
        if len(upcoming) < 3 or not upcoming[:3].isdecimal() or (len(upcoming) > 3 and upcoming[3] not in ".,"):
            break
        j += 1
        parts.append(upcoming)
        if len(upcoming) > 3:
            break
    tail = parts[-1].replace(",", ".")
    if len(parts) == 1 or tail.count(".") > 1 or (is_figure(tokens.word(j + 1)) and not tokens.glued(j)):
        return _mixed(tokens, number)
    number.value = Decimal("".join(parts[:-1]) + tail)
    number.digits = " ".join(parts)
    number.last = j
    return STEPS[3 - len(tail) + (1 if len(tail) > 3 else 0)] if len(tail) > 3 else ONE


def _mixed(tokens: Tokens, number: Number) -> Decimal:
    """Take in a written fraction behind a whole number ("3 1/2")."""
    j = number.last + 1
    if tokens.word(j + 1) not in ("/", "⁄") or not tokens.glued(j):
        return ONE
    part = Number(j, j, Decimal(tokens.words[j]) if tokens.words[j].isdecimal() else ZERO, "", ONE, ONE)
    _slash(tokens, part)
    if part.kind != "fraction":
        return ONE
    number.value += part.value
    number.digits = f"{number.digits} {part.digits}"
    number.last = part.last
    return part.step


def _quoted_part(tokens: Tokens, number: Number, step: Decimal) -> Decimal:
    """Take in the part that a dash ties to a quoted price, of its last digit ("3-1/4 cents", "$5.49-1/2")."""
    j = number.last + 2
    if not (tokens.word(j) == "1" or tokens.word(j) in "357") or tokens.word(j + 2) not in _QUOTED_PARTS:
        return step
    part = Number(j, j, Decimal(tokens.words[j]), "", ONE, ONE)
    _slash(tokens, part)
    if part.kind != "fraction" or not tokens.glued(j - 1):
        return step
    number.value += part.value * step
    number.digits = tokens.raw(number.first, part.last)
    number.last = part.last
    return part.step * step


_QUOTED_PARTS = frozenset("2 4 8 16 32".split())


def _slash(tokens: Tokens, number: Number) -> None:
    """Take in the denominator of a written fraction ("3/4"): whole, small, larger than what stands over it."""
    j = number.last
    if not (tokens.glued(j) and tokens.glued(j + 1)) or tokens.word(number.first - 1) in ("/", "⁄"):
        return
    below = tokens.word(j + 2)
    if not below.isdecimal() or len(below) > 4 or (tokens.glued(j + 2) and tokens.word(j + 3) in ("/", "-", "⁄")):
        return
    under = int(below)
    if under < 2 or not 0 < number.value < under or number.value != int(number.value):
        return
    number.digits = f"{number.digits}/{below}"
    number.value = number.value / under
    number.step = part_step(under)
    number.kind = "fraction"
    number.last = j + 2


def _power(tokens: Tokens, number: Number) -> None:
    """Take in a power ("6.2x10^-4", "1.3e6", "1.99×10-30", "2^8")."""
    words = tokens.words
    j = number.last + 1
    mark = words[j]
    if mark == "e":
        if tokens.glued(j - 1) and tokens.glued(j):
            _times_ten(tokens, number, j + 1)
    elif mark == "^":
        _raised(tokens, number, j + 1)
    elif tokens.word(j + 1) == "10":
        k = j + 2 + (tokens.word(j + 2) == "^")
        if k > j + 2 or (tokens.glued(j + 1) and tokens.word(k) in ("-", "+")):
            _times_ten(tokens, number, k)


def _exponent(tokens: Tokens, k: int) -> tuple[int, int] | None:
    sign = 1
    while tokens.word(k) in ("-", "+") and tokens.glued(k):
        sign = -sign if tokens.word(k) == "-" else sign
        k += 1
    text = tokens.word(k)
    if not text.isdecimal() or len(text) > 2 or int(text) > _LARGEST_POWER:
        return None
    return sign * int(text), k


def _times_ten(tokens: Tokens, number: Number, k: int) -> None:
    found = _exponent(tokens, k)
    if found:
        exponent, number.last = found
        number.value = number.value.scaleb(exponent)
        number.step = STEPS[exponent]
        number.digits = tokens.raw(number.first, number.last)


def _raised(tokens: Tokens, number: Number, k: int) -> None:
    found = _exponent(tokens, k)
    if found and number.value and abs(number.value) <= 1_000_000 and (found[0] <= 10 or abs(number.value) <= 10):
        exponent, number.last = found
        number.value = number.value**exponent
        number.digits = tokens.raw(number.first, number.last)


def _scaled(tokens: Tokens, number: Number, step: Decimal, *, money: bool) -> Decimal:
    """Take in the scale behind a figure, and what may follow it ("4 thousand 3 hundred", "3 million and a half")."""
    words = tokens.words
    j = number.last + 1
    word = words[j]
    if word == "-" and j + 1 < len(words) and words[j + 1] in WORDS and words[j + 1] not in ARTICLES:
        j += 1
        word = words[j]
    entry = WORDS.get(word)
    if entry is not None and (entry[0] in ("hundred", "scale") or word in PLURAL_SCALES):
        return _word_scale(tokens, number, j, step)
    if word in SHORT_FOLDED:
        return _short_scale(tokens, number, step, money=money)
    if entry is not None and entry[0] == "part" and ONE < number.value < min(entry[1], HUNDRED) and word[-1] == "s":
        over_part(tokens, number)
        return number.step if number.kind == "fraction" else step
    if word == "and":
        return and_a_part(tokens, number, step)
    return step


def _word_scale(tokens: Tokens, number: Number, j: int, step: Decimal) -> Decimal:
    scale, last = scales_at(tokens, j)
    if scale is None:
        return step
    number.value *= scale
    number.scale = scale
    number.last = last
    joined = cardinal_tail(tokens, last, scale, spelled=True)
    if joined is not None:
        number.value += joined[0]
        number.last = joined[1]
        number.digits = tokens.raw(number.first, number.last)
        return ONE
    return and_a_part(tokens, number, step * scale)


def _short_scale(tokens: Tokens, number: Number, step: Decimal, *, money: bool) -> Decimal:
    j = number.last + 1
    found = SHORT_SCALES.get(tokens.raw(j))
    if found is None:
        return step
    scale, where = found
    glued = tokens.starts[j] == tokens.ends[j - 1]
    if not (
        money
        or where == "any"
        or (where == "glued" and (glued or (tokens.raw(j) in ("k", "M") and not tokens.word(j + 1).isalpha())))
        or (where == "people" and (_counts_follow(tokens, j + 1) or _counts_before(tokens, number.first, j)))
    ):
        return step
    number.value *= scale
    number.scale = scale
    number.last = j
    return step * scale


def _counts_before(tokens: Tokens, first: int, j: int) -> bool:
    """Tell whether the sentence has spoken of heads or sales and nothing measured follows ("viewers peaked at 11m")."""
    upcoming = tokens.word(j + 1)
    if tokens.starts[j] > tokens.ends[j - 1]:
        return False
    around = tokens.words[max(tokens.sentence_of(first)[0], first - _CLUE_REACH) : first]
    return upcoming in _CLOSES_AMOUNT and not _MILLIONS.isdisjoint(around)


def _counts_follow(tokens: Tokens, j: int) -> bool:
    """Tell whether a plural follows soon, so that "12m" means millions ("12m new jobs") and not metres."""
    if tokens.word(j) in _VAST:
        return True
    for k in range(j, min(j + 3, len(tokens.words))):
        word = tokens.words[k]
        if not word.isalpha() or word in _NOT_COUNTED:
            return False
        if word in _PEOPLE or (len(word) > 4 and word.endswith("s") and not word.endswith("ss")):
            return True
    return False
