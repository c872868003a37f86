"""What one sentence or short text asserts: relations, targets, events, periods, speakers, carried context."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from workbench.extract import extract
from workbench.model import Claim, Document

PUBLISHED = date(2024, 5, 14)


def claims(text: str) -> list[Claim]:
    """Return the claims worth checking of a text published on 14 May 2024."""
    found = extract(Document("t", text, published=PUBLISHED)).claims
    return [claim for claim in found if claim.checkworthy >= 0.5]


def one(text: str, quote: str) -> Claim:
    """Return the claim whose words hold ``quote``."""
    (claim,) = [claim for claim in claims(text) if quote in claim.quote]
    return claim


def year(number: int) -> tuple[date, date]:
    return date(number, 1, 1), date(number, 12, 31)


@pytest.mark.parametrize(
    ("text", "quote", "kind", "relation"),
    [
        ("Denmark has the third-largest fleet.", "third-largest", "rank", "high"),
        ("Malta ranked ninth in 2023.", "ninth", "rank", None),
        ("Rents were the highest since 1995 in 2022.", "highest since", "superlative", "high"),
        ("The reading was the lowest on record.", "lowest", "superlative", "low"),
        ("Sales hit a record low in 2021.", "record low", "superlative", "low"),
        ("The siege entered its fifth week.", "fifth week", "ordinal_period", "since"),
        ("The 7-month-old truce holds.", "7-month-old", "duration", "since"),
        ("Two days after the quake the dam burst.", "Two days", "duration", "after"),
        ("Exports fell for the third straight month.", "third straight month", "streak", None),
        ("A third of the world's cobalt came from there in 2023.", "A third", "fraction", "share"),
        ("Italy's fleet is twice as big as that of Greece.", "twice", "multiple", "than"),
        ("Acme's sales are three times as large as Bolt's.", "three times", "multiple", "than"),
        ("Life expectancy was 81.2 years in 2022.", "81.2 years", "quantity", None),
        ("Patients faced an average wait of 18 weeks.", "18 weeks", "quantity", None),
        ("The crop exceeds that of Peru by 40,000 tonnes.", "40,000 tonnes", "difference", "than"),
        ("Debt fell from 80% to 74% of output in 2023.", "74%", "percent", "from_to"),
        ("Imports dropped sharply in 2023.", "dropped", "percent_change", None),
        ("Gold hit a six-month low.", "six-month low", "superlative", "low"),
        ("It was the best in its 40-year history.", "best in its", "superlative", "high"),
        ("Profits fell three years in a row.", "three years", "streak", None),
        ("Sales fell for a third year.", "third year", "streak", None),
        ("It was its sixth straight quarterly loss.", "sixth straight", "streak", None),
        ("It was the third annual fall in a row.", "third annual fall", "streak", None),
        ("Rents are 40% cheaper than in Kenya.", "40%", "percent_change", "than"),
        ("The mine has 400 workers, 30 fewer than in 2019.", "30", "difference", None),
        ("Waits fell from 14 weeks to 9 weeks.", "9 weeks", "quantity", "from_to"),
        ("The goal was last met in May 2016.", "May 2016", "date", "last"),
        ("The lira lost a quarter of its value.", "a quarter", "percent_change", None),
        ("Meals of 9 kg of meat per head are eaten.", "9 kg", "rate", None),
        ("It was the deadliest flood in Peru since 1983.", "deadliest flood in Peru since", "superlative", "high"),
        ("He was sent to jail for eight years.", "eight years", "duration", None),
        ("The quake struck at 4:17 a.m. on 6 May 2023.", "6 May 2023", "date", None),
        ("Shares fell $2, or 3%, on Monday.", "3%", "percent_change", None),
        ("The party won 35 of 90 seats.", "35", "count", None),
        ("Airbus sold 9 ships against 7 in 2022.", "7", "count", None),
        ("The film earned three times that.", "three times", "multiple", None),
        ("Women live 5.3 years longer than men.", "5.3 years", "difference", "than"),
        ("Players of the league earn 3.2 million euros a year.", "3.2 million", "rate", None),
        ("Use of coal fell by 5% in 2023.", "5%", "percent_change", None),
        ("Cut flowers cost 3% more.", "3%", "percent_change", None),
        ("The Nikkei gained 1.68%, or 90.04 points.", "90.04", "difference", None),
        ("Turnout was 61%, two points lower than before.", "two points", "pp_change", None),
        ("Growth slowed to 0.1%.", "0.1%", "percent_change", None),
        ("The bank cut its growth forecast for 2025 to 2%.", "2%", "percent_change", None),
        ("Serbia will overtake Croatia by 2030.", "overtake", "rank", "than"),
    ],
)
def test_relation_is_told_from_the_words_around(text: str, quote: str, kind: str, relation: str | None) -> None:
    """Ranks, records, streaks, running periods, shares and comparisons are told apart."""
    claim = one(text, quote)
    assert (kind, relation) == (claim.kind, claim.relation)


def test_target_sentence_makes_two_claims() -> None:
    """The figure with its due date, and when it was set."""
    figure, when = sorted(
        claims("In 2020 Norway and Chile set a target of $9 billion by 2026."), key=lambda c: c.kind != "money"
    )
    assert ("target", "due", (None, date(2026, 12, 31))) == (figure.status, figure.relation, figure.period)
    assert ("date", "set", year(2020)) == (when.kind, when.relation, when.period)
    assert (Decimal(9_000_000_000), "USD") == (when.base_value, when.base_unit)


def test_target_set_in_a_call_is_dated_by_the_document() -> None:
    """Where an event dates the setting, its day is that of the document and its words are the anchor."""
    text = "The two ministers, in a phone call, agreed a trade goal of €4 billion by 2027."
    (when,) = [claim for claim in claims(text) if claim.kind == "date"]
    assert ((PUBLISHED, PUBLISHED), "a phone call") == (when.period, when.anchor)


def test_reached_and_set_are_told_apart() -> None:
    """A mark that was reached in a year is no target that was set then."""
    text = "That is double the €50 million mark they had {} in 2019."
    relations = {
        word: {c.relation for c in claims(text.format(word)) if c.period == year(2019)} for word in ("set", "reached")
    }
    assert {"set": {"set"}, "reached": {"reached"}} == relations


def test_ahead_of_schedule_carries_the_target() -> None:
    """A target reached before its date keeps its figure and its date, also from an earlier sentence."""
    text = "They set a goal of 30 million tonnes by 2028. It will be reached ahead of schedule."
    claim = one(text, "ahead of schedule")
    assert (Decimal(30_000_000), (None, date(2028, 12, 31))) == (claim.base_value, claim.period)
    assert ("ahead_of_schedule", "forecast") == (claim.relation, claim.status)


@pytest.mark.parametrize(
    ("text", "quote", "period", "base"),
    [
        ("Sales rose 4% in 2022.", "4%", year(2022), year(2021)),
        ("Sales will rise by 4% by the end of 2025.", "4%", year(2025), year(2024)),
        ("Prices were 3% higher in 2023 than in 2020.", "3%", year(2023), year(2020)),
        ("In 2021 costs fell 2% from 2019.", "2%", year(2021), year(2019)),
        ("Sales rose 4% in the second half of the year.", "4%", (date(2023, 7, 1), date(2023, 12, 31)), None),
        ("The dam has cost $2bn since 2016.", "$2bn", (date(2016, 1, 1), PUBLISHED), None),
        ("So far this year it has sold 5 ships.", "5 ships", (date(2024, 1, 1), PUBLISHED), None),
        ("Over the past decade it sold 50 ships.", "50 ships", (date(2014, 5, 14), PUBLISHED), None),
        ("In 2021 some 40 cases were reported.", "40 cases", year(2021), None),
        ("The bank has 90 branches, 5 fewer than it had in 2019.", "5", None, year(2019)),
        ("Rents in 2023 were 15% below the record set in 2018.", "15%", year(2023), year(2018)),
        ("Rents rose 4% in 2023, the most since 2018.", "4%", year(2023), year(2022)),
        ("Output rose 4% in 2023 and 6% the year before.", "6%", year(2022), year(2021)),
        ("Costs barely moved in 2023: they rose 1%.", "1%", year(2023), year(2022)),
    ],
)
def test_period_and_base_are_told_apart(
    text: str, quote: str, period: tuple[date, date] | None, base: tuple[date, date] | None
) -> None:
    """What a change is measured on and what it is measured from each has its own interval."""
    claim = one(text, quote)
    assert (period, base) == (claim.period, claim.base_period)


@pytest.mark.parametrize(
    ("text", "quote", "period"),
    [
        ("The rate was 6% in 2021 and 7% the year before.", "7%", year(2020)),
        ("Prices stood still in 2021: inflation was 0.4%, the lowest since at least 2000.", "0.4%", year(2021)),
        ("Inflation was 4% in 2021, the lowest since 2000. Exports made up 29% of GDP that year.", "29%", year(2021)),
        (
            "Chile mined 5 million tonnes in 2021. Peru mined 3 million tonnes in the same year.",
            "3 million",
            year(2021),
        ),
    ],
)
def test_years_told_by_others(text: str, quote: str, period: tuple[date, date]) -> None:
    """A year told by another one is that one or the one before it, never the year a record is measured from."""
    assert period == one(text, quote).period


def test_the_time_of_a_report_is_not_that_of_the_figure() -> None:
    """A figure published on Monday keeps the year that the text speaks of."""
    text = "Output of the Chilean mines fell in 2023. It came to 5 million tonnes, the agency reported on Monday."
    assert year(2023) == one(text, "5 million").period


@pytest.mark.parametrize(
    ("text", "quote", "entities"),
    [
        ("Spain grew by 2% and Italy by 1% in 2023.", "1%", ("ITA",)),
        ("The American economy is three times as big as the Japanese one.", "three times", ("USA", "JPN")),
        ("Peru's exports to Japan rose 9% in 2023.", "9%", ("PER", "JPN")),
        ("Norway did well. Its exports rose 9% in 2023.", "9%", ("NOR",)),
        ("Chile has 20 million people. In 2023 the world had 8 billion.", "8 billion", ("WLD",)),
        ("Chile is the world's second-largest producer and has 9% of the world's reserves.", "9%", ("CHL",)),
        ("Peru mines twice as much as Chile, whose output is 5 million tonnes.", "5 million", ("CHL",)),
        ("The bank sees growth of 7% in Peru, above the 2% that it expects for Chile.", "2%", ("CHL",)),
        ("Peru became South America's largest producer when it mined 4 million tonnes.", "4 million", ("PER",)),
        ("Peru's growth was 3%, more than half of the Chilean rate of 5%.", "5%", ("CHL",)),
        (
            "Chile mined 8 million tonnes. That is twice the output of Peru, which came to 4 million.",
            "4 million",
            ("PER",),
        ),
        ("At 4 million tonnes, Peru has overtaken Chile's output to become the third largest.", "third", ("PER",)),
        ("Kenya and Ghana met. Mutual trade rose 9% in 2023.", "9%", ("KEN", "GHA")),
        ("A dollar cost 7.2 yuan in 2023.", "7.2 yuan", ("CHN",)),
        ("Peru grew by 2%, compared with 3% in Chile and 4% in Kenya.", "4%", ("KEN",)),
        ("Peru and Chile exported 2% and 3% respectively.", "3%", ("CHL",)),
        ("Egypt and the United Kingdom took 2% and 3% respectively.", "3%", ("GBR",)),
        (
            "Kenya grows tea. Kenya sold 9 tonnes. Chad, a buyer, took 2 tonnes. The price fell 8%.",
            "8%",
            ("KEN",),
        ),
        ("The Baltic states averaged 2.8% in 2023.", "2.8%", ("EST", "LVA", "LTU")),
        ("Norway did well. The Blue Line pipeline is 400 km long.", "400 km", ()),
    ],
)
def test_countries_are_those_the_figure_is_about(text: str, quote: str, entities: tuple[str, ...]) -> None:
    """The owner comes first, then partner or comparand; pronouns stand for the country spoken of before."""
    assert entities == one(text, quote).entities


@pytest.mark.parametrize(
    ("text", "quote", "speaker", "quoted"),
    [
        ('"Sales rose 4%. Costs fell 2%," Ann Moe said.', "4%", "Ann Moe", True),
        ("Ann Moe leads the firm. Moe said that sales rose 4%.", "4%", "Ann Moe", False),
        ("Sales to grow by 4%: Moe", "4%", "Moe", False),
        ("According to Eurostat, sales rose 4% in 2023.", "4%", "Eurostat", False),
        ("Sales rose 4% in 2023.", "4%", None, False),
        ("The board on Tuesday said that sales rose 4%.", "4%", "The board", False),
        ("The minister, Ann Moe, said the office had 4% more staff.", "4%", "Ann Moe", False),
        ("Figures published on Thursday show that sales rose 4%.", "4%", None, False),
    ],
)
def test_speaker_is_who_says_it(text: str, quote: str, speaker: str | None, *, quoted: bool) -> None:
    """Quotations over several sentences, reported speech and headlines name their speaker."""
    claim = one(text, quote)
    assert (speaker, quoted) == (claim.speaker, claim.quoted)


@pytest.mark.parametrize(
    ("text", "value", "status"),
    [
        ("The envoys met in Oslo in March.", "2024-03", "actual"),
        ("The king will visit Quito next week.", "2024-W21", "forecast"),
        ("The treaty was signed on 4 May 1999.", "1999-05-04", "actual"),
        ("The mayor was jailed last year.", "2023", "actual"),
    ],
)
def test_events_with_a_date_are_claims(text: str, value: str, status: str) -> None:
    """When something happened or will happen is a claim of its own, with the day and the event's words."""
    (claim,) = claims(text)
    assert (value, status) == (claim.value, claim.status)
    assert claim.subject


