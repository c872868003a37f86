"""The benchmarks' own book-keeping: what is written and recorded, and what a run that lacks something leaves alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.__main__ import BASELINE, baseline, keep, main, worse
from bench.measurement import Measurement

if TYPE_CHECKING:
    from pathlib import Path

BEFORE = Measurement("Pages", {"workbench": 20.0, "peer": 60.0}, "ms", {"peer": 3.0}, {"calls": 100.0})


@pytest.fixture
def kept(tmp_path: Path) -> dict[str, str]:
    """A project in which a benchmark is recorded: its files with their texts, below ``tmp_path``."""
    for page in (tmp_path / "README.md", tmp_path / "docs" / "page.md", tmp_path / BASELINE):
        page.parent.mkdir(exist_ok=True)
        page.write_text("{}" if page.suffix == ".json" else "<!-- bench review_pages -->\n<!-- end -->\n", "utf8")
    keep("review_pages", BEFORE, tmp_path, record=True)
    return texts(tmp_path)


def texts(root: Path) -> dict[str, str]:
    files = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_text(encoding="utf8") for path in files}


def test_a_run_is_written_drawn_and_recorded(tmp_path: Path, kept: dict[str, str]) -> None:
    """JSON, chart and tables hold the figures of the last whole run, the baseline those that were to be recorded."""
    records = {"docs/bench/review_pages.json", "docs/bench/review_pages.svg", BASELINE}
    assert set(kept) == {"README.md", "docs/page.md", *records}
    assert all("| workbench, ms | 20 |" in kept[page] for page in ("README.md", "docs/page.md"))
    better = Measurement("Pages", {"workbench": 10.0, "peer": 60.0}, "ms", {"peer": 6.0}, {"calls": 50.0})
    keep("review_pages", better, tmp_path, record=False)
    assert baseline(tmp_path) == {"review_pages": {"ratios": {"peer": 3.0}, "counts": {"calls": 100.0}}}
    assert {name for name, text in texts(tmp_path).items() if kept[name] == text} == {BASELINE}


@pytest.mark.parametrize("how", ["", "--record", "--check"])
def test_without_a_browser_what_is_recorded_stays(
    tmp_path: Path,
    kept: dict[str, str],
    how: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Where no Chromium is installed, the benchmark of the pages says so and changes no file."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["review_pages", *how.split()], tmp_path) == 0
    said = capsys.readouterr().out
    assert texts(tmp_path) == kept
    assert "skipped: not installed" in said
    assert ("without Chromium this run is not written" in said) == (how != "--check")


@pytest.mark.parametrize("record", [True, False])
def test_a_run_without_its_peer_replaces_no_run_with_it(
    tmp_path: Path, kept: dict[str, str], record: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """Figures without those of a peer would not be comparable: the recorded ones stay."""
    alone = Measurement("Pages", {"workbench": 20.0}, "ms", counts={"calls": 90.0}, skipped={"peer": "did not run"})
    keep("review_pages", alone, tmp_path, record=record)
    assert texts(tmp_path) == kept
    assert "without peer this run is not written" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("ratio", "calls", "faults"),
    [(2.5, 119.0, []), (2.3, 100.0, ["ratio peer"]), (3.0, 121.0, ["count calls"])],
)
def test_a_fifth_worse_is_told(ratio: float, calls: float, faults: list[str]) -> None:
    """A ratio a fifth lower or a count a fifth higher than recorded is a fault, in words."""
    now = Measurement("Pages", {"workbench": 20.0}, "ms", {"peer": ratio}, {"calls": calls})
    found = worse(now, {"ratios": BEFORE.ratios, "counts": BEFORE.counts})
    assert [fault.partition(":")[0] for fault in found] == faults
