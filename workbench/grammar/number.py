"""A number as it is read, the tables of number words, and what a written figure is worth."""

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
WORDS: dict[str, tuple[str, Decimal]] = {word: (kind, Decimal(value)) for word, kind, value in table("numbers")}
SHORT_SCALES: dict[str, tuple[Decimal, str]] = {
    form: (TEN ** int(power), where) for form, power, where in table("scales")
}
SHORT_FOLDED = frozenset(form.lower() for form in SHORT_SCALES)
GLYPHS = {c: Decimal(unicodedata.numeric(c)).quantize(Decimal("1e-9")) for c in "½¼¾⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"}
GLYPH_PARTS = {c: round(1 / (unicodedata.numeric(c) % 1 or 1)) for c in GLYPHS}
ORDINAL_SUFFIXES = frozenset(("st", "nd", "rd", "th"))
PLURAL_SCALES = frozenset({"dozens", "hundreds", "thousands", "millions", "billions", "trillions"})
STEPS = {-exponent: TEN**-exponent for exponent in range(-70, 71)}


@dataclass(slots=True)
class Number:
    """A number as read: the tokens it covers and its worth.

    ``high`` is the upper end of a vague plural ("hundreds of thousands"), else ``None``. ``scale`` is what scale
    words multiplied it by (1 without). ``kind`` is ``figure``, ``words``, ``fraction``, ``times`` or ``vague``.
    ``step`` and ``loose_step`` are the worth of the last printed and of the last non-zero digit. ``spread`` tells that
    "plus or minus" stands before it.
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
    spread: bool = False


def is_figure(word: str) -> bool:
    """Tell whether a token is written in digits.

    >>> is_figure("1,234"), is_figure("bn")
    (True, False)
    """
    return "0" <= word < ":"


def in_a_row(tokens: Tokens, number: Number) -> bool:
    """Tell whether a figure stands between two others with nothing but spaces between them, as in a table."""
    words, before, behind = tokens.words, number.first - 1, number.last + 1
    if before < 0 or behind >= len(words) or not (is_figure(words[before]) and is_figure(words[behind])):
        return False
    return not (tokens.glued(before) or tokens.glued(number.last))


def parse_figure(text: str, *, decimal_comma: bool = False) -> tuple[Decimal, int] | None:
    """Return the value and the number of decimals of a figure with separators, or ``None`` when it is no number.

    ``decimal_comma`` tells that the text writes decimals with a comma, so that a single mark is read its way.

    >>> parse_figure("1,234.5"), parse_figure("1.234,5"), parse_figure("12,34,567"), parse_figure("1.2.3")
    ((Decimal('1234.5'), 1), (Decimal('1234.5'), 1), (Decimal('1234567'), 0), None)
    >>> parse_figure("1'234'567"), parse_figure("1.234"), parse_figure("1.234", decimal_comma=True)
    ((Decimal('1234567'), 0), (Decimal('1.234'), 3), (Decimal('1234'), 0))
    """
    if len(text) > _LONGEST:
        return None
    if text.isdecimal():
        return Decimal(text), 0
    if "'" in text:
        return parse_figure(text.replace("'", "")) if len(text.partition("'")[0]) <= 3 else None
    comma, dot = text.rfind(","), text.rfind(".")
    if comma < 0 or dot < 0:
        return _one_mark(text, "," if dot < 0 else ".", "," if decimal_comma else ".")
    whole, mark, decimals = (
        (text[:dot], ",", text[dot + 1 :]) if dot > comma else (text[:comma], ".", text[comma + 1 :])
    )
    if not decimals.isdecimal() or not _grouped(whole, mark):
        return None
    return Decimal(whole.replace(mark, "") + "." + decimals), len(decimals)


def _one_mark(text: str, mark: str, decimal: str) -> tuple[Decimal, int] | None:
    parts = text.split(mark)
    several = len(parts) == 2 and (len(parts[1]) < 3 or parts[0] == "0" or (mark == "." and len(parts[1]) > 3))
    if several or (len(parts) == 2 and mark == decimal):
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
    Decimal('100000000000')
    """
    if not value:
        return step
    exponent = value.normalize().as_tuple().exponent
    worth = STEPS[int(exponent)] if -70 <= int(exponent) <= 70 else step
    return max(worth, step)


def finish(number: Number, step: Decimal) -> Number:
    """Set the worth of the number's last digits from ``step`` and return it."""
    number.step = step
    number.loose_step = loose(number.value, step)
    return number


def part_step(parts: int) -> Decimal:
    """Return how finely a fraction of ``parts`` parts is meant: a tenth of one part."""
    return ONE / (10 * parts)
