"""Numbers: figures with separators, words of any length, fractions, scales, powers, vague plurals."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from workbench.grammar.number import loose, parse_figure
from workbench.grammar.numbers import NUMBER_WORDS, Number, number_at
from workbench.grammar.tokens import tokenise


def first_number(text: str) -> Number | None:
    tokens = tokenise(text)
    for i, word in enumerate(tokens.words):
        if "0" <= word < ":" or word in NUMBER_WORDS:
            found = number_at(tokens, i)
            if found is not None:
                return found
    return None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("12,34,567", "1234567"),
        ("1 414 021 100", "1414021100"),
        (".08", "0.08"),
        ("two hundred and thirty-four thousand five hundred and six", "234506"),
        ("three hundred and six thousand", "306000"),
        ("forty-two trillion and seven hundred", "42000000000700"),
        ("twenty-five point five", "25.5"),
        ("six point nought seven", "6.07"),
        ("minus five point five", "-5.5"),
        ("half a million", "500000"),
        ("two and a half", "2.5"),
        ("five and a half million", "5500000"),
        ("3 million and a half", "3500000"),
        ("two billion and three quarters million", "2000750000"),
        ("3 1/2", "3.5"),
        ("3½", "3.5"),
        ("a quarter of a million", "250000"),
        ("half a dozen", "6"),
        ("three dozen", "36"),
        ("13 lakh", "1300000"),
        ("three lakh crore", "3000000000000"),
        ("4 hundred million", "400000000"),
        ("3 hundred and 21", "321"),
        ("10k", "10000"),
        ("4.2bn", "4200000000"),
        ("1.3x10^6", "1300000"),
        ("6.2e-4", "0.00062"),
        ("a million", "1000000"),
        ("doubled", "2"),
        ("halved", "0.5"),
        ("threefold", "3"),
    ],
)
def test_reads_a_number(text: str, value: str) -> None:
    """A number is worth what its words and digits say, scale included."""
    number = first_number(text)
    assert number is not None
    assert Decimal(value) == number.value
    assert tokenise(text).words[-1] == tokenise(text).words[number.last]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("one in five", Fraction(1, 5)),
        ("1 in 3", Fraction(1, 3)),
        ("two out of three", Fraction(2, 3)),
        ("two-thirds of it", Fraction(2, 3)),
        ("a third of it", Fraction(1, 3)),
        ("3/4 of it", Fraction(3, 4)),
    ],
)
def test_reads_a_fraction(text: str, value: Fraction) -> None:
    """A fraction is worth its quotient and is known as a fraction."""
    number = first_number(text)
    assert number is not None
    assert number.kind == "fraction"
    assert abs(Fraction(number.value) - value) < Fraction(1, 10**12)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("hundreds of thousands", 100_000, 1_000_000), ("thousands", 1_000, 10_000), ("tens of millions", 10**7, 10**8)],
)
def test_a_vague_plural_is_a_range(text: str, low: int, high: int) -> None:
    """A plural scale without a number spans one to ten times its worth."""
    number = first_number(text)
    assert number is not None
    assert (number.value, number.high) == (low, high)


@pytest.mark.parametrize(
    "text",
    [
        "a third party",
        "a double bed",
        "the twenty-first",
        "scored twice.",
        "1.2.3",
        "several hundred",
        "the second half",
    ],
)
def test_leaves_alone_what_is_no_number(text: str) -> None:
    """Ordinals, occasions, versions and things named after numbers are not read."""
    assert first_number(text) is None


@pytest.mark.parametrize(
    ("text", "step", "loose_step"),
    [
        ("3.4", "0.1", "0.1"),
        ("1.50", "0.01", "0.1"),
        ("33,800", "100", "100"),
        ("40,000", "1", "10000"),
        ("200 billion", "1e9", "1e11"),
        ("two million", "1e6", "1e6"),
        ("double the", "1", "1"),
        ("a quarter of", "0.025", "0.025"),
    ],
)
def test_knows_what_the_last_digit_is_worth(text: str, step: str, loose_step: str) -> None:
    """The step is the worth of the last printed digit, the loose step that of the last non-zero one."""
    number = first_number(text)
    assert number is not None
    assert (number.step, number.loose_step) == (Decimal(step), Decimal(loose_step))


@pytest.mark.parametrize("text", ["1,22,3", "1.2.3", "9" * 31, "1,2345"])
def test_refuses_what_is_not_one_figure(text: str) -> None:
    """Digits with separators in impossible places, or far too many of them, are no figure."""
    assert parse_figure(text) is None


def test_the_loose_step_of_zero_is_its_step() -> None:
    """Zero has no non-zero digit."""
    assert loose(Decimal("0.0"), Decimal("0.1")) == Decimal("0.1")
