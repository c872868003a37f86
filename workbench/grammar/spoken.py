"""Times of the day in words: "half past three", "ten to six", "at 8" beside a day, "the small hours of Monday"."""

from __future__ import annotations

import re

from workbench.grammar.clock import HOUR
from workbench.grammar.pieces import Piece, Scan, number_before, whole
from workbench.grammar.rules import rule
from workbench.grammar.timewords import CARDINALS, COUNTED, DAYS, PARTS, UNITS, WEEKDAYS

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
_HALVES = {"a": 0, "p": 12, "ish": 0}
_REACH = 6
_HHMM = re.compile(r"([01][0-9]|2[0-3])([0-5][0-9])")
_DOTTED = re.compile(r"([1-9]|1[0-9]|2[0-3])\.([0-5][0-9])")


def _hour_at(scan: Scan, i: int) -> int:
    """Return the hour of a twelve-hour clock that stands at token ``i``, 0 for none."""
    word = scan.word(i)
    hour = CARDINALS.get(word, 0) or whole(word, 12)
    after = scan.word(i + 1)
    return hour if hour <= 12 and after not in COUNTED and not (after in UNITS or after in ("-", ":", "%")) else 0


def _minutes_at(scan: Scan, i: int) -> tuple[int, int] | None:
    """Return the minutes said behind an hour from token ``i`` on ("thirty", "oh five"), and the last token.

    None where the number goes on ("thirty-year bonds") or counts what stands behind it.
    """
    i += scan.word(i) == "-"
    word = scan.word(i)
    if word in {"oh", "o"}:
        minutes, i = CARDINALS.get(scan.word(i + 1), 0), i + 1
        found = (minutes, i) if 0 < minutes < 10 else None
    else:
        minutes = CARDINALS.get(word, 0)
        after = i + 1 + (scan.word(i + 1) == "-")
        unit = CARDINALS.get(scan.word(after), 0) if 20 <= minutes < 60 else 0
        found = (minutes + unit, after if unit else i) if 10 <= minutes < 60 and unit < 10 else None
    after_it = scan.word(found[1] + 1) if found else ""
    return (
        None if after_it in COUNTED or after_it in UNITS or after_it in {"-", "%"} or after_it in CARDINALS else found
    )


def _said(scan: Scan, i: int) -> tuple[str, int] | None:
    """Return the time of the day at token ``i`` ("7", "six thirty", "7:30") as hh:mm, and its last token."""
    if scan.word(i) in CARDINALS and 0 < CARDINALS[scan.word(i)] <= 12 and (minutes := _minutes_at(scan, i + 1)):
        return f"{CARDINALS[scan.word(i)]:02}:{minutes[0]:02}", minutes[1]
    hour = whole(scan.word(i), 24)
    if hour and scan.word(i + 1) == ":" and len(scan.word(i + 2)) == 2 and scan.word(i + 2).isdigit():
        return (f"{hour:02}:{scan.word(i + 2)}", i + 2) if scan.word(i + 2) < "60" else None
    hour = _hour_at(scan, i)
    return (f"{hour:02}:00", i) if hour else None


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
        ("The alarm is set for quarter to six.", "2022-12-30T05:45"),
    ),
    no=("It fell a quarter to nine units.", "From five to six people came.", "They won five to two."),
)
def to_the_hour(scan: Scan, i: int) -> Piece | None:
    """Read "a quarter to nine", "twenty-five to six" behind a word such as "at"."""
    if scan.word(i + 1) != "to":
        return None
    hour = _hour_at(scan, i + 2)
    found = _minutes_before(scan, i) if hour else None
    opener = scan.word(found[1] - 1) if found else ""
    if not found or (opener not in _AT and (opener != "for" or scan.word(i) != "quarter")):
        return None
    after = scan.word(i + 3)
    if after not in _GOES_ON and after != "o":
        return None
    return _told(scan, (hour - 2) % 12 + 1, 60 - found[0], found[1], i + 2)


