"""When a claim holds: which time of the sentence is its period, which its base, which only dates the report."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from workbench.grammar.calendar import add_months
from workbench.grammar.claims_bases import is_others, is_running_total, measured_from
from workbench.grammar.claims_nearest import BASED, fronted, nearest
from workbench.grammar.claims_roles import (
    dates_compared,
    is_of_origin,
    is_of_part,
    is_of_start,
    is_present,
    is_set_in,
    only_back,
    role,
    roles,
)
from workbench.grammar.claims_spans import (
    LEAP_YEAR,
    Period,
    a_year_before,
    day_a_year_before,
    end_of,
    ends_of,
    full,
    interval,
    is_year_long,
    up_to,
)
from workbench.grammar.claims_untold import is_untold
from workbench.grammar.claims_words import group
from workbench.model import CHANGES

if TYPE_CHECKING:
    from workbench.grammar.claims_context import Memory
    from workbench.grammar.claims_draft import Draft
    from workbench.grammar.claims_view import Moment, View

_BASIS_GROUPS = {f"basis_{basis}": basis for basis in ("yoy", "qoq", "mom", "annualised", "cumulative", "ytd")}
_BASIS_REACH = 22
_MEASURED = (*CHANGES, "multiple")
_SPANNING = frozenset(("over", "in", "within"))
_NOW = frozenset(("now", "today", "currently"))
_SINCE_THEN = frozenset(("so", "then", "thus", "now", "therefore", "since"))
_REACH_BRACKET = 8
_GOING_ON = frozenset(("in", "on", "at", "from", "by", "last", "this", "during"))


def fill_period(view: View, draft: Draft, memory: Memory) -> None:
    """Set period, base period and basis of a draft from the times around it, else from what the text spoke of."""
    _basis(view, draft)
    if view.moments:
        _fill_from_times(view, draft, memory)
    elif draft.period is None and not draft.fixed_period:
        draft.period, draft.carried = _carried_into(view, draft, memory), True
    if draft.carried and is_untold(view, draft):
        draft.period, draft.carried, draft.fixed_period = None, False, True
    _usual_base(draft)


def _fill_from_times(view: View, draft: Draft, memory: Memory) -> None:
    """Set period and base period from the times of the sentence, of which it has one at least."""
    does = roles(view)
    periods = [m for m in view.moments if does[m.first] == "period"]
    measured = measured_from(view, draft, periods)
    bases = measured
    if len(periods) < len(view.moments):
        bases = [m for m in view.moments if does[m.first] in ("base", "since")] + measured
    if draft.fixed_period and not bases:
        return
    bases = [m for m in bases if not is_others(view, draft, m)]
    base = nearest(view, draft, bases, view.clause(draft.first)) or fronted(view, draft, bases) if bases else None
    since = base is not None and does[base.first] == "since"
    wanted = draft.kind in BASED or since or base in measured
    if base is not None and draft.base_period is None and wanted and not only_back(view, base):
        draft.base_period = (base.time.from_, end_of(base)) if since else interval(base)
        draft.basis = draft.basis or ("since" if since else None)
    if draft.fixed_period or _is_told_beside(view, draft, does):
        return
    if _is_of_now(view, draft) and memory.newest is not None:
        draft.period, draft.carried = memory.newest, True
        return
    if base is not None and memory.published and since and is_running_total(view, draft, base):
        draft.period, draft.base_period = (base.time.from_, memory.published), None
        draft.basis = "cumulative"
        return
    candidates = [m for m in periods if m not in bases]
    if base is not None and _opens_back(view, base) and draft.kind not in _MEASURED:
        before = _carried(draft, memory)
        if before and is_year_long(before) and nearest(view, draft, candidates, view.clause(draft.first)) is None:
            draft.period, draft.carried = a_year_before(before), True
            return
    _choose(view, draft, memory, candidates)
    if draft.kind in CHANGES and draft.base_period is None and draft.carried:
        behind = view.clause(draft.first)[0]
        against = [m for m in view.moments if m.last < behind and dates_compared(view, m)]
        draft.base_period = interval(against[-1]) if against else None
    start = draft.base_period[0] if since and draft.kind != "superlative" and draft.base_period else None
    if start and draft.period and draft.period[1] and draft.period[1] < start:
        draft.period = None
    if base is not None and draft.base_period == draft.period:
        draft.period, draft.carried = _carried(draft, memory), True
    _over_years(view, draft)


def _is_told_beside(view: View, draft: Draft, does: dict[int, str]) -> bool:
    """Take the time that stands right beside a draft and is no base: "in 2018, when it passed $100bn"."""
    first, _ = view.clause(draft.first)
    when = view.words[first] == "when"
    for moment in view.moments:
        opens = when and first - 2 <= moment.last < first and _dates_event(moment, does[moment.first])
        bracketed = moment.last == draft.first - 2 and view.words[draft.first - 1] == "("  # "the share of 2016 (29%)"
        if bracketed and moment.time.type == "DATE" and draft.kind not in CHANGES:
            draft.period, draft.base_period = interval(moment), None
            return True
        behind = moment.first == draft.last + 1 and moment.time.from_ is not None and only_back(view, moment)
        if opens or behind:
            draft.period = (moment.time.from_, end_of(moment)) if opens else interval(moment)
            draft.base_period = None
            return True
    return False


def _dates_event(moment: Moment, told: str) -> bool:
    """Tell whether a time may be that of a clause with "when" behind it."""
    return told in ("since", "base") or (told == "period" and is_year_long(interval(moment)))


def _is_of_now(view: View, draft: Draft) -> bool:
    """Tell whether a figure is of the present, told after those of earlier times: "rose in 2020 and now is 4%"."""
    if _NOW.isdisjoint(view.present):
        return False
    before = [m for m in view.moments if m.last < draft.first and not m.time.value.endswith("_REF")]
    if not before or any(draft.last < m.first and not only_back(view, m) for m in view.moments):
        return False
    return not _NOW.isdisjoint(view.words[before[-1].last + 1 : draft.first])


def _choose(view: View, draft: Draft, memory: Memory, candidates: list[Moment]) -> None:
    """Take the period from the draft's clause, what opens the sentence, the clauses before, the text, those behind."""
    first, stop = _past_brackets(view, *view.clause(draft.first))
    if draft.kind in _MEASURED:
        candidates = [m for m in candidates if m.last > draft.first or not dates_compared(view, m)]
    candidates = [m for m in candidates if not _is_foreign(view, draft, m)]
    if draft.kind not in CHANGES and _has_since(view, first, draft.first):
        draft.period, draft.carried = memory.newest if _is_after(memory.newest, candidates) else None, True
        return
    chosen = nearest(view, draft, candidates, (first, stop)) or fronted(view, draft, candidates)
    if chosen is not None and not first <= chosen.first < stop and _is_further_back(view, draft, chosen):
        chosen = None
    if chosen is None and first > view.first and not _continues_elsewhere(view, draft):
        quiet = [
            m
            for m in candidates
            if m.first < first
            and not (_eventful(view, m) or _is_further_back(view, draft, m) or is_set_in(view, draft, m)
                     or (draft.kind in CHANGES and dates_compared(view, m)))
        ]  # fmt: skip
        chosen = nearest(view, draft, quiet, (view.first, first))
    if chosen is not None:
        _take(view, draft, chosen)
        draft.carried = not first <= chosen.first < stop or view.words[chosen.last] == "earlier"
    elif draft.period is None:
        draft.period, draft.carried = _carried_into(view, draft, memory), True
        if _is_older(view, draft, candidates):
            draft.period = None
        if draft.period is None and _NOW.isdisjoint(view.words[first : draft.first]):
            past = [
                m for m in candidates if draft.status in ("forecast", "target") or not _is_ahead(m, memory.published)
            ]
            later = nearest(view, draft, past, (stop, view.stop))
            if later is not None:
                _take(view, draft, later)


