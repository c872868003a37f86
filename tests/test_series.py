"""What the chart beside a claim shows: the level that a claim asks of the row it speaks of."""

from __future__ import annotations

from datetime import date

import pytest

from workbench.check import check
from workbench.export.chart import shapes
from workbench.export.series import Series, series
from workbench.model import Document
from workbench.records import check_record
from workbench.reference import load_reference


def drawn(sentence: str) -> Series:
    """Return the series of the one claim of a sentence, published in 2025."""
    reference = load_reference()
    document = Document("a", sentence, published=date(2025, 2, 1))
    (claim,) = check_record(check(document, reference))["claims"]
    found = series(claim, "2025-02-01", reference)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("sentence", "band", "claimed", "year"),
    [
        ("In 2024 Sweden's military spending was 2.1% of GDP.", (2.05, 2.15), 2.1, 2024),
        ("China's trade with Russia was $191 billion in 2022.", (190.5, 191.5), 191, 2022),
        # 1.50 in 2023; a change speaks of the level of 2024 that it asks for.
        ("In 2024 Sweden's military spending as a share of GDP fell by 7%.", (1.3875, 1.4025), 1.395, 2024),
        ("In 2024 Sweden's military spending was more than 3% of GDP.", (3, None), 3, 2024),
    ],
)
def test_the_band_is_what_the_claim_admits(
    sentence: str, band: tuple[float, float | None], claimed: float, year: int
) -> None:
    """Levels, changes and bounds are drawn as the level of the row that would bear the claim out."""
    found = drawn(sentence)
    assert pytest.approx(band[0]) == found.low
    assert (pytest.approx(band[1]) if band[1] is not None else None) == found.high
    assert pytest.approx(claimed) == found.claimed
    assert date(year, 1, 1) == found.day
    names = [attributes["class"] for _, attributes, _ in shapes(found)]
    assert {"band", "claimed", "day", "point used"} <= set(names)


def test_a_rank_has_no_place_on_the_series() -> None:
    """What no single level of a row decides is drawn without a band."""
    found = drawn("In 2022 Germany had the second largest economy of the world.")
    assert (None, None, None) == (found.low, found.high, found.claimed)