def test_events_after_each_other_name_both() -> None:
    """Of two events the earlier is the subject and the later the anchor."""
    claim = one("Peru joined the pact less than two weeks after Chile left the bloc.", "less than two weeks")
    assert ("Chile left the bloc", "Peru joined the pact", "<") == (claim.subject, claim.anchor, claim.bound)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Would 6% be too much?", "a question"),
        ("If rents rise by 6%, we move.", "a condition or supposition"),
        ("Lena Berg, 44, sings.", "an age in passing"),
        ("Bake for 25 minutes at 180C.", "an instruction"),
        ("Simmer for a while, then add 500ml of stock.", "an instruction"),
        ("Were the rate to rise to 8%, many would default.", "a condition or supposition"),
        ("For example, a worker on $40,000 would pay more.", "a condition or supposition"),
        ("She gave 110 per cent.", "a figure of speech"),
        ("Cut the dough into 12 pieces.", "an instruction"),
        ("Let's say the fund earns 7%.", "a condition or supposition"),
        ("5 things to know before you vote", "a heading"),
    ],
)
def test_what_asserts_nothing_says_why(text: str, reason: str) -> None:
    """A claim that is not worth checking carries its reason."""
    found = extract(Document("t", text, published=PUBLISHED)).claims
    assert [reason] == [claim.reason for claim in found]


