"""One sentence as claims see it: its figures, times and countries by token, and its clauses."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.grammar.claims_page import PAST, SPEECH, STRONG_OPENERS, SURE, VERB, may_be_verb
from workbench.grammar.claims_words import group, match_at, phrases

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from workbench.grammar.claims_page import Page
    from workbench.grammar.entities import Mention
    from workbench.grammar.tokens import Tokens
    from workbench.model import Quantity, TimeSpan

_NOWHERE: list[tuple[int, int]] = []
FIGURE, MOMENT, MENTION = 1, 2, 4
SURELY = 2
_ROW, _SPARSE = 20, 4
_DETERMINERS = frozenset(
    "the a an its their his her our your this that these those no any each every of in by to for on at as such".split()
)
_SUBORDINATORS = frozenset("since after before as when while although though because once until unless if".split())
_BEFORE_AS = frozenset("as such same well so much many far long soon known described seen regarded high low".split())
_BEHIND_AS = frozenset("of part well much many a an to in at for from".split())
_RELATIVES = frozenset(("where", "which", "who", "whose"))
_NO_SUBJECT = frozenset(
    "a an as at by for from in into of on over to under up down with without after before since than or but".split()
)
_ADVERBS = frozenset(
    "however though still already nevertheless also only just then now indeed meanwhile instead both by".split()
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity at tokens ``first`` to ``last``."""

    first: int
    last: int
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Moment:
    """A time expression at tokens ``first`` to ``last``."""

    first: int
    last: int
    time: TimeSpan


class View:
    """A sentence: tokens ``first`` up to ``stop`` (excluded) with what was read in it, in text order.

    All that rules ask of a sentence again and again is found once: ``clauses`` are ranges of tokens that together
    cover it, ``strengths`` the tokens that may be verbs (2 where one surely is, 1 where it may be a noun). ``cues`` are
    the tokens that may make a claim without a figure; ``flags`` tell which sorts of words the sentence holds at all,
    and ``present`` which words. ``roles`` keeps what each time, by its first token, was found to do in the sentence,
    ``asides`` whether it is about each country, ``subjects`` the noun phrase between two tokens.
    """

    __slots__ = (
        "_clause_at", "_kinds", "_page", "_places", "_present", "_verbs", "asides", "clauses", "cues", "figures",
        "first", "flags", "mentions", "moments", "published", "roles", "stop", "strengths", "subjects", "tokens",
        "words",
    )  # fmt: skip
    clauses: list[tuple[int, int]]
    flags: int
    strengths: dict[int, int]

    def __init__(
        self,
        page: Page,
        sentence: tuple[int, int],
        figures: list[Figure],
        moments: list[Moment],
        mentions: list[Mention],
        cues: list[int],
    ) -> None:
        self._page = page
        self.first, self.stop = sentence
        self.tokens, self.published = page.tokens, page.published
        self.words = page.tokens.words
        self.figures, self.moments, self.mentions, self.cues = figures, moments, mentions, cues
        self.roles: dict[int, str] = {}
        self.subjects: dict[tuple[int, int], str] = {}
        self.asides: dict[int, bool] = {}
        self._present: set[str] | None = None

    def _read(self) -> None:
        verbs, openers, self._places, self.flags = self._page.words_in(self.first, self.stop)
        self._kinds = _kinds_of(self)
        self.strengths = {}
        self._verbs: list[tuple[int, int, bool]] = []
        for i, flags in verbs:
            sure = flags & VERB == SURE and self.words[i] != "'s"
            if strength := SURELY if sure else _verb_strength(self, i, flags & VERB):
                self.strengths[i] = strength
                self._verbs.append((i, strength, bool(flags & SPEECH) and self.tokens.word(i + 1) == ","))
        self.clauses = _clauses(self, openers)
        self._clause_at = [clause[0] for clause in self.clauses]

    def asserts(self) -> bool:
        """Tell whether the sentence holds what a claim is made of, and is no row of a table."""
        return bool(self.figures or self.moments or self.cues) and not (len(self.figures) >= _ROW and self._is_row())

    def _is_row(self) -> bool:
        """Tell whether the sentence is a row of figures, a word to four of them at most."""
        words = self.words
        within = sum(word.isalpha() for figure in self.figures for word in words[figure.first : figure.last + 1])
        return _SPARSE * (sum(map(str.isalpha, words[self.first : self.stop])) - within) < len(self.figures)

    @property
    def present(self) -> set[str]:
        """The words of the sentence."""
        if self._present is None:
            self._present = set(self.words[self.first : self.stop])
        return self._present

    def strength(self, i: int) -> int:
        """Return 2 where token ``i`` of the sentence is surely a verb, 1 where it may be a noun, 0 for neither."""
        return self.strengths.get(i, 0)

    @property
    def span(self) -> tuple[int, int]:
        """The offsets of the sentence."""
        return self.tokens.starts[self.first], self.tokens.ends[self.stop - 1]

    def clause(self, i: int) -> tuple[int, int]:
        """Return the clause that holds token ``i``."""
        clauses = self.clauses
        if len(clauses) == 1:
            return clauses[0]
        return clauses[(bisect_right(self._clause_at, i) or 1) - 1]

    def text(self, first: int, stop: int) -> str:
        """Return the words of the sentence from ``first`` up to ``stop`` (excluded) as written, white space single."""
        stop = min(stop, self.stop)
        if first >= stop:
            return ""
        tokens = self.tokens
        return " ".join(tokens.text[tokens.starts[first] : tokens.ends[stop - 1]].split())

    def matches(self, name: str) -> list[tuple[int, int]]:
        """Return all wordings of a group of ``SOUGHT`` as ``(first, last)``, at each token the longest."""
        return self._places.get(name, _NOWHERE)

    def holds(self, names: AbstractSet[str]) -> bool:
        """Tell whether a wording of any of the groups stands in the sentence."""
        return not names.isdisjoint(self._places)

    def has(self, name: str, first: int, stop: int) -> bool:
        """Tell whether a wording of a group stands between two tokens (the second excluded)."""
        places = self._places.get(name)
        return places is not None and any(first <= at and last < stop for at, last in places)

    def at(self, name: str, first: int, stop: int) -> tuple[int, int] | None:
        """Return the first wording of a group between two tokens (the second excluded) as ``(first, last)``."""
        return next((place for place in self.matches(name) if first <= place[0] and place[1] < stop), None)

    def before(self, name: str, i: int, *, within: int = 1) -> tuple[int, int] | None:
        """Return the last wording of a group that ends at most ``within`` tokens before token ``i``."""
        found = None
        for place in self._places.get(name, _NOWHERE):
            if i - within <= place[1] < i:
                found = place
        return found

    def part_of(self, i: int, kinds: int) -> bool:
        """Tell whether token ``i`` stands in something of ``kinds``: FIGURE, MOMENT, MENTION, or several together."""
        return self._kinds.get(i, 0) & kinds != 0

    def verb(self, first: int, stop: int) -> int | None:
        """Return the first finite verb between two tokens, or ``None``."""
        weak = None
        for i, strength, parenthetic in self._verbs:
            if i < first or (strength == 1 and weak not in (None, i - 1)):
                continue
            if i >= stop:
                break
            if parenthetic and i + 2 < stop:  # "Costs, she said, fell"
                continue
            if strength == SURELY:
                return i
            if i > self.first:
                weak = i
        return weak