def _past_brackets(view: View, first: int, stop: int) -> tuple[int, int]:
    """Return a clause with what goes on behind a figure in brackets: "to 17,002 lira ($578) on 1 January"."""
    opened = stop < view.stop and view.words[stop - 1] == "("
    closed = (
        next((i for i in range(stop, min(stop + _REACH_BRACKET, view.stop)) if view.words[i] == ")"), 0)
        if opened
        else 0
    )
    goes_on = 0 < closed < view.stop - 1 and view.words[closed + 1] in _GOING_ON
    return (first, view.clause(closed)[1]) if goes_on else (first, stop)


def _is_older(view: View, draft: Draft, told: list[Moment]) -> bool:
    """Tell whether a sentence told of an older time than the text: "A war that lasted until 1939 killed 90,000"."""
    start = draft.period[0] if draft.period else None
    before = [m.time.to for m in told if m.last < draft.first]
    if start is None or not before or draft.kind in _MEASURED or "now" in view.present:
        return False
    return all(end is not None and end < start for end in before)


def _is_foreign(view: View, draft: Draft, moment: Moment) -> bool:
    """Tell whether a time dates something told beside a draft: where it began, or what was before it."""
    return (
        is_of_start(view, draft, moment)
        or is_of_origin(view, draft, moment)
        or is_of_part(view, draft, moment)
        or _is_past(view, draft, moment)
    )


