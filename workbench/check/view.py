"""What the tables showed on a day: the same questions asked as of publication and as of now."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from workbench.check import rows as pick
from workbench.interval import Figure, evaluate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workbench.link import Linker
    from workbench.model import Link, Observation
    from workbench.reference import Reference
    from workbench.reference.rows import Key

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


class _Known(NamedTuple):
    """Rows that were published by a day, and when the newest of them was."""

    rows: Sequence[Observation]
    newest: date


def _known(rows: Sequence[Observation], day: date | None) -> _Known:
    found = pick.known(rows, day)
    return _Known(found, max((row.vintage for row in found if row.vintage), default=date.min))


@dataclass(slots=True)
class View:
    """The tables as known on ``day`` (``None``: everything), for a text written on a day (``None``: not known).

    ``settled`` is the day from which on the answers given so far are the same: nothing that they rest on was published
    or came about after it.
    """

    reference: Reference
    linker: Linker
    day: date | None
    written: date | None = None
    settled: date = date.min
    _series: dict[Key, _Known] = field(default_factory=dict, repr=False)
    _observed: dict[Key, Sequence[Observation]] = field(default_factory=dict, repr=False)

    def on(self, day: date | None) -> View:
        """Return the view of the same text on another day."""
        return View(self.reference, self.linker, day, self.written)

    def anew(self) -> View:
        """Return this view with nothing asked of it yet."""
        return View(self.reference, self.linker, self.day, self.written, date.min, self._series, self._observed)

    def rests_on(self, day: date) -> None:
        """Note that an answer would have been another before a day; ``date.max`` where it is another on every day."""
        self.settled = max(self.settled, day)

    def series(self, indicator: str, entity: str, counterpart: str | None = "") -> Sequence[Observation]:
        """Return the rows known on the day, of any status."""
        key = (indicator, entity, counterpart or "")
        if key not in self._series:
            self._series[key] = _known(self.reference.series(*key), self.day)
        self.rests_on(self._series[key].newest)
        return self._series[key].rows

    def observed(self, indicator: str, entity: str, counterpart: str | None = "") -> Sequence[Observation]:
        """Return what was observed as known on the day: one row for each period and source."""
        rows, key = self.series(indicator, entity, counterpart), (indicator, entity, counterpart or "")
        if key not in self._observed:
            self._observed[key] = pick.newest(pick.observed(rows))
        return self._observed[key]

    def reporters(self, link: Link) -> Iterator[tuple[str, str]]:
        """Yield the series that answer a link: the linked one, and the partner's own figures of the same."""
        assert link.indicator is not None
        assert link.entity is not None
        yield link.entity, link.counterpart or ""
        if link.counterpart and link.entity in self.reference.counterparts(link.indicator, link.counterpart):
            yield link.counterpart, link.entity

    def across(self, indicator: str, period: str, counterpart: str = "") -> list[Observation]:
        """Return one row for each country or economy for a period, largest first."""
        known = _known(self.reference.cross_section(indicator, period), self.day)
        self.rests_on(known.newest)
        best: dict[str, Observation] = {}
        for row in pick.newest_by_entity(pick.observed(known.rows)):
            entity = self.reference.entities.get(row.entity)
            if row.counterpart == counterpart and entity and entity.type in RANKED:
                best[row.entity] = row
        return sorted(best.values(), key=lambda row: (-row.value, row.entity))