@pytest.mark.parametrize(
    ("text", "subjects", "entities", "years"),
    [
        (
            "Exports to Japan and Kenya rose 2% and 3% respectively in 2021.",
            ["Exports to Japan", "Exports to Kenya"],
            [("JPN",), ("KEN",)],
            [2021, 2021],
        ),
        ("Sales rose 2% and 3% in 2020 and 2021, respectively.", ["Sales", "Sales"], [(), ()], [2020, 2021]),
        ("The shares of coal and gas were 2% and 3% respectively in 2019.",
         ["The shares of coal", "The shares of gas"], [(), ()], [2019, 2019]),
        ("Inflation was 2% in Italy and 3% in Spain in 2019.",
         ["Inflation in Italy", "Inflation in Spain"], [("ITA",), ("ESP",)], [2019, 2019]),
    ],
)  # fmt: skip
def test_figures_of_a_list_are_dealt_out(
    text: str, subjects: list[str], entities: list[tuple[str, ...]], years: list[int]
) -> None:
    """Each figure of a list gets its own year, country or thing, in the order in which they are told."""
    found = claims(text)
    assert [Decimal(2), Decimal(3)] == [claim.value for claim in found]
    assert (subjects, entities) == ([c.subject for c in found], [c.entities for c in found])
    assert years == [claim.period[0].year for claim in found if claim.period and claim.period[0]]


