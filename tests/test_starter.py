"""A package of one's own: laid out, sound, and ready to check claims with."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from workbench.check import check
from workbench.errors import UsageError
from workbench.read import read_text
from workbench.refcheck import check_tables
from workbench.reference import load_reference
from workbench.starter import lay_out

ROOT = Path(__file__).parents[1]


def test_a_new_package_passes_its_checks(tmp_path: Path) -> None:
    """What `init` lays out has no finding, and lists every table it holds."""
    lay_out(tmp_path / "desk")
    assert [] == check_tables(tmp_path / "desk")
    listed = json.loads((tmp_path / "desk/datapackage.json").read_text(encoding="utf-8"))["resources"]
    tables = {path.relative_to(tmp_path / "desk").as_posix() for path in (tmp_path / "desk").rglob("*.csv")}
    assert tables == {resource["path"] for resource in listed}


def test_its_worked_indicator_checks_a_claim(tmp_path: Path) -> None:
    """A claim about the invented series is judged, the first print as published and the revision as of now."""
    lay_out(tmp_path / "desk")
    text = "Library loans in Port Orm reached 2.6 million in 2022."
    suggestion = check(read_text(text, published="2023-04-01"), load_reference(tmp_path / "desk")).suggestions[0]
    assert ("library_loans", "x-port-orm") == (suggestion.link.indicator, suggestion.link.entity)
    assert ("close", "supported") == (suggestion.latest.outcome, suggestion.as_published.outcome)


@pytest.mark.parametrize("there", ["file", "full folder"])
def test_nothing_is_overwritten(tmp_path: Path, there: str) -> None:
    """A file or a folder with anything in it is refused and stays as it is."""
    place = tmp_path / "desk"
    if there == "file":
        place.write_text("mine", encoding="utf-8")
    else:
        place.mkdir()
        (place / "indicators.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="there already"):
        lay_out(place)
    kept = place if there == "file" else place / "indicators.csv"
    assert "mine" == kept.read_text(encoding="utf-8")


def test_the_command_names_what_it_wrote_and_what_is_next(tmp_path: Path) -> None:
    """`workbench init` lists its files; into an existing folder it exits 2."""
    command = [sys.executable, "-m", "workbench", "init", str(tmp_path / "desk")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900, cwd=ROOT)
    assert 0 == done.returncode, done.stderr
    assert f"workbench refs check {tmp_path / 'desk'}" in done.stdout
    again = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900, cwd=ROOT)
    assert 2 == again.returncode
    assert "name a new folder" in again.stderr


def test_a_table_of_ones_own_as_its_readme_says(tmp_path: Path) -> None:
    """The README's own table is added step by step; the checks name what is missing until nothing is."""
    folder = tmp_path / "desk"
    lay_out(folder)
    (table,) = re.findall(r"```csv\n(.*?)```", (folder / "README.md").read_text("utf8"), re.DOTALL)
    rows = "\n".join(line.strip() for line in table.splitlines())
    (folder / "observations/rain.csv").write_text(rows.strip() + "\n", encoding="utf8")
    assert ["unknown-code", "unknown-code", "unlisted-file"] == [finding.check for finding in check_tables(folder)]
    with (folder / "indicators.csv").open("a", encoding="utf8") as indicators:
        indicators.write("rain,Rainfall in a year,rainfall|rain,,millimeter,,,flow,A,,,,,,,,,,,\n")
    assert ["unlisted-file"] == [finding.check for finding in check_tables(folder)]
    path = folder / "datapackage.json"
    told = json.loads(path.read_text("utf8"))
    (like,) = [entry for entry in told["resources"] if entry["path"] == "observations/libraries.csv"]
    told["resources"].append(like | {"name": "rain", "path": "observations/rain.csv"})
    path.write_text(json.dumps(told), encoding="utf8")
    assert [] == check_tables(folder)
    text = "Rainfall in Port Orm rose 41% in 2023, to 905 mm."
    checked = check(read_text(text, published="2024-02-01"), load_reference(folder))
    assert ["supported", "supported"] == [each.latest.outcome for each in checked.suggestions]
