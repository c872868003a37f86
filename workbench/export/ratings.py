"""What a reviewer may call a claim, with the numbers that ClaimReview gives it."""

from __future__ import annotations

from dataclasses import dataclass

BEST, WORST = 5, 1


@dataclass(frozen=True, slots=True)
class Rating:
    """One step of the scale; ``key`` is the key that gives it, ``number`` its place from 1 (worst) to 5 (best).

    ``agrees`` and ``opposes`` are the suggested outcomes that go with it and against it.
    """

    code: str
    label: str
    key: str
    number: int | None
    meaning: str
    agrees: tuple[str, ...] = ()
    opposes: tuple[str, ...] = ()


SCALE = (
    Rating("true", "True", "1", 5, "the figure holds", ("supported", "close"), ("contradicted",)),
    Rating("mostly_true", "Mostly true", "2", 4, "right but for a detail", ("supported", "close"), ("contradicted",)),
    Rating("misleading", "Misleading", "3", 2, "right figure, wrong impression", ("mixed",), ("supported",)),
    Rating("false", "False", "4", 1, "the figure does not hold", ("contradicted",), ("supported", "close")),
    Rating("unverifiable", "Unverifiable", "5", None, "no source decides it", ("no_data", "not_checkable")),
    Rating("outdated", "Outdated", "6", None, "held when published, no longer", ("contradicted", "mixed")),
)
BY_CODE = {rating.code: rating for rating in SCALE}


def disagreement(rating: str | None, outcome: str) -> str:
    """Tell whether a verdict goes against the suggestion: ``yes``, ``no``, or nothing when neither can be said.

    >>> disagreement("false", "supported"), disagreement("true", "close"), disagreement("true", "no_data")
    ('yes', 'no', '')
    """
    found = BY_CODE.get(rating or "")
    if found is None:
        return ""
    return "yes" if outcome in found.opposes else "no" if outcome in found.agrees else ""


def label(code: str | None) -> str:
    """Return the words for a rating; one of another scale is shown as it is.

    >>> label("mostly_true"), label("house_rule_3")
    ('Mostly true', 'house rule 3')
    """
    found = BY_CODE.get(code or "")
    return found.label if found else (code or "").replace("_", " ")
