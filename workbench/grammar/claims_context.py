"""What a claim takes from its surroundings: subject and countries, carried over where the sentence leaves them out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workbench.grammar.claims_words import group, match_at, phrases

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from workbench.grammar.claims_draft import Draft
    from workbench.grammar.claims_view import View
    from workbench.grammar.entities import Mention

WORLD = "WLD"
_EDGES = frozenset(
    "and but while whereas as then so yet or , ; : - ( ) ' \" however meanwhile still also nevertheless that".split()
)
_PREPOSITIONS = frozenset(
    "in at on by after before during for with from under since despite across inside among throughout".split()
)
_LINKS = frozenset(("of", "at", "to", "by", "from", "in"))
_LONGEST_SUBJECT = 14
_REACH_AFTER = 12
_PAIR = 2


@dataclass(slots=True)
class Memory:
    """What the text has spoken of so far: the last subject, countries, pair of countries, period and target."""

    published: date | None = None
    main: tuple[str, ...] = ()
    pair: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    subject: str = ""
    period: tuple[date | None, date | None] | None = None
    target: tuple[Decimal, str | None, tuple[date | None, date | None] | None] | None = None
    anchor: str = ""
    clause_codes: dict[int, tuple[str, ...]] = field(default_factory=dict)


def main_countries(mentions: list[Mention]) -> tuple[str, ...]:
    """Return the two countries a text names most, the first-named first where the counts are equal.

    >>> from workbench.grammar.entities import Mention
    >>> main_countries(
    ...     [Mention(0, 0, ("PER",), "name"), Mention(3, 3, ("CHL",), "name"), Mention(5, 5, ("CHL",), "seat")]
    ... )
    ('CHL', 'PER')
    """
    counts = Counter(code for mention in mentions for code in mention.codes if code != WORLD)
    return tuple(code for code, _ in counts.most_common(2))


def own_codes(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the codes without the world, unless there is nothing else."""
    return tuple(code for code in codes if code != WORLD) or codes


def is_comparand(view: View, mention: Mention) -> bool:
    """Tell whether a country is only what something is compared with: "than in Italy", "the size of Japan's"."""
    first, _ = view.clause(mention.first)
    words = view.words
    for i in range(max(first, mention.first - 6), mention.first):
        if words[i] in (",", ";"):
            return False
        if match_at(words, i, phrases("comparands")):
            return True
    return (
        words[max(first, mention.first - 3) : mention.first][:2] == ["size", "of"]
        or "size" in words[max(first, mention.first - 3) : mention.first]
    )


def entities_of(view: View, draft: Draft, memory: Memory) -> tuple[str, ...]:
    """Return whom a draft is about, then whom it is compared with."""
    first, stop = view.clause(draft.first)
    own = _own(view, draft, memory, first, stop)
    memory.clause_codes[first] = own
    if draft.relation != "than":
        return own
    compared = [
        code
        for mention in view.mentions
        if first <= mention.first and is_comparand(view, mention) and mention.first - draft.last < _REACH_AFTER + 6
        for code in mention.codes
        if code not in own
    ]
    return tuple(dict.fromkeys((*own, *compared)))


def _own(view: View, draft: Draft, memory: Memory, first: int, stop: int) -> tuple[str, ...]:
    stands_for = _stands_for(view, first, draft.first, memory)
    before = [m for m in view.mentions if first <= m.first < draft.first and not is_comparand(view, m)]
    named = _owner(view, before)
    if named:
        return named
    if stands_for:
        return stands_for
    earlier = _earlier(view, first, memory)
    after = [
        m
        for m in view.mentions
        if draft.last < m.first < min(stop, draft.last + _REACH_AFTER) and not is_comparand(view, m)
    ]
    if earlier and _continues(view, first):
        return earlier
    if after and own_codes(after[0].codes) != (WORLD,):
        return own_codes(after[0].codes)
    if earlier:
        return earlier
    anywhere = [m for m in view.mentions if not is_comparand(view, m) and m.form != "person" and m.codes != (WORLD,)]
    if anywhere:
        return anywhere[-1].codes if anywhere[-1].first < draft.first else anywhere[0].codes
    persons = [code for m in view.mentions if m.form == "person" for code in m.codes]
    return memory.codes or tuple(dict.fromkeys(persons)) or memory.main[:1]


