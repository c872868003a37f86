"""A series runs on and does not jump."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from workbench.refcheck.findings import Spot, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.refcheck.frame import Mask
    from workbench.refcheck.package import Tables
    from workbench.refcheck.runs import Runs

_SIMILAR = 3.0  # neighbours that differ by more than this tell nothing about the value between them
_UNUSUAL = 6.0  # typical steps that a rate must jump to be told


@rule("spike", "warning")
def spike(tables: Tables) -> Iterator[Spot]:
    """No value is several times both its neighbours, or a small part of both."""
    runs, times = tables.runs, tables.limits["spike"]
    places = runs.between
    before, value, after = (runs.values[places + step] for step in (-1, 0, 1))
    sized = [np.abs(side) for side in (before, value, after)]
    low, high = np.minimum(sized[0], sized[2]), np.maximum(sized[0], sized[2])
    similar = (before * after > 0) & (high < low * _SIMILAR)
    jumped = (sized[1] > times * high) | (sized[1] * times < low)
    steps = np.abs(value - (before + after) / 2)
    unusual = runs.levels[places] | (steps > _UNUSUAL * np.maximum(np.abs(before - after), runs.typical[places]))
    for place in places[similar & jumped & unusual].tolist():
        expected = f"between {_shown(tables, runs, place - 1)} and {_shown(tables, runs, place + 1)}, or near"
        yield tables.at(int(runs.rows[place]), "value", expected=expected, hint="a slipped point or a wrong unit?")


@rule("sign-flip", "warning")
def sign_flip(tables: Tables) -> Iterator[Spot]:
    """No value has the size of its neighbours and the other sign."""
    runs = tables.runs
    places = runs.between
    before, value, after = (runs.values[places + step] for step in (-1, 0, 1))
    low, high = np.minimum(np.abs(before), np.abs(after)), np.maximum(np.abs(before), np.abs(after))
    size = np.abs(value)
    near = (size > low * 0.8) & (size < high * 1.25) & (high < low * 1.5)
    unusual = runs.levels[places] | (np.abs(value - (before + after) / 2) > _UNUSUAL * runs.typical[places])
    for place in places[near & (before * after > 0) & (value * before < 0) & unusual].tolist():
        expected = f"the sign of {_shown(tables, runs, place - 1)} and {_shown(tables, runs, place + 1)}"
        yield tables.at(int(runs.rows[place]), "value", expected=expected)


@rule("scale-break", "warning")
def scale_break(tables: Tables) -> Iterator[Spot]:
    """A series does not jump to another order of size for good, or at its end, as if its unit had changed."""
    runs, times = tables.runs, tables.limits["scale-break"]
    if len(runs.rows) < 2:
        return
    before, value = np.abs(runs.values[:-1]), np.abs(runs.values[1:])
    jumped = runs.joined & runs.levels[1:] & (before > 0) & (value > 0)
    far = jumped & ((value > before * times) | (value * times < before))
    last = np.append(~runs.joined[1:], True)
    at_end = (
        jumped & last & ((value > before * tables.limits["spike"] * 2) | (value * tables.limits["spike"] * 2 < before))
    )
    told = set((runs.between[_spiked(runs, tables)]).tolist())
    for place in (np.flatnonzero(far | at_end) + 1).tolist():
        if place not in told and place - 1 not in told:
            expected = f"the order of size of {_shown(tables, runs, place - 1)}"
            yield tables.at(int(runs.rows[place]), "value", expected=expected, hint="has the unit changed?")


def _spiked(runs: Runs, tables: Tables) -> Mask:
    """Tell which places between neighbours are spikes, which the check for spikes tells already."""
    places, times = runs.between, tables.limits["spike"]
    before, value, after = (np.abs(runs.values[places + step]) for step in (-1, 0, 1))
    low, high = np.minimum(before, after), np.maximum(before, after)
    return (high < low * _SIMILAR) & ((value > times * high) | (value * times < low))


def _shown(tables: Tables, runs: Runs, place: int) -> str:
    row = int(runs.rows[place])
    return f"{tables.frame.text(row, 'value')} ({tables.frame.text(row, 'period')})"


RULES = (spike, sign_flip, scale_break)
