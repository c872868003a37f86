"""Units as strings: their dimension and the exact factor from one to another; the only home of pint.

Beside pint's units there are our own: ``%`` (and ``percent``), ``percentage_point``, ``basis_point``, ``ratio``,
``index``, ``count:<noun>``, ISO 4217 codes, and any of these per another (``USD / barrel``, ``count:birth / year``).
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from workbench.errors import UsageError

if TYPE_CHECKING:
    import pint

_OWN = {"%": "ratio", "percent": "ratio", "percentage_point": "points", "basis_point": "points", "ratio": "ratio",
        "index": "index", "": "number", "dimensionless": "number"}  # fmt: skip
_OWN_FACTORS = {"%": Fraction(1, 100), "percent": Fraction(1, 100), "percentage_point": Fraction(1),
                "basis_point": Fraction(1, 100), "ratio": Fraction(1)}  # fmt: skip
_MONEY = re.compile(r"[A-Z]{3}")
_BARREL = re.compile(r"(?<!\w)barrel(?!\w)")  # in figures about trade and energy a barrel is one of oil, 42 gallons
_DEFINITIONS = (
    "barrel_of_oil_equivalent = 6.1178632e9 joule",
    "tonne_of_coal_equivalent = 29.3076e9 joule",
    "ppb = 1e-9",
    "quintal = 100 kilogram",
    "diopter = 1 / meter",
    "brake_horsepower = horsepower",
    "mega_british_thermal_unit = 1e6 * british_thermal_unit",
)


@cache
def _registry() -> pint.UnitRegistry[Decimal]:
    import pint

    registry: pint.UnitRegistry[Decimal] = pint.UnitRegistry(non_int_type=Decimal, cache_folder=":auto:")
    for definition in _DEFINITIONS:
        registry.define(definition)
    return registry


def _own(unit: str) -> str | None:
    """Return the dimension of a unit of our own, or ``None`` for one of pint's."""
    if unit in _OWN:
        return _OWN[unit]
    if unit == "person":
        return "count:person"
    if unit.startswith("count:") and "/" not in unit:
        return unit
    return f"money:{unit}" if _MONEY.fullmatch(unit) else None


def _parts(unit: str) -> list[str]:
    return [part.strip() for part in unit.split("/")]


def _term(part: str) -> tuple[Fraction, str]:
    """Return the number and the unit of a part: ``(100000 * person)`` is 100000 of them."""
    if not part.startswith("("):
        return Fraction(1), part
    number, _, unit = part.strip("()").partition(" * ")
    return Fraction(number), unit


@lru_cache(maxsize=4096)
def dimension(unit: str) -> str:
    """Return the dimension of a unit as text that is equal for convertible units.

    Raises UsageError for a unit that nobody knows.

    >>> dimension("kilometer") == dimension("mile"), dimension("USD / barrel")
    (True, 'money:USD / [length] ** 3')
    """
    own = _own(unit)
    if own is not None:
        return own
    parts = _parts(unit)
    if len(parts) > 1 and _has_own(parts):
        return " / ".join(dimension(_term(part)[1]) for part in parts)
    return str(_parsed(unit).dimensionality)


def _has_own(parts: list[str]) -> bool:
    return any(part.startswith("(") or _own(part) is not None for part in parts)


def _parsed(unit: str) -> pint.Unit:
    try:
        return _registry().parse_units(_BARREL.sub("oil_barrel", unit))
    except Exception as error:
        raise UsageError(f"no unit {unit!r}", hint="write a unit that pint knows, such as terawatt_hour") from error


@lru_cache(maxsize=4096)
def factor(source: str, target: str) -> Fraction:
    """Return by what a value in ``source`` is multiplied to be in ``target``, exactly.

    Raises UsageError for units of different dimensions, and for scales with an offset (temperatures).

    >>> factor("mile", "kilometer"), factor("%", "ratio")
    (Fraction(25146, 15625), Fraction(1, 100))
    """
    if source == target:
        return Fraction(1)
    if dimension(source) != dimension(target):
        raise UsageError(f"{source!r} cannot be told in {target!r}", hint="they measure different things")
    if source in _OWN_FACTORS and target in _OWN_FACTORS:
        return _OWN_FACTORS[source] / _OWN_FACTORS[target]
    ours, theirs = _parts(source), _parts(target)
    if len(ours) == 1 and _own(source) is not None:
        return Fraction(1)
    if _has_own(ours):
        found = factor(ours[0], theirs[0])
        for mine, other in zip(map(_term, ours[1:]), map(_term, theirs[1:]), strict=True):
            found *= other[0] / (mine[0] * factor(mine[1], other[1]))
        return found
    return _pint_factor(source, target)


def _pint_factor(source: str, target: str) -> Fraction:
    registry = _registry()
    one, two = (_parsed(unit) for unit in (source, target))
    try:
        zero = registry.Quantity(Decimal(0), one).to(two).magnitude
        unit = registry.Quantity(Decimal(1), one).to(two).magnitude
    except Exception as error:
        raise UsageError(f"{source!r} cannot be told in {target!r}", hint="choose another unit") from error
    if zero != 0:
        raise UsageError(f"{source!r} and {target!r} differ by an offset", hint="use convert for temperatures")
    return Fraction(Decimal(unit))


def convert(value: Decimal, source: str, target: str) -> Decimal:
    """Return a value in another unit, temperatures included.

    >>> convert(Decimal(100), "degree_Celsius", "degree_Fahrenheit").quantize(Decimal(1))
    Decimal('212')
    """
    if source == target:
        return value
    if _own(source) is not None or _has_own(_parts(source)):
        by = factor(source, target)
        return value * by.numerator / by.denominator
    registry = _registry()
    return Decimal(registry.Quantity(value, _parsed(source)).to(_parsed(target)).magnitude)
