"""What a text has spoken of so far, for the sentences that leave it out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workbench.grammar.claims_asides import WORLD, is_aside
from workbench.grammar.claims_entities import has_pronoun, is_proper, owner_of, stands_for
from workbench.grammar.claims_subjects import is_pronoun, subject_between
from workbench.grammar.claims_words import group

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from decimal import Decimal

    from workbench.grammar.claims_view import View
    from workbench.grammar.entities import Mention
    from workbench.grammar.tokens import Tokens

_PAIR = 2
_REGION = "x-"
_AS_BIG_AS = ["size", "of"]
_LIKE = frozenset(("like", "than", "unlike"))
_OPENING = 60
_FAR = 2
_LONGEST_EVENT = 20
_QUESTIONS = 2


@dataclass(slots=True)
class Memory:
    """What the text has spoken of so far: the last subject, countries, pair of countries, period and target.

    ``codes`` is ``None`` as long as no country was spoken of, and empty when the last subject is no country;
    ``told`` are the countries of the last sentence with two or more; ``passing`` holds a country that the last sentence
    spoke of only in passing, for a pronoun to stand for;
    ``home`` is the country whose people answer in an interview: what "we" and "this country" stand for there.
    ``money`` is the currency of the last amount, ``currency`` that of any before;
    ``newest`` is the latest period of an actual figure so far, to which a new paragraph goes back.
    """

    published: date | None = None
    weights: Counter[str] = field(default_factory=Counter)
    lead: tuple[str, ...] = ()
    home: tuple[str, ...] = ()
    pair: tuple[str, ...] = ()
    codes: tuple[str, ...] | None = None
    passing: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    period: tuple[date | None, date | None] | None = None
    newest: tuple[date | None, date | None] | None = None
    target: tuple[Decimal, str | None, tuple[date | None, date | None] | None] | None = None
    money: str | None = None
    currency: str | None = None
    fresh: bool = True
    clause_codes: dict[int, tuple[str, ...]] = field(default_factory=dict)
    main: tuple[str, ...] = ()
    _subject: str = ""
    _subjects: list[View] = field(default_factory=list)
    _anchor: str = ""
    _anchors: list[View] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Find the two countries the text names most, the first-named first where equal."""
        self.main = tuple(code for code, _ in self.weights.most_common(_PAIR))

    def tell(self, view: View) -> None:
        """Let a sentence be the last one told; what it speaks of is only looked for when it is asked for."""
        self._subjects.append(view)
        self._anchors.append(view)

    @property
    def subject(self) -> str:
        """What the last sentence speaks of that says it by a noun."""
        self._subject = _last_said(self._subjects, _told_of) or self._subject
        return self._subject

    @property
    def anchor(self) -> str:
        """The event told last."""
        self._anchor = _last_said(self._anchors, _event_of) or self._anchor
        return self._anchor

    @anchor.setter
    def anchor(self, event: str) -> None:
        """Speak of an event from now on, whatever was told before."""
        self._anchors.clear()
        self._anchor = event

    def turn_to(self, codes: tuple[str, ...] | None) -> None:
        """Speak of other countries from now on; inside a paragraph not of those named far less than those so far."""
        now = None if self.fresh else self.codes
        if now and codes and now[0] not in codes and self.weights[now[0]] >= _FAR * self.weights[codes[0]]:
            self.passing = codes
        else:
            self.codes, self.passing = codes, ()


def _last_said(views: list[View], said: Callable[[View], str]) -> str:
    """Return the last words, not empty, that one of the sentences yields; none of them is asked again."""
    found = next(filter(None, map(said, reversed(views))), "")
    views.clear()
    return found


def is_likened(mention: Mention, words: Sequence[str]) -> bool:
    """Tell whether a country is only named for another one to be likened to: "unlike Peru", "the size of Slovakia"."""
    before = words[max(0, mention.first - 2) : mention.first]
    return not _LIKE.isdisjoint(before) or before == _AS_BIG_AS


def weights(mentions: list[Mention]) -> Counter[str]:
    """Return how often a text names each country, its opening counting double.

    >>> from workbench.grammar.entities import Mention
    >>> names = [("PER", "name"), ("CHL", "name"), ("CHL", "seat")]
    >>> weights([Mention(i, i, (code,), form) for i, (code, form) in enumerate(names)])
    Counter({'CHL': 4, 'PER': 2})
    """
    counts: Counter[str] = Counter()
    for mention in mentions:
        for code in mention.codes if len(mention.codes) <= _PAIR else ():
            opening = mention.first < _OPENING
            if code != WORLD and (opening or not code.startswith(_REGION)):  # a region named later is a comparison
                counts[code] += 2 if opening else 1
    return counts


