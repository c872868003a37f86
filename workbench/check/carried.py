"""What a claim's own sentence leaves out: what is carried over from the text may bear it out, but hardly refute it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from workbench.check.kin import COMPARABLE, sibling
from workbench.check.recipe import literal
from workbench.check.targets import RELATIONS
from workbench.check.traps import fits_slip
from workbench.interval import Figure
from workbench.link.phrases import terms
from workbench.link.wording import LOSS
from workbench.link.words import one_of
from workbench.model import CHANGES, TIMED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from workbench.check.kin import Case
    from workbench.link import Context
    from workbench.model import Claim, Judgement, Link

TELLING = frozenset(("points_vs_percent", "scale_slip", "reversed_percent", "unit_slip"))
_FAR, _HUGE, _ABSURD = 3, 60, 300
_SURE = 0.9
_LEAST_DIGITS = 2
_SENTENCES_BACK = 3
_BACK_FROM = re.compile(
    r"\b(?:(?:two|three|four|five|ten) years|(?:a|two) decades?) (?:earlier|before)\b", re.IGNORECASE
)
_PER_HEAD = re.compile(one_of("per_head"), re.IGNORECASE)


def guarded(claim: Claim, link: Link, found: Judgement) -> Judgement:
    """Return a judgement that rests on no more than the claim's words can bear.

    A figure that is met exactly confirms what it was read as, if it has digits enough that chance does not; so does one
    that fits a slip of its own. Anything else is no proof against the text, which may speak of something else.
    """
    early = claim.relation == "ahead_of_schedule" and found.outcome == "contradicted" and not link.named
    if (is_borne(claim, link) and not early) or found.outcome in ("no_data", "not_due", "not_checkable"):
        return found
    telling = claim.relation not in RELATIONS and is_telling(claim)
    if telling and (found.outcome in ("supported", "mixed") or (_is_slip(found) and claim.unit is not None)):
        return found
    unsaid = f"the sentence does not say what is measured; read as {link.indicator}: "
    return replace(
        found,
        outcome="ambiguous" if found.outcome in ("supported", "close", "mixed") else "no_data",
        reason="missing_indicator",
        working=unsaid + found.working,
        recipe=literal(unsaid) + found.recipe if found.recipe else "",
        hints=(),
    )


def tells_no_date(claim: Claim) -> bool:
    """Tell whether a sentence tells the time of its figure in words that give no date, as an event does."""
    told = claim.period is None and "period" not in claim.carried and claim.relation not in RELATIONS
    return told and claim.status in ("actual", "estimate") and claim.kind not in TIMED and claim.value is not None


def _is_slip(found: Judgement) -> bool:
    return any(hint.partition(":")[0] in TELLING for hint in found.hints)


def is_borne(claim: Claim, link: Link) -> bool:
    """Tell whether a claim's own words say what is measured."""
    return link.named or claim.relation in RELATIONS


def is_telling(claim: Claim) -> bool:
    """Tell whether the figure of a claim has digits enough that chance does not meet them."""
    digits = [char for char in claim.digits.lstrip("0.,") if char.isdigit()]
    return isinstance(claim.value, Decimal) and claim.bound in ("=", "~") and len(digits) >= _LEAST_DIGITS


def doubted(case: Case, context: Context, found: Judgement) -> Judgement:
    """Return a contradiction as ambiguous where its country or period is a guess and another one told nearby fits.

    The figure of another period is a trap where the sentence names its own, and a doubt where it does not. A figure
    that is off by far, by no slip that is known, is hardly one of the same thing, unless the sentence says it all.
    """
    reason = _doubt(case, context, found)
    return replace(found, outcome="ambiguous", reason=reason) if reason else found


