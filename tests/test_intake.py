"""Figures of publishers into reference tables: layouts, units, periods, questions, and nothing overwritten silently."""

from __future__ import annotations

import csv
import os
import pty
import re
import shlex
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import DamagedFile, InputError, UnsupportedFile, UsageError
from workbench.intake import Told, cells, changes, plan_of, write
from workbench.intake.publisher_units import measured_in
from workbench.refcheck import check_tables
from workbench.refcheck.package import read_tables
from workbench.reference import load_reference
from workbench.starter import lay_out

ROOT = Path(__file__).parents[1]
FILES = Path(__file__).parent / "publishers"
SOURCE = {
    "source": "book",
    "title": "Yearbook",
    "publisher": "Office",
    "url": "https://example.org/b",
    "licence": "CC0-1.0",
}


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    lay_out(tmp_path / "desk")
    return tmp_path / "desk"


def refs_import(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "workbench", "refs", "import", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=ROOT, stdin=subprocess.DEVNULL, timeout=900, check=False
    )


UNITS = [
    ("million tonnes", "metric_ton", 6, "", "", "", "flow"),
    ("% of GDP", "percent", 0, "", "", "", "ratio"),
    ("current US$", "currency", 0, "USD", "current", "", "flow"),
    ("persons, thousands", "count:person", 3, "", "", "", "flow"),
    ("Thousand persons", "count:person", 3, "", "", "", "flow"),
    ("constant 2015 US$", "currency", 0, "USD", "constant", "2015", "flow"),
    ("Billions of Chained 2017 Dollars", "currency", 9, "USD", "constant", "2017", "flow"),
    ("Millions of Dollars", "currency", 6, "USD", "current", "", "flow"),
    ("US$ million", "currency", 6, "USD", "current", "", "flow"),
    ("€ million", "currency", 6, "EUR", "current", "", "flow"),
    ("CP_MEUR", "currency", 6, "EUR", "current", "", "flow"),
    ("Chain linked volumes (2015), million euro", "currency", 6, "EUR", "constant", "2015", "flow"),
    ("TWh", "terawatt_hour", 0, "", "", "", "flow"),
    ("kt CO2", "metric_ton", 3, "", "", "", "flow"),
    ("Mt", "metric_ton", 6, "", "", "", "flow"),
    ("Mtoe", "tonne_of_oil_equivalent", 6, "", "", "", "flow"),
    ("annual %", "percent", 0, "", "", "", "rate"),
    ("percentage points", "percentage_point", 0, "", "", "", "rate"),
    ("Index 2015=100", "index", 0, "", "", "2015", "index"),
    ("Index 1982-84 = 100", "index", 0, "", "", "1982/1984", "index"),
    ("deaths per 100,000 people", "count:death / (100000 * person)", 0, "", "", "", "ratio"),
    ("thousand barrels per day", "oil_barrel / day", 3, "", "", "", "flow"),
    ("US dollars per barrel", "USD / oil_barrel", 0, "", "", "", "ratio"),
    ("Japanese yen per euro", "JPY/EUR", 0, "", "", "", "ratio"),
    ("kWh per capita", "kilowatt_hour / person", 0, "", "", "", "ratio"),
    ("people per sq. km of land area", "count:person / kilometer ** 2", 0, "", "", "", "ratio"),
    ("cubic metres, billion", "meter ** 3", 9, "", "", "", "flow"),
    ("Index, 2015=100", "index", 0, "", "", "2015", "index"),
    ("constant 2015 US$ (billions)", "currency", 9, "USD", "constant", "2015", "flow"),
    ("annual % change", "percent", 0, "", "", "", "rate"),
    ("2015 prices, million £", "currency", 6, "GBP", "constant", "2015", "flow"),
    ("at constant 2011-12 prices, Rs crore", "currency", 7, "INR", "constant", "2011/2012", "flow"),
    ("millions of 2015 US dollars", "currency", 6, "USD", "constant", "2015", "flow"),
    ("% pts", "percentage_point", 0, "", "", "", "rate"),
    ("£m", "currency", 6, "GBP", "current", "", "flow"),
    ("current prices, NSA, £ million", "currency", 6, "GBP", "current", "", "flow"),
    ("Billions of Dollars, Seasonally Adjusted Annual Rate", "currency", 9, "USD", "current", "", "flow"),
    ("BoP, current US$", "currency", 0, "USD", "current", "", "flow"),
    ("U.S. Dollars to One Euro", "USD/EUR", 0, "", "", "", "ratio"),
    ("passengers (thousand)", "count:passenger", 3, "", "", "", "flow"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "unit", "mult", "currency", "prices", "base", "kind"), UNITS, ids=[u[0] for u in UNITS]
)
def test_units_of_publishers(
    printed: str, unit: str, mult: int, currency: str, prices: str, base: str, kind: str
) -> None:
    """A publisher's unit becomes unit, power of ten, currency, price basis and base period; its own string is kept."""
    found = measured_in(printed)
    expected = (unit, mult, currency, prices, base, kind, printed, "")
    told = (found.unit, found.unit_mult, found.currency, found.prices, found.base_period, found.kind)
    assert expected == (*told, found.printed, found.problem)


