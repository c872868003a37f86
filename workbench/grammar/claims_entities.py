"""Whom a claim is about: the countries its clause, its sentence or the text before names, and what they are to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.grammar.claims_asides import OPENINGS, WORLD, is_aside, is_comparand, is_only_a_set
from workbench.grammar.claims_page import BACK
from workbench.grammar.claims_view import MENTION, MOMENT
from workbench.grammar.claims_words import ORDINALS, group

if TYPE_CHECKING:
    from workbench.grammar.claims_context import Memory
    from workbench.grammar.claims_draft import Draft
    from workbench.grammar.claims_view import View
    from workbench.grammar.entities import Mention

_RELATIVES = frozenset(("that", "which"))
_PRONOUNS = frozenset(("it", "its", "they", "their"))
_WE = frozenset(("we", "our", "us", "ours"))
_THAT_OF = (["that", "of"], ["those", "of"])
_PARTNERS = frozenset(("from", "with", "to", "into", "against", "towards"))
_DATED = ("date", "relative_date", "event_order")
_REACH_AFTER = 12
_REACH_COMPARED = 18
_ASIDE = 7
_REACH_FLOW = 3
_PAIR = 2
_MANY = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}
_STANDING = frozenset(("both", "countries"))
_OF_TARGETS = ("set", "reached", "due", "ahead_of_schedule")
_FRONTS = frozenset(("at", "with"))
_ROWS = frozenset((",", ";", "and", "while"))
_APPOSING = frozenset(("at", "with", "on"))


def entities_of(view: View, draft: Draft, memory: Memory) -> tuple[str, ...]:
    """Return whom a draft is about, then the partner or whom it is compared with."""
    first, stop = view.clause(draft.first)
    if not view.mentions:
        own = _own(view, draft, memory, first, stop)
        memory.clause_codes.setdefault(first, own)
        return own
    if draft.kind in _DATED and draft.relation not in _OF_TARGETS:
        present = _everyone(view, first, stop) or _everyone(view, view.first, view.stop)
        if present:
            return present
    own = _not_compared(view, _own(view, draft, memory, first, stop), (draft.last, stop), memory)
    memory.clause_codes.setdefault(first, own)
    if draft.kind == "superlative" and (within := _within(view, draft)):
        return within
    if draft.kind in ("rank", "superlative"):
        sets = (code for m in view.mentions if m.codes != (WORLD,) and is_only_a_set(view, m) for code in m.codes)
        own = tuple(dict.fromkeys((*own, *sets)))
    if draft.relation != "than":
        return own
    near = [
        mention
        for mention in view.mentions
        if first <= mention.first and is_comparand(view, mention) and mention.first - draft.last < _REACH_COMPARED
    ]
    behind = [mention for mention in near if mention.first > draft.last]  # "twice as many as Chad and half of Mali's"
    compared = [code for mention in behind or near for code in mention.codes if code not in own]
    if own and not any(code in own for m in view.mentions if not is_comparand(view, m) for code in m.codes):
        named = {code for m in view.mentions for code in m.codes}
        own = () if own[0] in named else own
    return tuple(dict.fromkeys((*own, *compared)))


def _within(view: View, draft: Draft) -> tuple[str, ...]:
    """Return the country that a superlative's own words say it is true of: "was lowest in Chad"."""
    inside = (m for m in view.mentions if draft.first < m.first <= draft.last and len(m.codes) == 1)
    found = next((m for m in inside if m.form == "name" and not is_only_a_set(view, m)), None)
    return () if found is None or found.codes[0].startswith("x-") else found.codes


def _not_compared(view: View, own: tuple[str, ...], after: tuple[int, int], memory: Memory) -> tuple[str, ...]:
    """Return whom the text is about instead of a country that only follows to be compared with ("below Germany's")."""
    compared = {c for m in view.mentions if after[0] < m.first < after[1] and is_comparand(view, m) for c in m.codes}
    if not own or own[0] not in compared or _placed(view, after[0]) is not None:
        return own
    if any(own[0] in m.codes and not is_comparand(view, m) for m in view.mentions):
        return own
    return tuple(code for code in (*memory.lead, *memory.main) if code not in compared)[:1]


def _everyone(view: View, first: int, stop: int) -> tuple[str, ...]:
    """Return all countries between two tokens, persons' countries too, in order of mention."""
    codes = [code for m in view.mentions if first <= m.first < stop and m.codes != (WORLD,) for code in m.codes]
    return tuple(dict.fromkeys(codes))