def _doubt(case: Case, context: Context, found: Judgement) -> str | None:
    claim = case.claim
    if case.view.linker.is_of_another(context, claim, case.link):
        return "wrong_entity"
    if case.view.linker.is_yet_untold(context, claim, case.link):
        return "missing_entity"
    if _is_unsaid(claim):
        return "missing_period"
    if "period" in claim.carried and _BACK_FROM.search(context.own_text(claim)):
        return "wrong_period"  # "a decade earlier", from which year is a guess
    if _is_per_head_still(case, context):
        return "total_vs_per_capita"
    if _is_beside_another(case, context):
        return "in_text_conflict"
    if claim.kind in COMPARABLE and set(terms(context.own_text(claim)).words) >= {"export", "import"}:
        return "sibling_indicator"  # "it imports more than it sells abroad: 44% against 28%"
    if claim.value is not None and claim.kind in (*COMPARABLE, "difference"):
        moved = _moved(context, claim) if "period" in claim.carried else _lagging(context, claim)
        if any(map(case.fitting, moved)) and not (is_telling(claim) and fits_slip(case)):
            return "wrong_period"
        near = _entities_near(case, context) if case.view.linker.is_carried(context, claim) else []
        if any(case.fitting(link=replace(case.link, entity=code, counterpart=None)) for code in near):
            return "wrong_entity"
    if claim.kind in ("rank", "superlative") and _is_of_another_told(case, context):
        return "wrong_entity"
    if (
        claim.kind in ("percent", "money")
        and claim.relation != LOSS
        and found.result
        and found.result[0] < 0
        and case.admits.holds(_turned(found.result))
    ):
        return "missing_indicator"  # of a fall told before: "less than in Britain (10%)"
    unreal = claim.kind == "money" and case.indicator.prices == "constant" and "real" not in terms(claim.subject).words
    if unreal and (sibling(case) or "").startswith("nominal_vs_real"):
        return "nominal_vs_real"
    sure = not claim.carried and case.link.score >= _SURE and not _is_far(claim, found, _ABSURD)
    return "missing_indicator" if not sure and _is_far(claim, found) and not fits_slip(case) else None


def _is_per_head_still(case: Case, context: Context) -> bool:
    """Tell whether the text has just told figures per head, of which this may be another: "Kenya gets by with 0.4"."""
    claim = case.claim
    if claim.kind not in ("money", "quantity") or not isinstance(claim.value, Decimal):
        return False
    index = context.index_of(claim)
    start = context.extraction.sentences[max(index - 1, 0)][0]
    told = _PER_HEAD.search(context.extraction.document.text, start, claim.start)
    return told is not None and case.fitting(replace(claim, unit=f"{claim.unit} / person", kind="rate")) is not None


def _is_beside_another(case: Case, context: Context) -> bool:
    """Tell whether the sentence gives the same figure before with another value: one of them is of something else."""
    claim = case.claim
    if claim.kind not in ("money", "quantity", "count", "percent") or not isinstance(claim.value, Decimal):
        return False
    same = (claim.kind, claim.unit, claim.entities, claim.period)
    told = (
        other
        for other in context.extraction.claims_of(claim.sentence)
        if other.end <= claim.start and (other.kind, other.unit, other.entities, other.period) == same
        and isinstance(other.value, Decimal) and other.value != claim.value
    )  # fmt: skip
    own = set(terms(context.own_text(claim)).words)
    return next(told, None) is not None and own.isdisjoint(terms(case.indicator.label).words)


def _is_of_another_told(case: Case, context: Context) -> bool:
    """Tell whether a place or record is that of another country which its sentence, or the one before, names."""
    index = context.index_of(case.claim)
    start = context.extraction.sentences[max(index - 1, 0)][0]
    named = case.view.linker.entities_in(context.extraction.document.text[start : case.claim.start])
    others = dict.fromkeys(code for _, code in named if code != case.link.entity)
    known = (code for code in others if case.view.reference.has(case.indicator.indicator, code))
    return any(case.fitting(link=replace(case.link, entity=code, counterpart=None)) for code in known)


