"""The shipped reference tables: whole, keyed, sourced, and true to what their README says."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "reference_data"
PACKAGE = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
RESOURCES = {resource["name"]: resource for resource in PACKAGE["resources"]}
OBSERVATIONS = [name for name, resource in RESOURCES.items() if resource["path"].startswith("observations/")]


def rows_of(name: str) -> list[dict[str, str]]:
    with (ROOT / RESOURCES[name]["path"]).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


TABLES = {name: rows_of(name) for name in RESOURCES}
ALL_OBSERVATIONS = [row for name in OBSERVATIONS for row in TABLES[name]]
INDICATORS = {row["indicator"]: row for row in TABLES["indicators"]}
ENTITIES = {row["entity"]: row for row in TABLES["entities"]}
SOURCES = {row["source"]: row for row in TABLES["sources"]}


def split(cell: str) -> list[str]:
    return cell.split("|") if cell else []


def last_day(period: str) -> date:
    year, month = (re.split(r"[-/]", period)[-2:] if "-" in period else (period, "12"))[:2]
    return date(int(year) + int(month) // 12, int(month) % 12 + 1, 1) - timedelta(days=1)


def trade(indicator: str, entity: str = "CHN", status: str = "A") -> dict[str, Decimal]:
    table = TABLES["china-russia-trade"]
    return {
        row["period"]: Decimal(row["value"])
        for row in table
        if (row["indicator"], row["entity"], row["status"]) == (indicator, entity, status)
    }


def test_package_lists_every_table() -> None:
    """The package describes exactly the tables that lie in the folder."""
    assert {path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.csv")} == {
        resource["path"] for resource in PACKAGE["resources"]
    }


def test_package_says_what_it_is() -> None:
    """The package has a title, a version and a licence."""
    assert PACKAGE["title"]
    assert re.fullmatch(r"\d{4}\.\d{1,2}\.\d+", PACKAGE["version"])
    assert [licence["name"] for licence in PACKAGE["licenses"]] == ["CC-BY-4.0"]


@pytest.mark.parametrize("name", RESOURCES)
def test_header_is_that_of_the_schema(name: str) -> None:
    """A table has the columns of its schema, in their order."""
    fields = [field["name"] for field in RESOURCES[name]["schema"]["fields"]]
    with (ROOT / RESOURCES[name]["path"]).open(encoding="utf-8", newline="") as file:
        assert fields == next(csv.reader(file))


@pytest.mark.parametrize("name", RESOURCES)
def test_cells_keep_their_constraints(name: str) -> None:
    """Every cell is filled, spelt and chosen as the schema asks."""
    broken = []
    for field in RESOURCES[name]["schema"]["fields"]:
        wanted = field.get("constraints", {})
        for line, row in enumerate(TABLES[name], 2):
            cell = row[field["name"]]
            kept = (
                (cell or not wanted.get("required"))
                and (cell in wanted.get("enum", [cell]))
                and (re.fullmatch(wanted.get("pattern", ".*"), cell))
            )
            if not kept:
                broken.append((line, field["name"], cell))
    assert broken == []


@pytest.mark.parametrize("name", RESOURCES)
def test_keys_are_unique(name: str) -> None:
    """No two rows of a table have the same key."""
    key = RESOURCES[name]["schema"]["primaryKey"]
    counted = Counter(tuple(row[field] for field in key) for row in TABLES[name])
    assert [found for found, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("name", [name for name in RESOURCES if "foreignKeys" in RESOURCES[name]["schema"]])
def test_references_resolve(name: str) -> None:
    """Every indicator, entity and source that a row names has a row of its own."""
    for foreign in RESOURCES[name]["schema"]["foreignKeys"]:
        target = {row[foreign["reference"]["fields"][0]] for row in TABLES[foreign["reference"]["resource"]]}
        assert {row[foreign["fields"][0]] for row in TABLES[name]} - target == set()


@pytest.mark.parametrize(
    ("table", "column"),
    [("events", "entities"), ("entities", "partition"), *((n, "counterpart") for n in OBSERVATIONS)],
)
def test_named_entities_exist(table: str, column: str) -> None:
    """Partners, groups and those an event concerns are entities of the package."""
    assert {code for row in TABLES[table] for code in split(row[column])} - set(ENTITIES) == set()


@pytest.mark.parametrize("indicator", INDICATORS)
def test_relations_between_indicators_resolve(indicator: str) -> None:
    """A parent and the operands of a derivation are indicators of the package."""
    row = INDICATORS[indicator]
    named = re.findall(r"[a-z][a-z0-9_]+", re.sub(r"^growth\b", "", row["derived_from"])) + split(row["parent"])
    assert set(named) - set(INDICATORS) == set()
    assert indicator not in named


@pytest.mark.parametrize("table", ["indicators", "entities", "events"])
def test_a_name_means_one_thing(table: str) -> None:
    """No label or alias of a table is used twice."""
    names = [name.casefold() for row in TABLES[table] for name in {row["label"], *split(row["aliases"])}]
    assert [name for name, times in Counter(names).items() if times > 1] == []


@pytest.mark.parametrize("table", ["china-russia-trade", "china-russia-targets", "events"])
def test_every_row_carries_its_address(table: str) -> None:
    """Each row of trade, goals and events can be looked up at an address of its own."""
    assert [row for row in TABLES[table] if not re.search(r"https?://\S+$", row["note"])] == []


@pytest.mark.parametrize("indicator", INDICATORS)
def test_values_lie_in_their_range(indicator: str) -> None:
    """No value is below the minimum or above the maximum of its indicator."""
    low, high = (Decimal(INDICATORS[indicator][end] or default) for end, default in (("min", "-Inf"), ("max", "Inf")))
    values = [Decimal(row["value"]) for row in ALL_OBSERVATIONS if row["indicator"] == indicator]
    assert [value for value in values if not low <= value <= high] == []


def test_figures_are_published_after_their_period() -> None:
    """An actual figure is not published before its period is over, nor after it was retrieved."""
    early = [
        row
        for row in ALL_OBSERVATIONS
        if row["status"] == "A" and row["vintage"] and date.fromisoformat(row["vintage"]) <= last_day(row["period"])
    ]
    assert early == []
    assert max(row["vintage"] for row in ALL_OBSERVATIONS) <= min(row["retrieved"] for row in TABLES["sources"])


@pytest.mark.parametrize("year", [str(year) for year in range(2016, 2026)])
def test_trade_has_level_and_published_growth(year: str) -> None:
    """Each year from 2016 to 2025 has a level of goods trade and the growth that was published with it."""
    assert year in trade("goods_trade_usd")
    assert year in trade("goods_trade_usd_growth")


@pytest.mark.parametrize("year", [str(year) for year in range(2017, 2026)])
def test_published_growth_is_near_the_quotient(year: str) -> None:
    """Published growth differs from the quotient of first prints by no more than a revised base explains."""
    levels = trade("goods_trade_usd")
    computed = (levels[year] / levels[str(int(year) - 1)] - 1) * 100
    assert abs(computed - trade("goods_trade_usd_growth")[year]) <= Decimal("0.6")


@pytest.mark.parametrize("period", ["2018", "2019", "2020", "2022", "2024", "2022-01/2022-11", "2023-01/2023-10"])
def test_exports_and_imports_make_the_total(period: str) -> None:
    """Exports and imports add up to the total, but for a last printed digit."""
    parts = trade("goods_exports_usd")[period] + trade("goods_imports_usd")[period]
    assert abs(parts - trade("goods_trade_usd")[period]) <= Decimal("0.01")


@pytest.mark.parametrize(
    ("indicator", "entity", "period", "status", "value", "vintage"),
    [
        ("goods_trade_usd", "CHN", "2022-01/2022-11", "A", "172.4", "2022-12-07"),
        ("goods_trade_usd_growth", "CHN", "2022-01/2022-11", "A", "32", "2022-12-07"),
        ("goods_trade_usd_growth", "CHN", "2022", "A", "29.3", "2023-01-13"),
        ("goods_trade_usd_growth", "RUS", "2022", "E", "27", "2022-11-30"),
        ("goods_trade_usd", "RUS", "2022", "E", "185", "2023-02-22"),
        ("goods_trade_usd", "RUS", "2018", "A", "108.3", "2019-03-08"),
        ("goods_trade_cny_growth", "CHN", "2023", "A", "32.7", "2024-01-12"),
        ("goods_trade_usd", "CHN", "2024", "T", "200", "2019-09-17"),
        ("goods_trade_usd", "CHN", "2024", "T", "200", "2022-02-04"),
        ("goods_trade_usd", "CHN", "2024", "T", "250", "2022-02-04"),
        ("goods_trade_usd", "CHN", "2015", "T", "100", "2011-08-27"),
    ],
)
def test_conflicting_sources_are_kept(
    indicator: str, entity: str, period: str, status: str, value: str, vintage: str
) -> None:
    """What customs, officials and press say of one thing stands side by side, each with its day."""
    wanted = {
        "indicator": indicator, "entity": entity, "period": period,
        "status": status, "value": value, "vintage": vintage,
    }  # fmt: skip
    assert [row for row in ALL_OBSERVATIONS if wanted.items() <= row.items()]


@pytest.mark.parametrize(
    ("group", "members"), [("EUU", 27), ("x-nato", 32), ("x-g7", 7), ("x-brics", 5), ("x-nordic", 5)]
)
def test_groups_are_whole(group: str, members: int) -> None:
    """A group lists all its members, so that a sum over it is over all of them."""
    assert sum(group in split(row["partition"]) for row in TABLES["entities"]) == members
    assert ENTITIES[group]["type"] == "group"


@pytest.mark.parametrize(
    "indicator",
    [
        "gdp_usd", "gdp_real", "population", "inflation_cpi", "unemployment_rate",
        "military_spending_share", "exports_share", "electricity_generation",
    ],
)  # fmt: skip
def test_national_indicators_cover_the_economies(indicator: str) -> None:
    """Each national indicator has figures for nearly 30 economies in 2021."""
    covered = {row["entity"] for row in ALL_OBSERVATIONS if (row["indicator"], row["period"]) == (indicator, "2021")}
    assert len({code for code in covered if ENTITIES[code]["type"] == "country"}) >= 27


def test_electricity_is_in_terawatt_hours() -> None:
    """Electricity a person lies where a country's supply can lie, so the scale is right."""
    people = {(row["entity"], row["period"]): Decimal(row["value"]) for row in TABLES["population"]}
    a_person = [Decimal(row["value"]) * 10**9 / people[row["entity"], row["period"]] for row in TABLES["electricity"]]
    assert min(a_person) > 600
    assert max(a_person) < 30_000


def test_invented_figures_are_marked() -> None:
    """Rows of the invented source are about things labelled fictional, and about nothing else."""
    invented = {row["entity"] for row in ALL_OBSERVATIONS if row["source"] == "fiction"}
    assert invented == {code for code, row in ENTITIES.items() if row["label"].endswith("(fictional)")}
    assert {row["source"] for row in ALL_OBSERVATIONS if row["entity"] in invented} == {"fiction"}


@pytest.mark.parametrize("event", TABLES["events"], ids=lambda event: event["event"])
def test_events_do_not_end_before_they_start(event: dict[str, str]) -> None:
    """An event ends on the day it starts or later."""
    assert date.fromisoformat(event["end"] or event["start"]) >= date.fromisoformat(event["start"])


@pytest.mark.parametrize("name", OBSERVATIONS)
def test_readme_attributes_every_table(name: str) -> None:
    """README.md says where each table of figures comes from."""
    assert f"`{Path(RESOURCES[name]['path']).name}`" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_source_is_used() -> None:
    """No source is listed that no row or event rests on."""
    used = {row["source"] for row in [*ALL_OBSERVATIONS, *TABLES["events"]]}
    assert used == set(SOURCES)
