"""A table of 1,000,001 rows with 20 planted faults: what the checks find, in which time and memory, beside validators.

The validators get the schema that our tables have: types, patterns, bounds, enumerations and the key.
"""

from __future__ import annotations

import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bench import peers
from bench.measurement import Measurement

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

ROWS = 1_000_001
YEARS = range(1975, 2025)
FAMILIES = 18
LONE = 9
HEADER = "indicator,entity,counterpart,period,value,status,vintage,source,note"
TABLE = "observations/million.csv"


@dataclass(frozen=True)
class Plant:
    """A planted fault: the check that must find it, its physical line, column and what must be quoted of it."""

    check: str
    line: int
    column: str
    key: str
    value: str


def entity_codes() -> list[str]:
    """Return the alpha-3 codes of ISO 3166-1."""
    from workbench.refcheck.keys import countries

    return sorted(countries())


def indicator_rows() -> list[str]:
    """Return the rows of ``indicators.csv``: families that add up and grow, operands of a ratio, and lone series."""
    rows = ["indicator,label,unit,unit_mult,currency,kind,freq,prices,derived_from,min,max"]
    rows += [
        "people,People,count:person,0,,stock,A,,,0,",
        "output,Output,currency,6,USD,flow,A,current,,0,",
        "output_each,Output a head,currency,0,USD,ratio,A,current,output/people,0,",
    ]
    for i in range(FAMILIES):
        rows += [
            f"sold_{i},Sold {i},currency,6,USD,flow,A,current,,,",
            f"bought_{i},Bought {i},currency,6,USD,flow,A,current,,,",
            f"traded_{i},Traded {i},currency,6,USD,flow,A,current,sold_{i}+bought_{i},,",
            f"traded_{i}_growth,Growth of trade {i},percent,0,,rate,A,,growth(traded_{i}),,",
        ]
    rows += [f"lone_{i},Lone {i},metric_ton,3,,flow,A,,,," for i in range(LONE)]
    return rows


def sound_rows() -> list[list[str]]:
    """Return rows without a fault, in the order of the table."""
    draw = random.Random(20)
    rows: list[list[str]] = []

    def add(indicator: str, entity: str, year: int, value: str) -> None:
        rows.append([indicator, entity, "", str(year), value, "A", f"{year + 1}-03-01", "office", "printed edition"])

    for entity in entity_codes():
        walk(entity, draw, add)
    rows.sort(key=lambda row: row[0])
    return rows[: ROWS - 3]


def walk(entity: str, draw: random.Random, add: object) -> None:
    """Let every series of an entity walk through the years, its totals, growth and ratios computed from it."""
    assert callable(add)
    people, output = draw.randrange(10**6, 10**8), draw.randrange(10**4, 10**6)
    levels = [[draw.randrange(10**5, 10**7), draw.randrange(10**5, 10**7)] for _ in range(FAMILIES)]
    lone = [draw.randrange(10**4, 10**6) for _ in range(LONE)]
    before = [0] * FAMILIES
    for year in YEARS:
        people, output = round(people * draw.uniform(0.99, 1.03)), round(output * draw.uniform(0.97, 1.08))
        add("people", entity, year, str(people))
        add("output", entity, year, str(output))
        add("output_each", entity, year, str(round(output * 10**6 / people)))
        for i, pair in enumerate(levels):
            pair[:] = [round(value * draw.uniform(0.9, 1.15)) for value in pair]
            total = sum(pair)
            for name, cents in ((f"sold_{i}", pair[0]), (f"bought_{i}", pair[1]), (f"traded_{i}", total)):
                add(name, entity, year, f"{cents // 100}.{cents % 100:02d}")
            if before[i]:
                add(f"traded_{i}_growth", entity, year, f"{100 * (total / before[i] - 1):.1f}")
            before[i] = total
        for i in range(LONE):
            lone[i] = round(lone[i] * draw.uniform(0.9, 1.12))
            add(f"lone_{i}", entity, year, str(lone[i]))


