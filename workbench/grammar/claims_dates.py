"""Times that are claims themselves: when something happened or will happen, and how long after something else."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.grammar.claims_changes import hedge_before
from workbench.grammar.claims_draft import Draft
from workbench.grammar.claims_ranks import clause_direction
from workbench.grammar.claims_roles import is_of_origin, is_owned, origin, role
from workbench.grammar.claims_spans import full, interval
from workbench.grammar.claims_subjects import clause_subject, is_pronoun
from workbench.grammar.claims_words import group, match_at, phrases
from workbench.grammar.numbers import number_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.grammar.claims_context import Memory
    from workbench.grammar.claims_view import Figure, Moment, View

LENGTHS = frozenset(("day", "week", "month", "year", "decade", "fortnight", "hour", "minute", "century"))
_ABSOLUTE = re.compile(r"[0-9]")
_PART_OF_DAY = re.compile(r"T[A-Z]{2}$")
_DURATION = re.compile(r"P(\d+(?:\.\d+)?)([DWMY])$")
_UNITS = {"D": "day", "W": "week", "M": "month", "Y": "year"}
_BOUNDS = {"APPROX": "~", "LESS_THAN": "<", "MORE_THAN": ">", "EQUAL_OR_MORE": ">=", "EQUAL_OR_LESS": "<="}
_OFF = frozenset("late early ahead behind ago since from earlier sooner longer away - apart".split())
_FOR = frozenset("for in over within during after every".split())
_THAT = frozenset(("that", "this", "which"))
_LONGEST = 16
_MOVE_REACH = 6


def events(view: View, drafts: list[Draft]) -> list[Draft]:
    """Return the drafts of times at which something happened or will happen."""
    found = []
    acts: list[tuple[int, bool]] | None = None
    for moment in view.moments:
        if role(view, moment) != "period" or not _is_dated(moment):
            continue
        if match_at(view.words, moment.first, phrases("loose_times")) or _taken(view, moment, drafts):
            continue
        if is_owned(view, moment):
            continue
        if acts is None:
            acts = _acts(view)
        if _happens(view, moment, acts):
            found.append(_event(view, moment))
    return found


def _is_dated(moment: Moment) -> bool:
    time = moment.time
    if time.type == "TIME":
        return bool(_PART_OF_DAY.search(time.value)) or "<day>" in time.rule
    return time.type == "DATE"


def _taken(view: View, moment: Moment, drafts: list[Draft]) -> bool:
    """Tell whether a figure of the same clause takes the time as its period, or a draft holds it already."""
    first, stop = view.clause(moment.first)
    told = view.words[max(first, moment.first - 3) : moment.first]
    if ("last" in told or "first" in told) and not group("event_verbs").isdisjoint(told):
        return False
    for draft in drafts:
        if draft.first <= moment.last and moment.first <= draft.last and draft.relation not in ("after", "before"):
            return True
        beside = first <= draft.first < stop and draft.kind not in ("duration", "relative_date")
        if beside and not draft.doubt and not is_of_origin(view, draft, moment):
            return True
    return False


def _acts(view: View) -> list[tuple[int, bool]]:
    """Return the tokens of a sentence that make something happen, each with whether it is a noun."""
    verbs, nouns = group("event_verbs", "past"), group("event_nouns")
    found = []
    for i in range(view.first, view.stop):
        word = view.words[i]
        if word in verbs or (word.endswith("ed") and len(word) > 4 and view.words[i - 1] not in ("the", "a", "an")):
            found.append((i, False))
        elif word in nouns:
            found.append((i, True))
    return found


def _happens(view: View, moment: Moment, acts: list[tuple[int, bool]]) -> bool:
    """Tell whether the clause of a time makes something happen: by a verb, or by a noun before the time."""
    first, stop = view.clause(moment.first)
    return any(first <= i < stop and (i < moment.first or (i > moment.last and not noun)) for i, noun in acts)


def _event(view: View, moment: Moment) -> Draft:
    first, stop = view.clause(moment.first)
    quote = moment.time.quote.lower()
    absolute = _ABSOLUTE.search(quote) or moment.time.rule == "<year in words>"
    kind = "date" if absolute and "last" not in quote else "relative_date"
    draft = Draft(moment.first, moment.last, kind, moment.time.value, moment.time.rule or "event", fixed_period=True)
    draft.period = interval(moment)
    draft.subject = _without(view, first, moment.last + 1 if origin(view, moment) else stop, moment)
    if first > view.first and (view.words[first].endswith("ing") or view.words[first] in group("pronouns")):
        earlier = view.clause(first - 1)
        draft.subject = f"{clause_subject(view, earlier[0], earlier[1])} {draft.subject}".strip(" ,.")
    verb = view.verb(first, moment.first)
    near = view.words[max(first, (verb or moment.first) - 2) : moment.first]
    draft.relation = "last" if "last" in near else "first" if "first" in near else None
    if view.has("reached", first, moment.first) and any(
        n in view.words[view.first : moment.first] for n in ("mark", "target", "goal", "milestone", "threshold")
    ):
        figure = next(
            (f for f in view.figures if f.first < moment.first and not isinstance(f.quantity.value, tuple)), None
        )
        if not group("meaning_to").isdisjoint(view.words[first : moment.first]):
            draft.doubt = "what was meant to happen"
        elif figure is not None:
            draft.relation, draft.base_value, draft.base_unit = "reached", figure.quantity.value, figure.quantity.unit  # type: ignore[assignment]
    return draft


def _without(view: View, first: int, stop: int, moment: Moment) -> str:
    """Return the words of the clause without those of the time."""
    first = max(first, moment.first - 2 * _LONGEST)
    before = view.text(
        first, moment.first - (view.words[moment.first - 1] in ("in", "on", "at", "for", "by") and moment.first > first)
    )
    after = view.text(moment.last + 1, min(stop, moment.last + _LONGEST))
    return " ".join(part for part in (before, after) if part).strip(" ,.;:\"'")


def durations(view: View, memory: Memory) -> list[Draft]:
    """Return the drafts of lengths of time that stand between events or run up to now."""
    found = []
    for draft in _lengths(view):
        last = draft.last
        if hedge := hedge_before(view, draft.first):
            draft.hedge = draft.hedge or " ".join(view.words[hedge[0] : draft.first])
            draft.first = hedge[0]
            draft.bound = hedge[1] if draft.bound == "=" else draft.bound
        if _place(view, draft, last, memory):
            found.append(draft)
    return found


def _lengths(view: View) -> list[Draft]:
    """Return the lengths of time of a sentence, each once: from the quantities, else from the times."""
    lengths = [f for f in view.figures if f.quantity.unit in LENGTHS]
    persons = [f for f in lengths if _is_persons(view, f)]
    found = [Draft.of(f.quantity, f.first, f.last, "duration", "<length>") for f in lengths if f not in persons]
    for moment in view.moments:
        draft = _length(view, moment)
        if draft is not None and not _overlaps(moment, persons) and not _overlaps(moment, found):
            found.append(draft)
    return found


def _overlaps(moment: Moment, others: Sequence[Figure] | Sequence[Draft]) -> bool:
    return any(moment.first <= other.last and other.first <= moment.last for other in others)


def _is_persons(view: View, figure: Figure) -> bool:
    """Tell whether an age is that of a person: years without an event after them, or a child's months."""
    if figure.quantity.of != "age":
        return False
    noun = next((w for w in view.words[figure.last + 1 : figure.last + 4] if w not in ("-", "old")), "")
    if not noun.isalpha() or noun in group("persons"):
        return True
    return figure.quantity.unit == "year" and noun not in group("event_nouns")


