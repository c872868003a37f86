"""Every row is there once, and everything it names exists."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from workbench.refcheck.findings import Spot, rule
from workbench.refcheck.package import DEFINITIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.refcheck.package import Tables

KEY = ("indicator", "entity", "counterpart", "period", "status", "vintage", "source")
# Codes that the World Bank gives to regions, income groups and lending groups, beside ISO 3166-1.
AGGREGATES = frozenset(
    (
        "AFE AFR AFW ARB BEA BEC BHI BLA BMN BSS CAA CEA CEB CEU CLA CME CSA CSS DEA DEC DFS DLA DMN DNS DSA "
        "DSF DSS DXS EAP EAR EAS ECA ECS EMU EUU FCS FXS HIC HPC IBB IBD IBT IDA IDB IDX INX LAC LCN LCR LDC "
        "LIC LMC LMY LTE MDE MEA MIC MNA NAC NAF NRS NXS OED OSS PRE PSS PST RRS SAS SSA SSF SST SXZ TEA TEC "
        "TLA TMN TSA TSS UMC WLD XZN "
    ).split()
)
_OUR_OWN = ("XKX",)  # Kosovo has no code of ISO 3166-1; this one is in general use
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_NAMED = {"indicator": "indicators", "entity": "entities", "counterpart": "entities", "source": "sources"}
_DERIVED = re.compile(r"(growth|share)\([a-z][a-z0-9_]*\)|[a-z][a-z0-9_]*([-+/*][a-z][a-z0-9_]*)?")


def _repeats(tables: Tables) -> Iterator[tuple[int, int]]:
    """Yield ``(row, the first row of the same key)``."""
    frame = tables.frame
    if not len(frame):
        return
    blank_is_actual = frame.columns["status"]
    texts = np.array([{"": "A"}.get(text, text) for text in blank_is_actual.texts])
    status = np.unique(texts, return_inverse=True)[1][blank_is_actual.codes]
    identity = frame.combined("indicator", "entity", "counterpart", "period")
    rest = frame.combined("vintage", "source") * 8 + status
    order = np.lexsort([rest, identity])
    same = (np.diff(identity[order]) == 0) & (np.diff(rest[order]) == 0)
    begins = np.flatnonzero(np.concatenate(([True], ~same)))
    group = np.cumsum(np.concatenate(([True], ~same))) - 1
    for place in (np.flatnonzero(same) + 1).tolist():
        yield int(order[place]), int(order[begins[group[place]]])


@rule("duplicate-row", "error")
def duplicate_row(tables: Tables) -> Iterator[Spot]:
    """No figure stands in the tables twice with the same key and the same value."""
    frame = tables.frame
    for row, first in _repeats(tables):
        if frame.text(row, "value") == frame.text(first, "value"):
            yield tables.at(row, "value", expected=f"one row; the same stands in {_place(tables, first)}")


@rule("conflicting-rows", "error")
def conflicting_rows(tables: Tables) -> Iterator[Spot]:
    """The same key does not have two values."""
    frame = tables.frame
    for row, first in _repeats(tables):
        if frame.text(row, "value") != frame.text(first, "value"):
            expected = f"{frame.text(first, 'value')} as in {_place(tables, first)}"
            yield tables.at(row, "value", expected=expected, hint="a revision has a vintage of its own")


def _place(tables: Tables, row: int) -> str:
    return f"{tables.frame.text(row, 'table')}:{tables.frame.lines[row]}"


@rule("duplicate-definition", "error")
def duplicate_definition(tables: Tables) -> Iterator[Spot]:
    """No code is defined twice."""
    for table in DEFINITIONS:
        first: dict[str, int] = {}
        for row in tables.rows_of(table):
            if first.setdefault(row.code, row.line) != row.line:
                expected = f"one row; {row.code} is defined on line {first[row.code]}"
                yield tables.defined(table, row, table.rstrip("s").replace("entitie", "entity"), expected=expected)


@rule("unknown-code", "error")
def unknown_code(tables: Tables) -> Iterator[Spot]:
    """Every indicator, entity and source that a row names is defined."""
    frame = tables.frame
    for column, table in _NAMED.items():
        if tables.defines(table) and len(frame):
            known = getattr(tables, table)
            strange = np.array(
                [bool(text.strip()) and text.strip() not in known for text in frame.columns[column].texts], bool
            )
            for row in np.flatnonzero(strange[frame.columns[column].codes]).tolist() if strange.any() else ():
                yield tables.at(row, column, expected=f"a code of {table}.csv")
    yield from _unknown_parts(tables)


def _unknown_parts(tables: Tables) -> Iterator[Spot]:
    for table, column, target in (("entities", "partition", "entities"), ("events", "entities", "entities"),
                                  ("events", "source", "sources"), ("indicators", "parent", "indicators")):  # fmt: skip
        if tables.defines(target):
            for row in tables.rows_of(table):
                for code in row.parts(column):
                    if code not in getattr(tables, target):
                        yield tables.defined(table, row, column, found=code, expected=f"a code of {target}.csv")


@rule("derivation", "error")
def derivation(tables: Tables) -> Iterator[Spot]:
    """derived_from is growth(x), a+b, a-b or a/b over other indicators, and parents do not go in circles."""
    for row in tables.rows_of("indicators"):
        text = row.get("derived_from").replace(" ", "")
        names = _NAME.findall(re.sub(r"^(growth|share)\(", "(", text))
        if text and not _DERIVED.fullmatch(text):
            yield tables.defined("indicators", row, "derived_from", expected="growth(x), a+b, a-b or a/b")
        elif any(name not in tables.indicators or name == row.code for name in names):
            expected = "other indicators of indicators.csv"
            yield tables.defined("indicators", row, "derived_from", expected=expected)
        if _circle(tables, row.code):
            yield tables.defined("indicators", row, "parent", expected="a parent that is not its own descendant")


def _circle(tables: Tables, code: str) -> bool:
    seen = {code}
    row = tables.indicators.get(code)
    while row and row.get("parent"):
        if row.get("parent") in seen:
            return row.get("parent") == code
        seen.add(row.get("parent"))
        row = tables.indicators.get(row.get("parent"))
    return False


@cache
def countries() -> frozenset[str]:
    """Return the alpha-3 codes of ISO 3166-1 (and XKX)."""
    from babel.core import get_global

    named = {code for code in get_global("territory_aliases") if len(code) == 3 and code.isalpha()}
    assigned = {code for code in named if code[0] not in "QX" and code not in ("AAA", "ZZZ")}
    return frozenset(assigned).union(_OUR_OWN)


@rule("country-code", "error")
def country_code(tables: Tables) -> Iterator[Spot]:
    """A country or economy has its code of ISO 3166-1, an aggregate its code of the World Bank or one of our own."""
    for row in tables.rows_of("entities"):
        kind = row.get("type") or "country"
        if len(row.code) != 3 or not row.code.isupper():
            continue
        if kind in ("country", "economy"):
            if row.code not in countries() and row.code not in AGGREGATES:
                yield tables.defined("entities", row, "entity", expected="a code of ISO 3166-1 alpha-3")
        elif row.code not in AGGREGATES and row.code not in countries():
            hint = "a group of your own begins with x-"
            yield tables.defined("entities", row, "entity", expected="a World Bank code", hint=hint)


@rule("currency-code", "error")
def currency_code(tables: Tables) -> Iterator[Spot]:
    """A currency is a code of ISO 4217."""
    from babel.core import get_global

    known = get_global("all_currencies")
    for row in tables.rows_of("indicators"):
        if row.get("currency") and row.get("currency") not in known:
            yield tables.defined("indicators", row, "currency", expected="a code of ISO 4217")
        pair = re.fullmatch(r"([A-Z]{3})/([A-Z]{3})", row.get("unit"))
        if pair and not set(pair.groups()) <= set(known):
            yield tables.defined("indicators", row, "unit", expected="two codes of ISO 4217")


@rule("rank-set", "error")
def rank_set(tables: Tables) -> Iterator[Spot]:
    """An aggregate is not typed as a country: it would be ranked among countries."""
    members = {group for row in tables.rows_of("entities") for group in row.parts("partition")}
    for row in tables.rows_of("entities"):
        if (row.get("type") or "country") not in ("country", "economy"):
            continue
        if row.code in AGGREGATES or row.code in members:
            expected = "group, aggregate or world"
            yield tables.defined("entities", row, "type", found=row.get("type") or "country", expected=expected)


@rule("unused-definition", "warning")
def unused_definition(tables: Tables) -> Iterator[Spot]:
    """Every indicator has rows or a derivation, every source is named by a row or event."""
    if not tables.observations:
        return
    frame = tables.frame
    used = {name: set(frame.columns[name].texts) for name in ("indicator", "source")}
    used["source"].update(row.get("source") for row in tables.rows_of("events"))
    for row in tables.rows_of("indicators"):
        if row.code not in used["indicator"] and not row.get("derived_from"):
            yield tables.defined("indicators", row, "indicator", expected="rows, or derived_from")
    for row in tables.rows_of("sources"):
        if row.code not in used["source"]:
            yield tables.defined("sources", row, "source", expected="a row or an event that rests on it")


RULES = (
    duplicate_row, conflicting_rows, duplicate_definition, unknown_code, derivation, country_code, currency_code,
    rank_set, unused_definition,
)  # fmt: skip