def _owner(view: View, before: list[Mention]) -> tuple[str, ...]:
    """Return the countries of the nearest fitting mention before the figure; persons and the world only if alone."""
    named = [m for m in before if m.form != "person" and m.codes != (WORLD,)]
    if named:
        return named[-1].codes
    persons = [m for m in before if m.form == "person"]
    if persons and not view.has("both", view.first, view.stop):
        return tuple(dict.fromkeys(code for m in persons for code in m.codes))
    return ()


def _stands_for(view: View, first: int, stop: int, memory: Memory) -> tuple[str, ...]:
    """Return what "its", "the country" or "mutual trade" stands for."""
    if view.has("both", view.first, view.stop):
        named = [m for m in view.mentions if len(m.codes) > 1]
        return named[-1].codes if named else memory.pair or memory.main
    if not view.has("countries", first, stop) and not (first < view.stop and _pronoun(view, first, stop)):
        return ()
    return memory.clause_codes.get(view.clause(first - 1)[0], ()) if first > view.first else memory.codes


def _pronoun(view: View, first: int, stop: int) -> bool:
    return any(view.words[i] in ("it", "its", "they", "their") for i in range(first, min(stop, first + 8)))


def _earlier(view: View, first: int, memory: Memory) -> tuple[str, ...]:
    """Return the countries of the clause before, of this sentence."""
    at = [clause for clause in view.clauses if clause[0] < first]
    for clause in reversed(at):
        codes = memory.clause_codes.get(clause[0])
        if codes:
            return codes
        named = [m for m in view.mentions if clause[0] <= m.first < clause[1] and not is_comparand(view, m)]
        owned = _owner(view, named)
        if owned:
            return owned
    return ()


def _continues(view: View, first: int) -> bool:
    """Tell whether a clause has no subject of its own: "and makes up", ", having passed"."""
    i = first
    while i < view.stop and view.words[i] in _EDGES:
        i += 1
    return i < view.stop and (view.verb(i, min(i + 2, view.stop)) in (i, i + 1) or view.words[i].endswith("ing"))


def note_sentence(view: View, memory: Memory) -> None:
    """Remember the countries and the subject a sentence speaks of, for the sentences after it."""
    pairs = [m.codes for m in view.mentions if len(m.codes) == _PAIR]
    if pairs:
        memory.pair = pairs[-1]
    first, stop = view.clauses[0]
    verb = view.verb(first, stop)
    named = [m for m in view.mentions if m.form != "person" and m.codes != (WORLD,) and not is_comparand(view, m)]
    subjects = [m for m in named if verb is not None and m.first < verb]
    if subjects:
        memory.codes = subjects[-1].codes
    elif named and (not _stands_for(view, first, stop, memory) or view.words[named[0].first - 1] in group("be")):
        memory.codes = named[0].codes
    elif not named and view.mentions and view.mentions[-1].form != "person" and not memory.codes:
        memory.codes = own_codes(view.mentions[-1].codes)
    phrase = subject_between(view, first, verb) if verb is not None else ""
    if phrase and not is_pronoun(phrase):
        memory.subject = _topic(view, phrase, verb, stop)


def _topic(view: View, phrase: str, verb: int | None, stop: int) -> str:
    """Return what a sentence is about: its subject, or what is measured in it where the subject only acts."""
    if verb is None or any(word in group("measurables") for word in phrase.lower().split()):
        return phrase
    for i in range(verb + 1, stop):
        if view.words[i] in group("measurables") and i - 1 > verb and view.words[i - 1].isalpha():
            return view.text(i - 1, i + 1)
    return phrase


