"""Whether a claim is told as actual, as an estimate, as a forecast or as a target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.grammar.claims_roles import SET_AGAINST
from workbench.grammar.claims_words import group
from workbench.model import CHANGES, TIMED

if TYPE_CHECKING:
    from datetime import date

    from workbench.grammar.claims_draft import Draft
    from workbench.grammar.claims_view import View

_COMPARING = frozenset(("than", "against", "versus"))
_PROMISES = frozenset("promised promises pledged pledges vowed vows".split())


def told_as(view: View, draft: Draft) -> str:
    """Return as what the words around a draft tell it: actual, estimate, forecast or target."""
    first, stop = view.clause(draft.first)
    near = max(first, draft.first - 12)
    if draft.kind in TIMED:
        return "actual"
    if view.matches("target") and (_is_aimed_at(view, draft, near, stop) or _is_promised(view, first)):
        return "target"
    if _is_future(view, draft, first, stop) or _was_expected(view, draft):
        return "forecast"
    if view.matches("estimate") and (
        view.has("estimate", near, min(stop, draft.last + 4)) or _reported_roughly(view, first)
    ):
        return "estimate"
    return "actual"


def status_of(view: View, draft: Draft, told: str, published: date | None) -> str:
    """Return actual, estimate, forecast or target, from what the words ``told_as`` tell and the draft's period."""
    if draft.kind in TIMED:
        return _event_status(view, draft, published)
    if told == "target" or _is_past_base(view, draft, published):
        return "target" if told == "target" else "actual"
    if told == "forecast":
        return "forecast"
    start, end = draft.period or (None, None)
    if published and start and start > published:
        first, _ = view.clause(draft.first)
        return "forecast" if group("wanting").isdisjoint(view.words[first : draft.first]) else "target"
    return "forecast" if told == "estimate" and published and end and end > published else told


def _is_past_base(view: View, draft: Draft, published: date | None) -> bool:
    """Tell whether a figure is what a forecast starts from: "will reach $4bn, up from $3.6bn in 2023"."""
    end = draft.period[1] if draft.period and not draft.carried else None
    before = view.words[draft.first - 1] if draft.first > view.first else ""
    return before in SET_AGAINST and end is not None and published is not None and end < published


def _was_expected(view: View, draft: Draft) -> bool:
    """Tell whether a clause right behind a figure says who foresaw it: "the 4.6% that the bank had pencilled in"."""
    i = draft.last + 1
    if i + 1 >= view.stop or view.words[i] not in ("that", "which"):
        return False
    stop = view.clause(i + 1)[1]
    told = view.at("forecast", i, stop)
    return told is not None and not any(i < f.first < told[1] for f in view.figures)


def _is_aimed_at(view: View, draft: Draft, near: int, stop: int) -> bool:
    """Tell whether a word of aims stands near a draft, before what that is compared with."""
    reach = draft.first if draft.kind in CHANGES else min(stop, draft.last + 5)
    reach = before_compared(view, draft, reach)
    return any(near <= i < reach and not _is_met(view, draft, i) for i, _ in view.matches("target"))


def before_compared(view: View, draft: Draft, stop: int) -> int:
    """Return where what a figure is compared with begins, at token ``stop`` at the latest: "54%, against a target"."""
    return next((i for i in range(draft.last + 1, stop) if view.words[i] in _COMPARING), stop)


def _is_met(view: View, draft: Draft, i: int) -> bool:
    """Tell whether a word of aims at token ``i`` only says that others came up to it: "12 countries met the goal"."""
    if draft.first <= i <= draft.last:
        return True
    return i > draft.last and not group("reached").isdisjoint(view.words[draft.last + 1 : i])


def _is_promised(view: View, first: int) -> bool:
    """Tell whether a clause that follows says it is a promise: "…, the minister has promised"."""
    return any(
        clause[0] > first and view.has("target", *clause) and set(view.words[slice(*clause)]) & group("speech")
        for clause in view.clauses
        if not any(clause[0] <= f.first < clause[1] for f in view.figures)
        and any(view.words[k] in _PROMISES for k in range(*clause))
    )


def _reported_roughly(view: View, first: int) -> bool:
    """Tell whether another clause says that the source is not final: "…, preliminary data showed"."""
    return any(
        clause[0] != first
        and view.has("estimate", *clause)
        and view.has("reporting", *clause)
        and not any(clause[0] <= f.first < clause[1] for f in view.figures)
        for clause in view.clauses
    )


def _event_status(view: View, draft: Draft, published: date | None) -> str:
    """Return forecast for what happens after the day of publication, or may still happen by its end."""
    start, end = draft.period or (None, None)
    if published and start and start > published:
        return "forecast"
    if draft.kind == "ordinal_period" and view.has("forecast", view.clause(draft.first)[0], draft.first):
        return "forecast"
    if published and end and end > published and view.has("forecast", *view.clause(draft.first)):
        return "forecast"
    return "actual"


def _is_future(view: View, draft: Draft, first: int, stop: int) -> bool:
    words = view.words
    forecasts = view.matches("forecast")
    if words[draft.first - 1] in ("projects", "project") and draft.first - 1 > first:
        return True
    heading = view.stop - view.first < 20 and words[view.stop - 1] not in ".!?"
    if not (forecasts or heading) or view.has("would_be", first, draft.first):
        return False
    if forecasts and view.has("forecast", first, draft.first):
        return not view.has("past", max(first, draft.first - 3), draft.first)
    if forecasts and any(draft.last < i < min(stop, draft.last + 3) for i, _ in forecasts):
        return True
    if heading and any(words[i] == "to" and _verb_like(words[i + 1]) for i in range(view.first, draft.first - 1)):
        return view.verb(view.first, draft.first - 1) is None or view.has("forecast", view.first, draft.first)
    if not forecasts:
        return False
    governed = [c for c in view.clauses if c[0] < first and view.has("forecast", c[0], c[1])]
    return bool(governed) and words[first] in ("that", "and") and view.has("be", first, stop)


def _verb_like(word: str) -> bool:
    return word in group("up") or word in group("down") or word in group("level_verbs")
