"""What an import found and would write, as lines to read before anything is written."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from workbench.counting import many

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workbench.intake.plan import Plan
    from workbench.intake.writing import Changes

_SHOWN = 6


def preview(plan: Plan, found: Changes, table: str, *, replace: bool) -> Iterator[str]:
    """Yield the lines of a preview: layout, series with their units, entities, first rows, what differs."""
    yield f"layout: {plan.layout}"
    yield from (f"note: {note}" for note in plan.notes)
    yield from _series(plan)
    yield from _definitions(plan)
    yield f"observations/{table}.csv: {many(found.added, 'new row')}, {found.same:,} already there"
    yield from _some([_row(row) for row in plan.observations], "rows")
    if found.replaced:
        what = "replaced" if replace else "left as in the tables (--replace takes the new)"
        yield f"{many(len(found.replaced), 'figure')} other than in the tables, {what}:"
        yield from _some([f"{key}: {old} -> {new}" for key, old, new in found.replaced], "figures")


def _series(plan: Plan) -> Iterator[str]:
    counts = Counter(row["indicator"] for row in plan.observations)
    new = {row["indicator"]: row for row in plan.definitions["indicators"]}
    for code, count in counts.items():
        row = new.get(code)
        if row is None:
            yield f"indicator {code}: {many(count, 'figure')}, defined in the tables already"
            continue
        scale = f"10^{row['unit_mult']} " if row["unit_mult"] not in ("", "0") else ""
        told = [scale + (row["currency"] or row["unit"]), row["kind"], row["freq"]]
        told += [f"{row['prices']} prices {row['base_period']}".strip()] if row["prices"] else []
        told += [f"100 in {row['base_period']}"] if row["unit"] == "index" else []
        yield f"indicator {code}: {many(count, 'figure')}, new: {row['label']!r} in {', '.join(filter(None, told))}"


def _definitions(plan: Plan) -> Iterator[str]:
    entities = [f"{row['entity']} ({row['label']})" for row in plan.definitions["entities"]]
    if entities:
        more = ", …" if len(entities) > _SHOWN else ""
        yield f"{many(len(entities), 'new entity', 'new entities')}: {', '.join(entities[:_SHOWN])}{more}"
    for row in plan.definitions["sources"]:
        told = f"{row['title']!r} of {row['publisher']!r}, {row['licence']}, read {row['retrieved']}"
        yield f"source {row['source']}, new: {told}"


def _some(lines: Sequence[str], what: str) -> Iterator[str]:
    yield from (f"  {line}" for line in lines[:_SHOWN])
    if len(lines) > _SHOWN:
        yield f"  … and {len(lines) - _SHOWN} more {what}"


def _row(row: dict[str, str]) -> str:
    about = " ".join(filter(None, (row["indicator"], row["entity"], row["counterpart"], row["period"])))
    day = f", published {row['vintage']}" if row["vintage"] else ""
    return f"{about} = {row['value']} ({row['status']}{day})"