def _length(view: View, moment: Moment) -> Draft | None:
    """Read the length in a time: "P2W", or the words of "three months later"."""
    if moment.time.type == "DURATION" and (found := _DURATION.match(moment.time.value)):
        draft = Draft(moment.first, moment.last, "duration", Decimal(found[1]), "<length>", unit=_UNITS[found[2]])
    elif view.words[moment.last] in ("later", "after") and moment.last - moment.first > 1:
        number = number_at(view.tokens, moment.first)
        unit = view.words[moment.last - 1].removesuffix("s")
        if number is None or unit not in LENGTHS:
            return None
        draft = Draft(moment.first, moment.last - 1, "duration", number.value, "<length> later", unit=unit)
    else:
        return None
    draft.step = draft.loose_step = Decimal(1)
    draft.bound = _BOUNDS.get(moment.time.mod or "", "=")
    return draft


def _place(view: View, draft: Draft, last: int, memory: Memory) -> bool:
    """Say between which events a length lies; tell whether it lies between any."""
    words = view.words
    clause_first, clause_stop = view.clause(draft.first)
    k = last + 1
    after = words[k] if k < view.stop else ""
    if k < view.stop and (run := match_at(words, k, phrases("consecutive"))):
        draft.kind, draft.last, draft.direction = "streak", k + run - 1, clause_direction(view, draft.first)
        if k + run < view.stop and words[k + run] in ("until", "to", "through"):
            ended = next((m for m in view.moments if k + run <= m.first <= k + run + 1 and m.time.to), None)
            draft.period = full(interval(ended), ended.time.value) if ended else None
            draft.fixed_period = ended is not None
        return True
    draft.fixed_period = True
    if after == "-" and k + 1 < view.stop and words[k + 1] == "old":
        k, after = k + 1, "old"
    if after == "old" or words[last] == "old":  # the span may or may not hold the word
        noun = k + 1 if after == "old" else k
        draft.last = max(draft.last, k if after == "old" else last)
        draft.relation, draft.anchor = "since", view.text(noun, _noun_end(view, noun, clause_stop))
        draft.subject = draft.anchor
        return bool(draft.anchor)
    if after in ("after", "before"):
        draft.last = k
        draft.relation = after
        return _order(view, draft, k, memory)
    if after == "later":
        draft.last = k
        draft.relation = "after"
        draft.subject = _event_before(view, clause_first, memory)
        draft.anchor = _own_event(view, k + 1, clause_stop) or view.text(clause_first, draft.first)
        return True
    lasts = view.before("lasting", draft.first, within=4)
    if lasts and after in ("until", "till"):
        draft.relation, draft.subject = "after", memory.anchor
        draft.anchor = _own_event(view, k + 1, view.clause(k)[1])
        return bool(draft.subject and draft.anchor)
    if _is_served(view, draft, k):
        return True
    if _is_measured(view, draft):
        draft.kind, draft.fixed_period = "quantity", False
        return True
    if lasts and words[lasts[0] - 1] not in ("the", "its", "of", "in"):
        draft.relation = "after" if words[clause_first : draft.first].count("wait") else None
        draft.subject = view.text(clause_first, draft.first)
        if draft.relation:
            later = _own_event(view, last + 1, min(view.stop, view.clause(last + 1)[1] if last + 1 < view.stop else 0))
            draft.anchor = f"{clause_subject(view, clause_first, draft.first)} {later}".strip()
            draft.subject = memory.anchor
        return True
    return False


