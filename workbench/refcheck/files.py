"""The package is whole, and every file reads as a table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workbench.refcheck.findings import Spot, rule
from workbench.reference.descriptor import columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.refcheck.package import Tables

TABLES = ("indicators", "entities", "sources", "events", "observations")
COLUMNS = {table: columns(table) for table in TABLES}
REQUIRED = {
    "indicators": ("indicator", "label", "unit"),
    "entities": ("entity", "label"),
    "sources": ("source", "title"),
    "events": ("event", "label", "start"),
    "observations": ("indicator", "entity", "period", "value"),
}
_FORMULA = re.compile(r"[=@\t]|[+-](?![\d.])")


def table_of(name: str) -> str:
    """Return which table a file is: ``observations`` or one of the definitions.

    >>> table_of("observations/gdp.csv"), table_of("sources.csv")
    ('observations', 'sources')
    """
    return "observations" if name.startswith("observations/") else name.removesuffix(".csv")


def _structure(tables: Tables, check: str) -> Iterator[Spot]:
    for sheet in tables.all_sheets():
        for fault in sheet.faults:
            if fault.check == check:
                yield Spot(sheet.name, fault.line, "", "", fault.found, fault.expected, fault.hint)


def _problems(tables: Tables, check: str) -> Iterator[Spot]:
    return (spot for name, spot in tables.problems if name == check)


@rule("encoding", "error")
def encoding(tables: Tables) -> Iterator[Spot]:
    """A table is text in UTF-8."""
    return _structure(tables, "encoding")


@rule("line-ends", "warning")
def line_ends(tables: Tables) -> Iterator[Spot]:
    """Lines end with a line feed."""
    return _structure(tables, "line-ends")


@rule("delimiter", "error")
def delimiter(tables: Tables) -> Iterator[Spot]:
    """Cells are separated by commas."""
    return _structure(tables, "delimiter")


@rule("quotes", "error")
def quotes(tables: Tables) -> Iterator[Spot]:
    """Quotes stand in pairs around whole cells."""
    return _structure(tables, "quotes")


@rule("ragged-row", "error")
def ragged_row(tables: Tables) -> Iterator[Spot]:
    """Every row has as many cells as the header."""
    return _structure(tables, "ragged-row")


@rule("blank-row", "error")
def blank_row(tables: Tables) -> Iterator[Spot]:
    """No row is blank."""
    return _structure(tables, "blank-row")


@rule("empty-file", "error")
def empty_file(tables: Tables) -> Iterator[Spot]:
    """A table holds at least a header and one row."""
    yield from _structure(tables, "empty-file")
    for sheet in tables.all_sheets():
        if not len(sheet) and not sheet.faults and sheet.header:
            yield Spot(sheet.name, 1, found="a header without rows", hint="fill it in, or remove it")


@rule("too-many-columns", "error")
def too_many_columns(tables: Tables) -> Iterator[Spot]:
    """A table is long, not wide: one row a figure."""
    return _structure(tables, "too-many-columns")


@rule("header", "error")
def header(tables: Tables) -> Iterator[Spot]:
    """The header has every column that is needed, each once and spelt as it must be."""
    yield from _structure(tables, "header")
    for sheet in tables.all_sheets():
        missing = [name for name in REQUIRED[table_of(sheet.name)] if name not in sheet.header]
        if sheet.header and missing:
            expected = ", ".join(REQUIRED[table_of(sheet.name)])
            yield Spot(sheet.name, 1, missing[0], "", "no column " + ", ".join(missing), expected)


@rule("unknown-column", "warning")
def unknown_column(tables: Tables) -> Iterator[Spot]:
    """Every column is one that the workbench knows."""
    for sheet in tables.all_sheets():
        strange = [name for name in sheet.header if name not in COLUMNS[table_of(sheet.name)] and "#" not in name]
        if strange and len(sheet):
            shown = ", ".join(strange[:5]) + (f" and {len(strange) - 5} more" if len(strange) > 5 else "")
            yield Spot(sheet.name, 1, strange[0], "", shown, hint="it is not used; is it misspelt?")


@rule("outside-file", "error")
def outside_file(tables: Tables) -> Iterator[Spot]:
    """Every file lies in the package's own folder."""
    return _problems(tables, "outside-file")


