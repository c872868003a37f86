"""Validate a table with frictionless; run by an interpreter that has it. Prints the lines it names as JSON."""

from __future__ import annotations

import json
import sys

from frictionless import Resource, Schema, system


def main() -> None:
    """Validate ``TABLE INDICATORS ENTITIES``, the last two as JSON lists of codes."""
    table, indicators, entities = sys.argv[1:]
    columns: list[tuple[str, str, dict[str, object]]] = [
        ("indicator", "string", {"required": True, "enum": json.loads(indicators)}),
        ("entity", "string", {"required": True, "enum": json.loads(entities)}),
        ("counterpart", "string", {}),
        ("period", "string", {"required": True, "pattern": "\\d{4}"}),
        ("value", "number", {"required": True}),
        ("status", "string", {"enum": list("AEFPBT")}),
        ("vintage", "date", {}),
        ("source", "string", {"enum": ["office"]}),
        ("note", "string", {}),
    ]
    fields = [{"name": name, "type": kind, "constraints": rules} for name, kind, rules in columns]
    key = ["indicator", "entity", "counterpart", "period", "status", "vintage", "source"]
    system.trusted = True
    schema = Schema.from_descriptor({"fields": fields, "primaryKey": key})
    report = Resource(path=table, schema=schema).validate(limit_errors=1000)
    print(json.dumps([row for (row,) in report.flatten(["rowNumber"]) if row]))


if __name__ == "__main__":
    main()
