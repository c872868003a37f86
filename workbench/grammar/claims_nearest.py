"""Which of the times in reach of a figure is nearest to it, and dates nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.grammar.claims_roles import SET_AGAINST, dates_compared, figure_before
from workbench.model import CHANGES

if TYPE_CHECKING:
    from workbench.grammar.claims_draft import Draft
    from workbench.grammar.claims_view import Moment, View

BASED = (*CHANGES, "multiple", "superlative", "streak")
_NEXT = 3
_CLOSE = 3
_PHRASE = 7
_RELATIVE = frozenset(("that", "which", "who", "whose"))


def nearest(view: View, draft: Draft, moments: list[Moment], within: tuple[int, int]) -> Moment | None:
    """Return the time nearest to the draft: the next one after it before another figure, else the one before."""
    inside = [m for m in moments if within[0] <= m.first < within[1] and not _is_of_other_tense(view, draft, m)]
    if not inside:
        return None
    for moment in inside:
        if moment.first <= draft.last and moment.last >= draft.first:
            return moment
    reached = draft.last + 2 if draft.kind in BASED and view.tokens.word(draft.last + 1) == "to" else None
    figures = (f.first for f in view.figures if f.first > draft.last and f.first != reached)
    barrier = next(figures, view.stop)  # "halved to 4% in 2023" is one change, of 2023
    after = [m for m in inside if draft.last < m.first <= barrier]
    before = [m for m in inside if m.last < draft.first and not _is_aside(view, draft, m)]
    if after and any(m.last < draft.first for m in view.moments) and _opens_next(view, draft, after[0]):
        inside.remove(after.pop(0))
    if after and (not before or after[0].first - draft.last <= draft.first - before[-1].last + 3):
        return after[0]
    if before:
        return before[-1]
    later = [m for m in inside if m.first > draft.last and not _is_of_compared(view, draft, m)]
    return later[0] if later else None


def _is_aside(view: View, draft: Draft, moment: Moment) -> bool:
    """Tell whether a time before a draft only dates a figure that another one is set against."""
    return draft.kind != "superlative" and (_is_of_aside(view, moment) or dates_compared(view, moment))


def _opens_next(view: View, draft: Draft, moment: Moment) -> bool:
    """Tell whether a time behind a figure dates the next one: "by 8% and in 2022 by 4%", "to 8%, hit 9% in 2022"."""
    if view.words[draft.last + 1] not in ("and", ",", "but"):
        return False
    following = next((f for f in view.figures if f.first > moment.last), None)
    if following is None:
        return False
    apart = following.first - moment.last - (view.words[moment.last + 1] == ",")
    joined = not {"and", "but"}.isdisjoint(view.words[draft.last + 1 : draft.last + 3])
    anew = joined and view.verb(moment.last + 1, following.first) is not None  # "2.1, and by 2050 there may be 1.5"
    return anew or apart <= _NEXT


def _is_of_other_tense(view: View, draft: Draft, moment: Moment) -> bool:
    """Tell whether a time behind a figure is that of another tense: "rose to 3%, and next year it wants to reach 5%".

    So is what had happened, told behind a figure set in: "Chad, at $18bn, had overtaken Mali by 2010".
    """
    if moment.first <= draft.last:
        return False
    start, between = moment.time.from_, view.words[draft.last + 1 : moment.first]
    day = start or moment.time.to  # "by 2030" has no beginning
    to_come = day is not None and view.published is not None and day > view.published
    if to_come and not {"and", "but", ";"}.isdisjoint(between) and not view.has("forecast", view.first, draft.first):
        return True
    return any(between[i : i + 2] == [",", "had"] for i in range(len(between)))


def _is_of_compared(view: View, draft: Draft, moment: Moment) -> bool:
    """Tell whether a time dates what a figure is compared with: "down from 41 in 2019", "half of the 4% in 2021"."""
    figure = figure_before(view, moment.first)
    if figure is None or figure.first <= draft.last:
        return False
    behind = view.words[figure.last + 1 : moment.first]
    if not _RELATIVE.isdisjoint(behind):  # "far from the 3% that it promised in 2014"
        return True
    near = len(behind) < _CLOSE or (len(behind) < _PHRASE and all(word.isalpha() for word in behind))
    return near and not SET_AGAINST.isdisjoint(view.words[draft.last + 1 : figure.first])


def _is_of_aside(view: View, moment: Moment) -> bool:
    """Tell whether a time only dates a figure to compare with: "though lower than the 14% of 2022, was 11%"."""
    figure = figure_before(view, moment.first)
    if figure is None or moment.first - figure.last > _CLOSE:
        return False
    return "than" in view.words[max(view.clause(figure.first)[0], figure.first - _CLOSE) : figure.first]


def fronted(view: View, draft: Draft, moments: list[Moment]) -> Moment | None:
    """Return the time that opens the sentence and so governs all of it: "In 2021, … and …"."""
    for moment in moments:
        if moment.first <= view.first + 2 and moment.last < draft.first:
            return moment
    return None
