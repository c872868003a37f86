"""A day, or a rhythm of days, and the time of the day beside it: "Monday morning", "every day at 6pm"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.grammar.clock import BARE, HOUR
from workbench.grammar.pieces import timed
from workbench.grammar.rules import rule
from workbench.grammar.timeranges import is_dated

if TYPE_CHECKING:
    from workbench.grammar.pieces import Piece, Scan

_TIME_LINKS = frozenset(
    tuple(words.split())
    for words in ("", ",", "on", "at", "of", ", at", "in the", "@", "from", "(", "in", "early", "late")
)


@rule(
    yes=(
        ("On Monday morning it rose.", "2022-12-26TMO"),
        ("It began at 8 p.m. on Monday.", "2022-12-26T20:00"),
        ("It began at 8 p.m. on Tuesday, November 8, 2022.", "2022-11-08T20:00"),
        ("On the morning of 6 June 1944 they landed.", "1944-06-06TMO"),
        ("It was shut between 2 p.m. Monday and 6 a.m. Wednesday.", "2022-12-26T14:00/2022-12-28T06:00"),
        ("At dawn on 22 June 1941 they crossed.", "1941-06-22TMO"),
    ),
    no=("A morning.",),
)
def day_and_time(scan: Scan, left: Piece, right: Piece, gap: tuple[str, ...]) -> Piece | None:
    """Put a day and a time of it together, in either order."""
    if gap not in _TIME_LINKS:
        return None
    if left.value.startswith("XXXX-WXX-") and "T" in left.value and is_dated(right) and gap in {(), (",",)}:
        value = timed(right.value, left.value.partition("T")[1] + left.value.partition("T")[2])
        return replace(right, first=left.first, type="TIME", value=value, rule="<time> <weekday> <day>")
    for day, time in ((left, right), (right, left)):
        if time.type == "TIME" and time.value.startswith("T") and day.type == "DATE" and _is_day(day.value):
            if time.rule == BARE and gap not in {(), ("in", "the"), ("in",)} and not _leads(scan, time, left, gap):
                return None
            if gap == ("(",) and time is left:
                return None
            return replace(
                day,
                first=left.first,
                last=right.last,
                type="TIME",
                value=timed(day.value, time.value),
                rule="<day> <time>",
            )
    if left.type == right.type == "TIME" and left.value[-2:] in _PART_CODES and right.value[:1] == "T":
        if right.value[-2:].isalpha() or left.rule == HOUR:
            return None
        on, value = left.value.partition("T")[0], _in_part(right.value, left.value)
        value = timed(on, value) if on else value
        return replace(left, last=right.last, value=value, rule="<part of the day> <time>")
    if left.rule == "<day> <time>" and right.rule == BARE and gap == ():
        ends = left.value.split("/")
        value = "/".join(end[: end.find("T")] + _in_part(end[end.find("T") :], right.value) for end in ends)
        return replace(left, last=right.last, value=value)
    if (
        left.type == right.type == "TIME"
        and left.value.startswith("T")
        and right.rule in {"this <part of the day>", "the <part of the day>", "tonight"}
    ):
        return replace(
            right,
            first=left.first,
            value=right.value.partition("T")[0] + _in_part(left.value, right.value),
            rule="<time> <part of the day>",
        )
    return None


def _leads(scan: Scan, time: Piece, left: Piece, gap: tuple[str, ...]) -> bool:
    """Tell whether a part of the day goes before its day: "the morning of 6 June", "at dawn on 6 June"."""
    return time is left and (gap == ("of",) or (gap == ("on",) and scan.words[left.first - 1] == "at"))


def _in_part(time: str, part: str) -> str:
    """Read "8:30 in the evening" as 20:30."""
    if "/" in time:
        return "/".join(_in_part(end, part) for end in time.split("/"))
    if not time[1:3].isdigit():
        return time
    hour = int(time[1:3])
    if part.endswith(("AF", "EV", "NI")) and 0 < hour < 12 and not (part.endswith("NI") and hour < 5):
        return f"T{hour + 12:02}{time[3:]}"
    return time


@rule(
    yes=(
        ("They meet every Monday at 4pm.", "XXXX-WXX-1T16:00"),
        ("They meet Tuesdays at 9 a.m. here.", "XXXX-WXX-2T09:00"),
        ("They meet on Friday mornings.", "XXXX-WXX-5TMO"),
        ("It opens every evening at 7.", "T19:00"),
        ("They met at 3pm each day.", "T15:00"),
        ("They meet on Tuesdays from 5 to 6 pm.", "XXXX-WXX-2T17:00/XXXX-WXX-2T18:00"),
        ("The gym opens at 6 on weekdays.", "XXXX-WXX-WDT06:00"),
        ("Rent falls due on 1 September of each year.", "XXXX-09-01"),
        ("They meet every day at 6pm.", "T18:00"),
    ),
)
def set_and_time(scan: Scan, left: Piece, right: Piece, gap: tuple[str, ...]) -> Piece | None:
    """Put the days of a rhythm and the time of each together."""
    if gap not in _TIME_LINKS or "/" in left.value:
        return None
    if "/" in right.value:
        weekly = left.type == "SET" and left.value.startswith("XXXX-WXX-") and "T" not in left.value
        told = weekly and right.type == "TIME" and right.value[:1] == "T"
        return (
            replace(left, last=right.last, value=timed(left.value, right.value), rule="<rhythm> <time>")
            if told
            else None
        )
    each = right.type == "SET" and scan.words[right.first] in {"each", "every"} and gap == ()
    each = each or (right.type == "SET" and right.value.startswith("XXXX-WXX-") and gap == ("on",))
    if each and left.type == "TIME" and left.value[:1] == "T":  # "3pm each day"
        left, right = replace(right, first=left.first), replace(left, last=right.last)
    if left.type == "SET" and left.value == "P1D" and right.type == "TIME":
        return replace(left, last=right.last, value=right.value, rule="<rhythm> <time>")
    if left.type == "SET" and left.value[:1] == "T" and right.type == "TIME":
        return replace(left, last=right.last, value=_in_part(right.value, left.value), rule="<rhythm> <time>")
    if left.type == "DATE" and left.value[:5] == "XXXX-" and "W" not in left.value and right.value == "P1Y":
        yearly = right.type == "SET" and gap == ("of",)
        return replace(left, last=right.last, type="SET", rule="<day> of each year") if yearly else None
    if right.type not in {"TIME", "SET"} or right.value[:1] != "T":
        return None
    weekly = left.value.startswith("XXXX-WXX-") and "T" not in left.value
    if weekly and (left.type == "SET" or right.type == "SET"):
        return replace(left, last=right.last, type="SET", value=left.value + right.value, rule="<rhythm> <time>")
    return None


_PART_CODES = frozenset(("MO", "MI", "AF", "EV", "NI"))


def _is_day(value: str) -> bool:
    return "/" not in value and (len(value) == 10 or value.startswith("XXXX-WXX-"))
