"""Readings of claims about one level or share: which rows answer, and by which formula."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from workbench.check import rows as pick
from workbench.check.admit import admitted
from workbench.check.view import Reading, View
from workbench.errors import UsageError, WorkbenchError
from workbench.grammar.entities import find_mentions
from workbench.grammar.tokens import tokenise
from workbench.interval import shown
from workbench.link.fit import MONEY, is_balance, is_percent, per_person
from workbench.link.per import base_of, counted, over, without_year
from workbench.link.phrases import terms
from workbench.link.wording import LOSS
from workbench.link.words import one_of
from workbench.units import factor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.model import Claim, Indicator, Link, Observation

_LOSSES = frozenset(("deficit", "loss"))
_WORLD = "WLD"
_SOME_SET = re.compile(r"\b(?:region|bloc|union|alliance|club|group|continent)\b")
_EVERYBODY = re.compile(one_of("whole"))


def days_of(view: View, claim: Claim, rows: Sequence[Observation]) -> tuple[date, date] | None:
    """Return the period a claim is judged on: its own, closed where one end is open, else the newest over when written.

    A text that names no period does not speak of one that came after it.
    """
    if claim.period is not None:
        start, end = claim.period
        if start and end:
            return start, end
        day = start or end
        if day is not None:
            return date(day.year, 1, 1), date(day.year, 12, 31)
    over = [row for row in rows if view.written is None or row.end <= view.written]
    if not over:
        return None
    latest = max(over, key=lambda row: (row.end, row.start))
    return latest.start, latest.end


def rows_at(
    rows: Sequence[Observation], period: tuple[date, date], indicator: Indicator
) -> list[tuple[str, list[Observation]]]:
    """Return ``(formula, rows)`` for a period: the row itself, else the sum (for flows) or mean of what tiles it."""
    exact = pick.at(rows, *period)
    if exact:
        return [("#0", [row]) for row in exact]
    found = []
    for source in sorted({row.source for row in rows}):
        parts = sorted((r for r in rows if r.source == source and period[0] <= r.start and r.end <= period[1]),
                       key=lambda r: r.start)  # fmt: skip
        if len(parts) > 1 and _tile(parts, period):
            names = ", ".join(f"#{i}" for i in range(len(parts)))
            found.append((f"{'sum' if indicator.kind == 'flow' else 'mean'}({names})", parts))
    return found


def _tile(parts: Sequence[Observation], period: tuple[date, date]) -> bool:
    if parts[0].start != period[0] or parts[-1].end != period[1]:
        return False
    return all((b.start - a.end).days == 1 for a, b in pairwise(parts))


def conversion(unit: str | None, indicator: Indicator) -> Fraction | None:
    """Return the factor from the indicator's unit to the claim's, or ``None`` where there is none.

    Money is never converted here, only with a dated rate.
    """
    if unit is None or unit == indicator.unit:
        return Fraction(1)
    if unit.endswith("/ year") and "/" not in indicator.unit:
        return conversion(without_year(unit), indicator)
    if "/" in unit and "/" not in indicator.unit and (by := over(unit, indicator)) is not None:
        above = counted(unit)[0]
        rest = Fraction(1) if above == "1" else conversion(above, indicator)
        return None if rest is None else by * rest
    if unit.startswith("count:"):
        return Fraction(1)
    if unit in ("%", "ratio") and (is_percent(indicator) or indicator.unit == "index"):
        return Fraction(1) if unit == "%" else Fraction(1, 100)
    if MONEY.match(unit):
        return Fraction(1) if "currency" in indicator.unit or MONEY.match(indicator.unit) else None
    try:
        return Fraction(factor(indicator.unit, unit))
    except WorkbenchError:
        return None


def scaled(formula: str, by: Fraction) -> str:
    """Return the formula with its result multiplied.

    >>> scaled("#0", Fraction(1, 100))
    'product(#0, 0.01)'
    """
    return formula if by == 1 else f"product({formula}, {shown(by, 17)})"


def shifted(formula: str, by: int) -> str:
    """Return the formula with its rows renumbered from ``by``.

    >>> shifted("sum(#0, #1)", 2)
    'sum(#2, #3)'
    """
    return re.sub(r"#(\d+)", lambda match: f"#{int(match[1]) + by}", formula)


def basis_of(row: Observation) -> str:
    """Return what tells one reading from another: who reports it."""
    return f"{row.entity} {row.source}".strip()


def level(view: View, claim: Claim, link: Link) -> list[Reading]:
    """Return the readings of a level: the linked series on the claim's period, one for each reporter and source."""
    assert link.indicator is not None
    indicator = view.reference.indicators[link.indicator]
    if per_person(claim.unit) and base_of(indicator) is None and "/" not in indicator.derived_from:
        return _per_person(view, claim, link)
    by = conversion(claim.unit, indicator)
    if by is None:
        return []
    if is_balance(indicator) and (claim.relation == LOSS or not _LOSSES.isdisjoint(terms(claim.subject).words)):
        by = -by  # a deficit of 3% is a balance of -3%
    found = []
    for entity, counterpart in view.reporters(link):
        rows = view.observed(link.indicator, entity, counterpart)
        period = days_of(view, claim, rows)
        if period is None:
            continue
        for formula, used in rows_at(rows, period, indicator):
            inverse = "/" in indicator.unit and claim.unit is not None and indicator.unit.endswith("/" + claim.unit)
            formula = f"inverse({formula})" if inverse else formula  # noqa: PLW2901 - a claim may state the inverse rate
            found.append(Reading(scaled(formula, by), tuple(used), claim.unit or indicator.unit, basis_of(used[0])))
        if indicator.kind == "flow" and not found:
            found += _to_date(rows, claim, period, by)
    return found