@rule(
    ("at", "around", "for", "until", "till", "before", "after"),
    yes=(
        ("Set the alarm for 5.45 tomorrow morning.", "2022-12-31T05:45"),
        ("They met on Monday at 2.30.", "2022-12-26T02:30"),
        ("It struck at 0430 on Tuesday.", "2022-12-27T04:30"),
        ("It struck at around 0430 on Tuesday.", "2022-12-27T04:30"),
        ("She left on Tuesday at 8.", "2022-12-27T08:00"),
        ("They met last night around seven.", "2022-12-29T19:00"),
        ("She runs every morning at 8.", "T08:00"),
        ("Wake me at six thirty.", "2022-12-30T06:30"),
        ("Call me tomorrow at seven twenty-seven.", "2022-12-31T07:27"),
        ("They left at ten oh five.", "2022-12-30T10:05"),
        ("Call me at 9p.", "2022-12-30T21:00"),
        ("Come around 11ish.", "2022-12-30T11:00"),
        ("They slept until 10 in the morning.", "2022-12-30T10:00"),
    ),
    no=(
        "They met at 8.",
        "At 8 clubs it began.",
        "They sold at 8.",
        "It went for 5.45 in all.",
        "A table for 8 on deck.",
        "It stood at six fifty-point lows.",
        "It traded at five fifty a share.",
    ),
)
def bare_hour(scan: Scan, i: int) -> Piece | None:
    """Read "at 8", which waits for the day beside it, and "at six thirty"."""
    said = _said(scan, i + 1) if scan.words[i] == "at" and scan.word(i + 1) in CARDINALS else None
    if said and said[1] > i + 1:
        priced = not _QUOTED.isdisjoint(scan.words[max(0, i - _REACH) : i]) or scan.word(said[1] + 1) not in _GOES_ON
        return None if priced else Piece(i + 1, said[1], "TIME", f"T{said[0]}", "<hour> <minutes>")
    after = scan.word(i + 2)
    dotted = _DOTTED.fullmatch(scan.word(i + 1)) or (
        scan.words[i] in {"at", "around"} and _HHMM.fullmatch(scan.word(i + 1))
    )
    if (half := _HALVES.get(after)) is not None and scan.glued(i + 1) and (hour := _hour_at(scan, i + 1)):
        value = f"T{hour % 12 + half:02}:00" if after != "ish" else f"T{hour:02}:00"
        return Piece(i + 1, i + 2, "TIME", value, "<hour>p") if scan.word(i + 3) in _GOES_ON else None
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
        ("He worked from 9 to 5 yesterday.", "2022-12-29T09:00/2022-12-29T17:00"),
        ("They met yesterday afternoon between 3 and 5.", "2022-12-29T15:00/2022-12-29T17:00"),
        ("They will meet on Tuesday from 7 to 7:30.", "2023-01-03T07:00/2023-01-03T07:30"),
        ("The hall is mine from three thirty to four fifteen.", "2022-12-30T03:30/2022-12-30T04:15"),
    ),
    no=(
        "It rose from 2 to 4.",
        "It rose from 2 to 4 on the scale.",
        "Between 3 and 5 in all came.",
        "It fell from six fifty-point lows to five.",
    ),
)
def hours(scan: Scan, i: int) -> Piece | None:
    """Read "from 2 to 4"; it waits for the day beside it."""
    start = _said(scan, i + 1)
    link = scan.word(start[1] + 1) if start else ""
    end = _said(scan, start[1] + 2) if start and link in {"and" if scan.words[i] == "between" else "to", "-"} else None
    if not start or not end or scan.word(end[1] + 1) in _HALF_OF_DAY:
        return None
    closing = end[0] if end[0] > start[0] or end[0] > "11" else f"{int(end[0][:2]) + 12}{end[0][2:]}"  # "from 9 to 5"
    value, after = f"T{start[0]}/T{closing}", scan.word(end[1] + 1)
    if scan.word(start[1] - 1) == scan.word(end[1] - 1) == ":":
        return None
    if start[1] > i + 1 and end[1] > start[1] + 2 and after in _GOES_ON:
        return Piece(i, end[1], "TIME", value, "from <hour> to <hour>")
    before = scan.words[i - 1]
    if after not in _DAYS_FOLLOW and after not in WEEKDAYS and before not in WEEKDAYS | PARTS | DAYS:
        return None
    return Piece(i, end[1], "TIME", value, HOUR)


_HALF_OF_DAY = frozenset("am pm a.m. p.m. o".split())
_DAYS_FOLLOW = frozenset(("on", "tomorrow", "yesterday", "today", "tonight", "next", "last", "this", "in"))
