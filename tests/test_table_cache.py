"""Large tables are parsed once; a copy is never older than what it was made from."""

from __future__ import annotations

import csv
import os
from typing import TYPE_CHECKING

import pytest

from workbench.reference import cache, load_reference
from workbench.starter import lay_out

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "indicator,entity,period,value,note\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desk whose tables are large enough to be copied, and an empty folder for the copies."""
    monkeypatch.setattr(cache, "WORTH_CACHING", 1)
    monkeypatch.setattr(cache, "folder", lambda: tmp_path / "copies")
    lay_out(tmp_path / "desk")
    (tmp_path / "desk/observations/own.csv").write_text(HEADER + rows(40), encoding="utf8")
    return tmp_path / "desk"


def rows(count: int) -> str:
    return "".join(f"library_loans,FRA,{1960 + n},{n}.0,\n" for n in range(count))


def told(folder: Path) -> list[tuple[str, str, int]]:
    return [(row.period, row.printed, row.line) for row in load_reference(folder).series("library_loans", "FRA")]


def test_a_copy_tells_the_same(desk: Path, tmp_path: Path) -> None:
    """The second reading comes from the copy and gives the same rows, lines included."""
    first = told(desk)
    (copy,) = (tmp_path / "copies").glob("*.parquet")
    written = copy.stat().st_mtime_ns
    assert first == told(desk)
    assert 40 == len(first)
    assert written == copy.stat().st_mtime_ns


@pytest.mark.parametrize(
    ("old", "new"), [("1999,39.0", "1999,39.1"), ("1999,39.0,", "1999,39.0,x"), ("library_loans,FRA,1999,39.0,\n", "")]
)
def test_a_copy_is_never_stale(desk: Path, old: str, new: str) -> None:
    """Any changed byte is read anew, also where size and time of the file stay as they were."""
    table = desk / "observations/own.csv"
    before = table.stat()
    told(desk)
    text = table.read_text("utf8")
    table.write_text(text.replace(old, new), "utf8")
    os.utime(table, ns=(before.st_atime_ns, before.st_mtime_ns))
    expected = [
        (row["period"], row["value"], row["note"]) for row in csv.DictReader(table.read_text("utf8").splitlines())
    ]
    found = load_reference(desk).series("library_loans", "FRA")
    assert expected == [(row.period, row.printed, row.note) for row in found]


def test_a_renamed_table_is_read_anew(desk: Path) -> None:
    """Rows tell the table they stand in, so another name is another copy."""
    told(desk)
    (desk / "observations/own.csv").rename(desk / "observations/other.csv")
    assert {"observations/other.csv"} == {row.table for row in load_reference(desk).series("library_loans", "FRA")}


@pytest.mark.parametrize("damage", [b"", b"PAR1", b"x" * 1000])
def test_a_damaged_copy_is_replaced(desk: Path, tmp_path: Path, damage: bytes) -> None:
    """A copy that was cut off or overwritten is no error: the tables are parsed and copied again."""
    first = told(desk)
    (copy,) = (tmp_path / "copies").glob("*.parquet")
    copy.write_bytes(damage)
    assert first == told(desk)
    assert b"PAR1" == copy.read_bytes()[:4]


def test_a_flipped_byte_is_noticed(desk: Path, tmp_path: Path) -> None:
    """A copy whose bytes have rotted gives the figures of the tables all the same."""
    first = told(desk)
    (copy,) = (tmp_path / "copies").glob("*.parquet")
    sound = copy.read_bytes()
    for place in range(8, len(sound) - 8, max(1, len(sound) // 60)):
        copy.write_bytes(sound[:place] + bytes([sound[place] ^ 0x40]) + sound[place + 1 :])
        assert first == told(desk)


def test_without_a_place_for_copies(desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no copy can be written the tables are parsed every time."""
    (tmp_path / "file").write_text("", "utf8")
    monkeypatch.setattr(cache, "folder", lambda: tmp_path / "file/copies")
    assert 40 == len(told(desk))
    assert 40 == len(told(desk))
