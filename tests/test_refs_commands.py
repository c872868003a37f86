"""Looking at reference tables and comparing them with an earlier revision, by command."""

from __future__ import annotations

import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest

from workbench.starter import lay_out

if TYPE_CHECKING:
    from pathlib import Path


def refs(*arguments: object, where: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "workbench", "refs", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=where)


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    subprocess.run(["git", *who, *arguments], check=True, capture_output=True, cwd=folder)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A package under version control in a folder of a larger repository."""
    lay_out(tmp_path / "work/tables")
    git(tmp_path / "work", "init", "--quiet", ".")
    git(tmp_path / "work", "add", ".")
    git(tmp_path / "work", "commit", "--quiet", "-m", "tables")
    return tmp_path / "work/tables"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf8")


def test_diff_names_every_changed_cell(desk: Path) -> None:
    """Changed, added and removed cells are told with file, line, key, column, old and new; lines that moved are not."""
    table = desk / "observations/libraries.csv"
    edit(table, "2021,2.2,", "2021,2.3,")
    edit(
        table,
        "library_loans,x-port-orm,,2023,2.8,A,2024-03-01,loans_survey,https://example.org/library-survey/2023\n",
        "",
    )
    edit(
        table,
        "library_loans,x-port-orm,,2020,",
        "library_loans,FRA,,2020,240,A,,loans_survey,\nlibrary_loans,x-port-orm,,2020,",
    )
    edit(desk / "indicators.csv", ",count:loan,6,", ",count:loan,3,")
    done = refs("diff", "HEAD", "tables", where=desk.parent)
    assert [
        "~ indicators.csv:2: library_loans: unit_mult 6 -> 3",
        "+ observations/libraries.csv:2: library_loans FRA 2020 A loans_survey: value 240",
        "~ observations/libraries.csv:4: library_loans x-port-orm 2021 A 2022-03-01 loans_survey: value 2.2 -> 2.3",
        "- observations/libraries.csv:6: library_loans x-port-orm 2023 A 2024-03-01 loans_survey: value 2.8",
        "4 changes since HEAD",
    ] == done.stdout.splitlines()  # fmt: skip
    told = json.loads(refs("diff", "HEAD", "tables", "--format", "json", where=desk.parent).stdout)["changes"]
    assert ["changed", "added", "changed", "removed"] == [change["kind"] for change in told]


@pytest.mark.parametrize(("revision", "said"), [("nowhere", "no such revision"), ("--output=x", "no such revision")])
def test_a_revision_that_is_none(desk: Path, revision: str, said: str) -> None:
    """A name that git does not know is told with exit status 2, also where it looks like an option."""
    done = refs("diff", "--", revision, "tables", where=desk.parent)
    assert 2 == done.returncode
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_outside_of_a_repository(tmp_path: Path) -> None:
    """Without version control there is nothing to compare with, which is told."""
    lay_out(tmp_path / "alone")
    done = refs("diff", "HEAD", "alone", where=tmp_path)
    assert (2, True) == (done.returncode, "git repository" in done.stderr)


def test_show_prints_and_draws(desk: Path, tmp_path: Path) -> None:
    """The rows stand in the terminal with their lines; the chart is an image with a line a series and its title."""
    chart = tmp_path / "loans.svg"
    done = refs("show", "library_loans", "--reference", desk, "--chart", chart, where=tmp_path)
    assert 0 == done.returncode
    assert "observations/libraries.csv:5" in done.stdout
    drawn = ET.fromstring(chart.read_text("utf8"))
    space = "{http://www.w3.org/2000/svg}"
    assert "Loans of public libraries, million count:loan" == drawn.findtext(f"{space}title")
    assert 1 == len(drawn.findall(f"{space}polyline"))
    assert ["2020: 1.9", "2021: 2.2", "2022: 2.6", "2022: 2.5", "2023: 2.8"] == [
        circle.findtext(f"{space}title") for circle in drawn.findall(f"{space}circle")
    ]


MISTAKES = [
    (("show", "library_loan"), "did you mean library_loans?"),
    (("show", "library_loans", "--entity", "DEU"), "it has x-port-orm"),
    (("show", "library_loans", "--chart", "no/such/place.svg"), "cannot write"),
    (("diff", "HEAD", "--format", "html"), "one of text, json"),
    (("check", "nowhere"), "no such folder"),
    (("check", "--format", "xml"), "one of text, json, junit, sarif, github"),
]


@pytest.mark.long
@pytest.mark.parametrize(("arguments", "said"), MISTAKES)
def test_mistakes_are_told(desk: Path, arguments: tuple[str, ...], said: str) -> None:
    """A slip of the hand ends with what is meant or allowed, and exit status 2."""
    more = ("--reference", str(desk)) if arguments[0] == "show" else ()
    done = refs(*arguments, *more, where=desk.parent)
    assert (2, True) == (done.returncode, said in done.stderr), done.stderr
