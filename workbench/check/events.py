"""Claims about when something happened: dates, durations, running periods, against the events table."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from workbench.check.admit import admitted
from workbench.check.working import days_text, document_evidence, event_evidence, evidence_figure
from workbench.interval import as_decimal, evaluate, months_between, shown
from workbench.model import Judgement

if TYPE_CHECKING:
    from datetime import date

    from workbench.link import Context, EventLink, Linker
    from workbench.model import Claim, Event, Evidence

LEAST = 0.5
SURE = 0.72
_LIKELY = 0.75
_POINTS_BACK = frozenset(("that", "this", "then", "later", "earlier", "it"))
_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}


def judge_event(linker: Linker, context: Context, claim: Claim, day: date | None) -> Judgement:
    """Judge a claim about time as known on ``day`` (``None``: now)."""
    if claim.kind == "duration" and claim.relation in ("after", "before"):
        return _gap(linker, context, claim, day)
    if claim.kind in ("duration", "ordinal_period"):
        return _running(linker, context, claim)
    return _date(linker, context, claim, day)


def best_event(linker: Linker, context: Context, claim: Claim, words: str | None = None) -> EventLink | None:
    """Return the event a claim means, or ``None`` where none is likely enough."""
    found = linker.events(context, claim, words)
    return found[0] if found and found[0].score >= LEAST else None


def _no_event(claim: Claim) -> Judgement:
    return Judgement(
        "no_data", "missing_rows", working=f"no event of the tables is known as {claim.subject or claim.quote!r}"
    )


def _date(linker: Linker, context: Context, claim: Claim, day: date | None) -> Judgement:
    published = context.extraction.document.published
    found = [
        link for link in linker.events(context, claim) if link.score >= LEAST and _may_be(link.event, claim, published)
    ]
    if not found:
        return _no_event(claim)
    if claim.period is None:
        undated = "the date of the claim cannot be resolved without a publication date"
        return Judgement("no_data", "undated", working=undated)
    # A date helps to tell which event is meant: among likely ones, the one that fits it.
    likely = [link for link in found if link.score >= found[0].score * _LIKELY]
    meant = next((link for link in likely if _meets(link.event, claim.period)), found[0])
    return _one_date(meant, claim, day)


def _may_be(event: Event, claim: Claim, published: date | None) -> bool:
    """What a text expects of days to come is no event that has begun."""
    start = claim.period[0] if claim.period else None
    return published is None or start is None or start <= published or event.start > published


def _meets(event: Event, period: tuple[date | None, date | None]) -> bool:
    start, end = period
    return (start is None or event.end >= start) and (end is None or event.start <= end)


def _one_date(link: EventLink, claim: Claim, day: date | None) -> Judgement:
    event = link.event
    assert claim.period is not None
    start, end = claim.period
    row = (event_evidence(event),)
    span = f"{start or ''}/{end or ''}" if start != end else f"{start}"
    if day is not None and event.start > day:
        return Judgement("not_due", None, working=f"{event.label}: after {day}, the day of publication", evidence=row)
    meets = _meets(event, claim.period)
    working = f"{event.label}: {days_text(event)}, {'in' if meets else 'not in'} {span}"
    if meets:
        return Judgement("supported", None, working=working, evidence=row)
    if link.score < SURE:
        unsure = f"perhaps {working}, but the claim may mean another event"
        return Judgement("no_data", "missing_rows", working=unsure, evidence=row)
    return Judgement("contradicted", None, working=working, evidence=row)


def _gap(linker: Linker, context: Context, claim: Claim, day: date | None) -> Judgement:
    """Judge "less than two weeks after": the days between two events."""
    other = best_event(linker, context, claim, claim.anchor)
    one = _earlier_event(linker, context, claim, other)
    if one is None or other is None or one.event is other.event:
        return _no_event(claim)
    first, second = sorted((one.event, other.event), key=lambda e: e.start)
    if day is not None and second.start > day:
        return Judgement("not_due", None, working=f"{second.label}: after {day}", evidence=(event_evidence(second),))
    text = f"{second.label} {second.start} - {first.label} {first.start}"
    told_later = _told_later(context, claim, one.event, other.event)
    if told_later is not None and told_later.start < (one.event if told_later is other.event else other.event).start:
        if min(one.score, other.score) < SURE:
            return Judgement("no_data", "missing_rows", working=f"perhaps {text}, but other events may be meant")
        hint = f"event_order: {told_later.label} came first: {text}"
        rows = (event_evidence(second), event_evidence(first))
        return Judgement("contradicted", "event_order", working=text, evidence=rows, hints=(hint,))
    found = _compare_span(claim, text, event_evidence(second), event_evidence(first))
    if found.outcome == "contradicted" and min(one.score, other.score) < SURE:
        return Judgement("no_data", "missing_rows", working=f"perhaps {found.working}, but other events may be meant")
    return found


def _told_later(context: Context, claim: Claim, subject: Event, anchor: Event) -> Event | None:
    """Return which event a text says came later ("A two weeks after B": A), ``None`` where its words do not tell."""
    text, word = context.extraction.document.text, claim.quote.lower().split()[-1]
    if word not in ("after", "before"):
        return None
    before, after = text[claim.sentence[0] : claim.start], text[claim.end : claim.sentence[1]]
    anchor_first = claim.anchor in before and claim.anchor not in after
    subject_first = claim.subject in before and claim.subject not in after
    if anchor_first == subject_first:
        return None
    first = anchor if anchor_first else subject
    last = subject if anchor_first else anchor
    return first if word == "after" else last


def _earlier_event(linker: Linker, context: Context, claim: Claim, other: EventLink | None) -> EventLink | None:
    """Return the event a span is measured from: the claim's subject, else what its sentence tells before it."""
    text = context.extraction.document.text
    before = text[claim.sentence[0] : claim.start] if _POINTS_BACK & set(claim.quote.lower().split()) else ""
    for words in filter(None, (claim.subject, before)):
        for link in linker.events(context, claim, words):
            if link.score >= LEAST and (other is None or link.event is not other.event):
                return link
    return None


