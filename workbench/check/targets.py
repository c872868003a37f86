"""Claims about targets: which figure was aimed at for when, when it was set, when it was reached."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.check import rows as pick
from workbench.check.admit import Admitted, admitted
from workbench.check.levels import days_of
from workbench.check.recipe import BETWEEN, comparison, lying, made
from workbench.check.working import evidence, row_line
from workbench.interval import Figure
from workbench.model import Judgement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.check.view import View
    from workbench.model import Claim, Link, Observation

_SHOWN_ROWS = 4
RELATIONS = ("set", "reached", "due", "ahead_of_schedule")


@dataclass(frozen=True, slots=True)
class _Aim:
    """The figure of a claim about a target, and the rows that answer it."""

    claim: Claim
    targets: list[Observation]
    levels: list[Observation]


def is_target_claim(claim: Claim) -> bool:
    """Tell whether the claim is about a target, its setting or its being reached."""
    return claim.relation in RELATIONS or (
        claim.status == "target" and claim.kind in ("money", "quantity", "count", "percent")
    )


def figure_claim(claim: Claim) -> Claim:
    """Return the claim as one about the target's figure, so that it can be linked and compared."""
    if isinstance(claim.value, (Decimal, tuple)) and claim.relation != "ahead_of_schedule":
        return claim
    if isinstance(claim.value, Decimal) and claim.kind not in ("date", "relative_date", "event_order"):
        return claim
    unit = claim.base_unit
    kind = "percent" if unit == "%" else "money" if unit and unit[:3].isupper() else "quantity"
    return replace(
        claim, kind=kind, value=claim.base_value, unit=unit, bound="=", direction=None, step=None, loose_step=None
    )


def judge_target(view: View, claim: Claim, link: Link) -> Judgement | None:
    """Judge a claim about a target as known on the view's day.

    ``None`` where the series has no target in the tables: then the actual decides, as of any claim about the future.
    """
    aimed = figure_claim(claim)
    aim = _Aim(aimed, _targets(view, link), _levels(view, link))
    if aimed.value is None:
        return Judgement("no_data", "missing_rows", working="the target's figure is not known")
    if claim.relation == "set":
        return _set(view, claim, aim)
    if claim.relation == "reached":
        return _reached(view, claim, aim)
    if claim.relation == "ahead_of_schedule":
        return _ahead(view, claim, aim)
    if not aim.targets:
        return None
    return _due(view, claim, aim)


def _targets(view: View, link: Link) -> list[Observation]:
    assert link.indicator is not None
    return [
        row
        for entity, counterpart in view.reporters(link)
        for row in pick.of_status(view.series(link.indicator, entity, counterpart), pick.TARGET)
    ]


def _levels(view: View, link: Link) -> list[Observation]:
    assert link.indicator is not None
    series = [pick.annual(view.observed(link.indicator, *reporter)) for reporter in view.reporters(link)]
    # The reporter with the longest series tells best when a level was first reached.
    series.sort(key=len, reverse=True)
    return sorted(series[0], key=lambda row: row.end)


def _judgement(
    view: View, outcome: str, reason: str | None, recipe: str, rows: Sequence[Observation], hints: tuple[str, ...] = ()
) -> Judgement:
    return made(outcome, reason, recipe, evidence(rows, view.reference.indicators), hints)


def _same_figure(aim: _Aim) -> list[Observation]:
    admits = _aimed_at(aim)
    return [row for row in aim.targets if admits.holds(Figure.printed(row.value, row.step))]


def _aimed_at(aim: _Aim) -> Admitted:
    return admitted(replace(aim.claim, bound="=") if aim.claim.bound in (">", ">=") else aim.claim)


def _at_least(aim: _Aim) -> Admitted:
    """Return what reaching the figure takes."""
    return admitted(replace(aim.claim, bound=">=") if not isinstance(aim.claim.value, tuple) else aim.claim)


def _due(view: View, claim: Claim, aim: _Aim) -> Judgement:
    """Judge "$200 billion by 2024": a target with this figure for this date."""
    same = _same_figure(aim)
    due = claim.period[1] if claim.period else None
    fitting = [row for row in same if due is None or row.end == due or row.start <= due <= row.end]
    rivals = [row for row in aim.targets if due is not None and row.end == due]
    if fitting:
        hints = _how_it_came_in(aim, fitting[0])
        return _judgement(view, "supported", None, _aims(aim, len(fitting), due), fitting, hints)
    if same:
        return _judgement(view, "contradicted", "wrong_period", _aims(aim, len(same), due), same)
    if rivals:
        return _judgement(view, "contradicted", None, _aims(aim, len(rivals), due), rivals)
    return _judgement(view, "no_data", "missing_rows", _aims(aim, len(aim.targets), None), aim.targets)


def _aims(aim: _Aim, count: int, due: date | None) -> str:
    """Return the recipe of targets beside the figure and the day of the claim, one reading each."""
    when = "; due {}" if due else "{}"
    return BETWEEN.join(
        f"{{#{n}}}; {comparison(f'#{n}', _aimed_at(aim))}{when.format(lying(n, 'in', (due, due)) if due else '')}"
        for n in range(min(count, _SHOWN_ROWS))
    )


