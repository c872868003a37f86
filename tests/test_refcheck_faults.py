"""Faults planted one at a time in a copy of the shipped tables, each found by the check that is meant for it."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from workbench.refcheck import NAMES, RULES, check_tables
from workbench.refcheck.package import read_tables
from workbench.reference import load_reference

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.refcheck import Finding

SHIPPED = Path(__file__).parents[1] / "reference_data"
TODAY = date(2026, 11, 24)
TRADE = "observations/china_russia_trade.csv"
TARGETS = "observations/china_russia_targets.csv"
GDP = "observations/gdp.csv"
PEOPLE = "observations/population.csv"
JOBS = "observations/labour.csv"
PRICES = "observations/prices.csv"
POWER = "observations/electricity.csv"
SPENDING = "observations/military.csv"
PIPES = "observations/pipelines_fictional.csv"


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "tables"))


def line_of(text: str, row: str) -> int:
    """Return the line (from 1) of the first row that begins with ``row``."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(row):
            return number
    raise AssertionError(f"no row begins with {row}")


def written(line: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow(line)
    return buffer.getvalue()


@dataclass(frozen=True)
class Cell:
    """Put ``value`` into a cell of the row that begins with ``row``."""

    file: str
    row: str
    column: str
    value: str

    def __call__(self, folder: Path) -> tuple[str, int]:
        """Plant the fault; return the file and line where it must be told."""
        path = folder / self.file
        lines = path.read_text(encoding="utf-8").splitlines()
        number = line_of("\n".join(lines), self.row)
        cells = next(csv.reader([lines[number - 1]]))
        cells[next(csv.reader([lines[0]])).index(self.column)] = self.value
        lines[number - 1] = written(cells)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return self.file, number


@dataclass(frozen=True)
class Row:
    """Add a row at the end, or the second of two where both are needed."""

    file: str
    rows: tuple[str, ...]

    def __call__(self, folder: Path) -> tuple[str, int]:
        """Plant the fault; return the file and line where it must be told."""
        path = folder / self.file
        text = path.read_text(encoding="utf-8") + "".join(row + "\n" for row in self.rows)
        path.write_text(text, encoding="utf-8")
        return self.file, text.count("\n")


@dataclass(frozen=True)
class Again:
    """Repeat the row that begins with ``row`` at the end."""

    file: str
    row: str

    def __call__(self, folder: Path) -> tuple[str, int]:
        """Plant the fault; return the file and line where it must be told."""
        lines = (folder / self.file).read_text(encoding="utf-8").splitlines()
        return Row(self.file, (lines[line_of("\n".join(lines), self.row) - 1],))(folder)


@dataclass(frozen=True)
class Gone:
    """Take away the row that begins with ``row``; the finding stands at the row after it."""

    file: str
    row: str

    def __call__(self, folder: Path) -> tuple[str, int]:
        """Plant the fault; return the file and line where it must be told."""
        path = folder / self.file
        lines = path.read_text(encoding="utf-8").splitlines()
        number = line_of("\n".join(lines), self.row)
        path.write_text("\n".join(lines[: number - 1] + lines[number:]) + "\n", encoding="utf-8")
        return self.file, number


@dataclass(frozen=True)
class Bytes:
    """Change the bytes of a whole file; the finding stands on ``line``."""

    file: str
    change: Callable[[bytes], bytes]
    line: int = 1

    def __call__(self, folder: Path) -> tuple[str, int]:
        """Plant the fault; return the file and line where it must be told."""
        path = folder / self.file
        path.write_bytes(self.change(path.read_bytes()))
        return self.file, self.line


@dataclass(frozen=True)
class Package:
    """Change the descriptor."""

    change: Callable[[dict[str, object]], object]

    def __call__(self, folder: Path) -> tuple[str, int]:
        """Plant the fault; return the file and line where it must be told."""
        path = folder / "datapackage.json"
        found = json.loads(path.read_text(encoding="utf-8"))
        self.change(found)
        path.write_text(json.dumps(found), encoding="utf-8")
        return "datapackage.json", 1


def index_rows(base: str) -> tuple[str, ...]:
    """Return an index of fifteen years that is ``base`` in 2015."""
    return tuple(f"x_prices,CHN,,{2008 + i},{float(base) + 2 * (i - 7):.1f},A,,wdi," for i in range(15))


def with_index(base: str) -> Callable[[Path], tuple[str, int]]:
    def plant(folder: Path) -> tuple[str, int]:
        Row("indicators.csv", ("x_prices,Price level,,,index,0,,index,A,,2015,N,N,1,,,,,,",))(folder)
        file, last = Row(PRICES, index_rows(base))(folder)
        return file, last - 7

    return plant


def with_rates_called_index(folder: Path) -> tuple[str, int]:
    Row("indicators.csv", ('x_cpi,"Price level, 2005 = 100",,,index,0,,index,A,,2005,N,N,1,,,,,,',))(folder)
    file, last = Row(PRICES, tuple(f"x_cpi,CHN,,{2008 + i},{2 + i % 3}.1,A,,wdi," for i in range(9)))(folder)
    return file, last - 8


def told_at(file: str, row: str, plant: Callable[[Path], tuple[str, int]]) -> Callable[[Path], tuple[str, int]]:
    """Return a fault that is told at another row than the one it is planted in."""

    def planted(folder: Path) -> tuple[str, int]:
        plant(folder)
        return file, line_of((folder / file).read_text(encoding="utf-8"), row)

    return planted


def with_resource(descriptor: dict[str, object]) -> None:
    resources = descriptor["resources"]
    assert isinstance(resources, list)
    resources.append({"name": "x", "path": "observations/x.csv"})


def with_exception(folder: Path) -> tuple[str, int]:
    path = folder / "checks.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + '[[exceptions]]\ncheck = "spike"\nreason = "a rebased series"\n', encoding="utf-8")
    return "checks.toml", text.count("\n") + 1


def share_without_maximum(folder: Path) -> tuple[str, int]:
    Cell("indicators.csv", "military_spending_share,", "max", "")(folder)
    return Cell(SPENDING, "military_spending_share,DEU,,2015,", "value", "101.2")(folder)


def with_per_person(folder: Path) -> tuple[str, int]:
    return Row(GDP, ("gdp_per_person,DEU,,2020,64000,A,,wdi,",))(folder)


def outside_link(folder: Path) -> tuple[str, int]:
    target = folder.parent / "elsewhere.csv"
    target.write_text("indicator,entity,period,value\npopulation,CHN,2020,1\n", encoding="utf-8")
    (folder / "observations" / "linked.csv").symlink_to(target)
    return "observations/linked.csv", 1


def new_file(name: str, text: str) -> Callable[[Path], tuple[str, int]]:
    def plant(folder: Path) -> tuple[str, int]:
        (folder / name).write_text(text, encoding="utf-8")
        return name, 1

    return plant


def laid_over(*rows: str, definition: str = "") -> Callable[[Path], tuple[str, int]]:
    """Return a fault of a desk's own tables over the shipped ones: rows, and on demand an indicator of its own."""

    def plant(folder: Path) -> tuple[str, int]:
        shutil.rmtree(folder)
        (folder / "observations").mkdir(parents=True)
        name, lines = "observations/own.csv", ["indicator,entity,period,value,vintage,source", *rows]
        if definition:
            (folder / "indicators.csv").write_text(f"indicator,label,unit,unit_mult,currency\n{definition}\n", "utf-8")
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        return (name, len(lines)) if rows else ("indicators.csv", 2)

    return plant


def a_folder(folder: Path) -> tuple[str, int]:
    (folder / "observations/more.csv").mkdir()
    return "observations/more.csv", 1


SOUND = "gdp_usd,ISL,2015,17.5,2016-03-01,wdi"
GROWTH_2024 = "goods_trade_usd_growth,CHN,RUS,2024,"
LAST_JOBS = "unemployment_rate,ARG,,2024,"
TRADE_2022 = "goods_trade_usd,CHN,RUS,2022,"
FAULTS: list[tuple[str, Callable[[Path], tuple[str, int]]]] = [
    ("encoding", Bytes(TRADE, lambda data: data.replace(b"via", b"v\xeda", 1), 2)),
    ("encoding", Bytes(GDP, lambda data: data.decode().encode("utf-16"))),
    ("encoding", Bytes(GDP, lambda data: data.replace(b"wdi", b"w\0di", 1), 2)),
    ("encoding", Bytes(POWER, lambda _data: b"PK\x03\x04 not a table")),
    ("line-ends", Bytes(JOBS, lambda data: data.replace(b"\n", b"\r"))),
    ("delimiter", Bytes(JOBS, lambda data: data.replace(b",", b";"))),
    ("quotes", Bytes(PIPES, lambda data: data.replace(b"invented figure", b'"invented figure', 1), 2)),
    ("ragged-row", Row(GDP, ("gdp_usd,DEU,,2007,3400",))),
    ("ragged-row", Row(PEOPLE, ("population,DEU,,2007,82,266,372,A,,wdi,",))),
    ("blank-row", Row(GDP, ("",))),
    ("blank-row", Row(GDP, (",,,,,,,,",))),
    ("empty-file", Bytes(SPENDING, lambda _data: b"")),
    ("header", Bytes(JOBS, lambda data: data.replace(b"value", b"figure", 1))),
    ("header", Bytes(JOBS, lambda data: data.replace(b"note", b"value", 1))),
    ("unknown-column", Bytes(JOBS, lambda data: data.replace(b"vintage", b"vinatge", 1))),
    ("outside-file", outside_link),
    ("missing-file", Package(with_resource)),
    ("unlisted-file", new_file("observations/more.csv", "indicator,entity,period,value\npopulation,LUX,2020,630419\n")),
    ("descriptor", Package(lambda found: found.pop("version"))),
    ("descriptor", Bytes("datapackage.json", lambda _data: b'{\n "title" "tables"\n}', 2)),
    ("formula", Cell(TRADE, TRADE_2022, "note", "=HYPERLINK(A1)")),
    ("long-cell", Cell(TRADE, TRADE_2022, "note", "n" * 200_000)),
    ("too-many-columns", Bytes(PIPES, lambda data: data.replace(b"note", b"x," * 5000, 1))),
    ("required", Cell(GDP, "gdp_usd,DEU,,2015,", "value", "")),
    ("required", Cell(GDP, "gdp_usd,DEU,,2015,", "entity", "")),
    ("number", Cell(GDP, "gdp_usd,DEU,,2015,", "value", "n/a")),
    ("number", Cell(PEOPLE, "population,DEU,,2015,", "value", "81,686,611")),
    ("number", Cell(GDP, "gdp_usd,DEU,,2015,", "value", "NaN")),
    ("number", Cell("indicators.csv", "gdp_usd,", "unit_mult", "billion")),
    ("enumeration", Cell(TRADE, TRADE_2022, "status", "X")),
    ("enumeration", Cell("entities.csv", "DEU,", "type", "nation")),
    ("pattern", Cell("indicators.csv", "link_length,", "indicator", "Link-Length")),
    ("day", Cell(TRADE, TRADE_2022, "vintage", "13.01.2023")),
    ("blanks", Cell(TRADE, TRADE_2022, "source", "gacc ")),
    ("blanks", Cell(TRADE, TRADE_2022, "note", "first\u00a0print")),
    ("bounds", Cell(JOBS, "unemployment_rate,DEU,,2015,", "value", "-4.6")),
    ("bounds", Cell(JOBS, "unemployment_rate,DEU,,2015,", "value", "94.6")),
    ("bounds-order", Cell("indicators.csv", "unemployment_rate,", "max", "-5")),
    ("duplicate-row", Again(GDP, "gdp_usd,DEU,,2020,")),
    ("conflicting-rows", Row(GDP, ("gdp_usd,DEU,,2020,3940.144,A,,wdi,",))),
    ("duplicate-definition", Row("entities.csv", ("DEU,Deutschland,,country,WLD",))),
    ("unknown-code", Cell(GDP, "gdp_usd,DEU,,2015,", "entity", "DUE")),
    ("unknown-code", Cell(GDP, "gdp_usd,DEU,,2015,", "indicator", "gdp_eur")),
    ("unknown-code", Cell(TRADE, TRADE_2022, "counterpart", "RSU")),
    ("unknown-code", Cell(TRADE, TRADE_2022, "source", "gaccc")),
    ("unknown-code", Cell("entities.csv", "DEU,", "partition", "WLD|EUU|x-g77")),
    ("derivation", Cell("indicators.csv", "gdp_real_growth,", "derived_from", "growth of gdp_real")),
    ("derivation", Cell("indicators.csv", "gdp_real_growth,", "derived_from", "growth(gdp_rael)")),
    ("derivation", Cell("indicators.csv", "gdp_usd,", "parent", "gdp_usd")),
    ("country-code", Row("entities.csv", ("XQA,Nowhere,,country,WLD",))),
    ("currency-code", Cell("indicators.csv", "goods_trade_cny,", "currency", "RMB")),
    ("rank-set", Cell("entities.csv", "EUU,", "type", "country")),
    ("unused-definition", Row("sources.csv", ("x_book,A book,A press,https://example.org/b,2026-11-01,,CC0-1.0,yes,",))),
    ("period", Cell(GDP, "gdp_usd,DEU,,2015,", "period", "2015-13")),
    ("period", Cell(GDP, "gdp_usd,DEU,,2015,", "period", "FY2015")),
    ("period", Cell("events.csv", "medvedev_in_beijing,", "end", "2022-12-01")),
    ("granularity", Cell(GDP, "gdp_usd,DEU,,2015,", "period", "2015-Q1")),
    ("hole", Gone(GDP, "gdp_usd,DEU,,2015,")),
    ("unit", Cell("indicators.csv", "electricity_generation,", "unit", "terawatthours of power")),
    ("unit", Cell("indicators.csv", "link_oil_shipped,", "unit", "million metric_ton")),
    ("unit-kind", Cell("indicators.csv", "gdp_usd,", "kind", "index")),
    ("unit-kind", Cell("indicators.csv", "population,", "kind", "rate")),
    ("unit-currency", Cell("indicators.csv", "gdp_usd,", "currency", "")),
    ("unit-currency", Cell("indicators.csv", "population,", "currency", "EUR")),
    ("unit-multiplier", Cell("indicators.csv", "inflation_cpi,", "unit_mult", "2")),
    ("price-basis", Cell("indicators.csv", "gdp_usd,", "prices", "")),
    ("siblings", Cell("indicators.csv", "goods_trade_balance_usd,", "currency", "CNY")),
    ("alias-indicators", Cell("indicators.csv", "population,", "aliases", "people|exports")),
    ("alias-entities", Cell("entities.csv", "NLD,", "aliases", "Holland|GERMANY")),
    ("alias-events", Cell("events.csv", "xi_state_visit_moscow,", "aliases", "video call")),
    ("label", Cell("indicators.csv", "inflation_cpi,", "label", '"Consumer prices, 2005 = 100"')),
    ("spike", Cell(GDP, "gdp_usd,DEU,,2015,", "value", "33568.3")),
    ("spike", Cell(JOBS, "unemployment_rate,DEU,,2015,", "value", "46.24")),
    ("sign-flip", Cell(GDP, "gdp_usd,DEU,,2015,", "value", "-3358.2")),
    ("scale-break", Cell(GDP, "gdp_usd,DEU,,2023,", "value", "4527.009e9")),
    ("growth", Cell(TRADE, "goods_trade_usd_growth,CHN,RUS,2022,", "value", "39.3")),
    ("growth", told_at(TRADE, GROWTH_2024, Cell(TRADE, "goods_trade_usd,CHN,RUS,2024,", "value", "254.81"))),
    ("total", told_at(TRADE, TRADE_2022, Cell(TRADE, "goods_exports_usd,CHN,RUS,2022,", "value", "86.12"))),
    ("ratio", with_per_person),
    ("members", Cell(GDP, "gdp_usd,EUU,,2015,", "value", "1355.2")),
    ("index-base", with_index("104.3")),
    ("index-size", with_rates_called_index),
    ("base-period", Cell("indicators.csv", "gdp_real,", "base_period", "the year 2015")),
    ("share", share_without_maximum),
    ("per-head", Cell("indicators.csv", "electricity_generation,", "unit", "gigawatt_hour")),
    ("address", Cell("sources.csv", "gacc,", "url", "htp:/customs")),
    ("address", Cell(TRADE, TRADE_2022, "note", "via https//sputnikglobe.com/a")),
    ("no-address", Cell("sources.csv", "gacc,", "url", "")),
    ("licence", Cell("sources.csv", "gacc,", "licence", "")),
    ("licence", Package(lambda found: found.pop("licenses"))),
    ("redistribution", Cell("sources.csv", "gacc,", "redistributable", "no")),
    ("attribution", Cell("sources.csv", "gacc,", "publisher", "")),
    ("attribution", Cell(TRADE, TRADE_2022, "source", "")),
    ("retrieved", Cell("sources.csv", "gacc,", "retrieved", "2024-01-01")),
    ("retrieved", Cell("sources.csv", "wdi,", "retrieved", "2027-01-01")),
    ("last-period", told_at(JOBS, LAST_JOBS, Cell("sources.csv", "ilo,", "stale_after_days", "30"))),
    ("vintage-order", Cell(TRADE, TRADE_2022, "vintage", "2022-12-20")),
    ("vintage-order", Cell(TRADE, TRADE_2022, "vintage", "2027-01-13")),
    ("future-actual", Row(PEOPLE, ("population,DEU,,2027,83000000,A,,wdi,",))),
    ("status-mixed", Row(TRADE, ("goods_trade_usd,CHN,RUS,2022,190.3,F,2023-01-13,gacc,",))),
    ("late-forecast", Cell(TARGETS, "goods_trade_usd,CHN,RUS,2024,200,T,2019", "vintage", "")),
    ("late-forecast", Cell(TARGETS, "goods_trade_usd,CHN,RUS,2024,200,T,2019", "vintage", "2025-03-01")),
    ("overlap", Row(TRADE, ("goods_trade_usd,CHN,RUS,2022,185,A,2023-02-01,sputnik_2023,",))),
    ("unreadable-file", a_folder),
    ("coverage", told_at(GDP, "indicator,", Gone(GDP, "gdp_usd,DEU,,2015,"))),
    ("coverage", told_at("entities.csv", "entity,", Gone("entities.csv", "NLD,"))),
    ("changed", Cell(GDP, "gdp_usd,DEU,,2015,", "value", "3423.568")),
    ("changed", Cell("indicators.csv", "gdp_usd,", "unit_mult", "6")),
    ("layer-figure", laid_over(SOUND, "gdp_usd,DEU,2015,3.4,2024-01-01,wdi", "gdp_usd,DEU,2016,9468.9,2024-01-01,wdi")),
    ("layer-figure", laid_over("gdp_usd,DEU,2015,9.42,2024-01-01,wdi", definition="gdp_usd,GDP,currency,12,USD")),
    ("layer-unit", laid_over(definition="gdp_usd,GDP in euros,currency,9,EUR")),
    ("unknown-code", laid_over(SOUND, "gdp_yen,DEU,2015,3.4,2024-01-01,wdi")),
    ("mirror", Row(TRADE, ("goods_trade_usd,RUS,CHN,2021,140.7,A,2022-02-01,fcs,",))),
    ("unused-exception", with_exception),
]  # fmt: skip


CONTEXTS: dict[str, Callable[[], dict[str, object]]] = {
    "coverage": lambda: {"baseline": read_tables(SHIPPED)},
    "changed": lambda: {"baseline": read_tables(SHIPPED)},
    "layer-figure": lambda: {"over": [SHIPPED]},
    "layer-unit": lambda: {"over": [SHIPPED]},
}


def found_in(folder: Path, check: str) -> list[Finding]:
    """Return what the checks find, with the baseline or the tables below that a check needs."""
    context = CONTEXTS.get(check, dict)()
    if not (folder / "indicators.csv").exists():
        context["over"] = [SHIPPED]
    return check_tables(folder, today=TODAY, **context)  # type: ignore[arg-type]


def test_untouched_tables_give_no_finding(tables: Path) -> None:
    """The shipped tables pass every check, what is excepted has its reason."""
    assert check_tables(tables, today=TODAY) == []


@pytest.mark.parametrize(("check", "plant"), FAULTS, ids=[f"{check}-{i}" for i, (check, _) in enumerate(FAULTS)])
def test_a_planted_fault_is_found(tables: Path, check: str, plant: Callable[[Path], tuple[str, int]]) -> None:
    """A planted fault is found by the check that is meant for it, in the right file and on the right line."""
    file, line = plant(tables)
    found = [finding for finding in found_in(tables, check) if finding.check == check]
    assert (file, line) in [(finding.file, finding.line) for finding in found]


def test_every_check_has_a_planted_fault() -> None:
    """There is a planted fault for every check, but for those on verdicts, which have tests of their own."""
    elsewhere = {"verdict-flip", "verdict-change"}
    assert {check for check, _ in FAULTS} == NAMES - elsewhere


def test_every_check_is_documented() -> None:
    """The reference page has a section for each check, with its summary, and for no other."""
    page = (SHIPPED.parent / "docs/reference/checks.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^### (.+)$", page, re.MULTILINE)) == NAMES
    assert [rule.summary for rule in RULES if rule.summary not in page] == []


def test_a_desk_without_definitions_of_its_own(tables: Path) -> None:
    """Rows alone, laid over tables that define what they name, are sound, load, and replace the row of the same key."""
    laid_over(SOUND, "gdp_usd,ISL,2016,20.8,2017-03-01,wdi")(tables)
    assert [] == check_tables(tables, today=TODAY, over=[SHIPPED])
    both = load_reference([SHIPPED, tables])
    assert ["17.5", "20.8"] == [row.printed for row in both.series("gdp_usd", "ISL")][:2]
    assert Decimal("17.5e9") == both.series("gdp_usd", "ISL")[0].value


def test_figures_are_compared_in_one_unit(tables: Path) -> None:
    """The same figure in millions over billions is the same."""
    (line,) = [row for row in (SHIPPED / GDP).read_text("utf-8").splitlines() if row.startswith("gdp_usd,DEU,,2015,")]
    millions = f"{Decimal(line.split(',')[4]) * 1000:f}"
    own = laid_over(f"gdp_usd,DEU,2015,{millions},2024-01-01,wdi", definition="gdp_usd,GDP,currency,6,USD")
    own(tables)
    assert [] == [finding for finding in check_tables(tables, today=TODAY, over=[SHIPPED]) if "layer" in finding.check]
