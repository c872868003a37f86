"""Figures of one document against each other."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.check.admit import signed
from workbench.check.working import evidence_figure, text_evidence
from workbench.interval import as_decimal, evaluate, shown
from workbench.model import Judgement

if TYPE_CHECKING:
    from workbench.model import Claim, Extraction


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
    texts = [shown(figure.value) for figure in figures]
    name = formula.split("(", maxsplit=1)[0]
    working = f"in the text: {texts[0]} against {texts[1]}: {name} {shown(result.value)}; {admits.compared(result)}"
    return Judgement(
        "supported" if holds else "contradicted",
        None if holds else "in_text_conflict",
        working=working,
        formula=formula,
        evidence=rows,
        margin=as_decimal(admits.margin(result)),
        tolerance=admits.tolerance(),
        result=(as_decimal(result.value), as_decimal(result.low), as_decimal(result.high)),
        result_unit=claim.unit or "",
        hints=() if holds else ("in_text_conflict: the two figures of the sentence do not give this one",),
    )


def _partner(extraction: Extraction, claim: Claim) -> Claim | None:
    """Return the nearest other figure in the unit of the base figure: in the sentence, else in the one before."""
    alike = [
        other
        for other in extraction.claims
        if other is not claim
        and other.unit == claim.base_unit
        and isinstance(other.value, Decimal)
        and other.value != claim.base_value
        and other.kind not in ("percent_change", "multiple")
    ]
    here = extraction.sentences.index(claim.sentence) if claim.sentence in extraction.sentences else 0
    for sentence in (claim.sentence, extraction.sentences[here - 1] if here else None):
        rivals = [other for other in alike if other.sentence == sentence]
        if rivals:
            return min(rivals, key=lambda other: abs(other.start - claim.start))
    return None
