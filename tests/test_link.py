"""From words to readings: terms, the inverted index, fit of units and kinds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.check import check
from workbench.link import period_name
from workbench.link.fit import fits, fits_period, fits_prices, is_event_claim
from workbench.link.index import PhraseIndex
from workbench.link.phrases import terms, without_wholes
from workbench.model import Claim, Document, Indicator
from workbench.reference import load_reference

DESK = Path(__file__).parent / "desk"
CLAIM = Claim(id="c", start=0, end=1, quote="5", sentence=(0, 1), kind="percent", value=Decimal(5), unit="%")
RATE = Indicator("jobless", "Unemployment rate", "percent", kind="rate")
MONEY = Indicator("output", "Output", "currency", currency="USD", kind="flow", prices="current")
REAL = replace(MONEY, indicator="real", prices="constant")
GROWTH = Indicator("growth", "Growth of output", "percent", kind="rate", derived_from="growth(output)")
PEOPLE = Indicator("people", "Population", "count:person", kind="stock")
LENGTH = Indicator("rail", "Railways", "kilometer", kind="stock")
MONTHLY = Indicator("cpi", "Price index", "index", kind="index", freq="M")
FX = Indicator("fx", "Yen for a dollar", "JPY/USD", kind="ratio")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the jobless rate", "Unemployment rate"),
        ("how much it spends on defence", "military spending"),
        ("GDP per head", "gross domestic product per capita"),
        ("defence spending", "defense expenditure"),
        ("inhabitants", "population"),
        ("the economy", "gross domestic product"),
    ],
)
def test_wordings_of_one_idea_give_the_same_terms(one: str, other: str) -> None:
    """Synonyms, spellings and endings are brought to one form."""
    assert set(terms(other).words) <= set(terms(one).words)


@pytest.mark.parametrize(
    ("one", "other"), [("gross domestic product", "gross national income"), ("energy", "electricity")]
)
def test_siblings_stay_apart(one: str, other: str) -> None:
    """A sibling is no synonym."""
    assert not set(terms(one).words) & set(terms(other).words) - {"gross"}


@given(text=st.text(max_size=200))
def test_terms_point_into_the_text(text: str) -> None:
    """Whatever the text, each term has offsets inside it, in order."""
    found = terms(text)
    assert len(found.words) == len(found.spans)
    assert all(0 <= start < end <= len(text) for start, end in found.spans)
    assert len(without_wholes(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "gone"),
    [("It spent 2% of its GDP on roads.", "GDP"), ("a third of national output went to war", "national output")],
)
def test_what_a_share_is_of_is_blanked(text: str, gone: str) -> None:
    """The whole that a share is a part of is not what the figure is about."""
    assert gone not in without_wholes(text)


def test_a_size_is_not_a_share() -> None:
    """The size of an economy is about the economy."""
    assert "economy" in without_wholes("the size of its economy grew")


def test_the_index_prefers_the_phrase_that_is_covered_whole() -> None:
    """A longer label that the text covers in full comes before a part of it."""
    index = PhraseIndex.build([("core", ["core inflation"]), ("all", ["inflation"]), ("wage", ["wage growth"])])
    best = max(index.find(terms("core inflation was 5%")), key=lambda match: (match.coverage, match.mass))
    assert "core" == best.key


def test_the_index_forgives_spelling() -> None:
    """A long word spelt a little differently is still found."""
    index = PhraseIndex.build([("a", ["labour organisations"]), ("b", ["crime"])])
    assert ["a"] == [match.key for match in index.find(terms("labor organizations"))]


@pytest.mark.parametrize(
    ("claim", "indicator", "possible"),
    [
        (CLAIM, RATE, True),
        (CLAIM, LENGTH, False),
        (replace(CLAIM, kind="money", unit="USD"), MONEY, True),
        (replace(CLAIM, kind="money", unit="USD"), RATE, False),
        (replace(CLAIM, kind="money", unit="USD"), PEOPLE, False),
        (replace(CLAIM, kind="rate", unit="JPY"), FX, True),
        (replace(CLAIM, kind="rate", unit="EUR"), FX, False),
        (replace(CLAIM, kind="count", unit="count:inhabitant"), PEOPLE, True),
        (replace(CLAIM, kind="quantity", unit="mile"), LENGTH, True),
        (replace(CLAIM, kind="quantity", unit="kilogram"), LENGTH, False),
        (replace(CLAIM, kind="quantity", unit="index"), MONTHLY, True),
    ],
)
def test_units_must_fit(claim: Claim, indicator: Indicator, possible: bool) -> None:
    """A reading whose unit cannot be the indicator's is ruled out."""
    assert possible == (fits(claim, indicator) >= 0.5)


