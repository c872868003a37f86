"""One sentence as claims see it: its figures, times and countries by token, and its clauses."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workbench.grammar.claims_words import find_last, group, match_at, phrases

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from workbench.grammar.claims_words import Phrases
    from workbench.grammar.entities import Mention
    from workbench.grammar.tokens import Tokens
    from workbench.model import Quantity, TimeSpan

_DETERMINERS = frozenset(
    "the a an its their his her our your this that these those no any each every of in by to for on at as such".split()
)
_STRONG_OPENERS = frozenset(
    ("while", "whereas", "but", "although", "though", "because", "when", "which", "whose", "where", "until")
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


@dataclass(slots=True)
class View:
    """A sentence: tokens ``first`` up to ``stop`` (excluded) with what was read in it, in text order.

    ``clauses`` are ranges of tokens that together cover the sentence.
    """

    tokens: Tokens
    first: int
    stop: int
    figures: list[Figure]
    moments: list[Moment]
    mentions: list[Mention]
    published: date | None = None
    clauses: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clauses = list(_clauses(self))

    @property
    def words(self) -> list[str]:
        """The words of the whole text, by token."""
        return self.tokens.words

    @property
    def span(self) -> tuple[int, int]:
        """The offsets of the sentence."""
        return self.tokens.starts[self.first], self.tokens.ends[self.stop - 1]

    def clause(self, i: int) -> tuple[int, int]:
        """Return the clause that holds token ``i``."""
        return self.clauses[max(bisect_right(self.clauses, (i, self.stop + 1)) - 1, 0)]

    def text(self, first: int, stop: int) -> str:
        """Return the words from ``first`` up to ``stop`` (excluded) as written, white space made single."""
        if first >= stop:
            return ""
        return " ".join(self.tokens.text[self.tokens.starts[first] : self.tokens.ends[stop - 1]].split())

    def has(self, name: str, first: int, stop: int) -> bool:
        """Tell whether a wording of a group stands between two tokens."""
        return self.at(phrases(name), first, stop) is not None

    def at(self, wanted: Phrases, first: int, stop: int) -> tuple[int, int] | None:
        """Return the first wording between two tokens (the second excluded) as ``(first, last)``."""
        words = self.tokens.words
        for i in range(max(first, self.first), min(stop, self.stop)):
            if words[i] in wanted and (length := match_at(words, i, wanted)) and i + length <= stop:
                return i, i + length - 1
        return None

    def before(self, name: str, i: int, *, within: int = 1) -> tuple[int, int] | None:
        """Return the last wording of a group that ends at most ``within`` tokens before token ``i``."""
        found = find_last(self.words, max(self.first, i - within - 4), i, phrases(name))
        return found if found and found[1] >= i - within else None

    def tokens_of(self, *items: Sequence[Figure] | Sequence[Moment] | Sequence[Mention]) -> set[int]:
        """Return the tokens that figures, times or countries stand on."""
        return {k for those in items for item in those for k in range(item.first, item.last + 1)}

    def verb(self, first: int, stop: int) -> int | None:
        """Return the first finite verb between two tokens, or ``None``."""
        weak = None
        for i in range(first, stop):
            strength = _verb_strength(self, i)
            if strength and self.words[i] in group("speech") and self.tokens.word(i + 1) == "," and i + 2 < stop:
                continue
            if strength == 2:
                return i
            if strength == 1 and i > self.first and (weak is None or weak == i - 1):
                weak = i
        return weak


def items_in(items: Sequence[Figure] | Sequence[Moment], first: int, stop: int) -> Iterator[Figure | Moment]:
    """Yield those of the items that begin between two tokens (the second excluded)."""
    for item in items:
        if first <= item.first < stop:
            yield item


def token_range(tokens: Tokens, start: int, end: int) -> tuple[int, int]:
    """Return the first and last token of a span of offsets.

    >>> from workbench.grammar.tokens import tokenise
    >>> token_range(tokenise("up by 25% now"), 6, 9)
    (2, 3)
    """
    first = bisect_right(tokens.starts, start) - 1
    last = bisect_left(tokens.starts, end) - 1
    return max(first, 0), max(first, last, 0)


def _verb_strength(view: View, i: int) -> int:
    """Return 2 for what is surely a verb, 1 for what may be a noun, 0 for neither."""
    word = view.words[i]
    if not (word.isalpha() or word in ("'s", "'re", "'ve", "'ll", "'d")):
        return 0
    before = view.words[i - 1] if i > view.first else ""
    if word in group("be"):
        return 2 if word != "'s" or _is_contraction(view, i) else 0
    if word in group("past"):
        return 2
    if before in _DETERMINERS:
        return 0
    if word.endswith("ed") and len(word) > 4 and not _is_participle(view, i):
        return 2
    if view.tokens.text[view.tokens.starts[i]].isupper() and i > view.first:
        return 0
    after = view.words[i + 1] if i + 1 < view.stop else ""
    if after == "of" or word in ("up", "down", "less", "more") or word.endswith("er"):
        return 0
    if any(m.last == i - 1 and m.form == "member" for m in view.mentions):
        return 0
    known = word in group("level_verbs") or word in group("event_verbs") or word in group("speech")
    if known or (word in group("up") or word in group("down")):
        return 0 if word.endswith("ing") else 1
    return 0


def _is_contraction(view: View, i: int) -> bool:
    """Tell "it's" (a verb) from "China's" (an owner)."""
    return i > view.first and view.words[i - 1] in ("it", "that", "he", "she", "there", "what", "who", "here")


def _is_participle(view: View, i: int) -> bool:
    """Tell whether a word in -ed stands before a noun it qualifies ("seasonally adjusted series")."""
    before = view.words[i - 1] if i > view.first else ""
    if before.endswith("ly") and i + 1 < view.stop and view.words[i + 1].isalpha() and i - 2 >= view.first:
        return view.words[i - 2] in _DETERMINERS or view.words[i - 2] == "'s"
    return before == "'s" or (
        i + 1 < view.stop and view.words[i + 1] == "by" and before in ("figures", "data", "numbers")
    )


def _clauses(view: View) -> Iterator[tuple[int, int]]:
    start = view.first
    for i in range(view.first + 1, view.stop):
        if i - start >= 1 and _opens(view, start, i):
            yield start, i
            start = i
    yield start, view.stop


def _opens(view: View, start: int, i: int) -> bool:
    """Tell whether a new clause begins at token ``i``; ``start`` is where the present one began."""
    words = view.words
    word, before = words[i], words[i - 1]
    if before in (";", ":", "("):
        return True
    if before == "-" and not view.tokens.glued(i - 1) and not view.tokens.glued(i - 2):
        return True
    if word in _STRONG_OPENERS:
        return not (word == "when" and before == "since")
    if before == ",":
        return bool(match_at(words, i, phrases("openers"))) or _coordinated(view, start, i) or _fresh(view, start, i)
    if word in ("and", "or") and before != ",":
        return _coordinated(view, start, i)
    if word == "that":
        return before in group("speech") or _told(view, start, i)
    if word in ("after", "before") and i + 2 < view.stop:
        return _verb_soon(view, i + 1)
    return False


def _told(view: View, start: int, i: int) -> bool:
    return any(word in group("speech") for word in view.words[max(start, i - 4) : i])


def _verb_soon(view: View, i: int) -> bool:
    """Tell whether a clause with its own verb follows: "after Moscow launched"."""
    for k in range(i + 1, min(i + 6, view.stop)):
        if view.words[k] in ",;:.":
            return False
        if _verb_strength(view, k) == 2:
            return True
    return False


def _coordinated(view: View, start: int, i: int) -> bool:
    """Tell whether "and" at ``i`` joins clauses: a verb before it, and one after it before the next comma."""
    words = view.words
    if words[i] not in ("and", "or", "but"):
        return False
    if any(figure.first == i + 1 for figure in view.figures) or any(m.first == i + 1 for m in view.moments):
        return words[i + 1] == "," if i + 1 < view.stop else False
    if view.verb(start, i) is None or any(m.first < i < m.last for m in view.mentions):
        return False
    if i + 1 < view.stop and words[i + 1] == ",":
        return True
    if i + 1 < view.stop and _verb_strength(view, i + 1):
        return True
    for k in range(i + 1, min(i + 9, view.stop)):
        if words[k] in ",;:.":
            return False
        if _verb_strength(view, k) == 2:
            return True
    return False


def _fresh(view: View, start: int, i: int) -> bool:
    """Tell whether a comma parts two whole clauses: a verb before, a short subject and a verb after."""
    words = view.words
    if words[i] in _ADVERBS or view.verb(start, i) is None:
        return False
    if words[i] in group("pronouns"):
        return _verb_soon(view, i - 1)
    return False