@pytest.mark.parametrize(
    "printed", ["current international $", "constant LCU", "number", "PPP (constant 2017)", "1,5 of it", ""]
)
def test_units_that_say_too_little_are_not_guessed(printed: str) -> None:
    """A unit that is no currency of ISO 4217, or that names nothing counted, is a problem and no guess."""
    assert measured_in(printed).problem


def test_a_stock_is_told_by_the_label() -> None:
    """People counted under the label Population are a stock."""
    assert "stock" == measured_in("persons", "Population, total").kind


PERIODS = [
    ("2015", "2015"), ("2015 [YR2015]", "2015"), ("2015Q3", "2015-Q3"), ("Q3 2015", "2015-Q3"), ("2015M3", "2015-03"),
    ("2015-03", "2015-03"), ("March 2015", "2015-03"), ("2015 Mar", "2015-03"), ("2015-S1", "2015-H1"),
    ("2015-W07", "2015-W07"), ("2015-03-09", "2015-03-09"), ("2015.0", "2015"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "expected"), PERIODS)
def test_periods_of_publishers(cell: str, expected: str) -> None:
    """Periods in the spellings of publishers read as ours."""
    assert expected == cells.period(cell)


@pytest.mark.parametrize("cell", ["2015/16", "FY2015-16", "03/04/2015", "2015-13", "soon", "15"])
def test_ambiguous_periods_are_refused(cell: str) -> None:
    """A fiscal year, a day that may be two and what is no period are refused with the spelling that would do."""
    with pytest.raises(ValueError, match=r"."):
        cells.period(cell)


@given(st.decimals(-(10**12), 10**12, places=3), st.sampled_from([",", ".", " ", "\u202f", ""]))
def test_any_spelling_of_a_figure_reads_the_same(value: object, mark: str) -> None:
    """Whatever groups the thousands, and with a decimal point or comma, a figure keeps its digits."""
    told = f"{value:,.3f}"
    decimal = "," if mark == "." else "."
    spelt = told.replace(".", "d").replace(",", mark).replace("d", decimal)
    found = cells.figure(spelt, decimal)
    assert found is not None
    assert told.replace(",", "") == found.text


def plan_rows(name: str, desk: Path, **told: object) -> list[tuple[str, ...]]:
    made = plan_of(FILES / name, Told(**{"source": SOURCE, **told}), read_tables(desk))  # type: ignore[arg-type]
    assert () == made.questions
    names = ("indicator", "entity", "period", "value", "status", "vintage")
    return [tuple(row[name] for name in names) for row in made.observations]


def test_world_bank(desk: Path) -> None:
    """The years of a World Bank file become rows; aggregates keep the bank's code; `..` is no figure."""
    rows = plan_rows("wdi.csv", desk, indicators={"": "gdp_usd"})
    assert 7 == len(rows)
    assert ("gdp_usd", "KOR", "2019", "1651422932447.77", "A", "") == rows[0]
    assert {"KOR", "WLD", "ECS"} == {row[1] for row in rows}


def test_world_bank_databank(desk: Path) -> None:
    """The databank's headers with [YR2019] read as years, the notes below the table as nothing."""
    rows = plan_rows("wdi_databank.csv", desk)
    assert [("FRA", "2019"), ("FRA", "2020"), ("DEU", "2019")] == [row[1:3] for row in rows]
    assert {"military_expenditure"} == {row[0] for row in rows}


