"""Figures told without a verb of their own, behind another figure: "rents rose 5%, wages 3% and pensions 2%"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.grammar.claims_draft import BARE
from workbench.grammar.claims_subjects import is_bound
from workbench.grammar.claims_view import FIGURE, MOMENT, SURELY

if TYPE_CHECKING:
    from workbench.grammar.claims_draft import Draft
    from workbench.grammar.claims_view import View

_LEVELS = ("percent", "money", "count", "quantity", "rate")
_OPENERS = frozenset((",", ";", "and", "but", "while", "("))
_LONGEST = 5


def fill_gap(view: View, draft: Draft, before: list[Draft]) -> None:
    """Give a figure without a verb the change told before it, and what stands right before it as its subject."""
    if draft.unit is None:
        _share_unit(view, draft, before[-1])
    earlier = next((d for d in reversed(before) if d.unit == draft.unit and not d.doubt), None)
    if earlier is None or draft.doubt or draft.kind not in (*_LEVELS, earlier.kind) or draft.subject:
        return
    if _inherits(view, before[-1], draft):
        draft.subject = before[-1].subject
        return
    noun = _noun_before(view, earlier.last + 1, draft.first)
    if noun is None or any(view.strength(k) >= SURELY for k in range(earlier.last + 1, draft.first)):
        return
    first, _ = view.clause(draft.first)
    if earlier.kind != "percent_change" and not _is_told(view, earlier, first):
        return
    if earlier.kind == "percent_change" and draft.kind == "percent":
        draft.kind, draft.direction = earlier.kind, earlier.direction
    if not _is_place(view, *noun):
        draft.subject = view.text(*noun)


def _share_unit(view: View, draft: Draft, before: Draft) -> None:
    """Give a bare number the unit of the figure that another noun has before it: "Peru sold 53 tonnes, Chile 20"."""
    bare = draft.kind in ("count", "quantity") and draft.doubt in (None, BARE)
    behind = view.tokens.word(draft.last + 1)
    told = before.unit is not None and before.kind in ("quantity", "count", "money") and not before.doubt
    if not (bare and told) or behind.isalpha() or _noun_before(view, before.last + 1, draft.first) is None:
        return
    if all(view.strength(k) < SURELY for k in range(before.last + 1, draft.first)):
        draft.kind, draft.unit, draft.doubt = before.kind, before.unit, None


def _is_told(view: View, earlier: Draft, first: int) -> bool:
    """Tell whether an earlier figure has a verb in its clause, or its noun in the same row: "(iron 38%, tin 17%)"."""
    begin, _ = view.clause(earlier.first)
    if _noun_before(view, view.first, earlier.first) is not None and begin == first:
        return True
    bracketed = "(" in view.words[earlier.last : first]
    return (begin == first or bracketed) and view.verb(begin, earlier.first) is not None


def _inherits(view: View, earlier: Draft, draft: Draft) -> bool:
    """Tell whether a figure belongs to the one that such a subject was found for: "profit 3% to $1bn"."""
    between = view.words[earlier.last + 1 : draft.first]
    own = earlier.subject and view.text(*(_noun_before(view, view.first, earlier.first) or (0, 0))) == earlier.subject
    return bool(own) and between in (["to"], ["at"])


def _noun_before(view: View, start: int, stop: int) -> tuple[int, int] | None:
    """Return the bare noun phrase that stands between a comma or "and" and a figure at token ``stop``."""
    first = stop
    while first > start and view.words[first - 1] not in _OPENERS:
        first -= 1
        word = view.words[first]
        if view.part_of(first, FIGURE | MOMENT) or stop - first > _LONGEST or not (word.isalpha() or word == "'s"):
            return None
        if is_bound(word) and not (word in ("the", "of") and first + 1 < stop):
            return None
    return (first, stop) if start < first < stop else None


def _is_place(view: View, first: int, stop: int) -> bool:
    """Tell whether nothing but a country is named, of which the subject told before holds: "Norway's 3%"."""
    return any(m.first <= first + 1 and m.last >= stop - 1 - (view.words[stop - 1] == "'s") for m in view.mentions)
