"""Claims about the future that come due: a desk's own package, and the figure that arrives in it."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from workbench.desk import correct, due, import_documents, stored_as_document
from workbench.model import Document
from workbench.reference import load_reference
from workbench.store import Filter, Store

DESK = Path(__file__).parent / "desk"
TEXT = (
    "Norland's unemployment rate will be 4% in 2023, the ministry forecasts. It was 5.2% in 2022. "
    "Unemployment in Suden will stand at 4% in 2031."
)
ARRIVED = "jobless,x-norland,,2023,5.1,A,2024-02-01,nso\n"


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """A desk's package of its own."""
    folder = tmp_path / "tables"
    shutil.copytree(DESK, folder)
    return folder


@pytest.fixture
def database(tmp_path: Path, tables: Path) -> Path:
    """A store with an article that was checked before the year was over."""
    path = tmp_path / "reviews.db"
    document = Document(
        "outlook", TEXT, published=date(2023, 4, 1), title="=Outlook", url="https://example.org/outlook"
    )
    with Store.open(str(path)) as store:
        list(import_documents(store, [document], load_reference(tables)))
    return path


def arrive(tables: Path, row: str = ARRIVED) -> None:
    """A figure is published."""
    with (tables / "observations" / "figures.csv").open("a", encoding="utf8") as file:
        file.write(row)


def workbench(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "workbench", "due", *map(str, arguments)],
        capture_output=True, text=True, env={**os.environ}, timeout=900, check=False,
    )  # fmt: skip


def test_the_queue_knows_forecasts(database: Path, tables: Path) -> None:
    """A forecast waits until its document is checked with a figure for it, and is one that came due from then on."""

    def listed() -> dict[str, list[str]]:
        return {state: [each.quote for each in store.queue(Filter(state=state))] for state in ("waiting", "due")}

    with Store.open(str(database)) as store:
        assert {"waiting": ["4%", "4%"], "due": []} == listed()
        arrive(tables)
        documents = [stored_as_document(store.document("outlook"))]
        list(import_documents(store, documents, load_reference(tables)))
        assert {"waiting": ["4%"], "due": ["4%"]} == listed()


def test_nothing_is_due_before_the_figure_arrives(database: Path, tables: Path) -> None:
    """A forecast that nothing decides yet is not listed."""
    with Store.open(str(database)) as store:
        assert [] == list(due(store, load_reference(tables)))


def test_a_forecast_comes_due(database: Path, tables: Path) -> None:
    """Once its figure is in the tables, a forecast is listed with both outcomes, both workings and the rows."""
    arrive(tables)
    with Store.open(str(database)) as store:
        (found,) = [each.record() for each in due(store, load_reference(tables))]
        assert "not_due" == store.claim(found["claim_id"]).outcome
    assert ("4%", "not_due", "contradicted") == (found["quote"], found["before"], found["now"])
    assert "the tables do not reach so far" in found["before_working"]
    assert "jobless x-norland 2023 = 5.1 (published 2024-02-01, nso); 5.1 > 4.5" == found["working"]
    assert ["5.1"] == [row["value"] for row in found["evidence"]]


def test_a_reviewers_reading_holds(database: Path, tables: Path) -> None:
    """A forecast that a reviewer read otherwise is judged as they read it, and their verdict is told."""
    with Store.open(str(database)) as store:
        claim = next(claim for claim in store.document("outlook").claims if claim.quote == "4%")
        correct(store, claim.id, 0, {"figure": "5.1%"}, load_reference(tables), reviewer="Ada")
        store.decide(claim.id, 1, "unverifiable", reviewer="Ada")
        arrive(tables)
        (found,) = due(store, load_reference(tables))
    assert "supported" == found.record()["now"]
    assert "verdict: unverifiable by Ada" in str(found)


def test_the_command(database: Path, tables: Path) -> None:
    """`workbench due` ends with status 0 while nothing is due and with 1 when something is, in each format."""
    given = ("--database", database, "--reference", tables)
    before = workbench(*given)
    assert (0, "0 claims not due before can be decided now\n") == (before.returncode, before.stdout), before.stderr
    arrive(tables)
    text, lines, cells = (workbench(*given, "--format", form) for form in ("text", "json", "csv"))
    assert [1, 1, 1] == [text.returncode, lines.returncode, cells.returncode], text.stderr
    assert 'outlook: "4%" (published 2023-04-01): not_due -> contradicted' in text.stdout
    assert ["outlook"] == [each["document_id"] for each in json.loads(lines.stdout)["due"]]
    (row,) = csv.DictReader(io.StringIO(cells.stdout))
    assert ("contradicted", "5.1", "'=Outlook") == (row["now"], row["evidence_value"], row["document_title"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["--format", "xml"], "one of text, json, csv"), (["--database", "nowhere/at/all.db"], "nowhere/at/all.db")],
)
def test_wrong_usage_is_told(arguments: list[str], said: str) -> None:
    """Wrong usage and a store that is not there end with status 2 and say what to do."""
    done = workbench(*arguments)
    assert 2 == done.returncode
    assert said in done.stderr
    assert "Traceback" not in done.stderr