def test_our_world_in_data(desk: Path) -> None:
    """Codes of Our World in Data are ours after reading; a column of words is no series."""
    rows = plan_rows("owid.csv", desk, units={"": "tonnes"}, skipped=frozenset(["Asia (excl. China and India)"]))
    assert {"FRA", "WLD", "HIC"} == {row[1] for row in rows}
    assert {"annual_co_emissions"} == {row[0] for row in rows}


def test_ecb_exchange_rate(desk: Path) -> None:
    """An exchange rate is in units of one currency for one of the other; OBS_STATUS M is no figure."""
    told = Told(source=SOURCE, entities={"": "EMU"}, indicators={"": "usd_eur"})
    made = plan_of(FILES / "ecb.csv", told, read_tables(desk))
    assert ["1.0201", "1.0589"] == [row["value"] for row in made.observations]
    assert ("USD/EUR", "M") == tuple(made.definitions["indicators"][0][name] for name in ("unit", "freq"))


def test_eurostat(desk: Path) -> None:
    """Eurostat's codes of units, areas and flags are read."""
    told = Told(indicators={"": "gdp_eur"})
    made = plan_of(FILES / "eurostat.csv", told, read_tables(desk))
    rows = [(row["entity"], row["value"], row["status"]) for row in made.observations]
    assert [("DEU", "3953850.0", "P"), ("GRC", "207854.4", "A"), ("EUU", "16077000.5", "E")] == rows
    new = made.definitions["indicators"][0]
    assert ("currency", "6", "EUR", "current") == tuple(new[n] for n in ("unit", "unit_mult", "currency", "prices"))
    assert "'CP_MEUR'" in new["definition"]


def test_sdmx_with_labels(desk: Path) -> None:
    """SDMX-CSV with labels behind its codes is read, the multiplier from its own column."""
    made = plan_of(FILES / "oecd_labelled.csv", Told(indicators={"": "people"}), read_tables(desk))
    new = made.definitions["indicators"][0]
    assert ("count:person", "3") == (new["unit"], new["unit_mult"])
    assert [("JPN", "A"), ("JPN", "E")] == [(row["entity"], row["status"]) for row in made.observations]


def test_fred(desk: Path) -> None:
    """FRED's first days of months are months; a point alone is no figure."""
    rows = plan_rows("fred.csv", desk, entities={"": "USA"}, units={"": "Percent"})
    assert [("2022-10", "3.6"), ("2022-11", "3.6"), ("2023-01", "3.5")] == [(row[2], row[3]) for row in rows]


def test_alfred_keeps_first_prints(desk: Path) -> None:
    """Each value of ALFRED has the day on which it was first published; what did not change is not repeated."""
    rows = plan_rows("alfred.csv", desk, entities={"": "USA"}, units={"": "Billions of Dollars"}, freq="Q")
    assert [
        ("2022-Q3", "25723.941", "2023-01-26"), ("2022-Q4", "26132.458", "2023-01-26"),
        ("2022-Q4", "26144.956", "2023-02-23"), ("2022-Q4", "26137.992", "2023-03-30"),
    ] == [(row[2], row[3], row[5]) for row in rows]  # fmt: skip


def test_long_with_decimal_commas(desk: Path) -> None:
    """A long table with semicolons and decimal commas is read, a flag behind a figure is its status."""
    rows = plan_rows("long.csv", desk, indicators={"": "steel"})
    assert [("DEU", "2021", "1234.5", "A"), ("DEU", "2022", "987.25", "P")] == [row[1:5] for row in rows]


def test_a_sheet_as_people_keep_it(desk: Path, tmp_path: Path) -> None:
    """A title above, a series a column called as it likes, a mark at a year, gaps in words, a source below."""
    path = tmp_path / "council.csv"
    lines = ["Council statistics", "Country;Year;Ferry passengers;Bridges", "France;2022*;1.204;…", "Spain;2022*;n/a;7"]
    path.write_text("\n".join([*lines, "Source: council"]), encoding="utf-8")
    told = Told(source=SOURCE, units={"Ferry passengers": "persons", "Bridges": "tonnes"}, decimal=",")
    found = plan_of(path, told, read_tables(desk))
    assert {("FRA", "2022", "1204"), ("ESP", "2022", "7")} == {
        (row["entity"], row["period"], row["value"]) for row in found.observations
    }
    assert 2 == len({row["indicator"] for row in found.observations})


