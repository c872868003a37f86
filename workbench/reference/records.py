"""Rows of text to the records of the definitions: indicators, entities, sources, events."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from workbench.model import Entity, Event, Indicator, Source
from workbench.reference.periods import days_of_period

Row = dict[str, str]
# More digits or a larger exponent than any figure has would not fit into a float.
NUMBER = r"^[+-]?([0-9]{1,100}(\.[0-9]{0,100})?|\.[0-9]{1,100})([eE][+-]?[0-9]{1,2})?$"
_ADDRESS = re.compile(r"https?://\S+")


def address(note: str) -> str:
    """Return the web address that a note holds, or an empty string.

    >>> address("first print: https://example.org/a.htm")
    'https://example.org/a.htm'
    """
    match = _ADDRESS.search(note)
    return match[0].rstrip(".,;)") if match else ""


def split(cell: str | None) -> tuple[str, ...]:
    """Return the parts of a cell that holds several, separated by ``|``.

    >>> split("trade| commerce|")
    ('trade', 'commerce')
    """
    return tuple(part.strip() for part in (cell or "").split("|") if part.strip())


def number(cell: str) -> Decimal:
    """Return a finite number; raises ValueError for anything else.

    >>> number("29.3")
    Decimal('29.3')
    """
    if not re.fullmatch(NUMBER, cell):
        raise ValueError(f"{_short(cell)!r} is not a number")
    return Decimal(cell)


def _short(cell: str) -> str:
    return cell if len(cell) <= 80 else cell[:79] + "…"


def _optional(cell: str | None) -> Decimal | None:
    return number(cell) if cell else None


def _whole(cell: str | None) -> int:
    if not re.fullmatch(r"-?[0-9]{1,6}", cell or "0"):
        raise ValueError(f"{_short(cell or '')!r} is not a whole number")
    return int(cell or 0)


def day(cell: str | None) -> date | None:
    """Return a day, ``None`` for an empty cell; raises ValueError for anything else."""
    return date.fromisoformat(cell) if cell else None


def indicator(row: Row, _line: int) -> Indicator:
    """Return the definition that a row of ``indicators.csv`` holds; raises ValueError."""
    get = row.get
    return Indicator(
        indicator=row["indicator"], label=row["label"], unit=row["unit"], aliases=split(get("aliases")),
        definition=get("definition") or "", unit_mult=_whole(get("unit_mult")), currency=get("currency") or "",
        kind=get("kind") or "", freq=get("freq") or "A", prices=get("prices") or "",
        base_period=get("base_period") or "",
        adjustment=get("adjustment") or "", cumulative=get("cumulative") == "Y",
        decimals=_whole(row["decimals"]) if get("decimals") else None, derived_from=get("derived_from") or "",
        parent=get("parent") or "", rel_tol=_optional(get("rel_tol")), abs_tol=_optional(get("abs_tol")),
        min=_optional(get("min")), max=_optional(get("max")),
    )  # fmt: skip


def entity(row: Row, _line: int) -> Entity:
    """Return what a row of ``entities.csv`` holds."""
    kind = row.get("type") or "country"
    return Entity(row["entity"], row["label"], split(row.get("aliases")), kind, split(row.get("partition")))


def source(row: Row, _line: int) -> Source:
    """Return what a row of ``sources.csv`` holds; raises ValueError."""
    get = row.get
    stale = _whole(row["stale_after_days"]) if get("stale_after_days") else None
    return Source(
        row["source"], row["title"], get("publisher") or "", get("url") or "", day(get("retrieved")),
        day(get("published")), get("licence") or "", get("redistributable") or "", stale,
    )  # fmt: skip


def event(row: Row, line: int) -> Event:
    """Return what a row of ``events.csv`` holds; raises ValueError."""
    start, end = days_of_period(row["start"])
    if row.get("end"):
        end = days_of_period(row["end"])[1]
    if end < start:
        raise ValueError("it ends before it starts")
    return Event(
        row["event"], row["label"], start, end, split(row.get("aliases")), split(row.get("entities")),
        row.get("source") or "", row.get("note") or "", "events.csv", line,
    )  # fmt: skip
