"""A snapshot of countries with publishers' labels: figures of fact sheets and prose find their series, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workbench.check import check
from workbench.model import Document
from workbench.reference import load_reference

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.reference import Reference

INDICATORS = """\
indicator,label,definition,unit,currency,figure
birth_rate,Birth rate,"Live births per 1,000 people",1,,31
death_rate,Crude death rate,"Deaths per 1,000 people",1,,8
infant_mortality,Infant mortality,"Deaths of children under one year, per 1,000 live births",count:death,,22
physicians,"Physicians per 1,000 people",,1,,2.4
mobiles,Mobile subscriptions per 100 people,,1,,110
population,Population,"Total population, persons",count:person,,5200000
density,Population density,People per square kilometre,count:person,,71
power,Electricity consumption per capita,"Electricity consumed per person, kilowatt-hours",kilowatt_hour,,3100
life_expectancy,Life expectancy,"Life expectancy at birth, both sexes, years",year,,71
life_women,Female life expectancy,"Life expectancy at birth of women, years",year,,74
military,Military expenditure (% of GDP),"Military expenditure, percent of GDP",percent,,2.1
farming,Agriculture (% of GDP),"Value added of agriculture, percent of GDP",percent,,24
towns,Urban population (%),"People living in urban areas, percent of the population",percent,,27
budget,Budget balance (% of GDP),"Surplus or deficit of the government, percent of GDP",percent,,-4.6
remittances,Remittances received,"Money sent home by workers abroad, US dollars",currency,USD,940000000
deflator,GDP deflator change,"Annual change of the GDP deflator, percent",percent,,6.4
grown,"Literacy rate, adult total (% of people ages 15 and above)",,percent,,83
young,"Literacy rate, youth total (% of people ages 15-24)",,percent,,91
fertility,"Fertility rate, total (births per woman)",,1,,3.1
teenage,"Adolescent fertility rate (births per 1,000 women ages 15-19)",,1,,47
output,GDP (constant 2005 US$),,currency,USD,70000000000
rising,GDP growth (annual %),,percent,,5.3
patents,Patent applications by residents,,count:application,,320
parks,Protected areas (% of land area),"Protected areas, percent of the land area",percent,,14
methane,Methane emissions,"Emissions of methane, kilotons of CO2 equivalent",kilotonne,,27000
harvest,Cereal yield,"Cereal yield, kilograms per hectare",kilogram / hectare,,1740
homes,Household consumption (% of GDP),"Spending of households, percent of GDP",percent,,71
nominal,GDP (nominal),Gross domestic product at current prices,currency,USD,64000000000
income,Median household income,"Median income of households, US dollars",currency,USD,4100
each,Per capita income,"Income per person, US dollars",currency,USD,1200
online,Internet users (per 100 people),,1,,44
wage,Statutory minimum wage,"Lowest legal wage, US dollars",currency,USD,1900
"""
COUNTRIES = {"KEN": "Kenya", "PER": "Peru", "LAO": "Laos", "FIN": "Finland", "vestland": "Vestland"}
NO_LINK = ("ambiguous", "not_checkable")


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Reference:
    """The tables: one figure of each indicator for each country, of one year."""
    folder: Path = tmp_path_factory.mktemp("snapshot")
    (folder / "observations").mkdir()
    heads, *rows = INDICATORS.splitlines()
    (folder / "indicators.csv").write_text(
        "\n".join(line.rpartition(",")[0] for line in (heads, *rows)) + "\n", encoding="utf8"
    )
    (folder / "entities.csv").write_text(
        "entity,label,type\n"
        + "".join(f"{code},{name},{'country' if code.isupper() else 'state'}\n" for code, name in COUNTRIES.items()),
        encoding="utf8",
    )
    with (folder / "observations" / "figures.csv").open("w", encoding="utf8") as file:
        file.write("indicator,entity,period,value\n")
        for row in rows:
            name, figure = row.partition(",")[0], row.rpartition(",")[2]
            file.writelines(f"{name},{code},2012,{figure}\n" for code in COUNTRIES)
    return load_reference(folder)


def linked(snapshot: Reference, text: str, quote: str) -> tuple[str | None, str | None] | None:
    """Return the series to which the figure that starts like ``quote`` is linked, ``None`` for none."""
    checked = check(Document("d", text), snapshot)
    at = text.index(quote)
    for claim, told in zip(checked.extraction.claims, checked.suggestions, strict=True):
        if claim.start <= at < claim.end and told.latest.outcome not in NO_LINK and told.link.indicator:
            return (told.link.indicator, told.link.entity) if told.link.entity else None
    return None


@pytest.mark.parametrize(
    ("text", "quote", "series", "country"),
    [
        ("Kenya has a birth rate of 31 per 1,000 people.", "31", "birth_rate", "KEN"),
        ("Peru counts 2.4 doctors per 1,000 inhabitants.", "2.4", "physicians", "PER"),
        ("Infant mortality in Laos: 22 deaths/1,000 live births", "22", "infant_mortality", "LAO"),
        ("Mobile subscriptions (per 100 people) in Peru came to 110 in 2012.", "110", "mobiles", "PER"),
        ("Laos Death rate, crude (per 1,000 people) 2012: 8.0, Per 1,000 people", "8.0", "death_rate", "LAO"),
        ("Finland has a population density of 71 people per square kilometre.", "71", "density", "FIN"),
        ("Electric power consumption (kWh per capita) in Peru was 3,100 in 2012.", "3,100", "power", "PER"),
        ("Women's life expectancy in Kenya is 74 years, compared with 68 for men.", "74", "life_women", "KEN"),
        ("Kenya: life expectancy is 71 years; for women it is 74.", "71", "life_expectancy", "KEN"),
        ("The literacy rate in Peru is 83%; among people aged 15-24 it is 91%.", "83", "grown", "PER"),
        ("The literacy rate in Peru is 83%; among people aged 15-24 it is 91%.", "91", "young", "PER"),
        ("Kenya's fertility rate of 3.1 children per woman has fallen.", "3.1", "fertility", "KEN"),
        ("Adolescent fertility in Laos stands at 47 births per 1,000 women aged 15-19.", "47", "teenage", "LAO"),
        ("Peru's economy grew by 5.3% in 2012.", "5.3", "rising", "PER"),
        ("Internet users per 100 people: Peru 44.1, Kenya 44.3", "44.3", "online", "KEN"),
        ("In Peru the minimum wage is $1,900 a year.", "$1,900", "wage", "PER"),
        ("Roughly 27% of Kenyans live in urban areas.", "27%", "towns", "KEN"),
        ("Methane emissions (kt of CO2 equivalent) in Peru was 27,000 as of 2012.", "27,000", "methane", "PER"),
        ("Household final consumption expenditure (% of GDP) in Laos was 71 in 2012.", "71", "homes", "LAO"),
        ("Farmers in Kenya harvest 1,740 kg of cereals per hectare.", "1,740", "harvest", "KEN"),
        ("Peru Patent applications, residents 2012: 320, Applications", "320", "patents", "PER"),
        ("Median household income in Peru is $4,100, per capita income $1,200.", "$4,100", "income", "PER"),
        ("Median household income in Peru is $4,100, per capita income $1,200.", "$1,200", "each", "PER"),
        ("Military expenditure (% of GDP) in Laos was 2.1 as of 2012.", "2.1", "military", "LAO"),
        ("The value for Inflation, GDP deflator (annual %) in Peru was 6.4 in 2012.", "6.4", "deflator", "PER"),
        ("Last year Kenya ran a budget deficit of 4.6% of GDP.", "4.6", "budget", "KEN"),
        (
            "Remittances to Laos reached $940 million in 2012, more than Peru and Kenya got.",
            "$940",
            "remittances",
            "LAO",
        ),
        ("Remittances received by Peru came to $940 million, by Kenya to $935 million.", "$935", "remittances", "KEN"),
    ],
)
def test_a_figure_finds_its_series(snapshot: Reference, text: str, quote: str, series: str, country: str) -> None:
    """What a rate is per, told by a unit, a label or a definition, links it to the series that is per the same."""
    assert linked(snapshot, text, quote) == (series, country)


@pytest.mark.parametrize(
    ("text", "quote", "series"),
    [
        ("Peru counts 74,000 doctors.", "74,000", "physicians"),
        ("The population of Finland is 5.2 million.", "5.2", "density"),
        ("Kenya has a birth rate of 31 per 1,000 people.", "31", "infant_mortality"),
        ("Employment in agriculture (% of total employment) in Kenya was 24.3 in 2012.", "24.3", "farming"),
        ("Laos Military expenditure (% of government expenditure) 2012: 2.1, Percent", "2.1", "military"),
        ("The value for Urban population growth (annual %) in Peru was 2.7 as of 2012.", "2.7", "towns"),
        ("Services make up 60% of GDP in Kenya, industry 24% and agriculture 16%.", "24%", "farming"),
        ("Mortality rate, neonatal (per 1,000 live births) in Kenya was 8.2 in 2012.", "8.2", "death_rate"),
        ("The literacy rate in Kenya is 83.5%.", "83.5", "young"),
        ("The value for Patent applications, nonresidents in Peru was 318 as of 2012.", "318", "patents"),
        ("Marine protected areas (% of territorial waters) in Peru was 14.2 as of 2012.", "14.2", "parks"),
        ("GDP (constant 2005 US$) in Laos was 64,100,000,000 as of 2012.", "64,100", "nominal"),
        ("Northern Vestland has 5.2 million people.", "5.2", "population"),
        ("In Peru, 5.2 million people are registered voters.", "5.2", "population"),
    ],
)
def test_a_figure_is_not_taken_for_another(snapshot: Reference, text: str, quote: str, series: str) -> None:
    """A number of things is not their number for each thousand people, nor are births those per birth."""
    found = linked(snapshot, text, quote)
    assert found is None or found[0] != series


def test_a_rate_is_judged_by_what_it_is_per(snapshot: Reference) -> None:
    """A figure per 100,000 people meets the series per 1,000 that it equals."""
    checked = check(Document("d", "In 2012 Peru counted 240 doctors per 100,000 inhabitants."), snapshot)
    assert checked.suggestions[0].latest.outcome == "supported"


def test_a_figure_per_head_is_not_divided_again(snapshot: Reference) -> None:
    """A series that is one per person already is compared as it stands."""
    checked = check(Document("d", "In 2012 Peru used 3,100 kWh of electricity per person."), snapshot)
    assert checked.suggestions[0].latest.outcome == "supported"


@pytest.mark.parametrize(("told", "outcome"), [("deficit", "supported"), ("surplus", "ambiguous")])
def test_a_deficit_is_a_balance_below_zero(snapshot: Reference, told: str, outcome: str) -> None:
    """A deficit of so much is a balance of minus as much; a surplus is not."""
    checked = check(Document("d", f"In 2012 Kenya ran a budget {told} of 4.6% of GDP."), snapshot)
    assert checked.suggestions[0].latest.outcome == outcome
