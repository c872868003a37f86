"""Claims about what has not happened yet: whether they can be judged, and against what."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from workbench.check import rows as pick
from workbench.check.admit import Admitted, signed
from workbench.check.changes import base_of, levels_of
from workbench.check.judge import judge
from workbench.check.levels import basis_of, days_of
from workbench.check.recipe import comparison, made
from workbench.check.view import Reading, View
from workbench.check.working import evidence, row_line, rows_recipe
from workbench.grammar.tokens import fold
from workbench.link.phrases import terms
from workbench.link.words import one_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from workbench.link import Context
    from workbench.model import Claim, Judgement, Link, Observation

_LEVELS = ("money", "quantity", "count", "percent", "rate", "percent_change")
_REPORTERS = re.compile(one_of("reporters"))
_YEAR = 360
_EXPECTED = ("forecast", "target", "estimate")


def not_yet(view: View, claim: Claim) -> str:
    """Return why the claim cannot be judged on the view's day: its period is not over. Empty when it can."""
    if claim.period is None:
        return ""
    start, end = claim.period
    last = end or start
    for day in filter(None, (start, end)):
        view.rests_on(day)
    if view.day is None:
        return ""
    if last is not None and last > view.day and (claim.status in _EXPECTED or start is None or start <= view.day):
        return f"the period ends on {last}, after {view.day}"
    return f"the period begins on {start}, after {view.day}" if start is not None and start > view.day else ""


def issued_forecast(view: View, context: Context, claim: Claim, link: Link) -> Judgement | None:
    """Judge a reported forecast against the row of its issuer, where the tables hold one.

    The issuer is a source whose name the sentence or the speaker gives.
    """
    published = context.extraction.document.published
    ahead = claim.status == "forecast" or (published is not None and _ends_after(claim, published))
    if not ahead or claim.kind not in _LEVELS or claim.value is None or isinstance(claim.value, str):
        return None
    rows = [row for row in _forecasts(view, claim, link) if _issued_by(view, context, claim, row)]
    if not rows and ("period" in claim.carried or _is_of_report(view, claim, link)):
        claim = replace(claim, period=None)
        rows = [row for row in _forecasts(view, claim, link) if _issued_by(view, context, claim, row)]
    if not rows:
        return None
    rows = _made_then(context, claim, rows)
    newest = max(rows, key=lambda row: (row.vintage is not None, row.vintage or row.start))
    found = _on_row(view, claim, newest)
    if claim.period is None and found.outcome == "contradicted":  # a text need not say for when it is foreseen
        others = (row for row in rows if _on_row(view, claim, row).outcome in ("supported", "close"))
        newest = next(others, newest)
        found = _on_row(view, claim, newest)
    actual = _actual(view, newest)
    hint = (f"outcome: the actual figure is {row_line(actual)}",) if actual else ()
    return replace(found, hints=found.hints + hint)


def _is_of_report(view: View, claim: Claim, link: Link) -> bool:
    """Tell whether a time is too short for the series, so perhaps that of the report: "expected 2% in October"."""
    start, end = claim.period or (None, None)
    yearly = link.indicator is not None and view.reference.indicators[link.indicator].freq == "A"
    return yearly and start is not None and end is not None and (end - start).days < _YEAR


def _on_row(view: View, claim: Claim, row: Observation) -> Judgement:
    return judge(view, signed(claim), [Reading("#0", (row,), claim.unit or "", basis_of(row))])


def _made_then(context: Context, claim: Claim, rows: list[Observation]) -> list[Observation]:
    """Return the forecasts made at a time that the sentence names, or all where none was made then."""
    first, stop = claim.sentence
    times = [t for t in context.extraction.times if first <= t.start < stop and t.from_ and t.to]
    told = [r for r in rows if r.vintage and any(t.from_ <= r.vintage <= t.to for t in times if t.from_ and t.to)]
    return told or rows


def _ends_after(claim: Claim, day: date) -> bool:
    """Tell whether a claim is about a period that was not over on a day: then it is expected, whatever the verb."""
    return claim.period is not None and claim.period[1] is not None and claim.period[1] > day


