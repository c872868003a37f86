"""Word tables: their loader, and what the grammar relies on in them."""

from __future__ import annotations

import pytest

from workbench import lexicon
from workbench.errors import MalformedTable, MissingTable
from workbench.grammar.measures import forms
from workbench.lexicon import table, words
from workbench.units import dimension

UNITS = sorted({form.name for entries in forms().values() for form in entries})


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_of_the_lexicon_has_a_dimension(unit: str) -> None:
    """Each unit that the grammar can name is known to the home of units."""
    assert dimension(unit)


def test_the_lexicon_names_hundreds_of_units() -> None:
    """There are five hundred units with their prefixes, squares and cubes of lengths, currencies left out."""
    lengths = {form.name for entries in forms().values() for form in entries if form.length}
    assert len(UNITS) + 2 * len(lengths) >= 500


def test_there_are_160_currencies() -> None:
    """Every currency has one row with a code of three capitals."""
    codes = [row[0] for row in table("currencies")]
    assert len(codes) == len(set(codes)) >= 160
    assert all(len(code) == 3 and code.isupper() for code in codes)


@pytest.mark.parametrize("name", ["money_context", "minor_money"])
def test_money_tables_name_known_currencies(name: str) -> None:
    """No table speaks of a currency that the table of currencies does not have."""
    known = {row[0] for row in table("currencies")}
    assert {row[1] for row in table(name)} <= known


@pytest.mark.parametrize(("name", "column", "allowed"), [
    ("hedges", 1, {"~", "<", "<=", ">", ">=", "="}),
    ("hedges", 2, {"before", "after"}),
    ("changes", 1, {"up", "down"}),
    ("changes", 2, {"verb", "noun", "adjective"}),
    ("numbers", 1, {"small", "hundred", "scale", "part", "times", "maybe", "vague", "ordinal"}),
    ("scales", 2, {"any", "glued", "money", "people"}),
])  # fmt: skip
def test_tables_use_their_own_terms(name: str, column: int, allowed: set[str]) -> None:
    """A column holds only the terms that the head of its table explains."""
    assert {row[column] for row in table(name)} <= allowed


@pytest.mark.parametrize("name", ["hedges", "numbers", "scales", "minor_money", "singulars", "changes"])
def test_no_line_is_written_twice(name: str) -> None:
    """A table has no row twice."""
    rows = table(name)
    assert len(rows) == len(set(rows))


def test_a_missing_table_is_told(tmp_path: object) -> None:
    """A table that is not there raises an error that names it."""
    with pytest.raises(MissingTable, match="nowhere"):
        table("nowhere")
    with pytest.raises(MissingTable, match="nowhere"):
        words("nowhere")


def test_rows_of_different_length_are_told(tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """A row with a cell too many raises an error that names the file."""
    (tmp_path / "crooked.tsv").write_text("# head\na\tb\na\tb\tc\n", encoding="utf-8")
    monkeypatch.setattr(lexicon, "_FOLDER", tmp_path)
    with pytest.raises(MalformedTable, match="crooked"):
        table("crooked")
