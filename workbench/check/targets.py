"""Claims about targets: which figure was aimed at for when, when it was set, when it was reached."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.check import rows as pick
from workbench.check.admit import admitted
from workbench.check.levels import days_of
from workbench.check.working import evidence, row_line
from workbench.interval import Figure
from workbench.model import Judgement

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from workbench.check.view import View
    from workbench.model import Claim, Link, Observation

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
    view: View, outcome: str, reason: str | None, working: str, rows: Sequence[Observation], hints: tuple[str, ...] = ()
) -> Judgement:
    return Judgement(
        outcome, reason, working=working, evidence=evidence(rows, dict(view.reference.indicators)), hints=hints
    )


def _same_figure(aim: _Aim) -> list[Observation]:
    admits = admitted(replace(aim.claim, bound="=") if aim.claim.bound in (">", ">=") else aim.claim)
    return [row for row in aim.targets if admits.holds(Figure.printed(row.value, row.step))]


def _lines(rows: Sequence[Observation]) -> str:
    return "; ".join(row_line(row) for row in rows[:4])


def _due(view: View, claim: Claim, aim: _Aim) -> Judgement:
    """Judge "$200 billion by 2024": a target with this figure for this date."""
    same = _same_figure(aim)
    due = claim.period[1] if claim.period else None
    fitting = [row for row in same if due is None or row.end == due or row.start <= due <= row.end]
    if fitting:
        return _judgement(view, "supported", None, _lines(fitting), fitting, _how_it_came_in(aim, fitting[0]))
    if same:
        return _judgement(view, "contradicted", "wrong_period", f"{_lines(same)}; none for {due}", same)
    rivals = [row for row in aim.targets if due is None or row.end == due]
    if rivals and due is not None:
        return _judgement(view, "contradicted", None, f"{_lines(rivals)}; none of this figure", rivals)
    return _judgement(view, "no_data", "missing_rows", f"{_lines(aim.targets)}; none of this figure", aim.targets)


def _how_it_came_in(aim: _Aim, target: Observation) -> tuple[str, ...]:
    actual = [row for row in aim.levels if row.start == target.start and row.end == target.end]
    return (f"outcome: the actual figure is {row_line(actual[0])}",) if actual else ()


def _first_reached(aim: _Aim) -> Observation | None:
    claim = replace(aim.claim, bound=">=") if not isinstance(aim.claim.value, tuple) else aim.claim
    admits = admitted(claim)
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
    days = f"{start or ''}/{end or ''}" if start != end else str(start)
    if same[0] in within:
        return _judgement(view, "supported", None, f"{row_line(same[0])}, in {days}", same[:1])
    if within:
        working = f"first on record: {row_line(same[0])}, not in {days}; but {row_line(within[0])}"
        return _judgement(view, "mixed", "source_conflict", working, [same[0], within[0]])
    working = f"first on record: {row_line(same[0])}, not in {days}"
    reached = _first_reached(aim)
    if reached and (start is None or reached.end >= start) and (end is None or reached.start <= end):
        hint = f"set_vs_reached: the figure was reached, not set, in {reached.period}: {row_line(reached)}"
        return _judgement(
            view,
            "contradicted",
            "set_vs_reached",
            f"{working}; reached: {row_line(reached)}",
            [same[0], reached],
            (hint,),
        )
    return _judgement(view, "contradicted", None, working, same[:4])


def _reached(view: View, claim: Claim, aim: _Aim) -> Judgement:
    """Judge "reached in 2018": the first period with a level at or above the figure."""
    reached = _first_reached(aim)
    period = days_of(claim, aim.levels) if claim.period else None
    if not aim.levels:
        return _judgement(view, "no_data", "missing_rows", "no level of this series is in the tables", ())
    if reached is None:
        last = aim.levels[-1]
        over = view.day is not None or (period is not None and period[1] > last.end)
        return _judgement(view, "not_due" if over else "contradicted", None, f"not reached by {row_line(last)}", [last])
    if period is None or (reached.end >= period[0] and reached.start <= period[1]):
        return _judgement(view, "supported", None, f"first reached: {row_line(reached)}", _with_previous(aim, reached))
    earlier = [r for r in _same_figure(aim) if r.vintage and period[0] <= r.vintage <= period[1]]
    if earlier:
        hint = f"set_vs_reached: the figure was set as a target, not reached, then: {row_line(earlier[0])}"
        working = f"first reached: {row_line(reached)}, not in {period[0]}/{period[1]}; set: {row_line(earlier[0])}"
        rows = [*_with_previous(aim, reached), earlier[0]]
        return _judgement(view, "contradicted", "set_vs_reached", working, rows, (hint,))
    return _judgement(
        view,
        "contradicted",
        "wrong_period",
        f"first reached: {row_line(reached)}, not in {period[0]}/{period[1]}",
        _with_previous(aim, reached),
    )


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
    if reached is None:
        if view.day is not None and view.day <= due:
            return _judgement(
                view, "not_due", None, f"not reached by {view.day}; due {due}", [*aim.levels[-1:], *target]
            )
        ended = bool(aim.levels) and aim.levels[-1].end >= due
        return _judgement(
            view, "contradicted" if ended else "not_due", None, f"not reached; due {due}", [*aim.levels[-1:], *target]
        )
    outcome = "supported" if reached.end < due else "contradicted"
    working = f"reached: {row_line(reached)}, {'before' if outcome == 'supported' else 'not before'} the due date {due}"
    return _judgement(view, outcome, None, working, [reached, *target])


def _due_date(claim: Claim, same: Sequence[Observation]) -> date | None:
    if claim.period and claim.period[1]:
        day = claim.period[1]
        matching = [row.end for row in same if row.start <= day <= row.end]
        return matching[0] if matching else day
    return max((row.end for row in same), default=None)
