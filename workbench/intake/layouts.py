"""Layouts of publishers: how each of them arranges figures, to one raw figure a cell.

A layout is known by its header. ``LAYOUTS`` is tried in order, the most particular first; a wide or long table of any
other origin comes last.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from workbench.intake import cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from workbench.intake.grid import Grid

_PREAMBLE = 40
_LABELLED = re.compile(r"([A-Za-z][\w ]*): ?.+")
_SERIES_ID = re.compile(r"[A-Z][A-Z0-9_]{1,40}")
_OF_VINTAGE = re.compile(r"([A-Z][A-Z0-9]*)_(\d{8})")


@dataclass(frozen=True, slots=True)
class Raw:
    """A figure as it stands in the file, with all that the file says of it; what it does not say is empty."""

    line: int
    column: str
    period: str
    value: str
    entity: str = ""
    entity_code: str = ""
    counterpart: str = ""
    series: str = ""
    series_code: str = ""
    unit: str = ""
    unit_mult: str = ""
    status: str = ""
    vintage: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Who publishes files of a layout, on which terms; empty where the layout does not tell."""

    source: str = ""
    title: str = ""
    publisher: str = ""
    url: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Arranged:
    """What a layout found: its name, the raw figures, whose they are."""

    layout: str
    figures: list[Raw]
    origin: Origin = Origin()
    semicolons: bool = False


class _Header:
    """A header row: which column is called what, whatever its capitals and underscores."""

    def __init__(self, row: Sequence[str]) -> None:
        self.names = list(row)
        self._places: dict[str, int] = {}
        for place, name in enumerate(row):
            self._places.setdefault(_folded(name), place)

    def place(self, *names: str) -> int | None:
        """Return the column of the first of these names that is there."""
        return next((self._places[name] for name in names if name in self._places), None)

    def has(self, *names: str) -> bool:
        """Tell whether all of these columns are there."""
        return all(name in self._places for name in names)


def _folded(name: str) -> str:
    labelled = _LABELLED.fullmatch(name)  # "geo: Geopolitical entity", as SDMX writes it with labels
    return re.sub(r"[\s_]+", " ", (labelled[1] if labelled else name).casefold()).strip()


def _get(row: Sequence[str], place: int | None) -> str:
    return row[place] if place is not None and place < len(row) else ""


def _coded(cell: str) -> tuple[str, str]:
    """Return code and label of a cell such as ``DE: Germany``; a cell without a label is both."""
    code, colon, label = cell.partition(": ")
    return (code, label) if colon and re.fullmatch(r"[\w.-]+", code) else (cell, cell)


_AREAS = ("ref area", "geo", "location", "country", "cou", "reporter", "reporting country", "area", "reference area")
_NO_DIMENSION = frozenset((
    "dataflow", "structure", "structure id", "action", "last update", "key", "time period", "obs value",
    "obs status", "obs flag", "conf status", "obs conf", "obs pre break", "obs com", "time format", "breaks",
    "collection", "compiling org", "diss org", "domestic series ids", "publ ecb", "publ mu", "publ public",
    "unit index base", "compilation", "coverage", "decimals", "nat title", "source agency", "source pub", "title",
    "title compl", "unit", "unit mult", "unit measure", "structure name", "obs comment", "freq", "frequency",
    "unit of measure", "unit multiplier", "embargo time", "obs comments",
))  # fmt: skip


def sdmx(grid: Grid, at: int, header: _Header) -> Arranged | None:
    """SDMX-CSV of the ECB, Eurostat, the OECD and others: a row is a figure, dimensions are columns."""
    if not header.has("time period", "obs value"):
        return None
    area, partner = header.place(*_AREAS), header.place("counterpart area", "partner")
    unit = header.place("unit measure", "unit")
    dimensions = [
        place
        for place, name in enumerate(header.names)
        if _folded(name) not in _NO_DIMENSION and place not in (area, partner) and name
    ]
    key, title = header.place("key"), header.place("title", "title compl", "indicator", "structure name")
    exchange = header.has("currency", "currency denom")
    time, value = header.place("time period"), header.place("obs value")
    figures = []
    for line, row in _body(grid, at):
        code, label = _coded(_get(row, area))
        dims = ".".join(_coded(row[place])[0] for place in dimensions if place < len(row) and row[place])
        per = f"{_get(row, header.place('currency'))}/{_get(row, header.place('currency denom'))}" if exchange else ""
        figures.append(
            Raw(
                line, "OBS_VALUE", _coded(_get(row, time))[0], _get(row, value),
                entity=label, entity_code=code, counterpart=_coded(_get(row, partner))[0],
                series=_get(row, title) or dims, series_code=dims or _get(row, key),
                unit=per or _coded(_get(row, unit))[0 if _coded(_get(row, unit))[0].isupper() else 1],
                unit_mult=_coded(_get(row, header.place("unit mult")))[0],
                status=_coded(_get(row, header.place("obs status", "obs flag")))[0],
            )
        )  # fmt: skip
    flow = header.place("dataflow", "structure id")
    agency = _get(grid.rows[at + 1], flow).partition(":")[0].partition(".")[0] if len(grid.rows) > at + 1 else ""
    agency = "ECB" if key is not None and header.has("collection", "source agency") else agency
    return Arranged(f"SDMX-CSV {agency}".strip(), figures, _AGENCIES.get(agency, Origin()))


