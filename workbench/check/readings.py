"""How the tables answer a claim: what it admits, and by which rows and formulas it can be answered."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from workbench.check import changes, joins, levels, money
from workbench.check import rows as pick
from workbench.check.admit import Admitted, admitted, signed
from workbench.errors import UsageError
from workbench.grammar.claims_spans import is_year_long
from workbench.grammar.claims_words import group
from workbench.link.fit import is_exchange_rate, is_percent
from workbench.link.phrases import terms
from workbench.link.wording import A_YEAR, AVERAGE, BALANCE, SHARE, TOGETHER

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.check.view import Reading, View
    from workbench.model import Claim, Indicator, Link

_DIRECTIONS = ("percent_change", "pp_change", "difference")
_READERS: dict[str, Callable[[View, Claim, Link], list[Reading]]] = {
    "percent_change": changes.growth,
    "pp_change": changes.change,
    "bp_change": changes.change,
    "rank": levels.rank,
}
_OF_CHANGE = frozenset(
    "fastest slowest growth pace increase rise jump surge gain fastest steepest sharpest decline fall drop".split()
)
_OF_MONEY = frozenset(("weakest", "strongest", "worst", "best"))
_OF_VALUE = frozenset(("worst", "best"))
_LONGEST_STREAK = 100
_POINTS = {"pp_change": Fraction(1), "bp_change": Fraction(100)}


def readings(view: View, claim: Claim, link: Link) -> tuple[Admitted, list[Reading]]:
    """Return what the claim admits and how the tables answer it.

    Raises UsageError where the claim's money cannot be converted.
    """
    assert link.indicator is not None
    if claim.kind in ("streak", "superlative"):
        return _extremes(view, claim, link)
    if isinstance(claim.value, str) or (claim.value is None and claim.kind not in _DIRECTIONS):
        return signed(replace(claim, value=None)), []
    indicator = view.reference.indicators[link.indicator]
    if claim.relation == A_YEAR and (found := joins.yearly(view, claim, link)):
        return signed(replace(claim, kind="percent_change")), found
    if claim.kind == "percent_change" and claim.relation == "than":
        return signed(claim), levels.compared(view, claim, link, "growth")
    if claim.kind == "pp_change" and claim.relation == BALANCE:
        return signed(claim), joins.balance(view, claim, link)
    if claim.kind in _POINTS and claim.relation == "than":
        return signed(claim), levels.compared(view, claim, link, "difference", by=_POINTS[claim.kind])
    if claim.kind in _READERS:
        return signed(claim), _READERS[claim.kind](view, claim, link)
    if claim.kind in ("multiple", "difference") or (claim.kind == "fraction" and claim.relation == "than"):
        return _compared(view, claim, link)
    if claim.kind == "percent" and claim.base_period and claim.base_value is None and claim.basis != "since":
        return admitted(claim), changes.of_then(view, claim, link)
    if claim.relation == SHARE or (claim.kind == "fraction" and claim.unit in ("ratio", "%")):
        return admitted(claim), levels.share(view, claim, link)
    if claim.unit == "%" and not is_percent(indicator):
        return admitted(claim), changes.growth(view, _of_whole_year(claim), link)
    return admitted(claim), _amounts(view, claim, link, indicator)


def _of_whole_year(claim: Claim) -> Claim:
    """Return a rate of a whole year, told of an index, as the change of its average on the year before."""
    start, end = claim.period or (None, None)
    if claim.kind != "percent" or claim.base_period is not None or start is None or end is None:
        return claim
    return replace(claim, base_period=pick.before((start, end))) if is_year_long((start, end)) else claim


def _amounts(view: View, claim: Claim, link: Link, indicator: Indicator) -> list[Reading]:
    """Return the readings of a level: of all entities named, of a group's members, in the claim's money."""
    if claim.relation == BALANCE:
        found = joins.balance(view, claim, link) or levels.level(view, claim, link)
    elif claim.relation in (TOGETHER, AVERAGE):
        found = joins.together(view, claim, link)
    else:
        found = levels.level(view, claim, link) or joins.group(view, claim, link)
        found = found or joins.amount_of_share(view, claim, link)
    if money.needs_rate(claim, indicator):
        return [money.converted(view, claim, reading, indicator) for reading in found]
    return found


def _compared(view: View, claim: Claim, link: Link) -> tuple[Admitted, list[Reading]]:
    if claim.period is None and claim.base_period is not None and len(link.entities) > 1 and claim.basis != "since":
        claim = replace(claim, period=claim.base_period, base_period=None)
    function = "difference" if claim.kind == "difference" else "ratio"
    found = levels.compared(view, claim, link, function) if _between_entities(claim, link) else []
    if claim.relation == "than" and claim.base_period is None:
        return signed(claim), found  # "exceeded its imports by $19bn", "twice what Peru has" are no changes over time
    over_time = changes.change if claim.kind == "difference" else changes.multiple
    return signed(claim), found or over_time(view, claim, link)


def _between_entities(claim: Claim, link: Link) -> bool:
    """Tell whether a claim compares two entities: it says so, or names two and no time to compare with."""
    return claim.relation == "than" or (
        claim.kind == "multiple" and claim.base_period is None and len(link.entities) > 1
    )


def _extremes(view: View, claim: Claim, link: Link) -> tuple[Admitted, list[Reading]]:
    if claim.kind == "streak":
        length = int(claim.value) if isinstance(claim.value, Decimal) else 2
        down = claim.direction == "down"
        zero = Fraction()
        run = Admitted(None if down else zero, zero if down else None, "the same direction each time", strict_ends=True)
        return run, changes.streak(view, claim, link, min(length, _LONGEST_STREAK))
    if isinstance(claim.value, Decimal):
        return admitted(claim), _either_end(admitted(claim), view, claim, link, levels.rank)
    assert link.indicator is not None
    if claim.unit is None and is_of_change(claim, view.reference.indicators[link.indicator]):
        claim = replace(claim, unit="%")
    if is_exchange_rate(view.reference.indicators[link.indicator]) and not _OF_MONEY.isdisjoint(
        terms(claim.quote).words
    ):
        # A money is weakest when the other one costs most of it.
        claim = replace(claim, relation="high" if claim.relation == "low" else "low")
    if claim.unit == "%" and not group("down").isdisjoint(claim.quote.lower().split()):
        claim = replace(claim, relation="low")
    above = Admitted(Fraction(), None, "above all others", strict_ends=True)
    return above, _either_end(above, view, claim, link, changes.record)


def _either_end(
    admits: Admitted, view: View, claim: Claim, link: Link, read: Callable[[View, Claim, Link], list[Reading]]
) -> list[Reading]:
    """Read a place or a record; the worst year for a disease has the most cases, the worst for a harvest the least."""
    found = read(view, claim, link)
    if _OF_VALUE.isdisjoint(terms(claim.quote).words) or _holds(admits, found):
        return found
    other = read(view, replace(claim, relation="high" if claim.relation == "low" else "low"), link)
    return other if _holds(admits, other) else found


def _holds(admits: Admitted, found: list[Reading]) -> bool:
    try:
        return any(admits.holds(reading.result()) for reading in found)
    except UsageError:
        return False


def is_of_change(claim: Claim, indicator: Indicator) -> bool:
    """Tell whether a record is one of the change and not of the level ("at a record pace", "the fastest rise")."""
    said = set(terms(claim.quote).words)
    of_pace = "pace" in terms(claim.subject).words
    return of_pace or bool(said & _OF_CHANGE) or ("rate" in said and not is_percent(indicator))
