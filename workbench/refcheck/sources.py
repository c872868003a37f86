"""Figures come from a named source, are not too old, and may be passed on."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from workbench.refcheck.findings import Spot, rule
from workbench.refcheck.frame import ordinal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.refcheck.package import Definition, Tables

_ADDRESS = re.compile(r"https?://[^\s/?#@:]+\.[^\s/?#@:.]{2,}(:\d{1,5})?([/?#]\S*)?")
_LIKE_ADDRESS = re.compile(r"\b(?:https?|ftp)\b:?/*\S*|\bwww\.\S+", re.IGNORECASE)


@rule("address", "error")
def address(tables: Tables) -> Iterator[Spot]:
    """An address is a whole http or https address."""
    for row in tables.rows_of("sources"):
        if row.get("url") and not _ADDRESS.fullmatch(row.get("url")):
            yield tables.defined("sources", row, "url", expected="an address such as https://example.org/page")
    frame = tables.frame
    column = frame.columns["note"]
    bad = np.array([_broken(text) for text in column.texts], bool)
    for number in np.flatnonzero(bad[column.codes]).tolist() if bad.any() else ():
        yield tables.at(number, "note", expected="an address such as https://example.org/page")
    for event in tables.rows_of("events"):
        if _broken(event.get("note")):
            yield tables.defined("events", event, "note", expected="an address such as https://example.org/page")


def _broken(note: str) -> bool:
    return any(not _ADDRESS.fullmatch(text.rstrip(".,;)")) for text in _LIKE_ADDRESS.findall(note))


@rule("no-address", "warning")
def no_address(tables: Tables) -> Iterator[Spot]:
    """Every source has an address where a reader can look."""
    for row in tables.rows_of("sources"):
        if not row.get("url"):
            yield tables.defined("sources", row, "url", expected="the address of the source")


@rule("licence", "error")
def licence(tables: Tables) -> Iterator[Spot]:
    """The package and every source say under which terms they may be used."""
    if tables.descriptor and not tables.descriptor.get("licenses"):
        yield Spot("datapackage.json", 1, "licenses", "", "no licence", "the licence of the package")
    for row in tables.rows_of("sources"):
        if not row.get("licence"):
            yield tables.defined("sources", row, "licence", expected="the terms of the source")


@rule("redistribution", "error")
def redistribution(tables: Tables) -> Iterator[Spot]:
    """No rows come from a source that may not be passed on."""
    used = set(tables.frame.columns["source"].texts)
    for row in tables.rows_of("sources"):
        if row.get("redistributable") == "no" and row.code in used:
            hint = "keep its rows in a package that stays on the desk"
            yield tables.defined(
                "sources", row, "redistributable", expected="a source whose figures may be shared", hint=hint
            )


@rule("attribution", "error")
def attribution(tables: Tables) -> Iterator[Spot]:
    """Every source names its publisher, and every observation its source."""
    for row in tables.rows_of("sources"):
        if not row.get("publisher"):
            yield tables.defined("sources", row, "publisher", expected="who publishes it")
    frame = tables.frame
    if "sources" in tables.sheets:
        for number in np.flatnonzero(frame.where("source", "")).tolist():
            yield tables.at(number, "source", expected="a code of sources.csv")


@rule("retrieved", "warning")
def retrieved(tables: Tables) -> Iterator[Spot]:
    """A source was read again within the days after which it goes stale, and not in the future."""
    for row in tables.rows_of("sources"):
        read = _day(row.get("retrieved"))
        if read is None:
            continue
        due = _due(row, read)
        if read > tables.today:
            yield tables.defined("sources", row, "retrieved", expected=f"{tables.today} or earlier")
        elif due is not None and tables.today > due:
            yield tables.defined("sources", row, "retrieved", expected=f"a newer reading, due {due}")


@rule("last-period", "warning")
def last_period(tables: Tables) -> Iterator[Spot]:
    """The newest period of a source's indicator is not older than the source's days of staleness."""
    frame = tables.frame
    for row in tables.rows_of("sources"):
        if _due(row, tables.today) is None:
            continue
        mine = np.flatnonzero(frame.observed & frame.where("source", row.code))
        indicators = frame.columns["indicator"].codes[mine]
        for code in np.unique(indicators).tolist():
            rows = mine[indicators == code]
            newest = int(rows[np.argmax(frame.ends[rows])])
            due = _due(row, date.fromordinal(int(frame.ends[newest])))
            if due is not None and tables.today > due:
                yield tables.at(newest, "period", expected=f"a newer period of {row.code}, due {due}")


def _due(row: Definition, since: date) -> date | None:
    days = row.get("stale_after_days")
    return since + timedelta(days=int(days)) if re.fullmatch(r"\d{1,5}", days) else None


def _day(text: str) -> date | None:
    number = ordinal(text)
    return date.fromordinal(number) if number > 0 else None


@rule("vintage-order", "error")
def vintage_order(tables: Tables) -> Iterator[Spot]:
    """A figure is not published before its period is over (as actual), in the future, or after it was retrieved."""
    frame = tables.frame
    if not len(frame):
        return
    known = frame.vintages > 0
    early = known & frame.where("status", "", "A", "B") & (frame.ends > 0) & (frame.vintages <= frame.ends)
    read = [
        ordinal(tables.sources[code].get("retrieved")) if code in tables.sources else 0
        for code in frame.columns["source"].texts
    ]
    retrieved_on = np.array(read, np.int64)[frame.columns["source"].codes]
    late = known & (retrieved_on > 0) & (frame.vintages > retrieved_on)
    future = known & (frame.vintages > tables.today.toordinal()) & ~late
    for row in np.flatnonzero(early).tolist():
        hint = "a figure of an unfinished period is an estimate (E) or a forecast (F)"
        yield tables.at(row, "vintage", expected=f"after the end of {frame.text(row, 'period')}", hint=hint)
    for row in np.flatnonzero(late & ~early).tolist():
        when = date.fromordinal(int(retrieved_on[row]))
        yield tables.at(row, "vintage", expected=f"{when} or earlier, when {frame.text(row, 'source')} was retrieved")
    for row in np.flatnonzero(future & ~early).tolist():
        yield tables.at(row, "vintage", expected=f"{tables.today} or earlier")


@rule("future-actual", "error")
def future_actual(tables: Tables) -> Iterator[Spot]:
    """An actual figure is not of a period that has not ended yet."""
    frame = tables.frame
    ahead = frame.where("status", "", "A", "B", "P") & (frame.ends > tables.today.toordinal())
    for row in np.flatnonzero(ahead & (frame.vintages <= 0)).tolist():
        yield tables.at(row, "period", expected=f"a period that ended by {tables.today}, or status F or T")


@rule("status-mixed", "error")
def status_mixed(tables: Tables) -> Iterator[Spot]:
    """One source does not state the same figure on one day both as actual and as forecast or target."""
    frame = tables.frame
    expected_rows = np.flatnonzero(frame.where("status", "F", "T"))
    if not len(expected_rows):
        return
    names = ("indicator", "entity", "counterpart", "period", "vintage", "source")
    identity = frame.combined(*names)
    actual = np.flatnonzero(frame.where("status", "", "A", "B"))
    first = dict(zip(identity[actual].tolist(), actual.tolist(), strict=True))
    for row in expected_rows.tolist():
        if int(identity[row]) in first:
            other = first[int(identity[row])]
            yield tables.at(row, "status", expected=f"only one of this and line {frame.lines[other]} (actual)")


@rule("late-forecast", "warning")
def late_forecast(tables: Tables) -> Iterator[Spot]:
    """A forecast or target is dated, and on a day before its period is over."""
    frame = tables.frame
    rows = np.flatnonzero(frame.where("status", "F", "T"))
    for row in rows.tolist():
        if frame.vintages[row] == 0:
            yield tables.at(row, "vintage", expected="the day on which it was published or set")
        elif frame.ends[row] and frame.vintages[row] > frame.ends[row]:
            yield tables.at(row, "vintage", expected=f"a day before {frame.text(row, 'period')} was over")


RULES = (
    address, no_address, licence, redistribution, attribution, retrieved, last_period, vintage_order, future_actual,
    status_mixed, late_forecast,
)  # fmt: skip