class _Unread(View):
    """A sentence of which nobody has asked yet what its words are, as of many nobody ever does."""

    __slots__ = ()

    if not TYPE_CHECKING:  # a type checker would take any name for an attribute

        def __getattr__(self, name: str) -> object:
            """Read the words when something that they tell is asked for; from then on it is a view like any other."""
            self.__class__ = View
            self._read()
            return getattr(self, name)


def sentences(page: Page) -> Iterator[View]:
    """Yield the sentences of a text in order, each with what was read in it."""
    read_in = (page.figures, page.moments, page.mentions)
    figure_at, moment_at, mention_at = ([item.first for item in items] for items in read_in)
    f = m = n = c = 0
    for sentence in page.tokens.sentences:
        stop = sentence[1]
        yield _Unread(
            page,
            sentence,
            page.figures[f : (f := bisect_left(figure_at, stop, f))],
            page.moments[m : (m := bisect_left(moment_at, stop, m))],
            page.mentions[n : (n := bisect_left(mention_at, stop, n))],
            page.cues[c : (c := bisect_left(page.cues, stop, c))],
        )


def token_range(tokens: Tokens, start: int, end: int) -> tuple[int, int]:
    """Return the first and last token of a span of offsets.

    >>> from workbench.grammar.tokens import tokenise
    >>> token_range(tokenise("up by 25% now"), 6, 9)
    (2, 3)
    """
    first = bisect_right(tokens.starts, start) - 1
    last = bisect_left(tokens.starts, end) - 1
    return max(first, 0), max(first, last, 0)


def _kinds_of(view: View) -> dict[int, int]:
    """Return of what kinds each token is that stands in a figure, a time or a country."""
    kinds: dict[int, int] = {}
    read: tuple[tuple[int, Sequence[Figure | Moment | Mention]], ...]
    read = ((FIGURE, view.figures), (MOMENT, view.moments), (MENTION, view.mentions))
    for kind, items in read:
        for item in items:
            for i in range(item.first, item.last + 1):
                kinds[i] = kinds.get(i, 0) | kind
    return kinds


def _verb_strength(view: View, i: int, sort: int) -> int:
    word = view.words[i]
    before = view.words[i - 1] if i > view.first else ""
    if sort == SURE:
        return 2 if word != "'s" or _is_contraction(view, i) else 0
    if before in _DETERMINERS:
        return 0
    if sort == PAST and not _is_participle(view, i):
        return 2
    if not may_be_verb(word) or (view.tokens.text[view.tokens.starts[i]].isupper() and i > view.first):
        return 0
    after = view.words[i + 1] if i + 1 < view.stop else ""
    if after == "of" or any(m.last == i - 1 and m.form == "member" for m in view.mentions):
        return 0
    return 1