_AGENCIES = {
    "ECB": Origin("ecb", "ECB Data Portal", "European Central Bank", "https://data.ecb.europa.eu/",
                  "free reuse, source named"),
    "ESTAT": Origin("eurostat", "Eurostat database", "Eurostat", "https://ec.europa.eu/eurostat/data/database",
                    "free reuse, source named"),
    "OECD": Origin("oecd", "OECD Data Explorer", "OECD", "https://data-explorer.oecd.org/", "CC-BY-4.0"),
}  # fmt: skip


_WORLD_BANK = Origin(
    "wdi", "World Development Indicators", "World Bank",
    "https://databank.worldbank.org/source/world-development-indicators", "CC-BY-4.0",
)  # fmt: skip


def world_bank(grid: Grid, at: int, header: _Header) -> Arranged | None:
    """World Development Indicators: a row is a country and a series, years are columns."""
    name, code = header.place("indicator name", "series name"), header.place("indicator code", "series code")
    if not header.has("country name", "country code") or name is None or code is None:
        return None
    country, country_code = header.place("country name"), header.place("country code")
    years = [place for place, cell in enumerate(header.names) if cells.is_period(cell)]
    figures = [
        Raw(
            line, header.names[place], header.names[place], row[place], entity=_get(row, country),
            entity_code=_get(row, country_code), series=_get(row, name), series_code=_get(row, code),
        )
        for line, row in _body(grid, at)
        if len(_get(row, country_code)) == 3
        for place in years
        if place < len(row)
    ]  # fmt: skip
    return Arranged("World Bank, World Development Indicators", figures, _WORLD_BANK)


def our_world_in_data(grid: Grid, at: int, header: _Header) -> Arranged | None:
    """Our World in Data: entity, code, year or day, then a column for each series."""
    if [_folded(name) for name in header.names[:2]] != ["entity", "code"]:
        return None
    if len(header.names) < 4 or _folded(header.names[2]) not in ("year", "day", "date"):
        return None
    figures = [
        Raw(
            line, header.names[place], row[2], row[place], entity=row[0], entity_code=row[1],
            series=header.names[place], series_code=header.names[place],
        )
        for line, row in _body(grid, at)
        for place in _figure_columns(grid, at, range(3, len(header.names)))
        if place < len(row)
    ]  # fmt: skip
    origin = Origin("owid", "Our World in Data", "Our World in Data", "https://ourworldindata.org/")
    return Arranged("Our World in Data", figures, origin)


def fred(grid: Grid, at: int, header: _Header) -> Arranged | None:
    """FRED: a day and a column for each series; ALFRED: a column for each series and day of publication."""
    first = _folded(header.names[0])
    others = header.names[1:]
    if first not in ("date", "observation date") or not others or not all(map(_SERIES_ID.fullmatch, others)):
        return None
    rows = list(_body(grid, at))
    if not all(re.fullmatch(r"\d{4}-\d\d-\d\d", row[0]) for _, row in rows[:50]):
        return None
    dated = all(map(_OF_VINTAGE.fullmatch, others))
    figures = []
    for place, name in enumerate(others, 1):
        match = _OF_VINTAGE.fullmatch(name) if dated else None
        series = match[1] if match else name
        vintage = f"{match[2][:4]}-{match[2][4:6]}-{match[2][6:]}" if match else ""
        figures += [
            Raw(line, name, row[0], _get(row, place), series=series, series_code=series, vintage=vintage)
            for line, row in rows
        ]
    origin = Origin("fred", "FRED Economic Data", "Federal Reserve Bank of St. Louis",
                    f"https://fred.stlouisfed.org/series/{figures[0].series_code}" if figures else "")  # fmt: skip
    return Arranged("ALFRED" if dated else "FRED", first_prints(figures) if dated else figures, origin)


def first_prints(figures: Sequence[Raw]) -> list[Raw]:
    """Keep a vintage only where it brought another value: the day on which that value was first published."""
    last: dict[tuple[str, str], str] = {}
    kept = []
    for figure in sorted(figures, key=lambda raw: (raw.series_code, raw.period, raw.vintage)):
        key = (figure.series_code, figure.period)
        if figure.value.casefold() not in cells.MISSING and last.get(key) != figure.value:
            kept.append(figure)
            last[key] = figure.value
    return kept


