"""Texts of other fields than the economy: lengths of life, rates per so many, runs, interviews, sets not named."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from workbench.check import check
from workbench.model import Document, Suggestion
from workbench.reference import load_reference

if TYPE_CHECKING:
    from workbench.reference import Reference

THEN = date(2024, 9, 1)
INDICATORS = """\
indicator,label,aliases,unit,kind
life,"Life expectancy at birth (years)",life expectancy,year,rate
nurses,"Nurses (per 1,000 people)",nurses,count:nurse,ratio
mumps,Reported cases of mumps,mumps cases|cases of mumps,count:case,flow
sleep,Adults who sleep badly (%),poor sleepers|sleep badly,percent,rate
infant,"Infant deaths (per 1,000 live births)",infant mortality,count:death,rate
"""
VALUES = {
    ("life", "CHL"): ("79.2", "79.9", "80.1", "79.0", "79.4", "80.6"),
    ("life", "PER"): ("75.1", "75.6", "76.0", "73.1", "72.4", "75.8"),
    ("nurses", "CHL"): ("3.1", "3.3", "3.6", "3.9", "4.1", "4.4"),
    ("nurses", "PER"): ("2.0", "2.1", "2.1", "2.2", "2.4", "2.5"),
    ("mumps", "CHL"): (812, 940, 455, 121, 98, 640),
    ("mumps", "PER"): (2310, 1985, 1720, 310, 17, 1211),
    ("sleep", "CHL"): ("31.0", "31.8", "32.5", "33.1", "34.0", "34.7"),
    ("sleep", "PER"): ("20.5", "20.1", "21.6", "22.8", "22.4", "23.9"),
    ("infant", "CHL"): ("6.9", "6.6", "6.3", "6.0", "5.9", "5.7"),
    ("infant", "PER"): ("13.2", "12.5", "11.9", "11.4", "11.0", "10.4"),
}


@pytest.fixture(scope="module")
def health(tmp_path_factory: pytest.TempPathFactory) -> Reference:
    """Made-up tables on health in two countries, 2018 to 2023."""
    folder = tmp_path_factory.mktemp("health")
    (folder / "observations").mkdir()
    (folder / "indicators.csv").write_text(INDICATORS, encoding="utf-8")
    rows = [
        f"{indicator},{entity},{2018 + i},{value}"
        for (indicator, entity), values in VALUES.items()
        for i, value in enumerate(values)
    ]
    lines = ["indicator,entity,period,value", *rows]
    (folder / "observations" / "a.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return load_reference(folder)


def judged(tables: Reference, text: str, quote: str) -> Suggestion:
    """Check a text and return the suggestion for the claim over the last ``quote``."""
    checked = check(Document(id="d", text=text, published=THEN), tables)
    start = text.rindex(quote)
    for claim, suggestion in zip(checked.extraction.claims, checked.suggestions, strict=True):
        if claim.start < start + len(quote) and start < claim.end:
            return suggestion
    raise AssertionError(f"no claim over {quote!r} among {[c.quote for c in checked.extraction.claims]}")


FIGURES = [
    # a length with tenths is measured, whatever stands before it
    ("Life expectancy in Chile, at 80.6 years, is the highest of the region.", "80.6 years", "supported"),
    ("Life expectancy in Chile rose in 2023. In Peru it was 75.8 years.", "75.8 years", "supported"),
    ("Life expectancy in Chile fell by 1.1 years in 2021.", "1.1 years", "supported"),
    ("Life expectancy in Peru fell by 1.1 years in 2021.", "1.1 years", "contradicted"),
    # of how many
    ("Chile has 4.4 nurses for every 1,000 inhabitants.", "4.4", "supported"),
    ("Peru has 2.5 nurses per thousand people.", "2.5", "supported"),
    ("Infant mortality in Peru was 10.4 per 1,000 live births in 2023.", "10.4", "supported"),
    ("Infant mortality in Peru was 12.4 per 1,000 live births in 2023.", "12.4", "contradicted"),
    # a number beside a count counts the same
    ("Peru recorded 1,211 cases of mumps in 2023, against just 17 the year before.", "17", "supported"),
    ("Chile passed ten laws in 2019; mumps cases there fell from 940 that year to 98 in 2022.", "98", "supported"),
    # the worst year is one with the most of a disease
    ("With 1,211 cases of mumps 2023 was Peru's worst year since 2020.", "worst year since 2020", "supported"),
    # runs told by their beginning
    ("In Chile the share who sleep badly has risen every year since 2018.", "every year", "supported"),
    ("In Peru the share who sleep badly has risen every single year since 2018.", "every single year", "contradicted"),
    # a change that sums up two levels, measured from where the sentence says
    ("More people sleep badly in Chile since 2020: from 32.5% to 34.7%, a rise of 6.8%.", "6.8%", "supported"),
    # what has come about since is of the newest time
    ("The share of Peruvians who sleep badly was 22.4% in 2022 and has since gone up to 23.9%.", "23.9%", "supported"),
    # several whom nobody names
    ("In Chile 34.7% sleep badly. The average of the four is 28%.", "28%", "no_data"),
]


@pytest.mark.parametrize(("text", "quote", "outcome"), FIGURES)
def test_figures_of_health(health: Reference, text: str, quote: str, outcome: str) -> None:
    assert outcome == judged(health, text, quote).latest.outcome


INTERVIEW = (
    "Sleepless, unlike the Peruvians\n\nQ: Chile has 4.4 nurses per 1,000 people. Is that enough?\n\n"
    "A: Peru has 2.5. But we need more.\n\nQ: And how many sleep badly?\n\n"
    "A: In Peru 23.9%. More than one adult in three is a poor sleeper in this country.\n\n"
    "Q: And life expectancy?\n\nA: 80.6 years in 2023."
)


@pytest.mark.parametrize(
    ("quote", "indicator", "entity"),
    [("23.9%", "sleep", "PER"), ("one adult in three", "sleep", "CHL"), ("80.6 years", "life", "CHL")],
)
def test_answers_are_about_what_was_asked(health: Reference, quote: str, indicator: str, entity: str) -> None:
    """In an interview the country it began with answers, and a question names what the answer leaves out."""
    found = judged(health, INTERVIEW, quote)
    assert (found.link.indicator, found.link.entity, found.latest.outcome) == (indicator, entity, "supported")


def test_a_figure_without_a_time_tells_of_when_it_was_judged(health: Reference) -> None:
    assert judged(health, "Chile has 4.4 nurses for every 1,000 inhabitants.", "4.4").link.period == "2023"


def test_a_change_without_its_base_is_in_doubt_where_a_time_told_nearby_fits(health: Reference) -> None:
    text = "Since 2018 infant mortality has hardly moved in Chile. In Peru it was better: down 21.2%."
    assert judged(health, text, "21.2%").latest.outcome != "contradicted"


TOWN_INDICATORS = """\
indicator,label,aliases,unit,currency,parent
fare,Median monthly fare of a season ticket,season ticket|fares,currency,EUR,
thefts,Thefts recorded,thefts,count:theft,,
bikes,Bicycles parked,parked bicycles|bicycles,count:bicycle,,
hired,Hired bicycles parked,hired bicycles,count:bicycle,,bikes
passed,Pupils who passed (%),pass rate|passed,percent,,
people,Population,population|residents,count:person,,
"""
TOWN_ENTITIES = """\
entity,label,aliases
x-town,Corvale,the town
x-mill,Millford,
x-hill,Hillside,
x-spain,Spain,
"""
TOWN_VALUES = {
    ("fare", "x-town"): ("41", "44", "48"),
    ("fare", "x-mill"): ("35", "36", "38"),
    ("thefts", "x-town"): (512, 477, 431),
    ("thefts", "x-mill"): (88, 93, 97),
    ("bikes", "x-town"): (3120, 3310, 3475),
    ("hired", "x-town"): (610, 702, 815),
    ("passed", "x-town"): ("61.2", "63.0", "61.9"),
    ("passed", "x-hill"): ("75.1", "76.4", "77.0"),
    ("passed", "x-mill"): ("48.9", "50.2", "51.4"),
    ("passed", "x-spain"): ("60.3", "60.9", "59.8"),
    ("people", "x-mill"): (21400, 22100, 23900),
}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Reference:
    """Made-up tables of a town and two quarters of it, 2021 to 2023."""
    folder = tmp_path_factory.mktemp("town")
    (folder / "observations").mkdir()
    (folder / "indicators.csv").write_text(TOWN_INDICATORS, encoding="utf-8")
    (folder / "entities.csv").write_text(TOWN_ENTITIES, encoding="utf-8")
    rows = [
        f"{indicator},{entity},{2021 + i},{value}"
        for (indicator, entity), values in TOWN_VALUES.items()
        for i, value in enumerate(values)
    ]
    lines = ["indicator,entity,period,value", *rows]
    (folder / "observations" / "a.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return load_reference(folder)


OF_TOWN = [
    # the clock before an entry of a running report dates nothing; money each month is that of a monthly series
    ("Corvale, live\n\n14:10 The median season ticket now costs €48 a month.", "€48 a month", "x-town", "supported"),
    ("Corvale, live\n\n14:20 Thefts: 431, down from 477.", "477", "x-town", "no_data"),
    # which of two levels of a money is the later one
    ("In Corvale fares went up again, from €44 to €48, in 2023.", "€44", "x-town", "supported"),
    ("Season tickets got cheaper in Corvale. They fell, from €48 to €44, in 2023.", "€44", "x-town", "contradicted"),
    # a drop of a part is a change
    (
        "In 2023 Millford had 97 thefts. Corvale saw a drop in thefts of almost a tenth.",
        "a tenth",
        "x-town",
        "supported",
    ),
    # what the words single out is that part
    ("Of the bicycles parked in Corvale in 2023, 815 were hired.", "815", "x-town", "supported"),
    ("Of the bicycles parked in Corvale in 2023, 702 were hired.", "702", "x-town", "contradicted"),
    # a place that a figure is only set against is not whom the text goes on about
    (
        "Corvale's pass rate was 61.9% in 2023, compared with 59.8% in Spain.\n\nThe pass rate was 63% in 2022.",
        "63%",
        "x-town",
        "supported",
    ),
    # "there", and points between two places
    (
        "In 2023 Hillside led. There 77% of pupils passed, 25.6 points more than in Millford.",
        "77%",
        "x-hill",
        "supported",
    ),
    (
        "In 2023 Hillside led. There 77% of pupils passed, 25.6 points more than in Millford.",
        "25.6 points",
        "x-hill",
        "supported",
    ),
    # whose
    ("The town grows fastest in Millford, whose population has gone up to 23,900.", "23,900", "x-mill", "supported"),
    # what somebody pays is in no table
    ("In Millford a season ticket costs €38 a month. That is €20 less than I pay.", "€20", "x-mill", "no_data"),
]


@pytest.mark.parametrize(("text", "quote", "entity", "outcome"), OF_TOWN)
def test_figures_of_a_town(town: Reference, text: str, quote: str, entity: str, outcome: str) -> None:
    found = judged(town, text, quote)
    assert (found.link.entity, found.latest.outcome) == (entity, outcome)


FIRM = {
    "indicators.csv": (
        "indicator,label,aliases,unit,unit_mult,currency,kind\n"
        "guests,Guests received,guests|foreign guests,count:guest,,,flow\n"
        "profit,Operating profit,operating result,currency,6,EUR,flow\n"
        "beds,Beds let,beds,count:bed,,,stock\n"
    ),
    "entities.csv": (
        "entity,label,aliases,type,partition\nx-firm,Lindhorst Hotels,Lindhorst,company,\n"
        "x-sea,Seeblick,,hotel,x-firm\nx-hill,Bergruh,,hotel,x-firm\n"
    ),
    "sources.csv": "source,title,publisher\nrep,Annual report,Lindhorst Hotels\n",
    "observations/a.csv": (
        "indicator,entity,period,value,source\n"
        "guests,x-firm,2022,410000,rep\nguests,x-firm,2023,460000,rep\nguests,x-sea,2022,270000,rep\n"
        "guests,x-sea,2023,307000,rep\nguests,x-hill,2022,140000,rep\nguests,x-hill,2023,153000,rep\n"
        "profit,x-firm,2022,-12,rep\nprofit,x-firm,2023,31,rep\nbeds,x-hill,2022,410,rep\nbeds,x-hill,2023,432,rep\n"
    ),
}


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Reference:
    """Made-up tables of a company with two houses, which publishes them itself."""
    folder = tmp_path_factory.mktemp("firm")
    (folder / "observations").mkdir()
    for name, text in FIRM.items():
        (folder / name).write_text(text, encoding="utf-8")
    return load_reference(folder)


OF_FIRM = [
    # the place of the dateline is not whom the text is about; who publishes the figures may be
    ("SEEBLICK, 2 March 2024. Lindhorst Hotels received 460,000 guests in 2023.", "460,000", "x-firm", "supported"),
    # a loss is a profit below zero
    ("In 2022 Lindhorst made an operating loss of €12 million.", "€12 million", "x-firm", "supported"),
    ("In 2023 Lindhorst made an operating loss of €31 million.", "€31 million", "x-firm", "contradicted"),
    # the whole of a part is the group that it belongs to
    ("Seeblick had 307,000 guests in 2023, two-thirds of the total of guests.", "two-thirds", "x-sea", "supported"),
    # a row of names of which none is a noun
    (
        "Seeblick had 307,000 guests in 2023. Seeblick welcomed 307,000, Bergruh 153,000 and nobody more.",
        "153,000",
        "x-hill",
        "supported",
    ),
    # the month of a purchase is none of a yearly series
    ("In March 2024 the bank took over Bergruh, with its 432 beds.", "432 beds", "x-hill", "supported"),
    # a year that only describes a thing, a concession that is no condition
    (
        "The porter, who drives a 1968 Opel, says that Lindhorst had 460,000 guests in 2023, even if few tip.",
        "460,000",
        "x-firm",
        "supported",
    ),
]


@pytest.mark.parametrize(("text", "quote", "entity", "outcome"), OF_FIRM)
def test_figures_of_a_firm(firm: Reference, text: str, quote: str, entity: str, outcome: str) -> None:
    found = judged(firm, text, quote)
    assert (found.link.entity, found.latest.outcome) == (entity, outcome)


MORE = [
    # a run that has ended
    (
        "In Chile nurses per 1,000 people rose for three years running until 2021 and again after that.",
        "three years running",
        "CHL",
        "supported",
    ),
    # "there" is of the place named last, not of the one that the text is about
    (
        "Chile had 640 cases of mumps in 2023, and Chile worries. Peru is calmer. There mumps cases came to 1,211.",
        "1,211",
        "PER",
        "supported",
    ),
    # a figure in brackets is of the time before it
    ("In Peru 23.9% sleep badly, a sixth more than the share of 2018 (20.5%).", "20.5%", "PER", "supported"),
    # what is promised for later dates nothing that is told before
    ("34.7% of Chileans sleep badly, and the government promises 30% by 2030.", "34.7%", "CHL", "supported"),
    # tables lag behind a text
    ("In Peru life expectancy is 75.8 years. It was 72.4 years a year ago.", "72.4 years", "PER", "ambiguous"),
    # whom the tables lack is nobody told before
    ("In Chile 34.7% sleep badly in 2023. In Bolivia it is 41% of adults who sleep badly.", "41%", "BOL", "no_data"),
]


@pytest.mark.parametrize(("text", "quote", "entity", "outcome"), MORE)
def test_whose_figure_of_when(health: Reference, text: str, quote: str, entity: str, outcome: str) -> None:
    found = judged(health, text, quote)
    assert (found.link.entity, found.latest.outcome) == (entity, outcome)


AT_LAST = [
    # a text that has named nobody yet may speak of all
    ("Cases of mumps came to 1,960 in 2023. In Peru they fell.", "1,960", "ambiguous"),
    # a time carried over refutes nothing that the newest figure bears out
    ("In 2020 Chile counted 455 cases of mumps. Its nurses per 1,000 people, 4.4, are proud.", "4.4", "ambiguous"),
    # what somebody has of the things just counted
    ("Chile had 121 cases of mumps in 2021. Peru followed with 310.", "310", "supported"),
    ("Since 2018 the share who sleep badly has risen in Chile every year.", "every year", "supported"),
]


@pytest.mark.parametrize(("text", "quote", "outcome"), AT_LAST)
def test_what_a_text_leaves_out_refutes_nothing(health: Reference, text: str, quote: str, outcome: str) -> None:
    assert outcome == judged(health, text, quote).latest.outcome
