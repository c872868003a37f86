"""Money around a number: signs and codes before it, words, codes and signs behind it."""

from __future__ import annotations

from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from workbench.grammar.measures import is_degree, unit_at
from workbench.grammar.tokens import words_of
from workbench.lexicon import table

if TYPE_CHECKING:
    from workbench.grammar.number import Number
    from workbench.grammar.tokens import Tokens

ONE = Decimal(1)
_CONTEXT = 20_000
_WORDLIKE = frozenset("ALL TRY TOP MAD CUP PEN COP BAM MOP SOS RON GEL AMD BOB LAK ANG SIT XAU".split())
_WRITTEN_SMALL = frozenset("USD EUR GBP INR JPY CHF CNY BTC AUD NZD SGD HKD".split())
_DOLLARS = frozenset("AUD CAD HKD NZD SGD TWD USD".split())
_BEHIND = {"us": "USD", "u.s.": "USD", "usd": "USD", "cad": "CAD", "aud": "AUD", "cdn": "CAD", "nz": "NZD",
           "nzd": "NZD", "hkd": "HKD", "sgd": "SGD", "hk": "HKD", "australian": "AUD", "canadian": "CAD"}  # fmt: skip


class Sign(NamedTuple):
    """A currency sign as written: its tokens, exact letters, code, whether it needs a telling figure, and its scale.

    ``scale`` is 1,000,000 for "SEKm" and "€m".
    """

    pieces: tuple[str, ...]
    exact: str
    code: str
    weak: bool
    scale: Decimal = ONE


class _Words(NamedTuple):
    rest: tuple[str, ...]
    code: str
    factor: Decimal
    scaled: bool
    base: str


@cache
def signs() -> dict[str, tuple[Sign, ...]]:
    """Return the signs and codes that stand before a figure, by their last token, longest first."""
    found: dict[str, list[Sign]] = {}
    for code, written, _, _ in table("currencies"):
        dollars = [code + "$"] if code in _DOLLARS else []
        small = [code.lower()] if code in _WRITTEN_SMALL else []
        for text in [code, *dollars, *small, *([] if written == "-" else written.split("|"))]:
            exact = text.rstrip("~")
            pieces = words_of(exact)
            found.setdefault(pieces[-1], []).append(
                Sign(pieces, exact, code, text.endswith("~") or code == exact in _WORDLIKE)
            )
    return {last: tuple(sorted(entries, key=lambda s: -len(s.pieces))) for last, entries in found.items()}


_SCALES_BEFORE = {"k": 3, "T": 3, "m": 6, "M": 6, "mn": 6, "bn": 9, "Bn": 9}
_CODE, _LONGEST_SCALE = 3, 3
_SCALES_BEHIND = {"k": 3, "K": 3, "m": 6, "M": 6, "mn": 6, "mln": 6, "bn": 9, "Bn": 9, "b": 9, "tn": 12}


@cache
def _codes() -> dict[str, int]:
    """Return the codes of currencies with their places in the table."""
    return {row[0]: place for place, row in enumerate(table("currencies"))}


@lru_cache(maxsize=4096)
def _scaled_codes(word: str) -> tuple[Sign, ...]:
    """Return the codes that a folded word may be with the scale of accounts tied to them ("meur", "sekm", "usdbn")."""
    if not _CODE < len(word) <= _CODE + _LONGEST_SCALE:
        return ()
    before, behind = word[-_CODE:].upper(), word[:_CODE].upper()
    written = [(before, letter + before, power) for letter, power in _SCALES_BEFORE.items()]
    written += [(behind, behind + letter, power) for letter, power in _SCALES_BEHIND.items()]
    known = [one for one in written if one[0] in _codes() and one[1].lower() == word]
    return tuple(
        Sign((word,), exact, code, weak=False, scale=Decimal(10) ** power)
        for code, exact, power in sorted(known, key=lambda one: _codes()[one[0]])
    )