def test_a_length_until_something_lies_between_two_events() -> None:
    """What took so long until something else happened is measured from the event told before."""
    text = "The pact between Chile and Peru dates from February. It took less than two weeks until Chile left it."
    claim = one(text, "less than two weeks")
    assert ("duration", "after") == (claim.kind, claim.relation)
    assert "pact" in claim.subject
    assert "Chile left it" == claim.anchor


def test_years_told_one_from_another_end_at_the_first() -> None:
    """A long text that tells each year from the one before it is read to its end, as far back as there are years."""
    text = "In 1900 sales rose 5%. " + "Output rose 3% that year. A year earlier it rose 2%. " * 2100
    claims = extract(Document("a", text, published=date(2022, 1, 1))).claims
    assert 4201 == len([claim for claim in claims if claim.kind == "percent_change"])


def test_what_a_sentence_leaves_out_is_told() -> None:
    """A claim names what its own sentence did not say and the text around it gave."""
    found = claims("Peru's exports rose 12% in 2019. Imports came to $3 billion. In 2020 they were $2 billion.")
    assert [(), ("entity", "period"), ("entity",)] == [claim.carried for claim in found]


@pytest.mark.parametrize(
    "text",
    [
        "Growth was 3% in 2022. Growth was 2.1% in Peru, less than half of the 4.9% recorded in 2021.",
        "Peru's jobless rate was 8% in 2022. A decade earlier, in 2012, it had been 6%. Growth was 2.1%.",
        "Peru's prices rose 9% in 2022. From September to October 2021 they had risen by 1%. Growth was 2.1%.",
    ],
)
def test_a_period_looked_back_to_is_not_carried_on(text: str) -> None:
    """What a figure is only compared with, or what lies further back, does not date the figures after it."""
    assert year(2022) == one(text, "2.1%").period


@pytest.mark.parametrize(
    ("text", "quote", "kind", "subject"),
    [
        ("The economy grew by 3%, joblessness fell to 9.2% in Peru.", "9.2%", "percent", "joblessness in Peru"),
        ("Output shrank by 10%, while unemployment went up only from 3.7% to 4.5%.", "3.7%", "percent", "unemployment"),
        ("In Peru prices rose by a mere 2.5%.", "2.5%", "percent_change", "prices"),
        ("The yen averaged 142.9 in June, after falling as low as 157.8 in May.", "157.8", "quantity", "The yen"),
    ],
)
def test_a_figure_is_read_within_its_clause(text: str, quote: str, kind: str, subject: str) -> None:
    """Neither the kind nor the subject of a figure comes from the clause beside its own."""
    claim = one(text, quote)
    assert (kind, subject) == (claim.kind, claim.subject)


def test_people_numbered_are_counted() -> None:
    """Before a figure with a scale "number" is a verb and no label, and a share beside it lends no unit."""
    text = "The people of Peru number 34 million, or 0.4% of humanity."
    assert [("count", None), ("percent", "%")] == [(claim.kind, claim.unit) for claim in claims(text)]


def test_an_aim_dates_no_other_clause() -> None:
    """The year of an aim is not that of what was measured before it; what "since" opens dates its own clause."""
    assert one("Peru generated 60 TWh of power, and aims at 80 TWh by 2040.", "60").period is None
    passed = one("Since 2018, when trade passed $100 billion, Peru has opened two ports.", "$100 billion")
    assert (year(2018), None) == (passed.period, passed.base_period)


@pytest.mark.parametrize(
    ("text", "quote", "entities"),
    [
        ("The IMF expected growth of 0.9% in Peru.", "0.9%", ("PER",)),
        ("Peru has changed. Unemployment, at 2.7%, is lower than Chile's 3.1%.", "2.7%", ("PER",)),
        ("Peru has changed. Unemployment, at 2.7%, is lower than Chile's 3.1%.", "3.1%", ("CHL",)),
        ("Its output was larger than Britain's ($3.1 trillion).", "$3.1 trillion", ("GBR",)),
        ("Peru spent 3.3% of GDP on roads in 2023, against 1.5% in Chile.", "1.5%", ("CHL",)),
        ("The pound bought $1.37 in March.", "$1.37", ("GBR",)),
        ("A dollar cost 140 yen in March.", "140 yen", ("JPN",)),
    ],
)
def test_a_figure_is_of_whom_its_words_say(text: str, quote: str, entities: tuple[str, ...]) -> None:
    """Neither who forecasts, nor whom it is compared with, nor what other money is priced in, owns a figure."""
    assert entities == one(text, quote).entities