def _is_contraction(view: View, i: int) -> bool:
    """Tell "it's" (a verb) from "China's" (an owner)."""
    return i > view.first and view.words[i - 1] in ("it", "that", "he", "she", "there", "what", "who", "here")


def _is_participle(view: View, i: int) -> bool:
    """Tell whether a word in -ed stands before a noun it qualifies ("seasonally adjusted series")."""
    before = view.words[i - 1] if i > view.first else ""
    if before.endswith("ly") and i + 1 < view.stop and view.words[i + 1].isalpha() and i - 2 >= view.first:
        return view.words[i - 2] in _DETERMINERS or view.words[i - 2] == "'s"
    return before in ("'s", "most", "least", "more", "less") or (
        i + 1 < view.stop and view.words[i + 1] == "by" and before in ("figures", "data", "numbers")
    )


def _clauses(view: View, openers: list[int]) -> list[tuple[int, int]]:
    found = []
    start = view.first
    for i in openers:
        if _opens(view, start, i):
            found.append((start, i))
            start = i
    found.append((start, view.stop))
    return found


def _opens(view: View, start: int, i: int) -> bool:
    """Tell whether a new clause begins at token ``i``; ``start`` is where the present one began."""
    words = view.words
    word, before = words[i], words[i - 1]
    if before in (";", ":", "("):
        return True
    if before == "-" and not view.tokens.glued(i - 1) and not view.tokens.glued(i - 2):
        return True
    if word in STRONG_OPENERS:
        return not (word == "when" and before == "since")
    if word == "as" and i + 2 < view.stop and before not in _BEFORE_AS and words[i + 1] not in _BEHIND_AS:
        return "as" not in words[i + 2 : i + 4] and _verb_soon(view, i + 1)
    if before == ",":
        return _opens_after_comma(view, start, i)
    if word in ("and", "or"):
        return _coordinated(view, start, i)
    if word == "that":
        if words[i + 1 : i + 2] == ["of"]:
            return False
        return before in group("speech") or _told(view, start, i)
    if word in ("after", "before") and i + 2 < view.stop:
        return _verb_soon(view, i + 1)
    return False


def _opens_after_comma(view: View, start: int, i: int) -> bool:
    words = view.words
    told = view.verb(start, i) is not None
    if told and words[start + (words[start] == '"')] in _SUBORDINATORS:
        return True
    if words[start] in _RELATIVES and view.strength(i) == SURELY and start > view.first:
        return told  # the main clause goes on: "Chad, where it rained, has dried"
    if match_at(words, i, phrases("openers")):
        return True
    return told and (_coordinated(view, start, i) or _fresh(view, i))


def _told(view: View, start: int, i: int) -> bool:
    return not group("speech").isdisjoint(view.words[max(start, i - 4) : i])


def _verb_soon(view: View, i: int) -> bool:
    """Tell whether a clause with its own verb follows: "after Moscow launched"."""
    for k in range(i + 1, min(i + 6, view.stop)):
        if view.words[k] in ",;:.":
            return False
        if view.strength(k) == 2:
            return True
    return False


def _coordinated(view: View, start: int, i: int) -> bool:
    """Tell whether "and" at ``i`` joins clauses: a verb before it, and one after it before the next comma."""
    words = view.words
    if words[i] not in ("and", "or", "but"):
        return False
    if any(figure.first == i + 1 for figure in view.figures) or any(m.first == i + 1 for m in view.moments):
        return False
    if view.verb(start, i) is None or any(m.first < i < m.last for m in view.mentions):
        return False
    if i + 1 < view.stop and words[i + 1] == ",":
        return True
    if i + 1 < view.stop and (view.strength(i + 1) or _intends(view, i + 1)):
        return True
    for k in range(i + 1, min(i + 9, view.stop)):
        if words[k] in ",;:.":
            return False
        if view.strength(k) == 2:
            return True
    return False


def _intends(view: View, i: int) -> bool:
    """Tell whether a verb of aiming stands at ``i``: "aims at", "pledges to"."""
    aim = view.words[i] in group("target") and view.words[i].endswith("s")
    return aim and view.tokens.word(i + 1) in ("to", "at", "for", "that")


def _fresh(view: View, i: int) -> bool:
    """Tell whether a short subject with its verb follows a comma, as behind a whole clause."""
    words = view.words
    if words[i] in _ADVERBS:
        return False
    if words[i] in group("pronouns"):
        return _verb_soon(view, i - 1)
    return words[i].isalpha() and words[i] not in _NO_SUBJECT and _noun_moves(view, i)


def _noun_moves(view: View, i: int) -> bool:
    """Tell whether a short subject with its verb stands at ``i``: "joblessness fell", "the real has weakened"."""
    for k in range(i, min(i + 5, view.stop)):
        word = view.words[k]
        moved = word in group("up", "down") and (word in group("past") or word.endswith("ed"))
        if k > i and (moved or word in group("be")):
            return view.strength(k) == SURELY
        if not (word.isalpha() or word == "'s") or word in ("that", "which", "who", "of") or word.endswith("ing"):
            return False
    return False