def _is_served(view: View, draft: Draft, after: int) -> bool:
    """Tell whether something went on for a length: "eight years in prison", "banned for two years"."""
    words = view.words
    if words[after : after + 1] == ["in"] and view.tokens.word(after + 1) in group("terms"):
        return True
    first = view.clause(draft.first)[0]
    told = view.verb(first, draft.first)
    plain = view.tokens.text[view.tokens.starts[draft.first]].isdigit() or draft.value != 1
    return draft.first > first and words[draft.first - 1] == "for" and told is not None and plain


def _is_measured(view: View, draft: Draft) -> bool:
    """Tell whether a length is what something amounts to: "life expectancy was 81.2 years", "a wait of 14 days"."""
    i = draft.first - 1
    before, after = view.words[i], view.tokens.word(draft.last + 1)
    if after in _OFF and not (after == "since" and before == "to"):
        return False
    if "." in draft.digits and before not in _FOR:  # nobody tells the time between two events in tenths
        return True
    if i <= view.first:
        return False
    if before == ":":
        return True
    verb = view.verb(view.clause(draft.first)[0], i)
    if before == "of":
        return verb is not None and view.words[i - 1].isalpha() and view.words[i - 2 : i - 1] != ["end"]
    if before in ("to", "at", "from"):
        return verb is not None and any(_moves(word) for word in view.words[max(verb, i - _MOVE_REACH) : i])
    told = before in group("be") and (before != "'s" or view.strength(i) > 0)  # "Chad's annual rate" measures none
    measured = told or (before in group("level_verbs") and draft.value != 1)
    elliptic = view.words[draft.last].isdigit()  # "it is 17 years; in Japan it is 49"
    return measured and (elliptic or not is_pronoun(view.words[i - 1]))


