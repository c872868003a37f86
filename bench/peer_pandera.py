"""Validate a table with pandera; run by an interpreter that has it. Prints the lines it names as JSON."""

from __future__ import annotations

import json
import sys

import pandas as pd
import pandera.pandas as pa


def text(*checks: pa.Check) -> pa.Column:
    """Return a column of text."""
    return pa.Column(str, list(checks))


def main() -> None:
    """Validate ``TABLE INDICATORS ENTITIES``, the last two as JSON lists of codes."""
    table, indicators, entities = sys.argv[1:]
    frame = pd.read_csv(table, dtype=str, keep_default_na=False, on_bad_lines="skip")
    columns = {
        "indicator": text(pa.Check.isin(json.loads(indicators))),
        "entity": text(pa.Check.isin(json.loads(entities))),
        "period": text(pa.Check.str_matches(r"^\d{4}$")),
        "value": text(pa.Check.str_matches(r"^-?\d+(\.\d+)?$")),
        "status": text(pa.Check.isin(list("AEFPBT"))),
        "vintage": text(pa.Check.str_matches(r"^\d{4}-\d\d-\d\d$")),
        "source": text(pa.Check.isin(["office"])),
    }
    key = ["indicator", "entity", "counterpart", "period", "status", "vintage", "source"]
    try:
        pa.DataFrameSchema(columns, unique=key).validate(frame, lazy=True)
        lines: list[int] = []
    except pa.errors.SchemaErrors as error:
        lines = sorted({int(row) + 2 for row in error.failure_cases["index"].dropna()})
    print(json.dumps(lines))


if __name__ == "__main__":
    main()
