"""The reference: packages laid over each other, looked up by series."""

from __future__ import annotations

from functools import cached_property
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from workbench.errors import MalformedTable
from workbench.model import Entity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from workbench.model import Event, Indicator, Observation, Source
    from workbench.reference.loading import Package
    from workbench.reference.rows import Key

T = TypeVar("T")


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

    def cross_section(self, indicator: str, period: str) -> tuple[Observation, ...]:
        """Return every row of an indicator for one period, of all entities."""
        key = (indicator, period)
        if key not in self._sections:
            found = self._observations([package.rows.at(indicator, period) for package in self._packages])
            self._sections[key] = tuple(sorted(found, key=lambda row: (row.entity, row.counterpart, *_order(row))))
        return self._sections[key]

    def _observations(self, chosen: Sequence[Sequence[int]]) -> list[Observation]:
        """Return the chosen rows of each package; a later package's row replaces an earlier one of the same key."""
        found: dict[tuple[str, ...], list[Observation]] = {}
        for package, numbers in zip(self._packages, chosen, strict=True):
            mine: dict[tuple[str, ...], list[Observation]] = {}
            for number in numbers:
                row = self._observation(package, number)
                mine.setdefault((row.entity, row.counterpart, *package.rows.identity(number)), []).append(row)
            found |= mine
        return [row for rows in found.values() for row in rows]

    def _observation(self, package: Package, number: int) -> Observation:
        indicator = package.indicators[package.rows.columns["indicator"][number]]
        return package.rows.observation(number, indicator, self._sources.get)

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
        for indicator, entity, counterpart in sorted({key for package in self._packages for key in package.rows.spans}):
            found.setdefault(indicator, {}).setdefault(entity, []).append(counterpart)
        return found

    @cached_property
    def _members(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for entity in self._entities.values():
            for group in entity.partition:
                found.setdefault(group, []).append(entity.entity)
        return {group: tuple(members) for group, members in found.items()}


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
