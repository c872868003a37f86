"""What a text goes on to speak of after a sentence: whom, what, and of which time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from workbench.grammar.claims_context import Memory, note_sentence
from workbench.grammar.claims_roles import is_beside, role
from workbench.grammar.claims_spans import ends_of
from workbench.grammar.worthiness import SUPPOSING
from workbench.model import PERCENT_CHANGES, TIMED

if TYPE_CHECKING:
    from workbench.grammar.claims_draft import Draft
    from workbench.grammar.claims_view import View

_MONTH, _LONGEST_SCENE, _RECENT = 27, 366, 730
_DATED = ("date", "relative_date", "duration", "ordinal_period")
_WEEK = 7
_UNITS_OF_DAYS = frozenset(
    (*range(1, 32), *range(90, 93), *range(181, 185), 365, 366)
)  # up to a month, quarter, half, year


def note(view: View, drafts: list[Draft], memory: Memory) -> None:
    """Remember what the next sentences may leave out."""
    note_sentence(view, memory, figured=any(d.value is not None and not d.doubt for d in drafts))
    if drafts:
        _note_period(view, drafts, memory)
        dated = [d for d in drafts if d.kind in ("date", "relative_date") and d.subject]
        if dated:
            memory.anchor = dated[-1].subject.split(" ,")[0]
        opening = (d for d in drafts if d.relation != "than" and d.entities and d.kind not in TIMED and not d.doubt)
        first = next(opening, None) if memory.codes is not None else None
        if first is not None and first.first < view.clauses[0][1]:
            memory.turn_to(first.entities)
    elif "?" in view.present and view.verb(view.first, view.stop) is None:
        memory.period = _scene(view, memory.published) or memory.period  # "And last year? A fall of 2%."
    memory.clause_codes.clear()


def _note_period(view: View, drafts: list[Draft], memory: Memory) -> None:
    """Remember of what time a sentence speaks that supposes nothing: the latest whole period of its actual figures."""
    if view.words[view.first] in SUPPOSING:
        return
    main = [d for d in drafts if d.period and not d.doubt and d.kind not in _DATED]
    whole = [
        d
        for d in main
        if d.status in ("actual", "estimate")
        and not d.fixed_period
        and d.basis != "cumulative"
        and _lasts(d)
        and not (d.relation is None and is_beside(view, d.first))
    ]
    latest = max(whole, key=lambda d: (d.period[1] if d.period else None) or date.min, default=None)
    memory.newest = _newer(view, memory.newest, latest, memory.published)
    if memory.period and ("alone" in view.present or (latest and _looks_back(view, latest, memory.period))):
        latest = None
    told_back = latest is not None and memory.period is None and _in_pluperfect(view, latest)
    if latest is not None and not told_back:
        memory.period = _last_unit(view, latest)
    elif main and memory.period is None and not told_back:
        memory.period = main[0].period
    elif not main and memory.period is None:
        memory.period = _scene(view, memory.published)


def _in_pluperfect(view: View, draft: Draft) -> bool:
    """Tell whether a draft is told of a time before the one spoken of: "before 2021 it had never been above 5%"."""
    before = view.words[view.clause(draft.first)[0] : draft.first]
    after = before[before.index("had") + 1 :] if "had" in before else []
    return any(word in ("been", "never") or word.endswith("ed") for word in after[:2])


def _scene(view: View, published: date | None) -> tuple[date | None, date | None] | None:
    """Return the one recent time that a sentence without figures sets: "The country went into recession last year"."""
    times = [m.time for m in view.moments if m.time.type == "DATE" and role(view, m) == "period"]
    start, end = (times[0].from_, times[0].to) if len(times) == 1 else (None, None)
    if start is None or end is None or published is None or not _MONTH <= (end - start).days <= _LONGEST_SCENE:
        return None
    return (start, end) if start <= published and (published - end).days <= _RECENT else None


def _newer(
    view: View, known: tuple[date | None, date | None] | None, draft: Draft | None, published: date | None
) -> tuple[date | None, date | None] | None:
    """Return the later of a period and that of a draft, if the draft's was over when the text was written."""
    period = _last_unit(view, draft) if draft is not None else None
    end = period[1] if period else None
    if end is None or (published is not None and end > published):
        return known
    return period if known is None or known[1] is None or end >= known[1] else known


def _looks_back(view: View, draft: Draft, now: tuple[date | None, date | None]) -> bool:
    """Tell whether a sentence only looks back from what the text speaks of: "A decade earlier it had been 5%"."""
    start, end = draft.period or (None, None)
    earlier = end is not None and now[0] is not None and end < now[0]
    told_back = view.words[view.first] in ("before", "back", "once", "earlier")
    return (
        earlier and start is not None and (told_back or "had" in view.words[view.clause(draft.first)[0] : draft.first])
    )


def _last_unit(view: View, draft: Draft) -> tuple[date | None, date | None] | None:
    """Return what the next sentences speak of: after a change over several months the last of them."""
    start, end = draft.period or (None, None)
    if draft.kind not in PERCENT_CHANGES or start is None or end is None:
        return draft.period
    told = next((m for m in view.moments if (m.time.from_, m.time.to) == (start, end)), None)
    running = told is not None and "to" in view.words[told.first : told.last + 1]  # "in the year to October"
    return ends_of((start, end))[1] if running or (end - start).days + 1 not in _UNITS_OF_DAYS else draft.period


def _lasts(draft: Draft) -> bool:
    """Tell whether a period is long enough to be what the next sentences speak of, too, and no decade up to a day."""
    start, end = draft.period or (None, None)
    if start is None or end is None:
        return True
    up_to_now = (end - start).days > _LONGEST_SCENE and (start.day, end.day) == (end.day, start.day)
    return (end - start).days >= _WEEK and not up_to_now