@pytest.mark.parametrize(
    ("text", "quote", "relation", "base"),
    [
        (
            "In 2022 trade between Peru and Chile was 26% more than in the year before, Chilean data show.",
            "26%",
            None,
            2021,
        ),
        ("Peru's economy is now 17% larger.", "17%", "than", None),
        ("In 2023 prices in Peru had gone up by 14% over two years.", "14%", None, 2021),
        ("Output in Peru fell to $4 billion in 2023 from $5 billion in 2021, a fall of 20%.", "20%", None, 2021),
    ],
)
def test_what_a_change_is_measured_from(text: str, quote: str, relation: str | None, base: int | None) -> None:
    """A time after "than" is a base, a bare size a comparison, and a length the way back to the base."""
    claim = one(text, quote)
    assert (relation, base and year(base)) == (claim.relation, claim.base_period)


@pytest.mark.parametrize(
    ("text", "quote", "period"),
    [
        ("In 2021 Peru's economy expanded by 8.9% and in 2022 by 4.8%.", "8.9%", 2021),
        ("In 2021 Peru's economy expanded by 8.9% and in 2022 by 4.8%.", "4.8%", 2022),
        ("Peru's prices rose 9% in 2022. In 2021 they had gone up by 3%, so the rate tripled.", "tripled", 2022),
        ("Peru's inflation, at 8% in 2022, halved to 4% in 2023.", "halved", 2023),
        ("Peru halved its jobless rate in a decade, from 12% in 2013 to 6% in 2023.", "halved", 2023),
        ("Peru's inflation averaged 8% in 2022, down from 12%.", "12%", 2021),
        ("Peru's growth slowed from 6% to 4% in 2022.", "6%", 2021),
        ("Peru's growth slowed to 4% in 2022, from 6%.", "6%", 2021),
        (
            "Peru's inflation was 5% in 2022, down only slightly from 6%, while in Chile it was cut to 3% from 8%.",
            "8%",
            2021,
        ),
        (
            "Peru's economy grew by 5% in 2023 after 6% in 2022, at the price of inflation that averaged 54%.",
            "54%",
            2023,
        ),
        ("Peru fell into recession in 2023. Its output shrank by 2%.", "2%", 2023),
        ("Peru's inflation had hit 10% in 2021. A year later it was down to 4%.", "4%", 2022),
        ("Peru's inflation was 8% in 2023, slightly more than the 7% of the year before.", "7%", 2022),
        ("Peru's prices rose by 34% in 2023, twice the 17% recorded a year earlier.", "17%", 2022),
        ("Peru's inflation, though lower than the 14% of 2022, was 11% in 2023.", "11%", 2023),
        (
            "Prices rose by 6% in Peru and 5% in Chile in 2023, after 7% and 8% respectively the year before.",
            "7%",
            2022,
        ),
    ],
)
def test_a_time_dates_the_figure_it_leads_to(text: str, quote: str, period: int) -> None:
    """A time behind a figure may open the next one; a look back dates nothing that follows from it."""
    assert year(period) == one(text, quote).period


def test_a_time_told_by_an_event_is_none_that_was_told_before() -> None:
    """A time without a date is not filled in from the text around, and is not said to be left out."""
    text = "Peru's exports were $60bn in 2022. They had fallen by 9% in the first year of the pandemic."
    told = one(text, "9%")
    assert (None, ("entity",)) == (told.period, told.carried)
    assert year(2022) == one("Peru's exports rose 5% in 2022, after the war.", "5%").period


def test_more_than_halved_leaves_less_than_half() -> None:
    """The bound of a multiple that shrinks is that of what is left."""
    assert ["<", ">", "="] == [
        one(f"Peru's debt {verb} in 2022.", verb).bound for verb in ("more than halved", "more than doubled", "halved")
    ]


def test_an_owner_may_follow_a_multiple() -> None:
    """A multiple of what an owner has, but not how often something happened."""
    assert Decimal(2) == one("Peru spends 2% of GDP on its army, twice Chile's share.", "twice").value
    assert not [c for c in claims("The team won twice Monday.") if c.kind == "multiple"]


@pytest.mark.parametrize(
    ("text", "quote", "entities"),
    [
        ("Peru's output was $9bn in 2023, that of Chile $7bn.", "$7bn", ("CHL",)),
        ("Peru's output was $9bn in 2023, that of Chile $6bn, two-thirds as much.", "two-thirds", ("CHL", "PER")),
        ("Prices rose by 6% in Peru and 5% in Chile in 2023, after 7% and 8% respectively.", "7%", ("PER",)),
        ("Peru grew. One Chilean in four was out of work; by 2023 the rate had fallen to 12%.", "12%", ("CHL",)),
        ("Exports are worth 41% of GDP to the Peruvians and 32% to the Chileans.", "32%", ("CHL",)),
        ("Peru grew faster than the Chileans, who had to settle for 1.4% growth.", "1.4%", ("CHL",)),
        (
            "Peru, whose output was $9bn, has left Chile behind; its 33 million people rejoice.",
            "33 million people",
            ("PER",),
        ),
    ],
)
def test_whose_a_figure_is_is_told_in_few_words(text: str, quote: str, entities: tuple[str, ...]) -> None:
    """The owner is named behind "that of", or only where what a figure is compared with or dealt out after is told."""
    (claim,) = (claim for claim in claims(text) if claim.quote == quote)
    assert entities == claim.entities


