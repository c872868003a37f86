"""Number words that count nothing: pronouns ("the one"), labels ("version two"), names ("the Fab Four")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.grammar.counted import is_plural
from workbench.grammar.number import is_figure
from workbench.grammar.numbers import NUMBER_WORDS
from workbench.lexicon import words

if TYPE_CHECKING:
    from workbench.grammar.number import Number
    from workbench.grammar.tokens import Tokens

LABELS = words("labels")
KINDS = frozenset("category phase type tier force size article section chapter flight channel iso grade".split())
_CLOSERS = words("closers")
_VERBS_BEFORE = frozenset("to will would can could may must should and not they we you i".split())
_ENDS = frozenset({"top", "bottom", "these", "those", "other", "all", "last", "first", "final"})
_NOT_BEFORE_ONE = frozenset(
    "the this that which no any every each another some new good last next first other only day number".split()
)
_NOT_AFTER_ONE = frozenset(
    "of another can could would should might may must is was who day who's whose 's ' thing and , . ; : ! ? ) "
    "that which "
    "morning evening night or to by in at for with on from".split()
)


def is_spelled_label(tokens: Tokens, number: Number) -> bool:
    """Tell of "one" as a pronoun ("the one", "one of the", "at one point") and of "the top three"."""
    if (
        tokens.word(number.first - 1) == "-"
        and is_spelled_name(tokens, number.first)
        and tokens.glued(number.first - 1)
    ):
        return is_figure(tokens.word(number.first - 2))
    if (
        _is_day_of(tokens, number)
        or _is_name_of_words(tokens, number)
        or _is_even(tokens, number)
        or (tokens.word(number.first - 1) in LABELS and _is_label(tokens, number))
    ):
        return True
    all_of = tokens.word(number.first - 1) == "all" and tokens.word(number.last + 1) == "of"
    if tokens.word(number.first - 1) in _ENDS and number.scale == 1 and not all_of:
        return not tokens.word(number.last + 1).isalpha() or tokens.word(number.last + 1) in _CLOSERS
    if _ends_a_word(tokens, number):
        return True
    if tokens.glued(number.last) and is_figure(tokens.words[number.last + 1]):
        return True  # "Twenty20"
    if tokens.word(number.first - 1) in ("to", "past") and tokens.word(number.first - 2) in ("quarter", "half"):
        return number.scale == 1  # "quarter to six"
    if number.value != 1 or tokens.words[number.last] != "one":
        return False
    before, after = tokens.word(number.first - 1), tokens.word(number.last + 1)
    if opens_range(tokens, number):
        return False
    return (
        before in _NOT_BEFORE_ONE
        or after in _NOT_AFTER_ONE
        or (before == "at" and after in ("point", "time", "stage"))
        or (after == "-" and tokens.glued(number.last))
        or (before == "-" and tokens.glued(number.first - 1))
    )


def _ends_a_word(tokens: Tokens, number: Number) -> bool:
    """Tell of "an inline-six", "the final-four": a hyphen ties the number to a word before it, and nothing behind."""
    k = number.first
    if k < 2 or tokens.words[k - 1] != "-" or not (tokens.glued(k - 1) and tokens.glued(k - 2)) or number.scale != 1:
        return False
    word = tokens.words[k - 2]
    return word.isalpha() and word not in NUMBER_WORDS and word not in _MAY_LEAD and tokens.word(number.last + 1) != "-"


_MAY_LEAD = frozenset("to or and sub under over minus plus post pre mid by about a foot feet hour minute pound".split())


def opens_range(tokens: Tokens, number: Number) -> bool:
    """Tell whether a number is the lower end of a range in words ("from one to ninety")."""
    ends = tokens.word(number.last + 2) in NUMBER_WORDS or is_figure(tokens.word(number.last + 2))
    joined = (tokens.word(number.first - 1), tokens.word(number.last + 1))
    return ends and joined in (("from", "to"), ("between", "and"))


def _is_name_of_words(tokens: Tokens, number: Number) -> bool:
    """Tell of "the Three Gorges dam", "ABC's Four Corners": capitals amid small letters."""
    first, last = number.first, number.last
    if first != last or last + 2 >= len(tokens.words) or not first:
        return False
    text, starts = tokens.text, tokens.starts
    if _is_nickname(tokens, first):
        return True
    before = tokens.words[first - 1]
    return (
        text[starts[first]].isupper()
        and text[starts[last + 1]].isupper()
        and (before == "the" or not text[starts[last + 2]].isupper())
        and (before in ("'s", "the") or (before.isalpha() and text[starts[first - 1]].islower()))
    )


def _is_nickname(tokens: Tokens, k: int) -> bool:
    """Tell of "the Fab Four played", "the Gang of Four": a capital, amid small letters, behind another."""
    text, starts, words = tokens.text, tokens.starts, tokens.words
    if k < 2 or not text[starts[k]].isupper() or text[starts[k] : tokens.ends[k]].isupper():
        return False
    name = k - 1 - (words[k - 1] == "of")
    follower = words[k + 1]
    if words[k - 1] == "'s" and text[starts[k - 2]].isupper():
        return follower in _CLOSERS and not text[starts[k + 1]].isupper()  # "Ocean's Eleven was"
    return (
        text[starts[name]].isupper()
        and words[name].isalpha()
        and words[name - 1] == "the"
        and not (follower.isalpha() and (text[starts[k + 1]].isupper() or is_plural(follower)))
    )


def _is_day_of(tokens: Tokens, number: Number) -> bool:
    """Tell of "on day two", "of game seven": one of a row that a preposition speaks of."""
    if tokens.word(number.first - 1) not in _ROWS or number.scale != 1 or tokens.word(number.last + 1) == "-":
        return False
    following = tokens.word(number.last + 1)
    return tokens.word(number.first - 2) in _OF_A_ROW and (not following.isalpha() or following in _CLOSERS)


_ROWS = frozenset("day game week leg set night match stage race".split())
_OF_A_ROW = frozenset("on in of at by from for until since after before during through".split())


def _is_label(tokens: Tokens, number: Number) -> bool:
    """Tell of "version two", "on page twelve": a small spelled number behind a label, with no noun behind it."""
    if number.scale != 1 or number.value != int(number.value) or number.value > 99 or number.first != number.last:
        return False
    before, following = tokens.word(number.first - 2), tokens.word(number.last + 1)
    ends = (
        tokens.words[number.first - 1] in KINDS
        or not following.isalpha()
        or (following in _CLOSERS and following != "and")
        or _both_capital(tokens, number.first)
    )
    return before not in _VERBS_BEFORE and ends


def _both_capital(tokens: Tokens, k: int) -> bool:
    """Tell whether token ``k`` and the word before it have capitals, and no such plural follows ("Formula One")."""
    text, starts = tokens.text, tokens.starts
    around = [text[starts[i] : starts[i] + 1].isupper() for i in range(k - 1, min(k + 2, len(starts)))]
    return around[:2] == [True, True] and not (around[2:] == [True] and is_plural(tokens.words[k + 1]))


def _is_even(tokens: Tokens, number: Number) -> bool:
    """Tell of "fifty-fifty": the same word on both sides of a hyphen."""
    word, first, last = tokens.words[number.first], number.first, number.last
    if first != last:
        return False
    ahead = tokens.word(last + 1) == "-" and tokens.word(last + 2) == word
    return ahead or (tokens.word(first - 1) == "-" and tokens.word(first - 2) == word)


def is_spelled_name(tokens: Tokens, k: int) -> bool:
    """Tell whether a number word with a capital stands at ``k``, as in the name of a shop ("7-Eleven")."""
    return tokens.word(k) in NUMBER_WORDS and tokens.text[tokens.starts[k] : tokens.starts[k] + 2].istitle()