def test_entities_across(desk: Path) -> None:
    """Where columns are countries, each column is an entity of one series."""
    rows = plan_rows("across.csv", desk, indicators={"": "steel"}, units={"": "thousand tonnes"})
    assert {("DEU", "2022-01", "1234.5"), ("VNM", "2022-01", "3")} < {row[1:4] for row in rows}
    assert {"steel"} == {row[0] for row in rows}


def workbook(path: Path, rows: list[list[object]], *, sheets: int = 1) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for number in range(1, sheets):
        book.create_sheet(f"more {number}")
    book.save(path)
    return path


def test_workbook(desk: Path, tmp_path: Path) -> None:
    """A wide XLSX sheet with a title above the header is read; binary noise is rounded, dates are periods."""
    rows: list[list[object]] = [
        ["Output of steel"],
        [],
        ["Country", "Unit", date(2021, 1, 1), date(2022, 1, 1)],
        ["France", "million tonnes", 13.9, 12.1 + 2e-15],
        ["Germany", "million tonnes", 40.1, None],
    ]
    path = workbook(tmp_path / "steel.xlsx", rows)
    made = plan_of(path, Told(source=SOURCE, indicators={"": "steel"}), read_tables(desk))
    assert [("FRA", "2021", "13.9"), ("FRA", "2022", "12.1"), ("DEU", "2021", "40.1")] == [
        (row["entity"], row["period"], row["value"]) for row in made.observations
    ]


def test_workbook_with_several_sheets_asks_which(desk: Path, tmp_path: Path) -> None:
    """The sheets are named; a zip archive that is no workbook is told so."""
    path = workbook(tmp_path / "two.xlsx", [["Country", 2021, 2022], ["France", 1, 2]], sheets=2)
    with pytest.raises(UsageError, match=r"more 1"):
        plan_of(path, Told(), read_tables(desk))
    (tmp_path / "fake.xlsx").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(DamagedFile, match="no workbook"):
        plan_of(tmp_path / "fake.xlsx", Told(), read_tables(desk))


def test_formula_without_result_is_told(desk: Path, tmp_path: Path) -> None:
    """A formula cell that stores no result is named with its row, not read as nothing."""
    path = workbook(tmp_path / "f.xlsx", [["Country", 2021, 2022], ["France", 1, "=B2*2"]])
    with pytest.raises(DamagedFile, match=r"=B2\*2") as told:
        plan_of(path, Told(), read_tables(desk))
    assert 2 == told.value.line


BAD = [
    ("no figures here\nat all\n", UnsupportedFile, "no table of figures"),
    ("Country,2021,2022\nFrance,12,abc\n", DamagedFile, "'abc' is no figure"),
    ("Country,Year,Value\nFrance,2021/22,5\n", DamagedFile, "fiscal year"),
    ("", InputError, "."),
]


@pytest.mark.parametrize(("text", "error", "said"), BAD)
def test_bad_files_are_told(desk: Path, tmp_path: Path, text: str, error: type[Exception], said: str) -> None:
    """What cannot be read is told with file, line and column."""
    path = tmp_path / "bad.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(error, match=said):
        plan_of(path, Told(source=SOURCE, indicators={"": "x"}, units={"": "tonnes"}), read_tables(desk))


def test_missing_answers_are_named_with_their_flags() -> None:
    """Without a terminal, everything that the file does not tell is listed with its flag, exit status 2."""
    done = refs_import(FILES / "owid.csv", "--into", "reference_data")
    assert 2 == done.returncode
    assert "--unit: what is the unit of 'Annual CO₂ emissions'?" in done.stderr
    assert "--entity: which entities are 'Asia (excl. China and India)'" in done.stderr
    assert "--licence: on which terms" in done.stderr
    assert "\\n" not in done.stderr


def test_a_decimal_comma_that_may_be_none_is_asked(desk: Path, tmp_path: Path) -> None:
    """Where every comma may separate thousands or decimals, nothing is guessed."""
    path = tmp_path / "x.csv"
    path.write_text('Country,2021,2022\nFrance,"1,234","2,345"\n', encoding="utf-8")
    told = Told(source=SOURCE, indicators={"": "x"}, units={"": "tonnes"})
    assert ["--decimal"] == [question.flag for question in plan_of(path, told, read_tables(desk)).questions]


