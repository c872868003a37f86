"""From a document to claims: the hand-marked sentences, the floors they are held to, and what must always hold."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.extract import extract
from workbench.model import BOUNDS, KINDS, STATUSES, Document
from workbench.records import claim_record

if TYPE_CHECKING:
    from types import FrameType

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "claims" / "gold" / "own.jsonl"
FLOORS = json.loads((ROOT / "claims" / "floors.json").read_text(encoding="utf8"))["own_sentences"]
CATEGORIES = frozenset(
    "level growth from-to points basis-points multiple fraction bounds negative rank cumulative average per-capita "
    "currency unit temporal modality non-claim distributive dense".split()
)
WORTHY = 0.5
_SHARED = ("kind", "unit", "bound", "direction", "status")
Row = dict[str, Any]


@cache
def gold() -> tuple[Row, ...]:
    return tuple(json.loads(line) for line in GOLD.read_text(encoding="utf8").splitlines())


def predicted(row: Row) -> list[Row]:
    document = Document(row["id"], row["text"], published=date.fromisoformat(row["published"]))
    claims = [claim_record(claim) for claim in extract(document).claims if claim.checkworthy >= WORTHY]
    return [c for c in claims if not any(overlap(c, o) for o in row["optional"])]


def overlap(one: Row, other: Row) -> bool:
    return bool(one["start"] < other["end"] and other["start"] < one["end"])


def same_value(found: Any, wanted: Any) -> bool:
    if wanted is None or isinstance(wanted, str):
        return bool(found == wanted)
    if isinstance(wanted, list):
        return isinstance(found, list) and found == pytest.approx(wanted)
    return isinstance(found, (int, float)) and abs(found) == pytest.approx(abs(wanted), rel=1e-3)


@cache
def measured() -> dict[str, float]:
    """Score the extraction on the hand-marked sentences, as shares of 1."""
    counts: Counter[str] = Counter()
    for row in gold():
        found = predicted(row)
        counts["found"] += len(found)
        counts["gold"] += len(row["claims"])
        counts["false_alarms"] += sum(any(overlap(c, n) for n in row["non_claim_spans"]) for c in found)
        for claim in row["claims"]:
            match = next((c for c in found if overlap(c, claim)), None)
            if match is None:
                continue
            found.remove(match)
            counts["matched"] += 1
            counts["value"] += same_value(match["value"], claim["value"])
            for name in (*_SHARED, "negated"):
                counts[name] += match[name] == claim[name]
            counts["dated"] += claim["period"] is not None
            counts["period"] += claim["period"] is not None and match["period"] == claim["period"]
    shares = {name: counts[name] / counts["matched"] for name in (*_SHARED, "value", "negated")}
    return {
        "span_precision": counts["matched"] / counts["found"],
        "span_recall": counts["matched"] / counts["gold"],
        "period": counts["period"] / counts["dated"],
        **shares,
    }


def test_hand_marked_sentences_cover_every_category() -> None:
    """There are at least 200 sentences, eight or more in each of the twenty categories, every mark on its own words."""
    rows = gold()
    assert len(rows) >= 200
    held = Counter(row["cat"] for row in rows)
    assert {category for category, count in held.items() if count >= 8} == CATEGORIES
    marks = [
        (row["text"], mark) for row in rows for mark in (*row["claims"], *row["non_claim_spans"], *row["optional"])
    ]
    assert [text[mark["start"] : mark["end"]] for text, mark in marks] == [mark["quote"] for _, mark in marks]


@pytest.mark.parametrize("figure", sorted(FLOORS))
def test_quality_stays_above_its_floor(figure: str) -> None:
    """Spans, values, kinds and periods on our own sentences are at least as good as pinned."""
    assert measured()[figure] >= FLOORS[figure]


@pytest.mark.parametrize("row", [row for row in gold() if row["cat"] == "non-claim"], ids=lambda row: row["id"])
def test_what_asserts_nothing_is_no_claim(row: Row) -> None:
    """Phone and room numbers, questions, conditions, scores, rules and ages give no claim worth checking."""
    assert predicted(row) == []


def assert_sound(document: Document) -> None:
    """Assert what holds for every extraction: offsets, vocabulary, reasons, ids."""
    extraction = extract(document)
    text = document.text
    for item in (*extraction.quantities, *extraction.times, *extraction.claims):
        assert text[item.start : item.end] == item.quote
        assert item.start < item.end
    for claim in extraction.claims:
        assert claim.kind in KINDS
        assert claim.bound in BOUNDS
        assert claim.status in STATUSES
        assert claim.sentence[0] <= claim.start < claim.sentence[1]
        assert (claim.reason is not None) == (claim.checkworthy < WORTHY)
    assert len({claim.id for claim in extraction.claims}) == len(extraction.claims)
    assert [c.start for c in extraction.claims] == sorted(c.start for c in extraction.claims)


@given(st.text(max_size=300))
@settings(deadline=None, max_examples=150)
def test_any_text_is_read_without_an_error(text: str) -> None:
    """Whatever the text, spans point at their words and nothing raises."""
    assert_sound(Document("any", text, published=date(2024, 5, 14)))


_WORDS = (
    "rose fell by to from than 3% $5bn in 2019 2020 last year the its it exports Norway Norway's and , . record "
    'highest since third-largest target of set will reached ahead schedule two weeks after later month 11th said " '
    "( ) ? if second third double times per head respectively April Friday next spring between"
).split()


@given(words=st.lists(st.sampled_from(_WORDS), max_size=60), dated=st.booleans())
@settings(deadline=None, max_examples=300)
def test_any_order_of_telling_words_is_read_without_an_error(words: list[str], *, dated: bool) -> None:
    """Also the words that rules wait for, in any order and without a date, break nothing."""
    assert_sound(Document("mixed", " ".join(words), published=date(2024, 5, 14) if dated else None))


@pytest.mark.parametrize("row", gold(), ids=lambda row: row["id"])
def test_ids_stay_when_the_text_changes_elsewhere(row: Row) -> None:
    """A sentence added in front changes offsets and no id."""
    document = Document(row["id"], row["text"], published=date.fromisoformat(row["published"]))
    moved = replace(document, text="A quiet day went by.\n\n" + row["text"])
    assert {c.id for c in extract(document).claims} <= {c.id for c in extract(moved).claims}


def steps(text: str) -> int:
    """Count the lines of our code that run while a text is read, each turn of a loop anew."""
    count = 0

    def line(frame: FrameType, event: str, arg: object) -> Any:
        nonlocal count
        count += event == "line"
        return line

    document = Document("a", text, published=date(2020, 2, 1))
    extract(document)  # tables are loaded and words are known
    sys.settrace(line)
    try:
        extract(document)
    finally:
        sys.settrace(None)
    return count


@pytest.mark.parametrize(
    "piece",
    ["7", "7 ", "(", "and a half ", "5% ", "in 2019 ", "x", '"', '" ', "Mr. ", "\n", "- 5 ", "5k", "Monday ",
     "he said, ", "record ", "Peru and ", "to 5%, ", "$5bn ", "Sales rose 5% in Peru, he said, and "],
)  # fmt: skip
def test_the_work_of_reading_grows_with_the_length_alone(piece: str) -> None:
    """Four times the text takes about four times the steps, also where no sentence ends and nothing is said."""
    short, long = (steps((piece * size)[:size]) for size in (1_200, 4_800))
    assert long <= 4**1.15 * short + 200


def test_a_row_of_figures_asserts_nothing() -> None:
    """Figures of a table run together are quantities and no claims; a list that a sentence tells stays one."""
    row = extract(Document("a", " ".join(f"{n}.5" for n in range(10, 40))))
    assert (30, 0) == (len(row.quantities), len(row.claims))
    told = "Growth in Peru was " + ", ".join(f"{n}% in {n + 1980}" for n in range(10, 40)) + "."
    assert 30 == sum(claim.kind.startswith("percent") for claim in extract(Document("b", told)).claims)
