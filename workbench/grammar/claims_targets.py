"""Targets: a figure with its due date, the day it was set or reached, and whether it comes ahead of schedule."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.grammar.claims_draft import Draft
from workbench.grammar.claims_page import AIM
from workbench.grammar.claims_roles import role
from workbench.grammar.claims_status import before_compared
from workbench.grammar.claims_subjects import clause_subject
from workbench.grammar.claims_words import group

if TYPE_CHECKING:
    from datetime import date

    from workbench.grammar.claims_context import Memory
    from workbench.grammar.claims_view import Moment, View

_AIMS = frozenset(("target", "ahead"))
_KINDS = ("money", "percent", "count", "quantity", "rate", "fraction")
_DUE = frozenset(("by", "for", "until", "before"))
_SURE_NOUNS = frozenset(
    "target targets goal goals aim aims objective ambition pledge commitment targeted quota".split()
)
_FILLERS = frozenset(
    "a an the of mark level target goal milestone threshold that which they it we he she had has have was been by us "
    "them both already first line limit barrier".split()
)
_TELLING = frozenset("mark level target goal milestone threshold limit barrier which that had they".split())
_RECORDS = frozenset(("record", "peak", "high", "low", "maximum", "minimum"))
_REACH = 14


def targets(view: View, drafts: list[Draft], memory: Memory) -> list[Draft]:
    """Return the drafts with targets told apart, and the drafts on when they were set, reached or are due."""
    if not (view.flags & AIM or view.holds(_AIMS) or not view.present.isdisjoint(_SURE_NOUNS)):
        return drafts
    found: list[Draft] = []
    moments = [m for m in view.moments if role(view, m) in ("period", "base", "since")]
    for draft in drafts:
        if draft.kind in _KINDS and not draft.doubt and isinstance(draft.value, Decimal):
            told, more = _target(view, draft, moments, memory)
            found.extend((*more, told))
        else:
            found.append(draft)
    found.extend(_ahead(view, found, memory))
    _remember(found, memory)
    return found


def _target(view: View, draft: Draft, moments: list[Moment], memory: Memory) -> tuple[Draft, list[Draft]]:
    if not _RECORDS.isdisjoint(view.words[max(view.first, draft.first - 3) : draft.first]):
        return draft, []  # "the record of $6tn that it set in 2012" is no aim
    told = _told_after(view, draft, moments)
    if told:
        word, moment, is_due = told
        if is_due:
            return _due(draft, moment), []
        if word in group("reached"):
            return _with_date(view, draft, moment, "reached")
        return _with_date(view, draft, moment, "set")
    noun = _target_noun(view, draft)
    if noun is not None and group("reached").intersection(view.words[draft.last + 1 : noun]):
        return draft, []
    due = next((m for m in moments if _is_due(view, m) and draft.first - 4 < m.first < draft.last + 8), None)
    if noun is None or (due is None and not _setting_verb(view, draft, noun)):
        if noun is not None:
            draft = replace(draft, status="target")
        return draft, _told_behind(view, draft, None, moments) if noun is not None else []
    draft = _due(draft, due) if due else replace(draft, status="target")
    verb = _setting_verb(view, draft, noun)
    setting = (
        _setting(view, draft, verb, noun, [m for m in moments if m is not due], memory) if verb is not None else None
    )
    if setting is not None and not draft.fixed_period and moments:
        draft = replace(draft, fixed_period=True)
    told_later = _told_behind(view, draft, due, moments)
    return draft, [setting] if setting else told_later


def _told_behind(view: View, draft: Draft, due: Moment | None, moments: list[Moment]) -> list[Draft]:
    """Read when an aim was set or reached behind its date: "the goal of $5 billion by 2024 was set in 2019"."""
    words, found = view.words, []
    start = (due.last if due else draft.last) + 1
    for i in range(start, min(view.stop, start + _REACH)):
        relation = "reached" if words[i] in group("reached") else "set" if words[i] in group("set_target") else ""
        if relation and words[i - 1] in ("was", "were", "been", ","):
            moment = next((m for m in moments if m is not due and i < m.first <= i + 3), None)
            found += _with_date(view, draft, moment, relation)[1] if moment else []
    return found


def _due(draft: Draft, moment: Moment) -> Draft:
    return replace(draft, status="target", relation="due", period=(None, moment.time.to), fixed_period=True)


def _is_due(view: View, moment: Moment) -> bool:
    before = view.words[moment.first - 1] if moment.first > view.first else ""
    return moment.time.to is not None and (view.words[moment.first] in _DUE or before in _DUE)


def _told_after(view: View, draft: Draft, moments: list[Moment]) -> tuple[str, Moment, bool] | None:
    """Read "the $100 billion mark (that) they had set in 2018", "… set by us for 2024"."""
    words = view.words
    told = False
    aside = False
    for i in range(draft.last + 1, min(view.stop, draft.last + 18)):
        word = words[i]
        told = told or word in _TELLING
        if word == "," and (aside or words[i - 1] in ("which", "that")):
            aside = not aside
        if aside or word == ",":
            continue
        if told and (word in group("set_target") or word in group("reached")) and word != "named":
            for moment in moments:
                if i < moment.first <= i + 4:
                    return word, moment, words[moment.first - 1] in _DUE or words[moment.first] in _DUE
            return None
        if word not in _FILLERS and not (word.isalpha() and i <= draft.last + 5):
            return None
    return None


def _with_date(view: View, draft: Draft, moment: Moment, relation: str) -> tuple[Draft, list[Draft]]:
    """Make two claims of a figure and the day it was set or reached."""
    period = (moment.time.from_, moment.time.to)
    first = moment.first - 1 if view.words[moment.first - 1] in ("in", "on", "at") else moment.first
    when = Draft(
        first, moment.last, "date", moment.time.value, f"{relation} <time>", relation=relation, period=period,
        base_value=draft.value if isinstance(draft.value, Decimal) else None, base_unit=draft.unit, fixed_period=True,
    )  # fmt: skip
    status = "target" if relation == "set" else "actual"
    if relation == "reached" and draft.kind not in ("money", "count", "quantity"):
        return replace(draft, status="target"), [when]
    return replace(draft, status=status, relation=relation, period=period, fixed_period=True), [when]


def _target_noun(view: View, draft: Draft) -> int | None:
    """Return the token of the noun or verb that makes the figure an aim."""
    words = view.words
    clause_first, clause_stop = view.clause(draft.first)
    near = range(
        max(clause_first, draft.first - _REACH), before_compared(view, draft, min(clause_stop, draft.last + 5))
    )
    aims = {i for i, _ in view.matches("target")}
    for i in near:
        if words[i] in _SURE_NOUNS or (i in aims and words[i] not in ("promise", "promises")):
            return i
    return None


def _setting_verb(view: View, draft: Draft, noun: int) -> int | None:
    """Return the token of the verb that set the aim, in the past, or ``None``."""
    words = view.words
    first, _ = view.clause(draft.first)
    for i in range(min(noun, draft.first) - 1, max(first, noun - 7) - 1, -1):
        if words[i] in group("set_target") and (
            i == 0 or words[i - 1] not in ("to", "will", "would", "a", "the", "by")
        ):
            return i
    return None


def _setting(view: View, draft: Draft, verb: int, noun: int, moments: list[Moment], memory: Memory) -> Draft | None:
    """Return the claim on when an aim was set: dated by a time, or by an event ("in the call")."""
    assert isinstance(draft.value, Decimal)
    when = Draft(
        verb, noun, "date", None, "set a target", relation="set", base_value=draft.value, base_unit=draft.unit,
        fixed_period=True,
    )  # fmt: skip
    clause = view.clause(verb)
    when.subject = clause_subject(view, clause[0], verb + 1)
    near = [m for m in moments if clause[0] <= m.first < clause[1] or m.first <= view.first + 2]
    if near:
        moment = min(near, key=lambda m: abs(m.first - verb))
        when.value, when.period = moment.time.value, (moment.time.from_, moment.time.to)
        begin = moment.first - (view.words[moment.first - 1] in ("in", "on", "at") and moment.first > view.first)
        when.first, when.last = min(begin, verb), max(moment.last, min(noun, draft.first - 1))
        if when.last - when.first > 24:
            when.first, when.last = moment.first, moment.last
        return when
    event = _event_phrase(view, verb)
    if event is None or memory.published is None:
        return None
    when.first, when.last = min(event[0], verb), max(event[1], noun if noun < draft.first else verb)
    when.value, when.period = memory.published.isoformat(), (memory.published, memory.published)
    when.anchor = view.text(event[0] + 1, event[1] + 1)
    return when


def _event_phrase(view: View, verb: int) -> tuple[int, int] | None:
    """Return "in the video call", "at a summit": an event that dates what it surrounds."""
    words = view.words
    for i in range(max(view.first, verb - 12), min(view.stop, verb + 24)):
        if words[i] in ("in", "at", "during", "on"):
            for k in range(i + 1, min(i + 7, view.stop)):
                if words[k] in group("events_at"):
                    return i, k
                if not words[k].isalpha():
                    break
    return None


def _ahead(view: View, drafts: list[Draft], memory: Memory) -> list[Draft]:
    """Return the claims "ahead of schedule", each on the figure it speaks of."""
    found: list[Draft] = []
    start = view.first
    while (place := view.at("ahead", start, view.stop)) is not None:
        start = place[1] + 1
        figure = _figure_near(drafts, place[0])
        value, unit, due = _aim(figure, memory)
        due = due or next((m.time.to for m in view.moments if _is_due(view, m)), None)
        if value is None:
            continue
        future = view.has("forecast", view.first, place[0])
        found.append(
            Draft(
                place[0], place[1], "relative_date", _due_text(due), "ahead of schedule", relation="ahead_of_schedule",
                base_value=value, base_unit=unit, period=(None, due), status="forecast" if future else "actual",
                fixed_period=True,
            )
        )  # fmt: skip
        if figure is not None and figure.relation is None:
            figure.relation, figure.period = "ahead_of_schedule", (None, due)
            figure.status, figure.fixed_period = "forecast" if future else "actual", True
    return found


def _due_text(due: date | None) -> str | None:
    if due is None:
        return "FUTURE_REF"
    return f"{due.year}" if (due.month, due.day) == (12, 31) else due.isoformat()


def _figure_near(drafts: list[Draft], place: int) -> Draft | None:
    """Return the figure nearest before (else after) the words "ahead of schedule"."""
    figures = [d for d in drafts if d.kind in _KINDS and not d.doubt and isinstance(d.value, Decimal) and d.unit != "%"]
    before = [d for d in figures if d.last < place]
    return before[-1] if before else (figures[0] if figures else None)


def _aim(figure: Draft | None, memory: Memory) -> tuple[Decimal | None, str | None, date | None]:
    known = memory.target
    if figure is not None and isinstance(figure.value, Decimal):
        due = figure.period[1] if figure.relation == "due" and figure.period else None
        if due is None and known and known[0] == figure.value and known[2]:
            due = known[2][1]
        return figure.value, figure.unit, due
    return (known[0], known[1], known[2][1] if known[2] else None) if known else (None, None, None)


def _remember(drafts: list[Draft], memory: Memory) -> None:
    for draft in drafts:
        if draft.relation == "due" and isinstance(draft.value, Decimal):
            memory.target = (draft.value, draft.unit, draft.period)
