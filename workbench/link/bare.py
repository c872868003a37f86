"""Numbers of tables and lists, to which only the label beside them gives a meaning ("Peru: area (km2) 2011: 1,285")."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from workbench.grammar.quantities import read_quantities
from workbench.grammar.times import read_times
from workbench.grammar.tokens import fold, tokenise

if TYPE_CHECKING:
    from workbench.model import Claim, Document

WORTH = 0.7
_TOLD = re.compile(
    r"(?:\b(?:is|was|are|were|be|been|at|of|to|equals|equal|worth|totals|totalled|reached|numbers?|from|against|than"
    r"|compared with|just|only)|[:=|,)]| -)[ \t]+$"
)
_LISTED = re.compile(r":(?:[^.;:\n]|\.(?=\d))*(?<![^\W\d_])(?:[A-Z][^\W\d_]+ )+$")  # "Rail lines: Peru 5, Chile 7"
_OWNED = re.compile(r"(?:\b(?:had|has|have|with|after|recorded|counted|managed|saw)|\()[ ]?$")
_BRACKETS = re.compile(r"\(([^()]{1,60})\)")
_AFTER = re.compile(r"[ ]?(?:,[ ]+([^\W\d][^,.;()\n]{1,40})|\(([^()]{1,60})\))")
_EMPTY = re.compile(
    r"\b(?:in|current|constant|annual|est|estimated|total|average|nominal|real|(?:19|20)\d\d)\b\.?|;|,(?!\d)"
)
_PERCENT = re.compile(r"(?:annual |as )?(?:%|percent\b|per cent\b)", re.IGNORECASE)
_PER_MANY = re.compile(r"\bper [1-9][0-9]{0,2}(?:,?000)+ [a-z]", re.IGNORECASE)
_PER_HUNDRED = re.compile(r"per (?:100|hundred)\b(?!,\d).*")


def is_bare(claim: Claim) -> bool:
    """Tell whether a claim is a number without any unit, of which only the tables can say what it counts."""
    return claim.unit is None and isinstance(claim.value, Decimal) and claim.kind in ("quantity", "count")


def is_unitless(claim: Claim) -> bool:
    """Tell whether a claim is a number, or a range, without any unit."""
    return claim.unit is None and claim.value is not None and claim.kind in ("quantity", "count")


def is_owned(document: Document, claim: Claim) -> bool:
    """Tell whether a bare number is what somebody has of the things just counted: "China followed with 67"."""
    before = fold(document.text[max(claim.start - 24, claim.sentence[0]) : claim.start])
    return bool(_OWNED.search(before))


def is_told(document: Document, claim: Claim) -> bool:
    """Tell whether a bare number stands where a figure is told: after "was", "at", "of", a colon or in a list."""
    before = fold(document.text[max(claim.start - 24, claim.sentence[0]) : claim.start])
    listed = _LISTED.search(document.text, claim.sentence[0], claim.start)
    return bool(_TOLD.search(before)) or listed is not None or (claim.bound != "=" and claim.hedge is not None)


def with_told_unit(document: Document, claim: Claim) -> Claim:
    """Return a bare number with the unit that its label names in brackets or that follows after a comma.

    "Pump price (US$ per litre) 2012: 1.79" is 1.79 US dollars a litre, "area (thousand hectares): 12" 12,000 hectares.
    """
    sentence = document.text[claim.sentence[0] : claim.sentence[1]]
    place, end = claim.start - claim.sentence[0], claim.end - claim.sentence[0]
    labels = [match[1] for match in _BRACKETS.finditer(sentence, 0, place)][::-1]
    if after := _AFTER.match(sentence, end):
        labels.insert(0, after[1] or after[2])
    for label in labels:
        read = _unit(label)
        if read is not None:
            return _measured(claim, *read)
    return claim


def _measured(claim: Claim, unit: str | None, scale: Decimal) -> Claim:
    assert isinstance(claim.value, Decimal)
    kind = "percent" if unit == "%" else "money" if unit and unit[:3].isupper() and "/" not in unit else claim.kind
    step, loose = ((s * scale if s is not None else None) for s in (claim.step, claim.loose_step))
    return replace(claim, unit=unit, kind=kind, value=claim.value * scale, step=step, loose_step=loose)


@lru_cache(maxsize=1024)
def _unit(label: str) -> tuple[str | None, Decimal] | None:
    """Return the unit and scale that a label names, or ``None`` where it names none."""
    if _PERCENT.match(label):
        return "%", Decimal(1)
    if per := _PER_MANY.search(label):
        label = label[per.start() :].lower()
    text = " ".join(_EMPTY.sub(" ", _PER_HUNDRED.sub("%", label)).split())
    if not text:
        return None
    tokens = tokenise(f"5 {text}" if not text.startswith(("$", "US$", "€", "£")) else f"{text.split()[0]}5")
    found = read_quantities(tokens, read_times(tokens, None))
    if len(found) != 1 or not isinstance(found[0].value, Decimal) or found[0].start != 0:
        return None
    scale = found[0].value / 5
    unit = found[0].unit
    if unit is not None and unit.startswith("count:") and "/" not in unit and scale == 1:
        return None
    return (unit, scale) if unit is not None or scale != 1 else None
