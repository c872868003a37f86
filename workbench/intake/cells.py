"""Cells of publishers: figures with thousands marks and flags, periods in words and codes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from workbench.errors import UsageError
from workbench.reference.periods import days_of_period

FISCAL = "write the months it covers, such as 2021-04/2022-03"
MISSING = frozenset(
    (
        "",
        ".",
        "..",
        "...",
        "…",
        "tbc",
        "missing",
        ":",
        "-",
        "–",
        "—",
        "x",
        "*",
        "n/a",
        "na",
        "n.a.",
        "nan",
        "null",
        "none",
        "#n/a",
        "n.d.",
    )
)
_FLAGS = {"p": "P", "e": "E", "b": "B", "f": "F", "a": "A", "r": "A", "t": "T"}
_FLAGGED = re.compile(r"(.*?)\s*[(\[]?([a-zA-Z])[)\]]?$")
_FOOTNOTE = re.compile(r"\s*(\[\d+\]|\(\d\)|[*†‡¹²³]+)$")
_BLANKS = re.compile(r"(?<=\d)[\u0020\u00a0\u2009\u202f'’](?=\d{3}(?:\D|$))")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
_GROUPED = re.compile(r"[+-]?\d{1,3}([,.])\d{3}(\1\d{3})*(?:(?!\1)[.,]\d+)?")
_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as text with a decimal point, and its status where the cell tells one."""

    text: str
    status: str = ""


def decimal_mark(cells: list[str], *, semicolons: bool = False) -> str:
    """Return ``.`` or ``,``, whichever the figures of a file use, ``?`` where they leave it open.

    Files whose cells are parted by ``semicolons`` come from where thousands may be set apart by points.

    >>> decimal_mark(["1,5", "2,25"]), decimal_mark(["1,234.5"]), decimal_mark(["1,234"])
    (',', '.', '?')
    """
    votes = {".": 0, ",": 0}
    open_ = False
    for cell in cells:
        marks = re.findall(r"[.,]", cell)
        if not marks:
            continue
        last, other = marks[-1], "," if marks[-1] == "." else "."
        decimals = len(re.match(r"\d*", cell[cell.rindex(last) + 1 :])[0])  # type: ignore[index]
        if other in marks or (marks.count(last) == 1 and decimals != 3):
            votes[last] += 1
        elif marks.count(last) > 1:
            votes[other] += 1
        elif re.match(r"[+-]?(0|\d{4,})[.,]", cell):
            votes[last] += 1
        elif last == "," or semicolons:
            open_ = True
    if votes[","] and not votes["."]:
        return ","
    return "?" if open_ and not votes["."] else "."


def figure(cell: str, mark: str = ".") -> Figure | None:
    """Read a figure; ``None`` for a cell that says there is none. Raises ValueError for anything else.

    >>> figure("1,234.50 p"), figure(".."), figure("1.234,5", ",").text
    (Figure(text='1234.50', status='P'), None, '1234.5')
    """
    text, status = _FOOTNOTE.sub("", cell.strip()).replace("\u2212", "-").removesuffix("%").strip(), ""
    if text.casefold() in MISSING:
        return None
    flagged = _FLAGGED.fullmatch(text)
    if flagged and flagged[1].strip() and flagged[2].lower() in _FLAGS and re.search(r"\d$", flagged[1].strip()):
        text, status = flagged[1].strip(), _FLAGS[flagged[2].lower()]
    elif flagged and flagged[1].strip().casefold() in MISSING:
        return None
    text = _BLANKS.sub("", text)
    other = "," if mark == "." else "."
    if other in text and _GROUPED.fullmatch(text):
        text = text.replace(other, "")
    text = text.replace(",", ".") if mark == "," else text
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"{cell!r} is no figure")
    return Figure(_plain(text), status)


def _plain(text: str) -> str:
    text = text.lstrip("+")
    if "e" in text.casefold():
        return format(Decimal(text), "f")
    text = text.rstrip(".") if text.endswith(".") else text
    return text.replace("-.", "-0.") if text.startswith("-.") else ("0" + text if text.startswith(".") else text)


def moved(text: str, power: int) -> str:
    """Return a figure with its point moved, every printed digit kept.

    >>> moved("25439700", -6), moved("3.1", 3), moved("7", 0)
    ('25.439700', '3100', '7')
    """
    return format(Decimal(text).scaleb(power), "f") if power else text


