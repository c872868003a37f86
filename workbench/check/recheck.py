"""Recompute suggestions from nothing but their own records, so that a published verdict can be audited years later."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from workbench.check.recipe import render, statements
from workbench.check.working import evidence_figure
from workbench.errors import DamagedFile, WorkbenchError
from workbench.interval import evaluate, shown
from workbench.model import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Record = dict[str, Any]

_CLOSE = Fraction(1, 10**9)
_HINT = "take the file as `workbench check --format jsonl` wrote it"
_DATES = ("latest", "as_published")


@dataclass(frozen=True, slots=True)
class Fault:
    """A suggestion that its own rows do not bear out; ``date`` is ``latest`` or ``as_published``.

    ``told`` and ``found`` are the working (or figure, or outcome) of the record and the one its rows give.
    """

    claim_id: str
    date: str
    what: str
    told: str
    found: str

    def __str__(self) -> str:
        """``claim a1 (latest): another working`` and both, a line each."""
        head = f"claim {self.claim_id} ({self.date}): {self.what}"
        return f"{head}\n  record: {self.told}\n  rows:   {self.found}"


def computable(record: Record) -> int:
    """Return how many workings of a check record rest on rows, so that they can be computed again."""
    return sum(bool(_part(s, date, "evidence")) for _, s in _suggestions(record) for date in _DATES)


def recheck(record: Record) -> Iterator[Fault]:
    """Yield a fault for each working, figure and outcome of a check record that its own rows do not give again.

    A working without rows (a missing series, a period that is not over) has nothing to compute and yields nothing.
    Raises DamagedFile where the record lacks what a suggestion is made of.
    """
    for claim, suggestion in _suggestions(record):
        for date in _DATES:
            try:
                rows = [Evidence(**row) for row in _part(suggestion, date, "evidence")]
                yield from _faults(claim, suggestion, date, rows) if rows else ()
            except (KeyError, TypeError, AttributeError) as error:
                raise DamagedFile(f"claim {claim.get('id')}: its suggestion is damaged: {error}", hint=_HINT) from error


def _suggestions(record: Record) -> Iterator[tuple[Record, Record]]:
    claims = record.get("claims")
    if not isinstance(claims, list):
        raise DamagedFile("a check record without a list of claims", hint=_HINT)
    for claim in claims:
        suggestion = claim.get("suggestion") if isinstance(claim, dict) else None
        if not isinstance(suggestion, dict):
            raise DamagedFile("a claim without a suggestion", hint=_HINT)
        yield claim, suggestion


def _part(suggestion: Record, date: str, name: str) -> Any:
    """Return a field of a suggestion as of one date; records of before this field was kept have none."""
    return suggestion.get(name if date == "latest" else f"as_published_{name}") or ""


def _faults(claim: Record, suggestion: Record, date: str, rows: Sequence[Evidence]) -> Iterator[Fault]:
    told, recipe = _part(suggestion, date, "working"), _part(suggestion, date, "recipe")
    try:
        if recipe and told != (working := render(recipe, rows)):
            yield Fault(claim["id"], date, "its rows give another working", told, working)
        formula = _part(suggestion, date, "formula")
        if date == "latest" and formula and suggestion["result"]:
            yield from _other_figure(claim, suggestion, formula, rows)
        held = statements(recipe, rows) if recipe else []
        may_be = _outcomes(held)
        if any(held) and suggestion[date] not in may_be:
            yield Fault(claim["id"], date, "its rows give another outcome", suggestion[date], " or ".join(may_be))
    except (WorkbenchError, ArithmeticError, ValueError) as error:
        yield Fault(claim["id"], date, "its rows cannot be computed", told, str(error))


def _other_figure(claim: Record, suggestion: Record, formula: str, rows: Sequence[Evidence]) -> Iterator[Fault]:
    figure = evaluate(formula, [evidence_figure(row) for row in rows])
    told = Fraction(suggestion["result"]["value"])
    if abs(figure.value - told) > _CLOSE * max(abs(told), Fraction(1)):
        yield Fault(claim["id"], "latest", "its rows give another figure", shown(told), shown(figure.value))


def _outcomes(readings: Sequence[Sequence[bool]]) -> tuple[str, ...]:
    """Return the outcomes that are possible where these statements hold, for each reading of the claim."""
    true = [all(held) for held in readings if held]
    undecided = ("no_data", "not_due", "ambiguous")
    if all(true):
        return ("supported", *undecided)
    loosely = ("close", *undecided)
    return ("supported", *loosely, "mixed") if any(true) else ("contradicted", *loosely)
