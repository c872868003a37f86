"""Bounds, hedges and directions around a figure."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from workbench.grammar.counted import is_plural
from workbench.grammar.number import WORDS
from workbench.grammar.tokens import words_of
from workbench.lexicon import table
from workbench.lexicon import words as listed

if TYPE_CHECKING:
    from workbench.grammar.mention import Mention
    from workbench.grammar.tokens import Tokens

_PHRASALS = listed("phrasals")
_OF_WHAT = frozenset("in for to on from by at over since".split())  # "a drop in prices of 3%"
SHARES = frozenset({"%", "percentage_point", "basis_point"})
_LEVELS = frozenset("below above beneath beyond past".split())  # "fell below 3%" tells the level
_MAKES = frozenset("make makes making made".split())  # "make up 18% of the staff"
_GROWS = frozenset("grow grows growing grew grown".split())  # "grows 2m tonnes of cocoa"
_LIFTS = frozenset("lift lifts lifted lifting".split())  # "lifted 101kg in the snatch"
_WEIGHTS = frozenset("kilogram pound metric_ton ton".split())
_RAISES = frozenset("raise raises raised raising".split())  # "raised $50m" is no change
_UP_OR_DOWN = frozenset({"up", "down"})
_REACH = 8
_FILLERS = frozenset(
    "a an another further additional extra whole full by just only barely sharply slightly modestly steeply "
    "strongly again "
    "mere paltry meagre meager modest measly whopping hefty massive solid healthy robust stunning staggering "
    "impressive "
    "even well also still each respectively combined total cumulative record about around some nearly almost".split()
)
_GETS = frozenset(
    "add adds added adding gain gains gained gaining lose loses lost losing shed sheds improve boost cut cuts "
    "cutting slash slashed slashing wipe wiped wiping knock knocked knocking shave shaved shaving".split()
)
_GOES = frozenset(
    "push pushes pushed pushing weaken weakened weakening power powered edge edged edging crept creeping ticked "
    "ticking nudged drifted bounced shot back go goes going went gone move moves moved moving way come comes came "
    "coming inched inching".split()
)
_STOPS = frozenset("to at from of in on with for after and or but , ; : ( ) that which while when".split())


class _Wordings(NamedTuple):
    """The hedges that a word begins or ends: their lengths in tokens, longest first, and their bounds."""

    lengths: tuple[int, ...]
    bounds: dict[tuple[str, ...], str]


@cache
def _hedges() -> tuple[dict[str, _Wordings], dict[str, _Wordings]]:
    """Return the hedges before a figure by their last word, and those behind one by their first."""
    before: dict[str, dict[tuple[str, ...], str]] = {}
    after: dict[str, dict[tuple[str, ...], str]] = {}
    for phrase, bound, side in table("hedges"):
        pieces = words_of(phrase)
        found = before.setdefault(pieces[-1], {}) if side == "before" else after.setdefault(pieces[0], {})
        found.setdefault(pieces, bound)
    return _by_length(before), _by_length(after)


def _by_length(found: dict[str, dict[tuple[str, ...], str]]) -> dict[str, _Wordings]:
    return {
        word: _Wordings(tuple(sorted(set(map(len, bounds)), reverse=True)), bounds) for word, bounds in found.items()
    }


@cache
def _changes() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    kinds: dict[str, dict[str, str]] = {"verb": {}, "noun": {}, "adjective": {}}
    for word, direction, kind in table("changes"):
        kinds[kind][word] = direction
    return kinds["verb"], kinds["noun"], kinds["adjective"]


def hedge_before(tokens: Tokens, first: int) -> tuple[str, int] | None:
    """Return the bound and the first token of the hedge that ends right before token ``first``.

    >>> from workbench.grammar.tokens import tokenise
    >>> hedge_before(tokenise("no fewer than 30"), 3)
    ('>=', 0)
    """
    j = first - 1
    if j < 0:
        return None
    words = tokens.words
    known = _hedges()[0].get(words[j])
    if known is None:
        return None
    for start in (j + 1 - length for length in known.lengths if length <= j + 1):
        pieces = tuple(words[start : j + 1])
        if pieces in known.bounds:
            return (known.bounds[pieces], start) if _hedge_fits(tokens, start, pieces) else None
    return None


_TURNS = frozenset("turn turned turns".split())
_PARTICLES = {
    "over": frozenset("take took taken takes hand handed all".split()) | _TURNS,
    "about": _TURNS | {"all"},
    "around": _TURNS | {"all"},
}


def is_particle(word: str, before: str) -> bool:
    """Tell whether a word belongs to the verb before it and bounds nothing: "took over 3 shops".

    >>> is_particle("over", "turned"), is_particle("over", "for")
    (True, False)
    """
    return before in _PARTICLES.get(word, ())


def goes_up(before: str) -> bool:
    """Tell whether "up to" or "past" behind a word says where something went: "edged up to 53.9 years".

    >>> goes_up("edged"), goes_up("of")
    (True, False)
    """
    return before in _changes()[0] or before in _GOES


def _hedge_fits(tokens: Tokens, start: int, pieces: tuple[str, ...]) -> bool:
    """Tell whether the hedge is one here: not "took over 3", "come under 2", "the above 5"."""
    before = tokens.word(start - 1)
    if pieces[-1] == "-":
        return tokens.glued(start) and tokens.glued(start + 1)
    if pieces == ("all", "but"):
        return WORDS.get(tokens.word(start + 2), ("",))[0] == "times"
    if pieces == ("past",):
        return goes_up(before)  # "weakened past 150"
    if pieces == ("top",):
        return is_plural(before)  # "speeds top 5 GB/s"
    if len(pieces) > 1:
        return pieces != ("up", "to") or not goes_up(before)
    return not is_particle(pieces[0], before) and pieces[0] != "up"


def hedge_after(tokens: Tokens, last: int) -> tuple[str, int] | None:
    """Return the bound and the last token of the hedge that starts right behind token ``last``.

    >>> from workbench.grammar.tokens import tokenise
    >>> hedge_after(tokenise("30 or more"), 0)
    ('>=', 2)
    """
    j = last + 1
    words = tokens.words
    if j >= len(words):
        return None
    known = _hedges()[1].get(words[j])
    if known is None:
        return None
    for length in known.lengths:
        pieces = tuple(words[j : j + length])
        if pieces in known.bounds:
            if pieces[0] == "or" and tokens.word(j + length) == "than":
                return None
            if pieces == ("+",) and tokens.word(j + 1) in ("/", "-"):
                return None
            if pieces[0] in ("at", "plus", "+", "max", "maximum", "minimum") and is_open(tokens.word(j + length)):
                return None
            return known.bounds[pieces], j + length - 1
    return None


def is_open(word: str) -> bool:
    """Tell whether a further figure follows, so that "plus" adds and "at least" belongs to it."""
    return "0" <= word < ":" or word in ("$", "£", "€", "¥") or WORDS.get(word, ("",))[0] == "small"


def set_bound(tokens: Tokens, mention: Mention) -> None:
    """Fill the mention's bound, hedge and outer tokens."""
    at = mention.first
    if mention.of == "age" and tokens.words[max(0, at - 3) : at] == ["the", "age", "of"]:
        at -= 3  # "over the age of 70"
    found = hedge_before(tokens, at)
    if found is not None:
        bound, start = found
        if bound == "=" or (bound == ">" and _is_stretch(tokens, mention, start)):
            return
        mention.bound, mention.outer_first = bound, start
        mention.hedge = tokens.folded[tokens.starts[start] : tokens.ends[mention.first - 1]]
        return
    behind = hedge_after(tokens, mention.last)
    if (
        behind is None
        and mention.number.last < mention.last
        and tokens.words[mention.number.last + 1] in ("+", "-", "or")
    ):
        behind = hedge_after(tokens, mention.number.last)
    if behind is not None and mention.money and tokens.words[mention.last + 1] == "plus":
        behind = behind if not tokens.word(behind[1] + 1).isalpha() else None  # "$20 plus tax"
    if behind is not None:
        mention.bound = behind[0]
        if behind[1] > mention.last:
            mention.outer_last = behind[1]
            mention.hedge = tokens.folded[tokens.starts[mention.last + 1] : tokens.ends[behind[1]]]


