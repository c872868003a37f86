"""Our own gold of checked claims: what it covers, and the figures below which nothing may fall."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from bench.checking import ROOT, UNDECIDED, Score, gold, score
from workbench.check import check, judge_again
from workbench.model import OUTCOMES, Document
from workbench.reference import load_reference

FLOORS = json.loads((Path(__file__).parents[1] / "claims" / "floors.json").read_text(encoding="utf8"))["checking"]
LINES = list(gold())
LOWER_IS_BETTER = ("false_contradicted", "false_hints")
DERIVATIONS = (
    "level", "bound", "change_percent", "change_points", "change_basis_points", "change_amount", "change_from_to",
    "change_long", "compound", "multiple", "multiple_over_time", "share", "per_head", "difference", "sum", "cumulative",
    "rank", "record", "record_change", "streak", "target", "target_set", "target_reached", "target_ahead", "date",
    "duration", "ordinal_period", "forecast", "conversion", "in_text", "as_published",
)  # fmt: skip
TRAPS = (
    "points_vs_percent", "reversed_percent", "scale_slip", "unit_slip", "wrong_period", "wrong_entity",
    "sibling_indicator", "level_vs_rate", "set_vs_reached", "cumulative_vs_annual", "nominal_vs_real", "basis",
    "vintage", "reporter", "currency_basis", "base_year", "total_vs_per_capita", "fx_date", "event_order", "in_text",
)  # fmt: skip


@pytest.fixture(scope="module")
def scored() -> Score:
    return score(LINES)


@pytest.mark.parametrize("figure", sorted(FLOORS))
def test_no_figure_falls_below_its_floor(scored: Score, figure: str) -> None:
    """Each figure on the gold of checked claims is at least as good as it was."""
    value, floor = scored.figures()[figure], FLOORS[figure]
    good = value <= floor if figure in LOWER_IS_BETTER else value >= floor
    assert good, f"{figure} {value} (floor {floor}):\n" + "\n".join(scored.errors)


def test_the_gold_covers_every_derivation_and_trap_three_times() -> None:
    """Every derivation and every trap has three claims or more."""
    counts = Counter(line["cat"] for line in LINES for _ in line["claims"])
    assert [] == [name for name in (*DERIVATIONS, *TRAPS) if counts[name] < 3]


def test_a_third_of_the_gold_cannot_be_decided() -> None:
    """Abstaining is asked for as often as it is in a newsroom: of 200 claims or more, a third has no answer."""
    first = [claim["latest"][0] for line in LINES for claim in line["claims"]]
    assert len(first) >= 200
    assert 3 * sum(outcome in UNDECIDED for outcome in first) >= len(first)


@pytest.mark.parametrize("line", LINES, ids=[line["id"] for line in LINES])
def test_a_gold_line_points_into_its_text(line: dict[str, object]) -> None:
    """Each marked claim stands where its line says, with outcomes that exist."""
    assert isinstance(line["claims"], list)
    for claim in line["claims"]:
        assert claim["quote"] == str(line["text"])[claim["start"] : claim["end"]]
        assert {*claim["latest"], *claim.get("as_published", ())} <= set(OUTCOMES)


@pytest.mark.parametrize("days", [0, 150, 400, 1500])
@pytest.mark.parametrize("folder", sorted({str(line["tables"]) for line in LINES}))
def test_as_published_is_what_asking_on_that_day_alone_gives(folder: str, days: int) -> None:
    """What is shared between the judgement of now and that of publication changes neither, whatever came out since."""
    reference = load_reference(ROOT / folder)
    for line in (line for line in LINES if line["tables"] == folder):
        day = date.fromisoformat(line["published"]) - timedelta(days)
        checked = check(Document(line["id"], line["text"], day, title=line.get("title", "")), reference)
        for claim, said in zip(checked.extraction.claims, checked.suggestions, strict=True):
            if said.latest.outcome != "not_checkable":
                alone = judge_again(checked.extraction, claim, said.link, reference, as_of=day)
                assert said.as_published == alone, f"{line['id']}: {claim.quote}"
