"""Laws of checking that hold whatever the figures: units, scale, order of rows, hedges and vintages."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.check import check
from workbench.model import Document, Suggestion
from workbench.reference import Reference, load_reference

THEN = date(2023, 6, 1)
HEADS = "indicator,label,aliases,unit,unit_mult,currency,kind\n"
INDICATORS = (
    "rail,Length of the railway network,railways,kilometer,{rail},,stock\n"
    "steel,Steel production,steel output,metric_ton,{steel},,flow\n"
    "output,Gross domestic product,GDP,currency,{output},USD,flow\n"
    "jobless,Unemployment rate,unemployment,percent,0,,rate\n"
)
ROWS = [
    ("rail", "Norland", "2022", "4000", "2023-02-01"), ("steel", "Norland", "2021", "10", "2022-02-01"),
    ("steel", "Norland", "2022", "12", "2023-02-01"), ("steel", "Suden", "2022", "3", "2023-02-01"),
    ("output", "Norland", "2021", "400", "2022-03-01"), ("output", "Norland", "2022", "500", "2023-03-01"),
    ("output", "Norland", "2022", "510", "2024-03-01"), ("output", "Suden", "2022", "200", "2023-03-01"),
    ("jobless", "Norland", "2021", "6.5", "2022-02-01"), ("jobless", "Norland", "2022", "5.2", "2023-02-01"),
]  # fmt: skip
FACTORS = {"rail": 0, "steel": 6, "output": 9, "jobless": 0}
TEXTS = [
    "Norland's railways were {n} kilometres long in 2022.",
    "Norland made {n} million tonnes of steel in 2022.",
    "Norland's gross domestic product was ${n} billion in 2022.",
    "Norland's unemployment rate was {n}% in 2022.",
    "Norland's steel production rose by {n}% in 2022.",
    "Norland's unemployment fell by {n} percentage points in 2022.",
    "Norland's gross domestic product was {n} times as large as Suden's in 2022.",
]
FIGURES = st.sampled_from(TEXTS).flatmap(
    lambda text: st.tuples(st.just(text), st.decimals("0.1", "9000", places=1) | st.sampled_from(
        [Decimal(n) for n in ("4000", "12", "500", "510", "5.2", "20", "1.3", "2.5")])))  # fmt: skip


@cache
def tables(shift: int = 0, order: int = 0) -> Reference:
    """The same figures with every power of ten moved by ``shift`` and the rows in another order."""
    with TemporaryDirectory() as folder:
        return _written(Path(folder), shift, order)


def _written(folder: Path, shift: int, order: int) -> Reference:
    (folder / "observations").mkdir()
    powers = {name: power - shift * (name != "jobless") for name, power in FACTORS.items()}
    (folder / "indicators.csv").write_text(HEADS + INDICATORS.format(**powers), encoding="utf8")
    rows = [
        (name, entity, period, value if name == "jobless" else f"{Decimal(value).scaleb(shift):f}", vintage)
        for name, entity, period, value, vintage in ROWS
    ]
    Random(order).shuffle(rows)
    with (folder / "observations" / "figures.csv").open("w", encoding="utf8", newline="") as file:
        csv.writer(file).writerows([("indicator", "entity", "period", "value", "vintage"), *rows])
    return load_reference(folder)


def judged(text: str, reference: Reference, published: date = THEN) -> Suggestion:
    """Return the suggestion for the one claim of a text."""
    checked = check(Document("d", text, published), reference)
    worthy = [s for s in checked.suggestions if s.latest.outcome != "not_checkable"]
    assert 1 == len(worthy), text
    return worthy[0]


def outcomes(text: str, reference: Reference) -> tuple[str, str]:
    suggestion = judged(text, reference)
    return suggestion.latest.outcome, suggestion.as_published.outcome


@settings(max_examples=60, deadline=None)
@given(figure=FIGURES, order=st.integers(1, 5))
def test_the_order_of_rows_never_changes_an_outcome(figure: tuple[str, Decimal], order: int) -> None:
    """A table says the same in whatever order its rows stand."""
    text = figure[0].format(n=figure[1])
    assert outcomes(text, tables()) == outcomes(text, tables(order=order))


@settings(max_examples=60, deadline=None)
@given(figure=FIGURES)
def test_rescaling_a_table_never_changes_an_outcome(figure: tuple[str, Decimal]) -> None:
    """A table in thousands says the same as one in millions, with as many digits printed."""
    text = figure[0].format(n=figure[1])
    assert outcomes(text, tables()) == outcomes(text, tables(shift=-1))


UNITS = [
    ("Norland's railways were {} kilometres long in 2022.", "Norland's railways were {} metres long in 2022.", 3),
    ("Norland made {} million tonnes of steel in 2022.", "Norland made {} tonnes of steel in 2022.", 6),
    ("Norland made {} million tonnes of steel in 2022.", "Norland made {} thousand tonnes of steel in 2022.", 3),
    ("Norland's gross domestic product was ${} billion in 2022.",
     "Norland's gross domestic product was ${} million in 2022.", 3),
    ("Norland's unemployment fell by {} percentage points in 2022.",
     "Norland's unemployment fell by {} basis points in 2022.", 2),
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(texts=st.sampled_from(UNITS), value=st.sampled_from(["4000.1", "3999.6", "12.1", "500.2", "1.3", "1.4", "77.3"]))
def test_another_unit_never_changes_an_outcome(texts: tuple[str, str, int], value: str) -> None:
    """The same figure told in another unit is as true; the hedge keeps digits from telling more in one of them."""
    one, other, power = texts
    told = format(Decimal(value).scaleb(power), ",f")
    pair = [text.replace("{}", f"about {figure}") for text, figure in ((one, value), (other, told))]
    pair = [text.replace("$about ", "about $").replace("was about $", "was about $") for text in pair]
    assert outcomes(pair[0], tables()) == outcomes(pair[1], tables())


@settings(max_examples=80, deadline=None)
@given(figure=FIGURES)
def test_a_wider_hedge_never_turns_supported_into_contradicted(figure: tuple[str, Decimal]) -> None:
    """What holds of a bare figure holds of about that figure."""
    text, value = figure
    bare = outcomes(text.format(n=value), tables())
    wide = outcomes(text.replace("${n}", "about ${n}").replace(" {n}", " about {n}").format(n=value), tables())
    for narrow, broad in zip(bare, wide, strict=True):
        assert narrow != "supported" or broad == "supported"


@settings(max_examples=80, deadline=None)
@given(figure=FIGURES, days=st.integers(0, 1200))
def test_as_published_never_uses_a_later_print(figure: tuple[str, Decimal], days: int) -> None:
    """Whatever the day of a document, its evidence as of publication was out by then."""
    published = date(2021, 12, 1) + timedelta(days=days)
    suggestion = judged(figure[0].format(n=figure[1]), tables(), published)
    assert [] == [r for r in suggestion.as_published.evidence if r.vintage and r.vintage > published.isoformat()]


@pytest.mark.parametrize("text", TEXTS)
def test_each_text_of_the_laws_is_judged(text: str) -> None:
    """The laws are about figures that the tables decide, so none of them holds for want of an answer."""
    assert judged(text.format(n="7777"), tables()).latest.outcome in ("contradicted", "ambiguous")