def is_pronoun(phrase: str) -> bool:
    """Tell whether a subject stands for an earlier one.

    >>> is_pronoun("It"), is_pronoun("The rate"), is_pronoun("The trade")
    (True, True, False)
    """
    folded = phrase.lower()
    return folded in group("pronouns") or any(
        " ".join(p) == folded for all_ in phrases("pronouns").values() for p in all_
    )


def subject_between(view: View, first: int, verb: int | None) -> str:
    """Return the noun phrase before a verb, without what stands in front of it."""
    if verb is None:
        return ""
    i = first
    while i < verb and (view.words[i] in _EDGES or any(m.first <= i <= m.last for m in view.moments)):
        i += 1
    commas = [k for k in range(i, verb) if view.words[k] == ","]
    if commas and (view.words[i] in _PREPOSITIONS or view.words[i] in group("idle_adjectives")):
        i = commas[-1] + 1 if len(commas) % 2 or len(commas) > 1 else i
    elif len(commas) == 1:
        verb = commas[0] if commas[0] > i + 1 else verb
        i = i if commas[0] > i + 1 else commas[0] + 1
    elif len(commas) >= 2:
        verb = commas[0]
    while i < verb and view.words[i] in _EDGES:
        i += 1
    return view.text(max(i, verb - _LONGEST_SUBJECT), verb).strip(" ,")


def subject_of(view: View, draft: Draft, memory: Memory) -> str:
    """Return the noun phrase a figure is about; a pronoun gives way to the subject it stands for."""
    first, stop = view.clause(draft.first)
    phrase = _nominal(view, draft, first)
    verb = view.verb(first, draft.first)
    owner = subject_between(view, first, verb)
    if verb is None and not phrase:
        owner = subject_between(view, first, draft.first).removesuffix(" at").removesuffix(" of").strip(" ,")
    if (owner and is_pronoun(owner)) or (not owner and not phrase):
        owner = _previous_subject(view, first) or memory.subject
    if draft.kind == "count":
        phrase = phrase or view.text(draft.last, draft.last + 1)
    rest = _complement(view, draft, stop)
    return " ".join(dict.fromkeys(part for part in (phrase, owner if owner != phrase else "", rest) if part)).strip()


def _previous_subject(view: View, first: int) -> str:
    for clause in reversed([clause for clause in view.clauses if clause[0] < first]):
        verb = view.verb(*clause)
        found = subject_between(view, clause[0], verb)
        if found and not is_pronoun(found):
            return found
    return ""


def _nominal(view: View, draft: Draft, first: int) -> str:
    """Return the noun phrase of "inflation of 7.7%", "put the share at 3%", "cut its estimate of growth to 2.9%"."""
    words = view.words
    end = draft.first
    if end - 1 <= first or words[end - 1] not in _LINKS:
        return ""
    i = end - 2
    if words[end - 1] == "by" or words[i] in group("idle_adjectives"):
        return ""
    while i >= first and i > end - 10:
        word = words[i]
        known = word in group("be") or word in group("past") or word in ("put", "cut", "see", "sees", "have", ",")
        if known or word in group("reporting") or word in _EDGES or (word in group("level_verbs") and i == end - 2):
            break
        if i == end - 2 and word in (group("up") | group("down")) - group("change_nouns"):
            break
        i -= 1
    phrase = view.text(i + 1, end - 1)
    return "" if is_pronoun(phrase) else phrase


def _complement(view: View, draft: Draft, stop: int) -> str:
    """Return what follows the figure and says what it measures: "on defence", "in exports", "of households"."""
    i = draft.last + 1
    words = view.words
    if i >= stop or words[i] not in ("of", "on", "in", "for", "from", "among", "between"):
        return ""
    moments = {k for m in view.moments for k in range(m.first, m.last + 1)}
    k = i + 1
    while k < stop and k < i + 8 and k not in moments and words[k] not in (",", ".", ";", "and", "-", '"', "(", ")"):
        if view.verb(k, k + 1) is not None:
            break
        k += 1
    if any(m in moments for m in range(i, i + 2)):
        return ""
    return view.text(i, k) if k > i + 1 else ""
