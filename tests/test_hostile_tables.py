"""Whatever lies in a folder of tables: the checks and the loader end with findings or a clear error."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from workbench.desk.pasting import claims_of_file
from workbench.errors import TooLarge, WorkbenchError
from workbench.export import read_verdicts
from workbench.intake import Told, plan_of
from workbench.refcheck import check_tables
from workbench.refcheck.package import read_tables
from workbench.reference import load_reference
from workbench.starter import lay_out

if TYPE_CHECKING:
    from collections.abc import Callable

    Plant = Callable[[Path], object]

X = "observations/x.csv"
HEADER = b"indicator,entity,counterpart,period,value,status,vintage,source,note\n"
ODD = b'{"resources":[1,{"path":["a"]},{"path":"events.csv","schema":{"fields":[3]}}]}'
FIFO = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in this file system")


def row(value: str = "1.0", period: str = "2020", note: str = "") -> bytes:
    return f"library_loans,FRA,,{period},{value},A,2024-01-01,loans_survey,{note}\n".encode()


def file(data: bytes, name: str = X) -> Plant:
    return lambda folder: (folder / name).write_bytes(data)


def instead(name: str, make: Callable[[Path], object]) -> Plant:
    """Put something else in the place of a file."""

    def plant(folder: Path) -> None:
        (folder / name).unlink(missing_ok=True)
        make(folder / name)

    return plant


def link(target: str) -> Plant:
    return lambda folder: (folder / X).symlink_to(target)


def folder_elsewhere(folder: Path) -> None:
    shutil.move(folder / "observations", folder.parent / "elsewhere")
    (folder / "observations").symlink_to(folder.parent / "elsewhere")


def cell(old: str, new: str) -> Plant:
    """Replace a part of the definitions."""
    name = "indicators.csv"
    return lambda folder: (folder / name).write_text((folder / name).read_text("utf8").replace(old, new, 1), "utf8")


# What is planted, the check that tells it (none: the error that stops everything), and whether the tables still load.
TABLES: list[tuple[str, Plant, str, bool]] = [
    ("NUL byte", file(HEADER + row(period="20\x0020")), "encoding", False),
    ("NUL bytes alone", file(bytes(100_000)), "encoding", False),
    ("UTF-16 without a mark", file((HEADER + row()).decode().encode("utf-16-le")), "encoding", False),
    ("UTF-16", file((HEADER + row()).decode().encode("utf-16")), "encoding", False),
    ("UTF-16 cut off", file((HEADER + row()).decode().encode("utf-16")[:-1]), "encoding", False),
    ("mark before the text", file(b"\xef\xbb\xbf" + HEADER + row()), "", True),
    ("two encodings", file(HEADER + row(note="caf\u00e9") + b"x,caf\xe9\n"), "encoding", False),
    ("zip archive", file(b"PK\x03\x04" + bytes(range(256))), "encoding", False),
    ("carriage returns", file((HEADER + row()).replace(b"\n", b"\r")), "line-ends", True),
    ("long cell", file(HEADER + row(note="n" * 1_000_000)), "long-cell", True),
    ("long value", file(HEADER + row("1" * 1_000_000)), "number", False),
    ("5,000 columns", file(b"a," * 5000 + b"b\n" + b"," * 5000 + b"\n"), "too-many-columns", False),
    ("5,000 cells", file(HEADER + b"a," * 5000 + b"\n"), "ragged-row", False),
    ("one line without an end", file(b"a" * 1_000_000), "header", False),
    ("quotes alone", file(HEADER + b'"' * 10_001 + b"\n"), "quotes", False),
    ("quotes left open", file(HEADER + b'library_loans,FRA,,2020,1,A,,,"x\n' * 2000), "duplicate-row", True),
    ("formula", file(HEADER + row("=1+1", note="=HYPERLINK(A1)")), "formula", False),
    ("1e999", file(HEADER + row("1e999")), "number", False),
    ("400 digits", file(HEADER + row("9" * 400)), "number", False),
    ("NaN", file(HEADER + row("NaN")), "number", False),
    ("Infinity", file(HEADER + row("-Infinity")), "number", False),
    ("other digits", file(HEADER + row("\uff11\uff12")), "number", False),
    ("year 9999", file(HEADER + row(period="9999-12")), "vintage-order", True),
    ("year 0", file(HEADER + row(period="0000")), "period", False),
    ("week 99", file(HEADER + row(period="2020-W99")), "period", False),
    ("folder as table", instead(X, Path.mkdir), "unreadable-file", False),
    ("link to nowhere", link("/nonexistent/x.csv"), "outside-file", False),
    ("link to itself", link("x.csv"), "unreadable-file", False),
    ("endless device", link("/dev/zero"), "outside-file", False),
    ("linked folder", folder_elsewhere, "outside-file", False),
    ("name that is no text", file(HEADER + row(), os.fsdecode(b"observations/\xff.csv")), "unlisted-file", True),
    ("name of two lines", file(HEADER + row(), "observations/a\nb.csv"), "unlisted-file", True),
    ("folder as definitions", instead("indicators.csv", Path.mkdir), "unreadable-file", False),
    ("folder as descriptor", instead("datapackage.json", Path.mkdir), "descriptor", False),
    ("deep descriptor", file(b"[" * 200_000, "datapackage.json"), "descriptor", False),
    ("binary descriptor", file(b"\xd8\x00\xff", "datapackage.json"), "descriptor", False),
    ("odd descriptor", file(ODD, "datapackage.json"), "descriptor", True),
    ("binary settings", file(b"\xd8\x00\xff", "checks.toml"), "", True),
    ("folder as settings", instead("checks.toml", Path.mkdir), "", True),
    ("multiplier", cell("count:loan,6", "count:loan,99999999999"), "number", False),
    ("unit of powers", cell("count:loan", "meter ** 9999999 ** 99"), "", True),
    ("unit of brackets", cell("count:loan", "(" * 3000 + "meter" + ")" * 3000), "unit", True),
    ("bound", cell(",0,\n", ",1e999999,\n"), "number", False),
]  # fmt: skip
PIPES: list[tuple[str, Plant, str, bool]] = [
    ("pipe as table", lambda folder: os.mkfifo(folder / X), "unreadable-file", False),
    ("pipe as definitions", instead("indicators.csv", os.mkfifo), "unreadable-file", False),
    ("pipe as descriptor", instead("datapackage.json", os.mkfifo), "descriptor", False),
    ("pipe as settings", instead("checks.toml", os.mkfifo), "", True),
]  # fmt: skip
CASES = [pytest.param(*case[1:], id=case[0]) for case in TABLES]
CASES += [pytest.param(*case[1:], id=case[0], marks=FIFO) for case in PIPES]


def outcome(work: Callable[[], object]) -> object:
    """Return what some work gives, or the file and the remedy of the error that stopped it."""
    try:
        return work()
    except WorkbenchError as error:
        return error.file, error.hint


@pytest.mark.parametrize(("plant", "check", "loads"), CASES)
def test_hostile_tables_are_told(tmp_path: Path, plant: Plant, check: str, loads: bool) -> None:
    """Each gives the finding that is meant for it, or an error with file and remedy; loading does the same or works."""
    folder = tmp_path / "desk"
    lay_out(folder)
    plant(folder)
    found = outcome(lambda: {finding.check for finding in check_tables(folder)})
    loaded = outcome(lambda: load_reference(folder))
    assert [] == [told for told in (found, loaded) if isinstance(told, tuple) and not all(told)]
    assert check in (found if isinstance(found, set) else {""}) | {""}
    assert loads == (not isinstance(loaded, tuple))


IMPORTS: list[tuple[str, bytes]] = [
    ("NUL", HEADER + row(period="20\x0020")),
    ("NUL alone", bytes(1000)),
    ("UTF-16", ("Country,2020,2021\nFrance,1,2\n").encode("utf-16")),
    ("zip", b"PK\x03\x04" + bytes(range(256))),
    ("long cell", b"Country,2020\nFrance," + b"9" * 1_000_000 + b"\n"),
    ("columns", b"Country," + b",".join(b"%d" % n for n in range(5000)) + b"\nFrance" + b",1" * 5000 + b"\n"),
    ("line", b"a" * 1_000_000),
    ("quotes", b'Country,2020\n"France,1\n'),
    ("1e999", b"Country,2020\nFrance,1e999\n"),
    ("formula", b"Country,2020\nFrance,=1+1\n"),
    ("NaN", b"Country,2020,2021\nFrance,NaN,1\n"),
]


@pytest.mark.parametrize("data", [data for _, data in IMPORTS], ids=[name for name, _ in IMPORTS])
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_hostile_files_to_import(tmp_path: Path, data: bytes, suffix: str) -> None:
    """A publisher's file that is none ends in an error that names it, or in a plan of what could be read."""
    lay_out(tmp_path / "desk")
    path = tmp_path / f"given{suffix}"
    path.write_bytes(data)
    told = Told(source={"source": "x", "title": "x", "licence": "x"}, indicators={"": "x"}, units={"": "tonnes"})
    found = outcome(lambda: plan_of(path, told, read_tables(tmp_path / "desk")))
    assert not isinstance(found, tuple) or (str(path), True) == (found[0], bool(found[1]))


