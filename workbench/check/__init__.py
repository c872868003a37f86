"""Linked claims to suggestions: the rows, the arithmetic, the outcome, as of publication and as of now."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from workbench.check import targets
from workbench.check.carried import doubted, guarded
from workbench.check.events import judge_event
from workbench.check.forecasts import issued_forecast, named_source, not_yet, year_to_date
from workbench.check.intext import judge_in_text, with_conflicts
from workbench.check.judge import judge
from workbench.check.readings import readings
from workbench.check.recipe import joined, render
from workbench.check.traps import Case, base_year, hints
from workbench.check.view import View
from workbench.errors import UsageError
from workbench.extract import extract
from workbench.link import Context, Linker
from workbench.link.fit import is_event_claim
from workbench.model import TIMED, Alternative, Checked, Judgement, Link, Suggestion

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from workbench.check.view import Reading
    from workbench.model import Claim, Document, Extraction, Observation
    from workbench.reference import Reference

WORTHY = 0.5
TOPICAL = 0.6
_CLOSE_SECOND = 0.98
_SHOWN_BESIDE = 5
_TO_BE_HINTED = ("contradicted", "ambiguous")
_UNDATED = Judgement("no_data", "undated", working="the document has no publication date")


@lru_cache(maxsize=4)
def _linker(reference: Reference) -> Linker:
    return Linker(reference)


def check(document: Document, reference: Reference, as_of: date | None = None) -> Checked:
    """Extract the claims of a document and judge each against the tables.

    ``as_of`` caps what ``latest`` may know; ``as_published`` never uses a figure with a later vintage than the
    document.
    """
    return check_extraction(extract(document), reference, as_of)


def check_extraction(extraction: Extraction, reference: Reference, as_of: date | None = None) -> Checked:
    """Judge the claims of an extraction against the tables, one suggestion for each claim in order."""
    linker = _linker(reference)
    extraction = linker.completed(extraction)
    context = Context(extraction)
    suggestions = tuple(_suggest(linker, context, claim, as_of) for claim in extraction.claims)
    suggestions = with_conflicts(extraction, suggestions)
    return Checked(extraction, suggestions, reference_version=f"{reference.version} {reference.fingerprint[:12]}")


def check_claim(
    extraction: Extraction,
    claim: Claim,
    reference: Reference,
    *,
    indicator: str | None = None,
    others: Sequence[str] = (),
) -> Suggestion:
    """Judge one claim of a document, which a person may have corrected.

    ``indicator`` is the one that was chosen, ``others`` those to show beside it; without one the claim is linked anew,
    with what the text before it has spoken of.
    """
    linker = _linker(reference)
    context = Context(extraction)
    if not indicator:
        for earlier in extraction.claims:
            if earlier.start < claim.start and earlier.checkworthy >= WORTHY:
                _answer(linker, context, earlier, None)
        return _suggest(linker, context, claim, None)
    link = linker.link_to(context, claim, indicator)
    view = View(reference, linker, None, extraction.document.published)
    latest = _judge_link(view, context, claim, link)
    names = dict.fromkeys((*others, *(other.indicator or "" for other in linker.links(context, claim))))
    beside = [
        linker.link_to(context, claim, name) for name in names if name in reference.indicators and name != indicator
    ]
    judged = [(link, latest), *((other, _judge_link(view, context, claim, other)) for other in beside[:_SHOWN_BESIDE])]
    published = extraction.document.published
    then = _UNDATED if published is None else _judge_link(replace(view, day=published), context, claim, link)
    return Suggestion(claim.id, link, latest, then, _alternatives(judged[1:]))


def _alternatives(judged: Sequence[tuple[Link, Judgement]]) -> tuple[Alternative, ...]:
    return tuple(
        Alternative(link.indicator or "", j.outcome, j.working, link.score, link.entity or "") for link, j in judged
    )


def judge_again(
    extraction: Extraction, claim: Claim, link: Link, reference: Reference, as_of: date | None = None
) -> Judgement:
    """Judge a claim as it was linked before, on tables that may have changed since."""
    judgement, _, _ = _answer(_linker(reference), Context(extraction), claim, as_of, link)
    return judgement


def _suggest(linker: Linker, context: Context, claim: Claim, as_of: date | None) -> Suggestion:
    if claim.checkworthy < WORTHY:
        idle = Judgement("not_checkable", "no_assertion", working=claim.reason or "")
        return Suggestion(claim.id, Link(), idle, idle)
    if claim.negated and claim.kind not in TIMED:
        denied = Judgement("not_checkable", "no_assertion", working="the text denies this figure")
        return Suggestion(claim.id, Link(), denied, denied)
    published = context.extraction.document.published
    latest, link, others = _answer(linker, context, claim, as_of)
    if published is None:
        return Suggestion(claim.id, link, latest, _UNDATED, others)
    day = min(published, as_of) if as_of else published
    then, _, _ = _answer(linker, context, claim, day, link)
    return Suggestion(claim.id, link, latest, then, others)


def _answer(
    linker: Linker, context: Context, claim: Claim, day: date | None, chosen: Link | None = None
) -> tuple[Judgement, Link, tuple[Alternative, ...]]:
    """Judge a claim as known on ``day``; ``chosen`` is the reading that the other date has settled on."""
    in_text = judge_in_text(context.extraction, claim)
    if in_text is not None:
        return in_text, chosen or Link(entity=_first(claim), score=1.0), ()
    target = targets.is_target_claim(claim)
    if is_event_claim(claim) and not (target and claim.base_value is not None):
        return judge_event(linker, context, claim, day), chosen or _event_link(claim), ()
    view = View(linker.reference, linker, day, context.extraction.document.published)
    asked = targets.figure_claim(claim) if target else claim
    links = [chosen] if chosen and chosen.indicator else linker.links(context, asked)
    if not links:
        missing = Link(entity=_first(claim), missing="an indicator that fits the claim's words and unit")
        return (
            Judgement("no_data", "missing_indicator", working="no indicator fits the claim's words and unit"),
            missing,
            (),
        )
    judged = [(link, _judge_link(view, context, claim, link, hinted=False)) for link in links]
    judgement, link, others = _choose(judged)
    told = chosen is None or not link.named
    if told and judgement.outcome in _TO_BE_HINTED:  # traps take long to look for
        judgement = replace(judgement, hints=_judge_link(view, context, claim, link).hints)
    judgement = guarded(claim, link, judgement)
    if link.indicator and chosen is None and link.score >= TOPICAL:
        context.note_topic(claim, link)
    return judgement, link, others


def _event_link(claim: Claim) -> Link:
    return Link(entity=_first(claim), counterpart=claim.entities[1] if len(claim.entities) > 1 else None, score=1.0)


def _first(claim: Claim) -> str | None:
    return claim.entities[0] if claim.entities else None


def _choose(judged: list[tuple[Link, Judgement]]) -> tuple[Judgement, Link, tuple[Alternative, ...]]:
    """Keep the best reading; a second of nearly the same score that disagrees makes the claim ambiguous."""
    link, best = judged[0]
    others = _alternatives(judged[1:])
    rivals = [
        (other, j)
        for other, j in judged[1:]
        if other.score >= link.score * _CLOSE_SECOND and j.outcome not in ("no_data", "not_due")
    ]
    if best.outcome == "no_data" and rivals:
        return rivals[0][1], rivals[0][0], others
    if best.outcome == "contradicted" and any(j.outcome in ("supported", "close") for _, j in rivals):
        recipe, rows = joined((j.recipe, j.evidence) for _, j in [(link, best), *rivals][:3])
        told = replace(best, working=render(recipe, rows), recipe=recipe, evidence=tuple(rows))
        return replace(told, outcome="ambiguous", reason=None), link, others
    return best, link, others


def _judge_link(view: View, context: Context, claim: Claim, link: Link, *, hinted: bool = True) -> Judgement:
    if link.missing or link.entity is None:
        reason = "missing_entity" if link.entity is None else "missing_rows"
        return Judgement("no_data", reason, working=link.missing or "whom the figure is about is not known")
    if targets.is_target_claim(claim):
        aimed = targets.judge_target(view, claim, link)
        if aimed is not None:
            return aimed
    forecast = issued_forecast(view, context, claim, link)
    if forecast is not None:
        return forecast
    try:
        admits, found_readings = readings(view, claim, link)
    except UsageError as error:
        return Judgement("no_data", "missing_rows", working=str(error))
    waiting = not_yet(view, claim)
    if waiting and not _is_published(claim, found_readings):
        ruled_out = year_to_date(view, claim, link, admits)
        return ruled_out or Judgement("not_due", None, working=waiting)
    if not found_readings:
        return _without_rows(view, claim, link)
    found = judge(view, admits, named_source(view, context, claim, found_readings))
    case = Case(view, claim, link, admits, found_readings, published=context.extraction.document.published)
    if found.outcome == "contradicted":
        case = replace(case, mentioned=view.linker.mentioned(context) if hinted else ())
        traps = tuple(hints(case)) if hinted else ()
        return doubted(case, context, replace(found, hints=found.hints + traps))
    if found.outcome == "supported" and (hint := base_year(case)):
        return replace(found, hints=(*found.hints, hint))
    return found


def _is_published(claim: Claim, found: Sequence[Reading]) -> bool:
    """Tell whether the figure of a period that is not over is out already, as a mid-year population is."""
    rows = [row for reading in found for row in reading.rows]
    return claim.status == "actual" and bool(rows) and all(row.status in ("A", "P") for row in rows)


def _beyond(claim: Claim, rows: Sequence[Observation]) -> bool:
    """Tell whether the claim's period ends after everything that the tables have observed."""
    end = claim.period[1] if claim.period else None
    return end is not None and all(row.end < end for row in rows if row.status not in ("F", "T"))


def _without_rows(view: View, claim: Claim, link: Link) -> Judgement:
    """Say why no row answers: none at all, none for the period, or none published by the day."""
    assert link.indicator is not None
    assert link.entity is not None
    name = " ".join(part for part in (link.indicator, link.entity, link.counterpart, link.period) if part)
    everything = view.reference.series(link.indicator, link.entity, link.counterpart or "")
    if view.day is not None and everything:
        later = replace(view, day=None)
        if readings(later, claim, link)[1]:
            return Judgement("no_data", "vintage", working=f"{name}: not published by {view.day}")
    if claim.status in ("forecast", "target") and _beyond(claim, everything):
        return Judgement("not_due", None, working=f"{name}: the tables do not reach so far")
    if claim.period is None:
        return Judgement("no_data", "missing_period", working=f"{name}: the period of the claim is not known")
    return Judgement("no_data", "missing_rows", working=f"{name}: the tables hold no such figure")
