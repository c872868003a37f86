"""Pieces of time that stand together become one: "Monday morning", "the third quarter of 2009", "May to July"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.grammar.calendar import OPEN, interval_of
from workbench.grammar.clock import BARE, HOUR, PARTS_OF_DAYS
from workbench.grammar.durations import grain_value, moved, split_duration
from workbench.grammar.halves import HALF, part_of_century
from workbench.grammar.pieces import PART
from workbench.grammar.rules import rule
from workbench.grammar.timemods import with_modifiers
from workbench.grammar.timeofday import day_and_time, set_and_time
from workbench.grammar.timeranges import is_dated, joined_range
from workbench.grammar.timeunits import CLOSING, WEEK_OF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.grammar.pieces import Piece, Scan

_WAITING = frozenset((BARE, HALF, HOUR, PARTS_OF_DAYS, CLOSING, PART, WEEK_OF))
_WEEK_FROM = frozenset(("beginning", "starting", "commencing"))
_LINKS = frozenset(((), (",",), ("of",), ("in",), ("of", "the"), ("in", "the"), ("-",), ("of", "calendar")))
_YEAR_FIRST = frozenset(((), ("-",), ("/",), ("'s",)))
_DAY_LINKS = frozenset(((), (",",), ("the",), (",", "the"), ("(",)))


def join(scan: Scan, pieces: list[Piece]) -> list[Piece]:
    """Put pieces together that stand side by side, in one pass from left to right."""
    done: list[Piece] = []
    for piece in _closed_ranges(scan, pieces):
        current = with_modifiers(scan, piece, done[-1].last if done else -1)
        while done:
            joined = _joined(scan, done[-1], current)
            if joined is None:
                break
            current = joined
            done.pop()
        if done and done[-1].value[:5] == "XXXX-":
            _lend_year(scan, done, current)
        done.append(current)
    return [piece for piece in done if piece.rule not in _WAITING]


def _lend_year(scan: Scan, done: list[Piece], current: Piece) -> None:
    """Give the months or days told just before a dated one its year: "in July and August 2020"."""
    year, kind = current.value[:4], current.value[4:]
    for k in range(len(done) - 1, -1, -1):
        earlier = done[k]
        alike = (
            earlier.value.startswith("XXXX-") and len(earlier.value) == len(current.value) and earlier.value[4:] < kind
        )
        if not alike or not year.isdigit() or earlier.type != current.type or "W" in earlier.value:
            return
        if _gap(scan, earlier, current if k == len(done) - 1 else done[k + 1]) not in _LISTED:
            return
        done[k] = replace(earlier, value=year + earlier.value[4:])


_LISTED = frozenset((("and",), ("or",), (",",), (",", "and"), ("and", "the"), ("and", "on"), ("and", "in")))


def _closed_ranges(scan: Scan, pieces: list[Piece]) -> Iterator[Piece]:
    """Give the last hour of a range the day behind it first: "between 2 p.m. Saturday and 6 a.m. Monday"."""
    i = 0
    while i < len(pieces):
        piece = pieces[i]
        behind = pieces[i + 1] if piece.type == "TIME" and i + 1 < len(pieces) else None
        if behind and behind.type == pieces[i - 1].type == "DATE" and _is_hour(piece) and _is_hour(pieces[i - 2]):
            gap = _gap(scan, piece, behind) if scan.words[piece.first - 1] in _RANGE_WORDS and i > 1 else None
            joined = day_and_time.read(scan, piece, behind, gap) if gap is not None else None
            if joined:
                piece, i = joined, i + 1
        yield piece
        i += 1


_RANGE_WORDS = frozenset("and to until till -".split())


def _is_hour(piece: Piece) -> bool:
    return piece.type == "TIME" and piece.value[:1] == "T"


def _gap(scan: Scan, left: Piece, right: Piece) -> tuple[str, ...] | None:
    if right.first - left.last > 5 or not scan.spaced(left.last, right.first):
        return None
    return tuple(scan.words[left.last + 1 : right.first])


def _joined(scan: Scan, left: Piece, right: Piece) -> Piece | None:
    gap = _gap(scan, left, right)
    if gap is None:
        return None
    for neighbours in JOINS:
        joined = neighbours.read(scan, left, right, gap)
        if joined:
            return joined
    return None


@rule(
    yes=(
        ("In the third quarter of 2009.", "2009-Q3"),
        ("On Monday, 5 December, they met.", "2022-12-05"),
        ("Final: Sunday, May 28.", "2023-05-28"),
        ("In October of last year.", "2021-10"),
        ("They met in May, July and August 2020.", "2020-05 2020-07 2020-08"),
        ("In Q3 of FY2021 it fell.", "FY2021-Q3"),
        ("In the first half of fiscal 2021 it fell.", "FY2021-H1"),
        ("In 2017 April was dry.", "2017-04"),
        ("It opens next week on Tuesday.", "2023-01-03"),
        ("They sat from Monday to Thursday of last week.", "2022-12-19/2022-12-22"),
        ("He died on the morning of 9 May last year.", "2021-05-09TMO"),
    ),
)
def _filled(_: Scan, left: Piece, right: Piece, gap: tuple[str, ...]) -> Piece | None:
    """Fill what one piece lacks from the other: a year, a week, the date of a weekday."""
    if left.type == "TIME" and left.value[:5] == "XXXX-" and left.value[5:7].isdigit() and right.type == "DATE":
        told = gap in _LINKS and len(right.value) == 4 and right.value.isdigit()
        return replace(left, last=right.last, value=right.value + left.value[4:]) if told else None
    if left.type != "DATE" or right.type != "DATE":
        return None
    if left.value.startswith("XXXX-WXX-") and "/" in left.value and _is_week(right.value) and gap == ("of",):
        ends = (_day_of_week(right.value, end[-1]) for end in left.value.split("/"))
        return replace(left, last=right.last, value="/".join(ends), rule="<weekdays> of <week>")
    if left.value.startswith("XXXX-WXX-") and gap in _DAY_LINKS | {("of",)}:
        if len(right.value) == 10 and not right.value.startswith("XXXX-W"):
            return replace(right, first=left.first, rule=f"<weekday> {right.rule}")
        if _is_week(right.value):
            return replace(
                right, first=left.first, value=_day_of_week(right.value, left.value[-1]), rule="<weekday> of <week>"
            )
        if right.follow and right.follow[0] == "W" and not right.value:
            return replace(right, first=left.first, value=f"XXXX-{left.value[-1]}", rule="<weekday> of <week>")
        return None
    if _is_week(left.value) and right.value.startswith("XXXX-WXX-") and gap in {(), ("on",), (",",), ("-",)}:
        return replace(
            right, first=left.first, value=_day_of_week(left.value, right.value[-1]), rule="<week> <weekday>"
        )
    if len(left.value) == 4 and left.value.isdigit() and right.value.startswith("XXXX-") and gap in _YEAR_FIRST:
        value = right.value.replace("XXXX", left.value)
        return None if right.value.startswith("XXXX-W") else replace(right, first=left.first, value=value)
    if left.value[:6] in {"XXXX-Q", "XXXX-H"} and right.value.startswith("FY") and gap in _LINKS:
        return replace(right, first=left.first, value=right.value + left.value[4:], rule=f"{left.rule} of {right.rule}")
    if gap not in _LINKS:
        return None
    year = right.value if len(right.value) == 4 and right.value.isdigit() else ""
    if year and "/XXXX-" in left.value:
        value = left.value.replace("/XXXX", f"/{year}").replace("XXXX", year)
        return replace(left, last=right.last, value=value, rule=f"{left.rule} of <year>")
    if len(right.value) == 2 and right.value.isdigit() and left.value[:6] in {"XXXX-Q", "XXXX-H"}:
        return replace(
            left, last=right.last, value=part_of_century(left.value, right.value), rule="<part> of <century>"
        )
    if left.value.startswith("XXXX-") and "/" not in right.value and (year or _follows_year(right)):
        if year:
            return replace(left, last=right.last, value=left.value.replace("XXXX", year), rule=f"{left.rule} of <year>")
        return replace(left, last=right.last, follow=right.follow, rule=f"{left.rule} of {right.rule}")
    return None


def _follows_year(piece: Piece) -> bool:
    return piece.follow is not None and piece.follow[0] == "Y" and not piece.value


def _is_week(value: str) -> bool:
    return len(value) == 8 and value[4:6] == "-W" and value[:4].isdigit() and value[6:].isdigit()


def _day_of_week(week: str, number: str) -> str:
    monday = interval_of(week)[0]
    day = monday and moved(monday, str(int(number) - 1), "D", 1)
    return day.isoformat() if day else f"{week}-{number}"


@rule(
    yes=(
        ("Two weeks after 24 February 2022.", "2022-03-10"),
        ("They will meet a week from Thursday.", "2023-01-12"),
        ("It came three days before the 2nd of October.", "2022-09-29"),
        ("The lease is for ten years from 1 May 2021.", "P10Y 2021-05-01"),
    ),
)
def _counted_from(scan: Scan, left: Piece, right: Piece, gap: tuple[str, ...]) -> Piece | None:
    """Read "two weeks after 24 February 2022": a duration that ends at a known day."""
    if left.type != "DURATION" or right.type != "DATE" or gap not in {("after",), ("before",), ("from",)}:
        return None
    if gap == ("from",) and left.first and scan.words[left.first - 1] == "for":  # "a lease for ten years from 1 May"
        return None
    number, name = split_duration(left.value)
    weekday = right.value.startswith("XXXX-WXX-") and len(right.value) == 10
    if right.value.startswith("XXXX-") and (weekday or is_dated(right)) and number.isdigit() and not right.follow:
        shift = ("@" + name, int(number) * (-1 if gap == ("before",) else 1))
        return replace(right, first=left.first, follow=shift, rule="<duration> after <date>")
    start, end = interval_of(right.value)
    if not start or start != end:
        return None
    day = moved(start, number, name, -1 if gap == ("before",) else 1)
    if not day:
        return None
    return replace(left, last=right.last, type="DATE", value=grain_value(day, "D"), rule="<duration> after <date>")


_OF = frozenset((("of",), ("of", "the"), ("in",)))
_CLOSINGS = frozenset(
    tuple(words.split())
    for words in (
        "to|ended|that ended|which ended|that ends|that ended on|ending|until|through|to the|ended on|ending on|up to"
        "|to end|ended the"
    ).split("|")
)


@rule(
    yes=(
        ("In the first nine months of 2022.", "2022-01/2022-09"),
        ("In the 12 months to June 2022.", "2021-07/2022-06"),
        ("The year ended 31 March 2022.", "2021-04/2022-03"),
        ("In the quarter that ended June 30 it rose.", "2022-04/2022-06"),
        ("In the decade to 2020 it rose.", "2011-01/2020-12"),
        ("In the last week of July it rained.", "2022-W30"),
        ("They met on the first Monday of May.", "2022-05-02"),
        ("It ends on the last Friday of October 2021.", "2021-10-29"),
        ("In the week of 10 August it rained.", "2022-W32"),
        ("In the week beginning 10 August it rained.", "2022-08-10/2022-08-16"),
    ),
    no=("The first week of shooting.",),
)
def _part_of(scan: Scan, left: Piece, right: Piece, gap: tuple[str, ...]) -> Piece | None:
    """Read "the first nine months of 2022", "the last week of July", "the 12 months to June 2022" as an interval."""
    if right.type != "DATE" or "/" in right.value or right.value.endswith("REF"):
        return None
    if left.rule == WEEK_OF:
        day = len(right.value) == 10 and not right.follow and gap[:1] and gap[0] in {"of", *_WEEK_FROM}
        follow = ("~W", 1 if gap and gap[0] == "of" else 7)
        whole = replace(left, last=right.last, type="DATE", value=right.value, follow=follow, rule="week of <day>")
        return whole if day else None
    value = right.value
    if right.follow:
        if right.follow[1] or right.follow[0] not in {"Y", "M", "Q"}:
            return None
        value = {"Y": "XXXX", "M": "XXXX-XX", "Q": "XXXX-QX"}[right.follow[0]]
    if left.rule == PART:
        follow = ("#" + left.value[-1], int(left.value[:-1]))
        return (
            replace(left, last=right.last, value=value, follow=follow, rule="<ordinal> <unit> of <period>")
            if gap in _OF
            else None
        )
    if left.type != "DURATION" or (left.first and scan.words[left.first - 1] == "by"):
        return None
    if gap in {("until",), ("through",)} and left.first and scan.words[left.first - 1] == "for":
        return None
    number, name = split_duration(left.value)
    if not number.isdigit():
        return None
    whole = replace(left, last=right.last, type="DATE", value=value, mod=None, days=OPEN)
    opener = left.rule.partition(" ")[0]
    if gap in _OF and opener in {"first", "final", "last"}:
        cut = "^" if opener == "first" else "$"
        return replace(whole, follow=(cut + name, int(number)), rule=f"{opener} <number> <unit> of")
    ends = len(value) in {7, 10} and (left.rule == CLOSING or name in "MWD")
    if gap in _CLOSINGS and (ends or (name == "Y" and len(value) == 4 and value.isdigit() and opener != "in")):
        return replace(whole, follow=("<" + name, int(number)), rule="<duration> to <date>")
    return None


@rule(
    yes=(
        ("She ran for 3 minutes 58 seconds.", "PT3M58S"),
        ("It took 1 year, 3 months and 2 days.", "P1Y3M2D"),
        ("It took two days and six hours.", "P2DT6H"),
    ),
    no=(),
)
def _added(_: Scan, left: Piece, right: Piece, gap: tuple[str, ...]) -> Piece | None:
    """Read "3 minutes 58 seconds", "one year and two months" as one duration."""
    if left.type != "DURATION" or right.type != "DURATION" or gap not in _ADDED or right.mod:
        return None
    if left.rule != right.rule or left.rule != "<number> <unit>":
        return None
    order = [_SIZES.find(_unit_of(piece.value)) for piece in (left, right)]
    if not 0 <= order[0] < order[1] or "X" in left.value + right.value or "." in left.value + right.value:
        return None
    rest = right.value[1:].removeprefix("T") if "T" in left.value else right.value[1:]
    return replace(left, last=right.last, value=left.value + rest)


_ADDED = frozenset(((), ("and",), (",",), (",", "and")))
_SIZES = "YMWDhms"


def _unit_of(value: str) -> str:
    """Return the last unit of a duration, that of a clock in a small letter."""
    return value[-1].lower() if "T" in value else value[-1]


JOINS = (_added, _filled, set_and_time, day_and_time, _part_of, _counted_from, joined_range)
