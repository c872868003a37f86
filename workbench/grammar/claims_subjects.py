"""What a figure is about, as a noun phrase: the subject of its clause, the noun before "of", what follows it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from workbench.grammar.claims_view import FIGURE, MENTION, MOMENT, SURELY
from workbench.grammar.claims_words import group, phrases

if TYPE_CHECKING:
    from workbench.grammar.claims_context import Memory
    from workbench.grammar.claims_draft import Draft
    from workbench.grammar.claims_view import View

_EDGES = frozenset(
    "and but while whereas as then so far yet or , ; : - ( ) ' \" however meanwhile still also nevertheless that "
    "after".split()
)
_PREPOSITIONS = frozenset(
    "in at on by after before during for with from under since despite across inside among throughout over until "
    "between within per against compared unlike".split()
)
_TAIL = frozenset(
    "barely first last already now still also even only just once again has had have never not at of by to in on from "
    "for with itself themselves alone then recently more less than almost nearly about up down".split()
)
_TELLING_NOUNS = frozenset("forecast forecasts estimate estimates reports claims projects".split())
_STATES = frozenset("unchanged steady flat stable constant firm".split())
_MARKS = frozenset("high low highs lows peak trough record total".split())
_LINKS = frozenset(("of", "at", "to", "from", "in"))
_STOPS = frozenset((",", ".", ";", "and", "-", '"', "(", ")", "in", "at", "to", "while", "after", "since"))
_LONGEST_SUBJECT = 14
_LONGEST_NOMINAL = 9
_ARTICLES = frozenset(("a", "an", "net", "annual", "quarterly"))
_SPEAKERS = frozenset(("we", "i", "our"))  # no earlier subject is meant
_BASES = ("basis_mom", "basis_qoq", "basis_yoy", "basis_ytd")
_PRONOMINAL = frozenset(("it", "them", "this", "that", "these", "those", "which", "whom", "total", "all", "us"))
_LONGEST_LABEL = 5
_PASSIVE = frozenset("is are was were be been being".split())
_BOUND = frozenset(
    "a an the another more less fewer than up down about over under above below or nor its their his her our this "
    "these those some each both per as like plus minus worth total average compared including respectively by".split()
)


def is_bound(word: str) -> bool:
    """Tell whether a word cannot be the head of a noun phrase: an article, a preposition, an adverb.

    >>> is_bound("of"), is_bound("nearly"), is_bound("wages")
    (True, True, False)
    """
    return word in _BOUND or word in _PREPOSITIONS or word in _TAIL or word in _EDGES or word.endswith("ly")


def is_pronoun(phrase: str) -> bool:
    """Tell whether a subject stands for an earlier one.

    >>> is_pronoun("It"), is_pronoun("The rate"), is_pronoun("The trade")
    (True, True, False)
    """
    return " ".join(phrase.lower().split()) in _pronouns()


@cache
def _pronouns() -> frozenset[str]:
    return frozenset(" ".join(words) for wordings in phrases("pronouns").values() for words in wordings)


def subject_between(view: View, first: int, verb: int | None) -> str:
    """Return the noun phrase before a verb, without what stands in front of it; "" where there is none."""
    if verb is None:
        return ""
    known = view.subjects.get((first, verb))
    if known is None:
        known = view.subjects[first, verb] = _subject_between(view, first, verb)
    return known


def _subject_between(view: View, first: int, verb: int) -> str:
    start, stop = _after_front(view, first, verb), verb
    if view.words[start] != "," and "," in view.words[start:stop]:
        stop = view.words.index(",", start)
    for moment in view.moments:
        if start < moment.first < stop and moment.time.type != "SET":
            stop = moment.first
    while stop > start and view.words[stop - 1] in _TAIL:
        stop -= 1
    return view.text(max(start, stop - _LONGEST_SUBJECT), stop).strip(" ,\"'")


def _after_front(view: View, first: int, verb: int) -> int:
    """Return where the subject begins, behind linking words and a phrase set in front ("In 2021, …")."""
    words = view.words
    i = _skip(view, first, verb)
    if basis := next((last for name in _BASES for at, last in view.matches(name) if at == i), None):
        return _skip(view, basis + 1, verb)  # "Month on month, prices rose"
    set_in_front = i > first and words[i - 1] in ("after", "before")  # "Five years after the crash, output is …"
    if (set_in_front or view.part_of(i, FIGURE)) and "," in words[i:verb]:
        return _skip(view, words.index(",", i), verb)
    if i < verb and (words[i] in _PREPOSITIONS or words[i] in group("idle_adjectives")):
        commas = [k for k in range(i, verb) if words[k] == ","]
        if commas:
            return _skip(view, commas[-1] + 1 if len(commas) % 2 == 0 or len(commas) == 1 else commas[0] + 1, verb)
        named = MOMENT | MENTION
        last = i + 1 if view.part_of(i + 1, named) else i + 2
        while view.part_of(last + 1, named):
            last += 1
        if last + 1 < verb and words[i] in _PREPOSITIONS and view.part_of(last, named):
            return _skip(view, last + 1, verb)
    return i


def _skip(view: View, i: int, stop: int) -> int:
    while i < stop and (view.words[i] in _EDGES or view.part_of(i, MOMENT)):
        i += 1
    return i


def subject_of(view: View, draft: Draft, memory: Memory) -> str:
    """Return the noun phrase a figure is about; a pronoun gives way to the subject it stands for."""
    first, stop = view.clause(draft.first)
    phrase = _nominal(view, draft, first) or _acted_on(view, draft, first)
    owner = clause_subject(view, first, draft.first)
    owner = _antecedent(view, first, owner) or owner
    if draft.kind == "count" and not phrase and draft.unit:
        phrase = draft.unit.removeprefix("count:").replace("_", " ")
    if (is_pronoun(owner) and owner.lower() not in _SPEAKERS) or not (owner or phrase):
        owner = _label(view) or (
            _previous_subject(view, first) or memory.subject if not _is_subject(view, draft) else ""
        )
    rest = _complement(view, draft, stop)
    parts = [phrase, "" if phrase and owner in phrase else owner, rest]
    return " ".join(dict.fromkeys(filter(None, parts))).strip()


def _antecedent(view: View, first: int, owner: str) -> str:
    """Return what a relative clause, or what goes on behind it, is about: "and food, which was 9% dearer, is now …"."""
    before = view.clause(first - 1)[0] if first > view.first else first
    start = before if not owner and view.words[before] == "which" else first
    if view.words[start] != "which" or start < view.first + 2 or view.words[start - 1] != ",":
        return ""
    i = start - 1
    while i > view.first and start - i <= _LONGEST_LABEL and view.words[i - 1].isalpha():
        if is_bound(view.words[i - 1]) or view.strength(i - 1) == SURELY:
            break
        i -= 1
    if i > view.first and view.words[i - 1] in ("the", "a", "an", "its", "their"):
        i -= 1
    named = any(i <= m.first < start for m in view.mentions)
    return "" if named else view.text(i, start - 1)


def clause_subject(view: View, first: int, before: int) -> str:
    """Return the subject of a clause whose figure stands at token ``before``."""
    if foreseen := _foreseen(view, first, before):
        return foreseen
    verb = view.verb(first, before)
    while verb is not None and view.words[verb] in group("speech"):
        told = view.verb(verb + 1, before)
        if told is None and view.words[verb + 1] == ",":
            return ""  # ", the trade body said, the best for years"
        if told is None and verb + 1 < before and "," in view.words[verb + 1 : before]:
            return subject_between(view, verb + 1, before)  # "They say the tax burden, at 37%, is"
        if told is None or told == verb + 1:
            break
        first, verb = verb + 1, told
    return subject_between(view, first, before if verb is None else verb)


def _label(view: View) -> str:
    """Return what a sentence is headed with: "Poverty: 63 percent are poor"."""
    colon = next(
        (i for i in range(view.first, min(view.first + _LONGEST_LABEL, view.stop)) if view.words[i] == ":"), None
    )
    if not colon or any(view.strength(i) for i in range(view.first, colon)):
        return ""
    return view.text(view.first, colon)


def _is_subject(view: View, draft: Draft) -> bool:
    """Tell whether a figure with its noun is the subject itself: "Only 43% of the children have access"."""
    words = view.words
    first, stop = view.clause(draft.first)
    opens = all(is_bound(words[i]) for i in range(first, draft.first))
    if not opens or words[draft.last + 1 : draft.last + 2] != ["of"]:
        return False
    noun = words[draft.last + 2 : draft.last + 4]
    return not _PRONOMINAL.intersection(noun) and view.verb(draft.last + 2, stop) is not None


def _foreseen(view: View, first: int, before: int) -> str:
    """Return what somebody expects to do something: "We expect revenue to top $4bn"."""
    for verb, _ in view.matches("foreseeing"):
        noun = view.words[verb - 1] in _BOUND or view.tokens.word(verb + 1) in _PREPOSITIONS
        if not first < verb < before or noun or view.words[verb - 1] in _PASSIVE:
            continue
        to = next((k for k in range(verb + 2, min(before + 1, verb + _LONGEST_NOMINAL)) if view.words[k] == "to"), None)
        if to is not None and not any(verb < f.first < to for f in view.figures):
            phrase = view.text(verb + 1, to)
            return "" if is_pronoun(phrase) else phrase
    return ""


def _previous_subject(view: View, first: int) -> str:
    for clause in reversed([clause for clause in view.clauses if clause[0] < first]):
        verb = view.verb(*clause)
        if verb is not None and view.words[verb] in group("speech") and not _tells(view, clause):
            continue
        aside = _is_aside(view, first) or (clause[1] < view.stop and _is_aside(view, clause[1]))
        found = subject_between(view, clause[0], clause[1] if verb is None and aside else verb)
        if found and not is_pronoun(found):
            return found
    return ""


def _tells(view: View, clause: tuple[int, int]) -> bool:
    """Tell whether a clause holds a figure, and does not only name who said it: ", the trade body said,"."""
    return any(clause[0] <= figure.first < clause[1] for figure in view.figures)


def _is_aside(view: View, first: int) -> bool:
    """Tell whether a clause is set into the one before: "Its shares, which have gained 22%, …"."""
    return view.words[first] in ("which", "who", "whose", "that")


def _nominal(view: View, draft: Draft, first: int) -> str:
    """Return the noun phrase of "inflation of 7.7%", "put the share at 3%", "cut its estimate of growth to 2.9%"."""
    words = view.words
    link = draft.first - 1
    if link <= first or words[link] not in _LINKS or words[link - 1] in group("idle_adjectives"):
        return ""
    for moment in view.moments:
        if moment.last == link - 1 and words[moment.first - 1] in ("for", "in") and moment.first - 1 > first:
            link = moment.first - 1
    taken = FIGURE | MOMENT
    while link - 1 > first and words[link - 1] in _STATES:
        link -= 1
    i = link - 1
    while i >= first and link - i <= _LONGEST_NOMINAL and not (view.part_of(i, taken) or _ends_nominal(view, i, link)):
        i -= 1
    i += 1
    while i < link and (words[i] in _PREPOSITIONS or words[i] in _EDGES or words[i] == "to"):
        i += 1
    phrase = view.text(i, link)
    return "" if is_pronoun(phrase) or view.part_of(i, taken) or words[link - 1] in _MARKS else phrase


def _acted_on(view: View, draft: Draft, first: int) -> str:
    """Return what is changed by the figure: "raised its key rate by 25 basis points"."""
    words = view.words
    by = draft.first - 1
    if by <= first or words[by] != "by":
        return ""
    moving = group("up", "down")
    verb = next((i for i in range(by - 1, max(first, by - _LONGEST_NOMINAL), -1) if words[i] in moving), by)
    if verb + 1 >= by or words[verb + 1] in _PREPOSITIONS or words[by - 1].endswith("ly") or verb + 1 in view.strengths:
        return ""
    phrase = view.text(verb + 1, by)
    return "" if is_pronoun(phrase) or "," in phrase else phrase


def _ends_nominal(view: View, i: int, link: int) -> bool:
    """Tell whether a word cannot belong to the noun phrase before the figure."""
    word = view.words[i]
    said = word in group("speech") and word not in _TELLING_NOUNS
    if word in _EDGES or said or word in group("be", "past") or view.strength(i) >= SURELY:
        return True
    if word in ("above", "below", "than", "put", "cut", "see", "sees", "have", "raise", "lift", "bring"):
        return True
    acts = view.words[i - 1] in group("be") or view.words[i - 1] == "to"
    moving = word in (group("up", "down")) and (acts or word not in group("change_nouns"))
    named = view.words[i - 1] in _ARTICLES  # "swung to a loss of $112m"
    return i == link - 1 and not named and (moving or word in group("level_verbs"))


def _complement(view: View, draft: Draft, stop: int) -> str:
    """Return what follows the figure and says what it measures: "on defence", "in exports", "of households"."""
    i = draft.last + 1
    words = view.words
    if i >= stop or words[i] not in ("of", "on", "in", "for", "from", "among", "between"):
        return ""
    k = i + 1
    while k < stop and k < i + 8 and not view.part_of(k, MOMENT | FIGURE) and (words[k] not in _STOPS or k == i + 1):
        if view.verb(k, k + 1) is not None:
            break
        k += 1
    while k - 1 > i and words[k - 1] in ("the", "a", "an", "its", "their"):
        k -= 1
    rest = view.text(i, k) if k > i + 1 else ""
    if k < stop and words[k] in ("on", "for") and draft.kind in ("percent", "fraction", "money"):
        rest += f" {view.text(k, min(k + 3, stop))}"
    return rest
