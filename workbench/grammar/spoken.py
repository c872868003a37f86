"""Times of the day in words: "half past three", "ten to six", "at 8" beside a day, "the small hours of Monday"."""

from __future__ import annotations

import re

from workbench.grammar.clock import HOUR
from workbench.grammar.pieces import Piece, Scan, number_before, whole
from workbench.grammar.rules import rule
from workbench.grammar.timewords import CARDINALS, COUNTED, UNITS

_MINUTES = frozenset("minute minutes min mins".split())
_PARTS = {"half": 30, "quarter": 15}
_AT = frozenset("at by until till about around before after since nearly almost just".split())
_QUOTED = frozenset(
    "closed closing ended ending finished settled settling traded trading stood priced quoted shares index down "
    "up".split()
)
_GOES_ON = frozenset(
    ". , ; ) ? ! and or on in to until till for with but when as local today tomorrow yesterday tonight".split()
) | {""}
_REACH = 6
_HHMM = re.compile(r"([01][0-9]|2[0-3])([0-5][0-9])")
_DOTTED = re.compile(r"([1-9]|1[0-9]|2[0-3])\.([0-5][0-9])")


def _hour_at(scan: Scan, i: int) -> int:
    """Return the hour of a twelve-hour clock that stands at token ``i``, 0 for none."""
    word = scan.word(i)
    hour = CARDINALS.get(word, 0) or whole(word, 12)
    after = scan.word(i + 1)
    return hour if hour <= 12 and after not in COUNTED and not (after in UNITS or after in ("-", ":", "%")) else 0


def _told(scan: Scan, hour: int, minute: int, first: int, last: int) -> Piece:
    last += (scan.word(last + 1) == "o" and scan.word(last + 2) == "'") and 3
    return Piece(first, last, "TIME", f"T{hour:02}:{minute:02}", "<minutes> past <hour>")


@rule(
    ("past", *sorted(_MINUTES)),
    yes=(
        ("It starts at half past three.", "2022-12-30T03:30"),
        ("They left at a quarter past ten.", "2022-12-30T10:15"),
        ("It ended at 20 minutes past eight in the evening.", "2022-12-30T20:20"),
    ),
    no=("Walk half past the house.", "It ran past ten people.", "Five past masters met."),
)
def past(scan: Scan, i: int) -> Piece | None:
    """Read "half past three", "a quarter past ten", "20 minutes past eight"."""
    i += scan.words[i] != "past"
    hour = _hour_at(scan, i + 1) if scan.word(i) == "past" else 0
    found = _minutes_before(scan, i - 1) if hour else None
    return _told(scan, hour, found[0], found[1], i + 1) if found else None


def _minutes_before(scan: Scan, i: int) -> tuple[int, int] | None:
    """Return the minutes told by the words that end at token ``i``, and the first of these words."""
    i -= scan.word(i) in _MINUTES
    word = scan.word(i)
    if word in _PARTS:
        return _PARTS[word], i - (scan.word(i - 1) == "a")
    found = number_before(scan, i)
    return (int(found[0]), found[1]) if found and found[0].isdigit() and 0 < int(found[0]) < 60 else None


@rule(
    ("quarter", "five", "ten", "twenty"),
    yes=(
        ("It starts at a quarter to nine.", "2022-12-30T08:45"),
        ("They left at twenty-five to six.", "2022-12-30T05:35"),
        ("They left at ten to six.", "2022-12-30T05:50"),
    ),
    no=("It fell a quarter to nine units.", "From five to six people came.", "They won five to two."),
)
def to_the_hour(scan: Scan, i: int) -> Piece | None:
    """Read "a quarter to nine", "twenty-five to six" behind a word such as "at"."""
    if scan.word(i + 1) != "to":
        return None
    hour = _hour_at(scan, i + 2)
    found = _minutes_before(scan, i) if hour else None
    if not found or scan.word(found[1] - 1) not in _AT:
        return None
    after = scan.word(i + 3)
    if after not in _GOES_ON and after != "o":
        return None
    return _told(scan, (hour - 2) % 12 + 1, 60 - found[0], found[1], i + 2)


@rule(
    ("at", "around", "for"),
    yes=(
        ("Set the alarm for 5.45 tomorrow morning.", "2022-12-31T05:45"),
        ("They met on Monday at 2.30.", "2022-12-26T02:30"),
        ("It struck at 0430 on Tuesday.", "2022-12-27T04:30"),
        ("She left on Tuesday at 8.", "2022-12-27T08:00"),
        ("They met last night around seven.", "2022-12-29T19:00"),
        ("She runs every morning at 8.", "T08:00"),
    ),
    no=(
        "They met at 8.",
        "At 8 clubs it began.",
        "They sold at 8.",
        "It went for 5.45 in all.",
        "A table for 8 on deck.",
    ),
)
def bare_hour(scan: Scan, i: int) -> Piece | None:
    """Read "at 8"; it waits for the day beside it."""
    after = scan.word(i + 2)
    dotted = _DOTTED.fullmatch(scan.word(i + 1)) or (scan.words[i] == "at" and _HHMM.fullmatch(scan.word(i + 1)))
    hour = int(dotted[1]) if dotted else scan.words[i] != "for" and _hour_at(scan, i + 1)
    if not hour or after not in _GOES_ON or (after == "to" and _hour_at(scan, i + 3)):
        return None
    if not _QUOTED.isdisjoint(scan.words[max(0, i - _REACH) : i]):
        return None
    return Piece(i, i + 1, "TIME", f"T{hour:02}:{dotted[2] if dotted else '00'}", HOUR)


@rule(
    ("hours",),
    yes=(
        ("He died in the small hours of Monday.", "2022-12-26TNI"),
        ("It began in the early hours of 3 May 2022.", "2022-05-03TNI"),
    ),
    no=("The small hours pass.", "The early hours of talks."),
)
def night_hours(scan: Scan, i: int) -> Piece | None:
    """Read "the small hours of" a day; it waits for that day."""
    if scan.word(i - 1) not in ("small", "early", "wee") or scan.word(i + 1) not in ("of", "on"):
        return None
    return Piece(i - 1 - (scan.word(i - 2) == "the"), i, "TIME", "TNI", HOUR)


@rule(
    ("from", "between"),
    yes=(
        ("Move the call from 2 to 4 tomorrow afternoon.", "2022-12-31T14:00/2022-12-31T16:00"),
        ("They met between 3 and 5 yesterday.", "2022-12-29T03:00/2022-12-29T05:00"),
    ),
    no=("It rose from 2 to 4.", "It rose from 2 to 4 on the scale.", "Between 3 and 5 in all came."),
)
def hours(scan: Scan, i: int) -> Piece | None:
    """Read "from 2 to 4"; it waits for the day beside it."""
    link = "and" if scan.words[i] == "between" else "to"
    start, end = _hour_at(scan, i + 1), _hour_at(scan, i + 3)
    if not start or not end or scan.word(i + 2) != link or scan.word(i + 4) not in _DAYS_FOLLOW:
        return None
    return Piece(i, i + 3, "TIME", f"T{start:02}:00/T{end:02}:00", HOUR)


_DAYS_FOLLOW = frozenset(("on", "tomorrow", "yesterday", "today", "tonight", "next", "last", "this", "in"))
