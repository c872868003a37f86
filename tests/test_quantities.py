"""Quantities: units, money, counted nouns, ranges, bounds, directions, and what is no quantity."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.grammar.examples import RULES
from workbench.grammar.quantities import read_quantities
from workbench.grammar.tokens import tokenise
from workbench.model import Quantity, TimeSpan


def read(text: str) -> list[Quantity]:
    return read_quantities(tokenise(text))


def reading(text: str) -> list[tuple[Any, ...]]:
    return [(_plain(q.value), q.unit, q.bound, q.direction) for q in read(text)]


def _plain(value: Decimal | tuple[Decimal, Decimal]) -> Any:
    return tuple(map(float, value)) if isinstance(value, tuple) else float(value)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("It covers 50 square kilometres.", 50, "kilometer ** 2"),
        ("A 32 m² room.", 32, "meter ** 2"),
        ("The boot holds 24.5 cubic feet.", 24.5, "foot ** 3"),
        ("Winds of 50mph hit.", 50, "mile / hour"),
        ("The well gave 900 barrels per day.", 900, "oil_barrel / day"),
        ("The plant has 224 kW.", 224, "kilowatt"),
        ("It used 5.5kWh.", 5.5, "kilowatt_hour"),
        ("A field of 155 bcm was found.", 155e9, "meter ** 3"),
        ("It emits 120 g/km.", 120, "gram / kilometer"),
        ("It melts at 12 degrees Celsius.", 12, "degree_Celsius"),
        ("The phone has 64GB.", 64, "gigabyte"),
        ("A line of 100 Mbps.", 100, "megabit / second"),
        ("The yield is up 25 bps.", 25, "basis_point"),
        ("It gained 1.25 percentage points.", 1.25, "percentage_point"),
        ("Levels of 15 ppb were seen.", 15, "ppb"),
        ("She lost weight, from 208 pounds.", 208, "pound"),
        ("They spent 20 million pounds.", 20e6, "GBP"),
        ("It fell 19 pence.", 0.19, "GBP"),
        ("The levy is 150 kn.", 150, "HRK"),
        ("A budget of Rs 500 crore.", 5e9, "INR"),
        ("It cost A$3.5m.", 3.5e6, "AUD"),
        ("A price of HK $5.4m.", 5.4e6, "HKD"),
        ("They owe USD10m.", 10e6, "USD"),
        ("The deal is worth 500 million Danish kroner.", 500e6, "DKK"),
        ("In Norway it costs 300 kroner.", 300, "NOK"),
        ("It trades at 110 JPY.", 110, "JPY"),
        ("It has 3,000 tests per day.", 3000, "count:test / day"),
        ("There were 5 deaths per 100,000 people.", 5, "count:death / (100000 * person)"),
        ("Income is $9,000 per capita.", 9000, "USD / person"),
        ("The tax raised $40 per tonne.", 40, "USD / metric_ton"),
        ("He grew 5 ft 6 in tall.", 5.5, "foot"),
        ("Digital and physical: 4.3M digital and physical sales.", 4.3e6, "count:digital physical sale"),
        ("Ten first-team players left.", 10, "count:first-team player"),
        ("They hired 60 commercial fishermen.", 60, "count:commercial fisherman"),
        ("Sales were 1.5 times as large.", 1.5, "ratio"),
        ("Half of voters agreed.", 0.5, "ratio"),
        ("It took half an hour.", 0.5, "hour"),
        ("A loss of $(1.2) million was booked.", -1.2e6, "USD"),
        ("It was -4.5% then.", -4.5, "%"),
        ("It was 8 per cent.", 8, "%"),
    ],
)
def test_reads_value_and_unit(text: str, value: float, unit: str) -> None:
    """A figure has its scale applied and its unit in the words of the unit table."""
    assert (value, unit) in [row[:2] for row in reading(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("about 10-12 million people", [((10e6, 12e6), "count:person", "~", None)]),
        ("a budget of £3m-£5m", [((3e6, 5e6), "GBP", "range", None)]),
        ("a fine of $2 to $3 billion", [((2e9, 3e9), "USD", "range", None)]),
        ("claims of $200 to $4 million", [((200, 4e6), "USD", "range", None)]),
        ("between 5 and 6%", [((5, 6), "%", "range", None)]),
        ("three or four years", [((3, 4), "year", "range", None)]),
        ("it rose from $36 to $34", [(36, "USD", "=", None), (34, "USD", "=", None)]),
        ("it fell from 208 kg to 193", [(208, "kilogram", "=", None), (193, "kilogram", "=", None)]),
        ("it rose 9% to $165m", [(9, "%", "=", "up"), (165e6, "USD", "=", None)]),
        ("50 and 70 km away", [(50, "kilometer", "=", None), (70, "kilometer", "=", None)]),
        ("37m (121ft) long", [(37, "meter", "=", None), (121, "foot", "=", None)]),
        ("over 87 mph (140 km/h)", [(87, "mile / hour", ">", None), (140, "kilometer / hour", ">", None)]),
        ("four-, five- and six-cylinder", [(n, "count:cylinder", "=", None) for n in (4, 5, 6)]),
        ("$62 and $68 per share", [(62, "USD", "=", None), (68, "USD / count:share", "=", None)]),
        ("$5 and $6", [(5, "USD", "=", None), (6, "USD", "=", None)]),
    ],
)
def test_joins_figures_that_belong_together(text: str, expected: list[tuple[Any, ...]]) -> None:
    """Ranges become pairs, lists share their unit, a change from-to and a conversion stay two figures."""
    assert expected == reading(text)


@pytest.mark.parametrize(
    ("text", "bound", "direction"),
    [
        ("more than 30 people", ">", None),
        ("at least 30 people", ">=", None),
        ("no fewer than 30 people", ">=", None),
        ("just under 20 percent", "<", None),
        ("up to 400 jobs", "<=", None),
        ("30 people or more", ">=", None),
        ("nearly 60%", "~", None),
        ("exactly 13 units", "=", None),
        ("prices rose 3%", "=", "up"),
        ("prices fell in March by 2 points", "=", "down"),
        ("a 3% annual rise", "=", "up"),
        ("a drop of 3%", "=", "down"),
        ("it closed 0.7 percent lower", "=", "down"),
        ("shares were up nearly 57%", "~", "up"),
        ("the Dow +0.2%", "=", "up"),
        ("it rose to 3%", "=", None),
    ],
)
def test_reads_bound_and_direction(text: str, bound: str, direction: str | None) -> None:
    """Hedges make the bound, words of change the direction where the figure itself is the change."""
    assert (bound, direction) == reading(text)[0][2:]


@pytest.mark.parametrize(
    "text",
    [
        "Call +1-222-555-0199 now.",
        "They won 3-1 at home.",
        "The G7 met; COVID-19 went.",
        "Version 2.10.3 is out.",
        "See section 230 and page 12.",
        "He lives at 12 Acacia Avenue.",
        "The 21st century began.",
        "She has an iPhone 11 and a Boeing 737.",
        "The S&P 500 and the FTSE 100 moved.",
        "1. First point\n2. Second point",
        "See https://example.org/a?b=30%25 for it.",
        "In 2019 it ended.",
        "The one that counts, at one point.",
        "A double bed and a third party.",
        "It runs 24/7.",
        "Text 07700 900 412 or dial +44 20 7946 0000.",
        "Case No. 24-3310 was heard.",
    ],
)
def test_rejects_figures_that_count_nothing(text: str) -> None:
    """Names, labels, scores, codes, addresses and years are no quantities."""
    assert reading(text) == []


def test_dates_block_their_figures_and_durations_do_not() -> None:
    """A figure inside a date is no quantity; a duration is one."""
    text = "In 30 June it lasted two weeks."
    times = [
        TimeSpan(3, 10, "30 June", "DATE", "2022-06-30", None, date(2022, 6, 30), date(2022, 6, 30)),
        TimeSpan(21, 30, "two weeks", "DURATION", "P2W"),
    ]
    found = read_quantities(tokenise(text), times)
    assert [(q.quote, q.value, q.unit) for q in found] == [("two weeks", Decimal(2), "week")]


def test_the_core_leaves_the_hedge_out() -> None:
    """The quote holds hedge and figure, the core only the figure with its scale and unit."""
    text = "It sold about $3.5bn."
    (found,) = read(text)
    assert ("about $3.5bn", "$3.5bn", "about") == (found.quote, text[found.core[0] : found.core[1]], found.hedge)


def _fits(quantity: Quantity, fields: dict[str, Any]) -> bool:
    return all(
        getattr(quantity, name) == (_exact(wanted) if name == "value" else wanted) for name, wanted in fields.items()
    )


def _exact(wanted: Any) -> Any:
    return tuple(map(_exact, wanted)) if isinstance(wanted, list) else Decimal(str(wanted))


@pytest.mark.parametrize("name", sorted(RULES))
def test_every_rule_reads_its_own_examples(name: str) -> None:
    """Each rule's yes examples give the reading it states; in its no examples the rule reads nothing."""
    rule = RULES[name]
    for text, fields in rule.yes:
        assert any(_fits(q, dict(fields)) and q.rule == name for q in read(text)), text
    for text in rule.no:
        found = read(text)
        assert not [q for q in found if q.rule == name or name.startswith("<not")], text


