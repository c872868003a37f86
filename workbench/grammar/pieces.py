"""What the readers of times share: a piece of time that was read, and the text around it.

The value of a piece may still lack its year, month or week: ``XXXX-10`` is some October, ``XXXX-WXX-1`` some Monday,
``T08:30`` half past eight of some day.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.grammar.calendar import OPEN, Interval
from workbench.grammar.entities import find_mentions
from workbench.grammar.number import ORDINAL_SUFFIXES
from workbench.grammar.timewords import CARDINALS, MONTHS, ORDINALS, PARTS, VAGUE, WEEKDAYS

if TYPE_CHECKING:
    from datetime import date, datetime

    from workbench.grammar.tokens import Tokens

PREPOSITIONS = frozenset(
    "in on at by since until till til from of during between before after through throughout around about to for into "
    "over within as than and last next this early late mid every each".split()
)
DETERMINERS = frozenset("the its their his her our my your a this that".split())
PART = "<ordinal> <unit> of"
_LONGEST_NUMBER = 8


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of tokens (``first`` to ``last``, both included) that names a time.

    ``days`` is given where the interval does not follow from ``value``. ``follow`` is a unit and a count for times
    told from the time last spoken of: ("Y", -1) is "a year earlier".
    """

    first: int
    last: int
    type: str
    value: str
    rule: str
    mod: str | None = None
    days: Interval = OPEN
    follow: tuple[str, int] | None = None

    def grown(self, first: int, last: int | None = None) -> Piece:
        """Return the piece with other ends."""
        end = self.last if last is None else last
        return Piece(first, end, self.type, self.value, self.rule, self.mod, self.days, self.follow)

    def valued(self, value: str) -> Piece:
        """Return the piece with another value."""
        return Piece(self.first, self.last, self.type, value, self.rule, self.mod, self.days, self.follow)


@dataclass(slots=True)
class Scan:
    """A text that is being read: its tokens, what is known about it, and how far it has been read (``floor``).

    ``named`` are the countries it names with their tokens, looked up when a fiscal year asks for them.
    """

    tokens: Tokens
    words: list[str]
    now: date | None
    moment: datetime | None = None
    country: str | None = None
    floor: int = 0
    named: list[tuple[int, str]] | None = None

    def word(self, index: int) -> str:
        """Return the word at ``index``, or an empty string outside of what may still be read."""
        if index < self.floor:
            return ""
        try:
            return self.words[index]
        except IndexError:
            return ""

    def capital(self, index: int) -> bool:
        """Tell whether the word at ``index`` begins with a capital letter."""
        return index < len(self.words) and self.tokens.text[self.tokens.starts[index]].isupper()

    def titled(self, index: int) -> bool:
        """Tell whether the word at ``index`` is written as a name is: a capital, then small letters."""
        if index >= len(self.words) or not self.words[index][:2].isalpha():
            return False
        start = self.tokens.starts[index]
        return self.tokens.text[start].isupper() and self.tokens.text[start + 1 : start + 2].islower()

    def heads_name(self, index: int) -> bool:
        """Tell whether the word of time at ``index`` is the first of a name ("the Sunday Times", "Winter Park")."""
        word = self.word(index + 1)
        return self.titled(index) and self.titled(index + 1) and not names_time(word) and word not in PARTS

    def fiscal_country(self, index: int) -> str | None:
        """Return the country whose fiscal calendar a fiscal year at token ``index`` follows, ``None`` for none known.

        It is the country of the whole text where one is given, else the one named nearest before in this sentence or
        the one before it, else the next one of this sentence.
        """
        if self.country is not None:
            return self.country
        if self.named is None:
            self.named = [(m.first, m.codes[0]) for m in find_mentions(self.tokens) if len(m.codes) == 1]
        first, stop = self.tokens.sentence_of(index)
        opened = self.tokens.sentence_of(first - 1)[0] if first else 0
        at = bisect_left(self.named, (index, ""))
        if at and self.named[at - 1][0] >= opened:
            return self.named[at - 1][1]
        return self.named[at][1] if at < len(self.named) and self.named[at][0] < stop else None

    def glued(self, index: int) -> bool:
        """Tell whether nothing stands between the word at ``index`` and the next one."""
        return 0 <= index and self.tokens.glued(index)

    def spaced(self, first: int, last: int) -> bool:
        """Tell whether a sentence or paragraph may not end between two tokens."""
        return "\n\n" not in self.tokens.folded[self.tokens.ends[first] : self.tokens.starts[last]]


def timed(day: str, value: str) -> str:
    """Put a day before a time of the day, before both ends of a range.

    >>> timed("2022-12-30", "T16:00/T17:00")
    '2022-12-30T16:00/2022-12-30T17:00'
    """
    first, slash, last = value.partition("/")
    return f"{day}{first}/{day}{last}" if slash else day + value


def whole(word: str, top: int) -> int:
    """Return the whole number a word of ASCII digits stands for, 0 where it is none or above ``top``."""
    return value if word.isascii() and word.isdigit() and len(word) <= 4 and (value := int(word)) <= top else 0