@pytest.mark.parametrize("read", [claims_of_file, lambda path: list(read_verdicts(path))], ids=["claims", "verdicts"])
def test_a_workbook_that_swells_is_refused(tmp_path: Path, read: Callable[[Path], object]) -> None:
    """A small workbook whose words unpack to more than the limit is refused before a byte of them is unpacked."""
    path = tmp_path / "bomb.xlsx"
    openpyxl.Workbook().save(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed, packed.open("xl/sharedStrings.xml", "w") as part:
        for _ in range(220):
            part.write(bytes(1_000_000))
    assert path.stat().st_size < 1_000_000
    with pytest.raises(TooLarge, match="unpack"):
        read(path)


LIMITED = """
import json, resource, sys
from pathlib import Path
from workbench.refcheck import check_tables
def peak():
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) // 1024
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
before = peak()
found = sorted({finding.check for finding in check_tables(Path(sys.argv[1]))})
print(json.dumps([found, peak() - before]))
"""


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="the peak as Linux keeps it")
@pytest.mark.parametrize(
    ("data", "check"),
    [
        (HEADER + row(note="n" * 10_000_000), "long-cell"),
        (HEADER + b'"' * 10_000_001, "quotes"),
        (b"," * 10_000_000, "too-many-columns"),
        (HEADER + b"\n" * 10_000_000, "blank-row"),
        (HEADER + b"x,\n" * 3_000_000, "ragged-row"),
        (HEADER + b"\0" * 10_000_000, "encoding"),
    ],
    ids=["cell", "quotes", "columns", "blank", "ragged", "NUL"],
)
def test_memory_is_bounded(tmp_path: Path, data: bytes, check: str) -> None:
    """Ten megabytes of nothing but trouble are told with less than a gigabyte and a minute of the processor."""
    lay_out(tmp_path / "desk")
    (tmp_path / "desk" / X).write_bytes(data)
    command = [sys.executable, "-c", LIMITED, str(tmp_path / "desk")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    assert 0 == done.returncode, done.stderr[-500:]
    found, megabytes = json.loads(done.stdout)
    assert check in found
    assert megabytes < 1000
