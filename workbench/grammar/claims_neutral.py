"""Promises to emit nothing more by a year: a target of zero with its due date, told without a figure."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.grammar.claims_draft import Draft
from workbench.grammar.claims_words import group

if TYPE_CHECKING:
    from workbench.grammar.claims_view import Moment, View

_DUE = frozenset(("by", "before", "for", "until", "in"))
_SUBJECT = "carbon dioxide emissions"
_UNIT = "metric_ton"
_REACH = 12


def neutral(view: View) -> list[Draft]:
    """Return the claims of a sentence on when emissions are to be zero, and when that was promised."""
    place = view.at("neutral", view.first, view.stop)
    if place is None:
        return []
    due = [m for m in view.moments if re.fullmatch(r"\d{4}", m.time.value) and _is_due(view, m, place[1])]
    if not due:
        return []
    drafts = [_draft(moment, "due", (None, date(int(moment.time.value), 12, 31))) for moment in due]
    promised = [m for m in view.moments if m not in due and _is_promised(view, m)]
    return drafts + [_draft(moment, "set", (moment.time.from_, moment.time.to)) for moment in promised]


def _draft(moment: Moment, relation: str, period: tuple[date | None, date | None]) -> Draft:
    return Draft(
        moment.first, moment.last, "date", moment.time.value, f"neutral {relation}", relation=relation, period=period,
        base_value=Decimal(), base_unit=_UNIT, subject=_SUBJECT, status="target", fixed_period=True,
    )  # fmt: skip


def _is_due(view: View, moment: Moment, last: int) -> bool:
    """Tell whether a year is that by which emissions are to be zero, and not that of something told before."""
    words = view.words
    led = words[moment.first] in _DUE or words[max(moment.first - 1, view.first)] in _DUE
    ahead = view.published is None or moment.time.to is None or moment.time.to > view.published
    return led and ahead and moment.first > last


def _is_promised(view: View, moment: Moment) -> bool:
    """Tell whether a verb of promising stands shortly before a time: "pledged in 2019"."""
    if moment.time.from_ is None or not re.search(r"\d{4}", moment.time.quote):
        return False
    near = view.words[max(view.first, moment.first - _REACH) : moment.first]
    return not group("set_target", "target").isdisjoint(near)