def test_what_is_gained_is_a_difference() -> None:
    """Verbs of gain and loss, and comparisons of size, make an amount a change."""
    assert ("difference", "up") == (kind_of("Peru has gained ten million people."))
    assert ("difference", "down") == (kind_of("Peru is 1.3 million smaller than in 2014."))


def kind_of(text: str) -> tuple[str, str | None]:
    claim = claims(text)[0]
    return claim.kind, claim.direction


def test_the_year_to_a_month_leads_to_that_month() -> None:
    """What follows a change "in the year to October" speaks of October."""
    found = claims("Peru's prices rose by 7.7% in the year to October 2022. Core inflation eased to 6.3%.")
    assert [date(2022, 10, 31)] * 2 == [claim.period[1] for claim in found if claim.period]
    assert date(2022, 10, 1) == (found[-1].period or (None,))[0]


def test_what_is_the_first_since_is_no_base_of_the_next_figure() -> None:
    """A year that a record is told since is the record's alone."""
    text = "Peru's output fell by 1% in 2023, the first decline since 2020, after a gain of 5% in 2022."
    assert (year(2022), year(2021)) == (one(text, "5%").period, one(text, "5%").base_period)


def test_a_people_is_counted_by_its_name() -> None:
    """Where a people numbers so many, persons are counted."""
    assert ["count:person"] * 2 == [c.unit for c in claims("Peruvians number 34 million, Chileans 19.6 million.")]


def test_a_figure_set_against_one_of_neither_time_nor_place_is_of_none_that_is_known() -> None:
    """What tells a second figure from the first is not told."""
    text = "Peru's output per head was $7,000 in 2023. That is little: $7,000 compared with $16,000."
    assert (None, False) == (one(text, "$16,000").period, "period" in one(text, "$16,000").carried)


def test_what_each_has_is_told_by_head() -> None:
    """An amount "each" is one per person where inhabitants are counted before."""
    assert "USD / person" == one("Peru's 33 million inhabitants produced $264 billion, or $8,000 each.", "$8,000").unit


def test_growth_set_beside_growth_is_growth() -> None:
    """What is compared with a change by its owner's name is a change too."""
    assert "percent_change" == one("Peru's economy grew by 2% in 2022, ahead of Chile's 1%.", "1%").kind
    assert "percent" == one("Peru's jobless rate was 8% in 2022, ahead of Chile's 7%.", "7%").kind


def test_a_streak_without_a_fall_is_one_of_rises() -> None:
    """A run of years without a contraction is a run of growth."""
    assert "up" == one("For Peru it was the 13th year in a row without a contraction.", "13th year").direction


def test_a_part_bigger_is_a_change() -> None:
    """A third bigger than another is a percentage that compares the two."""
    claim = one("Peru's fleet is one third bigger than Chile's.", "one third")
    assert ("percent_change", "%", "than", ("PER", "CHL")) == (claim.kind, claim.unit, claim.relation, claim.entities)


@pytest.mark.parametrize(
    ("text", "quote", "kind", "direction", "subject"),
    [
        ("Rents rose 5% last year, wages 3% and pensions 2%.", "3%", "percent_change", "up", "wages"),
        ("Rents rose 5% last year, wages 3% and pensions 2%.", "2%", "percent_change", "up", "pensions"),
        ("Tin fell 3% and zinc 2% on Monday.", "2%", "percent_change", "down", "zinc"),
        ("Chad's output fell 4%, Niger's 2.3%.", "2.3%", "percent_change", "down", "Chad's output"),
        ("Peru's exports rose 5% and Chile's imports 3%.", "3%", "percent_change", "up", "Chile's imports"),
        ("Exports reached $5bn last year, imports $4bn.", "$4bn", "money", None, "imports"),
        ("Hydropower supplied 30% of it, gas 25% and wind 20%.", "20%", "percent", None, "wind"),
        ("Sales rose 5% to $3bn and net profit 3% to $1bn.", "$1bn", "money", None, "net profit"),
        ("Output grew 4% and, for the first time, 3% of firms hired.", "3%", "percent", None, "Output of firms"),
        ("Rents rose 5%, faster than the 3% of last year.", "3%", "percent", None, "Rents"),
        ("The bank lent $5bn on sales of $8bn.", "$8bn", "money", None, "sales The bank"),
    ],
)
def test_a_figure_without_a_verb_is_of_the_noun_before_it(
    text: str, quote: str, kind: str, direction: str | None, subject: str
) -> None:
    claim = one(text, quote)
    assert (claim.kind, claim.direction, claim.subject) == (kind, direction, subject)


