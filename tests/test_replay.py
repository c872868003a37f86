"""Verdict regression: a changed figure flips exactly the verdicts that rest on it."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from workbench.check import check
from workbench.desk import import_documents
from workbench.export import export_csv
from workbench.read import iter_documents
from workbench.reference import load_reference
from workbench.replay import replayed, verdicts_of
from workbench.store import Store

ROOT = Path(__file__).parents[1]
TRADE = "observations/china_russia_trade.csv"


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The verdict CSV of all sample documents, made on the shipped tables."""
    path = tmp_path_factory.mktemp("verdicts") / "verdicts.csv"
    with Store.open(str(path.with_suffix(".db"))) as store:
        list(import_documents(store, iter_documents([ROOT / "seeds"]), load_reference()))
        path.write_text("".join(export_csv(store)), encoding="utf-8", newline="")
    return path


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "reference_data", tmp_path / "tables"))


def change(folder: Path, file: str, row: str, old: str, new: str) -> int:
    """Replace ``old`` by ``new`` in the one row that begins with ``row``; return its line."""
    path = folder / file
    lines = path.read_text(encoding="utf-8").split("\n")
    (number,) = [n for n, line in enumerate(lines) if line.startswith(row)]
    assert old in lines[number]
    lines[number] = lines[number].replace(old, new, 1)
    path.write_text("\n".join(lines), encoding="utf-8")
    return number + 1


def outcomes(folder: Path) -> dict[str, str]:
    reference = load_reference(folder)
    checked = [check(document, reference) for document in iter_documents([ROOT / "seeds"])]
    return {s.claim_id: s.latest.outcome for one in checked for s in one.suggestions}


@pytest.fixture(scope="module")
def before() -> dict[str, str]:
    """The outcome of every claim of the sample documents on the shipped tables."""
    return outcomes(ROOT / "reference_data")


CHANGES = [
    (TRADE, "goods_trade_usd_growth,CHN,RUS,2022,29.3", "29.3", "26.3"),
    (TRADE, "goods_trade_usd,CHN,RUS,2024,244.81", "244.81", "224.81"),
    ("observations/military.csv", "military_spending_share,POL,,2024,", "4.15", "4.51"),
    ("observations/gdp.csv", "gdp_usd,IND,,2022,", "3353.470", "4453.470"),
    ("observations/labour.csv", "unemployment_rate,ESP,,2022,", "13.033", "13.01"),
    ("observations/population.csv", "population,CHN,,2022,", "1412175000", "1512175000"),
    ("events.csv", "medvedev_in_beijing,", "2022-12-20,2022-12-21", "2022-11-20,2022-11-21"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "row", "old", "new"), CHANGES, ids=[row for _, row, _, _ in CHANGES])
def test_a_changed_figure_flips_exactly_what_rests_on_it(
    tables: Path, stored: Path, before: dict[str, str], file: str, row: str, old: str, new: str
) -> None:
    """The flips told are those that checking the documents again on either state of the tables shows."""
    line = change(tables, file, row, old, new)
    after = outcomes(tables)
    expected = {claim for claim in before if before[claim] != after[claim]}
    documents = iter_documents([ROOT / "seeds"])
    found = [f for f in replayed(verdicts_of([stored]), load_reference(tables), documents) if f.check == "verdict-flip"]
    with stored.open(encoding="utf-8", newline="") as lines:
        by_row = {number: cells["claim_id"] for number, cells in enumerate(csv.DictReader(lines), 2)}
    told = {by_row[int(match[1])] for finding in found if (match := re.search(r"row (\d+)\)", finding.hint))}
    assert expected == told
    assert {(file, line)} if expected else set() == {(finding.file, finding.line) for finding in found}