IMPORT = [
    FILES / "fred.csv",
    "--indicator",
    "unemployment",
    "--entity",
    "USA",
    "--unit",
    "Percent",
    "--licence",
    "public domain",
]


def test_a_preview_writes_nothing(desk: Path) -> None:
    """Without --yes and without a terminal the preview is shown and the package stays as it is."""
    before = {path: path.read_bytes() for path in desk.rglob("*") if path.is_file()}
    done = refs_import(*IMPORT, "--into", desk)
    assert 0 == done.returncode, done.stderr
    assert "observations/fred.csv: 3 new rows" in done.stdout
    assert "nothing was written" in done.stdout
    assert before == {path: path.read_bytes() for path in desk.rglob("*") if path.is_file()}


def test_what_is_written_passes_the_checks(desk: Path) -> None:
    """Imported rows load and pass the checks, but for holes of the file; the descriptor lists their table."""
    done = refs_import(*IMPORT, "--into", desk, "--yes")
    assert 0 == done.returncode, done.stderr
    assert [] == [finding for finding in check_tables(desk) if finding.check != "hole"]
    rows = load_reference(desk).series("unemployment", "USA")
    assert ["3.6", "3.6", "3.5"] == [row.printed for row in rows]


def test_a_second_import_changes_nothing_silently(desk: Path) -> None:
    """The same figures are known; a differing one stays until --replace is given, and is shown with both values."""
    refs_import(*IMPORT, "--into", desk, "--yes")
    assert "nothing to write" in refs_import(*IMPORT, "--into", desk, "--yes").stdout
    path = desk / "observations/fred.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("2022-10,3.6", "2022-10,3.9"), encoding="utf-8")
    kept = refs_import(*IMPORT, "--into", desk, "--yes")
    assert "unemployment USA 2022-10: 3.9 -> 3.6" in kept.stdout
    assert "2022-10,3.9" in path.read_text(encoding="utf-8")
    refs_import(*IMPORT, "--into", desk, "--yes", "--replace")
    assert "2022-10,3.6" in path.read_text(encoding="utf-8")