def _turned(result: tuple[Decimal, Decimal, Decimal]) -> Figure:
    value, low, high = map(Fraction, result)
    return Figure(-value, -high, -low)


def _is_far(claim: Claim, found: Judgement, by: int = _FAR) -> bool:
    """Tell whether a figure is so far off that it hardly is one of the same thing, mistaken."""
    if found.result is None or not isinstance(claim.value, Decimal) or claim.kind not in (*COMPARABLE, "multiple"):
        return False
    if claim.bound not in ("=", "~") or claim.kind in ("pp_change", "difference"):
        return False
    told, true = abs(claim.value), abs(found.result[0])
    apart = claim.kind != "percent_change" or max(told, true) > _HUGE
    return apart and (told > by * true or true > by * told)


def _is_unsaid(claim: Claim) -> bool:
    """Tell whether a claim leaves out what it is measured from, or which way a run of changes went."""
    if claim.kind == "multiple":
        return claim.base_period is None and claim.relation != "than" and None not in (claim.period or ())
    return claim.kind == "streak" and claim.direction is None


def _near(context: Context, claim: Claim, paragraphs: int) -> tuple[int, int]:
    """Return the span of text that a claim may take up: so many paragraphs, at least three sentences before it."""
    text = context.extraction.document.text
    opening = claim.start
    for _ in range(paragraphs):
        opening = max(text.rfind("\n\n", 0, opening), 0)
    starts = [start for start, _ in context.extraction.sentences]
    here = max(bisect_right(starts, claim.start) - 1, 0)
    back = starts[max(here - _SENTENCES_BACK, 0)] if starts else 0
    return min(opening, back), claim.end


def _moved(context: Context, claim: Claim) -> Iterator[Claim]:
    """Yield the claim at each other period that the text around it speaks of."""
    start, end = _near(context, claim, 1)
    yield from _lagging(context, claim)
    yield replace(claim, period=None, base_period=None if claim.kind not in CHANGES else claim.base_period)
    told = [c for c in context.extraction.claims if start <= c.start < end]
    periods = [period for c in told for period in (c.period, c.base_period)]
    periods += [(t.from_, t.to) for t in context.extraction.times if start <= t.start < end]
    for period in dict.fromkeys(periods):
        if period is not None and period != claim.period:
            yield replace(claim, period=period, base_period=None)
            if claim.kind in CHANGES:
                yield replace(claim, period=period)  # measured from the same time as told
                yield replace(claim, base_period=_closed(period))


def _lagging(context: Context, claim: Claim) -> Iterator[Claim]:
    """Yield a claim told "a year ago" at the year before that of the newest figures, which lag behind the text."""
    first, stop = claim.sentence
    start, end = claim.period or (None, None)
    ago = any(first <= t.start < stop and t.quote.lower().endswith(" ago") for t in context.extraction.times)
    if ago and start and end and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        yield replace(claim, period=(start.replace(year=start.year - 1), end.replace(year=end.year - 1)))


def _closed(period: tuple[date | None, date | None]) -> tuple[date | None, date | None]:
    """Return the year in which a stretch without an end begins: "since 2018" measures from 2018."""
    start, end = period
    return (start, start.replace(month=12, day=31)) if start is not None and end is None else period


def _entities_near(case: Case, context: Context) -> list[str]:
    """Return the other countries that the text around the claim names, or names most, and that have the series."""
    start, end = _near(context, case.claim, 2)
    document, linker = context.extraction.document, case.view.linker
    named = linker.entities_in(document.text[start:end])
    counts = Counter(
        code for _, code in (*linker.entities_in(document.title or ""), *linker.entities_in(document.text))
    )
    indicator = case.indicator.indicator
    codes = dict.fromkeys((*(code for _, code in named), *(code for code, _ in counts.most_common(2))))
    return [code for code in codes if code != case.link.entity and case.view.reference.has(indicator, code)]