def _how_it_came_in(aim: _Aim, target: Observation) -> tuple[str, ...]:
    actual = [row for row in aim.levels if row.start == target.start and row.end == target.end]
    return (f"outcome: the actual figure is {row_line(actual[0])}",) if actual else ()


def _first_reached(aim: _Aim) -> Observation | None:
    admits = _at_least(aim)
    return next((row for row in aim.levels if admits.holds(Figure.printed(row.value, row.step))), None)


def _set(view: View, claim: Claim, aim: _Aim) -> Judgement:
    """Judge "set in 2018": the day on which a target of this figure was first on record."""
    same = sorted((row for row in _same_figure(aim) if row.vintage), key=lambda row: (row.vintage, row.line))
    if not same:
        return _judgement(view, "no_data", "missing_rows", "no target of this figure is in the tables", ())
    if claim.period is None:
        return _judgement(view, "no_data", "missing_period", "when it is said to have been set is not known", same)
    start, end = claim.period
    within = [
        r for r in same if r.vintage and (start is None or r.vintage >= start) and (end is None or r.vintage <= end)
    ]
    first = f"first on record: {{#0}}, {lying(0, 'set', claim.period)}"
    if same[0] in within:
        return _judgement(view, "supported", None, first, same[:1])
    if within:
        recipe = f"{first}{BETWEEN}{{#1}}, {lying(1, 'set', claim.period)}"
        return _judgement(view, "mixed", "source_conflict", recipe, [same[0], within[0]])
    reached = _first_reached(aim)
    if reached and (start is None or reached.end >= start) and (end is None or reached.start <= end):
        hint = f"set_vs_reached: the figure was reached, not set, in {reached.period}: {row_line(reached)}"
        recipe = f"{first}; reached: {{#1}}, {lying(1, 'in', claim.period)}"
        return _judgement(view, "contradicted", "set_vs_reached", recipe, [same[0], reached], (hint,))
    return _judgement(view, "contradicted", None, first, same[:_SHOWN_ROWS])


def _reached(view: View, claim: Claim, aim: _Aim) -> Judgement:
    """Judge "reached in 2018": the first period with a level at or above the figure."""
    reached = _first_reached(aim)
    period = days_of(view, claim, aim.levels) if claim.period else None
    if not aim.levels:
        return _judgement(view, "no_data", "missing_rows", "no level of this series is in the tables", ())
    compared = comparison("#0", _at_least(aim))
    if reached is None:
        last = aim.levels[-1]
        view.rests_on(date.max)
        over = view.day is not None or (period is not None and period[1] > last.end)
        outcome = "not_due" if over else "contradicted"
        return _judgement(view, outcome, None, f"not reached by {{#0}}; {compared}", [last])
    rows = _with_previous(aim, reached)
    first = f"first reached: {{#0}}; {compared}" + ("; before it: {#1}" if len(rows) > 1 else "")
    if period is None:
        return _judgement(view, "supported", None, first, rows)
    recipe = f"{first}; {lying(0, 'in', period)}"
    if reached.end >= period[0] and reached.start <= period[1]:
        return _judgement(view, "supported", None, recipe, rows)
    earlier = [r for r in _same_figure(aim) if r.vintage and period[0] <= r.vintage <= period[1]]
    if earlier:
        hint = f"set_vs_reached: the figure was set as a target, not reached, then: {row_line(earlier[0])}"
        recipe += f"; set: {{#{len(rows)}}}, {lying(len(rows), 'set', period)}"
        return _judgement(view, "contradicted", "set_vs_reached", recipe, [*rows, earlier[0]], (hint,))
    return _judgement(view, "contradicted", "wrong_period", recipe, rows)


def _with_previous(aim: _Aim, row: Observation) -> list[Observation]:
    at = aim.levels.index(row)
    return [row, *aim.levels[max(at - 1, 0) : at]]


def _ahead(view: View, claim: Claim, aim: _Aim) -> Judgement:
    """Judge "ahead of schedule": reached in a period that ended before the target's date came."""
    same = _same_figure(aim)
    due = _due_date(claim, same)
    if due is None:
        return _judgement(view, "no_data", "missing_rows", "no target of this figure with a date is in the tables", ())
    reached = _first_reached(aim)
    target = [row for row in same if row.end == due][:1]
    compared = comparison("#0", _at_least(aim))
    if reached is not None:
        rows = [reached, *target]
        recipe = f"reached: {{#0}}; {compared}; {{#0:before {due}}}, the due date{_told(rows[1:])}"
        return _judgement(view, "supported" if reached.end < due else "contradicted", None, recipe, rows)
    ended = bool(aim.levels) and aim.levels[-1].end >= due
    view.rests_on(date.max)
    early = view.day is not None and view.day <= due
    rows = [*aim.levels[-1:], *target]
    recipe = f"not reached by {{#0}}; {compared}; due {due}{_told(rows[1:])}" if aim.levels else f"no level; due {due}"
    return _judgement(view, "contradicted" if ended and not early else "not_due", None, recipe, rows)


def _told(target: Sequence[Observation]) -> str:
    return "; {#1}" if target else ""


def _due_date(claim: Claim, same: Sequence[Observation]) -> date | None:
    if claim.period and claim.period[1]:
        day = claim.period[1]
        matching = [row.end for row in same if row.start <= day <= row.end]
        return matching[0] if matching else day
    return max((row.end for row in same), default=None)
