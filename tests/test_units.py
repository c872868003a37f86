"""Units as strings: dimensions, exact factors, temperatures, money and counts per unit."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from workbench.errors import UsageError
from workbench.units import convert, dimension, factor


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kilometer", "mile"),
        ("metric_ton", "pound"),
        ("terawatt_hour", "tonne_of_oil_equivalent"),
        ("oil_barrel / day", "liter / second"),
        ("USD / barrel", "USD / liter"),
        ("USD / person", "USD / count:person"),
        ("count:birth / (1000 * person)", "count:birth / person"),
        ("%", "ratio"),
        ("percentage_point", "basis_point"),
    ],
)
def test_convertible_units_have_one_dimension(one: str, other: str) -> None:
    """Units of the same kind of thing share a dimension."""
    assert dimension(one) == dimension(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kilometer", "hour"),
        ("USD", "EUR"),
        ("count:job", "count:house"),
        ("%", "percentage_point"),
        ("USD / person", "USD"),
    ],
)
def test_units_of_different_things_differ(one: str, other: str) -> None:
    """Money of two currencies, two nouns, shares and points are different things."""
    assert dimension(one) != dimension(other)
    with pytest.raises(UsageError, match="cannot be told"):
        factor(one, other)


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("mile", "kilometer", Fraction(25146, 15625)),
        ("%", "ratio", Fraction(1, 100)),
        ("basis_point", "percentage_point", Fraction(1, 100)),
        ("USD / barrel", "USD / oil_barrel", Fraction(1)),
        ("USD / metric_ton", "USD / kilogram", Fraction(1, 1000)),
        ("count:death / (100000 * person)", "count:death / (1000 * person)", Fraction(1, 100)),
        ("person", "count:person", Fraction(1)),
        ("gigawatt_hour", "terawatt_hour", Fraction(1, 1000)),
    ],
)
def test_factors_are_exact(source: str, target: str, expected: Fraction) -> None:
    """A factor is an exact fraction."""
    assert factor(source, target) == expected


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        ("100", "degree_Celsius", "degree_Fahrenheit", "212"),
        ("5", "%", "ratio", "0.05"),
        ("2", "kilometer ** 2", "hectare", "200"),
        ("7", "USD", "USD", "7"),
    ],
)
def test_converts_values(value: str, source: str, target: str, expected: str) -> None:
    """Values convert, temperatures with their offset."""
    assert abs(convert(Decimal(value), source, target) - Decimal(expected)) < Decimal("1e-9")


@pytest.mark.parametrize("unit", ["florbs", "12 !"])
def test_an_unknown_unit_is_told(unit: str) -> None:
    """A unit that nobody knows raises an error that names it."""
    with pytest.raises(UsageError, match="no unit"):
        dimension(unit)