_COLUMNS = {
    "period": ("period", "time", "time period", "year", "date", "month", "quarter", "day", "observation date",
               "period start date"),
    "value": ("value", "obs value", "figure", "amount", "observation value"),
    "entity": ("entity", "country", "country name", "area", "region", "geo", "location", "economy", "territory",
               "reporter", "reporting country", "ref area", "countries"),
    "entity_code": ("code", "country code", "iso3", "iso code", "iso", "iso3 code", "ref area code", "geo code"),
    "counterpart": ("counterpart", "partner", "partner country", "counterpart area"),
    "series": ("indicator", "series", "indicator name", "series name", "variable", "measure", "item", "subject"),
    "series_code": ("indicator code", "series code", "series id", "variable code"),
    "unit": ("unit", "units", "unit of measure", "unit measure"),
    "unit_mult": ("unit mult", "unit multiplier", "scale", "power code"),
    "status": ("status", "obs status", "flag", "flags", "obs flag"),
    "vintage": ("vintage", "realtime start", "realtime start date", "published", "release date"),
    "note": ("note", "notes", "footnote", "comment", "remarks"),
}  # fmt: skip


def _places(header: _Header) -> dict[str, int]:
    found = {field: header.place(*names) for field, names in _COLUMNS.items()}
    return {field: place for field, place in found.items() if place is not None}


def long(grid: Grid, at: int, header: _Header) -> Arranged | None:
    """A long table: a row is a figure, its columns are called what they hold."""
    places = _places(header)
    if "period" in places and "value" not in places and {"entity", "entity_code"} & places.keys():
        return _several(grid, at, header, places)
    if not {"period", "value"} <= places.keys():
        return None
    figures = []
    for line, row in _body(grid, at):
        told = {field: _get(row, place) for field, place in places.items()}
        figures.append(Raw(line=line, column=header.names[places["value"]], **told))
    vintages = {raw.vintage for raw in figures}
    return Arranged("long table", first_prints(figures) if len(vintages) > 1 else figures)


def _several(grid: Grid, at: int, header: _Header, places: dict[str, int]) -> Arranged | None:
    """A row is an entity and a period; each further column of figures is a series, called what its header says."""
    others = [place for place in range(len(header.names)) if place not in places.values() and header.names[place]]
    figured = _figure_columns(grid, at, others)
    shared = {field: place for field, place in places.items() if field not in ("series", "series_code")}
    figures = [
        Raw(
            line=line, column=header.names[place], value=_get(row, place), series=header.names[place],
            series_code=header.names[place], **{field: _get(row, at) for field, at in shared.items()},
        )
        for line, row in _body(grid, at)
        for place in figured
    ]  # fmt: skip
    return Arranged("long table, a column for each series", figures) if figures else None


def wide(grid: Grid, at: int, header: _Header) -> Arranged | None:
    """A wide table: periods are columns, a row is an entity or a series."""
    periods = [place for place, cell in enumerate(header.names) if cells.is_period(cell)]
    if len(periods) < 2 or not periods[0]:
        return None
    places = {field: place for field, place in _places(header).items() if place not in periods}
    if not {"entity", "series", "series_code", "entity_code"} & places.keys():
        places["entity"] = 0
    figures = []
    for line, row in _body(grid, at):
        told = {field: _get(row, place) for field, place in places.items() if field not in ("period", "value")}
        figures += [
            Raw(line=line, column=header.names[place], period=header.names[place], value=_get(row, place), **told)
            for place in periods
        ]
    return Arranged("wide table, periods as columns", figures)


def across(grid: Grid, at: int, header: _Header) -> Arranged | None:
    """A wide table turned: the first column holds periods, every other column is an entity or a series."""
    rows = list(_body(grid, at))
    if len(rows) < 2 or len(header.names) < 2 or not all(cells.is_period(row[0]) for _, row in rows[:5]):
        return None
    named = [place for place in _figure_columns(grid, at, range(1, len(header.names))) if header.names[place]]
    figures = [
        Raw(line, header.names[place], row[0], _get(row, place), entity=header.names[place], series=header.names[place])
        for line, row in rows
        for place in named
    ]
    return Arranged("wide table, periods as rows", figures) if named else None


LAYOUTS: tuple[Callable[[Grid, int, _Header], Arranged | None], ...] = (
    sdmx, world_bank, our_world_in_data, fred, long, wide, across,
)  # fmt: skip


def arranged(grid: Grid) -> Arranged | None:
    """Return the figures of a grid in the first layout that knows its header; ``None`` where none does."""
    for layout in LAYOUTS:
        for at, row in enumerate(grid.rows[:_PREAMBLE]):
            found = layout(grid, at, _Header(row))
            if found is not None and found.figures:
                filled = [raw for raw in found.figures if raw.value.casefold() not in cells.MISSING]
                return replace(found, figures=filled, semicolons=grid.delimiter == ";")
    return None


def _body(grid: Grid, at: int) -> Iterator[tuple[int, list[str]]]:
    for row, line in zip(grid.rows[at + 1 :], grid.lines[at + 1 :], strict=True):
        if sum(map(bool, row)) > 1:  # what is not a note below the table
            yield line, row


def _figure_columns(grid: Grid, at: int, places: Sequence[int] | range) -> list[int]:
    """Return the columns whose first filled cells are figures."""
    found = []
    for place in places:
        filled = [row[place] for row in grid.rows[at + 1 : at + 200] if place < len(row) and row[place]]
        if filled and not any(
            re.search(r"[A-Za-z]{2,}", cell) for cell in filled if cell.casefold() not in cells.MISSING
        ):
            found.append(place)
    return found
