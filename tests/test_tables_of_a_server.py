"""The tables of a server follow their files."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from workbench.app import tables as tables_of_a_server
from workbench.app.tables import Tables
from workbench.reference import shipped

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_tables_follow_their_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A changed figure is read at the next look; a broken file leaves the figures of before and says what is wrong."""
    monkeypatch.setattr(tables_of_a_server, "_LOOKED_AT_EVERY", -1.0)
    folder = tmp_path / "tables"
    shutil.copytree(shipped(), folder)
    tables = Tables([str(folder)])
    before = tables.now()
    assert before is tables.now()

    file = folder / "observations" / "military.csv"
    text = file.read_text(encoding="utf8")
    row = next(line for line in text.splitlines() if line.startswith("military_spending_share,SWE,,2024,"))
    cells = row.split(",")
    cells[4] = "2.6"
    file.write_text(text.replace(row, ",".join(cells)), encoding="utf8")
    after = tables.now()
    assert before.fingerprint != after.fingerprint
    assert "2.6" == after.series("military_spending_share", "SWE")[-1].printed

    file.write_text("indicator,entity\n", encoding="utf8")
    assert after is tables.now()
    assert tables.fault is not None
    assert "military.csv" in (tables.fault.file or "")

    file.write_text(text, encoding="utf8")
    assert before.fingerprint == tables.now().fingerprint
    assert tables.fault is None