def _moves(word: str) -> bool:
    return any(word in group(name) for name in ("up", "down", "level_verbs", "shifts"))


def _noun_end(view: View, i: int, stop: int) -> int:
    """Return the end of a noun phrase of one to three words."""
    k = i
    while (
        k < stop
        and k < i + 3
        and view.words[k].isalpha()
        and view.verb(k, k + 1) is None
        and view.words[k] not in ("and", "in", "of", "it", "that")
    ):
        k += 1
    return k


def _order(view: View, draft: Draft, k: int, memory: Memory) -> bool:
    """Fill in the two events of "less than two weeks after X, Y" or "Y, two weeks after X"."""
    words = view.words
    first, _ = view.clause(draft.first)
    rest_first = k + 1
    comma = next((i for i in range(rest_first, view.stop) if words[i] in (",", ".", ";")), view.stop)
    if rest_first < view.stop and words[rest_first] in _THAT:
        own = view.verb(first, draft.first) is not None
        draft.subject = view.text(first, draft.first).strip(" ,") if own else _event_before(view, first, memory)
        draft.anchor = view.text(rest_first + 1, min(view.stop, rest_first + 1 + _LONGEST)).strip(" ,.")
        draft.last = rest_first
        return True
    other = view.text(rest_first, min(comma, rest_first + _LONGEST)).strip(" ,.")
    main = view.text(max(first, draft.first - 2 * _LONGEST), draft.first).strip(" ,.:")
    if view.verb(first, draft.first) is None:
        main = view.text(max(view.first, draft.first - 2 * _LONGEST), draft.first).strip(" ,.:")
    if is_pronoun(main.split(" ")[0]) and first > view.first:
        earlier = view.clause(first - 1)
        main = f"{clause_subject(view, earlier[0], earlier[1])} {main}".strip()
    if draft.first <= view.first + 2 or len(main) < 4:
        main = view.text(min(comma + 1, view.stop), min(view.stop, comma + 1 + _LONGEST)).strip(" ,.")
    draft.subject, draft.anchor = (other, main) if words[k] == "after" else (main, other)
    return bool(other)


def _event_before(view: View, first: int, memory: Memory) -> str:
    """Return the words of the clause before, or of the sentence before."""
    earlier = [clause for clause in view.clauses if clause[0] < first]
    if earlier:
        text = view.text(*earlier[-1]).strip(" ,.;")
        if len(text) > 3:
            return text
    return memory.anchor


def _own_event(view: View, first: int, stop: int) -> str:
    while first < stop and view.words[first] in (",", ":", ";"):
        first += 1
    return view.text(first, min(stop, first + _LONGEST)).strip(" ,.;")
