"""One linear pass over a text: tokens and sentences, by index, with offsets into the original.

The text is never rewritten. For matching, each code point is mapped to one code point (no-break spaces to spaces,
curly quotes and dashes to plain ones, capitals to small letters), so that offsets stay those of the original.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAP = {
    **dict.fromkeys("\u00a0\u2007\u202f\u2009\u200a\u2002\u2003\u2005\u2006\u2008\u3000\ufeff\u200b", " "),
    **dict.fromkeys("‘’‚‛′ʼ", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "\r": "\n",
    "\t": " ",
}


_LETTER = r"[^\W\d_]"
_TOKEN = re.compile(
    r"([a-z]{2,}+(?![^\x00-\x7f])"  # plain words: the short way for nearly all
    r"|[0-9]+(?:[.,][0-9]+|'[0-9]{3}(?![0-9]))*"  # figures with their separators
    rf"|(?:{_LETTER}\.){{2,}}"  # u.s. p.m.
    rf"|{_LETTER}+"  # words
    r"|'[a-z]{1,2}\b"  # 's 't 'll
    r"|[^\w\s]|\w)"
)
_COMMA_DECIMAL = re.compile(r"[0-9]\.[0-9]{3},[0-9]|[0-9],[0-9]{1,2}(?:[%€]|[ ](?:%|€|eur|mio|mrd|prozent|pour|por))")
_POINT_DECIMAL = re.compile(
    r"[0-9],[0-9]{3}[.,][0-9]|[0-9]\.[0-9]{1,2}(?:[%€$]|[ ](?:%|percent|per cent|million|billion))"
)
_LINE_END = re.compile("\n")
_EMPTY_LINE = re.compile("\n *\n")
_CLOSERS = frozenset("\"')]}")
_ENDERS = _CLOSERS | frozenset(".!?")
_LINE_ENDERS = _ENDERS | {":"}
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof rev gen col lt sgt capt gov sen rep hon st no nos vs inc ltd co corp dept approx est art sec "
    "fig figs vol ch pp ed jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat "
    "sun mt avg max min ca cf al etc eg ie viz".split()
)
LONGEST_SENTENCE = 250  # tokens; a run without an end is cut: what looks at the sentence of each figure stays linear
_SHORT_UNITS = frozenset("bn mn tn ft sq cu".split())  # a capital after them opens a sentence, a figure does not


def fold(text: str) -> str:
    """Map a text to its matching form, code point by code point.

    >>> fold("About\u00a0“25%”")
    'about "25%"'
    """
    if text.isascii():
        return text.lower().replace("\t", " ").replace("\r", "\n")
    folded = text
    for mark in _MAP.keys() & set(text):
        folded = folded.replace(mark, _MAP[mark])
    lowered = folded.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := c.lower()) == 1 else c for c in folded)


@dataclass(frozen=True, slots=True)
class Tokens:
    """A tokenised text: parallel lists by token index, and the sentences as ranges of tokens.

    ``words`` are in matching form, ``starts`` and ``ends`` are offsets, ``sentences`` are ``(first, last + 1)``
    pairs of token indexes in text order that together cover every token. ``decimal_comma`` tells that the text writes
    1.234,5 where English writes 1,234.5. A paragraph begins behind ``breaks`` line ends: behind a single one only
    where no line is left empty and lines are not merely wrapped.
    """

    text: str
    folded: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    sentences: list[tuple[int, int]]
    decimal_comma: bool = False
    breaks: int = 2

    def raw(self, first: int, last: int | None = None) -> str:
        """Return the original text from token ``first`` to token ``last`` (both included)."""
        return self.text[self.starts[first] : self.ends[first if last is None else last]]

    def glued(self, index: int) -> bool:
        """Tell whether nothing stands between token ``index`` and the next one."""
        return index + 1 < len(self.starts) and self.ends[index] == self.starts[index + 1]

    def word(self, index: int) -> str:
        """Return the word at ``index``, or an empty string outside the text."""
        if index < 0:
            return ""
        try:
            return self.words[index]
        except IndexError:
            return ""

    def sentence_of(self, index: int) -> tuple[int, int]:
        """Return the sentence (as a range of tokens) that holds token ``index``."""
        return self.sentences[bisect_right(self.sentences, (index, len(self.words) + 1)) - 1]


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a short text in matching form, without offsets and sentences.

    >>> words_of("US$ 5/km")
    ('us', '$', '5', '/', 'km')
    """
    return tuple(_TOKEN.split(fold(text))[1::2])


