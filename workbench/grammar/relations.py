"""What is asserted without a figure of its own: ranks, records, streaks, running periods, bare rises and falls."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from workbench.grammar.calendar import add_months
from workbench.grammar.claims_draft import Draft
from workbench.grammar.claims_subjects import subject_between
from workbench.grammar.claims_words import group, match_at, phrases
from workbench.grammar.resolve import opens_since

if TYPE_CHECKING:
    from workbench.grammar.claims_view import Moment, View

_ORDINALS = {
    word: Decimal(n)
    for n, word in enumerate(
        "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
        "sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        2,
    )
}
_SUFFIXES = frozenset(("st", "nd", "rd", "th"))
_OWNERS = frozenset(("its", "their", "the", "his", "her", "'s", "a"))
_RUNS_IN = frozenset(("entered", "enters", "entering", "in", "into", "now", "reached", "begins", "began", "for"))
_SPANS = {"year": 1, "years": 1, "decade": 10, "decades": 10, "century": 100, "centuries": 100}
_NOT_RECORD = frozenset(("track", "world", "for", "criminal", "medical", "on", "off", "to", "will", "they", "we", "i"))
_SUBJECTIVE = frozenset(
    ("best", "worst", "greatest", "most", "least", "top", "leading", "deepest", "weakest", "strongest")
)
_MARKS = frozenset(("high", "highs", "low", "lows", "peak", "best", "worst"))
_RHYTHMS = {
    "quarterly": "quarter", "monthly": "month", "annual": "year", "yearly": "year", "weekly": "week", "daily": "day",
}  # fmt: skip
_RUN_NOUNS = frozenset("loss losses win wins victory victories defeat deficit surplus month quarter time".split())
_LONGEST_SCOPE = 11


@cache
def _triggers() -> frozenset[str]:
    words = group("highest", "lowest", "moving", "change_nouns", "consecutive")
    return (
        words
        | set(_ORDINALS)
        | _SUFFIXES
        | {"record"}
        | _MARKS
        | set(phrases("topping"))
        | set(phrases("overtaking"))
        | set(phrases("ahead"))
    )


def has_relation(view: View) -> bool:
    """Tell whether a sentence holds a word that may make a claim without a figure."""
    return not view.present.isdisjoint(_triggers())


def relations(view: View) -> list[Draft]:
    """Return the drafts of one sentence that hold no quantity, in text order."""
    drafts: list[Draft] = []
    words = view.words
    highest, lowest, moving, nouns = group("highest"), group("lowest"), group("moving"), group("change_nouns")
    topping, overtaking = phrases("topping"), phrases("overtaking")
    triggers = _triggers()
    for i in range(view.first, view.stop):
        word = words[i]
        if word not in triggers:
            continue
        draft = None
        if word in _ORDINALS or word in _SUFFIXES:
            draft = _ordinal(view, i)
        elif word in _MARKS and (mark := _stretch_mark(view, i)):
            draft = mark
        elif word in highest or word in lowest:
            draft = _superlative(view, i)
        elif word == "record":
            draft = _record(view, i)
        elif word in topping and (length := match_at(words, i, topping)):
            draft = Draft(i, i + length - 1, "superlative", Decimal(1), "topped the table", relation="high")
        elif word in overtaking:
            draft = _overtaking(view, i)
        elif word in ("consecutive", "straight", "successive"):
            draft = _streak(view, i)
        if draft is None and (word in nouns or word in moving):
            draft = _bare_change(view, i)
        if draft is not None and not any(draft.first <= d.last for d in drafts):
            drafts.append(draft)
    return [d for d in drafts if not _is_told_by(view, d, drafts)]


def _is_told_by(view: View, draft: Draft, drafts: list[Draft]) -> bool:
    """Tell whether a bare rise or fall only carries another claim of its clause ("fell for the third month")."""
    return is_bare_change(draft) and any(
        d is not draft and view.clause(d.first) == view.clause(draft.first) for d in drafts
    )


def is_bare_change(draft: Draft) -> bool:
    """Tell whether a draft is only a verb of rise or fall, without a figure."""
    return draft.kind == "percent_change" and draft.value is None and draft.first == draft.last


def _ordinal(view: View, i: int) -> Draft | None:
    """Read an ordinal: a rank, a running period or a streak."""
    words = view.words
    if words[i] in _SUFFIXES:
        if i == view.first or not words[i - 1].isdigit() or not view.tokens.glued(i - 1):
            return None
        first, value = i - 1, Decimal(words[i - 1])
    else:
        first, value = i, _ORDINALS[words[i]]
    k = i + 1
    if k < view.stop and words[k] == "-":
        k += 1
    after = words[k] if k < view.stop else ""
    if after in group("highest") or after in group("lowest"):
        last = k + 1 if after in ("most", "least") and k + 1 < view.stop else k
        relation = "low" if after in group("lowest") else "high"
        return Draft(
            first, last, "rank", value, "<ordinal>-<superlative>", relation=relation, digits=_digits(words[first])
        )
    if after in group("units_of_time"):
        return _running(view, first, k, value)
    if after in group("consecutive"):
        return _streak(view, k)
    for k2 in range(k + 1, min(k + 4, view.stop)):
        if (after in _RHYTHMS or after in group("change_nouns")) and (
            run := match_at(words, k2, phrases("consecutive"))
        ):
            direction = _direction_of(words[k2 - 1]) or clause_direction(view, first)
            return Draft(
                first, k2 + run - 1, "streak", value, "<ordinal> <change> in a row", unit=_RHYTHMS.get(after),
                direction=direction, digits=_digits(words[first]),
            )  # fmt: skip
    ranked = view.before("ranking", first)
    if after in group("place_nouns") or (ranked and _ends_phrase(view, k)):
        last = k if after in group("place_nouns") else i
        return Draft(first, last, "rank", value, "ranks <ordinal>", digits=_digits(words[first]))
    return None


def _digits(word: str) -> str:
    return word if word.isdigit() else ""


def _ends_phrase(view: View, k: int) -> bool:
    word = view.words[k] if k < view.stop else "."
    return not word.isalpha() or word in (
        "in",
        "and",
        "behind",
        "among",
        "by",
        "after",
        "but",
        "last",
        "this",
        "globally",
        "worldwide",
        "with",
        "on",
    )


def _running(view: View, first: int, unit_at: int, value: Decimal) -> Draft | None:
    """Read "entered its 11th month", "the third year of the war", "for the fifth month running"."""
    words = view.words
    unit = words[unit_at].removesuffix("s")
    run = match_at(words, unit_at + 1, phrases("consecutive")) if unit_at + 1 < view.stop else 0
    if run:
        return Draft(
            first,
            unit_at + run,
            "streak",
            value,
            "<ordinal> <unit> running",
            unit=unit,
            direction=clause_direction(view, first),
        )
    before = words[first - 1] if first > view.first else ""
    earlier = words[first - 2] if first - 1 > view.first else ""
    of_event = view.text(unit_at + 1, unit_at + 2) == "of"
    if earlier == "for" and before in ("a", "the") and not of_event and unit != "quarter":
        return Draft(
            first, unit_at, "streak", value, "for a <ordinal> <unit>", unit=unit,
            direction=clause_direction(view, first), digits=_digits(words[first]),
        )  # fmt: skip
    if before not in _OWNERS or (unit in ("quarter", "hour", "minute") and before != "its"):
        return None
    if not (before in ("its", "their") or of_event) or (earlier not in _RUNS_IN and before not in ("its", "their")):
        return None
    clause = view.clause(first)
    anchor = view.text(unit_at + 2, min(clause[1], unit_at + 9)) if of_event else ""
    if not anchor:
        verb = view.verb(clause[0], first)
        anchor = subject_between(view, clause[0], verb if verb is not None else first - 1)
    return Draft(
        first, unit_at, "ordinal_period", value, "its <ordinal> <unit>", unit=unit, relation="since",
        anchor=anchor.strip(" ,."), subject=anchor.strip(" ,."), digits=_digits(words[first]),
        fixed_period=True, period=_to_come(view, clause),
    )  # fmt: skip


def _to_come(view: View, clause: tuple[int, int]) -> tuple[date | None, date | None] | None:
    """Return the time at which a clause sees something happen: "will enter its third year next month"."""
    if not view.has("forecast", *clause):
        return None
    coming = (m.time for m in view.moments if clause[0] <= m.first < clause[1] and m.time.type == "DATE")
    return next(((t.from_, t.to) for t in coming if view.published and t.from_ and t.from_ > view.published), None)


def _streak(view: View, i: int) -> Draft | None:
    """Read "the third consecutive month", "four straight quarters"."""
    words = view.words
    after = view.tokens.word(i + 1) if i + 1 < view.stop else ""
    timed = after in group("units_of_time")
    if i - 1 < view.first or not (timed or after in _RHYTHMS or after in group("change_nouns") or after in _RUN_NOUNS):
        return None
    first = i - 1
    value = _ORDINALS.get(words[first])
    if words[first] in _SUFFIXES and words[first - 1].isdigit():
        first -= 1
        value = Decimal(words[first])
    figure = next((f for f in view.figures if f.first <= first <= f.last or f.first <= i <= f.last), None)
    if value is None and figure is not None and isinstance(figure.quantity.value, Decimal):
        value, first = figure.quantity.value, figure.first
    if value is None:
        return None
    last = i + 1 + (after in _RHYTHMS and i + 2 < view.stop and words[i + 2].isalpha())
    unit = after.removesuffix("s") if timed else _RHYTHMS.get(after)
    direction = _direction_of(words[last]) or clause_direction(view, first)
    return Draft(first, last, "streak", value, "<n> consecutive <unit>", unit=unit, direction=direction)


def _direction_of(word: str) -> str | None:
    if word not in group("change_nouns", "moving"):
        return None
    return "up" if word in group("up") else "down"


def clause_direction(view: View, i: int) -> str | None:
    """Return the direction of the first word of change in the clause of token ``i``."""
    first, stop = view.clause(i)
    moving = group("moving", "change_nouns")
    for k in range(first, stop):
        if view.words[k] in moving or view.words[k] in ("up", "down"):
            return "up" if view.words[k] in group("up") else "down"
    return None


def _superlative(view: View, i: int) -> Draft | None:
    """Read a superlative that can be looked up: with a stretch of time or a set of countries."""
    words = view.words
    if i > view.first and (
        words[i - 1] in _ORDINALS or words[i - 1] in ("-", "at", "one", "no") or words[i - 1] in _SUFFIXES
    ):
        return None
    clause_stop = view.clause(i)[1]
    end, base, among = _scope(view, i, min(view.stop, max(clause_stop, i + 3)))
    possessive = _world_owner(view, i)
    if end is None and not possessive:
        return None
    ever = end is not None and words[end] in ("history", "record", "ever", "recorded", "began", "time")
    if words[i] in _SUBJECTIVE and base is None and not (among or possessive or ever):
        return None
    first = i - 1 if i > view.first and words[i - 1] in ("the", "its", "their") else i
    last = end if end is not None else min(i + 1 + 2 * (words[i + 1 : i + 2] == ["-"]), view.stop - 1)
    relation = "low" if words[i] in group("lowest") else "high"
    draft = Draft(first, last, "superlative", None, "<superlative> <scope>", relation=relation)
    if (among or possessive) and base is None:
        draft.value = Decimal(1)
    draft.base_period = base
    following = words[i + 1 : i + 4]
    changed = next((w for w in following if w in group("change_nouns")), None)
    if changed:
        draft.unit = "%"
        draft.direction = "up" if changed in group("up") else "down"
    return draft


def _stretch_mark(view: View, i: int) -> Draft | None:
    """Read "a 41-year high", "a six-month low", "an all-time high"."""
    words = view.words
    if i - 3 < view.first:
        return None
    relation = "low" if words[i] in ("low", "lows", "worst") else "high"
    if words[i - 3 : i] == ["all", "-", "time"] or words[i - 3 : i] == ["multi", "-", "year"]:
        return Draft(i - 3, i, "superlative", None, "all-time <high>", relation=relation)
    unit = words[i - 1].removesuffix("s")
    months = _SPANS.get(unit, 0) * 12 or {"month": 1, "quarter": 3}.get(unit, 0)
    length = next((f for f in view.figures if f.last in (i - 1, i - 3) and f.last - f.first < 5), None)
    if words[i - 2] != "-" or unit not in group("units_of_time") or length is None:
        return None
    draft = Draft(length.first, i, "superlative", None, "<n>-<unit> <high>", relation=relation)
    if months and isinstance(length.quantity.value, Decimal) and view.published:
        draft.base_period = (add_months(view.published.replace(day=1), -int(length.quantity.value * months)), None)
    return draft


def _world_owner(view: View, i: int) -> bool:
    """Tell whether "the world's" or "Europe's" stands before the superlative."""
    return (
        i - 2 >= view.first
        and view.words[i - 1] == "'s"
        and any(
            m.last == i - 2
            and (m.codes == ("WLD",) or m.codes[0].startswith("x-") or m.codes[0] in ("EUU", "EMU", "OED"))
            for m in view.mentions
        )
    )


def _scope(view: View, i: int, stop: int) -> tuple[int | None, tuple[date | None, date | None] | None, bool]:
    """Return the last token of the scope, the stretch of time and whether it is a set of countries."""
    words = view.words
    scopes = phrases("scopes")
    for k in range(i + 1, min(stop, i + _LONGEST_SCOPE)):
        if words[k] in (";", '"', "(") or (words[k] == "," and k > i + 1):
            break
        moment = next((m for m in view.moments if m.first <= k <= m.last), None)
        if words[k] == "since" and (since := _moment_at(view, k)):
            return since.last, (since.time.from_, None), False
        if words[k] == "in" and "history" in words[k + 1 : min(k + 7, stop)]:
            return words.index("history", k), None, False
        if words[k] in ("in", "for") and (years := _stretch(view, k)):
            return years[0], years[1], False
        if words[k] in scopes and (length := match_at(words, k, scopes)):
            among = words[k : k + length][-1] not in ("record", "history", "time", "ever", "began", "recorded")
            return k + length - 1, None, among
        if words[k] == "in" and (
            place := next((m for m in view.mentions if k < m.first <= k + 2 and m.form != "member"), None)
        ):
            since = _moment_at(view, place.last + 1) if view.tokens.word(place.last + 1) == "since" else None
            return (since.last, (since.time.from_, None), False) if since else (place.last, None, True)
        if moment is not None and moment.time.type == "DATE" and k > i + 1:
            break
    return None, None, False


def _moment_at(view: View, k: int) -> Moment | None:
    """Return the time that "since" at token ``k`` governs."""
    after = next((m for m in view.moments if m.first >= k and m.time.from_ is not None), None)
    return after if after is not None and opens_since(view.words, after.first) else None


def _stretch(view: View, k: int) -> tuple[int, tuple[date | None, date | None] | None] | None:
    """Read "in four decades", "in more than 40 years", "in a generation" after a superlative."""
    words = view.words
    for j in range(k + 1, min(k + 6, view.stop)):
        if words[j] in _SPANS and words[j - 1] not in ("the", "this", "last"):
            count = next((f.quantity.value for f in view.figures if k < f.first <= j and f.last >= j - 1), Decimal(1))
            if isinstance(count, Decimal):
                return j, (_back(view, int(count * _SPANS[words[j]])), None)
    return None


def _back(view: View, years: int) -> date | None:
    day = view.published
    return date(day.year - years, day.month, 1) if day and day.year > years else None


def _record(view: View, i: int) -> Draft | None:
    """Read "record growth", "a record high of 5%", "$5bn, a record"."""
    words = view.words
    before = words[i - 1] if i > view.first else ""
    after = words[i + 1] if i + 1 < view.stop else ""
    if before in _NOT_RECORD or after in ("of", "a", "the", "an", "that", "s", "keeping", "shows"):
        return None
    stop = i + 1
    if after == "-":
        stop += 1
        after = words[stop] if stop < view.stop else ""
    relation = "low" if after in ("low", "lows", "lowest") else "high"
    noun = after.isalpha() and after not in (
        "in",
        "for",
        "at",
        "and",
        "by",
        "with",
        "on",
        "last",
        "this",
        "set",
        "since",
        "when",
    )
    if not noun and before not in ("a", "new", "time"):
        return None
    last = stop if noun else i
    draft = Draft(i, last, "superlative", None, "record <noun>", relation=relation)
    if after in group("change_nouns"):
        draft.unit = "%"
        draft.direction = "up" if after in group("up") else "down"
        follower = words[last + 1] if last + 1 < view.stop else ""
        if follower in ("rate", "rates"):
            draft.last = last + 1
        draft.subject = view.text(last, min(view.clause(i)[1], last + 7)).rstrip(" .,")
    return draft


def _overtaking(view: View, i: int) -> Draft | None:
    """Read "overtook Germany": a place before another country, without a figure."""
    stop = view.clause(i)[1]
    passed = [m for m in view.mentions if i < m.first <= i + 3][:1]
    if not passed or any(i < f.first < stop and f.quantity.unit for f in view.figures):
        return None
    if view.has("forecast", view.clause(i)[0], i):
        last = next((m.last for m in view.moments if i < m.first < stop), passed[-1].last)
        first = i - 1 if view.words[i - 1] in ("will", "to") else i
        return Draft(first, last, "rank", None, "will overtake <country>", relation="than", status="forecast")
    if any(i < m.first < stop for m in view.moments):
        return None
    return Draft(i, passed[-1].last, "rank", None, "overtook <country>", relation="than")


def _bare_change(view: View, i: int) -> Draft | None:
    """Read a rise or fall without a figure: "growth in trade", "exports fell"."""
    words = view.words
    first, stop = view.clause(i)
    if any(first <= f.first < stop and f.quantity.unit not in ("year", "month", "week", "day") for f in view.figures):
        return None
    word = words[i]
    direction = "up" if word in group("up") else "down"
    if word in group("change_nouns") and i + 2 < view.stop and words[i + 1] in ("in", "of"):
        noun_last = next((k for k in range(i + 2, min(i + 6, stop)) if words[k] in group("measurables")), None)
        if noun_last is None:
            return None
        return Draft(
            i, noun_last, "percent_change", None, "<change> in <noun>", unit="%", direction=direction,
            subject=view.text(i + 2, noun_last + 1),
        )  # fmt: skip
    if word in group("moving") and words[i - 1 if i > view.first else i] not in (
        "the",
        "a",
        "an",
        "its",
        "to",
        "of",
        "this",
        "their",
        "in",
    ):
        verb_first = max(first, i - 8)
        if any(words[k] in group("measurables") for k in range(verb_first, i)):
            return Draft(i, i, "percent_change", None, "<noun> <rose>", unit="%", direction=direction)
    return None
