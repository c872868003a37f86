"""Claims about when something happened: dates, durations, running periods, against the events table."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from workbench.check.admit import Admitted, admitted
from workbench.check.ago import told_days
from workbench.check.recipe import comparison, literal, lying, made
from workbench.check.working import document_evidence, event_evidence, evidence_figure
from workbench.grammar.claims_words import group
from workbench.interval import as_decimal, evaluate, months_between, shown
from workbench.link.phrases import terms
from workbench.model import Judgement

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    told = told_days(claim, published) or claim.period
    claim = replace(claim, period=told)
    # A date helps to tell which event is meant: among likely ones, the one that fits it.
    likely = [link for link in found if link.score >= found[0].score * _LIKELY]
    meant = next((link for link in likely if _meets(link.event, told)), found[0])
    return _one_date(meant, claim, day)


def tells(claim: Claim, event: Event) -> bool:
    """Tell whether the deed that a claim tells is that of an event: a vote to leave is no leaving."""
    known = set(terms(" ; ".join((event.label, *event.aliases))).words)
    deeds = [word for word in re.findall(r"[a-z]+", claim.subject.lower()) if word in group("event_verbs")]
    return not deeds or bool(set(terms(deeds[0]).words) & known)


def _may_be(event: Event, claim: Claim, published: date | None) -> bool:
    """What a text expects of days to come is no event that has begun."""
    start, end = claim.period or (None, None)
    if published is not None and start is None and end is not None and end > published:
        return event.start > published
    return published is None or start is None or start <= published or event.start > published


def _meets(event: Event, period: tuple[date | None, date | None]) -> bool:
    start, end = period
    return (start is None or event.end >= start) and (end is None or event.start <= end)


def _one_date(link: EventLink, claim: Claim, day: date | None) -> Judgement:
    event = link.event
    assert claim.period is not None
    rows = (event_evidence(event),)
    meets = _meets(event, claim.period)
    sure = meets or (link.score >= SURE and tells(claim, event))
    if day is not None and event.start > day and sure:
        return made("not_due", None, f"{literal(event.label)}: {{#0:after {day}}}, the day of publication", rows)
    recipe = f"{literal(event.label)}: {{#0:days}}, {lying(0, 'in', claim.period)}"
    if meets:
        return made("supported", None, recipe, rows)
    if not sure:
        return made("no_data", "missing_rows", f"perhaps {recipe}, but the claim may mean another event", rows)
    return made("contradicted", None, recipe, rows)


def _gap(linker: Linker, context: Context, claim: Claim, day: date | None) -> Judgement:
    """Judge "less than two weeks after": the days between two events."""
    other = best_event(linker, context, claim, claim.anchor)
    one = _earlier_event(linker, context, claim, other)
    if one is None or other is None or one.event is other.event:
        return _no_event(claim)
    first, second = sorted((one.event, other.event), key=lambda e: e.start)
    if day is not None and second.start > day:
        return made("not_due", None, f"{literal(second.label)}: {{#0:after {day}}}", (event_evidence(second),))
    told_later = _told_later(context, claim, one.event, other.event)
    sure = min(one.score, other.score) >= SURE
    if told_later is first and first.start < second.start:
        return _out_of_order(first, second, sure=sure)
    found = _compare_span(claim, _apart(second, first), event_evidence(second), event_evidence(first))
    if found.outcome == "contradicted" and not sure:
        return _unsure(found.recipe, found.evidence)
    return found


def _out_of_order(first: Event, second: Event, *, sure: bool) -> Judgement:
    """Judge a text that tells the first of two events as the later one."""
    recipe = f"{_apart(first, second)} = {{difference(#0, #1):value}} days: {{difference(#0, #1):(0, )}}"
    rows = event_evidence(first), event_evidence(second)
    if not sure:
        return _unsure(recipe, rows)
    hint = f"event_order: {first.label} came first, on {first.start}; {second.label} on {second.start}"
    return made("contradicted", "event_order", recipe, rows, (hint,), formula="difference(#0, #1)")


def _apart(later: Event, earlier: Event) -> str:
    return f"{literal(later.label)} {{#0:days}} - {literal(earlier.label)} {{#1:days}}"


def _unsure(recipe: str, rows: Sequence[Evidence]) -> Judgement:
    return made("no_data", "missing_rows", f"perhaps {recipe}, but other events may be meant", rows)


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
    rows = (later, earlier)
    figure = evaluate(formula, [evidence_figure(row) for row in rows])
    admits = admitted(claim)
    length = "{difference(#0, #1):value} days" + (f" = {{{formula}:value}} {unit}s" if unit != "day" else "")
    return made(
        "supported" if admits.holds(figure) else "contradicted",
        None,
        f"{text} = {length}; {comparison(formula, admits)}",
        rows,
        formula=formula,
        margin=as_decimal(admits.margin(figure)),
        tolerance=admits.tolerance(),
        result=(as_decimal(figure.value), as_decimal(figure.low), as_decimal(figure.high)),
        result_unit=unit,
    )


def _running(linker: Linker, context: Context, claim: Claim) -> Judgement:
    """Judge "in its 11th month" or "the 10-month-old": the time from an event to the day of publication."""
    document = context.extraction.document
    published = document.published
    told_for = claim.period[1] if claim.period else None
    link = best_event(linker, context, claim, claim.anchor) if claim.anchor else None
    link = link or best_event(linker, context, claim)
    if link is None:
        return _no_event(claim)
    if published is None:
        return Judgement("no_data", "undated", working="a running period needs the day of publication")
    event, rows = link.event, (document_evidence(document), event_evidence(link.event))
    label = literal(event.label)
    if published < event.start:
        begun = f"{label} {{#1:days}}: {{#1:before {published}}}, the day of publication"
        return made("contradicted", None, begun, rows)
    if claim.kind == "duration":
        return _compare_span(claim, f"published {{#0:days}} - {label} {{#1:days}}", *rows)
    told = "published" if claim.period is None else "as told for"
    day = max(published, told_for or published)
    return _ordinal(claim, f"{told} {{#0:days}} - {label} {{#1:days}}", (document_evidence(document, day), rows[1]))


def _ordinal(claim: Claim, text: str, rows: tuple[Evidence, Evidence]) -> Judgement:
    unit = claim.unit or "month"
    months = "months(#0, #1)" if _MONTHS.get(unit, 12) == 1 else f"ratio(months(#0, #1), {_MONTHS.get(unit, 12)})"
    formula = f"running(ratio(difference(#0, #1), {_DAYS[unit]}))" if unit in _DAYS else f"running({months})"
    begun = evaluate(formula, [evidence_figure(row) for row in rows])
    value = Fraction(claim.value if isinstance(claim.value, Decimal) else 0)
    soon = int(
        claim.status == "forecast" and claim.period is None
    )  # "is about to enter its third year" is told in the second
    admits = Admitted(value - soon, value, f"{unit} number {shown(value)}")
    near = not admits.holds(begun) and _next_day(claim, rows, value)
    outcome = "supported" if admits.holds(begun) else "close" if near else "contradicted"
    count = f"{{difference(#0, #1):value}} days: {unit} number {{{formula}:value}}; the claim says {shown(value)}"
    return made(
        outcome,
        "loose_digits" if outcome == "close" else None,
        f"{text} = {count}: {comparison(formula, admits)}",
        rows,
        formula=formula,
        margin=as_decimal(abs(value - begun.value)),
        tolerance=admits.tolerance(),
        result=(as_decimal(begun.value),) * 3,
        result_unit=unit,
    )


def _next_day(claim: Claim, rows: tuple[Evidence, Evidence], value: Fraction) -> bool:
    """Tell whether the running period began within a few days: a text may be written ahead of its day."""
    if claim.unit not in _MONTHS:
        return False
    day, start = (date.fromisoformat(row.value) for row in rows)
    near = (day + timedelta(days=3), day - timedelta(days=3))
    return any(months_between(start, one) // _MONTHS[claim.unit or "month"] + 1 == value for one in near)
