"""A series runs on and does not jump."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from workbench.refcheck.findings import Spot, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from workbench.refcheck.frame import Floats, Ints, Mask
    from workbench.refcheck.package import Tables

_LEVELS = ("stock", "flow", "index")
_SIMILAR = 3.0  # neighbours that differ by more than this tell nothing about the value between them
_UNUSUAL = 6.0  # typical steps that a rate must jump to be told


class _Runs:
    """The rows of plain series in order of time, one row a period and source, with their neighbours."""

    def __init__(self, tables: Tables) -> None:
        frame = tables.frame
        rows = np.flatnonzero(frame.observed & (frame.forms != "I"))
        rows = frame.newest(rows, "indicator", "entity", "counterpart", "period", "source")
        group = frame.combined("indicator", "entity", "counterpart", "source", rows=rows)
        order = np.lexsort([frame.starts[rows], group])
        self.rows: Ints = rows[order]
        self.values: Floats = frame.numbers[self.rows]
        self.joined: Mask = np.diff(group[order]) == 0  # a row and the next belong together
        words = frame.columns["indicator"].texts
        definitions = [tables.indicators.get(code) for code in words]
        levels = np.array([bool(row and row.get("kind") in _LEVELS) for row in definitions], bool)
        self.levels: Mask = levels[frame.columns["indicator"].codes[self.rows]] if len(words) else np.zeros(0, bool)

    def between(self) -> NDArray[np.int64]:
        """Return the places that have a neighbour on either side."""
        return np.flatnonzero(self.joined[:-1] & self.joined[1:]) + 1 if len(self.rows) > 2 else np.zeros(0, np.int64)


@rule("spike", "warning")
def spike(tables: Tables) -> Iterator[Spot]:
    """No value is several times both its neighbours, or a small part of both."""
    runs, times = _Runs(tables), tables.limits["spike"]
    places = runs.between()
    before, value, after = (runs.values[places + step] for step in (-1, 0, 1))
    sized = [np.abs(side) for side in (before, value, after)]
    low, high = np.minimum(sized[0], sized[2]), np.maximum(sized[0], sized[2])
    similar = (before * after > 0) & (high < low * _SIMILAR)
    jumped = (sized[1] > times * high) | (sized[1] * times < low)
    steps = np.abs(value - (before + after) / 2)
    unusual = runs.levels[places] | (steps > _UNUSUAL * np.maximum(np.abs(before - after), _typical(runs)[places]))
    for place in places[similar & jumped & unusual].tolist():
        expected = f"between {_shown(tables, runs, place - 1)} and {_shown(tables, runs, place + 1)}, or near"
        yield tables.at(int(runs.rows[place]), "value", expected=expected, hint="a slipped point or a wrong unit?")


def _typical(runs: _Runs) -> Floats:
    """Return for each place the median step of its series (of the whole table where that is long)."""
    steps = np.abs(np.diff(runs.values))
    group = np.concatenate(([0], np.cumsum(~runs.joined)))
    steps_group = group[:-1][runs.joined]
    inner = steps[runs.joined]
    order = np.lexsort([inner, steps_group])
    counts = np.bincount(steps_group, minlength=int(group[-1]) + 1 if len(group) else 0)
    firsts = np.concatenate(([0], np.cumsum(counts)[:-1]))
    middle = np.minimum(firsts + counts // 2, max(len(inner) - 1, 0))
    medians = np.where(counts > 0, inner[order][middle], 0.0) if len(inner) else np.zeros(len(counts))
    return medians[group] if len(medians) else np.zeros(len(runs.rows))


@rule("sign-flip", "warning")
def sign_flip(tables: Tables) -> Iterator[Spot]:
    """No value has the size of its neighbours and the other sign."""
    runs = _Runs(tables)
    places = runs.between()
    before, value, after = (runs.values[places + step] for step in (-1, 0, 1))
    low, high = np.minimum(np.abs(before), np.abs(after)), np.maximum(np.abs(before), np.abs(after))
    size = np.abs(value)
    near = (size > low * 0.8) & (size < high * 1.25) & (high < low * 1.5)
    unusual = runs.levels[places] | (np.abs(value - (before + after) / 2) > _UNUSUAL * _typical(runs)[places])
    for place in places[near & (before * after > 0) & (value * before < 0) & unusual].tolist():
        expected = f"the sign of {_shown(tables, runs, place - 1)} and {_shown(tables, runs, place + 1)}"
        yield tables.at(int(runs.rows[place]), "value", expected=expected)


@rule("scale-break", "warning")
def scale_break(tables: Tables) -> Iterator[Spot]:
    """A series does not jump to another order of size for good, or at its end, as if its unit had changed."""
    runs, times = _Runs(tables), tables.limits["scale-break"]
    if len(runs.rows) < 2:
        return
    before, value = np.abs(runs.values[:-1]), np.abs(runs.values[1:])
    jumped = runs.joined & runs.levels[1:] & (before > 0) & (value > 0)
    far = jumped & ((value > before * times) | (value * times < before))
    last = np.append(~runs.joined[1:], True)
    at_end = (
        jumped & last & ((value > before * tables.limits["spike"] * 2) | (value * tables.limits["spike"] * 2 < before))
    )
    told = set((runs.between()[_spiked(runs, tables)]).tolist())
    for place in (np.flatnonzero(far | at_end) + 1).tolist():
        if place not in told and place - 1 not in told:
            expected = f"the order of size of {_shown(tables, runs, place - 1)}"
            yield tables.at(int(runs.rows[place]), "value", expected=expected, hint="has the unit changed?")


def _spiked(runs: _Runs, tables: Tables) -> Mask:
    """Tell which places between neighbours are spikes, which the check for spikes tells already."""
    places, times = runs.between(), tables.limits["spike"]
    before, value, after = (np.abs(runs.values[places + step]) for step in (-1, 0, 1))
    low, high = np.minimum(before, after), np.maximum(before, after)
    return (high < low * _SIMILAR) & ((value > times * high) | (value * times < low))


def _shown(tables: Tables, runs: _Runs, place: int) -> str:
    row = int(runs.rows[place])
    return f"{tables.frame.text(row, 'value')} ({tables.frame.text(row, 'period')})"


RULES = (spike, sign_flip, scale_break)
