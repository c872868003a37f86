"""What a time does in its sentence: whether a figure holds then, is measured from then, or was only reported then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.grammar.resolve import opens_since

if TYPE_CHECKING:
    from workbench.grammar.claims_view import Moment, View

_ON = ("on", "over", "against")
_NEAR = 5


def role(view: View, moment: Moment) -> str:
    """Return what a time does in its sentence: base, since, report, none (no day is meant), length or period."""
    known = view.roles.get(moment.first)
    if known is None:
        known = view.roles[moment.first] = _role(view, moment)
    return known


def _role(view: View, moment: Moment) -> str:
    time = moment.time
    if time.type == "SET" or (time.type == "DURATION" and time.from_ is None):
        return "length"
    if time.from_ is None and time.to is None:
        return "none"
    if time.value.endswith("_REF"):
        return "none"
    if opens_since(view.words, moment.first):
        return "since"
    if time.quote.lower().endswith(" later"):
        return "period" if any(f.last == moment.first - 1 for f in view.figures) else "none"
    based = view.before("base", moment.first) or _inside_base(view, moment)
    if only_back(view, moment) or (based and not _is_stretch(view, moment)):
        return "base" if not _reported(view, moment) else "report"
    return "report" if _reported(view, moment) else "period"


def _inside_base(view: View, moment: Moment) -> bool:
    words = view.words
    before = words[moment.first - 1] if moment.first > view.first else ""
    if before in _ON or words[moment.first] in _ON:
        if moment.time.type == "DURATION" or len(moment.time.value) > len("2024-W05") or "-W" in moment.time.value:
            return False
        i = moment.first - (before in _ON) - 1
        return any(f.last == i for f in view.figures) or (
            i >= view.first and words[i] in ("up", "down", "increase", "rise")
        )
    return words[moment.first] == "from" or before == "than"


def _is_stretch(view: View, moment: Moment) -> bool:
    """Tell whether "from" opens a stretch of time ("from January to March") and no comparison."""
    return bool({"to", "until", "through", "till", "-"} & set(view.words[moment.first : moment.last + 1]))


def _reported(view: View, moment: Moment) -> bool:
    """Tell whether a time only says when something was reported: "forecast in April that", "released this month"."""
    first, stop = view.clause(moment.first)
    words = view.words
    start = moment.first - 1 if words[moment.first - 1] in ("in", "on", "at", "back") else moment.first
    reports = view.matches("reporting")
    if not reports or words[moment.first - 1] == "for":
        return False
    for i, _ in reports:
        between = (f for f in view.figures if i < f.last and f.first < moment.first)
        reach = 1 if words[i] in ("said", "told") else _NEAR
        if _counts_reports(view, first, i):
            continue
        if max(first, start - reach) <= i < start and next(between, None) is None:
            return True
    comma = next((i for i in range(moment.last + 1, stop) if words[i] in (",", ";", ":")), stop)
    stop = min(comma, moment.last + 4)
    return any(moment.last < i < stop and not _noun_use(view, i) for i, _ in reports)


def _counts_reports(view: View, first: int, verb: int) -> bool:
    """Tell whether the figure is what was reported: "500 cases were reported in 2021"."""
    passive = view.words[verb - 1] in ("were", "was", "been", "are") and verb > first
    return passive and any(first <= f.first and f.last < verb for f in view.figures)


def _noun_use(view: View, i: int) -> bool:
    return view.words[i - 1] in ("the", "a", "its", "this", "official", "of")


def only_back(view: View, moment: Moment) -> bool:
    """Tell whether a time only says how far the base lies back: "a year earlier"."""
    return any(
        moment.first - 1 <= first and moment.last <= last <= moment.last + 1 for first, last in view.matches("earlier")
    )