def test_growth_is_real_and_levels_are_nominal_unless_said_otherwise() -> None:
    """The customary price basis is preferred, and a word in the text turns it."""
    growth = replace(CLAIM, kind="percent_change")
    assert fits_prices(growth, REAL, set()) > fits_prices(growth, MONEY, set())
    level = replace(CLAIM, kind="money", unit="USD")
    assert fits_prices(level, MONEY, set()) > fits_prices(level, REAL, set())
    assert 1 == fits_prices(level, REAL, {"real"})


def test_a_month_does_not_fit_a_series_of_years() -> None:
    """A period shorter than the series' is a worse reading."""
    july = replace(CLAIM, period=(date(2022, 7, 1), date(2022, 7, 31)))
    assert fits_period(july, MONTHLY) > fits_period(july, RATE)


@pytest.mark.parametrize(
    ("period", "name"),
    [
        ((date(2022, 1, 1), date(2022, 12, 31)), "2022"),
        ((date(2022, 7, 1), date(2022, 9, 30)), "2022-Q3"),
        ((date(2022, 2, 1), date(2022, 2, 28)), "2022-02"),
        ((date(2022, 1, 1), date(2022, 11, 30)), "2022-01/2022-11"),
        ((date(2020, 1, 1), date(2022, 12, 31)), "2020/2022"),
        ((date(2022, 5, 5), date(2022, 5, 5)), "2022-05-05"),
        ((None, date(2024, 12, 31)), "2024"),
        (None, None),
    ],
)
def test_period_names(period: tuple[date | None, date | None] | None, name: str | None) -> None:
    """A period is named as the tables name it."""
    assert name == period_name(period)


@pytest.mark.parametrize(
    ("kind", "relation", "is_event"),
    [("date", None, True), ("duration", "after", True), ("duration", None, False), ("money", None, False)],
)
def test_which_claims_are_about_time(kind: str, relation: str | None, is_event: bool) -> None:
    """Dates and spans from an event are judged by the events table, the rest by figures."""
    assert is_event == is_event_claim(replace(CLAIM, kind=kind, relation=relation))


LABELLED = [
    ("Norland Unemployment rate (% of labour force) 2022: 5.2, Percent", "5.2", "jobless"),
    (
        "The value for Length of the railway network (kilometers) in Norland was 3,219 as of 2022.",
        "3,219",
        "rail",
    ),
    ("The unemployment rate in Norland: 5.2% (2022 est.)", "5.2%", "jobless"),
    ("Population, total in Norland was 12,500,000 as of 2022.", "12,500,000", "people"),
    ("Norland Population, female (% of total) 2022: 49.44, Percent of total", "49.44", None),
    ("Unemployment, youth total (% of labour force) in Norland was 15.2 as of 2022.", "15.2", None),
    ("Population density (people per sq. km) in Norland was 75.9 as of 2022.", "75.9", None),
    ("Deaths (per 1,000 people) in Norland was 8.6 as of 2022.", "8.6", None),
    ("GDP, PPP (current international $) in Norland was 700,000,000,000 as of 2022.", "700,000,000,000", None),
    ("Life expectancy at birth (years) in Norland was 81.2 as of 2022.", "81.2", None),
]


@pytest.mark.parametrize(("text", "quote", "indicator"), LABELLED, ids=[text for text, _, _ in LABELLED])
def test_numbers_beside_a_label_are_linked_by_it(text: str, quote: str, indicator: str | None) -> None:
    """A number without a unit is worth checking where a label of the tables tells what it is, and only there."""
    checked = check(Document(id="d", text=text), load_reference(DESK))
    start = text.index(quote)
    found = {
        (suggestion.link.indicator, suggestion.link.entity)
        for claim, suggestion in zip(checked.extraction.claims, checked.suggestions, strict=True)
        if claim.start <= start < claim.end and suggestion.latest.outcome != "not_checkable"
    }
    assert ({(indicator, "x-norland")} if indicator else set()) == {pair for pair in found if pair[0]}


def test_countries_are_found_under_the_codes_of_the_tables(tmp_path: Path) -> None:
    """A desk that writes names for codes still links adjectives and capitals to them."""
    (tmp_path / "observations").mkdir()
    (tmp_path / "indicators.csv").write_text("indicator,label,unit\njobless,Unemployment rate,percent\n")
    (tmp_path / "observations" / "a.csv").write_text(
        "indicator,entity,period,value\njobless,Peru,2020,7.2\njobless,Chile,2020,9.1\n"
    )
    checked = check(Document(id="d", text="Peruvian unemployment was 7.2% in 2020."), load_reference(tmp_path))
    assert ("Peru", "supported") == (checked.suggestions[0].link.entity, checked.suggestions[0].latest.outcome)