def _own(view: View, draft: Draft, memory: Memory, first: int, stop: int) -> tuple[str, ...]:
    """Return whom a draft is about by its sentence, else by what was told before."""
    verb = view.verb(draft.last + 1, min(stop, draft.last + _ASIDE)) if view.words[first] in _FRONTS else None
    carried = stands_for(view, first, (verb or draft.last) + 2, memory)  # "at 5% it is"
    fitting = [m for m in view.mentions if not is_aside(view, m)]
    if view.mentions and (named := _named(view, draft, fitting, (*(carried or memory.codes or ()), *memory.main))):
        return named
    if carried is not None:
        return carried
    if first in memory.clause_codes:
        return memory.clause_codes[first]
    earlier = _earlier(view, first, memory)
    if earlier and _continues(view, first):
        return earlier
    after = [m for m in fitting if m.form != "person" and draft.last < m.first < min(stop, draft.last + _REACH_AFTER)]
    if after:
        return after[0].codes
    if is_proper(view, first, draft.first):
        return ()
    if earlier:
        return earlier
    if memory.codes:
        return memory.codes
    if memory.codes is not None:
        return () if has_pronoun(view, first, draft.first) else memory.main[:1]
    anywhere = [m for m in fitting if m.form != "person"] or fitting
    return anywhere[0].codes if anywhere else memory.main[:1]


def _named(view: View, draft: Draft, fitting: list[Mention], carried: tuple[str, ...]) -> tuple[str, ...]:
    """Return whom a draft is about by the places beside and before it, () where none is told of."""
    first, _ = view.clause(draft.first)
    before = [m for m in fitting if first <= m.first < draft.first and not _is_set_in(view, m, draft.first)]
    own_place = _placed(view, draft.last)
    counted = (m for m in fitting if m.form == "member" and draft.first < m.first <= draft.last)
    beside = next(counted, None) or _owner_before(view, draft.first)  # "one Spaniard in four"
    if beside is not None:
        return beside.codes
    if view.words[first] in ("whose", "which", "where", "who") and not before:
        owner = next((m for m in reversed(view.mentions) if m.last < first), None)
        if owner is not None and (
            view.words[first] == "whose"
            or owner.last >= first - 2 - (view.words[owner.last + 1] in ("'s", "one", "ones"))
        ):
            return owner.codes
    if own_place is not None:
        others = [m for m in before if not any(_placed(view, f.last) is m for f in view.figures)]
        told_for = view.tokens.word(draft.last + 1) in _RELATIVES
        if told_for or _is_beside(view, draft) or not others:
            return own_place.codes
    return owner_of(view, before, carried)


def _is_set_in(view: View, mention: Mention, stop: int) -> bool:
    """Tell whether a place stands in words set in behind another: "Israel, fighting in Gaza since May, spent 5%"."""
    words = view.words
    comma = next((i for i in range(mention.first - 1, view.first, -1) if words[i] in (",", ";")), None)
    if comma is None or words[comma] == ";" or not words[comma + 1].endswith("ing"):
        return False
    led = any(m.last < comma for m in view.mentions)
    close = next((i for i in range(mention.last + 1, stop) if words[i] == ","), None)
    return led and close is not None and view.verb(close + 1, min(close + 3, stop)) is not None


def _owner_before(view: View, i: int) -> Mention | None:
    """Return the country right before a figure at token ``i``: "the Chinese share of 20%", "Italy's 5%"."""
    if not view.mentions:
        return None
    if gapped := _gapped(view, i):
        return gapped
    k = _before_apposed(view, i) or i - 1
    while k > view.first and (view.words[k] in ("of", "'s", "(") or view.words[k] in group("level_nouns")):
        k -= 1
    near = next((m for m in view.mentions if m.last == k and m.form != "person"), None)
    if near is not None and k == i - 1 and near.form != "name" and is_comparand(view, near):
        return near  # "a third of the American 3.3%"
    if near is not None and k == i - 1 and view.words[max(near.first - 2, view.first) : near.first] not in _THAT_OF:
        return None
    if near is not None and view.words[i - 1] == "(":
        return near  # "highest in Chad (34%)"
    if near is not None and near.codes == (WORLD,):
        told = near.last == i - 2 and any(f.first == i for f in view.figures)
        return near if told and view.words[i - 1] == "'s" else None  # "the world's $101 trillion"
    return None if near is None or is_only_a_set(view, near) else near