def test_the_million_of_accounts_stands_with_a_code_or_sign() -> None:
    """SEKm and MUSD carry their scale; the same letters in another case carry none."""
    assert [(4.31e9, "SEK", "=", None)] == reading("Sales of SEKm 4,310 were booked.")
    assert [(4310, None, "=", None)] == reading("Sales of Sekm 4,310 were booked.")
    assert [(45e6, "USD", "=", None)] == reading("An order of 45 MUSD came.")


def test_a_text_that_writes_decimals_with_a_comma_is_read_its_way() -> None:
    """One figure that can be read no other way decides for the others, unless another speaks against it."""
    german = reading("Umsatz 1.234,5 und Kosten 1.234; Anteil 12,345.")
    assert [1234.5, 1234, 12.345] == [row[0] for row in german]
    assert [1.234, 12345] == [row[0] for row in reading("It was 1.234 of 12,345.")]
    mixed = reading("It was 1.234,5 or 1,234.5 and 1.234.")
    assert [1234.5, 1234.5, 1.234] == [row[0] for row in mixed]


_PIECES = st.sampled_from(
    "5 1,234.5 two hundred and a half million thirds % $ £ US per cent km ² - – / ( ) . , to between from rose by in "
    "of dozens one twenty-one °C year-old x10^ e + ~ ½ 2019 people the ± plus minus or mid-30s under 18s his digits "
    "low MUSD SEKm €m point quarter-point zero below couple 3:1 one-in-five 1'234 1.234,5 per capita mile [3]".split()
)


@given(
    st.one_of(
        st.text(max_size=80), st.lists(_PIECES, max_size=25).map(" ".join), st.lists(_PIECES, max_size=25).map("".join)
    )
)
@settings(max_examples=300, deadline=None)
def test_any_text_can_be_read(text: str) -> None:
    """No input raises, quotes are what stands in the text, cores lie within, order is that of the text."""
    found = read(text)
    for q in found:
        assert text[q.start : q.end] == q.quote
        assert q.start <= q.core[0] < q.core[1] <= q.end
        assert q.step is not None
        assert q.step > 0
    assert [q.core[0] for q in found] == sorted(q.core[0] for q in found)


@pytest.mark.parametrize(
    "piece",
    ["7", "12,", "(", "and a half ", "million and ", "1-", "5 to ", "5 kr ", "hundreds of ", "± 3 ", "7-Eleven "],
)
def test_hostile_text_is_read_to_its_end(piece: str) -> None:
    """Long runs of digits, brackets and number words are read without an error and without merging into one figure."""
    text = piece * (20_000 // len(piece))
    assert all(len(q.digits) < 1000 for q in read(text))
