"""Whole numbers in words of any length, and the "and a half" that may follow one."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.grammar.number import HUNDRED, ONE, PLURAL_SCALES, WORDS, ZERO, Number, part_step

if TYPE_CHECKING:
    from workbench.grammar.tokens import Tokens


def scales_at(tokens: Tokens, j: int) -> tuple[Decimal | None, int]:
    """Return the product of the scale words from ``j`` on ("lakh crore", "hundred thousand") and the last of them."""
    product: Decimal | None = None
    last = j
    for k in range(j, j + 4):
        entry = WORDS.get(tokens.word(k))
        if entry is None or (entry[0] not in ("scale", "hundred") and tokens.words[k] not in PLURAL_SCALES):
            break
        product = entry[1] if product is None else product * entry[1]
        last = k
    return product, last


def group_at(tokens: Tokens, j: int) -> tuple[Decimal, int]:
    """Read a number under a thousand in words ("two hundred and thirty-four") at ``j``, which starts one."""
    value = WORDS[tokens.words[j]][1]
    last = j
    if value and value % 10 == 0 and value >= 20 and value < 100:
        value, last = with_unit(tokens, value, last)
    k = last + 1 + (tokens.word(last + 1) == "-")
    if tokens.word(k) == "hundred" and ZERO < value < 100:
        value, last = value * 100, k
        value, last = after_hundred(tokens, value, last)
    return value, last


def with_unit(tokens: Tokens, value: Decimal, last: int) -> tuple[Decimal, int]:
    """Add the unit digit behind tens ("twenty" "-" "one") that end at ``last``."""
    k = last + 1 + (tokens.word(last + 1) == "-")
    entry = WORDS.get(tokens.word(k))
    if entry is not None and entry[0] == "small" and ZERO < entry[1] < 10:
        return value + entry[1], k
    return value, last


def parts_at(tokens: Tokens, k: int) -> tuple[Decimal, int] | None:
    """Read the denominator of a fraction at token ``k``: into how many parts, and its last token.

    >>> from workbench.grammar.tokens import tokenise
    >>> parts_at(tokenise("three twenty-firsts"), 1), parts_at(tokenise("two fifths"), 1)
    ((Decimal('21'), 3), (Decimal('5'), 1))
    """
    entry = WORDS.get(tokens.word(k))
    if entry is None:
        return None
    if entry[0] == "part":
        return entry[1], k
    if entry[0] != "small" or entry[1] < 20:
        return None
    last = k + 1 + (tokens.word(k + 1) == "-")
    word = tokens.word(last)
    unit = WORDS.get(word, ("", ZERO))
    if word in ("first", "firsts") or (unit[0] == "part" and 3 <= unit[1] <= 9 and not word.startswith("quarter")):
        return entry[1] + unit[1], last
    return None


def _starts_parts(tokens: Tokens, k: int) -> bool:
    """Tell whether a hyphen ties the tens at token ``k`` to a plural denominator ("hundred thirty-fifths")."""
    return tokens.word(k + 1) == "-" and tokens.word(k + 2)[-1:] == "s" and parts_at(tokens, k) is not None


def after_hundred(tokens: Tokens, value: Decimal, last: int) -> tuple[Decimal, int]:
    """Add what follows a hundred that ends at ``last`` ("and thirty-four")."""
    joined = tokens.word(last + 1) == "and"
    k = last + 1 + (joined or tokens.word(last + 1) == "-")
    word = tokens.word(k)
    entry = WORDS.get(word)
    if entry is not None and entry[0] == "small" and entry[1] and not _starts_parts(tokens, k):
        rest, end = entry[1], k
        if rest % 10 == 0 and rest >= 20:
            rest, end = with_unit(tokens, rest, k)
    elif joined and word.isdecimal() and len(word) < 3 and word[0] != "0":
        rest, end = Decimal(word), k
    else:
        return value, last
    upcoming = tokens.word(end + 1)
    if upcoming == "hundred" or (joined and (_are_parts(upcoming, rest) or upcoming == "percent")):
        return value, last
    return value + rest, end


def _are_parts(word: str, over: Decimal) -> bool:
    """Tell whether ``over`` of the parts ``word`` are less than a whole ("three quarters", not "forty fifths")."""
    kind, count = WORDS.get(word, ("", ZERO))
    return kind == "part" and over < count


def cardinal_at(tokens: Tokens, j: int) -> tuple[Decimal, int, Decimal]:
    """Read a whole number in words at ``j``, which starts one: value, last token, the scale that closed it."""
    if WORDS[tokens.words[j]][0] == "hundred":
        value, last = after_hundred(tokens, HUNDRED, j)
    elif WORDS[tokens.words[j]][0] == "scale":
        value, last = ONE, j - 1
    else:
        value, last = group_at(tokens, j)
    scale, scaled_last = scales_at(tokens, last + 1 + (tokens.word(last + 1) == "-" and last >= j))
    if scale is None:
        return value, last, ONE
    if scale == 12 and value > 100 and "and" in tokens.words[j:last]:
        return value - value % 100 + value % 100 * scale, scaled_last, ONE
    value *= scale
    joined = cardinal_tail(tokens, scaled_last, scale, spelled=False)
    if joined is None:
        return value, scaled_last, scale
    return value + joined[0], joined[1], joined[2]


def cardinal_tail(tokens: Tokens, last: int, ceiling: Decimal, *, spelled: bool) -> tuple[Decimal, int, Decimal] | None:
    """Read further groups, each of a smaller scale, behind a scale ("thousand" -> "five hundred and six")."""
    total = ZERO
    closing = ONE
    found = False
    while ceiling > ONE:
        j = last + 1 + (tokens.word(last + 1) == "and")
        word = tokens.word(j)
        entry = WORDS.get(word)
        if entry is not None and entry[0] == "small" and entry[1]:
            value, end = group_at(tokens, j)
        elif spelled and ceiling <= 1000 and word.isdecimal() and len(word) < 3 and tokens.word(j + 1) == "hundred":
            value, end = after_hundred(tokens, Decimal(word) * 100, j + 1)
        elif spelled and ceiling == HUNDRED and j == last + 2 and word.isdecimal() and len(word) < 3 and word[0] != "0":
            value, end = Decimal(word), j
        else:
            break
        scale, scaled_last = scales_at(tokens, end + 1)
        worth = value * (scale or ONE)
        if worth >= ceiling or _are_parts(tokens.word(end + 1), value):
            break
        total += worth
        found = True
        last = scaled_last if scale is not None else end
        closing = ceiling = scale or ONE
    return (total, last, closing) if found else None


def and_a_part(tokens: Tokens, number: Number, step: Decimal) -> Decimal:
    """Take in "and a half", "and three-quarters" behind a number; of its scale when no other scale follows."""
    found = _part_behind_and(tokens, number.last + 1)
    if found is None:
        return step
    part, parts, last = found
    scale, scaled_last = scales_at(tokens, last + 1)
    if scale is not None and number.scale == ONE:
        number.value = (number.value + part) * scale
        number.scale = scale
    elif scale is not None and scale < number.scale:
        number.value += part * scale
    elif scale is None:
        number.value += part * number.scale
    else:
        return step
    number.last = scaled_last if scale is not None else last
    number.digits = tokens.raw(number.first, number.last)
    return part_step(parts) * (scale or number.scale)


def _part_behind_and(tokens: Tokens, j: int) -> tuple[Decimal, int, int] | None:
    j += tokens.word(j) == "-"
    if tokens.word(j) != "and":
        return None
    return _part(tokens, j + 1 + (tokens.word(j + 1) == "-"))


def _part(tokens: Tokens, j: int) -> tuple[Decimal, int, int] | None:
    """Read "a half", "three-quarters", "fifty-four hundredths" at ``j``: value, denominator, last token."""
    word = tokens.word(j)
    if word in ("a", "an", "one"):
        if word == "one" and tokens.word(j + 2) == "of":
            return None  # "£250 and one half of it"
        over, last = ONE, j
    else:
        entry = WORDS.get(word)
        if entry is None or entry[0] != "small":
            return None
        over, last = group_at(tokens, j)
    k = last + 1 + (tokens.word(last + 1) == "-")
    entry = WORDS.get(tokens.word(k))
    tied = k > last + 1 and tokens.word(k + 1) != "-"  # "three and three-quarter hours"
    if entry is None or entry[0] != "part" or (tokens.word(k).endswith("s") == (over == ONE) and not tied):
        return None
    return over / entry[1], int(entry[1]), k
