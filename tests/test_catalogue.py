"""Series are found by words and described without making records of their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workbench.app import reference_views
from workbench.refcheck import Finding
from workbench.reference import load_reference
from workbench.reference.catalogue import Found, search
from workbench.starter import lay_out

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.reference import Reference

LOANS, GROWTH = Found("library_loans"), Found("library_loans_growth")
SERIES = Found("library_loans", "x-port-orm")


@pytest.fixture
def desk(tmp_path: Path) -> Reference:
    lay_out(tmp_path / "desk")
    return load_reference(tmp_path / "desk")


SEARCHES = [
    ("", [LOANS, GROWTH]),
    ("library", [LOANS, GROWTH]),
    ("LIBR loan", [LOANS, GROWTH]),
    ("books borrowed", [LOANS]),
    ("library_loans_growth", [GROWTH]),
    ("orm books", [SERIES]),
    ("harbour loans", [SERIES, GROWTH._replace(entity="x-port-orm")]),
    ("france", []),
    ("zebra", []),
]


@pytest.mark.parametrize(("words", "found"), SEARCHES)
def test_search(desk: Reference, words: str, found: list[Found]) -> None:
    """Words of an indicator give the indicator, a word of an entity its series, in any order; all words must be met."""
    assert found == search(desk, words)


def test_extent(desk: Reference, tmp_path: Path) -> None:
    """Rows, first and last period of a series or of an indicator, over packages laid over each other."""
    assert (6, "2020", "2025") == desk.extent("library_loans", "x-port-orm")
    assert (3, "2021", "2023") == desk.extent("library_loans_growth")
    assert (0, "", "") == desk.extent("library_loans", "FRA")
    lay_out(tmp_path / "other")
    table = tmp_path / "other/observations/libraries.csv"
    table.write_text("indicator,entity,period,value\nlibrary_loans,FRA,2019-01/2019-06,12\n", encoding="utf8")
    both = load_reference([tmp_path / "desk", tmp_path / "other"])
    assert (7, "2019-01/2019-06", "2025") == both.extent("library_loans")


CONCERNS = [
    ("observations/a.csv", "library_loans x-port-orm 2022", True),
    ("observations/a.csv", "library_loans x-port-orm", True),
    ("observations/a.csv", "library_loans x-port-orm FRA 2022", False),
    ("observations/a.csv", "library_loans FRA 2022", False),
    ("observations/a.csv", "library_loans_growth x-port-orm 2022", False),
    ("indicators.csv", "library_loans", True),
    ("sources.csv", "loans_survey", True),
    ("sources.csv", "other", False),
    ("datapackage.json", "", False),
]


@pytest.mark.parametrize(("file", "key", "told"), CONCERNS)
def test_findings_of_a_series(file: str, key: str, told: bool) -> None:
    """A finding is told at a series when it is about its rows, its definition or a source of its rows."""
    finding = Finding("spike", "warning", file, 2, "value", key, "", "", "")
    assert told == reference_views.concerns(finding, SERIES, ["loans_survey"])


def test_earlier_prints_are_told(desk: Reference) -> None:
    """A figure that was revised stays visible and is called an earlier print; a target is none."""
    rows = desk.series(*SERIES)
    newest = {row.period: row for row in rows if row.status not in ("F", "T")}
    shown = [reference_views.values([row], newest).count("earlier print") for row in rows]
    assert [("2022", "2.6")] == [(row.period, row.printed) for row, count in zip(rows, shown, strict=True) if count]


def test_kin(desk: Reference) -> None:
    """An indicator leads to what it is computed from, and back."""
    assert ["library_loans"] == reference_views.kin("library_loans_growth", desk)
    assert ["library_loans_growth"] == reference_views.kin("library_loans", desk)
