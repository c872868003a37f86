"""Every name means one thing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workbench.refcheck.findings import Spot, rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from workbench.refcheck.package import Definition, Tables


def _collisions(tables: Tables, table: str, differ: Callable[[Definition, Definition], bool]) -> Iterator[Spot]:
    owners: dict[str, Definition] = {}
    for row in tables.rows_of(table):
        for name in dict.fromkeys((row.get("label"), *row.parts("aliases"))):
            folded = " ".join(re.split(r"[\s\-_]+", name.casefold())).strip()
            if not folded:
                continue
            other = owners.setdefault(folded, row)
            if other.code != row.code and differ(row, other):
                column = "label" if name == row.get("label") else "aliases"
                expected = f"a name that is not also that of {other.code} (line {other.line})"
                yield tables.defined(table, row, column, found=name, expected=expected)


@rule("alias-indicators", "error")
def alias_indicators(tables: Tables) -> Iterator[Spot]:
    """No name is shared by indicators of different unit, currency or kind."""
    return _collisions(tables, "indicators", lambda one, other: _nature(one) != _nature(other))


def _nature(row: Definition) -> tuple[str, ...]:
    return tuple(row.get(name) for name in ("unit", "currency", "kind"))


@rule("alias-entities", "error")
def alias_entities(tables: Tables) -> Iterator[Spot]:
    """No name is shared by two entities."""
    return _collisions(tables, "entities", lambda _one, _other: True)


@rule("alias-events", "error")
def alias_events(tables: Tables) -> Iterator[Spot]:
    """No name is shared by two events."""
    return _collisions(tables, "events", lambda _one, _other: True)


@rule("label", "warning")
def label(tables: Tables) -> Iterator[Spot]:
    """What a label says of base and unit agrees with the columns that state it."""
    for row in tables.rows_of("indicators"):
        text = f"{row.get('label')} {row.get('definition')}"
        if re.search(r"\b(19|20)\d\d ?= ?100\b", text) and row.get("unit") != "index":
            yield tables.defined("indicators", row, "unit", expected="index, as the label says")
        if re.search(r"per ?cent|%|\bshare of\b", row.get("label")) and row.get("unit") in ("currency", "index"):
            yield tables.defined("indicators", row, "unit", expected="percent, as the label says")


RULES = (alias_indicators, alias_entities, alias_events, label)
