"""From a sentence to an outcome, over a fictional desk's tables: derivations, both dates, traps, abstentions."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from workbench.check import check
from workbench.check.recheck import recheck
from workbench.model import Claim, Document, Suggestion
from workbench.rates import on
from workbench.records import check_record
from workbench.reference import Reference, load_reference

DESK = Path(__file__).parent / "desk"
THEN = date(2023, 6, 1)


@pytest.fixture(scope="module")
def desk() -> Reference:
    return load_reference(DESK)


def judged(desk: Reference, text: str, quote: str, published: date = THEN) -> tuple[Claim, Suggestion]:
    """Check a text and return the claim over ``quote`` with its suggestion."""
    document = Document(id="d", text=text, published=published)
    checked = check(document, desk)
    assert list(recheck(check_record(checked))) == []
    start = text.index(quote)
    for claim, suggestion in zip(checked.extraction.claims, checked.suggestions, strict=True):
        if claim.start < start + len(quote) and start < claim.end:
            return claim, suggestion
    raise AssertionError(f"no claim over {quote!r} among {[c.quote for c in checked.extraction.claims]}")


LATEST = [
    # level
    ("Norland's unemployment rate was 5.2% in 2022.", "5.2%", "supported"),
    ("Norland's unemployment rate was 5.4% in 2022.", "5.4%", "contradicted"),
    ("Norland's unemployment rate was 5.3% in 2022.", "5.3%", "close"),
    ("About 5% of workers were jobless in Norland in 2022.", "About 5%", "supported"),
    ("Unemployment in Norland stood at more than 4% in 2022.", "more than 4%", "supported"),
    ("Unemployment in Norland stood at less than 5% in 2022.", "less than 5%", "contradicted"),
    ("Norland's gross domestic product was $500 billion in 2022.", "$500 billion", "supported"),
    ("Norland's GDP reached $0.5 trillion in 2022.", "$0.5 trillion", "supported"),
    ("Norland had 12.5 million inhabitants in 2022.", "12.5 million", "supported"),
    ("Norland generated 82.4 terawatt-hours of electricity in 2022.", "82.4 terawatt-hours", "supported"),
    ("Norland's railways had a length of 2,000 miles in 2022.", "2,000 miles", "supported"),
    # loose digits and tolerances
    ("Norland's GDP was $400 billion in 2022.", "$400 billion", "contradicted"),
    ("Norland's inflation was 7.89% in 2022.", "7.89%", "close"),
    # growth
    ("Norland's economy grew by 4% in 2022.", "4%", "supported"),
    ("Norland's economy grew by 6% in 2022.", "6%", "contradicted"),
    ("Trade between Norland and Suden rose by 20.5% in 2022.", "20.5%", "supported"),
    ("Electricity generation in Norland rose by 3% in 2022.", "3%", "supported"),
    ("Consumer prices in Norland rose 7.8% in 2022.", "7.8%", "supported"),
    ("Norland generated 82.4 TWh of electricity in 2022, 3% more than in the year before.", "3%", "supported"),
    ("Norland generated 82.4 TWh of electricity in 2022, a rise of 9%.", "9%", "contradicted"),
    ("Unemployment in Norland fell by 1.3 percentage points in 2022.", "1.3 percentage points", "supported"),
    ("Unemployment in Norland fell by 130 basis points in 2022.", "130 basis points", "supported"),
    # multiples and comparisons
    ("Norland's GDP is more than twice as big as Suden's, figures for 2022 show.", "more than twice", "supported"),
    # ranks
    ("Norland was the second-largest economy in 2022.", "second-largest", "supported"),
    ("Norland was the third-largest economy in 2022.", "third-largest", "contradicted"),
    # targets
    ("Norland and Suden aim to lift their trade to $80 billion by 2025.", "$80 billion", "supported"),
    ("Norland and Suden aim to lift their trade to $90 billion by 2025.", "$90 billion", "contradicted"),
    # events
    ("Norland and Suden signed the Harbour Treaty in April 2021.", "April 2021", "supported"),
    ("Norland and Suden signed the Harbour Treaty in May 2021.", "May 2021", "contradicted"),
    ("Norland and Suden will renew the Harbour Treaty in May 2024.", "May 2024", "no_data"),
    ("The Harbour Treaty will enter its fourth year next spring.", "fourth year", "supported"),
    ("The Harbour Treaty will enter its fifth year next spring.", "fifth year", "contradicted"),
    # several rows
    ("Norland and Suden together made 15 million tonnes of steel in 2022.", "15 million tonnes", "supported"),
    ("Norland and Suden together made 18 million tonnes of steel in 2022.", "18 million tonnes", "contradicted"),
    ("Norland's exports grew by 22.5% a year between 2020 and 2022.", "22.5%", "supported"),
    ("Norland spent $12 billion on its military in 2022.", "$12 billion", "supported"),
    ("Norland's research grants came to €800 million in 2021.", "€800 million", "supported"),
    ("Norland's research grants came to $946 million in 2021.", "$946 million", "supported"),
    ("Norland's unemployment was 80% of the rate seen in 2021.", "80%", "supported"),
    # abstentions
    ("Norland's exports exceeded its imports by $19 billion in 2022.", "$19 billion", "no_data"),
    ("Norland's life expectancy was 81.2 years in 2022.", "81.2 years", "no_data"),
    ("Ostria's unemployment rate was 4% in 2022.", "4%", "no_data"),
    ("Norland's unemployment rate was 4.9% in 2011.", "4.9%", "no_data"),
]


@pytest.mark.parametrize(("text", "quote", "outcome"), LATEST, ids=[text for text, _, _ in LATEST])
def test_latest(desk: Reference, text: str, quote: str, outcome: str) -> None:
    """The outcome with all that is known is what a careful person would say."""
    _, suggestion = judged(desk, text, quote)
    assert outcome == suggestion.latest.outcome, suggestion.latest.working


AS_PUBLISHED = [
    ("Norland's unemployment rate was 5.2% in 2022.", "5.2%", date(2023, 1, 5), "no_data"),
    ("Norland's unemployment rate was 5.2% in 2022.", "5.2%", date(2023, 2, 1), "supported"),
    ("Trade between Norland and Suden will grow by 20% in 2023.", "20%", date(2023, 3, 1), "not_due"),
    ("Norland goes to the polls in a general election on 7 May 2023.", "7 May 2023", date(2023, 4, 1), "not_due"),
]


@pytest.mark.parametrize(("text", "quote", "published", "outcome"), AS_PUBLISHED)
def test_as_published(desk: Reference, text: str, quote: str, published: date, outcome: str) -> None:
    """As of publication only what had been published counts."""
    _, suggestion = judged(desk, text, quote, published)
    assert outcome == suggestion.as_published.outcome, suggestion.as_published.working


HINTS = [
    ("Unemployment in Norland fell by 1.3% in 2022.", "1.3%", "points_vs_percent"),
    ("Norland's unemployment rate was 6.5% in 2022.", "6.5%", "wrong_period"),
    ("Suden's economy is small. Norland's GDP was $200 billion in 2022.", "$200 billion", "wrong_entity"),
    ("Norland's GDP was $500 million in 2022.", "$500 million", "scale_slip"),
    ("Norland generated 20.6 TWh of electricity in 2022.", "20.6 TWh", "sibling_indicator"),
]


@pytest.mark.parametrize(("text", "quote", "trap"), HINTS)
def test_traps(desk: Reference, text: str, quote: str, trap: str) -> None:
    """A contradicted claim that fits a trap says so."""
    _, suggestion = judged(desk, text, quote)
    assert "contradicted" == suggestion.latest.outcome, suggestion.latest.working
    assert [trap] == [hint.split(":")[0] for hint in suggestion.latest.hints][:1]


def test_two_customs_that_disagree_make_a_claim_mixed(desk: Reference) -> None:
    """A figure that one reporter bears out and the other does not is mixed, with both workings."""
    _, suggestion = judged(desk, "Trade between Norland and Suden was $60.4 billion in 2022.", "$60.4 billion")
    assert "mixed" == suggestion.latest.outcome
    assert "60.4" in suggestion.latest.working
    assert "66.1" in suggestion.latest.working


def test_nothing_published_later_is_used_as_published(desk: Reference) -> None:
    """No row of the as-published evidence has a vintage after the document."""
    for text, _, _ in LATEST:
        for published in (date(2022, 6, 1), date(2023, 1, 18), THEN):
            for suggestion in check(Document(id="d", text=text, published=published), desk).suggestions:
                assert all(
                    row.vintage <= published.isoformat() for row in suggestion.as_published.evidence if row.vintage
                )


def test_an_undated_document_has_no_outcome_as_published(desk: Reference) -> None:
    """Without a publication date `as_published` abstains and says why."""
    document = Document(id="d", text="Norland's unemployment rate was 5.2% in 2022.")
    suggestion = check(document, desk).suggestions[0]
    assert ("no_data", "undated") == (suggestion.as_published.outcome, suggestion.as_published.reason)
    assert "supported" == suggestion.latest.outcome


HINTS = [
    ("Unemployment in Norland fell by 1.3% in 2022.", "1.3%", "points_vs_percent"),
    ("Norland's GDP was $500 million in 2022.", "$500 million", "scale_slip"),
    ("Norland's railways had a length of 3,219 miles in 2022.", "3,219 miles", "unit_slip"),
    ("Norland's electricity generation was 204.7 terawatt-hours in 2022.", "204.7", "sibling_indicator"),
    ("Unemployment in Norland was 5.9% in 2022.", "5.9%", "sibling_indicator"),
    ("Norland's trade with Suden grew by 36.7% in 2022 in dollars.", "36.7%", "currency_basis"),
    ("Norland's exports were $110 billion in 2022.", "$110 billion", "wrong_period"),
]


@pytest.mark.parametrize(("text", "quote", "trap"), HINTS)
def test_a_false_figure_is_told_its_trap(desk: Reference, text: str, quote: str, trap: str) -> None:
    """A false claim that is true of something near it says of what, and is contradicted all the same."""
    _, suggestion = judged(desk, text, quote)
    assert "contradicted" == suggestion.latest.outcome
    assert [trap] == [hint.partition(":")[0] for hint in suggestion.latest.hints]


def test_a_conversion_shows_its_rate() -> None:
    """Money in another currency is converted with the rate of its own period, which stands among the rows."""
    _, suggestion = judged(
        load_reference(DESK), "Norland's research grants came to $946 million in 2021.", "$946 million"
    )
    assert "exchange_rate EUR USD 2021" in suggestion.latest.working
    assert ["grants", "exchange_rate"] == [row.indicator for row in suggestion.latest.evidence]


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Reference:
    """Dues of a harbour by the year, its deposits at the end of a day, both in dollars."""
    folder = tmp_path_factory.mktemp("harbour")
    (folder / "observations").mkdir()
    (folder / "indicators.csv").write_text(
        "indicator,label,unit,unit_mult,currency,kind,freq\n"
        "dues,Harbour dues,currency,9,USD,flow,A\ndeposits,Harbour deposits,currency,9,USD,stock,D\n",
        encoding="utf8",
    )
    (folder / "observations" / "harbour.csv").write_text(
        "indicator,entity,period,value\ndues,Norland,2021,2.00\ndues,Norland,2022,2.00\n"
        "deposits,Norland,2022-03-01,1.00\ndeposits,Norland,2022-03-02,1.00\n",
        encoding="utf8",
    )
    return load_reference(folder)


@pytest.mark.parametrize(
    ("told", "day"),
    [("Harbour dues in Norland were 300 billion roubles in 2022.", "2022-12-31"),
     ("Harbour deposits in Norland were 300 billion roubles on 2 March 2022.", "2022-03-02")],
)  # fmt: skip
def test_the_rouble_is_not_converted_after_its_last_rate(harbour: Reference, told: str, day: str) -> None:
    """The series of the rouble ends on 2022-03-01: a figure after it is left undecided, and the working says why."""
    claim, found = judged(harbour, told, "300 billion roubles")
    assert (claim.unit, found.link.named, found.link.missing) == ("RUB", True, None)
    for judgement in (found.latest, found.as_published):
        assert (judgement.outcome, judgement.reason, judgement.evidence) == ("no_data", "missing_rows", ())
        assert f"the ECB's series for RUB ends on 2022-03-01: no rate for {day}" in judgement.working


@pytest.mark.parametrize(
    ("told", "quote", "rate"),
    [("Harbour dues in Norland were 147 billion roubles in 2021.", "147 billion", "mean of 2021-01-01 to 2021-12-31"),
     ("Harbour deposits in Norland were {} billion roubles on 1 March 2022.", "{} billion", "2022-03-01")],
)  # fmt: skip
def test_the_rouble_is_converted_up_to_its_last_rate(harbour: Reference, told: str, quote: str, rate: str) -> None:
    """On the last day of the series, and in the last year that it covers whole, the rate is shown with its days."""
    last = round(on("USD", "RUB", date(2022, 3, 1)).value)
    _, found = judged(harbour, told.format(last), quote.format(last))
    assert found.latest.outcome == "supported", found.latest.working
    assert f"RUB ({rate}, ECB)" in found.latest.working


def test_a_figure_of_another_period_is_a_doubt_only_where_the_sentence_names_none(desk: Reference) -> None:
    """A contradiction that rests on a period taken from other sentences is ambiguous where one told nearby fits."""
    told = "In 2021 the unemployment rate of Norland was 6.5%. A new government came in 2022. "
    outcomes = [
        judged(desk, told + sentence, "5.2%")[1].latest.outcome
        for sentence in ("Unemployment in Norland was 5.2%.", "In 2021 unemployment in Norland was 5.2%.")
    ]
    assert ["ambiguous", "contradicted"] == outcomes


def test_a_figure_without_a_period_is_none_of_a_time_to_come(desk: Reference) -> None:
    """Where a text names no period, the newest figure over when it was written answers."""
    _, suggestion = judged(desk, "Norland's unemployment rate is 6.5%.", "6.5%", date(2022, 6, 1))
    assert ("supported", ["2021"]) == (suggestion.latest.outcome, [row.period for row in suggestion.latest.evidence])


CARRIED = [
    # something else is measured: what the text spoke of before refutes nothing
    ("Norland's inflation was 7.8% in 2022. One in four workers was poor in Norland.", "One in four", "no_data"),
    ("Norland's unemployment rate was 5.2% in 2022. Its oldest party won 31% of the votes.", "31%", "no_data"),
    # the text goes on about the same: the figure is judged
    ("Norland's unemployment rate was 5.2% in 2022. In Suden it was 9.9%.", "9.9%", "supported"),
    ("Norland's unemployment rate was 5.2% in 2022. A year earlier the figure was 4.1%.", "4.1%", "contradicted"),
    ("Norland's unemployment rate was 5.2% in 2022. The drop of 1.3% was welcome.", "1.3%", "contradicted"),
    # bare nouns mean the economy's growth, or that of what the text speaks of
    ("The Bank sees Norlandic growth of 4% for 2022.", "4%", "supported"),
    ("Trade between Norland and Suden was $60.4 billion in 2022. Growth was 20.5%.", "20.5%", "supported"),
    ("Trade between Norland and Suden was $60.4 billion in 2022. Counted in euros, growth was 36.7%.", "36.7%",
     "supported"),
    # the year to a month: that month on the same month a year before
    ("Norland's consumer price index rose by 8.0% in the year to November 2022.", "8.0%", "supported"),
    ("Norland's consumer price index rose by 8.8% in the year to November 2022.", "8.8%", "contradicted"),
    # a level that a figure has come from is one of the same series
    ("Norland's unemployment was 5.2% in 2022. It spends 2.4% of GDP on its army, up from 1.9% in 2021.", "1.9%",
     "supported"),
    # what prices and inflation are of needs no country beside it, and "adjusted for" it names none
    ("Norland's economy grew by 4% in 2022. Prices rose by 7.8%.", "7.8%", "supported"),
    ("Adjusted for inflation, the economy of Norland grew by 4% in 2022.", "4%", "supported"),
    ("Norland's inhabitants have lost 3 million over the same span.", "3 million", "no_data"),
    ("Norland devoted 9% of GDP to its armed forces in 2022.", "9%", "contradicted"),
    # of a rate there is no growth
    ("Norland's inflation was 7.8% in 2022. Growth was 4%.", "4%", "supported"),
    # a time told by an event is no time that the tables know
    ("Norland's unemployment rate was 5.2% in 2022. It had been 9% in the first year of the war.", "9%", "no_data"),
    ("Norland's economy surprised those who had expected 9%.", "9%", "no_data"),
    ("Norland's inflation was 7.8% in 2022. The minister hopes for inflation of 2%.", "2%", "no_data"),
    # a place in a set of which the tables do not know the members
    ("Norland is Latin America's largest economy.", "largest economy", "no_data"),
    # each figure has the words of its own clause
    ("In 2022 Norland's economy saw growth of 4% and inflation of 7.8%.", "4%", "supported"),
    ("In 2022 Norland's economy saw growth of 4% and inflation of 7.8%.", "7.8%", "supported"),
    ("Norland's unemployment rate was 5.2% in 2022 and inflation 7.8%.", "7.8%", "supported"),
    ("Norland's economy was 150% larger than Suden's in 2022.", "150%", "supported"),
    ("Norland's unemployment was 5.2% in 2022. His party won 35% of the seats.", "35%", "no_data"),
    ("Norland's electricity generation per head was 6.59 megawatt-hours in 2022.", "6.59 megawatt-hours", "supported"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "quote", "outcome"), CARRIED, ids=[text for text, _, _ in CARRIED])
def test_what_is_carried_over_refutes_nothing_else(desk: Reference, text: str, quote: str, outcome: str) -> None:
    """A figure is judged by what its own words name, or by what they go on about, and by nothing else."""
    _, suggestion = judged(desk, text, quote)
    assert outcome == suggestion.latest.outcome, suggestion.latest.working


AGO = [
    (
        "Norland and Suden signed the Harbour Treaty less than three years ago.",
        "less than three years ago",
        "supported",
    ),
    ("Norland and Suden signed the Harbour Treaty more than two years ago.", "more than two years ago", "supported"),
    ("Norland and Suden signed the Harbour Treaty less than two years ago.", "less than two years ago", "contradicted"),
    ("Norland and Suden signed the Harbour Treaty almost three years ago.", "almost three years ago", "contradicted"),
    # to extend a treaty is not to sign it: another event is meant
    ("Norland and Suden extended the Harbour Treaty in May 2022.", "May 2022", "no_data"),
]


@pytest.mark.parametrize(("text", "quote", "outcome"), AGO, ids=[text for text, _, _ in AGO])
def test_days_told_from_today_keep_their_hedge(desk: Reference, text: str, quote: str, outcome: str) -> None:
    """A hedge widens the days that a claim admits, and a date refutes nothing about another deed."""
    _, suggestion = judged(desk, text, quote)
    assert outcome == suggestion.latest.outcome, suggestion.latest.working
