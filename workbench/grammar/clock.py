"""Times of the day: "16:16 IST", "8 p.m. ET", "0900 GMT", "noon", "this morning"."""

from __future__ import annotations

from workbench.grammar.calendar import add_days
from workbench.grammar.pieces import Piece, Scan, number_before, whole
from workbench.grammar.rules import rule
from workbench.grammar.timewords import CARDINALS, CLOCK_WORDS, COUNTED, MONTHS, PARTS, WEEKDAYS, ZONES

BARE = "part of the day"
HOUR = "at <hour>"
PARTS_OF_DAYS = "<parts of days>"
_HALF_DAYS = {"am": 0, "a.m.": 0, "pm": 12, "p.m.": 12}
_ZONE_NAMES = {"eastern": "-05:00", "pacific": "-08:00", "central": "-06:00", "mountain": "-07:00", "local": ""}
_COMMON = frozenset("cat eat art wet z et pt ct mt".split())
_SERVICES = frozenset("from to train bus ferry flight service departure express kick".split())
_LEADS = frozenset("at by around about until till before after from to between and since , ( - @ for on".split())


@rule(
    yes=(
        ("At 16:16 IST it closed.", "2022-12-30T16:16+05:30"),
        ("It starts at 08:30 UTC.", "2022-12-30T08:30Z"),
        ("At 8:30 p.m. it began.", "2022-12-30T20:30"),
        ("The 17:42 from Leeds was late.", "2022-12-30T17:42"),
        ("From 2:00 to 2:30 p.m. it rained.", "2022-12-30T14:00/2022-12-30T14:30"),
        ("It rained between 2 and 4:30pm.", "2022-12-30T14:00/2022-12-30T16:30"),
        ("It rained from 9 to 10:30.", "2022-12-30T09:00/2022-12-30T10:30"),
    ),
    no=("They won 3:1.", "A ratio 1:250."),
)
def clock(scan: Scan, i: int) -> Piece | None:
    """Read "16:16", "8:30 p.m. ET", "08:30:15 UTC" from its hour on."""
    minutes = scan.word(i + 2)
    hour = whole(scan.word(i), 24)
    if (
        scan.word(i + 1) != ":"
        or len(minutes) != 2
        or not (minutes.isascii() and minutes.isdigit() and int(minutes) < 60)
    ):
        return None
    if not hour and scan.word(i) not in {"0", "00"}:
        return None
    last, seconds = i + 2, ""
    if (
        scan.word(last + 1) == ":"
        and scan.glued(last)
        and len(scan.word(last + 2)) == 2
        and scan.word(last + 2).isdigit()
    ):
        last, seconds = last + 2, f":{scan.word(last + 2)}"
    half = _HALF_DAYS.get(scan.word(last + 1))
    zone, end = zone_at(scan, last + 1 + (half is not None))
    if half is None and zone is None and hour <= 12:
        half = _half_ahead(scan, last + 1, hour)
    before = scan.word(i - 1)
    if (
        half is None
        and zone is None
        and before.isalpha()
        and before not in _LEADS
        and before not in MONTHS
        and before not in WEEKDAYS
        and not (before == "the" and scan.word(last + 1) in _SERVICES)
        and not (scan.word(last + 1) in {"-", "to"} and scan.word(last + 3) == ":")
    ):
        return None
    value = _value(hour, half, minutes + seconds, zone)
    start = whole(scan.word(i - 2), 12) if before in _UP_TO and scan.word(i - 3) not in {":", "."} else 0
    opener = scan.word(i - 3)
    if start and (opener in {"from", "between"} if half is None or before == "and" else opener not in COUNTED):
        begun = _value(start, half if half is None or start <= hour or hour == 12 else 0, "00", zone)
        return Piece(
            i - 2 - (opener in {"from", "between"}), end, "TIME", f"{begun}/{value}", "<hour> to <hour>:<minute>"
        )
    return Piece(i, end, "TIME", value, "<hour>:<minute>")


_UP_TO = frozenset("- to until till and".split())


