"""A whole text as claims see it: what every sentence is searched for is found in one pass, in linear time."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from itertools import compress, count
from typing import TYPE_CHECKING, NamedTuple

from workbench.grammar.claims_words import cues, group, openings
from workbench.grammar.entities import find_mentions, joined, name_words, with_people

if TYPE_CHECKING:
    from datetime import date

    from workbench.grammar.claims_view import Figure, Moment
    from workbench.grammar.tokens import Tokens

WEAK, PAST, SURE = 1, 2, 3
# Flags of a word; the first two bits hold the sort of verb. Those that rules ask a whole sentence for are public.
VERB, _BREAK, _OPENER, _CUE, _ALONE, _LONGER = 3, 4, 8, 16, 32, 64
SPEECH, AIM, DENIAL, HEAD, BACK = 128, 256, 512, 1024, 2048
_NAME = 4096
STRONG_OPENERS = frozenset(
    ("while", "whereas", "but", "although", "though", "because", "when", "which", "whose", "where", "until")
)
_LONGEST_KEPT = len("2024")
_BREAKS = frozenset((";", ":", "(", "-", ","))
# Words that open a clause wherever they stand; those of the group "openers" only do behind a break.
_OPENERS = STRONG_OPENERS | {"and", "or", "that", "after", "before", "as"}


class Words(NamedTuple):
    """What the words of a sentence may be, by token.

    ``verbs`` have their flags; a clause may begin at ``openers``; ``places`` are wordings as ``(first, last)`` by the
    name of their group, at each token the longest. ``flags`` tell which of SPEECH, AIM, DENIAL, HEAD and BACK the
    sentence holds at all, so that a rule need not look for its words.
    """

    verbs: list[tuple[int, int]]
    openers: list[int]
    places: dict[str, list[tuple[int, int]]]
    flags: int


class Page:
    """A text with all that was read in it, each by its tokens and in text order; a sentence is a stretch of it."""

    __slots__ = ("_flag_at", "_flags", "cues", "figures", "mentions", "moments", "published", "tokens")

    def __init__(
        self,
        tokens: Tokens,
        figures: list[Figure],
        moments: list[Moment],
        published: date | None,
    ) -> None:
        self.tokens, self.published = tokens, published
        self.figures, self.moments = figures, moments
        flags = list(map(_FLAGS.__getitem__, tokens.words))
        self._flag_at = list(compress(count(), flags))
        self._flags = list(filter(None, flags))
        self.cues = self.places(_CUE)
        self.mentions = joined(tokens, with_people(tokens, find_mentions(tokens, self.places(_NAME))))

    def places(self, flag: int) -> list[int]:
        """Return the tokens of the text whose words have a flag."""
        return list(compress(self._flag_at, map(flag.__and__, self._flags)))

    def words_in(self, first: int, stop: int) -> Words:
        """Return what the words of a sentence are; its first token opens no clause."""
        verbs: list[tuple[int, int]] = []
        openers: list[int] = []
        places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        words, opened, broken, all_flags = self.tokens.words, openings(), first, 0
        begin = bisect_left(self._flag_at, first)
        within = slice(begin, bisect_left(self._flag_at, stop, begin))
        for i, flags in zip(self._flag_at[within], self._flags[within], strict=True):
            all_flags |= flags
            if flags & _LONGER and i + 1 < stop and words[i + 1] in opened[words[i]].longer:
                _place(words, i, stop, places)
            elif flags & _ALONE:
                for name in opened[words[i]].alone:
                    places[name].append((i, i))
            if flags & VERB:
                verbs.append((i, flags))
            if flags & _OPENER and i > broken:
                openers.append(i)
            if flags & _BREAK and i + 1 < stop:
                broken = i + 1
                openers.append(broken)
        return Words(verbs, openers, places, all_flags)


def _place(words: list[str], i: int, stop: int, places: defaultdict[str, list[tuple[int, int]]]) -> None:
    """Add the wordings that begin at token ``i``, of which some may go on with the next, of each group the longest."""
    alone, longer = openings()[words[i]]
    told: tuple[str, ...] = ()
    for name, wording in longer[words[i + 1]]:
        if name not in told and tuple(words[i : i + len(wording)]) == wording:
            told += (name,)
            if i + len(wording) <= stop:
                places[name].append((i, i + len(wording) - 1))
    for name in alone:
        if name not in told:
            places[name].append((i, i))


def may_be_verb(word: str) -> bool:
    """Tell whether a word, by itself, may be a verb of level, event, speech, rise or fall."""
    if not word.isalpha() or word in ("up", "down", "less", "more") or word.endswith(("er", "ing")):
        return False
    return word in group("level_verbs", "event_verbs", "speech", "up", "down")


class _Flags(dict[str, int]):
    """What each word may be by itself, as flags: found out once, and kept for the commonest words."""

    _MOST = 1 << 16

    def __missing__(self, word: str) -> int:
        if len(word) > _LONGEST_KEPT and word[0].isdigit():  # such figures are many and seldom come again
            return 0
        if len(self) >= self._MOST:
            self.clear()
        self[word] = flags = (
            _sort(word)
            | (_BREAK if word in _BREAKS else 0)
            | (_OPENER if word in _OPENERS else 0)
            | (_CUE if word in cues() else 0)
            | (_ALONE if word in openings() and openings()[word].alone else 0)
            | (_LONGER if word in openings() and openings()[word].longer else 0)
            | (SPEECH if word in group("speech") or word == "according" else 0)
            | (AIM if word in group("set_target", "reached") else 0)
            | (DENIAL if word in _DENIALS else 0)
            | (HEAD if word in group("growth_heads") else 0)
            | (BACK if word in _POINTERS else 0)
            | (_NAME if word in name_words() else 0)
        )
        return flags


_FLAGS = _Flags()
_POINTERS = frozenset("it its they their that this there two three four five six former latter".split())
_DENIALS = frozenset("denied denies deny disputed disputes no none nobody neither not never nor without 't".split())


def _sort(word: str) -> int:
    """Return the sort of verb a word is: 0 none, WEAK (may be a noun), PAST (in -ed) or SURE."""
    if word in group("be", "past"):
        return SURE
    if word.endswith("ed") and len(word) > 4 and word.isalpha():
        return PAST
    return WEAK if may_be_verb(word) else 0