def day_at(scan: Scan, index: int) -> tuple[int, int] | None:
    """Return the day of a month written from token ``index`` on, and the index of its last token.

    "30", "30th", "thirtieth", "twenty-first" and "twenty first" are read.
    """
    word = scan.word(index)
    day = whole(word, 31)
    if day:
        ending = scan.glued(index) and scan.word(index + 1) in ORDINAL_SUFFIXES
        return day, index + ending
    if word in ORDINALS and ORDINALS[word] <= 31:
        return ORDINALS[word], index
    if CARDINALS.get(word) in {20, 30}:
        after = index + 1 + (scan.word(index + 1) == "-")
        unit = ORDINALS.get(scan.word(after)) or CARDINALS.get(scan.word(after)) or 0
        if 0 < unit < 10 and CARDINALS[word] + unit <= 31:
            return CARDINALS[word] + unit, after
    return None


def ordinal_before(scan: Scan, index: int) -> tuple[int, int] | None:
    """Return the ordinal that ends at token ``index`` ("11th", "third", "twenty-first") and its first token."""
    word = scan.word(index)
    if word in ORDINAL_SUFFIXES and scan.glued(index - 1) and whole(scan.word(index - 1), 9999):
        return int(scan.word(index - 1)), index - 1
    if word not in ORDINALS:
        return None
    value = ORDINALS[word]
    before = index - 1 - (scan.word(index - 1) == "-")
    if value < 10 and 20 <= CARDINALS.get(scan.word(before), 0) < 100:
        return value + CARDINALS[scan.word(before)], before
    return value, index


def number_before(scan: Scan, index: int) -> tuple[str, int] | None:
    """Return the number that ends at token ``index`` as text ("2", "1.5", "X" for several) and its first token."""
    word = scan.word(index)
    if word[:1].isdigit() and word.isascii():
        return _figures(scan, index)
    if word == ")" and scan.word(index - 2) == "(" and whole(scan.word(index - 1), 9999):  # "thirty (30) days"
        said = number_before(scan, index - 3)
        return (scan.word(index - 1), said[1]) if said and said[0] == scan.word(index - 1) else None
    if word in _MILLIONS and (many := number_before(scan, index - 1)) and many[0] != "X":
        return f"{round(float(many[0]) * _MILLIONS[word])}", many[1]
    gap = 1 + (scan.word(index - 1) == "-")
    if word in _PARTS and (whole_number := _before_part(scan, index, gap)):
        return whole_number[0] + _PARTS[word], whole_number[1]
    if word in _GLYPHS:
        found = number_before(scan, index - 1) if scan.word(index - 1).isdigit() else None
        return ((found[0] if found else "0") + _GLYPHS[word], found[1] if found else index)
    if word in {"a", "an"}:
        if scan.word(index - 1) == "half":
            return "0.5", index - 1
        return "1", index
    if word in VAGUE or (word == "of" and scan.word(index - 1) in _SOME):
        return _vague(scan, index)
    if word == "half" and scan.word(index - 1) in {"a", "every", "each"}:
        return "0.5", index - (scan.word(index - 1) == "a")
    return _cardinal(scan, index) if word in CARDINALS else None


_MILLIONS = {"million": 10**6, "billion": 10**9}
_PARTS = {"half": ".5", "quarter": ".25", "quarters": ".75"}
_SOME = frozenset("couple number handful dozens scores hundreds thousands millions billions".split())
_GLYPHS = {"½": ".5", "¼": ".25", "¾": ".75"}


def _before_part(scan: Scan, index: int, gap: int) -> tuple[str, int] | None:
    """Return the whole number before "and a half", "and half", "and a quarter", "and three quarters"."""
    at = index - gap
    if scan.word(at) in {"a", "three"}:
        at -= gap
    if scan.word(at) != "and" or (scan.words[index] == "quarters") != (scan.word(index - gap) == "three"):
        return None
    found = number_before(scan, at - (1 + (scan.word(at - 1) == "-")))
    return found if found and found[0].isdigit() else None


def _figures(scan: Scan, index: int) -> tuple[str, int] | None:
    text = scan.word(index).replace(",", "")
    if text.count(".") > 1 or len(text) > 9:
        return None
    if scan.word(index - 1) in {"$", "€", "£", "#"} or (scan.word(index - 1) == "." and scan.glued(index - 1)):
        return None
    return text.lstrip("0") or "0", index


def _vague(scan: Scan, index: int) -> tuple[str, int]:
    if scan.word(index) == "of":
        value, index = ("2" if scan.word(index - 1) == "couple" else "X"), index - 1
    else:
        value = VAGUE[scan.word(index)]
    return value, index - (scan.word(index - 1) == "a")


def _cardinal(scan: Scan, index: int) -> tuple[str, int]:
    first = index
    while index - first < _LONGEST_NUMBER:
        step = 1 + (scan.word(first - 1) in {"-", "and"})
        before, value = scan.word(first - step), CARDINALS[scan.word(first)]
        joins = before in CARDINALS and (CARDINALS[before] > value or value >= 100)
        if not joins:
            break
        first -= step
    if scan.word(first) in {"hundred", "thousand", "dozen"} and scan.word(first - 1) == "a":
        return str(_sum(scan, first, index)), first - 1
    return str(_sum(scan, first, index)), first


def _sum(scan: Scan, first: int, last: int) -> int:
    total = 0
    for value in (CARDINALS.get(scan.word(i)) for i in range(first, last + 1)):
        if value is not None:
            total = (total or 1) * value if value >= 100 else total + value
    return total


def names_time(word: str) -> bool:
    """Tell whether a word is the name of a month or weekday."""
    return word in MONTHS or word in WEEKDAYS
