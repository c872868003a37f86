"""Whether a claim's unit and kind can be said of an indicator at all, as a factor between 0 and 1."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError
from workbench.lexicon import table
from workbench.link.per import base_of, counted, over, without_year
from workbench.link.phrases import stem, terms, vocabulary
from workbench.model import PERCENT_CHANGES
from workbench.units import dimension

if TYPE_CHECKING:
    from workbench.model import Claim, Indicator

MONEY = re.compile(r"[A-Z]{3}(?= ?/|$)")
_EXCHANGE = re.compile(r"([A-Z]{3})/([A-Z]{3})")
_PEOPLE = frozenset("person people inhabitant resident citizen man woman child head soul mouth".split())
_WHO = ("er", "ee", "or", "ent", "ant", "ist", "ian")
_FITTING_PEOPLE = 0.85
_EVENTS = ("date", "relative_date", "event_order", "ordinal_period")
REAL = frozenset(("real", "constant", "inflation-adjusted", "adjusted", "volume"))
NOMINAL = frozenset(("nominal", "current", "cash"))
_UNQUALIFIED, _OTHERWISE = 0.88, 0.75
_OTHER_NOUN = 0.35
_AT_CONSTANT = 0.45  # an amount at constant prices is none at current ones
_TURNED = 0.4
_PLAIN = ("1", "", "dimensionless")
_OTHER_BASE = 0.6
_OF_SHARE = 0.7
_OTHER_MONEY = 0.7
_OF_AMOUNT = 0.9
_TOO_COARSE = 0.7
_FINER = 0.96
_LEAP_YEAR = 366
_NO_RATE = 1_000_000
_DAYS_OF = {"A": 360, "S": 180, "Q": 88, "M": 28, "W": 7, "D": 1}
_CHANGE_WORDS = frozenset(("inflation", "growth", "change", "deflation"))
_EVERY = {"day": "daily", "week": "weekly", "month": "monthly", "year": "yearly", "hour": "hourly"}
_BALANCES = frozenset(("balance", "profit", "surplus"))
_OF_WHOLE = frozenset(("of", "share", "relative", "percent"))
_OVER = ("multiple", "fraction", "percent_change")
COMPARISONS = ("multiple", "rank", "superlative", "streak", "fraction")


def is_event_claim(claim: Claim) -> bool:
    """Tell whether a claim is about when something happened rather than how much."""
    if claim.kind == "duration":
        return claim.relation in ("after", "before", "since")
    return claim.kind in _EVENTS


def fits(claim: Claim, indicator: Indicator) -> float:
    """Return how well the claim's unit and kind fit the indicator: 0 never, 1 fully."""
    if is_exchange_rate(indicator) and isinstance(claim.value, Decimal) and abs(claim.value) >= _NO_RATE:
        return 0.0  # "lost 23.9 billion rand"
    if claim.kind in COMPARISONS or claim.relation == "share":
        return _fits_comparison(claim, indicator)
    if claim.kind in PERCENT_CHANGES:
        return _fits_change(claim, indicator)
    if claim.relation in ("share", "a_year") and not is_percent(indicator):
        return _OF_AMOUNT
    unit = claim.unit if indicator.freq != "A" or "/" in indicator.unit else without_year(claim.unit)
    return _fits_level(unit, indicator) * _fits_base(unit, indicator)


def fits_unit(unit: str, indicator: Indicator) -> bool:
    """Tell whether an amount in a unit may be one of an indicator at all."""
    return _fits_level(unit, indicator) > 0


def fits_prices(claim: Claim, indicator: Indicator, words: frozenset[str] | set[str]) -> float:
    """Return a factor for the price basis: levels are nominal and growth is real unless the text says otherwise."""
    if indicator.prices not in ("constant", "current"):
        return 1.0
    real = indicator.prices == "constant"
    if words & (REAL if real else NOMINAL):
        return 1.0
    if words & (NOMINAL if real else REAL):
        return _OTHERWISE if real or claim.kind not in ("money", "quantity", "rate") else _AT_CONSTANT
    of_change = claim.kind == "percent_change" and claim.relation != "than"
    expected_real = (of_change and claim.unit in ("%", None)) or (claim.kind in _OVER and claim.base_unit == "%")
    return 1.0 if real == expected_real else _UNQUALIFIED


def fits_money_said(indicator: Indicator, told: str | None) -> float:
    """Return a factor for the currency in which the text says that it counts: a series in another is another."""
    own = indicator.currency or (MONEY.match(indicator.unit) or [""])[0]
    return _OTHER_MONEY if told and own and own != told and not _EXCHANGE.fullmatch(indicator.unit) else 1.0


@cache
def _contraries() -> tuple[frozenset[str], ...]:
    return tuple(
        frozenset(word for wording in row.split("|") for word in terms(wording.strip()).words)
        for name, row in table("linking")
        if name == "contrary"
    )


