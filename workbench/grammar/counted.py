"""Counted nouns: the phrase behind a number ("40,000 new jobs") and its singular."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from workbench.grammar.number import WORDS
from workbench.grammar.numbers import NUMBER_WORDS
from workbench.lexicon import table, words

if TYPE_CHECKING:
    from workbench.grammar.tokens import Tokens

_LONGEST = 6
_ATTRIBUTIVE = frozenset(
    "sales sports arms goods systems operations women men savings customs news saves works series species".split()
)
_CLOSERS = words("closers")
_PLURALS = words("plurals")
_SKIPPED = frozenset(
    {"more", "other", "additional", "further", "extra", "fewer", "less", "such", "or", "so", "odd", "plus"}
)
_NOT_MEN = frozenset({"specimen", "regimen", "abdomen", "omen", "semen", "ramen", "amen"})
_NO_PLURAL = ("ss", "us", "is", "ous")
_SINGULAR_S = frozenset("lens news gas atlas canvas christmas pancreas bias alias".split())
_NO_ADVERBS = frozenset("family assembly monopoly anomaly butterfly supply reply ally bully fly jelly rally".split())
_HISSES = ("sses", "xes", "ches", "shes", "zzes")


@cache
def _irregular() -> dict[str, str]:
    return dict(table("singulars"))  # type: ignore[arg-type]


def singular(noun: str) -> str:
    """Return the singular of a noun.

    >>> [singular(noun) for noun in ("jobs", "countries", "people", "matches", "viruses", "glass")]
    ['job', 'country', 'person', 'match', 'virus', 'glass']
    """
    front, hyphen, noun = noun.rpartition("-")
    known = _irregular().get(noun)
    if known is not None:
        return front + hyphen + known
    return front + hyphen + _regular(noun)


def _regular(noun: str) -> str:
    if noun.endswith("men") and len(noun) > 4 and noun not in _NOT_MEN:
        return noun[:-2] + "an"
    if not noun.endswith("s") or len(noun) < 3 or noun.endswith(_NO_PLURAL):
        return noun
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    return noun[:-2] if noun.endswith(_HISSES) else noun[:-1]


def is_plural(noun: str) -> bool:
    """Tell whether a word looks like a plural.

    >>> is_plural("jobs"), is_plural("people"), is_plural("focus")
    (True, True, False)
    """
    return (
        noun in _PLURALS
        or (noun.endswith("men") and len(noun) > 4 and noun not in _NOT_MEN)
        or (len(noun) > 2 and noun[-1] == "s" and not noun.endswith(_NO_PLURAL))
    )


def is_initials(tokens: Tokens, k: int) -> bool:
    """Tell whether a plural of initials stands at token ``k`` ("GPUs", "RBIs")."""
    raw = tokens.raw(k)
    return len(raw) > 2 and raw[-1] == "s" and raw[:-1].isupper()


def noun_at(tokens: Tokens, j: int, *, one: bool, joined: bool) -> tuple[str, int] | None:
    """Read the counted noun phrase that starts at token ``j``: its singular with modifiers, and its last token.

    ``one`` asks for a singular head ("one proposal"), ``joined`` for what a hyphen ties to the number ("11-member").

    >>> from workbench.grammar.tokens import tokenise
    >>> noun_at(tokenise("seven European countries agreed"), 1, one=False, joined=False)
    ('european country', 2)
    """
    tokens_words = tokens.words
    count = len(tokens_words)
    while not joined and j < count and tokens_words[j] in _SKIPPED:
        j += 1
    phrase: list[str] = []
    end = j
    k = j
    head_at = 0
    while k < count and len(phrase) < _LONGEST:
        word, last = _piece(tokens, k)
        if not word:
            break
        if word in ("and", "or") and phrase and not head_at and not one and _goes_on(tokens, k + 1):
            k += 1
            continue
        if (word in NUMBER_WORDS and WORDS.get(word, ("",))[0] != "maybe") or (
            word in _CLOSERS and not (word in _PLURALS and not one and not (phrase and is_plural(phrase[-1])))
        ):
            break
        if head_at and not (is_plural(word) and (_is_attributive(phrase[-1]) or _is_name(tokens, k))):
            break
        if one and is_plural(word) and (phrase or (word not in _PLURALS and word not in _SINGULAR_S)):
            break  # "the quicker one hits 60"
        phrase.append(word)
        end = last
        if joined or (one and _ends_singular(phrase, word)):
            break
        if not one and (is_plural(word) or is_initials(tokens, k)):
            head_at = len(phrase)
        k = last + 1
    if not phrase or not (one or joined or head_at):
        return None
    if one and len(phrase) == 1 and phrase[0].endswith("ly") and phrase[0] not in _NO_ADVERBS:
        return None  # "one critically"
    if one and len(phrase) == 1 and phrase[0].endswith("ed") and len(phrase[0]) > _LONGEST:
        return None  # "one favoured a rise"
    if one and len(phrase) > 1 and phrase[-1].endswith("ed"):
        phrase.pop()
        end -= 1
    if not one:
        phrase[-1] = phrase[-1][:-1] if is_initials(tokens, end) else singular(phrase[-1])
    return " ".join(phrase), end


def _is_name(tokens: Tokens, k: int) -> bool:
    """Tell whether the word before token ``k`` is a name that ends like a plural ("31 Abrams tanks")."""
    text = tokens.text
    return text[tokens.starts[k - 1]].isupper() and text[tokens.starts[k]].islower()


def _is_attributive(noun: str) -> bool:
    """Tell whether a plural may stand before the noun that is counted ("sales outlets", "police officers")."""
    noun = noun.rpartition("-")[2]
    return noun in _ATTRIBUTIVE or (noun in _PLURALS and noun[-1] != "s" and noun not in ("people", "children"))


def _goes_on(tokens: Tokens, k: int) -> bool:
    """Tell whether a phrase goes on behind "and" with a modifier of the same noun ("digital and physical sales")."""
    word = tokens.word(k)
    if not word.isalpha() or word in _CLOSERS or word in NUMBER_WORDS:
        return False
    upcoming = tokens.word(k + 1)
    return is_plural(word) or (is_plural(upcoming) and upcoming not in _CLOSERS)


def _ends_singular(phrase: list[str], word: str) -> bool:
    return len(phrase) >= 3 or (word.endswith("ed") and len(phrase) > 1)


def _piece(tokens: Tokens, k: int) -> tuple[str, int]:
    """Return the word at ``k``, hyphenated parts taken together, and its last token; empty where a phrase must end."""
    word = tokens.words[k]
    if not (word.isalpha() or (word[0].isalpha() and word.endswith(".")) or _is_model(tokens, k)):
        return "", k
    last = k
    while last - k < 6 and tokens.glued(last):
        step = 2 if tokens.word(last + 1) == "-" and tokens.glued(last + 1) else 1
        if not tokens.word(last + step).isalnum():
            break
        last += step
    return (word, k) if last == k else (tokens.folded[tokens.starts[k] : tokens.ends[last]], last)


def _is_model(tokens: Tokens, k: int) -> bool:
    """Tell whether a figure names a model among the modifiers of a noun ("two new 737 Max jets", "12 5G phones")."""
    word, upcoming = tokens.words[k], tokens.word(k + 1)
    if not word.isdecimal() or len(word) > 4 or not upcoming.isalpha() or tokens.word(k - 1) == "-":
        return False
    if tokens.glued(k):
        return len(upcoming) == 1
    if not tokens.words[k - 1].isalpha():
        return False
    named = tokens.text[tokens.starts[k - 1]].isupper() and is_plural(upcoming)  # "14 Leopard 2 tanks"
    return named or tokens.text[tokens.starts[k + 1]].isupper()