_WAYS = frozenset({"mile", "kilometer", "meter"})
_PLAYED = frozenset(f"count:{noun}" for noun in "inning game match round season lap set hole frame leg".split())
_STRETCHES = frozenset({"second", "minute", "hour", "day", "week", "month", "quarter", "year", "decade", "century"})


def _is_stretch(tokens: Tokens, mention: Mention, start: int) -> bool:
    """Tell whether "over" spans a time ("spent over five years") rather than bounding it ("for over five years")."""
    if tokens.words[start] != "over" or mention.of:
        return False
    if mention.unit in _WAYS:  # "climbs 1,085 m over 7.5 miles"
        return "0" <= tokens.word(start - 2) < ":" or "0" <= tokens.word(start - 1) < ":"
    if mention.unit not in _STRETCHES and mention.unit not in _PLAYED:
        return False
    return tokens.word(start - 1) not in (
        "for",
        "well",
        "just",
        "by",
        "is",
        "was",
        "took",
        "lasted",
        "been",
        "of",
        "little",
    )


def set_direction(tokens: Tokens, mention: Mention) -> None:
    """Fill the mention's direction where the figure is itself the change."""
    if mention.of is not None or mention.unit in _STRETCHES:
        return
    first, end = tokens.sentence_of(mention.first)
    bare = mention.number.kind == "times" and not tokens.words[mention.last].endswith("fold")
    behind = None if bare else _behind(tokens, mention, end)
    mention.direction = _signed(tokens, mention) or behind or _before(tokens, mention, first)


def _signed(tokens: Tokens, mention: Mention) -> str | None:
    at = mention.first - 1
    return "up" if at >= 0 and tokens.words[at] == "+" and tokens.glued(at) else None


