"""A record alone proves its own workings: every suggestion of the seeds and of a fictional desk, and damaged ones."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.check import check
from workbench.check.recheck import computable, recheck
from workbench.check.recipe import joined, literal, render, statements
from workbench.errors import DamagedFile, UsageError
from workbench.model import Evidence
from workbench.read import iter_documents
from workbench.records import check_record
from workbench.reference import load_reference

ROOT = Path(__file__).parents[1]
DATES = ("latest", "as_published")
DECIDED = ("supported", "close", "contradicted", "mixed", "ambiguous")
DESK_TEXT = """Norland's economy grew by 4% in 2022. Unemployment in Norland fell by 1.3 percentage points in 2022.
Norland and Suden aim to lift their trade to $80 billion by 2025. Norland and Suden aim to lift their trade to $90
billion by 2025. Norland and Suden signed the Harbour Treaty in April 2021. Norland and Suden signed the
Harbour Treaty in May 2021. The Harbour Treaty will enter its fifth year next spring. Norland goes to the
polls in a general election on 7 May 2023. Norland's exports grew by 22.5% a year between 2020 and 2022.
Norland was the third-largest economy in 2022. Norland and Suden together made 18 million tonnes of steel in
2022. Norland's research grants came to $946 million in 2021. Trade between Norland and Suden will grow by 20%
in 2023. Norland's GDP is more than twice as big as Suden's in 2022."""


def records_of(paths: list[str], reference: list[Path] | None, published: str | None = None) -> list[dict[str, Any]]:
    tables = load_reference(reference)
    return [check_record(check(document, tables)) for document in iter_documents(paths, published=published)]


@pytest.fixture(scope="module")
def seeds() -> list[dict[str, Any]]:
    return records_of([str(ROOT / "seeds")], None)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    text = tmp_path_factory.mktemp("desk") / "desk.txt"
    text.write_text(DESK_TEXT, encoding="utf8")
    return records_of([str(text)], [ROOT / "tests" / "desk"], "2023-04-01")


@pytest.fixture(scope="module")
def gold() -> list[dict[str, Any]]:
    """Every derivation and trap that the gold set marks, over the shipped tables and over the desk's."""
    path = str(ROOT / "claims" / "gold" / "checking.jsonl")
    return [*records_of([path], None), *records_of([path], [ROOT / "tests" / "desk"])]