def test_the_sentence_alone_tells_the_flip(tables: Path, stored: Path) -> None:
    """Without the documents the claim's sentence is judged, on the figures of then and of now."""
    line = change(tables, TRADE, "goods_trade_usd_growth,CHN,RUS,2022,29.3", "29.3", "26.3")
    (flip,) = [f for f in replayed(verdicts_of([stored]), load_reference(tables)) if f.check == "verdict-flip"]
    assert (TRADE, line, "26.3") == (flip.file, flip.line, flip.found)
    assert "'about 25%'" in flip.hint
    assert "mixed -> supported" in flip.hint


def test_unchanged_tables_flip_nothing(tables: Path, stored: Path) -> None:
    """A new version of the package with the same figures gives no finding."""
    change(tables, "sources.csv", "gacc,", "General Administration", "The General Administration")
    assert [] == list(replayed(verdicts_of([stored]), load_reference(tables)))


def test_most_verdicts_can_be_told_from_their_sentence(tables: Path, stored: Path) -> None:
    """Where every figure is printed with another digit, three in four outcomes are told again without the documents."""
    for path in (tables / "observations").glob("*.csv"):
        path.write_text(
            re.sub(r"(,\d+\.\d+)(,[AEFPT],)", r"\g<1>0\2", path.read_text(encoding="utf-8")), encoding="utf-8"
        )
    found = list(replayed(verdicts_of([stored]), load_reference(tables)))
    untold = [finding for finding in found if "does not tell" in finding.hint]
    assert len(untold) * 4 < len(verdicts_of([stored]))


def test_a_row_that_is_gone_flips_to_no_data(tables: Path, stored: Path) -> None:
    """A verdict whose row was taken away is told with the row it rested on."""
    path = tables / "observations/military.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"military_spending_share,JPN,.*\n", "", text), encoding="utf-8")
    found = list(replayed(verdicts_of([stored]), load_reference(tables), iter_documents([ROOT / "seeds"])))
    assert "no row" in {finding.found for finding in found}
    assert any("supported -> no_data" in finding.hint for finding in found)


def test_a_newer_vintage_is_told(tables: Path, stored: Path) -> None:
    """A revision under a verdict is told at its own line, the verdict judged on it."""
    path = tables / TRADE
    text = path.read_text(encoding="utf-8") + "goods_trade_usd_growth,CHN,RUS,2024,2.9,A,2025-06-01,gacc,revised\n"
    path.write_text(text, encoding="utf-8")
    found = list(replayed(verdicts_of([stored]), load_reference(tables), iter_documents([ROOT / "seeds"])))
    flips = [finding for finding in found if finding.check == "verdict-flip"]
    assert {text.count("\n")} == {finding.line for finding in flips}
    assert {"2.9 (published 2025-06-01)"} == {finding.found for finding in flips}


@pytest.mark.parametrize("form", ["text", "github", "json", "sarif", "junit"])
def test_the_command_names_old_and_new_working(tables: Path, stored: Path, form: str) -> None:
    """Every output of `refs check --verdicts` has both workings, and a flip is an error."""
    change(tables, TRADE, "goods_trade_usd_growth,CHN,RUS,2022,29.3", "29.3", "26.3")
    command = [
        sys.executable,
        "-m",
        "workbench",
        "refs",
        "check",
        str(tables),
        "--verdicts",
        str(stored),
        "--format",
        form,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900, cwd=ROOT)
    assert 1 == done.returncode, done.stderr
    assert "verdict-flip" in done.stdout
    said = json.dumps(json.loads(done.stdout)) if form in ("json", "sarif") else done.stdout.replace("%3A", ":")
    for working in ("29.3 (published 2023-01-13, gacc)", "26.3 (published 2023-01-13, gacc)"):
        assert working in said


def test_a_file_that_is_no_verdict_csv_is_refused(tmp_path: Path) -> None:
    """A wrong file is named with the remedy, exit status 2."""
    (tmp_path / "x.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    command = [sys.executable, "-m", "workbench", "refs", "check", "--verdicts", str(tmp_path / "x.csv")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900, cwd=ROOT)
    assert 2 == done.returncode
    assert "lacks claim_id" in done.stderr
