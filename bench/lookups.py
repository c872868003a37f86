"""A figure out of a table of a million rows: our index beside the ways of pandas."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import pandas as pd

from bench.measurement import Measurement, cpu_seconds, median_ratio
from bench.reference_tables import TABLE, sound, write_package

ASKED = 2_000
KEY = ["indicator", "entity", "period"]


def measure() -> Measurement:
    """Look two thousand figures up in random order, each by indicator, entity and year."""
    from workbench.refcheck.keys import countries
    from workbench.reference import load_reference

    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "million"
        write_package(folder)
        for table in (folder / "observations").glob("*.csv"):
            sound(table, set(countries()))
        reference = load_reference(folder)
        frame = pd.read_csv(folder / TABLE, dtype=str, keep_default_na=False)
    frame["figure"] = frame["value"].astype(float)
    unique = frame.drop_duplicates(KEY)
    series = unique.set_index(KEY)["figure"].sort_index()
    drawn = random.Random(3).sample(range(len(unique)), ASKED)
    asked = [tuple(row) for row in unique.iloc[drawn][KEY].itertuples(index=False)]

    def ours() -> list[object]:
        found: list[object] = []
        for indicator, entity, period in asked:
            rows = reference.series(indicator, entity)
            found.append(float(next(row.printed for row in rows if row.period == period)))
        return found

    def by_index() -> list[object]:
        return [series.loc[key] for key in asked]

    def by_mask() -> list[object]:
        return [
            frame.loc[(frame["indicator"] == i) & (frame["entity"] == e) & (frame["period"] == p), "figure"].iloc[0]
            for i, e, p in asked[:10]
        ]

    first: list[list[object]] = []
    first_seconds = cpu_seconds(lambda: first.append(ours()))
    assert first[0] == by_index()
    ratio, our, their = median_ratio(ours, by_index)
    masked, _, mask = median_ratio(ours, by_mask, pairs=3)
    each = 1e6 / ASKED
    return Measurement(
        title=f"One figure out of {len(frame):,} rows",
        bars={
            "workbench, series seen before": our * each,
            "workbench, series seen first": first_seconds * each,
            "pandas Series.loc, sorted index": their * each,
            "pandas, boolean mask": mask * 1e6 / 10,
        },
        unit="µs of CPU a look-up (less is better)",
        ratios={"Series.loc": ratio, "boolean mask": masked * ASKED / 10},
    )
