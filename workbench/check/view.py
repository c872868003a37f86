"""What the tables showed on a day: the same questions asked as of publication and as of now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.check import rows as pick
from workbench.interval import Figure, evaluate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from workbench.link import Linker
    from workbench.model import Link, Observation
    from workbench.reference import Reference

RANKED = ("country", "economy")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way the tables answer a claim: a formula over rows, and what tells it from the other ways."""

    formula: str
    rows: tuple[Observation, ...]
    unit: str
    basis: str
    computed_growth: bool = False
    note: str = ""

    def figures(self) -> list[Figure]:
        """Return the rows as figures, in the order that the formula names them."""
        return [Figure.printed(row.value, row.step) for row in self.rows]

    def result(self) -> Figure:
        """Compute the formula."""
        return evaluate(self.formula, self.figures())


@dataclass(frozen=True, slots=True)
class View:
    """The tables as known on ``day`` (``None``: everything), for a text written on a day (``None``: not known)."""

    reference: Reference
    linker: Linker
    day: date | None
    written: date | None = None

    def series(self, indicator: str, entity: str, counterpart: str | None = "") -> list[Observation]:
        """Return the rows known on the day, of any status."""
        return pick.known(self.reference.series(indicator, entity, counterpart or ""), self.day)

    def observed(self, indicator: str, entity: str, counterpart: str | None = "") -> list[Observation]:
        """Return what was observed as known on the day: one row for each period and source."""
        return pick.newest(pick.observed(self.series(indicator, entity, counterpart)))

    def reporters(self, link: Link) -> Iterator[tuple[str, str]]:
        """Yield the series that answer a link: the linked one, and the partner's own figures of the same."""
        assert link.indicator is not None
        assert link.entity is not None
        yield link.entity, link.counterpart or ""
        if link.counterpart and link.entity in self.reference.counterparts(link.indicator, link.counterpart):
            yield link.counterpart, link.entity

    def across(self, indicator: str, period: str, counterpart: str = "") -> list[Observation]:
        """Return one row for each country or economy for a period, largest first."""
        rows = pick.observed(pick.known(self.reference.cross_section(indicator, period), self.day))
        best: dict[str, Observation] = {}
        for row in pick.newest_by_entity(rows):
            entity = self.reference.entities.get(row.entity)
            if row.counterpart == counterpart and entity and entity.type in RANKED:
                best[row.entity] = row
        return sorted(best.values(), key=lambda row: (-row.value, row.entity))
