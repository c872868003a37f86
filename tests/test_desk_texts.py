"""Texts over a desk's own package that gives no more than it must: whom, when and what each figure is about."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from workbench.check import check
from workbench.model import Document
from workbench.reference import load_reference

if TYPE_CHECKING:
    from workbench.reference import Reference

INDICATORS = """\
indicator,label,unit
loans,Books lent,count:book
visits,Visits to the library,count:visit
readers,Registered readers,count:reader
on_time,Books returned on time,percent
fine,Overdue fine,USD
shelves,Shelves in use,percent
late,Loans returned after 21 days,count:loan
per,"Readers per 1,000 residents",count:reader / (1000 * count:resident)
wait,Average waiting time for a reservation,day
"""
ENTITIES = """\
entity,label,aliases
tarnby,Tarnby Libraries,Tarnby|the county
mill,Old Mill branch,Old Mill
quay,Quayside,
"""
VALUES = {
    ("loans", "tarnby"): (902000, 871000, 880500),
    ("loans", "mill"): (211000, 204000, 199000),
    ("loans", "quay"): (95000, 99000, 104000),
    ("visits", "tarnby"): (640000, 655000, 671000),
    ("readers", "tarnby"): (48200, 47100, 46300),
    ("readers", "mill"): (9100, 9300, 9600),
    ("on_time", "tarnby"): ("84.1", "85.0", "86.3"),
    ("on_time", "mill"): ("79.5", "78.2", "77.4"),
    ("on_time", "quay"): ("91.2", "90.8", "92.6"),
    ("shelves", "tarnby"): ("71.0", "72.5", "74.2"),
    ("late", "tarnby"): (12900, 13700, 14100),
    ("per", "tarnby"): (181, 177, 173),
    ("fine", "tarnby"): ("0.40", "0.45", "0.50"),
    ("wait", "tarnby"): ("11.5", "12.1", "13.4"),
    ("wait", "mill"): ("8.2", "8.9", "9.7"),
}


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Reference:
    """The tables of a county's libraries, 2021 to 2023, as a desk would write them down."""
    folder: Path = tmp_path_factory.mktemp("libraries")
    (folder / "observations").mkdir()
    (folder / "indicators.csv").write_text(INDICATORS)
    (folder / "entities.csv").write_text(ENTITIES)
    rows = [
        f"{indicator},{entity},{2021 + i},{value}"
        for (indicator, entity), values in VALUES.items()
        for i, value in enumerate(values)
    ]
    (folder / "observations" / "a.csv").write_text("\n".join(["indicator,entity,period,value", *rows]) + "\n")
    return load_reference(folder)


Told = tuple[str, ...]


def texts() -> list[tuple[str, list[Told]]]:
    """Return the texts of the file of wordings, each with what is told of its figures."""
    found: list[tuple[str, list[Told]]] = []
    for line in (Path(__file__).parent / "wordings" / "desk.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("    "):
            found[-1][1].append(tuple(cell.strip() for cell in line.split("|")))
        elif line and not line.startswith("#"):
            found.append((line.replace(" | ", "\n\n"), []))
    return found


@pytest.mark.parametrize(("text", "told"), texts(), ids=[text[:50] for text, _ in texts()])
def test_figures_are_about_whom_the_text_speaks_of(text: str, told: list[Told], libraries: Reference) -> None:
    """Each figure is looked up for the entity and period that its own words or the text around give it."""
    checked = check(Document(id="d", text=text, published=date(2024, 2, 9)), libraries)
    found = {
        claim.quote: (suggestion.link.entity, suggestion.link.period, suggestion.latest.outcome)
        for claim, suggestion in zip(checked.extraction.claims, checked.suggestions, strict=True)
    }
    assert {quote: list(rest) for quote, *rest in told} == {
        q: [part or "" for part in found.get(q, ())] for q, *_ in told
    }


PEOPLE_AND_PLACES = [
    ("Unemployment in Madrid was 9.1% in 2022.", "no_data"),
    ("The Cairo metropolitan area had 21 million people in 2022.", "no_data"),
    ("The government in Madrid spent 1.8% of GDP on defence in 2022.", "contradicted"),
    ("Some 3 million people in Spain learned to swim in 2022.", "no_data"),
    ("Some 3 million people in Spain lived with diabetes in 2022.", "no_data"),
    ("Some 41 million people lived in Spain in 2022.", "contradicted"),
    ("Spanish electricity output was among the highest in the world in 2022.", ""),
    ("More than 80% of Mexico's exports of goods and services cross the northern border.", "no_data"),
    ("Imports of goods and services were equivalent to 76.1% of Swiss GDP in 2022.", "no_data"),
    ("Exports of goods and services were equivalent to 76.1% of Switzerland's GDP in 2022.", "supported"),
]


@pytest.mark.parametrize(("text", "outcome"), PEOPLE_AND_PLACES, ids=[text for text, _ in PEOPLE_AND_PLACES])
def test_a_city_some_people_and_the_other_side_are_not_the_country_or_the_thing(text: str, outcome: str) -> None:
    """A capital is not its country, people of whom something is told are not all, imports are not exports."""
    checked = check(Document(id="d", text=text, published=date(2023, 5, 2)), load_reference("reference_data"))
    found = {s.latest.outcome for s in checked.suggestions} - {"not_checkable"}
    assert found == ({outcome} if outcome else set())


def test_a_place_in_a_group_whose_members_nobody_knows_is_no_data_for_a_carried_year_too() -> None:
    """The text around gives a year that the tables do not reach, and the group is not theirs."""
    text = "Inflation in Nigeria was 23% in 2025. Nigeria is Africa's most populous country."
    checked = check(Document(id="d", text=text, published=date(2026, 3, 2)), load_reference("reference_data"))
    found = {c.quote: s.latest.outcome for c, s in zip(checked.extraction.claims, checked.suggestions, strict=True)}
    assert found["most populous"] == "no_data"