def _to_date(rows: Sequence[Observation], claim: Claim, period: tuple[date, date], by: Fraction) -> list[Reading]:
    """Return what has added up since January where that is what a figure told of a month is: "by November it was"."""
    start, end = period
    if not isinstance(claim.value, Decimal) or start.month == 1:
        return []
    whole = [row for row in rows if (row.start, row.end) == (date(end.year, 1, 1), end)]
    found = [Reading(scaled("#0", by), (row,), claim.unit or "", basis_of(row)) for row in whole]
    return [reading for reading in found if admitted(claim).holds(reading.result())]


def _per_person(view: View, claim: Claim, link: Link) -> list[Reading]:
    """Return the readings of a level per head: the level over the population of the same period."""
    assert link.indicator is not None
    assert link.entity is not None
    people = next((i.indicator for i in view.reference.indicators.values() if i.unit == "count:person"), None)
    rows = view.observed(link.indicator, link.entity, link.counterpart)
    period = days_of(view, claim, rows)
    by = conversion((claim.unit or "").rpartition("/")[0].strip(), view.reference.indicators[link.indicator])
    if people is None or period is None or by is None:
        return []
    heads = pick.at(view.observed(people, link.entity), *period)
    return [
        Reading(scaled("ratio(#0, #1)", by), (row, head), claim.unit or "", basis_of(row))
        for row in pick.at(rows, *period)
        for head in heads[:1]
    ]


def share(view: View, claim: Claim, link: Link) -> list[Reading]:
    """Return the readings of a share of a whole: the entity's level over that of the whole."""
    assert link.indicator is not None
    assert link.entity is not None
    indicator = view.reference.indicators[link.indicator]
    if is_percent(indicator):
        return level(view, claim, link)
    rows = view.observed(link.indicator, link.entity, link.counterpart)
    period = days_of(view, claim, rows)
    whole = _whole(view, claim, link)
    if whole is None or period is None:
        return []
    name = "share" if claim.unit == "%" else "ratio"
    return [
        Reading(
            f"{name}({top}, {shifted(formula, len(part))})", (*part, *total), claim.unit or "ratio", basis_of(part[0])
        )
        for top, part in _total_of(view, indicator, link.entity, period, rows)
        for formula, total in _total_of(view, indicator, whole, period, view.observed(link.indicator, whole))[:1]
    ]


def _total_of(
    view: View, indicator: Indicator, entity: str, period: tuple[date, date], rows: Sequence[Observation]
) -> list[tuple[str, list[Observation]]]:
    """Return the entity's own rows for a period, each by itself, else the sum of all its members."""
    own = pick.at(rows, *period)
    return [("#0", [row]) for row in own] or over_all(view, indicator, view.reference.members(entity), period)


