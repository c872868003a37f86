"""Fixtures shared by the rooms' tests."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from workbench.reference import Reference, load_reference

ROOT = Path(__file__).parent.parent


def write_table(path: Path, header: str, rows: list[str]) -> None:
    """Write a CSV of ``|``-free cells given as comma-separated lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(csv.reader(rows))


@pytest.fixture(scope="session")
def shipped() -> Reference:
    """The tables that come with the workbench."""
    return load_reference(ROOT / "reference_data")
