"""Numbers, from a token on: figures, words of any length, fractions, short scales, powers, vague plurals.

Nothing here looks further than a bounded number of tokens, so reading is linear in the length of the text.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.lexicon import table

if TYPE_CHECKING:
    from workbench.grammar.tokens import Tokens

ONE = Decimal(1)
TEN = Decimal(10)
HUNDRED = Decimal(100)
ZERO = Decimal(0)
_LONGEST = 30
_LARGEST_POWER = 60
_WORDS: dict[str, tuple[str, Decimal]] = {word: (kind, Decimal(value)) for word, kind, value in table("numbers")}
_SHORT: dict[str, tuple[Decimal, str]] = {form: (TEN ** int(power), where) for form, power, where in table("scales")}
_SHORT_FOLDED = frozenset(form.lower() for form in _SHORT)
_GLYPHS = {c: Decimal(unicodedata.numeric(c)).quantize(Decimal("1e-9")) for c in "½¼¾⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"}
_PARTS = {c: int(round(1 / (unicodedata.numeric(c) % 1 or 1))) for c in _GLYPHS}
_ARTICLES = frozenset({"a", "an", "one"})
_PLURAL_SCALES = frozenset({"dozens", "hundreds", "thousands", "millions", "billions", "trillions"})
_OF_A_WHOLE = frozenset({"in", "out", "over"})
_BEFORE_SCALE = frozenset(
    "about almost nearly around roughly over under by than only just to at least most exactly some approximately "
    "and or of with from for is was were are be".split()
)
NUMBER_WORDS = frozenset(word for word, (kind, _) in _WORDS.items() if kind != "ordinal") | frozenset(_GLYPHS)
_STEPS = {-exponent: TEN**-exponent for exponent in range(-70, 71)}


@dataclass(slots=True)
class Number:
    """A number as read: the tokens it covers and its worth.

    ``high`` is the upper end of a vague plural ("hundreds of thousands"), else ``None``. ``scale`` is what scale
    words multiplied it by (1 without). ``kind`` is ``figure``, ``words``, ``fraction``, ``times`` or ``vague``.
    ``step`` and ``loose_step`` are the worth of the last printed and of the last non-zero digit.
    """

    first: int
    last: int
    value: Decimal
    digits: str
    step: Decimal
    loose_step: Decimal
    scale: Decimal = ONE
    kind: str = "figure"
    high: Decimal | None = None


def is_figure(word: str) -> bool:
    """Tell whether a token is written in digits.

    >>> is_figure("1,234"), is_figure("bn")
    (True, False)
    """
    return "0" <= word < ":"


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
        number = _figure(tokens, i, money=money)
    else:
        entry = _WORDS.get(word)
        if entry is None:
            return _glyph(tokens, i) if word in _GLYPHS else None
        if entry[0] == "ordinal":
            return None
        number = _READERS[entry[0]](tokens, i)
    if number is not None and number.first > 0 and tokens.words[number.first - 1] in ("minus", "negative"):
        number.first -= 1
        number.value = -number.value
        number.digits = "-" + number.digits
    elif number is not None and number.first > 1 and tokens.words[number.first - 1] == "-":
        _sign(tokens, number)
    return number


def _sign(tokens: Tokens, number: Number) -> None:
    """Take in "minus-" or a dash that touches the figure but not the word before it."""
    at = number.first - 1
    if tokens.words[at - 1] in ("minus", "negative"):
        number.first = at - 1
        number.value = -number.value
        number.digits = "-" + number.digits


def parse_figure(text: str) -> tuple[Decimal, int] | None:
    """Return the value and the number of decimals of a figure with separators, or ``None`` when it is no number.

    >>> parse_figure("1,234.5"), parse_figure("1.234,5"), parse_figure("12,34,567"), parse_figure("1.2.3")
    ((Decimal('1234.5'), 1), (Decimal('1234.5'), 1), (Decimal('1234567'), 0), None)
    """
    if len(text) > _LONGEST:
        return None
    if text.isdecimal():
        return Decimal(text), 0
    comma, dot = text.rfind(","), text.rfind(".")
    if comma < 0 or dot < 0:
        mark = "," if dot < 0 else "."
        return _one_mark(text, mark)
    whole, mark, decimals = (
        (text[:dot], ",", text[dot + 1 :]) if dot > comma else (text[:comma], ".", text[comma + 1 :])
    )
    if not decimals.isdecimal() or not _grouped(whole, mark):
        return None
    return Decimal(whole.replace(mark, "") + "." + decimals), len(decimals)


def _one_mark(text: str, mark: str) -> tuple[Decimal, int] | None:
    parts = text.split(mark)
    if len(parts) == 2 and (mark == "." or len(parts[1]) < 3 or parts[0] == "0"):
        return Decimal(parts[0] + "." + parts[1]), len(parts[1])
    if _grouped(text, mark):
        return Decimal(text.replace(mark, "")), 0
    return None


def _grouped(text: str, mark: str) -> bool:
    """Tell whether the groups are thousands (1,234,567) or lakhs (12,34,567)."""
    first, *groups = text.split(mark)
    if not groups or not 1 <= len(first) <= 3 or len(groups[-1]) != 3:
        return False
    width = len(groups[0])
    if width == 2 and len(first) > 2:
        return False
    return all(len(group) == width for group in groups[:-1]) and (width == 3 or (width == 2 and mark == ","))


def loose(value: Decimal, step: Decimal) -> Decimal:
    """Return the worth of the last non-zero digit of ``value``, at least ``step``.

    >>> loose(Decimal("200E+9"), Decimal("1E+9"))
    Decimal('1E+11')
    """
    if not value:
        return step
    exponent = value.normalize().as_tuple().exponent
    worth = _STEPS[int(exponent)] if -70 <= int(exponent) <= 70 else step
    return max(worth, step)


def _finish(number: Number, step: Decimal) -> Number:
    number.step = step
    number.loose_step = loose(number.value, step)
    return number


def _figure(tokens: Tokens, i: int, *, money: bool) -> Number | None:
    words, ends = tokens.words, tokens.ends
    text = words[i]
    parsed = parse_figure(text)
    if parsed is None:
        return None
    value, decimals = parsed
    number = Number(i, i, value, text, ONE, ONE)
    if i and words[i - 1] == "." and tokens.starts[i] == ends[i - 1] and _leading_point(tokens, i):
        number.first, number.digits = i - 1, "." + text
        value, decimals = Decimal("." + text) if text.isdecimal() else value, len(text)
        number.value = value
    following = words[i + 1] if i + 1 < len(words) else ""
    step = _STEPS[-decimals]
    if following:
        spaced = tokens.starts[i + 1] - ends[i]
        if 1 <= spaced <= 2 and "0" <= following < ":" and len(text) <= 3 and not decimals:
            step = _spaced_groups(tokens, number)
        elif following in "/⁄":
            _slash(tokens, number)
            step = number.step
        elif following in _POWER_MARKS:
            _power(tokens, number)
            step = max(number.step * step, _STEPS[-_LARGEST_POWER])
        elif following in _GLYPHS and spaced <= 1:
            number.value += _GLYPHS[following]
            number.last = i + 1
            step = ONE / (10 * _PARTS[following])
        elif following in _OF_A_WHOLE and not decimals and len(text) <= 4:
            _n_in_m(tokens, number)
            step = number.step
        if number.last + 1 < len(words):
            step = _scaled(tokens, number, step, money=money)
    if step == ONE and not decimals and number.scale == ONE:
        step = _printed_step(number)
    return _finish(number, step)


def _printed_step(number: Number) -> Decimal:
    """A whole number that ends in zeros after three significant digits is read to its last non-zero digit."""
    value = number.value
    if value % 10 or not value:
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
    return _STEPS[3 - len(tail) + (1 if len(tail) > 3 else 0)] if len(tail) > 3 else ONE


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
    number.step = _part_step(under)
    number.kind = "fraction"
    number.last = j + 2


def _part_step(parts: int) -> Decimal:
    return ONE / (10 * parts)


_POWER_MARKS = frozenset({"x", "×", "e", "^", "*", "·"})


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
        number.step = _STEPS[exponent]
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
    if word == "-" and j + 1 < len(words) and words[j + 1] in _WORDS and words[j + 1] not in _ARTICLES:
        j += 1
        word = words[j]
    entry = _WORDS.get(word)
    if entry is not None and (entry[0] in ("hundred", "scale") or word in _PLURAL_SCALES):
        return _word_scale(tokens, number, j, step)
    if word in _SHORT_FOLDED:
        return _short_scale(tokens, number, step, money=money)
    if entry is not None and entry[0] == "part" and number.value != ONE and word.endswith("s") and word != "quarters":
        return step
    if word == "and" or word == "point":
        return _and_a_part(tokens, number, step)
    return step


def _word_scale(tokens: Tokens, number: Number, j: int, step: Decimal) -> Decimal:
    scale, last = _scales(tokens, j)
    if scale is None:
        return step
    number.value *= scale
    number.scale = scale
    number.last = last
    joined = _cardinal_tail(tokens, last, scale, spelled=True)
    if joined is not None:
        number.value += joined[0]
        number.last = joined[1]
        number.digits = tokens.raw(number.first, number.last)
        return ONE
    return _and_a_part(tokens, number, step * scale)


def _short_scale(tokens: Tokens, number: Number, step: Decimal, *, money: bool) -> Decimal:
    j = number.last + 1
    found = _SHORT.get(tokens.raw(j))
    if found is None:
        return step
    scale, where = found
    glued = tokens.starts[j] == tokens.ends[j - 1]
    if not (
        money or where == "any" or (where == "glued" and (glued or (tokens.raw(j) in ("k", "M") and not tokens.word(j + 1).isalpha()))) or (where == "people" and _counts_follow(tokens, j + 1))
    ):
        return step
    number.value *= scale
    number.scale = scale
    number.last = j
    return step * scale


def _counts_follow(tokens: Tokens, j: int) -> bool:
    """Tell whether a plural follows soon, so that "12m" means millions ("12m new jobs") and not metres."""
    for k in range(j, min(j + 3, len(tokens.words))):
        word = tokens.words[k]
        if not word.isalpha() or word in _NOT_COUNTED:
            return False
        if word in _PEOPLE or (len(word) > 4 and word.endswith("s") and not word.endswith("ss")):
            return True
    return False


_PEOPLE = frozenset("people men women children".split())
_NOT_COUNTED = frozenset(
    "of in at on by to from above below across and or long wide high deep tall away apart is was were are per as the "
    "a an freestyle sprint hurdles butterfly metres meters relay race final dash stretch after before below north south "
    "east west its his her that which this with for behind".split()
)


def _and_a_part(tokens: Tokens, number: Number, step: Decimal) -> Decimal:
    """Take in "and a half", "and three-quarters" behind a number; of its scale when no other scale follows."""
    found = _part_behind_and(tokens, number.last + 1)
    if found is None:
        return step
    part, parts, last = found
    scale, scaled_last = _scales(tokens, last + 1)
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
    return _part_step(parts) * (scale or number.scale)


def _part_behind_and(tokens: Tokens, j: int) -> tuple[Decimal, int, int] | None:
    if tokens.word(j) != "and":
        return None
    return _part(tokens, j + 1)


def _part(tokens: Tokens, j: int) -> tuple[Decimal, int, int] | None:
    """Read "a half", "three-quarters", "fifty-four hundredths" at ``j``: value, denominator, last token."""
    word = tokens.word(j)
    if word in ("a", "an", "one"):
        over, last = ONE, j
    else:
        entry = _WORDS.get(word)
        if entry is None or entry[0] != "small":
            return None
        over, last = _group(tokens, j)
    k = last + 1 + (tokens.word(last + 1) == "-")
    entry = _WORDS.get(tokens.word(k))
    if entry is None or entry[0] != "part" or tokens.word(k).endswith("s") == (over == ONE):
        return None
    return over / entry[1], int(entry[1]), k


def _scales(tokens: Tokens, j: int) -> tuple[Decimal | None, int]:
    """Return the product of the scale words from ``j`` on ("lakh crore", "hundred thousand") and the last of them."""
    product: Decimal | None = None
    last = j
    for k in range(j, j + 4):
        entry = _WORDS.get(tokens.word(k))
        if entry is None or (entry[0] not in ("scale", "hundred") and tokens.words[k] not in _PLURAL_SCALES):
            break
        product = entry[1] if product is None else product * entry[1]
        last = k
    return product, last


def _group(tokens: Tokens, j: int) -> tuple[Decimal, int]:
    """Read a number under a thousand in words ("two hundred and thirty-four") at ``j``, which starts one."""
    value = _WORDS[tokens.words[j]][1]
    last = j
    if value and value % 10 == 0 and value >= 20 and value < 100:
        value, last = _with_unit(tokens, value, last)
    k = last + 1 + (tokens.word(last + 1) == "-")
    if tokens.word(k) == "hundred" and ZERO < value < 100:
        value, last = value * 100, k
        value, last = _after_hundred(tokens, value, last)
    return value, last


def _with_unit(tokens: Tokens, value: Decimal, last: int) -> tuple[Decimal, int]:
    k = last + 1 + (tokens.word(last + 1) == "-")
    entry = _WORDS.get(tokens.word(k))
    if entry is not None and entry[0] == "small" and ZERO < entry[1] < 10:
        return value + entry[1], k
    return value, last


def _after_hundred(tokens: Tokens, value: Decimal, last: int) -> tuple[Decimal, int]:
    joined = tokens.word(last + 1) == "and"
    k = last + 1 + (joined or tokens.word(last + 1) == "-")
    word = tokens.word(k)
    entry = _WORDS.get(word)
    if entry is not None and entry[0] == "small" and entry[1]:
        rest, end = entry[1], k
        if rest % 10 == 0 and rest >= 20:
            rest, end = _with_unit(tokens, rest, k)
    elif joined and word.isdecimal() and len(word) < 3 and word[0] != "0":
        rest, end = Decimal(word), k
    else:
        return value, last
    upcoming = tokens.word(end + 1)
    if upcoming == "hundred" or (joined and (_WORDS.get(upcoming, ("",))[0] == "part" or upcoming == "percent")):
        return value, last
    return value + rest, end


def _cardinal(tokens: Tokens, j: int) -> tuple[Decimal, int, Decimal]:
    """Read a whole number in words at ``j``, which starts one: value, last token, the scale that closed it."""
    if _WORDS[tokens.words[j]][0] == "hundred":
        value, last = _after_hundred(tokens, HUNDRED, j)
    elif _WORDS[tokens.words[j]][0] == "scale":
        value, last = ONE, j - 1
    else:
        value, last = _group(tokens, j)
    scale, scaled_last = _scales(tokens, last + 1 + (tokens.word(last + 1) == "-" and last >= j))
    if scale is None:
        return value, last, ONE
    value *= scale
    joined = _cardinal_tail(tokens, scaled_last, scale, spelled=False)
    if joined is None:
        return value, scaled_last, scale
    return value + joined[0], joined[1], joined[2]


def _cardinal_tail(
    tokens: Tokens, last: int, ceiling: Decimal, *, spelled: bool
) -> tuple[Decimal, int, Decimal] | None:
    """Read further groups, each of a smaller scale, behind a scale ("thousand" -> "five hundred and six")."""
    total = ZERO
    closing = ONE
    found = False
    while ceiling > ONE:
        j = last + 1 + (tokens.word(last + 1) == "and")
        word = tokens.word(j)
        entry = _WORDS.get(word)
        if entry is not None and entry[0] == "small" and entry[1]:
            value, end = _group(tokens, j)
        elif spelled and ceiling <= 1000 and word.isdecimal() and len(word) < 3 and tokens.word(j + 1) == "hundred":
            value, end = _after_hundred(tokens, Decimal(word) * 100, j + 1)
        elif spelled and ceiling == HUNDRED and j == last + 2 and word.isdecimal() and len(word) < 3 and word[0] != "0":
            value, end = Decimal(word), j
        else:
            break
        scale, scaled_last = _scales(tokens, end + 1)
        worth = value * (scale or ONE)
        if worth >= ceiling or _WORDS.get(tokens.word(end + 1), ("",))[0] == "part":
            break
        total += worth
        found = True
        last = scaled_last if scale is not None else end
        closing = ceiling = scale or ONE
    return (total, last, closing) if found else None


def _small(tokens: Tokens, i: int) -> Number | None:
    value, last, scale = _cardinal(tokens, i)
    number = Number(i, last, value, "", scale, scale, scale, "words")
    upcoming = tokens.word(last + 1)
    if scale == ONE and value % 10 == 0 and _is_ordinal(tokens, last):
        return None
    if upcoming == "point":
        _spoken_decimals(tokens, number)
    elif upcoming == "-" or upcoming in _WORDS:
        _over_part(tokens, number)
    elif upcoming == "and":
        step = _and_a_part(tokens, number, number.step)
        number.step = step
    elif upcoming in ("in", "out", "over"):
        _n_in_m(tokens, number)
    number.digits = tokens.raw(number.first, number.last)
    return _finish(number, number.step)


def _is_ordinal(tokens: Tokens, last: int) -> bool:
    """Tell whether a compound ordinal goes on behind the tens ("twenty-first", "the thirty-second")."""
    k = last + 1 + (tokens.word(last + 1) == "-")
    word = tokens.word(k)
    entry = _WORDS.get(word)
    if entry is None or not (entry[0] == "ordinal" or (entry[0] == "part" and 3 <= entry[1] <= 9 and word[-1] != "s")):
        return False
    return word not in ("second", "quarter", "half") or tokens.word(last - 1) == "the"


def _spoken_decimals(tokens: Tokens, number: Number) -> None:
    """Take in "point five", "point zero three", "point seventy-one", and a scale behind it."""
    j = number.last + 2
    digits = ""
    while len(digits) < 12:
        entry = _WORDS.get(tokens.word(j))
        if entry is None or entry[0] != "small":
            break
        value, last = entry[1], j
        if value >= 20:
            value, last = _with_unit(tokens, value, j)
        digits += str(value)
        j = last + 1
    if not digits:
        return
    number.value += Decimal("0." + digits)
    number.last = j - 1
    number.step = _STEPS[-len(digits)]
    scale, last = _scales(tokens, j)
    if scale is not None:
        number.value *= scale
        number.step *= scale
        number.scale = scale
        number.last = last


def _over_part(tokens: Tokens, number: Number) -> None:
    """Take in the denominator of a fraction in words ("two thirds", "three-quarters of a million")."""
    k = number.last + 1 + (tokens.word(number.last + 1) == "-")
    word = tokens.word(k)
    entry = _WORDS.get(word)
    if entry is None or entry[0] != "part":
        return
    several = word.endswith("s")
    if number.value == ONE and (several or not _is_share(tokens, number.first, k)):
        return
    if number.value != ONE and not several:
        return
    if word in ("quarters", "halves") and tokens.word(k + 1) not in _SHARE_FOLLOWS:
        return
    number.value /= entry[1]
    number.step = _part_step(int(entry[1]))
    number.kind = "fraction"
    number.last = k
    _of_a_scale(tokens, number)


_SHARE_FOLLOWS = frozenset(
    ["of", "the", "", ".", ",", "a", "an", "full", "million", "billion", ")", "empty", "full", "percent"]
)


def _is_share(tokens: Tokens, first: int, k: int) -> bool:
    """Tell whether "a third", "one fifth" is a share and no ordinal ("a third party")."""
    upcoming = tokens.word(k + 1)
    if upcoming in ("of", "", ".", ",", ";", ")", "?", "!", "as", "more", "less", "fewer", "to", "from", "in", "since"):
        return True
    if upcoming in ("the", "that", "its", "their") or (upcoming in _WORDS and _WORDS[upcoming][0] == "scale"):
        return True
    return tokens.words[k] in ("half",) or (tokens.word(first) == "one" and tokens.words[k] != "second")


def _of_a_scale(tokens: Tokens, number: Number) -> None:
    """Take in the scale of a fraction ("half a million", "two thirds of a million", "quarter million")."""
    j = number.last + 1
    if tokens.word(j) == "of" and tokens.word(j + 1) == "a":
        j += 2
    elif tokens.word(j) in ("a", "-"):
        j += 1
    scale, last = _scales(tokens, j)
    if scale is None or (scale == 1000 and j > number.last + 2):
        return
    number.value *= scale
    number.step = max(number.step * scale, _STEPS[-60])
    number.scale = scale
    number.last = last
    number.kind = "words"


def _n_in_m(tokens: Tokens, number: Number) -> None:
    """Take in "in five", "out of three", "over twenty" behind a small whole number."""
    j = number.last + 1
    word = tokens.words[j]
    if word == "out" and tokens.word(j + 1) != "of":
        return
    k = j + 1 + (word == "out")
    entry = _WORDS.get(tokens.word(k))
    if is_figure(tokens.word(k)) and tokens.words[k].isdecimal() and len(tokens.words[k]) < 8:
        whole, last = Decimal(tokens.words[k]), k
    elif entry is not None and entry[0] in ("small", "hundred", "scale"):
        whole, last, _ = _cardinal(tokens, k)
    else:
        return
    if word != "out" and not (number.value == ONE or (word == "in" and whole in _ROUND_WHOLES)):
        return
    if not ZERO < number.value < whole or 1500 <= whole < 2100 or number.scale != ONE:
        return
    upcoming = tokens.word(last + 1)
    if word == "over" and (upcoming.isalpha() or upcoming in _CURRENCY_MARKS):
        return
    if word == "in" and upcoming in _NOT_AFTER_RATIO:
        return
    number.value /= whole
    number.step = _part_step(int(whole))
    number.kind = "fraction"
    number.last = last


_CURRENCY_MARKS = frozenset("$ £ € ¥ %".split())
_ROUND_WHOLES = frozenset(map(Decimal, (3, 4, 5, 6, 7, 8, 9, 10, 100, 1000)))
_NOT_AFTER_RATIO = frozenset(
    "days day weeks week months month years year hours hour minutes minute seconds quarters seasons games matches starts "
    "outings % percent per different separate".split()
)


def _hundred(tokens: Tokens, i: int) -> Number | None:
    """Read "a hundred and six", "a million", "half a dozen", "millions" without a number before the scale."""
    value, last, scale = _cardinal(tokens, i)
    first = i
    if i and tokens.words[i - 1] in ("a", "an"):
        first = i - 1
    elif i and tokens.words[i - 1] not in _BEFORE_SCALE and last == i:
        return None
    number = Number(first, last, value, "", scale, scale, scale, "words")
    if tokens.word(last + 1) == "and":
        number.step = _and_a_part(tokens, number, number.step)
    elif tokens.word(last + 1) in _WORDS:
        _over_part(tokens, number)
    number.digits = tokens.raw(first, number.last)
    return _finish(number, number.step)


def _share(tokens: Tokens, i: int) -> Number | None:
    """Read "half", "a third of", "a quarter of a million", "half a dozen"."""
    words = tokens.words
    word = words[i]
    before = tokens.word(i - 1)
    number = Number(i, i, ONE / _WORDS[word][1], "", _part_step(int(_WORDS[word][1])), ONE, ONE, "fraction")
    if before == "-" and i > 1 and words[i - 2] in ("a", "one"):
        before, number.first = words[i - 2], i - 1
    if before in ("a", "an") and not word.endswith("s"):
        number.first -= 1
        if not _is_share(tokens, i - 1, i) and not _share_before(tokens, i - 2):
            return None
        if word == "quarter" and tokens.word(i + 1) not in (
            "of",
            "the",
            "to",
            "",
            ",",
            ".",
            "million",
            "billion",
            "mile",
        ):
            return None
    elif word == "half":
        if not _bare_half(tokens, i):
            return None
    elif word != "quarter" or _WORDS.get(tokens.word(i + 1), ("",))[0] != "scale":
        return None
    _of_a_scale(tokens, number)
    number.digits = tokens.raw(number.first, number.last)
    return _finish(number, number.step)


def _share_before(tokens: Tokens, j: int) -> bool:
    return tokens.word(j) in ("about", "almost", "nearly", "around", "roughly", "over", "under", "by", "than", "only")


_HALF_FOLLOWS = frozenset("of a an the its their his her that what as , . ; ) this those our my all to in".split()) | {
    "",
    "-",
}
_HALF_AFTER = frozenset("first second latter other final last opening this next former back your".split())


def _bare_half(tokens: Tokens, i: int) -> bool:
    before, after = tokens.word(i - 1), tokens.word(i + 1)
    if before in _HALF_AFTER or (before == "-" and tokens.glued(i - 1)) or before in ("the", "-"):
        return before == "the" and after in ("million", "billion")
    if after == "-":
        return tokens.word(i + 2) in ("million", "billion", "a", "dozen")
    if after in _HALF_FOLLOWS or _share_before(tokens, i - 1):
        return True
    return _WORDS.get(after, ("",))[0] == "scale" or after.endswith("s")


_DOUBLES = frozenset("the its their his her that what from by in since as to this those our my , . ; ) and".split()) | {
    ""
}
_WILL_DOUBLE = frozenset(
    "to will would could may might should can nearly almost than about over roughly more did not more".split()
)


def _times(tokens: Tokens, i: int) -> Number | None:
    """Read "doubled", "threefold", "halved"."""
    value = _WORDS[tokens.words[i]][1]
    step = ONE if value >= 1 else Decimal("0.1")
    return Number(i, i, value, tokens.raw(i), step, step, ONE, "times")


def _maybe(tokens: Tokens, i: int) -> Number | None:
    """Read "double the", "will double", "twice as large"; not "double bed", "scored twice"."""
    before, after = tokens.word(i - 1), tokens.word(i + 1)
    if after == "-" or before == "-" or before in ("a", "the"):
        return None
    word = tokens.words[i]
    if word in ("twice", "thrice"):
        if after == "as" and (tokens.word(i + 2) in _NAMES_FOLLOW or tokens.text[tokens.starts[i + 2]].isupper()):
            return None
        good = after in ("as", "the", "its", "their", "his", "her", "that", "what", "more", "this")
        return _times(tokens, i) if good else None
    if after in _DOUBLES or before in _WILL_DOUBLE:
        return _times(tokens, i)
    return None


def _vague(tokens: Tokens, i: int) -> Number | None:
    """Read "hundreds of thousands", "dozens" as a range of one to ten times."""
    value = _WORDS[tokens.words[i]][1]
    last = i
    if tokens.word(i + 1) == "of":
        entry = _WORDS.get(tokens.word(i + 2))
        if entry is not None and entry[0] == "vague" and entry[1] >= 1000:
            value *= entry[1]
            last = i + 2
    if last == i and tokens.words[i] in ("tens", "scores") and tokens.word(i + 1) != "of":
        return None
    step = value
    return Number(i, last, value, tokens.raw(i, last), step, step, value, "vague", value * 10)


def _glyph(tokens: Tokens, i: int) -> Number | None:
    glyph = tokens.words[i]
    step = _part_step(_PARTS[glyph])
    return Number(i, i, _GLYPHS[glyph], tokens.raw(i), step, step, ONE, "fraction")


_NAMES_FOLLOW = frozenset(["", "a", "an", "the", "he", "she", "they", "it", "we"])
_READERS = {
    "small": _small,
    "hundred": _hundred,
    "scale": _hundred,
    "part": _share,
    "times": _times,
    "maybe": _maybe,
    "vague": _vague,
}