@rule(
    _HALF_DAYS,
    yes=(
        ("It began at 8 p.m. ET today.", "2022-12-30T20:00-05:00"),
        ("It began at 8pm.", "2022-12-30T20:00"),
        ("It ended at 11.40 a.m. sharp.", "2022-12-30T11:40"),
        ("It rained between 3 and 5 p.m. today.", "2022-12-30T15:00/2022-12-30T17:00"),
    ),
    no=("I am here.", "The pm spoke."),
)
def half_day(scan: Scan, i: int) -> Piece | None:
    """Read "8 p.m.", "8pm ET", "1140 a.m.", "eight p.m."; the anchor is "p.m."."""
    half = _HALF_DAYS[scan.words[i]]
    word = scan.word(i - 1)
    number = CARDINALS.get(word, 0) or whole(word, 1259)
    hour, minute = divmod(number, 100) if number > 99 else (number, 0)
    if not 0 < hour <= 12 or minute > 59:
        return _decimal_hour(scan, i, half)
    zone, end = zone_at(scan, i + 1)
    value = _value(hour, half, f"{minute:02}", zone)
    between = scan.word(i - 2) == "and" and scan.word(i - 4) == "between"
    if (between or scan.word(i - 2) in {"-", "to"}) and 0 < (start := whole(scan.word(i - 3), 12)):
        opened = between or scan.word(i - 4) == "from"
        start_half = half if start <= hour or hour == 12 else 0
        return Piece(
            i - 3 - opened, end, "TIME", f"{_value(start, start_half, '00', zone)}/{value}", "<hour>-<hour> p.m."
        )
    return Piece(i - 1, end, "TIME", value, "<hour> p.m.")


_AT_PART = frozenset("at by before after until till since".split())  # "at dawn", "by nightfall"
_OF_LAST_DAY = {"that": 0, "same": 0, "next": 1, "following": 1, "previous": -1}


def _half_ahead(scan: Scan, i: int, hour: int) -> int | None:
    """Return the half of the day that stands only behind the other end of a range ("2:00 - 2:30 p.m.")."""
    if scan.word(i) not in {"-", "to", "and"} or not hour <= whole(scan.word(i + 1), 12):
        return None
    return _HALF_DAYS.get(scan.word(i + 4 if scan.word(i + 2) == ":" else i + 2))


def _decimal_hour(scan: Scan, i: int, half: int) -> Piece | None:
    hour, point, minute = scan.word(i - 1).partition(".")
    if (
        not point
        or not whole(hour, 12)
        or len(minute) != 2
        or not (minute.isascii() and minute.isdigit() and int(minute) < 60)
    ):
        return None
    zone, end = zone_at(scan, i + 1)
    return Piece(i - 1, end, "TIME", _value(int(hour), half, minute, zone), "<hour>.<minute> p.m.")


@rule(
    ZONES.keys() - _COMMON,
    yes=(
        ("At 0900 GMT it rose.", "2022-12-30T09:00Z"),
        ("At 2000 GMT it fell.", "2022-12-30T20:00Z"),
    ),
    no=("The GMT file.", "9999 GMT"),
)
def zone(scan: Scan, i: int) -> Piece | None:
    """Read "0900 GMT"; the anchor is the zone."""
    word = scan.word(i - 1)
    if len(word) != 4 or not (word.isascii() and word.isdigit()) or int(word[:2]) > 24 or int(word[2:]) > 59:
        return None
    offset, end = zone_at(scan, i)
    return (
        Piece(i - 1, end, "TIME", _value(int(word[:2]), None, word[2:], offset), "<hhmm> <zone>")
        if offset is not None
        else None
    )


def zone_at(scan: Scan, i: int) -> tuple[str | None, int]:
    """Return the offset of the zone written from token ``i`` on (None for none) and the last token read."""
    opened = scan.word(i) == "("
    at = i + opened
    word = scan.word(at)
    if word in ZONES and (scan.capital(at) or len(word) == 3):
        offset, last = ZONES[word], at
        if scan.word(at + 1) in {"+", "-"} and whole(scan.word(at + 2), 14):
            offset, last = f"{scan.word(at + 1)}{int(scan.word(at + 2)):02}:00", at + 2
        if opened and scan.word(last + 1) == ")":
            last += 1
        elif opened:
            return None, i - 1
        return offset, last
    if word in _ZONE_NAMES and scan.word(at + 1) == "time" and not opened:
        return _ZONE_NAMES[word], at + 1
    return None, i - 1


def _value(hour: int, half: int | None, minute: str, offset: str | None) -> str:
    if half is not None and hour <= 12:
        hour = hour % 12 + half
    return f"T{hour:02}:{minute}" + {None: "", "+00:00": "Z"}.get(offset, offset or "")


