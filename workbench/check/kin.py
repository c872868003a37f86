"""What a contradicted claim may have mistaken: a sibling series, another entity, another period, another rate."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from workbench import rates
from workbench.check import rows as pick
from workbench.check.changes import levels_of
from workbench.check.money import currency_of, with_rate
from workbench.check.readings import readings
from workbench.check.working import row_line
from workbench.errors import UsageError
from workbench.link.fit import MONEY, of_gdp
from workbench.link.phrases import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from workbench.check.admit import Admitted
    from workbench.check.view import Reading, View
    from workbench.model import Claim, Indicator, Link

COMPARABLE = ("money", "quantity", "count", "percent", "rate", "percent_change", "pp_change", "fraction")
_NEAREST = 10
_SMALL_PACKAGE = 200
_MOST_KIN = 40


@dataclass(frozen=True, slots=True)
class Case:
    """A judged claim with its link, what it admits and how the tables were read.

    ``looked_for`` holds the traps looked for so far with what was found; another day or text has one of its own.
    """

    view: View
    claim: Claim
    link: Link
    admits: Admitted
    readings: list[Reading]
    mentioned: tuple[str, ...] = ()
    published: date | None = None
    looked_for: dict[Callable[[Case], str | None], str | None] = field(default_factory=dict, compare=False, repr=False)

    def on(self, view: View, mentioned: tuple[str, ...]) -> Case:
        """Return the case as known on the day of a view, in a text that mentions some entities."""
        same = view.day == self.view.day
        known = {trap: hint for trap, hint in self.looked_for.items() if same and trap is not entity}
        return replace(self, view=view, mentioned=mentioned, looked_for=known)

    @property
    def indicator(self) -> Indicator:
        """The indicator that the claim was linked to."""
        assert self.link.indicator is not None
        return self.view.reference.indicators[self.link.indicator]

    def read(self, claim: Claim | None = None, link: Link | None = None) -> list[Reading]:
        """Return the readings of a claim changed in one respect; empty where there are none."""
        try:
            return readings(self.view, claim or self.claim, link or self.link)[1]
        except UsageError:
            return []

    def fitting(self, claim: Claim | None = None, link: Link | None = None) -> Reading | None:
        """Return the first reading of a changed claim that it fits."""
        for reading in self.read(claim, link):
            try:
                if self.admits.holds(reading.result()):
                    return reading
            except UsageError:
                continue
        return None


def sibling(case: Case) -> str | None:
    """Tell a series of the same family that the claim fits."""
    if case.claim.value is None or case.claim.kind not in COMPARABLE:
        return None
    for name in _siblings(case):
        other = currency_of(case.view.reference.indicators[name])
        told = case.claim.unit if not other or case.claim.kind != "money" else other
        found = case.fitting(replace(case.claim, unit=told), replace(case.link, indicator=name))
        if found is not None:
            trap = _trap(case.view, case.indicator.indicator, name)
            return f"{trap}: the claim fits {case.view.reference.indicators[name].label}: {row_line(found.rows[0])}"
    return None


def _siblings(case: Case) -> Iterator[str]:
    view, mine = case.view, case.indicator
    base = view.reference.indicators[levels_of(view, mine.indicator)]
    for name in dict.fromkeys((*_family(view, base), *_kin(case, base))):
        if mine is base:
            yield name
            continue
        yield from view.linker.growth_of(name)
        if not view.linker.growth_of(name):
            yield name


def _family(view: View, mine: Indicator) -> list[str]:
    """Return the parent and children of an indicator, and the other children of its parent, in its dimension."""
    roots = [name for name in (mine.indicator, mine.parent) if name]
    names = dict.fromkeys((*(child for root in roots for child in view.linker.children(root)), mine.parent))
    known = (view.reference.indicators[name] for name in names if name in view.reference.indicators)
    return [other.indicator for other in known if other is not mine and other.unit == mine.unit]


def _kin(case: Case, mine: Indicator) -> list[str]:
    """Return the indicators that might be taken for this one: the same unit and kind, and two words in common.

    In a small package, and for a figure of three digits or more, words in common are not asked for; in a large one
    only the nearest are looked at.
    """
    digits = sum(char.isdigit() for char in case.claim.digits.lstrip("0."))
    indicators = case.view.reference.indicators
    small = len(indicators) <= _SMALL_PACKAGE
    words = vocabulary(mine)
    found = []
    for name in indicators if small else case.view.linker.akin(mine.indicator):
        other = indicators[name]
        if other is mine or (other.unit, other.kind, other.freq) != (mine.unit, mine.kind, mine.freq):
            continue
        if of_gdp(other) != of_gdp(mine) or other.derived_from.startswith("growth("):
            continue
        alike = small and digits > 2 and other.currency == mine.currency
        if alike or len(words & vocabulary(other)) > 1:
            found.append(name)
            if len(found) == (_MOST_KIN if small else _NEAREST):
                break
    return found


def _trap(view: View, name: str, other: str) -> str:
    """Return the name of the trap that a sibling stands for."""
    mine, theirs = (view.reference.indicators[levels_of(view, code)] for code in (name, other))
    if mine.prices != theirs.prices and mine.prices and theirs.prices:
        return "nominal_vs_real"
    one, two = currency_of(mine), currency_of(theirs)
    if one != two and one and two:
        return "currency_basis"
    heads = ["capita" in vocabulary(i) for i in (mine, theirs)]
    return "total_vs_per_capita" if heads[0] != heads[1] else "sibling_indicator"


def entity(case: Case) -> str | None:
    """Tell another entity of the document whose figure the claim fits."""
    if case.claim.kind == "multiple":
        return _compared_entity(case)
    if case.claim.value is None or case.claim.kind not in COMPARABLE or case.claim.bound not in ("=", "~", "range"):
        return None
    for code in dict.fromkeys((*case.claim.entities, *case.mentioned)):
        if code == case.link.entity or not case.view.reference.has(case.indicator.indicator, code):
            continue
        found = case.fitting(link=replace(case.link, entity=code, counterpart=None))
        if found is not None:
            return f"wrong_entity: the claim fits another: {row_line(found.rows[0])}"
    return None


def _compared_entity(case: Case) -> str | None:
    """Tell a multiple that holds against (or for) another entity of the document."""
    if case.link.entity is None or len(case.link.entities) < 2:
        return None
    mine, theirs = case.link.entity, next(e for e in case.link.entities if e != case.link.entity)
    for code in case.mentioned:
        if code in (mine, theirs):
            continue
        for pair in ((mine, code), (code, theirs)):
            found = case.fitting(link=replace(case.link, entity=pair[0], entities=pair))
            if found is not None:
                return f"wrong_entity: the claim fits {pair[0]} against {pair[1]}: {row_line(found.rows[0])}"
    return None


def period(case: Case) -> str | None:
    """Tell another period whose figure the claim fits, the nearest first."""
    if case.claim.value is None or case.claim.kind not in COMPARABLE or not case.readings:
        return None
    if case.claim.bound not in ("=", "~", "range"):
        return None
    row = case.readings[0].rows[0]
    rows = pick.same_length(case.view.observed(row.indicator, row.entity, row.counterpart), row)
    near = sorted((r for r in rows if r.period != row.period), key=lambda r: abs((r.start - row.start).days))
    for other in near[:_NEAREST]:
        moved = replace(case.claim, period=(other.start, other.end), base_period=None)
        found = case.fitting(moved)
        if found is not None:
            return f"wrong_period: the claim fits another period: {row_line(found.rows[0])}"
    return None


def other_rate(case: Case, unconverted: list[Reading]) -> str | None:
    """Tell a conversion at the rate of another day: that of publication, of the period's end or of a year around."""
    told, own = MONEY.match(case.claim.unit or ""), currency_of(case.indicator)
    if told is None or not unconverted:
        return None
    end = max(row.end for row in unconverted[0].rows)
    days = [case.published, end, *(end.replace(year=end.year + by, day=28) for by in (-1, 1, -2, 2))]
    for day in filter(None, days):
        try:
            rate = rates.on(own, told[0], day)
            fits = case.admits.holds(with_rate(unconverted[0], rate).result())
        except UsageError:
            continue
        if fits:
            return f"fx_date: the claim fits the rate of {rate.start}: 1 {own} = {rate.value} {told[0]}"
    return None
