"""Every cell is filled, spelt and chosen as its column asks."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from workbench.refcheck.files import REQUIRED, table_of
from workbench.refcheck.findings import Spot, rule
from workbench.refcheck.frame import ordinal
from workbench.reference.records import number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from workbench.refcheck.package import Tables
    from workbench.reference.sheets import Sheet

_ENUMERATIONS = {
    ("observations", "status"): ("", "A", "E", "F", "P", "B", "T"),
    ("indicators", "kind"): ("", "stock", "flow", "rate", "ratio", "index"),
    ("indicators", "freq"): ("", "A", "S", "Q", "M", "W", "D"),
    ("indicators", "prices"): ("", "current", "constant"),
    ("indicators", "adjustment"): ("", "N", "S"),
    ("indicators", "cumulative"): ("", "Y", "N"),
    ("entities", "type"): ("", "country", "economy", "group", "aggregate", "world"),
    ("sources", "redistributable"): ("", "yes", "no"),
}
_PATTERNS = {
    ("indicators", "indicator"): ("[a-z][a-z0-9_]*", "small letters, digits and underscores"),
    ("sources", "source"): ("[a-z][a-z0-9_-]*", "small letters, digits, - and _"),
    ("events", "event"): ("[a-z][a-z0-9_-]*", "small letters, digits, - and _"),
    ("entities", "entity"): ("[A-Z]{3}|x-[a-z0-9-]+", "three capitals, or x- and small letters"),
}
_NUMBERS = {
    ("indicators", "unit_mult"): "a power of ten as a whole number",
    ("indicators", "decimals"): "a whole number",
    ("sources", "stale_after_days"): "a whole number",
}
_MEASURES = ("rel_tol", "abs_tol", "min", "max")
_DAYS = (("observations", "vintage"), ("sources", "retrieved"), ("sources", "published"))
_WHOLE = re.compile(r"-?\d{1,3}|\d{1,6}")
_KEYS = {"indicators": "indicator", "entities": "entity", "sources": "source", "events": "event"}


def _wrong_words(sheet: Sheet, name: str, wrong: Callable[[str], bool]) -> Iterator[int]:
    """Yield the rows whose cell of a column is wrong; each distinct text is looked at once."""
    column = sheet.columns.get(name)
    if column is None or not len(column):
        return
    bad = np.array([wrong(text) for text in column.texts], bool)
    if bad.any():
        yield from np.flatnonzero(bad[column.codes]).tolist()


def _spot(sheet: Sheet, row: int, name: str, expected: str, hint: str = "") -> Spot:
    table = table_of(sheet.name)
    parts = ("indicator", "entity", "counterpart", "period") if table == "observations" else (_KEYS[table],)
    key = " ".join(cell for cell in (sheet.cell(row, part) for part in parts) if cell)
    return Spot(sheet.name, int(sheet.lines[row]), name, key, sheet.cell(row, name), expected, hint)


@rule("required", "error")
def required(tables: Tables) -> Iterator[Spot]:
    """A cell that must be filled is filled."""
    for sheet in tables.all_sheets():
        for name in REQUIRED[table_of(sheet.name)]:
            for row in _wrong_values(sheet) if name == "value" else _wrong_words(sheet, name, _is_blank):
                yield _spot(sheet, row, name, "a value")


def _is_blank(text: str) -> bool:
    return not text.strip()


def _wrong_values(sheet: Sheet) -> Iterator[int]:
    """Yield the rows without a value; values are too many to look at one by one."""
    column = sheet.columns.get("value")
    if column is not None:
        empty = pc.equal(pc.utf8_trim_whitespace(column.words), "").to_numpy(zero_copy_only=False)
        yield from np.flatnonzero(empty[column.codes]).tolist()


@rule("number", "error")
def numbers(tables: Tables) -> Iterator[Spot]:
    """Where a number belongs stands a finite number with a decimal point and no thousands marks."""
    frame = tables.frame
    for row in np.flatnonzero(~frame.numeric).tolist():
        if frame.text(row, "value").strip():
            yield tables.at(row, "value", expected="a finite number such as 1234.5")
    for sheet in tables.sheets.values():
        table = table_of(sheet.name)
        for (where, name), expected in _NUMBERS.items():
            if where == table:
                for row in _wrong_words(sheet, name, lambda text: bool(text) and not _WHOLE.fullmatch(text)):
                    yield _spot(sheet, row, name, expected)
        for name in _MEASURES if table == "indicators" else ():
            for row in _wrong_words(sheet, name, lambda text: bool(text) and not _finite(text)):
                yield _spot(sheet, row, name, "a finite number")


def _finite(text: str) -> bool:
    try:
        number(text)
    except ValueError:
        return False
    return True


@rule("enumeration", "error")
def enumeration(tables: Tables) -> Iterator[Spot]:
    """A cell of a column with fixed choices holds one of them."""
    for sheet in tables.all_sheets():
        for (table, name), allowed in _ENUMERATIONS.items():
            if table == table_of(sheet.name):
                for row in _wrong_words(sheet, name, partial(_strange, allowed)):
                    yield _spot(sheet, row, name, "one of " + " ".join(filter(None, allowed)))


def _strange(allowed: tuple[str, ...], text: str) -> bool:
    return text not in allowed


@rule("pattern", "error")
def pattern(tables: Tables) -> Iterator[Spot]:
    """A code is spelt as codes of its table are."""
    for sheet in tables.sheets.values():
        for (table, name), (form, expected) in _PATTERNS.items():
            if table == table_of(sheet.name):
                for row in _wrong_words(sheet, name, partial(_misspelt, re.compile(form))):
                    yield _spot(sheet, row, name, expected)


def _misspelt(form: re.Pattern[str], text: str) -> bool:
    return bool(text) and not form.fullmatch(text)


@rule("day", "error")
def days(tables: Tables) -> Iterator[Spot]:
    """A day is written as 2022-12-30."""
    for sheet in tables.all_sheets():
        for table, name in _DAYS:
            if table == table_of(sheet.name):
                for row in _wrong_words(sheet, name, lambda text: ordinal(text) < 0):
                    yield _spot(sheet, row, name, "a day such as 2022-12-30")


@rule("blanks", "error")
def blanks(tables: Tables) -> Iterator[Spot]:
    """No cell begins or ends with a blank, and none holds a no-break space or another invisible character."""
    for sheet in tables.all_sheets():
        for name in sheet.columns:
            if name != "value":
                for row in _wrong_words(sheet, name, _has_blanks):
                    yield _spot(sheet, row, name, "no blanks at the ends, no invisible characters", "retype the cell")


_INVISIBLE = re.compile("[\u00a0\u200b-\u200f\u202a-\u202f\u2060\ufeff\ufffd\x00-\x08\x0b-\x1f]")


def _has_blanks(text: str) -> bool:
    return text != text.strip() or bool(_INVISIBLE.search(text))


@rule("bounds", "error")
def bounds(tables: Tables) -> Iterator[Spot]:
    """A value lies between the minimum and the maximum of its indicator."""
    frame = tables.frame
    words = frame.columns["indicator"].texts
    low, high = (np.array([_bound(tables, code, end) for code in words], float) for end in ("min", "max"))
    if not len(frame):
        return
    codes = frame.columns["indicator"].codes
    values = frame.numbers
    with np.errstate(invalid="ignore"):
        outside = (values < low[codes]) | (values > high[codes])
    for row in np.flatnonzero(outside).tolist():
        definition = tables.indicators[frame.text(row, "indicator")]
        ends = [f"at least {definition.get('min')}" if definition.get("min") else "",
                f"at most {definition.get('max')}" if definition.get("max") else ""]  # fmt: skip
        yield tables.at(row, "value", expected=" and ".join(filter(None, ends)))


def _bound(tables: Tables, code: str, end: str) -> float:
    definition = tables.indicators.get(code)
    cell = definition.get(end) if definition else ""
    return float(number(cell)) if cell and _finite(cell) else float("nan")


@rule("bounds-order", "error")
def bounds_order(tables: Tables) -> Iterator[Spot]:
    """The minimum of an indicator is below its maximum."""
    for row in tables.rows_of("indicators"):
        low, high = row.get("min"), row.get("max")
        if low and high and _finite(low) and _finite(high) and number(low) >= number(high):
            yield tables.defined("indicators", row, "min", expected=f"less than {high}")


RULES = (required, numbers, enumeration, pattern, days, blanks, bounds, bounds_order)
