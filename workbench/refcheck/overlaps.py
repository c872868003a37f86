"""Rows of the same thing agree: two sources, two sides of a trade, today and an earlier revision."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from workbench.refcheck.findings import Spot, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.refcheck.frame import Ints
    from workbench.refcheck.package import Tables

_FIGURE = ("indicator", "entity", "counterpart", "period")


@rule("overlap", "warning")
def overlap(tables: Tables) -> Iterator[Spot]:
    """Where tables or sources overlap, they agree on the figure."""
    frame = tables.frame
    rows = frame.newest(np.flatnonzero(frame.observed), *_FIGURE, "source")
    identity = frame.combined(*_FIGURE, rows=rows)
    order = np.argsort(identity, kind="stable")
    rows, identity = rows[order], identity[order]
    for place in np.flatnonzero(np.diff(identity) == 0).tolist():
        one, other = sorted((int(rows[place]), int(rows[place + 1])))
        if _apart(tables, one, other):
            expected = (
                f"near {frame.text(one, 'value')} of {frame.text(one, 'source') or 'no source'} ({_place(tables, one)})"
            )
            yield tables.at(other, "value", expected=expected, hint="both are kept; claims on it may be mixed")


def _apart(tables: Tables, one: int, other: int) -> bool:
    frame = tables.frame
    gap = abs(frame.numbers[one] - frame.numbers[other]) - frame.halves[one] - frame.halves[other]
    return bool(gap > tables.limits["overlap"] * max(abs(frame.numbers[one]), abs(frame.numbers[other])))


def _place(tables: Tables, row: int) -> str:
    return f"{tables.frame.text(row, 'table')}:{tables.frame.lines[row]}"


@rule("mirror", "info")
def mirror(tables: Tables) -> Iterator[Spot]:
    """What a partner reports of the same trade is shown beside it."""
    frame = tables.frame
    rows = np.flatnonzero(frame.observed & ~frame.where("counterpart", ""))
    rows = frame.newest(rows, *_FIGURE)
    seen = {_about(tables, row): row for row in rows.tolist()}
    for (indicator, entity, counterpart, period), row in seen.items():
        other = seen.get((indicator, counterpart, entity, period))
        if other is not None and entity > counterpart:
            expected = f"{frame.text(other, 'value')} as {counterpart} reports it ({_place(tables, other)})"
            yield tables.at(row, "value", expected=expected)


def _about(tables: Tables, row: int) -> tuple[str, str, str, str]:
    frame = tables.frame
    return (frame.text(row, "indicator"), frame.text(row, "entity"), frame.text(row, "counterpart"),
            frame.text(row, "period"))  # fmt: skip


@rule("coverage", "warning")
def coverage(tables: Tables) -> Iterator[Spot]:
    """Nothing that the baseline held is gone."""
    if tables.baseline is None:
        return
    now = set(_cells(tables))
    for key, (value, table, line) in _cells(tables.baseline).items():
        if key not in now:
            about = " ".join(filter(None, key[:4]))
            yield Spot(table, 1, "value", about, "no row", f"{value}, line {line} of the baseline")
    for table in ("indicators", "entities", "sources", "events"):
        for code, row in getattr(tables.baseline, table).items():
            if code not in getattr(tables, table):
                yield Spot(f"{table}.csv", 1, table, code, "no row", f"as on line {row.line} of the baseline")


@rule("changed", "warning")
def changed(tables: Tables) -> Iterator[Spot]:
    """No figure differs from the baseline under the same key; a revision has a vintage of its own."""
    if tables.baseline is None:
        return
    before = _cells(tables.baseline)
    for key, (value, table, line) in _cells(tables).items():
        old = before.get(key, (value, "", 0))[0]
        if old != value:
            yield Spot(table, line, "value", " ".join(filter(None, key[:4])), value, f"{old} as in the baseline")
    yield from _changed_definitions(tables)


def _changed_definitions(tables: Tables) -> Iterator[Spot]:
    assert tables.baseline is not None
    for table in ("indicators", "entities", "sources", "events"):
        for code, row in getattr(tables, table).items():
            old = getattr(tables.baseline, table).get(code)
            for name, cell in row.cells.items() if old else ():
                if cell != old.get(name):
                    yield tables.defined(
                        table, row, name, found=cell or "nothing", expected=f"{old.get(name)!r} as in the baseline"
                    )


def _cells(tables: Tables) -> dict[tuple[str, ...], tuple[str, str, int]]:
    frame = tables.frame
    names = (*_FIGURE, "status", "vintage", "source")
    columns = [[words[code] for code in codes.tolist()] for codes, words in (_pair(tables, name) for name in names)]
    values, table = (_pair(tables, name) for name in ("value", "table"))
    found = {}
    for row, key in enumerate(zip(*columns, strict=True)):
        found[key] = (values[1][values[0][row]], table[1][table[0][row]], int(frame.lines[row]))
    return found


def _pair(tables: Tables, name: str) -> tuple[Ints, list[str]]:
    column = tables.frame.columns[name]
    return column.codes, column.texts  # type: ignore[return-value]


RULES = (overlap, mirror, coverage, changed)
