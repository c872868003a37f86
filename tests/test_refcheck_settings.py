"""What a desk decides about its checks: limits, severities, and exceptions that each have a reason and still hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workbench.errors import MalformedTable
from workbench.refcheck import NAMES, check_tables
from workbench.refcheck.findings import Finding
from workbench.refcheck.settings import LIMITS, read_settings
from workbench.starter import lay_out

if TYPE_CHECKING:
    from pathlib import Path

ROW = "library_loans,x-port-orm,,{},{},A,{}-03-01,loans_survey,\n"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    lay_out(tmp_path / "desk")
    return tmp_path / "desk"


def add(folder: Path, *rows: str) -> None:
    with (folder / "observations/libraries.csv").open("a", encoding="utf8") as table:
        table.writelines(rows)


def told(folder: Path, settings: str) -> list[tuple[str, str]]:
    (folder / "checks.toml").write_text(settings, encoding="utf8")
    return [(finding.check, finding.severity) for finding in check_tables(folder)]


def test_a_limit_is_moved(desk: Path) -> None:
    """A value four times its neighbours is a spike by default and none where the desk allows more."""
    add(desk, ROW.format(2017, "1.7", 2018), ROW.format(2018, "8.5", 2019), ROW.format(2019, "1.8", 2020))
    assert [("spike", "warning")] == told(desk, "")
    assert [] == told(desk, "[limits]\nspike = 6\n")
    assert [("spike", "error")] == told(desk, '[severity]\nspike = "error"\n')
    assert [] == told(desk, '[severity]\nspike = "off"\n')


@pytest.mark.parametrize("name", sorted(LIMITS))
def test_every_limit_can_be_set(desk: Path, name: str) -> None:
    """Each limit takes another number; zero, a word and a truth value are refused."""
    (desk / "checks.toml").write_text(f"[limits]\n{name} = 7.5\n", encoding="utf8")
    assert 7.5 == read_settings(desk, NAMES).limits[name]
    for wrong in ("0", '"7"', "true"):
        (desk / "checks.toml").write_text(f"[limits]\n{name} = {wrong}\n", encoding="utf8")
        with pytest.raises(MalformedTable, match=name):
            read_settings(desk, NAMES)


@pytest.mark.parametrize("check", sorted(NAMES - {"unused-exception"}))
def test_every_check_can_be_tuned_and_excepted(desk: Path, check: str) -> None:
    """The severity of each check can be set, and a finding of it excepted by its file and key with a reason."""
    text = f'[severity]\n{check} = "info"\n[[exceptions]]\ncheck = "{check}"\nkey = "gdp *"\nreason = "known"\n'
    (desk / "checks.toml").write_text(text, encoding="utf8")
    known, other = (Finding(check, "error", "a.csv", 2, "value", key, "", "", "") for key in ("gdp CHN", "people CHN"))
    assert [(check, "info", "people CHN")] == [
        (each.check, each.severity, each.key) for each in read_settings(desk, NAMES).apply([known, other])
    ]


def test_an_exception_that_excuses_nothing_is_told(desk: Path) -> None:
    """An exception whose finding is gone is a finding itself, at its own line."""
    text = '[[exceptions]]\ncheck = "hole"\nkey = "library_loans x-port-orm *"\nreason = "no survey was held"\n'
    add(desk, ROW.format(2018, "1.7", 2019))
    assert [("hole", "warning")] == told(desk, "")
    assert [] == told(desk, text)
    add(desk, ROW.format(2019, "1.8", 2020))
    (desk / "checks.toml").write_text("# why\n\n" + text, encoding="utf8")
    (unused,) = check_tables(desk)
    assert ("unused-exception", "warning", "checks.toml", 3) == (
        unused.check, unused.severity, unused.file, unused.line,
    )  # fmt: skip


REFUSED = [
    ('[[exceptions]]\ncheck = "hole"\n', "without a reason"),
    ('[[exceptions]]\ncheck = "hole"\nreason = " "\n', "without a reason"),
    ('[[exceptions]]\ncheck = "whole"\nreason = "x"\n', "no check 'whole'"),
    ('[[exceptions]]\ncheck = "hole"\nline = 3\nreason = "x"\n', "does not know line"),
    ("exceptions = [1]\n", "an exception"),
    ("exceptions = 3\n", "exceptions"),
    ('[severity]\nhole = "grave"\n', "grave"),
    ('[severity]\nwhole = "info"\n', "whole"),
    ('severity = "info"\n', "severity"),
    ("limits = 4\n", "limits"),
    ("[limit]\nspike = 3\n", "limit"),
    ("[limits\n", "not TOML"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), REFUSED)
def test_settings_that_are_none_are_refused(desk: Path, text: str, said: str) -> None:
    """What cannot be meant is an error with file, line and remedy, never passed over."""
    (desk / "checks.toml").write_text(text, encoding="utf8")
    with pytest.raises(MalformedTable, match=said) as error:
        check_tables(desk)
    assert str(desk / "checks.toml") == error.value.file
    assert error.value.hint
