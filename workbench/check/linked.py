"""One reading of a claim, that is one link, against the tables: which rows answer, and with what outcome."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from workbench.check import targets
from workbench.check.carried import TELLING, doubted, is_borne, is_telling, tells_no_date
from workbench.check.forecasts import issued_forecast, named_source, not_yet, year_to_date
from workbench.check.judge import judge
from workbench.check.readings import readings
from workbench.check.traps import Case, base_year, hints
from workbench.errors import UsageError
from workbench.link.fit import fits_period
from workbench.model import Judgement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.check.view import Reading, View
    from workbench.link import Context
    from workbench.model import Claim, Link, Observation

_TO_BE_HINTED = ("contradicted", "ambiguous")


@dataclass(frozen=True, slots=True)
class Judged:
    """A link with the judgement by it, before traps are looked for; ``case`` is where to look for them.

    ``settled`` is the day from which on the judgement is the same.
    """

    link: Link
    judgement: Judgement
    case: Case | None
    settled: date

    def hinted(self, view: View, context: Context, outcome: str, *, guarded: bool = True) -> tuple[str, ...]:
        """Return the hints of the judgement, as known on the day of a view, once the claim is given an outcome.

        Traps take long to look for. ``guarded`` leaves them out where a guard would take them away again.
        """
        own = self.judgement.hints
        if self.case is None or outcome not in _TO_BE_HINTED:
            return own
        claim, only_with = self.case.claim, None
        if guarded and not is_borne(claim, self.link):
            if not is_telling(claim):
                return own
            only_with = TELLING
        return own + hints(self.case.on(view, view.linker.mentioned(context)), only_with=only_with)


def judge_link(view: View, context: Context, claim: Claim, link: Link) -> Judged:
    """Judge a claim by one link as known on the view's day."""
    view = view.anew()
    judgement, case = _judged(view, context, claim, link)
    return Judged(link, judgement, case, view.settled)


def _judged(view: View, context: Context, claim: Claim, link: Link) -> tuple[Judgement, Case | None]:
    if link.missing or link.entity is None:
        reason = "missing_entity" if link.entity is None else "missing_rows"
        return Judgement("no_data", reason, working=link.missing or "whom the figure is about is not known"), None
    if targets.is_target_claim(claim):
        aimed = targets.judge_target(view, claim, link)
        if aimed is not None:
            return aimed, None
    forecast = issued_forecast(view, context, claim, link)
    if forecast is not None:
        return forecast, None
    if tells_no_date(claim):
        working = f"{link.indicator} {link.entity}: the sentence tells of no time that has a date"
        return Judgement("no_data", "missing_period", working=working), None
    if claim.status in ("forecast", "target") and claim.period is None:
        working = f"{link.indicator} {link.entity}: the sentence does not say for when it is meant"
        return Judgement("no_data", "missing_period", working=working), None
    try:
        admits, found_readings = readings(view, claim, link)
    except UsageError as error:
        return Judgement("no_data", "missing_rows", working=str(error)), None
    waiting = not_yet(view, claim)
    if waiting and not _is_published(claim, found_readings):
        ruled_out = year_to_date(view, claim, link, admits)
        return ruled_out or Judgement("not_due", None, working=waiting), None
    if not found_readings:
        return _as_newest(view, claim, link) or _without_rows(view, claim, link), None
    found = judge(view, admits, named_source(view, context, claim, found_readings))
    case = Case(view, claim, link, admits, found_readings, published=context.extraction.document.published)
    if found.outcome == "contradicted":
        return doubted(case, context, found), case
    if found.outcome == "supported" and (hint := base_year(case)):
        return replace(found, hints=(*found.hints, hint)), None
    return found, None


def _as_newest(view: View, claim: Claim, link: Link) -> Judgement | None:
    """Bear a figure out by the newest row where the text's time is none of the series: carried over, or a mere month.

    "In March it bought the rival with its 32 ships": of a yearly series the last figure known is told.
    """
    assert link.indicator is not None
    coarse = fits_period(claim, view.reference.indicators[link.indicator]) < 1 and claim.status == "actual"
    if not ("period" in claim.carried or coarse) or claim.period is None or not is_telling(claim):
        return None
    try:
        admits, found = readings(view, replace(claim, period=None, base_period=None), link)
    except UsageError:
        return None
    judged = judge(view, admits, found) if found else None
    return judged if judged is not None and judged.outcome in ("supported", "close") else None


def _is_published(claim: Claim, found: Sequence[Reading]) -> bool:
    """Tell whether the figure of a period that is not over is out already, as a mid-year population is."""
    rows = [row for reading in found for row in reading.rows]
    return claim.status == "actual" and bool(rows) and all(row.status in ("A", "P") for row in rows)


def _beyond(claim: Claim, rows: Sequence[Observation]) -> bool:
    """Tell whether the claim's period ends after everything that the tables have observed."""
    end = claim.period[1] if claim.period else None
    return end is not None and all(row.end < end for row in rows if row.status not in ("F", "T"))


def _is_known_later(view: View, claim: Claim, link: Link) -> bool:
    """Tell whether rows that came out after the view's day answer a claim."""
    try:
        return bool(readings(view.on(None), claim, link)[1])
    except UsageError:
        return False  # what its words ask for is not in the tables on any day


def _without_rows(view: View, claim: Claim, link: Link) -> Judgement:
    """Say why no row answers: none at all, none for the period, or none published by the day."""
    assert link.indicator is not None
    assert link.entity is not None
    period = link.period if claim.period is not None else None
    name = " ".join(part for part in (link.indicator, link.entity, link.counterpart, period) if part)
    everything = view.reference.series(link.indicator, link.entity, link.counterpart or "")
    if view.day is not None and everything and _is_known_later(view, claim, link):
        view.rests_on(date.max)
        return Judgement("no_data", "vintage", working=f"{name}: not published by {view.day}")
    if claim.status in ("forecast", "target") and _beyond(claim, everything):
        return Judgement("not_due", None, working=f"{name}: the tables do not reach so far")
    if claim.period is None:
        return Judgement("no_data", "missing_period", working=f"{name}: the period of the claim is not known")
    return Judgement("no_data", "missing_rows", working=f"{name}: the tables hold no such figure")
