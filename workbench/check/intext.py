"""Figures of one document against each other."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.check.admit import admitted
from workbench.interval import Figure, as_decimal, evaluate, shown
from workbench.model import Evidence, Judgement

if TYPE_CHECKING:
    from workbench.model import Claim, Extraction


def judge_in_text(extraction: Extraction, claim: Claim) -> Judgement | None:
    """Judge a multiple or change whose two figures stand in its own sentence; ``None`` when they do not.

    "$200 billion, double the $100 billion": 200 / 100 = 2.
    """
    if (
        claim.kind not in ("multiple", "percent_change")
        or claim.base_value is None
        or not isinstance(claim.value, Decimal)
    ):
        return None
    other = _partner(extraction, claim)
    if other is None or not isinstance(other.value, Decimal):
        return None
    figures = [_figure(other), Figure.exact(claim.base_value)]
    formula = "ratio(#0, #1)" if claim.kind == "multiple" else "growth(#0, #1)"
    result = evaluate(formula, figures)
    if claim.direction == "down":
        result = result.scaled(-1 * Figure.exact(1).value)
    admits = admitted(claim)
    holds = admits.holds(result)
    texts = [shown(figure.value) for figure in figures]
    name = formula.split("(", maxsplit=1)[0]
    working = f"in the text: {texts[0]} against {texts[1]}: {name} {shown(result.value)}; {admits.compared(result)}"
    return Judgement(
        "supported" if holds else "contradicted",
        None if holds else "in_text_conflict",
        working=working,
        formula=formula,
        evidence=tuple(_row(extraction, claim, value) for value in texts),
        margin=as_decimal(admits.margin(result)),
        tolerance=admits.tolerance(),
        result=(as_decimal(result.value), as_decimal(result.low), as_decimal(result.high)),
        result_unit=claim.unit or "",
        hints=() if holds else ("in_text_conflict: the two figures of the sentence do not give this one",),
    )


def _partner(extraction: Extraction, claim: Claim) -> Claim | None:
    """Return the nearest other figure of the sentence in the unit of the base figure."""
    rivals = [
        other
        for other in extraction.claims
        if other.sentence == claim.sentence
        and other is not claim
        and other.unit == claim.base_unit
        and isinstance(other.value, Decimal)
        and other.value != claim.base_value
        and other.kind not in ("percent_change", "multiple")
    ]
    return min(rivals, key=lambda other: abs(other.start - claim.start)) if rivals else None


def _figure(claim: Claim) -> Figure:
    assert isinstance(claim.value, Decimal)
    return Figure.printed(claim.value, claim.step or Decimal(0))


def _row(extraction: Extraction, claim: Claim, value: str) -> Evidence:
    return Evidence(
        "text", 0, extraction.document.id, "", "", "", value, claim.base_unit or "", "", "the document itself",
        extraction.document.url,
    )  # fmt: skip
