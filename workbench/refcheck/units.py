"""An indicator's unit can be computed with and fits its kind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workbench.refcheck.findings import Spot, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.refcheck.package import Definition, Tables

_OURS = re.compile(r"currency|percent|percentage_point|index|ratio|1|count:[a-z][a-z_ -]*|[A-Z]{3}/[A-Z]{3}")
_KINDS = {
    "index": ("index",),
    "percent": ("rate", "ratio", "stock", "flow"),
    "percentage_point": ("rate", "ratio", "flow"),
    "ratio": ("ratio", "rate"),
    "1": ("ratio", "rate"),
}
_SCALED = re.compile(r"\b(thousand|million|billion|trillion|bn|mn|hundred|lakh|crore)s?\b", re.IGNORECASE)


@rule("unit", "error")
def unit(tables: Tables) -> Iterator[Spot]:
    """A unit is one that the workbench can compute with; its scale stands in unit_mult."""
    for row in tables.rows_of("indicators"):
        text = row.get("unit")
        if not text:
            continue
        if _SCALED.search(text):
            hint = "million is unit_mult 6"
            yield tables.defined("indicators", row, "unit", expected="a unit without a scale word", hint=hint)
        elif not _OURS.fullmatch(text) and not _parses(text):
            expected = "a unit such as kilometer, currency, percent, index or count:person"
            yield tables.defined("indicators", row, "unit", expected=expected)


def _parses(text: str) -> bool:
    from workbench.errors import WorkbenchError
    from workbench.units import dimension

    if re.fullmatch("[A-Z]{3}", text):
        return False  # money is told by the unit `currency` and the column of that name
    try:
        dimension(text)
    except WorkbenchError:
        return False
    return True


@rule("unit-kind", "error")
def unit_kind(tables: Tables) -> Iterator[Spot]:
    """The unit fits the kind: an index is in index, a growth rate in per cent, a count of things is no rate."""
    for row in tables.rows_of("indicators"):
        text, kind = row.get("unit"), row.get("kind")
        if kind and text in _KINDS and kind not in _KINDS[text]:
            expected = " or ".join(_KINDS[text]) + f" for the unit {text}"
            yield tables.defined("indicators", row, "kind", expected=expected)
        elif kind == "index" and text != "index":
            yield tables.defined("indicators", row, "unit", expected="index, as the kind says")
        elif kind == "rate" and text.startswith("count:"):
            yield tables.defined("indicators", row, "kind", expected="stock or flow for a count")
        if row.get("derived_from").startswith("growth(") and text != "percent":
            yield tables.defined("indicators", row, "unit", expected="percent, as a growth rate is")


@rule("unit-currency", "error")
def unit_currency(tables: Tables) -> Iterator[Spot]:
    """Money names its currency; what is no money names none unless it is a rate of money."""
    for row in tables.rows_of("indicators"):
        text, currency = row.get("unit"), row.get("currency")
        if text == "currency" and not currency:
            yield tables.defined("indicators", row, "currency", expected="a code of ISO 4217, as the unit is currency")
        if (
            currency
            and text not in ("currency", "percent", "percentage_point", "index", "ratio")
            and "currency" not in text
        ):
            expected = f"no currency for the unit {text}"
            yield tables.defined("indicators", row, "currency", expected=expected)


@rule("unit-multiplier", "error")
def unit_multiplier(tables: Tables) -> Iterator[Spot]:
    """A power of ten belongs to units that are counted in thousands or millions, not to per cent or an index."""
    for row in tables.rows_of("indicators"):
        mult = row.get("unit_mult")
        if not re.fullmatch(r"-?\d{1,3}", mult or "0"):
            continue
        power = int(mult or 0)
        if not -12 <= power <= 18:
            yield tables.defined("indicators", row, "unit_mult", expected="a power of ten between -12 and 18")
        elif power and row.get("unit") in ("percent", "percentage_point", "index"):
            yield tables.defined("indicators", row, "unit_mult", expected=f"0 for the unit {row.get('unit')}")


@rule("price-basis", "warning")
def price_basis(tables: Tables) -> Iterator[Spot]:
    """Money says whether it is at current or constant prices, and constant prices name their year."""
    for row in tables.rows_of("indicators"):
        if row.get("unit") == "currency" and not row.get("prices"):
            yield tables.defined("indicators", row, "prices", expected="current or constant")
        if row.get("prices") == "constant" and row.get("unit") == "currency" and not row.get("base_period"):
            yield tables.defined("indicators", row, "base_period", expected="the year whose prices are used")


@rule("siblings", "error")
def siblings(tables: Tables) -> Iterator[Spot]:
    """Levels that are added or subtracted are in one unit and one currency."""
    for row in tables.rows_of("indicators"):
        names = re.fullmatch(r"([a-z0-9_]+)[-+]([a-z0-9_]+)", row.get("derived_from").replace(" ", ""))
        family = (
            [row, *(tables.indicators[name] for name in names.groups() if name in tables.indicators)] if names else []
        )
        measures = {_measure(member) for member in family}
        if len(measures) > 1:
            found = ", ".join(sorted(measures))
            yield tables.defined("indicators", row, "derived_from", found=found, expected="one unit and currency")


def _measure(row: Definition) -> str:
    return f"{row.get('unit')} {row.get('currency')}".strip()


RULES = (unit, unit_kind, unit_currency, unit_multiplier, price_basis, siblings)
