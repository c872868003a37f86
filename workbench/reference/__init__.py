"""Reference tables: load a package (or several over each other), index it, look a series up."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from workbench.reference.loading import Package, read_package
from workbench.reference.rows import observation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workbench.model import Entity, Event, Indicator, Observation, Source

__all__ = ["Reference", "load_reference", "shipped"]


def shipped() -> Path:
    """Return the folder of the tables that come with the workbench."""
    here = Path(__file__).parent
    packaged = here / "data"
    return packaged if packaged.is_dir() else here.parent.parent / "reference_data"


class Reference:
    """Read-only tables with an index by series; rows become records only when a series is asked for."""

    def __init__(self, packages: Sequence[Package]) -> None:
        self.paths = tuple(package.path for package in packages)
        self.title = packages[-1].title
        self.version = packages[-1].version
        self.fingerprint = packages[-1].fingerprint if len(packages) == 1 else _joined(packages)
        self._package = _laid_over(packages)
        self._series: dict[tuple[str, str, str], tuple[Observation, ...]] = {}

    @property
    def indicators(self) -> Mapping[str, Indicator]:
        """The series definitions by code."""
        return MappingProxyType(self._package.indicators)

    @property
    def entities(self) -> Mapping[str, Entity]:
        """The entities by code."""
        return MappingProxyType(self._package.entities)

    @property
    def sources(self) -> Mapping[str, Source]:
        """The sources by code."""
        return MappingProxyType(self._package.sources)

    @property
    def events(self) -> tuple[Event, ...]:
        """The dated events."""
        return tuple(self._package.events.values())

    def series(self, indicator: str, entity: str, counterpart: str = "") -> tuple[Observation, ...]:
        """Return the rows of a series sorted by period and vintage; empty when there is none."""
        key = (indicator, entity, counterpart)
        if key not in self._series:
            rows = [observation(raw, self._package) for raw in self._package.rows.get(key, ())]
            rows.sort(key=lambda row: (row.end, row.start, row.vintage is not None, row.vintage or row.start, row.line))
            self._series[key] = tuple(rows)
        return self._series[key]

    def has(self, indicator: str, entity: str) -> bool:
        """Tell whether an indicator has any row of an entity."""
        return entity in self._partners.get(indicator, {})

    def counterparts(self, indicator: str, entity: str) -> tuple[str, ...]:
        """Return the partners for which an entity's rows are kept; an empty name stands for none."""
        return self._partners.get(indicator, {}).get(entity, ())

    def entities_of(self, indicator: str) -> tuple[str, ...]:
        """Return the entities that an indicator has rows of."""
        return tuple(self._partners.get(indicator, {}))

    def members(self, group: str) -> tuple[str, ...]:
        """Return the entities that belong to a group."""
        return self._members.get(group, ())

    def cross_section(self, indicator: str, period: str) -> tuple[Observation, ...]:
        """Return every row of an indicator for one period, of all entities."""
        return tuple(
            row
            for entity, partners in self._partners.get(indicator, {}).items()
            for partner in partners
            for row in self.series(indicator, entity, partner)
            if row.period == period
        )

    @cached_property
    def _partners(self) -> dict[str, dict[str, tuple[str, ...]]]:
        found: dict[str, dict[str, tuple[str, ...]]] = {}
        for indicator, entity, counterpart in sorted(self._package.rows):
            partners = found.setdefault(indicator, {})
            partners[entity] = (*partners.get(entity, ()), counterpart)
        return found

    @cached_property
    def _members(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for entity in self.entities.values():
            for group in entity.partition:
                found[group] = (*found.get(group, ()), entity.entity)
        return found


def load_reference(path: Path | str | Sequence[Path | str] | None = None) -> Reference:
    """Load the tables of a folder, or of several laid over each other; the shipped ones by default.

    Raises MissingTable or MalformedTable, with the file, the line and the remedy.
    """
    if path is None or (not isinstance(path, (str, Path)) and not path):
        folders: list[Path] = [shipped()]
    elif isinstance(path, (str, Path)):
        folders = [Path(path)]
    else:
        folders = [Path(folder) for folder in path]
    return Reference([read_package(folder) for folder in folders])


def _joined(packages: Sequence[Package]) -> str:
    from hashlib import sha256

    return sha256("".join(package.fingerprint for package in packages).encode()).hexdigest()


def _laid_over(packages: Sequence[Package]) -> Package:
    """Return one package; where two define the same key, the later one counts."""
    if len(packages) == 1:
        return packages[0]
    joined = packages[0]
    for package in packages[1:]:
        joined = joined.under(package)
    return joined