def _behind(tokens: Tokens, mention: Mention, end: int) -> str | None:
    """Read "a 3% rise", "3% higher", "20% annual growth"."""
    _, nouns, adjectives = _changes()
    if mention.unit is None or mention.counted:
        return None
    aside = tokens.word(mention.last + 1) == "," and tokens.word(mention.first - 1) == "or"
    if mention.unit in SHARES and tokens.word(mention.last + 1) in _UP_OR_DOWN:
        behind = tokens.word(mention.last + 2)
        if behind in _AFTER_DOWN and _PAYS.isdisjoint(tokens.words[max(0, mention.first - 4) : mention.first]):
            return tokens.words[mention.last + 1]  # "2% down on July"
    if aside:  # "88 points, or 0.2%, lower"
        return adjectives.get(tokens.word(mention.last + 2))
    for k in range(mention.last + 1, min(mention.last + 4, end)):
        word = tokens.words[k]
        if word in adjectives and k <= mention.last + 2:
            return None if tokens.word(k - 1) in ("or", "and") else adjectives[word]
        if word in nouns and (k > mention.last + 1 or tokens.word(k + 1) != "of"):
            return nouns[word] if tokens.word(k + 1) not in _DETERMINERS else None  # "3 cups cut the risk"
        if not word.isalpha() or word in _STOPS or word in _VERBS:
            return None
    return None


_VERBS = frozenset("get are were have was is had earn spend cost costs".split())  # "a third get less than six"
_DETERMINERS = frozenset("the a an its their his her".split())
_AFTER_DOWN = frozenset("on from at in . , ;".split()) | {""}
_PAYS = frozenset("put puts putting pay pays paid paying with".split())


def _before(tokens: Tokens, mention: Mention, first: int) -> str | None:
    """Read "rose 3%", "fell in March by 2 points", "a drop of 3%", "up nearly 5%"."""
    verbs = _changes()[0]
    words = tokens.words
    j = (mention.outer_first if mention.outer_first >= 0 else mention.first) - 1
    by = article = False
    while j >= first and words[j] in _FILLERS:
        by = by or words[j] == "by"
        article = words[j] in ("a", "an")
        j -= 1
    if j < first:
        return None
    word = words[j]
    if j and words[j - 1] == "-" and word in _UP_OR_DOWN:  # "at follow-up 1,017 people"
        return None
    if word == "off" and (mention.unit in SHARES or mention.money) and _is_lost(words[j - 1]):
        return "down"
    if word in verbs:
        if j + 1 < mention.first and not _LEVELS.isdisjoint(words[j + 1 : mention.first]):
            return None
        if word == "add" and j == first:
            return None
        if (mention.counted and word in _GETS) or (article and j == mention.first - 2):
            return None
        if word in _GROWS and tokens.word(mention.last + 1) == "of" and mention.unit not in SHARES:
            return None
        if word in _LIFTS and mention.unit in _WEIGHTS:
            return None
        if word in _RAISES and mention.unit not in SHARES:
            return None
        if word in _UP_OR_DOWN and words[j - 1] in (_PHRASALS if mention.unit not in SHARES else _MAKES):
            return None
        return verbs[word]
    if word == "between" and words[j - 1] == "of":
        return _changes()[1].get(words[j - 2]) if words[j - 2] != "inflation" else None
    if word == "of":
        paced = _far_verb(tokens, j - 1, max(first, j - _REACH)) if words[j - 1] in _PACES else None
        return paced or _noun_of(tokens, j - 1, first)
    if (word == "between" and words[j - 1] != "to") or by:
        return _far_verb(tokens, j, first)
    if word.endswith("ly") and j > first:
        return verbs.get(words[j - 1])
    return None


def _is_lost(word: str) -> bool:
    """Tell whether "off" behind a word is a fall ("silver off 30 cents") and no part of a verb ("paid off $5m")."""
    return word in (",", "(") or (word.isalpha() and word not in _PHRASALS and word not in _WITH_OFF)


_PACES = frozenset("rate pace clip".split())  # "grew at an annual rate of 4%"
_WITH_OFF = listed("offs")


def _noun_of(tokens: Tokens, j: int, first: int) -> str | None:
    nouns = _changes()[1]
    for k in range(j, max(first, j - 4) - 1, -1):
        if tokens.words[k] in nouns:
            alone = k == j or tokens.words[k + 1] in _OF_WHAT or tokens.words[k] in ("growth", "inflation")
            return nouns[tokens.words[k]] if alone else None  # not "slip rates of 2 mm"
        if not tokens.words[k].isalpha():
            return None
    return None


def _far_verb(tokens: Tokens, j: int, first: int) -> str | None:
    verbs = _changes()[0]
    for k in range(j, max(first, j - _REACH) - 1, -1):
        word = tokens.words[k]
        if word in verbs:
            return verbs[word]
        if "0" <= word < ":" or word in (";", ":"):
            return None
    return None