def plant(rows: list[list[str]]) -> tuple[list[str], list[Plant]]:
    """Return the lines of the table and the faults planted in them."""
    places = {(row[0], row[1], row[3]): number for number, row in enumerate(rows)}
    plants: list[Plant] = []
    columns = HEADER.split(",")

    def cell(check: str, indicator: str, entity: str, year: str, column: str, value: str, told: str = "") -> None:
        """Overwrite a cell; ``told`` is the indicator at whose row the fault must be told."""
        row = rows[places[indicator, entity, year]]
        row[columns.index(column)] = value
        teller = rows[places[told or indicator, entity, year]]
        key = " ".join(part for part in teller[:4] if part)
        place = places[told or indicator, entity, year]
        plants.append(Plant(check, place + 2, "value" if told else column, key, teller[4] if told else value))

    last = "2024"
    cell("number", "lone_0", "ALB", last, "value", "12 345.6")
    cell("required", "lone_0", "AUT", last, "value", "")
    cell("period", "lone_1", "BEL", last, "period", "2024-13")
    cell("unknown-code", "lone_1", "BRA", last, "entity", "BRZ")
    cell("unknown-code", "lone_1", "CAN", "1990", "source", "ofice")
    cell("enumeration", "lone_2", "CHE", last, "status", "actual")
    cell("day", "lone_2", "CHN", "1999", "vintage", "1.3.2000")
    cell("bounds", "output", "CUB", last, "value", "-77")
    cell("spike", "lone_3", "DEU", "2001", "value", rows[places["lone_3", "DEU", "2001"]][4] + "000")
    cell("sign-flip", "lone_4", "DNK", "2002", "value", "-" + rows[places["lone_4", "DNK", "2002"]][4])
    cell("growth", "traded_3_growth", "EGY", "2003", "value", "97.5")
    cell("total", "sold_5", "ESP", "1975", "value", "9.99", told="traded_5")
    cell("ratio", "output_each", "FIN", "2005", "value", "7")
    cell("granularity", "lone_5", "FRA", last, "period", "2024-Q4")
    cell("vintage-order", "lone_5", "GBR", "2007", "vintage", "2007-06-30")
    cell("address", "lone_6", "GRC", "2008", "note", "http:/example.org/x")
    cell("blanks", "lone_6", "HUN", "2009", "source", "office ")
    lines = [",".join(row) for row in rows]
    add_lines(rows, lines, places, plants)
    return lines, plants


def add_lines(
    rows: list[list[str]], lines: list[str], places: dict[tuple[str, str, str], int], plants: list[Plant]
) -> None:
    """Add three lines at the end: a row again, the same key with another value, and a row without its last cells."""
    again = rows[places["lone_7", "IND", "2010"]]
    lines.append(",".join(again))
    plants.append(Plant("duplicate-row", len(lines) + 1, "value", " ".join(filter(None, again[:4])), again[4]))
    other = [*rows[places["lone_7", "IRL", "2011"]]]
    other[4] = "1"
    lines.append(",".join(other))
    plants.append(Plant("conflicting-rows", len(lines) + 1, "value", " ".join(filter(None, other[:4])), "1"))
    lines.append("lone_8,ITA,,1974,12")
    plants.append(Plant("ragged-row", len(lines) + 1, "", "", "lone_8,ITA,,1974,12"))


def write_package(folder: Path) -> list[Plant]:
    """Write the package and return what is planted in it."""
    (folder / "observations").mkdir(parents=True)
    lines, plants = plant(sound_rows())
    assert len(lines) == ROWS, len(lines)
    assert len(plants) == 20, len(plants)
    (folder / TABLE).write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    (folder / "indicators.csv").write_text("\n".join(indicator_rows()) + "\n", encoding="utf-8")
    entities = ["entity,label,type", *(f"{code},{code} land,country" for code in entity_codes())]
    (folder / "entities.csv").write_text("\n".join(entities) + "\n", encoding="utf-8")
    sources = ["source,title,publisher,url,licence", "office,Yearbook,Office,https://example.org/yearbook,CC0-1.0"]
    (folder / "sources.csv").write_text("\n".join(sources) + "\n", encoding="utf-8")
    return plants