_PERIODS = (
    (re.compile(r"(?:YR|CY)?(\d{4})(?:\.0)?(?: \[YR\d{4}\])?"), "{0}"),
    (re.compile(r"(\d{4})[- ]?Q([1-4])(?: \[.*\])?"), "{0}-Q{1}"),
    (re.compile(r"Q([1-4])[- /]?(\d{4})"), "{1}-Q{0}"),
    (re.compile(r"(\d{4})[- ]?[SH]([12])"), "{0}-H{1}"),
    (re.compile(r"(\d{4})[- ]?M(\d{1,2})(?: \[.*\])?"), "{0}-{1:02}"),
    (re.compile(r"(\d{4})-(0[1-9]|1[0-2])"), "{0}-{1:02}"),
    (re.compile(r"(\d{4})-?W(\d{1,2})"), "{0}-W{1:02}"),
    (re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ]00:00(?::00)?.*)?"), "{0}-{1:02}-{2:02}"),
)


def period(cell: str) -> str:
    """Return a period as our tables write it; raises ValueError for what is none, or may be two.

    >>> [period(cell) for cell in ("2015 [YR2015]", "2015M3", "Q3 2015", "Mar 2015", "2015-S1", "2015*")]
    ['2015', '2015-03', '2015-Q3', '2015-03', '2015-H1', '2015']
    """
    text = _FOOTNOTE.sub("", " ".join(cell.strip().split()))
    for form, shape in _PERIODS:
        match = form.fullmatch(text)
        if match:
            parts = [int(part) if place else part for place, part in enumerate(match.groups())]
            found = shape.format(*parts)
            days_of_period(found)
            return found
    word = re.fullmatch(r"([A-Za-z]{3,9})\.?[- ,]+(\d{4})|(\d{4})[- ]([A-Za-z]{3,9})\.?", text)
    month = _MONTHS.get((word[1] or word[4])[:3].casefold()) if word else None
    if word and month:
        return f"{word[2] or word[3]}-{month:02}"
    if is_fiscal_year(text):
        raise ValueError(f"{cell!r} is a fiscal year; {FISCAL}")
    if re.fullmatch(r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}", text):
        raise ValueError(f"{cell!r} may be one of two days; write 2022-12-30")
    raise ValueError(f"{cell!r} is no period")


def is_fiscal_year(cell: str) -> bool:
    """Tell whether a cell is a year over two calendar years, such as ``2021/22``."""
    return re.fullmatch(r"(?:FY ?)?(?:19|20)\d\d[-/–](\d{2}|\d{4})|FY ?\d{2,4}", cell.strip()) is not None


def is_period(cell: str) -> bool:
    """Tell whether a cell is a period."""
    try:
        period(cell)
    except ValueError:
        return False
    return True


def coarser(days: list[str]) -> str:
    """Return which frequency a column of days stands for: A, Q or M where they are always first or last days, else D.

    >>> coarser(["2020-01-01", "2020-04-01", "2020-07-01"]), coarser(["2020-01-01", "2020-01-02"])
    ('Q', 'D')
    """
    read = sorted({date.fromisoformat(day) for day in days})
    firsts, lasts = (
        all(day.day == 1 for day in read),
        all((date.fromordinal(day.toordinal() + 1)).day == 1 for day in read),
    )
    if not (firsts or lasts):
        return "D"
    months = {day.month for day in read}
    steps = {(b.year - a.year) * 12 + b.month - a.month for a, b in pairwise(read)}
    if len(months) == 1 and (len(read) == 1 or min(steps) >= 12):
        return "A"
    wanted = {1, 4, 7, 10} if firsts else {3, 6, 9, 12}
    return "Q" if months <= wanted and min(steps) >= 3 else "M"


def in_frequency(day: str, freq: str) -> str:
    """Return the year, quarter or month that a day stands for.

    >>> in_frequency("2020-04-01", "Q"), in_frequency("2020-04-30", "M")
    ('2020-Q2', '2020-04')
    """
    parsed = date.fromisoformat(day)
    if freq == "D":
        return day
    if freq == "A":
        return str(parsed.year)
    if freq not in ("Q", "M"):
        raise UsageError(f"no frequency {freq!r} for days", hint="one of A, Q, M, D")
    return f"{parsed.year}-Q{(parsed.month + 2) // 3}" if freq == "Q" else f"{parsed.year}-{parsed.month:02}"
