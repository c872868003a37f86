"""What a text costs grows with its length, not with its square: counted in calls, which no other process disturbs."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest

from workbench.check import check
from workbench.extract import extract
from workbench.grammar.tokens import LONGEST_SENTENCE, tokenise
from workbench.model import Document
from workbench.reference import load_reference

if TYPE_CHECKING:
    from collections.abc import Callable

CHARACTERS = 2_000
REPEATED = [
    "5% ", "$5 ", "1/2 ", "5, ", "It rose by 5%. ", "half of ", "twice as ", "million ", "in 2020 ", "5% in 2019, ",
    "GDP of Peru 5% ", '"It rose 5%" ', "3 May 2021 to ", "from 5 to ", "It rose 5% in 2019 to $3bn from $2bn, ", "5\n",
]  # fmt: skip


def lines_run(work: Callable[[], object]) -> int:
    """Return how many lines of Python a piece of work runs."""
    count = 0

    def trace(_frame: object, event: str, _argument: object) -> object:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        work()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.long
@pytest.mark.parametrize("unit", REPEATED)
def test_twice_the_text_costs_twice(unit: str) -> None:
    """Beyond the length of a sentence, a text of twice the length runs about twice the lines."""
    tables = load_reference(None)
    text = unit * (4 * CHARACTERS // len(unit))
    day = date(2022, 1, 1)
    check(Document("warm", text[:500], published=day), tables)
    one, two = (
        lines_run(lambda n=n: check(Document("a", text[: n * CHARACTERS], published=day), tables)) for n in (1, 2)
    )
    assert two < 2.6 * one, f"{one:,} lines, then {two:,}"


@pytest.mark.parametrize("unit", ["word ", "$5 ", "(", "5% of the "])
def test_a_run_without_an_end_is_cut(unit: str) -> None:
    """No sentence has more tokens than the limit, and every token is in one."""
    tokens = tokenise(unit * 2_000)
    assert max(stop - first for first, stop in tokens.sentences) <= LONGEST_SENTENCE
    assert len(tokens.words) == sum(stop - first for first, stop in tokens.sentences)


def test_claims_of_a_sentence_are_found_by_its_place() -> None:
    """The claims of each sentence are those that stand in it, in text order."""
    found = extract(Document("a", "It rose 5% in 2019 and 6% in 2020. It fell 7% in 2021. Trade hit $3bn in 2018."))
    by_hand = [[c for c in found.claims if c.sentence == sentence] for sentence in found.sentences]
    assert by_hand == [list(found.claims_of(sentence)) for sentence in found.sentences]
    assert 4 == sum(map(len, by_hand))
