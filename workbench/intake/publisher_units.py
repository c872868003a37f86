"""Unit strings of publishers ("million tonnes", "% of GDP", "constant 2015 US$") to how our tables measure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from workbench.extract import extract
from workbench.lexicon import table
from workbench.model import Document

_INDEX = re.compile(r"\b(\d{4})(?:\s*[-/–]\s*(\d{2}|\d{4}))?\s*=\s*100\b")
_YEAR = re.compile(r"\b((?:19|20)\d\d)(?:[-/–](\d{2}|\d{4}))?\b")
_CONSTANT = re.compile(r"\b(constant|chained|real|deflated|volumes?)\b", re.IGNORECASE)
_CURRENT = re.compile(r"\b(current|nominal)\b", re.IGNORECASE)
_PRICE_WORDS = re.compile(
    r"\b(at|in|constant|chain(?:ed)?[- ]linked|chained|current|nominal|real|deflated|volumes?|prices?|market|"
    r"exchange rates?|(?:19|20)\d\d(?:[-/–]\d{2,4})?|base year|reference year)\b",
    re.IGNORECASE,
)
# What publishers add to a unit and what does not change it.
_ASIDE = re.compile(
    r"^units?\s*:|\bBoP\b|\bn?sa(?:ar)?\b|\bannual rate\b|"
    r"\b(?:not )?(?:seasonally|calendar)(?: and (?:calendar|seasonally))? adjusted\b",
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"(?:\b(?:percentage|per ?cent|pct\.?)|%)[- ]?(?:points?|pts?\b)|\bp\.?p\.?s?(?![\w.])", re.IGNORECASE
)
_PERCENT = re.compile(r"%|\b(per ?cent|percentage|pct)\b", re.IGNORECASE)
_OF = re.compile(r"(?:%|\bper ?cent|\bpercentage|\bpct|\bshare)\s*(?:\([^)]*\)\s*)?of\b", re.IGNORECASE)
_PURCHASING_POWER = re.compile(r"\b(ppp|pps|purchasing power|international (?:\$|dollars?))", re.IGNORECASE)
_SUBSTANCE = re.compile(
    r"\b(?:of )?(?:CO2|CO₂|carbon dioxide|CH4|N2O|greenhouse gas(?:es)?)(?:[- ]?(?:e|eq|equivalents?))?\b\.?",
    re.IGNORECASE,
)
_SCALES = (
    (r"hundred thousands?", "hundred thousand"), (r"thousands?|'000s?|(?<![\d,.])000s?|ths|k(?=\b)", "thousand"),
    (r"millions?|mio|mln|mn|mill\.?|(?<=[£$€¥])m", "million"), (r"billions?|bn|bln|mrd|milliards?", "billion"),
    (r"trillions?|trn|tn", "trillion"), (r"lakhs?", "lakh"), (r"crores?", "crore"),
)  # fmt: skip
_TIMES = ("second", "minute", "hour", "day", "week", "month", "year")
_STOCK = re.compile(
    r"\b(population|inhabitants|stock|debt|reserves|labour force|labor force|employment|employed|unemployed|assets|"
    r"capacity|area|number of (?:people|persons))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Measure:
    """How an indicator is measured; ``printed`` is the publisher's own string, ``problem`` says why it is not read."""

    unit: str = ""
    unit_mult: int = 0
    currency: str = ""
    prices: str = ""
    base_period: str = ""
    kind: str = ""
    printed: str = ""
    problem: str = ""


def measured_in(printed: str, label: str = "") -> Measure:
    """Read a publisher's unit; ``label`` helps to tell a stock from a flow.

    >>> found = measured_in("constant 2015 US$, millions")
    >>> found.unit, found.unit_mult, found.currency, found.prices, found.base_period
    ('currency', 6, 'USD', 'constant', '2015')
    >>> measured_in("% of GDP").kind, measured_in("persons, thousands").unit
    ('ratio', 'count:person')
    """
    text = _in_words(" ".join(_ASIDE.sub(" ", printed).split()).strip("()[],; "))
    found = _percent(text) or _index(text) or _money_or_thing(text)
    found = found if found.problem or found.kind else replace(found, kind="stock" if _STOCK.search(label) else "flow")
    return replace(found, printed=printed)


def _in_words(text: str) -> str:
    """Put plain words in the place of a publisher's codes and short forms."""
    exact, words = _phrases()
    if text in exact:
        return exact[text]
    parts = re.split(r"([\s,;/()]+)", text)
    return "".join(exact.get(part) or words.get(part.casefold(), part) for part in parts)


@cache
def _phrases() -> tuple[dict[str, str], dict[str, str]]:
    rows = {row[0]: row[1] for row in table("publisher_units")}
    exact = {
        printed: read
        for printed, read in rows.items()
        if printed != printed.lower() or "_" in printed or "/" in printed
    }
    return exact, {printed: read for printed, read in rows.items() if printed not in exact}