def _gapped(view: View, i: int) -> Mention | None:
    """Return the country that a later figure of a row is told of without a verb: "Chad is third, Niger fourth"."""
    words, k = view.words, i - 1
    k -= words[k] in _APPOSING
    k -= words[k] in ORDINALS
    k -= words[k] == "'s"
    named = next((m for m in view.mentions if m.last == k and m.form != "person"), None)
    if named is None or named.first - 1 <= view.first or not any(f.last < named.first for f in view.figures):
        return None
    before = named.first - 1 - (words[named.first - 1] == "in")
    return named if words[before] in _ROWS else None


def _before_apposed(view: View, i: int) -> int | None:
    """Return the token before a figure set behind a name between commas: "Chad, at 3%," or "Chad's, with 3%,"."""
    words = view.words
    if i - 3 >= view.first and words[i - 1] in _APPOSING and words[i - 2] == ",":
        return i - 3
    return None


def _is_beside(view: View, draft: Draft) -> bool:
    """Tell whether a figure is set beside another one: "compared with 12.7% in Germany"."""
    near = set(view.words[max(view.first, draft.first - 3) : draft.first])
    beside = {"with", "against", "versus", "and", "than"} & near or {"compared", "to"} <= near
    return bool(beside) and any(view.first <= f.first < draft.first for f in view.figures)


def _placed(view: View, last: int) -> Mention | None:
    """Return the country a figure that ends at token ``last`` is told for: "2.4% in Italy", "3% it sees for Chad"."""
    if not view.mentions:
        return None
    after = last + 1
    if view.tokens.word(after) in _RELATIVES:
        ahead = range(after + 1, min(after + _ASIDE, view.stop))
        after = next((i for i in ahead if view.words[i] in ("in", "for", ",")), after)
    told = view.tokens.word(after) == "of" and view.tokens.word(after + 1) not in ("that", "those")
    if told and view.tokens.word(after + 2) in ("in", "for"):
        after += 2  # "57% of GDP in Poland"
    if view.tokens.word(after) not in ("in", "for", "to"):
        return None
    at = after + 1 + (view.tokens.word(after + 1) == "the")
    place = next((m for m in view.mentions if m.first == at), None)
    people = place is not None and place.form == "member"  # "41% of GDP to the Koreans"
    return place if people or view.tokens.word(after) != "to" else None


def owner_of(view: View, before: list[Mention], carried: tuple[str, ...]) -> tuple[str, ...]:
    """Return the nearest country before the figure and then its partner ("China's imports from Russia")."""
    if not before:
        return ()
    named = [m for m in before if m.form != "person"]
    owners = [m for m in named if not _is_partner(view, m)]
    partners = [m for m in named if _is_partner(view, m)]
    if owners:
        later = [code for m in partners if m.first > owners[-1].first for code in m.codes]
        return tuple(dict.fromkeys((*owners[-1].codes, *later)))
    if partners and _is_own_end(view, partners[-1].first):
        return partners[-1].codes
    if partners:
        others = [code for code in carried if code not in partners[-1].codes]
        return tuple(dict.fromkeys((*others[:1], *partners[-1].codes)))
    if before and not view.has("both", view.first, view.stop):
        return tuple(dict.fromkeys(code for m in before for code in m.codes))
    return ()


def _is_partner(view: View, mention: Mention) -> bool:
    """Tell whether a country only is the other end: "exports to Russia", "trade with the United States"."""
    i = mention.first - 1
    if i > view.first and view.words[i] == "the":
        i -= 1
    return i >= view.first and view.words[i] in _PARTNERS and mention.form == "name" and len(mention.codes) == 1


def _is_own_end(view: View, i: int) -> bool:
    """Tell whether what flows has its own end at a name that stands at token ``i``: "exports from", "aid to"."""
    at = i - 1 - (view.words[i - 1] == "the")
    flows = group("flows_out") if view.words[at] == "from" else group("flows_in")
    return not flows.isdisjoint(view.words[max(at - _REACH_FLOW, view.first) : at])