def ends_currency(word: str) -> bool:
    """Tell whether a folded word may be the last one of a currency before a figure ("$", "eur", "sekm", the m of "€m").

    >>> ends_currency("usd"), ends_currency("sekm"), ends_currency("cost")
    (True, True, False)
    """
    return word in signs() or bool(_scaled_codes(word)) or word in _SCALES_BEHIND


@cache
def _money_words() -> dict[str, tuple[_Words, ...]]:
    found: dict[str, list[_Words]] = {}
    for code, _, written, how in table("currencies"):
        always, _, scaled = written.partition(";")
        for group, needs in ((always, False), (scaled, how == "scaled")):
            for word in group.split("|") if group not in ("", "-") else []:
                _add_words(found, word, code, ONE, scaled=needs)
    for word, code, parts, where in table("minor_money"):
        if where == "word":
            _add_words(found, word, code, ONE / Decimal(parts), scaled=False)
    for word in (
        "crown",
        "kr",
        "kroner",
        "krone",
        "peso",
        "pound",
        "dinar",
        "shilling",
        "leu",
        "lei",
        "lev",
        "leva",
        "manat",
    ):
        _add_words(found, word, "", ONE, scaled=False)
    return {first: tuple(sorted(entries, key=lambda e: -len(e.rest))) for first, entries in found.items()}


def _add_words(found: dict[str, list[_Words]], word: str, code: str, factor: Decimal, *, scaled: bool) -> None:
    for form in {word, word if word.endswith("s") else word + "s"}:
        pieces = words_of(form)
        found.setdefault(pieces[0], []).append(_Words(pieces[1:], code, factor, scaled, word))


@cache
def _minor_signs() -> dict[str, tuple[str, Decimal]]:
    return {word: (code, ONE / Decimal(parts)) for word, code, parts, where in table("minor_money") if where == "sign"}


@cache
def _contexts() -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for word, code, clues in table("money_context"):
        found.setdefault(word, []).append((code, tuple(clues.split())))
    return {word: tuple(rows) for word, rows in found.items()}


def by_context(tokens: Tokens, word: str, default: str) -> str:
    """Return the code that the rest of the text speaks for, for a money word that several countries share."""
    return (_context_code(tokens.folded, word) if word in _contexts() else None) or default


@lru_cache(maxsize=16)
def _context_code(folded: str, word: str) -> str | None:
    window = folded[:_CONTEXT]
    return next((code for code, clues in _contexts()[word] if any(clue in window for clue in clues)), None)


def money_before(tokens: Tokens, first: int) -> tuple[int, Sign] | None:
    """Read the currency that ends right before token ``first``: its first token and the sign.

    >>> from workbench.grammar.tokens import tokenise
    >>> start, sign = money_before(tokenise("paid US$ 5"), 3)
    >>> start, sign.code
    (1, 'USD')
    """
    if not first or tokens.starts[first] - tokens.ends[first - 1] > 1:
        return None
    word = tokens.words[first - 1]
    candidates = signs().get(word, ()) + _scaled_codes(word)
    for sign in candidates:
        start = first - len(sign.pieces)
        if start >= 0 and tokens.words[start] == sign.pieces[0] and _is_written(tokens, start, first, sign):
            return start, sign
    power = _SCALES_BEHIND.get(tokens.raw(first - 1))
    if power and first > 1 and tokens.glued(first - 2) and not tokens.words[first - 2].isalnum():
        found = money_before(tokens, first - 1)
        return (found[0], found[1]._replace(scale=Decimal(10) ** power)) if found else None
    return None


def _is_written(tokens: Tokens, start: int, first: int, sign: Sign) -> bool:
    words = tokens.words
    if tuple(words[start:first]) != sign.pieces:
        return False
    written = tokens.raw(start, first - 1)
    if written != sign.exact and (written.replace(" ", "") != sign.exact or len(sign.pieces[0]) < 2):
        return False
    return not (start and tokens.glued(start - 1) and words[start - 1][-1].isalnum() and words[start][0].isalnum())


def telling(number: Number) -> bool:
    """Tell whether a figure looks like an amount: a scale, a separator or at least three digits."""
    return number.scale != 1 or number.value >= 100 or "," in number.digits or "." in number.digits