@rule(
    ("clock", "oclock"),
    yes=(("At seven o'clock he left.", "2022-12-30T07:00"),),
    no=("The clock stopped.",),
)
def o_clock(scan: Scan, i: int) -> Piece | None:
    """Read "seven o'clock"; the anchor is "clock" or "oclock"."""
    first = i - 1
    if scan.words[i] == "clock":
        if scan.word(i - 1) != "'" or scan.word(i - 2) != "o":
            return None
        first = i - 3
    hour = CARDINALS.get(scan.word(first), 0) or whole(scan.word(first), 24)
    return Piece(first, i, "TIME", f"T{hour:02}:00", "<hour> o'clock") if 0 < hour <= 24 else None


@rule(
    CLOCK_WORDS,
    yes=(
        ("At noon it rained.", "2022-12-30T12:00"),
        ("It rained from 10 to noon.", "2022-12-30T10:00/2022-12-30T12:00"),
    ),
)
def named_hour(scan: Scan, i: int) -> Piece | None:
    """Read "noon" and "midnight"."""
    word = scan.words[i]
    first = i - (scan.word(i - 1) == "12")
    zone_offset, end = zone_at(scan, i + 1)
    hour = CLOCK_WORDS[word]
    start = whole(scan.word(i - 2), 12) if scan.word(i - 1) in _UP_TO else 0
    if start and scan.word(i - 3) in {"from", "between"}:
        value = f"{_value(start, 0 if hour == 12 else 12, '00', zone_offset)}/{_value(hour, None, '00', zone_offset)}"
        return Piece(i - 3, end, "TIME", value, "<hour> to noon")
    return Piece(first, end, "TIME", _value(hour, None, "00", zone_offset), "noon")


@rule(
    PARTS,
    yes=(
        ("It rained this morning.", "2022-12-30TMO"),
        ("It rained last night.", "2022-12-29TNI"),
        ("It sank on 14 April 1912; the next morning it was gone.", "1912-04-14 1912-04-15TMO"),
        ("They run every morning.", "TMO"),
        ("They run in the mornings.", "TMO"),
        ("They sailed at dawn.", "2022-12-30TMO"),
    ),
    no=("A good night out.",),
)
def part(scan: Scan, i: int) -> Piece | None:
    """Read a part of the day ("this morning", "last night", "in the afternoon"); alone it waits for a day beside it."""
    word, before = scan.words[i], scan.word(i - 1)
    code = PARTS[word]
    if before in {"every", "each"}:
        return Piece(i - 1, i, "SET", f"T{code}", "every <part of the day>")
    if word.endswith("s") and i and scan.words[i - 1] in WEEKDAYS:
        return Piece(i, i, "SET", f"T{code}", PARTS_OF_DAYS)
    if (
        code == "NI"
        and word != "overnight"
        and (nights := number_before(scan, i - 1 - (before == "-")))
        and before not in {"a", "one"}
    ):
        return Piece(nights[1], i, "DURATION", f"P{nights[0]}D", "<number> nights")
    if word.endswith(("ngs", "ons", "ts")) and word != "overnight":
        habit = before == "the" and scan.word(i - 2) == "in"
        return Piece(i - 1, i, "SET", f"T{code}", "the <parts of days>") if habit else None
    if before in _OF_LAST_DAY and (before == "that" or scan.word(i - 2) == "the"):
        return Piece(
            i - 1 - (before != "that"), i, "TIME", f"XXXXT{code}", "that <part>", follow=("D", _OF_LAST_DAY[before])
        )
    if before in {"this", "last", "next"}:
        day = scan.now and add_days(scan.now, {"this": 0, "last": -1, "next": 1}[before])
        return Piece(
            i - 1, i, "TIME", f"{day.isoformat() if day else 'XXXX-XX-XX'}T{code}", f"{before} <part of the day>"
        )
    if before == "the" and scan.word(i - 2) in {"in", "during", "by", "of", "into"} and scan.word(i + 1) != "of":
        return Piece(i - 1, i, "TIME", f"T{code}", "the <part of the day>")
    if (
        word == "overnight"
        or before in _AT_PART
        or (before in {"early", "late", "mid"})
        or scan.word(i + 1) == "trading"
    ):
        return Piece(i, i, "TIME", f"T{code}", "<part of the day>")
    return Piece(i, i, "TIME", f"T{code}", BARE)