def _compare_span(claim: Claim, text: str, later: Evidence, earlier: Evidence) -> Judgement:
    """Judge the time between two days, in the claim's unit; months and years count the begun one as the upper end."""
    unit = claim.unit or "day"
    if unit in _DAYS:
        formula = "difference(#0, #1)" if unit == "day" else f"ratio(difference(#0, #1), {_DAYS[unit]})"
    else:
        months = "months(#0, #1)" if claim.bound in ("=", "~", "range") else "elapsed_months(#0, #1)"
        formula = months if unit == "month" else f"ratio({months}, {_MONTHS.get(unit, 12)})"
    figure = evaluate(formula, [evidence_figure(later), evidence_figure(earlier)])
    admits = admitted(claim)
    days = evaluate("difference(#0, #1)", [evidence_figure(later), evidence_figure(earlier)]).value
    length = f"{days} days" + (f" = {shown(figure.value, 3)} {unit}s" if unit != "day" else "")
    return Judgement(
        "supported" if admits.holds(figure) else "contradicted",
        None,
        working=f"{text} = {length}; {admits.compared(figure)}",
        formula=formula,
        evidence=(later, earlier),
        margin=as_decimal(admits.margin(figure)),
        tolerance=admits.tolerance(),
        result=(as_decimal(figure.value), as_decimal(figure.low), as_decimal(figure.high)),
        result_unit=unit,
    )


def _running(linker: Linker, context: Context, claim: Claim) -> Judgement:
    """Judge "in its 11th month" or "the 10-month-old": the time from an event to the day of publication."""
    published = context.extraction.document.published
    told_for = claim.period[1] if claim.period else None
    link = best_event(linker, context, claim, claim.anchor) if claim.anchor else None
    link = link or best_event(linker, context, claim)
    if link is None:
        return _no_event(claim)
    if published is None:
        return Judgement("no_data", "undated", working="a running period needs the day of publication")
    event, row = link.event, (event_evidence(link.event),)
    days = (published - event.start).days
    if days < 0:
        return Judgement(
            "contradicted", None, working=f"{event.label} {event.start} is after {published}", evidence=row
        )
    if claim.kind == "duration":
        text = f"published {published} - {event.label} {event.start}"
        return _compare_span(claim, text, document_evidence(context.extraction.document), event_evidence(event))
    return _ordinal(claim, event, max(published, told_for or published), row)


def _ordinal(claim: Claim, event: Event, day: date, rows: tuple[Evidence, ...]) -> Judgement:
    unit = claim.unit or "month"
    days = (day - event.start).days
    begun = days // _DAYS[unit] + 1 if unit in _DAYS else months_between(event.start, day) // _MONTHS.get(unit, 12) + 1
    value = claim.value if isinstance(claim.value, Decimal) else Decimal(0)
    outcome = "supported" if value == begun else "close" if _next_day(claim, event, day, value) else "contradicted"
    count = f"{days} days: {unit} number {begun}; the claim says {shown(Fraction(value))}"
    working = f"{'published' if claim.period is None else 'as told for'} {day} - {event.label} {event.start} = {count}"
    return Judgement(outcome, "loose_digits" if outcome == "close" else None, working=working, evidence=rows,
                     margin=abs(value - begun), result=(Decimal(begun),) * 3, result_unit=unit)  # fmt: skip


def _next_day(claim: Claim, event: Event, day: date, value: Decimal) -> bool:
    """Tell whether the running period began within a few days: a text may be written ahead of its day."""
    if claim.unit not in _MONTHS:
        return False
    near = (day + timedelta(days=3), day - timedelta(days=3))
    return any(months_between(event.start, one) // _MONTHS[claim.unit or "month"] + 1 == value for one in near)