@pytest.fixture(params=["seeds", "desk", "gold"])
def records(request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = request.getfixturevalue(request.param)
    return found


def part(suggestion: dict[str, Any], date: str, name: str) -> Any:
    return suggestion[name if date == "latest" else f"as_published_{name}"]


def judged(records: list[dict[str, Any]]) -> list[tuple[dict[str, Any], str]]:
    return [(claim, date) for record in records for claim in record["claims"] for date in DATES]


def test_rows_alone_give_every_working_again(records: list[dict[str, Any]]) -> None:
    """Each working of either date is what its recipe gives of its rows, and each outcome follows from them."""
    assert [] == [str(fault) for record in records for fault in recheck(record)]
    assert 20 < sum(map(computable, records))


def test_whatever_is_decided_rests_on_statements_about_rows(records: list[dict[str, Any]]) -> None:
    """No claim is called true or false but by rows, and by a statement about them that holds or fails."""
    for claim, date in judged(records):
        suggestion = claim["suggestion"]
        if suggestion[date] in DECIDED:
            rows = [Evidence(**row) for row in part(suggestion, date, "evidence")]
            told = (claim["quote"], date, part(suggestion, date, "working"))
            assert any(statements(part(suggestion, date, "recipe"), rows)), told


def test_every_changed_row_is_found_out(records: list[dict[str, Any]]) -> None:
    """Another value in a row that a working shows makes the recheck name the claim, the old working and the new."""
    changed = 0
    for original, date in judged(records):
        claim = copy.deepcopy(original)
        for row in part(claim["suggestion"], date, "evidence")[:1]:
            row["value"] = "1999-01-01" if row["unit"] == "date" else f"7{row['value'].lstrip('-')}"
            told = [fault for fault in recheck({"claims": [claim]}) if fault.date == date]
            assert (claim["id"], part(claim["suggestion"], date, "working")) == (told[0].claim_id, told[0].told)
            assert told[0].told != told[0].found
            changed += 1
    assert 20 < changed


def test_another_outcome_is_found_out(seeds: list[dict[str, Any]]) -> None:
    """A supported claim that somebody calls contradicted is found out, and the other way round."""
    other = {"supported": "contradicted", "contradicted": "supported"}
    for record in seeds:
        forged = copy.deepcopy(record)
        turned = [c for c in forged["claims"] if c["suggestion"]["latest"] in other]
        for claim in turned:
            claim["suggestion"]["latest"] = other[claim["suggestion"]["latest"]]
        assert [c["id"] for c in turned] == [f.claim_id for f in recheck(forged) if f.date == "latest"]


DAMAGE = [
    ({"claims": None}, "list of claims"),
    ({"claims": [{"id": "a"}]}, "without a suggestion"),
    ({"claims": [{"id": "a", "suggestion": {"evidence": [{"tabel": "x"}]}}]}, "claim a"),
    ({"claims": [{"id": "a", "suggestion": {"evidence": 5}}]}, "claim a"),
]


@pytest.mark.parametrize(("record", "said"), DAMAGE)
def test_damage_is_told(record: dict[str, Any], said: str) -> None:
    """A record that is no longer whole is an error that says where, not a pass."""
    with pytest.raises(DamagedFile, match=said):
        list(recheck(record))


ROW = Evidence("t.csv", 2, "trade", "X-A", "", "2022", "29.3", "percent", "2023-01-13", "", "")
DAY = Evidence("events.csv", 3, "treaty", "X-A", "", "2021-04-02/2021-04-05", "2021-04-02", "date", "", "", "")
FIELDS = [
    ("{#0:[29, 30]}", "29 <= 29.3 <= 30", True),
    ("{#0:(29.3, )}", "29.3 <= 29.3", True),
    ("{product(#0, 1):(30, )}", "29.3 < 30", False),
    ("{#0:in 2022-01-01/2022-12-31}", "in 2022-01-01/2022-12-31", True),
    ("{#0:set 2022-01-01/2022-12-31}", "not in 2022-01-01/2022-12-31", False),
    ("{#1:in 2021-04-05/2021-04-05}", "on 2021-04-05", True),
    ("{#1:in /2021-04-01}", "not in /2021-04-01", False),
    ("{#1:before 2021-04-05}", "not before 2021-04-05", False),
    ("{#1:after 2021-04-01}", "after 2021-04-01", True),
]


@pytest.mark.parametrize(("field", "text", "holds"), FIELDS)
def test_fields(field: str, text: str, holds: bool) -> None:
    """A statement is said in words, with "not" where it fails, and tells whether it holds."""
    assert (text, [[holds]]) == (render(field, [ROW, DAY]), statements(field, [ROW, DAY]))


@pytest.mark.parametrize("recipe", ["{#7}", "{#0", "{#0:[1, 2}", "{nonsense(#0):=}", "{#0:sometime}", "{x}"])
def test_malformed_recipes_are_refused(recipe: str) -> None:
    """A recipe that is not understood is an error, never an empty working."""
    with pytest.raises(UsageError):
        render(recipe, [ROW])


@given(st.text())
def test_words_stand_as_they_are(words: str) -> None:
    """Whatever a label says, also braces and numbers of rows, it comes out of a recipe as it went in."""
    recipe, _ = joined([(literal(words), [ROW]), (literal(words) + "{#0:value}", [DAY])])
    assert f"{words} | {words}737882" == render(recipe, [ROW, DAY])


def test_records_keep_the_form_they_are_rechecked_in(seeds: list[dict[str, Any]]) -> None:
    """A record that went through JSON is as good as before."""
    for record in seeds:
        assert [] == list(recheck(json.loads(json.dumps(record))))