def note_sentence(view: View, memory: Memory, *, figured: bool) -> None:
    """Remember the countries and the subject a sentence speaks of; ``figured`` tells that it holds a figure."""
    if view.mentions:
        _note_mentions(view, memory)
        _note_codes(view, memory)
    elif memory.passing or figured:
        first, stop, verb = _main_clause(view)
        if memory.passing and stands_for(view, first, stop, memory) is None:
            memory.passing = ()
        if figured and verb is not None and is_proper(view, first, verb):
            memory.codes = ()
    memory.tell(view)


def _note_mentions(view: View, memory: Memory) -> None:
    """Remember the last pair of countries, the last place, and the countries where there are several."""
    told: dict[str, None] = {}
    for mention in view.mentions:
        if len(mention.codes) == _PAIR:
            memory.pair = mention.codes
        if mention.codes != (WORLD,):
            told.update(dict.fromkeys(mention.codes))
            if mention.form in ("name", "seat") and not is_aside(view, mention):
                memory.place = mention.codes
    if len(told) > 1:
        memory.told = tuple(told)


def _main_clause(view: View) -> tuple[int, int, int | None]:
    """Return the range of the first clause that has a verb, and its verb; of the first clause where none has."""
    for first, stop in view.clauses:
        verb = view.verb(first, stop)
        if verb is not None:
            return first, stop, verb
    return (*view.clauses[0], None)


def _told_of(view: View) -> str:
    """Return what a sentence speaks of: its subject, or what is measured in it; "" for a mere pronoun."""
    first, stop, verb = _main_clause(view)
    phrase = subject_between(view, first, verb)
    return _topic(view, phrase, verb, stop) if phrase and not is_pronoun(phrase) else ""


def _event_of(view: View) -> str:
    """Return the words of the first clause of a sentence, for an event to be measured from; "" without a verb."""
    first, stop = view.clauses[0]
    if view.verb(first, stop) is None:
        return ""
    return view.text(first, min(stop, first + _LONGEST_EVENT)).strip(" ,.")


def is_interview(tokens: Tokens) -> bool:
    r"""Tell whether a text is one of questions and answers.

    >>> from workbench.grammar.tokens import tokenise
    >>> is_interview(tokenise("Q: How many? A: Ten. \n\nQ: And why? A: I do not know."))
    True
    """
    asked = 0
    for first, stop in tokens.sentences:
        labelled = tokens.words[first] == "q" and tokens.word(first + 1) == ":"
        opens = tokens.folded[tokens.ends[first - 1] : tokens.starts[first]].count("\n") > 1 if first else True
        asked += labelled or (opens and tokens.words[stop - 1] == "?")
    return asked >= _QUESTIONS


def open_paragraph(view: View, memory: Memory) -> None:
    """Go back to the country the text began with where a paragraph begins without naming one."""
    memory.fresh = _is_fresh(view.tokens, view.first)
    if not memory.fresh:
        return
    memory.money = None
    memory.period = memory.newest or memory.period
    if not view.first or not memory.lead or view.mentions:
        return
    if (memory.home or memory.lead[0] in memory.main) and not has_pronoun(view, view.first, view.stop):
        memory.codes = memory.lead


def _is_fresh(tokens: Tokens, first: int) -> bool:
    """Tell whether a paragraph begins at a token."""
    return not first or tokens.folded.count("\n", tokens.ends[first - 1], tokens.starts[first]) >= tokens.breaks


def _note_codes(view: View, memory: Memory) -> None:
    """Turn to whom a sentence that names countries is about."""
    first, stop, verb = _main_clause(view)
    named = [m for m in view.mentions if m.form != "person" and m.codes != (WORLD,) and not is_aside(view, m)]
    subjects = [m for m in named if verb is not None and m.first < verb]
    if subjects and all(m.codes[0].startswith("x-") for m in subjects):  # a region has no figures of its own
        subjects = [m for m in named if not m.codes[0].startswith("x-")][-1:] or subjects
    if subjects:
        memory.turn_to(owner_of(view, subjects, memory.codes or ()))
    elif named and view.words[named[0].first - 1] in group("be"):
        memory.turn_to(next((m for m in named if not m.codes[0].startswith("x-")), named[0]).codes)
    elif stands_for(view, first, stop, memory) is None:
        others = (m for m in view.mentions if m.form != "person" and m.codes != (WORLD,))
        compared = [m for m in others if view.words[m.first - 2 : m.first] != _AS_BIG_AS]
        about = named[:1] or compared[-1:]
        memory.turn_to(about[0].codes if about else memory.codes)


def _topic(view: View, phrase: str, verb: int | None, stop: int) -> str:
    """Return what a sentence is about: its subject, or what is measured in it where the subject only acts."""
    if verb is None or not group("measurables").isdisjoint(phrase.lower().split()):
        return phrase
    for i in range(verb + 1, stop):
        if view.words[i] in group("measurables") and i - 1 > verb and view.words[i - 1].isalpha():
            return view.text(i - 1, i + 1)
    return phrase
