"""Units behind a number: longest written form first, powers, rates ("per hour", "/km", "a barrel")."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from workbench.grammar.counted import is_plural, noun_at, singular
from workbench.grammar.number import is_figure
from workbench.grammar.tokens import words_of
from workbench.lexicon import table, words

if TYPE_CHECKING:
    from workbench.grammar.tokens import Tokens

ONE = Decimal(1)
_PREFIXES = {
    "kilo": "k", "mega": "M", "giga": "G", "tera": "T", "peta": "P", "exa": "E", "zetta": "Z", "hecto": "h",
    "deci": "d", "centi": "c", "milli": "m", "micro": "µ", "nano": "n", "pico": "p", "femto": "f",
}  # fmt: skip
_SQUARE = {"square": 2, "sq": 2, "cubic": 3, "cu": 3}
_POWER_SIGNS = {"2": 2, "3": 3, "²": 2, "³": 3}
_COUNTED = re.compile(r"degree(?= )|.+?(?= (?:of|per|an?|for|to) )")  # the part of a written unit that takes the plural
_CLOSERS = words("closers")
_CLUES_REACH = 30
_BEFORE_LEVELS = frozenset(
    "of to at is was were reached hit topped below above over under around about near minus negative - +".split()
)
TIME_UNITS = frozenset("second minute hour day week fortnight month quarter year decade century millennium".split())


_DEGREES = {"c": "degree_Celsius", "f": "degree_Fahrenheit"}


class Unit(NamedTuple):
    """A unit as read: its name, what the figure must be multiplied by, and the last token of its written form."""

    name: str
    factor: Decimal
    last: int


class _Form(NamedTuple):
    rest: tuple[str, ...]
    name: str
    factor: Decimal
    exact: str
    length: bool


@cache
def forms() -> dict[str, tuple[_Form, ...]]:
    """Return the written forms of all units by their first token, longest first."""
    found: dict[str, dict[tuple[tuple[str, ...], str], _Form]] = {}
    symbols: dict[tuple[str, ...], set[str]] = {}
    for name, written, signs, marks in table("units"):
        factor, plain = _factored(name)
        length = marks.endswith("L")
        prefixes = [("", "")] + [(p, _PREFIXES[p]) for p in marks.split() if p in _PREFIXES]
        for prefix, letter in prefixes:
            unit = _prefixed(plain, prefix)
            for word in [] if written == "-" else written.split("|"):
                for form in _written(prefix + word):
                    _add(found, form, _Form(form[1:], unit, factor, "", length))
            for sign in [] if signs == "-" else signs.split("|"):
                for exact in _symbols(letter, sign):
                    form = _tokens_of(exact)
                    symbols.setdefault(form, set()).add(unit)
                    _add(found, form, _Form(form[1:], unit, factor, exact, length))
    for form, units in symbols.items():
        if len(units) == 1 and sum(map(len, form)) > 1:
            _add(found, form, next(f for f in found[form[0]].values() if f.rest == form[1:])._replace(exact=""))
    return {
        first: tuple(sorted(by.values(), key=_longest) if len(by) > 1 else by.values()) for first, by in found.items()
    }


def _longest(form: _Form) -> tuple[int, bool]:
    return -len(form.rest), not form.exact


def _add(found: dict[str, dict[tuple[tuple[str, ...], str], _Form]], form: tuple[str, ...], entry: _Form) -> None:
    found.setdefault(form[0], {}).setdefault((entry.rest, entry.exact), entry)


def _factored(name: str) -> tuple[Decimal, str]:
    head, _, rest = name.partition(" * ")
    return (Decimal(head), rest) if rest and head[0].isdigit() else (ONE, name)


def _prefixed(unit: str, prefix: str) -> str:
    """Put an SI prefix before a unit: the short names of the scheme stay short.

    >>> _prefixed("bit / second", "mega"), _prefixed("meter", "kilo")
    ('megabit / second', 'kilometer')
    """
    if unit.startswith("count:"):
        return "count:" + prefix + unit[6:]
    return prefix + unit


def _written(word: str) -> list[tuple[str, ...]]:
    """Return the token forms of a written unit: singular and plural, spaced and with hyphens."""
    if word.isascii() and word.isalpha():
        return [(form.lower(),) for form in {word, word.removesuffix("s") + "s"}]
    counted = _COUNTED.match(word) if " " in word else None
    head = counted[0] if counted else word
    plurals = {word, word if head.endswith("s") else head + "s" + word[len(head) :]}
    return [_tokens_of(form) for each in plurals for form in {each, each.replace(" ", "-")}]


def _tokens_of(form: str) -> tuple[str, ...]:
    """Return the tokens of a written form; the short way for those without figures and signs."""
    if form.isascii() and form.isalpha():
        return (form.lower(),)
    return words_of(form)


def _symbols(letter: str, sign: str) -> set[str]:
    signs = {letter + sign}
    if letter == "µ":
        signs |= {"μ" + sign, "u" + sign} if len(sign) == 1 else {"μ" + sign}
    return signs


def unit_at(tokens: Tokens, j: int) -> Unit | None:
    """Read the unit that starts at token ``j`` (a hyphen before it is passed over), powers included.

    >>> from workbench.grammar.tokens import tokenise
    >>> unit_at(tokenise("square kilometres of forest"), 0).name
    'kilometer ** 2'
    """
    seen = tokens.words
    count = len(seen)
    if j >= count:
        return None
    if seen[j] == "-" and j + 1 < count:
        j += 1
    power = _SQUARE.get(seen[j])
    if power:
        j += 1 + (tokens.word(j + 1) == "." or tokens.word(j + 1) == "-")
        if j >= count:
            return None
    word = seen[j]
    sign = 0
    if word[-1] in "²³":
        sign = _POWER_SIGNS[word[-1]]
        word = word[:-1]
    candidates = forms().get(word)
    if candidates is None:
        return None
    for form in candidates:
        last = j + len(form.rest)
        if last >= count or (form.rest and tuple(seen[j + 1 : last + 1]) != form.rest):
            continue
        if form.exact and tokens.raw(j, last).rstrip("²³") != form.exact:
            if word not in _DEGREES or not is_degree(tokens, j):
                continue
            return _with_power(tokens, form._replace(name=_DEGREES[word]), last, power or sign)
        if len(word) == 1 and word.isalpha() and not form.rest:
            if not _letter_fits(tokens, j):
                continue
            meant = _letter_means(tokens, j, form.name)
            if meant is None:
                continue
            return _with_power(tokens, form._replace(name=meant), last, power or sign)
        if power and not form.length:
            continue
        told = _by_clue(tokens, j) if word in _ambiguous() and not form.rest else None
        return _with_power(tokens, form._replace(name=told) if told else form, last, power or sign)
    return None


def _letter_fits(tokens: Tokens, j: int) -> bool:
    if j and tokens.glued(j - 1):
        return True
    if tokens.glued(j) and (
        tokens.word(j + 1) in ("'", "&") or (tokens.word(j + 1) > "3" and is_figure(tokens.word(j + 1)))
    ):
        return False
    upcoming = tokens.word(j + 1)
    return (
        tokens.words[j] not in ("a", "x", "s")
        or not upcoming.isalpha()
        or (tokens.raw(j) == "A" and upcoming in _CLOSERS)
    )


@cache
def _letters() -> dict[str, tuple[tuple[str, frozenset[str]], ...]]:
    found: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for letter, unit, clues in table("letters"):
        found.setdefault(letter, []).append((unit, frozenset(clues.split())))
    return {letter: tuple(rows) for letter, rows in found.items()}


def _letter_means(tokens: Tokens, j: int, name: str) -> str | None:
    """Return the unit that the letter at token ``j`` stands for by what its sentence speaks of, ``None`` for none."""
    rows = _letters().get(tokens.raw(j))
    if rows is None:
        return name
    told = _by_clue(tokens, j)
    if told:
        return told
    first = tokens.sentence_of(j)[0]
    alone = j - first < 2 or tokens.words[j - 2] in _BEFORE_LEVELS
    upcoming = tokens.word(j + 1)
    closes = upcoming in _CLOSERS or not (upcoming[:1].isalpha() or upcoming in ("-", "/", "&"))
    return name if alone and closes and name == rows[0][0] else None


@cache
def _ambiguous() -> frozenset[str]:
    """Return the short forms of several letters that stand for several units, folded."""
    return frozenset(letters.lower() for letters in _letters() if len(letters) > 1)


def _by_clue(tokens: Tokens, j: int) -> str | None:
    """Return the unit that the words of the sentence speak for, among those the letters at token ``j`` may mean."""
    first, end = tokens.sentence_of(j)
    around = set(tokens.words[max(first, j - _CLUES_REACH) : j - 1])
    around.update(tokens.words[j + 1 : min(end, j + _CLUES_REACH)])
    rows = _letters().get(tokens.raw(j), ())
    return next((unit for unit, clues in rows if not clues.isdisjoint(around)), None)


def is_degree(tokens: Tokens, j: int) -> bool:
    """Tell whether the letter c or f at token ``j`` is a degree: its sentence speaks of heat or cold."""
    first, end = tokens.sentence_of(j)
    clues = _letters()[tokens.words[j].upper()][0][1] - {"c", "f"}
    return not clues.isdisjoint(tokens.words[first:end])


def _with_power(tokens: Tokens, form: _Form, last: int, power: int) -> Unit:
    if not power and form.length and tokens.glued(last):
        upcoming = tokens.word(last + 1)
        k = last + 1 + (upcoming == "^")
        if tokens.word(k) in ("2", "3") and not (tokens.glued(k) and tokens.word(k + 1)[:1].isalnum()):
            return Unit(f"{form.name} ** {tokens.words[k]}", form.factor, k)
    return Unit(f"{form.name} ** {power}" if power else form.name, form.factor, last)


_PER_HEAD = frozenset("capita head person inhabitant resident people persons inhabitants residents population".split())
_BARE_RATES = words("rates")
_PRICED = words("priced")
AGO = frozenset({"ago", "earlier", "later", "before", "after", "prior"})
_EACH = frozenset({"a", "an", "each", "every"})


def rate_at(tokens: Tokens, j: int, *, money: bool = False) -> tuple[str, int] | None:
    """Read what a quantity is counted by: "per X", "/X", "a X", "-a-X" at token ``j``; the denominator and last token.

    >>> from workbench.grammar.tokens import tokenise
    >>> rate_at(tokenise("a barrel"), 0), rate_at(tokenise("per capita"), 0)
    (('oil_barrel', 1), ('person', 1))
    """
    word = tokens.word(j)
    if word == "-" and tokens.word(j + 1) in ("a", "an", "per") and tokens.word(j + 2) == "-":
        return _denominator(tokens, j + 3, listed=tokens.words[j + 1] != "per")
    if word == "per":
        return _denominator(tokens, j + 1, listed=False)
    if word in ("for", "in") and tokens.word(j + 1) in ("every", "each"):  # "for every 1,000 inhabitants"
        return _per_number(tokens, j + 2)
    if word in ("/", "⁄") and (not tokens.word(j + 1)[:1].isdigit() or _is_of_many(tokens, j)):
        return _denominator(tokens, j + 1, listed=False)
    upcoming = tokens.word(j + 1)
    if word in _EACH and (upcoming in _BARE_RATES or (money and upcoming in _PRICED)):
        taken_off = money and tokens.word(j + 2) in ("after", "before") and tokens.word(j + 3) in _TAKEN_OFF
        return (
            None
            if word in ("a", "an") and _tells_when(tokens, j + 2) and not taken_off
            else _denominator(tokens, j + 1, listed=True)
        )
    if tokens.word(j + 1) in ("-", "⁻") and tokens.glued(j):
        return _negative_power(tokens, j)
    if word == "p" and tokens.word(j + 1) == "." and tokens.word(j + 2) == "a":
        return "year", j + 2
    if money and word in _RENTED:
        return _RENTED[word], j
    return ("year", j) if word in ("p.a.", "annually") else None


_RENTED = {"pcm": "month", "pw": "week", "pa": "year", "pppn": "person / count:night", "pp": "person"}


def _is_of_many(tokens: Tokens, j: int) -> bool:
    """Tell whether the stroke at token ``j`` stands for "per": "deaths/1,000 live births", not "24/7"."""
    many = tokens.word(j + 1).replace(",", "")
    return tokens.word(j - 1).isalpha() and many.strip("0") == "1" and len(many) > 2 and tokens.word(j + 2).isalpha()


_TAKEN_OFF = frozenset("tax taxes a any deductions expenses interest costs bonuses housing".split())


def _negative_power(tokens: Tokens, j: int) -> tuple[str, int] | None:
    """Read "yr-1" and "m⁻²" as what the quantity is counted by."""
    power = _POWERS.get(tokens.word(j + 2))
    if power is None or not tokens.glued(j + 1) or (tokens.glued(j + 2) and tokens.word(j + 3)[:1].isalnum()):
        return None
    unit = unit_at(tokens, j)
    name = _BRIEF_TIMES.get(tokens.words[j]) or (_in_full(unit) if unit is not None and unit.last == j else "")
    if not name or "count:" in name:
        return None
    return name + (f" ** {power}" if power > 1 else ""), j + 2


_BRIEF_TIMES = {"a": "year", "y": "year", "d": "day"}


def _in_full(unit: Unit) -> str:
    return f"({unit.factor} * {unit.name})" if unit.factor != 1 else unit.name


_POWERS = {"1": 1, "2": 2, "3": 3, "¹": 1, "²": 2, "³": 3}


def _tells_when(tokens: Tokens, k: int) -> bool:
    """Tell whether "ago", "earlier" or "from now" follows, so that "a year" is no rate."""
    return tokens.word(k) in AGO or (tokens.word(k) == "from" and tokens.word(k + 1) in ("now", "today"))


def _denominator(tokens: Tokens, k: int, *, listed: bool) -> tuple[str, int] | None:
    word = tokens.word(k)
    if word in _PER_HEAD:
        return "person", k
    if word in ("share", "shares"):
        return "count:share", k
    if "0" <= word < ":" or word in _SCALES:
        return _per_number(tokens, k)
    unit = unit_at(tokens, k)
    if unit is not None and unit.name not in ("%", "ratio"):
        return _in_full(unit), unit.last
    if listed:
        return (f"count:{word}", k) if word in _BARE_RATES or word in _PRICED else None
    return (f"count:{word}", k) if word.isalpha() and len(word) > 2 else None


def _per_number(tokens: Tokens, k: int) -> tuple[str, int] | None:
    """Read "per 100,000 people", "per thousand people"."""
    digits = tokens.word(k).replace(",", "")
    if digits in ("one", "a", "1") and tokens.word(k + 1) in _SCALES:  # "for every one million people"
        k, digits = k + 1, tokens.words[k + 1]
    digits = str(_SCALES.get(digits, digits))
    if not digits.isdecimal() or len(digits) > 9:
        return None
    found = _denominator(tokens, k + 1, listed=False)
    if found is None and len(digits) > 3 and tokens.word(k + 1) in _CLOSERS | {"", ".", ",", ")", ";"}:
        return f"({digits} * person)", k
    if found is None or found[0][0] == "(":
        return None
    name, last = found
    if name.startswith("count:"):
        name, last = _noun_of_rate(tokens, k + 1) or found
    return f"({digits} * {name})", last


_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}


def _noun_of_rate(tokens: Tokens, k: int) -> tuple[str, int] | None:
    """Read "live births" behind "per 1,000"."""
    noun = noun_at(tokens, k, one=False, joined=False)
    if noun is not None:
        return f"count:{noun[0]}", noun[1]
    if is_plural(tokens.word(k + 1)):
        return f"count:{tokens.words[k]} {singular(tokens.words[k + 1])}", k + 1
    return None