def _percent(text: str) -> Measure | None:
    if _POINTS.search(text):
        return Measure("percentage_point", kind="rate")
    if not _PERCENT.search(text):
        return None
    if _OF.search(text):
        return Measure("percent", kind="ratio")
    return Measure("percent", kind="rate")


def _index(text: str) -> Measure | None:
    base = _INDEX.search(text)
    if not base and not re.match(r"ind(ex|ices)\b", text, re.IGNORECASE):
        return None
    if not base:
        return Measure("index", kind="index", problem="an index without the period in which it is 100")
    return Measure("index", kind="index", base_period=_stretch(base[1], base[2] or ""))


def _stretch(first: str, last: str) -> str:
    """Return a year, or two as an interval, the second perhaps printed short."""
    return first + (f"/{first[: 4 - len(last)]}{last}" if last else "")


def _money_or_thing(text: str) -> Measure:
    if _PURCHASING_POWER.search(text):
        return Measure(problem="purchasing power parities are no currency of ISO 4217")
    year = _YEAR.search(text)
    current = _CURRENT.search(text)
    prices = "constant" if _CONSTANT.search(text) or (year and not current) else "current" if current else ""
    plain = _PRICE_WORDS.sub(" ", text) if prices or re.search(r"\bprices?\b", text, re.IGNORECASE) else text
    power, rest = _scale(_SUBSTANCE.sub(" ", plain))
    rest = re.sub(r"\b(number|no\.?) of\b", " ", rest, flags=re.IGNORECASE)
    exchange = _exchange_rate(rest)
    if exchange:
        return Measure(exchange, power, kind="ratio")
    unit, mult = _unit(rest)
    if not unit:  # "people per sq. km of land area"
        unit, mult = _unit(re.sub(r"\bof\b.*", "", rest))
    if not unit or ("oil equivalent" in rest and "oil_equivalent" not in unit):
        return Measure(problem="a unit that is not known")
    money = re.match(r"([A-Z]{3})(?: / (.+))?$", unit)
    if money is None:
        over_time = unit.rpartition("/ ")[2] in _TIMES
        return Measure(unit, power + mult, kind="ratio" if "/" in unit and not over_time else "")
    base = _stretch(year[1], year[2] or "") if year and prices == "constant" else ""
    per_person = money[2] in ("person", "count:person")
    if money[2] and not per_person:
        return Measure(unit, power + mult, kind="ratio")
    return Measure("currency", power + mult, money[1], prices or "current", base, "ratio" if per_person else "flow")


def _scale(text: str) -> tuple[int, str]:
    """Take the scale word out of a unit: its power of ten and what is left."""
    for pattern, word in _SCALES:
        found = re.search(rf"(?<![\w])(?:{pattern})(?:\s+of\b)?(?![\w])", text, re.IGNORECASE)
        if found and not re.search(r"\bper\s*$|/\s*$", text[: found.start()]):
            value = extract(Document("scale", f"2 {word} people.")).quantities[0].value
            assert isinstance(value, Decimal)
            return (value / 2).adjusted(), f"{text[: found.start()]} {text[found.end() :]}"
    return 0, text


def _unit(text: str) -> tuple[str, int]:
    """Read what is counted or measured, as a text would say it of two of them."""
    words = " ".join(re.sub(r"[;()]|,(?!\d)", " ", text).split())
    for sign, code in _signs():
        words = re.sub(rf"(?<![\w$]){re.escape(sign)}(?![\w$])", f"{code} ", words)
    words = " ".join(words.split())
    if not words or re.fullmatch(r"(number|units?|count|local currency.*)", words, re.IGNORECASE):
        return "", 0
    found = extract(Document("unit", f"2 {words}.")).quantities
    if len(found) != 1 or found[0].start != 0 or found[0].unit is None or len(found[0].quote) < len(words) + 2:
        return "", 0
    value = found[0].value
    assert isinstance(value, Decimal)
    by = value / 2
    if by != Decimal(1).scaleb(by.adjusted()):
        return "", 0
    return found[0].unit.replace("count:people", "count:person"), by.adjusted()


def _exchange_rate(text: str) -> str:
    """Return ``AAA/BBB`` for "Japanese yen per euro"; empty for anything else."""
    one, per, other = re.sub(r"\s*/\s*|\s+to (?:one|1)\s+", " per ", text, flags=re.IGNORECASE).partition(" per ")
    codes = [_unit(part)[0] for part in (one, other)] if per else []
    return "/".join(codes) if codes and all(re.fullmatch("[A-Z]{3}", code) for code in codes) else ""


@cache
def _signs() -> tuple[tuple[str, str], ...]:
    """Every sign of a currency with its code, the longest first."""
    found = [(sign.rstrip("~"), code) for code, signs, _, _ in table("currencies") for sign in signs.split("|")]
    return tuple(sorted(((s, c) for s, c in found if s not in ("-", "")), key=lambda pair: -len(pair[0])))
