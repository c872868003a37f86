"""Figures dealt out in order over times, countries or things: "3% and 4% in 2019 and 2020 respectively"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.grammar.claims_draft import BARE
from workbench.grammar.claims_words import group
from workbench.grammar.entities import find_mentions
from workbench.grammar.tokens import tokenise

if TYPE_CHECKING:
    from workbench.grammar.claims_draft import Draft
    from workbench.grammar.claims_view import Moment, View

_UNKNOWN_OWNER = "whose figure of a list it is is not known"
_RESPECTIVE = ("respectively", "respective")
_BETWEEN = frozenset((",", "and", "or", "by", "to", "in", "then", "the", "for"))
_BEFORE_ITEMS = frozenset("of in on from for to at the by between both".split())
_LONGEST_ITEM = 4


def distributed(view: View, drafts: list[Draft]) -> list[Draft]:
    """Give figures of a list the times of a list, in order: "3%, 4% and 5% in 2019, 2020 and 2021 respectively"."""
    if not _in_order(view):
        return drafts
    periods = {}
    for run in _runs(view, drafts):
        moments = _moments(view, len(run))
        periods.update({d.first: (m.time.from_, m.time.to) for d, m in zip(run, moments, strict=False)})
    return [replace(d, period=periods[d.first], fixed_period=True) if d.first in periods else d for d in drafts]


def dealt(view: View, drafts: list[Draft]) -> None:
    """Give each figure of a list its own country or thing: "coal and gas made up 25% and 15% respectively"."""
    if not _in_order(view):
        return
    for run in _runs(view, drafts):
        mention = next((m for m in view.mentions if len(m.codes) == len(run)), None)
        owners = _owners_told(drafts, run) or _owners(view, run) if mention is None else []
        things = _things(view, run) if mention is None and not owners else []
        for i, draft in enumerate(run):
            if mention is not None:
                others = tuple(code for code in draft.entities if code not in mention.codes)
                partner = len(others) > 0 and view.words[mention.first - 1] in ("to", "from", "with")
                own = (mention.codes[i],)
                draft.entities = (*others, *own) if partner else own
                names = _items(view, mention.first, mention.last + 1)
                if len(names) == len(run) and draft.subject:
                    draft.subject = draft.subject.replace(view.text(mention.first, mention.last + 1), names[i])
                    draft.subject = names[i] if draft.subject in names else draft.subject
            elif owners:
                draft.entities, draft.doubt = owners[i], draft.doubt if owners[i] else _UNKNOWN_OWNER
            elif things:
                draft.subject = things[i]


def _in_order(view: View) -> bool:
    return bool(view.present.intersection(_RESPECTIVE)) or ("order" in view.present and "that" in view.present)


def _runs(view: View, drafts: list[Draft]) -> list[list[Draft]]:
    """Return the lists of two or more figures that only commas and "and" part."""
    runs: list[list[Draft]] = [[]]
    for draft in drafts:
        if draft.doubt not in (None, BARE) or draft.value is None:
            continue
        last = runs[-1][-1] if runs[-1] else None
        alike = last is not None and last.unit == draft.unit
        if last is not None and alike and set(view.words[last.last + 1 : draft.first]) <= _BETWEEN:
            runs[-1].append(draft)
        else:
            runs.append([draft])
    return [run for run in runs if len(run) > 1]


def _moments(view: View, count: int) -> list[Moment]:
    """Return the list of so many dates in a row, where the sentence has one."""
    row: list[Moment] = []
    for moment in [m for m in view.moments if m.time.type == "DATE"]:
        if row and not set(view.words[row[-1].last + 1 : moment.first]) <= _BETWEEN:
            row = []
        row.append(moment)
        if len(row) == count:
            return row
    return []


def _owners_told(drafts: list[Draft], run: list[Draft]) -> list[tuple[str, ...]]:
    """Return the countries of as many figures told right before: "5% in Peru and 6% in Chile, after 7% and 8%"."""
    told = [d.entities for d in drafts if d.last < run[0].first and d.unit == run[0].unit][-len(run) :]
    return told if len({*told}) == len(run) and all(told) else []


def _owners(view: View, run: list[Draft]) -> list[tuple[str, ...]]:
    """Return the country of each item of a list that holds names nobody knows, none for those; [] without a list."""
    before = [m for m in view.mentions if len(m.codes) > 1 and m.last < run[0].first]
    if not before:
        return []
    after = range(before[-1].last, run[0].first)
    stop = next((i for i in after if view.words[i] in ("with", "had", "were")), run[0].first)
    items = [find_mentions(tokenise(item)) for item in _items(view, before[0].first, stop)]
    if len(items) != len(run):
        return [()] * len(run)
    return [found[0].codes if len(found) == 1 else () for found in items]


def _things(view: View, run: list[Draft]) -> list[str]:
    """Return what each figure is about: the nouns listed before the verb, else those listed after the figures."""
    first, stop = view.clause(run[0].first)
    verb = view.verb(first, run[0].first)
    lists = [(first, verb)] if verb is not None else []
    lists.append((run[-1].last + 1, stop))
    for start, end in lists:
        listed = _listed(view, start, end)
        items = _items(view, *listed)
        dated = any(listed[0] <= m.first < listed[1] for m in view.moments)
        if len(items) == len(run) and not dated:
            head = view.text(start, listed[0]) if listed[0] > start + 1 and end == verb else ""
            return [f"{head} {item}".strip() for item in items]
    return []


def _listed(view: View, start: int, stop: int) -> tuple[int, int]:
    """Return where a list of nouns stands: from the last preposition before its first comma or "and"."""
    words = view.words
    joint = next((i for i in range(start, stop) if words[i] in (",", "and")), stop)
    first = joint
    while first > start and joint - first < _LONGEST_ITEM and words[first - 1] not in _BEFORE_ITEMS:
        first -= 1
    last = stop
    for i in range(joint, stop):
        if words[i] in ("respectively", ".") or (words[i] in group("be") and i > joint):
            last = i - (words[i - 1] == ",")
            break
    return first, last


def _items(view: View, first: int, stop: int) -> list[str]:
    items, start = [], first
    for i in range(first, stop + 1):
        if i == stop or view.words[i] in (",", "and", "or", "&"):
            if i > start:
                items.append(view.text(start, i))
            start = i + 1
    return items
