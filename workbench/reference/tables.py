"""The reference: packages laid over each other, looked up by series."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from workbench.errors import MalformedTable
from workbench.model import Entity, Observation
from workbench.reference.periods import days_of_period

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from workbench.model import Event, Indicator, Source
    from workbench.reference.loading import Package
    from workbench.reference.rows import Identity, Key

T = TypeVar("T")
FigureKey = tuple[str, str, str, str, str, str]  # indicator, entity, counterpart, period, vintage, source


class Extent(NamedTuple):
    """How many rows there are, the period that begins first and the one that ends last."""

    rows: int
    first: str
    last: str


class Reference:
    """Read-only tables with an index by series; rows become records only when a series is asked for.

    Where several packages hold the same key, the later package counts.
    """

    def __init__(self, packages: Sequence[Package]) -> None:
        self._packages = tuple(packages)
        self.paths = tuple(package.path for package in packages)
        self.title = packages[-1].title
        self.version = packages[-1].version
        self.fingerprint = packages[0].fingerprint if len(packages) == 1 else _joined(packages)
        self._indicators = _merged(package.indicators for package in packages)
        self._entities = _merged(package.entities for package in packages)
        for code in sorted(set().union(*(package.rows.entity_codes() for package in packages)) - {""}):
            self._entities.setdefault(code, Entity(code, code))
        self._sources = _merged(package.sources for package in packages)
        self._events = tuple(_merged(package.events for package in packages).values())
        self._series: dict[Key, tuple[Observation, ...]] = {}
        self._sections: dict[tuple[str, str], tuple[Observation, ...]] = {}
        _same_units(packages)

    @property
    def indicators(self) -> Mapping[str, Indicator]:
        """The series definitions by code."""
        return MappingProxyType(self._indicators)

    @property
    def entities(self) -> Mapping[str, Entity]:
        """The entities by code."""
        return MappingProxyType(self._entities)

    @property
    def sources(self) -> Mapping[str, Source]:
        """The sources by code."""
        return MappingProxyType(self._sources)

    @property
    def events(self) -> tuple[Event, ...]:
        """The dated events."""
        return self._events

    def series(self, indicator: str, entity: str, counterpart: str = "") -> tuple[Observation, ...]:
        """Return the rows of a series sorted by end, start, vintage and status; empty when there is none."""
        key = (indicator, entity, counterpart)
        if key not in self._series:
            spans = [package.rows.spans.get(key, (0, 0)) for package in self._packages]
            found = self._observations([range(*span) for span in spans])
            self._series[key] = tuple(sorted(found, key=_order))
        return self._series[key]

    def extent(self, indicator: str, entity: str = "", counterpart: str = "") -> Extent:
        """Return how many rows a series has and from when to when, or all series of an indicator; makes no record."""
        key = (indicator, entity, counterpart)
        spans = [
            (package.rows, package.rows.spans.get(key) if entity else package.rows.extents.get(indicator))
            for package in self._packages
        ]
        held = [(*rows.stretch(*span), span[1] - span[0]) for rows, span in spans if span]
        if not held:
            return Extent(0, "", "")
        first = min((first for first, _, _ in held), key=lambda text: days_of_period(text)[0])
        last = max((last for _, last, _ in held), key=lambda text: days_of_period(text)[1])
        return Extent(sum(count for _, _, count in held), first, last)

    def cross_section(self, indicator: str, period: str) -> tuple[Observation, ...]:
        """Return every row of an indicator for one period, of all entities."""
        key = (indicator, period)
        if key not in self._sections:
            found = self._observations([package.rows.at(indicator, period) for package in self._packages])
            self._sections[key] = tuple(sorted(found, key=lambda row: (row.entity, row.counterpart, *_order(row))))
        return self._sections[key]

    def _observations(self, chosen: Sequence[Sequence[int]]) -> list[Observation]:
        """Return the chosen rows of each package; a later package's row replaces an earlier one of the same key."""
        found: dict[Identity, list[Observation]] = {}
        for package, numbers in zip(self._packages, chosen, strict=True):
            mine: dict[Identity, list[Observation]] = {}
            for identity, row in package.rows.observations(numbers, package.measured, self._sources.get):
                mine.setdefault(identity, []).append(row)
            found |= mine
        return [row for rows in found.values() for row in rows]

    def recalling(self, figures: Mapping[FigureKey, tuple[str, int]]) -> Reference:
        """Return the tables as they stood when some figures were read: ``{key: (printed value, power of ten)}``.

        A row of such a key has that value, a row that is gone is back, and what was published on the figure since is
        left out. An event is a figure whose key begins with its name and whose period is the day or days it took.
        """
        return _Recalled(self._packages, figures)

    def has(self, indicator: str, entity: str) -> bool:
        """Tell whether an indicator has any row of an entity."""
        return entity in self._partners.get(indicator, {})

    def counterparts(self, indicator: str, entity: str) -> tuple[str, ...]:
        """Return the partners for which an entity's rows are kept; an empty name stands for none."""
        return tuple(self._partners.get(indicator, {}).get(entity, ()))

    def entities_of(self, indicator: str) -> tuple[str, ...]:
        """Return the entities that an indicator has rows of."""
        return tuple(self._partners.get(indicator, {}))

    @cached_property
    def sole_entity(self) -> str | None:
        """Return the one entity that all rows are about, or nothing when they are about several."""
        found = {entity for entities in self._partners.values() for entity in entities}
        return found.pop() if len(found) == 1 else None

    def members(self, group: str) -> tuple[str, ...]:
        """Return the entities that belong to a group."""
        return self._members.get(group, ())

    @cached_property
    def _partners(self) -> dict[str, dict[str, list[str]]]:
        found: dict[str, dict[str, list[str]]] = {}
        for indicator, entity, counterpart in sorted(self._keys()):
            found.setdefault(indicator, {}).setdefault(entity, []).append(counterpart)
        return found

    def _keys(self) -> set[Key]:
        return {key for package in self._packages for key in package.rows.spans}

    @cached_property
    def _members(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for entity in self._entities.values():
            for group in entity.partition:
                found.setdefault(group, []).append(entity.entity)
        return {group: tuple(members) for group, members in found.items()}


class _Recalled(Reference):
    """Tables in which some figures are as they were."""

    def __init__(self, packages: Sequence[Package], figures: Mapping[FigureKey, tuple[str, int]]) -> None:
        super().__init__(packages)
        self._figures = {key: told for key, told in figures.items() if key[0] in self._indicators}
        days = {key[0]: days_of_period(key[3]) for key in figures if key[0] not in self._indicators and key[3]}
        self._events = tuple(
            replace(event, start=days[event.event][0], end=days[event.event][1]) if event.event in days else event
            for event in self._events
        )
        self._known: dict[tuple[str, ...], str] = {}
        for key in self._figures:
            self._known[key[:4]] = max(self._known.get(key[:4], ""), key[4])

    def series(self, indicator: str, entity: str, counterpart: str = "") -> tuple[Observation, ...]:
        """Return the rows of a series with the values that were told of them."""
        return self._as_then(super().series(indicator, entity, counterpart), (indicator, entity, counterpart))

    def cross_section(self, indicator: str, period: str) -> tuple[Observation, ...]:
        """Return one row an entity for a period, with the values that were told of them."""
        return self._as_then(super().cross_section(indicator, period), (indicator, None, None, period))

    def _keys(self) -> set[Key]:
        return super()._keys() | {key[:3] for key in self._figures}

    def _as_then(self, rows: Sequence[Observation], asked: tuple[str | None, ...]) -> tuple[Observation, ...]:
        wanted = {
            key: told
            for key, told in self._figures.items()
            if all(want is None or want == have for want, have in zip(asked, key, strict=False))
        }
        kept = []
        for row in rows:
            key = row.key
            if key in wanted:
                kept.append(_reprinted(row, *wanted.pop(key)))
            elif not (key[:4] in self._known and key[4] > self._known[key[:4]]):
                kept.append(row)
        kept += [_restored(key, *told) for key, told in wanted.items()]
        return tuple(sorted(kept, key=_order))


def _reprinted(row: Observation, printed: str, mult: int) -> Observation:
    value, by = Decimal(printed), Decimal(1).scaleb(mult)
    step = Decimal(1).scaleb(int(value.as_tuple().exponent)) * by
    return replace(row, printed=printed, value=value * by, step=step)


def _restored(key: FigureKey, printed: str, mult: int) -> Observation:
    indicator, entity, counterpart, period, vintage, source = key
    start, end = days_of_period(period)
    day = date.fromisoformat(vintage) if vintage else None
    blank = Observation(indicator, entity, counterpart, period, start, end, "", Decimal(), Decimal(), vintage=day,
                        source=source)  # fmt: skip
    return _reprinted(blank, printed, mult)


def _order(row: Observation) -> tuple[object, ...]:
    return row.end, row.start, row.vintage is not None, row.vintage or row.start, row.status, row.table, row.line


def _merged(tables: Iterable[Mapping[str, T]]) -> dict[str, T]:
    found: dict[str, T] = {}
    for table in tables:
        found |= table
    return found


def _joined(packages: Sequence[Package]) -> str:
    return sha256("".join(package.fingerprint for package in packages).encode()).hexdigest()


def _same_units(packages: Sequence[Package]) -> None:
    """Refuse a package that measures an indicator in another unit than the one below it: their rows would mix."""
    first: dict[str, tuple[str, str]] = {}
    for package in packages:
        for code, indicator in package.indicators.items():
            unit = (indicator.unit, indicator.currency)
            if first.setdefault(code, unit) != unit:
                below = " ".join(part for part in first[code] if part)
                raise MalformedTable(
                    f"{code} is in {' '.join(part for part in unit if part)} here and in {below} in the tables below",
                    file=str(package.path / "indicators.csv"), hint="give it a name of its own",
                )  # fmt: skip
