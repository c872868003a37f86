"""Money around a number: signs and codes before it, words, codes and signs behind it."""

from __future__ import annotations

from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from workbench.grammar.tokens import tokenise
from workbench.lexicon import table

if TYPE_CHECKING:
    from workbench.grammar.number import Number
    from workbench.grammar.tokens import Tokens

ONE = Decimal(1)
_CONTEXT = 20_000
_WORDLIKE = frozenset("ALL TRY TOP MAD CUP PEN COP BAM MOP SOS RON GEL AMD ETH BOB LAK ANG SIT XAU".split())
_BEHIND = {"us": "USD", "u.s.": "USD", "usd": "USD", "cad": "CAD", "aud": "AUD", "cdn": "CAD", "nz": "NZD",
           "nzd": "NZD", "hkd": "HKD", "sgd": "SGD", "hk": "HKD", "australian": "AUD", "canadian": "CAD"}  # fmt: skip


class Sign(NamedTuple):
    """A currency sign as written: its tokens, exact letters, code, and whether it needs a telling figure."""

    pieces: tuple[str, ...]
    exact: str
    code: str
    weak: bool


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
        for text in [code, *([] if written == "-" else written.split("|"))]:
            exact = text.rstrip("~")
            pieces = tuple(tokenise(exact).words)
            found.setdefault(pieces[-1], []).append(
                Sign(pieces, exact, code, text.endswith("~") or code == exact in _WORDLIKE)
            )
    return {last: tuple(sorted(entries, key=lambda s: -len(s.pieces))) for last, entries in found.items()}


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
        pieces = tokenise(form).words
        found.setdefault(pieces[0], []).append(_Words(tuple(pieces[1:]), code, factor, scaled, word))


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


def money_before(tokens: Tokens, first: int) -> tuple[str, int, Sign] | None:
    """Read the currency that ends right before token ``first``: its code, its first token, the sign.

    >>> money_before(tokenise("paid US$ 5"), 3)[:2]
    ('USD', 1)
    """
    if not first:
        return None
    words = tokens.words
    candidates = signs().get(words[first - 1])
    if candidates is None or tokens.starts[first] - tokens.ends[first - 1] > 1:
        return None
    for sign in candidates:
        start = first - len(sign.pieces)
        if start < 0 or tuple(words[start:first]) != sign.pieces:
            continue
        written = tokens.raw(start, first - 1)
        if written != sign.exact and (written.replace(" ", "") != sign.exact or len(sign.pieces[0]) < 2):
            continue
        if start and tokens.glued(start - 1) and words[start - 1][-1].isalnum() and words[start][0].isalnum():
            continue
        return sign.code, start, sign
    return None


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
    if minor is not None and (tokens.glued(j - 1) or raw != "c"):
        upcoming = tokens.word(j + 1)
        return (minor[0], minor[1], j) if not (upcoming.isalpha() and tokens.glued(j)) and upcoming != "/" else None
    candidates = signs().get(tokens.words[j])
    if candidates is None or tokens.starts[j] - tokens.ends[j - 1] > 1:
        return None
    for sign in candidates:
        if len(sign.pieces) == 1 and sign.exact == raw and not sign.weak:
            following = tokens.word(j + 1)
            if raw.isalpha() or not ("0" <= following < ":" and tokens.glued(j)):
                return sign.code, ONE, j
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
    "valued profit profits revenue sales money income bonus exchange euros dollars £".split()
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