@rule("unreadable-file", "error")
def unreadable_file(tables: Tables) -> Iterator[Spot]:
    """Every file can be opened."""
    return _problems(tables, "unreadable-file")


@rule("missing-file", "error")
def missing_file(tables: Tables) -> Iterator[Spot]:
    """The tables that a package needs, and those its descriptor names, are there."""
    if not tables.defines("indicators"):
        yield Spot("indicators.csv", found="no such file", expected="a row for each indicator")
    there = {sheet.name for sheet in tables.all_sheets()}
    for path in _listed(tables):
        if path not in there:
            yield Spot(
                "datapackage.json", 1, "resources", path, "no such file", "the file, or no resource of this path"
            )


@rule("unlisted-file", "warning")
def unlisted_file(tables: Tables) -> Iterator[Spot]:
    """The descriptor names every table."""
    listed = _listed(tables)
    for sheet in tables.all_sheets():
        if tables.descriptor and sheet.name not in listed:
            hint = "copy the resource of a table like it, with a name and path of its own"
            yield Spot(sheet.name, 1, "", "", "not in datapackage.json", "a resource of this path", hint)


@rule("descriptor", "error")
def descriptor(tables: Tables) -> Iterator[Spot]:
    """datapackage.json is a descriptor with a title, a version, and the keys and columns that the tables have."""
    yield from _problems(tables, "descriptor")
    for name in ("title", "version"):
        if tables.descriptor and not str(tables.descriptor.get(name) or "").strip():
            yield Spot("datapackage.json", 1, name, "", f"no {name}", f"a {name} of the package")
    headers = {sheet.name: sheet.header for sheet in tables.all_sheets() if sheet.header}
    for resource in _resources(tables):
        path = str(resource.get("path"))
        schema = resource.get("schema")
        told = schema.get("fields") if isinstance(schema, dict) else None
        fields = [field.get("name") for field in told if isinstance(field, dict)] if isinstance(told, list) else []
        if fields and path in headers and list(headers[path]) != fields:
            yield Spot("datapackage.json", 1, "schema", path, "other fields than the table", ", ".join(headers[path]))


def _resources(tables: Tables) -> list[dict[str, object]]:
    resources = tables.descriptor.get("resources")
    return [entry for entry in resources if isinstance(entry, dict)] if isinstance(resources, list) else []


def _listed(tables: Tables) -> set[str]:
    return {str(resource["path"]) for resource in _resources(tables) if "path" in resource}


@rule("formula", "warning")
def formula(tables: Tables) -> Iterator[Spot]:
    """No cell would be run as a formula by a spreadsheet program."""
    for sheet in tables.all_sheets():
        for name, column in sheet.columns.items():
            if name == "value":
                continue
            for code, text in enumerate(column.texts):
                if _FORMULA.match(text):
                    row = int((column.codes == code).argmax())
                    yield Spot(sheet.name, int(sheet.lines[row]), name, "", text, "text", "write it in other words")


@rule("long-cell", "error")
def long_cell(tables: Tables) -> Iterator[Spot]:
    """No cell is longer than a text that people read."""
    from workbench.reference.sheets import LONGEST_CELL

    for sheet in tables.all_sheets():
        for name, column in sheet.columns.items():
            for code, text in enumerate(column.texts):
                if len(text) > LONGEST_CELL:
                    row = int((column.codes == code).argmax())
                    found = f"{text[:40]}… ({len(text)} characters)"
                    yield Spot(sheet.name, int(sheet.lines[row]), name, "", found, f"at most {LONGEST_CELL} characters")


RULES = (
    encoding, line_ends, delimiter, quotes, ragged_row, blank_row, empty_file, too_many_columns, header, unknown_column,
    outside_file, unreadable_file, missing_file, unlisted_file, descriptor, formula, long_cell,
)  # fmt: skip
