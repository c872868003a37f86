"""Claims as reviewers read them: corrected fields are judged anew, selected words become claims."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from workbench.check import check
from workbench.check.reread import claim_at, claim_of, reread
from workbench.errors import UsageError
from workbench.extract import extract
from workbench.model import Document
from workbench.records import check_record, claim_record
from workbench.reference import Reference, load_reference

DESK = Path(__file__).parent / "desk"
SENTENCES = Path(__file__).parent.parent / "seeds" / "moscow_beijing_call.txt"


@cache
def reference() -> Reference:
    return load_reference()


@cache
def document() -> Document:
    return Document("call", SENTENCES.read_text(encoding="utf8"), published=date(2023, 1, 2))


@cache
def records() -> list[dict[str, Any]]:
    return list(check_record(check(document(), reference()))["claims"])


def of_indicator(indicator: str) -> dict[str, Any]:
    return next(
        c for c in records() if c["suggestion"]["indicator"] == indicator and isinstance(c["value"], int | float)
    )


def test_a_stored_claim_comes_back_whole() -> None:
    """A record turned back into a claim has the values and the worth of the digits that the extractor gave it."""
    for claim in extract(document()).claims:
        again = claim_of(claim_record(claim))
        names = ("value", "unit", "period", "base_period", "entities", "sentence", "kind", "subject", "relation")
        assert [getattr(claim, n) for n in names] == [getattr(again, n) for n in names]


@pytest.mark.parametrize("quote", ["$190.3 billion", "about 25%", "33,800", "1.25 points", "nearly 4 million tonnes"])
def test_the_worth_of_the_digits_is_read_from_the_quote(quote: str) -> None:
    """The step that decides the tolerance survives the way through the store."""
    claim = extract(Document("a", f"Exports of Peru were {quote} in 2019.")).claims[0]
    again = claim_of(claim_record(claim))
    assert (claim.step, claim.loose_step, claim.hedge) == (again.step, again.loose_step, again.hedge)


def test_nothing_corrected_means_nothing_changed() -> None:
    """A linked claim judged anew without a correction has the outcome, working and rows that it had."""
    for record in records():
        if not record["suggestion"]["indicator"] or record["suggestion"]["outcome"] == "ambiguous":
            continue
        again = reread(document(), record, {}, reference())
        names = ("outcome", "as_published", "working", "evidence", "tolerance", "indicator", "entity")
        assert {n: record["suggestion"][n] for n in names} == {n: again["suggestion"][n] for n in names}


@pytest.mark.parametrize("figure", ["$190.3 billion", "$150.3 billion", "more than $150 billion", "about $200 billion"])
def test_a_corrected_figure_is_judged_as_if_it_were_printed(figure: str) -> None:
    """The typed figure brings its own digits, hedge and bound: the outcome is that of a text which prints it."""
    sentence = "China's trade with Russia came to {} in 2022."
    wrong, right = (Document("a", sentence.format(f), published=date(2023, 2, 1)) for f in ("$999 billion", figure))
    record, expected = (check_record(check(paper, reference()))["claims"][0] for paper in (wrong, right))
    again = reread(wrong, record, {"figure": figure}, reference())
    names = ("outcome", "as_published", "working", "tolerance")
    assert {n: expected["suggestion"][n] for n in names} == {n: again["suggestion"][n] for n in names}
    assert record["id"] == again["id"]


def test_another_period_and_entity_look_up_other_rows() -> None:
    """A corrected period or entity changes the rows that decide, not the indicator."""
    paper = Document("a", "In 2021 Germany's unemployment rate was 3.6%.", published=date(2023, 2, 1))
    record = check_record(check(paper, reference()))["claims"][0]
    moved = reread(paper, record, {"period": "2019"}, reference())["suggestion"]
    abroad = reread(paper, record, {"entity": "FRA"}, reference())["suggestion"]
    indicator = record["suggestion"]["indicator"]
    assert [("2019", "DEU"), ("2021", "FRA")] == [(s["period"], s["entity"]) for s in (moved, abroad)]
    assert {indicator} == {moved["indicator"], abroad["indicator"]}


def test_an_adopted_alternative_becomes_the_reading() -> None:
    """The chosen indicator decides, and the one it replaces is shown among the others."""
    record = next(r for r in records() if r["suggestion"]["alternatives"] and r["suggestion"]["indicator"])
    other = record["suggestion"]["alternatives"][0]["indicator"]
    again = reread(document(), record, {"indicator": other}, reference())["suggestion"]
    assert other == again["indicator"]
    assert record["suggestion"]["indicator"] in [a["indicator"] for a in again["alternatives"]]


@pytest.mark.parametrize(
    ("corrections", "told"),
    [
        ({"figure": "a lot"}, "no figure"),
        ({"period": "last year"}, "last year"),
        ({"indicator": "moon_cheese"}, "moon_cheese"),
        ({"entity": "ZZZ"}, "ZZZ"),
        ({"bound": "maybe"}, "maybe"),
        ({"status": "hoped"}, "hoped"),
    ],
)
def test_what_is_not_understood_is_told_with_the_remedy(corrections: dict[str, str], told: str) -> None:
    """A correction that means nothing is refused with what to type instead."""
    with pytest.raises(UsageError, match=told) as caught:
        reread(document(), records()[0], corrections, reference())
    assert caught.value.hint


@pytest.mark.parametrize(
    ("selected", "value", "unit", "kind"),
    [("5%", Decimal(5), "%", "percent"), ("300 ships", Decimal(300), "count:ship", "count"),
     ("$2.5 million", Decimal(2500000), "USD", "money")],
)  # fmt: skip
def test_selected_words_become_a_claim(selected: str, value: Decimal, unit: str, kind: str) -> None:
    """What the extractor passed over can be added by marking its words."""
    text = "Would they pay $2.5 million? Would 300 ships come, and 5% of them stay?"
    paper = Document("a", text, published=date(2023, 2, 1))
    start = text.index(selected)
    claim = claim_at(paper, start, start + len(selected))
    assert (value, unit, kind, selected, 1.0) == (claim.value, claim.unit, claim.kind, claim.quote, claim.checkworthy)


def test_words_without_a_figure_are_no_claim() -> None:
    """Marking words that hold no figure is told, not guessed."""
    with pytest.raises(UsageError, match="no figure"):
        claim_at(document(), 0, 3)
