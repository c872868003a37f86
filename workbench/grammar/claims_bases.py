"""Which time a figure is measured from, and which only another figure is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.grammar.claims_roles import figure_before, role
from workbench.grammar.claims_words import group

if TYPE_CHECKING:
    from workbench.grammar.claims_draft import Draft
    from workbench.grammar.claims_view import Figure, Moment, View

_REACH = 22
_TOTALS = ("money", "count", "quantity")
_CLOSE = 3


def is_others(view: View, draft: Draft, moment: Moment) -> bool:
    """Tell whether a base is another's: a figure's right before it ("up 22% since May, … 1.3% higher"), a record's."""
    if draft.kind != "superlative" and draft.last < moment.first:
        between = view.words[draft.last + 1 : moment.first]
        if {"than", "any"} <= set(between):  # "rose 5%, faster than in any year since 2005"
            return True
        behind = between.index(",") if "," in between else len(between)
        beside = between if role(view, moment) == "since" else between[behind:]
        figures = [f for f in view.figures if draft.last < f.first and f.last < moment.first]
        apart = bool(figures) and draft.base_value is None and not _is_row(view, draft, figures[0])
        return apart or not (group("highest", "lowest", "record") | {"first"}).isdisjoint(beside)
    if moment.last < draft.first:  # "the first decline since 2020, after a gain of 5%"
        told = view.words[max(view.first, moment.first - _CLOSE - 1) : moment.last]
        if "since" in told and not (group("highest", "lowest", "record", "ordinals") | {"first"}).isdisjoint(told):
            return True
    nearest = figure_before(view, moment.first)
    if nearest is None or moment.last > draft.first or nearest.last < draft.first - _REACH:
        return False
    return moment.first - nearest.last <= 2 and not _listed(view, moment.last + 1, draft.first)


def _is_row(view: View, draft: Draft, figure: Figure) -> bool:
    """Tell whether a draft and the next figure are told in one row: "2% and 3% since 2019"."""
    return draft.unit == figure.quantity.unit and _listed(view, draft.last + 1, figure.first)


def _listed(view: View, first: int, stop: int) -> bool:
    return set(view.words[first:stop]) <= {",", "and", "or", "by", "to"}


def is_running_total(view: View, draft: Draft, since: Moment) -> bool:
    """Tell whether an amount has added up since a day: "has swallowed $2bn since 2016"."""
    first, _ = view.clause(draft.first)
    perfect = {"has", "have", "had", "'ve"} & set(view.words[first : draft.first])
    between = any(draft.last < f.first < since.first for f in view.figures)
    before = view.words[draft.first - 1] if draft.first > view.first else ""
    return draft.kind in _TOTALS and bool(perfect) and not between and before not in ("to", "at", "been", "from")


def measured_from(view: View, draft: Draft, moments: list[Moment]) -> list[Moment]:
    """Return the later times that are the base: "four times the figure for 2020", "half of the rate told for 2012"."""
    later = [m for m in moments if draft.last < m.first <= draft.last + 14]
    if not later:
        return []
    after = view.words[draft.last + 1 : draft.last + 4]
    if draft.kind == "multiple" and draft.relation != "than":
        return later if after[0] in ("the", "that", "its", "of", "from", "as", "what", "more") else []
    if after[:2] == ["of", "what"]:  # "half of what it did in 2022"
        return later
    if (
        len(after) == 3
        and after[0] in ("of", "below", "above")
        and after[1] in ("the", "its")
        and after[2] in group("level_nouns")
    ):
        return later
    compared = draft.kind == "difference"
    return [m for m in later if "than" in view.words[draft.last + 1 : m.first]] if compared else []
