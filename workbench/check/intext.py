"""Figures of one document against each other."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.check.admit import signed
from workbench.check.recipe import comparison, made
from workbench.check.working import evidence_figure, text_evidence
from workbench.interval import Figure, as_decimal, evaluate, shown

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from workbench.model import Claim, Extraction, Judgement, Suggestion

Given = dict["Hashable", dict["Hashable", "Claim"]]  # each wording of a figure once: repetition costs nothing


def judge_in_text(extraction: Extraction, claim: Claim) -> Judgement | None:
    """Judge a multiple or change whose two figures stand in its own sentence; ``None`` when they do not.

    "$200 billion, double the $100 billion": 200 / 100 = 2.
    """
    if (
        claim.kind not in ("multiple", "fraction", "percent_change")
        or claim.base_value is None
        or not isinstance(claim.value, Decimal)
    ):
        return None
    other = _partner(extraction, claim)
    if other is None or not isinstance(other.value, Decimal):
        return None
    document, unit = extraction.document, claim.base_unit or ""
    rows = (
        text_evidence(document, other.value, other.step or Decimal(1), unit),
        text_evidence(document, claim.base_value, other.step or Decimal(1), unit),
    )
    figures = [evidence_figure(row) for row in rows]
    formula = "growth(#0, #1)" if claim.kind == "percent_change" else "ratio(#0, #1)"
    result = evaluate(formula, figures)
    admits = signed(claim)
    holds = admits.holds(result)
    return made(
        "supported" if holds else "contradicted",
        None if holds else "in_text_conflict",
        f"in the text: {{#0:value}} against {{#1:value}}; {{{formula}:=}}; {comparison(formula, admits)}",
        rows,
        formula=formula,
        margin=as_decimal(admits.margin(result)),
        tolerance=admits.tolerance(),
        result=(as_decimal(result.value), as_decimal(result.low), as_decimal(result.high)),
        result_unit=claim.unit or "",
        hints=() if holds else ("in_text_conflict: the two figures of the sentence do not give this one",),
    )


def _partner(extraction: Extraction, claim: Claim) -> Claim | None:
    """Return the nearest other figure in the unit of the base figure: in the sentence, else in the one before."""
    here = bisect_left(extraction.sentences, claim.sentence)
    for sentence in (claim.sentence, *extraction.sentences[max(here - 1, 0) : here]):
        rivals = [
            other
            for other in extraction.claims_of(sentence)
            if other is not claim
            and other.unit == claim.base_unit
            and isinstance(other.value, Decimal)
            and other.value != claim.base_value
            and other.kind not in ("multiple", "difference")
        ]
        if rivals:
            return min(rivals, key=lambda other: abs(other.start - claim.start))
    return None


def with_conflicts(extraction: Extraction, suggestions: Sequence[Suggestion]) -> tuple[Suggestion, ...]:
    """Return suggestions with a hint where two figures of the text cannot both hold.

    Either a change does not follow from the levels told beside it, or one figure is given twice with different values.
    """
    pairs = list(zip(extraction.claims, suggestions, strict=True))
    given: Given = {}
    for claim, suggestion in pairs:
        if suggestion.latest.outcome != "not_checkable":
            told = (claim.value if isinstance(claim.value, Decimal) else None, claim.unit, claim.bound, claim.quote)
            given.setdefault(_figure_told(claim, suggestion), {}).setdefault(told, claim)
    return tuple(_hinted(extraction, claim, suggestion, given) for claim, suggestion in pairs)


def _hinted(extraction: Extraction, claim: Claim, suggestion: Suggestion, given: Given) -> Suggestion:
    latest = suggestion.latest
    if latest.outcome in ("supported", "close", "not_checkable", "mixed") or not isinstance(claim.value, Decimal):
        return suggestion
    said = _misfit(claim, extraction.claims_of(claim.sentence)) or _given_twice(claim, suggestion, given)
    if not said or any(hint.startswith("in_text_conflict") for hint in latest.hints):
        return suggestion
    hint = f"in_text_conflict: {said}"
    then = suggestion.as_published
    return replace(suggestion, latest=replace(latest, hints=(*latest.hints, hint)), as_published=then)


def _misfit(claim: Claim, beside: Sequence[Claim]) -> str:
    """Say which change the levels of the claim's own sentence give, where it is not the one told."""
    if claim.kind != "percent_change":
        return ""
    for other in beside:
        levels = other.relation == "from_to" and other.base_value and isinstance(other.value, Decimal)
        if levels and other.unit not in ("%", claim.unit):
            assert isinstance(other.value, Decimal)
            step = other.step or Decimal(1)
            figures = [Figure.printed(v, step) for v in (other.value, other.base_value or Decimal(1))]
            change = evaluate("growth(#0, #1)", figures)
            if not signed(claim).holds(change):
                return f"from {shown(figures[1].value)} to {shown(figures[0].value)} is {shown(change.value, 3)}%"
    return ""


def _figure_told(claim: Claim, suggestion: Suggestion) -> Hashable:
    """Return what is the same for two claims that tell the same figure."""
    link = suggestion.link
    which = (link.indicator, link.entity, link.counterpart)
    return claim.kind, claim.period, claim.base_period, claim.direction, which


def _given_twice(claim: Claim, suggestion: Suggestion, given: Given) -> str:
    """Say where the text gives the same figure with another value."""
    if not (suggestion.link.indicator and suggestion.link.entity and claim.period):
        return ""
    others = given.get(_figure_told(claim, suggestion), {}).values()
    other = next((other for other in others if _apart(claim, other)), None)
    return f"the text also gives it as {other.quote!r}" if other else ""


def _apart(one: Claim, two: Claim) -> bool:
    """Tell whether what two claims admit has nothing in common."""
    if not isinstance(one.value, Decimal) or not isinstance(two.value, Decimal) or one.unit != two.unit:
        return False
    a, b = signed(one), signed(two)
    low = None if a.low is None or b.low is None else max(a.low, b.low)
    high = None if a.high is None or b.high is None else min(a.high, b.high)
    return low is not None and high is not None and low > high
