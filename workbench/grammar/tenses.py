"""Whether a time told without its year or week is to come or over, by the verbs and words around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.grammar.pieces import DETERMINERS
from workbench.grammar.timewords import ASKING, FUTURE, PAST, REPORTING, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.grammar.pieces import Scan

NEAR_FUTURE = 45  # days within which a day told without its year and without a tense is the coming one
_LOOK_BACK = 13


def is_coming(scan: Scan, i: int, floor: int = 0) -> bool:
    """Tell whether words up to token ``i`` make the time after it a coming one; a nearer verb of reporting does not."""
    words = scan.words
    if i >= floor and (words[i] in {"by", "until", "till", "through"} or is_limit(words, i)):
        return not (words[i] == "by" and _was_done(words, i))
    sentence = scan.tokens.sentence_of(i + 1)[0]
    if i > max(sentence, floor) and (words[i - 1], words[i]) in _POINTS_AHEAD:
        return True
    if (
        i - 2 > max(sentence, floor)
        and words[i] in {"in", "on"}
        and words[i - 2] in {"is", "are"}
        and _done(words, i - 1)
    ):
        return True  # "the dividend is paid in May"
    done = False
    for j in range(i, max(floor, sentence, i - _LOOK_BACK) - 1, -1):
        if words[j] in REPORTING:
            return False
        if words[j] in PAST and words[j] not in _UNCHANGED and "be" not in words[max(0, j - 3) : j]:
            return False
        if words[j] in _STARTING and j >= i - 2 and words[i] in {"on", "at"}:
            return True
        if words[j] == "to" and words[j - 1] in {"is", "are"}:
            return True
        done = done or (words[j].endswith("ed") and len(words[j]) > _SHORTEST_PAST)
        if words[j] in {"if", "unless"} and words[j + 1] not in {"you", "we", "i", "one"}:  # "if sales fall in May"
            return not done
        if words[j] in _THEN and words[j + 1] in _THEN[words[j]] and words[j - 1] not in {"had", "have", "has"}:
            return True
        if words[j] in FUTURE or (words[j] in _AM and words[j - 1] in _US and words[j + 1 : j + 2] != ["told"]):
            return words[j + 1 : j + 3] != ["to", "have"]  # "it was expected to have grown in the spring"
    return _is_request(words, sentence) and i - sentence <= _LOOK_BACK


def _done(words: Sequence[str], i: int) -> bool:
    return words[i].endswith("ed") or words[i] in PAST


def _was_done(words: Sequence[str], i: int) -> bool:
    """Tell whether "by" at token ``i`` opens what had come about: "by the end of June bookings had recovered"."""
    for word in words[i + 1 : i + _REACH]:
        if word == "had" or word in _STOPS:
            return word == "had"
    return False


_STOPS = frozenset(". ; : that which will would".split())


def is_led(scan: Scan, first: int, last: int) -> bool:
    """Tell whether a verb behind a time makes it a coming one: "on Friday the court will rule", "Friday's vote may be".

    The time stands at tokens ``first`` to ``last``. Figures "for March" that will be published tell nothing of March.
    """
    words = scan.words
    start, stop = scan.tokens.sentence_of(first)
    at = first - 1
    placed = at >= start and words[at] in {"in", "on", "at"}
    at -= placed
    fronted = at < start or words[at] in _OPENS_CLAUSE
    named = words[first] in WEEKDAYS and words[last + 1 : last + 2] == ["'s"]
    if not fronted and not named and (not placed or is_over(scan, first - 1)):
        return False
    j = last + 1 + (fronted and words[last + 1 : last + 2] == [","])
    for k in range(j, min(stop, j + (_REACH if fronted else _NOUN_REACH))):
        word = words[k]
        if word in _MODALS or (word in {"is", "are"} and words[k + 1 : k + 2] and words[k + 1] in _IS_TO):
            return "have" not in words[k + 1 : k + 3]
        if (not word.isalnum() and word not in {"'s", "-"}) or (not fronted and word in _OTHER_SUBJECTS):
            return False
        if word in _FINITE or word in PAST or word in REPORTING or (word.endswith("ed") and len(word) > _SHORTEST_PAST):
            return False
    return False


_REACH, _NOUN_REACH = 9, 4
_OPENS_CLAUSE = frozenset(", ; : and but that while then -".split())
_MODALS = frozenset("will 'll shall would may might could should must can".split())
_IS_TO = frozenset("to due expected set scheduled likely".split())
_OTHER_SUBJECTS = frozenset("that which who it he she they we and but".split())
_FINITE = frozenset("is are am has have".split())
_US = frozenset(("i", "we"))
_THEN = {
    "takes": {"effect", "place"}, "take": {"effect", "place"}, "comes": {"into"}, "come": {"into"},
    "likely": {"in", "on", "to", "by"}, "goes": {"on"}, "go": {"on"},
}  # fmt: skip
_POINTS_AHEAD = frozenset((("ahead", "of"), ("is", "on"), ("are", "on"), ("'s", "on")))  # "my birthday is on 3 May"
_STARTING = frozenset(
    "start starts return returns resume reopens reopen restart kick meet begin arrive depart retire expire".split()
)
_AM = frozenset("am are 'm 're want need 'd can".split())
_UNCHANGED = frozenset("cut hit shut put".split())  # "will cut rates in March"


def _is_request(words: Sequence[str], i: int) -> bool:
    """Tell whether the sentence that begins at token ``i`` asks for something to be done."""
    i += words[i] in _POLITE
    asking = ASKING.get(words[i]) if i + 1 < len(words) else None
    return asking == "alone" or (asking == "of" and words[i + 1] in _ASKED_OF)


_ASKED_OF = DETERMINERS | WEEKDAYS.keys() | frozenset("a an me us it him them everyone everything out".split())


_POLITE = frozenset(("please", "kindly", "-", "•", "*"))


def is_over(scan: Scan, i: int, floor: int = 0) -> bool:
    """Tell whether a verb of the past governs the day told behind token ``i`` ("it was signed on 11 September")."""
    words = scan.words
    if i >= 0 and words[i] in _AHEAD_OF:
        return False
    for j in range(i, max(floor, scan.tokens.sentence_of(i + 1)[0], i - _LOOK_BACK) - 1, -1):
        word = words[j]
        if word in _RUNNING_VERBS:
            return False
        if word.endswith("ed") and words[j - 1] in {"is", "are", "be"}:  # "is closed on Sunday"
            return False
        if word in PAST or (word.endswith("ed") and len(word) > _SHORTEST_PAST and word not in REPORTING):
            return True
    return False


_AHEAD_OF = frozenset("to for until till by from before through".split())
_RUNNING_VERBS = frozenset("is are am be 's has have meets opens begins starts ends if when whether".split())
_SHORTEST_PAST = 4


def is_limit(words: Sequence[str], i: int) -> bool:
    """Tell whether "no later than" or "no earlier than" ends at token ``i``.

    >>> is_limit("it ends no later than May".split(), 4)
    True
    """
    return i > 1 and words[i] == "than" and words[i - 1] in ("later", "earlier") and words[i - 2] in ("no", "not")
