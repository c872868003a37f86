"""Times that a sentence tells and no calendar knows: by an event without a day, or by what was said before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.grammar.claims_roles import SET_AGAINST
from workbench.grammar.claims_words import group
from workbench.model import CHANGES

if TYPE_CHECKING:
    from workbench.grammar.claims_draft import Draft
    from workbench.grammar.claims_view import View

_EVENT_REACH = 4


def is_untold(view: View, draft: Draft) -> bool:
    """Tell whether a clause tells its time in words that give no dates: "in the first year of the pandemic"."""
    first, stop = view.clause(draft.first)
    if draft.kind in CHANGES and view.has("untold_spans", first, stop):
        return True
    for at, _ in view.matches("event_times"):
        near = view.words[max(first, at - _EVENT_REACH) : at]
        of_base = not SET_AGAINST.isdisjoint(view.words[draft.last + 1 : at])  # "3% less than in the year of the war"
        if first <= at < stop and "the" in near and not group("event_starts").isdisjoint(near) and not of_base:
            return True
    return False
