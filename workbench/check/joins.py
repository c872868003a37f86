"""Readings that join series: several countries at once, a group from its members, money out of a share of GDP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.check import rows as pick
from workbench.check.changes import base_of, levels_of
from workbench.check.levels import basis_of, conversion, days_of, over_all, scaled
from workbench.check.view import Reading, View
from workbench.link.fit import MONEY, of_gdp
from workbench.link.phrases import vocabulary
from workbench.link.sides import sides
from workbench.link.wording import AVERAGE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from workbench.model import Claim, Link, Observation

_BALANCES = frozenset(("balance", "surplus", "deficit", "net"))


def together(view: View, claim: Claim, link: Link) -> list[Reading]:
    """Return the readings of a sum or plain mean over the entities that a claim names, all of them or none."""
    assert link.indicator is not None
    named = [e for e in link.entities if view.reference.has(link.indicator, e) or view.reference.members(e)]
    members = [m for e in named for m in (view.reference.members(e) if len(named) == 1 else ()) or (e,)]
    return joined(view, claim, link, tuple(dict.fromkeys(members)))


def group(view: View, claim: Claim, link: Link) -> list[Reading]:
    """Return the readings of a group that no row gives: from all its members, never from some."""
    assert link.entity is not None
    return joined(view, claim, link, view.reference.members(link.entity))


def joined(view: View, claim: Claim, link: Link, entities: Sequence[str]) -> list[Reading]:
    """Return the sum (or mean) of one series over entities, one reading for each source that has them all."""
    assert link.indicator is not None
    indicator = view.reference.indicators[link.indicator]
    by, name = conversion(claim.unit, indicator), "mean" if claim.relation == AVERAGE else "sum"
    period = days_of(view, claim, view.observed(link.indicator, entities[0])) if entities else None
    if by is None or period is None:
        return []
    note = f"{name} of {len(entities)} entities"
    return [
        Reading(scaled(formula, by), tuple(rows), claim.unit or "", rows[0].source, note=note)
        for formula, rows in over_all(view, indicator, entities, period, name)
    ]


def amount_of_share(view: View, claim: Claim, link: Link) -> list[Reading]:
    """Return the readings of money out of a share of GDP: the share times the output of the same year."""
    assert link.indicator is not None
    assert link.entity is not None
    if not claim.unit or not MONEY.match(claim.unit) or not of_gdp(view.reference.indicators[link.indicator]):
        return []
    shares = view.observed(link.indicator, link.entity)
    found = []
    for output in view.linker.outputs:
        levels = view.observed(output, link.entity)
        period = days_of(view, claim, shares)
        for share in pick.at(shares, *period) if period else ():
            for level in pick.at(levels, *period) if period else ():
                formula = "product(product(#0, #1), 0.01)"
                found.append(Reading(formula, (share, level), claim.unit, basis_of(share)))
    return found


def balance(view: View, claim: Claim, link: Link) -> list[Reading]:
    """Return the readings of a surplus, deficit or gap that no row gives: exports less imports, or between entities."""
    assert link.indicator is not None
    indicator = view.reference.indicators[link.indicator]
    if not _BALANCES.isdisjoint(vocabulary(indicator)):
        return []
    pair = sides(view.reference, indicator)
    if not pair:
        return _gap(view, claim, link)
    found = []
    for entity, counterpart in view.reporters(link):
        out, into = (view.observed(name, entity, counterpart) for name in pair)
        period = days_of(view, claim, out)
        for sold in pick.at(out, *period) if period else ():
            for bought in pick.at(into, *period) if period else ():
                theirs = bool(claim.entities) and claim.entities[0] == counterpart
                first, second = (sold, bought) if (claim.anchor == "surplus") != theirs else (bought, sold)
                if claim.anchor == "gap" and first.value < second.value:
                    first, second = second, first
                found.append(_less(view, claim, first, second))
    return [reading for reading in found if reading is not None]


def _gap(view: View, claim: Claim, link: Link) -> list[Reading]:
    """Return the readings of what parts two entities, whichever of them has more."""
    assert link.indicator is not None
    entities = [e for e in link.entities if view.reference.has(link.indicator, e)]
    if len(entities) != 2 or claim.anchor != "gap":
        return []
    one, other = (view.observed(link.indicator, entity) for entity in entities)
    period = days_of(view, claim, one)
    pairs = [(a, b) for a in pick.at(one, *period) for b in pick.at(other, *period)] if period else []
    found = (_less(view, claim, *sorted(pair, key=lambda row: row.value, reverse=True)) for pair in pairs)
    return [reading for reading in found if reading is not None]


def _less(view: View, claim: Claim, first: Observation, second: Observation) -> Reading | None:
    unit = "%" if claim.kind == "pp_change" else claim.unit
    by = conversion(unit, view.reference.indicators[first.indicator])
    if by is None:
        return None
    return Reading(scaled("difference(#0, #1)", by), (first, second), claim.unit or "", basis_of(first))


def yearly(view: View, claim: Claim, link: Link) -> list[Reading]:
    """Return the readings of a rate of each year over several: compound growth from the first year to the last."""
    assert link.indicator is not None
    base = levels_of(view, link.indicator)
    found = []
    for entity, counterpart in view.reporters(link):
        rows = pick.annual(view.observed(base, entity, counterpart))
        span = _span(view, claim, rows)
        for new in pick.at(rows, *span[1]) if span else ():
            for old in pick.at(rows, *span[0]) if span else ():
                years = new.start.year - old.start.year
                if old.source == new.source and years > 1:
                    formula, note = f"compound(#0, #1, {years})", f"compound growth of {years} years"
                    found.append(Reading(formula, (new, old), "%", basis_of(new), computed_growth=True, note=note))
    return found


def _span(view: View, claim: Claim, rows: list[Observation]) -> tuple[tuple[date, date], tuple[date, date]] | None:
    """Return the first and the last year of a claim about several years."""
    if claim.period is None or None in claim.period:
        period = days_of(view, claim, rows)
        return (base_of(claim, period)[0], period) if period and claim.base_period else None
    start, end = claim.period
    assert start is not None
    assert end is not None
    if claim.base_period and claim.base_period[0]:
        start = claim.base_period[0]
    last = end.replace(month=1, day=1), end.replace(month=12, day=31)
    return (start.replace(month=1, day=1), start.replace(month=12, day=31)), last
