"""The rows of plain series in order of time, each with its neighbours."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from workbench.refcheck.frame import Floats, Frame, Ints, Mask


class Runs:
    """One row a period and source; ``levels`` tells which of them are amounts, whose size means something."""

    def __init__(self, frame: Frame, levels: AbstractSet[str]) -> None:
        rows = np.flatnonzero(frame.observed & (frame.forms != "I"))
        rows = frame.newest(rows, "indicator", "entity", "counterpart", "period", "source")
        group = frame.combined("indicator", "entity", "counterpart", "source", rows=rows)
        order = np.lexsort([frame.starts[rows], group])
        self.rows: Ints = rows[order]
        self.values: Floats = frame.numbers[self.rows]
        self.joined: Mask = np.diff(group[order]) == 0  # a row and the next belong together
        words = frame.columns["indicator"]
        are_levels = np.array([code in levels for code in words.texts], bool)
        self.levels: Mask = are_levels[words.codes[self.rows]] if len(words.texts) else np.zeros(0, bool)

    @cached_property
    def between(self) -> Ints:
        """The places that have a neighbour on either side."""
        return np.flatnonzero(self.joined[:-1] & self.joined[1:]) + 1 if len(self.rows) > 2 else np.zeros(0, np.int64)

    @cached_property
    def typical(self) -> Floats:
        """For each place the median step of its series."""
        steps = np.abs(np.diff(self.values))
        group = np.concatenate(([0], np.cumsum(~self.joined)))
        steps_group = group[:-1][self.joined]
        inner = steps[self.joined]
        order = np.lexsort([inner, steps_group])
        counts = np.bincount(steps_group, minlength=int(group[-1]) + 1 if len(group) else 0)
        firsts = np.concatenate(([0], np.cumsum(counts)[:-1]))
        middle = np.minimum(firsts + counts // 2, max(len(inner) - 1, 0))
        medians = np.where(counts > 0, inner[order][middle], 0.0) if len(inner) else np.zeros(len(counts))
        return medians[group] if len(medians) else np.zeros(len(self.rows))