def over_all(
    view: View, indicator: Indicator, entities: Sequence[str], period: tuple[date, date], name: str = "sum"
) -> list[tuple[str, list[Observation]]]:
    """Return the sum (or mean) over all entities for a period, one for each source that has them all, never over some.

    Rates and indices are never added up.
    """
    if len(entities) < 2 or (name == "sum" and not _adds_up(indicator)):
        return []
    series = [view.observed(indicator.indicator, entity) for entity in entities]
    found = []
    for source in sorted({row.source for row in series[0]}):
        terms = [rows_at([r for r in rows if r.source == source], period, indicator)[:1] for rows in series]
        if all(terms):
            found.append(_combined(name, [term[0] for term in terms]))
    return found


def _combined(name: str, terms: Sequence[tuple[str, list[Observation]]]) -> tuple[str, list[Observation]]:
    formulas: list[str] = []
    used: list[Observation] = []
    for formula, rows in terms:
        formulas.append(shifted(formula, len(used)))
        used.extend(rows)
    return f"{name}({', '.join(formulas)})", used


def _adds_up(indicator: Indicator) -> bool:
    return not is_percent(indicator) and indicator.unit != "index" and indicator.kind not in ("rate", "ratio", "index")


def _whole(view: View, claim: Claim, link: Link) -> str | None:
    """Return the entity that a share is a part of: named in the words for the whole, else the world."""
    named = [code for mention in find_mentions(tokenise(claim.anchor)) for code in mention.codes]
    for code in (*named, *(code for _, code in view.linker.entities_in(claim.anchor))):
        if code != link.entity and code in view.reference.entities:
            return code
    if claim.anchor and not _EVERYBODY.search(claim.anchor.lower()):
        return None
    entities = view.reference.entities
    own = entities[link.entity].partition if link.entity and link.entity in entities else ()
    if claim.anchor and (
        groups := [code for code in own if link.indicator and view.reference.has(link.indicator, code)]
    ):
        return groups[0]
    return next((e.entity for e in entities.values() if e.type == "world" or e.entity == _WORLD), None)


def compared(view: View, claim: Claim, link: Link, function: str, by: Fraction = Fraction(1)) -> list[Reading]:
    """Return the readings of a claim that compares two entities at one time (difference, ratio, growth)."""
    assert link.indicator is not None
    assert link.entity is not None
    others = [e for e in link.entities if e != link.entity and view.reference.has(link.indicator, e)]
    if not others:
        return []
    rows = view.observed(link.indicator, link.entity)
    period = days_of(view, claim, rows)
    if period is None:
        return []
    return [
        Reading(scaled(f"{function}(#0, #1)", by), (row, other), claim.unit or "ratio", basis_of(row))
        for row in pick.at(rows, *period)
        for other in pick.at(view.observed(link.indicator, others[0]), *period)
    ]


def rank(view: View, claim: Claim, link: Link) -> list[Reading]:
    """Return the reading of a place among countries: the entity first, then every other one of the set."""
    assert link.indicator is not None
    assert link.entity is not None
    rows = view.observed(link.indicator, link.entity, link.counterpart)
    period = days_of(view, claim, rows)
    if period is None:
        return []
    mine = pick.at(rows, *period)
    if not mine:
        return []
    group = _set_of(view, claim, link)
    if group is None and _SOME_SET.search(claim.quote.lower()):
        return []  # which countries are meant is not known
    members = set(view.reference.members(group)) if group else None
    others = [
        row
        for row in view.across(link.indicator, mine[0].period, link.counterpart or "")
        if row.entity != link.entity and (members is None or row.entity in members)
    ]
    if not others:
        return []
    used = (mine[0], *others)
    names = ", ".join(f"#{i}" for i in range(len(used)))
    name = "rank_low" if claim.direction == "down" or claim.relation == "low" else "rank"
    note = f"place among {len(used)} with a figure for {mine[0].period}" + (f" in {group}" if group else "")
    return [Reading(f"{name}({names})", used, "place", basis_of(mine[0]), note=note)]


def _set_of(view: View, claim: Claim, link: Link) -> str | None:
    """Return the group that a place is told in, ``None`` for all countries; refuse one whose members nobody knows."""
    sets = [e for e in claim.entities if e not in (link.entity, _WORLD)]
    group = next((e for e in sets if view.reference.members(e)), None)
    unknown = next((e for e in sets if e not in view.reference.entities), None)
    if group is None and unknown is not None:
        raise UsageError(f"the tables do not say who belongs to {unknown}")
    return group
