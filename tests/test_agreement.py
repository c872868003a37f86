"""Krippendorff's alpha gives the figures that were published."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.agreement import krippendorff_alpha

# Two worked examples of K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011).
NOMINAL = ["aabbdcccedda", "babbbccceddd"]
MISSING = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]


def by_unit(rows: list[str]) -> list[list[str]]:
    return [[rating for rating in unit if rating != "."] for unit in zip(*rows, strict=True)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (NOMINAL, 0.692),
        (MISSING, 0.743),
    ],
    ids=["nominal", "missing ratings"],
)
def test_published_examples(rows: list[str], expected: float) -> None:
    """The worked examples of the paper that defines alpha come out as printed there."""
    found = krippendorff_alpha(by_unit(rows))
    assert found is not None
    assert expected == round(found, 3)


@pytest.mark.parametrize("units", [[], [["a"]], [["a", "a"], ["a", "a", "a"]], [["a", "a"], ["b"]]])
def test_undefined(units: list[list[str]]) -> None:
    """Without a second rating, or a second category, nothing can be said."""
    assert krippendorff_alpha(units) is None


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=4), max_size=8))
def test_alpha_is_at_most_one(units: list[list[str]]) -> None:
    """Alpha is 1 exactly where all pairs agree, below it otherwise, and no order matters."""
    found = krippendorff_alpha(units)
    if found is not None:
        assert (found == 1) is all(len(set(unit)) < 2 for unit in units)
        assert found <= 1
        assert abs(found - (krippendorff_alpha([unit[::-1] for unit in units[::-1]]) or 0)) < 1e-9