def _is_past(view: View, draft: Draft, moment: Moment) -> bool:
    """Tell whether a past time stands before what is yet to come: "passed 100,000 in 2008 and will hit 150,000"."""
    if draft.status != "forecast" or view.published is None or moment.time.to is None:
        return False
    told = any(moment.last < first and last < draft.first for first, last in view.matches("forecast"))
    return told and moment.time.to < view.published


def _has_since(view: View, first: int, stop: int) -> bool:
    """Tell whether a clause tells what has come about after a time told before: "and has since recovered to 70%"."""
    if "since" not in view.present:
        return False
    words = view.words[first:stop]
    return any(words[i] in ("has", "have") and "since" in words[i + 1 : i + 3] for i in range(len(words)))


def _is_after(newest: Period | None, told: list[Moment]) -> bool:
    """Tell whether the newest time that the text speaks of lies behind all those of the sentence."""
    ends = [m.time.to for m in told]
    return newest is not None and newest[0] is not None and all(end is not None and end < newest[0] for end in ends)


def _over_years(view: View, draft: Draft) -> None:
    """Measure a change told "over two years" or "in two years" from so many years before."""
    if draft.kind not in _MEASURED or draft.base_period is not None or draft.period is None:
        return
    first, stop = view.clause(draft.first)
    for moment in view.moments:
        length = re.fullmatch(r"P(\d{1,2})Y", moment.time.value)
        within = _SPANNING & {view.words[moment.first], view.words[max(moment.first - 1, view.first)]}
        if length and moment.time.from_ is None and first <= moment.first < stop and within:
            start, end = (day and add_months(day, -12 * int(length[1])) for day in draft.period)
            draft.base_period = (start, end)
            draft.basis = "cumulative"
            return


def _is_further_back(view: View, draft: Draft, moment: Moment) -> bool:
    """Tell whether a time is that of a clause in the past perfect: "In 2021 it had been 2%, so it grew by half"."""
    if view.words[view.clause(draft.first)[0]] not in _SINCE_THEN or moment.time.to is None:
        return False
    told, mine = (view.words[slice(*view.clause(i))] for i in (moment.first, draft.first))
    return "had" in told and "had" not in mine


def _is_ahead(moment: Moment, published: date | None) -> bool:
    """Tell whether a time lies after the text, or runs up to an end: "by 2040"."""
    start = moment.time.from_
    return start is None or (published is not None and start > published)


