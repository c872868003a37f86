"""Exact arithmetic on printed figures."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import UsageError
from workbench.interval import Figure, evaluate, shown

positive = st.decimals(min_value="0.01", max_value="1e9", places=2)


def printed(*values: str) -> list[Figure]:
    return [Figure.printed(Decimal(v), Decimal(1).scaleb(int(Decimal(v).as_tuple().exponent))) for v in values]


@pytest.mark.parametrize(
    ("formula", "values", "expected"),
    [
        ("#0", ["29.3"], "29.3"),
        ("growth(#0, #1)", ["110", "100"], "10"),
        ("growth(#0, #1)", ["90", "100"], "-10"),
        ("difference(#0, #1)", ["5.4", "8.1"], "-2.7"),
        ("product(difference(#0, #1), 100)", ["0.75", "0.50"], "25"),
        ("ratio(#0, #1)", ["200", "100"], "2"),
        ("share(#0, #1)", ["25", "200"], "12.5"),
        ("inverse(#0)", ["4"], "0.25"),
        ("sum(#0, #1, #2)", ["1", "2", "3"], "6"),
        ("mean(#0, #1)", ["1", "4"], "2.5"),
        ("rank(#0, #1, #2, #3)", ["5", "9", "7", "1"], "3"),
        ("rank_low(#0, #1, #2, #3)", ["5", "9", "7", "1"], "2"),
        ("lead(#0, #1, #2)", ["5", "4", "3"], "1"),
        ("lag(#0, #1, #2)", ["2", "4", "3"], "1"),
        ("min(growth(#0, #1), growth(#1, #2))", ["121", "110", "100"], "10"),
    ],
)
def test_formulas(formula: str, values: list[str], expected: str) -> None:
    """Each function of the formula language gives the textbook result."""
    assert expected == shown(evaluate(formula, printed(*values)).value)


@pytest.mark.parametrize(
    "formula", ["", "growth(#0)", "growth(#0, #1", "nonsense(#0)", "#7", "growth(#0 #1)", "#0 #1", "sum()"]
)
def test_malformed_formulas_are_refused(formula: str) -> None:
    """A formula that is not understood is an error, never a guess."""
    with pytest.raises(UsageError):
        evaluate(formula, printed("1", "2"))


def test_division_by_what_may_be_zero_is_refused() -> None:
    """A base that may be zero gives an error instead of an infinite growth."""
    with pytest.raises(UsageError):
        evaluate("growth(#0, #1)", printed("1", "0"))


@given(new=positive, old=positive)
def test_growth_interval_holds_every_reading_of_the_digits(new: Decimal, old: Decimal) -> None:
    """Whatever the unprinted digits were, the true growth lies in the interval."""
    figures = [Figure.printed(new, Decimal("0.01")), Figure.printed(old, Decimal("0.01"))]
    if figures[1].low <= 0:
        return
    result = evaluate("growth(#0, #1)", figures)
    for n in (figures[0].low, figures[0].value, figures[0].high):
        for o in (figures[1].low, figures[1].value, figures[1].high):
            assert result.low <= 100 * (n - o) / o <= result.high


@given(values=st.lists(positive, min_size=2, max_size=8), scale=st.integers(1, 10**6))
def test_rescaling_never_changes_a_rank_or_ratio(values: list[Decimal], scale: int) -> None:
    """Ranks and ratios do not depend on the unit of the figures."""
    figures = [Figure.printed(v, Decimal("0.01")) for v in values]
    scaled = [figure.scaled(Fraction(scale)) for figure in figures]
    names = ", ".join(f"#{i}" for i in range(len(values)))
    assert evaluate(f"rank({names})", figures) == evaluate(f"rank({names})", scaled)
    if figures[1].low > 0:
        assert evaluate("ratio(#0, #1)", figures) == evaluate("ratio(#0, #1)", scaled)


@given(value=st.fractions(min_value=-(10**15), max_value=10**15))
def test_shown_is_plain_and_near(value: Fraction) -> None:
    """A shown figure has no exponent and is right to about four digits."""
    text = shown(value)
    assert "e" not in text.lower()
    assert abs(Fraction(text) - value) <= abs(value) / 5000
