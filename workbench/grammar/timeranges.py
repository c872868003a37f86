"""Two times that are the ends of one: "from X to Y", "between X and Y", "X-Y"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.grammar.rules import rule

if TYPE_CHECKING:
    from workbench.grammar.pieces import Piece, Scan

_MORNING = frozenset(f"T{hour:02}" for hour in range(1, 12))
_TO = frozenset(("to", "until", "till", "through", "-", "up to", "thru"))


def is_dated(piece: Piece) -> bool:
    """Tell whether a piece is a day of a month, told with or without its year."""
    return piece.type == "DATE" and len(piece.value) == 10 and not piece.value.startswith("XXXX-W") and not piece.follow


@rule(
    yes=(
        ("Between 2010 and 2014.", "2010/2014"),
        ("They met from 2 pm to 3:30.", "2022-12-30T14:00/2022-12-30T15:30"),
        ("On Monday from 2:00 to 3:30 it rained.", "2022-12-26T02:00/2022-12-26T03:30"),
        ("Between 1 May 2022 and now.", "2022-05-01/2022-12-30"),
        ("From May to July 2021.", "2021-05/2021-07"),
        ("January-November sales rose.", "2022-01/2022-11"),
        ("From 30 November to 2 January it is closed.", "2022-11-30/2023-01-02"),
        ("He was away from the 3rd through the 9th of September.", "2022-09-03/2022-09-09"),
        ("From 3 April in 2017 to 9 May in 2018.", "2017-04-03/2018-05-09"),
    ),
)
def joined_range(scan: Scan, left: Piece, right: Piece, gap: tuple[str, ...]) -> Piece | None:
    """Read "from X to Y", "between X and Y", "X-Y" as one interval."""
    if left.type != right.type or left.type not in {"DATE", "TIME"} or "/" in left.value + right.value:
        return None
    left, right = _as_day(scan, left), _as_day(scan, right)
    if left.follow or right.follow or left.value.endswith("REF") or right.value.endswith("REF"):
        return None
    if left.value.startswith("XXXX-XX-") and is_dated(right):
        left = replace(left, value=right.value[:8] + left.value[8:])
    elif right.value.startswith("XXXX-XX-") and is_dated(left):
        right = replace(right, value=left.value[:8] + right.value[8:])
    opener = scan.words[left.first - 1] if left.first else ""
    words = " ".join(gap[:-1] if gap and gap[-1] == "the" else gap)
    opened = (opener == "between" and words == "and") or (
        opener == "from" and words in _TO | {"to at least", "up to", "and"}
    )
    both_clock = left.type == "TIME" and words in {"-", "to", "until", "till"}
    if (
        not opened
        and not both_clock
        and not (words in {"-", "to", "through", "thru"} and _same_grain(left.value, right.value))
    ):
        return None
    if not opened and opener in {"compared", "due"}:
        return None
    first = left.first - 1 if opened else left.first
    if len(left.value) != len(right.value):
        left, right = replace(left, value=_first_year(left.value)), replace(right, value=_last_year(right.value))
    if (
        left.type == "TIME"
        and left.value[-5:] > right.value[-5:]
        and right.value[:3] in _MORNING
        and left.value[-5:-3] >= "12"
    ):
        right = replace(right, value=f"T{int(right.value[1:3]) + 12}{right.value[3:]}")  # "2 pm to 3:30"
    if left.type == "TIME" and right.value.startswith("T") and not left.value.startswith("T"):
        right = replace(right, value=left.value.partition("T")[0] + right.value)
    return replace(
        left, first=first, last=right.last, value=f"{left.value}/{right.value}", mod=None, rule="<time> to <time>"
    )


def _first_year(value: str) -> str:
    """Return the first year of a decade or century, any other value as it is."""
    return value.ljust(4, "0") if value.isdigit() and len(value) in {2, 3} else value


def _last_year(value: str) -> str:
    return value.ljust(4, "9") if value.isdigit() and len(value) in {2, 3} else value


def _as_day(scan: Scan, piece: Piece) -> Piece:
    """Take "now" for today where it is the end of a range."""
    if piece.value == "PRESENT_REF" and scan.now and scan.words[piece.last] == "now":
        return replace(piece, value=scan.now.isoformat())
    return piece


def _same_grain(left: str, right: str) -> bool:
    return (len(left) == len(right) or len(left) < len(right) <= 10) and left[4:6].replace("X", "")[:1] == right[
        4:6
    ].replace("X", "")[:1]