def _take(view: View, draft: Draft, chosen: Moment) -> None:
    period = interval(chosen)
    if draft.status != "target" and draft.relation not in ("due", "ahead_of_schedule"):
        period = full(period, chosen.time.value) if draft.kind in (*CHANGES, "percent") or period[0] is None else period
    if (draft.kind in CHANGES or draft.kind == "superlative") and _is_between(view, chosen) and None not in period:
        base, period = ends_of(period)
        if draft.kind in CHANGES and draft.basis is None and view.clause(draft.first) == view.clause(chosen.first):
            draft.base_period = base
    if draft.basis == "ytd" and view.published:
        period = up_to(period, view.published)
    if chosen.time.type == "DURATION" and draft.kind in CHANGES and not is_year_long(period):
        draft.basis = draft.basis or "cumulative"
    if draft.kind in CHANGES and _is_far_end(view, chosen, period):
        draft.basis = draft.basis or "cumulative"
    draft.period = period


def _is_far_end(view: View, moment: Moment, period: Period) -> bool:
    """Tell whether a change runs for years until a time: "will grow by a third by 2040", written in 2024."""
    told_by = "by" in (view.words[moment.first], view.words[moment.first - 1])
    return told_by and bool(view.published and period[0] and period[0].year > view.published.year + 1)


def _is_between(view: View, moment: Moment) -> bool:
    words = view.words[max(view.first, moment.first - 1) : moment.last + 1]
    return "between" in words and "and" in words


def _opens_back(view: View, base: Moment) -> bool:
    """Tell whether a sentence opens by looking back a year: "A year earlier the rate had been 5%"."""
    return base.first <= view.first + 1 and only_back(view, base) and base.time.type == "DATE"


def _continues_elsewhere(view: View, draft: Draft) -> bool:
    """Tell whether the clause of a draft has a time of its own kind, so that earlier clauses are not asked."""
    first, stop = view.clause(draft.first)
    return any(first <= m.first < stop and m.time.type == "DATE" and role(view, m) == "period" for m in view.moments)


def _eventful(view: View, moment: Moment) -> bool:
    """Tell whether the clause of a time tells an event of its own, without a figure; a colon opens what it leads to."""
    first, stop = view.clause(moment.first)
    if stop < view.stop and view.words[stop - 1] == ":":
        return False
    if any(first <= f.first < stop for f in view.figures):
        return False
    return not group("event_verbs", "past").isdisjoint(view.words[first:stop])


def _carried_into(view: View, draft: Draft, memory: Memory) -> Period | None:
    """Return what the text spoke of, unless the clause is in the present and that lies more than a year back."""
    period = _carried(draft, memory)
    if period and period[1] and memory.published and (memory.published - period[1]).days > LEAP_YEAR:
        first, _ = view.clause(draft.first)
        verb = view.verb(first, draft.first)
        if verb is not None and is_present(view.words[verb]):
            return None
    return period


def _carried(draft: Draft, memory: Memory) -> Period | None:
    carried = memory.period
    if carried is None or draft.status in ("forecast", "target"):
        if carried and carried[1] and memory.published and carried[1] >= memory.published:
            return carried
        return None
    return carried


def _basis(view: View, draft: Draft) -> None:
    if draft.basis is not None or not view.holds(_BASIS_GROUPS.keys()):
        return
    first, stop = max(view.first, draft.first - _BASIS_REACH), min(view.stop, draft.last + _BASIS_REACH)
    draft.basis = next((basis for name, basis in _BASIS_GROUPS.items() if view.has(name, first, stop)), None)


def _usual_base(draft: Draft) -> None:
    """Fill in the base of a change that the text leaves to custom: the year before."""
    if draft.kind not in ("percent_change", "pp_change") or draft.base_period or not draft.period:
        return
    if draft.relation == "than":
        return
    start, end = draft.period
    if start is None or end is None or start.year == date.min.year or end == date.max:
        return
    if not (is_year_long(draft.period) or draft.basis == "yoy") or draft.basis in (
        "cumulative",
        "since",
        "qoq",
        "mom",
    ):
        return
    draft.basis = draft.basis or "yoy"
    draft.base_period = (day_a_year_before(start), day_a_year_before(end + timedelta(days=1)) - timedelta(days=1))