def _forecasts(view: View, claim: Claim, link: Link) -> Iterator[Observation]:
    assert link.indicator is not None
    assert link.entity is not None
    names = (
        (link.indicator, *view.linker.growth_of(link.indicator))
        if claim.kind == "percent_change"
        else (link.indicator,)
    )
    document_day = view.day
    for name in names:
        for row in pick.of_status(view.series(name, link.entity, link.counterpart), pick.FORECAST):
            known = document_day is None or row.vintage is None or row.vintage <= document_day
            if known and (claim.period is None or days_of(view, claim, [row]) == (row.start, row.end)):
                yield row


def named_source(view: View, context: Context, claim: Claim, readings: list[Reading]) -> list[Reading]:
    """Return the readings of the source that the claim's sentence names, or all where it names none."""
    told = fold(context.extraction.document.text[claim.sentence[0] : claim.sentence[1]])
    named = [reading for reading in readings if _issued_by(view, context, claim, reading.rows[0])]
    in_full = [reading for reading in named if _publisher(view, reading.rows[0]) in told]
    return in_full or named or _told_by_country(view, told, readings) or readings


def _told_by_country(view: View, told: str, readings: list[Reading]) -> list[Reading]:
    """Return the readings of an office that the sentence names by its country: "Chinese customs said"."""
    found = []
    for reading in readings:
        office = _REPORTERS.search(_publisher(view, reading.rows[0]))
        names = view.linker.names_of(reading.rows[0].entity) if office else ()
        if office and any(f"{name} {office[0]}" in told or f"{name}'s {office[0]}" in told for name in names):
            found.append(reading)
    return found


def _publisher(view: View, row: Observation) -> str:
    """Return the publisher of a row as a text would name it, a line break where there is none."""
    source = view.reference.sources.get(row.source)
    return fold(source.publisher) if source and source.publisher else "\n"


def _issued_by(view: View, context: Context, claim: Claim, row: Observation) -> bool:
    source = view.reference.sources.get(row.source)
    if source is None:
        return False
    text = context.extraction.document.text[claim.sentence[0] : claim.sentence[1]] + " " + (claim.speaker or "")
    said = set(terms(text).words)
    publisher = set(terms(source.publisher).words)
    initials = "".join(word[0] for word in source.publisher.lower().split() if word[0].isalpha())
    return bool(publisher) and (
        publisher <= said or (len(initials) > 2 and initials in said) or row.source.split("_")[0] in said
    )


def _actual(view: View, row: Observation) -> Observation | None:
    found = pick.at(view.observed(row.indicator, row.entity, row.counterpart), row.start, row.end)
    return found[0] if found else None


def year_to_date(view: View, claim: Claim, link: Link, admits: Admitted) -> Judgement | None:
    """Contradict a claim about a year that is not over where the part known already exceeds what it admits.

    A flow only grows within its year: what January to November brought is the least the year can bring.
    """
    assert link.indicator is not None
    assert link.entity is not None
    if (
        claim.period is None
        or admits.high is None
        or claim.kind not in ("percent_change", "money", "quantity", "count")
    ):
        return None
    base = levels_of(view, link.indicator)
    if view.reference.indicators[base].kind != "flow":
        return None
    rows = view.observed(base, link.entity, link.counterpart)
    period = days_of(view, claim, rows)
    so_far = [r for r in rows if period and r.start == period[0] and r.end < period[1]]
    if not so_far or period is None:
        return None
    last = max(so_far, key=lambda row: row.end)
    if claim.kind != "percent_change":
        formula, used = "#0", [last]
    else:
        start, _ = base_of(claim, period)
        old = [r for r in pick.at(rows, *start) if r.source == last.source]
        if not old:
            return None
        formula, used = "growth(#0, #1)", [last, old[0]]
    if Reading(formula, tuple(used), "", "").result().low <= admits.high:
        return None
    most = Admitted(None, admits.high, admits.rule)
    day = last.end + timedelta(days=1)
    recipe = f"{rows_recipe(len(used))}; already {{{formula}:value}} by {day}: {comparison(formula, most)}"
    return made("contradicted", None, recipe, evidence(used, view.reference.indicators), formula=formula)
