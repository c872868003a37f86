"""How prose leaves out country, period and base, over the shipped tables: what is understood, and what stays open."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from workbench.check import check
from workbench.model import Document, Suggestion
from workbench.reference import Reference, load_reference

SHIPPED = Path(__file__).parents[1] / "reference_data"
THEN = date(2025, 6, 1)


@pytest.fixture(scope="module")
def shipped() -> Reference:
    return load_reference(SHIPPED)


def judged(shipped: Reference, text: str, quote: str) -> Suggestion:
    """Check a text and return the suggestion for the claim over the last ``quote``."""
    checked = check(Document(id="d", text=text, published=THEN), shipped)
    start = text.rindex(quote)
    for claim, suggestion in zip(checked.extraction.claims, checked.suggestions, strict=True):
        if claim.start < start + len(quote) and start < claim.end:
            return suggestion
    raise AssertionError(f"no claim over {quote!r} among {[c.quote for c in checked.extraction.claims]}")


WHOM = [
    # a name between commas owns the figure behind "at" or "with"
    ("In 2023 unemployment in Spain, at 12.2%, was higher than in Korea, at 2.7%.", "2.7%", "KOR"),
    # a pronoun behind the figure
    ("Spain has a problem. Nowhere else in Europe is unemployment so high: at 12.2% it was worse in 2023 than Italy's.",
     "12.2%", "ESP"),
    # a row without verbs
    ("In 2023 Germany had 83.3 million inhabitants, Italy 59 million and Spain 48.4 million.", "48.4 million", "ESP"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "quote", "entity"), WHOM)
def test_a_figure_is_told_of_its_own_country(shipped: Reference, text: str, quote: str, entity: str) -> None:
    found = judged(shipped, text, quote)
    assert (found.link.entity, found.latest.outcome) == (entity, "supported")


WHEN = [
    # a time in a clause set in is not that of the main clause
    ("Spain, where unemployment stood at 26.1% in 2013, has brought it down to 11.4%.", "11.4%", "supported"),
    # a new paragraph goes back to the time the text speaks of
    ("Unemployment in Germany was 3.4% in 2024. In 2013 it had been 5.3%.\n\nIn Spain the rate came to 11.4%.",
     "11.4%", "supported"),
    # a change is measured from what the figure before it was set against
    ("Spain had an unemployment rate of 12.2% in 2023, against 24.4% in 2014, which means that it fell by half.",
     "by half", "supported"),
    # "the level of" opens a base
    ("Germany generated 511 TWh of electricity in 2023, 11.5% less than in 2022 and 21% below the level of 2016.",
     "11.5%", "supported"),
    # "from" within a stretch of years is its first year
    ("Between 2013 and 2023 Spain more than halved its unemployment rate, from 26.1%.", "26.1%", "supported"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "quote", "outcome"), WHEN)
def test_a_figure_is_told_of_its_own_time(shipped: Reference, text: str, quote: str, outcome: str) -> None:
    assert judged(shipped, text, quote).latest.outcome == outcome


RUNS = [
    ("In Spain 2024 was the fourth year running in which unemployment fell.", "supported"),
    ("In Spain 2024 was the fifth year running in which unemployment fell.", "contradicted"),
]


@pytest.mark.parametrize(("text", "outcome"), RUNS)
def test_a_run_has_the_direction_of_the_clause_behind_it(shipped: Reference, text: str, outcome: str) -> None:
    assert judged(shipped, text, "year running").latest.outcome == outcome


RECORDS = [
    ("Germany generated 497 terawatt-hours of electricity in 2024, the lowest level since the series began.", "lowest"),
    ("Germany generated 497 terawatt-hours of electricity in 2024, its lowest in a generation.", "lowest"),
]


@pytest.mark.parametrize(("text", "quote"), RECORDS)
def test_a_record_reaches_as_far_as_its_words_say(shipped: Reference, text: str, quote: str) -> None:
    assert judged(shipped, text, quote).latest.outcome == "supported"


OPEN = [
    # what a multiple is measured from, or which of two it compares, is not said
    ("Japan generated five times as much electricity as its neighbour in 2023.", "five times"),
    # who want a job are no share of the world's
    ("Spain's economy is large.\n\nAlmost one in three of those who want a job cannot find one.", "one in three"),
    # a row of changes without a direction
    ("Unemployment in Spain came to 11.4% in 2024. For Japan it was the third year running.", "third year running"),
]


@pytest.mark.parametrize(("text", "quote"), OPEN)
def test_what_prose_leaves_out_refutes_nothing(shipped: Reference, text: str, quote: str) -> None:
    assert judged(shipped, text, quote).latest.outcome in ("no_data", "ambiguous", "not_checkable")


PAIRS = [
    (
        "In 2023 Italy had 59 million inhabitants and Spain 48.4 million. The latter gained 0.6 million.",
        "0.6 million",
        "ESP",
    ),
    ("In 2023 Italy had 59 million inhabitants and Spain 48.4 million. The former lost 29,451.", "29,451", "ITA"),
]


@pytest.mark.parametrize(("text", "quote", "entity"), PAIRS)
def test_the_former_and_the_latter_are_of_two(shipped: Reference, text: str, quote: str, entity: str) -> None:
    found = judged(shipped, text, quote)
    assert (found.link.entity, found.latest.outcome) == (entity, "supported")


def test_one_noun_is_short_for_what_the_text_speaks_of(shipped: Reference) -> None:
    text = "Germany's power output fell to 511 terawatt-hours in 2023. Compared with 2013, output was down by a fifth."
    found = judged(shipped, text, "by a fifth")
    assert (found.link.indicator, found.latest.outcome) == ("electricity_generation", "supported")


@pytest.fixture(scope="module")
def promises(tmp_path_factory: pytest.TempPathFactory) -> Reference:
    """Tables with one promise: Chile is to emit nothing more by 2050, said on 2020-04-09 (made up)."""
    folder = tmp_path_factory.mktemp("promises")
    (folder / "indicators.csv").write_text(
        "indicator,label,unit,unit_mult,kind\nco2,Carbon dioxide emissions,metric_ton,6,flow\n", encoding="utf-8"
    )
    (folder / "observations").mkdir()
    (folder / "observations" / "co2.csv").write_text(
        "indicator,entity,period,value,status,vintage\nco2,CHL,2020,82,A,2021-03-01\nco2,CHL,2050,0,T,2020-04-09\n",
        encoding="utf-8",
    )
    return load_reference(folder)


ZEROS = [
    ("Chile has promised to be carbon neutral by 2050.", "2050", "supported"),
    ("Chile wants to reach net zero before 2050.", "2050", "supported"),
    ("Chile's aim of climate neutrality by 2040 is bold.", "2040", "contradicted"),
    ("Chile pledged in April 2020 to emit net-zero emissions by 2050.", "April 2020", "supported"),
    ("Chile pledged in May 2019 to emit net-zero emissions by 2050.", "May 2019", "contradicted"),
    ("Peru has promised to be carbon neutral by 2050.", "2050", "no_data"),
]


@pytest.mark.parametrize(("text", "quote", "outcome"), ZEROS)
def test_a_promise_to_emit_nothing_is_a_target(promises: Reference, text: str, quote: str, outcome: str) -> None:
    assert judged(promises, text, quote).latest.outcome == outcome


def test_a_time_that_a_series_does_not_reach_gives_way_to_its_newest(promises: Reference) -> None:
    text = "Chile built 12 dams in 2023. Its emissions of carbon dioxide come to {} million tonnes."
    assert judged(promises, text.format(82), "82").latest.outcome == "supported"
    assert judged(promises, text.format(95), "95").latest.outcome == "no_data"


ROWS = [
    # the direction is that of the verb, not of what it came after
    ("Spain's economy grew by 6.7% in 2021 after a slump of 10.9%, the German by 3.9%.", "3.9%", "DEU", "supported"),
    # what came before is of the year before
    ("Spain's economy grew by 6.7% in 2021 after a slump of 10.9%, the German by 3.9%.", "10.9%", "ESP", "supported"),
    ("In 2023 population in Italy was 59 million, in Spain 48.4 million.", "48.4 million", "ESP", "supported"),
    # heads won and lost are a change
    ("Japan lost 608,000 inhabitants in 2023.", "608,000", "JPN", "supported"),
    ("In 2023 Japan was smaller than in 2020, by 1.74 million inhabitants.", "1.74 million", "JPN", "supported"),
    # a fronted phrase is about the subject behind it
    ("Italy is large. With 59 million inhabitants in 2023 the country was bigger than Spain.", "59 million", "ITA",
     "supported"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "quote", "entity", "outcome"), ROWS)
def test_rows_without_verbs(shipped: Reference, text: str, quote: str, entity: str, outcome: str) -> None:
    found = judged(shipped, text, quote)
    assert (found.link.entity, found.latest.outcome) == (entity, outcome)


FAR = [
    # off by far and by no slip: another thing is meant
    ("Spain had an unemployment rate of 0.9% in 2023.", "0.9%", "ambiguous"),
    ("Spain had an unemployment rate of 9.2% in 2023.", "9.2%", "contradicted"),
    # off by a thousand: a slip
    ("Spain had 48.4 thousand inhabitants in 2023.", "48.4 thousand", "contradicted"),
]


@pytest.mark.parametrize(("text", "quote", "outcome"), FAR)
def test_a_figure_off_by_far_is_of_another_thing_unless_it_is_a_slip(
    shipped: Reference, text: str, quote: str, outcome: str
) -> None:
    assert judged(shipped, text, quote).latest.outcome == outcome


SPANS = [
    # "to Y" is of the time the text speaks of where only "from X" is dated
    ("Spain's unemployment rate was 11.4% in 2024. In Italy it fell from 8.1% in 2022 to 6.5%.", "6.5%", "supported"),
    # a time before a figure that another one is set against is not that of the next change
    ("Spain's economy grew by 2.5% in 2023, less than the 6.4% of 2022 but faster than Germany's, which fell by 0.9%.",
     "0.9%", "supported"),
    # "since" belongs to the record beside it
    ("Germany generated 511 TWh of electricity in 2023, an 11.5% plunge and its worst result since at least 2001.",
     "11.5%", "supported"),
    # nothing is of a whole century
    ("Spain had 48.8 million inhabitants in 2024. Italy, for the first time this century, had 59 million.",
     "59 million", "supported"),
    # what a sentence tells of earlier is not what the next one speaks of
    ("Spain had 48.8 million inhabitants in 2024. Before that, in 2013, it had 46.6 million. Italy has 59 million.",
     "59 million", "supported"),
    # the countries of a region are not known
    ("In Italy unemployment came to 7.6% in 2023, the highest in the region.", "the highest", "no_data"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "quote", "outcome"), SPANS)
def test_a_time_holds_for_the_figure_it_is_told_of(shipped: Reference, text: str, quote: str, outcome: str) -> None:
    assert judged(shipped, text, quote).latest.outcome == outcome


LEFT_OUT = [
    # the two are those told before
    ("In 2023 Italy had 59 million inhabitants and Spain 48.4 million. Together the two had 107.3 million.",
     "107.3 million", "supported"),
    # what a multiple is compared with is who was spoken of
    ("In Germany unemployment was 3.1% in 2023. In Spain the rate was four times as high.", "four times", "supported"),
    ("In Germany unemployment was 3.1% in 2023. In Spain it was nine times as high.", "nine times", "contradicted"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "quote", "outcome"), LEFT_OUT)
def test_who_is_left_out_is_who_was_told_before(shipped: Reference, text: str, quote: str, outcome: str) -> None:
    assert judged(shipped, text, quote).latest.outcome == outcome


PLACED = [
    # in brackets behind the name
    ("In 2023 unemployment was highest in Spain (12.2%) and lowest in Japan (2.6%).", "12.2%", "ESP", "supported"),
    ("In 2023 unemployment was highest in Spain (12.2%) and lowest in Japan (2.6%).", "2.6%", "JPN", "supported"),
    # behind the figure, after what it is a share of
    ("Unemployment in 2023 was 3.1% in Germany. It was lower in Korea and stood at 2.6% in Japan.", "2.6%", "JPN",
     "supported"),
    # "above that of" only compares
    ("Spain's unemployment rate, which at 12.2% in 2023 was above that of Italy, fell.", "12.2%", "ESP", "supported"),
    # the time of the level before is not that of the level after
    ("Spain's economy grew in 2021. In Spain inflation, 0.7% in 2019, climbed to 3.1%.", "3.1%", "ESP", "supported"),
    # one for each inhabitant
    ("Output per Italian came to $38,200 in 2023.", "$38,200", "ITA", "supported"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "quote", "entity", "outcome"), PLACED)
def test_a_figure_is_told_of_the_place_beside_it(
    shipped: Reference, text: str, quote: str, entity: str, outcome: str | None
) -> None:
    found = judged(shipped, text, quote)
    assert found.link.entity == entity
    assert found.latest.outcome == outcome if outcome else found.latest.outcome != "contradicted"


UNNAMED = [
    # a people that numbers so many, with and without the verb
    ("Italians, who number 59 million, are fewer every year.", "59 million", "population", "supported"),
    ("The Germans number 83.5 million, the Spaniards 48.8 million.", "48.8 million", "population", "supported"),
    # one inhabitant stands for all where the text speaks per head
    ("In 2023 GDP per head was $38,200 in Italy. A Spaniard made do with $32,700.", "$32,700", "gdp_usd", "supported"),
    # idle hands are unemployed
    ("In Italy 10.7% of the workforce was idle in 2012.", "10.7%", "unemployment_rate", "supported"),
    # goods that were bought are imports, with the amount in between
    ("China bought $57.2 billion worth of Russian goods in 2020.", "$57.2 billion", "goods_imports_usd", "supported"),
    # a row that names nothing goes through what was told before
    ("In 2023 Italy's exports were 33.3% of GDP and its jobless rate 7.6%. In Spain the figures were 37.8% and 12.2%.",
     "12.2%", "unemployment_rate", "supported"),
    # the most populous country is a name, also where it rises
    ("Consumer prices in the bloc's most populous country, Germany, rose by 5.9% in 2023.", "5.9%", "inflation_cpi",
     "supported"),
    # what follows "with" is of its own
    ("Italy's economy grew by 1% in 2023 with unemployment of 7.6%.", "1%", "gdp_real_growth", "supported"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "quote", "indicator", "outcome"), UNNAMED)
def test_a_figure_is_of_what_its_words_mean(
    shipped: Reference, text: str, quote: str, indicator: str, outcome: str
) -> None:
    found = judged(shipped, text, quote)
    assert (found.link.indicator, found.latest.outcome) == (indicator, outcome)


ROWS_OF_TIMES = [
    # each predicate of a row has the time of its own
    ("Italy's jobless rate, 10.7% in 2012, fell by 2019 to 9.9%, rose in 2021, to 9.5%, then fell.", "9.9%", "2019"),
    ("Italian output fell by 8.9% in 2020 and rose by 8.9% the year after.", "8.9%", "2021"),
    ("In 2021 unemployment in Italy was 9.5%, and the next year 8.1%.", "8.1%", "2022"),
    ("Italian output rose by 4.8% in 2022. And in 2023? A gain of 0.7%.", "0.7%", "2023"),
    ("Italians have fewer jobs than in 2022, when unemployment was 8.1%.", "8.1%", "2022"),
    ("Unemployment in Italy was 7.6% in 2023, a drop from 8.1%.", "8.1%", "2022"),
    ("Italian unemployment hardly changed in 2023, from 8.1% to 7.6%.", "8.1%", "2022"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "quote", "year"), ROWS_OF_TIMES)
def test_each_figure_of_a_row_has_its_own_time(shipped: Reference, text: str, quote: str, year: str) -> None:
    assert judged(shipped, text, quote).link.period == year


OTHERS = [
    (
        "In 2023 Italy had nearly six times as many people as Portugal and almost twice as many as Poland.",
        "almost twice",
    ),
    ("In 2023 unemployment in Spain was among the highest in Europe; in Italy it came to 7.6%.", "7.6%"),
]


@pytest.mark.parametrize(("text", "quote"), OTHERS)
def test_the_country_behind_the_figure_is_the_one_compared(shipped: Reference, text: str, quote: str) -> None:
    found = judged(shipped, text, quote)
    assert (found.link.entity, found.latest.outcome) == ("ITA", "supported")


NOTHING = [
    # a number without a unit is not judged as the percentage that the text has just told
    ("Inflation in Italy was 5.6% in 2023. Those asked by the newspaper were split 18 to 13.", "18 to 13"),
    ("Inflation in Italy was 5.6% in 2023. The first pipeline carried 5,612 last year.", "5,612"),
    # what was meant to happen is no date on which it happened
    ("China's trade with Russia was $240 billion in 2023. The $100 billion mark, meant to be hit by 2015, is past.",
     "2015"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "quote"), NOTHING)
def test_nothing_is_refuted_that_is_not_asserted(shipped: Reference, text: str, quote: str) -> None:
    assert judged(shipped, text, quote).latest.outcome in ("no_data", "not_checkable", "ambiguous")


PARTED = [
    # what is left of exports and imports, or between two countries
    ("In 2020 China's imports from Russia were $57.2 billion and its exports $50.6 billion, a gap of $6.6 billion.",
     "$6.6 billion", "supported"),
    ("In 2020 China's imports from Russia were $57.2 billion and its exports $50.6 billion, a gap of $2.3 billion.",
     "$2.3 billion", "no_data"),
    # points between two countries at one time
    ("In 2022 unemployment in Italy was 8.1%, 5 points fewer than in Spain.", "5 points", "supported"),
    # several in a row, of which each averaged its own
    ("In Brazil inflation averaged 9.3% in 2022, in Italy 8.2% and in Spain 8.4%.", "8.2%", "supported"),
    # a part of what the same thing once was
    ("Unemployment in Spain was 12.2% in 2023, half what it was in 2014.", "half", "close"),
    # of a country and the adjective of another
    ("Italy spent 1.6% of GDP on defence in 2023, half of the American 3.3%.", "3.3%", "supported"),
    # the record of a change, in points
    ("In 2022 unemployment in Italy was 8.1%. In 2023 it saw its sharpest fall on record.", "sharpest", "contradicted"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "quote", "outcome"), PARTED)
def test_what_parts_two_figures_is_computed(shipped: Reference, text: str, quote: str, outcome: str) -> None:
    assert judged(shipped, text, quote).latest.outcome == outcome


STRANGE = [
    # the rate of a name that the tables do not have, and what follows something unknown
    ("Inflation in Brazil was 9.3% in 2022. The Selic rate is 13.75%.", "13.75%"),
    ("Exports were 19.6% of GDP in Brazil in 2022. Police took 1.1% of its budget. Colombia's 2.8% is more.", "2.8%"),
    # a change that has led to an amount is one of what is measured so
    ("French growth was 2.7% in 2022. The output of bread fell by 14.7% to 467 tonnes.", "14.7%"),
    # a place whose members nobody knows
    ("Its country, Latin America's largest economy, was supposed to stall. Brazil grew by 3% in 2022.", "largest"),
    # what had happened dates nothing else; what is to come neither
    ("China's economy, now at $17.8 trillion, had overtaken Japan's by 2010.", "$17.8 trillion"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "quote"), STRANGE)
def test_what_the_tables_do_not_have_is_not_refuted(shipped: Reference, text: str, quote: str) -> None:
    assert judged(shipped, text, quote).latest.outcome != "contradicted"


MORE_TIMES = [
    ("Unemployment in Italy was 8.1% in 2022. A year earlier the rate had stood at 9.5%.", "9.5%", "2021"),
    ("Italian unemployment fell to 7.6% in 2023, and in 2025 Rome wants to reach 6%.", "7.6%", "2023"),
]


@pytest.mark.parametrize(("text", "quote", "year"), MORE_TIMES)
def test_a_look_back_or_ahead_is_its_own(shipped: Reference, text: str, quote: str, year: str) -> None:
    assert judged(shipped, text, quote).link.period == year


SEVERAL = [
    ("In 2022 Germany had 83.2 million people, Italy 59 million and Spain 47.8. Together the three had 190 million.",
     "190 million", "supported"),
    ("There are 59 million Italians.", "59 million", "supported"),
    ("In 2023 Poland, looking to Kyiv for advice, spent 3.3% of its output on defence.", "3.3%", "supported"),
    ("In 2023 Poland put 3.3% of its output into defence.", "3.3%", "supported"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "quote", "outcome"), SEVERAL)
def test_peoples_and_what_they_spend(shipped: Reference, text: str, quote: str, outcome: str) -> None:
    assert judged(shipped, text, quote).latest.outcome == outcome


ASIDE = [
    # the exports of one are the imports of the other
    ("Russian exports to China have doubled since 2020.", "doubled", "goods_imports_usd", "2022"),
    # a relative clause is about the noun before it
    ("Output slept in Italy, and unemployment, which was 8.1% in 2022, fell.", "8.1%", "unemployment_rate", "2022"),
    # what has added up by the end of a month
    ("China's trade with Russia was $176.4bn in the first nine months of 2023; by November 2023 it was $218.3bn.",
     "$218.3bn", "goods_trade_usd", "2023-11"),
    # the world's own figure
    ("In 2022 America's output made up a quarter of the world's $101 trillion.", "$101 trillion", "gdp_usd", "2022"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "quote", "indicator", "period"), ASIDE)
def test_whose_side_a_figure_is_of(shipped: Reference, text: str, quote: str, indicator: str, period: str) -> None:
    found = judged(shipped, text, quote)
    assert (found.link.indicator, found.latest.outcome) == (indicator, "supported")


UNTOLD = [
    # before a time that is not told
    ("Growth in Italy slipped to 0.7% from 4.8%.", "4.8%"),
    # two sides named, and which is which is not said
    ("In 2022 Italy imported more than it exported, as a share of GDP: 36.9% against 35.1%.", "36.9%"),
    # near a record is none
    ("Unemployment in Italy was 7.6% in 2023, close to the lowest level in two decades.", "lowest"),
]


@pytest.mark.parametrize(("text", "quote"), UNTOLD)
def test_what_is_left_open_is_not_refuted(shipped: Reference, text: str, quote: str) -> None:
    checked = check(Document(id="d", text=text, published=THEN), shipped)
    found = [s for c, s in zip(checked.extraction.claims, checked.suggestions, strict=True) if quote in c.quote]
    assert "contradicted" not in [s.latest.outcome for s in found]


APART = [
    # the rate of a bank, a loss in money, what the text has just told a head, a decade before nobody knows when
    ("Inflation in Italy was 5.6% in 2023. At 4.5% the central bank's main rate is high.", "4.5%"),
    ("A dollar cost 18 rand in South Africa in 2023. Eskom lost 23.9 billion rand.", "23.9 billion"),
    ("German power generation was the lowest this century in 2023; a decade earlier it was 638 TWh.", "638"),
    # told together is only what stands side by side
    ("In 2022 Italy had 59m people, more than Greece's 10 million and Spain's 47.8 million combined.", "59m"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "quote"), APART)
def test_what_is_of_something_else_is_not_refuted(shipped: Reference, text: str, quote: str) -> None:
    assert judged(shipped, text, quote).latest.outcome != "contradicted"


def test_generated_watt_hours_are_electricity(shipped: Reference) -> None:
    found = judged(shipped, "In 2023 Italy's grid produced 264.7 terawatt-hours.", "264.7")
    assert (found.link.indicator, found.latest.outcome) == ("electricity_generation", "supported")