def tokenise(text: str) -> Tokens:
    """Split a text into tokens and sentences, in time linear in its length.

    >>> tokens = tokenise("Trade hit $1,234.5bn. It rose 3%.")
    >>> tokens.words
    ['trade', 'hit', '$', '1,234.5', 'bn', '.', 'it', 'rose', '3', '%', '.']
    >>> tokens.sentences
    [(0, 6), (6, 11)]
    """
    folded = fold(text)
    pieces = _TOKEN.split(folded)  # gap, token, gap, token, …, gap
    offsets = list(accumulate(map(len, pieces)))
    words, gaps = pieces[1::2], pieces[2::2]
    starts, ends = offsets[:-1:2], offsets[1::2]
    sentences = _sentences(text, folded, words, gaps, starts)
    breaks = 1 if "\n" in folded and not (_EMPTY_LINE.search(folded) or _hard_wrapped(folded)) else 2
    return Tokens(text, folded, words, starts, ends, sentences, has_decimal_comma(folded), breaks)


def has_decimal_comma(text: str) -> bool:
    """Tell whether a text writes decimals with a comma: some figure can be read no other way, and none the English way.

    >>> has_decimal_comma("1.234,5 t und 1.234 t"), has_decimal_comma("3,5 % of 1,234.5"), has_decimal_comma("1.234")
    (True, False, False)
    """
    return _COMMA_DECIMAL.search(text) is not None and _POINT_DECIMAL.search(text) is None


def _sentences(text: str, folded: str, words: list[str], gaps: list[str], starts: list[int]) -> list[tuple[int, int]]:
    if not words:
        return []
    gaps[-1] = ""  # the text ends there anyway
    stops = {i for i, ender in _enders(words) if gaps[i] and _stops(text, words, starts, i, ender)}
    if "\n" in folded:
        wrapped = _hard_wrapped(folded)
        for i in _before_line_ends(folded, starts):
            if not wrapped or gaps[i].count("\n") > 1 or words[i] in _LINE_ENDERS:
                stops.add(i)
            else:
                stops.discard(i)
    bounds = [0, *(i + 1 for i in sorted(stops)), len(words)]
    return [part for sentence in pairwise(bounds) for part in _cut(*sentence)]


def _before_line_ends(folded: str, starts: list[int]) -> list[int]:
    r"""Return the tokens that line ends follow, without the last token.

    >>> _before_line_ends("a\n\nb c\nd\n", [0, 3, 5, 7])
    [0, 2]
    """
    before = dict.fromkeys(bisect_left(starts, match.start()) - 1 for match in _LINE_END.finditer(folded))
    return [i for i in before if 0 <= i < len(starts) - 1]


def _cut(first: int, stop: int) -> list[tuple[int, int]]:
    """Cut a run of tokens into parts of a sentence's length at most.

    >>> _cut(0, 600)
    [(0, 250), (250, 500), (500, 600)]
    """
    if stop - first <= LONGEST_SENTENCE:
        return [(first, stop)]
    return list(pairwise([*range(first, stop, LONGEST_SENTENCE), stop]))


def _enders(words: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the tokens that may end a sentence, each with the last token up to it that is no closing mark."""
    last = ender = -1
    for i in [i for i, word in enumerate(words) if word in _ENDERS]:
        if words[i] not in _CLOSERS:
            ender = i
        elif last != i - 1 or not i:
            ender = max(i - 1, 0)
        yield i, ender
        last = i


def _stops(text: str, words: list[str], starts: list[int], i: int, j: int) -> bool:
    """Tell whether a sentence ends after token ``i``, followed by a space; all after ``j`` are closing marks."""
    if words[j] in "!?":
        return j == i or not text[starts[i + 1]].islower()
    if words[j] != ".":
        return False
    upcoming = text[starts[i + 1]]
    if not (upcoming.isupper() or upcoming.isdigit() or upcoming in "\"'“‘«(["):
        return False
    if j == i and j > 0:
        before = words[j - 1]
        if before in _SHORT_UNITS:
            return not upcoming.isdigit()
        if before in _ABBREVIATIONS or (len(before) == 1 and before.isalpha() and text[starts[j - 1]].isupper()):
            return False
    return True


def _hard_wrapped(folded: str) -> bool:
    """Tell whether single line ends are only the wrapping of a paragraph (as in text taken from a PDF)."""
    lines = [line for line in folded.split("\n") if line]
    if len(lines) < 3:
        return False
    full = sorted(map(len, lines))[len(lines) // 2]
    return 40 <= full <= 120 and max(map(len, lines)) <= full * 1.6