def qualifier_after(tokens: Tokens, j: int) -> str | None:
    """Return the code that "US" or "Canadian" behind a dollar amount stands for ("$31.20 US")."""
    word = tokens.word(j)
    if word not in _BEHIND or not tokens.raw(j)[:1].isupper() or tokens.word(j + 1) == "$":
        return None
    follower = tokens.word(j + 1)
    return _BEHIND[word] if not follower.isalpha() or follower in ("a", "an", "per", "in", "for", "and", "to") else None


def money_after(tokens: Tokens, j: int, number: Number) -> tuple[str, Decimal, int] | None:
    """Read the currency that starts at token ``j``: its code, the factor of minor money, its last token.

    >>> from workbench.grammar.numbers import number_at
    >>> from workbench.grammar.tokens import tokenise
    >>> text = tokenise("10.5 million Australian dollars")
    >>> money_after(text, 2, number_at(text, 0))
    ('AUD', Decimal('1'), 3)
    """
    words = tokens.words
    if j >= len(words):
        return None
    if words[j] == "-" and j + 1 < len(words):
        j += 1
    word = words[j]
    candidates = _money_words().get(word)
    if candidates is not None:
        for form in candidates:
            last = j + len(form.rest)
            if form.rest and tuple(words[j + 1 : last + 1]) != form.rest:
                continue
            if form.scaled and not (number.scale >= 1000 or number.value >= 1000):
                continue
            if form.base == "pound" and not form.rest and not _pounds_are_money(tokens, number, j):
                return None
            code = by_context(tokens, form.base, form.code or ("GBP" if form.base == "pound" else ""))
            if code:
                return code, form.factor, last
    return _sign_after(tokens, j)


def _sign_after(tokens: Tokens, j: int) -> tuple[str, Decimal, int] | None:
    raw = tokens.raw(j)
    minor = _minor_signs().get(raw)
    if minor is not None and (tokens.glued(j - 1) or raw != "c") and not (raw == "c" and is_degree(tokens, j)):
        upcoming = tokens.word(j + 1)
        return (
            (minor[0], minor[1], j)
            if not (upcoming.isalpha() and tokens.glued(j)) and (upcoming != "/" or unit_at(tokens, j + 2))
            else None
        )
    word = tokens.words[j]
    candidates = signs().get(word, ()) + _scaled_codes(word)
    if not candidates or tokens.starts[j] - tokens.ends[j - 1] > 1:
        return None
    for sign in candidates:
        if len(sign.pieces) == 1 and sign.exact == raw and not sign.weak:
            following = tokens.word(j + 1)
            if raw.isalpha() or not ("0" <= following < ":" and tokens.glued(j)):
                return sign.code, sign.scale, j
    return None


_MASS = frozenset(
    "weigh weighs weighed weighing weight weights heavy heavier lbs lb kg kilograms kilogram ounces overweight "
    "obese diet body "
    "muscle pounder luggage cargo freight lift lifted bench squat deadlift torque thrust force carries shed".split()
)
_COST = frozenset(
    "cost costs costing price priced prices paid pay pays spend spent spending worth budget tax fine fined "
    "salary wages wage "
    "sterling pence pounds-sterling bill fee fees debt loan loans fund funds funding raised donated invest "
    "invested value "
    "valued profit profits revenue sales sold sell sells bought buy buys auction rent rents earn earns earned earning "
    "charge charged charges money income bonus exchange euros dollars £".split()
)


def _pounds_are_money(tokens: Tokens, number: Number, j: int) -> bool:
    """Tell whether "pounds" is money, by what the sentence speaks of; a scale word speaks for money."""
    first, end = tokens.sentence_of(j)
    around = tokens.words[max(first, j - 40) : min(end, j + 40)]
    if not _MASS.isdisjoint(around):
        return False
    if tokens.word(j + 1) == "of":
        return False
    if tokens.words[j - 1] == "-" and tokens.word(j) == "pound":
        return number.scale >= 1000
    return number.scale >= 1000 or not _COST.isdisjoint(around)