def is_contrary(indicator: Indicator, words: frozenset[str] | set[str]) -> bool:
    """Tell whether a claim's own words name only the other side of what an indicator measures: imports, exports."""
    known = vocabulary(indicator)
    return any(len(pair & known) == 1 and len(pair & words) == 1 and not pair & known & words for pair in _contraries())


def fits_heads(claim: Claim, indicator: Indicator, words: frozenset[str] | set[str]) -> float:
    """Return a factor for a figure per head of the population: the total is another figure."""
    if per_person(claim.unit) or claim.kind in COMPARISONS:
        return 1.0
    per_head = "capita" in vocabulary(indicator) or per_person(indicator.unit)
    return _OTHER_BASE if per_head != ("capita" in words) and _is_amount(claim.unit) else 1.0


def _is_amount(unit: str | None) -> bool:
    return unit is None or (unit not in ("%", "ratio", "index") and not unit.startswith("count:"))


def fits_period(claim: Claim, indicator: Indicator) -> float:
    """Return a factor for the frequency: a month cannot be looked up in a series of years."""
    if claim.period is None or claim.period[0] is None or claim.period[1] is None:
        return 1.0
    start, end = claim.period[0], claim.period[1]
    days = (end - start).days + 1
    own = _DAYS_OF.get(indicator.freq, 1)
    if days < own:
        return _TOO_COARSE
    if indicator.freq == "A" and days <= _LEAP_YEAR and (start.month, start.day) != (1, 1):
        return _TOO_COARSE  # "the year to October" is none of the calendar's
    return 1.0 if days < 4 * own else _FINER


def _fits_comparison(claim: Claim, indicator: Indicator) -> float:
    if claim.kind == "fraction" or claim.relation == "share":
        told = claim.relation is not None or claim.base_period is not None
        return 1.0 if is_percent(indicator) else 0.85 if told else 0.75
    if claim.kind == "multiple" and claim.base_unit == "%":
        return 1.0 if is_change(indicator) else _OTHER_BASE
    if claim.kind == "multiple" and claim.anchor.endswith("rate"):
        return 1.0 if is_percent(indicator) else _OTHER_BASE
    if claim.kind == "multiple":
        return 0.85 if indicator.derived_from.startswith("growth(") else 1.0
    if claim.unit == "%":
        return 1.0 if is_percent(indicator) else 0.8
    return 0.9 if indicator.derived_from.startswith("growth(") else 1.0


def _fits_change(claim: Claim, indicator: Indicator) -> float:
    if claim.kind == "percent_change" and claim.relation == "than" and claim.base_unit != "%":
        return _OTHER_BASE if is_change(indicator) else 1.0
    if claim.kind == "percent_change":
        if is_change(indicator):
            return 1.0
        if is_percent(indicator):
            return 0.8
        return 0.85
    return 1.0 if is_percent(indicator) else 0.2


def _fits_level(unit: str | None, indicator: Indicator) -> float:
    exchange = _EXCHANGE.fullmatch(indicator.unit)
    if unit is None:
        return 0.75 if indicator.unit == "currency" or exchange else 0.85
    if "/" in unit and "/" not in indicator.unit and (rate := _fits_rate(unit, indicator)) is not None:
        return rate
    if unit in ("%", "ratio"):
        if is_percent(indicator):
            return 0.85 if indicator.derived_from.startswith("growth(") else 1.0
        if unit == "%" and over(unit, indicator) == 1 and "/" not in indicator.unit:
            return 1.0  # "subscriptions (per 100 people)"
        return 0.75 if indicator.unit == "index" else 0.45
    if unit == "index" or indicator.unit == "index":
        return 1.0 if unit == indicator.unit else 0.0
    if money := MONEY.match(unit):
        return _OF_SHARE if "/" not in unit and of_gdp(indicator) else _fits_money(money[0], unit, indicator)
    if unit.startswith("count:"):
        return _fits_count(unit, indicator)
    if indicator.unit in ("currency", "percent", "percentage_point", "index") or exchange:
        return 0.0
    if indicator.unit.startswith("count:"):
        return 0.0
    if per_person(unit) and not per_person(indicator.unit):
        unit = unit.rpartition("/")[0].strip()
    return 1.0 if _same_dimension(unit, indicator.unit) else 0.0


def _fits_rate(unit: str, indicator: Indicator) -> float | None:
    """Return how well a rate fits an indicator whose words tell what it is per; nothing where they do not."""
    own = None if is_percent(indicator) else base_of(indicator)
    above, base = counted(unit)
    if own is None or base is None:
        return None
    if base.thing != own.thing:
        return 0.0 if max(base.number, own.number) > 1 else None
    if above == "1":
        return 1.0
    return _fits_count(above, indicator) if above.startswith("count:") else _fits_level(above, indicator)


def _fits_base(unit: str | None, indicator: Indicator) -> float:
    """Return a factor for a plain number of things: one for each thousand people, or square mile, is another figure."""
    own = base_of(indicator) if unit is not None and unit[:6] == "count:" and "/" not in unit else None
    return _OTHER_BASE if own is not None and (own.number > 1 or "**" in own.thing) else 1.0