# The kernel counts what a process was forked from as its own peak, so the child reads the peak of its own memory.
MEASURED = """
import atexit, pathlib, sys
def peak():
    status = pathlib.Path("/proc/self/status").read_text().splitlines()
    sys.stderr.write(next(line for line in status if line.startswith("VmHWM")))
atexit.register(peak)
from workbench.cli import main
main()
"""
PEERS = ("frictionless", "pandera")
RUNS = 3


def costing(work: Callable[[], T]) -> tuple[T, float]:
    """Return what some work, done by child processes, gives, and the CPU seconds it takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return found, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def checked(folder: Path) -> tuple[list[dict[str, str | int]], float]:
    """Run ``workbench refs check`` as a process of its own; return its findings and its peak in MB."""
    command = [sys.executable, "-c", MEASURED, "refs", "check", str(folder), "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout)["findings"], int(done.stderr.split()[-2]) / 1024


def tells(finding: dict[str, str | int], plant: Plant) -> bool:
    """Tell whether a finding names a planted fault: check, file, line, column, key and value."""
    place = (finding["check"], finding["file"], finding["line"], finding["column"], finding["key"])
    return place == (plant.check, TABLE, plant.line, plant.column, plant.key) and plant.value in str(finding["found"])


def validated(name: str, folder: Path) -> set[int]:
    """Validate the table with a peer; return the lines it names. Raises PeerMissingError."""
    codes = [row.split(",")[0] for row in indicator_rows()[1:]]
    return set(peers.run(f"peer_{name}", str(folder / TABLE), json.dumps(codes), json.dumps(entity_codes())))


def sound(table: Path, entities: set[str]) -> None:
    """Drop the lines with planted faults that no reader of the table could load."""
    lines = table.read_text(encoding="utf8").splitlines()
    kept = [line for line in lines[1:] if _loads(line.split(","), entities)]
    table.write_text("\n".join([lines[0], *kept]) + "\n", encoding="utf8")


def _loads(cells: list[str], entities: set[str]) -> bool:
    number = cells[4].removeprefix("-").replace(".", "", 1)
    return (
        len(cells) == 9 and cells[1] in entities and number.isdigit() and cells[3].isdigit() and len(cells[5]) == 1
        and cells[6].count("-") == 2
    )  # fmt: skip


LOADED = """
import sys, time
from workbench.reference import load_reference
begun = time.process_time()
load_reference(sys.argv[1])
print(time.process_time() - begun)
"""


def loaded(folder: Path) -> float:
    """Load the package in a process of its own; return the CPU seconds of the call."""
    command = [sys.executable, "-c", LOADED, str(folder)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def measure() -> Measurement:
    """Check the table, then validate it with each peer, all in one run."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "million"
        plants = write_package(folder)
        runs = [costing(lambda: checked(folder)) for _ in range(RUNS)]
        findings, peak = runs[0][0]
        ours = statistics.median(cost for _, cost in runs)
        bars, ratios, skipped = {"workbench": ours}, {}, {}
        found = {"workbench": sum(any(tells(finding, plant) for finding in findings) for plant in plants)}
        for name in PEERS:
            try:
                peers.python()
                lines, cost = costing(lambda peer=name: validated(peer, folder))  # type: ignore[misc]
            except peers.PeerMissingError as error:
                skipped[name] = str(error)
                continue
            bars[name], ratios[name] = cost, cost / ours
            found[name] = sum(plant.line in lines for plant in plants)
        sound(folder / TABLE, set(entity_codes()))
        first, *later = [loaded(folder) for _ in range(1 + RUNS)]
    return Measurement(
        title=f"A table of {ROWS:,} rows with {len(plants)} planted faults, checked",
        bars={f"{name} ({found[name]} of {len(plants)} found)": seconds for name, seconds in bars.items()},
        unit="CPU seconds (less is better)",
        ratios=ratios,
        counts={
            "planted faults missed": len(plants) - found["workbench"],
            "further findings": len(findings) - found["workbench"],
            "peak MB": peak,
        },
        figures={
            "CPU seconds to load it the first time": first,
            "CPU seconds to load it again, from the copy": statistics.median(later),
        },
        skipped=skipped,
    )
