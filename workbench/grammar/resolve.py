"""From pieces to time spans: the year, week or day that a piece lacks, and the interval of days it stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from workbench.grammar.calendar import OPEN, Interval, add_days, add_months, interval_of, week_value
from workbench.grammar.durations import grain_value, moved
from workbench.grammar.filling import dated_near, fill_range, first_after
from workbench.grammar.pieces import timed
from workbench.grammar.tenses import is_coming, is_led, is_over
from workbench.grammar.timebounds import bounded, opens_since
from workbench.grammar.timewords import FUTURE, WEEKDAYS
from workbench.model import TimeSpan

if TYPE_CHECKING:
    from workbench.grammar.pieces import Piece, Scan

_HALF_YEAR = 26  # weeks
_DELIVERED = (["delivery"], ["settlement"], ["expiry"], ["futures"])  # "wheat for December delivery"
_FIRST, _LAST = 1, 9998
_WEEKDAY = re.compile(r"[0-9]{4}-W[0-9]{2}-[1-7]")
_DAY_OF_MONTH = re.compile("XXXX-[0-9]{2}-[0-9]{2}")
CUTS = frozenset("<^#$~@")
_RUNNING = {"XXXX": "Y", "XXXX-XX": "M", "XXXX-QX": "Q"}
_DAY, _MONTH, _YEAR = 10, 7, 4  # the lengths of a day, of a month or quarter, and of a year in a value
_COARSER = {"D": (_YEAR, _MONTH, 8, 3), "W": (_YEAR, _MONTH, 3), "M": (_YEAR, 3), "Q": (_YEAR, 3)}
_PERIODS = frozenset((4, 7, 8))
_MONTHS_LONG = re.compile(r"[0-9]{4}-[0-9]{2}/[0-9]{4}-[0-9]{2}")
_SOUTHERN = frozenset("ARG AUS BOL BRA BWA CHL LSO MDG MOZ NAM NZL PER PRY SWZ URY ZAF ZMB ZWE".split())


@dataclass(slots=True)
class Memory:
    """The times last spoken of: any date with its token, and the last one of a month or longer."""

    last: str = ""
    period: str = ""
    at: int = -1
    day: str = ""  # the last day, and where it stands
    day_at: int = -1
    parts: dict[str, str] = field(default_factory=dict)  # the last month and quarter, by "M" and "Q"
    before: str = ""  # the period spoken of before the text looked back from it ("the previous year")


def resolve(scan: Scan, pieces: list[Piece]) -> list[TimeSpan]:
    """Return the time spans of the pieces, in their order; what one lacks is told from now and from the last one."""
    memory = Memory()
    spans = []
    floor = told = 0
    for piece in pieces:
        known = _told(scan, piece, memory, told)
        _remember(scan, memory, known)
        spans.append(_span(scan, known, floor))
        floor = piece.last + 1
        if piece.type in {"DATE", "TIME"}:
            told = floor
    return spans


def _remember(scan: Scan, memory: Memory, piece: Piece) -> None:
    if opens_since(scan.words, piece.first):  # where a stretch began is not what the text goes on to speak of
        return
    if piece.type not in {"DATE", "TIME"} or not piece.value[:4].isdigit():
        return
    value = piece.value.partition("T")[0]
    looks_back = piece.follow is not None and piece.follow[1] < 0
    memory.before = (memory.before or memory.period) if looks_back else ""
    memory.last, memory.at = value, piece.first
    if len(value) == _DAY:
        memory.day, memory.day_at = value, piece.first
    if len(value) == _MONTH:
        memory.parts["Q" if value[5] == "Q" else "M"] = value
    if len(value) in _PERIODS or _MONTHS_LONG.fullmatch(value):
        memory.period = value


def _told(scan: Scan, piece: Piece, memory: Memory, floor: int) -> Piece:
    if piece.follow and piece.follow[0][0] in CUTS:
        value = _told(scan, replace(piece, follow=None), memory, floor).value
        running = value in _RUNNING
        if scan.now and running:
            value = grain_value(scan.now, _RUNNING[value])
        cut = _cut(piece, value)
        return _cut(piece, _year_earlier(value)) if running and _is_ahead(scan, cut, floor) else cut
    beside = piece.first - 1 == floor > 0 and scan.words[floor] == ","
    if beside and piece.rule.endswith(" later") and piece.follow and piece.follow[0] == "+M" and memory.last:
        return piece.valued(
            memory.last[: _MONTH if piece.follow[1] % 12 else _YEAR]
        )  # "in April 2007, 19 months later"
    if piece.follow:
        followed = _followed(scan, piece, memory)
        over = piece.mod == "END" and piece.follow == ("Y", 0) and _is_ahead(scan, followed, floor)
        return followed.valued(_year_earlier(followed.value)) if over else followed
    if piece.type not in {"DATE", "TIME"} or scan.now is None:
        return piece
    if piece.value.startswith("T"):
        told = memory.last if len(memory.last) == _DAY and memory.at >= scan.tokens.sentence_of(piece.first)[0] else ""
        return piece.valued(timed(told or scan.now.isoformat(), piece.value))
    if "X" not in piece.value or piece.value in {"XXXX", "XXX"} or piece.value.startswith("FY"):
        return piece
    first, slash, last = piece.value.partition("/")
    if not slash and (known := _year_of(scan, piece)):
        return piece.valued(known)
    if not slash and _goes_on(scan, piece, memory):
        return piece.valued(memory.last[:4] + first[4:])
    future = (
        is_coming(scan, piece.first - 1, floor)
        or is_led(scan, piece.first, piece.last)
        or scan.words[piece.last + 1 : piece.last + 2] in _DELIVERED
    )
    if future and _goes_with(scan, piece, memory):
        future = False
    future = future or _is_added(scan, piece, memory, floor)
    if not slash:
        nearest = not is_over(scan, piece.first - 1, floor)
        return piece.valued(dated_near(first, scan.now, future=future, nearest=nearest))
    return piece.valued(fill_range(first, last, scan.now, future=future))


def _is_added(scan: Scan, piece: Piece, memory: Memory, floor: int) -> bool:
    """Tell whether a time is only added to a coming one: "it meets on Thursday and again in November"."""
    start = interval_of(memory.last)[0]
    between = scan.words[floor : piece.first]
    added = floor > 0 and "and" in between and _ADDED.issuperset(between)
    return added and bool(scan.now and start and start > scan.now)


_NEAR = 30
_ADDED = frozenset("and again then in on at the ,".split())


def _goes_with(scan: Scan, piece: Piece, memory: Memory) -> bool:
    """Tell whether "by" only goes on with what is over: "in March cases doubled; by June they fell"."""
    at = piece.first - 1
    if at < 1 or at - memory.at > _NEAR or scan.words[at] != "by" or scan.words[at - 1] not in {";", "and", ","}:
        return False
    end = interval_of(memory.last)[1]
    over = scan.now and end and end < scan.now and memory.at >= scan.tokens.sentence_of(at)[0]
    between = scan.words[memory.at : at]
    return bool(over) and FUTURE.isdisjoint(between) and not is_led(scan, piece.first, piece.last)


def _year_of(scan: Scan, piece: Piece) -> str:
    """Return "Sunday, May 26" in the year in which it is a Sunday within half a year of now, else nothing."""
    weekday = WEEKDAYS.get(scan.words[piece.first])
    if scan.now is None or weekday is None or not _DAY_OF_MONTH.match(piece.value):
        return ""
    for year in (scan.now.year, scan.now.year + 1, scan.now.year - 1):
        filled = piece.value.replace("XXXX", f"{year:04}")
        day = interval_of(filled)[0]
        if day and day.isoweekday() == weekday and abs((day - scan.now).days) < 7 * _HALF_YEAR:
            return filled
    return ""


def _goes_on(scan: Scan, piece: Piece, memory: Memory) -> bool:
    """Tell whether a date without its year goes on with the distant year of its like in the same sentence.

    "In the spring of 1918 … by autumn" and "on 3 May 1940 … on 9 June" are told of one year.
    """
    kind, like = piece.value[4:], memory.last[4:]
    if not like or len(kind) != len(like) or kind[1:2].isdigit() != like[1:2].isdigit() or kind[:3] == "-WX":
        return False
    distant = scan.now is not None and int(memory.last[:4]) < scan.now.year - 1
    return distant and memory.at >= scan.tokens.sentence_of(piece.first)[0]


def _is_ahead(scan: Scan, piece: Piece, floor: int) -> bool:
    """Tell whether a part of the running year is not over, though no word says that it is to come."""
    end = interval_of(piece.value)[1]
    return bool(scan.now and end and end > scan.now) and not is_coming(scan, piece.first - 1, floor)


def _is_begun(scan: Scan, piece: Piece) -> bool:
    """Tell whether a part of the year that has not begun is spoken of as past."""
    start = interval_of(piece.value)[0]
    return bool(scan.now and start and start > scan.now) and not is_coming(scan, piece.first - 1)


def _year_earlier(value: str) -> str:
    return f"{int(value[:4]) - 1:04}{value[4:]}" if value[:4].isdigit() and value[:4] > "0001" else value


def _cut(piece: Piece, value: str) -> Piece:
    """Cut a part out of a period: its first or last months, the stretch that ends with it, its n-th week or day."""
    assert piece.follow is not None
    cut, name, count = piece.follow[0][0], piece.follow[0][1:], piece.follow[1]
    start, end = interval_of(value)
    if not start or not end:
        return piece.valued(value)
    if cut == "@":
        day = moved(start, str(abs(count)), name, 1 if count > 0 else -1)
        return piece.valued(day.isoformat()) if day else piece
    if cut == "~":
        return piece.valued(week_value(start) if count == 1 else _stretch(start, add_days(start, count - 1)))
    if cut == "#":
        return piece.valued(_nth(start, end, name, count))
    if cut == "^":
        last = moved(start, str(count), name, 1)
        return piece.valued(_stretch(start, add_days(last, -1))) if last else piece
    first = moved(add_days(end, 1), str(count), name, -1)
    return piece.valued(_stretch(first, end)) if first else piece


def _nth(start: date, end: date, name: str, count: int) -> str:
    """Return the n-th day, weekday (1 to 7) or week (that holds its Thursday) of a period, from its end if negative."""
    if name.isdigit():
        shift = (int(name) - 1 - start.weekday()) % 7 + 7 * (count - 1)
        return add_days(start, shift if count > 0 else _last_shift(start, end, int(name))).isoformat()
    if name == "E":
        return week_value(date.fromisoformat(_nth(start, end, "6", count))) + "-WE"
    if name == "D":
        return (add_days(start, count - 1) if count > 0 else add_days(end, count + 1)).isoformat()
    if count > 0:
        thursday = add_days(start, (3 - start.weekday()) % 7 + 7 * (count - 1))
    else:
        thursday = add_days(end, -((end.weekday() - 3) % 7) + 7 * (count + 1))
    return week_value(thursday)


def _last_shift(start: date, end: date, weekday: int) -> int:
    return (end - start).days - (end.weekday() - (weekday - 1)) % 7


def _stretch(first: date, last: date) -> str:
    """Return the value of an interval, in months where it begins and ends with one.

    >>> from datetime import date
    >>> _stretch(date(2022, 1, 1), date(2022, 9, 30)), _stretch(date(2022, 1, 1), date(2022, 1, 9))
    ('2022-01/2022-09', '2022-01-01/2022-01-09')
    """
    if first.day == 1 and add_days(last, 1).day == 1:
        return f"{first.isoformat()[:7]}/{last.isoformat()[:7]}"
    return f"{first.isoformat()}/{last.isoformat()}"


def _followed(scan: Scan, piece: Piece, memory: Memory) -> Piece:
    """Resolve what is told from the time last spoken of."""
    assert piece.follow is not None
    name, count = piece.follow
    if name.startswith("+"):
        if piece.rule == "the same day a year before" and scan.now:
            return piece.valued(_in_years(memory.day or scan.now.isoformat(), count // 12))
        return piece.valued(_shifted(scan, memory, piece.first, name, count))
    here = scan.tokens.sentence_of(piece.first)[0]
    period = memory.before if memory.before and memory.at < here else memory.period
    base = period if name == "Y" and period else memory.last
    if piece.rule.startswith("the ") and name != "D" and memory.at < here:
        base = ""
    if not count and len(base) == _YEAR and name in memory.parts:  # "in the same quarter" of that year
        return piece.valued(base + memory.parts[name][_YEAR:])
    if piece.rule.endswith("then the next <unit>"):
        over = interval_of(memory.last)[1]
        past = (
            scan.now
            and over
            and over.year < scan.now.year
            and memory.at >= scan.tokens.sentence_of(max(0, here - 1))[0]
        )
        base = memory.last if past and not is_coming(scan, piece.first - 1) else ""
    if name == "?":
        return piece.valued(_next_to(scan, piece.value, base, count))
    if count and name == "D" and len(base) in _COARSER["D"]:  # the day after a month is not told
        return piece.valued("XXXX-XX-XX" if not piece.value else piece.value)
    if not count and len(base) in _COARSER.get(name, ()):  # no month tells which day "the day" is
        base = memory.day if memory.day_at >= here else ""
    first, last = interval_of(base) if base else OPEN
    start = (last if count > 0 and "/" in base else first) or scan.now
    if start is None:
        return piece if piece.value else piece.valued("XXXX" if name == "Y" else "XXXX-XX")
    day = moved(start, str(abs(count)), name, 1 if count >= 0 else -1)
    value = grain_value(day, name) if day else ""
    if piece.value.startswith("XXXX-") and not base and value:
        filled = piece.valued(piece.value.replace("XXXX", value))
        if _WEEKDAY.fullmatch(filled.value):
            return filled.valued(_iso_day(filled.value))
        return filled.valued(_year_earlier(filled.value)) if _is_begun(scan, filled) else filled
    told = piece.value.replace("XXXX", value) if piece.value else value
    return piece.valued(_iso_day(told) if _WEEKDAY.fullmatch(told) else told)


def _next_to(scan: Scan, value: str, base: str, count: int) -> str:
    """Return the first weekday, month or season after the time last spoken of (or the last one before it)."""
    first, last = interval_of(base) if base else OPEN
    edge = (last if count > 0 else first) or scan.now
    if edge is None:
        return value
    if count > 0:
        return first_after(value, edge if value.startswith("XXXX-W") and len(value) == _DAY else add_days(edge, 1))
    return dated_near(value, add_days(edge, -1), future=False, nearest=False)


def _iso_day(value: str) -> str:
    """Return the day of a weekday of an ISO week: "2022-W52-5" is 2022-12-30."""
    year, week, number = int(value[:4]), int(value[6:8]), int(value[9])
    return date.fromisocalendar(year, week, number).isoformat() if _FIRST <= year <= _LAST else value


def _shifted(scan: Scan, memory: Memory, at: int, name: str, count: int) -> str:
    """Return the period last spoken of, moved and of the same length."""
    base = memory.before if count < 0 and memory.before else memory.period
    if "/" in memory.last and memory.at >= scan.tokens.sentence_of(at)[0] and count < 0:
        base = memory.last
    if memory.day == memory.last and memory.day and (count % 12 or base[:_YEAR] != memory.day[:_YEAR]):
        base = memory.day[: _MONTH if count % 12 else _YEAR]
    base = base or (grain_value(scan.now, "Y" if count % 12 == 0 else "M") if scan.now else "")
    if not memory.last and count > 0:  # "eleven years later", of a time that was not told
        return "XXXX"
    if name == "+D":
        near = memory.day_at >= scan.tokens.sentence_of(max(0, scan.tokens.sentence_of(at)[0] - 1))[0]
        told = memory.day if memory.day and near else memory.last
        base = told if len(told) in {_MONTH, _DAY} else (scan.now.isoformat() if scan.now else "")
    if not base:
        return "XXXX"
    if name == "+Y":
        return _in_years(base, count - int(base.rpartition("/")[2][:4]))
    if count > 0:  # what came later came after the end of a stretch
        base = base.rpartition("/")[2]
    start = interval_of(base)[0]
    if start is None:
        return "XXXX"
    if name == "+D":
        return add_days(start, count).isoformat()[: len(base)]
    if count % 12 == 0:
        return _in_years(base, count // 12)
    return grain_value(add_months(start, count), "M")


def _in_years(value: str, years: int) -> str:
    """Return a date, or both ends of a stretch, so many years later."""
    ends = value.split("/")
    if not all(end[:4].isdigit() and 0 < int(end[:4]) + years <= _LAST for end in ends):
        return "XXXX"
    return "/".join(f"{int(end[:4]) + years:04}{end[4:]}" for end in ends)


def _span(scan: Scan, piece: Piece, floor: int) -> TimeSpan:
    days = piece.days
    if days == OPEN and piece.type in {"DATE", "TIME"}:
        country = scan.fiscal_country(piece.first) if piece.value.startswith("FY") else scan.country
        days = interval_of(piece.value, southern=scan.country in _SOUTHERN, country=country)
    if piece.rule.startswith(("earlier", "later")) and scan.now:
        days = _side_of(scan.now, days, earlier=piece.rule.startswith("earlier"))
    first, mod, days = bounded(scan, piece, days, floor)
    start, end = scan.tokens.starts[first], scan.tokens.ends[piece.last]
    return TimeSpan(start, end, scan.tokens.text[start:end], piece.type, piece.value, mod, *days, piece.rule)


def _side_of(now: date, days: Interval, *, earlier: bool) -> Interval:
    """Return the part of a running period that lies before (or after) today."""
    start, end = days
    if not start or not end or not start <= now <= end:
        return days
    return (start, now) if earlier else (now, end)