def _fits_money(code: str, unit: str, indicator: Indicator) -> float:
    if exchange := _EXCHANGE.fullmatch(indicator.unit):
        return 1.0 if code in exchange.groups() else 0.0
    own = indicator.currency or (MONEY.match(indicator.unit) or [""])[0]
    if indicator.unit != "currency" and not MONEY.match(indicator.unit):
        return 0.0
    if "/" in unit and "/" not in indicator.unit and not per_person(unit):
        each = unit.rpartition("/")[2].strip()
        if not each.startswith("count:"):
            return 1.0 if _EVERY.get(each, each) in vocabulary(indicator) else 0.6
        return 1.0 if _tells_per(each, indicator) else _OTHER_NOUN
    if ("/" in unit) != ("/" in indicator.unit):
        return 0.97 if per_person(unit) and indicator.unit == "currency" else 0.6
    return 1.0 if not own or own == code else 0.5


def _fits_count(unit: str, indicator: Indicator) -> float:
    counted, _, each = unit.partition("/")
    if each and "/" not in indicator.unit and not _tells_per(each, indicator):
        return 0.0
    noun = counted.strip().removeprefix("count:").replace("_", " ")
    if not indicator.unit.startswith("count:") and indicator.unit not in _PLAIN:
        return 0.0
    if indicator.unit in _PLAIN and base_of(indicator) is None:
        return 0.9 if set(terms(noun.split()[-1]).words) <= vocabulary(indicator) else 0.55
    own = indicator.unit.partition("/")[0].strip().removeprefix("count:").replace("_", " ")
    if noun == own or noun.split()[-1] == own.split()[-1]:
        return 1.0
    told = (set(terms(noun.split()[-1]).words), set(terms(noun).words))  # "foreign visitors" are tourists
    if {noun.split()[-1], own} <= _PEOPLE or any(words <= vocabulary(indicator) for words in told):
        return 0.95
    if any(noun.split()[-1] in row and row & (vocabulary(indicator) | {own}) for row in _counted_as()):
        return 0.95
    if noun.split()[-1] in _PEOPLE and own in _PLAIN and vocabulary(indicator) & (_PEOPLE | {"population"}):
        return 0.95
    if noun.split()[-1] in _PEOPLE and own.endswith(_WHO):
        return _FITTING_PEOPLE
    return _OTHER_NOUN


@cache
def _counted_as() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(w.strip() for w in row.split("|")) for name, row in table("linking") if name == "counted_as")


def _tells_per(each: str, indicator: Indicator) -> bool:
    """Tell whether an indicator is described as one per what a unit is per ("births per woman")."""
    words = re.findall(r"[a-z]+|[0-9]+", each.replace("count:", "").replace("_", " "))
    return {stem(word) for word in words} <= {word.replace(",", "") for word in vocabulary(indicator)}


def is_change(indicator: Indicator) -> bool:
    """Tell whether the indicator is itself a rate of change: published growth, inflation."""
    if indicator.derived_from.startswith("growth("):
        return True
    return is_percent(indicator) and bool(_CHANGE_WORDS & vocabulary(replace(indicator, aliases=(), definition="")))


def fits_sign(claim: Claim, indicator: Indicator, words: frozenset[str] | set[str]) -> float:
    """Return a factor for what is told of a deficit: its rises and records are none of the balance."""
    turned = "deficit" in words and "balance" not in words and is_balance(indicator)
    return _TURNED if turned and (claim.kind in COMPARISONS or claim.direction or claim.base_period) else 1.0


def is_balance(indicator: Indicator) -> bool:
    """Tell whether an indicator is below zero where there is a deficit or a loss."""
    return not _BALANCES.isdisjoint(vocabulary(indicator))


def per_person(unit: str | None) -> bool:
    """Tell whether a unit is per head of the population."""
    return unit is not None and bool(re.search(r"/ ?(count:)?(person|people|inhabitant|head|capita)$", unit))


def of_gdp(indicator: Indicator) -> bool:
    """Tell whether an indicator is a share of gross domestic product."""
    if not is_percent(indicator) or indicator.derived_from:
        return False
    label = indicator.label.lower()
    told = "(% of gdp" in label or not _OF_WHOLE.isdisjoint(label.replace("%", "percent").split())
    return told and "gdp" in vocabulary(indicator)


def is_exchange_rate(indicator: Indicator) -> bool:
    """Tell whether the indicator is what one money costs in another."""
    return _EXCHANGE.fullmatch(indicator.unit) is not None


def is_percent(indicator: Indicator) -> bool:
    """Tell whether the indicator is measured in per cent."""
    return indicator.unit in ("percent", "%", "percentage_point")


@cache
def _same_dimension(one: str, other: str) -> bool:
    try:
        return dimension(one) == dimension(other)
    except WorkbenchError:
        return False