def stands_for(view: View, first: int, stop: int, memory: Memory) -> tuple[str, ...] | None:
    """Return what "its", "the country" or "mutual trade" stands for, ``None`` where nothing of the kind is said."""
    if not (view.flags & BACK or view.holds(_STANDING)):
        return None
    if (paired := _of_pair(view, first, stop, memory)) is not None:
        return paired
    if view.has("both", view.first, view.stop):
        named = [m for m in view.mentions if len(m.codes) == _PAIR]
        return named[-1].codes if named else memory.pair or memory.main
    if _is_the_many(view, first, stop, len(memory.told)):
        return memory.told
    if view.words[first] == "there" and memory.place and view.words[first + 1] not in group("be"):
        return memory.place
    if "there" in view.words[first:stop] and memory.place:
        return memory.codes or memory.place
    if memory.home and (not _WE.isdisjoint(view.words[first:stop]) or view.has("home", first, view.clause(first)[1])):
        return memory.home
    if not view.has("countries", first, stop) and not has_pronoun(view, first, stop):
        return None
    earlier = _earlier(view, first, memory)
    if earlier:
        return earlier
    if memory.passing and has_pronoun(view, first, stop):
        return memory.passing
    return memory.main[:1] if memory.codes is None else memory.codes


def _is_the_many(view: View, first: int, stop: int, count: int) -> bool:
    """Tell whether a clause is about the two, three or more told before: "Together the two hold …"."""
    word = _MANY.get(count)
    if word is None or word not in view.present:
        return False
    i = view.words.index(word, view.first)
    if any(m.first < i for m in view.mentions):
        return False
    return first < i < stop and view.words[i - 1] == "the" and view.strength(i + 1) > 0


def _of_pair(view: View, first: int, stop: int, memory: Memory) -> tuple[str, ...] | None:
    """Return what "the former" and "the latter" stand for: one of the two countries told before."""
    for place, word in ((0, "former"), (-1, "latter")):
        if word in view.words[first:stop] and view.words[view.words.index(word, first) - 1] == "the":
            earlier = tuple(dict.fromkeys(c for m in view.mentions if m.last < first for c in m.codes))
            pair = earlier if len(earlier) == _PAIR else memory.told
            return (pair[place],) if len(pair) == _PAIR else ()
    return None


def has_pronoun(view: View, first: int, stop: int) -> bool:
    """Tell whether a pronoun stands at or near the beginning of a stretch of tokens."""
    if view.words[first] in ("that", "this") and view.verb(first + 1, min(first + 2, stop)) is not None:
        return True
    return not _PRONOUNS.isdisjoint(view.words[first : min(stop, first + 8)])


def _earlier(view: View, first: int, memory: Memory) -> tuple[str, ...]:
    """Return the countries of the clause before, of this sentence."""
    for clause in reversed([clause for clause in view.clauses if clause[0] < first]):
        codes = memory.clause_codes.get(clause[0])
        if codes:
            return codes
        named = [m for m in view.mentions if clause[0] <= m.first < clause[1] and not is_aside(view, m)]
        owned = owner_of(view, [m for m in named if m.codes != (WORLD,)], ())
        if owned:
            return owned
    return ()


def _continues(view: View, first: int) -> bool:
    """Tell whether a clause has no subject of its own: "and makes up", ", having passed"."""
    i = first
    while i < view.stop and view.words[i] in OPENINGS:
        i += 1
    return i < view.stop and (view.verb(i, min(i + 2, view.stop)) in (i, i + 1) or view.words[i].endswith("ing"))


def is_proper(view: View, first: int, stop: int) -> bool:
    """Tell whether the subject of a clause bears a name that is no country's: "The Amber Line", "Acme's revenue"."""
    text, starts = view.tokens.text, view.tokens.starts
    verb = view.verb(first, stop)
    if verb is not None and any(verb <= i <= verb + 1 for i, _ in view.matches("forecast")):
        return False  # who forecasts is not whom the figure is about
    for i in range(first, stop if verb is None else verb):
        if not text[starts[i]].isupper():
            continue
        word = view.words[i]
        if not word.isalpha() or view.part_of(i, MENTION | MOMENT):
            continue
        opening = i == view.first or view.words[i - 1] in ('"', "-", ":")
        if not opening or (i + 1 < stop and view.words[i + 1] == "'s"):
            return not {word, view.words[i - 1]} & (group("titles", "speakers")) and word != "may"
    return False