def test_rows_that_are_there_stay_byte_for_byte(desk: Path) -> None:
    """Adding to a table leaves its rows as they were written, quotes and all."""
    tables = read_tables(desk)
    told = Told(source={"source": "loans_survey"}, indicators={"": "library_loans"}, entities={"": "FRA"}, freq="A")
    path = desk.parent / "more.csv"
    path.write_text("Year,Value\n2019,4.1\n2020,4.4\n", encoding="utf-8")
    before = (desk / "observations/libraries.csv").read_text(encoding="utf-8")
    write(desk, changes(plan_of(path, told, tables), tables, "libraries", replace=False))
    after = (desk / "observations/libraries.csv").read_text(encoding="utf-8")
    assert after.startswith(before)
    assert [["library_loans", "FRA", "", "2019", "4.1"], ["library_loans", "FRA", "", "2020", "4.4"]] == [
        row[:5] for row in csv.reader(after.removeprefix(before).splitlines())
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_person_at_a_terminal_is_asked(desk: Path) -> None:
    """At a terminal each missing answer is asked for, the preview shown, and written after a yes."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "workbench", "refs", "import", str(FILES / "fred.csv"), "--into", str(desk)]
    running = subprocess.Popen(
        command, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT
    )
    os.write(ours, b"USA\nPercent\npublic domain\ny\n")
    out, _ = running.communicate(timeout=900)
    os.close(ours)
    os.close(theirs)
    assert 0 == running.returncode, out
    assert "whom are the figures about?" in out
    assert (desk / "observations/fred.csv").exists()


WIDE = "Country,2020,2021\nFrance,1,2\n"
YEARS = "Year,Value\n2020,1\n2021,2\n"
MISTAKES = [
    ("nofile.csv", "", (), "check the path"),
    ("a.pdf", "%PDF-1.4", (), "save it as CSV or XLSX"),
    ("a.csv", "Country,2020/21,2021/22\nFrance,1,2\n", (), "'2020/21' is a fiscal year (write the months it covers"),
    ("a.csv", WIDE + "Frnace,3,4\n", (), "which entities are 'Frnace'?"),
    ("a.csv", YEARS, ("--entity", "United Sates"), "'United Sates' is no country that is known"),
    ("a.csv", YEARS, ("--entity", "UAS"), "'UAS' is no country that is known"),
    ("a.csv", "Country;2020;2021\nFrance;1.234;2.345\n", (), "--decimal: has '1.234' decimals, or thousands"),
    ("a.csv", "Country,2020,2021\nFrance,1,x1\n", (), "a.csv:2: column '2021': 'x1' is no figure"),
    ("a.csv", "Country,Year,Value\nFrance,2020,1\nFrance,2020,2\n", (), "a.csv:3: loans FRA 2020 is 2 here"),
    ("a.csv", WIDE, ("--indicator", "Loans"), "'Loans' is no code of an indicator"),
    ("a.csv", WIDE, ("--unit", "purchasing power units"), "purchasing power parities are no currency"),
    ("a.csv", WIDE, ("--unit", "Percent", "--indicator", "library_loans"), "library_loans is in count:loan"),
    ("a.csv", WIDE, ("--table", "../../evil"), "'../../evil' is no name of a table"),
    ("a.csv", WIDE, ("--vintage", "1.3.2020"), "'1.3.2020' is no day"),
    ("a.csv", WIDE, ("--kind", "level"), "one of stock, flow, rate, ratio, index"),
]  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize(("name", "text", "flags", "said"), MISTAKES, ids=[said[:30] for *_, said in MISTAKES])
def test_what_a_newcomer_does_wrong(
    desk: Path, tmp_path: Path, name: str, text: str, flags: tuple[str, ...], said: str
) -> None:
    """Each slip ends with status 2 and what to do, never with a traceback, and leaves the package as it was."""
    if text:
        (tmp_path / name).write_text(text, encoding="utf-8")
    before = {path: path.read_bytes() for path in desk.rglob("*") if path.is_file()}
    given = {"--indicator": "loans", "--unit": "loans"} | dict(zip(flags[::2], flags[1::2], strict=True))
    words = [word for flag in given.items() for word in flag]
    done = refs_import(tmp_path / name, "--into", desk, "--source", "loans_survey", *words, "--yes")
    assert (2, True) == (done.returncode, said in done.stderr), done.stderr
    assert "Traceback" not in done.stderr
    assert before == {path: path.read_bytes() for path in desk.rglob("*") if path.is_file()}


def test_a_file_in_another_scale_is_brought_into_that_of_the_tables(desk: Path, tmp_path: Path) -> None:
    """Loans in ones go into a series in millions with every digit kept, and the preview says so."""
    path = tmp_path / "loans.csv"
    path.write_text("Country,2020,2021\nFrance,240100000,1200\n", encoding="utf-8")
    told = Told(source={"source": "loans_survey"}, indicators={"": "library_loans"}, units={"": "loans"})
    made = plan_of(path, told, read_tables(desk))
    assert ["240.100000", "0.001200"] == [row["value"] for row in made.observations]
    assert ["figures are multiplied by 10^-6 into the unit of library_loans; no digit is lost"] == list(made.notes)


PAGE = ROOT / "docs/how-to/import-a-table.md"


@pytest.mark.long
def test_the_commands_of_the_page_run(tmp_path: Path) -> None:
    """Every command of the page on importing does what it says, in the order of the page."""
    for file in FILES.glob("*.csv"):
        shutil.copy(file, tmp_path)
    book = openpyxl.Workbook()
    book.active.title = "Output"
    for row in (["Country", "Unit", 2021, 2022], ["France", "million tonnes", 13.9, 12.1]):
        book.active.append(row)
    book.create_sheet("Notes")
    book.save(tmp_path / "steel.xlsx")
    blocks = re.findall(r"^```sh\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    commands = "".join(blocks).splitlines()
    assert 12 < len(commands)
    for command in commands:
        words = [sys.executable, "-m", *shlex.split(command)]
        done = subprocess.run(
            words, capture_output=True, text=True, check=False, cwd=tmp_path, stdin=subprocess.DEVNULL
        )
        assert 0 == done.returncode, f"{command}\n{done.stdout}{done.stderr}"
    known = set(load_reference(tmp_path / "my_tables").indicators)
    assert {"gdp", "co2_emissions", "usd_per_eur", "gdp_eur", "unemployment", "steel", "steel_output"} <= known