@pytest.mark.parametrize(
    ("text", "quote", "period"),
    [
        ("The firm, founded in 1987, employs 400 people.", "400", None),
        ("Founded in 1987, the firm employed 400 people in 2023.", "400", year(2023)),
        ("The firm, founded in 1987, employs 400 people.", "1987", year(1987)),
        ("Sales will top $4bn in 2025, up from $3bn in 2023.", "$3bn", year(2023)),
        ("The share will climb from 97% to 102% by 2030.", "97%", None),
        ("The share will climb from 97% to 102% by 2030.", "102%", year(2030)),
        ("The bank cut its forecast for 2025 to 2% from 3%.", "3%", year(2025)),
        ("The bank raised its 2025 growth forecast from 1.1% to 1.4%.", "1.1%", year(2025)),
        ("Debts hit $7bn in 2023, the most since counts began in 2007. They ate 9% more than two years earlier.", "9%",
         year(2023)),
    ],
)  # fmt: skip
def test_a_time_dates_only_what_it_is_told_of(text: str, quote: str, period: tuple[date, date] | None) -> None:
    assert one(text, quote).period == period


@pytest.mark.parametrize(
    ("text", "quote", "status"),
    [
        ("Sales will top $4bn in 2025, up from $3bn in 2023.", "$4bn", "forecast"),
        ("Sales will top $4bn in 2025, up from $3bn in 2023.", "$3bn", "actual"),
        ("The share will climb from 97% to 102% by 2030.", "97%", "actual"),
        ("Ministers want 40% of new homes to be heated without gas by 2030.", "40%", "target"),
    ],
)
def test_what_a_forecast_starts_from_is_known(text: str, quote: str, status: str) -> None:
    assert one(text, quote).status == status


@pytest.mark.parametrize(
    ("text", "quote", "subject"),
    [
        ("We expect revenue to top $4bn this year.", "$4bn", "revenue"),
        ("Analysts had expected the deficit to narrow to $2bn.", "$2bn", "the deficit"),
        ("Malta ranks 3rd of 146 countries on equality of pay.", "3rd", "Malta on equality of pay"),
        ("Peru is 12th of 54 states by income.", "12th", "Peru by income"),
    ],
)
def test_the_subject_is_what_is_measured(text: str, quote: str, subject: str) -> None:
    assert one(text, quote).subject == subject


def test_a_part_of_a_count_is_no_place_in_it() -> None:
    assert one("A third of 120 seats went to women.", "A third").kind == "fraction"


def test_a_change_by_a_far_year_is_not_told_over_the_year_before_it() -> None:
    assert one("Demand will grow 5% by 2030.", "5%").base_period is None
    assert one("Demand will grow 5% in 2030.", "5%").base_period == year(2029)


