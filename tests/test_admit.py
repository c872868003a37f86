"""What a claim admits: printed digits, hedges and bounds (semantics, section 1)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.check.admit import admitted, signed
from workbench.interval import Figure
from workbench.model import Claim


def claim(value: str | tuple[str, str] | None, step: str = "1", loose: str | None = None, **fields: Any) -> Claim:
    number = tuple(map(Decimal, value)) if isinstance(value, tuple) else Decimal(value) if value is not None else None
    return Claim(
        id="c", start=0, end=1, quote="x", sentence=(0, 1), kind=fields.pop("kind", "percent"), value=number,  # type: ignore[arg-type]
        step=Decimal(step), loose_step=Decimal(loose or step), **fields,
    )  # fmt: skip


def at(value: str) -> Figure:
    return Figure.exact(Decimal(value))


@pytest.mark.parametrize(
    ("asserted", "inside", "outside"),
    [
        (claim("3.4", "0.1"), ["3.35", "3.4", "3.45"], ["3.34", "3.46"]),
        (claim("200", "1", "100"), ["199.5", "200.5"], ["199.4", "200.6", "240"]),
        (claim("25", bound="~", hedge="about"), ["22.5", "27.5"], ["22.4", "27.6"]),
        (claim("25", bound="~", hedge="nearly"), ["22.5", "25.5"], ["22.4", "25.6"]),
        (claim("25", bound="~", hedge="just over"), ["24.5", "27.5"], ["24.4", "27.6"]),
        (claim("10", bound=">", hedge="more than"), ["10.1", "60"], ["10", "9"]),
        (claim("10", bound=">=", hedge="at least"), ["10", "60"], ["9"]),
        (claim("14", bound="<", hedge="less than"), ["13", "0"], ["14", "20"]),
        (claim("14", bound="<=", hedge="up to"), ["14"], ["15"]),
        (claim(("10", "12"), bound="range"), ["9.5", "11", "12.5"], ["9.4", "12.6"]),
    ],
    ids=lambda value: value.hedge or str(value.value) if isinstance(value, Claim) else None,
)
def test_strict_reading(asserted: Claim, inside: list[str], outside: list[str]) -> None:
    """A figure holds exactly when it meets the interval of digits, hedge and bound."""
    admits = admitted(asserted)
    assert [True] * len(inside) == [admits.holds(at(value)) for value in inside]
    assert [False] * len(outside) == [admits.holds(at(value)) for value in outside]


def test_an_inexact_figure_meets_the_end_of_a_bound() -> None:
    """A printed 1.55 stands for an interval and meets "more than 1.55"; an exact count of days would not."""
    bound = admitted(claim("1.55", "0.01", bound=">"))
    assert bound.holds(Figure.printed(Decimal("1.55"), Decimal("0.01")))
    assert not bound.holds(at("1.55"))


def test_loose_reading_of_a_round_figure() -> None:
    """A "200 billion" is loosely anything from 150 to 250, a "25" only 24.5 to 25.5."""
    assert admitted(claim("200", "1", "100")).holds_loosely(at("150"))
    assert not admitted(claim("25")).holds_loosely(at("27"))


@pytest.mark.parametrize("hedge", ["about", "nearly", "just over"])
def test_a_hedged_figure_has_no_loose_reading(hedge: str) -> None:
    """Who hedges has said how loosely to read the figure."""
    assert admitted(claim("200", "1", "100", bound="~", hedge=hedge)).loose is None


def test_a_fall_is_negative() -> None:
    """A fall of 3% admits a change of -3%, a fall of more than 3% everything below."""
    fall = claim("3", kind="percent_change", direction="down")
    assert signed(fall).holds(at("-3"))
    assert not signed(fall).holds(at("3"))
    assert signed(replace(fall, bound=">")).holds(at("-8"))
    assert not signed(replace(fall, bound=">")).holds(at("-2"))


def test_a_bare_direction_admits_every_change_of_that_sign() -> None:
    """A bare "growth in trade" holds for any rise, and not for none."""
    rise = claim(None, kind="percent_change", direction="up")
    assert signed(rise).holds(at("0.1"))
    assert not signed(rise).holds(at("0"))
    assert not signed(replace(rise, direction="down")).holds(at("0.1"))


@given(value=st.decimals("0.1", "1e6", places=1), reference=st.decimals("0.1", "1e6", places=1))
def test_widening_a_hedge_never_contradicts(value: Decimal, reference: Decimal) -> None:
    """What holds as printed also holds with "about" or a wider hedge before it."""
    plain = claim(str(value), "0.1")
    figure = Figure.printed(reference, Decimal("0.1"))
    if admitted(plain).holds(figure):
        for hedge in ("about", "nearly", "just over"):
            assert admitted(replace(plain, bound="~", hedge=hedge)).holds(figure)


@given(
    value=st.decimals("0.1", "1e6", places=1), reference=st.decimals("0.1", "1e6", places=1), by=st.integers(1, 10**9)
)
def test_rescaling_never_changes_an_outcome(value: Decimal, reference: Decimal, by: int) -> None:
    """Claim and figure in another unit give the same answer."""
    admits = admitted(claim(str(value), "0.1"))
    scaled = admitted(claim(str(value), "0.1"), Fraction(by))
    figure = Figure.printed(reference, Decimal("0.1"))
    assert admits.holds(figure) == scaled.holds(figure.scaled(Fraction(by)))
    assert admits.margin(figure) * by == scaled.margin(figure.scaled(Fraction(by)))


def test_a_comparison_holds_as_it_is_printed() -> None:
    wide = Figure(Fraction(26846, 1000), Fraction(26), Fraction(276, 10))
    assert admitted(claim("28")).compared(wide) == "26.846 may be as much as 27.6 >= 27.5"
    assert admitted(claim("26")).compared(wide) == "26.846 may be as little as 26 <= 26.5"
    assert admitted(claim("27")).compared(wide) == "26.5 <= 26.846 <= 27.5"
