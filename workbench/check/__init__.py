"""Linked claims to suggestions: the rows, the arithmetic, the outcome, as of publication and as of now."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from workbench.check import targets
from workbench.check.carried import guarded, is_telling
from workbench.check.events import judge_event
from workbench.check.intext import judge_in_text, with_conflicts
from workbench.check.linked import Judged, judge_link
from workbench.check.recipe import joined, render
from workbench.check.view import View
from workbench.extract import extract
from workbench.link import Context, Linker
from workbench.link.fit import is_event_claim
from workbench.model import TIMED, Alternative, Checked, Judgement, Link, Suggestion

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from workbench.model import Claim, Document, Extraction
    from workbench.reference import Reference

WORTHY = 0.5
TOPICAL = 0.6
_CLOSE_SECOND = 0.98
_SECOND, _LOOSE, _EXACT_DIGITS = 0.75, 0.85, 3
_SHOWN_BESIDE = 5
_UNNAMED = "an indicator that fits the claim's words and unit"
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
    text = _Text(linker, Context(extraction))
    judged = [
        (lifted := linker.lifted(text.context, claim), _suggest(text, lifted, as_of)) for claim in extraction.claims
    ]
    extraction = replace(extraction, claims=tuple(claim for claim, _ in judged))
    suggestions = with_conflicts(extraction, tuple(suggestion for _, suggestion in judged))
    return Checked(extraction, suggestions, reference_version=f"{reference.version} {reference.fingerprint[:12]}")


@dataclass(slots=True)
class _Text:
    """A document before the tables: what is looked up for one claim serves the others."""

    linker: Linker
    context: Context
    _views: dict[date | None, View] = field(default_factory=dict)

    @property
    def published(self) -> date | None:
        """The day of publication."""
        return self.context.extraction.document.published

    def on(self, day: date | None) -> View:
        """Return the tables as known on a day."""
        if day not in self._views:
            self._views[day] = View(self.linker.reference, self.linker, day, self.published)
        return self._views[day].anew()


class _Answer(NamedTuple):
    judgement: Judgement
    link: Link
    others: tuple[Alternative, ...] = ()
    judged: Judged | None = None


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
    text = _Text(linker, Context(extraction))
    if not indicator:
        for earlier in extraction.claims:
            if earlier.start < claim.start and earlier.checkworthy >= WORTHY:
                _answer(text, earlier, None)
        return _suggest(text, claim, None)

    def judged(name: str, day: date | None) -> tuple[Link, Judgement]:
        found = judge_link(text.on(day), text.context, claim, linker.link_to(text.context, claim, name))
        hints = found.hinted(text.on(day), text.context, found.judgement.outcome, guarded=False)
        return found.link, replace(found.judgement, hints=hints)

    link, latest = judged(indicator, None)
    names = dict.fromkeys((*others, *(other.indicator or "" for other in linker.links(text.context, claim))))
    beside = [name for name in names if name in reference.indicators and name != indicator]
    shown = [judged(name, None) for name in beside[:_SHOWN_BESIDE]]
    then = _UNDATED if text.published is None else judged(indicator, text.published)[1]
    return Suggestion(claim.id, link, latest, then, _alternatives(shown))


def _alternatives(judged: Sequence[tuple[Link, Judgement]]) -> tuple[Alternative, ...]:
    return tuple(
        Alternative(link.indicator or "", j.outcome, j.working, link.score, link.entity or "") for link, j in judged
    )


def judge_again(
    extraction: Extraction, claim: Claim, link: Link, reference: Reference, as_of: date | None = None
) -> Judgement:
    """Judge a claim as it was linked before, on tables that may have changed since."""
    return _answer(_Text(_linker(reference), Context(extraction)), claim, as_of, link).judgement


def _suggest(text: _Text, claim: Claim, as_of: date | None) -> Suggestion:
    if claim.checkworthy < WORTHY:
        idle = Judgement("not_checkable", "no_assertion", working=claim.reason or "")
        return Suggestion(claim.id, Link(), idle, idle)
    if claim.negated and claim.kind not in TIMED:
        denied = Judgement("not_checkable", "no_assertion", working="the text denies this figure")
        return Suggestion(claim.id, Link(), denied, denied)
    latest, link, others, judged = _answer(text, claim, as_of)
    if text.published is None:
        then = _UNDATED
    elif judged is None and not _is_of_event(claim):
        then = latest  # no table has a say
    else:
        day = min(text.published, as_of) if as_of else text.published
        then = _answer(text, claim, day, link, judged).judgement
    return Suggestion(claim.id, _dated(link, latest), latest, then, others)


def _dated(link: Link, found: Judgement) -> Link:
    """Return a link with the period of the row that answers a figure which tells no time of its own."""
    if link.period is not None or found.outcome == "no_data" or not found.evidence:
        return link
    return replace(link, period=found.evidence[0].period)


def _is_of_event(claim: Claim) -> bool:
    return is_event_claim(claim) and not (targets.is_target_claim(claim) and claim.base_value is not None)


def _answer(
    text: _Text, claim: Claim, day: date | None, chosen: Link | None = None, known: Judged | None = None
) -> _Answer:
    """Judge a claim as known on ``day``; ``chosen`` is the reading that the other date has settled on.

    ``known`` is how that reading was judged as of a later day: where it rests on nothing since, it holds as well.
    """
    context, linker = text.context, text.linker
    in_text = judge_in_text(context.extraction, claim)
    if in_text is not None:
        return _Answer(in_text, chosen or Link(entity=_first(claim), score=1.0))
    if _is_of_event(claim):
        return _Answer(judge_event(linker, context, claim, day), chosen or _event_link(claim))
    if known is not None and day is not None and known.settled <= day:
        judged = [known]
    else:
        asked = targets.figure_claim(claim) if targets.is_target_claim(claim) else claim
        links = [chosen] if chosen and chosen.indicator else linker.links(context, asked)
        judged = [judge_link(text.on(day), context, claim, link) for link in links]
    if not judged:
        context.note_unknown(claim)
        nothing = Judgement("no_data", "missing_indicator", working="no indicator fits the claim's words and unit")
        return _Answer(nothing, Link(entity=_first(claim), missing=_UNNAMED))
    judgement, best, others = _choose(claim, judged)
    link = best.link
    if chosen is None or not link.named:
        judgement = replace(judgement, hints=best.hinted(text.on(day), context, judgement.outcome))
    judgement = guarded(claim, link, judgement)
    sure = link.score >= TOPICAL or (judgement.outcome == "supported" and is_telling(claim))
    if link.indicator and chosen is None and sure:
        context.note_topic(claim, link, sure=link.named or judgement.outcome == "supported")
    return _Answer(judgement, link, others, best)


def _event_link(claim: Claim) -> Link:
    return Link(entity=_first(claim), counterpart=claim.entities[1] if len(claim.entities) > 1 else None, score=1.0)


def _first(claim: Claim) -> str | None:
    return claim.entities[0] if claim.entities else None


def _rivals(claim: Claim, first: Judged, other: Judged) -> bool:
    """Tell whether a reading is nearly as good as the first one: by its score, or exactly right beside a loose one."""
    if other.link.score >= first.link.score * _CLOSE_SECOND:
        return True
    digits = sum(char.isdigit() for char in claim.digits.lstrip("0.,"))
    exact = other.judgement.outcome == "supported" and digits >= _EXACT_DIGITS
    loose = first.judgement.outcome == "contradicted" and first.link.score < _LOOSE
    return exact and loose and other.link.score >= first.link.score * _SECOND


def _choose(claim: Claim, judged: list[Judged]) -> tuple[Judgement, Judged, tuple[Alternative, ...]]:
    """Keep the best reading; a second of nearly the same score that disagrees makes the claim ambiguous."""
    first, best = judged[0], judged[0].judgement
    others = _alternatives([(other.link, other.judgement) for other in judged[1:]])
    rivals = [
        other
        for other in judged[1:]
        if other.judgement.outcome not in ("no_data", "not_due") and _rivals(claim, first, other)
    ]
    if best.outcome == "no_data" and rivals:
        return rivals[0].judgement, rivals[0], others
    if best.outcome == "contradicted" and any(j.judgement.outcome in ("supported", "close") for j in rivals):
        told = [best, *(rival.judgement for rival in rivals)][:3]
        recipe, rows = joined((j.recipe, j.evidence) for j in told)
        both = replace(best, working=render(recipe, rows), recipe=recipe, evidence=tuple(rows))
        return replace(both, outcome="ambiguous", reason=None), first, others
    return best, first, others