@pytest.mark.parametrize(
    ("text", "quote", "expected"),
    [
        ("Traffic in May 2023 was 11% short of the 2019 level.", "11%",
         {"kind": "percent_change", "direction": "down", "base_period": year(2019)}),
        ("Output in 2023 was 3% above its peak of 2007.", "3%",
         {"kind": "percent_change", "direction": "up", "period": year(2023)}),
        ("The firm cut 1,200 jobs and will shed another 800.", "800", {"unit": "count:job"}),
        ("Of its 74 jets, 22 are leased.", "22", {"kind": "count", "unit": "count:jet"}),
        ("Cases rose to 1,603 in 2023, from 724.", "724", {"kind": "count"}),
        ("Nine people have died since January.", "Nine", {"kind": "count", "value": Decimal(9)}),
        ("It lost $5m in the three months to March, against $3m in the same period of 2022.", "$3m",
         {"period": (date(2022, 1, 1), date(2022, 3, 31))}),
        ("Prices rose 5%, as demand fell by a third.", "a third", {"subject": "demand", "direction": "down"}),
        ("Tin output was 84%, the trade body said, the best reading for five years.", "best",
         {"subject": "Tin output"}),
        ("It made 9bn kronor in 2022. Operating profit came in at 1.1 billion.", "1.1 billion",
         {"kind": "money", "unit": "SEK"}),
        ("It made 9bn kronor in 2022.\n\nThe union has 1.1 million on its list.", "1.1 million", {"kind": "count"}),
        ("It has a margin of 12%, compared with 10% a year earlier.", "10%", {"subject": "a margin"}),
        ("Acme has 8,150 workers, of whom 5,900 are men.", "5,900", {"unit": "count:worker"}),
        ("Spending will total 3.5 billion this year.", "3.5 billion", {"unit": None}),
        ("The mill, which makes nails, was idle for 11 days.", "11 days", {"subject": "The mill"}),
        ("Power makes up 9% of costs in 2023, half of what it did in 2020.", "9%", {"period": year(2023)}),
        ("Spending on pensions eats up 13% of output.", "13%", {"kind": "percent"}),
        ("In 1970 it was 4.4; in 2023 it was 2.1, and by 2050 it may be 1.5.", "2.1", {"period": year(2023)}),
        ("Chad mined 5.3m tonnes in 2023, and Niger's pits 2.7m.", "2.7m",
         {"kind": "quantity", "unit": "metric_ton", "value": Decimal(2_700_000)}),
        ("Its price is now nine times average wages; in 1997 it was 3.5 times.", "nine", {"period": None}),
        ("Five years after the crash, output is still 2% below its peak.", "2%", {"subject": "output"}),
        ("Over the past decade the shop lost 12% of its sales.", "12%", {"subject": "the shop of its sales"}),
        ("Some 41 people were killed and over 100 injured.", "100", {"unit": "count:person"}),
        ("At follow-up 1,017 people had died.", "1,017", {"direction": None}),
        ("Rents rose 3% in 2023. A war that lasted from 1936 to 1939 killed 5,000.", "5,000",
         {"period": (date(1936, 1, 1), date(1939, 12, 31))}),
        ("Exports were worth $31bn (iron 38%, tin 17%) and imports $29bn.", "17%", {"subject": "tin"}),
        ("Exports were worth $31bn (iron 38%, tin 17%) and imports $29bn.", "$29bn", {"subject": "imports"}),
        ("OSLO, Feb 28 - The bill brings a surplus of 0.2%.", "0.2%", {"period": None}),
        ("The wage climbs by 60 euros to 820.", "820", {"kind": "money", "unit": "EUR"}),
        ("They say the tax burden, at 37% of output, is high.", "37%", {"subject": "the tax burden of output"}),
        ("Peru's yields were 66 basis points above Chile's.", "66",
         {"direction": "up", "relation": "than", "entities": ("PER", "CHL")}),
        ("The median age is 17 years; for men it is 49.", "49", {"kind": "quantity", "unit": "year"}),
        ("Women had 5.1 children in 2023, compared with 6.5 in 1990.", "6.5", {"unit": "count:child"}),
        ("Visitors spent 24% more than in 2022 and 18% above 2019.", "18%",
         {"kind": "percent_change", "base_period": year(2019)}),
        ("For this year the ministry projects 88 million tourists.", "88 million", {"status": "forecast"}),
        ("Peru's income was less than a third of the figure for Chile in 2023.", "a third",
         {"relation": "than", "entities": ("PER", "CHL")}),
        ("Peru's income was barely a fortieth of that for Norway in 2023.", "a fortieth", {"entities": ("PER", "NOR")}),
        ("Deaths fell. Only 43 percent of the villages have water.", "43 percent", {"subject": "of the villages"}),
        ("Poverty: 63 percent are poor.", "63 percent", {"subject": "Poverty"}),
        ("Life expectancy has edged up to 53.9 years.", "53.9 years", {"bound": "="}),
        ("Inflation rose to 5% in March, from 4% the month before.", "4%",
         {"period": (date(2024, 2, 1), date(2024, 2, 29))}),
        ("Month on month, rents rose 2.9% in March.", "2.9%", {"subject": "rents"}),
        ("The bank lifted its key rate to 5% in March.", "5%", {"subject": "its key rate The bank"}),
        ("The wage rose to 17,000 lira ($578) on 1 March.", "17,000", {"period": (date(2024, 3, 1), date(2024, 3, 1))}),
        ("The share rose to 54% in 2023, against a target of 80%.", "54%", {"status": "actual"}),
        ("Emissions fell to 92 grams in 2023, a sixth of the level in 1990.", "92", {"period": year(2023)}),
        ("The number of officers rose by 210 in 2023.", "210", {"kind": "difference", "direction": "up"}),
        ("Rents rose 3%. Nine out of ten thefts happen by day.", "Nine", {"subject": "thefts happen"}),
        ("The firm swung to a loss of $112m in 2023.", "$112m", {"subject": "a loss The firm"}),
        ("The town passed 100,000 in 2008 and will hit 150,000 soon.", "150,000", {"period": None}),
    ],
)  # fmt: skip
def test_what_stands_beside_a_figure_tells_what_it_is(text: str, quote: str, expected: dict[str, object]) -> None:
    claim = one(text, quote)
    assert {name: getattr(claim, name) for name in expected} == expected


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_new_paragraph_goes_back_to_the_country_of_the_text(gap: str) -> None:
    lines = ["Spain had 85m visitors in 2023.", "Britons were the largest group with 17m arrivals.", "Rents rose 9%."]
    assert claims(gap.join(lines))[-1].entities == ("ESP",)


@pytest.mark.parametrize(
    "text", ["Chad's annual inflation was low.", "It was in its monthly bulletin.", "It has ended a year with a gain."]
)
def test_a_rhythm_is_no_length(text: str) -> None:
    assert [claim.quote for claim in claims(text) if claim.unit] == []


def test_a_region_that_is_only_compared_with_is_not_what_a_text_is_about() -> None:
    text = "Acme flew 6m people in 2023.\n\n" + "It hired staff. " * 15 + "\n\nAcross Europe loads averaged 84%."
    assert next(claim.entities for claim in claims(text)) == ()


def test_a_text_may_break_off_behind_a_verb_of_foreseeing() -> None:
    assert one("Sales of tractors will reach 5 million next year, they expect", "5 million").status == "forecast"


def test_a_year_that_tells_which_of_its_kind_a_thing_is_dates_no_event() -> None:
    assert [claim.kind for claim in claims("On Monday parliament approved the 2024 budget.")] == ["relative_date"]


def test_a_country_only_measured_by_is_not_what_a_text_is_about() -> None:
    text = "Osk covers 48,300 square kilometres, about the size of Slovakia.\n\nRents rose 9% there."
    assert one(text, "9%").entities != ("SVK",)


def test_a_supposition_dates_nothing_behind_it() -> None:
    text = "Turnout was low in 2023. If you had paid $1,000 in 2010, you would have $1,900. The rate is 61%."
    assert one(text, "61%").period != year(2010)


@pytest.mark.parametrize(
    "text",
    ["His daughter, 31, and two sons live there.", "Nine times out of ten it works.", "He is 100% wrong, she said."],
)
def test_figures_of_speech_and_ages_in_passing_assert_nothing(text: str) -> None:
    assert claims(text) == []
